"""The package as a plugin of MkDocs: `plugins: [ontherecord]` is all that a project's mkdocs.yml needs."""

from __future__ import annotations

import errno
import logging
import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from contextvars import copy_context
from functools import partial
from pathlib import Path

from jinja2 import Environment
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.files import File, Files, InclusionLevel, get_files
from mkdocs.structure.nav import Navigation
from mkdocs.utils.meta import YAML_RE

from ..compiled import Compiled
from ..data.nodes import find_depth
from ..exports.search_records import Shelved
from ..files import link_file, require_file
from ..problems import Problem
from ..store import digest, is_holding
from ..tokens import THEME
from ..urls import Site, is_given_markdown, is_page
from .exchange import forget
from .folders import Folder, hold, mark
from .generated import GeneratedFile, GeneratedFiles, GeneratedPage, find_standing
from .index_service import SearchIndexError
from .look import make_look
from .making import Making
from .offline import LOST, MANIFEST, WORKER, render_manifest, write_offline
from .pipeline import Paged, Sync, Synced, find_pages, list_unset, sync_pages
from .processes import give_back
from .search_index import SEARCH, IndexFile, build_index
from .standing import Standing
from .unchanged import digest_look, keeping_for
from .unsaid import find_unsaid
from .words import build_words

#: The plugin's name in mkdocs.yml.
NAME = "ontherecord"

_log = logging.getLogger(f"mkdocs.plugins.{NAME}")


class Settings(Config):  # type: ignore[no-untyped-call]
    """The plugin has no settings: what there is to say of a site stands in its data and in mkdocs.yml."""


