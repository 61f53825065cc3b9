"""The passage, with all that the rules and an editor found in it."""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import accumulate

from ..anchors.lock import Wording
from ..slotted import Slotted


class Level(StrEnum):
    """How a passage relates to a topic."""

    ABOUT = "about"
    #: "mentions" in data files, where it was given out before "mention" was a name's.
    TOUCHES = "mentions"


@dataclass(frozen=True, slots=True)
class Assignment(Slotted):
    """A topic of a passage and why it has it: a term of the topic, or a reason.

    The reason is an editor's, or, with a `source`, that it continues or answers the passage of that anchor.
    """

    recurs = True

    topic: str
    level: Level
    term: str | None
    reason: str | None
    source: str | None = None


@dataclass(frozen=True, slots=True)
class Mention(Slotted):
    """Where a passage names an entity: offsets into its text, and the reason if an editor decided it."""

    start: int
    end: int
    entity: str
    reason: str | None


@dataclass(frozen=True, slots=True)
class Texts(Slotted):
    """The texts of a transcript's passages, in one piece of UTF-8, and where each ends in it.

    That is half of what Python takes for them one by one, since one typographic quote makes all letters of a
    text wide; and processes share it, for reading a text writes nothing to it.
    """

    whole: bytes
    ends: array[int]

    @classmethod
    def join(cls, texts: Iterable[str]) -> Texts:
        """These texts."""
        parts = [text.encode() for text in texts]
        return cls(b"".join(parts), array("I", accumulate(map(len, parts))))

    def take(self, place: int) -> str:
        """The text at a place, from 0."""
        return self.whole[self.ends[place - 1] if place else 0 : self.ends[place]].decode()


@dataclass(frozen=True, slots=True)
class Passage(Slotted):
    """One paragraph with its permanent anchor.

    Its text is at a `place` of `texts`, those of its transcript: as a value it is this text, whatever else is
    there. `turn` counts from 1 within the transcript; `line` is its line in the source text. `mentions` are
    where it names entities, in order and without overlaps. `assignments` are in the order of the topics'
    file. `history` holds the earlier wordings, oldest first; `attributed` those who were said to speak it
    before. `entities` are the ids of what it names, in order of first mention; `about` and `touches` those of
    the topics that it is about (none for a procedural one) and that it only touches.
    """

    transcript: str
    anchor: str
    texts: Texts
    place: int
    line: int
    turn: int
    assignments: tuple[Assignment, ...]
    mentions: tuple[Mention, ...]
    history: tuple[Wording, ...]
    attributed: tuple[Wording, ...] = ()
    entities: tuple[str, ...] = field(init=False)
    about: tuple[str, ...] = field(init=False)
    touches: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        named = dict.fromkeys(mention.entity for mention in self.mentions)
        object.__setattr__(self, "entities", tuple(named))
        object.__setattr__(self, "about", self._list_topics(Level.ABOUT))
        object.__setattr__(self, "touches", self._list_topics(Level.TOUCHES))

    def _list_topics(self, level: Level) -> tuple[str, ...]:
        return tuple(item.topic for item in self.assignments if item.level is level)

    def __eq__(self, other: object) -> bool:
        if self is other or not isinstance(other, Passage):
            return self is other
        if (self.anchor, self.transcript) != (other.anchor, other.transcript):
            return False  # Most are told apart by that, and no text is taken.
        return self._value == other._value

    def __hash__(self) -> int:
        return hash((self.transcript, self.anchor))

    def __repr__(self) -> str:
        return f"Passage{self._value}"

    @property
    def _value(self) -> tuple[object, ...]:
        where = self.transcript, self.anchor, self.line, self.turn
        return *where, self.text, self.assignments, self.mentions, self.history, self.attributed

    @property
    def text(self) -> str:
        """Its words."""
        return self.texts.take(self.place)

    @property
    def number(self) -> str:
        """The number as shown: the anchor without its letter p."""
        return self.anchor[1:]
