"""Sentence ends: one rule in every script, told from the stops of abbreviations, initials and numbers."""

from __future__ import annotations

import pytest
from ontherecord.text.sentences import find_sentences

#: A bar stands where a sentence ends.
CASES = (
    "The bridge is open.| The ferry is not!| Why?| It rains …| Always.",
    "Mr. Holt met Sen. Reyes, Gen. Wren and Lt. Col. Amit in St. Selwyn.| They spoke.",
    "Dr. M. J. Holt arrived.| S.V. Lavrov left.",
    "Resolution No. 2254 stands.| No.| It fell.",
    "He said “Yes.”| (She did not.)| “No,” he said.",
    "Η γέφυρα άνοιξε.| Ένας είπε όχι.",
    "Мост открыт.| Это в г. Селвин, т.е. рядом.| Да.",
    "Łódź is far.| Škoda is near.| Über is fast.",
    "الجسر مفتوح.| العبارة متوقفة.",
    "条例草案已经通过。|为什么？|「不知道。」|他走了。",
    "e.g. a bridge, i.e. that one vs. Another bridge.| Two.",
    "It cost 3.5 million. no more.| And then some",
)


@pytest.mark.parametrize("case", CASES)
def test_sentences_end_where_a_reader_ends_them(case: str) -> None:
    text = case.replace("|", "")
    assert "|".join(text[start:end] for start, end in find_sentences(text)) == case


def test_the_sentences_are_the_whole_text() -> None:
    text = " A. B? ".join(CASES)
    assert "".join(text[start:end] for start, end in find_sentences(text)) == text
