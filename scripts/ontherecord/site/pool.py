"""Makes the generated files of a large archive on every core: the same files, in the same order.

A worker gets the recipe for all drafts, and finishes some at a time. Workers are started afresh
("spawn"), which is the one way that macOS, Linux and a program with threads, such as `serve`, have in common.
"""

from __future__ import annotations

import os
import pickle
import sys
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from tempfile import NamedTemporaryFile

from ..catalogue import speak, spoken
from ..files import Draft, File

#: For fewer files the start of the workers would take longer than it saves.
LEAST = 1300
#: The most workers: each holds the archive, and one process writes what they make.
MOST = 8
#: Portions for each worker: small, so that none is left with slow ones and little waits to be written.
_PORTIONS = 50

#: What is said when workers die.
_DIED = "ontherecord: a worker died (too little memory?); the rest is made in one process, which is slower"

Recipe = Callable[[], Iterable[Draft]]


def finish_drafts(recipe: Recipe, size: int, workers: int | None = None) -> Iterator[File]:
    """The files of a recipe's drafts; `size` is how many there are.

    With workers, one a core up to `MOST` if not said otherwise, the recipe must be one that can be pickled.
    """
    count = workers or min(_count_cores(), MOST)
    done = 0
    if size >= LEAST and count > 1:
        try:
            for file in _finish_beside(recipe, count):
                yield file
                done += 1
            return
        except BrokenProcessPool:  # No memory for workers, or a program that can not be started twice.
            print(_DIED, file=sys.stderr)
    yield from (draft.finish() for draft in islice(recipe(), done, None))


def _count_cores() -> int:
    """The cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _finish_beside(recipe: Recipe, count: int) -> Iterator[File]:
    portions = count * _PORTIONS
    # In a file: as an argument, a large recipe for a worker that dies before it reads it hangs this process.
    with NamedTemporaryFile() as file:
        pickle.dump((recipe, spoken()), file)
        file.flush()
        pool = ProcessPoolExecutor(count, get_context("spawn"), _start, (file.name,))
        try:
            for portion in pool.map(_finish_portion, range(portions), [portions] * portions):
                yield from portion
        finally:
            pool.shutdown(cancel_futures=True)


# --- In a worker ---

_drafts: list[Draft] = []


def _start(file: str) -> None:
    recipe: Recipe
    recipe, language = pickle.loads(Path(file).read_bytes())
    speak(language)
    _drafts[:] = recipe()


def _finish_portion(number: int, portions: int) -> list[File]:
    start, end = (len(_drafts) * edge // portions for edge in (number, number + 1))
    return [draft.finish() for draft in _drafts[start:end]]
