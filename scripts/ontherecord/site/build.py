"""Builds the site: data to docs/, docs/ to HTML, records to the search index; all of it or nothing.

The old site stands until the new one is whole.
"""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path

from ..problems import Problem
from .engine import build_pages
from .pipeline import Synced
from .search_index import SearchIndexError, build_index

#: Makes docs/ agree with the data of the project in a folder: `pipeline.sync_docs`, or a test's own.
Sync = Callable[[Path], Synced]

#: Where the search index is in the site.
SEARCH = "pagefind"


def build_site(
    root: Path, sync: Sync, site_dir: Path | None = None, *, site_url: str | None = None
) -> tuple[Problem, ...]:
    """Writes the site of the project in `root` to `site_dir` (default: site/ there), search index included.

    Returns the problems; if there are any, the site is left as it was. `site_url` replaces that of
    mkdocs.yml.
    """
    root = root.resolve()
    site = (site_dir or root / "site").resolve()
    if misplaced := _check_place(root, site):
        return (misplaced,)
    with _one_at_a_time(root):
        _clear_up(site)
        try:
            problems = _build(root, sync, _new(site), site_url)
            if not problems:
                _swap(site)
        finally:
            shutil.rmtree(_new(site), ignore_errors=True)
    return problems


def _check_place(root: Path, site: Path) -> Problem | None:
    """A problem if to write the site there would remove something else."""
    own = site == root / "site" or (site / SEARCH).is_dir()
    free = not site.exists() or (site.is_dir() and not any(site.iterdir()))
    if (own or free) and not root.is_relative_to(site):
        return None
    return Problem(str(site), 1, "is something other than a site built before, and would be lost")


# --- Old and new ---


def _new(site: Path) -> Path:
    """Where a site is made: beside its place, so that a rename puts it there."""
    return site.with_name(f".{site.name}-new")


def _old(site: Path) -> Path:
    """Where the site that was there goes, for a moment."""
    return site.with_name(f".{site.name}-old")


@contextmanager
def _one_at_a_time(root: Path) -> Iterator[None]:
    """Waits until no other process builds this project; the lock ends with the process, however that ends."""
    folder = os.open(root, os.O_RDONLY)
    try:
        with suppress(OSError):  # Some network file systems have no locks, and one editor needs none.
            fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


def _clear_up(site: Path) -> None:
    """Puts right what a build that was killed has left."""
    _put_back(site)
    for leftover in (_new(site), _old(site)):
        shutil.rmtree(leftover, ignore_errors=True)


def _put_back(site: Path) -> None:
    if not site.exists() and _old(site).exists():
        _old(site).rename(site)


def _swap(site: Path) -> None:
    """Puts the new site in the place of the old one: two renames, and back if the second fails."""
    site.parent.mkdir(parents=True, exist_ok=True)
    try:
        if site.exists():
            site.rename(_old(site))
        _new(site).rename(site)
    except BaseException:
        _put_back(site)
        raise
    shutil.rmtree(_old(site), ignore_errors=True)


# --- Making it ---


def _build(root: Path, sync: Sync, site: Path, site_url: str | None) -> tuple[Problem, ...]:
    """Makes everything in the folder `site`."""
    synced = sync(root)
    if synced.problems:
        return synced.problems
    # Pagefind is a process of its own, so the index costs MkDocs no time.
    with ThreadPoolExecutor(max_workers=1) as beside:
        index = beside.submit(build_index, synced.records)
        problems = build_pages(root, site, site_url)
        try:
            files = index.result()
        except SearchIndexError as error:
            return (*problems, Problem(f"site/{SEARCH}", 1, str(error)))
    if not problems:
        for path, content in files.items():
            (site / SEARCH / path).parent.mkdir(parents=True, exist_ok=True)
            (site / SEARCH / path).write_bytes(content)
    return problems
