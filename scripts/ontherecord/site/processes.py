"""Other processes of this machine: how one is made ready and ends, and work that gives its memory back."""

from __future__ import annotations

import atexit
import ctypes
import gc
import os
import pickle
import sys
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing import Pipe, get_context, parent_process
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from signal import SIG_IGN, SIGINT, SIGKILL, SIGTERM, getsignal, signal
from threading import Thread
from traceback import format_exception
from typing import Any, Generic, TypeVar, cast

from ..store import close_branch, is_holding, leave_store, open_branch, settle_store, take_in

T = TypeVar("T")

#: What is said when a process dies to which work was given.
_DIED = "ontherecord: a process died (too little memory?); what it did is done again in this one"

#: Of mallopt(3): from how many bytes on memory is the system's own to take back, and how many here.
_M_MMAP_THRESHOLD, _LARGE = -3, 2**18
#: Of prctl(2): the signal that a process gets when its parent dies.
_PR_SET_PDEATHSIG = 1


def can_fork() -> bool:
    """Whether nothing here is lost in a fork: no thread but this, those of libraries included.

    Only Linux tells them, and has code of its own that stands a fork.
    """
    try:
        return sys.platform == "linux" and len(list(Path("/proc/self/task").iterdir())) == 1
    except OSError:
        return False


def spare_memory() -> None:
    """Has this process look seldom for objects that only each other keep, and give large ones back at once.

    An archive is a million objects that stay: with Python's own thresholds, looking through them again and
    again took half the time in which a thousand transcripts were read and their pages drafted. And the GNU C
    library comes to put tables of all passages among small things, where they leave gaps.
    """
    gc.set_threshold(20_000, 10, 10)
    if set_option := getattr(ctypes.CDLL(None), "mallopt", None):
        set_option(_M_MMAP_THRESHOLD, _LARGE)


def give_back() -> None:
    """Gives the system back the memory that is free.

    Things that nothing but each other refers to are freed first. The GNU C library keeps what is free between
    what is in use, a fifth of all when pages are drafted; others have no such call.
    """
    gc.collect()
    if trim := getattr(ctypes.CDLL(None), "malloc_trim", None):
        trim(0)


def begin_worker() -> None:
    """Makes a worker ready: it keeps nothing, and ends with the process that started it, or by Ctrl-C."""
    for number in (SIGINT, SIGTERM):
        signal(number, lambda *_: os._exit(1))  # The other says so.
    leave_store()
    spare_memory()
    if parent := parent_process():
        Thread(target=_end_with, args=(parent.sentinel,), daemon=True).start()


def _end_with(sentinel: int) -> None:
    """Ends this process when another does: it holds the locks of that one, and would wait for ever."""
    wait([sentinel])
    os._exit(1)


# --- Work apart ---


#: What work tells something with before it is done, and what hears it.
Tell = Callable[[Any], None]


class Apart(Generic[T]):
    """Work that a process of its own does where that is safe, so that its memory comes back; else this one.

    What comes of it can be pickled, and so can what it tells meanwhile, perhaps twice. What it keeps is kept
    as if it were done here, interrupted or not.
    """

    def __init__(self, work: Callable[[Tell], T], hear: Tell, here: bool = False) -> None:
        """Begins it, if another process does it: not if it is to be done `here`."""
        self._work, self._hear = work, hear
        self._process: BaseProcess | None = None
        self._told: _Told | None = None
        if here or is_holding() or not can_fork():
            return
        settle_store()
        self._ear, mouth = Pipe(duplex=False)
        process = get_context("fork").Process(target=_do, args=(work, self._ear, mouth, os.getpid()))
        try:
            process.start()
        except OSError:  # The system has no place for another.
            self._ear.close()
        else:
            self._process = process
            atexit.register(self.stop)  # Python would wait for it to be done.
        mouth.close()

    def listen(self) -> bool:
        """Waits until something is told, and has it heard; whether there is more to come.

        Who is interrupted meanwhile is to stop it.
        """
        if self._told:
            return False
        if not self._process:
            self._told = _Told(_do_here(self._work, self._hear), None, set())
            return False
        try:
            told = self._ear.recv()
        except EOFError:
            print(_DIED, file=sys.stderr)
            self._leave()
            return self.listen()
        if not isinstance(told, _Told):
            self._hear(told)
            return True
        self._told = told
        self._leave()
        take_in(told.asked)
        return False

    def end(self) -> T:
        """Waits for what comes of it; a mistake is raised as if it were made here."""
        try:
            while self.listen():
                pass
        except BaseException:
            self.stop()
            raise
        told = cast(_Told, self._told)
        if told.error:
            raise told.error
        return cast(T, told.done)

    def stop(self) -> None:
        """Ends it, if it is not done; what it has made is kept first, unless Ctrl-C comes again."""
        if self._process:
            try:
                self._process.terminate()
                self._ear.close()  # Else one that has something to tell would wait until it is heard.
                self._process.join()
            except KeyboardInterrupt:
                self._process.kill()
            self._leave()

    def _leave(self) -> None:
        if self._process:
            self._process.join()
        self._process = None
        self._ear.close()
        atexit.unregister(self.stop)


def _do_here(work: Callable[[Tell], T], hear: Tell) -> T:
    """What comes of some work, done in this process, and without what only keeps itself."""
    done = work(hear)
    if not is_holding():
        give_back()  # What is worked with keeps itself in circles, and is the larger half of the memory.
    return done


@dataclass(frozen=True)
class _Told:
    """What the other process tells last: what came of the work or was raised, what it asked the store for."""

    done: object
    error: Exception | None
    asked: set[bytes]


def _do(work: Callable[[Tell], object], ear: Connection, mouth: Connection, parent: int) -> None:
    _follow(parent)
    ear.close()  # When the other has closed its own, nobody hears any more.
    ends = [number for number in (SIGTERM, SIGINT) if getsignal(number) is not SIG_IGN]
    for number in ends:
        signal(number, _stop)
    spare_memory()
    open_branch()
    done, error = None, None
    try:
        try:
            done = work(mouth.send)
        except Exception as raised:
            error = _fit(raised)
        finally:
            asked = close_branch()
        for number in ends:
            signal(number, lambda *_: os._exit(0))  # There is nothing left to be kept.
        mouth.send(_Told(done, error, asked))
    except (KeyboardInterrupt, BrokenPipeError):  # The other says so.
        return


def _stop(*_: object) -> None:
    """Ends the work once; what is kept is written in peace."""
    for number in (SIGTERM, SIGINT):
        signal(number, SIG_IGN)
    raise KeyboardInterrupt


def _follow(parent: int) -> None:
    """Has the system end this process when its parent ends: a thread that waits would hinder forks."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, SIGKILL)
    if os.getppid() != parent:
        os._exit(1)


def _fit(error: Exception) -> Exception:
    """A mistake as it can be raised in another process, with where it was made."""
    where = "".join(format_exception(error))
    try:
        pickle.loads(pickle.dumps(error))
    except Exception:
        error = RuntimeError(where)
    else:
        error.add_note(where)
    return error
