"""Parsing, whatever comes: no mixture of quirks loses or alters a word, and nothing makes it raise."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from itertools import cycle

from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st
from ontherecord.data.characters import decode_source
from ontherecord.text.furniture import is_furniture, is_headline, is_note
from ontherecord.text.parse import account, parse_transcript
from ontherecord.text.reading import Role
from ontherecord.text.turns import Cast, Kind, ParsedTranscript
from thorough import try_some

quick = settings(
    deadline=None,
    derandomize=True,
    max_examples=try_some(180),
    report_multiple_bugs=False,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)

CAST = Cast(
    speakers={"Sergey Lavrov": "sergey-lavrov", "John Kerry": "john-kerry", "Kerry": "john-kerry"},
    questions=frozenset({"Question", "Journalist"}),
    names={"Sergey Lavrov": "sergey-lavrov", "John Kerry": "john-kerry", "Kerry": "john-kerry"},
    opening="sergey-lavrov",
    not_labels=frozenset({"Roman Holiday"}),
)
LABELS = (*CAST.speakers, *CAST.questions)
NOTES = {
    "addressed to John Kerry": "john-kerry",
    "to Mr Kerry": "john-kerry",
    "for Sergey Lavrov": "sergey-lavrov",
    "speaking after John Kerry": None,
    "via link: from Paris": None,
    "laughs (twice)": None,
}
#: A label and its colon anywhere in a paragraph, which a line break before it would make a label.
A_LABEL = re.compile(
    rf"(?:{'|'.join(label.replace(' ', chr(92) + 's+') for label in LABELS)})\s*(?:\(.*\))?\s*[:：]",
    re.IGNORECASE | re.DOTALL,
)


# --- a conference, and the ways to write it down ---------------------------------------------------------


@dataclass(frozen=True)
class Said:
    """A turn as meant: paragraphs are lists of words."""

    label: str | None
    note: str | None
    paragraphs: list[list[str]]


@dataclass(frozen=True)
class Conference:
    title: list[str]
    day: date
    turns: list[Said]


any_word = st.text(
    st.characters(
        codec="utf-8",
        exclude_categories=["Zs", "Zl", "Zp"],
        exclude_characters="\t\n\x0b\x0c\r\x1c\x1d\x1e\x1f\x85",
    ),
    min_size=1,
    max_size=6,
)
odd_word = st.sampled_from(
    [
        *(
            "a:",
            ":",
            "said:",
            "(",
            ")",
            "(addressed",
            "to)",
            "Question",
            "Sergey",
            "Lavrov",
            "Kerry,",
            "10:30",
        ),
        *("Maria", "Zakharova:", "*b*", "_i_", "<script>", "{{", "}}", "{:", ".x", "[x](y)", "&amp;", "2016"),
        *("\u200b", "\ufeff", "e\u0301", "\u00ad", "ﬁ", "\x00", "\x1b", "’", "–", "Roman", "Holiday:", "\\"),
    ]
)
#: Between two of these a line break is nothing, not a blank.
CLOSE = re.compile("[\u2e80-\u312f\u31a0-\u9fff\uf900-\ufaff\uff01-\uff60\U00020000-\U0003ffff]")
paragraphs = (
    st.lists(any_word | odd_word, min_size=1, max_size=8)
    .filter(lambda words: words[0][0] not in ":：" and not A_LABEL.search(" ".join(words)))
    .filter(lambda words: not CLOSE.search("".join(words)) and not is_set_apart(" ".join(words)))
    # A declared label may also be set apart by a wide blank, a dash, or a line of its own.
    .filter(lambda words: not " ".join(words).upper().startswith(tuple(map(str.upper, LABELS))))
)


def is_set_apart(text: str) -> bool:
    """True of words that are a note, or no words at all."""
    return is_note(text) or is_furniture(text) or is_headline(text) or text.isdigit()


titles = st.lists(any_word, min_size=1, max_size=5).filter(
    lambda words: (
        not re.search("[0-9]", "".join(words))
        and words[0][0] != "\ufeff"
        and not CLOSE.search("".join(words))
    )
)
openings = st.builds(
    Said, label=st.none(), note=st.none(), paragraphs=st.lists(paragraphs, min_size=1, max_size=2)
)
labelled = st.builds(
    Said,
    label=st.sampled_from([*LABELS, "QUESTION", "SERGEY LAVROV"]),
    note=st.none() | st.sampled_from(list(NOTES)),
    paragraphs=st.lists(paragraphs, min_size=1, max_size=3),
)
conferences = st.builds(
    lambda title, day, opening, turns: Conference(title, day, opening + turns),
    title=titles,
    day=st.dates(date(1000, 1, 1)),
    opening=st.lists(openings, max_size=1),
    turns=st.lists(labelled, min_size=1, max_size=5),
)


@dataclass(frozen=True)
class Habits:
    """How a page is typed: each list is gone through over and over."""

    spaces: list[str]
    indents: list[str]
    gaps: list[str]
    gaps_before_labels: list[str]
    colons: list[str]
    after_colons: list[str]
    date_form: str
    start: str
    end: str
    line_end: str


def some(*choices: str) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(choices), min_size=1, max_size=4)


BLANK_LINES = ("\n\n", " \n\n", "\n \n", "\t\n\u00a0\n", "\n\n\n\u2003\n")
all_habits = st.builds(
    Habits,
    spaces=some(" ", "\n", " \n\t", "  ", "\u00a0", "\u2009", "\u202f", "\u3000", "\x0b", "\u2028", "\x85"),
    indents=some("", "  ", "\u00a0"),
    gaps=some(*BLANK_LINES),
    gaps_before_labels=some("\n", " \n", *BLANK_LINES),
    colons=some(":", "：", " :", "\n:", "\u00a0:", "\n\n:", "\n\n \n :"),
    after_colons=some(" ", "", "  ", "\n", "\u00a0", "\n\n", " \n\n\n"),
    date_form=st.sampled_from(
        [
            "{0:%B} {0.day}, {1}",
            "{0.day} {0:%B} {1}",
            "{0.day} {0:%b}, {1}",
            "{0:%A}, {0:%b} {0.day}, {1}",
            "{0}",
        ]
    ),
    start=st.sampled_from(["", "\ufeff", "\n", "\ufeff \n\n"]),
    end=st.sampled_from(["", "\n", " \n \n"]),
    line_end=st.sampled_from(["\n", "\r\n", "\r"]),
)


def render_source(meant: Conference, habits: Habits) -> str:
    """The text of a conference as someone with these habits types it."""
    spaces, indents, gaps = cycle(habits.spaces), cycle(habits.indents), cycle(habits.gaps)
    before, colons, after = (
        cycle(habits.gaps_before_labels),
        cycle(habits.colons),
        cycle(habits.after_colons),
    )

    def spread(words: list[str]) -> str:
        return next(indents) + words[0] + "".join(next(spaces) + word for word in words[1:])

    text = spread(meant.title) + next(gaps)
    text += spread(habits.date_form.format(meant.day, f"{meant.day.year:04}").split())
    for index, turn in enumerate(meant.turns):
        if turn.label:
            text += (next(before) if index else next(gaps)) + spread((_printed(turn) or "").split())
            text += next(colons) + next(after) + spread(turn.paragraphs[0])
        else:
            text += next(gaps) + spread(turn.paragraphs[0])
        text += "".join(next(gaps) + spread(words) for words in turn.paragraphs[1:])
    return habits.start + (text + habits.end).replace("\n", habits.line_end)


def _printed(turn: Said) -> str | None:
    return f"{turn.label} ({turn.note})" if turn.label and turn.note else turn.label


# --- what must hold of them ------------------------------------------------------------------------------


@given(conferences, all_habits)
@quick
def test_nothing_is_lost_or_altered_by_any_mixture_of_quirks(meant: Conference, habits: Habits) -> None:
    source = render_source(meant, habits)
    text, _ = decode_source(source.encode())
    assert text == source.removeprefix("\ufeff")
    parsed, _ = parse_transcript(text, CAST)
    assert (parsed.title, parsed.date) == (" ".join(meant.title), meant.day)
    found = [(turn.label, [paragraph.text for paragraph in turn.paragraphs]) for turn in parsed.turns]
    assert found == [(_printed(turn), [" ".join(words) for words in turn.paragraphs]) for turn in meant.turns]


@given(conferences, all_habits)
@quick
def test_every_turn_has_its_kind_and_its_persons(meant: Conference, habits: Habits) -> None:
    parsed, _ = parse_transcript(render_source(meant, habits), CAST)
    # A turn wholly in brackets is a note, spoken by nobody: test_intake.py has its rules.
    assume(all(turn.kind is not Kind.NOTE for turn in parsed.turns))
    asked = False
    for turn, said in zip(parsed.turns, meant.turns, strict=True):
        asking = (said.label or "").capitalize() in CAST.questions
        asked = asked or asking
        assert turn.kind is (Kind.QUESTION if asking else Kind.ANSWER if asked else Kind.STATEMENT)
        assert turn.speaker == (None if asking else CAST.speakers[(said.label or "Sergey Lavrov").title()])
        assert turn.label_note == said.note
        assert turn.addressed_to == (NOTES[said.note] if said.note else None)


@given(conferences, all_habits)
@quick
def test_lines_lead_back_to_the_source(meant: Conference, habits: Habits) -> None:
    source = render_source(meant, habits)
    lines = re.split("\r\n|\r|\n", source.removeprefix("\ufeff"))
    parsed, _ = parse_transcript(source, CAST)
    assert lines[parsed.title_line - 1].split()[0] == meant.title[0]
    for turn in parsed.turns:
        if turn.label:
            assert turn.label.startswith(re.split("[:：]", lines[turn.line - 1])[0].split()[0])
        for paragraph in turn.paragraphs:
            assert paragraph.text.split()[0] in lines[paragraph.line - 1]


# --- any text at all -------------------------------------------------------------------------------------

fragments = st.sampled_from(
    [
        *(
            "Question",
            "Sergey Lavrov",
            "QUESTION",
            "Kerry",
            "Maria Zakharova",
            "Roman Holiday",
            "Qestion",
            "Journalist 2",
        ),
        *(":", "：", ": ", "\n:", "(", ")", " (to Kerry)", "(addressed to\nJohn Kery)", "[x]", "((", "))"),
        *(
            "\n",
            "\n\n",
            "\r",
            "\r\n",
            " \n",
            "\u00a0",
            " ",
            "\t",
            "\u2028",
            "\x1c",
            "\ufeff",
            "\x00",
            "\ud800",
        ),
        *(
            "words",
            "Words.",
            "First: no",
            "July 15, 2016",
            "15 July",
            "February 30, 2016",
            "2016-07-15",
            "2016-13-45",
        ),
    ]
)
noise = st.lists(fragments | st.text(max_size=6), max_size=40).map("".join)
casts = st.builds(
    Cast,
    speakers=st.sampled_from([CAST.speakers, {}, {"": "x", ":": "y", "((": "z", "Question": "q"}]),
    questions=st.sampled_from(
        [CAST.questions, frozenset[str](), frozenset({"Question", " ", "Q: A", "[a-"})]
    ),
    names=st.sampled_from([CAST.names, {}, {"": "x", " ": "y", "Mr": "z"}]),
    opening=st.sampled_from([None, "sergey-lavrov"]),
    not_labels=st.sampled_from(
        [CAST.not_labels, frozenset[str](), frozenset({"", ":", "Question: words", "("})]
    ),
)


def squeeze(text: str) -> str:
    """The text without white space, and with one kind of colon."""
    return "".join(text.split()).replace("：", ":")


@given(noise | st.text(), casts)
@example("Question", CAST)
@example("\ufeff\ufeffA\n\nB\ufeff", CAST)
@example("A\n\n2016-07-15\n\nQuestion\n\n:\nQuestion (a\n:b):", CAST)
@quick
def test_every_character_of_any_text_is_accounted_for_in_order(text: str, cast: Cast) -> None:
    """White space apart, a source is its heading, front, labels, words and notes, and no more."""
    parts = account(text, cast)
    assert squeeze("".join(part for _, part in parts)) == squeeze(text.removeprefix("\ufeff"))
    parsed, _ = parse_transcript(text, cast)
    shown = "".join(each.text for turn in parsed.turns for each in turn.paragraphs)
    said = "".join(part for role, part in parts if role in {Role.SPOKEN, Role.NOTE})
    assert squeeze(shown) == squeeze(said)


@given(noise | st.text(), casts)
@quick
def test_lines_of_any_text_are_within_it_and_in_order(text: str, cast: Cast) -> None:
    parsed, problems = parse_transcript(text, cast)
    count = len(re.split("\r\n|\r|\n", text))
    lines = [parsed.title_line, parsed.date_line]
    for turn in parsed.turns:
        lines += [turn.line, *(paragraph.line for paragraph in turn.paragraphs)]
    assert lines == sorted(lines)
    assert all(1 <= line <= count for line in [*lines, *(problem.line for problem in problems)])
    assert all(turn.paragraphs for turn in parsed.turns)


@given(noise | st.text())
@quick
def test_parsing_again_what_was_parsed_changes_nothing(text: str) -> None:
    """One clean line to a paragraph, LF only, says the same as the source did."""
    first, _ = parse_transcript("A title\n\n2016-07-15\n\n" + text, CAST)
    blocks = [first.title, str(first.date)]
    for turn in first.turns:
        texts = [paragraph.text for paragraph in turn.paragraphs]
        assume(not any(map(_like_label, texts)))
        blocks += [f"{turn.label}: {texts[0]}" if turn.label else texts[0], *texts[1:]]
    second, _ = parse_transcript("\n\n".join(blocks), CAST)
    assert _said(second) == _said(first)


def _said(parsed: ParsedTranscript) -> list[tuple[Kind, str | None, str | None, list[str]]]:
    """What the turns say, without their lines."""
    return [
        (turn.kind, turn.label, turn.addressed_to, [paragraph.text for paragraph in turn.paragraphs])
        for turn in parsed.turns
    ]


def _like_label(text: str) -> bool:
    """True of words that would begin a turn if they began a block."""
    return bool(A_LABEL.match(text)) or text[0] in ":：\ufeff" or text in LABELS


@given(
    st.binary() | noise.map(lambda text: text.encode("utf-8", "surrogatepass")) | st.text().map(str.encode)
)
@example(b"\xef\xbb\xbf\xff")
@quick
def test_any_bytes_are_text_or_a_problem(raw: bytes) -> None:
    text, problems = decode_source(raw)
    assert text is not None or len(problems) == 1
    if text is not None:
        assert text.encode() == raw.removeprefix(b"\xef\xbb\xbf")
        parse_transcript(text, CAST)
