"""What is found of each transcript by itself is worked out once, and anew where what it rests on changed."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from corpus import accept_all, build_questions, load_archive
from edits import TOY_EDITS, add_a_paragraph, correct_a_word, edit_lines
from ontherecord.archive.datings import find_all
from ontherecord.archive.inputs import find_inputs
from ontherecord.archive.kept import remember_each
from ontherecord.archive.model import Archive, Transcript
from ontherecord.archive.questions import build_question_pages
from ontherecord.pages.charts import add_up
from ontherecord.site.unchanged import keeping_for
from ontherecord.store import keep


def name_all(archive: Archive) -> tuple[Mapping[str, str], list[str]]:
    """Something of each transcript, and of which it was worked out."""
    made: list[str] = []

    def name(transcript: Transcript) -> str:
        made.append(transcript.slug)
        return f"{transcript.slug}: {len(transcript.passages)}"

    return remember_each("names", archive, name), made


def find_everything(archive: Archive) -> tuple[object, ...]:
    counts = {
        event.transcript.slug: event.count for page in build_question_pages(archive) for event in page.events
    }
    return find_all(archive), counts, find_inputs(archive), add_up(archive)


def teach_a_term(root: Path, chance: random.Random) -> None:
    """Gives a topic a word that passages have, so that they are about it."""
    assert edit_lines(root / "data/topics.yml", r"^    terms:\n", chance, "      - morning\n")


def test_after_any_edit_it_is_what_a_build_finds_that_kept_nothing(toy: Path) -> None:
    chance = random.Random(5)
    accept_all(toy)
    for edit in (*TOY_EDITS, add_a_paragraph, teach_a_term):
        with keeping_for(toy):
            find_everything(load_archive(toy))
        edit(toy, chance)
        accept_all(toy)
        with keeping_for(toy):
            found = find_everything(load_archive(toy))
        assert found == find_everything(load_archive(toy)), edit.__name__


def test_it_is_worked_out_anew_of_what_was_corrected_alone(toy: Path) -> None:
    accept_all(toy)
    with keeping_for(toy):
        first, made = name_all(load_archive(toy))
        assert sorted(made) == sorted(first)
    with keeping_for(toy):
        assert name_all(load_archive(toy)) == (first, [])
    correct_a_word(toy, random.Random(1))
    with keeping_for(toy):
        assert len(name_all(load_archive(toy))[1]) == 1
    assert len(name_all(load_archive(toy))[1]) == len(first), "nothing is kept outside a build"


def test_who_asks_for_some_does_not_lose_that_of_the_others(toy: Path) -> None:
    whole = accept_all(toy)
    some = replace(whole, transcripts=whole.transcripts[:1])
    with keeping_for(toy):
        name_all(some)
        assert len(name_all(whole)[1]) == len(whole.transcripts) - 1
        name_all(some)
        correct_a_word(toy, random.Random(1))
        accept_all(toy)
        corrected = load_archive(toy)
        name_all(replace(corrected, transcripts=corrected.transcripts[:1]))
        assert len(name_all(corrected)[1]) <= 1


def test_that_of_a_draft_is_not_kept(toy: Path) -> None:
    accept_all(toy)
    with keeping_for(toy):
        archive = load_archive(toy)
        drafted = replace(archive, transcripts=tuple(replace(one, digest="") for one in archive.transcripts))
        for _ in range(2):
            assert sorted(name_all(drafted)[1]) == sorted(archive.by_slug)


def test_as_many_questions_are_counted_as_are_listed(real_archive: Archive, toy: Path) -> None:
    for archive in (real_archive, accept_all(toy)):
        listed = {slug: len(questions) for slug, questions in build_questions(archive).items()}
        events = [event for page in build_question_pages(archive) for event in page.events]
        assert {event.transcript.slug: event.count for event in events} == listed
        assert all(len(event.questions) == event.count for event in events)


@pytest.mark.parametrize("value", [None, {}])
def test_a_record_of_nothing_is_filled(toy: Path, value: object) -> None:
    accept_all(toy)
    with keeping_for(toy):
        if value is not None:
            keep("names", "all transcripts", value)
        assert len(name_all(load_archive(toy))[1]) == len(load_archive(toy).transcripts)
