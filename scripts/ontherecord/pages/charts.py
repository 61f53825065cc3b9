"""Topics in numbers: topic by topic, by turn and by who raised what; passages counted, for tables.

A passage about two topics counts for each. Mentions do not count, nor do procedural passages.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from itertools import combinations

from .. import urls
from ..archive.kept import remember_each
from ..archive.model import Archive, Part, SpokenTurn, Transcript
from ..archive.paging import Beside, Event, Page, build_pages, list_beside, locate_events
from ..archive.translations import locate_each
from ..catalogue import say
from ..data.definitions import Topic
from ..files import Draft
from ..subjects.passages import Passage
from ..text.turns import Kind
from .printer import Printer

#: Most passages of the events on one page of charts, save where a single event has more: a page of 200 KB.
PAGE_LIMIT = 120
#: The width of the longest bar, in the units of its drawing, and the gap between the parts of one.
BAR_WIDTH = 300.0
_GAP = 2.0


class Way(StrEnum):
    """How a topic comes up in a passage."""

    STATEMENT = "statement"
    QUESTION = "question"
    ANSWER = "answer"
    UNASKED = "unasked"


def name_ways() -> Mapping[Way, tuple[str, str]]:
    """The heading of each way and what is counted there."""
    return {
        Way.STATEMENT: (say("Statement"), say("raised by a speaker before any question")),
        Way.QUESTION: (say("Question"), say("raised by a journalist")),
        Way.ANSWER: (say("Answer"), say("in an answer to a question about the topic")),
        Way.UNASKED: (
            say("Other answer"),
            say("in an answer to a question that is filed under another topic"),
        ),
    }


@dataclass(frozen=True)
class Segment:
    """The part of a bar for one way; x and width within the drawing."""

    way: Way
    x: float
    width: float


@dataclass(frozen=True)
class Cell:
    """A number of a table and the passages that it counts; for the sums of an archive only the number."""

    count: int
    passages: tuple[Passage, ...]
    #: The strength of its tint, from 0 to 4.
    tint: int


@dataclass(frozen=True)
class TopicBar:
    """A topic, its passages by way, and the bar that shows them."""

    topic: Topic
    ways: Mapping[Way, Cell]
    all: Cell
    bar: tuple[Segment, ...]


@dataclass(frozen=True)
class Pair:
    """Two topics and the passages about both."""

    first: Topic
    second: Topic
    cell: Cell


@dataclass(frozen=True)
class Grid:
    """Topic against topic: a row for each, its cells in the same order, all its passages on the diagonal."""

    topics: tuple[Topic, ...]
    rows: tuple[tuple[Cell, ...], ...]
    pairs: tuple[Pair, ...]


@dataclass(frozen=True)
class TurnColumn:
    """A turn as a column of the table of turns; `part` is set where its statement or exchange begins."""

    turn: SpokenTurn
    part: Part | None


@dataclass(frozen=True)
class TurnRow:
    """A topic and its passages in each turn."""

    topic: Topic
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class EventChart(Event):
    """The charts of one transcript."""

    rows: tuple[TopicBar, ...]
    columns: tuple[TurnColumn, ...]
    turns: tuple[TurnRow, ...]
    grid: Grid
    procedural: tuple[Passage, ...]


@dataclass(frozen=True)
class Sums:
    """The charts of a whole archive: the same tables without turns."""

    rows: tuple[TopicBar, ...]
    grid: Grid
    passages: int
    procedural: int


def build_charts(archive: Archive) -> tuple[Page[Event], ...]:
    """Every page of charts; `build_event` makes those of one event."""
    return archive.derive(_build_pages)


def locate_charts(archive: Archive, slug: str) -> str | None:
    """Where the charts of a transcript's event stand."""
    return archive.derive(_locate).get(slug)


def _locate(archive: Archive) -> Mapping[str, str]:
    return locate_each(archive, locate_events(build_charts(archive)))


