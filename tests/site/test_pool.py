"""Files made by workers: the same, in the same order, and a mistake in one is no secret."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from multiprocessing import active_children, get_context, parent_process
from pathlib import Path
from typing import Any

import pytest
from corpus import finish
from ontherecord.archive.model import Archive
from ontherecord.catalogue import speaking, spoken
from ontherecord.files import Draft, File, Kept, Large
from ontherecord.site import pipeline, pool
from ontherecord.site.pipeline import build_files
from ontherecord.site.pool import LEAST, Crew, finish_drafts
from ontherecord.urls import Site
from tools import is_running

#: Workers as they are started afresh, but that the program is loaded once for all of them.
LOADED = get_context("forkserver")
LOADED.set_forkserver_preload(["ontherecord.site.pipeline"])


def describe(number: int) -> bytes:
    return f"{number} {os.getpid()}".encode()


def draft_numbers(count: int) -> Iterator[Draft]:
    """A file for each number, which says the number and which process made it."""
    for number in range(count):
        yield Draft(f"{number}.txt", partial(describe, number))


def describe_all(number: int) -> Iterator[bytes]:
    yield describe(number)
    yield f" {len(active_children())}".encode()


def draft_small(*_: object) -> Iterator[Draft]:
    return draft_numbers(80)


def draft_large(*_: object) -> Iterator[Large]:
    for number in range(80, 100):
        yield Large(f"{number}.txt", partial(describe_all, number))


def draft_mistake() -> Iterator[Draft]:
    yield from draft_numbers(3)
    yield Draft("wrong", lambda: str(1 // 0).encode())


def die_in_a_worker() -> Iterator[Draft]:
    if parent_process():
        os._exit(1)
    return draft_numbers(5)


def describe_or_die(number: int) -> bytes:
    if number == 3 and parent_process():
        os._exit(1)
    time.sleep(0.01)  # So that there is something left for the worker.
    return describe(number)


def draft_death() -> Iterator[Draft]:
    for number in range(200):
        yield Draft(f"{number}.txt", partial(describe_or_die, number))


def draft_language() -> Iterator[Draft]:
    drafted = spoken()
    for number in range(9):
        yield Draft(f"{number}", lambda: f"{drafted} {spoken()}".encode())


class Counter(ThreadPoolExecutor):
    """Threads, and how much they were given to do."""

    given = 0

    def submit(self, *task: Any, **more: Any) -> Future[Any]:  # noqa: ANN401 - as executors take it
        self.given += 1
        return super().submit(*task, **more)


def test_what_is_large_is_made_here_one_at_a_time_when_the_workers_have_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, real_archive: Archive
) -> None:
    monkeypatch.setattr(pipeline, "draft_files", draft_small)
    monkeypatch.setattr(pipeline, "draft_large", draft_large)
    monkeypatch.setattr(pool, "LEAST", 1)
    monkeypatch.setattr(pool, "_count_cores", lambda: 3)
    before = len(active_children())
    made = [
        [*map(int, (finish(file) if isinstance(file, Large) else file).content.split())]
        for file in build_files(real_archive, tmp_path, Site("Toy"))
        if not isinstance(file, Kept)
    ]
    assert [number for number, *_ in made] == [*range(100)]
    assert {process for _, process, *_ in made[:80]} > {os.getpid()}, "workers make some"
    assert [more for _, *more in made[80:]] == [[os.getpid(), before]] * 20


#: A program that starts itself anew in every worker, with more to hand over than a pipe holds.
CARELESS = """
from functools import partial
from pathlib import PurePosixPath
from ontherecord.site import pool
from ontherecord.site.pool import LEAST, finish_drafts
from ontherecord.files import Draft

pool.can_fork = lambda: False

def draft_words(words):
    yield Draft("words", partial(str.encode, words))

(file,) = finish_drafts(partial(draft_words, "words " * 100_000), LEAST, workers=2)
print(len(file.content))
"""


#: A program of one thread: its workers are itself over again, with what it drafted and nothing that it keeps.
#: It says itself that this is safe, for only Linux can tell.
ALONE = """
import errno, gc, os, sys, time
from functools import partial
from multiprocessing import active_children
from pathlib import Path, PurePosixPath
from ontherecord.files import Draft
from ontherecord.site import pool
from ontherecord.site.pool import LEAST, finish_drafts
from ontherecord.store import keeping, remember

drafted = []
pool.can_fork = lambda: True

def tell(number):
    known = remember("words", "0", lambda: b"made there")
    time.sleep(0.01)  # So that there is something left for the workers.
    if number == 3 and "dies" in sys.argv and os.getpid() != parent:
        os._exit(1)
    return known + f" {os.getpid()}".encode()

def draft(count):
    drafted.append(os.getpid())
    for number in range(count):
        yield Draft(f"{number}", partial(tell, number))

