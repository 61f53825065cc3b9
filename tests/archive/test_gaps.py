"""Gaps: what a record enters and what a label states, wherever a reader meets the place."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

from corpus import apply_step, build_docs
from lxml import html
from ontherecord.archive.accept import accept_transcripts
from ontherecord.archive.build import build_archive
from ontherecord.exports.lexicon import Lexicon
from ontherecord.exports.search_records import build_records

SLUG = "2031-03-04-holt-wren"
RECORD = f"data/transcripts/{SLUG}/record.yml"
TEXT = f"data/transcripts/{SLUG}/transcript.txt"
GAPS = """
gaps:
  - {after: start, whose: tomas-wren, known: stated, reason: A note of the publisher.}
  - {after: p2, whose: tomas-wren, known: inferred, reason: Passage 3 thanks him.}
"""


def enter_gaps(root: Path) -> dict[str, bytes]:
    apply_step(root, {"file": RECORD, "append": GAPS})
    return build_docs(root)


def read_order(page: bytes) -> list[str]:
    """The passages and the gaps of a page in reading order: p3, or what a gap says."""
    body = html.fragment_fromstring(page.decode().split("---\n", 2)[2])
    found = body.xpath(f"//p[starts-with(@data-passage, '{SLUG}/') or @class='left-out']")
    return [
        item.get("data-passage", "").rpartition("/")[2] or " ".join(item.text_content().split())
        for item in found
    ]


STATED = "[…] Mr Wren spoke here; the words are not in the text. A note of the publisher."
INFERRED = "[…] Mr Wren probably spoke here; the words are not in the text. Inferred: Passage 3 thanks him."
LABELLED = (
    "[…] Mr Wren spoke here; the words are not in the text."
    " The label of passage 6 says “speaking after Tomas Wren”."
)


def test_each_gap_stands_at_its_place_on_the_transcript_and_on_topic_pages(toy: Path) -> None:
    files = enter_gaps(toy)
    order = read_order(files[f"transcripts/{SLUG}/index.md"])
    assert order[:9] == [STATED, "p1", "p2", INFERRED, "p3", "p4", "p5", LABELLED, "p6"]
    harbour = read_order(files["topics/harbour/index.md"])
    assert harbour[harbour.index("p2") :][:3] == ["p2", INFERRED, "p3"]
    train = read_order(files["topics/night-train/index.md"])
    assert train[train.index("p5") :][:3] == ["p5", LABELLED, "p6"]


def test_the_data_file_says_where_whose_and_how_one_knows(toy: Path) -> None:
    rows = json.loads(enter_gaps(toy)["data/gaps.json"])
    assert [(row.get("after"), row["speaker"], row["known"]) for row in rows] == [
        (None, "tomas-wren", "stated"),
        (f"{SLUG}/p2", "tomas-wren", "inferred"),
        (f"{SLUG}/p5", "tomas-wren", "stated"),
    ]


def test_an_entry_takes_the_place_of_what_a_label_states(toy: Path) -> None:
    entry = "gaps: [{after: p5, whose: tomas-wren, known: stated, reason: The label says so.}]\n"
    apply_step(toy, {"file": RECORD, "append": entry})
    archive, _ = build_archive(toy)
    assert archive
    (transcript,) = (item for item in archive.transcripts if item.slug == SLUG)
    assert [(gap.after, gap.reason) for gap in transcript.gaps] == [("p5", "The label says so.")]


def test_nobody_answers_where_nobody_has_asked(toy: Path) -> None:
    """A statement whose label says that another spoke before follows no question."""
    opening = {
        "file": TEXT,
        "replace": "Good morning.",
        "by": "Mira Holt (speaking after Tomas Wren): Good morning.",
    }
    apply_step(toy, opening)
    apply_step(toy, {"file": RECORD, "replace": "    opens: true\n", "by": ""})
    accept_transcripts(toy, [], date(2031, 4, 1))
    order = read_order(build_docs(toy)[f"transcripts/{SLUG}/index.md"])
    label = "The label of passage 1 says “speaking after Tomas Wren”."
    assert order[:2] == [f"[…] Mr Wren spoke here; the words are not in the text. {label}", "p1"]


def test_a_gap_after_a_removed_passage_is_a_problem(toy: Path) -> None:
    apply_step(
        toy,
        {"file": TEXT, "replace": "It will take two years, and no ferry will be late for it.\n\n", "by": ""},
    )
    steps = [("claims", "      passages: [p2, p3]", "      passages: [p2]")]
    steps += [
        ("decision", "  - passage: p3\n    about: [harbour]\n    reason: Continues p2 on the dredging.\n", "")
    ]
    for _, old, new in steps:
        apply_step(toy, {"file": RECORD, "replace": old, "by": new})
    accept_transcripts(toy, [], date(2031, 4, 1), yes=True)
    apply_step(toy, {"file": RECORD, "append": GAPS.replace("p2", "p3")})
    _, problems = build_archive(toy)
    (problem,) = [item for item in problems if item.path == RECORD]
    assert "after: p3" in (toy / RECORD).read_text(encoding="utf-8").splitlines()[problem.line - 1]
    assert "p3 was removed" in problem.message


def test_a_search_says_of_whom_no_words_are_in_the_text(toy: Path) -> None:
    archive, _ = build_archive(toy)
    assert archive
    lexicon = Lexicon(archive)
    things = {thing.id: thing for concept in lexicon.concepts for thing in concept.things}
    assert (things["tomas-wren"].unheard, things["mira-holt"].unheard) == (1, 0)
    shown = {
        fields["p"].rpartition("/")[2]: fields.get("u")
        for record in build_records(archive, lexicon)
        if SLUG in record.url
        for fields in [json.loads(record.url.partition(" ")[2])]
    }
    put = "put to Mr Wren, whose words are not in the text"
    assert {anchor for anchor, said in shown.items() if said == put} == {"p5", "p6"}


def test_the_page_of_one_whose_words_are_missing_says_so(toy: Path) -> None:
    page = build_docs(toy)["names/tomas-wren/index.md"].decode()
    words = " ".join(html.fragment_fromstring(page.split("---\n", 2)[2]).text_content().split())
    assert "Also spoke, not in the text" in words
    assert "Mr Wren also spoke; the words are not in the text. They are missing after ¶ 5." in words
