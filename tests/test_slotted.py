"""What an archive holds most of, as it comes back from what builds keep and from other processes."""

from __future__ import annotations

import pickle
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from ontherecord.anchors.lock import Wording
from ontherecord.archive.model import Part, Section
from ontherecord.slotted import Slotted
from ontherecord.subjects.passages import Assignment, Level, Mention, Passage, Texts
from ontherecord.text.turns import Kind, Paragraph, Turn

TOPICS = (
    Assignment("harbour", Level.ABOUT, "harbour", None),
    Assignment("night-train", Level.TOUCHES, None, "A list.", "p1"),
)
NAMES = (Mention(0, 4, "holt", None), Mention(9, 13, "holt", "Meant."), Mention(20, 24, "selwyn", None))
TEXTS = Texts.join(["Good “morning”.", "Holt and Holt go to Selwyn."])
PASSAGE = Passage("2031-03-04-holt", "p2", TEXTS, 1, 7, 1, TOPICS, NAMES, ())
#: What another passage may have for each field but its text.
OTHER: dict[str, Any] = {
    "transcript": "2031-03-05-holt",
    "anchor": "p3",
    "line": 8,
    "turn": 2,
    "assignments": TOPICS[1:],
    "mentions": NAMES[1:],
    "history": (Wording(date(2031, 3, 5), "Holt goes."),),
    "attributed": (Wording(date(2031, 3, 5), "Holt goes."),),
}
PARAGRAPH = Paragraph("Good morning.", 3)
TURN = Turn(Kind.ANSWER, "holt", "Mr Holt", None, None, (PARAGRAPH,), 3)
SECTION = Section("The harbour", (PASSAGE,))
PART = Part("exchange-1", 1, "The harbour", (), (SECTION,), ("wren",))


@pytest.mark.parametrize(
    "thing",
    [*TOPICS, *NAMES, TEXTS, PASSAGE, PARAGRAPH, TURN, SECTION, PART],
    ids=lambda one: type(one).__name__,
)
def test_it_comes_back_from_a_pickle_as_it_was(thing: Slotted) -> None:
    assert not hasattr(thing, "__dict__"), "it would take twice the memory"
    found = pickle.loads(pickle.dumps(thing))
    assert found == thing
    assert repr(found) == repr(thing)


def test_a_text_is_that_of_its_place() -> None:
    texts = ["Good “morning”.", "", "Москва\x00", "🙂", "Holt."]
    joined = Texts.join(texts)
    assert [joined.take(place) for place in range(len(texts))] == texts


def test_a_passage_is_the_same_whatever_else_its_transcript_says() -> None:
    other = Texts.join(["Hello.", "Good evening.", PASSAGE.text, "Go."])
    same = replace(PASSAGE, texts=other, place=2)
    assert same == PASSAGE
    assert hash(same) == hash(PASSAGE)
    assert repr(same) == repr(PASSAGE)
    assert PASSAGE.text in repr(PASSAGE), "what is made of it is kept by that"
    assert replace(PASSAGE, place=0) != PASSAGE
    assert all(replace(PASSAGE, **{name: value}) != PASSAGE for name, value in OTHER.items())
    assert PASSAGE != "p2"


def test_what_recurs_comes_back_as_one_object() -> None:
    one, other = (pickle.loads(pickle.dumps(replace(PASSAGE, line=line))) for line in (1, 2))
    for name in ("transcript", "anchor", "about", "entities"):
        assert getattr(one, name) is getattr(other, name)
    assert one.assignments[0] is other.assignments[0]
    assert one.mentions[0].entity is other.mentions[1].entity
    assert one.assignments[0] is not one.assignments[1]


def test_what_a_passage_is_about_and_names_is_told_by_what_it_was_given() -> None:
    for passage in (PASSAGE, pickle.loads(pickle.dumps(PASSAGE))):
        assert passage.about == ("harbour",)
        assert passage.touches == ("night-train",)
        assert passage.entities == ("holt", "selwyn")
    assert replace(PASSAGE, assignments=TOPICS[1:], mentions=()).about == ()
    assert replace(PASSAGE, mentions=NAMES[2:]).entities == ("selwyn",)