class OnTheRecord(BasePlugin[Settings]):  # type: ignore[no-untyped-call]
    """Checks the data, adds the generated files and the look, and puts the search index into the site.

    MkDocs makes a new plugin for each build.
    """

    def __init__(self) -> None:
        self.sync: Sync = sync_pages
        #: What stands of the site of the build before; None for MkDocs on its own, whose command line can set
        #: another theme or other addresses than mkdocs.yml.
        self.standing: Standing | None = None
        self._look = ""
        self.problems: tuple[Problem, ...] = ()
        self._held = ExitStack()
        #: The generated files that MkDocs puts into the site; what is made later is put there at last.
        self._files: tuple[GeneratedFile, ...] = ()
        self._index: Future[Mapping[str, IndexFile]] = Future()
        #: The records that are indexed.
        self._shelves: Sequence[Shelved] | None = None

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Puts the look below what the project has of its own, and has broken anchors told."""
        if config.theme.name == "material":
            config.theme.dirs.insert(1 if config.theme.custom_dir else 0, str(THEME))
            if not _is_live(config):
                config.theme["worker"], config.theme["manifest"] = WORKER, MANIFEST
                config.theme.static_templates.add(LOST)
        config.extra["words"] = dict(build_words(read_site(config)))
        for line in find_unsaid(config):
            _log.info(line)
        links = config.validation.links
        links.anchors = max(links.anchors, logging.WARNING)  # MkDocs's default is to say nothing of them.
        return config

    def on_pre_build(self, *, config: MkDocsConfig) -> None:
        """Makes the generated files; a mistake in the data ends the build before the site is touched.

        Where nobody else has a say in the site, it goes on when the pages are there.
        """
        self._held.enter_context(hold(Path(config.config_file_path)))
        self._held.enter_context(_without_date())
        root = Path(config.config_file_path).parent
        self._held.enter_context(keeping_for(root))
        # In a thread: Pagefind is a process of its own, and so, where it can be, is who makes the files.
        self._beside = self._held.enter_context(ThreadPoolExecutor(max_workers=1))
        self._context = copy_context()  # What it keeps is found again here, in whatever language it is begun.
        self._stop(_find_unfit(config))
        self._making = Making(*find_place(config), self.sync, self._begin_index)
        self._held.callback(self._making.stop)
        is_ours = bool(self._find_look(config))
        paged = self._making.wait_for_pages() if is_ours else Paged(self._making.wait().files)
        self._stop(self._making.problems)
        self._stop(_find_faults(config, (*paged.files, *sorted(paged.coming))))
        self._paged = paged
        self._files = tuple(describe_file(config, name, made) for name, made in paged.files.items())

    def _begin_index(self, shelves: Sequence[Shelved]) -> None:
        """Makes the search index of these records, beside all else."""
        if self._shelves != shelves:
            self._shelves = shelves
            self._index = self._beside.submit(self._context.run, _index, shelves)

    def on_files(self, files: Files, *, config: MkDocsConfig, **_: object) -> Files:
        """Adds the generated files to those of the project."""
        generated = {*self._paged.coming, *(file.src_uri for file in self._files)}
        for file in [file for file in files if file.src_uri in generated]:  # It is the theme's.
            files.remove(file)
        for file in self._files:
            files.append(file)
        files = GeneratedFiles(files, partial(self._find_coming, config))
        made: dict[str, str] = {}
        if str(THEME) in config.theme.dirs:
            leave_out_unused(files, config)
            themes = [Path(folder) for folder in config.theme.dirs]
            made |= make_look(themes, read_site(config).language)
        if "worker" in config.theme:
            made[MANIFEST] = render_manifest(config.site_name, config.site_description or "")
        for path, content in made.items():
            if shipped := files.get_file_from_path(path):
                files.remove(shipped)
            files.append(File.generated(config, path, content=content, inclusion=InclusionLevel.NOT_IN_NAV))
        return files

    def _find_coming(self, config: MkDocsConfig, path: str) -> File | None:
        """A generated file that is yet to be made, for what links to it."""
        return describe_file(config, path) if path in self._paged.coming else None

    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, **_: object) -> Navigation:
        """Reads the generated pages as such, and finds out what stands in the site before.

        What is in the navigation is made each time: all pages have its titles.
        """
        for file in self._files:
            if file.page:
                file.page.__class__ = GeneratedPage  # The navigation has it already, with its title.
        look = self._find_look(config)
        if self.standing and look:
            titles = [page.read_title() for page in nav.pages if isinstance(page, GeneratedPage)]
            self._look = digest(look, *titles)
            led_to = {page.file.dest_uri for page in nav.pages}
            others = (file for file in self._files if file.dest_uri not in led_to)
            find_standing(others, self.standing, self._look)
        return nav

    def _find_look(self, config: MkDocsConfig) -> str:
        """The digest of what pages are made from besides the data; empty where others have a say in that."""
        is_ours = bool(self.standing) and str(THEME) in config.theme.dirs
        return digest_look(Path(config.config_file_path).parent, config, NAME) if is_ours else ""

    def on_env(self, env: Environment, **_: object) -> Environment:
        """Has the frame of the pages compiled once, where nothing that is not known has a say in that."""
        if self._look:
            env.bytecode_cache = env.bytecode_cache or Compiled("site frame")
        return env

    @event_priority(-100)
    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Puts all other files into the site, and last of all what browsers keep of it, and the marker."""
        root, site = Path(config.config_file_path).parent, Path(config.site_dir)
        standing = self.standing if self._look else None
        try:
            place_index(site, self._index.result(), standing)
        except SearchIndexError as error:
            self._stop([Problem(f"site/{SEARCH}", 1, str(error))])
        self._place_others(config, standing)
        for line in list_unset(root):
            _log.info(line)
        if "worker" in config.theme:
            write_offline(site, standing)
        mark(site, Folder.SITE)
        if not self.standing:
            forget(site)
        self._held.close()

    def _place_others(self, config: MkDocsConfig, standing: Standing | None) -> None:
        """Puts the generated files into the site that were made after the pages, each that does not stand."""
        files = self._making.wait().files
        self._stop(self._making.problems)
        if any(files.get(path) != made for path, made in self._paged.files.items()):
            raise OSError(errno.EBUSY, "The data were changed while the site was built; run it again")
        others = {path: made for path, made in files.items() if path not in self._paged.files}
        root, site, by_hand = Path(config.config_file_path).parent, config.site_dir, get_files(config)
        self._stop(_find_clashes(root, others.keys() - self._paged.coming, by_hand))
        pages = find_pages(root)
        for path, made in others.items():
            # What MkDocs itself has put there, it puts there each time.
            if not os.path.lexists(f"{site}/{path}") and not (standing and standing.has(path, made)):
                link_file(f"{pages}/{path}", f"{site}/{path}")

    def on_build_error(self, *, error: Exception, **_: object) -> None:
        """Lets go of the project."""
        with suppress(type(error)):
            self._held.__exit__(type(error), error, error.__traceback__)

    def interrupt(self) -> None:
        """Lets go of it where a build was interrupted; what is done beside is waited for.

        With a handler of MkDocs's own for that, one plugin would serve for many builds.
        """
        self._held.__exit__(KeyboardInterrupt, KeyboardInterrupt(), None)

    def on_serve(self, server: LiveReloadServer, *, config: MkDocsConfig, **_: object) -> LiveReloadServer:
        """Has `mkdocs serve` follow the data too."""
        server.watch(str(Path(config.config_file_path).parent / "data"))
        return server

    def _stop(self, problems: Iterable[Problem]) -> None:
        """Ends the build if there are problems, each of them told."""
        self.problems = tuple(problems)
        for problem in self.problems:
            _log.error(str(problem))
        if self.problems:
            raise PluginError(f"{len(self.problems)} problem{'s' if len(self.problems) > 1 else ''}.")


