"""What the passages of the first transcript are about and what they mention, decided by reading it.

Each line of the table gives a passage, its opening words, what it is about, and what it only mentions. The
rules and the editor's decisions together must come to the same.
"""

from __future__ import annotations

import pytest
from corpus import REAL_SLUG
from ontherecord.archive.model import Archive
from ontherecord.subjects.passages import Passage

READING = """
# The opening statement.
p1  Ladies and gentlemen,    | procedural                     |
p2  Thank you for your       | procedural                     | russia-us-relations
p3  We had very intensive    | syria, russia-us-relations     |
p4  In the morning and       | procedural                     | syria, middle-east-settlement, ukraine, libya
# Syria, up to p10.
p5  Regarding Syria,         | syria                          |
p6  We reaffirmed that our   | syria, terrorism               |
p7  We highlighted the need  | syria                          | terrorism
p8  We have agreed on the    | syria                          | terrorism
p9  We have agreed that the  | syria                          |
p10 Russia will be working   | syria                          | turkey
# Another list, then one subject after the other; p14 names neither Karabakh nor anything of it.
p11 As I said, we discussed  | procedural                     | syria, middle-east-settlement, libya
p12 Mr Kerry recently        | middle-east-settlement         |
p13 We also discussed the    | nagorno-karabakh               |
p14 Today we exchanged       | nagorno-karabakh               |
p15 We also talked about     | ukraine                        | russia-us-relations
p16 Several very useful      | ukraine                        |
p17 We also exchanged        | russia-nato                    | russia-us-relations
p18 We discussed bilateral   | russia-us-relations            |
p19 Overall, I believe that  | russia-us-relations            | terrorism
p20 Even though terrorist    | terrorism, russia-us-relations |
p21 The talks we have held   | russia-us-relations            |
p22 I am grateful to US      | russia-us-relations            |
# The first exchange. The answer does not name Turkey.
p23 Can you give us an       | turkey                         |
p24 We receive our news in   | turkey                         |
# The second exchange: the deal on Syria; terrorists, from Afghanistan to Libya; Syria again.
p25 This deal is a huge boon | syria                          |
p26 I would like to say a    | syria                          |
p27 You have asked a very    | syria, terrorism               |
p28 History knows situations | terrorism                      |
p29 We are also familiar     | terrorism, libya               |
p30 Speaking about Syria, we | syria                          | ukraine
# The third: a question of two subjects, each with its own answer.
p31 We just received         | turkey                         |
p32 Could you please clarify | syria, terrorism               |
p33 On the subject of Turkey | turkey                         |
p34 Regarding the second     | syria, terrorism               |
p35 It is my conviction that | syria, terrorism               |
p36 We here in the Russian   | syria, terrorism               |
p37 You asked if there will  | syria, terrorism               |
"""
ROWS = [line for line in READING.splitlines() if line.strip() and not line.strip().startswith("#")]


def read_row(row: str) -> tuple[str, str, set[str], set[str]]:
    words, about, mentions = (cell.strip() for cell in row.split("|"))
    anchor, opening = words.split(maxsplit=1)
    return anchor, opening, read_topics(about), read_topics(mentions)


def read_topics(cell: str) -> set[str]:
    return {name.strip() for name in cell.split(",")} - {"", "procedural"}


@pytest.fixture(scope="module")
def passages(real_archive: Archive) -> dict[str, Passage]:
    transcript = next(item for item in real_archive.transcripts if item.slug == REAL_SLUG)
    return {passage.anchor: passage for passage in transcript.passages}


def test_the_reading_accounts_for_every_passage(passages: dict[str, Passage]) -> None:
    assert [read_row(row)[0] for row in ROWS] == list(passages)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.split()[0])
def test_the_build_agrees_with_the_reading(row: str, passages: dict[str, Passage]) -> None:
    anchor, opening, about, mentions = read_row(row)
    passage = passages[anchor]
    assert passage.text.startswith(opening)
    assert (set(passage.about), set(passage.touches)) == (about, mentions)


def test_each_topic_has_what_a_reader_looks_for(passages: dict[str, Passage]) -> None:
    found = {
        topic: [passage.number for passage in passages.values() if topic in passage.about]
        for topic in (
            "nagorno-karabakh",
            "ukraine",
            "turkey",
            "libya",
            "middle-east-settlement",
            "russia-nato",
        )
    }
    assert found == {
        "nagorno-karabakh": ["13", "14"],
        "ukraine": ["15", "16"],
        "turkey": ["23", "24", "31", "33"],
        "libya": ["29"],
        "middle-east-settlement": ["12"],
        "russia-nato": ["17"],
    }


def test_every_assignment_has_a_term_or_the_editors_reason(passages: dict[str, Passage]) -> None:
    for passage in passages.values():
        for item in passage.assignments:
            assert item.term or item.reason
            assert item.term is None or item.term.casefold() in passage.text.casefold()
