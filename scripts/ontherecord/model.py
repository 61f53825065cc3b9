"""The things of the archive, in the words of DESIGN: transcript, turn, exchange, passage, topic, entity.

Nothing here reads, checks or writes; every other module speaks in these types.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property

from .definitions import Entity, Record, Topic


class Kind(StrEnum):
    """What a turn is."""

    STATEMENT = "statement"
    QUESTION = "question"
    ANSWER = "answer"


@dataclass(frozen=True)
class Paragraph:
    """One paragraph of the source: its text, white space folded, and the line it starts on (from 1)."""

    text: str
    line: int


@dataclass(frozen=True)
class Turn:
    """One speaker's uninterrupted contribution, as parsed.

    `speaker` and `addressed_to` are entity ids; `speaker` is None for a journalist. `label` is the label as
    printed, without its colon and with white space folded, None for an unlabelled opening; `label_note` is
    what its parenthesis holds. `line` is the line the turn starts on.
    """

    kind: Kind
    speaker: str | None
    label: str | None
    label_note: str | None
    addressed_to: str | None
    paragraphs: tuple[Paragraph, ...]
    line: int


@dataclass(frozen=True)
class ParsedTranscript:
    """The title, the date and the turns of one source text; an empty title or a None date was not found."""

    title: str
    title_line: int
    date: date | None
    date_line: int
    turns: tuple[Turn, ...]


@dataclass(frozen=True)
class Cast:
    """Who may speak in a transcript, for the parser.

    `speakers` maps each declared label of a participant to an entity id; `questions` are the labels that
    begin a journalist's question; `names` maps every name and alias of a person to an entity id (for notes
    such as "addressed to John Kerry"); `opening` speaks before the first label; `not_labels` are openings
    that look like a label and are words of the text.
    """

    speakers: Mapping[str, str]
    questions: frozenset[str]
    names: Mapping[str, str]
    opening: str | None
    not_labels: frozenset[str]


@dataclass(frozen=True)
class LineProblem:
    """A mistake found in a text that does not know its file: see `problems.Problem`."""

    line: int
    message: str


class Level(StrEnum):
    """How a passage relates to a topic."""

    ABOUT = "about"
    MENTIONS = "mentions"


@dataclass(frozen=True)
class Assignment:
    """A topic of a passage and why it has it: a term of the topic, or the editor's reason."""

    topic: str
    level: Level
    term: str | None
    reason: str | None


@dataclass(frozen=True)
class Mention:
    """Where a passage names an entity: offsets into its text, and the reason if an editor decided it."""

    start: int
    end: int
    entity: str
    reason: str | None


@dataclass(frozen=True)
class Wording:
    """Words that a passage had, and the day on which they were replaced."""

    until: date
    text: str


@dataclass(frozen=True)
class Tombstone:
    """What became of a passage that is no more: its last words, when it was removed, and what replaced it.

    `successors` are the anchors of living passages; `history` holds the wordings before the last, oldest
    first.
    """

    transcript: str
    anchor: str
    text: str
    removed: date
    successors: tuple[str, ...]
    history: tuple[Wording, ...]

    @property
    def number(self) -> str:
        """The number as shown: the anchor without its letter p."""
        return self.anchor[1:]


@dataclass(frozen=True)
class Passage:
    """One paragraph with its permanent anchor.

    `turn` counts from 1 within the transcript; `line` is its line in the source text. `named` are its
    mentions of entities, in order and without overlaps. `assignments` are in the order of the topics' file.
    `history` holds the earlier wordings, oldest first.
    """

    transcript: str
    anchor: str
    text: str
    line: int
    turn: int
    assignments: tuple[Assignment, ...]
    named: tuple[Mention, ...]
    history: tuple[Wording, ...]

    @property
    def number(self) -> str:
        """The number as shown: the anchor without its letter p."""
        return self.anchor[1:]

    @property
    def entities(self) -> tuple[str, ...]:
        """Ids of what it names, in order of first mention."""
        return tuple(dict.fromkeys(mention.entity for mention in self.named))

    @property
    def about(self) -> tuple[str, ...]:
        """Ids of the topics that the passage is about; empty for a procedural one."""
        return tuple(item.topic for item in self.assignments if item.level is Level.ABOUT)

    @property
    def mentions(self) -> tuple[str, ...]:
        """Ids of the topics that the passage only mentions."""
        return tuple(item.topic for item in self.assignments if item.level is Level.MENTIONS)

    def why(self, topic: str) -> Assignment:
        """The assignment of one topic; KeyError where the passage has none."""
        for item in self.assignments:
            if item.topic == topic:
                return item
        raise KeyError(topic)


@dataclass(frozen=True)
class SpokenTurn:
    """A turn with its passages, and tombstones where passages stood.

    `left_out_before` are the speakers whose words the source leaves out here.
    """

    number: int
    turn: Turn
    items: tuple[Passage | Tombstone, ...]
    left_out_before: tuple[str, ...]

    @cached_property
    def passages(self) -> tuple[Passage, ...]:
        """The living passages in reading order."""
        return tuple(item for item in self.items if isinstance(item, Passage))

    @property
    def spoken(self) -> tuple[Passage | Tombstone, ...]:
        """What is surely of this turn: from its first living passage to its last."""
        return self.items[: self.items.index(self.passages[-1]) + 1]

    @property
    def after(self) -> tuple[Passage | Tombstone, ...]:
        """Tombstones behind the last living passage: who spoke those words the lock does not say."""
        return self.items[self.items.index(self.passages[-1]) + 1 :]


@dataclass(frozen=True)
class Section:
    """A heading of the agenda and the passages below it, up to the next heading."""

    subject: str
    passages: tuple[Passage, ...]


@dataclass(frozen=True)
class Part:
    """A statement or an exchange: what the transcript falls into.

    `number` counts the exchanges from 1 and is None for a statement; `sections` divide a statement by
    subject, and are empty for an exchange. `not_answered` are the speakers to whom a question of this part
    was put, whose words the source leaves out, and of whom it does not say that they answered.
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
class Transcript:
    """One transcript, ready to be shown."""

    slug: str
    record: Record
    parts: tuple[Part, ...]

    @cached_property
    def turns(self) -> tuple[SpokenTurn, ...]:
        """Every turn in reading order."""
        return tuple(turn for part in self.parts for turn in part.turns)

    @cached_property
    def passages(self) -> tuple[Passage, ...]:
        """Every passage in reading order."""
        return tuple(passage for part in self.parts for passage in part.passages)

    def turn_of(self, passage: Passage) -> SpokenTurn:
        """The turn that a passage belongs to."""
        return self.turns[passage.turn - 1]

    def asked_by(self, turn: SpokenTurn, topics: Collection[str]) -> tuple[Passage, ...]:
        """The question that a turn answers: the passages on these topics, else all of the last question.

        A turn that asks two things has a passage for each, and an answer on one of them answers that one; so
        it is with questions put one after another.
        """
        if turn.turn.kind is not Kind.ANSWER:
            return ()
        asked: list[SpokenTurn] = []
        for item in reversed([one for one in self.turns if one.number < turn.number]):
            if item.turn.kind is Kind.QUESTION:
                asked.insert(0, item)
            elif asked:
                break
        passages = tuple(passage for item in asked for passage in item.passages)
        nearest = asked[-1].passages if asked else ()
        return tuple(item for item in passages if set(topics) & set(item.about)) or nearest


@dataclass(frozen=True)
class Archive:
    """Everything published: topics in the editor's order, transcripts newest first, entities by id."""

    topics: tuple[Topic, ...]
    entities: Mapping[str, Entity]
    transcripts: tuple[Transcript, ...]