def _index(shelves: Sequence[Shelved]) -> Mapping[str, IndexFile]:
    index = build_index(shelves)
    if not is_holding():
        give_back()
    return index


def place_index(site: Path, index: Mapping[str, IndexFile], standing: Standing | None) -> None:
    """Writes the files of the search index into a site, those that do not stand."""
    for name, made in index.items():
        path = f"{SEARCH}/{name}"
        if not (standing and standing.has(path, made.digest)):
            file = Path(f"{site}/{path}")
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(made.read())


def _is_live(config: MkDocsConfig) -> bool:
    """Whether `mkdocs serve` makes the site: its address is then the one that MkDocs listens at."""
    host, port = config.dev_addr
    return (config.site_url or "").startswith(f"http://{host}:{port}/")


def read_site(config: MkDocsConfig) -> Site:
    """What mkdocs.yml says of the site; its language is the theme's."""
    language = str(config.theme.get("language") or "en")
    licence = str(config.extra.get("licence") or "")
    return Site(config.site_name, config.site_url or "", language, licence)


def find_place(config: MkDocsConfig) -> tuple[Path, Path, Site]:
    """The folder of a project, that of its hand-written pages, and its site."""
    return Path(config.config_file_path).parent, Path(config.docs_dir), read_site(config)


def make_files(config: MkDocsConfig, sync: Sync) -> Synced:
    """The generated files as they were made; if there are problems, there are none."""
    faults = tuple(_find_unfit(config))
    synced = Synced(faults) if faults else sync(*find_place(config))
    faults = tuple(_find_faults(config, synced.files))
    return Synced(faults) if faults and not synced.problems else synced


def describe_file(config: MkDocsConfig, name: str, digest: str = "") -> GeneratedFile:
    """A generated file as `File.generated` has it, which can be called only where MkDocs calls a plugin.

    Markdown to take away has a name here that MkDocs takes for no page.
    """
    given = is_given_markdown(name)
    file = GeneratedFile(
        f"{name}.file" if given else name,
        src_dir=None,
        dest_dir=config.site_dir,
        use_directory_urls=config.use_directory_urls,
        dest_uri=name if given else None,
        inclusion=InclusionLevel.NOT_IN_NAV,
    )
    path = find_pages(Path(config.config_file_path).parent) / name
    file.generated_by, file.abs_src_path, file.digest = NAME, str(path), digest
    return file


