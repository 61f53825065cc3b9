"""The languages of the search: an index for each, forms of names, and what the script is told of them."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest
from corpus import load_archive
from edits import add_a_paragraph
from ontherecord.archive.build import build_archive
from ontherecord.archive.model import Archive
from ontherecord.exports.lexicon import Lexicon, export_lexicon
from ontherecord.exports.search_languages import list_forms, list_indexes, name_index, order_indexes
from ontherecord.exports.search_records import SearchRecord, build_records
from ontherecord.site.search_index import ROWS
from tongues import ARABIC, CHINESE, ORIGINAL, RUSSIAN, make_tongues
from toysite import index_records


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    archive, problems = build_archive(make_tongues(tmp_path_factory.mktemp("tongues") / "project"))
    assert archive, problems
    return archive


def test_each_language_has_an_index_of_its_own(archive: Archive) -> None:
    records = tuple(build_records(archive, Lexicon(archive)))
    assert {record.url.split("/")[1]: record.language for record in records} == {
        ORIGINAL: "en",
        RUSSIAN: "ru",
        CHINESE: "zh",
        ARABIC: "ar",
    }
    files = index_records(records)
    for folder, language in (("", "ar"), ("en/", "en"), ("ru/", "ru"), ("zh/", "zh")):
        entry = json.loads(files[f"{folder}pagefind-entry.json"])["languages"]
        assert {name: found["page_count"] for name, found in entry.items()} == {language: 4}
        assert f"{folder}pagefind.js" in files
    ids = json.loads(files[ROWS])["ids"].split()
    assert len(ids) == len(set(ids)) == len(records)


def test_an_archive_in_english_has_one_index_and_its_lexicon_says_nothing_of_languages(
    real_archive: Archive,
) -> None:
    lexicon = Lexicon(real_archive)
    exported = export_lexicon(lexicon, [])
    assert {"indexes", "forms"}.isdisjoint(exported)
    told = json.dumps(exported["transcripts"])
    assert "language" not in told
    assert "tongue" not in told
    files = index_records(build_records(real_archive, lexicon))
    assert [path for path in files if path.endswith("pagefind-entry.json")] == ["pagefind-entry.json"]


def test_words_of_an_unknown_language_are_in_an_index_without_forms() -> None:
    records = [
        SearchRecord("t/#p1", "A", "Some words"),
        SearchRecord("u/#p1", "B", "fremde worte", language="und"),
    ]
    files = index_records(records)
    assert json.loads(files["und/pagefind-entry.json"])["languages"]["und"]["wasm"] is None


def test_the_language_of_most_passages_is_the_first() -> None:
    assert order_indexes(["ru", "en", "ru", "ar"]) == ("ru", "ar", "en")


def test_the_lexicon_tells_the_language_of_each_transcript_and_the_forms_of_names(archive: Archive) -> None:
    exported = json.loads(json.dumps(export_lexicon(Lexicon(archive), [])))
    assert exported["indexes"] == ["ar", "en", "ru", "zh"]
    told = {slug: (item["language"], item.get("tongue")) for slug, item in exported["transcripts"].items()}
    assert told == {
        ORIGINAL: ("en", None),
        RUSSIAN: ("ru", {"lang": "ru"}),
        CHINESE: ("zh-Hans", {"lang": "zh-Hans"}),
        ARABIC: ("ar", {"lang": "ar", "dir": "rtl"}),
    }
    assert exported["forms"]["луговым"] == exported["forms"]["лугового"] == "луговои"
    (minister,) = [
        thing for one in exported["concepts"] for thing in one["things"] if thing["id"] == "alexei-lugovoy"
    ]
    assert minister["printed"] == ["Alexei Lugovoy", "Lugovoy", "卢戈沃伊", "Лугового", "لوغوفوي"]


@pytest.mark.parametrize(
    ("home", "tag", "name", "form", "entered"),
    [
        ("en", "ru", "Алексей Навальный", "навального", "навальныи"),
        ("en", "en", "Навальный", "навальным", "навальныи"),
        ("ru", "ru", "Москва", "москвои", "москва"),
    ],
    ids=["abroad", "alias in another script", "at home"],
)
def test_a_form_of_a_name_leads_to_the_name(home: str, tag: str, name: str, form: str, entered: str) -> None:
    assert list_forms(["en", "ru"], home, [(tag, name)])[form] == entered


def test_english_names_have_no_other_forms() -> None:
    assert list_forms(["en", "zh"], "en", [("en", "Holt"), ("zh", "翁德拉")]) == {}


def test_of_two_languages_that_of_more_passages_is_asked_first(tmp_path: Path) -> None:
    root = make_tongues(tmp_path / "project")
    add_a_paragraph(root, random.Random(1))
    last = max(load_archive(root).transcripts, key=lambda one: len(one.passages))
    assert list_indexes(load_archive(root))[0] == name_index(last.record.source.tag) != "ar"
