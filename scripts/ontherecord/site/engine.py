"""Runs MkDocs as a library: pages out of docs/, or the problems that it finds there, each with its place."""

from __future__ import annotations

import logging
import os
import re
import traceback
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import get_ident
from typing import Any, TypeVar, cast

from jinja2 import TemplateError, TemplateNotFound, TemplateSyntaxError
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, MkDocsException
from yaml import MarkedYAMLError

from ..data.nodes import find_depth
from ..files import read_file
from ..problems import Problem, explain_fault
from .pipeline import Sync, find_pages
from .plugin import NAME, OnTheRecord
from .standing import Standing
from .unchanged import digest_inputs
from .unsaid import find_unsaid

T = TypeVar("T")

_CONFIG = "mkdocs.yml"

#: How MkDocs begins a message about a page, what it quotes, and what is of no use to an editor.
_ABOUT_PAGE = re.compile(r"(?:Doc file|Error (?:reading|building) page) '([^']+)':? ")
_QUOTED = re.compile(r"'([^']+)'")
_LIST_OF_FOLDERS = re.compile(r" in search paths: .*")
_SAID_TWICE = "Encoding error reading file"


def build_pages(
    root: Path, site: Path, sync: Sync, site_url: str | None = None, standing: Standing | None = None
) -> tuple[Problem, ...]:
    """Makes the site of the project in `root` in the folder `site`; what is wrong with it are problems.

    `site_url` replaces that of mkdocs.yml. Files that are `standing` in the site of the build before are left
    out, and told there.
    """
    plugin = OnTheRecord()

    def run() -> None:
        nonlocal plugin
        config = load_settings(root, site_dir=str(site), site_url=site_url, strict=True)
        if NAME not in config.plugins:
            config.plugins[NAME] = plugin
        plugin = cast(OnTheRecord, config.plugins[NAME])
        plugin.sync, plugin.standing = sync, standing
        config.plugins.on_startup(command="build", dirty=False)
        try:
            build(config)
        finally:
            plugin.interrupt()  # There is nothing left to interrupt where it came to its end.
            config.plugins.on_shutdown()

    _, problems = attempt(root, run)
    return plugin.problems or problems


def find_inputs(root: Path, sync: Sync, site_url: str | None = None) -> str:
    """The digest of all that a build would make the site from; empty where that can not be told."""
    config, problems = attempt(root, lambda: load_settings(root, site_url=site_url))
    return digest_inputs(root, config, sync, NAME) if config and not problems else ""


def list_unsaid(root: Path) -> tuple[str, ...]:
    """What the site can not say of itself, because the project leaves it blank."""
    settings, _ = attempt(root, lambda: load_settings(root))
    return tuple(find_unsaid(settings)) if settings else ()


def load_settings(root: Path, **given: Any) -> MkDocsConfig:  # noqa: ANN401 - as MkDocs takes them
    """The settings of a project; `given` are in the place of its own."""
    return load_config(str(root / _CONFIG), **given)


def attempt(root: Path, action: Callable[[], T]) -> tuple[T | None, tuple[Problem, ...]]:
    """What comes of something done with MkDocs, and what it finds wrong, each with its place.

    A mistake in this program is raised: it is none of an editor's.
    """
    if problem := _check_settings(root):
        return None, (problem,)
    result: T | None = None
    error: BaseException | None = None
    with _collect_warnings() as warnings:
        try:
            result = action()
        except (Exception, Abort) as raised:
            if _is_ours(raised):
                raise
            error = raised
    return result, _explain(root, warnings, error)


def _check_settings(root: Path) -> Problem | None:
    """What is wrong with mkdocs.yml that MkDocs does not survive."""
    try:
        text = read_file(root / _CONFIG).decode("utf-8-sig")
    except (OSError, UnicodeDecodeError):
        return None  # MkDocs says so.
    line = find_depth(text)
    return Problem(_CONFIG, line, "this is nested too deeply") if line else None


def _is_ours(error: BaseException) -> bool:
    """Whether it was raised at work of this package, not only at MkDocs's, which is called from here."""
    if isinstance(error, MkDocsException):
        return False
    here = Path(__file__)
    frames = [Path(frame.filename) for frame in traceback.extract_tb(error.__traceback__)]
    return any(
        path.is_relative_to(here.parents[1]) and path != here for path in frames if path.suffix == ".py"
    )


