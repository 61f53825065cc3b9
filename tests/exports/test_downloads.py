"""Files to take away: whoever reads one has every passage, in order, in its words, with its address."""

from __future__ import annotations

import csv
import html
import io
import json
import re
from collections.abc import Callable, Iterator
from datetime import date

import pytest
from corpus import HARBOUR, TESTS, TOY, accept_all, add_event, finish, load_archive, make_project
from history import make_history
from markdown import markdown  # type: ignore[import-untyped]
from ontherecord.archive.model import Archive, Transcript
from ontherecord.exports.downloads.edition import Edition
from ontherecord.exports.downloads.formats import FORMATS, draft_downloads, draft_tables
from ontherecord.urls import Site

SITE = Site("Toy", "https://example.org/r/")

#: What a passage may hold that some format gives a meaning to.
HOSTILE = (
    HARBOUR,
    '=HYPERLINK("https://x.example","The harbour")',
    "- The harbour, yes; '- the harbour, no",
    "'=1+1 is no harbour, +49 and @harbour",
    "{{ harbour }} {% raw %} {# note #} *a* _b_ `c` ~~d~~ [x](y) # harbour #",
    "1. The harbour | a \"quoted\" harbour, 'so' & &lt; &#39; <b>bold</b> ]]> \\ end\\",
    "The harbour: https://example.org/a_b?c=*d*, and www.example.org.",
    "ميناء harbour \u202egnirts\u202c \U0001f6a2 \ufeffharbour",
    "harbour " * 2000 + "end",
)


@pytest.fixture(scope="module")
def archives(tmp_path_factory: pytest.TempPathFactory, real_archive: Archive) -> dict[str, Archive]:
    folder = tmp_path_factory.mktemp("downloads")
    hostile = make_project(TOY, folder / "hostile")
    add_event(hostile, date(2033, 1, 1), HOSTILE)
    return {
        "toy": load_archive(TOY),
        "real": real_archive,
        "people": accept_all(make_project(TESTS / "people", folder / "people")),
        "history": load_archive(make_history(folder / "history")),
        "hostile": accept_all(hostile),
    }


# --- A reader for each format: the number, the words and the address of each passage ---

Read = tuple[str, str, str]


def read_plain(content: bytes) -> Iterator[Read]:
    text = content.decode()
    (first,) = re.findall(r"the address of \S+: (\S+)#", text)
    for number, words in re.findall(r"^\[(\w+)\] (.*)$", text, re.MULTILINE):
        yield number, words, f"{first}#p{number}"


def read_markdown(content: bytes) -> Iterator[Read]:
    """As the oldest of the programs shows it; CommonMark has the same below."""
    yield from find_in_html(markdown(content.decode()))


def find_in_html(page: str) -> Iterator[Read]:
    for address, number, words in re.findall(r'<p><a href="([^"]+)">\[(\w+)\]</a> (.*)</p>', page):
        yield number, html.unescape(re.sub(r"<[^>]*>", "", words)), address


def read_table(content: bytes) -> Iterator[Read]:
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True))
    for row in rows:
        plain = {key: re.sub(r"^'(?='*[=+\-@])", "", value) for key, value in row.items()}
        yield plain["number"], plain["text"], plain["address"]


def read_lines(content: bytes) -> Iterator[Read]:
    for line in content.decode().removesuffix("\n").split("\n"):
        row = json.loads(line)
        yield row["number"], row["text"], row["address"]


READERS: dict[str, Callable[[bytes], Iterator[Read]]] = {
    "txt": read_plain,
    "md": read_markdown,
    "csv": read_table,
    "jsonl": read_lines,
}
EVERY = pytest.mark.parametrize("suffix", READERS)


def make(archive: Archive, transcript: Transcript, suffix: str, site: Site = SITE) -> bytes:
    (item,) = (item for item in FORMATS if item.suffix == suffix)
    return item.make(Edition(archive, transcript, site))


