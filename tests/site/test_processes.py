"""Work that another process does: what comes of it is the same, and what it keeps is kept."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from ontherecord.site.processes import give_back
from tools import is_running

#: Only on Linux is there another process: no other system tells whether a fork is safe.
APART = sys.platform == "linux"

#: A program of one thread. It builds twice; what it is told to suffer happens in the other process.
PROGRAM = """
import os, sys, time
from pathlib import Path
from ontherecord.site.processes import Apart
from ontherecord.store import is_kept, keeping, remember

here, suffers, file, start = os.getpid(), sys.argv[1], Path(sys.argv[2]), time.monotonic()
made, heard = [], []

class Odd(RuntimeError):
    # It can be pickled, and not made again of that.

    def __init__(self, one, other):
        super().__init__(one)

def make(what):
    made.append(what)
    return what

def fail(*_):
    raise BlockingIOError(11, "No more processes")

if suffers == "full":
    os.fork = fail

def hear(word):
    heard.append(word)
    (file.parent / "heard").touch()

def work(tell):
    apart = os.getpid() != here
    tell("begun")
    if suffers == "dies" and apart:
        os._exit(1)
    if suffers == "speaks":
        while time.monotonic() < start + 30 and not (file.parent / "heard").exists():
            time.sleep(0.01)
    words = remember("words", "1", lambda: make("words"))
    if suffers == "mistake":
        raise IsADirectoryError(21, "Is a directory", "docs")
    if suffers == "odd":
        raise Odd("strange", "words")
    if suffers == "waits":
        print("waits", os.getpid(), flush=True)
        time.sleep(60)
    return words, apart, list(made)

for _ in range(2):
    with keeping(file):
        remember("before", "1", lambda: make("before"))
        try:
            print(*Apart(work, hear).end(), remember("words", "1", lambda: make("again")), made)
        except OSError as error:
            print(repr(error), error.filename, is_kept("words", "1"))
        except RuntimeError as error:
            print("strange" in str(error), made)
        except KeyboardInterrupt:
            print("stopped", is_kept("words", "1"))
            break
if suffers == "speaks":
    print(heard)
"""


def run(folder: Path, suffers: str = "") -> tuple[list[str], str]:
    command = [sys.executable, "-c", PROGRAM, suffers, str(folder / "kept.sqlite")]
    found = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    return found.stdout.splitlines(), found.stderr


def test_work_is_done_apart_and_what_it_keeps_is_kept_for_this_run_and_the_next(tmp_path: Path) -> None:
    said, _ = run(tmp_path)
    here = ["before"] if APART else ["before", "words"]
    assert said == [
        f"words {APART} ['before', 'words'] words {here}",
        f"words {APART} {here} words {here}",
    ]


def test_what_is_told_is_heard_before_the_work_is_done(tmp_path: Path) -> None:
    start = time.monotonic()
    assert run(tmp_path, "speaks")[0][-1] == "['begun', 'begun']"
    assert time.monotonic() - start < 30


@pytest.mark.parametrize(("suffers", "told"), [("dies", "a process died"), ("full", "")])
def test_where_another_process_can_not_do_it_this_one_does(tmp_path: Path, suffers: str, told: str) -> None:
    said, errors = run(tmp_path, suffers)
    assert said[0] == "words False ['before', 'words'] words ['before', 'words']"
    assert (told if APART else "") in errors
    assert "Traceback" not in errors


def test_a_mistake_is_raised_as_if_it_were_made_here(tmp_path: Path) -> None:
    said, _ = run(tmp_path, "mistake")
    assert said[0] == "IsADirectoryError(21, 'Is a directory') docs True"


def test_a_mistake_that_can_not_travel_is_told_in_words_and_nothing_is_done_twice(tmp_path: Path) -> None:
    said, errors = run(tmp_path, "odd")
    assert said[0] == f"True {['before'] if APART else ['before', 'words']}"
    assert "died" not in errors


@pytest.mark.parametrize("whom", ["group", "program"])
def test_who_stops_it_stops_both_and_loses_nothing_that_was_made(tmp_path: Path, whom: str) -> None:
    """By Ctrl-C both are told, by a supervisor only the one that it knows."""
    command = [sys.executable, "-c", PROGRAM, "waits", str(tmp_path / "kept.sqlite")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, start_new_session=True) as program:
        assert program.stdout
        other = int(program.stdout.readline().split()[1])
        (os.killpg if whom == "group" else os.kill)(program.pid, signal.SIGINT)
        assert program.communicate(timeout=20)[0] == "stopped True\n"
    assert not is_running(other)


#: A program that has no use any more for what it has begun, and goes on or ends.
LEAVING = """
import os, signal, sys, time
from ontherecord.site.processes import Apart

def work(tell):
    tell(os.getpid())
    return "word" * 1_000_000  # More than a pipe holds.

if "ignored" in sys.argv:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
apart = Apart(work, lambda number: print(number, flush=True))
apart.listen()
if "done" in sys.argv:
    time.sleep(1)  # It waits to be heard.
if "stopped" in sys.argv:
    apart.stop()
    print("goes on", flush=True)
"""


@pytest.mark.parametrize(
    "how", ["stopped", "stopped done", "stopped ignored", "stopped done ignored", "done", "at once"]
)
def test_who_has_no_use_for_what_comes_of_it_is_not_held_up(how: str) -> None:
    command = [sys.executable, "-c", LEAVING, *how.split()]
    done = subprocess.run(command, capture_output=True, text=True, timeout=30, check=True)
    said = done.stdout.split()
    assert done.stderr == ""
    assert said[1:] == (["goes", "on"] if "stopped" in how else [])
    assert not is_running(int(said[0]))


def test_it_ends_with_the_program_that_started_it(tmp_path: Path) -> None:
    command = [sys.executable, "-c", PROGRAM, "waits", str(tmp_path / "kept.sqlite")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as program:
        assert program.stdout
        other = int(program.stdout.readline().split()[1])
        program.kill()
    end = time.monotonic() + 10
    while is_running(other):
        assert time.monotonic() < end, "it holds the locks of the project still"
        time.sleep(0.1)


# --- Memory ---


def test_memory_that_is_free_between_what_is_in_use_is_given_back_where_the_c_library_can() -> None:
    program = """
from pathlib import Path
from ontherecord.site.processes import give_back
taken = Path("/proc/self/statm")
def count():
    return int(taken.read_text().split()[1]) * 4096 if taken.exists() else 0
blocks = [bytes(50_000) for _ in range(2_000)]
del blocks[::2]
before = count()
give_back()
print(before - count())
"""
    done = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)
    assert (int(done.stdout) > 30_000_000) >= hasattr(ctypes.CDLL(None), "malloc_trim")


def test_a_c_library_without_such_a_call_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ctypes, "CDLL", lambda _: object())
    give_back()
