"""Parsing: each folder of goldens/parse is one quirk; then dates, labels, bytes, hostile and real text.

A case is `transcript.txt` and `expected.json`, where a problem is "line: message". `cast.json` overrides
parts of the cast that the cases share.
"""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from ontherecord.data.characters import decode_source
from ontherecord.problems import LineProblem
from ontherecord.text.parse import parse_transcript
from ontherecord.text.turns import Cast, Kind, ParsedTranscript

TESTS = Path(__file__).parents[1]
CASES = sorted(folder for folder in (TESTS / "goldens" / "parse").iterdir() if folder.is_dir())
REAL = TESTS.parent / "data" / "transcripts" / "2016-07-15-lavrov-kerry" / "transcript.txt"

CAST = Cast(
    speakers={"Sergey Lavrov": "sergey-lavrov"},
    questions=frozenset({"Question"}),
    names={
        "Sergey Lavrov": "sergey-lavrov",
        "Lavrov": "sergey-lavrov",
        "John Kerry": "john-kerry",
        "Kerry": "john-kerry",
    },
    opening="sergey-lavrov",
    not_labels=frozenset(),
)
HEAD = "A title\n\nJuly 15, 2016\n\n"


def read_cast(folder: Path) -> Cast:
    path = folder / "cast.json"
    changes: dict[str, Any] = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    for key in {"questions", "not_labels"} & changes.keys():
        changes[key] = frozenset(changes[key])
    return replace(CAST, **changes)


def as_golden(parsed: ParsedTranscript, problems: tuple[LineProblem, ...]) -> dict[str, Any]:
    turns = [
        {
            "kind": turn.kind.value,
            "speaker": turn.speaker,
            "label": turn.label,
            "label_note": turn.label_note,
            "addressed_to": turn.addressed_to,
            "line": turn.line,
            "paragraphs": [paragraph.text for paragraph in turn.paragraphs],
        }
        for turn in parsed.turns
    ]
    return {
        "title": parsed.title,
        "date": parsed.date.isoformat() if parsed.date else None,
        "turns": turns,
        "problems": [f"{problem.line}: {problem.message}" for problem in problems],
    }


def parse_words(text: str, cast: Cast = CAST) -> tuple[list[tuple[str | None, list[str]]], list[str]]:
    """The label and the paragraphs of each turn below a good heading, and the messages."""
    parsed, problems = parse_transcript(HEAD + text, cast)
    turns = [(turn.label, [paragraph.text for paragraph in turn.paragraphs]) for turn in parsed.turns]
    return turns, [problem.message for problem in problems]


# --- goldens ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("folder", CASES, ids=lambda folder: folder.name)
def test_golden(folder: Path) -> None:
    text, undecoded = decode_source((folder / "transcript.txt").read_bytes())
    assert text is not None
    assert undecoded == ()
    expected = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
    assert as_golden(*parse_transcript(text, read_cast(folder))) == expected


@pytest.mark.parametrize(
    ("case", "sign"),
    [
        ("crlf", b"\r\n"),
        ("lone-cr", b"\r"),
        ("bom", b"\xef\xbb\xbf"),
        ("non-breaking-spaces", b"\xc2\xa0"),
        ("trailing-blanks", b" \t\n"),
    ],
)
def test_golden_still_holds_what_it_is_for(case: str, sign: bytes) -> None:
    """An editor or git that tidies the files would leave the case green and empty."""
    assert sign in (TESTS / "goldens" / "parse" / case / "transcript.txt").read_bytes()


def test_paragraph_line_is_the_line_of_its_first_word() -> None:
    parsed, _ = parse_transcript(
        HEAD + "Question (to\nLavrov):\n\n\nWhy?\nSergey Lavrov\n: As\nI say.\n\nNo.", CAST
    )
    found = [(turn.line, [paragraph.line for paragraph in turn.paragraphs]) for turn in parsed.turns]
    assert found == [(5, [9]), (10, [11, 14])]


# --- dates -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "written",
    [
        "July 15, 2016",
        "July 15 2016",
        "15 July 2016",
        "15 July, 2016",
        "15th July 2016",
        "Jul 15, 2016",
        "15 Jul. 2016",
        "2016-07-15",
        "2016-7-15",
        "JULY 15, 2016",
        "Friday, July 15, 2016",
        "Fri 15 July 2016",
        "July\u00a015,\n2016",
        "15.07.2016",
        "Moscow, 15/07/2016",
        "07/15/2016",
    ],
)
def test_date_forms(written: str) -> None:
    parsed, problems = parse_transcript(f"A title\n\n{written}\n\nWords.", CAST)
    assert (str(parsed.date), parsed.date_line, problems) == ("2016-07-15", 3, ())
    assert parsed.title == "A title"


