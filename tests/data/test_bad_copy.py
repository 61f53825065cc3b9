"""One deliberately bad copy of the real data: every mistake is found at once, and nothing is written."""

from __future__ import annotations

from pathlib import Path

import pytest
from corpus import GOLDENS, HOW_TO_UPDATE, apply_patch, compare_with_golden, list_problems, sync
from ontherecord.cli import PROBLEMS, main
from ontherecord.site.pipeline import find_pages

BAD_COPY = GOLDENS / "bad-copy"


def test_every_mistake_is_found_at_once(real: Path) -> None:
    apply_patch(real, BAD_COPY / "patch.yml")
    diff = compare_with_golden(BAD_COPY / "problems.txt", "\n".join(list_problems(real)) + "\n")
    assert not diff, f"\n{diff}\n{HOW_TO_UPDATE}"


@pytest.mark.parametrize(
    "mistake",
    [
        "unknown key 'short_tilte'; did you mean 'short_title'?",
        "missing key 'short_title'",
        "duplicate key 'role'",
        "'place' must be text, not false",
        "invalid YAML",
        "bad date '2016-02-30'",
        "unknown topic 'russia-us-relatons'; did you mean 'russia-us-relations'?",
        "unknown entity 'john-kery'; did you mean 'john-kerry'?",
        "duplicate code 'SY'",
        "the term 'ceasefire' is also one of 'syria'",
        "missing key 'passages'",
        "there is no passage p38",
        "the claim rests on p13",
        "there is no passage p63",
        "p2 is about no topic",
        "line looks like a speaker label 'Qestion:'",
        "the text is empty",
        "invalid UTF-8: byte 0xA0 at offset",
        "control character U+0000",
        "the words of p12 differ from passages.lock",
        "p1 is no longer in transcript.txt",
        "this passage is not in passages.lock",
        "there is no lock",
        "the lock is not JSON",
        "the agenda is out of order",
        "a transcript's folder is its address",
    ],
)
def test_the_bad_copy_holds_every_kind_of_mistake(mistake: str) -> None:
    """The golden could lose a kind when it is made anew, and nobody would notice in a long diff."""
    assert mistake in (BAD_COPY / "problems.txt").read_text(encoding="utf-8")


def test_check_prints_every_problem_and_fails(real: Path, capsys: pytest.CaptureFixture[str]) -> None:
    apply_patch(real, BAD_COPY / "patch.yml")
    assert main(["check", "--root", str(real)]) == PROBLEMS
    assert capsys.readouterr().out == (BAD_COPY / "problems.txt").read_text(encoding="utf-8")


def test_a_build_of_bad_data_writes_nothing(real: Path) -> None:
    assert sync(real).problems == ()
    before = take_stock(find_pages(real))
    assert len(before) > 10
    apply_patch(real, BAD_COPY / "patch.yml")
    outcome = sync(real)
    assert outcome.problems
    assert outcome.shelves == ()
    assert take_stock(find_pages(real)) == before


def take_stock(folder: Path) -> dict[Path, tuple[bytes, int]]:
    """Each file's bytes and when it was written."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    return {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in files}
