"""What readers see of one conference in four languages: each text leads to the others, and counts once."""

from __future__ import annotations

import json
import re

import pytest
from corpus import TESTS, make_project, read_docs, sync
from lxml import html
from ontherecord.cli import main

ORIGINAL = "2034-05-06-quay"
RUSSIAN = f"{ORIGINAL}-ru"


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    root = make_project(TESTS / "tongues", tmp_path_factory.mktemp("translations") / "project")
    (root / "data" / "published.txt").touch()
    assert main(["accept", "--root", str(root), "--date", "2034-05-07"]) == 0
    assert sync(root).problems == ()
    return read_docs(root)


def read(files: dict[str, bytes], address: str) -> html.HtmlElement:
    return html.document_fromstring(files[f"{address}index.md"].decode().split("\n---\n", 1)[1])


def list_links(element: html.HtmlElement) -> list[tuple[str, str, str]]:
    return [(a.get("hreflang"), a.get("href"), " ".join(a.text_content().split())) for a in element.iter("a")]


def test_the_head_of_a_transcript_leads_to_its_other_languages(files: dict[str, bytes]) -> None:
    (line,) = read(files, f"transcripts/{RUSSIAN}/").xpath("//header//p[@class='also-in']")
    assert list_links(line) == [
        ("en", f"../{ORIGINAL}/", "English (original)"),
        ("ar", f"../{ORIGINAL}-ar/", "Arabic"),
        ("zh-Hans", f"../{ORIGINAL}-zh/", "Chinese (Simplified)"),
    ]
    front = files[f"transcripts/{RUSSIAN}/index.md"].decode().splitlines()
    head = {
        key: json.loads(value) for key, _, value in (line.partition(": ") for line in front[1:14]) if value
    }
    assert [one["language"] for one in head["alternates"]] == ["en", "ar", "ru", "zh-Hans"]
    assert head["jsonld"]["translationOfWork"] == {
        "@type": "CreativeWork",
        "name": "Alexei Lugovoy answers questions",
        "url": f"../{ORIGINAL}/",
        "inLanguage": "en",
    }


def test_each_passage_leads_to_its_own_words_in_another_language(files: dict[str, bytes]) -> None:
    for row in read(files, f"transcripts/{ORIGINAL}/").xpath("//div[@class='passage']"):
        (anchor,) = (p.get("id") for p in row.iter("p") if p.get("id"))
        found = [link for link in list_links(row) if link[0] == "ru"]
        assert found == [("ru", f"../{RUSSIAN}/#{anchor}", f"Russian ¶ {anchor[1:]}")]


@pytest.mark.parametrize(
    "address", ["", "transcripts/", "topics/talks/", "names/ondra/", "questions/", "charts/"]
)
def test_a_page_of_many_shows_a_conference_once_in_the_language_of_the_site(
    files: dict[str, bytes], address: str
) -> None:
    page = read(files, address)
    leads = (
        re.search(rf"({ORIGINAL}[\w-]*)/", a.get("href")) for a in page.iter("a") if not a.get("hreflang")
    )
    assert {found[1] for found in leads if found} == {ORIGINAL}
    assert {one.get("data-passage").split("/")[0] for one in page.xpath("//*[@data-passage]")} <= {ORIGINAL}


def test_the_data_say_what_is_a_translation_of_what(files: dict[str, bytes]) -> None:
    rows = {row["id"]: row for row in json.loads(files["data/passages.json"])}
    assert "translation_of" not in rows[f"{ORIGINAL}/p2"]
    assert rows[f"{RUSSIAN}/p2"]["translation_of"] == ORIGINAL
    assert rows[f"{RUSSIAN}/p2"]["elsewhere"] == [f"{ORIGINAL}{tag}/p2" for tag in ("", "-ar", "-zh")]


def test_a_name_and_a_topic_are_shown_in_their_other_languages(files: dict[str, bytes]) -> None:
    for address, name in (("names/ondra/", "Ондра"), ("topics/bridge/", "Мост")):
        assert name in [item.text for item in read(files, address).xpath("//dl//*[@lang='ru']")]
