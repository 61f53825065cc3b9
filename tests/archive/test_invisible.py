"""What nobody sees in a source and may mislead is told with its place; it stays, and stops nothing."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from corpus import BOTH, HARBOUR, TOY, add_event, make_project
from ontherecord.archive.build import check_archive
from ontherecord.cli import FINE, main
from ontherecord.data.characters import find_invisible

TOLD = "see whether the published text has it"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a plain text, “quoted” — with a no-break\u00a0space", []),
        (
            "one\nand \u202eturned",
            [(2, f"U+202E in column 5: it can show the words in another order; {TOLD}")],
        ),
        ("a\u2066b", [(1, f"U+2066 in column 2: it can show the words in another order; {TOLD}")]),
        ("a\u200bb\nc\u200bd\u200b", [(1, f"U+200B in column 2 and 2 more times: it is not seen; {TOLD}")]),
        ("a\u200fb", [(1, f"U+200F in column 2: it is not seen; {TOLD}")]),
        ("\u05e9\u05dc\u05d5\u05dd\u200f (Holt)", []),
        ("\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645", []),
        ("a family \U0001f469\u200d\U0001f467", []),
        ("\u05e9\u202e", [(1, f"U+202E in column 2: it can show the words in another order; {TOLD}")]),
    ],
)
def test_what_is_told(text: str, told: list[tuple[int, str]]) -> None:
    found = [(item.line, item.message.removeprefix("invisible character ")) for item in find_invisible(text)]
    assert found == told


@pytest.fixture
def project(tmp_path: Path) -> Path:
    root = make_project(TOY, tmp_path / "project")
    add_event(root, date(2033, 1, 1), [f"\u202e{HARBOUR}", BOTH])
    assert main(["accept", "--yes", "--root", str(root)]) == FINE
    return root


def test_check_tells_and_the_build_goes_on_with_the_words_as_they_are(project: Path) -> None:
    checked = check_archive(project)
    path = "data/transcripts/2033-01-01/transcript.txt:5: invisible character U+202E in column 12"
    assert any(str(item).startswith(path) for item in checked.warnings)
    assert checked.problems == ()
    assert checked.archive
    assert "\u202eThe harbour is open." in [
        passage.text for transcript in checked.archive.transcripts for passage in transcript.passages
    ]


def test_of_a_draft_it_is_among_what_is_to_do(project: Path) -> None:
    record = project / "data/transcripts/2033-01-01/record.yml"
    record.write_text(f"{record.read_text()}draft: true\n")
    (project / "data/transcripts/2033-01-01/passages.lock").unlink()
    assert any("U+202E" in str(item) for item in check_archive(project, drafts=True).to_do)


def test_add_tells_where_to_look(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = project / "new.txt"
    file.write_text("A talk\n\n4 March 2031\n\nMira Holt: The har\u200bbour is open.\n", encoding="utf-8")
    capsys.readouterr()
    assert main(["add", str(file), "--slug", "new", "--root", str(project)]) == FINE
    assert "transcript.txt:5: invisible character U+200B in column 19" in capsys.readouterr().out
