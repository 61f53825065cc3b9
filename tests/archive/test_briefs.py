"""Briefs: each passage about a topic is carried by a claim or waived; what is not stops nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from corpus import ROOT, apply_step
from ontherecord.archive.build import check_archive
from ontherecord.cli import FINE, main

RECORD = "data/transcripts/2031-03-04-holt-wren/record.yml"


def list_warnings(root: Path) -> list[str]:
    found = check_archive(root).warnings
    return [item.message for item in found if item.path == RECORD]


def test_check_lists_what_no_claim_carries_and_does_not_fail(
    toy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert list_warnings(toy) == [
        "no brief on 'night-train' yet, to carry p5, p6",
        "no claim on 'harbour' carries p5: add one, or waive it",
        "no claim on 'lake-ondra' carries p7, p8: add one, or waive it",
    ]
    assert main(["check", "--root", str(toy)]) == FINE
    assert "To do, and no reason not to build:\n" in capsys.readouterr().out


def test_a_waived_passage_is_listed_no_more(toy: Path) -> None:
    waivers = "waivers:\n" + "".join(
        f"  - {{topic: lake-ondra, passage: {anchor}, reason: Its answer is carried.}}\n"
        for anchor in ("p7", "p8")
    )
    apply_step(toy, {"file": RECORD, "append": waivers})
    assert not any("lake-ondra" in message for message in list_warnings(toy))


def test_the_briefs_of_the_archive_carry_every_passage() -> None:
    assert check_archive(ROOT).warnings == ()
