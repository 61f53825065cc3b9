"""What a feed and its entries say, whatever the format."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from ... import urls

#: Most entries of each kind in a feed, so that it stays small however many transcripts there are.
LIMIT = 30


@dataclass(frozen=True)
class Entry:
    """An entry: what happened on a day, as HTML in which addresses are as the feed's own file needs them.

    `name` is what tells it from all others of the feed, for good; `address` is where it leads; `language`
    that of the title, where it is the source's. `published` is the day that it tells of, `updated` that on
    which what it holds last changed.
    """

    name: str
    address: str
    title: str
    published: date
    updated: date
    tags: tuple[str, ...]
    html: str
    language: str | None = None


@dataclass(frozen=True)
class Feed:
    """The feed of the page at an address; its entries are the newest first.

    `as_of` is the day on which the archive last changed: that of a feed without an entry.
    """

    site: urls.Site
    page: str
    title: str
    about: str
    entries: tuple[Entry, ...]
    as_of: date

    @property
    def updated(self) -> date:
        """The day on which anything in it last changed."""
        return max((entry.updated for entry in self.entries), default=self.as_of)

    @property
    def id(self) -> str:
        """Its name for good, in either format."""
        return urls.urn(self.site.name, urls.feed(self.page, "xml"))

    def name(self, entry: Entry) -> str:
        """An entry's name for good, in either format."""
        return urls.urn(self.site.name, urls.on_page(self.page, entry.name))

    def link(self, address: str) -> str:
        """An address in full; where the site's own is not known, relative to the feed."""
        return link_from(self.site, self.page, address)


def link_from(site: urls.Site, page: str, address: str) -> str:
    """As `Feed.link`, of the feed of a page."""
    return site.absolute(address) if site.address else urls.relative(page, address)


def choose_newest(entries: Iterable[Entry], corrections: Iterable[Entry]) -> tuple[Entry, ...]:
    """The newest of each kind, so that many corrections of a day push no transcript out."""
    kinds = (sorted(kind, key=_day_of, reverse=True)[:LIMIT] for kind in (entries, corrections))
    return tuple(sorted((entry for kind in kinds for entry in kind), key=_day_of, reverse=True))


def _day_of(entry: Entry) -> date:
    return entry.published


def show_time(day: date) -> str:
    """A day as feeds must write it, with a time: the data know only the day, so that it is its beginning."""
    return f"{day.isoformat()}T00:00:00Z"
