"""The generated files of a project while they are made: the site is begun when its pages are there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from ..exports.search_records import Shelved
from ..problems import Problem
from ..urls import Site
from .pipeline import Paged, Sync, Synced, Told, begin_pages, find_options
from .processes import Apart


class Making:
    """The files of a project at `root` for a site; they are made as `sync` makes them."""

    def __init__(
        self, root: Path, docs: Path, site: Site, sync: Sync, begin: Callable[[Sequence[Shelved]], None]
    ) -> None:
        """Begins, if another process makes them; `begin` is given the search records when they are there."""
        self._begin_search = begin
        self._paged: Paged | None = None
        options = find_options(sync)
        if options is None:
            self._work = Apart(lambda _: sync(root, docs, site), self._hear, here=True)
        else:
            self._work = begin_pages(root, docs, site, self._hear, **options)
        self.problems: tuple[Problem, ...] = ()

    def _hear(self, told: Told) -> None:
        if isinstance(told, Paged):
            self._paged = told
        else:
            self._begin_search(told)

    def wait_for_pages(self) -> Paged:
        """The pages, when they are made, and which files are to come; all, where they are told at one time.

        None if there are problems.
        """
        while self._work.listen():
            if self._paged:
                return self._paged
        return Paged(self.wait().files)

    def wait(self) -> Synced:
        """All files, when all of them are made; none if there are problems."""
        synced = self._work.end()
        self.problems = synced.problems
        if not synced.problems:
            self._begin_search(synced.shelves)
        return synced

    def stop(self) -> None:
        """Ends it before it is done, if it is not."""
        self._work.stop()
