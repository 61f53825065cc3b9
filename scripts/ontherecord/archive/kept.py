"""What is found of each transcript by itself, kept for the next build."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeVar

from ..store import keep, recall
from .model import Archive, Transcript

T = TypeVar("T")

#: There is one record of a kind: a value stands in it by the slug, with the digest of what it is made from.
_ALL = "all transcripts"


def remember_each(kind: str, archive: Archive, make: Callable[[Transcript], T]) -> Mapping[str, T]:
    """What `make` gives of each transcript, by its slug; what it gave before where that is kept.

    It goes by nothing but the transcript and what that is read by of topics and entities. One record holds
    that of all, for a thousand take longer to read than some of them to make. That of a draft is not kept.
    """
    found = recall(kind, _ALL)
    before: Mapping[str, tuple[str, T]] = found[0] if found else {}
    each: dict[str, T] = {}
    kept: dict[str, tuple[str, T]] = {}
    for transcript in archive.transcripts:
        slug, own = transcript.slug, transcript.digest
        is_known = slug in before and bool(own) and before[slug][0] == own
        each[slug] = before[slug][1] if is_known else make(transcript)
        if own:
            kept[slug] = own, each[slug]
    # Of fewer transcripts than there were some may only be left out here.
    rest = {slug: one for slug, one in before.items() if slug not in kept} if len(kept) < len(before) else {}
    if any(before.get(slug, ("",))[0] != own for slug, (own, _) in kept.items()):
        keep(kind, _ALL, {**rest, **kept})
    return each
