"""The quote check: what it says of quotations as they are mangled, and what it never says.

A wrong "said" is the one mistake that it may not make.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from corpus import REAL_SLUG, ROOT, TOY, add_event, make_project
from ontherecord.archive.accept import accept_transcripts
from ontherecord.archive.build import build_archive
from ontherecord.archive.model import Archive
from quote_check import Checked, check_texts, write_check_files

QUOTATIONS: list[dict[str, Any]] = yaml.safe_load((ROOT / "tests/quotations.yml").read_text(encoding="utf-8"))

#: How many stretches of passages are taken, and changed, at random.
STRETCHES = 60
#: What is put in the place of a word, or beside it; the small ones turn the sense.
OTHER_WORDS = ("not", "never", "no", "also", "Syria", "Kerry", "17", "the", "and", "terrorists", "would")


@pytest.fixture(scope="module")
def files(real_archive: Archive, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_check_files(real_archive, tmp_path_factory.mktemp("check"))


@pytest.fixture(scope="module")
def checked(files: Path) -> list[Checked]:
    return check_texts(files, [row["quote"] for row in QUOTATIONS])


def test_every_quotation_of_the_table_has_its_outcome(checked: list[Checked]) -> None:
    faults = [
        f"{row['kind']}: {row['quote']!r}: {wrong}"
        for row, seen in zip(QUOTATIONS, checked, strict=True)
        for wrong in find_faults(row, seen)
    ]
    assert faults == []
    assert len(QUOTATIONS) >= 150


def find_faults(row: dict[str, Any], seen: Checked) -> Iterator[str]:
    if seen.outcome != row["outcome"]:
        yield f"should be {row['outcome']}, is {seen.outcome}"
    if list(seen.at) != [f"{REAL_SLUG}/p{number}" for number in row.get("at", [])]:
        yield f"should stand in {row.get('at', [])}, stands in {seen.at}"
    if seen.short != row.get("short", False):
        yield "too short" if seen.short else "not too short"
    if seen.speaker != row.get("speaker"):
        yield f"should be given as {row.get('speaker')}'s, is as {seen.speaker}'s"


def test_of_the_table_it_says_said_of_all_that_was_and_of_nothing_else(checked: list[Checked]) -> None:
    pairs = [(row["outcome"], seen.outcome) for row, seen in zip(QUOTATIONS, checked, strict=True)]
    for outcome in ("said", "differs", "pieces", "other", "absent"):
        right = pairs.count((outcome, outcome))
        precision = right / sum(seen == outcome for _, seen in pairs)
        recall = right / sum(due == outcome for due, _ in pairs)
        print(f"{outcome}: precision {precision:.2f}, recall {recall:.2f} of {recall and right / recall:.0f}")
        if outcome == "said":
            assert (precision, recall) == (1, 1)


def list_words(text: str) -> list[str]:
    """The words of a text, told apart in another way than the check does."""
    return re.findall(r"[^\W_]+(?:'[^\W_]+)*", text.replace("’", "'").casefold())


def test_any_words_of_a_passage_are_said_and_with_one_changed_they_are_not(
    real_archive: Archive, files: Path
) -> None:
    (transcript,) = real_archive.transcripts
    mine = [item for item in transcript.passages if transcript.turn_of(item).turn.speakers]
    turns = [" ".join(item.text for item in turn.passages) for turn in transcript.turns]
    record = [f" {' '.join(list_words(text))} " for text in turns]
    dice = random.Random(14)
    texts: list[str] = []
    due: list[str | None] = []
    while len(texts) < 4 * STRETCHES:
        passage = dice.choice([item for item in mine if len(item.text.split()) > 4])
        stretch = cut(dice, passage.text.split())
        changed = [" ".join(words) for words in change(dice, stretch)]
        texts += [" ".join(stretch), *changed]
        due += [passage.anchor, *([None] * len(changed))]
    for text, anchor, seen in zip(texts, due, check_texts(files, texts), strict=True):
        if anchor:
            assert (seen.outcome, f"{REAL_SLUG}/{anchor}" in seen.at) == ("said", True), text
        # A word may be changed to what was said as well.
        elif not any(f" {' '.join(list_words(text))} " in turn for turn in record):
            assert seen.outcome != "said", text


def cut(dice: random.Random, words: Sequence[str]) -> list[str]:
    size = dice.randint(4, min(40, len(words)))
    start = dice.randint(0, len(words) - size)
    return list(words[start : start + size])


def change(dice: random.Random, words: list[str]) -> Iterator[list[str]]:
    """The words with one of them left out, one of them another, and one more; none at the ends."""
    at = dice.randrange(1, len(words) - 1)
    yield words[:at] + words[at + 1 :]
    yield [*words[:at], dice.choice(OTHER_WORDS), *words[at + 1 :]]
    yield [*words[:at], dice.choice(OTHER_WORDS), *words[at:]]


# --- More speakers, and a record that was corrected ---

FERRIES = "The ferries will run every hour and every night from the first day of May."
HARBOUR = "Nobody has ever closed the harbour, and nobody in this government ever will close it."
OLD_BRIDGE = "The old bridge over the harbour will stand for another hundred years."
NEW_BRIDGE = "The old bridge over the harbour must come down within one year."
CHINESE = "港口将在五月的第一天重新开放，任何人都不得关闭它。"
LIGHTS = "The harbour lights were put out for good on the last day of June."


@pytest.fixture(scope="module")
def corrected(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A toy archive in which a passage was corrected and another removed."""
    root = make_project(TOY, tmp_path_factory.mktemp("corrected") / "toy")
    day = date(2033, 5, 1)
    add_event(
        root,
        day,
        [f"{HARBOUR} {FERRIES}", f"The harbour is open. {OLD_BRIDGE}", LIGHTS, f"The harbour: {CHINESE}"],
    )
    for then, old, new in (
        (day, "", ""),
        (date(2033, 6, 1), OLD_BRIDGE, NEW_BRIDGE),
        (date(2033, 7, 1), f"\n\n{LIGHTS}", ""),
    ):
        path = root / "data/transcripts" / day.isoformat() / "transcript.txt"
        path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
        _, problems = accept_transcripts(root, [], then, yes=True)
        assert list(problems) == [], [str(problem) for problem in problems]
    archive, faults = build_archive(root)
    assert archive, [str(fault) for fault in faults]
    return write_check_files(archive, tmp_path_factory.mktemp("corrected-check"))


