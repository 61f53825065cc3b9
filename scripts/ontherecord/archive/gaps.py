"""Where a source leaves words out: what the record enters, and what a label's note states by itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from ..anchors.anchor import Anchored
from ..data.definitions import START, Known, Record
from ..data.yamlfile import Located
from ..problems import Problem, did_you_mean
from ..subjects.names import Finder, find_mentions
from ..text.languages.known import find_language
from ..text.languages.language import Language
from ..text.turns import Kind, Turn
from ..text.words import find_words
from .check_shared import find_duplicates
from .model import Gap


def check_gaps(file: Located[Record]) -> Iterator[Problem]:
    """Each gap is a participant's, and one entry of theirs at its place."""
    people = [one for person in file.value.participants for one in person.speakers]
    places: list[tuple[str, tuple[int | str, ...]]] = []
    for number, gap in enumerate(file.value.gaps):
        at = ("gaps", number)
        if gap.whose not in people:
            known = did_you_mean(gap.whose, people)
            yield file.problem(f"'{gap.whose}' is no participant of this record{known}", *at, "whose")
        places.append((f"{gap.after} of {gap.whose}", (*at, "after")))
    yield from find_duplicates(file, places, "duplicate gap after")


def find_gaps(
    slug: str,
    record: Record,
    turns: Sequence[Turn],
    passages: Mapping[int, Sequence[Anchored]],
    finder: Finder,
) -> Mapping[str | None, list[Gap]]:
    """The gaps by the anchor that they stand after, None for before the first passage.

    `passages` are those of each turn, by its number from 1. What the record enters of a speaker's words at a
    place counts before what a label states.
    """
    found: dict[str | None, list[Gap]] = {}
    for entry in record.gaps:
        after = None if entry.after == START else entry.after
        gap = Gap(slug, after, entry.whose, entry.known is Known.INFERRED, entry.reason)
        found.setdefault(after, []).append(gap)
    language = find_language(record.source.tag)
    last: str | None = None
    for number, turn in enumerate(turns, 1):
        held = passages.get(number, ())
        at = found.setdefault(last, [])
        if held:
            entered = {gap.speaker for gap in at}
            reason = f"The label of passage {held[0].anchor[1:]} says “{turn.label_note}”."
            silent = record.left_out - entered
            named = (one for one in _find_named(turn, language, finder) if one in silent)
            at += [Gap(slug, last, one, False, reason) for one in named]
            last = held[-1].anchor
    return found


def _find_named(turn: Turn, language: Language, finder: Finder) -> Iterator[str]:
    """Who spoke before a turn, by its label's note: "speaking after …"."""
    note = turn.label_note or ""
    if turn.kind is not Kind.QUESTION and language.after & {word for _, word in find_words(note)}:
        yield from dict.fromkeys(mention.entity for mention in find_mentions(note, finder))
