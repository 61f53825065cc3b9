"""The index of names: for each entity every passage that names it, by event, and their topics."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from .. import urls
from ..data.definitions import Entity, EntityKind, Participant, Topic
from ..data.person_names import split_name
from ..subjects.passages import Passage
from ..text.excerpt import Piece, cut_excerpt
from .model import Archive, Transcript
from .paging import Event, Page, build_pages
from .translations import keep_nearest, tally

#: Most passages on one page of a name, save where a single event has more.
PAGE_LIMIT = 100

#: How many stretches of a passage an excerpt shows at most.
_STRETCHES = 3

_NUMBER = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
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


def build_names(archive: Archive) -> Mapping[str, NameIndex]:
    """One index an entity, by its id, in the order of the entities' file."""
    return archive.derive(_build_all)


def _build_all(archive: Archive) -> Mapping[str, NameIndex]:
    events: dict[str, list[NameEvent]] = {}
    roles: dict[str, list[tuple[Transcript, Participant]]] = {}
    said = tally(archive, archive.each(count_spoken))
    for named in archive.each(_group_passages).values():
        for entity, event in named.items():
            events.setdefault(entity, []).append(event)
    for transcript in archive.transcripts:
        if archive.nearest(transcript.slug) is not transcript:
            continue
        # Who also speaks together with others has the role of their own entry.
        for person in sorted(transcript.record.participants, key=lambda one: len(one.speakers)):
            for speaker in person.speakers:
                held = roles.setdefault(speaker, [])
                if not any(before is transcript for before, _ in held):
                    held.append((transcript, person))
    return {
        entity.id: NameIndex(
            entity,
            found := tuple(keep_nearest(archive, events.get(entity.id, ()))),
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


def _group_passages(_: Archive, transcript: Transcript) -> Mapping[str, NameEvent]:
    found: dict[str, list[Passage]] = {}
    for passage in transcript.passages:
        for entity in passage.entities:
            found.setdefault(entity, []).append(passage)
    return {entity: NameEvent(transcript, tuple(items)) for entity, items in found.items()}


def count_spoken(_: Archive, transcript: Transcript) -> Counter[str]:
    """How many passages each speaker has."""
    counts: Counter[str] = Counter()
    for turn in transcript.turns:
        counts.update(dict.fromkeys(turn.turn.speakers, len(turn.passages)))
    return counts


def count_named(_: Archive, transcript: Transcript) -> Counter[str]:
    """How many passages name each entity."""
    return Counter(entity for passage in transcript.passages for entity in passage.entities)


def _count_topics(archive: Archive, events: Sequence[NameEvent]) -> list[tuple[Topic, int]]:
    counts = Counter(topic for event in events for item in event.passages for topic in item.about)
    return sorted(
        ((topic, counts[topic.id]) for topic in archive.topics if counts[topic.id]), key=lambda item: -item[1]
    )


def find_excerpt(passage: Passage, entity: str) -> tuple[Piece, ...]:
    """A passage cut to the words around a name."""
    spans = [(mention.start, mention.end) for mention in passage.mentions if mention.entity == entity]
    return tuple(cut_excerpt(passage.text, spans, most=_STRETCHES))


def count_names(archive: Archive, passages: Iterable[Passage]) -> list[tuple[Entity, int]]:
    """The entities that passages name and how many of them do, most first."""
    found: dict[str, Counter[str]] = {}
    for passage in passages:
        found.setdefault(passage.transcript, Counter()).update(passage.entities)
    counts = tally(archive, found)
    ranked = sorted(counts.items(), key=lambda item: (-item[1], sort_key(archive.entities[item[0]])))
    return [(archive.entities[entity], number) for entity, number in ranked]


def show_name(entity: Entity) -> str:
    """A name as the index has it: a person's family name first."""
    return split_name(entity).inverted


def sort_key(entity: Entity) -> str:
    """What puts entities into alphabetical order."""
    return sort_text(show_name(entity))


def sort_text(text: str) -> str:
    """What a line of the index is sorted by; numbers go by their size."""
    return _NUMBER.sub(lambda match: match[0].zfill(9), urls.slug_of(text))


def _find_others(entity: Entity) -> Iterator[str]:
    """Its other names that have a word of their own, but for a person's name with a title."""
    seen = _list_words(entity.name)
    for name in entity.aliases:
        words = _list_words(name)
        if words - seen and not (entity.kind is EntityKind.PERSON and _is_titled(entity, name)):
            yield name
            seen |= words


def _list_words(name: str) -> set[str]:
    """The words of a name as they are looked up; U.S. is US."""
    return {*urls.slug_of(name.replace(".", "")).split("-"), ""}


def _is_titled(entity: Entity, name: str) -> bool:
    """True for a person's family name alone or behind a title; one without its particle is another name."""
    *before, last = name.split()
    family = split_name(entity).surname.split()[-1]
    return last == family or (bool(before) and family.endswith(last))