def list_due(transcript: Transcript) -> list[Read]:
    below = f"https://example.org/r/transcripts/{transcript.slug}/"
    return [(item.number, item.text, f"{below}#p{item.number}") for item in transcript.passages]


@EVERY
@pytest.mark.parametrize("name", ["toy", "real", "people", "history", "hostile"])
def test_a_reader_gets_every_passage_once_in_order_in_its_words(
    archives: dict[str, Archive], name: str, suffix: str
) -> None:
    for transcript in archives[name].transcripts:
        found = list(READERS[suffix](make(archives[name], transcript, suffix)))
        assert found == list_due(transcript), transcript.slug


@EVERY
def test_without_a_known_address_nothing_shows_one(archives: dict[str, Archive], suffix: str) -> None:
    archive = archives["toy"]
    content = make(archive, archive.transcripts[0], suffix, Site("Toy")).decode()
    assert f"transcripts/{archive.transcripts[0].slug}/" in content
    assert "http" not in content


def test_the_archives_tables_have_the_rows_of_every_transcript_oldest_first(
    archives: dict[str, Archive],
) -> None:
    files = {one.path: finish(one).content for one in draft_tables(archives["toy"], SITE)}
    due = [item for transcript in reversed(archives["toy"].transcripts) for item in list_due(transcript)]
    assert list(read_table(files["data/passages.csv"])) == due
    assert list(read_lines(files["data/passages.jsonl"])) == due


# --- Markdown ---


def test_markdown_reads_the_same_to_a_program_that_knows_commonmark(archives: dict[str, Archive]) -> None:
    library = pytest.importorskip("markdown_it")
    for archive in archives.values():
        for transcript in archive.transcripts:
            page = library.MarkdownIt("gfm-like", {"linkify": False}).render(
                make(archive, transcript, "md").decode()
            )
            assert list(find_in_html(page)) == list_due(transcript), transcript.slug


def test_the_name_of_a_site_is_no_markdown(archives: dict[str, Archive]) -> None:
    archive = archives["toy"]
    name = "Said & *done*, [x](y) &copy; _Сайт_ {{ it }}"
    page = markdown(make(archive, archive.transcripts[0], "md", Site(name, SITE.address)).decode())
    assert f"From {name}: " in html.unescape(re.sub(r"<[^>]*>", "", page))


def test_markdown_is_copied_by_an_engine_that_takes_it_for_a_template(archives: dict[str, Archive]) -> None:
    text = make(archives["hostile"], archives["hostile"].transcripts[0], "md").decode()
    assert not re.search(r"\{[{%#]", text)
    assert not text.endswith("\n"), "a template loses a last line end"


def test_what_stands_between_and_below_passages_is_there_in_text(archives: dict[str, Archive]) -> None:
    (one,) = (item for item in archives["history"].transcripts if item.slug == "2016-07-15-holt-wren")
    for suffix in ("csv", "jsonl"):
        assert "Worded otherwise until 3 August 2016" in make(archives["history"], one, suffix).decode()
    for suffix in ("txt", "md"):
        text = html.unescape(re.sub(r"<[^>]*>|\\", "", make(archives["history"], one, suffix).decode()))
        assert "Worded otherwise until 3 August 2016." in text
        assert re.search(r"Passage \d+ was removed on 2 March 2017\.", text)
    (talks,) = (item for item in archives["toy"].transcripts if item.slug == "2031-03-04-holt-wren")
    for suffix in ("txt", "md"):
        text = make(archives["toy"], talks, suffix).decode()
        assert "…" in text
        assert "Mr Wren spoke here; the words are not in the text." in text
        assert "answer (speaking after Tomas Wren)" in text
    (quay,) = archives["people"].transcripts
    text = make(archives["people"], quay, "txt").decode()
    assert "Wang Yi, answer (through an interpreter):" in text
    assert "Dov Amit (Radio Nine), question:" in text, "what the note says of who asks is said once"


