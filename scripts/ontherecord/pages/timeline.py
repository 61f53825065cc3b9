"""The timeline: the dates that passages refer to, oldest first, on pages that keep their addresses.

An archive with few of them has one page. With more, each year has its own, and a year with more than one page
can hold has one for each of its months; the page above then counts and links. What a page's parts are called
(y2016, m2016-07, d2016-07-14) follows from the date alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, partial
from itertools import groupby

from .. import urls
from ..archive.datings import find_all
from ..archive.model import Archive, Transcript
from ..archive.phrases import show_date
from ..catalogue import name_month, say
from ..data.edtf import Precision, When
from ..subjects.datings import Dating
from ..subjects.passages import Passage
from ..text.excerpt import Piece, cut_excerpt

#: Most entries on one page, save where a single month has more.
PAGE_LIMIT = 120
#: How many characters an excerpt shows on each side of a date at most.
_AROUND = 50


@dataclass(frozen=True, slots=True)
class DatedPassage:
    """A passage that refers to a date, once or more often."""

    transcript: Transcript
    passage: Passage
    when: When
    datings: tuple[Dating, ...]

    @property
    def excerpt(self) -> tuple[Piece, ...]:
        """The words that mean the date, marked, with those around them."""
        spans = [(item.start, item.end) for item in self.datings]
        return tuple(cut_excerpt(self.passage.text, spans, _AROUND))

    @property
    def entities(self) -> tuple[str, ...]:
        """Ids of the events and documents whose date it is."""
        return tuple(dict.fromkeys(item.entity for item in self.datings if item.entity))

    @property
    def reasons(self) -> tuple[str, ...]:
        """The editor's reasons."""
        return tuple(dict.fromkeys(item.reason for item in self.datings if item.reason))

    @property
    def is_own_day(self) -> bool:
        """Whether it is the day of the event itself: what a speaker calls today."""
        day = self.transcript.record.date
        return (self.when.first, self.when.last) == (day, day)


@dataclass(frozen=True, slots=True)
class DateGroup:
    """A date and the passages that refer to it, those of the newest transcript first."""

    when: When
    entries: tuple[DatedPassage, ...]

    @property
    def told(self) -> tuple[DatedPassage, ...]:
        """Those that say more than today: their words are shown."""
        return tuple(item for item in self.entries if not item.is_own_day or item.entities or item.reasons)

    @property
    def own_day(self) -> tuple[tuple[Transcript, list[Passage]], ...]:
        """Each transcript of that day with its other passages that speak of the day."""
        told = {id(item) for item in self.told}
        rest = [item for item in self.entries if id(item) not in told]
        groups = groupby(rest, key=lambda item: item.transcript)
        return tuple((transcript, [item.passage for item in items]) for transcript, items in groups)

    @property
    def id(self) -> str:
        """The group's id on its page."""
        return date_id(self.when)

    @property
    def count(self) -> int:
        """How many entries it has."""
        return len(self.entries)


def date_id(when: When) -> str:
    """The id of a date on a page: d2016-07-14, d2014--2016, d2016-01--on."""
    return "d" + when.edtf.replace("..", "on").replace("/", "--")


@dataclass(frozen=True)
class Stretch:
    """The dates of one month, or, without a month, those that a year has as a whole, or longer spans."""

    year: int
    month: int | None
    groups: tuple[DateGroup, ...]

    @property
    def id(self) -> str:
        """The id of a month on its page: m2016-07."""
        return f"m{self.year:04}-{self.month or 0:02}"

    @property
    def count(self) -> int:
        """How many entries it has."""
        return sum(len(group.entries) for group in self.groups)


@dataclass(frozen=True)
class Year:
    """The dates of one year; what begins in it belongs to it."""

    number: int
    stretches: tuple[Stretch, ...]

    @property
    def id(self) -> str:
        """The id of the year on its page: y2016."""
        return f"y{self.number:04}"

    @property
    def groups(self) -> tuple[DateGroup, ...]:
        """Every date of the year."""
        return tuple(group for stretch in self.stretches for group in stretch.groups)

    @property
    def count(self) -> int:
        """How many entries it has."""
        return sum(stretch.count for stretch in self.stretches)


@dataclass(frozen=True)
class TimelinePage:
    """A page of the timeline.

    `shown` are the years whose dates stand on it, whole or in part; `counted` those that it counts and links;
    `drawn` are the years of its drawing. `above` are the pages that lead to it, as (address, name).
    """

    address: str
    name: str
    above: tuple[tuple[str, str], ...]
    shown: tuple[Year, ...]
    counted: tuple[Year, ...]
    drawn: tuple[Year, ...]
    transcript: Transcript | None = None

    @property
    def count(self) -> int:
        """How many entries it shows or counts."""
        return sum(year.count for year in self.counted or self.shown)

    @property
    def entries(self) -> Iterator[DatedPassage]:
        """Every entry that it shows."""
        return (entry for year in self.shown for group in year.groups for entry in group.entries)

    @property
    def items(self) -> Iterator[Year | Stretch | DateGroup]:
        """Every year, month and date that it shows, counts or draws."""
        for year in (*self.shown, *self.counted, *self.drawn):
            yield year
            yield from year.stretches
            yield from year.groups


