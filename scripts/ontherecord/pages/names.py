"""The index of names, in parts and by letter."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby

from .. import urls
from ..archive.model import Transcript
from ..archive.name_index import NameEvent, NameIndex, build_names, sort_text
from ..archive.paging import Beside, Page, list_beside
from ..archive.phrases import show_ranges
from ..catalogue import message, say
from ..data.definitions import EntityKind, Participant
from ..files import Draft
from ..store import digest
from .head import build_list_json_ld, describe_thing, show_events, title_page
from .map import build_atlas
from .printer import Printer

#: Of how many events the index itself lists the passages.
_EVENTS_LISTED = 3
#: How many of the events at which somebody took part a page names.
_ROLES = 3
#: A part of the index with more entries than this is divided by letter.
_BY_LETTER = 60

_SECTIONS = (
    ("people", message("People"), (EntityKind.PERSON, EntityKind.OFFICE)),
    ("organisations", message("Organisations and groups"), (EntityKind.ORGANISATION, EntityKind.GROUP)),
    ("places", message("Places"), (EntityKind.PLACE,)),
    ("documents", message("Documents and formats"), (EntityKind.DOCUMENT, EntityKind.FORMAT)),
    ("events", message("Events"), (EntityKind.EVENT,)),
)


@dataclass(frozen=True)
class IndexEntry:
    """A line of the index: a name with its passages.

    `places` are the passages of the newest events, as ranges; `more` is how many events are not among them.
    """

    text: str
    index: NameIndex
    places: tuple[tuple[Transcript, list[tuple[str, str]]], ...] = ()
    more: int = 0


@dataclass(frozen=True)
class IndexSection:
    """A part of the index; `letters` divide it where it is long."""

    id: str
    title: str
    letters: tuple[tuple[str, tuple[IndexEntry, ...]], ...]
    count: int


# --- the index --------------------------------------------------------------------------------------------


def build_sections(names: Mapping[str, NameIndex]) -> list[IndexSection]:
    """The parts of the index that have entries, each in alphabetical order."""
    sections = []
    for section_id, title, kinds in _SECTIONS:
        entries = [_build_entry(index) for index in names.values() if index.entity.kind in kinds]
        entries.sort(key=lambda entry: (sort_text(entry.text), entry.text))
        if entries:
            sections.append(IndexSection(section_id, say(title), tuple(_divide(entries)), len(entries)))
    return sections


def _divide(entries: Sequence[IndexEntry]) -> Iterator[tuple[str, tuple[IndexEntry, ...]]]:
    if len(entries) <= _BY_LETTER:
        yield "", tuple(entries)
        return
    for letter, group in groupby(entries, key=lambda entry: _letter_of(entry.text)):
        yield letter, tuple(group)


def _letter_of(text: str) -> str:
    first = urls.slug_of(text)[:1]
    return first.upper() if first.isalpha() else "0–9"


def _build_entry(index: NameIndex) -> IndexEntry:
    places = tuple(
        (event.transcript, show_ranges(event.transcript, event.passages))
        for event in index.events[:_EVENTS_LISTED]
        if event.passages
    )
    more = max(0, len(index.events) - _EVENTS_LISTED)
    return IndexEntry(index.heading, index, places, more)


# --- The pages --------------------------------------------------------------------------------------------

_HEAD = {"styles": ["assets/css/names.css"]}


def draft_names(printer: Printer) -> Iterator[Draft]:
    """The index, then every page of each name and the pages at its old addresses."""
    places = {spot.entity.id for spot in build_atlas(printer.archive).mapped if spot.entity}
    names = build_names(printer.archive)
    description = say("Who and what the passages name: people, organisations, places, documents and events.")
    sections = build_sections(names)
    yield printer.page(urls.NAMES, "names.html", say("Index"), description, _HEAD, sections=sections)
    for index in names.values():
        on_map = index.entity.id in places
        whole = digest(repr((_sum_up(index), on_map)))
        for page, beside in list_beside(index.pages):
            make = partial(_draft_name, printer, index, page, beside, on_map)
            days = None if page.events else printer.archive.changed
            told = (beside and beside.told, on_map if page.name else whole, days)
            own = [(event.transcript, event.passages) for event in page.events]
            roles = [(transcript, ()) for transcript, _ in _choose_roles(index, page)]
            yield printer.later(page.address, make, printer.inputs.of_passages([*own, *roles], *told))
        for old in index.entity.was:
            yield printer.moved(urls.entity(old), urls.entity(index.entity.id), index.entity.name)


def _sum_up(index: NameIndex) -> tuple[object, ...]:
    """What the first page of a name says of all of it."""
    topics = [(topic.id, count) for topic, count in index.topics]
    return index.count, len(index.events), index.said, len(index.roles), topics


def _choose_roles(index: NameIndex, page: Page[NameEvent]) -> Sequence[tuple[Transcript, Participant]]:
    """The events at which somebody took part, as far as a page names them."""
    return index.roles[:_ROLES] if not page.name else ()


def _draft_name(
    printer: Printer,
    index: NameIndex,
    page: Page[NameEvent],
    beside: Beside[NameEvent] | None,
    on_map: bool,
) -> Draft:
    entity, transcripts = index.entity, [event.transcript for event in page.events]
    events = show_events(printer.archive, transcripts)
    name = f"{entity.name}, {page.name}" if page.name else entity.name
    title = title_page(say("{name}, named in", name=name), events) if events else name
    thing = describe_thing(entity.name, entity.description, entity.kind)
    head = {
        **_HEAD,
        "jsonld": None if page.name else build_list_json_ld(printer.site.name, title, thing, transcripts),
        "feed": {"page": urls.entity(entity.id), "title": entity.name},
    }
    named = say("Named in: {events}.", events=events) if events else ""
    description = f"{entity.description} {named}".strip()
    roles = _choose_roles(index, page)
    own = [(event.transcript, event.passages) for event in page.events]
    days = [one.changed_in((*passages, *one.tombstones)) for one, passages in own]
    return printer.page(
        page.address,
        "name.html",
        title,
        description,
        head,
        days,
        index=index,
        shown=page,
        beside=beside,
        on_map=on_map,
        roles=roles,
    )