class _Collector(logging.Handler):
    """Keeps what this thread logs."""

    def __init__(self, level: int) -> None:
        super().__init__(level)
        self._thread = get_ident()
        self.collected: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keeps one record."""
        if record.thread == self._thread:
            self.collected.append(record)


@contextmanager
def _collect_warnings() -> Iterator[list[logging.LogRecord]]:
    """Collects what MkDocs warns of.

    The level is set because both ways from INFO hide mistakes: above WARNING nothing is counted, so that
    `mkdocs build --strict --quiet` passes everything, and at DEBUG MkDocs does not look at anchors.
    """
    handler = _Collector(logging.WARNING)
    logger = logging.getLogger("mkdocs")
    level = logger.level
    logger.setLevel(logging.INFO)
    logger.addHandler(handler)
    try:
        yield handler.collected
    finally:
        logger.removeHandler(handler)
        logger.setLevel(level)


# --- What went wrong, and where ---


def _explain(
    root: Path, warnings: Iterable[logging.LogRecord], error: BaseException | None
) -> tuple[Problem, ...]:
    """One problem for each mistake: what MkDocs logs, or, if it knows the place, the error that it raises."""
    place = _find_error(root, error) if error else None
    problems = [
        _find_message(root, record.getMessage())
        for record in warnings
        if not (place and record.levelno >= logging.ERROR) and not record.getMessage().startswith(_SAID_TWICE)
    ]
    if place:
        problems.append(place)
    elif error and not problems:
        problems.append(Problem(_CONFIG, 1, _say(error)))
    return tuple(dict.fromkeys(problems))


def _find_message(root: Path, message: str) -> Problem:
    """A message of MkDocs's, at the page or setting that it is about and the line that has what it quotes."""
    text = " ".join(message.replace(f"{root}{os.sep}", "").split())
    about = _ABOUT_PAGE.match(text)
    path = _find_page(root, about[1]) if about else _CONFIG
    text = text[about.end() :] if about else text
    quoted = _QUOTED.search(text)
    return Problem(path, _find_line(root / path, quoted[1]) if quoted else 1, _LIST_OF_FOLDERS.sub("", text))


def _find_page(root: Path, page: str) -> str:
    """Where a page stands that MkDocs names: written by hand, or generated."""
    by_hand = f"docs/{page}"
    return by_hand if (root / by_hand).is_file() else (find_pages(root) / page).relative_to(root).as_posix()


def _find_line(path: Path, words: str) -> int:
    """The first line that links to these words, or else sets them, or else has them; or else the first."""
    lines = path.read_text("utf-8", "replace").splitlines() if path.is_file() else []
    for sought in (f"]({words}", f"{words}:", words):
        for number, line in enumerate(lines, start=1):
            if sought in line:
                return number
    return 1


def _find_error(root: Path, error: BaseException) -> Problem | None:
    """The error at its place in a YAML file or a template of the project, if it comes from one."""
    if isinstance(error, OSError) and not isinstance(error, TemplateError):
        return explain_fault(error, root)
    cause = error.__context__
    if isinstance(cause, MarkedYAMLError) and cause.problem_mark:
        places = [(cause.problem_mark.name, cause.problem_mark.line + 1)]
        message = f"not valid YAML: {cause.problem}"
    else:
        places = [(frame.filename, frame.lineno or 1) for frame in traceback.extract_tb(error.__traceback__)]
        message = _say(error)
    if isinstance(error, TemplateSyntaxError) and error.filename:
        places.append((error.filename, error.lineno))
    own = [(Path(name).relative_to(root), line) for name, line in places if _is_own(root, Path(name))]
    return Problem(own[-1][0].as_posix(), own[-1][1], message) if own else None


def _is_own(root: Path, path: Path) -> bool:
    """Whether an editor wrote it; the environment and the running program may be in the project too."""
    return path.is_relative_to(root) and path.suffix != ".py" and "site-packages" not in path.parts


def _say(error: BaseException) -> str:
    if isinstance(error, TemplateNotFound):
        return f"there is no template '{error.name}'"
    kind = "" if isinstance(error, MkDocsException | TemplateError) else f"{type(error).__name__}: "
    return kind + " ".join(str(error).split())