@dataclass(frozen=True)
class Timeline:
    """The timeline of an archive, and the address of what stands on its pages."""

    archive: Archive

    @cached_property
    def pages(self) -> tuple[TimelinePage, ...]:
        """The pages of all dates."""
        return tuple(_build_pages(self.years))

    @property
    def events(self) -> tuple[Transcript, ...]:
        """The transcripts whose dates have a page of their own, where there is more than one transcript."""
        dated = self.archive.each(find_entries)
        return tuple(one for one in self.archive.transcripts if self._has_own and dated[one.slug])

    @cached_property
    def years(self) -> tuple[Year, ...]:
        """Every date, with one transcript an event."""
        each = self.archive.each(find_entries)
        return _group_years([entry for one in self.archive.once.transcripts for entry in each[one.slug]])

    def find(self, page: TimelinePage, item: Year | Stretch | DateGroup) -> str:
        """Where a year, a month or a date stands, for a link on a page; a transcript's own page has all."""
        if page.transcript:
            return urls.on_page(page.address, item.id)
        if isinstance(item, Year):
            return urls.timeline(item.number) if self._is_split else urls.on_page(urls.TIMELINE, item.id)
        if isinstance(item, Stretch):
            return self._find_stretch(item)
        day = item.when.first
        month = None if item.when.precision is Precision.YEAR else day.month
        return urls.on_page(self._page_of(day.year, month), item.id)

    def find_transcript(self, slug: str) -> str | None:
        """Where the dates stand that a transcript refers to; None if it refers to none."""
        if not self.archive.each(find_entries)[slug]:
            return None
        return urls.dates(slug) if self._has_own else urls.TIMELINE

    def find_dates(self, passage: Passage) -> Iterator[tuple[When, str]]:
        """The dates that are spoken in a passage, the event's own day left out, and where each stands."""
        page = self.find_transcript(passage.transcript)
        entries = self.archive.each(_group_entries)[passage.transcript]
        for entry in entries.get(passage.anchor, ()):
            spoken = any(dating.spoken for dating in entry.datings)
            if page and spoken and not entry.is_own_day:
                yield entry.when, urls.on_page(page, date_id(entry.when))

    def _find_stretch(self, stretch: Stretch) -> str:
        page = self._page_of(stretch.year, stretch.month)
        has_its_own = stretch.month and page == urls.timeline(stretch.year, stretch.month)
        return page if has_its_own else urls.on_page(page, stretch.id)

    def _page_of(self, year: int, month: int | None) -> str:
        if not self._is_split:
            return urls.TIMELINE
        return urls.timeline(year, month if year in self._full else None)

    @cached_property
    def _full(self) -> frozenset[int]:
        """The years whose months have pages of their own."""
        return frozenset(year.number for year in self.years if year.count > PAGE_LIMIT)

    @cached_property
    def _is_split(self) -> bool:
        return sum(year.count for year in self.years) > PAGE_LIMIT

    @property
    def _has_own(self) -> bool:
        """Whether the dates of each transcript have a page."""
        return len(self.archive.transcripts) > 1


def build_timeline(archive: Archive) -> Timeline:
    """The timeline of an archive."""
    return archive.derive(Timeline)


def _group_entries(archive: Archive, transcript: Transcript) -> Mapping[str, Sequence[DatedPassage]]:
    """The dates of each passage that refers to any, by its anchor."""
    found: dict[str, list[DatedPassage]] = {}
    for entry in archive.each(find_entries)[transcript.slug]:
        found.setdefault(entry.passage.anchor, []).append(entry)
    return found


def find_entries(archive: Archive, transcript: Transcript) -> Sequence[DatedPassage]:
    """Each date that each passage of a transcript refers to, in reading order."""
    found = []
    datings = find_all(archive)[transcript.slug]
    for passage in transcript.passages if datings else ():
        by_date: dict[When, list[Dating]] = {}
        for dating in datings.get(passage.anchor, ()):
            by_date.setdefault(dating.when, []).append(dating)
        found += [DatedPassage(transcript, passage, when, tuple(items)) for when, items in by_date.items()]
    return found


