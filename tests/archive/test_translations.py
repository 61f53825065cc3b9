"""One small conference in four languages, invented: `tests/tongues`.

The English text is the original, the Russian, Chinese and Arabic ones are translations of it: in each, a
passage names the same, is about the same and means the same days, and all that counts once.
"""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from corpus import TESTS, build_questions, list_problems, make_project
from ontherecord.archive.build import build_archive
from ontherecord.archive.intake import plan_intake
from ontherecord.archive.model import Archive
from ontherecord.archive.name_index import build_names, count_names
from ontherecord.cli import main
from ontherecord.exports.lexicon import Lexicon
from ontherecord.pages.topics import build_index
from ontherecord.subjects.datings import find_datings

ORIGINAL = "2034-05-06-quay"
TRANSLATIONS = [f"{ORIGINAL}-{tag}" for tag in ("ar", "ru", "zh")]
SLUGS = [ORIGINAL, *TRANSLATIONS]

#: By passage: its kind, what it is about, the names and the days in it.
READING = {
    "p1": ("statement", ("talks",), ("ondra", "council-of-ports"), ("2034-05-03",)),
    "p2": ("statement", ("bridge",), ("united-arab-emirates",), ()),
    "p3": ("question", ("talks",), ("alexei-lugovoy",), ("2034-07",)),
    "p4": ("answer", ("bridge",), (), ("2034-07-15",)),
}


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = make_project(TESTS / "tongues", tmp_path_factory.mktemp("tongues") / "project")
    (root / "data" / "published.txt").touch()
    assert main(["accept", "--root", str(root), "--date", "2034-05-07"]) == 0
    assert list_problems(root) == []
    return root


@pytest.fixture(scope="module")
def archive(project: Path) -> Archive:
    archive, problems = build_archive(project)
    assert archive, problems
    return archive


@pytest.mark.parametrize("slug", SLUGS)
def test_a_text_reads_in_each_language_as_in_any_other(archive: Archive, slug: str) -> None:
    transcript = archive.by_slug[slug]
    read = {
        passage.anchor: (
            transcript.turn_of(passage).turn.kind.value,
            passage.about,
            tuple(one for one in passage.entities if (slug, passage.anchor) != (TRANSLATIONS[0], "p4")),
            tuple(item.when.edtf for item in find_datings(passage, transcript.record, archive.entities)),
        )
        for passage in transcript.passages
    }
    assert read == READING


def test_a_name_in_the_dative_of_arabic_is_found_without_its_preposition(archive: Archive) -> None:
    passage = archive.by_slug[f"{ORIGINAL}-ar"].passages[3]
    assert [passage.text[one.start : one.end] for one in passage.mentions] == ["أوندرا"]


@pytest.mark.parametrize("slug", SLUGS)
def test_two_questions_are_asked_in_each_language(archive: Archive, slug: str) -> None:
    asked = build_questions(archive)[slug]
    assert [(one.topics, one.cut_before, one.cut_after) for one in asked] == [
        (("talks",), False, False),
        (("talks",), False, False),
    ]


def test_the_lines_of_the_chinese_text_are_joined_as_they_are_read(archive: Archive) -> None:
    assert archive.by_slug[f"{ORIGINAL}-zh"].passages[0].text == (
        "与翁德拉的会谈于2034年5月3日开始。港口理事会也参加了会谈，“结果很好”。"
    )


def test_a_transcript_knows_its_other_languages_the_original_first(archive: Archive) -> None:
    def list_others(slug: str) -> list[str]:
        return [item.slug for item in archive.translations(slug)]

    assert list_others(ORIGINAL) == TRANSLATIONS
    assert list_others(TRANSLATIONS[1]) == [ORIGINAL, TRANSLATIONS[0], TRANSLATIONS[2]]
    assert archive.language_codes == dict(zip(SLUGS, ["en", "ar", "ru", "zh-Hans"], strict=True))


def test_a_passage_leads_to_the_same_words_in_each_language(archive: Archive) -> None:
    for slug in SLUGS:
        for passage in archive.by_slug[slug].passages:
            for other in SLUGS:
                found = archive.counterpart(passage, other)
                assert (found and (found.transcript, found.anchor)) == (
                    None if other == slug else (other, passage.anchor)
                )


def test_where_a_turn_has_another_number_of_passages_none_of_it_leads_anywhere(project: Path) -> None:
    root = make_project(project, project.parent / "parted")
    (root / "data" / "published.txt").write_text("")
    text = root / "data" / "transcripts" / TRANSLATIONS[1] / "transcript.txt"
    words = text.read_text(encoding="utf-8").replace("Мост оплачен", "Хорошо.\n\nМост оплачен")
    text.write_text(words, encoding="utf-8")
    record = text.with_name("record.yml")
    decision = "decisions: [{passage: p2, about: [talks], reason: Of the tests.}]\n"
    record.write_text(record.read_text(encoding="utf-8") + decision, encoding="utf-8")
    for lock in root.rglob("passages.lock"):
        lock.unlink()
    assert main(["accept", "--root", str(root), "--date", "2034-05-07"]) == 0
    archive, problems = build_archive(root)
    assert archive, problems
    found = [archive.counterpart(passage, ORIGINAL) for passage in archive.by_slug[TRANSLATIONS[1]].passages]
    assert [one and one.anchor for one in found] == [None, None, None, "p3", "p4"]