def fork(forked=[]):
    forked.append(1)
    if len(forked) > 1:
        raise OSError(errno.ENOMEM, "no memory")
    return begin()

parent, begin = os.getpid(), os.fork
if "full" in sys.argv:
    os.fork = fork
with keeping(Path("kept")):
    remember("words", "0", lambda: b"made here")
    files = finish_drafts(partial(draft, 200), LEAST, workers=3)
    first = next(files)
    print("workers", *(child.pid for child in active_children()), flush=True)
    if "waits" in sys.argv:
        sys.stdin.read()
    made = [first, *files]
print(len(made), [int(file.path) for file in made] == list(range(200)), set(drafted) == {parent})
assert not pool._held and not gc.get_freeze_count() and not active_children()
told = {(file.text.rpartition(" ")[0], int(file.text.split()[-1]) == parent) for file in made}
print(*(f"{words}: {here}" for words, here in sorted(told)))
"""


def run_alone(folder: Path, *words: str) -> subprocess.Popen[str]:
    program = folder / "alone.py"
    program.write_text(ALONE)
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    return subprocess.Popen([sys.executable, program, *words], cwd=folder, text=True, **pipes)  # type: ignore[call-overload,no-any-return]


def read(files: Iterator[File]) -> tuple[list[str], list[str], set[str]]:
    """The paths, the numbers, and the processes that made them."""
    found = list(files)
    words = [file.text.split() for file in found]
    return (
        [file.path for file in found],
        [number for number, _ in words],
        {process for _, process in words},
    )


@pytest.fixture(autouse=True)
def _start_afresh(monkeypatch: pytest.MonkeyPatch) -> None:
    """Workers of the tests’ own process are never itself over again, however the tests are run."""
    monkeypatch.setattr(pool, "can_fork", lambda: False)
    monkeypatch.setattr(pool, "get_context", lambda _: LOADED)


@pytest.mark.parametrize("count", [0, 1, 2, 100])
def test_workers_make_every_file_in_order(count: int) -> None:
    paths, numbers, _ = read(finish_drafts(partial(draft_numbers, count), LEAST, workers=2))
    assert paths == [f"{number}.txt" for number in range(count)]
    assert numbers == [str(number) for number in range(count)]


def test_who_waits_for_a_worker_makes_files_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "get_context", get_context)  # As it is outside of tests.
    _, _, makers = read(finish_drafts(partial(draft_numbers, 1000), LEAST, workers=2))
    assert len(makers) == 2
    assert str(os.getpid()) in makers


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
    assert paths == [f"{number}.txt" for number in range(200)]
    assert numbers == [str(number) for number in range(200)]
    assert str(os.getpid()) in makers


def test_a_program_that_can_not_be_started_twice_makes_its_files_alone(tmp_path: Path) -> None:
    program = tmp_path / "careless.py"
    program.write_text(CARELESS)
    run = subprocess.run([sys.executable, program], capture_output=True, text=True, timeout=100, check=True)
    assert run.stdout == "600000\n"


def test_a_process_of_one_thread_shares_what_it_drafted_with_its_workers(tmp_path: Path) -> None:
    said, errors = run_alone(tmp_path).communicate(timeout=100)
    assert said.splitlines()[1:] == ["200 True True", "made here: True made there: False"], errors


def test_what_such_a_worker_leaves_undone_is_made_by_the_process_itself(tmp_path: Path) -> None:
    said, errors = run_alone(tmp_path, "dies").communicate(timeout=100)
    assert said.splitlines()[1] == "200 True True"
    assert "a worker died" in errors


def test_where_the_system_has_no_place_for_a_worker_the_files_are_made_without(tmp_path: Path) -> None:
    said, errors = run_alone(tmp_path, "full").communicate(timeout=100)
    assert said.splitlines()[1:] == ["200 True True", "made here: True"]
    assert "a worker died" in errors


def test_beside_threads_of_a_library_nothing_is_forked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    alone = "from ontherecord.site.processes import can_fork; print(can_fork())"
    started = "import time, threading; threading.Thread(target=time.sleep, args=[1]).start(); "
    found = [
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
        for code in (alone, started + alone)
    ]
    can_tell = sys.platform == "linux"  # No other system says what threads there are.
    assert found == [f"{can_tell}\n", "False\n"]


def test_workers_end_with_the_process_that_started_them(tmp_path: Path) -> None:
    with run_alone(tmp_path, "waits") as program:
        assert program.stdout
        workers = [int(word) for word in program.stdout.readline().split()[1:]]
        assert len(workers) == 2
        assert all(map(is_running, workers))
        program.kill()
        for _ in range(100):
            if not any(map(is_running, workers)):
                return
            time.sleep(0.1)
    pytest.fail("they hold the locks of the project still")


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