# --- Tables ---


def test_a_table_is_one_that_spreadsheets_open_as_it_is(archives: dict[str, Archive]) -> None:
    content = make(archives["hostile"], archives["hostile"].transcripts[0], "csv")
    assert content.startswith(b"\xef\xbb\xbfid,"), "Excel reads UTF-8 where it is told so"
    assert content.count(b"\r\n") == content.count(b"\n") == len(HOSTILE) + 1
    cells = [cell for row in csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")) for cell in row]
    assert [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))] == [], "nothing is worked out"
    assert "''=1+1 is no harbour, +49 and @harbour" in cells
    assert "'- The harbour, yes; '- the harbour, no" in cells


def test_lists_stand_in_a_cell_with_bars_between(archives: dict[str, Archive]) -> None:
    (talks,) = (item for item in archives["toy"].transcripts if item.slug == "2031-03-04-holt-wren")
    content = make(archives["toy"], talks, "csv").decode("utf-8-sig")
    row = list(csv.DictReader(io.StringIO(content, newline="")))[4]
    assert row["about"] == "harbour | night-train"
    assert (row["speaker"], row["speakers"], row["addressed_to"]) == ("Journalist", "", "tomas-wren")
    assert row["gap"].startswith("Mr Wren spoke here")
    lines = make(archives["toy"], talks, "jsonl").decode().splitlines()
    assert json.loads(lines[4])["about"] == ["harbour", "night-train"]


def test_footnotes_slips_and_dates_follow_the_words(real_archive: Archive) -> None:
    (transcript,) = real_archive.transcripts
    rows = [json.loads(line) for line in make(real_archive, transcript, "jsonl").splitlines()]
    footnotes = [note for row in rows for note in row["footnotes"]]
    assert len(footnotes) == len(transcript.record.footnotes) > 0
    assert all("Source" in note for note in footnotes)
    assert sum(len(row["slips"]) for row in rows) == len(transcript.record.slips)
    assert any("2016-07-14" in row["dates"] for row in rows)


@pytest.mark.parametrize("site", [SITE, Site("Toy")])
def test_a_data_package_says_what_stands_in_the_tables(archives: dict[str, Archive], site: Site) -> None:
    files = {one.path: one for one in draft_downloads(archives["real"], site)}
    tables = {one.path: one for one in draft_tables(archives["real"], site)}
    for path, file in files.items():
        if path.endswith("datapackage.json"):
            package = json.loads(file.make())
            assert re.fullmatch(r"[a-z0-9-]+", package["name"])
            assert package["sources"][0]["title"].startswith("Ministry of Foreign Affairs")
            assert "licenses" not in package, "the words are under none that is known"
            assert "belong to those who published them" in package["description"]
            assert package.get("homepage", "").startswith("https" if site.address else "")
            for resource in package["resources"]:
                own = (files | tables)[path.replace("datapackage.json", resource["path"])]
                check_resource(resource, finish(own).content)


TYPES = {
    "string": lambda value: isinstance(value, str),
    "integer": lambda value: isinstance(value, int),
    "date": lambda value: bool(date.fromisoformat(value)),
    "list": lambda value: isinstance(value, list),
}


def check_resource(resource: dict[str, object], content: bytes) -> None:
    """The fields are those of the table, in order, and each value is as its field says."""
    fields = resource["schema"]["fields"]  # type: ignore[index]
    names = [field["name"] for field in fields]
    if resource["format"] == "csv":
        assert content.decode("utf-8-sig").partition("\r\n")[0].split(",") == names
        return
    for line in content.splitlines():
        row = json.loads(line)
        assert list(row) == names
        for field in fields:
            value, rules = row[field["name"]], field.get("constraints", {})
            assert value not in (None, "") if rules.get("required") else True
            assert value is None or TYPES[field["type"]](value), field["name"]
            assert value in rules.get("enum", [value])
