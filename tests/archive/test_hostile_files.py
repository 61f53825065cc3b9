"""What no editor means to put into data/: it is a problem with its place, and neither a crash nor a wait."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from corpus import list_problems

FOLDER = "data/transcripts/2031-03-04-holt-wren"
YAML = ["data/topics.yml", "data/entities.yml", f"{FOLDER}/record.yml"]
OTHER = ["data/published.txt", f"{FOLDER}/transcript.txt", f"{FOLDER}/passages.lock"]
#: Seconds after which nobody waits any more.
LONG = 20


@contextmanager
def within(seconds: int) -> Iterator[None]:
    """Ends what takes longer."""

    def end(*_: object) -> None:
        raise TimeoutError(f"took more than {seconds} s")

    before = signal.signal(signal.SIGALRM, end)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


@pytest.mark.parametrize("path", [*YAML, *OTHER])
@pytest.mark.parametrize("kind", ["pipe", "device", "folder"])
def test_what_is_no_file_is_a_problem_and_holds_nobody_up(toy: Path, path: str, kind: str) -> None:
    (toy / path).unlink()
    match kind:
        case "pipe":
            os.mkfifo(toy / path)
        case "device":
            (toy / path).symlink_to(os.devnull)
        case _:
            (toy / path).mkdir()
    with within(LONG):
        found = [problem for problem in list_problems(toy) if problem.startswith(f"{path}:1: ")]
    assert any(
        "Is a pipe, a socket or a device" in problem or "Is a directory" in problem for problem in found
    )


@pytest.mark.parametrize("path", YAML)
@pytest.mark.parametrize("opening", ["[", "{a: ", "- ", "? "])
def test_brackets_by_the_thousand_are_a_problem_on_their_line(toy: Path, path: str, opening: str) -> None:
    text = (toy / path).read_text(encoding="utf-8")
    (toy / path).write_text(f"{text}x:\n  {opening * 100_000}\n", encoding="utf-8")
    with within(LONG):
        found = list_problems(toy)
    assert f"{path}:{text.count(chr(10)) + 2}: invalid YAML: this is nested too deeply" in found


def test_aliases_of_aliases_stand_for_nothing(toy: Path) -> None:
    rows = ["a0: &a0 [x, x]", *(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]" for n in range(1, 60))]
    (toy / "data/topics.yml").write_text("\n".join(rows), encoding="utf-8")
    with within(LONG):
        found = list_problems(toy)
    assert any("an alias (*) repeats this" in problem for problem in found)


def test_a_lock_of_brackets_is_a_problem(toy: Path) -> None:
    (toy / FOLDER / "passages.lock").write_text("[" * 100_000, encoding="utf-8")
    assert any(problem.startswith(f"{FOLDER}/passages.lock:1: the lock is") for problem in list_problems(toy))
