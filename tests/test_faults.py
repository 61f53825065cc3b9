"""What a command says when the system lets it write or read no more: a sentence, and nothing half written."""

from __future__ import annotations

import ctypes
import json
import os
import re
import resource
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stdout
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from corpus import BOTH, HARBOUR, TOY, add_event, make_project
from ontherecord.cli import PROBLEMS, main

#: Bytes that a file may have while the disk is full: next to none.
LITTLE = 16


@contextmanager
def full_disk() -> Iterator[None]:
    """No file can grow, as on a disk without room."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (LITTLE, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def take_stock(root: Path) -> dict[str, bytes]:
    """Every file of a project but the generated pages, which the next build mends."""
    files = (path for path in root.rglob("*") if path.is_file() and ".cache" not in path.parts)
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in files}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    root = make_project(TOY, tmp_path / "project")
    add_event(root, date(2033, 1, 1), [HARBOUR, BOTH])
    shutil.rmtree(root / "data/schemas", ignore_errors=True)
    (root / "new.txt").write_text("A talk\n\n4 March 2031\n\nMira Holt: The harbour is open.\n")
    return root


COMMANDS = {
    "accept": ["accept", "--yes"],
    "add": ["add", "{root}/new.txt", "--slug", "new"],
    "schema": ["schema"],
    "pages": ["pages", "{root}/source"],
    "build": ["build"],
}


def run(root: Path, name: str) -> int:
    return main([*(word.format(root=root) for word in COMMANDS[name]), "--root", str(root)])


@pytest.mark.parametrize("name", COMMANDS)
def test_a_full_disk_is_a_sentence_and_leaves_all_as_it_was(
    project: Path, capfd: pytest.CaptureFixture[str], name: str
) -> None:
    if name in ("build", "pages"):
        main(["accept", "--yes", "--root", str(project)])
    before = take_stock(project)
    capfd.readouterr()
    with full_disk(), capfd.disabled():
        status, said = capture(lambda: run(project, name))
    assert status == PROBLEMS
    assert said.count("\n") <= 2
    assert ":1: can not be read or written: there is no room for a file of this size" in said
    assert take_stock(project) == before


def capture(action: Callable[[], int]) -> tuple[int, str]:
    """What an action returns, and what it prints, held in memory."""
    with redirect_stdout(StringIO()) as said:
        return action(), said.getvalue()


def test_a_lock_that_has_no_room_leaves_the_ledger_too(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, write = take_stock(project), Path.write_bytes

    def fail(path: Path, content: bytes) -> int:
        if path.name.startswith(".passages.lock"):
            write(path, content[:10])
            raise OSError(28, "No space left on device")
        return write(path, content)

    monkeypatch.setattr(Path, "write_bytes", fail)
    status, said = capture(lambda: run(project, "accept"))
    assert status == PROBLEMS
    assert said == (
        "data/transcripts/2033-01-01/passages.lock:1: can not be read or written: "
        "the disk is full: make room, and try again\n"
    )
    assert take_stock(project) == before


#: Of Linux: what lets the administrator write anywhere, and the form of what is asked of the system.
CAP_DAC_OVERRIDE, VERSION_3 = 1, 0x20080522


@contextmanager
def as_others_are() -> Iterator[None]:
    """Has the system ask an administrator too what is allowed; what is put back is of this thread alone."""
    if os.geteuid():
        yield
        return
    library = ctypes.CDLL(None, use_errno=True)
    if not hasattr(library, "capget"):
        pytest.skip("everything is allowed to the administrator of this system")
    header, held = (ctypes.c_uint32 * 2)(VERSION_3, 0), (ctypes.c_uint32 * 6)()
    assert library.capget(header, held) == 0
    before = held[0]
    held[0] = before & ~(1 << CAP_DAC_OVERRIDE)
    assert library.capset(header, held) == 0
    try:
        yield
    finally:
        held[0] = before
        assert library.capset(header, held) == 0


@pytest.mark.parametrize("name", ["accept", "add", "schema", "build"])
def test_a_folder_that_can_only_be_read_is_a_sentence(project: Path, name: str) -> None:
    folders = [project, *(path for path in project.rglob("*") if path.is_dir())]
    for folder in folders:
        folder.chmod(0o555)
    try:
        with as_others_are():
            status, said = capture(lambda: run(project, name))
    finally:
        for folder in folders:
            folder.chmod(0o755)
    assert status == PROBLEMS
    assert "you are not allowed to do this here" in said


#: A process for several commands, which loads the program once; each finds the terminal as it was.
ONE_AFTER_ANOTHER = """
import json, runpy, sys
for words in json.loads(sys.argv[1]):
    sys.stdout.reconfigure(errors="strict")
    sys.argv[1:] = words
    try:
        runpy.run_module("ontherecord", run_name="__main__")  # As python -m does.
    except SystemExit as end:
        print("STATUS", end.code, flush=True)
"""


def test_a_terminal_of_plain_letters_is_told_all_the_same(project: Path) -> None:
    path = project / "new.txt"
    path.write_text(path.read_text() + "\nMira Holt: “Où?” — 鶴…\n", encoding="utf-8")
    (project / "data/topics.yml").write_text("“topics”: 鶴\n", encoding="utf-8")
    root = ["--root", str(project)]
    commands = [["--help"], ["check", *root], ["parse", str(path), *root]]
    done = subprocess.run(
        [sys.executable, "-c", ONE_AFTER_ANOTHER, json.dumps(commands)],
        env={**os.environ, "PYTHONIOENCODING": "ascii", "LC_ALL": "C", "PYTHONUTF8": "0"},
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert b"Traceback" not in done.stderr
    assert done.stdout.isascii()
    said = re.findall(rb"(.*?)STATUS (\d)\n", done.stdout, re.DOTALL)
    assert [int(status) for _, status in said] == [0, PROBLEMS, 0]
    assert all(words for words, _ in said)
