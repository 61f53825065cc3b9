"""What was corrected in the archive after it was published, and on which day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from ..anchors.lock import Wording
from ..anchors.spoken import Attribution
from ..subjects.passages import Passage
from ..text.turns import split_speakers
from .model import Archive, SpokenTurn, Tombstone, Transcript


@dataclass(frozen=True)
class Rewording:
    """Words that a passage had before, and those that came in their place."""

    before: str
    after: str


@dataclass(frozen=True)
class Removal:
    """A passage was taken out; its words may stand in others."""

    successors: tuple[str, ...]


#: What was done: words changed, another was said to have spoken them before, or the passage was removed.
What = Rewording | Attribution | Removal


@dataclass(frozen=True)
class Correction:
    """What was done to a passage on a day; `about` are its topics, `names` the entities that it concerns."""

    transcript: Transcript
    day: date
    item: Passage | Tombstone
    what: What
    about: tuple[str, ...]
    names: frozenset[str]


def find_corrections(archive: Archive) -> list[Correction]:
    """Every change, by transcript as the archive has them, in reading order."""
    return [
        change
        for transcript in archive.transcripts
        for turn in transcript.turns
        for item in turn.items
        if isinstance(item, Passage | Tombstone)
        for change in _list_of(transcript, turn, item)
    ]


def _list_of(transcript: Transcript, turn: SpokenTurn, item: Passage | Tombstone) -> Iterator[Correction]:
    if isinstance(item, Passage):
        about, names = item.about, {*item.entities, *turn.turn.speakers}
    else:
        about, names = (), set(_speakers_of(item.by))
    for day, what in _find_changes(item):
        earlier = _speakers_of(what) if isinstance(what, Attribution) else ()
        yield Correction(transcript, day, item, what, about, frozenset({*names, *earlier}))


def _find_changes(item: Passage | Tombstone) -> Iterator[tuple[date, What]]:
    yield from _find_rewordings(item.history, item.text)
    if isinstance(item, Tombstone):
        yield item.removed, Removal(item.successors)
    else:
        yield from ((earlier.until, earlier.by) for earlier in item.attributed if earlier.by)


def _find_rewordings(history: Sequence[Wording], text: str) -> Iterator[tuple[date, Rewording]]:
    """What the words were before each day on which they changed, and after it."""
    texts = [*(earlier.text for earlier in history), text][1:]
    of_day: dict[date, list[str]] = {}
    for earlier, then in zip(history, texts, strict=True):
        of_day.setdefault(earlier.until, [earlier.text]).append(then)
    for day, (before, *_, after) in of_day.items():
        if before != after:
            yield day, Rewording(before, after)


def _speakers_of(by: Attribution | None) -> Sequence[str]:
    return split_speakers(by.speaker) if by else ()
