"""Puts a transcript together: turns with their passages, statements and exchanges, the agenda's sections."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from math import inf
from typing import TypeVar

from ..anchors.anchor import Anchored, Buried
from ..anchors.lock import Wording
from ..anchors.spoken import Attribution
from ..catalogue import say
from ..data.definitions import Record, Topic
from ..subjects.names import Finder
from ..subjects.passages import Assignment, Mention, Passage, Texts
from ..text.turns import Kind, ParsedTranscript, Turn
from .gaps import find_gaps
from .model import Gap, Item, Part, Section, SpokenTurn, Tombstone, Transcript, Unspoken


@dataclass(frozen=True)
class Words:
    """What stands in a transcript: living passages, topics and names by anchor, and what was removed."""

    anchored: Sequence[Anchored]
    assigned: Mapping[str, tuple[Assignment, ...]]
    named: Mapping[str, tuple[Mention, ...]]
    buried: Sequence[Buried]

    @cached_property
    def texts(self) -> Texts:
        """The texts of the living passages, in their order."""
        return Texts.join(item.paragraph.text for item in self.anchored)


def build_transcript(
    slug: str,
    record: Record,
    parsed: ParsedTranscript,
    words: Words,
    topics: Sequence[Topic],
    name_finder: Finder,
) -> Transcript:
    """The transcript in its parts, ready to be shown."""
    turns = tuple(_build_turns(slug, record, parsed, words, name_finder))
    return Transcript(slug, record, tuple(_build_parts(record, turns, {topic.id: topic for topic in topics})))


def _build_turns(
    slug: str, record: Record, parsed: ParsedTranscript, words: Words, finder: Finder
) -> Iterator[SpokenTurn]:
    voices = {label for person in record.participants if person.interprets for label in person.labels}
    buried, unspoken = _place_tombstones(slug, words), _place_unspoken(parsed)
    by_turn: dict[int, list[Anchored]] = {}
    for item in words.anchored:
        by_turn.setdefault(item.turn, []).append(item)
    places = {item.anchor: place for place, item in enumerate(words.anchored)}
    gaps = find_gaps(slug, record, parsed.spoken, by_turn, finder)
    for number, turn in enumerate(parsed.spoken, 1):
        # What stood before the first passage of all stands in the first turn.
        items: list[Item] = [*unspoken[number, 0]]
        items += buried.pop(None, ()) if number == 1 else ()
        for count, item in enumerate(by_turn.get(number, ()), 1):
            items.append(_build_passage(slug, item, places[item.anchor], turn, words))
            items += buried.pop(item.anchor, ())
            items += unspoken[number, count]
            items += gaps.get(item.anchor, ())
        # A turn that the lock does not know yet has no passages: it is reported, and can not be shown.
        if number in by_turn:
            before = (*unspoken[0, 0], *gaps.get(None, ())) if number == 1 else ()
            said = replace(turn, paragraphs=())  # Their words are in the items.
            yield SpokenTurn(number, said, tuple(items), _is_of(turn, voices), before)


def _place_unspoken(parsed: ParsedTranscript) -> Mapping[tuple[int, int], list[Unspoken]]:
    """What nobody spoke, by the turn that it stands in or after, and how many of its passages come before."""
    places: dict[tuple[int, int], list[Unspoken]] = defaultdict(list)
    front = deque(sorted(parsed.front, key=lambda piece: piece.line))
    number = count = 0

    def place_front(line: float) -> None:
        while front and front[0].line < line:
            places[number, count].append(Unspoken(front.popleft().text))

    for turn in parsed.turns:
        place_front(turn.line)
        if turn.kind is Kind.NOTE:
            label = turn.printed or turn.label
            places[number, count] += [Unspoken(piece.text, label) for piece in turn.paragraphs]
            continue
        if not turn.continues:
            number, count = number + 1, 0
        for paragraph in turn.paragraphs:
            place_front(paragraph.line)
            count += 1
    place_front(inf)
    return places


def _is_of(turn: Turn, labels: Collection[str]) -> bool:
    """Whether a turn has one of some labels, however it prints their capitals."""
    name = (turn.name or "").strip(" *_:：").casefold()
    return bool(name) and name in {label.strip(" :：").casefold() for label in labels}


def _build_passage(slug: str, item: Anchored, place: int, turn: Turn, words: Words) -> Passage:
    line = item.paragraph.line
    assigned, named = words.assigned[item.anchor], words.named[item.anchor]
    history = _find_worded(item.history, item.paragraph.text)
    attributed = tuple(_find_attributed(item.history, Attribution(turn.speaker, turn.label, turn.kind)))
    told = assigned, named, history, attributed
    return Passage(slug, item.anchor, words.texts, place, line, item.turn, *told)


def _find_worded(history: Sequence[Wording], text: str) -> tuple[Wording, ...]:
    """The earlier states in other words than those that came next, and than those of now."""
    texts = [*(wording.text for wording in history), text][1:]
    return tuple(one for one, then in zip(history, texts, strict=True) if one.text not in (text, then))


def _find_attributed(history: Sequence[Wording], now: Attribution) -> Iterator[Wording]:
    """Of the earlier states of a passage, the last of each attribution that was corrected, oldest first."""
    then = [*(wording.by for wording in history), now][1:]
    return (one for one, by in zip(history, then, strict=True) if one.by and by and one.by != by)


def _place_tombstones(slug: str, words: Words) -> dict[str | None, list[Tombstone]]:
    """The tombstones by the living passage that they stand after, None for those before the first."""
    places: dict[str | None, list[Tombstone]] = {}
    for item in words.buried:
        history = _find_worded(item.history, item.text)
        stone = Tombstone(slug, item.anchor, item.text, item.removed, item.successors, history, item.by)
        places.setdefault(item.after, []).append(stone)
    return places


def _build_parts(record: Record, turns: Sequence[SpokenTurn], topics: Mapping[str, Topic]) -> Iterator[Part]:
    """Each statement is a part; each question begins one that lasts to the next question or statement.

    What a chair or one who asks says within an exchange belongs to that.
    """
    subjects = {item.at: item.subject for item in record.agenda}
    exchanges = statements = 0
    for group in group_turns([(turn.turn, turn) for turn in turns], find_leaders(record)):
        first = group[0]
        if first.turn.kind is Kind.QUESTION:
            exchanges += 1
            asked = first.turn.addressed_to
            spoke = {item.speaker for turn in group for item in turn.items if isinstance(item, Gap)}
            silent = (asked,) if asked in record.left_out and asked not in spoke and asked else ()
            heading = subjects.get(first.passages[0].anchor) or _join_topics(first.passages, topics)
            heading = heading or say("Exchange {number}", number=exchanges)
            sections = tuple(_divide_exchange(group, subjects))
            yield Part(f"exchange-{exchanges}", exchanges, heading, group, sections, silent)
        else:
            statements += 1
            sections = tuple(_build_sections(first.passages, subjects, topics))
            part_id = "statement" if statements == 1 else f"statement-{statements}"
            heading = say("Opening statement") if statements == 1 else say("Statement")
            yield Part(part_id, None, heading, group, sections, ())


def _divide_exchange(turns: Iterable[SpokenTurn], subjects: Mapping[str, str]) -> Iterator[Section]:
    """The stretches of an exchange that the agenda names; its beginning has the exchange's heading."""
    run: list[Passage] = []
    _, *rest = [passage for turn in turns for passage in turn.passages]
    for passage in rest:
        if passage.anchor in subjects:
            if run:
                yield Section(subjects[run[0].anchor], tuple(run))
            run = [passage]
        elif run:
            run.append(passage)
    if run:
        yield Section(subjects[run[0].anchor], tuple(run))


