"""The source note: what is known of where a text comes from, what is not, and who makes the site."""

from __future__ import annotations

from pathlib import Path

import pytest
from corpus import apply_step, build_docs
from lxml import html
from ontherecord.archive.build import build_archive

SLUG = "2031-03-04-holt-wren"
RECORD = f"data/transcripts/{SLUG}/record.yml"
CHECKSUM = "ab" * 32
SOURCE = f"""\
  url: https://chancery.example/holt
  seen: 2031-03-09
  copies: [{{at: Embassy in Belmora, url: "https://embassy.example/holt%E2%80%99s"}}]
  rights: Reuse with the source named.
  sha256: {CHECKSUM}
  see_also: [{{title: The other side’s text, url: "https://belmora.example/wren"}}]
"""


def read_facts(root: Path) -> dict[str, str]:
    page = build_docs(root)[f"transcripts/{SLUG}/index.md"].decode().split("---\n", 2)[2]
    rows = html.fragment_fromstring(page).xpath("//dl[@class='facts']/div")
    return {row[0].text_content(): " ".join(row[1].text_content().split()) for row in rows}


def test_a_page_shows_all_that_is_known_of_its_source(toy: Path) -> None:
    apply_step(
        toy, {"file": RECORD, "replace": "  language: English\n", "by": f"  language: English\n{SOURCE}"}
    )
    facts = read_facts(toy)
    assert facts["Address"] == "https://chancery.example/holt, seen on 9 March 2031"
    copy = "Embassy in Belmora: https://embassy.example/holt%E2%80%99s"
    assert facts["Copy"] == f"{copy} (not known here whether it still stands)"
    assert facts["Rights"] == "Reuse with the source named."
    assert facts["File as received"] == f"SHA-256 {CHECKSUM}"
    assert facts["See also"].startswith("The other side’s text: https://belmora.example/wren")


def test_a_page_says_what_is_not_known_and_nothing_else(toy: Path) -> None:
    facts = read_facts(toy)
    assert facts["Address"] == "Not known here"
    assert not {"Copy", "Rights", "File as received", "See also"} & set(facts)
    assert facts["Also spoke, not in this text"] == "Tomas Wren, Minister for Railways of Belmora"


@pytest.mark.parametrize("wrong", ["url: chancery.example", "sha256: abc", "seen: soon"])
def test_what_is_no_address_checksum_or_day_is_a_problem(toy: Path, wrong: str) -> None:
    apply_step(
        toy, {"file": RECORD, "replace": "  language: English\n", "by": f"  language: English\n  {wrong}\n"}
    )
    _, (problem,) = build_archive(toy)
    line = (toy / RECORD).read_text(encoding="utf-8").splitlines()[problem.line - 1]
    assert line.strip() == wrong
