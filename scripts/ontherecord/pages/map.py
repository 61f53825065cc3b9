"""The map: the places that the transcripts name, on land without boundaries, and the list that equals it.

What has no position, or one beyond the edge of the world's map, is on the list alone. Lengths are CSS pixels.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from .. import urls
from ..archive.model import Archive, Transcript
from ..catalogue import say, say_many
from ..data.definitions import Entity, EntityKind, Topic
from ..data.places import find_position
from ..files import Draft
from ..subjects.passages import Passage
from .map_drawing import Drawing, Spot, build_plates, is_on
from .map_plates import WORLD, Plate
from .printer import Printer

#: How many of the newest events the list goes through one by one.
EVENT_LIMIT = 6
#: The longest name that a label shows where the place has a shorter one.
_LONGEST_LABEL = 14


@dataclass(frozen=True)
class EventPlaces:
    """What one event names: each place with its passages, in the order of the list."""

    transcript: Transcript
    spots: tuple[tuple[Spot, tuple[Passage, ...]], ...]


@dataclass(frozen=True)
class Atlas:
    """The drawings, a group for each plate, and every place of the archive, those most named first."""

    plates: tuple[tuple[Plate, tuple[Drawing, ...]], ...]
    spots: tuple[Spot, ...]
    events: tuple[EventPlaces, ...]
    #: Whether there are earlier events than these.
    more: bool

    @property
    def mapped(self) -> tuple[Spot, ...]:
        """The places that the drawings show."""
        return tuple(spot for spot in self.spots if spot.position)

    @property
    def unmapped(self) -> tuple[Spot, ...]:
        """The places that are on the list alone."""
        return tuple(spot for spot in self.spots if not spot.position)


def build_atlas(archive: Archive) -> Atlas:
    """The map of an archive."""
    return archive.once.derive(_build_atlas)


def _build_atlas(archive: Archive) -> Atlas:
    places = list(_find_places(archive))
    shown = {spot.topic.id for spot in places if spot.topic}
    spots = _number_spots([*places, *_find_topics(archive, shown)])
    mapped = [spot for spot in spots if spot.position]
    events = tuple(_build_events(archive, spots))
    return Atlas(tuple(build_plates(mapped)), spots, events[:EVENT_LIMIT], len(events) > EVENT_LIMIT)


def show_label(entity: Entity, topic: Topic | None = None) -> str:
    """What the map calls a place: its topic's title, or its name, or an alias where the name is long."""
    if topic:
        return topic.title
    if len(entity.name) <= _LONGEST_LABEL:
        return entity.name
    shorter = [alias for alias in entity.aliases if 2 < len(alias) <= _LONGEST_LABEL]
    return shorter[0] if shorter else entity.name


# --- The places ---


def _find_places(archive: Archive) -> Iterator[Spot]:
    """Each place that is named somewhere, with the first of the topics that are about it."""
    named: dict[str, list[Passage]] = {}
    for transcript in archive.transcripts:
        for passage in transcript.passages:
            for named_id in passage.entities:
                named.setdefault(named_id, []).append(passage)
    topics = {topic.place: topic for topic in reversed(archive.topics) if topic.place}
    for entity in archive.entities.values():
        if entity.kind is EntityKind.PLACE and entity.id in named:
            topic = topics.get(entity.id)
            position = _keep_shown(find_position(entity))
            yield Spot(0, show_label(entity, topic), entity, topic, position, tuple(named[entity.id]))


def _find_topics(archive: Archive, shown: Collection[str]) -> Iterator[Spot]:
    """Each topic that passages are about and that has a position, but for those shown with their place."""
    for topic in archive.topics:
        position = (topic.at.lat, topic.at.lon) if topic.at else None
        if topic.place:
            position = find_position(archive.entities[topic.place])
        about = (item for event in archive.transcripts for item in event.passages if topic.id in item.about)
        passages = tuple(about) if position and topic.id not in shown else ()
        if passages:
            yield Spot(0, topic.title, None, topic, _keep_shown(position), passages)


def _keep_shown(position: tuple[float, float] | None) -> tuple[float, float] | None:
    """A position that the map of the world shows."""
    return position if position and is_on(WORLD, position) else None


def _number_spots(spots: Sequence[Spot]) -> tuple[Spot, ...]:
    """The places in the order of the list: those with most passages first, those off the map last."""
    ordered = sorted(spots, key=lambda spot: (spot.position is None, -len(spot.passages), spot.name))
    return tuple(replace(spot, number=number) for number, spot in enumerate(ordered, 1))


def _build_events(archive: Archive, spots: Sequence[Spot]) -> Iterator[EventPlaces]:
    """The events that name a place, newest first."""
    found: dict[str, list[tuple[Spot, tuple[Passage, ...]]]] = {}
    for spot in spots:
        by_event: dict[str, list[Passage]] = {}
        for passage in spot.passages:
            by_event.setdefault(passage.transcript, []).append(passage)
        for slug, passages in by_event.items():
            found.setdefault(slug, []).append((spot, tuple(passages)))
    for event in archive.transcripts:
        if event.slug in found:
            yield EventPlaces(event, tuple(found[event.slug]))


def describe_spot(spot: Spot) -> str:
    """A mark in words, e.g. “Syria, topic; the place is named in 9 passages”."""
    number, name = len(spot.passages), spot.label
    if spot.entity is None:
        return say_many(
            "{name}, topic: {number} passage about it",
            "{name}, topic: {number} passages about it",
            number,
            name=name,
        )
    if spot.topic:
        return say_many(
            "{name}, topic; the place is named in {number} passage",
            "{name}, topic; the place is named in {number} passages",
            number,
            name=name,
        )
    return say_many(
        "{name}: named in {number} passage", "{name}: named in {number} passages", number, name=name
    )


# --- The page ---------------------------------------------------------------------------------------------


def draft_map(printer: Printer) -> Iterator[Draft]:
    """The page."""
    atlas, head = build_atlas(printer.archive), {"styles": ["assets/css/map.css"]}
    description = say("The places and conflicts that the transcripts name, on a map without boundaries.")
    yield printer.page(
        urls.MAP, "map.html", say("Map"), description, head, atlas=atlas, describe=describe_spot
    )
