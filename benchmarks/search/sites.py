"""Builds an archive's site twice: as this project does it, and with Material's built-in search."""

from __future__ import annotations

import gzip
import json
import logging
import re
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any
from unittest.mock import patch

import yaml
from material.plugins.search.plugin import SearchPlugin  # type: ignore[import-untyped]
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.config.base import Config
from mkdocs.plugins import BasePlugin
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from ontherecord.site.build import build_site
from ontherecord.site.engine import build_pages
from ontherecord.site.generated import GeneratedPage
from ontherecord.site.search_index import build_index
from ontherecord.site.source import write_source

#: What of a site is there for its search: ours, and Material's.
OURS = ("pagefind/", "data/lexicon.json", "data/words.json", "assets/js/search/", "assets/css/search.css")
MATERIAL = ("search/search_index.json", "assets/javascripts/workers/search", "assets/javascripts/lunr/")
#: What of that is an index; the rest is programs and styles.
INDEX = ("pagefind/", "data/lexicon.json", "data/words.json", "search/search_index.json")


#: What Material's own site has of this project's settings.
_KEPT = ("site_name", "docs_dir", "markdown_extensions", "nav", "validation")


class _AsTheyStand(BasePlugin[Config]):  # type: ignore[no-untyped-call]
    """Spares generated pages the Markdown, as this project does."""

    def on_nav(self, nav: Navigation, *, files: Files, **_: object) -> Navigation:
        for file in files.documentation_pages():
            if file.page:
                file.page.__class__ = GeneratedPage
        return nav


@dataclass(frozen=True)
class Built:
    """A site, and the seconds that it took: pages, index, and all, for the two run beside each other."""

    folder: str
    pages: float
    index: float
    total: float


def build_once(kind: str, project: Path, folder: Path) -> Built:
    """Builds the site of a project, or says what was noted when that was done before."""
    note = folder.with_name(f"{folder.name}.json")
    if note.is_file() and folder.is_dir():
        return Built(**json.loads(note.read_text()))
    make = {"ours": _build_ours, "material": _build_material}[kind]
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as apart:  # gives its memory back
        built = apart.submit(make, project, folder).result()
    note.write_text(json.dumps(asdict(built)))
    return built


def measure_index(folder: Path) -> tuple[int, int]:
    """The bytes of the index files of a site, as they lie on the disk and as a host sends them."""
    files = [path for path in folder.rglob("*") if path.is_file() and belongs(folder, path, INDEX)]
    contents = [path.read_bytes() for path in files]
    return sum(map(len, contents)), sum(min(len(gzip.compress(one)), len(one)) for one in contents)


def belongs(folder: Path, path: Path, prefixes: Iterable[str]) -> bool:
    """Whether a file of a site is one of those."""
    return path.relative_to(folder).as_posix().startswith(tuple(prefixes))


class _Clock:
    """Adds up the seconds that some functions take."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def wrap(self, function: Callable[..., Any]) -> Callable[..., Any]:
        """The function, its time taken."""

        def timed(*arguments: Any, **named: Any) -> Any:  # noqa: ANN401 - whatever the function takes
            start = time.perf_counter()
            try:
                return function(*arguments, **named)
            finally:
                self.seconds += time.perf_counter() - start

        return timed


def _build_ours(project: Path, folder: Path) -> Built:
    pages, index, total = _Clock(), _Clock(), _Clock()
    with (
        patch("ontherecord.site.build.build_pages", pages.wrap(build_pages)),
        patch("ontherecord.site.plugin.build_index", index.wrap(build_index)),
    ):
        problems = total.wrap(build_site)(project, folder)
    if problems:
        raise RuntimeError("\n".join(map(str, problems[:20])))
    return Built(str(folder), pages.seconds, index.seconds, total.seconds)


#: What of a transcript's page Material's index is to hold: headings, and the passages themselves.
_WORDS = re.compile(r"<h([1-6])[ >].*?</h\1>|<p [^>]*data-passage=.*?</p>", re.DOTALL)


def _index_words(add: Callable[..., Any]) -> Callable[..., Any]:
    """Material's own step, but for generated pages: each passage once, and no map, badge or citation.

    That is less than a site would have by default, so in Material's favour, and what this search holds.
    """

    def add_words(context: Any, *, page: Page, **named: Any) -> Any:  # noqa: ANN401 - MkDocs's own
        whole = page.content
        if page.meta.get("generated"):
            found = _WORDS.finditer(whole or "") if page.file.src_uri.startswith("transcripts/") else ()
            page.content = "\n".join(match[0] for match in found)
        add(context, page=page, **named)
        page.content = whole
        return context

    return add_words


def _leave(function: Callable[..., Any]) -> Callable[..., Any]:
    return function


def _build_material(project: Path, folder: Path) -> Built:
    """The same pages, in Material's own look, whose header has the search."""
    source = folder.with_name(f"{folder.name}-source")
    if problems := write_source(project, source):
        raise RuntimeError("\n".join(map(str, problems[:20])))
    ours = yaml.load((source / "mkdocs.yml").read_text(encoding="utf-8"), yaml.BaseLoader)
    settings = {
        **{name: ours[name] for name in _KEPT},
        "theme": {"name": "material", "language": "en", "font": False},
        "plugins": ["search"],
    }
    file = source / "mkdocs-material.yml"
    file.write_text(yaml.safe_dump(settings), encoding="utf-8")
    config = load_config(str(file), site_dir=str(folder))
    config.plugins["as they stand"] = _AsTheyStand()
    index, total = _Clock(), _Clock()
    logging.getLogger("mkdocs").setLevel(logging.CRITICAL)
    search = next(plugin for plugin in config.plugins.values() if isinstance(plugin, SearchPlugin))
    for event, change in (("page_context", _index_words), ("post_build", _leave)):
        methods = config.plugins.events[event]
        own = [getattr(one, "__self__", None) is search for one in methods]
        methods[:] = [
            index.wrap(change(one)) if is_own else one for one, is_own in zip(methods, own, strict=True)
        ]
    config.plugins.on_startup(command="build", dirty=False)
    total.wrap(build)(config)
    config.plugins.on_shutdown()
    return Built(str(folder), total.seconds - index.seconds, index.seconds, total.seconds)
