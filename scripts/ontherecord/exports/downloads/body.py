"""The body of a transcript for whatever is set in pages: chapters, turns, passages and the lines between."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from ...archive.model import Gap, Item, Part, SpokenTurn, Tombstone, Unspoken
from ...archive.phrases import name_kind, show_span, tell_gap, tell_not_answered, tell_removed
from ...catalogue import say, say_many
from ...subjects.passages import Passage
from ..remarks import Note, list_footnotes, list_remarks
from .edition import Edition


class Kind(StrEnum):
    """What a block of the body is, as templates know it."""

    TURN = "turn"
    PASSAGE = "passage"
    #: Words of the source that nobody spoke.
    UNSPOKEN = "unspoken"
    #: Where words are missing.
    GAP = "gap"
    #: What became of a passage that is no more.
    REMOVED = "removed"


@dataclass(frozen=True)
class Line:
    """A line that is no passage; `anchor` is that of a removed passage, else empty."""

    type: Kind
    text: str
    anchor: str = ""

    @property
    def signed(self) -> str:
        """The same in plain text, where only the sign […] tells that words are missing."""
        return f"[…] {self.text}" if self.type is Kind.GAP else self.text


@dataclass(frozen=True)
class Said:
    """A passage: its words and nothing else, and what stands with them.

    `subject` is the heading of the agenda that begins here, else empty; `remarks` are sentences on slips of
    the source and on corrections; `permalink` is empty where the site's address is not known.
    """

    number: str
    anchor: str
    permalink: str
    text: str
    subject: str
    notes: tuple[Note, ...]
    remarks: tuple[str, ...]
    type: Kind = Kind.PASSAGE

    def list_remarks(self) -> Iterator[str]:
        """All that follows the words where no format has a place for footnotes."""
        yield from (note.line for note in self.notes)
        yield from self.remarks


@dataclass(frozen=True)
class Spoken:
    """A turn: whose it is, what it is and how the site calls that, the label's note, and what it holds."""

    speaker: str
    kind: str
    name: str
    note: str
    items: tuple[Said | Line, ...]
    type: Kind = Kind.TURN

    @property
    def behind(self) -> str:
        """What stands behind the speaker's name in plain text: `, answer (speaking after Tomas Wren)`."""
        return f", {self.name}{f' ({self.note})' if self.note else ''}"

    @property
    def head(self) -> str:
        """Whose the turn is, and what, in plain text."""
        return self.speaker + self.behind


@dataclass(frozen=True)
class Section:
    """A heading of the agenda, and the passage that it stands before."""

    heading: str
    number: str
    anchor: str


@dataclass(frozen=True)
class Chapter:
    """A statement or an exchange; `sections` are its headings in the agenda, if more than one."""

    id: str
    name: str
    heading: str
    span: str
    sections: tuple[Section, ...]
    blocks: tuple[Spoken | Line, ...]

    @property
    def passages(self) -> tuple[Said, ...]:
        """The passages in reading order."""
        turns = [block for block in self.blocks if isinstance(block, Spoken)]
        return tuple(item for turn in turns for item in turn.items if isinstance(item, Said))


def build_body(edition: Edition) -> tuple[Chapter, ...]:
    """The chapters of a transcript in reading order."""
    return tuple(_build_chapter(edition, part) for part in edition.transcript.parts)


def _build_chapter(edition: Edition, part: Part) -> Chapter:
    span = show_span(part.passages)
    several = len(part.passages)
    if part.number:
        passages = say_many("passage {range}", "passages {range}", several, range=span)
        name = f"{say('Exchange {number}', number=part.number)}, {passages}"
    else:
        name = say_many("Passage {range}", "Passages {range}", several, range=span)
    starts = [item for item in part.passages if item.anchor in edition.subjects]
    return Chapter(
        part.id,
        name,
        part.heading,
        span,
        tuple(Section(edition.subjects[item.anchor], item.number, item.anchor) for item in starts),
        tuple(_list_blocks(edition, part)),
    )


def _list_blocks(edition: Edition, part: Part) -> Iterator[Spoken | Line]:
    for turn in part.turns:
        yield from (_build_line(edition, item) for item in turn.before)
        yield Spoken(
            edition.archive.name_speaker(turn),
            turn.turn.kind.value,
            name_kind(turn.turn.kind),
            _tell_how(turn),
            tuple(_build_item(edition, item) for item in turn.spoken),
        )
        yield from (_build_line(edition, item) for item in turn.after if not isinstance(item, Passage))
        if turn is part.turns[0]:
            for one in part.not_answered:
                yield Line(Kind.GAP, tell_not_answered(edition.archive, one))


def _tell_how(turn: SpokenTurn) -> str:
    """What stands behind a speaker's name: an interpreter, and the label's note."""
    note = None if turn.questioner else turn.turn.label_note
    return ", ".join(filter(None, (say("through an interpreter") if turn.interpreted else "", note)))


def _build_item(edition: Edition, item: Item) -> Said | Line:
    if not isinstance(item, Passage):
        return _build_line(edition, item)
    notes = edition.notes.get(item.anchor)
    return Said(
        item.number,
        item.anchor,
        edition.permalink(item) if edition.site.address else "",
        item.text,
        edition.subjects.get(item.anchor, ""),
        list_footnotes(notes),
        list_remarks(edition.archive, item, notes),
    )


def _build_line(edition: Edition, item: Gap | Unspoken | Tombstone) -> Line:
    if isinstance(item, Gap):
        return Line(Kind.GAP, tell_gap(edition.archive, item))
    if isinstance(item, Unspoken):
        return Line(Kind.UNSPOKEN, f"{item.label} {item.text}" if item.label else item.text)
    return Line(Kind.REMOVED, tell_removed(item), item.anchor)
