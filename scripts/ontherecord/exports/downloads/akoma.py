"""A transcript in Akoma Ntoso 1.0 (OASIS): a debate of speeches, questions and answers.

A passage is a `p` with `wId`, its anchor; its text content is its words and nothing else. Where the site says
something of them a `noteRef` without words leads to a note in `meta`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ...archive.model import Gap, Item, Part, SpokenTurn, Tombstone, Unspoken
from ...archive.phrases import tell_gap, tell_not_answered, tell_removed
from ...catalogue import spoken
from ...data.definitions import EntityKind
from ...subjects.passages import Mention, Passage
from ...text.turns import Kind
from .akoma_meta import Note, akn, build_meta, build_notes, point_to_speaker
from .edition import Edition
from .markup import Content, Element, Span, mark, render

_TURNS = {Kind.STATEMENT: "speech", Kind.QUESTION: "question", Kind.ANSWER: "answer"}
#: Which element names which kind; others are an `entity` with a name.
_NAMES = {
    EntityKind.PERSON: "person",
    EntityKind.ORGANISATION: "organization",
    EntityKind.GROUP: "organization",
    EntityKind.OFFICE: "role",
    EntityKind.PLACE: "location",
    EntityKind.EVENT: "event",
}


def _by_editor() -> dict[str, str]:
    """What marks words of the site's own, in the language of the site."""
    return {"status": "editorial", "xml:lang": spoken()}


def render_akoma(edition: Edition) -> bytes:
    """The file."""
    notes = build_notes(edition)
    debate = akn(
        "debate",
        {"name": "news-conference"},
        build_meta(edition, notes),
        _build_preface(edition),
        _Body(edition, notes).build(),
    )
    return render(akn("akomaNtoso", {}, debate))


def _build_preface(edition: Edition) -> Element:
    """The title as printed, and what a reader must know of the text."""
    tongue = {"xml:lang": edition.language or "und"}
    title = akn("docTitle", tongue, edition.transcript.record.title)
    facts = (akn("p", {}, f"{name}: {fact}") for name, fact in edition.facts)
    return akn(
        "preface",
        {},
        akn("longTitle", {}, akn("p", {}, title)),
        akn("container", {"name": "record", "xml:lang": spoken()}, *facts),
    )


class _Body:
    """Makes the body of one transcript."""

    def __init__(self, edition: Edition, notes: Mapping[str, list[Note]]) -> None:
        self.edition = edition
        self.archive = edition.archive
        self.notes = notes

    def build(self) -> Element:
        """Statements and exchanges, in order."""
        tongue = {"xml:lang": self.edition.language or "und"}
        sections = (self._part(*one) for one in enumerate(self.edition.transcript.parts, 1))
        return akn("debateBody", tongue, *sections)

    def _part(self, number: int, part: Part) -> Element:
        attributes = {"eId": f"dbsect_{number}", "name": "exchange" if part.number else "statement"}
        heading = akn("heading", _by_editor(), part.heading)
        return akn("debateSection", attributes, heading, *self._turns(part))

    def _turns(self, part: Part) -> Iterator[Content]:
        for turn in part.turns:
            yield from (self._unsaid(item) for item in turn.before)
            yield self._speech(turn)
            yield from (self._unsaid(item) for item in turn.after)
            for silent in part.not_answered if turn is part.turns[0] else ():
                yield self._omit(silent, tell_not_answered(self.archive, silent))

    def _speech(self, turn: SpokenTurn) -> Element:
        """A turn, from its first living passage to its last."""
        spoken, tag = turn.turn, _TURNS[turn.turn.kind]
        speaker = spoken.speakers[0] if len(spoken.speakers) == 1 else None
        attributes = {
            "eId": f"{tag}_{turn.number}",
            "by": point_to_speaker(self.edition, turn),
            "as": f"#role_{speaker}" if speaker and self.edition.roles.get(speaker) else None,
            "to": f"#name_{spoken.addressed_to}" if spoken.addressed_to else None,
            "status": "translated" if turn.interpreted else None,
        }
        label = akn("from", {}, spoken.label) if spoken.label else None
        return akn(tag, attributes, label, *(one for item in turn.spoken for one in self._item(item)))

    def _item(self, item: Item) -> Iterator[Content]:
        if not isinstance(item, Passage):
            yield self._unsaid(item)
            return
        if subject := self.edition.subjects.get(item.anchor):
            yield akn("p", {"class": "heading"}, akn("remark", _by_editor(), subject))
        yield self._passage(item)

    def _unsaid(self, item: Item) -> Element:
        if isinstance(item, Gap):
            return self._omit(item.speaker, tell_gap(self.archive, item))
        if isinstance(item, Tombstone):
            removed = {
                "eId": f"p_{item.number}",
                "wId": item.anchor,
                "status": "removed",
                "xml:lang": spoken(),
            }
            return akn("p", removed, akn("remark", {}, tell_removed(item)), *self._refer(item.anchor))
        assert isinstance(item, Unspoken)
        return akn("p", {}, akn("remark", {}, f"{item.label} {item.text}" if item.label else item.text))

    def _omit(self, speaker: str, told: str) -> Element:
        """Where the words of one who spoke are left out."""
        return akn("p", {}, akn("omissis", {"refersTo": f"#name_{speaker}", **_by_editor()}, told))

    def _passage(self, passage: Passage) -> Element:
        topics = [f"#topic_{one}" for one in passage.about] + [f"#touched_{one}" for one in passage.touches]
        attributes = {
            "eId": f"p_{passage.number}",
            "wId": passage.anchor,
            "refersTo": " ".join(topics) or None,
        }
        words = mark(passage.text, map(self._name, passage.mentions))
        return akn("p", attributes, *words, *self._refer(passage.anchor))

    def _refer(self, anchor: str) -> Iterator[Element]:
        for note in self.notes.get(anchor, ()):
            yield akn("noteRef", {"href": f"#{note.id}", "marker": note.marker, "placement": "bottom"})

    def _name(self, mention: Mention) -> Span:
        kind = self.archive.entities[mention.entity].kind
        tag = _NAMES.get(kind, "entity")
        attributes = {
            "refersTo": f"#name_{mention.entity}",
            "name": kind.value if tag == "entity" else None,
        }
        return Span(mention.start, mention.end, lambda *words: akn(tag, attributes, *words))
