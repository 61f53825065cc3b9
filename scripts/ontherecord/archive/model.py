"""The things of the archive, in the words of DESIGN: transcript, turn, exchange, passage, topic, entity.

Nothing here reads, checks or writes; every other module speaks in these types.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date
from functools import cached_property
from itertools import groupby, permutations
from typing import Any, TypeVar

from ..anchors.lock import Wording
from ..anchors.spoken import Attribution
from ..catalogue import join_names, say, spoken
from ..data.definitions import Entity, Record, Topic
from ..data.person_names import split_name, tell_apart
from ..slotted import Slotted
from ..subjects.passages import Passage
from ..text.questioners import name_questioner
from ..text.turns import Kind, Turn, split_speakers

T = TypeVar("T")


class _Deriving:
    """What is worked out of a thing that does not change is kept with it, and not sent to other processes."""

    def __getstate__(self) -> dict[str, object]:
        return {item.name: getattr(self, item.name) for item in fields(self)}  # type: ignore[arg-type]

    @cached_property
    def derived(self) -> dict[Hashable, Any]:
        """What was worked out."""
        return {}


@dataclass(frozen=True, slots=True)
class Tombstone:
    """What became of a passage that is no more: its last words, when it was removed, and what replaced it.

    `successors` are the anchors of living passages; `history` holds the wordings before the last, oldest
    first; `by` is who was said to speak the last, where the lock says it.
    """

    transcript: str
    anchor: str
    text: str
    removed: date
    successors: tuple[str, ...]
    history: tuple[Wording, ...]
    by: Attribution | None = None

    @property
    def number(self) -> str:
        """The number as shown: the anchor without its letter p."""
        return self.anchor[1:]


@dataclass(frozen=True, slots=True)
class Unspoken:
    """Words of the source that nobody spoke: front, or a note such as (Applause.), with its label if any.

    They have no number, and are shown where they stand.
    """

    text: str
    label: str | None = None


@dataclass(frozen=True, slots=True)
class Gap:
    """Words that were spoken there and that the source leaves out.

    `after` is the anchor of the passage that they are missing after, None before the first; `reason` says how
    it is known, and `inferred` that no word of the text states it.
    """

    transcript: str
    after: str | None
    speaker: str
    inferred: bool
    reason: str


#: What stands in a turn.
Item = Passage | Tombstone | Unspoken | Gap


@dataclass(frozen=True)
class SpokenTurn:
    """A turn with its passages, tombstones where passages stood, and what nobody spoke between them.

    Gaps stand where words are missing: within the turn or behind it. `before` is what stands before the first
    turn of all, empty for any other. `interpreted` says that the words are an interpreter's of what the
    speaker said.
    """

    number: int
    turn: Turn
    items: tuple[Item, ...]
    interpreted: bool = False
    before: tuple[Unspoken | Gap, ...] = ()

    @cached_property
    def questioner(self) -> str | None:
        """The journalist whom the source names, with the outlet: Dov Amit (Radio Nine); else None."""
        return None if self.turn.speakers else name_questioner(self.turn)

    @cached_property
    def passages(self) -> tuple[Passage, ...]:
        """The living passages in reading order."""
        return tuple(item for item in self.items if isinstance(item, Passage))

    @property
    def spoken(self) -> tuple[Item, ...]:
        """What is surely of this turn: from its first living passage to its last."""
        return self.items[: self.items.index(self.passages[-1]) + 1]

    @property
    def after(self) -> tuple[Item, ...]:
        """What stands behind the last living passage: tombstones, what nobody spoke, and gaps."""
        return self.items[self.items.index(self.passages[-1]) + 1 :]


@dataclass(frozen=True, slots=True)
class Section(Slotted):
    """A heading of the agenda and the passages below it, up to the next heading."""

    subject: str
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class Part(Slotted):
    """A statement or an exchange: what the transcript falls into.

    `number` counts the exchanges from 1 and is None for a statement; `sections` divide a statement by
    subject, or an exchange from where its subject changes. `not_answered` are the speakers to whom a question
    of this part was put, whose words the source leaves out, and of whom nothing says that they spoke then.
    """

    id: str
    number: int | None
    heading: str
    turns: tuple[SpokenTurn, ...]
    sections: tuple[Section, ...]
    not_answered: tuple[str, ...]

    @property
    def passages(self) -> tuple[Passage, ...]:
        """Every passage of the part in reading order."""
        return tuple(passage for turn in self.turns for passage in turn.passages)


@dataclass(frozen=True)
class Transcript(_Deriving):
    """One transcript, ready to be shown; `added` is the day it came here, None where none is known.

    `digest` is that of all that it was made from; empty for a draft.
    """

    slug: str
    record: Record
    parts: tuple[Part, ...]
    added: date | None = None
    digest: str = field(default="", compare=False)

    @cached_property
    def turns(self) -> tuple[SpokenTurn, ...]:
        """Every turn in reading order."""
        return tuple(turn for part in self.parts for turn in part.turns)

    @cached_property
    def passages(self) -> tuple[Passage, ...]:
        """Every passage in reading order."""
        return tuple(passage for part in self.parts for passage in part.passages)

    @cached_property
    def speakers(self) -> tuple[str, ...]:
        """The ids of those whose words it gives, in order of first speaking."""
        return tuple(dict.fromkeys(one for turn in self.turns for one in turn.turn.speakers))

    @cached_property
    def gaps(self) -> tuple[Gap, ...]:
        """Every gap in reading order."""
        items = [item for turn in self.turns for item in (*turn.before, *turn.items)]
        return tuple(item for item in items if isinstance(item, Gap))

    @property
    def published(self) -> date:
        """The day on which it came here, where a lock says it; else that of the event."""
        return self.added or self.record.date

    @property
    def event(self) -> str:
        """The event, by the slug of its original."""
        return self.record.translation_of or self.slug

    @cached_property
    def changed(self) -> date:
        """The day of its last correction; that on which it was published where there was none."""
        return self.changed_in((*self.passages, *self.tombstones))

    @cached_property
    def tombstones(self) -> tuple[Tombstone, ...]:
        """What became of every passage that is no more, in reading order."""
        items = (item for turn in self.turns for item in turn.items)
        return tuple(item for item in items if isinstance(item, Tombstone))

    def changed_in(self, items: Iterable[Passage | Tombstone]) -> date:
        """The day on which any of these was last corrected or removed; else that on which all came here."""
        days = [self.published]
        for item in items:
            if isinstance(item, Passage):
                days += [one.until for one in (*item.history, *item.attributed)]
            else:
                days.append(item.removed)
        return max(days)

    @cached_property
    def voices(self) -> tuple[tuple[str, ...], ...]:
        """Who speaks each turn."""
        return tuple(turn.turn.speakers for turn in self.turns)

    def turn_of(self, passage: Passage) -> SpokenTurn:
        """The turn that a passage belongs to."""
        return self.turns[passage.turn - 1]

    def asked_by(self, turn: SpokenTurn, topics: Collection[str]) -> tuple[Passage, ...]:
        """The question that a turn answers: the passages on these topics, else all of the last question.

        A turn that asks two things has a passage for each, and an answer on one of them answers that one; so
        it is with questions put one after another.
        """
        asked = self._asked.get(turn.number, ())
        passages = (passage for item in asked for passage in item.passages)
        nearest = asked[-1].passages if asked else ()
        return tuple(item for item in passages if set(topics) & set(item.about)) or nearest

    @cached_property
    def _asked(self) -> Mapping[int, tuple[SpokenTurn, ...]]:
        """The questions last put before each answer, one after another, by the answer's number."""
        found: dict[int, tuple[SpokenTurn, ...]] = {}
        last: tuple[SpokenTurn, ...] = ()
        for is_question, run in groupby(self.turns, lambda turn: turn.turn.kind is Kind.QUESTION):
            if is_question:
                last = tuple(run)
            else:
                found |= {turn.number: last for turn in run if turn.turn.kind is Kind.ANSWER}
        return found


