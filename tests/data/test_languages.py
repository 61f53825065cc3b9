"""The language of a source: a tag of BCP 47, or its name in English; what is neither is a problem."""

from __future__ import annotations

from pathlib import Path

import pytest
from corpus import TOY, copy_data, list_problems
from ontherecord.data.languages import find_language, find_language_code
from ontherecord.data.project import load_language

TAGS = {
    "English": "en",
    "english": "en",
    "en": "en",
    "EN-gb": "en-GB",
    "zh-hant": "zh-Hant",
    "Chinese": "zh",
    "Mandarin Chinese": "zh",
    "Traditional Chinese": "zh-Hant",
    "Brazilian Portuguese": "pt-BR",
    "Greek": "el",
    "Ewe": "ee",
    "rus": "ru",
    "de-1996": "de-1996",
}


@pytest.mark.parametrize("written", TAGS)
def test_a_language_is_known_by_its_tag_and_by_its_name(written: str) -> None:
    assert find_language_code(written) == TAGS[written]


@pytest.mark.parametrize("written", ["Englsh", "xx", "en-XX", "zh-Abcd", "en_GB", "", "русский язык"])
def test_what_is_no_language_has_no_tag(written: str) -> None:
    assert find_language_code(written) is None


def test_a_file_that_gives_a_tag_is_in_the_language_of_that_name() -> None:
    tags = ("ru", "zh-Hant", "pt-BR", "el", "rus", "xx")
    assert [find_language(tag) for tag in tags] == [
        "Russian",
        "Chinese",
        "Portuguese",
        "Greek",
        "Russian",
        None,
    ]


def test_a_language_that_is_none_is_told_with_what_may_be_meant(tmp_path: Path) -> None:
    root = copy_data(TOY, tmp_path)
    record = root / "data" / "transcripts" / "2031-03-04-holt-wren" / "record.yml"
    text = record.read_text(encoding="utf-8")
    record.write_text(text.replace("language: English", "language: Englsh"), encoding="utf-8")
    (problem,) = list_problems(root)
    assert problem == (
        "data/transcripts/2031-03-04-holt-wren/record.yml:17: bad language 'Englsh': write the tag of a"
        " language (en, zh-Hant) or its name in English; did you mean 'English'?"
    )


@pytest.mark.parametrize(
    ("settings", "language"),
    [
        ("theme: {name: material, language: ru}", "ru"),
        ("site_url: !ENV [SITE_URL, '']\ntheme:\n  language: zh-Hant\n", "zh-Hant"),
        ("theme: material", "en"),
        ("theme: {language: Klingonese}", "en"),
        ("theme: [", "en"),
    ],
)
def test_a_project_has_the_language_of_its_theme(tmp_path: Path, settings: str, language: str) -> None:
    (tmp_path / "mkdocs.yml").write_text(settings, encoding="utf-8")
    assert load_language(tmp_path) == language


def test_a_project_without_settings_is_english(tmp_path: Path) -> None:
    assert load_language(tmp_path) == "en"
