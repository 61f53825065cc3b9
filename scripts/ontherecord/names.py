"""The index of names: for each entity every passage that names it, by event, and their topics."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby

from . import urls
from .cite import split_name
from .definitions import Entity, EntityKind, Participant, Topic
from .excerpt import Piece, cut_excerpt
from .exports import EntityRow, MentionRow
from .model import Archive, Passage, Transcript
from .paging import Event, Page, build_pages
from .phrases import show_ranges
from .places import find_position

#: Most passages on one page of a name, save where a single event has more.
PAGE_LIMIT = 100
#: How many stretches of a passage an excerpt shows at most.
_STRETCHES = 3
#: Of how many events the index itself lists the passages.
_EVENTS_LISTED = 3
#: A part of the index with more entries than this is divided by letter.
_BY_LETTER = 60

_NUMBER = re.compile(r"\d+")

_SECTIONS = (
    ("people", "People", (EntityKind.PERSON,)),
    ("organisations", "Organisations and groups", (EntityKind.ORGANISATION, EntityKind.GROUP)),
    ("places", "Places", (EntityKind.PLACE,)),
    ("documents", "Documents and formats", (EntityKind.DOCUMENT, EntityKind.FORMAT)),
    ("events", "Events", (EntityKind.EVENT,)),
)


@dataclass(frozen=True)
class NameEvent(Event):
    """The passages of one transcript that name an entity, in reading order."""

    passages: tuple[Passage, ...]


@dataclass(frozen=True)
class NameIndex:
    """All that the archive says with one name.

    `events` are newest first; `topics` pairs each topic of the passages with their number, most first;
    `roles` are the events at which a person took part, and `said` is how many passages of theirs there are;
    `others` are the names that it also goes by.
    """

    entity: Entity
    events: tuple[NameEvent, ...]
    pages: tuple[Page[NameEvent], ...]
    topics: tuple[tuple[Topic, int], ...]
    roles: tuple[tuple[Transcript, Participant], ...]
    said: int
    others: tuple[str, ...]

    @property
    def count(self) -> int:
        """How many passages name it."""
        return sum(len(event.passages) for event in self.events)

    @property
    def heading(self) -> str:
        """The name as the index has it: a person's family name first."""
        return show_name(self.entity)


@dataclass(frozen=True)
class Entry:
    """A line of the index: a name with its passages, or (`see`) another name of an entity.

    `places` are the passages of the newest events, as ranges; `more` is how many events are not among them.
    """

    text: str
    index: NameIndex
    see: bool
    places: tuple[tuple[Transcript, list[tuple[str, str]]], ...] = ()
    more: int = 0


@dataclass(frozen=True)
class Section:
    """A part of the index; `letters` divide it where it is long."""

    id: str
    title: str
    letters: tuple[tuple[str, tuple[Entry, ...]], ...]
    count: int


def build_names(archive: Archive) -> Mapping[str, NameIndex]:
    """One index an entity, by its id, in the order of the entities' file."""
    events: dict[str, list[NameEvent]] = {}
    roles: dict[str, list[tuple[Transcript, Participant]]] = {}
    said: Counter[str | None] = Counter()
    for transcript in archive.transcripts:
        for entity, passages in _group_passages(transcript).items():
            events.setdefault(entity, []).append(NameEvent(transcript, tuple(passages)))
        for person in transcript.record.participants:
            roles.setdefault(person.speaker, []).append((transcript, person))
        for turn in transcript.turns:
            said[turn.turn.speaker] += len(turn.passages)
    return {
        entity.id: NameIndex(
            entity,
            found := tuple(events.get(entity.id, ())),
            build_pages(
                found, lambda event: len(event.passages), PAGE_LIMIT, partial(urls.entity, entity.id)
            ),
            tuple(_count_topics(archive, found)),
            tuple(roles.get(entity.id, ())),
            said[entity.id],
            tuple(_find_others(entity)),
        )
        for entity in archive.entities.values()
    }


def _group_passages(transcript: Transcript) -> dict[str, list[Passage]]:
    found: dict[str, list[Passage]] = {}
    for passage in transcript.passages:
        for entity in passage.entities:
            found.setdefault(entity, []).append(passage)
    return found


def _count_topics(archive: Archive, events: Sequence[NameEvent]) -> list[tuple[Topic, int]]:
    counts = Counter(topic for event in events for one in event.passages for topic in one.about)
    return sorted(
        ((topic, counts[topic.id]) for topic in archive.topics if counts[topic.id]), key=lambda item: -item[1]
    )


def count_names(archive: Archive, passages: Iterable[Passage]) -> list[tuple[Entity, int]]:
    """The entities that passages name and how many of them do, most first."""
    counts = Counter(entity for passage in passages for entity in passage.entities)
    ranked = sorted(counts.items(), key=lambda item: (-item[1], sort_key(archive.entities[item[0]])))
    return [(archive.entities[entity], number) for entity, number in ranked]


# --- the words around a name ------------------------------------------------------------------------------


def find_excerpt(passage: Passage, entity: str) -> tuple[Piece, ...]:
    """A passage cut to the words around a name."""
    spans = [(mention.start, mention.end) for mention in passage.named if mention.entity == entity]
    return tuple(cut_excerpt(passage.text, spans, most=_STRETCHES))


