"""Permanent anchors: the lock of a transcript, and the passages that it names.

A lock is JSON, one passage a line, so that a diff of it reads passage by passage. It only grows: an entry is
a passage, or the tombstone of one, and keeps every wording that was ever accepted for its anchor.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher

from ..problems import Problem
from ..text.turns import Paragraph, ParsedTranscript
from .lock import FIRST_LINE, LOCK_VERSION, Lock, Wording
from .spoken import Attribution, explain_attribution, list_spoken


@dataclass(frozen=True)
class Anchored:
    """A paragraph of the source, its permanent anchor, and its earlier wordings, oldest first.

    `turn` counts from 1.
    """

    anchor: str
    turn: int
    paragraph: Paragraph
    history: tuple[Wording, ...] = ()


@dataclass(frozen=True)
class Buried:
    """A tombstone: the last words of an anchor, the day of its removal, and what replaced it.

    `successors` are live anchors; `after` is the live passage after which it stands, None before the first;
    `by` who spoke the words, where the lock says it.
    """

    anchor: str
    text: str
    removed: date
    successors: tuple[str, ...]
    history: tuple[Wording, ...]
    after: str | None
    by: Attribution | None = None


def find_tombstones(lock: Lock) -> tuple[Buried, ...]:
    """What was removed, in the order of the lock."""
    replaced = find_successors(lock)
    after = None
    found = []
    for passage in lock.passages:
        if passage.removed is None:
            after = passage.anchor
            continue
        successors = replaced[passage.anchor]
        found.append(
            Buried(
                passage.anchor, passage.text, passage.removed, successors, passage.wordings, after, passage.by
            )
        )
    return tuple(found)


def find_successors(lock: Lock) -> Mapping[str, tuple[str, ...]]:
    """For each tombstone, the live passages that have its words now; none if they are gone.

    Where a successor is a tombstone itself, its successors stand for it.
    """
    entries = {passage.anchor: passage for passage in lock.passages}

    def follow(anchor: str, seen: frozenset[str]) -> Iterator[str]:
        for successor in entries[anchor].successors:
            if entries[successor].live:
                yield successor
            elif successor not in seen:
                yield from follow(successor, seen | {successor})

    return {
        anchor: tuple(dict.fromkeys(follow(anchor, frozenset({anchor}))))
        for anchor, entry in entries.items()
        if not entry.live
    }


def explain_tombstone(anchor: str, successors: Sequence[str]) -> str:
    """What to tell an editor who names a passage that was removed."""
    if successors:
        return f"{anchor} was removed; its words are now in {' and '.join(successors)}: name that instead"
    return f"{anchor} was removed and nothing replaced it: take it out here"


def anchor_passages(
    parsed: ParsedTranscript, lock: Lock, text_path: str, lock_path: str, slug: str, *, certain: bool = True
) -> tuple[tuple[Anchored, ...], list[Problem]]:
    """Every paragraph with its anchor from the lock, and a problem for each that no longer matches.

    Where there are problems, changed paragraphs still have the anchor they probably keep, so that the rest
    of the record can be checked; new ones are left out. Who spoke is compared only if that is `certain`: with
    a mistake in labels or cast, one report is enough.
    """
    spoken = list_spoken(parsed)
    lines = [number for number, passage in enumerate(lock.passages, FIRST_LINE) if passage.live]
    old = lock.live
    anchored: list[Anchored] = []
    problems: list[Problem] = []
    remedy = f"if the source was corrected, run 'ontherecord accept {slug}'"
    if lock.version < LOCK_VERSION:
        message = f"the lock does not say who spoke: run 'ontherecord accept {slug}', which adds it"
        problems.append(Problem(lock_path, 1, message))
    for old_range, new_range, same in _align([item.text for item in old], [item.text for item in spoken]):
        for locked, said in zip(old[old_range], spoken[new_range], strict=False):
            paragraph = Paragraph(said.text, said.line)
            anchored.append(Anchored(locked.anchor, said.turn, paragraph, locked.wordings))
            if not same:
                message = f"the words of {locked.anchor} differ from passages.lock; {remedy}"
                problems.append(Problem(text_path, said.line, message))
            elif certain and locked.by and locked.by != said.by:
                message = f"{locked.anchor}: {explain_attribution(locked.by, said.by)}; {remedy}"
                problems.append(Problem(text_path, said.line, message))
        paired = min(old_range.stop - old_range.start, new_range.stop - new_range.start)
        for gone in range(old_range.start + paired, old_range.stop):
            message = f"{old[gone].anchor} is no longer in transcript.txt; {remedy}"
            problems.append(Problem(lock_path, lines[gone], message))
        for extra in spoken[new_range.start + paired : new_range.stop]:
            problems.append(Problem(text_path, extra.line, f"this passage is not in passages.lock; {remedy}"))
    return tuple(anchored), problems


def _align(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[slice, slice, bool]]:
    """Stretches of old and new that correspond, in order, and whether they are the same."""
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for tag, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        yield slice(old_from, old_to), slice(new_from, new_to), tag == "equal"