@pytest.mark.parametrize(
    "written", ["Moscow", "July 2016", "On July 15, 2016", "July 15, 20166", "Auguſt 1, 2016"]
)
def test_what_is_no_date_is_the_first_paragraph(written: str) -> None:
    parsed, problems = parse_transcript(f"A title\n\n{written}\n\nWords.", CAST)
    assert [paragraph.text for paragraph in parsed.turns[0].paragraphs] == [written, "Words."]
    assert [(problem.line, "no date" in problem.message) for problem in problems] == [(3, True)]
    assert parsed.date is None


@pytest.mark.parametrize("written", ["04.03.2016", "04/03/2016", "4-3-2016"])
def test_figures_that_may_mean_two_days_are_refused_and_both_named(written: str) -> None:
    parsed, problems = parse_transcript(f"A title\n\n{written}\n\nWords.", CAST)
    assert parsed.date is None
    said = f"'{written}' may be 4 March 2016 or 3 April 2016; give the day in record.yml, or to 'add'"
    assert [(problem.line, problem.message) for problem in problems] == [(3, f"{said} with --date")]


@pytest.mark.parametrize(
    "written", ["February 30, 2016", "2016-13-01", "31 June 2016", "0000-01-01", "February 29, 2015"]
)
def test_impossible_date_is_named(written: str) -> None:
    parsed, problems = parse_transcript(f"A title\n\n{written}\n\nWords.", CAST)
    assert parsed.date is None
    assert [paragraph.text for paragraph in parsed.turns[0].paragraphs] == ["Words."]
    assert [problem.line for problem in problems] == [3]
    assert f"'{written}'" in problems[0].message


def test_date_may_share_its_block_with_title_and_words() -> None:
    parsed, problems = parse_transcript("A title\nin two lines\nJuly 15, 2016\nWords.\n\nMore.", CAST)
    assert (parsed.title, str(parsed.date), parsed.date_line) == ("A title in two lines", "2016-07-15", 3)
    assert [paragraph.text for paragraph in parsed.turns[0].paragraphs] == ["Words.", "More."]
    assert problems == ()


# --- labels ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "opening",
    [
        "Maria Zakharova:",
        "Mr. Smith:",
        "J. F. Kennedy:",
        "S.V.Smirnov:",
        "Staffan de Mistura:",
        "Adel al-Jubeir:",
        "Ursula von der Leyen:",
        "Osama bin Said:",
        "Jean-Marc O’Neill:",
        "Élodie Dupont:",
        "E\u0301lodie Dupont:",
        "Мария Захарова:",
        "Maria Zakharova (by telephone):",
        "Maria\nZakharova\n:",
        "Maria Zakharova：",
        "MARIA ZAKHAROVA:",
        "REPORTER:",
        "TASS:",
        "Moderator:",
        "Journalist 2:",
        "Q:",
        "A:",
        "Kerry:",
        "Lavrov:",
        "Spokesman (to the press):",
        "Spokesman [to the press]:",
        "Qestion:",
        "Questions:",
        "question:",
        "Question 2:",
        "Question (addressed to Kerry:",
        "Sergei Lavrov:",
        "The Interpreter:",
        "سؤال:",
    ],
)
def test_undeclared_label_is_a_problem_and_stays_words(opening: str) -> None:
    turns, messages = parse_words(f"Good evening.\n\n{opening} Words follow.")
    shown = " ".join(opening.split())
    assert turns == [(None, ["Good evening.", f"{shown} Words follow."])]
    assert len(messages) == 1
    assert messages[0].startswith("line looks like a speaker label '")


@pytest.mark.parametrize(
    "opening",
    [
        "First: we must stop.",
        "One thing is clear: no.",
        "I will say this: no.",
        "I: the first.",
        "On Syria: no.",
        "In Moscow: no.",
        "Dear John: no.",
        "Ladies and gentlemen: no.",
        "Syria: no.",
        "As Mr Kerry said: no.",
        "Meet at 10:30.",
        "Minsk 2: a plan.",
        "Article 5: all for one.",
        "2016: a year.",
        "See Http://example.org",
        "Sergey Lavrov",
        "Sergey Lavrov (Russia) spoke.",
        "Sergey Lavrov (Russia) said: no.",
        "Question time: no.",
        "My question: why?",
        "A question: why?",
        "A Very Long Row Of Seven Words: no.",
        "Yes, Mr Kerry: no.",
        "«Question»: a word.",
        "{: .x }",
        "* Item: no.",
    ],
)
def test_words_with_a_colon_are_no_label(opening: str) -> None:
    turns, messages = parse_words(f"Good evening.\n\n{opening}")
    assert turns == [(None, ["Good evening.", opening])]
    assert messages == []


