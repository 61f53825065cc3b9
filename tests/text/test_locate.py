"""Words that an editor names in a record: where they are found, and what is said of those that are not."""

from __future__ import annotations

from pathlib import Path

import pytest
from corpus import apply_step, list_problems
from ontherecord.data.definitions import WordsDecision
from ontherecord.text.locate import explain_missing, find_decided, find_words

RECORD = "data/transcripts/2031-03-04-holt-wren/record.yml"


@pytest.mark.parametrize(
    ("words", "occurrence", "span"),
    [
        ("Group", 1, (4, 9)),
        ("Group", 2, (21, 26)),
        ("Group", 3, None),
        ("Grou", 1, None),
        ("a  Group", 1, (19, 26)),
        ("group", 1, None),
    ],
)
def test_words_are_located(words: str, occurrence: int, span: tuple[int, int] | None) -> None:
    entry = WordsDecision(passage="p1", words=words, occurrence=occurrence, reason="Read.")
    assert find_decided("the Group; Groups; a Group", entry) == span


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[yesterday’s terrorist attack]", "yesterday's terrorist attack"),
        ("[yesterday's terrorist attack]", "yesterday’s terrorist attack"),
        ("a [Russia–US] deal", "Russia-US"),
        ("he said [“now”]", '"now"'),
        ("in [Genève] then", "Geneve"),
        ("in [Gene\u0300ve] then", "Genève"),
        ("[on\u00a05 May]", "on  5\tMay"),
        ("does it [hold?]And if not", "hold?"),
        ("(see [below])", "below"),
    ],
)
def test_how_words_are_typed_makes_no_difference(text: str, words: str) -> None:
    plain = text.replace("[", "").replace("]", "")
    (span,) = find_words(plain, words)
    assert plain[: span[0]] + "[" + plain[slice(*span)] + "]" + plain[span[1] :] == text


@pytest.mark.parametrize("words", ["", " ", "\u0301"])
def test_nothing_is_found_nowhere(words: str) -> None:
    assert find_words("some words", words) == []


def test_what_is_near_is_offered_and_else_where_to_look() -> None:
    text = "Today, members of the Group met."
    assert explain_missing(text, "the group", "p1") == (
        "the words 'the group' do not stand in p1; did you mean 'the Group'?"
    )
    assert (
        explain_missing(text, "today", "p1") == "the words 'today' do not stand in p1; did you mean 'Today'?"
    )
    assert explain_missing(text, "yesterday", "p1") == (
        "the words 'yesterday' do not stand in p1: copy them from the passage"
    )


@pytest.mark.parametrize(
    "entry",
    [
        "references:\n  - {passage: p6, words: Mr. Wren has said it, entity: tomas-wren, reason: Read.}",
        "dates:\n  - {passage: p6, words: The  sleeper, date: 2031, reason: Read.}",
        "questions:\n  - {passage: p5, begins: Will the  night, reason: Read.}",
    ],
)
def test_the_three_parts_of_a_record_find_words_alike(toy: Path, entry: str) -> None:
    apply_step(toy, {"file": RECORD, "append": f"\n{entry}\n"})
    assert list_problems(toy) == []


def test_a_reference_to_nobody_known_beside_a_date_is_one_problem(toy: Path) -> None:
    entries = (
        "references:\n  - {passage: p9, words: Every Monday, entity: nobody, reason: Read.}\n"
        "dates:\n  - {passage: p9, words: Monday, date: 2031-03-10, reason: Read.}\n"
    )
    apply_step(toy, {"file": RECORD, "append": f"\n{entries}"})
    (problem,) = list_problems(toy)
    assert "unknown entity 'nobody'" in problem


def test_without_the_names_no_entry_is_said_to_change_nothing(toy: Path) -> None:
    """Whether a rule takes the words for a name can not be known then."""
    entries = "references:\n  - {passage: p9, words: Ferry Board, reason: Another board.}\n"
    apply_step(toy, {"file": RECORD, "append": f"\n{entries}"})
    apply_step(toy, {"file": "data/entities.yml", "write": "entities: 5\n"})
    assert not any("changes nothing" in problem for problem in list_problems(toy))
