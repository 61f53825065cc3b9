"""Translations: transcripts of one event in several languages, which count as one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from typing import TypeVar

from ..data.definitions import Record
from ..data.yamlfile import Located
from ..problems import Problem
from ..subjects.passages import Passage
from .check_shared import name_unknown
from .model import Archive, Transcript

KeyT = TypeVar("KeyT", bound=Hashable)


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


def count_once(numbers: Iterable[tuple[Transcript, int]]) -> int:
    """The sum of numbers of transcripts, where of several of one event only the largest counts."""
    most: dict[str, int] = {}
    for transcript, number in numbers:
        most[transcript.event] = max(number, most.get(transcript.event, 0))
    return sum(most.values())


def tally(
    archive: Archive, passages: Iterable[Passage], list_keys: Callable[[Passage], Iterable[KeyT]]
) -> Counter[KeyT]:
    """How many passages have each key; of several transcripts of one event, that with the most counts."""
    counts: dict[tuple[KeyT, str], int] = Counter(
        (key, passage.transcript) for passage in passages for key in list_keys(passage)
    )
    most: dict[KeyT, dict[str, int]] = {}
    for (key, slug), number in counts.items():
        events = most.setdefault(key, {})
        event = archive.event_of(slug)
        events[event] = max(number, events.get(event, 0))
    return Counter({key: sum(events.values()) for key, events in most.items()})
