"""Any transcript to turns: each case of `intake.yml` is a text with nothing declared and what it holds.

A case says what must be found: `turns` as [kind, label as printed, paragraphs], `title`, `date`, `front`. A
`doubt` is the text of the line that must be reported; `doubts: []` says that nothing but title and date is.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ontherecord.text.parse import account, parse_transcript
from ontherecord.text.reading import Role
from ontherecord.text.turns import Cast, Kind, ParsedTranscript
from thorough import try_some

CASES = yaml.safe_load((Path(__file__).parent / "intake.yml").read_text(encoding="utf-8"))
NOBODY = Cast({}, frozenset(), {}, None, frozenset())
HEAD = "Holt in Selwyn\n\n4 March 2031\n\n"


def list_turns(parsed: ParsedTranscript) -> list[list[Any]]:
    return [
        [turn.kind.value, turn.printed, [paragraph.text for paragraph in turn.paragraphs]]
        for turn in parsed.turns
    ]


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_case(case: dict[str, Any]) -> None:
    text = case["text"]
    parsed, problems = parse_transcript(text, NOBODY, titled="title" not in case, dated="date" not in case)
    if "turns" in case:
        assert list_turns(parsed) == case["turns"]
    if "title" in case:
        assert parsed.title == case["title"]
    if "date" in case:
        assert parsed.date == case["date"]
    if "front" in case:
        assert [piece.text for piece in parsed.front] == case["front"]
    lines = text.split("\n")
    reported = {lines[problem.line - 1] for problem in problems}
    if "doubt" in case:
        assert any(case["doubt"] in line for line in reported)
    if case.get("doubts") == []:
        assert problems == ()


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_every_sign_of_a_case_is_accounted_for(case: dict[str, Any]) -> None:
    assert squeeze("".join(part for _, part in account(case["text"], NOBODY))) == squeeze(case["text"])


def test_names_are_unique() -> None:
    names = [case["name"] for case in CASES]
    assert len(set(names)) == len(names) >= 60


def squeeze(text: str) -> str:
    return "".join(text.split())


# --- notes and what follows them -------------------------------------------------------------------------


def test_a_note_interrupts_a_turn_and_does_not_end_it() -> None:
    parsed, _ = parse_transcript(HEAD + "Mira Holt: One.\n\n(Applause.)\n\nTwo.\n\nQuestion: Why?", NOBODY)
    assert [(turn.kind, turn.continues) for turn in parsed.turns] == [
        (Kind.STATEMENT, False),
        (Kind.NOTE, False),
        (Kind.STATEMENT, True),
        (Kind.QUESTION, False),
    ]
    assert [[each.text for each in turn.paragraphs] for turn in parsed.spoken] == [["One.", "Two."], ["Why?"]]


def test_a_label_in_doubt_is_one_problem_however_often_it_occurs() -> None:
    text = HEAD + "Mira Holt: One.\n\n" + "Question: Why?\n\nDan Reyes: Two.\n\n" * 3 + "Ana Sel: Three."
    _, problems = parse_transcript(text, NOBODY)
    assert [(problem.line, "'Ana Sel:' (once)" in problem.message) for problem in problems] == [(19, True)]


# --- a declared cast -------------------------------------------------------------------------------------

CAST = Cast(
    speakers={"MS. HOLT": "mira-holt", "Mira Holt": "mira-holt", "CHAIR HOLT": "mira-holt"},
    questions=frozenset({"Q", "Question"}),
    names={},
    opening=None,
    not_labels=frozenset(),
)


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("MS. HOLT: Hello.\n\nQ    Why?\n\nMS. HOLT: Yes.", ["MS. HOLT:", "Q", "MS. HOLT:"]),
        ("**Mira Holt:** Hello.\n\n**Question:** Why?", ["**Mira Holt:**", "**Question:**"]),
        ("[00:01] Mira Holt: Hello.\n[00:09] Question: Why?", ["Mira Holt:", "Question:"]),
        (
            "Mira Holt\n\nHello.\n\nQuestion\n\nWhy?\n\nMira Holt\n\nYes.",
            ["Mira Holt", "Question", "Mira Holt"],
        ),
        ("CHAIR HOLT. Hello.\n\nQ. Why?\n\nCHAIR HOLT. Yes.", ["CHAIR HOLT.", "Q.", "CHAIR HOLT."]),
        ("Question: Why? Mira Holt: Yes. Question: When?", ["Question:", "Mira Holt:", "Question:"]),
    ],
)
def test_declared_labels_are_found_however_they_are_marked(text: str, labels: list[str]) -> None:
    parsed, problems = parse_transcript(HEAD + text, CAST)
    assert [turn.printed for turn in parsed.turns] == labels
    assert problems == ()


def test_a_place_and_a_time_are_not_the_first_words_of_who_opens() -> None:
    cast = replace(CAST, opening="mira-holt")
    parsed, problems = parse_transcript(HEAD + "East Room\n\n4:40 P.M. EST\n\nGood day.\n\nQ    Why?", cast)
    assert [piece.text for piece in parsed.front] == ["East Room", "4:40 P.M. EST"]
    assert [[each.text for each in turn.paragraphs] for turn in parsed.turns] == [["Good day."], ["Why?"]]
    assert problems == ()


def test_a_record_that_gives_title_and_date_leaves_the_text_free_of_them() -> None:
    parsed, problems = parse_transcript(
        "Mira Holt: Good day.\n\nQuestion: Why?", CAST, titled=True, dated=True
    )
    assert [turn.printed for turn in parsed.turns] == ["Mira Holt:", "Question:"]
    assert (parsed.title, parsed.date, problems) == ("", None, ())


# --- any mixture of marks --------------------------------------------------------------------------------

words = st.lists(
    st.sampled_from(
        [
            "the",
            "bridge",
            "opens",
            "on",
            "Monday,",
            "he",
            "said:",
            "yes",
            "and",
            "(perhaps)",
            "10:30",
            "three",
            "aims:",
            "roads",
            "[sic]",
            "rails",
        ]
    ),
    min_size=1,
    max_size=8,
).map(lambda found: "We say " + " ".join(found) + ".")


@st.composite
def conferences(draw: st.DrawFn) -> tuple[str, list[tuple[str, list[str]]]]:
    """A text in one manner of marking, and who says what in it."""
    people = ["Mira Holt", "Dan Reyes", "Question"]
    times = draw(st.booleans())
    form = draw(
        st.sampled_from(
            [
                "{}: ",
                "**{}:** ",
                "{} : ",
                "- {}: ",
                "{} (through interpreter): ",
                "{}\n\n",
                "> {}: ",
                "## {}\n\n",
            ]
        )
    )
    said = [(people[0], draw(st.lists(words, min_size=1, max_size=3)))]
    said += draw(
        st.lists(
            st.tuples(st.sampled_from(people), st.lists(words, min_size=1, max_size=3)),
            min_size=5,
            max_size=9,
        )
    )
    said += [(name, ["We say it."]) for name in people * 2]
    blocks: list[str] = []
    for minute, (name, paragraphs) in enumerate(said):
        stamp = f"[00:{minute:02}:00] " if times and not form.startswith(">") else ""
        blocks.append(stamp + form.format(name) + paragraphs[0])
        blocks += paragraphs[1:]
        blocks += draw(st.sampled_from([[], [], ["(Applause.)"], ["* * *"], ["Page 3 of 12"]]))
    text = "\n\n".join(blocks)
    if form.startswith(">"):
        text = "\n".join(f"> {line.removeprefix('> ')}" for line in text.split("\n"))
    return HEAD + text if not form.startswith(">") else text, said


@given(conferences())
@settings(
    deadline=None, derandomize=True, max_examples=try_some(100), suppress_health_check=list(HealthCheck)
)
def test_no_spoken_word_is_lost_altered_or_given_to_another(
    made: tuple[str, list[tuple[str, list[str]]]],
) -> None:
    text, said = made
    parsed, _ = parse_transcript(text, NOBODY, titled=True, dated=True)
    found = [
        (
            next(name for name, _ in said if name in (turn.label or "")),
            [each.text for each in turn.paragraphs],
        )
        for turn in parsed.spoken
    ]
    assert found == said
    assert squeeze("".join(part for _, part in account(text, NOBODY))) == squeeze(text)


@given(st.text(), st.sampled_from([NOBODY, CAST]))
@settings(deadline=None, derandomize=True, max_examples=try_some(150))
def test_any_text_is_accounted_for_and_parsed(text: str, cast: Cast) -> None:
    source = text.removeprefix("\ufeff")
    parts = account(text, cast)
    assert squeeze("".join(part for _, part in parts)) == squeeze(source)
    parsed, _ = parse_transcript(text, cast)
    spoken = squeeze("".join(part for role, part in parts if role in {Role.SPOKEN, Role.NOTE}))
    shown = squeeze("".join(each.text for turn in parsed.turns for each in turn.paragraphs))
    assert shown == spoken
