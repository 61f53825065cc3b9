"""The cross-references of the archive: each topic with its passages by event and the topics near it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from . import urls
from .definitions import Claim, Topic
from .model import Archive, Passage, SpokenTurn, Transcript

#: Most passages on one page of a topic, save where a single event has more.
PAGE_LIMIT = 100


@dataclass(frozen=True)
class Skipped:
    """Consecutive passages of a turn that a topic's page passes over; `mention` if they do mention it."""

    passages: tuple[Passage, ...]
    mention: bool


@dataclass(frozen=True)
class TurnGroup:
    """The passages of one turn about a topic, in order, with what stands between them.

    `asked` is the question on the topic that an answer answers.
    """

    turn: SpokenTurn
    asked: tuple[Passage, ...]
    items: tuple[Passage | Skipped, ...]

    @property
    def first(self) -> Passage:
        """The first passage shown."""
        return next(item for item in self.items if isinstance(item, Passage))


@dataclass(frozen=True)
class TopicEvent:
    """What one transcript holds on a topic."""

    transcript: Transcript
    claims: tuple[Claim, ...]
    groups: tuple[TurnGroup, ...]
    about: tuple[Passage, ...]
    mentions: tuple[Passage, ...]


@dataclass(frozen=True)
class TopicPage:
    """One page of a topic: the newest events stand on the first, earlier ones on pages by year."""

    address: str
    name: str
    events: tuple[TopicEvent, ...]

    @property
    def about(self) -> tuple[Passage, ...]:
        """Every passage about the topic on this page."""
        return tuple(passage for event in self.events for passage in event.about)

    @property
    def mentions(self) -> tuple[tuple[Transcript, Passage], ...]:
        """Every passage on this page that only mentions the topic."""
        return tuple((event.transcript, item) for event in self.events for item in event.mentions)


@dataclass(frozen=True)
class TopicIndex:
    """All that the archive holds on one topic; `related` pairs a topic with the number of shared passages."""

    topic: Topic
    pages: tuple[TopicPage, ...]
    related: tuple[tuple[Topic, int], ...]
    previous: Topic | None
    next: Topic | None

    @property
    def events(self) -> tuple[TopicEvent, ...]:
        """Every event, newest first."""
        return tuple(event for page in self.pages for event in page.events)

    @property
    def about_count(self) -> int:
        """How many passages are about it."""
        return sum(len(event.about) for event in self.events)

    @property
    def mention_count(self) -> int:
        """How many passages only mention it."""
        return sum(len(event.mentions) for event in self.events)

    @property
    def dates(self) -> tuple[date, ...]:
        """The days of its events, newest first."""
        return tuple(event.transcript.record.date for event in self.events)


def build_index(archive: Archive) -> tuple[TopicIndex, ...]:
    """One index a topic, in the order of the topics."""
    shared = _count_shared(archive)
    by_topic = _collect_events(archive)
    topics = archive.topics
    indexes = []
    for number, topic in enumerate(topics):
        pages = tuple(_build_pages(topic, by_topic.get(topic.id, ())))
        previous = topics[number - 1] if number else None
        following = topics[number + 1] if number + 1 < len(topics) else None
        indexes.append(TopicIndex(topic, pages, _find_related(topic, topics, shared), previous, following))
    return tuple(indexes)


def _collect_events(archive: Archive) -> Mapping[str, list[TopicEvent]]:
    events: dict[str, list[TopicEvent]] = {}
    for transcript in archive.transcripts:
        touched = {item.topic for passage in transcript.passages for item in passage.assignments}
        for topic in touched:
            events.setdefault(topic, []).append(_build_event(topic, transcript))
    return events


def _build_event(topic: str, transcript: Transcript) -> TopicEvent:
    return TopicEvent(
        transcript,
        transcript.record.briefs.get(topic, ()),
        tuple(_build_groups(topic, transcript)),
        tuple(passage for passage in transcript.passages if topic in passage.about),
        tuple(passage for passage in transcript.passages if topic in passage.mentions),
    )


def _build_groups(topic: str, transcript: Transcript) -> Iterator[TurnGroup]:
    for turn in transcript.turns:
        shown = [number for number, item in enumerate(turn.passages) if topic in item.about]
        if shown:
            stretch = turn.passages[shown[0] : shown[-1] + 1]
            yield TurnGroup(turn, transcript.asked_by(turn, (topic,)), tuple(_fold_skipped(topic, stretch)))


def _fold_skipped(topic: str, passages: Sequence[Passage]) -> Iterator[Passage | Skipped]:
    waiting: list[Passage] = []
    for passage in passages:
        mention = topic in passage.mentions
        if waiting and (topic in passage.about or mention != (topic in waiting[-1].mentions)):
            yield Skipped(tuple(waiting), topic in waiting[-1].mentions)
            waiting = []
        if topic in passage.about:
            yield passage
        else:
            waiting.append(passage)


def _build_pages(topic: Topic, events: Sequence[TopicEvent]) -> Iterator[TopicPage]:
    """The newest year's latest events on the topic's own page, the rest on pages of at most one year."""
    batches = list(_batch_events(events)) or [()]
    names: Counter[str] = Counter()
    for number, batch in enumerate(batches):
        if number == 0:
            yield TopicPage(urls.topic(topic.id), "", tuple(batch))
            continue
        year = str(batch[0].transcript.record.date.year)
        names[year] += 1
        part = year if names[year] == 1 else f"{year}-{names[year]}"
        yield TopicPage(urls.topic(topic.id, part), part, tuple(batch))


def _batch_events(events: Sequence[TopicEvent]) -> Iterator[tuple[TopicEvent, ...]]:
    batch: list[TopicEvent] = []
    for event in events:
        size = sum(len(item.about) + len(item.mentions) for item in batch)
        same_year = not batch or batch[-1].transcript.record.date.year == event.transcript.record.date.year
        if batch and (not same_year or size + len(event.about) + len(event.mentions) > PAGE_LIMIT):
            yield tuple(batch)
            batch = []
        batch.append(event)
    if batch:
        yield tuple(batch)


def _count_shared(archive: Archive) -> Counter[frozenset[str]]:
    """How many passages are about both topics of a pair."""
    counts: Counter[frozenset[str]] = Counter()
    for transcript in archive.transcripts:
        for passage in transcript.passages:
            counts.update(frozenset(pair) for pair in combinations(passage.about, 2))
    return counts


def _find_related(
    topic: Topic, topics: Sequence[Topic], shared: Counter[frozenset[str]]
) -> tuple[tuple[Topic, int], ...]:
    """Topics that share passages, most first, then those that the editor relates, either way."""
    related = []
    for other in topics:
        count = shared[frozenset((topic.id, other.id))] if other != topic else 0
        if count or other.id in topic.related or topic.id in other.related:
            related.append((other, count))
    return tuple(sorted(related, key=lambda pair: -pair[1]))
