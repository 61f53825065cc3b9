"""What is found of each transcript by itself, kept for the next build."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeVar

from ..store import keep, recall
from .model import Archive, Transcript

T = TypeVar("T")

#: There is one record of a kind: what is in it stands by the digest of what it was made from.
_ALL = "all transcripts"


def remember_each(kind: str, archive: Archive, make: Callable[[Transcript], T]) -> Mapping[str, T]:
    """What `make` gives of each transcript, by its slug; what it gave before where that is kept.

    It goes by nothing but the transcript and what that is read by of topics and entities. One record holds
    that of all, for a thousand take longer to read than some of them to make. That of a draft is not kept.
    """
    found = recall(kind, _ALL)
    before: Mapping[str, T] = found[0] if found else {}
    kept, each = {}, {}
    for transcript in archive.transcripts:
        own = transcript.digest
        each[transcript.slug] = before[own] if own in before else make(transcript)
        if own:
            kept[own] = each[transcript.slug]
    if kept.keys() != before.keys():
        keep(kind, _ALL, kept)
    return each
