"""Pages of what is listed by event: the passages on a name or a topic, the charts, the questions.

The first page holds the newest events. Where they do not all fit, every event stands on a page of its year
besides. The pages of a year are filled from its oldest event on, so that what stands on one stays there when
newer events are added.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Generic, TypeVar

from .. import urls
from .model import Transcript


@dataclass(frozen=True, slots=True)
class Event:
    """What one transcript has of something."""

    transcript: Transcript


E = TypeVar("E", bound=Event)


@dataclass(frozen=True)
class Page(Generic[E]):
    """One page of events, newest first; `name` is empty for the first page, else 2016, 2016-2, …."""

    address: str
    name: str
    events: tuple[E, ...]

    @property
    def year(self) -> int:
        """The year of its newest event."""
        return self.events[0].transcript.record.date.year


@dataclass(frozen=True)
class Year(Generic[E]):
    """The pages of a year, newest first; `address` is that of its first, which holds its oldest events."""

    name: str
    address: str
    pages: tuple[Page[E], ...]

    @property
    def count(self) -> int:
        """How many events it has."""
        return sum(len(page.events) for page in self.pages)


@dataclass(frozen=True)
class Beside(Generic[E]):
    """What a page lists of the others: all years, and the pages of its own where there are several.

    The first page says how many events each year has. That of a year does not, so that later years leave it
    as it is.
    """

    first: Page[E]
    shown: Page[E]
    years: tuple[Year[E], ...]
    parts: tuple[Page[E], ...]

    @property
    def told(self) -> str:
        """All that is said of the other pages, to tell whether it changed."""
        if not self.shown.name:
            return repr([(year.name, year.count) for year in self.years])
        ends = [(page.events[0].transcript, page.events[-1].transcript) for page in self.parts]
        days = [(newest.record.date, oldest.record.date) for newest, oldest in ends]
        sizes = [len(page.events) for page in self.parts]
        return repr(([year.name for year in self.years], sizes, days))


def list_beside(pages: Sequence[Page[E]]) -> Iterator[tuple[Page[E], Beside[E] | None]]:
    """Each page with what it lists of the others, None where it is the only one."""
    if len(pages) == 1:
        yield pages[0], None
        return
    by_year = [tuple(group) for _, group in groupby(pages[1:], key=lambda page: page.year)]
    years = tuple(Year(own[-1].name, own[-1].address, own) for own in by_year)
    yield pages[0], Beside(pages[0], pages[0], years, ())
    for own in by_year:
        for page in own:
            yield page, Beside(pages[0], page, years, own if len(own) > 1 else ())


def build_pages(
    events: Sequence[E],
    size: Callable[[E], int],
    limit: int,
    address: Callable[[str], str],
    *,
    always: bool = False,
) -> tuple[Page[E], ...]:
    """The page of the newest events and, if there are more or `always`, those of the years, newest first.

    `events` are newest first. A page has events of at most `limit` together, but one at least; `address`
    takes its name.
    """
    newest = next(_fill(events, size, limit), ())
    first = Page(address(""), "", newest)
    if len(newest) == len(events) and not always:
        return (first,)
    pages = []
    for year, of_year in groupby(reversed(events), key=lambda event: event.transcript.record.date.year):
        for number, batch in enumerate(_fill(of_year, size, limit), 1):
            name = str(year) if number == 1 else f"{year}-{number}"
            pages.append(Page(address(name), name, batch[::-1]))
    return (first, *reversed(pages))


def _fill(events: Iterable[E], size: Callable[[E], int], limit: int) -> Iterator[tuple[E, ...]]:
    batch: list[E] = []
    held = 0
    for event in events:
        own = size(event)
        if batch and held + own > limit:
            yield tuple(batch)
            batch, held = [], 0
        batch.append(event)
        held += own
    if batch:
        yield tuple(batch)


def locate_events(pages: Iterable[Page[E]]) -> Mapping[str, str]:
    """Where the event of each transcript stands, by its slug: on the page of its year where there is one."""
    slugs = [(page.address, event.transcript.slug) for page in pages for event in page.events]
    return {slug: urls.on_page(address, slug) for address, slug in slugs}
