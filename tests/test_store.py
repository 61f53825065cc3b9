"""What is kept from one run to the next: found again for the same inputs, and never believed when damaged."""

from __future__ import annotations

import sqlite3
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


def test_where_nothing_can_be_kept_everything_is_made(tmp_path: Path, make: Maker) -> None:
    (tmp_path / "made").mkdir()
    run(tmp_path / "made", make, "a")
    run(tmp_path / "made", make, "a")
    assert make.times == 2