def test_what_was_said_in_four_languages_counts_once(archive: Archive) -> None:
    (ondra,) = (index for one, index in build_names(archive).items() if one == "ondra")
    # The Arabic text names the town once more: what is counted is what is shown.
    assert (ondra.count, [(topic.id, number) for topic, number in ondra.topics]) == (1, [("talks", 1)])
    assert build_names(archive)["alexei-lugovoy"].said == 3
    assert {one.id: number for one, number in count_names(archive, archive.passages)}["alexei-lugovoy"] == 1
    assert {index.topic.id: (index.about_count, index.touch_count) for index in build_index(archive)} == {
        "bridge": (2, 1),
        "talks": (2, 0),
    }
    things = {thing.id: thing for one in Lexicon(archive).concepts for thing in one.things}
    assert [
        (things[one].about, things[one].mentions, things[one].speaks) for one in ("bridge", "alexei-lugovoy")
    ] == [
        (2, 1, 0),
        (0, 1, 3),
    ]
    assert things["bridge"].abroad["ru"] == ("Мост",)


def test_where_others_speak_nothing_is_sure(archive: Archive) -> None:
    russian = archive.by_slug[TRANSLATIONS[1]]
    *parts, last = russian.parts
    asked, answer = last.turns
    other = replace(answer, turn=replace(answer.turn, speaker=None))
    changed = replace(russian, parts=(*parts, replace(last, turns=(asked, other))))
    transcripts = tuple(changed if item is russian else item for item in archive.transcripts)
    spoken = replace(archive, transcripts=transcripts)
    assert [spoken.counterpart(passage, ORIGINAL) for passage in changed.passages] == [None] * 4


#: What is wrong with `translation_of`, and what is said of it.
FAULTS = {
    "2034-05-06-qauy": "unknown transcript '2034-05-06-qauy'; did you mean '2034-05-06-quay'?",
    TRANSLATIONS[1]: "a transcript is no translation of itself: name the original, or take the line out",
    TRANSLATIONS[2]: f"'{TRANSLATIONS[2]}' is itself a translation: name the original, '{ORIGINAL}'",
}


@pytest.mark.parametrize("named", FAULTS)
def test_a_translation_is_of_an_original(project: Path, tmp_path: Path, named: str) -> None:
    root = make_project(project, tmp_path / "project")
    record = root / "data" / "transcripts" / TRANSLATIONS[1] / "record.yml"
    text = record.read_text(encoding="utf-8").replace(
        f"translation_of: {ORIGINAL}", f"translation_of: {named}"
    )
    record.write_text(text, encoding="utf-8")
    assert list_problems(root) == [f"data/transcripts/{TRANSLATIONS[1]}/record.yml:9: {FAULTS[named]}"]


#: What makes another transcript of the original, and what is then said of its translations.
OTHERS = {
    ("language: English", "language: ru"): "is in the same language: a translation is in another",
    ("date: 2034-05-06", "date: 2034-05-05"): (
        "is of another day, 2034-05-05: only texts of one event are translations"
    ),
}


@pytest.mark.parametrize("change", OTHERS)
def test_a_translation_is_in_another_language_and_of_the_same_day(
    project: Path, tmp_path: Path, change: tuple[str, str]
) -> None:
    root = make_project(project, tmp_path / "project")
    record = root / "data" / "transcripts" / ORIGINAL / "record.yml"
    record.write_text(record.read_text(encoding="utf-8").replace(*change), encoding="utf-8")
    (problem,) = (one for one in list_problems(root) if TRANSLATIONS[1] in one and "translation" in one)
    assert problem.endswith(f"'{ORIGINAL}' {OTHERS[change]}")


@pytest.mark.parametrize("tag", ["ru", "zh", "ar"])
def test_a_new_text_in_another_language_is_read_with_all_that_is_known(
    project: Path, tmp_path: Path, tag: str
) -> None:
    root = make_project(project, tmp_path / "project")
    folder = root / "data" / "transcripts" / f"{ORIGINAL}-{tag}"
    text = (folder / "transcript.txt").rename(tmp_path / "text.txt")
    shutil.rmtree(folder)
    intake, problems = plan_intake(root, text)
    assert intake, problems
    speaker = intake.draft.cast.speakers[0]
    assert (speaker.id, intake.draft.open_passages, intake.doubts) == ("alexei-lugovoy", (), ())
    assert sorted(intake.known_names) == [
        "Alexei Lugovoy",
        "Council of Ports",
        "Ondra",
        "United Arab Emirates",
    ]
    assert intake.topics == (("bridge", 2), ("talks", 2))