def test_declared_label_near_the_undeclared_is_offered() -> None:
    _, messages = parse_words("Sergei Lavrov (smiling): Words.")
    assert messages[0].endswith("; did you mean 'Sergey Lavrov'?")


def test_problems_come_in_the_order_of_the_text() -> None:
    text = "A title\n\nQuestion:\n\nSergey Lavrov: Yes.\n\nMaria Zakharova: No.\n\nQuestion:"
    _, problems = parse_transcript(text, CAST)
    assert [problem.line for problem in problems] == [3, 3, 7, 9]


def test_undeclared_label_within_a_block_is_found_after_a_sentence_only() -> None:
    turns, messages = parse_words(
        "It was signed by the\nUnited Nations: all of them.\nMaria Zakharova: Next."
    )
    assert turns == [(None, ["It was signed by the United Nations: all of them. Maria Zakharova: Next."])]
    assert ["'Maria Zakharova:'" in message for message in messages] == [True]


def test_undeclared_label_is_not_sought_across_a_declared_one() -> None:
    turns, messages = parse_words("Thank You\nQuestion: Why?")
    assert turns == [(None, ["Thank You"]), ("Question", ["Why?"])]
    assert messages == []


@pytest.mark.parametrize(
    ("printed", "note"), [("Lavrov (Russia)", None), ("Lavrov (Russia) (smiling)", "smiling")]
)
def test_longest_label_wins_and_may_hold_a_parenthesis(printed: str, note: str | None) -> None:
    cast = replace(CAST, speakers={"Lavrov": "x", "Lavrov (Russia)": "sergey-lavrov"})
    parsed, problems = parse_transcript(f"{HEAD}{printed}: Words.", cast)
    found = [(turn.speaker, turn.label, turn.label_note) for turn in parsed.turns]
    assert (found, problems) == ([("sergey-lavrov", printed, note)], ())


def test_label_may_be_in_any_script_and_declared_with_its_colon() -> None:
    cast = replace(CAST, speakers={"لافروف :": "sergey-lavrov"}, questions=frozenset({"سؤال", ""}))
    parsed, problems = parse_transcript(HEAD + "سؤال: لماذا؟\n\nلافروف: نعم.", cast)
    assert [(turn.label, turn.speaker) for turn in parsed.turns] == [
        ("سؤال", None),
        ("لافروف", "sergey-lavrov"),
    ]
    assert problems == ()


def test_addressee_is_named_only_if_one_is_meant() -> None:
    cast = replace(
        CAST, names={"Mr Kerry": "john-kerry", "Mrs Kerry": "teresa-kerry", "John Kerry": "john-kerry"}
    )
    labels = [
        "Question (to Kerry)",
        "Question (to Mrs Kerry)",
        "Question (to Dr. John Kerry)",
        "Question (to all)",
    ]
    parsed, _ = parse_transcript(HEAD + "\n\n".join(f"{label}: Why?" for label in labels), cast)
    assert [turn.addressed_to for turn in parsed.turns] == [None, "teresa-kerry", "john-kerry", None]


# --- bytes -----------------------------------------------------------------------------------------------


def test_decode_keeps_every_character_but_the_byte_order_mark() -> None:
    text = "\ttabs, “quotes”,\r\n non-breaking\u00a0spaces\r"
    assert decode_source(b"\xef\xbb\xbf" + text.encode()) == (text, ())


@pytest.mark.parametrize(
    ("raw", "line", "shown"),
    [
        (b"Title\r\n\rIt\x92s", 3, "byte 0x92 at offset 10"),
        (b"\xff\xfeT\x00", 1, "byte 0xFF at offset 0"),
        (b"\xef\xbb\xbfab\xe2\x80", 1, "byte 0xE2 at offset 5"),
        (b"a\n\xed\xa0\x80", 2, "byte 0xED at offset 2"),
    ],
)
def test_invalid_utf8_names_line_offset_and_remedy(raw: bytes, line: int, shown: str) -> None:
    text, problems = decode_source(raw)
    assert text is None
    assert [problem.line for problem in problems] == [line]
    assert shown in problems[0].message
    assert "save the file as UTF-8" in problems[0].message


def test_control_characters_are_reported_once_per_line_and_character() -> None:
    text, problems = decode_source("a\x00b\x00\x07\tc\n\x00d\r\ne\x85\x7f".encode())
    assert text == "a\x00b\x00\x07\tc\n\x00d\r\ne\x85\x7f"
    assert [(problem.line, problem.message) for problem in problems] == [
        (1, "control character U+0000 in column 2; take it out"),
        (1, "control character U+0007 in column 5; take it out"),
        (2, "control character U+0000 in column 1; take it out"),
        (3, "control character U+0085 in column 2; take it out"),
        (3, "control character U+007F in column 3; take it out"),
    ]


