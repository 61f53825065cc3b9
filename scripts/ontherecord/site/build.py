"""Builds the site: data to pages, pages to HTML, records to the search index; all of it or nothing.

The old site stands until all of the new one is made, and is then replaced, or changed where it differs.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ..problems import Problem
from .engine import build_pages, find_inputs
from .exchange import discard, exchange, name_new, name_old, recover
from .folders import Folder, hold, is_free, mark, remove
from .pipeline import Sync, sync_pages
from .search_index import SEARCH
from .standing import Standing
from .unchanged import find_note, write_note


def build_site(
    root: Path, site_dir: Path | None = None, *, site_url: str | None = None, sync: Sync = sync_pages
) -> tuple[Problem, ...]:
    """Writes the site of the project in `root` to `site_dir` (default: site/ there), search index included.

    Returns the problems; if there are any, the site is left as it was, and so it is where nothing has
    changed. `site_url` replaces that of mkdocs.yml.
    """
    root = root.resolve()
    site = (site_dir or root / "site").resolve()
    site.parent.mkdir(parents=True, exist_ok=True)
    with hold(site.parent):  # Of two projects with one target, and of two builds of one, the second waits.
        recover(site)
        if problems := tuple(_check_place(root, site)):
            return problems
        inputs = find_inputs(root, sync, site_url)
        standing = Standing(site, find_note(root, site))
        if inputs and standing.inputs == inputs and standing.is_whole():
            return ()
        try:
            mark(name_new(site), Folder.SITE)
            problems = build_pages(root, name_new(site), sync, site_url, standing)
            if not problems:
                standing.end(name_new(site))
                exchange(site, standing.stamps.keys())
        finally:
            discard(site)
        if not problems:
            are_those = find_inputs(root, sync, site_url) == inputs  # Else it may be of either.
            write_note(root, site, standing.render(inputs if are_those else ""))
    return problems


def _check_place(root: Path, site: Path) -> Iterator[Problem]:
    """A problem for each thing that would be lost and is none of the tool's.

    What a build left that was killed is removed.
    """
    if root.is_relative_to(site) or not (is_free(site, Folder.SITE) or _is_from_before(root, site)):
        yield Problem(str(site), 1, "is something other than a site built before, and would be lost")
    for scratch in (name_new(site), name_old(site)):
        if is_free(scratch, Folder.SITE):
            remove(scratch)
        else:
            yield Problem(str(scratch), 1, "is where a build keeps its own files, and would be lost: move it")


def _is_from_before(root: Path, site: Path) -> bool:
    """Whether it is the project's own site, built before sites had a marker."""
    return site == root / "site" and (site / "index.html").is_file() and (site / SEARCH).is_dir()
