"""What is wrong with the data, said so that an editor can mend it."""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import IntEnum
from pathlib import Path

from rapidfuzz import fuzz, process, utils


@dataclass(frozen=True)
class LineProblem:
    """A mistake found in a text that does not know its file: see `problems.Problem`."""

    line: int
    message: str


#: Least likeness (0 to 100, `rapidfuzz.fuzz.ratio`) at which a known name is offered for an unknown one.
NEAR = 70.0


class Stage(IntEnum):
    """What a problem stands in the way of: the first must be mended first, for the rest is read by it."""

    FILE = 1
    RECORD = 2
    TEXT = 3
    TOPICS = 4
    LOCK = 5


@dataclass(frozen=True, order=True)
class Problem:
    """One mistake in one file: `path` is relative to the project, `line` counts from 1."""

    path: str
    line: int
    message: str
    stage: Stage = field(default=Stage.FILE, compare=False)

    def __str__(self) -> str:
        """One line, whatever the message quotes."""
        return f"{self.path}:{self.line}: {' '.join(self.message.splitlines())}"


class ProblemError(Exception):
    """What can not be made of the data, where only the attempt shows it."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem)
        self.problem = problem


_LINE_END = re.compile(rb"\r\n|\r|\n")


def last_line(text: str) -> int:
    """The number of the last line of a text, from 1; nothing after the last line end is no line."""
    lines = _LINE_END.split(text.encode(errors="replace"))
    return max(1, len(lines) if lines[-1] else len(lines) - 1)


def explain_bad_byte(path: str, raw: bytes, offset: int) -> Problem:
    """The problem of a file that is not UTF-8, for the first byte that is not; `offset` counts from 0."""
    line = 1 + len(_LINE_END.findall(raw[:offset]))
    byte = f"byte 0x{raw[offset]:02X} at offset {offset}"
    return Problem(path, line, f"invalid UTF-8: {byte} (counted from 0); save the file as UTF-8")


#: What an editor can do, by what the system says.
_REMEDIES = {
    errno.ENOSPC: "the disk is full: make room, and try again",
    errno.EDQUOT: "your share of the disk is full: make room, and try again",
    errno.EFBIG: "there is no room for a file of this size: raise the limit, and try again",
    errno.EROFS: "it is on a disk that can only be read: work on a copy elsewhere",
    errno.EACCES: "you are not allowed to do this here: change the owner or the permissions",
    errno.EPERM: "you are not allowed to do this here: change the owner or the permissions",
    errno.EMFILE: "too many files are open: close other programs, and try again",
}


def explain_fault(error: OSError, root: Path) -> Problem:
    """The problem of a file that the system does not let be read or written."""
    path = Path(os.fsdecode(error.filename2 or error.filename or root))
    shown = path.relative_to(root) if path.is_relative_to(root) else path
    why = _REMEDIES.get(error.errno or 0) or error.strerror or str(error)
    return Problem(shown.as_posix(), 1, f"can not be read or written: {why}")


def find_nearest(wrong: str, known: Iterable[str]) -> str | None:
    """The known word nearest to a wrong one, or None where none is near enough to be meant."""
    best = process.extractOne(
        wrong, sorted(known), scorer=fuzz.ratio, processor=utils.default_process, score_cutoff=NEAR
    )
    return best[0] if best else None


def did_you_mean(wrong: str, known: Iterable[str]) -> str:
    """A clause to end a message with: `; did you mean 'x'?`, or nothing."""
    near = find_nearest(wrong, known)
    return f"; did you mean '{near}'?" if near else ""


def order_problems(problems: Iterable[Problem]) -> list[Problem]:
    """Each once: what must be mended first comes first, then by file and line."""
    return sorted(set(problems), key=lambda one: (one.stage, one.path, one.line, one.message))