@pytest.mark.parametrize("raw", [b"", b"\xef\xbb\xbf", b" \n\t\r\n", "\u00a0\u2003\n".encode()])
def test_empty_text_is_one_problem(raw: bytes) -> None:
    text, problems = decode_source(raw)
    assert text is not None
    assert [(problem.line, "empty" in problem.message) for problem in problems] == [(1, True)]
    parsed, more = parse_transcript(text, CAST)
    assert (parsed.title, parsed.date, parsed.turns, more) == ("", None, (), ())


# --- hostile input ---------------------------------------------------------------------------------------

MEGA = 500_000
HOSTILE = {
    "spaces": " " * MEGA,
    "spaces within": "Question" + " " * MEGA + ": Why?",
    "spaces after a name": "Maria" + " " * MEGA + "Zakharova" + " " * MEGA + "!",
    "one long line": "word " * (MEGA // 5),
    "one long word": "A" * MEGA,
    "open parentheses": "Question " + "(" * MEGA,
    "nested parentheses": "Question " + "(" * (MEGA // 2) + ")" * (MEGA // 2) + ": Why?",
    "pairs of parentheses": "Question (" + "()" * (MEGA // 2),
    "open label lines": "Question (a\n" * (MEGA // 60),
    "label lines": "Question: a\n" * (MEGA // 200),
    "empty labels": "Question:\n" * (MEGA // 200),
    "suspect lines": "Maria Zakharova: a.\n" * (MEGA // 400),
    "short lines": "A\n" * (MEGA // 40),
    "short capitals": "Aa Bb.\n" * (MEGA // 80),
    "colons": ":" * MEGA,
    "lines of colons": ":\n" * (MEGA // 40),
    "blocks of colons": "Question\n\n:\n\n" * (MEGA // 200),
    "brackets": "Maria [" * (MEGA // 7),
    "bracket lines": "Maria [a.\n" * (MEGA // 80),
    "dashes": "-" * MEGA,
    "stars": "*" * MEGA + "Question: Why?",
    "carriage returns": "\r" * MEGA,
    "line separators": "\u2028\x0b\x0c\x85\x1c" * (MEGA // 10) + "end",
    "lone surrogates": "Question\ud800: \udfff",
    "byte order marks": "\ufeff\ufeff Question: a",
    "NUL": "\x00\n\n" * 1000,
}


@pytest.mark.parametrize("heading", ["", HEAD], ids=["bare", "with-heading"])
@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_input_is_parsed(name: str, heading: str) -> None:
    """It comes to an end, which a parser that is not linear does not (see benchmarks/parse.py)."""
    text = heading + HOSTILE[name]
    parsed, _ = parse_transcript(text, CAST)
    shown = [paragraph.text for turn in parsed.turns for paragraph in turn.paragraphs]
    assert sum(len(words) for words in shown) <= len(text)


# --- the real transcript ---------------------------------------------------------------------------------


def test_real_transcript() -> None:
    text, undecoded = decode_source(REAL.read_bytes())
    assert text is not None
    parsed, problems = parse_transcript(text, CAST)
    assert (undecoded, problems) == ((), ())
    assert parsed.title.startswith("Foreign Minister Sergey Lavrov’s remarks and answers")
    assert (str(parsed.date), parsed.title_line, parsed.date_line) == ("2016-07-15", 1, 3)
    kinds = [turn.kind for turn in parsed.turns]
    assert kinds == [Kind.STATEMENT, *[Kind.QUESTION, Kind.ANSWER] * 3]
    assert [turn.speaker for turn in parsed.turns] == ["sergey-lavrov", *[None, "sergey-lavrov"] * 3]
    assert [turn.addressed_to for turn in parsed.turns] == [
        None,
        "john-kerry",
        None,
        "john-kerry",
        None,
        None,
        None,
    ]
    assert parsed.turns[2].label_note == parsed.turns[4].label_note == "speaking after John Kerry"
    assert parsed.turns[6].label == "Sergey Lavrov"
    assert [len(turn.paragraphs) for turn in parsed.turns] == [22, 1, 1, 1, 5, 2, 5]


def test_real_transcript_passages() -> None:
    parsed, _ = parse_transcript(REAL.read_text(encoding="utf-8"), CAST)
    passages = [paragraph for turn in parsed.turns for paragraph in turn.paragraphs]
    lines = REAL.read_text(encoding="utf-8").splitlines()
    assert len(passages) == 37
    assert passages[12].text.startswith("We also discussed the Nagorno-Karabakh issue.")
    assert all(lines[passage.line - 1].endswith(passage.text) for passage in passages)
