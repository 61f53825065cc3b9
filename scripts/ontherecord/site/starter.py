"""A project of one's own, without a transcript: what `ontherecord init` writes."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import unquote, urlsplit

from jinja2 import Environment, StrictUndefined

from ..catalogue import list_languages, say, speaking
from ..data.schema import write_schemas
from ..files import File, write_if_changed
from ..problems import did_you_mean

_STARTER = Path(__file__).parents[1] / "starter"
#: The files with something to put in; all others are the same in every project.
_TEMPLATES = frozenset({"mkdocs.yml", "README.md", "requirements.txt"})
#: With what sets the PDF of each transcript.
_PACKAGE, _EXTRA = "ontherecord", "pdf"
#: Where a project keeps the package, if that came as a file.
_WHEELS = "packages"


def find_fault(folder: Path, language: str) -> str | None:
    """Why no project can be made in a folder, or not in this language; None if it can."""
    if folder.exists() and not folder.is_dir():
        return f"{folder} is a file: name a new or empty folder"
    if folder.is_dir() and any(folder.iterdir()):
        return f"{folder} is not empty, and nothing is overwritten: name a new or empty folder"
    known = _list_theme_languages()
    if language not in known:
        hint = did_you_mean(language, known)
        return f"the theme has no language '{language}'{hint}: write a tag such as en, ru, pt-BR"
    return None


def name_site(folder: Path) -> str:
    """What the site of a project is called, if nobody says: city-gazette is City Gazette."""
    return re.sub(r"[\W_]+", " ", folder.resolve().name).strip().title() or "Transcripts"


def write_project(folder: Path, name: str, language: str) -> None:
    """Writes a project into a new or empty folder; the name is what its site is called."""
    requirement, wheel = find_requirement()
    with speaking(language):
        for file in _draft_files(name, language, requirement):
            write_if_changed(folder / file.path, file.content)
    write_schemas(folder)
    if wheel:
        target = folder / _WHEELS / wheel.name
        target.parent.mkdir()
        shutil.copyfile(wheel, target)


def tell_next(folder: Path, language: str) -> Iterator[str]:
    """What to do with a new project, a line each."""
    yield f"{folder} is a project of your own, without a transcript. Next:"
    yield f"  cd {folder}"
    yield "  ontherecord add talk.docx   a draft of a transcript from .txt .md .html .docx .pdf .vtt or .srt"
    yield "  ontherecord serve           the site in your browser; your edits show as you save them"
    yield "  ontherecord check           what is yet to do, the gaps in mkdocs.yml and docs/about.md too"
    if language not in list_languages():
        yield f"The site’s own words do not speak '{language}' yet, and stay English."
    if language != "en":
        yield "docs/about.md is in English: translate it, and keep the ids of its headings."


def _draft_files(name: str, language: str, requirement: str) -> Iterator[File]:
    environment = Environment(undefined=StrictUndefined, keep_trailing_newline=True)
    environment.globals["say"] = say
    for path in sorted(_STARTER.rglob("*")):
        place = path.relative_to(_STARTER).as_posix()
        if path.is_dir():
            continue
        content = path.read_bytes()
        if place in _TEMPLATES:
            template = environment.from_string(content.decode())
            content = template.render(name=name, language=language, requirement=requirement).encode()
        yield File(place, content)


def _list_theme_languages() -> list[str]:
    theme = Path(str(getattr(find_spec("material"), "origin", ""))).parent
    folder = theme / "templates/partials/languages"
    return sorted(path.stem for path in folder.glob("*.html"))


def find_requirement() -> tuple[str, Path | None]:
    """What pip installs this package by, and the file that it came from, if that is still there.

    How it was installed is known from PEP 610, `direct_url.json`.
    """
    package = metadata.distribution(_PACKAGE)
    origin = json.loads(package.read_text("direct_url.json") or "{}")
    url = str(origin.get("url", ""))
    wheel = Path(unquote(urlsplit(url).path))
    name = f"{_PACKAGE}[{_EXTRA}]"
    if url.startswith("file:") and wheel.suffix == ".whl" and wheel.is_file():
        return f"./{_WHEELS}/{wheel.name}[{_EXTRA}]", wheel
    if "vcs_info" in origin:
        return f"{name} @ {origin['vcs_info']['vcs']}+{url}@{origin['vcs_info']['commit_id']}", None
    if url and wheel.suffix != ".whl":
        return f"{name} @ {url}", None
    return f"{name}=={package.version}", None
