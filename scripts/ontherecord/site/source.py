"""Writes the complete source of the site, for any engine that reads Markdown and mkdocs.yml."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import yaml
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.utils.yaml import yaml_load

from ..files import File
from ..problems import Problem
from ..tokens import THEME
from ..urls import is_given_markdown
from .engine import attempt, load_settings
from .folders import Folder, hold, is_free, is_marked, mark, remove, sync_files
from .look import make_look
from .pipeline import Sync, Synced, find_pages, sync_pages
from .plugin import make_files, read_site
from .search_index import SEARCH, build_index
from .unchanged import keeping_for
from .words import build_words

#: What engines make beside the source.
_ENGINES = frozenset({"site", ".cache"})

_DOCS, _THEME = "docs", "theme"


def write_source(root: Path, target: Path, *, sync: Sync = sync_pages) -> tuple[Problem, ...]:
    """Writes the pages of the project in `root`, by hand and generated, with the search, look and settings.

    `target` is a new or empty folder, or one that this made. Returns the problems; if there are any, nothing
    is written.
    """
    root, target = root.resolve(), target.resolve()
    config, problems = attempt(root, lambda: load_settings(root))
    if config is None or problems:
        return problems
    if not is_free(target, Folder.SOURCE) or target.is_relative_to(config.docs_dir):
        return (Problem(str(target), 1, "is no empty folder and no page source made before; choose another"),)
    with hold(Path(config.config_file_path)), keeping_for(root):
        synced = make_files(config, sync)
        if not synced.problems:
            is_new = not is_marked(target, Folder.SOURCE)
            try:
                mark(target, Folder.SOURCE)
                sync_files(target, _list_files(root, config, synced), leave=_ENGINES)
            except BaseException:
                if is_new:
                    remove(target)
                raise
    return synced.problems


def _list_files(root: Path, config: MkDocsConfig, synced: Synced) -> Iterator[File]:
    """Every file of the source."""
    yield from _read_folder(Path(config.docs_dir), _DOCS)
    for path in synced.files:
        place = _THEME if is_given_markdown(path) else _DOCS
        yield File(f"{place}/{path}", _keep_links((find_pages(root) / path).read_bytes()))
    for name, file in build_index(synced.shelves).items():
        yield File(f"{_DOCS}/{SEARCH}/{name}", file.read())
    own = [Path(config.theme.custom_dir)] if config.theme.custom_dir else []
    look = chain.from_iterable(_read_folder(folder, _THEME) for folder in (THEME, *own))
    made = make_look([*own, THEME, *map(Path, config.theme.dirs)], read_site(config).language).items()
    look = chain(look, (File(f"{_THEME}/{path}", content.encode()) for path, content in made))
    yield from {one.path: one for one in look}.values()
    yield File("mkdocs.yml", _render_settings(config, synced).encode())


def _keep_links(content: bytes) -> bytes:
    """A page whose links to Markdown lead to it as it is: Zensical takes them for pages, if they end in .md.

    A browser strips the blank (https://html.spec.whatwg.org/#attr-hyperlink-href).
    """
    return content.replace(b'.md" download>', b'.md " download>')


def _read_folder(folder: Path, place: str) -> Iterator[File]:
    """The files of a folder, save programs and what editing programs and systems put there for themselves."""
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder)
        if path.is_file() and path.suffix not in (".py", ".pyc") and not any(n[0] == "." for n in name.parts):
            yield File(f"{place}/{name.as_posix()}", path.read_bytes())


def _render_settings(config: MkDocsConfig, synced: Synced) -> str:
    """The project's mkdocs.yml without plugins, its address written out.

    Markdown to take away would become pages below docs/. Below theme/ it is copied: by most engines as a
    template that stands by itself, by Zensical like any file.
    """
    with Path(config.config_file_path).open("rb") as file:
        own = yaml_load(file)
    theme = own.get("theme", {})
    look = {**(theme if isinstance(theme, dict) else {"name": theme}), "custom_dir": str(_THEME)}
    look["static_templates"] = [
        *look.get("static_templates", ()),
        *filter(is_given_markdown, synced.files),
    ]
    validation = own.get("validation", {})
    address = {"site_url": config.site_url} if config.site_url else {}  # An empty one is an address to some.
    settings = {
        **{key: value for key, value in own.items() if key != "site_url"},
        **address,
        "extra": {**own.get("extra", {}), "words": dict(build_words(read_site(config)))},
        "site_dir": "site",
        "docs_dir": str(_DOCS),
        "theme": look,
        "plugins": [],
        "validation": {**validation, "nav": {**validation.get("nav", {}), "omitted_files": "ignore"}},
    }
    return yaml.dump(settings, sort_keys=False, allow_unicode=True)
