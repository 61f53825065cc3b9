"""What an Akoma Ntoso file says before its text: what it is, who is referred to, what was corrected."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from ... import urls
from ...archive.model import SpokenTurn
from ...catalogue import spoken
from ...data.definitions import Entity, EntityKind
from ...data.languages import lengthen_language_code
from ..remarks import tell_footnote, tell_slip
from .edition import Edition
from .markup import Content, Element, Maker

akn = Maker("http://docs.oasis-open.org/legaldocml/ns/akn/3.0")

#: The country of a work is mandatory, and no record has one: a source can be any body, and a place is words.
#: ZZ is what ISO 3166-1 leaves to users, and Unicode's CLDR takes for an unknown region.
COUNTRY = "zz"
EDITOR, PUBLISHER = "#editor", "#publisher"
#: The class of top-level concepts that each kind of thing is of.
_CLASSES = {
    EntityKind.PERSON: "TLCPerson",
    EntityKind.OFFICE: "TLCRole",
    EntityKind.PLACE: "TLCLocation",
    EntityKind.EVENT: "TLCEvent",
    EntityKind.DOCUMENT: "TLCReference",
}


@dataclass(frozen=True)
class Note:
    """A note of the editor's: its id in the file, the sign that leads to it, and what it says.

    `words` are those that stood there before a correction.
    """

    id: str
    marker: str
    told: str
    words: str | None = None


def build_notes(edition: Edition) -> Mapping[str, list[Note]]:
    """Footnotes, slips and corrections, by the anchor of their passage, removed ones included."""
    found: dict[str, list[tuple[str, str, str | None]]] = {}
    for anchor, notes in edition.notes.items():
        here = found.setdefault(anchor, [])
        here += ((str(one.number), tell_footnote(one), None) for one in notes.footnotes)
        here += (("sic", tell_slip(words), None) for words in notes.slips)
    for change in edition.changes:
        told = f"{change.told}: " if change.words else f"{change.told}."
        found.setdefault(change.anchor, []).append(("corrected", told, change.words))
    return {
        anchor: [Note(f"note_{anchor}_{number}", *one) for number, one in enumerate(told, 1)]
        for anchor, told in found.items()
    }


def build_meta(edition: Edition, notes: Mapping[str, list[Note]]) -> Element:
    """The metadata."""
    listed = [_build_note(edition, note) for one in notes.values() for note in one]
    return akn(
        "meta",
        {},
        _build_identification(edition),
        _build_lifecycle(edition),
        akn("references", {"source": EDITOR}, *_list_references(edition)),
        akn("notes", {"source": EDITOR, "xml:lang": spoken()}, *listed) if listed else None,
    )


def _build_note(edition: Edition, note: Note) -> Element:
    quoted = {"xml:lang": edition.language or "und", "startQuote": "“", "endQuote": "”"}
    words = akn("embeddedText", quoted, note.words) if note.words else None
    attributes = {"eId": note.id, "marker": note.marker, "placement": "bottom"}
    return akn("note", attributes, akn("p", {}, note.told, words))


# --- what it is ---


def _build_identification(edition: Edition) -> Element:
    """The work is of the day of the event, and so is the text, or else of the day of its last correction.

    Nothing tells when the file was made, so that it does not change without a change of what it holds.
    """
    record, slug = edition.transcript.record, edition.transcript.slug
    work = f"/akn/{COUNTRY}/debate/{record.date.isoformat()}/{slug}"
    corrected = edition.changes[0].day if edition.changes else None
    long_code = lengthen_language_code(edition.language)
    text = f"{work}/{long_code}@{corrected.isoformat() if corrected else ''}"
    day = _build_date(corrected, "correction") if corrected else _build_date(record.date, "event")
    return akn(
        "identification",
        {"source": EDITOR},
        akn(
            "FRBRWork",
            {},
            *_name(work),
            akn("FRBRalias", {"value": edition.address, "name": "address"}),
            _build_date(record.date, "event"),
            akn("FRBRauthor", {"href": PUBLISHER}),
            akn("FRBRcountry", {"value": COUNTRY}),
            akn("FRBRname", {"value": record.short_title}),
        ),
        akn(
            "FRBRExpression",
            {},
            *_name(text),
            day,
            akn("FRBRauthor", {"href": PUBLISHER}),
            akn("FRBRlanguage", {"language": long_code}),
        ),
        akn(
            "FRBRManifestation",
            {},
            *_name(text, ".xml"),
            _build_date(corrected or record.date, "correction" if corrected else "event"),
            akn("FRBRauthor", {"href": EDITOR}),
        ),
    )


def _name(uri: str, suffix: str = "") -> Iterator[Element]:
    yield akn("FRBRthis", {"value": f"{uri}/!main{suffix}"})
    yield akn("FRBRuri", {"value": f"{uri}{suffix}"})


def _build_date(day: date, name: str) -> Element:
    return akn("FRBRdate", {"date": day.isoformat(), "name": name})


def _build_lifecycle(edition: Edition) -> Element:
    """The event, then each day of corrections."""
    corrected = sorted({change.day for change in edition.changes})
    days = [(edition.transcript.record.date, "generation"), *((day, "amendment") for day in corrected)]
    events = (
        akn("eventRef", {"eId": f"event_{number}", "date": day.isoformat(), "type": kind, "source": EDITOR})
        for number, (day, kind) in enumerate(days, 1)
    )
    return akn("lifecycle", {"source": EDITOR}, *events)


# --- who and what is referred to ---


def point_to_speaker(edition: Edition, turn: SpokenTurn) -> str:
    """The reference to who speaks a turn: one, several together, a journalist by name, or any journalist."""
    speakers = turn.turn.speakers
    if not speakers:
        return f"#{_name_journalist(edition, turn.questioner)}"
    return f"#name_{speakers[0]}" if len(speakers) == 1 else f"#{_name_together(speakers)}"


def _name_journalist(edition: Edition, journalist: str | None) -> str:
    return f"journalist_{edition.journalists.index(journalist) + 1}" if journalist else "journalist"


def _name_together(speakers: tuple[str, ...]) -> str:
    return "_and_".join(("together", *speakers))


def _list_references(edition: Edition) -> Iterator[Content]:
    site, source = edition.site, edition.transcript.record.source
    publisher = urls.slug_of(source.publisher) or "publisher"
    yield _refer("TLCOrganization", "publisher", _coin("organization", publisher), source.publisher)
    yield _refer("TLCOrganization", "editor", site.address or urls.urn(site.name, urls.HOME), site.name)
    for one in dict.fromkeys((*edition.speakers, *edition.named)):
        yield _refer_to_entity(edition, edition.archive.entities[one])
    for one in edition.speakers:
        if role := edition.roles.get(one):
            yield _refer("TLCRole", f"role_{one}", _coin("role", one), role)
    for turn in {turn.turn.speakers: turn for turn in edition.transcript.turns}.values():
        if len(turn.turn.speakers) > 1:
            name = _name_together(turn.turn.speakers)
            shown = edition.archive.name_speaker(turn)
            yield _refer("TLCReference", name, _coin("reference", name), shown, "speakers")
    for journalist in edition.journalists:
        name = _name_journalist(edition, journalist)
        shown, kind = (journalist, "person") if journalist else ("Journalist", "role")
        yield _refer(f"TLC{kind.title()}", name, _coin(kind, name), shown)
    for topic in edition.topics:
        address = site.absolute(urls.topic(topic.id))
        yield _refer("TLCConcept", f"topic_{topic.id}", address, topic.title)
        yield _refer("TLCConcept", f"touched_{topic.id}", address, f"{topic.title}, only mentioned")


def _refer_to_entity(edition: Edition, entity: Entity) -> Element:
    tag = _CLASSES.get(entity.kind, "TLCOrganization")
    address = edition.site.absolute(urls.entity(entity.id))
    kind = entity.kind.value if tag == "TLCReference" else None
    return _refer(tag, f"name_{entity.id}", address, entity.name, kind)


def _refer(tag: str, name: str, address: str, shown: str, kind: str | None = None) -> Element:
    return akn(tag, {"eId": name, "href": address, "showAs": shown, "name": kind})


def _coin(kind: str, name: str) -> str:
    """The name, within Akoma Ntoso's own, of who has no page on this site."""
    return f"/akn/ontology/{kind}/{name}"
