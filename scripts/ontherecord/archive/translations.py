"""Translations: transcripts of one event in several languages, which count as one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping
from typing import TypeVar

from ..data.definitions import Record
from ..data.yamlfile import Located
from ..problems import Problem
from .check_shared import name_unknown
from .model import Archive, Transcript
from .paging import Event

KeyT = TypeVar("KeyT", bound=Hashable)
EventT = TypeVar("EventT", bound=Event)


def check_translations(records: Mapping[str, Located[Record] | None]) -> Iterator[Problem]:
    """A translation is of an original of the same day in another language; `records` are by their folder."""
    for slug, file in records.items():
        if file and file.value.translation_of and (fault := _find_fault(slug, file.value, records)):
            yield file.problem(fault, "translation_of")


def _find_fault(slug: str, record: Record, records: Mapping[str, Located[Record] | None]) -> str | None:
    """What is wrong with the transcript that a record says to be translated."""
    named = record.translation_of or ""
    if named == slug:
        return "a transcript is no translation of itself: name the original, or take the line out"
    if named not in records:
        return name_unknown("transcript", named, records)
    original = records[named]
    if original is None:
        return None  # It could not be loaded: that is a problem of its own.
    if further := original.value.translation_of:
        return f"'{named}' is itself a translation: name the original, '{further}'"
    if original.value.date != record.date:
        return f"'{named}' is of another day, {original.value.date}: only texts of one event are translations"
    if original.value.source.tag == record.source.tag:
        return f"'{named}' is in the same language: a translation is in another"
    return None


def keep_nearest(archive: Archive, events: Iterable[EventT]) -> list[EventT]:
    """Of what several transcripts of one event have of something, that of the nearest; the order stays."""
    found = list(events)
    if archive.once is archive:
        return found
    nearest: dict[str, EventT] = {}
    for item in sorted(found, key=lambda one: archive.distance(one.transcript)):
        nearest.setdefault(archive.event_of(item.transcript.slug), item)
    return [item for item in found if nearest[archive.event_of(item.transcript.slug)] is item]


def locate_each(archive: Archive, places: Mapping[str, str]) -> Mapping[str, str]:
    """Where the event of each transcript stands, where one of its transcripts has a place."""
    events = {archive.event_of(slug): place for slug, place in places.items()}
    slugs = (item.slug for item in archive.transcripts if archive.event_of(item.slug) in events)
    return {slug: events[archive.event_of(slug)] for slug in slugs}


def tally(archive: Archive, counts: Mapping[str, Mapping[KeyT, int]]) -> Counter[KeyT]:
    """The sums of what is counted of each transcript, by its slug.

    Of several transcripts of one event the nearest that has a key counts for it.
    """
    events: dict[str, list[Transcript]] = {}
    for slug in counts:
        events.setdefault(archive.event_of(slug), []).append(archive.by_slug[slug])
    sums: Counter[KeyT] = Counter()
    for event in events.values():
        nearest: dict[KeyT, int] = {}
        for transcript in sorted(event, key=archive.distance, reverse=True) if len(event) > 1 else event:
            nearest |= counts[transcript.slug]
        for key, count in nearest.items():
            sums[key] += count
    return sums