#: The text, the outcome, the anchors.
LATER = [
    (FERRIES, "said", ["p1"]),
    (f"“{FERRIES}” Mira Holt said.", "said", ["p1"]),
    (f"“{FERRIES}” Tomas Wren said.", "other", ["p1"]),
    (f"“{FERRIES}” Ada Brook said.", "other", ["p1"]),
    (FERRIES.replace("every night", "not every night"), "differs", ["p1"]),
    (NEW_BRIDGE, "said", ["p2"]),
    (OLD_BRIDGE, "earlier", ["p2"]),
    ("will stand for another hundred years", "earlier", ["p2"]),
    (f"“{OLD_BRIDGE}” Tomas Wren said.", "other", ["p2"]),
    (f"{FERRIES} […] {OLD_BRIDGE}", "earlier", ["p1", "p2"]),
    (LIGHTS, "earlier", ["p3"]),
    (LIGHTS.replace("put out", "lit"), "earlier", ["p3"]),
    ("港口将在五月的第一天重新开放", "said", ["p4"]),
    ("港口将在六月的第一天重新开放", "differs", ["p4"]),
    ("Nobody has ever opened the town hall of Selwyn to the public.", "absent", []),
]


def test_earlier_wordings_and_speakers_are_told_apart(corrected: Path) -> None:
    seen = check_texts(corrected, [text for text, _, _ in LATER])
    shown = [
        (text, one.outcome, [item.partition("/")[2] for item in one.at])
        for (text, _, _), one in zip(LATER, seen, strict=True)
    ]
    assert shown == LATER


def test_all_of_a_corrected_transcript_is_compared_with_a_long_text(corrected: Path) -> None:
    (seen,) = check_texts(corrected, [f"{OLD_BRIDGE} {FERRIES} " * 20])
    assert seen.outcome == "earlier"
    assert {item.partition("/")[2] for item in seen.at} == {"p1", "p2"}


#: The text, and what the check says of its differences.
DIFFERENCES = [
    ("We received our news in real time.", ["It has “received”; the record has “receive”."]),
    ("for whom we will show mercy", ["It leaves out “no”."]),
    ("These groups are our worst common enemies.", ["It adds “worst”."]),
    (
        "We receive our news in real time. Our colleagues in Ankara have the matter in hand.",
        ["It adds “Our colleagues in Ankara have the matter in hand”."],
    ),
    ("They were never beaten", ["It has “beaten”; the record has “tamed”."]),
    ("We receive our news in real time", []),
]


def test_each_difference_is_named(files: Path) -> None:
    seen = check_texts(files, [text for text, _ in DIFFERENCES])
    assert [(text, list(one.differences)) for (text, _), one in zip(DIFFERENCES, seen, strict=True)] == (
        DIFFERENCES
    )
