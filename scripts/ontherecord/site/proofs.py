"""Pages made when they are asked for: what an editor sees of an edit before the site is built anew.

A proof is the page that a build would write: of the same archive, by the same templates, in the same frame.
Where that can not be told for certain, as with a project's own templates, there are no proofs.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock

from jinja2 import Environment
from mkdocs.commands.build import get_context
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation

from .. import urls
from ..archive.build import check_archive
from ..archive.model import Archive
from ..catalogue import speaking
from ..pages.render import draft_page, draft_pages
from ..problems import Problem
from ..store import digest
from ..tokens import THEME
from ..urls import Site
from .engine import attempt, load_settings
from .generated import GeneratedPage
from .pipeline import Sync, find_options
from .plugin import NAME, OnTheRecord, describe_file, read_site
from .unchanged import digest_look, knowing_for

#: Pages whose scripts read files that are there only when the site is built.
_LOADING = (urls.SEARCH, urls.CHECK)


@dataclass(frozen=True)
class Frame:
    """What the theme puts around the pages of a project, made ready; `look` is the digest of all of it."""

    look: str
    config: MkDocsConfig
    templates: Environment

    def fill(self, address: str, source: bytes) -> bytes:
        """The page at an address, from what is generated of it."""
        file = describe_file(self.config, urls.page_file(address), digest(source))
        page = GeneratedPage(None, file, self.config)
        page.text = source.decode()
        page.read_source(self.config)
        context = get_context(Navigation([], []), Files([]), self.config, page)
        template = self.templates.get_template(page.meta.get("template", "main.html"))
        return template.render(context).encode(errors="xmlcharrefreplace")


@dataclass(frozen=True)
class Proofs:
    """The pages of an archive, each made when it is first asked for."""

    archive: Archive
    site: Site
    pdf: bool
    frame: Frame
    root: Path
    _made: dict[str, bytes | None] = field(default_factory=dict)
    _turn: Lock = field(default_factory=Lock)

    def find(self, address: str) -> bytes | None:
        """The page at an address; None where none is generated, or it needs files of a site that is built."""
        if address in _LOADING:
            return None
        with self._turn:
            if address not in self._made:
                self._made[address] = self._make(address)
            return self._made[address]

    def _make(self, address: str) -> bytes | None:
        with knowing_for(self.root), speaking(self.site.language):
            page = draft_page(self.archive, self.site, address, self.pdf)
            return self.frame.fill(address, page.make()) if page else None

    def warm(self) -> None:
        """Works out what most pages need, so that the first that is asked for comes as quickly as others."""
        with knowing_for(self.root), speaking(self.site.language):
            for _ in draft_pages(self.archive, self.site, self.pdf):
                pass


def load_frame(root: Path, before: Frame | None = None) -> Frame | None:
    """The frame of a project's pages, that of `before` where nothing has changed; None where none is sure."""
    if before and before.look == digest_look(root, before.config, NAME):
        return before
    config, problems = attempt(root, lambda: load_settings(root, site_url=""))
    plugin = config.plugins.get(NAME) if config and not problems else None
    if not config or not isinstance(plugin, OnTheRecord) or config.theme.custom_dir:
        return None
    look = digest_look(root, config, NAME)
    plugin.on_config(config)
    is_ours = str(THEME) in config.theme.dirs
    return Frame(look, config, config.theme.get_env()) if look and is_ours else None


def prove(root: Path, sync: Sync, frame: Frame) -> tuple[Proofs | None, tuple[Problem, ...]]:
    """The proofs of the project at `root` as its data are now, or its problems; neither where none can be."""
    options = find_options(sync)
    if options is None:
        return None, ()
    site = read_site(frame.config)
    with knowing_for(root), speaking(site.language):
        checked = check_archive(root, options.get("drafts", False))
    if checked.archive is None or checked.problems:
        return None, checked.problems
    return Proofs(checked.archive, site, options.get("pdf", True), frame, root), ()
