"""Work that another process does: what comes of it is the same, and what it keeps is kept."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere nothing is forked")

#: A program of one thread. It builds twice; what it is told to suffer happens in the other process.
PROGRAM = """
import os, sys
from pathlib import Path
from ontherecord.site.processes import do_apart
from ontherecord.store import keeping, remember

here, suffers, file = os.getpid(), sys.argv[1], Path(sys.argv[2])
made = []

def make(what):
    made.append(what)
    return what

def fail(*_):
    raise BlockingIOError(11, "No more processes")

if suffers == "full":
    os.fork = fail

def work():
    apart = os.getpid() != here
    if suffers == "dies" and apart:
        os._exit(1)
    if suffers == "mistake":
        raise IsADirectoryError(21, "Is a directory", "docs")
    words = remember("words", "1", lambda: make("words"))
    return words, apart, list(made)

for _ in range(2):
    with keeping(file):
        remember("before", "1", lambda: make("before"))
        try:
            print(*do_apart(work), remember("words", "1", lambda: make("again")), made)
        except OSError as error:
            print(repr(error), error.filename)
"""


def run(folder: Path, suffers: str = "") -> tuple[list[str], str]:
    command = [sys.executable, "-c", PROGRAM, suffers, str(folder / "kept.sqlite")]
    found = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    return found.stdout.splitlines(), found.stderr


def test_work_is_done_apart_and_what_it_keeps_is_kept_for_this_run_and_the_next(tmp_path: Path) -> None:
    said, _ = run(tmp_path)
    assert said == [
        "words True ['before', 'words'] words ['before']",
        "words True ['before'] words ['before']",
    ]


@pytest.mark.parametrize(("suffers", "told"), [("dies", "a process died"), ("full", "")])
def test_where_another_process_can_not_do_it_this_one_does(tmp_path: Path, suffers: str, told: str) -> None:
    said, errors = run(tmp_path, suffers)
    assert said[0] == "words False ['before', 'words'] words ['before', 'words']"
    assert told in errors
    assert "Traceback" not in errors


def test_a_mistake_is_raised_as_if_it_were_made_here(tmp_path: Path) -> None:
    said, _ = run(tmp_path, "mistake")
    assert said[0] == "IsADirectoryError(21, 'Is a directory') docs"
