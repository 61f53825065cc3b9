"""What the files of one transcript are made from, as a digest: it, and what the archive says about it."""

from __future__ import annotations

from collections.abc import Mapping

from ..store import digest
from .model import Archive


def digest_each(archive: Archive) -> Mapping[str, str]:
    """For each transcript the digest of all that its own files are made from; empty where one is a draft.

    That is the transcript itself with the topics and entities, its translations, and how names are told
    apart, for which everyone counts who takes part in any event. Whoever makes such a file of anything else
    adds it.
    """
    shared = digest(archive.home, *sorted(archive.entities), *map(str, sorted(archive.apart.items())))
    each = {}
    for transcript in archive.transcripts:
        event = [transcript.digest, *(other.digest for other in archive.translations(transcript.slug))]
        each[transcript.slug] = digest(shared, *event) if all(event) else ""
    return each


def add_inputs(inputs: str, *more: object) -> str:
    """The digest of these inputs and more; empty where those are not known."""
    return digest(inputs, *map(repr, more)) if inputs else ""
