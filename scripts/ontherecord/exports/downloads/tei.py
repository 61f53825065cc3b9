"""A transcript in TEI, by the profile Parla-CLARIN: utterances of segments, with all that is known of them.

A passage is a `seg` whose text content is its words and nothing else; what the site says of it follows. Every
id is the transcript's own within the archive (`t-<slug>.p14`), so that all files stand in one corpus.
`tei-profile.rng`, beside this module, says what such a file holds.
"""

from __future__ import annotations

from collections.abc import Iterator

from ...archive.model import Gap, Item, Part, SpokenTurn, Tombstone, Unspoken
from ...archive.phrases import tell_gap, tell_not_answered, tell_removed
from ...catalogue import spoken
from ...data.definitions import EntityKind
from ...subjects.passages import Mention, Passage
from ...text.locate import find_decided
from ..remarks import tell_footnote, tell_slip
from .edition import Edition
from .markup import Content, Element, Span, mark, render
from .tei_header import build_header
from .tei_names import Pointers, build_names, tei

#: Which element names which kind; others are a `name` with a type.
_NAMES = {
    EntityKind.PERSON: "persName",
    EntityKind.ORGANISATION: "orgName",
    EntityKind.GROUP: "orgName",
    EntityKind.PLACE: "placeName",
}


def render_tei(edition: Edition) -> bytes:
    """The file."""
    to = Pointers(edition.transcript.slug)
    root = tei(
        "TEI",
        {"xml:id": to.id("tei"), "xml:lang": spoken()},
        build_header(edition, to),
        build_names(edition, to),
        tei("text", {"xml:lang": edition.language or "und"}, _Body(edition, to).build()),
    )
    return render(root)


class _Body:
    """Makes the body of one transcript."""

    def __init__(self, edition: Edition, to: Pointers) -> None:
        self.edition = edition
        self.archive = edition.archive
        self.to = to

    def build(self) -> Element:
        """The title as printed, then statements and exchanges."""
        parts = self.edition.transcript.parts
        return tei("body", {}, tei("head", {}, self.edition.transcript.record.title), *map(self._part, parts))

    def _part(self, part: Part) -> Element:
        heading = tei("head", {**self._by_editor()}, part.heading)
        attributes = {"type": "debateSection", "subtype": "exchange" if part.number else "statement"}
        return tei(
            "div", {**attributes, "xml:id": self.to.id(f"part.{part.id}")}, heading, *self._turns(part)
        )

    def _turns(self, part: Part) -> Iterator[Content]:
        for turn in part.turns:
            yield from (self._unsaid(item) for item in turn.before)
            if turn.turn.label:
                yield tei("note", {"type": "speaker"}, turn.turn.label)
            yield self._utterance(turn)
            yield from (self._unsaid(item) for item in turn.after)
            for silent in part.not_answered if turn is part.turns[0] else ():
                told = tell_not_answered(self.archive, silent)
                yield tei("gap", self._gap(silent), tei("desc", {}, told))

    def _utterance(self, turn: SpokenTurn) -> Element:
        """A turn, from its first living passage to its last."""
        spoken = turn.turn
        kinds = [self.to.link("kind", spoken.kind.value)]
        kinds += [self.to.link("kind", "interpreted")] if turn.interpreted else []
        attributes = {
            "xml:id": self.to.id(f"u{turn.number}"),
            "who": self.to.speakers(self.edition, turn),
            "toWhom": self.to.link("name", spoken.addressed_to) if spoken.addressed_to else None,
            "ana": " ".join(kinds),
        }
        return tei("u", attributes, *(element for item in turn.spoken for element in self._item(item)))

    def _item(self, item: Item) -> Iterator[Content]:
        if not isinstance(item, Passage):
            yield self._unsaid(item)
            return
        if subject := self.edition.subjects.get(item.anchor):
            yield tei("note", {"type": "heading", **self._by_editor()}, subject)
        yield from self._passage(item)

    def _unsaid(self, item: Item) -> Element:
        if isinstance(item, Gap):
            return tei("gap", self._gap(item.speaker, item), tei("desc", {}, tell_gap(self.archive, item)))
        if isinstance(item, Tombstone):
            attributes = {"type": "removed", "xml:id": self.to.id(item.anchor), "n": item.number}
            return tei("note", {**attributes, **self._by_editor()}, tell_removed(item))
        assert isinstance(item, Unspoken)
        return tei("note", {"type": "unspoken"}, f"{item.label} {item.text}" if item.label else item.text)

    def _gap(self, speaker: str, gap: Gap | None = None) -> dict[str, str | None]:
        """What marks a gap as one; how it is known only where the record knows that words were spoken."""
        evidence = None if gap is None else "conjecture" if gap.inferred else "internal"
        attributes = {"reason": "left-out", "corresp": self.to.link("name", speaker), "evidence": evidence}
        return {**attributes, **self._by_editor()}

    def _by_editor(self) -> dict[str, str | None]:
        """What marks words of the site's own, in the language of the site."""
        return {"resp": self.to.link("editor"), "xml:lang": spoken()}

    # --- a passage ---

    def _passage(self, passage: Passage) -> Iterator[Content]:
        """The words, then the editor's footnotes and what is a slip and crosses a name."""
        slips = list(self._find_slips(passage))
        named = [(one.start, one.end) for one in passage.mentions]
        held = [slip for slip in slips if not any(_cross(slip, name) for name in named)]
        spans = [Span(*slip, lambda *words: tei("sic", {}, *words)) for slip in held]
        spans += [self._name(mention) for mention in passage.mentions]
        attributes = {
            "xml:id": self.to.id(passage.anchor),
            "n": passage.number,
            "corresp": self.edition.permalink(passage),
            "ana": self._topics(passage),
        }
        yield tei("seg", attributes, *mark(passage.text, spans))
        notes = self.edition.notes.get(passage.anchor)
        about = {"target": self.to.link(passage.anchor), **self._by_editor()}
        for footnote in notes.footnotes if notes else ():
            yield tei(
                "note", {"type": "footnote", "n": str(footnote.number), **about}, tell_footnote(footnote)
            )
        for start, end in slips:
            if (start, end) not in held:
                yield tei("note", {"type": "sic", **about}, tell_slip(passage.text[start:end]))

    def _find_slips(self, passage: Passage) -> Iterator[tuple[int, int]]:
        here = (one for one in self.edition.transcript.record.slips if one.passage == passage.anchor)
        return (span for one in here if (span := find_decided(passage.text, one)))

    def _name(self, mention: Mention) -> Span:
        """A name; what stands for one by an editor's reading is no name, but refers to the same."""
        kind = self.archive.entities[mention.entity].kind
        tag = "rs" if mention.reason else _NAMES.get(kind, "name")
        attributes = {
            "type": kind.value if tag in ("rs", "name") else None,
            "ref": self.to.link("name", mention.entity),
        }
        return Span(mention.start, mention.end, lambda *words: tei(tag, attributes, *words))

    def _topics(self, passage: Passage) -> str:
        about = [self.to.link("topic", topic) for topic in passage.about]
        touched = [self.to.link("touched", topic) for topic in passage.touches]
        return " ".join((about or [self.to.link("procedural")]) + touched)


def _cross(one: tuple[int, int], other: tuple[int, int]) -> bool:
    """Whether two spans share words and neither holds the other."""
    first, second = sorted((one, other))
    return first[0] < second[0] < first[1] < second[1]
