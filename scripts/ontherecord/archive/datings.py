"""The dates that each passage of an archive refers to."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from ..data.definitions import Entity
from ..subjects.datings import Dating, find_datings
from ..subjects.passages import Passage
from .kept import remember_each
from .model import Archive, Transcript

#: The dates of the passages of a transcript that refer to any, by anchor.
Datings = Mapping[str, tuple[Dating, ...]]


def list_datings(archive: Archive, passage: Passage) -> tuple[Dating, ...]:
    """The dates of a passage in order; none of them overlap."""
    return find_all(archive)[passage.transcript].get(passage.anchor, ())


def find_all(archive: Archive) -> Mapping[str, Datings]:
    """The dates of each transcript, by its slug."""
    return archive.derive(_find_all)


def _find_all(archive: Archive) -> Mapping[str, Datings]:
    return remember_each("dates", archive, partial(_find_of_one, archive.entities))


def _find_of_one(entities: Mapping[str, Entity], transcript: Transcript) -> Datings:
    found = {item.anchor: find_datings(item, transcript.record, entities) for item in transcript.passages}
    return {anchor: datings for anchor, datings in found.items() if datings}
