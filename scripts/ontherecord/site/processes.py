"""Other processes of this machine: how one is made ready and ends, and work that gives its memory back."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context, parent_process
from multiprocessing.connection import wait
from pathlib import Path
from signal import SIGINT, signal
from threading import Thread
from typing import TypeVar

from ..store import close_branch, is_holding, leave_store, open_branch, settle_store, take_in

T = TypeVar("T")

#: What is said when a process dies to which work was given.
_DIED = "ontherecord: a process died (too little memory?); what it did is done again in this one"

#: The threads of this process that only wait for the end of another: nothing of them is lost in a fork.
_watching = 0


def can_fork() -> bool:
    """Whether nothing here is lost in a fork: no thread but this, those of libraries included.

    Only Linux tells them, and has code of its own that stands a fork.
    """
    try:
        return sys.platform == "linux" and len(list(Path("/proc/self/task").iterdir())) == 1 + _watching
    except OSError:
        return False


def collect_seldom() -> None:
    """Has this process look seldom for objects that only each other keep.

    An archive is a million objects that stay: with Python's own thresholds, looking through them again and
    again took half the time in which a thousand transcripts were read and their pages drafted.
    """
    gc.set_threshold(20_000, 10, 10)


def begin_worker() -> None:
    """Makes a worker ready: it keeps nothing, and ends with the process that started it, or by Ctrl-C."""
    leave_store()
    _begin()


def _begin() -> None:
    global _watching
    _watching = 0  # A process that was forked has one thread, whatever the other had.
    signal(SIGINT, lambda *_: os._exit(1))  # The other says so.
    collect_seldom()
    if parent := parent_process():
        Thread(target=_end_with, args=(parent.sentinel,), daemon=True).start()
        _watching = 1


def _end_with(sentinel: int) -> None:
    """Ends this process when another does: it holds the locks of that one, and would wait for ever."""
    wait([sentinel])
    os._exit(1)


# --- Work apart ---


def do_apart(work: Callable[[], T]) -> T:
    """What comes of some work. Where it is safe, a process of its own does it, so that its memory comes back.

    Both can be pickled. What the work keeps is kept as if it were done here.
    """
    if is_holding() or not can_fork():
        return _collect_after(work)
    settle_store()
    try:
        with ProcessPoolExecutor(1, get_context("fork"), _begin) as pool:
            portion = pool.submit(_do, work)
    except OSError:  # The system has no place for another.
        return _collect_after(work)
    try:
        done, asked = portion.result()
    except BrokenProcessPool:
        print(_DIED, file=sys.stderr)
        return _collect_after(work)
    take_in(asked)
    return done


def _do(work: Callable[[], T]) -> tuple[T, set[bytes]]:
    open_branch()
    done = work()
    return done, close_branch()


def _collect_after(work: Callable[[], T]) -> T:
    done = work()
    if not is_holding():
        gc.collect()  # What is worked with keeps itself in circles, and is the larger half of the memory.
    return done
