"""The lock of a transcript: its permanent anchors, as text and in memory."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import zip_longest
from typing import Annotated

from pydantic import Field, ValidationError

from .. import urls
from ..data.definitions import AnchorId, Day, Definition
from ..problems import Problem, last_line
from ..text.turns import Kind, ParsedTranscript
from .spoken import Attribution, Spoken, list_spoken

#: Locks of version 1 do not say who spoke; they are read, and `accept` writes what they lack.
LOCK_VERSION = 2


#: None where a lock of version 1 did not say who spoke.
LockedKind = Annotated[Kind | None, Field(strict=False)]


class LockedWording(Definition):
    """Words that an anchor had or who was said to speak them, and the day on which either changed."""

    until: Day
    text: str
    speaker: str | None = None
    label: str | None = None
    kind: LockedKind = None

    @property
    def wording(self) -> Wording:
        """The same, in memory."""
        return Wording(self.until, self.text, _attribute(self))


class LockedPassage(Definition):
    """A permanent anchor, the words last accepted for it and who spoke them; a tombstone if it has a day of
    removal.

    `successors` are the anchors that took over the words of a tombstone at its removal; they may have become
    tombstones since (see `find_successors`). `history` holds every earlier wording, oldest first. Of what was
    removed and came back it has the wording until its removal: the same words, gone for a time.
    """

    anchor: AnchorId
    text: str
    speaker: str | None = None
    label: str | None = None
    kind: LockedKind = None
    removed: Day | None = None
    successors: Annotated[tuple[AnchorId, ...], Field(strict=False)] = ()
    history: Annotated[tuple[LockedWording, ...], Field(strict=False)] = ()

    @property
    def live(self) -> bool:
        """Whether the passage still stands in the text."""
        return self.removed is None

    @property
    def by(self) -> Attribution | None:
        """Who spoke the words, None where that is not known."""
        return _attribute(self)

    @property
    def wordings(self) -> tuple[Wording, ...]:
        """The earlier wordings, oldest first."""
        return tuple(item.wording for item in self.history)


def _attribute(entry: LockedPassage | LockedWording) -> Attribution | None:
    return Attribution(entry.speaker, entry.label, entry.kind) if entry.kind else None


class Lock(Definition):
    """The ledger of permanent anchors of one transcript, in reading order.

    `added` is the day on which the anchors were first given; None where that was before locks said so.
    """

    version: int = Field(ge=1, le=LOCK_VERSION)
    added: Day | None = None
    passages: tuple[LockedPassage, ...] = Field(strict=False)

    @property
    def live(self) -> tuple[LockedPassage, ...]:
        """The passages that stand in the text, in its order."""
        return tuple(passage for passage in self.passages if passage.live)


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
            (
                lock.version > 1 and passage.live and passage.by is None,
                f"{passage.anchor} does not say who spoke",
            ),
            (days != sorted(days), f"the history of {passage.anchor} is not in the order of its days"),
        ):
            if wrong:
                yield Problem(path, FIRST_LINE + number, f"{what}; {_RESTORE}")
        seen.add(passage.anchor)


def rename_speakers(lock: Lock, ids: Mapping[str, str]) -> Lock:
    """The lock with present ids of speakers for former ones: whoever has a new id is the same person."""

    def rename(entry: LockedPassage) -> LockedPassage:
        history = tuple(
            item.model_copy(update={"speaker": ids.get(item.speaker or "", item.speaker)})
            for item in entry.history
        )
        speaker = ids.get(entry.speaker or "", entry.speaker)
        return entry.model_copy(update={"speaker": speaker, "history": history})

    return lock.model_copy(update={"passages": tuple(map(rename, lock.passages))}) if ids else lock


FIRST_LINE = 3


def render_lock(lock: Lock) -> str:
    """The lock as text, one passage a line; what an entry has none of is left out."""
    rows = [
        json.dumps(passage.model_dump(mode="json", exclude_defaults=True), ensure_ascii=False)
        for passage in lock.passages
    ]
    added = f', "added": "{lock.added.isoformat()}"' if lock.added else ""
    return f'{{"version": {lock.version}{added},\n "passages": [\n' + ",\n".join(rows) + "\n]}\n"


def build_lock(parsed: ParsedTranscript, added: date | None = None) -> Lock:
    """The first lock of a transcript, given on a day: its passages numbered in reading order."""
    passages = (build_entry(urls.anchor(number), item) for number, item in enumerate(list_spoken(parsed), 1))
    return Lock(version=LOCK_VERSION, added=added, passages=tuple(passages))


def build_entry(anchor: str, said: Spoken, history: Iterable[LockedWording] = ()) -> LockedPassage:
    """The entry of a passage as it stands in the text."""
    by = said.by
    return LockedPassage(
        anchor=anchor,
        text=said.text,
        speaker=by.speaker,
        label=by.label,
        kind=by.kind,
        history=tuple(history),
    )


@dataclass(frozen=True, slots=True)
class Wording:
    """Words that a passage had and who was said to speak them, and the day on which either changed.

    `by` is None where a lock of version 1 did not say who.
    """

    until: date
    text: str
    by: Attribution | None = None
