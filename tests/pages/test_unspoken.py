"""What nobody spoke stands where it stood, as typed, without a number, a citation or a search hit."""

from __future__ import annotations

import json
from pathlib import Path

from corpus import build_docs
from lxml import html
from ontherecord.archive.accept import accept_transcripts
from ontherecord.archive.build import build_archive
from ontherecord.exports.lexicon import Lexicon
from ontherecord.exports.search_records import build_records

SLUG = "2033-05-01"
TEXT = """\
The harbour of Selwyn

1 May 2033

East Room

4:40 P.M. EST

Mira Holt: The harbour is open.

(<b>Applause</b> &amp; {{ cheers }}.)

It is the harbour (laughter) of all.

Question: (Inaudible.)

Mira Holt: The harbour, I said.

* * *

Question: Is the harbour free?

Mira Holt: The harbour is.

END
"""
RECORD = """\
title: The harbour of Selwyn
short_title: The harbour
date: 2033-05-01
place: Selwyn
participants:
  - {speaker: mira-holt, role: Minister, labels: [Mira Holt]}
source: {publisher: Chancery, language: English}
"""
#: The page, read aloud: numbers of passages, speakers, and what stands apart.
READ_ALOUD = [
    "apart: East Room",
    "apart: 4:40 P.M. EST",
    "Mira Holt Statement",
    "1 The harbour is open.",
    "apart: (<b>Applause</b> &amp; {{ cheers }}.)",
    "2 It is the harbour (laughter) of all.",
    "apart: Question: (Inaudible.)",
    "Mira Holt Answer",
    "3 The harbour, I said.",
    "apart: * * *",
    "Journalist Question",
    "4 Is the harbour free?",
    "Mira Holt Answer",
    "5 The harbour is.",
    "apart: END",
]


def write_transcript(root: Path) -> None:
    folder = root / "data/transcripts" / SLUG
    folder.mkdir()
    (folder / "transcript.txt").write_text(TEXT, encoding="utf-8")
    (folder / "record.yml").write_text(RECORD, encoding="utf-8")
    _, problems = accept_transcripts(root, [SLUG])
    assert problems == []


def read_aloud(page: html.HtmlElement) -> list[str]:
    lines = []
    for item in page.xpath("//*[@class='unspoken' or @class='turn-head' or @data-passage]"):
        words = " ".join(item.text_content().split())
        number = item.get("id", "")[1:]
        lines.append(f"apart: {words}" if item.get("class") == "unspoken" else f"{number} {words}".strip())
    return lines


def test_it_stands_apart_where_it_stood(toy: Path) -> None:
    write_transcript(toy)
    page = build_docs(toy)[f"transcripts/{SLUG}/index.md"].decode()
    assert read_aloud(html.document_fromstring(page)) == READ_ALOUD


def test_it_is_in_no_data_and_found_by_no_search(toy: Path) -> None:
    write_transcript(toy)
    rows = json.loads(build_docs(toy)["data/passages.json"])
    own = [row for row in rows if row["transcript"] == SLUG]
    assert [(row["anchor"], row["turn"]) for row in own] == [
        ("p1", 1), ("p2", 1), ("p3", 2), ("p4", 3), ("p5", 4),
    ]  # fmt: skip
    archive, _ = build_archive(toy)
    assert archive
    found = [record.content for record in build_records(archive, Lexicon(archive))]
    assert not [words for words in found if "Applause" in words or "Inaudible" in words or "East" in words]
