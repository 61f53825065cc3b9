"""A paragraph may have any length: four times the text takes about four times the time, whatever it holds."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from time import process_time

import pytest
from ontherecord.anchors.wordings import diff_words
from ontherecord.subjects.dates import find_dates
from ontherecord.subjects.questions import find_addressed, find_questions
from ontherecord.text.formats.reading import read_source
from ontherecord.text.parse import parse_transcript
from ontherecord.text.sentences import find_sentences
from ontherecord.text.turns import Cast

DAY = date(2016, 7, 15)
NOBODY = Cast({}, frozenset(), {}, None, frozenset())
CUE = b"1\n00:00:00,000 --> 00:00:01,000\n"
NAMES = {"Lavrov": "lavrov", "Mr Lavrov": "lavrov", "Kerry": "kerry"}

#: Characters of the shorter text, by what reads it; the longer one has four times as many.
READERS: dict[str, tuple[int, Callable[[str], object]]] = {
    "sentences": (20_000, lambda text: list(find_sentences(text))),
    "questions": (20_000, find_questions),
    "addressed": (3_000, lambda text: find_addressed(text, NAMES)),
    "dates": (600, lambda text: find_dates(text, DAY)),
    "wordings": (8_000, lambda text: diff_words(text, f"b {text[::-1]} b")),
    "captions": (3_000, lambda text: read_source("x.srt", CUE + text.encode())),
    "turns": (20_000, lambda text: parse_transcript(f"Title\n\nMr Lavrov: {text}", NOBODY)),
}
#: What was read in more than linear time once, and what is most likely to be again.
TEXTS = {
    "sentences": (".", '."', ". ", "A. ", "。"),
    "questions": ("?", "?)", "a? "),
    "addressed": ("Mr Lavrov, ", "No. ", "。", "Lavrov and Kerry, ", ", "),
    "dates": ("1 May and ", "May, ", "1 May ", "today ", "in 2016, ", "on 1, ", "and 1 May, ", "1", ","),
    "wordings": ("a ", "a b c ", "1. "),
    "captions": ("a\n", "1\n", "a. "),
    "turns": ("(", "[a] ", "A: ", "Mr. ", "“", "**", "1. ", " "),
}


def measure(read: Callable[[str], object], text: str) -> float:
    """The seconds of this processor that a reading takes, the better of two."""
    seconds = []
    for number in range(2):
        start = process_time()
        read(f"{text}{number}")
        seconds.append(process_time() - start)
    return min(seconds)


@pytest.mark.parametrize(("name", "part"), [(name, part) for name, parts in TEXTS.items() for part in parts])
def test_time_grows_as_the_text_does(name: str, part: str) -> None:
    length, read = READERS[name]
    short = part * (length // len(part))
    quick = measure(read, f"{short} you, X")
    slow = measure(read, f"{short * 4} you, X")
    assert slow < 10 * quick + 0.05, f"{quick:.3f} s, and {slow:.3f} s for four times the text"
