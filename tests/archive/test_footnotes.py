"""Footnotes and slips: numbered in reading order, sourced, beside the words and never in them."""

from __future__ import annotations

from pathlib import Path

from corpus import apply_step, build_docs
from lxml import html

SLUG = "2031-03-04-holt-wren"
ENTRIES = """
footnotes:
  - {passage: p4, words: water  levels, text: Of the lake., sources: [{title: Survey, url: "https://survey.example"}]}
  - {passage: p2, words: dredging, text: Deepening., sources: [{title: A dictionary}, {title: Another}]}
slips:
  - {passage: p3, words: no ferry}
"""


def test_notes_stand_below_their_passage_on_every_page_that_shows_it(toy: Path) -> None:
    before = build_docs(toy)
    apply_step(toy, {"file": f"data/transcripts/{SLUG}/record.yml", "append": ENTRIES})
    after = build_docs(toy)
    for name in (f"transcripts/{SLUG}/index.md", "topics/harbour/index.md"):
        old, new = (
            html.fragment_fromstring(files[name].decode().split("---\n", 2)[2]) for files in (before, after)
        )
        words = [[item.text_content() for item in page.xpath("//p[@data-passage]")] for page in (old, new)]
        assert words[0] == words[1]
        notes = {
            note.xpath("string(../p/@data-passage)").rpartition("/")[2]: " ".join(note.text_content().split())
            for note in new.xpath("//div[@class='footnotes']")
        }
        assert notes["p2"] == "1 dredging: Deepening. Sources: A dictionary; Another."
        assert notes["p3"] == "no ferry [sic]: so in the source."
        if "transcripts/" in name:
            assert notes["p4"] == "2 water levels: Of the lake. Source: Survey."