# --- the index --------------------------------------------------------------------------------------------


def build_sections(names: Mapping[str, NameIndex]) -> list[Section]:
    """The parts of the index that have entries, each in alphabetical order."""
    sections = []
    for section_id, title, kinds in _SECTIONS:
        entries = [
            entry for index in names.values() if index.entity.kind in kinds for entry in _list_entries(index)
        ]
        entries.sort(key=lambda entry: (_sort_text(entry.text), entry.see, entry.text))
        count = sum(not entry.see for entry in entries)
        if entries:
            sections.append(Section(section_id, title, tuple(_divide(entries)), count))
    return sections


def _divide(entries: Sequence[Entry]) -> Iterator[tuple[str, tuple[Entry, ...]]]:
    if len(entries) <= _BY_LETTER:
        yield "", tuple(entries)
        return
    for letter, group in groupby(entries, key=lambda entry: _letter_of(entry.text)):
        yield letter, tuple(group)


def _letter_of(text: str) -> str:
    first = urls.slug_of(text)[:1]
    return first.upper() if first.isalpha() else "0–9"


def _list_entries(index: NameIndex) -> Iterator[Entry]:
    places = tuple(
        (event.transcript, show_ranges(event.transcript, event.passages))
        for event in index.events[:_EVENTS_LISTED]
        if event.passages
    )
    more = max(0, len(index.events) - _EVENTS_LISTED)
    yield Entry(index.heading, index, False, places, more)
    listed = {_first_word(index.heading)}
    for other in sorted(index.others, key=lambda name: (len(name), name)):
        if _first_word(other) not in listed and not _is_full_name(index.entity, other):
            listed.add(_first_word(other))
            yield Entry(other, index, True)


def _first_word(name: str) -> str:
    """What a name is looked up by; U.S. is US."""
    return urls.slug_of(name.replace(".", "")).partition("-")[0]


def _is_full_name(entity: Entity, name: str) -> bool:
    """True for a person's given name with the family name, or an office: nobody is looked up by these."""
    return entity.kind is EntityKind.PERSON and " " in name


def show_name(entity: Entity) -> str:
    """A name as the index has it: a person's family name first."""
    if entity.kind is not EntityKind.PERSON:
        return entity.name
    parts = split_name(entity)
    return f"{parts.family}, {parts.given}" if parts.given else entity.name


def sort_key(entity: Entity) -> str:
    """What puts entities into alphabetical order."""
    return _sort_text(show_name(entity))


def _sort_text(text: str) -> str:
    """What a line of the index is sorted by; numbers go by their size."""
    return _NUMBER.sub(lambda match: match[0].zfill(9), urls.slug_of(text))


def _find_others(entity: Entity) -> Iterator[str]:
    """Its other names, but for spellings of the same words and for a person's name with a title."""
    seen = {urls.slug_of(entity.name), ""}
    for name in (*entity.aliases, *entity.typed):
        key = urls.slug_of(name.replace(".", ""))
        if key not in seen and not (entity.kind is EntityKind.PERSON and _is_titled(entity, name)):
            yield name
        seen.add(key)


def _is_titled(entity: Entity, name: str) -> bool:
    """True for a person's family name alone or behind a title; one without its particle is another name."""
    *before, last = name.split()
    family = entity.name.split()[-1]
    return last == family or (bool(before) and family.endswith(last))


# --- data files -------------------------------------------------------------------------------------------


def export_entities(archive: Archive) -> Iterator[EntityRow]:
    """Every entity, in the order of the entities' file."""
    named: dict[str, list[str]] = {}
    for transcript in reversed(archive.transcripts):
        for passage in transcript.passages:
            for named_id in passage.entities:
                named.setdefault(named_id, []).append(urls.passage_id(transcript.slug, passage.anchor))
    for entity in archive.entities.values():
        lat, lon = find_position(entity) or (None, None)
        yield EntityRow(
            id=entity.id,
            kind=entity.kind.value,
            name=entity.name,
            url=urls.entity(entity.id),
            description=entity.description,
            aliases=entity.aliases,
            typed=entity.typed,
            was=entity.was,
            symbol=entity.symbol,
            country=entity.country,
            date=entity.date,
            lat=lat,
            lon=lon,
            passages=tuple(named.get(entity.id, ())),
        )


def export_mentions(archive: Archive) -> Iterator[MentionRow]:
    """Every mention, in reading order, the oldest transcript first."""
    for transcript in reversed(archive.transcripts):
        for passage in transcript.passages:
            for mention in passage.named:
                yield MentionRow(
                    passage=urls.passage_id(transcript.slug, passage.anchor),
                    start=mention.start,
                    end=mention.end,
                    words=passage.text[mention.start : mention.end],
                    entity=mention.entity,
                    reason=mention.reason,
                )


def export_card(index: NameIndex) -> dict[str, object]:
    """What the pages' script shows of a name beside the text."""
    entity = index.entity
    return {
        "name": entity.name,
        "kind": entity.kind.value,
        "description": entity.description,
        "passages": index.count,
    }
