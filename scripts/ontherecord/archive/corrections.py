"""What was corrected in the archive after it was published, and on which day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

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
        if not item.history and not item.attributed:
            return  # As of nearly all: nothing more is worked out.
        about, names = item.about, {*item.entities, *turn.turn.speakers}
    else:
        about, names = _find_heirs_topics(transcript, item), set(_speakers_of(item.by))
    for day, what in _join_days(find_changes(item)):
        earlier = _speakers_of(what) if isinstance(what, Attribution) else ()
        yield Correction(transcript, day, item, what, about, frozenset({*names, *earlier}))


def _find_heirs_topics(transcript: Transcript, item: Tombstone) -> tuple[str, ...]:
    """What a removed passage was about, as far as those say that have its words now."""
    heirs = [passage for passage in transcript.passages if passage.anchor in item.successors]
    return tuple(dict.fromkeys(topic for passage in heirs for topic in passage.about))


def find_changes(item: Passage | Tombstone) -> Iterator[tuple[date, What]]:
    """What was done to a passage, each with its day: rewordings, the oldest first, then what else."""
    texts = [*(earlier.text for earlier in item.history), item.text][1:]
    for earlier, then in zip(item.history, texts, strict=True):
        yield earlier.until, Rewording(earlier.text, then)
    if isinstance(item, Tombstone):
        yield item.removed, Removal(item.successors)
    else:
        yield from ((earlier.until, earlier.by) for earlier in item.attributed if earlier.by)


def _join_days(changes: Iterable[tuple[date, What]]) -> Iterator[tuple[date, What]]:
    """The same with the rewordings of a day as one, which is none if the words are again what they were."""
    of_day: dict[date, Rewording] = {}
    others = []
    for day, what in changes:
        if isinstance(what, Rewording):
            of_day[day] = Rewording(of_day.get(day, what).before, what.after)
        else:
            others.append((day, what))
    yield from ((day, words) for day, words in of_day.items() if words.before != words.after)
    yield from others


def _speakers_of(by: Attribution | None) -> Sequence[str]:
    return split_speakers(by.speaker) if by else ()
