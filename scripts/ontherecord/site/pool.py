"""Makes the generated files of a large archive in portions: the same, in the same order, whoever makes them.

A crew makes them: any executor of `concurrent.futures`. Each of its workers gets the recipe for all drafts
once, and finishes a portion of them at a time. On one machine they are processes: where that is safe, this
one over again ("fork"), which has the drafts already and shares their memory; else started afresh ("spawn"),
which is the one way that macOS, Linux and a program with threads, such as `serve`, have in common.
"""

from __future__ import annotations

import gc
import hashlib
import os
import pickle
import sys
import zlib
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from functools import partial
from itertools import islice
from multiprocessing import active_children, get_context
from pathlib import Path
from tempfile import NamedTemporaryFile
from threading import Lock

from ..catalogue import speaking, spoken
from ..files import Draft, File
from .processes import begin_worker, can_fork, give_back

#: For fewer transcripts the start of the workers would take longer than it saves.
LEAST = 60
#: The most processes of one machine: each comes to hold the archive, and one writes what all of them make.
MOST = 8
#: A portion is about what a transcript comes to; of a small archive there are as many all the same. So no
#: worker is left with slow ones, and little waits to be written.
_PORTIONS = 100
#: How many portions are given out for each worker, those that wait to be written included.
AHEAD = 8
#: How many portions a worker has in hand before this process makes one itself: few are ever idle.
_IN_HAND = 3

#: What is said when workers die.
_DIED = "ontherecord: a worker died (too little memory?); the rest is made in one process, which is slower"

Recipe = Callable[[], Iterable[Draft]]


class CrewError(Exception):
    """Those who make the files can not; the message, a sentence, says why and what to do."""


@dataclass(frozen=True)
class Crew:
    """An executor, and how many portions it is given before the first is written.

    Its workers read the recipe from a file of this machine; where they are elsewhere, `share` is another.
    """

    executor: Executor
    ahead: int = 2 * AHEAD

    @contextmanager
    def share(self, recipe: Recipe) -> Iterator[tuple[Path | bytes, str]]:
        """What each portion is given to find the recipe by, and the digest of that.

        No argument holds it: it would go along with every portion, and a worker that dies before it reads a
        large one hangs this process.
        """
        with NamedTemporaryFile() as file:
            packed, digest = pack_recipe(recipe)
            file.write(packed)
            file.flush()
            del packed
            yield Path(file.name), digest

    def submit(self, shared: Path | bytes, digest: str, number: int, portions: int) -> Future[Iterable[File]]:
        """Gives out a portion."""
        return self.executor.submit(finish_portion, shared, digest, number, portions)

    def wait(self, portion: Future[Iterable[File]]) -> Iterable[File]:
        """What came of it."""
        return portion.result()


@dataclass(frozen=True, kw_only=True)
class _Hands(Crew):
    """Workers of this machine, and this process, which makes a portion itself where each has enough in hand.

    So one worker less holds the archive.
    """

    enough: int
    forks: bool
    _busy: list[Future[Iterable[File]]] = field(default_factory=list)

    @contextmanager
    def share(self, recipe: Recipe) -> Iterator[tuple[Path | bytes, str]]:
        """The recipe; nothing to workers that are this process over again, which has the drafts in memory.

        That is shared for as long as nobody writes there.
        """
        with nullcontext((b"", f"forked {id(self)}")) if self.forks else super().share(recipe) as shared:
            _held[shared[1]] = list(recipe()), spoken()
            try:
                with self._begun():
                    yield shared
            finally:
                _held.pop(shared[1], None)

    @contextmanager
    def _begun(self) -> Iterator[None]:
        """Starts the workers; BrokenProcessPool where the system has no place for them."""
        if not self.forks:
            yield
            return
        before = active_children()
        give_back()  # Else each of them gets it.
        gc.freeze()  # Looking for circles would write to every object.
        try:
            self.executor.submit(int)  # At the first task all are forked.
        except (OSError, RuntimeError) as error:  # Neither a process nor a thread can be started.
            for worker in set(active_children()) - set(before):
                worker.terminate()
            raise BrokenProcessPool from error
        else:
            yield
        finally:
            gc.unfreeze()

    def submit(self, shared: Path | bytes, digest: str, number: int, portions: int) -> Future[Iterable[File]]:
        """Gives out a portion, or makes it."""
        self._busy[:] = [portion for portion in self._busy if not portion.done()]
        if len(self._busy) >= self.enough:
            return _attempt(partial(finish_portion, shared, digest, number, portions))
        self._busy.append(super().submit(shared, digest, number, portions))
        return self._busy[-1]


