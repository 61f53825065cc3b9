"""A site in Russian, `tests/gazette`: two texts in Russian, and a translation of one into English.

What the site itself says is Russian on pages of every kind; Latin letters are those of formats, manuals and
what is marked as English.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from gzip import decompress as unpack

import pytest
from corpus import TESTS, make_project, read_docs
from lxml import html
from ontherecord.cli import main
from ontherecord.site.pipeline import sync_pages
from ontherecord.urls import Site

TEXT = "2034-05-06-pristan"

#: Words that a Russian page has in Latin letters: names of formats, manuals and data sets.
_NAMES = """
APA Akoma Ntoso Atom BibTeX CC BY CITATION.cff CSL-JSON CSV Chicago Cite Them Right Data Package EPUB Equal
Earth Excel GeoNames Harvard ISO JSON Feed Lines Schema JavaScript MIT MLA Markdown Natural OSCOLA PDF
Parla-CLARIN Python RIS RelaxNG SHA TEI UTC UTF Unicode XInclude draft author-date notes geonames.org
naturalearthdata.com example.org https sitemap.xml passages.json lexicon.json words.json tei-profile.rng
datapackage.json gzip Ctrl
"""
LATIN = frozenset(_NAMES.split())
_WORD = re.compile(r"[A-Za-z][A-Za-z’.-]*[A-Za-z]")
_ADDRESS = re.compile(r"\S*/\S*")
#: What holds no words for readers here.
_OTHER = ("script", "code", "pre")
_SAID = ("aria-label", "title", "placeholder", "alt", "data-cited-as", "data-cited-event")


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    root = make_project(TESTS / "gazette", tmp_path_factory.mktemp("russian") / "project")
    settings = root / "mkdocs.yml"
    text = settings.read_text(encoding="utf-8").replace("language: en", "language: ru")
    settings.write_text(text, encoding="utf-8")
    assert main(["accept", "--root", str(root), "--date", "2035-02-02"]) == 0
    assert sync_pages(root, root / "docs", Site("Вестник", language="ru"), pdf=False).problems == ()
    return read_docs(root)


def split_page(content: bytes) -> tuple[dict[str, object], str]:
    head, _, body = content.decode().removeprefix("---\n").partition("\n---\n")
    pairs = (line.partition(": ") for line in head.splitlines())
    return {key: json.loads(value) for key, _, value in pairs}, body


def is_other(element: html.HtmlElement) -> bool:
    """What the site does not say itself, or says in English and marks so."""
    return element.tag in _OTHER or element.get("lang") == "en" or "data-passage" in element.attrib


def list_said(content: bytes) -> Iterator[str]:
    head, body = split_page(content)
    yield from (str(head[key]) for key in ("title", "description"))
    page = html.document_fromstring(body)
    for element in [one for one in page.iter() if isinstance(one, html.HtmlElement) and is_other(one)]:
        element.drop_tree()
    yield from map(str, page.itertext())
    yield from (value for element in page.iter() for name in _SAID if (value := element.get(name)))


def test_the_words_of_pages_of_every_kind_are_russian(files: dict[str, bytes]) -> None:
    # The page of the translation is of its own English words too; its frame is that of the others.
    pages = {
        path: text for path, text in files.items() if path.endswith("index.md") and f"{TEXT}-en/" not in path
    }
    assert len(pages) > 15
    found = {
        (path, word)
        for path, content in pages.items()
        for said in list_said(content)
        for word in _WORD.findall(_ADDRESS.sub("", said))
        if word not in LATIN
    }
    assert sorted(found) == []


def test_dates_numbers_and_languages_are_written_as_in_russian(files: dict[str, bytes]) -> None:
    _, body = split_page(files[f"transcripts/{TEXT}/index.md"])
    assert "6 мая 2034" in body
    assert "английский" in body
    head, _ = split_page(files[f"transcripts/{TEXT}/index.md"])
    assert head["jsonld"]["genre"] == "Стенограмма пресс-конференции"  # type: ignore[index]


def test_citations_are_in_russian_and_in_the_order_of_their_manual(files: dict[str, bytes]) -> None:
    forms = json.loads(unpack(files[f"data/citations/{TEXT}.json.gz"]))["forms"]
    (note, *_) = forms[0]["cite"]["chicago-notes"]
    assert note["html"] == (
        "Алексей Луговой, «Ответы Алексея Лугового на вопросы», пресс-конференция, Селвин, "
        "Портовое управление, 6 мая 2034 г., стенограмма, Вестник, ⟦address⟧."
    )
    (asked,) = (form for form in forms if "имя не указано" in form["bibtex"])
    assert "type = {Вопрос на пресс-конференции}" in asked["bibtex"]


def test_a_page_of_many_shows_the_russian_text_and_leads_to_the_english_one(files: dict[str, bytes]) -> None:
    for address in ("", "transcripts/", "names/ondra/"):
        _, body = split_page(files[f"{address}index.md"])
        links = html.document_fromstring(body).iter("a")
        (other,) = [a for a in links if str(a.attrib["href"]).endswith(f"{TEXT}-en/")]
        assert (other.get("hreflang"), other.text) == ("en", "английский")


def test_search_knows_the_pages_and_the_journalist_by_their_russian_names(files: dict[str, bytes]) -> None:
    lexicon = json.loads(files["data/lexicon.json"])
    assert lexicon["speakers"] == {"alexei-lugovoy": "Алексей Луговой", "journalist": "Журналист"}
    assert "Стенограммы" in [page["title"] for page in lexicon["pages"]]
