"""Drafts: shown by `serve`, left out by `build`, without permanent numbers, and published by `accept`."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from corpus import TOY, add_event, copy_data, make_project, read_docs, sync
from ontherecord.archive.accept import accept_transcripts
from ontherecord.archive.build import build_archive, check_archive
from ontherecord.cli import main

SLUG = "2033-01-02"
RECORD = f"data/transcripts/{SLUG}/record.yml"
TEXT = f"data/transcripts/{SLUG}/transcript.txt"


def add_draft(root: Path, **blanks: str) -> None:
    """A draft whose first passage is about nothing; what is named is given as written."""
    add_event(root, date(2033, 1, 2), ["So it is.", "The harbour is open."])
    path = root / RECORD
    text = path.read_text(encoding="utf-8")
    for key, to in blanks.items():
        text = re.sub(rf"^{key}:.*", f"{key}: {to}", text, flags=re.MULTILINE)
    path.write_text("draft: true\n" + text, encoding="utf-8")


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def say(root: Path) -> list[str]:
    return [str(problem) for problem in check_archive(root).to_do]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return copy_data(TOY, tmp_path / "toy")


def test_a_draft_is_left_out_and_what_is_to_do_stops_nothing(root: Path) -> None:
    before, _ = build_archive(root)
    add_draft(root)
    assert build_archive(root) == (before, ())
    assert [line.split(": ")[0] for line in say(root)] == [f"{TEXT}:5"]


def test_with_drafts_it_is_there(root: Path) -> None:
    add_draft(root)
    checked = check_archive(root, drafts=True)
    assert checked.archive
    assert [item.slug for item in checked.archive.transcripts if item.record.draft] == [SLUG]


def test_blanks_are_to_do_and_hide_nothing(root: Path) -> None:
    add_draft(root, title='""', date='""', place="")
    assert [line for line in say(root) if "blank" in line] == [
        f"{RECORD}:2: 'title' is blank: fill it in",
        f"{RECORD}:4: 'date' is blank: fill it in",
        f"{RECORD}:5: 'place' is blank: fill it in",
    ]
    checked = check_archive(root, drafts=True)
    assert checked.archive
    draft = next(item for item in checked.archive.transcripts if item.record.draft)
    assert (draft.record.title, draft.record.date) == ("(to fill in)", date(2032, 11, 9))


def test_a_blank_in_what_is_no_draft_is_a_problem(root: Path) -> None:
    add_draft(root, place='""')
    path = root / RECORD
    edit(path, "draft: true\n", "")
    assert f"{RECORD}:4: 'place' is empty: some words needed" in map(str, build_archive(root)[1])


@pytest.mark.parametrize("spoiled", ["draft: true\ntitle: [", "draft: true  # yet\nno: key\n"])
def test_a_broken_draft_stops_nothing(root: Path, spoiled: str) -> None:
    add_draft(root)
    (root / RECORD).write_text(spoiled, encoding="utf-8")
    assert build_archive(root)[1] == ()
    assert say(root)


def test_a_draft_that_names_what_is_not_there_is_not_shown(root: Path) -> None:
    add_draft(root)
    path = root / RECORD
    edit(path, "mira-holt", "nobody")
    checked = check_archive(root, drafts=True)
    assert checked.archive
    assert not any(item.record.draft for item in checked.archive.transcripts)
    assert any("unknown entity 'nobody'" in line for line in say(root))


def test_what_was_published_can_not_be_a_draft(root: Path) -> None:
    accept_transcripts(root, [])
    edit(root / "data/transcripts/2032-11-09-wren/record.yml", "title:", "draft: true\ntitle:")
    problems = [str(problem) for problem in build_archive(root)[1]]
    said = "transcripts/2032-11-09-wren/ was published, and a draft is left out: take 'draft: true' out"
    assert any(said in line for line in problems)


NEW_PERSON = """
  - id: dan-reyes
    kind: person
    name: Dan Reyes
    description: ""
    draft: true
"""


def test_a_draft_of_an_entity_is_named_by_drafts_alone(root: Path) -> None:
    entities = root / "data/entities.yml"
    entities.write_text(entities.read_text(encoding="utf-8").rstrip("\n") + NEW_PERSON, encoding="utf-8")
    before, problems = build_archive(root)
    assert before
    assert problems == ()
    assert "dan-reyes" not in before.entities
    add_draft(root)
    path = root / RECORD
    edit(path, "mira-holt", "dan-reyes")
    assert any(line.endswith("'description' is blank: fill it in") for line in say(root))
    checked = check_archive(root, drafts=True)
    assert checked.archive
    assert "dan-reyes" in checked.archive.entities
    edit(path, "draft: true\n", "")
    message = "'dan-reyes' is a draft: complete it in data/entities.yml, and take 'draft: true' out there"
    assert any(message in str(problem) for problem in build_archive(root)[1])


def test_accept_leaves_drafts_alone_and_publishes_what_is_none_any_more(root: Path) -> None:
    add_draft(root)
    lines, problems = accept_transcripts(root, [], date(2033, 2, 1))
    assert problems == []
    assert not any(SLUG in line for line in lines)
    _, (problem,) = accept_transcripts(root, [SLUG], date(2033, 2, 1))
    assert str(problem) == f"{RECORD}:1: this is a draft: take 'draft: true' out to publish it"
    edit(root / RECORD, "draft: true\n", "decisions: [{passage: p1, about: [harbour], reason: Goes on.}]\n")
    assert accept_transcripts(root, [SLUG], date(2033, 2, 1))[1] == []
    archive, left = build_archive(root)
    assert left == ()
    assert archive
    assert SLUG in [item.slug for item in archive.transcripts]


def test_pages_of_a_draft_say_so(tmp_path: Path) -> None:
    root = make_project(TOY, tmp_path / "toy")
    add_draft(root, place='""')
    assert sync(root, drafts=True).problems == ()
    docs = {path: content.decode(errors="ignore") for path, content in read_docs(root).items()}
    assert "<b>Draft</b>" in docs[f"transcripts/{SLUG}/index.md"]
    assert docs["transcripts/index.md"].count("Draft</b>") == 1
    assert "(to fill in)" in docs[f"transcripts/{SLUG}/index.md"]
    assert sync(root).problems == ()
    assert f"transcripts/{SLUG}/index.md" not in read_docs(root)


def test_a_new_topic_needs_a_title_and_terms(root: Path) -> None:
    topics = root / "data/topics.yml"
    topics.write_text(
        topics.read_text(encoding="utf-8").rstrip("\n") + "\n  - title: Harbour dues\n    terms: [dues]\n",
        encoding="utf-8",
    )
    archive, problems = build_archive(root)
    assert problems == ()
    assert archive
    new, taken = archive.topics[-1], archive.topics[:-1]
    assert (new.id, new.scope) == ("harbour-dues", "What was said on Harbour dues.")
    assert new.code not in {topic.code for topic in taken}
    assert new.colour not in {topic.colour for topic in taken}


def test_check_says_first_what_must_be_done_first(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (root / "mkdocs.yml").touch()
    add_draft(root, title='""')
    path = root / TEXT
    path.write_text(path.read_text(encoding="utf-8") + "\nAnn Other: Yes.\n", encoding="utf-8")
    assert main(["check", "--root", str(root)]) == 0
    lines = capsys.readouterr().out.partition("To do, and no reason")[0].splitlines()
    assert lines[0] == "To do in drafts, the first first:"
    assert [line.split(":")[0].strip() for line in lines[1:]] == [RECORD, TEXT, TEXT]
    assert ("blank" in lines[1], "label" in lines[2], "topic" in lines[3]) == (True, True, True)
