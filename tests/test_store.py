"""What is kept from one run to the next: found again for the same inputs, and never believed when damaged."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest
from ontherecord import store
from ontherecord.catalogue import speaking
from ontherecord.store import Store, digest, keeping, remember


class Maker:
    """Makes a list of words, and counts how often."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self) -> list[str]:
        self.times += 1
        return ["words"]


@pytest.fixture
def make() -> Maker:
    return Maker()


def run(file: Path, make: Maker, *inputs: str) -> None:
    """Asks for what is made of each of these inputs, as a process of its own does."""
    with keeping(file):
        for one in inputs:
            assert remember("words", digest(one), make) == ["words"]


def test_the_same_inputs_are_worked_through_once(tmp_path: Path, make: Maker) -> None:
    run(tmp_path / "made", make, "a", "a")
    run(tmp_path / "made", make, "a")
    assert make.times == 1
    run(tmp_path / "made", make, "b")
    assert make.times == 2


def test_a_process_that_holds_it_reads_it_once(
    tmp_path: Path, make: Maker, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.hold_in_memory()
    run(tmp_path / "made", make, "a")
    monkeypatch.setattr(Store, "_read", lambda *_: pytest.fail("it was read again"))
    run(tmp_path / "made", make, "a")
    assert make.times == 1


def test_another_language_or_program_makes_its_own(
    tmp_path: Path, make: Maker, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(tmp_path / "made", make, "a")
    with speaking("ru"):
        run(tmp_path / "made", make, "a")
    assert make.times == 2
    monkeypatch.setattr(store, "digest_program", lambda: "another")
    run(tmp_path / "made", make, "a")
    assert make.times == 3


def test_what_a_whole_run_does_not_ask_for_is_dropped(tmp_path: Path, make: Maker) -> None:
    run(tmp_path / "made", make, "a", "b")
    run(tmp_path / "made", make, "b")
    run(tmp_path / "made", make, "a")
    assert make.times == 3


def test_a_run_that_fails_drops_nothing(tmp_path: Path, make: Maker) -> None:
    run(tmp_path / "made", make, "a")
    with pytest.raises(RuntimeError), keeping(tmp_path / "made"):
        raise RuntimeError
    run(tmp_path / "made", make, "a")
    assert make.times == 1


def test_what_is_damaged_is_made_anew(tmp_path: Path, make: Maker) -> None:
    run(tmp_path / "made", make, "a")
    with sqlite3.connect(tmp_path / "made") as database:
        database.execute("UPDATE kept SET value = substr(value, 1, length(value) - 1)")
    database.close()
    run(tmp_path / "made", make, "a")
    assert make.times == 2
    (tmp_path / "made").write_bytes(b"no database at all")
    run(tmp_path / "made", make, "a")
    run(tmp_path / "made", make, "a")
    assert make.times == 3


def test_what_stands_in_the_place_of_another_is_made_anew(tmp_path: Path, make: Maker) -> None:
    with keeping(tmp_path / "made"):
        for word in ("a", "b"):
            remember("words", digest(word), partial(str, word))
    with sqlite3.connect(tmp_path / "made") as database:
        (first,), (second,) = database.execute("SELECT value FROM kept ORDER BY key").fetchall()
        database.execute(
            "UPDATE kept SET value = CASE value WHEN ? THEN ? ELSE ? END", (first, second, first)
        )
    database.close()
    run(tmp_path / "made", make, "a", "b")
    assert make.times == 2


def test_a_process_that_is_killed_leaves_what_was_kept_before(tmp_path: Path, make: Maker) -> None:
    words = [str(number) for number in range(3000)]
    run(tmp_path / "made", make, *words)
    code = """
import os, sys
from pathlib import Path
from ontherecord.store import digest, keeping, remember
with keeping(Path(sys.argv[1])):
    for number in range(3000):  # More than the database holds in memory.
        remember("other words", digest(str(number)), lambda: os.urandom(3_000))
    os._exit(9)
"""
    subprocess.run([sys.executable, "-c", code, tmp_path / "made"], check=False)
    run(tmp_path / "made", make, *words)
    assert make.times == 3000


def test_a_database_that_is_damaged_is_one_run_long(tmp_path: Path, make: Maker) -> None:
    words = [str(number) for number in range(300)]
    run(tmp_path / "made", make, *words)
    raw = bytearray((tmp_path / "made").read_bytes())
    raw[4096:] = os.urandom(len(raw) - 4096)
    (tmp_path / "made").write_bytes(raw)
    run(tmp_path / "made", make, *words)
    run(tmp_path / "made", make, *words)
    made = make.times
    run(tmp_path / "made", make, *words)
    assert make.times == made


def test_where_nothing_can_be_kept_everything_is_made(tmp_path: Path, make: Maker) -> None:
    (tmp_path / "made").mkdir()
    run(tmp_path / "made", make, "a")
    run(tmp_path / "made", make, "a")
    assert make.times == 2
