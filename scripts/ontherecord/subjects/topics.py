"""What each passage is about: the terms of the topics suggest, the editor decides.

The rule: a passage is about a topic when a term of it stands in the passage's first sentence, or twice or
more in the passage; with one term further on it touches the topic. A decision of the record overrides it.

A passage that is so about nothing, and that nobody decided on, goes on about what it stands with: a further
one of a turn about the subject of the one before it, the first of an answer about that of its question,
unless the question has passages on several. What a chair says between is procedural.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from ..data.definitions import Decision, Topic
from ..text.sentences import find_first_sentence
from ..text.turns import Kind
from .passages import Assignment, Level
from .terms import TermFinder, TermSpan


def find_topics(text: str, finder: TermFinder) -> dict[str, Assignment]:
    """What the rule suggests for a text, by topic id."""
    first_sentence = find_first_sentence(text, finder.language)
    spans: dict[str, list[TermSpan]] = {}
    for span in finder.find(text):
        spans.setdefault(span.owner, []).append(span)
    suggested = {}
    for topic, found in spans.items():
        is_about = len(found) > 1 or found[0].start < first_sentence
        suggested[topic] = Assignment(topic, Level.ABOUT if is_about else Level.TOUCHES, found[0].term, None)
    return suggested


def apply_decisions(
    suggested: Mapping[str, Assignment], decisions: Sequence[Decision]
) -> dict[str, Assignment]:
    """The suggestions with the editor's decisions carried out."""
    result = dict(suggested)
    for decision in decisions:
        if decision.procedural:
            for topic, item in result.items():
                result[topic] = Assignment(topic, Level.TOUCHES, item.term, decision.reason)
        for level, topics in ((Level.ABOUT, decision.about), (Level.TOUCHES, decision.mentions)):
            for topic in topics:
                term = result[topic].term if topic in result else None
                result[topic] = Assignment(topic, level, term, decision.reason)
        for topic in decision.remove:
            result.pop(topic, None)
    return result


def classify_passage(
    text: str, finder: TermFinder, decisions: Sequence[Decision], topics: Sequence[Topic]
) -> tuple[Assignment, ...]:
    """The topics of one passage, in the order of the topics' file."""
    result = apply_decisions(find_topics(text, finder), decisions)
    return tuple(result[topic.id] for topic in topics if topic.id in result)


# --- A passage among others -------------------------------------------------------------------------------


@dataclass(frozen=True)
class Spoken:
    """A passage before its topics are known, and where it stands.

    `turn` counts from 1, and so does `exchange`, which is None outside of one. `led` is true of the words of
    one who chairs the event or asks.
    """

    anchor: str
    text: str
    turn: int
    kind: Kind
    exchange: int | None
    led: bool


@dataclass(frozen=True)
class Subjects:
    """The topics of each passage by anchor, and those that are procedural: they need be about none."""

    assigned: Mapping[str, tuple[Assignment, ...]]
    procedural: frozenset[str]


def classify_passages(
    passages: Sequence[Spoken], finder: TermFinder, decisions: Sequence[Decision], topics: Sequence[Topic]
) -> Subjects:
    """The topics of all passages of a transcript, and what needs none."""
    decided = share_decisions(passages, decisions)
    assigned: dict[str, tuple[Assignment, ...]] = {}
    procedural: set[str] = set()
    asked: dict[int | None, list[str]] = {}
    before = None
    for passage in passages:
        mine = decided[passage.anchor]
        own = classify_passage(passage.text, finder, mine, topics)
        if passage.kind is Kind.QUESTION:
            asked.setdefault(passage.exchange, []).append(passage.anchor)
        if any(decision.procedural for decision in mine):
            procedural.add(passage.anchor)
        elif not _list_about(own):
            if passage.led and passage.kind is Kind.STATEMENT:
                procedural.add(passage.anchor)
            source = _find_source(passage, before, asked.get(passage.exchange, ()), assigned)
            own = _go_on(own, source, assigned, mine, topics) if source else own
        assigned[passage.anchor] = own
        before = passage
    return Subjects(assigned, frozenset(procedural))


def share_decisions(
    passages: Sequence[Spoken], decisions: Sequence[Decision]
) -> Mapping[str, Sequence[Decision]]:
    """The decisions on each passage by its anchor, the widest first: the narrowest has the last word."""
    found: dict[str, list[tuple[int, Decision]]] = {passage.anchor: [] for passage in passages}
    for decision, covered in zip(decisions, find_covered(passages, decisions), strict=True):
        for anchor in covered:
            found[anchor].append((len(covered), decision))
    return {
        anchor: [decision for _, decision in sorted(items, key=lambda item: -item[0])]
        for anchor, items in found.items()
    }


def find_covered(passages: Sequence[Spoken], decisions: Iterable[Decision]) -> Iterator[list[str]]:
    """For each decision the anchors that it is on; none where what it names is not there."""
    places = {passage.anchor: number for number, passage in enumerate(passages)}
    exchanges: dict[int | None, list[str]] = {}
    for passage in passages:
        exchanges.setdefault(passage.exchange, []).append(passage.anchor)
    for decision in decisions:
        first, last = (places.get(anchor) for anchor in decision.ends)
        if decision.exchange is not None:
            yield exchanges.get(decision.exchange, [])
        elif first is None or last is None:
            yield []
        else:
            yield [passage.anchor for passage in passages[first : last + 1]]


def _list_about(assignments: Iterable[Assignment]) -> tuple[str, ...]:
    return tuple(item.topic for item in assignments if item.level is Level.ABOUT)


@dataclass(frozen=True)
class _Source:
    """The passage from which another has its subject, and why."""

    anchor: str
    reason: str


def _find_source(
    passage: Spoken,
    before: Spoken | None,
    asked: Sequence[str],
    assigned: Mapping[str, Sequence[Assignment]],
) -> _Source | None:
    """What a passage goes on from: the one before it in its turn, or a question that is on one subject."""
    if before and before.turn == passage.turn:
        return _Source(before.anchor, f"Continues passage {before.anchor[1:]}.")
    if passage.kind is not Kind.ANSWER:
        return None
    subjects = {anchor: frozenset(_list_about(assigned[anchor])) for anchor in asked}
    about = [anchor for anchor, topics in subjects.items() if topics]
    if len({subjects[anchor] for anchor in about}) != 1:
        return None
    return _Source(about[0], f"Answers passage {about[0][1:]}.")


def _go_on(
    own: Sequence[Assignment],
    source: _Source,
    assigned: Mapping[str, Sequence[Assignment]],
    decisions: Iterable[Decision],
    topics: Sequence[Topic],
) -> tuple[Assignment, ...]:
    """A passage's topics with those that it has of its source, save those that an editor refused it."""
    refused = {topic for decision in decisions for topic in (*decision.mentions, *decision.remove)}
    found = {item.topic: item for item in own}
    for topic in _list_about(assigned[source.anchor]):
        if topic not in refused:
            term = found[topic].term if topic in found else None
            found[topic] = Assignment(topic, Level.ABOUT, term, source.reason, source.anchor)
    return tuple(found[topic.id] for topic in topics if topic.id in found)
