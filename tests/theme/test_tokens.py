"""The tokens of the look: one file says them, the style sheet and the data files follow."""

from ontherecord.data.definitions import Colour
from ontherecord.tokens import SLOTS, STYLE, render_tokens


def test_the_style_sheet_is_what_the_tokens_say() -> None:
    assert STYLE.read_text(encoding="utf-8") == render_tokens(), "Run `make tokens`."


def test_every_colour_that_a_topic_can_have_is_a_slot() -> None:
    assert {colour.value for colour in Colour} == set(SLOTS)
