"""Accepting a transcript for the first time, and what `ontherecord accept` never does.

How anchors are carried over to a corrected text is the subject of test_align, test_revise and others.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from corpus import apply_step, list_problems
from ontherecord.cli import FINE, PROBLEMS, main

SLUG = "2031-03-04-holt-wren"
FOLDER = f"data/transcripts/{SLUG}"
OTHER = "data/transcripts/2032-06-21-holt"


def accept(root: Path, *arguments: str) -> int:
    return main(["accept", *arguments, "--root", str(root)])


def read_lock(root: Path, folder: str = FOLDER) -> list[tuple[str, str]]:
    lock = json.loads((root / folder / "passages.lock").read_text(encoding="utf-8"))
    return [(passage["anchor"], passage["text"]) for passage in lock["passages"]]


def take_stock(root: Path) -> dict[Path, tuple[bytes, int]]:
    """Each data file's bytes and when it was written."""
    files = [path for path in (root / "data").rglob("*") if path.is_file()]
    return {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in files}


@pytest.fixture
def new(toy: Path) -> Path:
    """The toy project, where one transcript was never accepted."""
    (toy / FOLDER / "passages.lock").unlink()
    return toy


# --- the first lock --------------------------------------------------------------------------------------


def test_the_first_lock_numbers_the_passages_as_they_stand(
    new: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert accept(new, SLUG) == FINE
    assert capsys.readouterr().out == f"{FOLDER}/passages.lock: 9 passages have their anchors\n"
    lock = read_lock(new)
    assert [anchor for anchor, _ in lock] == [f"p{number}" for number in range(1, 10)]
    assert lock[0] == ("p1", "Good morning.")
    assert lock[-1] == ("p9", "Every Monday. The Ferry Board will.")
    assert list_problems(new) == []


def test_a_lock_is_one_line_for_each_passage_so_that_a_diff_reads_well(new: Path) -> None:
    accept(new, SLUG)
    lines = (new / FOLDER / "passages.lock").read_text(encoding="utf-8").splitlines()
    rows = [line for line in lines if '"anchor"' in line]
    assert len(rows) == 9
    assert rows[0].startswith('{"anchor": "p1", "text": "Good morning."')
    assert "Mira Holt’s" not in "".join(rows), "the title is no passage"


def test_without_a_name_every_new_transcript_is_accepted(new: Path) -> None:
    (new / OTHER / "passages.lock").unlink()
    assert accept(new) == FINE
    assert len(read_lock(new)) == 9
    assert len(read_lock(new, OTHER)) == 3


def test_with_a_name_the_others_are_left_alone(new: Path) -> None:
    (new / OTHER / "passages.lock").unlink()
    accept(new, SLUG)
    assert not (new / OTHER / "passages.lock").exists()


def test_the_same_text_is_accepted_the_same_way(new: Path) -> None:
    accept(new, SLUG)
    first = (new / FOLDER / "passages.lock").read_bytes()
    (new / FOLDER / "passages.lock").unlink()
    (new / "data" / "published.txt").unlink(missing_ok=True)
    accept(new, SLUG)
    assert (new / FOLDER / "passages.lock").read_bytes() == first


def test_topics_need_not_be_decided_before(new: Path) -> None:
    """An editor sees the numbers first, and decides by them."""
    record = f"{FOLDER}/record.yml"
    apply_step(
        new,
        {
            "file": record,
            "replace": "  - passage: p3\n    about: [harbour]\n",
            "by": "  - passage: p3\n    remove: [harbour]\n",
        },
    )
    assert accept(new, SLUG) == FINE
    assert any("p3 is about no topic" in problem for problem in list_problems(new))


# --- what it never does ----------------------------------------------------------------------------------


def test_what_was_accepted_is_not_written_again(toy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    accept(toy)
    before = take_stock(toy)
    capsys.readouterr()
    assert accept(toy) == FINE
    assert capsys.readouterr().out.count("nothing to do") == 3
    assert take_stock(toy) == before


#: Mistakes that leave it open which passages there are.
UNCLEAR = {
    "the text is not UTF-8": {
        "file": f"{FOLDER}/transcript.txt",
        "replace": "two years",
        "by": "two\xa0years",
        "bytes": True,
    },
    "the text has control characters": {
        "file": f"{FOLDER}/transcript.txt",
        "replace": "two years",
        "by": "two\0years",
    },
    "the text has an undeclared label": {
        "file": f"{FOLDER}/transcript.txt",
        "replace": "Mira Holt: Every",
        "by": "Mira Hold: Every",
    },
    "the text is empty": {"file": f"{FOLDER}/transcript.txt", "write": "\n"},
    "the text is missing": {"file": f"{FOLDER}/transcript.txt", "remove": True},
    "the record is missing": {"file": f"{FOLDER}/record.yml", "remove": True},
    "the record is no YAML": {
        "file": f"{FOLDER}/record.yml",
        "replace": "place: Selwyn",
        "by": "place: [Selwyn",
    },
    "nobody opens": {"file": f"{FOLDER}/record.yml", "replace": "    opens: true\n", "by": ""},
}


@pytest.mark.parametrize("mistake", UNCLEAR.values(), ids=UNCLEAR)
def test_a_transcript_with_a_mistake_gets_no_lock(
    mistake: dict[str, object], new: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    apply_step(new, mistake)
    before = take_stock(new)
    assert accept(new, SLUG) == PROBLEMS
    assert FOLDER in capsys.readouterr().out
    assert take_stock(new) == before


@pytest.mark.parametrize(
    "damage",
    [
        {"write": ""},
        {"write": "[]\n"},
        {"replace": '"version": 1', "by": '"version": 99'},
        {"replace": '{"anchor": "p3"', "by": '{"anchor": "p2"'},
        {"replace": '{"anchor": "p3"', "by": '=======\n{"anchor": "p3"'},
        {"replace": "Good morning", "by": "Good\xffmorning", "bytes": True},
    ],
    ids=["empty", "no lock", "a later version", "an anchor twice", "marks of a merge", "not UTF-8"],
)
def test_a_damaged_lock_is_never_overwritten(damage: dict[str, object], toy: Path) -> None:
    """Anchors that were published would get other words."""
    apply_step(toy, {"file": f"{FOLDER}/passages.lock", **damage})
    before = take_stock(toy)
    assert accept(toy, SLUG) == PROBLEMS
    assert accept(toy) == PROBLEMS
    assert take_stock(toy) == before


def test_no_passage_is_dropped_without_a_word(toy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    apply_step(toy, {"file": f"{FOLDER}/transcript.txt", "replace": "Good morning.\n\n", "by": ""})
    before = take_stock(toy)
    assert accept(toy, SLUG) == PROBLEMS
    assert "p1" in capsys.readouterr().out
    assert take_stock(toy) == before


def test_a_mistake_counts_for_its_own_transcript_alone(new: Path) -> None:
    """Also where the name of one folder begins with the other's."""
    longer = new / f"{FOLDER}-again"
    longer.mkdir()
    assert accept(new, f"{SLUG}-again") == PROBLEMS
    assert accept(new, SLUG) == FINE
    assert len(read_lock(new)) == 9
    assert list(longer.iterdir()) == []


def test_a_name_that_is_none_is_a_problem(toy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = take_stock(toy)
    assert accept(toy, "2031-03-04-holt-wern") == PROBLEMS
    assert "no transcript '2031-03-04-holt-wern'" in capsys.readouterr().out
    assert take_stock(toy) == before


def test_a_lock_is_written_whole_or_not_at_all(new: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: Path, target: Path) -> Path:
        raise OSError(28, "No space left on device", str(target))

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(OSError, match="No space left"):
        accept(new, SLUG)
    assert not (new / FOLDER / "passages.lock").exists()