class _Each(Mapping[str, T]):
    """What is made from each transcript, when it is asked for, and kept with it."""

    def __init__(self, archive: Archive, make: Callable[[Archive, Transcript], T]) -> None:
        self._archive, self._make = archive, make
        self._with = archive.basis, len(archive.entities), spoken()

    def __getitem__(self, slug: str) -> T:
        transcript = self._archive.by_slug[slug]
        kept = transcript.derived.get(self._make)
        if not kept or kept[0] != self._with:
            kept = transcript.derived[self._make] = self._with, self._make(self._archive, transcript)
        found: T = kept[1]
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(self._archive.by_slug)

    def __len__(self) -> int:
        return len(self._archive.by_slug)


def _pair(own: Transcript, other: Transcript) -> Mapping[str, Passage]:
    """The passages of two transcripts with the same turns of the same speakers, turn by turn."""
    if own.voices != other.voices:
        return {}
    sides = [(here.passages, there.passages) for here, there in zip(own.turns, other.turns, strict=True)]
    same = (zip(*side, strict=True) for side in sides if len(side[0]) == len(side[1]))
    return {one.anchor: passage for turn in same for one, passage in turn}


@dataclass(frozen=True)
class Archive(_Deriving):
    """Everything published: topics in the editor's order, transcripts newest first, entities by id.

    `home` is the tag of the archive's own language, that of its topics and names; `digest` is that of topics
    and entities as they were read, `basis` that of what transcripts are read by of them.
    """

    topics: tuple[Topic, ...]
    entities: Mapping[str, Entity]
    transcripts: tuple[Transcript, ...]
    home: str = "en"
    digest: str = field(default="", compare=False)
    basis: str = field(default="", compare=False)

    def derive(self, make: Callable[[Archive], T]) -> T:
        """What is made from the archive and nothing else; it is made once, and not to be changed."""
        if make not in self.derived:
            self.derived[make] = make(self)
        found: T = self.derived[make]
        return found

    def each(self, make: Callable[[Archive, Transcript], T]) -> Mapping[str, T]:
        """What is made from each transcript with what it is read by of topics and entities, by its slug.

        Scope notes and descriptions are not of that. It is made when it is asked for, once for as long as
        these stay as they are, whatever becomes of other transcripts, and not to be changed.
        """
        if make not in self.derived:
            self.derived[make] = _Each(self, make)
        found: Mapping[str, T] = self.derived[make]
        return found

    def translations(self, slug: str) -> tuple[Transcript, ...]:
        """The other transcripts of an event in other languages, the original first; none for most."""
        return tuple(item for item in self._events[slug] if item.slug != slug)

    def counterpart(self, passage: Passage, slug: str) -> Passage | None:
        """The passage of another transcript of the same event that has the same words in another language.

        None where that is not sure: the two must have the same turns of the same speakers, and that turn as
        many passages in both.
        """
        return self._pairs.get((passage.transcript, slug), {}).get(passage.anchor)

    @cached_property
    def _pairs(self) -> Mapping[tuple[str, str], Mapping[str, Passage]]:
        """What `counterpart` finds, for each two transcripts of one event, by the anchor of the first."""
        events = {item.event: self._events[item.slug] for item in self.transcripts}
        pairs = (pair for event in events.values() for pair in permutations(event, 2))
        return {(own.slug, other.slug): _pair(own, other) for own, other in pairs}

    def counterparts(self, passage: Passage) -> tuple[Passage, ...]:
        """The same words in each other language of the event, where that is sure."""
        found = (self.counterpart(passage, one.slug) for one in self.translations(passage.transcript))
        return tuple(one for one in found if one)

    @cached_property
    def passages(self) -> tuple[Passage, ...]:
        """Every passage, those of the newest transcript first."""
        return tuple(passage for transcript in self.transcripts for passage in transcript.passages)

    @cached_property
    def by_slug(self) -> Mapping[str, Transcript]:
        """The transcripts by slug."""
        return {item.slug: item for item in self.transcripts}

    def event_of(self, slug: str) -> str:
        """The event of a transcript, which is named as its original is."""
        return self._events[slug][0].event

    def distance(self, transcript: Transcript) -> tuple[bool, bool, str]:
        """What orders the transcripts of one event for readers here: that in the archive's own language, then
        the original."""
        tag = transcript.record.source.tag or ""
        abroad = tag.partition("-")[0] != self.home.partition("-")[0]
        return abroad, transcript.slug != transcript.event, transcript.slug

    def nearest(self, slug: str) -> Transcript:
        """The transcript of the same event that readers here are shown first."""
        return min(self._events[slug], key=self.distance)

    @cached_property
    def once(self) -> Archive:
        """The archive with one transcript an event, the nearest."""
        kept = tuple(item for item in self.transcripts if self.nearest(item.slug) is item)
        return self if len(kept) == len(self.transcripts) else replace(self, transcripts=kept)

    @cached_property
    def _events(self) -> Mapping[str, tuple[Transcript, ...]]:
        """The transcripts of the event of each transcript, the original first."""
        groups: dict[str, list[Transcript]] = {}
        for item in sorted(self.transcripts, key=lambda one: (one.slug != one.event, one.slug)):
            groups.setdefault(item.event, []).append(item)
        return {item.slug: tuple(group) for group in groups.values() for item in group}

    @cached_property
    def changed(self) -> date | None:
        """The day of the last event or correction, if there was any."""
        return max((transcript.changed for transcript in self.transcripts), default=None)

    @cached_property
    def apart(self) -> Mapping[str, str]:
        """The short forms that tell apart those who take part and share a family name, by full name."""
        records = [transcript.record for transcript in self.transcripts]
        ids = {one for record in records for person in record.participants for one in person.speakers}
        return tell_apart(split_name(self.entities[one]) for one in sorted(ids))

    @cached_property
    def short_names(self) -> Mapping[str, str]:
        """How a sentence names each: Mr Wren; by the full name where two have the same short one."""
        short = {entity.id: entity.short or entity.name for entity in self.entities.values()}
        often = Counter(short.values())
        return {one: short[one] if often[short[one]] == 1 else self.entities[one].name for one in short}

    @cached_property
    def language_codes(self) -> Mapping[str, str | None]:
        """The code of each transcript's language by its slug, None where it has none."""
        return {item.slug: item.record.source.tag for item in self.transcripts}

    @property
    def languages(self) -> Sequence[str]:
        """The codes of the languages that are known of the transcripts, each once."""
        return sorted({code for code in self.language_codes.values() if code})

    def name_attributed(self, speaker: str | None) -> str:
        """Who is meant by a speaker of a lock: one, several, a journalist; an id that is gone stays."""
        names = [self.short_names.get(one, one) for one in split_speakers(speaker)]
        return join_names(names) or say("a journalist")

    def name_speaker(self, turn: SpokenTurn) -> str:
        """Who speaks a turn: a name, or several, or the journalist whom the source names, or Journalist."""
        names = [self.entities[speaker].name for speaker in turn.turn.speakers]
        return join_names(names) or turn.questioner or say("Journalist")
