"""The passage, with all that the rules and an editor found in it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from ..anchors.lock import Wording


class Level(StrEnum):
    """How a passage relates to a topic."""

    ABOUT = "about"
    #: "mentions" in data files, where it was given out before "mention" was a name's.
    TOUCHES = "mentions"


@dataclass(frozen=True)
class Assignment:
    """A topic of a passage and why it has it: a term of the topic, or a reason.

    The reason is an editor's, or, with a `source`, that it continues or answers the passage of that anchor.
    """

    topic: str
    level: Level
    term: str | None
    reason: str | None
    source: str | None = None


@dataclass(frozen=True)
class Mention:
    """Where a passage names an entity: offsets into its text, and the reason if an editor decided it."""

    start: int
    end: int
    entity: str
    reason: str | None


@dataclass(frozen=True)
class Passage:
    """One paragraph with its permanent anchor.

    `turn` counts from 1 within the transcript; `line` is its line in the source text. `mentions` are
    where it names entities, in order and without overlaps. `assignments` are in the order of the topics'
    file. `history` holds the earlier wordings, oldest first; `attributed` those who were said
    to speak it before.
    """

    transcript: str
    anchor: str
    text: str
    line: int
    turn: int
    assignments: tuple[Assignment, ...]
    mentions: tuple[Mention, ...]
    history: tuple[Wording, ...]
    attributed: tuple[Wording, ...] = ()

    @property
    def number(self) -> str:
        """The number as shown: the anchor without its letter p."""
        return self.anchor[1:]

    @cached_property
    def entities(self) -> tuple[str, ...]:
        """Ids of what it names, in order of first mention."""
        return tuple(dict.fromkeys(mention.entity for mention in self.mentions))

    @cached_property
    def about(self) -> tuple[str, ...]:
        """Ids of the topics that the passage is about; empty for a procedural one."""
        return tuple(item.topic for item in self.assignments if item.level is Level.ABOUT)

    @cached_property
    def touches(self) -> tuple[str, ...]:
        """Ids of the topics that the passage only touches."""
        return tuple(item.topic for item in self.assignments if item.level is Level.TOUCHES)

    def why(self, topic: str) -> Assignment:
        """The assignment of one topic; KeyError where the passage has none."""
        for item in self.assignments:
            if item.topic == topic:
                return item
        raise KeyError(topic)
