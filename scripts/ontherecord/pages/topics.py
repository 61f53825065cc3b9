"""The cross-references of the archive: each topic with its passages by event and the topics near it.

Its page holds the newest passages in full; the pages of its years list theirs, each with its first words.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import combinations

from .. import urls
from ..archive.model import Archive, Gap, SpokenTurn, Transcript
from ..archive.name_index import count_names
from ..archive.paging import Beside, Event, Page, build_pages, list_beside
from ..archive.phrases import count_of
from ..archive.questions import Question
from ..archive.translations import keep_nearest, tally
from ..catalogue import say
from ..data.definitions import Claim, Topic
from ..files import Draft
from ..store import digest
from ..subjects.passages import Passage
from .head import build_list_json_ld, describe_thing, show_events, title_page
from .map import build_atlas
from .passages import NAMES_HEAD
from .printer import Printer
from .questions import find_on_topic, locate_questions

#: Most passages on one page of a topic, save where a single event has more.
PAGE_LIMIT = 100


@dataclass(frozen=True, slots=True)
class Skipped:
    """Consecutive passages of a turn that a topic's page passes over; `touched` if they touch it."""

    passages: tuple[Passage, ...]
    touched: bool


@dataclass(frozen=True, slots=True)
class TurnGroup:
    """The passages of one turn about a topic, in order, with what stands between them, gaps included.

    `asked` is the question on the topic that an answer answers; `before` and `after` are gaps right before
    the first passage and right behind the last; no gap stands twice.
    """

    turn: SpokenTurn
    asked: tuple[Passage, ...]
    items: tuple[Passage | Skipped | Gap, ...]
    before: tuple[Gap, ...]
    after: tuple[Gap, ...]

    @property
    def first(self) -> Passage:
        """The first passage shown."""
        return next(item for item in self.items if isinstance(item, Passage))


@dataclass(frozen=True, slots=True)
class TopicEvent(Event):
    """What one transcript holds on a topic."""

    topic: str
    about: tuple[Passage, ...]
    touches: tuple[Passage, ...]

    @property
    def claims(self) -> tuple[Claim, ...]:
        """What an editor sums it up as."""
        return self.transcript.record.briefs.get(self.topic, ())

    @property
    def groups(self) -> tuple[TurnGroup, ...]:
        """The passages about it by turn; they are put together each time, for few pages are made anew."""
        return tuple(_build_groups(self.topic, self.transcript))


@dataclass(frozen=True)
class TopicIndex:
    """All that the archive holds on one topic, its events newest first.

    `related` pairs a topic with the number of shared passages.
    """

    topic: Topic
    events: tuple[TopicEvent, ...]
    pages: tuple[Page[TopicEvent], ...]
    related: tuple[tuple[Topic, int], ...]
    previous: Topic | None
    next: Topic | None

    @property
    def about_count(self) -> int:
        """How many passages are about it."""
        return sum(len(event.about) for event in self.events)

    @property
    def touch_count(self) -> int:
        """How many passages only touch it."""
        return sum(len(event.touches) for event in self.events)

    @property
    def dates(self) -> tuple[date, ...]:
        """The days of its events, newest first."""
        return tuple(event.transcript.record.date for event in self.events)


def build_index(archive: Archive) -> tuple[TopicIndex, ...]:
    """One index a topic, in the order of the topics."""
    return archive.derive(_build_all)


def _build_all(archive: Archive) -> tuple[TopicIndex, ...]:
    shared = tally(archive, archive.each(_count_shared))
    by_topic = _collect_events(archive)
    topics = archive.topics
    indexes = []
    for number, topic in enumerate(topics):
        events = tuple(keep_nearest(archive, by_topic.get(topic.id, ())))
        pages = build_pages(events, _count_passages, PAGE_LIMIT, partial(urls.topic, topic.id))
        related = _find_related(topic, topics, shared)
        previous = topics[number - 1] if number else None
        following = topics[number + 1] if number + 1 < len(topics) else None
        indexes.append(TopicIndex(topic, events, pages, related, previous, following))
    return tuple(indexes)


def _count_passages(event: TopicEvent) -> int:
    return len(event.about) + len(event.touches)


def _collect_events(archive: Archive) -> Mapping[str, list[TopicEvent]]:
    events: dict[str, list[TopicEvent]] = {}
    for found in archive.each(_build_events).values():
        for topic, event in found.items():
            events.setdefault(topic, []).append(event)
    return events


def _build_events(_: Archive, transcript: Transcript) -> Mapping[str, TopicEvent]:
    about: dict[str, list[Passage]] = {}
    touches: dict[str, list[Passage]] = {}
    for passage in transcript.passages:
        for topic in passage.about:
            about.setdefault(topic, []).append(passage)
        for topic in passage.touches:
            touches.setdefault(topic, []).append(passage)
    return {
        topic: TopicEvent(transcript, topic, tuple(about.get(topic, ())), tuple(touches.get(topic, ())))
        for topic in sorted({*about, *touches})
    }


def _build_groups(topic: str, transcript: Transcript) -> Iterator[TurnGroup]:
    gaps: dict[str | None, list[Gap]] = {}
    for gap in transcript.gaps:
        gaps.setdefault(gap.after, []).append(gap)
    before: str | None = None
    for turn in transcript.turns:
        shown = [number for number, item in enumerate(turn.passages) if topic in item.about]
        if shown:
            stretch = turn.passages[shown[0] : shown[-1] + 1]
            near = turn.passages[shown[0] - 1].anchor if shown[0] else before
            waiting = tuple(gaps.pop(near, ()))
            after = tuple(gaps.pop(stretch[-1].anchor, ()))
            items = tuple(_fold_skipped(topic, stretch, gaps))
            yield TurnGroup(turn, transcript.asked_by(turn, (topic,)), items, waiting, after)
        before = turn.passages[-1].anchor