def _build_pages(archive: Archive) -> tuple[Page[Event], ...]:
    events = [Event(transcript) for transcript in archive.once.transcripts]
    return build_pages(events, lambda event: len(event.transcript.passages), PAGE_LIMIT, urls.charts)


def find_way(transcript: Transcript, passage: Passage, topic: str) -> Way:
    """How a topic comes up in a passage about it."""
    turn = transcript.turn_of(passage)
    if turn.turn.kind is Kind.STATEMENT:
        return Way.STATEMENT
    if turn.turn.kind is Kind.QUESTION:
        return Way.QUESTION
    asked = any(topic in item.about for item in transcript.asked_by(turn, (topic,)))
    return Way.ANSWER if asked else Way.UNASKED


def build_event(transcript: Transcript, topics: Sequence[Topic]) -> EventChart:
    """The charts of one transcript; `topics` are those of the archive."""
    about = _pair_up(transcript.passages)
    shown = tuple(topic for topic in topics if (topic.id,) in about)
    ways = {topic.id: _sort_by_way(transcript, topic.id, about[topic.id,]) for topic in shown}
    return EventChart(
        transcript,
        _build_rows(shown, ways),
        tuple(_build_columns(transcript)),
        tuple(_build_turn_row(topic, transcript.turns, about[topic.id,]) for topic in shown),
        _build_grid(shown, {key: (len(items), items) for key, items in about.items()}),
        tuple(item for item in transcript.passages if not item.about),
    )


def _sort_by_way(
    transcript: Transcript, topic: str, passages: Sequence[Passage]
) -> dict[Way, tuple[int, tuple[Passage, ...]]]:
    ways = [find_way(transcript, item, topic) for item in passages]
    groups = {way: tuple(item for item, its in zip(passages, ways, strict=True) if its is way) for way in Way}
    return {way: (len(items), items) for way, items in groups.items()}


Counted = tuple[int, tuple[Passage, ...]]


def _build_rows(topics: Sequence[Topic], found: Mapping[str, Mapping[Way, Counted]]) -> tuple[TopicBar, ...]:
    """A row for each topic, the most treated first; of equals, the editor's order."""
    totals = {topic.id: sum(count for count, _ in found[topic.id].values()) for topic in topics}
    most = max(totals.values(), default=0)
    rows = []
    for topic in sorted(topics, key=lambda item: -totals[item.id]):
        ways = found[topic.id]
        passages = tuple(item for _, items in ways.values() for item in items)
        rows.append(
            TopicBar(
                topic,
                {way: Cell(count, items, 0) for way, (count, items) in ways.items()},
                Cell(totals[topic.id], passages, 0),
                tuple(_build_bar({way: count for way, (count, _) in ways.items()}, most)),
            )
        )
    return tuple(rows)


def _build_bar(counts: Mapping[Way, int], most: int) -> Iterator[Segment]:
    """The bar of a topic; a passage has the same length in all bars of a table."""
    x = 0.0
    for way in Way:
        length = BAR_WIDTH * counts[way] / most if most else 0.0
        if counts[way]:
            yield Segment(way, round(x, 2), round(max(length - _GAP, 1.0), 2))
        x += length


def _build_columns(transcript: Transcript) -> Iterator[TurnColumn]:
    for part in transcript.parts:
        for place, turn in enumerate(part.turns):
            yield TurnColumn(turn, None if place else part)


def _build_turn_row(topic: Topic, turns: Sequence[SpokenTurn], passages: Sequence[Passage]) -> TurnRow:
    by_turn: dict[int, list[Passage]] = {}
    for passage in passages:
        by_turn.setdefault(passage.turn, []).append(passage)
    found = [tuple(by_turn.get(turn.number, ())) for turn in turns]
    return TurnRow(topic, tuple(Cell(len(items), items, 0) for items in found))


def _pair_up(passages: Sequence[Passage]) -> dict[tuple[str, ...], tuple[Passage, ...]]:
    """The passages about each topic (a tuple of one) and about both topics of each pair."""
    found: dict[tuple[str, ...], list[Passage]] = {}
    for passage in passages:
        for topics in _list_pairs(passage):
            found.setdefault(topics, []).append(passage)
    return {topics: tuple(items) for topics, items in found.items()}


