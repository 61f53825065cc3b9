"""Permanent anchors: the lock of a transcript, and the passages that it names.

A lock is JSON, one passage a line, so that a diff of it reads passage by passage. It only grows: an entry is
a passage, or the tombstone of one, and keeps every wording that was ever accepted for its anchor.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import Annotated

from pydantic import Field, ValidationError

from . import urls
from .definitions import AnchorId, Day, Definition
from .model import Paragraph, ParsedTranscript, Wording
from .problems import Problem, last_line

LOCK_VERSION = 1


class LockedWording(Definition):
    """Words that an anchor had, and the day on which they went."""

    until: Day
    text: str


class LockedPassage(Definition):
    """A permanent anchor and the words last accepted for it; a tombstone if it has a day of removal.

    `successors` are the anchors that took over the words of a tombstone at its removal; they may have become
    tombstones since (see `find_successors`). `history` holds every earlier wording, oldest first. Of what was
    removed and came back it has the wording until its removal: the same words, gone for a time.
    """

    anchor: AnchorId
    text: str
    removed: Day | None = None
    successors: Annotated[tuple[AnchorId, ...], Field(strict=False)] = ()
    history: Annotated[tuple[LockedWording, ...], Field(strict=False)] = ()

    @property
    def live(self) -> bool:
        """Whether the passage still stands in the text."""
        return self.removed is None

    @property
    def wordings(self) -> tuple[Wording, ...]:
        """The earlier wordings, oldest first."""
        return tuple(Wording(item.until, item.text) for item in self.history)


class Lock(Definition):
    """The ledger of permanent anchors of one transcript, in reading order."""

    version: int = Field(ge=LOCK_VERSION, le=LOCK_VERSION)
    passages: tuple[LockedPassage, ...] = Field(strict=False)

    @property
    def live(self) -> tuple[LockedPassage, ...]:
        """The passages that stand in the text, in its order."""
        return tuple(passage for passage in self.passages if passage.live)


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

    `successors` are live anchors; `after` is the live passage after which it stands, None before the first.
    """

    anchor: str
    text: str
    removed: date
    successors: tuple[str, ...]
    history: tuple[Wording, ...]
    after: str | None


def parse_lock(text: str, path: str) -> tuple[Lock | None, list[Problem]]:
    """The lock that a text holds, or None and what is wrong with it."""
    try:
        lock = Lock.model_validate(json.loads(text))
    except json.JSONDecodeError as error:
        line = min(error.lineno, last_line(text))
        return None, [Problem(path, line, f"the lock is not JSON ({error.msg}); {_RESTORE}")]
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "its top"
        return None, [Problem(path, 1, f"the lock is damaged at {where}: {first['msg']}; {_RESTORE}")]
    except (ValueError, RecursionError):  # a number of thousands of digits, brackets a thousand deep
        return None, [Problem(path, 1, f"the lock is damaged; {_RESTORE}")]
    problems = [*_check_layout(lock, text, path)] or [*_check_entries(lock, path)]
    return (None if problems else lock), problems


_RESTORE = "restore it from version control"


def _check_layout(lock: Lock, text: str, path: str) -> Iterator[Problem]:
    """A lock is as the tool writes it, so that diffs read by passage and problems name the right line."""
    lines = text.rstrip("\n").split("\n")
    ours = render_lock(lock).rstrip("\n").split("\n")
    differs = next((n for n, pair in enumerate(zip_longest(lines, ours), 1) if pair[0] != pair[1]), None)
    if differs:
        message = f"the lock was edited or reformatted here: only the tool writes it; {_RESTORE}"
        yield Problem(path, min(differs, len(lines)), message)


def _check_entries(lock: Lock, path: str) -> Iterator[Problem]:
    """Each anchor stands once; only tombstones have successors, which exist; histories are in order."""
    known = {passage.anchor for passage in lock.passages}
    seen: set[str] = set()
    for number, passage in enumerate(lock.passages):
        days = [item.until for item in passage.history] + ([passage.removed] if passage.removed else [])
        unknown = [anchor for anchor in passage.successors if anchor not in known or anchor == passage.anchor]
        for wrong, what in (
            (passage.anchor in seen, f"the anchor {passage.anchor} stands twice"),
            (passage.live and passage.successors, f"{passage.anchor} has successors and was not removed"),
            (unknown, f"{passage.anchor} can not be succeeded by {', '.join(unknown)}"),
            (days != sorted(days), f"the history of {passage.anchor} is not in the order of its days"),
        ):
            if wrong:
                yield Problem(path, _FIRST_LINE + number, f"{what}; {_RESTORE}")
        seen.add(passage.anchor)


_FIRST_LINE = 3


def render_lock(lock: Lock) -> str:
    """The lock as text, one passage a line; what an entry has none of is left out."""
    rows = [
        json.dumps(passage.model_dump(mode="json", exclude_defaults=True), ensure_ascii=False)
        for passage in lock.passages
    ]
    return f'{{"version": {lock.version},\n "passages": [\n' + ",\n".join(rows) + "\n]}\n"


def build_lock(parsed: ParsedTranscript) -> Lock:
    """The first lock of a transcript: its passages numbered in reading order."""
    texts = [paragraph.text for turn in parsed.turns for paragraph in turn.paragraphs]
    passages = tuple(
        LockedPassage(anchor=urls.anchor(number), text=text) for number, text in enumerate(texts, 1)
    )
    return Lock(version=LOCK_VERSION, passages=passages)


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
            Buried(passage.anchor, passage.text, passage.removed, successors, passage.wordings, after)
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
    parsed: ParsedTranscript, lock: Lock, text_path: str, lock_path: str, slug: str
) -> tuple[tuple[Anchored, ...], list[Problem]]:
    """Every paragraph with its anchor from the lock, and a problem for each that no longer matches.

    Where there are problems, changed paragraphs still have the anchor they probably keep, so that the rest
    of the record can be checked; new ones are left out.
    """
    spoken = [(number, item) for number, turn in enumerate(parsed.turns, 1) for item in turn.paragraphs]
    lines = [number for number, passage in enumerate(lock.passages, _FIRST_LINE) if passage.live]
    old = lock.live
    anchored: list[Anchored] = []
    problems: list[Problem] = []
    remedy = f"if the source was corrected, run 'ontherecord accept {slug}'"
    for old_range, new_range, same in _align([item.text for item in old], [item.text for _, item in spoken]):
        for locked, (turn, paragraph) in zip(old[old_range], spoken[new_range], strict=False):
            anchored.append(Anchored(locked.anchor, turn, paragraph, locked.wordings))
            if not same:
                message = f"the words of {locked.anchor} differ from passages.lock; {remedy}"
                problems.append(Problem(text_path, paragraph.line, message))
        paired = min(old_range.stop - old_range.start, new_range.stop - new_range.start)
        for gone in range(old_range.start + paired, old_range.stop):
            message = f"{old[gone].anchor} is no longer in transcript.txt; {remedy}"
            problems.append(Problem(lock_path, lines[gone], message))
        for _, extra in spoken[new_range.start + paired : new_range.stop]:
            problems.append(Problem(text_path, extra.line, f"this passage is not in passages.lock; {remedy}"))
    return tuple(anchored), problems


def _align(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[slice, slice, bool]]:
    """Stretches of old and new that correspond, in order, and whether they are the same."""
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for tag, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        yield slice(old_from, old_to), slice(new_from, new_to), tag == "equal"
