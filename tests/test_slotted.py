"""What an archive holds most of, as it comes back from what builds keep and from other processes."""

from __future__ import annotations

import pickle
from dataclasses import replace

import pytest
from ontherecord.archive.model import Part, Section
from ontherecord.slotted import Slotted
from ontherecord.subjects.passages import Assignment, Level, Mention, Passage
from ontherecord.text.turns import Kind, Paragraph, Turn

TOPICS = (
    Assignment("harbour", Level.ABOUT, "harbour", None),
    Assignment("night-train", Level.TOUCHES, None, "A list.", "p1"),
)
NAMES = (Mention(0, 4, "holt", None), Mention(9, 13, "holt", "Meant."), Mention(20, 24, "selwyn", None))
PASSAGE = Passage("2031-03-04-holt", "p2", "Holt and Holt go to Selwyn.", 7, 1, TOPICS, NAMES, ())
PARAGRAPH = Paragraph("Good morning.", 3)
TURN = Turn(Kind.ANSWER, "holt", "Mr Holt", None, None, (PARAGRAPH,), 3)
SECTION = Section("The harbour", (PASSAGE,))
PART = Part("exchange-1", 1, "The harbour", (), (SECTION,), ("wren",))


@pytest.mark.parametrize(
    "thing", [*TOPICS, *NAMES, PASSAGE, PARAGRAPH, TURN, SECTION, PART], ids=lambda one: type(one).__name__
)
def test_it_comes_back_from_a_pickle_as_it_was(thing: Slotted) -> None:
    assert not hasattr(thing, "__dict__"), "it would take twice the memory"
    found = pickle.loads(pickle.dumps(thing))
    assert found == thing
    assert repr(found) == repr(thing)


def test_what_a_passage_is_about_and_names_is_told_by_what_it_was_given() -> None:
    for passage in (PASSAGE, pickle.loads(pickle.dumps(PASSAGE))):
        assert passage.about == ("harbour",)
        assert passage.touches == ("night-train",)
        assert passage.entities == ("holt", "selwyn")
    assert replace(PASSAGE, assignments=TOPICS[1:], mentions=()).about == ()
    assert replace(PASSAGE, mentions=NAMES[2:]).entities == ("selwyn",)