def _list_pairs(passage: Passage) -> Iterator[tuple[str, ...]]:
    """Each topic of a passage (a tuple of one), and each pair of them, in the order of the alphabet."""
    return (topics for size in (1, 2) for topics in combinations(sorted(passage.about), size))


def _build_grid(topics: Sequence[Topic], found: Mapping[tuple[str, ...], Counted]) -> Grid:
    most = max((count for key, (count, _) in found.items() if len(key) == 2), default=0)

    def cell(one: Topic, other: Topic) -> Cell:
        count, passages = found.get(tuple(sorted({one.id, other.id})), (0, ()))
        return Cell(count, passages, 0 if one is other else _tint(count, most))

    rows = tuple(tuple(cell(row, column) for column in topics) for row in topics)
    places = combinations(range(len(topics)), 2)
    pairs = [Pair(topics[one], topics[other], rows[one][other]) for one, other in places]
    shown = sorted((pair for pair in pairs if pair.cell.count), key=lambda pair: -pair.cell.count)
    return Grid(tuple(topics), rows, tuple(shown))


def _tint(count: int, most: int) -> int:
    """From 0 for none to 4 for the most of the table; whatever is there has some."""
    return max(1, -(-4 * count // most)) if count else 0


#: What `_count` gives.
Counts = tuple[Counter[tuple[str, Way]], Counter[tuple[str, ...]]]


def add_up(archive: Archive) -> Sums:
    """The charts of a whole archive."""
    ways: Counter[tuple[str, Way]] = Counter()
    pairs: Counter[tuple[str, ...]] = Counter()
    counts = remember_each("charts", archive, _count)
    for own_ways, own_pairs in (counts[transcript.slug] for transcript in archive.once.transcripts):
        ways.update(own_ways)
        pairs.update(own_pairs)
    passages = [passage for transcript in archive.once.transcripts for passage in transcript.passages]
    procedural = sum(not passage.about for passage in passages)
    shown = [topic for topic in archive.topics if pairs[topic.id,]]
    found: dict[str, dict[Way, Counted]] = {
        topic.id: {way: (ways[topic.id, way], ()) for way in Way} for topic in shown
    }
    grid = _build_grid(shown, {key: (count, ()) for key, count in pairs.items()})
    return Sums(_build_rows(shown, found), grid, len(passages), procedural)


def _count(transcript: Transcript) -> Counts:
    """How many passages of a transcript are about each topic in each way, and about both of each pair."""
    about = ((passage, topic) for passage in transcript.passages for topic in passage.about)
    return (
        Counter((topic, find_way(transcript, passage, topic)) for passage, topic in about),
        Counter(pair for passage in transcript.passages for pair in _list_pairs(passage)),
    )


# --- The pages --------------------------------------------------------------------------------------------


def draft_charts(printer: Printer) -> Iterator[Draft]:
    """Every page of charts."""
    pages = build_charts(printer.archive)
    sums = add_up(printer.archive)
    for page, beside in list_beside(pages):
        shown = (event.transcript for event in page.events)
        told = printer.inputs.of(shown, beside and beside.told, None if page.name else sums)
        yield printer.later(page.address, partial(_draft_page, printer, page, beside, sums), told)


def _draft_page(printer: Printer, page: Page[Event], beside: Beside[Event] | None, sums: Sums) -> Draft:
    charts = [build_event(event.transcript, printer.archive.topics) for event in page.events]
    return printer.page(
        page.address,
        "charts.html",
        f"{say('Topics in numbers')}, {page.name}" if page.name else say("Topics in numbers"),
        say("How much is said on each topic, who raised it, and which are treated together."),
        {"styles": ["assets/css/charts.css"]},
        [event.transcript.changed for event in page.events],
        shown=page,
        beside=beside,
        charts=charts,
        sums=sums,
        ways=name_ways(),
    )
