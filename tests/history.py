"""A toy project with a history: a transcript that was corrected five times, and one of repeated words.

Its pages have every state that a passage can be in. The text in tests/history/ is that of the first day.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

from corpus import ROOT, make_project
from ontherecord.archive.accept import accept_transcripts
from ontherecord.site.build import build_site

SLUG = "2016-07-15-holt-wren"
SOURCE = ROOT / "tests/history"

CONDITIONS = "The ceasefire has to be observed by everyone, at all times and without any conditions."
STATUS = "It is a final status acceptable to both sides that counts."
_ISSUE = "as we had done in Tarn and at every meeting since the spring of last year."
_EXCHANGED = "Today we exchanged opinions on ways to use the accumulated potential"
_PARTIES = "focus on reaching agreements that would be acceptable to all parties"
_MOVING = f"{_EXCHANGED} for moving the process to a more practical stage, and to {_PARTIES}."
#: Passage 14 as it stood from 20 July to 3 August.
OLD_14 = f"{_MOVING} {CONDITIONS} {STATUS} We want stability. We have always wanted it."
NEW_14 = (
    f"{_EXCHANGED} for taking the process to a more practical stage, and {_PARTIES} "
    "and would help restore peace in this important region."
)
OLD_21 = (
    "The talks we have held in Selwyn allow me to say that this is not so, and that responsible politicians "
    "know it. I can only smile at that."
)
_KEPT_21 = OLD_21.removesuffix(" I can only smile at that.")

#: The day of each correction, and what became of which words.
CORRECTIONS = (
    (
        date(2016, 7, 20),
        {"Today we shared views on ways": "Today we exchanged opinions on ways"},
    ),
    (
        date(2016, 8, 3),
        {OLD_14: _MOVING, _ISSUE: f"{_ISSUE} {CONDITIONS}"},
    ),
    (date(2016, 8, 3), {_MOVING: NEW_14}),
    (
        date(2016, 9, 1),
        {
            "address all developments": "address national developments",
            "everything important.": "everything important, we did.",
            "signed in Tarn in May, gives": "signed in Tarn in May,\n\ngives",
        },
    ),
    (
        date(2017, 3, 2),
        {
            f"\n\n{OLD_21}\n\nThank you. Now I am ready to take your questions.": "",
            "since then proves it.": f"since then proves it. {_KEPT_21}",
        },
    ),
)


def build_history(folder: Path) -> Path:
    """The site of the toy project, after all corrections."""
    project = make_history(folder)
    problems = build_site(project)
    assert problems == (), [str(problem) for problem in problems]
    return project / "site"


def make_history(folder: Path) -> Path:
    """The toy project after all corrections, not built."""
    project = make_project(SOURCE, folder)
    transcript = project / "data/transcripts" / SLUG / "transcript.txt"
    record = transcript.with_name("record.yml")
    decided = record.read_text(encoding="utf-8")
    # What is said of a passage that a correction will make is decided once it is there.
    early = [line for line in decided.splitlines(keepends=True) if "p17a" not in line]
    record.write_text("".join(early), encoding="utf-8")
    _accept(project, date(2016, 7, 15))
    for day, changes in CORRECTIONS:
        text = transcript.read_text(encoding="utf-8")
        for old, new in changes.items():
            assert text.count(old) == 1, old
            text = text.replace(old, new)
        transcript.write_text(text, encoding="utf-8")
        _accept(project, day)
    record.write_text(decided, encoding="utf-8")
    return project


def _accept(project: Path, day: date) -> None:
    _, problems = accept_transcripts(project, [], day, yes=True)
    assert list(problems) == [], [str(problem) for problem in problems]
