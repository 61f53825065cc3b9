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


@dataclass(frozen=True)
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
    def listed(self) -> tuple[object, ...]:
        """What the other pages say of it: its name, how many events it has, and from when to when."""
        days = [event.transcript.record.date for event in self.events]
        return self.address, self.name, len(days), days[:1], days[-1:]


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
