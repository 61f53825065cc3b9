"""Excerpts: the words around spans of a text, in its sentences; and what holds for any text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ontherecord.text.excerpt import cut_excerpt


def show(text: str, *words: str, around: int = 25, most: int | None = None) -> str:
    """The excerpt around words that stand in a text once, these in square brackets."""
    spans = [(text.index(word), text.index(word) + len(word)) for word in words]
    pieces = cut_excerpt(text, spans, around, most)
    return "".join(f"[{piece.text}]" if piece.marked else piece.text for piece in pieces)


TEXT = (
    "First, Mr. Holt spoke. We met Mr. Wren yesterday (“He came.”). Then it rained. It rained all day, and"
    " all of the night, and the day after."
)

EXCERPTS = {
    ("Holt",): "First, Mr. [Holt] spoke. …",
    ("yesterday",): "… We met Mr. Wren [yesterday] (“He came.”). …",
    ("Holt", "yesterday"): "First, Mr. [Holt] spoke. We met Mr. Wren [yesterday] (“He came.”). …",
    ("Holt", "Then"): "First, Mr. [Holt] spoke. … [Then] it rained. …",
    ("It rained",): "… Then it rained. [It rained] all day, and all of the …",
    ("after",): "… the night, and the day [after].",
    (): "",
}


@pytest.mark.parametrize("words", EXCERPTS)
def test_a_span_stands_among_the_sentences_or_else_the_words_that_are_near(words: tuple[str, ...]) -> None:
    assert show(TEXT, *words) == EXCERPTS[words]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("z" * 200 + "Syria is here.", "… " + "z" * 25 + "[Syria] is here."),
        ("x Syria" + "漢" * 200, "x [Syria]" + "漢" * 25 + " …"),
        ("Of Syria, see www.example.org/" + "a" * 200, "Of [Syria], see …"),
    ],
)
def test_where_no_word_ends_near_the_text_is_cut_anyway(text: str, shown: str) -> None:
    assert show(text, "Syria") == shown


def test_only_so_many_stretches_are_shown() -> None:
    text = ". ".join(f"Word {letter} is still here" for letter in "ABCDE")
    assert show(text, "A", "C", "E", most=2) == "Word [A] is still here. … Word [C] is still here. …"


@st.composite
def texts_with_spans(draw: st.DrawFn) -> tuple[str, list[tuple[int, int]]]:
    text = draw(st.text("ab .?”漢A", min_size=1, max_size=300))
    edges = sorted(draw(st.sets(st.integers(0, len(text)), max_size=10)))
    return text, list(zip(edges[::2], edges[1::2], strict=False))


@given(texts_with_spans(), st.integers(1, 30), st.none() | st.integers(1, 3))
def test_an_excerpt_of_any_text(
    given_text: tuple[str, list[tuple[int, int]]], around: int, most: int | None
) -> None:
    text, spans = given_text
    pieces = list(cut_excerpt(text, spans, around, most))
    marked = [piece.text for piece in pieces if piece.marked]
    words = [text[start:end] for start, end in spans]
    assert marked == words[: len(marked)], "spans are shown whole and in order, and nothing else is marked"
    assert marked[:1] == words[:1], "the first always"
    assert most or marked == words
    shown = "".join(piece.text for piece in pieces)
    at = 0
    for stretch in shown.split("…"):
        found = text.find(stretch.removeprefix(" ").removesuffix(" "), at)
        assert found >= 0, "what is shown stands in the text, in this order"
        at = found
    assert len(shown) <= sum(len(word) + 2 * around + 4 for word in words)
