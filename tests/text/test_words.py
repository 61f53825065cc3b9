"""Words are folded here as in the browser: both read one table of cases."""

from __future__ import annotations

import json

import pytest
from corpus import ROOT
from hypothesis import given
from hypothesis import strategies as st
from ontherecord.text.words import fold_words

CASES = json.loads((ROOT / "tests/cases/folding.json").read_text(encoding="utf-8"))["cases"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["why"]))
def test_words_are_folded_as_the_table_says(case: dict[str, object]) -> None:
    assert fold_words(str(case["text"])).split() == case["words"]


@given(st.text(max_size=30))
def test_what_is_folded_stays_as_it_is(text: str) -> None:
    folded = fold_words(text)
    assert fold_words(folded) == folded