#: An address as pages hold it, and what ends an attribute or begins a tag where a theme escapes nothing.
_ADDRESS = re.compile(r"https?://[^\s<>\"'&?#@\\^`{|}/]+(/[^\s<>\"'&?#\\^`{|}]*)?", re.IGNORECASE)
_MARKUP = re.compile(r'[<>"]')


def _find_unfit(config: MkDocsConfig) -> Iterator[Problem]:
    """What mkdocs.yml gives for pages to print and would break them."""
    path = Path(config.config_file_path)
    lines = path.read_text("utf-8", "replace").splitlines()

    def place(key: str, message: str) -> Problem:
        line = next((number for number, line in enumerate(lines, 1) if line.startswith(f"{key}:")), 1)
        return Problem(path.name, line, message)

    if config.site_url and not _ADDRESS.fullmatch(config.site_url):
        message = (
            f"site_url (or SITE_URL) is '{config.site_url}': write an address as https://example.org/path/"
        )
        yield place("site_url", message)
    for key in ("site_name", "site_description", "site_author"):
        if found := _MARKUP.search(config.get(key) or ""):
            yield place(key, f'{key} holds a {found[0]}: write it in plain words, without < > and "')


def _find_faults(config: MkDocsConfig, generated: Iterable[str]) -> Iterator[Problem]:
    """What is wrong with the hand-written files of a project beside these generated ones."""
    root, by_hand = Path(config.config_file_path).parent, get_files(config)
    yield from _find_unreadable(root, by_hand)
    yield from _find_clashes(root, generated, by_hand)


def _find_unreadable(root: Path, by_hand: Iterable[File]) -> Iterator[Problem]:
    """A file by hand that would end or hold up MkDocs: a pipe, or front matter that nests without end."""
    for file in by_hand:
        path = Path(str(file.abs_src_path))
        shown = os.path.relpath(path, root).replace(os.sep, "/")
        try:
            require_file(path)
            text = path.read_text("utf-8-sig", "replace") if file.is_documentation_page() else ""
        except OSError as error:
            yield Problem(shown, 1, f"the file can not be read: {error.strerror}")
            continue
        front = YAML_RE.match(text)
        if front and (line := find_depth(front[1])):
            yield Problem(shown, line + 1, "the front matter is nested too deeply")


def _find_clashes(root: Path, generated: Iterable[str], by_hand: Iterable[File]) -> Iterator[Problem]:
    """A file by hand at an address that a generated one has: of two only one can stand there."""
    own = {file.dest_uri: str(file.abs_src_path) for file in by_hand}
    for name in generated:
        place = f"{name.removesuffix('.md')}.html" if is_page(name) else name
        if place in own:
            path = os.path.relpath(own[place], root).replace(os.sep, "/")
            message = (
                f"stands where a generated file goes ('{place}' of the site): move it elsewhere,"
                " e.g. to docs/pages/, or delete it if an earlier version of this tool wrote it"
            )
            yield Problem(path, 1, message)


def leave_out_unused(files: Files, config: MkDocsConfig) -> None:
    """Removes the styles and scripts of Material's, unless a project's own frame of pages may need them."""
    own = {str(THEME), config.theme.custom_dir}
    if config.theme.custom_dir and Path(config.theme.custom_dir, "base.html").exists():
        return
    for file in list(files):
        is_theirs = file.src_dir in config.theme.dirs and file.src_dir not in own
        if is_theirs and file.src_uri.startswith(("assets/javascripts/", "assets/stylesheets/")):
            files.remove(file)


@contextmanager
def _without_date() -> Iterator[None]:
    """Keeps the time of the build out of the site (https://reproducible-builds.org/specs/source-date-epoch/)."""
    name = "SOURCE_DATE_EPOCH"
    if name in os.environ:
        yield
        return
    os.environ[name] = "0"
    try:
        yield
    finally:
        del os.environ[name]
