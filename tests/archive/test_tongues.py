"""Of which language words are, and how they run: as told by pages of sites in several languages."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

import pytest
from corpus import render_files
from lxml import html
from ontherecord.archive.build import build_archive
from ontherecord.archive.model import Archive
from ontherecord.archive.tongues import find_tongue, find_tongue_of
from ontherecord.data.languages import is_from_right
from tongues import ARABIC, CHINESE, ORIGINAL, RUSSIAN, make_tongues

#: By the language of the site: the attributes of the words of each transcript.
TONGUES: Mapping[str, Mapping[str, Mapping[str, str]]] = {
    "en": {
        ORIGINAL: {},
        RUSSIAN: {"lang": "ru"},
        CHINESE: {"lang": "zh-Hans"},
        ARABIC: {"lang": "ar", "dir": "rtl"},
    },
    "ru": {
        ORIGINAL: {"lang": "en"},
        RUSSIAN: {},
        CHINESE: {"lang": "zh-Hans"},
        ARABIC: {"lang": "ar", "dir": "rtl"},
    },
    "ar": {
        ORIGINAL: {"lang": "en", "dir": "ltr"},
        RUSSIAN: {"lang": "ru", "dir": "ltr"},
        CHINESE: {"lang": "zh-Hans", "dir": "ltr"},
        ARABIC: {"dir": "rtl"},
    },
}


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    root = make_tongues(tmp_path_factory.mktemp("tongues") / "project")
    archive, problems = build_archive(root)
    assert archive, problems
    return archive


@pytest.mark.parametrize("site", TONGUES)
def test_words_have_their_tag_and_direction_where_these_are_not_the_sites(
    archive: Archive, site: str
) -> None:
    own = replace(archive, home=site)
    assert {slug: find_tongue(own, slug) for slug in TONGUES[site]} == TONGUES[site]


def test_no_language_is_invented_for_words_of_an_unknown_one(archive: Archive) -> None:
    (first, *_) = archive.transcripts
    source = first.record.source.model_copy(update={"language": "…"})
    unknown = replace(first, record=first.record.model_copy(update={"source": source}))
    own = replace(archive, transcripts=(unknown,))
    assert find_tongue(own, first.slug) == {"lang": "", "dir": "auto"}


def test_a_place_is_in_the_sites_language_unless_its_script_says_otherwise(archive: Archive) -> None:
    assert find_tongue_of(archive, ARABIC, "Selwyn") == {}
    assert find_tongue_of(archive, ARABIC, "سلوين") == {"lang": "ar", "dir": "rtl"}
    assert find_tongue_of(archive, RUSSIAN, "2034") == {}
    assert find_tongue_of(replace(archive, home="ru"), RUSSIAN, "Селвин") == {}


def test_a_script_in_the_tag_tells_the_direction() -> None:
    from_right = ["ar", "he", "fa", "ur", "ckb", "az-Arab", "ks-Arab-IN"]
    assert [
        tag for tag in [*from_right, "en", "ku-Latn", "ar-Latn", "und", "xx"] if is_from_right(tag)
    ] == from_right


@pytest.mark.parametrize("site", ["en", "ar"])
def test_pages_mark_all_words_of_a_transcript_and_no_other_ones(archive: Archive, site: str) -> None:
    pages = {
        file.path: html.fromstring(file.content.decode().partition("\n---\n")[2])
        for file in render_files(replace(archive, home=site))
        if file.path.endswith(".md")
    }
    for slug, tongue in TONGUES[site].items():
        page = pages[f"transcripts/{slug}/index.md"]
        passages = _select(page, "//*[@data-passage]")
        assert len(passages) == 4
        (title,) = _select(page, "//h1")
        assert [_read_tongue(one) for one in (*passages, *(_select(title, "span") or [title]))] == [
            tongue
        ] * 5
    for path in ("topics/bridge/index.md", "questions/index.md", "timeline/index.md", "names/ondra/index.md"):
        for one in _select(pages[path], "//*[@data-passage] | //q | //p[contains(@class, '-words')]"):
            words = one.text_content()
            assert _read_tongue(one) == TONGUES[site][_tell_slug(words)], (path, words)


def _select(page: html.HtmlElement, path: str) -> list[html.HtmlElement]:
    found = page.xpath(path)
    assert isinstance(found, list)
    return [one for one in found if isinstance(one, html.HtmlElement)]


def _read_tongue(element: html.HtmlElement) -> dict[str, str]:
    return {name: value for name, value in element.items() if name in ("lang", "dir")}


def _tell_slug(text: str) -> str:
    """The transcript that words are of, by their script."""
    scripts = {ARABIC: "[\u0600-\u06ff]", RUSSIAN: "[\u0400-\u04ff]", CHINESE: "[\u4e00-\u9fff]"}
    return next((slug for slug, letters in scripts.items() if re.search(letters, text)), ORIGINAL)
