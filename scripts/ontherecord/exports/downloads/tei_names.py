"""Who speaks and what is named in a TEI file, with the ids that its text points to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ... import urls
from ...archive.model import SpokenTurn
from ...data.definitions import Entity, EntityKind
from ...data.person_names import split_name
from ...data.places import find_position
from .edition import Edition
from .markup import Content, Element, Maker

tei = Maker("http://www.tei-c.org/ns/1.0")


@dataclass(frozen=True)
class Pointers:
    """The ids of one file, and pointers to them."""

    slug: str

    def id(self, *names: str) -> str:
        """The id of what has these names, e.g. that of a passage by its anchor."""
        return urls.xml_id(self.slug, ".".join(names))

    def link(self, *names: str) -> str:
        """A pointer to it."""
        return f"#{self.id(*names)}"

    def speakers(self, edition: Edition, turn: SpokenTurn) -> str:
        """Pointers to all who speak a turn."""
        if turn.turn.speakers:
            return " ".join(self.link("name", one) for one in turn.turn.speakers)
        return self.link(*name_journalist(edition, turn.questioner))


def name_journalist(edition: Edition, journalist: str | None) -> tuple[str, ...]:
    """The names in an id of a journalist whom the source names, or of all others."""
    return ("journalist", *([str(edition.journalists.index(journalist) + 1)] if journalist else ()))


def build_participants(edition: Edition, to: Pointers) -> Element:
    """All who take part, in the order of the record, then journalists."""
    people = [_build_participant(edition, to, one) for one in edition.speakers]
    people += [_build_journalist(edition, to, one) for one in edition.journalists]
    return tei("particDesc", {}, tei("listPerson", {}, *people))


def _build_participant(edition: Edition, to: Pointers, speaker: str) -> Element:
    entity, record = edition.archive.entities[speaker], edition.transcript.record
    day, role = record.date.isoformat(), edition.roles.get(speaker)
    silent = "Spoke; the words are not in this text." if speaker in record.left_out else None
    more: list[Content] = [tei("note", {}, silent)] if silent else []
    if entity.kind is EntityKind.PERSON:
        more = [tei("occupation", {"when": day}, role), *more] if role else more
        return _build_named(edition, to, entity, *more)
    more = [tei("note", {}, f"{role}, on the day."), *more] if role else more
    return _build_named(edition, to, entity, *more)


def _build_journalist(edition: Edition, to: Pointers, journalist: str | None) -> Element:
    attributes = {"xml:id": to.id(*name_journalist(edition, journalist)), "role": "journalist"}
    if journalist:
        return tei("person", attributes, tei("persName", {}, journalist))
    return tei("personGrp", attributes, tei("p", {}, "Journalists whom the source does not name."))


#: The list that each kind of thing stands in, and what holds one of it; a body, an office or a format of
#: talks is an `org` with a type.
_LISTS = {
    "listPerson": ("person", (EntityKind.PERSON,)),
    "listOrg": ("org", (EntityKind.ORGANISATION, EntityKind.GROUP, EntityKind.OFFICE, EntityKind.FORMAT)),
    "listPlace": ("place", (EntityKind.PLACE,)),
    "listEvent": ("event", (EntityKind.EVENT,)),
    "listBibl": ("bibl", (EntityKind.DOCUMENT,)),
}
_TAGS = {kind: tag for tag, kinds in _LISTS.values() for kind in kinds}


def build_names(edition: Edition, to: Pointers) -> Element | None:
    """What the passages name besides those who take part, a list a kind; None where nothing is named."""
    named = [edition.archive.entities[one] for one in edition.named if one not in edition.speakers]
    lists = []
    for name, (_, kinds) in _LISTS.items():
        if found := [_build_named(edition, to, entity) for entity in named if entity.kind in kinds]:
            lists.append(tei(name, {}, *found))
    return tei("standOff", {}, *lists) if lists else None


def _build_named(edition: Edition, to: Pointers, entity: Entity, *more: Content) -> Element:
    tag = _TAGS[entity.kind]
    kind = entity.kind.value if tag == "org" else None
    when = entity.date if tag == "event" and _is_day(entity.date) else None
    attributes = {"xml:id": to.id("name", entity.id), "type": kind, "when": when}
    address = tei("idno", {"type": "URI"}, edition.site.absolute(urls.entity(entity.id)))
    return tei(tag, attributes, *_describe(entity, tag, address), *more)


def _is_day(date: str | None) -> bool:
    """Whether a date is a single year, month or day, as an attribute can hold it."""
    return bool(re.fullmatch(r"\d{4}(-\d\d){0,2}", date or ""))


def _describe(entity: Entity, tag: str, address: Element) -> Iterator[Content]:
    """The name, what it is and its address, in the order that TEI has for each."""
    if tag == "person":
        yield from (_build_person_name(entity), tei("note", {}, entity.description), address)
    elif tag == "org":
        yield from (tei("orgName", {}, entity.name), tei("desc", {}, entity.description), address)
    elif tag == "place":
        yield tei("placeName", {}, entity.name)
        if position := find_position(entity):
            yield tei("location", {}, tei("geo", {}, "{} {}".format(*position)))
        yield from (tei("desc", {}, entity.description), address)
        if entity.country:
            yield tei("idno", {"type": "ISO-3166-1"}, entity.country)
    elif tag == "event":
        yield from (address, tei("label", {}, entity.name), tei("desc", {}, entity.description))
    else:
        yield tei("title", {}, entity.name)
        if entity.symbol:
            yield tei("idno", {"type": "symbol"}, entity.symbol)
        if entity.date and _is_day(entity.date):
            yield tei("date", {"when": entity.date}, entity.date)
        yield from (tei("note", {}, entity.description), address)


def _build_person_name(entity: Entity) -> Element:
    """A person's name, in its parts where they are certain."""
    name = split_name(entity)
    if not name.given or name.full != entity.name:
        return tei("persName", {}, entity.name)
    given, family = tei("forename", {}, name.given), tei("surname", {}, name.family)
    link = tei("nameLink", {}, name.particles) if name.particles else None
    last = [link, family] if link is not None else [family]
    parts = [*last, given] if name.family_first else [given, *last]
    return tei("persName", {}, *parts, tei("genName", {}, name.suffix) if name.suffix else None)
