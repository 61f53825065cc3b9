"""The dates that each passage of an archive refers to."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from ..data.definitions import Entity
from ..store import remember
from ..subjects.datings import Dating, find_datings
from ..subjects.passages import Passage
from .model import Archive, Transcript


def list_datings(archive: Archive, passage: Passage) -> tuple[Dating, ...]:
    """The dates of a passage in order; none of them overlap."""
    return archive.derive(_find_all)[passage.transcript][passage.anchor]


def _find_all(archive: Archive) -> Mapping[str, Mapping[str, tuple[Dating, ...]]]:
    found = {}
    for transcript in archive.transcripts:
        find = partial(_find_of_one, transcript, archive.entities)
        found[transcript.slug] = remember("datings", transcript.digest, find)
    return found


def _find_of_one(transcript: Transcript, entities: Mapping[str, Entity]) -> Mapping[str, tuple[Dating, ...]]:
    return {item.anchor: find_datings(item, transcript.record, entities) for item in transcript.passages}
