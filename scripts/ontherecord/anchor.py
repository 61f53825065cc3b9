"""Permanent anchors: the lock of a transcript, and the passages that it names.

A lock is JSON, one passage a line, so that a diff of it reads passage by passage.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest

from pydantic import Field, ValidationError

from . import urls
from .definitions import AnchorId, Definition
from .model import Paragraph, ParsedTranscript
from .problems import Problem, last_line

LOCK_VERSION = 1


class LockedPassage(Definition):
    """A permanent anchor and the words last accepted for it."""

    anchor: AnchorId
    text: str


class Lock(Definition):
    """The ledger of permanent anchors of one transcript, in reading order."""

    version: int = Field(ge=LOCK_VERSION, le=LOCK_VERSION)
    passages: tuple[LockedPassage, ...] = Field(strict=False)


@dataclass(frozen=True)
class Anchored:
    """A paragraph of the source and its permanent anchor; `turn` counts from 1."""

    anchor: str
    turn: int
    paragraph: Paragraph


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
    problems = [*_check_layout(lock, text, path)] or [*_find_repeats(lock, path)]
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


def _find_repeats(lock: Lock, path: str) -> Iterator[Problem]:
    seen: set[str] = set()
    for number, passage in enumerate(lock.passages):
        if passage.anchor in seen:
            yield Problem(path, _FIRST_LINE + number, f"the anchor {passage.anchor} stands twice; {_RESTORE}")
        seen.add(passage.anchor)


_FIRST_LINE = 3


def render_lock(lock: Lock) -> str:
    """The lock as text, one passage a line."""
    rows = [json.dumps(passage.model_dump(), ensure_ascii=False) for passage in lock.passages]
    return f'{{"version": {lock.version},\n "passages": [\n' + ",\n".join(rows) + "\n]}\n"


def build_lock(parsed: ParsedTranscript) -> Lock:
    """The first lock of a transcript: its passages numbered in reading order."""
    texts = [paragraph.text for turn in parsed.turns for paragraph in turn.paragraphs]
    passages = tuple(
        LockedPassage(anchor=urls.anchor(number), text=text) for number, text in enumerate(texts, 1)
    )
    return Lock(version=LOCK_VERSION, passages=passages)


def anchor_passages(
    parsed: ParsedTranscript, lock: Lock, text_path: str, lock_path: str, slug: str
) -> tuple[tuple[Anchored, ...], list[Problem]]:
    """Every paragraph with its anchor from the lock, and a problem for each that no longer matches.

    Where there are problems, changed paragraphs still have the anchor they probably keep, so that the rest
    of the record can be checked; new ones are left out.
    """
    spoken = [(number, item) for number, turn in enumerate(parsed.turns, 1) for item in turn.paragraphs]
    old = lock.passages
    anchored: list[Anchored] = []
    problems: list[Problem] = []
    remedy = f"if the source was corrected, run 'ontherecord accept {slug}'"
    for old_range, new_range, same in _align([item.text for item in old], [item.text for _, item in spoken]):
        for locked, (turn, paragraph) in zip(old[old_range], spoken[new_range], strict=False):
            anchored.append(Anchored(locked.anchor, turn, paragraph))
            if not same:
                message = f"the words of {locked.anchor} differ from passages.lock; {remedy}"
                problems.append(Problem(text_path, paragraph.line, message))
        paired = min(old_range.stop - old_range.start, new_range.stop - new_range.start)
        for gone in range(old_range.start + paired, old_range.stop):
            message = f"{old[gone].anchor} is no longer in transcript.txt; {remedy}"
            problems.append(Problem(lock_path, _FIRST_LINE + gone, message))
        for _, extra in spoken[new_range.start + paired : new_range.stop]:
            problems.append(Problem(text_path, extra.line, f"this passage is not in passages.lock; {remedy}"))
    return tuple(anchored), problems


def _align(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[slice, slice, bool]]:
    """Stretches of old and new that correspond, in order, and whether they are the same."""
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for tag, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        yield slice(old_from, old_to), slice(new_from, new_to), tag == "equal"
