"""Makes the generated files of a large archive on every core: the same files, in the same order.

A worker gets the recipe for all drafts, and finishes every so-manyth of them. Workers are started afresh
("spawn"), which is the one way that macOS, Linux and a program with threads, such as `serve`, have in common.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from multiprocessing import get_context

from .write import Draft, File

#: For fewer transcripts the start of the workers would take longer than it saves.
LEAST = 60
#: Portions for each worker, so that none is left with the slow ones at the end.
_PORTIONS = 12

Recipe = Callable[[], Iterable[Draft]]


def finish_drafts(recipe: Recipe, size: int, workers: int | None = None) -> Iterator[File]:
    """The files of a recipe's drafts; `size` is the number of transcripts that it is for.

    With workers, one a core if not said otherwise, the recipe must be one that can be pickled.
    """
    count = workers or _count_cores()
    if size < LEAST or count < 2:
        return (draft.finish() for draft in recipe())
    try:
        return iter(_finish_beside(recipe, count))
    except BrokenProcessPool:  # No memory for workers, or a program that can not be started twice.
        return (draft.finish() for draft in recipe())


def _count_cores() -> int:
    """The cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _finish_beside(recipe: Recipe, count: int) -> Sequence[File]:
    step = count * _PORTIONS
    with ProcessPoolExecutor(count, get_context("spawn"), _start, (recipe,)) as pool:
        portions = list(pool.map(_finish_portion, range(step), [step] * step))
    files: list[File | None] = [None] * sum(map(len, portions))
    for start, portion in enumerate(portions):
        files[start::step] = portion
    return [file for file in files if file]


# --- In a worker ---

_drafts: list[Draft] = []


def _start(recipe: Recipe) -> None:
    _drafts[:] = recipe()


def _finish_portion(start: int, step: int) -> list[File]:
    return [draft.finish() for draft in islice(_drafts, start, None, step)]
