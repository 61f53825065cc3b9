"""The index of names: for each entity every passage that names it, by event, and their topics."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from . import urls
from .cite import split_name
from .definitions import Entity, EntityKind, Participant, Topic
from .exports import EntityRow, MentionRow
from .model import Archive, Mention, Passage, Transcript
from .phrases import show_ranges

#: Most passages on one page of a name, save where a single event has more.
PAGE_LIMIT = 100
#: How many characters an excerpt shows on each side of a name, and how many stretches of a passage at most.
_AROUND, _STRETCHES = 90, 3
#: Of how many events the index itself lists the passages.
_EVENTS_LISTED = 3
#: A part of the index with more entries than this is divided by letter.
_BY_LETTER = 60

_SECTIONS = (
    ("people", "People", (EntityKind.PERSON,)),
    ("organisations", "Organisations and groups", (EntityKind.ORGANISATION, EntityKind.GROUP)),
    ("places", "Places", (EntityKind.PLACE,)),
    ("documents", "Documents and formats", (EntityKind.DOCUMENT, EntityKind.FORMAT)),
    ("events", "Events", (EntityKind.EVENT,)),
)


@dataclass(frozen=True)
class NameEvent:
    """The passages of one transcript that name an entity, in reading order."""

    transcript: Transcript
    passages: tuple[Passage, ...]


@dataclass(frozen=True)
class NamePage:
    """One page of a name; `name` is empty for the first, which holds the newest events."""

    address: str
    name: str
    events: tuple[NameEvent, ...]


@dataclass(frozen=True)
class NameIndex:
    """All that the archive says with one name.

    `events` are newest first; `topics` pairs each topic of the passages with their number, most first;
    `roles` are the events at which a person took part; `others` are the names that it also goes by.
    """

    entity: Entity
    events: tuple[NameEvent, ...]
    pages: tuple[NamePage, ...]
    topics: tuple[tuple[Topic, int], ...]
    roles: tuple[tuple[Transcript, Participant], ...]
    others: tuple[str, ...]

    @property
    def count(self) -> int:
        """How many passages name it."""
        return count_passages(self.events)


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


def count_passages(events: Iterable[NameEvent]) -> int:
    """How many passages events have together."""
    return sum(len(event.passages) for event in events)


def build_names(archive: Archive) -> Mapping[str, NameIndex]:
    """One index an entity, by its id, in the order of the entities' file."""
    events: dict[str, list[NameEvent]] = {}
    roles: dict[str, list[tuple[Transcript, Participant]]] = {}
    for transcript in archive.transcripts:
        for entity, passages in _group_passages(transcript).items():
            events.setdefault(entity, []).append(NameEvent(transcript, tuple(passages)))
        for person in transcript.record.participants:
            roles.setdefault(person.speaker, []).append((transcript, person))
    return {
        entity.id: NameIndex(
            entity,
            tuple(events.get(entity.id, ())),
            tuple(_build_pages(entity.id, events.get(entity.id, ()))),
            tuple(_count_topics(archive, events.get(entity.id, ()))),
            tuple(roles.get(entity.id, ())),
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


# --- pages ------------------------------------------------------------------------------------------------


def _build_pages(entity: str, events: Sequence[NameEvent]) -> Iterator[NamePage]:
    """The newest events on the name's own page; if there are more, every event on a page of its year besides.

    A year's pages are filled from its oldest event on, so that what stands on one stays there.
    """
    newest = _take_newest(events)
    yield NamePage(urls.entity(entity), "", newest)
    if len(newest) == len(events):
        return
    pages = []
    for year, same_year in groupby(reversed(events), key=lambda item: item.transcript.record.date.year):
        for number, batch in enumerate(_fill_pages(same_year), 1):
            name = str(year) if number == 1 else f"{year}-{number}"
            pages.append(NamePage(urls.entity(entity, name), name, tuple(reversed(batch))))
    yield from reversed(pages)


def _take_newest(events: Sequence[NameEvent]) -> tuple[NameEvent, ...]:
    """As many of the newest events as a page holds, one at least."""
    taken = next(_fill_pages(events), [])
    return tuple(taken)


def _fill_pages(events: Iterable[NameEvent]) -> Iterator[list[NameEvent]]:
    batch: list[NameEvent] = []
    for event in events:
        if batch and count_passages([*batch, event]) > PAGE_LIMIT:
            yield batch
            batch = []
        batch.append(event)
    if batch:
        yield batch


# --- the words around a name ------------------------------------------------------------------------------


def find_excerpt(passage: Passage, entity: str) -> list[tuple[str, bool]]:
    """A passage cut to the words around a name, in pieces; True for those that are the name."""
    mentions = [mention for mention in passage.named if mention.entity == entity]
    pieces: list[tuple[str, bool]] = []
    stretches = _find_stretches(passage.text, mentions)
    shown = stretches[:_STRETCHES]
    for number, (start, end) in enumerate(shown):
        pieces.append(("… " if start and not number else " … " if number else "", False))
        at = start
        for mention in mentions:
            if start <= mention.start < end:
                pieces.append((passage.text[at : mention.start], False))
                pieces.append((passage.text[mention.start : mention.end], True))
                at = mention.end
        pieces.append((passage.text[at:end], False))
    if shown and shown[-1][1] < len(passage.text):
        pieces.append((" …", False))
    return [(text, marked) for text, marked in pieces if text]


def _find_stretches(text: str, mentions: Sequence[Mention]) -> list[tuple[int, int]]:
    """The spans of whole words around mentions, joined where they meet."""
    found: list[tuple[int, int]] = []
    for mention in mentions:
        start = _cut_before(text, mention.start - _AROUND)
        end = _cut_after(text, mention.end + _AROUND)
        if found and start <= found[-1][1] + 1:
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return found


def _cut_before(text: str, at: int) -> int:
    """Where the next word begins; the start of the text if that is near."""
    return 0 if at <= _AROUND // 3 else text.find(" ", at) + 1


def _cut_after(text: str, at: int) -> int:
    """Where the last word ends; the end of the text if that is near."""
    return len(text) if at >= len(text) - _AROUND // 3 else text.rfind(" ", 0, at)


# --- the index --------------------------------------------------------------------------------------------


def build_sections(names: Mapping[str, NameIndex]) -> list[Section]:
    """The parts of the index that have entries, each in alphabetical order."""
    sections = []
    for section_id, title, kinds in _SECTIONS:
        entries = [
            entry for index in names.values() if index.entity.kind in kinds for entry in _list_entries(index)
        ]
        entries.sort(key=lambda entry: (urls.slug_of(entry.text), entry.see, entry.text))
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
        (event.transcript, list_places(event)) for event in index.events[:_EVENTS_LISTED] if event.passages
    )
    more = max(0, len(index.events) - _EVENTS_LISTED)
    own = show_name(index.entity)
    yield Entry(own, index, False, places, more)
    listed = {_first_word(own)}
    for other in sorted(index.others, key=lambda name: (len(name), name)):
        if _first_word(other) not in listed and not _is_full_name(index.entity, other):
            listed.add(_first_word(other))
            yield Entry(other, index, True)


def _first_word(name: str) -> str:
    """What a name is looked up by; U.S. is US."""
    return urls.slug_of(name.replace(".", "")).partition("-")[0]


def _is_full_name(entity: Entity, name: str) -> bool:
    """True for another form of a person's name with the given name, which nobody looks people up by."""
    return entity.kind is EntityKind.PERSON and name.split()[0] == entity.name.split()[0]


def list_places(event: NameEvent) -> list[tuple[str, str]]:
    """The passages of an event as runs: (first anchor, "5–10")."""
    chosen = {passage.anchor for passage in event.passages}
    numbered = enumerate(event.transcript.passages)
    return show_ranges([(number, item.number) for number, item in numbered if item.anchor in chosen])


def show_name(entity: Entity) -> str:
    """A name as the index has it: a person's family name first."""
    if entity.kind is not EntityKind.PERSON:
        return entity.name
    parts = split_name(entity)
    return f"{parts.family}, {parts.given}" if parts.given else entity.name


def sort_key(entity: Entity) -> str:
    """What puts entities into alphabetical order."""
    return urls.slug_of(show_name(entity))


def _find_others(entity: Entity) -> Iterator[str]:
    """Its other names, but for spellings of the same words and for a person's name with a title."""
    last = entity.name.split()[-1]
    seen = {urls.slug_of(entity.name), ""}
    for name in (*entity.aliases, *entity.typed):
        key = urls.slug_of(name.replace(".", ""))
        titled = entity.kind is EntityKind.PERSON and last.endswith(name.split()[-1])
        if key not in seen and not titled:
            yield name
        seen.add(key)


# --- data files -------------------------------------------------------------------------------------------


def export_entities(archive: Archive) -> Iterator[EntityRow]:
    """Every entity, in the order of the entities' file."""
    named: dict[str, list[str]] = {}
    for transcript in reversed(archive.transcripts):
        for passage in transcript.passages:
            for named_id in passage.entities:
                named.setdefault(named_id, []).append(urls.passage_id(transcript.slug, passage.anchor))
    for entity in archive.entities.values():
        yield EntityRow(
            id=entity.id,
            kind=entity.kind.value,
            name=entity.name,
            url=urls.entity(entity.id),
            description=entity.description,
            aliases=entity.aliases,
            typed=entity.typed,
            symbol=entity.symbol,
            country=entity.country,
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