def _fold_skipped(
    topic: str, passages: Sequence[Passage], gaps: dict[str | None, list[Gap]]
) -> Iterator[Passage | Skipped | Gap]:
    """Passages on a topic with what stands between them; takes out of `gaps` those that it has."""
    waiting: list[Passage] = []
    for passage in passages:
        mention = topic in passage.touches
        if waiting and (topic in passage.about or mention != (topic in waiting[-1].touches)):
            yield Skipped(tuple(waiting), topic in waiting[-1].touches)
            waiting = []
        if topic in passage.about:
            yield passage
            yield from gaps.pop(passage.anchor, ())
        else:
            waiting.append(passage)


def _count_shared(_: Archive, transcript: Transcript) -> Counter[tuple[str, ...]]:
    """How many passages are about both topics of a pair, which is in the order of the alphabet."""
    return Counter(pair for item in transcript.passages for pair in combinations(sorted(item.about), 2))


def _find_related(
    topic: Topic, topics: Sequence[Topic], shared: Counter[tuple[str, ...]]
) -> tuple[tuple[Topic, int], ...]:
    """Topics that share passages, most first, then those that the editor relates, either way."""
    related = []
    for other in topics:
        count = shared[tuple(sorted((topic.id, other.id)))] if other != topic else 0
        if count or other.id in topic.related or topic.id in other.related:
            related.append((other, count))
    return tuple(sorted(related, key=lambda pair: -pair[1]))


# --- The pages --------------------------------------------------------------------------------------------

#: How many names the page of a topic lists.
_NAMES_LISTED = 40


def draft_topics(printer: Printer) -> Iterator[Draft]:
    """The list, then every page of each topic and the pages at its other names."""
    yield printer.page(urls.TOPICS, "topics.html", say("Topics"), say("Every topic of the archive."))
    mapped = {spot.topic.id for spot in build_atlas(printer.archive).mapped if spot.topic}
    for index in build_index(printer.archive):
        on_map = index.topic.id in mapped
        whole = digest(repr(_sum_up(index)))
        for page, beside in list_beside(index.pages):
            make = partial(_draft_topic, printer, index, page, beside, on_map)
            shown = [event.transcript for event in page.events]
            asked = [locate_questions(printer.archive, transcript.slug) for transcript in shown]
            told = printer.inputs.of(
                shown, beside and beside.told, on_map, *(() if page.name else (whole, asked))
            )
            yield printer.later(page.address, make, told)
        for alias in list_aliases(index.topic):
            yield printer.moved(alias, urls.topic(index.topic.id), index.topic.title)


def _sum_up(index: TopicIndex) -> tuple[object, ...]:
    """What the first page of a topic says of all of it."""
    near = [topic.id for topic in (index.previous, index.next) if topic]
    related = [(topic.id, count) for topic, count in index.related]
    ends = index.dates[:1], index.dates[-1:]
    return index.about_count, index.touch_count, len(index.events), *ends, related, near


def _draft_topic(
    printer: Printer,
    index: TopicIndex,
    page: Page[TopicEvent],
    beside: Beside[TopicEvent] | None,
    on_map: bool,
) -> Draft:
    about = [passage for event in page.events for passage in event.about]
    transcripts = [event.transcript for event in page.events]
    events = show_events(printer.archive, transcripts)
    title = title_page(f"{index.topic.title}, {page.name}" if page.name else index.topic.title, events)
    thing = describe_thing(index.topic.title, index.topic.scope)
    return printer.page(
        page.address,
        "topic.html",
        title,
        " ".join(
            filter(None, (index.topic.scope, f"{count_of(len(about), 'passage')}.", events and f"{events}."))
        ),
        {
            **({"styles": ["assets/css/names.css"]} if page.name else NAMES_HEAD),
            "jsonld": None if page.name else build_list_json_ld(printer.site.name, title, thing, transcripts),
            "feed": {"page": urls.topic(index.topic.id), "title": index.topic.title},
        },
        [transcript.changed for transcript in transcripts],
        index=index,
        topic=index.topic,
        on_map=on_map,
        shown=page,
        beside=beside,
        about=about,
        touches=[(event.transcript, item) for event in page.events for item in event.touches],
        asked=_list_asked(printer.archive, index.topic, () if page.name else transcripts),
        named=() if page.name else count_names(printer.archive, about)[:_NAMES_LISTED],
    )


def _list_asked(
    archive: Archive, topic: Topic, transcripts: Sequence[Transcript]
) -> list[tuple[Transcript, list[Question]]]:
    """The questions on a topic in each of the transcripts that has any."""
    asked = [(transcript, find_on_topic(archive, topic.id, transcript)) for transcript in transcripts]
    return [(transcript, found) for transcript, found in asked if found]


def list_aliases(topic: Topic) -> list[str]:
    """The addresses of a topic's other names; a name without a Latin letter or digit has none."""
    slugs = dict.fromkeys(urls.slug_of(alias) for alias in topic.aliases)
    return [urls.topic(slug) for slug in slugs if slug and slug != topic.id]
