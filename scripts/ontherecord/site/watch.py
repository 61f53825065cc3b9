"""Notices what an editor changes.

The files are looked at five times a second. That costs little, and unlike the notices of the operating
system it works in containers and on network folders too, sees a file that an editing program replaces, knows
no limit of folders, and is never set off by what the build itself writes. The library watchfiles was tried in
its polling mode, which the first two call for, and did not pass the tests of live edits.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from threading import Event

from ..tokens import THEME

#: What an editor may change (a project's own templates are in overrides/), and the look.
_WATCHED = ("mkdocs.yml", "data", "docs", "overrides", THEME.as_posix())

#: Seconds between two looks; between two that must agree before a change is over; after which it is anyway.
_PAUSE, _SETTLE, _SETTLE_AT_MOST = 0.2, 0.05, 1.0

#: The part of a processor that looking may take, however many files there are.
_SHARE = 0.1

#: Each file with its time, size and identity.
Look = Mapping[str, tuple[int, int, int]]


def look(root: Path) -> Look:
    """What an editor may change in the project, as it is now."""
    found = {}
    for path in _find_watched(root):
        try:
            status = os.stat(path)  # noqa: PTH116 - there are thousands
        except FileNotFoundError:  # It has just been removed, or is a link to nothing.
            continue
        found[path] = (status.st_mtime_ns, status.st_size, status.st_ino)
    return found


def _find_watched(root: Path) -> Iterator[str]:
    for top in _WATCHED:
        if (root / top).is_file():
            yield str(root / top)
        for folder, folders, names in os.walk(root / top):
            folders[:] = [name for name in folders if _is_watched(name)]
            yield from (f"{folder}{os.sep}{name}" for name in names if _is_watched(name))


def _is_watched(name: str) -> bool:
    """Whether it is no editing program's own file."""
    return not name.startswith(".") and not name.endswith("~")


def wait_for_changes(root: Path, seen: Look, stop: Event) -> Iterator[None]:
    """Yields after each change since `seen`, also one made while another is dealt with, until `stop`."""
    pause = _PAUSE
    while not stop.wait(pause):
        start = time.thread_time()
        now = look(root)
        pause = max(_PAUSE, (time.thread_time() - start) / _SHARE)
        if now != seen:
            seen = _settle(root, now)
            yield


def _settle(root: Path, now: Look) -> Look:
    """What there is when the change is over: a file is written in parts, and a checkout changes many."""
    end = time.monotonic() + _SETTLE_AT_MOST
    while time.monotonic() < end:
        time.sleep(_SETTLE)
        before, now = now, look(root)
        if now == before:
            break
    return now
