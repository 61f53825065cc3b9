"""Accepting a transcript for the first time, and what `ontherecord accept` never does.

How anchors are carried over to a corrected text is the subject of test_align, test_revise and others.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from corpus import apply_step, forget_published, list_problems
from ontherecord.archive.build import build_archive
from ontherecord.catalogue import speaking
from ontherecord.cli import FINE, PROBLEMS, main
from ontherecord.site.unchanged import keeping_for
from ontherecord.text.parse import parse_transcript

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
    forget_published(toy, SLUG)
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
    forget_published(new, "2032-06-21-holt")
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
    forget_published(new, SLUG)
    accept(new, SLUG)
    assert (new / FOLDER / "passages.lock").read_bytes() == first


def test_topics_of_a_new_transcript_must_be_decided_before(
    new: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What is accepted is published, and nothing undecided is."""
    leave_undecided(new)
    before = take_stock(new)
    assert accept(new, SLUG) == PROBLEMS
    assert "p3 is about no topic" in capsys.readouterr().out
    assert take_stock(new) == before


def leave_undecided(root: Path) -> None:
    decided, undecided = (f"  - passage: p3\n    {key}: [harbour]\n" for key in ("about", "remove"))
    apply_step(root, {"file": f"{FOLDER}/record.yml", "replace": decided, "by": undecided})


def test_what_a_correction_leaves_to_decide_is_told_after_it(
    toy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    added = "Good morning.\n\nThe kettle is on.\n"
    apply_step(toy, {"file": f"{FOLDER}/transcript.txt", "replace": "Good morning.\n", "by": added})
    assert accept(toy, SLUG) == FINE
    *_, rewritten, last = capsys.readouterr().out.splitlines()
    assert rewritten == f"{FOLDER}/passages.lock: rewritten"
    assert last.startswith(f"left to decide: {FOLDER}/transcript.txt:7: p1a is about no topic")


@pytest.mark.parametrize(
    ("file", "old", "new_words"),
    [
        ("transcript.txt", "March 4, 2031", "March 5, 2031"),
        ("transcript.txt", "Mira Holt’s remarks", "Mira Holt’s words"),
        ("record.yml", "speaker: tomas-wren", "speaker: tomas-wrenn"),
        ("record.yml", "labels: [Mira Holt]", "labels: [Mira Holt, Mira Holt]"),
    ],
    ids=["date", "title", "speaker", "label"],
)
def test_nothing_is_frozen_while_the_head_or_the_cast_has_a_problem(
    toy: Path, file: str, old: str, new_words: str
) -> None:
    apply_step(toy, {"file": f"{FOLDER}/transcript.txt", "replace": "Good morning.", "by": "Good mourning."})
    apply_step(toy, {"file": f"{FOLDER}/{file}", "replace": old, "by": new_words})
    before = take_stock(toy)
    assert accept(toy, SLUG, "--yes") == PROBLEMS
    assert take_stock(toy) == before


# --- what it never does ----------------------------------------------------------------------------------


def test_what_was_accepted_is_not_written_again(toy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    accept(toy)
    before = take_stock(toy)
    capsys.readouterr()
    assert accept(toy) == FINE
    assert capsys.readouterr().out.count("nothing to do") == 3
    assert take_stock(toy) == before


def test_what_a_build_found_to_agree_is_not_read_again(toy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    correction = {"file": f"{FOLDER}/transcript.txt", "replace": "Good morning.", "by": "Good mourning."}
    accept(toy)
    other = toy.with_name("never built")
    shutil.copytree(toy, other)
    with keeping_for(toy), speaking("ru"):  # In whatever language.
        assert build_archive(toy)[0]
    read = []

    def parse(text: str, *cast: object, **more: object) -> object:
        read.append(text)
        return parse_transcript(text, *cast, **more)  # type: ignore[arg-type]

    monkeypatch.setattr("ontherecord.archive.accept.parse_transcript", parse)
    assert accept(toy) == FINE
    assert not read
    apply_step(toy, correction)
    apply_step(other, correction)
    assert accept(toy) == FINE
    assert ["Good mourning." in text for text in read] == [True]
    assert accept(other) == FINE
    assert len(read) == 4
    assert (toy / FOLDER / "passages.lock").read_text() == (other / FOLDER / "passages.lock").read_text()


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
        {"replace": '"version": 2', "by": '"version": 99'},
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


def test_a_lock_is_written_whole_or_not_at_all(
    new: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(_: Path, target: Path) -> Path:
        raise OSError(28, "No space left on device", str(target))

    monkeypatch.setattr(Path, "replace", fail)
    assert accept(new, SLUG) == PROBLEMS
    assert "the disk is full" in capsys.readouterr().out
    assert not (new / FOLDER / "passages.lock").exists()
