"""The questions that were put: a text and what it asks, an editor's mistakes, and what a reader sees."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any, TypeAlias

import pytest
from corpus import (
    HARBOUR,
    REAL_SLUG,
    ROOT,
    TOY,
    add_event,
    apply_step,
    build_docs,
    build_pages,
    build_questions,
    forget_published,
    list_problems,
    make_project,
)
from lxml import html
from ontherecord.archive.accept import accept_transcripts
from ontherecord.archive.model import Archive
from ontherecord.archive.questions import PAGE_LIMIT
from ontherecord.subjects.questions import find_addressed, find_questions

Page: TypeAlias = html.HtmlElement
RECORD = "data/transcripts/2031-03-04-holt-wren/record.yml"


# --- what a text asks ------------------------------------------------------------------------------------

ASKED = {
    "Will it rain?": ["Will it rain?"],
    "I’m sorry to ask. Will it rain? And when?": ["I’m sorry to ask. Will it rain?", "And when?"],
    "What of Mr. Wren? Thank you.": ["What of Mr. Wren?"],
    "This is a boon for Ms. Holt. Can you respond?": ["This is a boon for Ms. Holt. Can you respond?"],
    "Are you ready, and if so, for what? And the U.S. Embassy?": [
        "Are you ready, and if so, for what?",
        "And the U.S. Embassy?",
    ],
    "He asked “Why?” and left. Do you know him?": ["He asked “Why?” and left. Do you know him?"],
    "Really?! (Is that so?) Thank you.": ["Really?!", "(Is that so?)"],
    "Please tell us of the harbour.": [],
}


@pytest.mark.parametrize("text", ASKED)
def test_what_a_text_asks(text: str) -> None:
    assert [text[start:end] for start, end in find_questions(text)] == ASKED[text]


NAMES = {"Sergey Lavrov": "lavrov", "Lavrov": "lavrov", "Mr. Lavrov": "lavrov", "Kerry": "kerry"}
ADDRESSED = {
    "Mr. Lavrov, are you ready?": ["lavrov"],
    "And, Foreign Minister Lavrov, what next?": ["lavrov"],
    "Thank you. Secretary Kerry, you spoke of a deal. Which one?": ["kerry"],
    "Are you ready, Mr. Kerry?": ["kerry"],
    "Are you ready, Mr Lavrov? Mr Kerry, are you?": ["kerry"],
    "Mr. Lavrov, who was in Baku, said no. Why?": [],
    "Mr Kerry, the Secretary of State, was in Vienna. Are you going?": [],
    "Mr. Lavrov said no. Is that right?": [],
    "You met Mr Kerry, Mr Lavrov and others. What did you say?": [],
    "Mr. Lavrova, are you ready?": [],
    # What follows the comma is what he is asked about, in its sentence or a later one …
    "Mr. Lavrov, the US says the talks are over. Is that so?": ["lavrov"],
    "Mr. Lavrov, the US says Assad must go, and Turkey agrees. Is that so?": ["lavrov"],
    "Mr. Lavrov, the US says no, is that so?": ["lavrov"],
    "Mr. Lavrov, the deal that you signed, does it hold?": ["lavrov"],
    "Mr. Lavrov, the deal that you signed, some say, is dead.": ["lavrov"],
    "Mr. Lavrov, there are reports of strikes. Are they true?": ["lavrov"],
    "Mr. Lavrov, which states will join?": ["lavrov"],
    "Mr. Lavrov, the US says no. Mr. Kerry, is that so?": ["kerry"],
    # … and not who he is.
    "Mr. Lavrov, the Foreign Minister, said no. Is that so?": [],
    "Mr. Lavrov, an old hand at this, said no. Is that so?": [],
    "Mr. Lavrov, who was in Baku, said no, right?": [],
    "Mr. Lavrov, Mr. Kerry and others met. Are they friends?": [],
    "Mr. Lavrov, however, said no. Why?": [],
    "Mr. Lavrov, the US says no.": [],
    # Several in one sentence.
    "Mr Kerry, Mr Lavrov, do you agree?": ["kerry", "lavrov"],
    "Mr Kerry and Mr Lavrov, do you agree?": ["kerry", "lavrov"],
    "Do you agree, Mr. Lavrov and Mr. Kerry?": ["lavrov", "kerry"],
    "Mr Kerry, do you agree, Mr Lavrov?": ["kerry", "lavrov"],
    "Sergey Lavrov, Mr. Lavrov, do you agree?": ["lavrov"],
    "Mr Kerry, Mr Lavrov, do you agree? Mr Kerry, do you?": ["kerry"],
    "Mr Kerry and Mr Lavrov, who met in Baku, said no. Why?": [],
}


@pytest.mark.parametrize("text", ADDRESSED)
def test_whom_a_text_addresses(text: str) -> None:
    assert list(find_addressed(text, NAMES)) == ADDRESSED[text]


# --- the real transcript ---------------------------------------------------------------------------------


def read_rows(root: Path) -> list[dict[str, Any]]:
    rows = json.loads(build_docs(root)["data/questions.json"])
    assert isinstance(rows, list)
    return rows


READ = [
    ("p23", "Can you give us an update on the situation", "at the moment?", "john-kerry", ["p24"]),
    ("p25", "This deal is a huge boon", "respond to that criticism", "john-kerry", ["p27", "p28", "p29"]),
    ("p25", "what happens to this deal if", "violate its terms?", "john-kerry", []),
    ("p25", "Mr. Lavrov, are you doing", "and if so, what?", "sergey-lavrov", ["p30"]),
    ("p25", "And independent news organizations", "Are those reports accurate?", "sergey-lavrov", []),
    ("p31", "We just received information", "nationals in Turkey?", None, ["p33"]),
    ("p32", "Could you please clarify", "the Jabhat al-Nusra front?", None, ["p34", "p35", "p36"]),
    ("p32", "Did you discuss any steps", "collaborate with terrorists?", None, ["p37"]),
]


def test_the_questions_of_the_transcript_as_they_were_read(real_archive: Archive) -> None:
    found = build_questions(real_archive)[REAL_SLUG]
    assert len(found) == len(READ)
    for item, (anchor, first, last, asked, answers) in zip(found, READ, strict=True):
        assert item.passage.anchor == anchor
        assert item.words.startswith(first)
        assert item.words.endswith(last)
        assert item.asked == asked
        assert [passage.anchor for passage in item.answers] == answers
        assert item.matched


def test_whose_answers_the_transcript_leaves_out(real_archive: Archive) -> None:
    found = build_questions(real_archive)[REAL_SLUG]
    assert [item.left_out for item in found] == [("john-kerry",)] * 3 + [()] * 5


def test_the_questions_of_an_exchange_cover_every_question_mark(real_archive: Archive) -> None:
    (transcript,) = (item for item in real_archive.transcripts if item.slug == REAL_SLUG)
    held: dict[str, int] = {}
    for item in build_questions(real_archive)[REAL_SLUG]:
        held[item.passage.anchor] = held.get(item.passage.anchor, 0) + item.words.count("?")
    marks = {
        passage.anchor: passage.text.count("?")
        for turn in transcript.turns
        if turn.turn.kind == "question"
        for passage in turn.passages
    }
    assert held == marks


# --- what the rule makes of the toy corpus -----------------------------------------------------------------


def test_without_an_editor_nothing_is_called_an_answer(tmp_path: Path) -> None:
    rows = read_rows(make_project(TOY, tmp_path / "toy"))
    assert [row["passage"].split("/")[1] for row in rows] == ["p5", "p7", "p8", "p2", "p3"]
    assert all(not row["matched"] and row["answers"] == [] for row in rows)
    assert [one.split("/")[1] for row in rows for one in row["followed_by"]] == ["p6", "p9", "p9", "p3", "p4"]
    assert [row["addressed_to"] for row in rows] == ["tomas-wren", None, None, None, "tomas-wren"]


def test_offsets_lead_to_the_words_in_the_exported_passages(tmp_path: Path) -> None:
    files = build_docs(make_project(ROOT, tmp_path / "real"))
    texts = {row["id"]: row["text"] for row in json.loads(files["data/passages.json"])}
    rows = json.loads(files["data/questions.json"])
    assert rows
    for row in rows:
        assert texts[row["passage"]][row["start"] : row["end"]] == row["words"]
        assert set(row["answers"]) <= set(row["followed_by"]) <= set(texts)


def test_a_turn_without_a_question_mark_is_one_question(toy: Path) -> None:
    text = "data/transcripts/2032-06-21-holt/transcript.txt"
    apply_step(toy, {"file": text, "replace": "And the night train?", "by": "The night train, please."})
    accept_transcripts(toy, [], date(2032, 7, 1), yes=True)
    (row,) = (row for row in read_rows(toy) if row["transcript"] == "2032-06-21-holt")
    assert row["words"] == "The night train, please."


# --- what an editor enters -------------------------------------------------------------------------------

ENTRY = "{passage: p7, begins: When shall, ends: see the figures, answered_by: [p9], reason: Read.}"


def enter(root: Path, *entries: str) -> None:
    apply_step(root, {"file": RECORD, "append": "\nquestions:\n" + "".join(f"  - {e}\n" for e in entries)})


def test_what_an_editor_enters_takes_the_place_of_the_rule(toy: Path) -> None:
    enter(toy, ENTRY)
    rows = [row for row in read_rows(toy) if row["transcript"].startswith("2031")]
    assert [row["words"] for row in rows] == [
        "Will the night train stop at the harbour?",
        "When shall we see the figures",
        "And who will vouch for them?",
    ]
    assert [row["matched"] for row in rows] == [False, True, False]
    assert rows[1]["answers"] == ["2031-03-04-holt-wren/p9"]


MISTAKES = {
    "{passage: p99, reason: Read.}": "there is no passage p99",
    "{passage: p2, reason: Read.}": "p2 is no question: only a question's passage puts one",
    "{passage: p7, begins: Where shall, reason: Read.}": "the words 'Where shall' do not stand in p7",
    "{passage: p7, begins: When we, reason: Read.}": "the words 'When we' do not stand in p7",
    "{passage: p7, begins: when shall, reason: Read.}": "do not stand in p7; did you mean 'When shall'?",
    "{passage: p5, begins: the, reason: Read.}": "the words 'the' stand 2 times in p5: give more of them",
    "{passage: p7, ends: the lake, reason: Read.}": "the words 'the lake' do not stand in p7 after",
    "{passage: p7, begins: we see, ends: When, reason: Read.}": "do not stand in p7 after its beginning",
    "{passage: p7, asked: tomas-wrenn, reason: Read.}": "did you mean 'tomas-wren'?",
    "{passage: p7, topics: [harbour], reason: Read.}": "p7 neither is about 'harbour' nor mentions it",
    "{passage: p7, answered_by: [p6], reason: Read.}": "p6 can not answer it",
    "{passage: p7, answered_by: [p8], reason: Read.}": "p8 can not answer it",
    "{passage: p7, answered_by: [p77], reason: Read.}": "there is no passage p77",
    "{passage: p7, none: true, answered_by: [p9], reason: Read.}": (
        "'none: true' says that p7 puts no question: drop 'answered_by', or drop 'none'"
    ),
    "{passage: p2, none: true, reason: Read.}": "p2 is no question: only a question's passage puts one",
}


@pytest.mark.parametrize("entry", MISTAKES)
def test_a_mistake_is_said_at_its_line(toy: Path, entry: str) -> None:
    line = (toy / RECORD).read_text(encoding="utf-8").count("\n") + 3
    enter(toy, entry)
    (problem,) = list_problems(toy)
    assert problem.startswith(f"{RECORD}:{line}: ")
    assert MISTAKES[entry] in problem


def test_two_entries_can_not_hold_the_same_words(toy: Path) -> None:
    enter(toy, ENTRY, "{passage: p7, begins: shall we, reason: Read.}")
    (problem,) = list_problems(toy)
    assert "the question has no words of its own in p7" in problem


@pytest.mark.parametrize(
    ("entries", "asked"),
    [
        (["{passage: p7, none: true, reason: Read.}"], ["p5", "p8"]),
        (["{passage: p5, none: true, reason: Read.}"], ["p7", "p8"]),
        ([f"{{passage: {one}, none: true, reason: Read.}}" for one in ("p7", "p8")], ["p5"]),
        ([f"{{passage: {one}, none: true, reason: Read.}}" for one in ("p5", "p7", "p8")], []),
    ],
)
def test_a_passage_that_puts_none_has_none(toy: Path, entries: list[str], asked: list[str]) -> None:
    enter(toy, *entries)
    rows = [row for row in read_rows(toy) if row["transcript"].startswith("2031")]
    assert [row["passage"].split("/")[1] for row in rows] == asked


def test_a_turn_is_one_question_without_the_passages_that_put_none(toy: Path) -> None:
    text = "data/transcripts/2031-03-04-holt-wren/transcript.txt"
    apply_step(toy, {"file": text, "replace": "Lake Ondra?", "by": "Lake Ondra, please."})
    accept_transcripts(toy, [], date(2032, 7, 1), yes=True)
    enter(toy, "{passage: p8, none: true, reason: Read.}")
    rows = [row for row in read_rows(toy) if row["transcript"].startswith("2031")]
    assert [row["words"] for row in rows][1:] == ["When shall we see the figures for Lake Ondra, please."]


def test_a_passage_that_puts_none_has_no_other_entry(toy: Path) -> None:
    enter(toy, ENTRY, "{passage: p7, none: true, reason: Read.}")
    line = (toy / RECORD).read_text(encoding="utf-8").count("\n")
    (problem,) = list_problems(toy)
    assert problem.startswith(f"{RECORD}:{line}: 'none: true' says that p7 puts no question: drop it, or ")
    assert problem.endswith(f"drop the entry on line {line - 1}")


def test_of_several_who_are_addressed_none_is_said_to_be_asked(toy: Path) -> None:
    text = "data/transcripts/2031-03-04-holt-wren/transcript.txt"
    apply_step(
        toy, {"file": text, "replace": "Will the night", "by": "Mira Holt, Tomas Wren, will the night"}
    )
    apply_step(toy, {"file": text, "replace": "the harbour?", "by": "the harbour? And when?"})
    accept_transcripts(toy, [], date(2032, 7, 1), yes=True)
    rows = [row for row in read_rows(toy) if row["passage"].endswith("wren/p5")]
    assert [(row["words"], row["addressed_to"]) for row in rows] == [
        ("Mira Holt, Tomas Wren, will the night train stop at the harbour?", None),
        ("And when?", None),
    ]


# --- what a reader sees -----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Page]:
    return build_pages(make_project(ROOT, tmp_path_factory.mktemp("questions") / "real"))


def fold(item: Page) -> str:
    return " ".join(item.text_content().split())


def test_a_question_stands_with_its_words_whom_it_asked_and_its_answer(pages: dict[str, Page]) -> None:
    shown = [fold(item) for item in pages["questions/"].xpath("//div[@class='question']")]
    assert len(shown) == len(READ)
    assert "To Mr Lavrov" in shown[3]
    assert "Mr. Lavrov, are you doing anything concrete" in shown[3]
    assert "In answer ¶ 30 Speaking about Syria, we can talk" in shown[3]
    links = pages["questions/"].xpath("//div[@class='question']")[3].xpath(".//a/@href")
    assert links[:2] == [f"../transcripts/{REAL_SLUG}/#p25", f"../transcripts/{REAL_SLUG}/#p30"]


def test_it_is_said_where_the_answer_is_not_in_the_record_and_where_words_are_left_out(
    pages: dict[str, Page],
) -> None:
    shown = [fold(item) for item in pages["questions/"].xpath("//div[@class='question']")]
    missing = [number for number, text in enumerate(shown) if "No answer in this transcript." in text]
    assert missing == [2, 4]
    put = [n for n, text in enumerate(shown) if "To Mr Kerry, whose words are not in the text" in text]
    spoke = [
        n for n, text in enumerate(shown) if "Mr Kerry spoke next; the words are not in the text." in text
    ]
    assert put == spoke == [0, 1, 2]


def test_a_question_cut_out_of_a_sentence_shows_it(pages: dict[str, Page]) -> None:
    words = [fold(item) for item in pages["questions/"].xpath("//*[@class='question-words']")]
    assert [text for text in words if "…" in text] == [words[1], words[2]]
    assert words[1].endswith("that criticism…")
    assert words[2].startswith("…what happens")


def test_a_topic_lists_its_questions_and_the_transcript_counts_them(pages: dict[str, Page]) -> None:
    found = {
        topic: len(pages[f"topics/{topic}/"].xpath("//section[@aria-labelledby='questions']//li"))
        for topic in ("syria", "turkey", "terrorism", "ukraine")
    }
    assert found == {"syria": 6, "turkey": 2, "terrorism": 2, "ukraine": 0}
    assert pages["topics/syria/"].xpath("//nav//a[@href='#questions']")
    assert not pages["topics/ukraine/"].xpath("//nav//a[@href='#questions']")
    heads = pages[f"transcripts/{REAL_SLUG}/"].xpath(
        "//header[@class='part-head']//a[contains(@href, 'questions')]"
    )
    assert [fold(item) for item in heads] == ["1 question", "4 questions", "3 questions"]
    assert {item.get("href") for item in heads} == {f"../../questions/#{REAL_SLUG}"}
    assert pages["questions/"].xpath(f"//*[@id='{REAL_SLUG}']")


def test_no_two_pages_of_questions_are_the_same_and_the_address_of_a_year_stays(
    pages: dict[str, Page],
) -> None:
    assert not pages["questions/2016/"].xpath("//div[@class='question']")
    assert pages["questions/2016/"].xpath("//a[@id='moved-to']/@href") == ["../"]


def ask(root: Path, day: date, questions: int) -> None:
    """Adds a transcript of so many questions."""
    asked = ["Question: Is the harbour open?", "Mira Holt: The harbour is."] * questions
    add_event(root, day, [HARBOUR, *asked])


def list_shown(page: Page) -> list[str]:
    return [item.get("id") for item in page.xpath("//div[@class='question']")]


def test_pages_hold_no_more_than_the_limit_and_each_question_has_a_place(toy: Path) -> None:
    days = [date(2050, 1, 1) + timedelta(days=20 * number) for number in range(9)]
    for day in days:
        ask(toy, day, 30)
    accept_transcripts(toy, [])
    pages = build_pages(toy)
    parts = [address for address in pages if address.startswith("questions/2050")]
    shown = [name for address in parts for name in list_shown(pages[address])]
    assert len(shown) == len(set(shown)) == 9 * 30
    assert all(len(list_shown(pages[address])) <= PAGE_LIMIT for address in parts)
    for day in days:
        transcript = pages[f"transcripts/{day.isoformat()}/"]
        (target,) = transcript.xpath("//nav[@class]//a[.='Questions']/@href")
        address, _, place = target.removeprefix("../../").partition("#")
        assert pages[address].xpath(f"//h2[@id='{place}']"), "the link stays right when more is added"
    newest = list_shown(pages["questions/"])
    assert len(newest) == PAGE_LIMIT // 30 * 30
    assert newest[0].startswith(days[-1].isoformat())


def test_what_is_added_later_moves_no_question(toy: Path) -> None:
    before = json.loads(build_docs(toy)["data/questions.json"])
    assert "questions/2031/#2031-03-04-holt-wren" in {row["url"] for row in before}
    for number in range(4):
        ask(toy, date(2032, 12, 1 + number), 40)
    accept_transcripts(toy, [])
    after = build_pages(toy)
    for row in before:
        address, _, event = row["url"].partition("#")
        assert {event, row["id"].replace("/", "-")} <= set(after[address].xpath("//@id"))


def test_an_archive_without_questions_says_so(toy: Path) -> None:
    for slug in ("2031-03-04-holt-wren", "2032-11-09-wren", "2032-06-21-holt"):
        apply_step(toy, {"file": f"data/transcripts/{slug}", "remove": True})
    forget_published(toy)
    people = "entities:\n  - {id: mira-holt, kind: person, name: Mira Holt, description: A minister.}\n"
    apply_step(toy, {"file": "data/entities.yml", "write": people})
    add_event(toy, date(2050, 1, 1), [HARBOUR])
    accept_transcripts(toy, [])
    pages = build_pages(toy)
    assert "None yet." in fold(pages["questions/"])
    assert json.loads(build_docs(toy)["data/questions.json"]) == []
