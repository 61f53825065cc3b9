"""Two wordings side by side, however long."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ontherecord.anchors import wordings
from ontherecord.anchors.wordings import Run, diff_words

WORDS = st.lists(st.sampled_from("abc"), max_size=6).map(" ".join)


@given(WORDS, WORDS)
def test_of_a_very_long_text_all_is_shown_too(old: str, new: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(wordings, "_LONG", 0)
        left, right = diff_words(old, new)
    assert "".join(run.text for run in left) == old
    assert "".join(run.text for run in right) == new


def test_of_a_very_long_text_what_is_between_two_changes_counts_as_changed() -> None:
    many = "word " * 2000
    left, _ = diff_words(f"{many}one two three {many}", f"{many}1 two 3 {many}")
    assert Run("one two three", same=False) in left