def _attempt(make: Callable[[], Iterable[File]]) -> Future[Iterable[File]]:
    """What comes of it, or the mistake, for when its turn is."""
    made: Future[Iterable[File]] = Future()
    try:
        made.set_result(make())
    except Exception as error:
        made.set_exception(error)
    return made


def pack_recipe(recipe: Recipe) -> tuple[bytes, str]:
    """A recipe, pickled with the language that is spoken, and its digest."""
    packed = pickle.dumps((recipe, spoken()))
    return packed, hashlib.sha256(packed).hexdigest()


def finish_drafts(
    recipe: Recipe, size: int, workers: int | None = None, crew: Crew | None = None
) -> Generator[File, None, None]:
    """The files of a recipe's drafts; `size` is the number of transcripts that it is for.

    A crew makes them if there is one; else, of a large archive, processes of this machine with this one among
    them: one a core up to `MOST`, if not said otherwise. For both the recipe must be one that can be pickled.
    """
    if crew:
        yield from _finish_portions(recipe, size, crew)
        return
    count = workers or min(_count_cores(), MOST)
    done = 0
    if size >= LEAST and count > 1:
        forks = can_fork()
        pool = ProcessPoolExecutor(count - 1, get_context("fork" if forks else "spawn"), begin_worker)
        hands = _Hands(pool, count * AHEAD, enough=(count - 1) * _IN_HAND, forks=forks)
        try:
            for file in _finish_portions(recipe, size, hands):
                yield file
                done += 1
            return
        except BrokenProcessPool:  # No memory for workers, or a program that can not be started twice.
            print(_DIED, file=sys.stderr)
        finally:
            pool.shutdown(cancel_futures=True)
    yield from (draft.finish() for draft in islice(recipe(), done, None))


def _count_cores() -> int:
    """The cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _finish_portions(recipe: Recipe, size: int, crew: Crew) -> Iterator[File]:
    portions = max(size, _PORTIONS)
    with crew.share(recipe) as (shared, digest):
        given: deque[Future[Iterable[File]]] = deque()
        try:
            for number in range(portions):
                given.append(crew.submit(shared, digest, number, portions))
                if len(given) > crew.ahead:
                    yield from crew.wait(given.popleft())
            while given:
                yield from crew.wait(given.popleft())
        finally:
            for portion in given:
                portion.cancel()


# --- In a worker ---

#: The drafts of the last recipe and the language that they speak, by the recipe's digest.
_held: dict[str, tuple[list[Draft], str]] = {}
#: Threads take turns: they would be no quicker, and what makes the files was not written for them.
_turn = Lock()


def finish_portion(shared: Path | bytes, digest: str, number: int, portions: int) -> Iterable[File]:
    """The files of a portion of the drafts; the recipe, pickled, stands in a file, or travels compressed."""
    with _turn:
        if digest not in _held:
            _held.clear()
            _held[digest] = _draft(shared)
        drafts, language = _held[digest]
        with speaking(language):
            return [draft.finish() for draft in _cut(drafts, number, portions)]


def _cut(drafts: Sequence[Draft], number: int, portions: int) -> Sequence[Draft]:
    """Those of a portion."""
    start, end = (len(drafts) * edge // portions for edge in (number, number + 1))
    return drafts[start:end]


def _draft(shared: Path | bytes) -> tuple[list[Draft], str]:
    recipe: Recipe
    recipe, language = pickle.loads(
        shared.read_bytes() if isinstance(shared, Path) else zlib.decompress(shared)
    )
    with speaking(language):
        return list(recipe()), language
