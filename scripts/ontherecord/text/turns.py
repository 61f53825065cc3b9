"""What a source text is parsed into: turns, their paragraphs, and the cast that may speak."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import cached_property

from ..slotted import Slotted


class Kind(StrEnum):
    """What a turn is."""

    STATEMENT = "statement"
    QUESTION = "question"
    ANSWER = "answer"
    NOTE = "note"


#: Parts the ids of those who speak together where one text names them; no id holds it.
_TOGETHER = "+"


def join_speakers(ids: Iterable[str]) -> str:
    """The speaker of a label that stands for several at once: their ids in one text."""
    return _TOGETHER.join(ids)


def split_speakers(speaker: str | None) -> tuple[str, ...]:
    """The ids of those who speak: one, several who speak together, or none for a journalist."""
    return tuple(speaker.split(_TOGETHER)) if speaker else ()


@dataclass(frozen=True, slots=True)
class Paragraph(Slotted):
    """One paragraph of the source: its text, white space folded, and the line it starts on (from 1)."""

    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Turn(Slotted):
    """One speaker's uninterrupted contribution, as parsed.

    `speaker` and `addressed_to` are entity ids; `speaker` is None for a journalist and for a note, and what
    `join_speakers` makes where several speak at once. `label` is the label as printed, without its colon, its
    emphasis and with white space folded, None for an unlabelled opening; `printed` is the same with them;
    `label_note` is what its parenthesis holds. `continues` is true of the same speaker going on after a note.
    `line` is the line the turn starts on.
    """

    kind: Kind
    speaker: str | None
    label: str | None
    label_note: str | None
    addressed_to: str | None
    paragraphs: tuple[Paragraph, ...]
    line: int
    printed: str | None = None
    continues: bool = False

    @property
    def speakers(self) -> tuple[str, ...]:
        """The ids of those who speak; none for a journalist."""
        return split_speakers(self.speaker)

    @property
    def name(self) -> str | None:
        """The label without its note."""
        if self.label is None or not self.label_note:
            return self.label
        return self.label.partition("(")[0].strip()


@dataclass(frozen=True)
class ParsedTranscript:
    """The title, the date and the turns of one source text; an empty title or a None date was not found.

    `turns` are all entries in the order of the text, notes among them; `front` is what stands outside them.
    `labels` are those of the cast that occur, without their marks; `headings` are those between the turns.
    """

    title: str
    title_line: int
    date: date | None
    date_line: int
    turns: tuple[Turn, ...]
    front: tuple[Paragraph, ...] = ()
    labels: frozenset[str] = frozenset()
    headings: tuple[str, ...] = ()

    @cached_property
    def spoken(self) -> tuple[Turn, ...]:
        """The turns that somebody spoke, each once: a turn that goes on after a note is one."""
        joined: list[Turn] = []
        for turn in self.turns:
            if turn.kind is Kind.NOTE:
                continue
            if turn.continues and joined:
                joined[-1] = replace(joined[-1], paragraphs=(*joined[-1].paragraphs, *turn.paragraphs))
            else:
                joined.append(turn)
        return tuple(joined)


@dataclass(frozen=True)
class Cast:
    """Who may speak in a transcript, for the parser.

    `speakers` maps each declared label of a participant to a speaker (an entity id, or several, joined by
    `join_speakers`); `questions` are the labels that
    begin a journalist's question; `names` maps every name and alias of a person to an entity id (for notes
    such as "addressed to Tomas Wren"); `opening` speaks before the first label; `not_labels` are openings
    that look like a label and are words of the text. Of the speakers, `chairs` lead the event: what they say
    is a statement, never a question or an answer; `askers` ask: what they say is a question if it asks.
    `headings` are lines that nobody spoke.
    """

    speakers: Mapping[str, str]
    questions: frozenset[str]
    names: Mapping[str, str]
    opening: str | None
    not_labels: frozenset[str]
    chairs: frozenset[str] = frozenset()
    askers: frozenset[str] = frozenset()
    headings: frozenset[str] = frozenset()
