"""Makes the generated files of a large archive in portions: the same, in the same order, whoever makes them.

A crew makes them: any executor of `concurrent.futures`. Each of its workers gets the recipe for all drafts
once, and finishes a portion of them at a time. On one machine they are processes started afresh ("spawn"),
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
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from tempfile import NamedTemporaryFile
from threading import Lock

from ..catalogue import speaking, spoken
from ..files import Draft, File

#: For fewer transcripts the start of the workers would take longer than it saves.
LEAST = 60
#: The most workers of one machine: each holds the archive, and one process writes what they make.
MOST = 8
#: A portion is about what a transcript comes to; of a small archive there are as many all the same. So no
#: worker is left with slow ones, and little waits to be written.
_PORTIONS = 100
#: How many portions are given out for each worker, those that wait to be written included.
AHEAD = 8

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
    def share(self, recipe: bytes) -> Iterator[Path | bytes]:
        """What each portion is given to find the recipe by.

        No argument holds it: it would go along with every portion, and a worker that dies before it reads a
        large one hangs this process.
        """
        with NamedTemporaryFile() as file:
            file.write(recipe)
            file.flush()
            yield Path(file.name)

    def submit(self, shared: Path | bytes, digest: str, number: int, portions: int) -> Future[list[File]]:
        """Gives out a portion."""
        return self.executor.submit(finish_portion, shared, digest, number, portions)

    def wait(self, portion: Future[list[File]]) -> list[File]:
        """What came of it."""
        return portion.result()


def collect_seldom() -> None:
    """Has this process look seldom for objects that only each other keep.

    An archive is a million objects that stay: with Python's own thresholds, looking through them again and
    again took half the time in which a thousand transcripts were read and their pages drafted.
    """
    gc.set_threshold(20_000, 10, 10)


def finish_drafts(
    recipe: Recipe, size: int, workers: int | None = None, crew: Crew | None = None
) -> Iterator[File]:
    """The files of a recipe's drafts; `size` is the number of transcripts that it is for.

    A crew makes them if there is one; else, of a large archive, workers of this machine, one a core up to
    `MOST` if not said otherwise. For both the recipe must be one that can be pickled.
    """
    if crew:
        yield from _finish_portions(recipe, size, crew)
        return
    count = workers or min(_count_cores(), MOST)
    done = 0
    if size >= LEAST and count > 1:
        pool = ProcessPoolExecutor(count, get_context("spawn"), collect_seldom)
        try:
            for file in _finish_portions(recipe, size, Crew(pool, count * AHEAD)):
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
    packed = pickle.dumps((recipe, spoken()))
    digest = hashlib.sha256(packed).hexdigest()
    with crew.share(packed) as shared:
        del packed
        given: deque[Future[list[File]]] = deque()
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


def finish_portion(shared: Path | bytes, digest: str, number: int, portions: int) -> list[File]:
    """The files of a portion of the drafts; the recipe, pickled, stands in a file, or travels compressed."""
    with _turn:
        if digest not in _held:
            _held.clear()
            _held[digest] = _draft(shared)
        drafts, language = _held[digest]
        start, end = (len(drafts) * edge // portions for edge in (number, number + 1))
        with speaking(language):
            return [draft.finish() for draft in drafts[start:end]]


def _draft(shared: Path | bytes) -> tuple[list[Draft], str]:
    recipe: Recipe
    recipe, language = pickle.loads(
        shared.read_bytes() if isinstance(shared, Path) else zlib.decompress(shared)
    )
    with speaking(language):
        return list(recipe()), language
