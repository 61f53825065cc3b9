"""What generated files are made from, as digests: of transcripts, and of what the archive says about them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar

from ..store import digest
from ..subjects.passages import Passage
from .kept import remember_each
from .model import Archive, Transcript

T = TypeVar("T")


@dataclass(frozen=True)
class Parts:
    """Digests of a transcript: of who spoke when and what its record says, and of each passage, by anchor."""

    frame: str
    passages: Mapping[str, str]


#: Those of a draft.
_UNKNOWN = Parts("", {})


@dataclass(frozen=True)
class Inputs:
    """Digests of all that pages tell: of what all `shared`, and of `each` transcript, by slug.

    That of a transcript is of itself with the topics and entities, its translations, and how names are told
    apart, for which everyone counts who takes part in any event; empty for a draft, which has no `parts`
    either. `changed` is the day on which any of them last changed. Whoever makes a file of anything else adds
    that.
    """

    shared: str
    each: Mapping[str, str]
    parts: Mapping[str, Parts]
    changed: date | None

    def of(self, transcripts: Iterable[Transcript], *more: object) -> str:
        """The digest of what is made from these transcripts and more; empty where one is a draft."""
        return self._join([self.each[transcript.slug] for transcript in transcripts], more)

    def of_passages(self, events: Iterable[tuple[Transcript, Iterable[Passage]]], *more: object) -> str:
        """The same of what has of each transcript the words of these passages only."""
        told = []
        for transcript, passages in events:
            own = self.parts.get(transcript.slug, _UNKNOWN)
            told.append(own.frame)
            told += [own.passages.get(passage.anchor, "") for passage in passages]
        return self._join(told, more)

    def _join(self, told: Iterable[str], more: Iterable[object]) -> str:
        """What tells of none has the archive's own day; digests are all of one length."""
        found = [*told] or [str(self.changed)]
        return digest(self.shared, "".join(found), *map(repr, more)) if all(found) else ""


def find_inputs(archive: Archive) -> Inputs:
    """The digests of an archive."""
    return archive.derive(_find_inputs)


def _find_inputs(archive: Archive) -> Inputs:
    shared = digest(
        archive.digest,
        archive.home,
        str(len(archive.once.transcripts) > 1),  # Of one alone, pages do not say which they speak of.
        *sorted(archive.entities),
        *map(str, sorted(archive.apart.items())),
    )
    each, parts = {}, {}
    taken_apart = remember_each("taken apart", archive, _take_apart)
    for transcript in archive.transcripts:
        others = [other.digest for other in archive.translations(transcript.slug)]
        known = all([transcript.digest, *others])
        each[transcript.slug] = digest(shared, transcript.digest, *others) if known else ""
        if known:
            own = taken_apart[transcript.slug]
            parts[transcript.slug] = replace(own, frame=digest(own.frame, *others))
    return Inputs(shared, each, parts, archive.changed)


def _take_apart(transcript: Transcript) -> Parts:
    frame = [repr((transcript.record, transcript.added))]
    for turn in transcript.turns:
        items = [item.anchor if isinstance(item, Passage) else item for item in (*turn.before, *turn.items)]
        frame.append(repr((replace(turn.turn, line=0), turn.interpreted, items)))
    words = {item.anchor: digest(repr(replace(item, line=0))) for item in transcript.passages}
    return Parts(digest(*frame), words)


def add_inputs(inputs: str, *more: object) -> str:
    """The digest of these inputs and more; empty where those are not known."""
    return digest(inputs, *map(repr, more)) if inputs else ""


#: How many neighbours are in a group, and in a small one: of what is made again sooner than it is read.
_GROUP, _SMALL = 32, 8


def split_groups(items: Sequence[T]) -> list[Sequence[T]]:
    """Neighbours in groups, of which a correction changes one.

    They are counted from the last, which is the oldest transcript's: a new one is in the first group, and
    moves nothing from one to another.
    """
    return _split(items, _GROUP)


def split_oldest(items: Sequence[T]) -> Iterator[Sequence[T]]:
    """The same in small groups, the oldest first, and so what is in each."""
    return (group[::-1] for group in reversed(_split(items, _SMALL)))


def _split(items: Sequence[T], size: int) -> list[Sequence[T]]:
    ends = range(len(items), 0, -size)
    return [items[max(end - size, 0) : end] for end in reversed(ends)]


def join_inputs(inputs: Iterable[str], *more: object) -> str:
    """The digest of these inputs and more; empty where one of them is not known."""
    known = [*inputs]
    return digest(*known, *map(repr, more)) if all(known) else ""