def find_leaders(record: Record) -> frozenset[str]:
    """Those who chair the event or ask: a statement of theirs begins no part within an exchange."""
    led = [person for person in record.participants if person.chairs or person.asks]
    return frozenset(one for person in led for one in person.speakers)


ItemT = TypeVar("ItemT")


def group_turns(turns: Iterable[tuple[Turn, ItemT]], leaders: Collection[str]) -> Iterator[tuple[ItemT, ...]]:
    """What goes with each turn, by statement and exchange."""
    group: list[ItemT] = []
    asked = False
    for turn, item in turns:
        led = asked and bool(turn.speakers) and {*turn.speakers} <= {*leaders}
        if group and turn.kind is not Kind.ANSWER and not (turn.kind is Kind.STATEMENT and led):
            yield tuple(group)
            group = []
            asked = False
        asked = asked or turn.kind is Kind.QUESTION
        group.append(item)
    if group:
        yield tuple(group)


def _join_topics(passages: Sequence[Passage], topics: Mapping[str, Topic]) -> str:
    """The titles of the topics that passages are about, in order of first appearance."""
    found = dict.fromkeys(topic for passage in passages for topic in passage.about)
    return "; ".join(topics[topic].title for topic in found)


def _build_sections(
    passages: Sequence[Passage], subjects: Mapping[str, str], topics: Mapping[str, Topic]
) -> Iterator[Section]:
    """The stretches of a statement: by the editor's agenda if it names one here, else by shared topics."""
    by_editor = any(passage.anchor in subjects for passage in passages)
    run: list[Passage] = []
    common: set[str] = set()
    subject = say("Introduction")
    for passage in passages:
        about = set(passage.about)
        starts = passage.anchor in subjects if by_editor else bool(about) and not common & about
        if starts and run:
            yield Section(subject, tuple(run))
            run = []
        if starts:
            common = about
            subject = subjects.get(passage.anchor) or _join_topics([passage], topics)
        elif about:
            common &= about
            if not by_editor:
                subject = "; ".join(topics[one].title for one in topics if one in common)
        run.append(passage)
    if run:
        yield Section(subject, tuple(run))
