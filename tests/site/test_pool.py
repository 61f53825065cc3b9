"""Files made by workers: the same, in the same order, and a mistake in one is no secret."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from multiprocessing import parent_process
from pathlib import Path, PurePosixPath
from typing import Any

import pytest
from ontherecord.catalogue import speaking, spoken
from ontherecord.files import Draft, File
from ontherecord.site.pool import LEAST, Crew, finish_drafts


def describe(number: int) -> bytes:
    return f"{number} {os.getpid()}".encode()


def draft_numbers(count: int) -> Iterator[Draft]:
    """A file for each number, which says the number and which process made it."""
    for number in range(count):
        yield Draft(PurePosixPath(f"{number}.txt"), partial(describe, number))


def draft_mistake() -> Iterator[Draft]:
    yield from draft_numbers(3)
    yield Draft(PurePosixPath("wrong"), lambda: str(1 // 0).encode())


def die_in_a_worker() -> Iterator[Draft]:
    if parent_process():
        os._exit(1)
    return draft_numbers(5)


def describe_or_die(number: int) -> bytes:
    if parent_process():
        os._exit(1)
    return describe(number)


def draft_death() -> Iterator[Draft]:
    for draft in draft_numbers(90):
        number = int(draft.path.stem)
        yield Draft(draft.path, partial(describe_or_die, number)) if number == 60 else draft


def draft_language() -> Iterator[Draft]:
    drafted = spoken()
    for number in range(9):
        yield Draft(PurePosixPath(f"{number}"), lambda: f"{drafted} {spoken()}".encode())


class Counter(ThreadPoolExecutor):
    """Threads, and how much they were given to do."""

    given = 0

    def submit(self, *task: Any, **more: Any) -> Future[Any]:  # noqa: ANN401 - as executors take it
        self.given += 1
        return super().submit(*task, **more)


#: A program that starts itself anew in every worker, with more to hand over than a pipe holds.
CARELESS = """
from functools import partial
from pathlib import PurePosixPath
from ontherecord.site.pool import LEAST, finish_drafts
from ontherecord.files import Draft

def draft_words(words):
    yield Draft(PurePosixPath("words"), partial(str.encode, words))

(file,) = finish_drafts(partial(draft_words, "words " * 100_000), LEAST, workers=2)
print(len(file.content))
"""


def read(files: Iterator[File]) -> tuple[list[str], list[str], set[str]]:
    """The paths, the numbers, and the processes that made them."""
    found = list(files)
    words = [file.text.split() for file in found]
    return (
        [str(file.path) for file in found],
        [number for number, _ in words],
        {process for _, process in words},
    )


@pytest.mark.parametrize("count", [0, 1, 2, 100])
def test_workers_make_every_file_in_order(count: int) -> None:
    paths, numbers, makers = read(finish_drafts(partial(draft_numbers, count), LEAST, workers=2))
    assert paths == [f"{number}.txt" for number in range(count)]
    assert numbers == [str(number) for number in range(count)]
    assert str(os.getpid()) not in makers


def test_for_few_transcripts_there_are_no_workers() -> None:
    _, numbers, makers = read(finish_drafts(partial(draft_numbers, 9), LEAST - 1, workers=2))
    assert numbers == [str(number) for number in range(9)]
    assert makers == {str(os.getpid())}


def test_a_mistake_in_a_worker_comes_out() -> None:
    with pytest.raises(ZeroDivisionError):
        list(finish_drafts(draft_mistake, LEAST, workers=2))


def test_without_workers_the_files_are_made_here_and_that_is_said(
    capsys: pytest.CaptureFixture[str],
) -> None:
    _, numbers, makers = read(finish_drafts(die_in_a_worker, LEAST, workers=2))
    assert numbers == [str(number) for number in range(5)]
    assert makers == {str(os.getpid())}
    assert "a worker died" in capsys.readouterr().err


def test_a_file_is_handed_on_before_the_last_is_made() -> None:
    files = finish_drafts(draft_mistake, LEAST, workers=2)
    assert str(next(files).path) == "0.txt"
    with pytest.raises(ZeroDivisionError):
        list(files)


def test_what_a_worker_leaves_undone_is_made_here_and_nothing_twice() -> None:
    paths, numbers, makers = read(finish_drafts(draft_death, LEAST, workers=2))
    assert paths == [f"{number}.txt" for number in range(90)]
    assert numbers == [str(number) for number in range(90)]
    assert str(os.getpid()) in makers


def test_a_program_that_can_not_be_started_twice_makes_its_files_alone(tmp_path: Path) -> None:
    program = tmp_path / "careless.py"
    program.write_text(CARELESS)
    run = subprocess.run([sys.executable, program], capture_output=True, text=True, timeout=100, check=True)
    assert run.stdout == "600000\n"


def test_any_executor_makes_the_same_files_however_few_the_transcripts() -> None:
    with Counter(2) as threads:
        recipe = partial(draft_numbers, 250)
        assert list(finish_drafts(recipe, 1, crew=Crew(threads))) == [draft.finish() for draft in recipe()]
    assert threads.given


def test_threads_speak_the_language_of_the_site() -> None:
    with ThreadPoolExecutor(2) as threads, speaking("ru"):
        files = list(finish_drafts(draft_language, 1, crew=Crew(threads)))
    assert {file.text for file in files} == {"ru ru"}


def test_of_a_large_archive_only_so_much_is_made_before_it_is_written() -> None:
    with Counter(2) as threads:
        files = finish_drafts(partial(draft_numbers, 5000), 1000, crew=Crew(threads, ahead=10))
        next(files)
        assert threads.given == 11
        assert len(list(files)) == 4999
        assert threads.given == 1000