def _build_pages(years: tuple[Year, ...]) -> Iterator[TimelinePage]:
    if sum(year.count for year in years) <= PAGE_LIMIT:
        yield TimelinePage(urls.TIMELINE, "", (), years, (), years)
        return
    yield TimelinePage(urls.TIMELINE, "", (), (), years, years)
    above = ((urls.TIMELINE, say("Timeline")),)
    for year in years:
        address, name = urls.timeline(year.number), str(year.number)
        if year.count <= PAGE_LIMIT:
            yield TimelinePage(address, name, above, (year,), (), (year,))
            continue
        whole = tuple(stretch for stretch in year.stretches if stretch.month is None)
        yield TimelinePage(
            address, name, above, (Year(year.number, whole),) if whole else (), (year,), (year,)
        )
        for stretch in year.stretches:
            if stretch.month:
                part = Year(year.number, (stretch,))
                names = ((urls.TIMELINE, say("Timeline")), (address, name))
                month = show_month(year.number, stretch.month)
                yield TimelinePage(urls.timeline(year.number, stretch.month), month, names, (part,), (), ())


def build_own_page(archive: Archive, transcript: Transcript) -> TimelinePage:
    """The page of the dates of one transcript."""
    years = _group_years(archive.each(find_entries)[transcript.slug])
    above = ((urls.TIMELINE, say("Timeline")),)
    name = f"{transcript.record.short_title}, {show_date(transcript.record.date)}"
    return TimelinePage(urls.dates(transcript.slug), name, above, years, (), years, transcript)


_WIDTH = {Precision.YEAR: 0, Precision.MONTH: 1, Precision.WEEK: 2, Precision.DAY: 3}


def _key(when: When) -> tuple[date, int, bool, date]:
    """Oldest first; what is said with less precision, and what goes on, before what it holds."""
    return when.first, _WIDTH[when.precision], when.last is not None, when.last or when.first


def _group_years(entries: Sequence[DatedPassage]) -> tuple[Year, ...]:
    """The entries by year, month and date; the order of those of one date is kept."""
    groups: dict[When, list[DatedPassage]] = {}
    for entry in entries:
        groups.setdefault(entry.when, []).append(entry)
    ordered = [DateGroup(when, tuple(groups[when])) for when in sorted(groups, key=_key)]
    return tuple(
        Year(number, tuple(_group_months(number, list(items))))
        for number, items in groupby(ordered, lambda group: group.when.first.year)
    )


def _group_months(year: int, groups: Sequence[DateGroup]) -> Iterator[Stretch]:
    whole = tuple(group for group in groups if group.when.precision is Precision.YEAR)
    if whole:
        yield Stretch(year, None, whole)
    rest = [group for group in groups if group.when.precision is not Precision.YEAR]
    for month, items in groupby(rest, lambda group: group.when.first.month):
        yield Stretch(year, month, tuple(items))


# --- In words ---


def show_month(year: int, month: int) -> str:
    """A month in the site's words: May 2016."""
    return say("{month} {year}", month=name_month(month, alone=True), year=year)


def show_when(when: When) -> str:
    """A date in the site's words: 14 July 2016, May 2016, since January 2016, 2014 to 2016."""
    return _show_span(when, _show_unit)


def show_short(when: When) -> str:
    """A date beside its year: 14 July, May, since January, whole year."""
    if when.precision is Precision.YEAR and when.last and when.last.year == when.first.year:
        return say("whole year")
    return _show_span(when, partial(_show_short_unit, year=when.first.year))


def show_precision(when: When) -> str:
    """How precise a date is, in words: a day, a month, from that month on, several years."""
    one, several, on = {
        Precision.DAY: (say("a day"), say("several days"), say("from that day on")),
        Precision.WEEK: (say("a week"), say("a week"), say("from that week on")),
        Precision.MONTH: (say("a month"), say("several months"), say("from that month on")),
        Precision.YEAR: (say("a year"), say("several years"), say("from that year on")),
    }[when.precision]
    if when.last is None:
        return on
    single = _show_unit(when.first, when.precision) == _show_unit(when.last, when.precision)
    return one if single else several


def _show_span(when: When, show: Callable[[date, Precision], str]) -> str:
    begins = show(when.first, when.precision)
    if when.last is None:
        return say("since {begin}", begin=begins)
    ends = show(when.last, when.precision)
    return begins if begins == ends else say("{begin} to {end}", begin=begins, end=ends)


def _show_unit(day: date, precision: Precision) -> str:
    if precision is Precision.YEAR:
        return str(day.year)
    if precision is Precision.MONTH:
        return show_month(day.year, day.month)
    return show_date(day)


def _show_short_unit(day: date, precision: Precision, year: int) -> str:
    """A day or a month without its year, where that is the one it stands beside."""
    if day.year != year or precision is Precision.YEAR:
        return _show_unit(day, precision)
    if precision is Precision.MONTH:
        return name_month(day.month, alone=True)
    return say("{day} {month}", day=day.day, month=name_month(day.month))
