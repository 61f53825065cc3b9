"""The index of names and its pages, names in the words, and the data files on them, as readers see them."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path

import pytest
from corpus import REAL_SLUG, ROOT, add_event, build_docs, empty_archive, make_project
from lxml import html
from ontherecord import urls
from ontherecord.archive.accept import accept_transcripts
from ontherecord.archive.build import build_archive
from ontherecord.archive.model import Archive
from ontherecord.archive.name_index import build_names, find_excerpt
from ontherecord.pages.names import build_sections
from ontherecord.subjects.passages import Mention, Passage, Texts

TRANSCRIPT = f"transcripts/{REAL_SLUG}/"


@pytest.fixture(scope="module")
def docs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    return build_docs(make_project(ROOT, tmp_path_factory.mktemp("names") / "real"))


def read(docs: dict[str, bytes], address: str) -> html.HtmlElement:
    return html.document_fromstring(docs[f"{address}index.md"].decode().partition("\n---\n")[2])


def follow(address: str, href: str) -> str:
    """The address below the site's root that a link on a page leads to."""
    parts = [part for part in address.split("/") if part]
    for part in href.partition("#")[0].split("/"):
        if part == "..":
            parts.pop()
        elif part not in ("", "."):
            parts.append(part)
    return "".join(f"{part}/" for part in parts)


def words_of(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


# --- names in the words ----------------------------------------------------------------------------------


def test_each_name_is_a_link_at_its_first_mention_and_the_words_are_unchanged(
    docs: dict[str, bytes], real_archive: Archive
) -> None:
    page = read(docs, TRANSCRIPT)
    for passage in real_archive.transcripts[0].passages:
        (element,) = page.xpath(f"//p[@id='{passage.anchor}'][@data-passage]")
        assert element.text_content() == passage.text
        links = [(link.text_content(), follow(TRANSCRIPT, link.get("href"))) for link in element.xpath("./a")]
        first = {one.entity: one for one in reversed(passage.mentions)}
        assert links == [
            (passage.text[one.start : one.end], f"names/{one.entity}/")
            for one in passage.mentions
            if one is first[one.entity]
        ]
        assert all(set(link.attrib) == {"class", "href"} for link in element.xpath("./a")), "no more markup"


def test_names_are_links_on_the_topic_pages_too(docs: dict[str, bytes]) -> None:
    address = "topics/nagorno-karabakh/"
    page = read(docs, address)
    (passage,) = page.xpath(f"//*[@data-passage='{REAL_SLUG}/p13']")
    linked = {link.text_content(): follow(address, link.get("href")) for link in passage.xpath("./a")}
    assert linked["OSCE Minsk Group"] == "names/osce-minsk-group/"
    assert "the Group" not in linked, "it was named before"


def test_a_topic_lists_the_names_of_its_passages(docs: dict[str, bytes]) -> None:
    address = "topics/nagorno-karabakh/"
    items = read(docs, address).xpath("//section[@aria-labelledby='names']//li")
    listed = {words_of(item): follow(address, item.xpath("./a/@href")[0]) for item in items}
    assert listed["OSCE Minsk Group 1"] == "names/osce-minsk-group/"
    assert listed["Yerevan 1"] == "names/yerevan/"
    assert len(listed) == 15


def test_a_page_with_names_loads_what_shows_them(docs: dict[str, bytes]) -> None:
    for address in (TRANSCRIPT, "topics/syria/", ""):
        front = docs[f"{address}index.md"].decode().partition("\n---\n")[0]
        assert '"assets/js/names.js"' in front


# --- the index -------------------------------------------------------------------------------------------


def test_the_index_has_every_name_once_under_its_kind(docs: dict[str, bytes], real_archive: Archive) -> None:
    page = read(docs, urls.NAMES)
    headings = [words_of(item) for item in page.xpath("//section/h2")]
    assert headings == ["People", "Organisations and groups", "Places", "Documents and formats", "Events"]
    links = [follow(urls.NAMES, href) for href in page.xpath("//a[@class='entry-name']/@href")]
    assert sorted(links) == sorted(f"names/{entity}/" for entity in real_archive.entities)
    jumps = page.xpath("//nav[@class='jumps']//a/@href")
    assert [jump[1:] for jump in jumps] == page.xpath("//section/h2/@id")


def test_a_line_of_the_index(docs: dict[str, bytes]) -> None:
    lines = [words_of(item) for item in read(docs, urls.NAMES).xpath("//ul[@class='index']/li")]
    assert "Kerry, John , 9 passages: 3, 12–13, 16, 20, 22, 26–27, 36" in lines
    assert any(line.startswith("Kyiv also Kiev , 1 passage") for line in lines)
    assert any(line.startswith("Qadhafi, Muammar also Muammar Gaddafi, Muammar Qaddafi") for line in lines)
    assert not any("NK" in line or "Mr " in line or ", see " in line for line in lines)


def test_names_that_only_readers_type_stand_on_no_page(docs: dict[str, bytes], real_archive: Archive) -> None:
    for entity in real_archive.entities.values():
        facts = read(docs, f"names/{entity.id}/").xpath("//dl[@class='facts']//dd/text()")
        printed = {name for fact in facts for name in fact.split("; ")}
        assert not printed & set(entity.typed)


def test_the_entries_stand_in_alphabetical_order(real_archive: Archive) -> None:
    for section in build_sections(build_names(real_archive)):
        words = [urls.slug_of(entry.text) for _, entries in section.letters for entry in entries]
        # As people sort: 9/11 before 11 September.
        assert words == sorted(
            words, key=lambda text: re.sub(r"\d+", lambda number: number[0].zfill(9), text)
        )


# --- the page of a name ----------------------------------------------------------------------------------


def test_the_page_of_a_name_has_every_passage_that_names_it(
    docs: dict[str, bytes], real_archive: Archive
) -> None:
    for entity in real_archive.entities.values():
        address = f"names/{entity.id}/"
        page = read(docs, address)
        shown = [number.get("href").partition("#")[2] for number in page.xpath("//a[@class='number']")]
        naming = [
            passage.anchor
            for passage in real_archive.transcripts[0].passages
            if entity.id in {mention.entity for mention in passage.mentions}
        ]
        assert shown == naming
        assert words_of(page.xpath("//h1")[0]) == entity.name
        assert entity.description in words_of(page.xpath("//header")[0])
        texts = {f"{REAL_SLUG}/{item.anchor}": item.text for item in real_archive.transcripts[0].passages}
        for whole in page.xpath("//*[@data-passage]"):
            assert whole.text_content() == texts[whole.get("data-passage")], "an excerpt is no passage"


def test_a_row_shows_the_words_around_the_name(docs: dict[str, bytes]) -> None:
    page = read(docs, "names/issg/")
    rows = {row.xpath("./a")[0].text_content(): row for row in page.xpath("//div[@class='mention-row']")}
    marked = {number: [item.text_content() for item in row.xpath(".//mark")] for number, row in rows.items()}
    assert marked["26"] == ["International Syria Support Group"] * 2 + ["the Group"]
    assert marked["5"] == ["International Syria Support Group (ISSG)", "ISSG"]
    assert "by the editor: The International Syria Support Group, named" in words_of(rows["26"])
    assert words_of(rows["34"]).startswith("34 Sergey Lavrov answer … These groups are our common enemies.")


def test_the_facts_of_a_name(docs: dict[str, bytes]) -> None:
    def facts(entity: str) -> dict[str, str]:
        page = read(docs, f"names/{entity}/")
        return {
            words_of(row.xpath("./dt")[0]): words_of(row.xpath("./dd")[0])
            for row in page.xpath("//dl[@class='facts']/div")
        }

    assert facts("resolution-2254")["Symbol"] == "S/RES/2254 (2015)"
    assert facts("syria")["Code"] == "SY (ISO 3166-1)"
    assert facts("syria")["Kind"] == "State"
    assert facts("issg")["Named in"] == "6 passages, 1 transcript"
    assert "ISIL; ISIS; Daesh" in facts("islamic-state")["Also"]
    assert facts("sergey-lavrov")["Speaks at"] == "15 July 2016, Lavrov and Kerry, Moscow"
    assert facts("sergey-lavrov")["Speaks in"] == "33 passages"
    assert facts("john-kerry")["Also spoke, not in the text"] == "15 July 2016, Lavrov and Kerry, Moscow"


def test_the_topics_of_a_name(docs: dict[str, bytes]) -> None:
    page = read(docs, "names/issg/")
    assert words_of(page.xpath("//p[@class='name-topics']")[0]) == (
        "Named in passages about SYSyria 6 TETerrorism 2"
    )


def test_an_excerpt_is_of_the_passage_and_has_every_name_in_its_stretches() -> None:
    text = " ".join(f"w{number}" for number in range(400))
    spans = [(0, 2), (500, 503), (540, 544), (1200, 1205), (1800, 1804)]
    named = tuple(Mention(start, end, "x", None) for start, end in spans)
    passage = Passage("t", "p1", Texts.join([text]), 0, 1, 1, (), (*named, Mention(300, 303, "y", None)), ())
    pieces = find_excerpt(passage, "x")
    shown = "".join(piece.text for piece in pieces)
    assert [piece.text for piece in pieces if piece.marked] == [text[start:end] for start, end in spans[:4]]
    stretches = [part.strip() for part in shown.split("…") if part.strip()]
    assert len(stretches) == 3
    assert all(f" {part} " in f" {text} " for part in stretches), "whole words, as they stand"
    assert shown.endswith("…")
    assert not shown.startswith("…")


# --- data files ------------------------------------------------------------------------------------------


def test_the_mentions_file_maps_back_to_the_words(docs: dict[str, bytes]) -> None:
    texts = {row["id"]: row for row in json.loads(docs["data/passages.json"])}
    entities = {row["id"]: row for row in json.loads(docs["data/entities.json"])}
    rows = json.loads(docs["data/mentions.json"])
    assert len(rows) > 100
    named: dict[str, list[str]] = {}
    for row in rows:
        assert texts[row["passage"]]["text"][row["start"] : row["end"]] == row["words"]
        named.setdefault(row["passage"], []).append(row["entity"])
    for passage, row in texts.items():
        assert row["entities"] == list(dict.fromkeys(named.get(passage, [])))
    for entity, row in entities.items():
        assert row["passages"] == [passage for passage in texts if entity in named.get(passage, [])]
    assert [row["words"] for row in rows if row["reason"]] == [
        "Palestinian",
        "report",
        "the Group",
        "yesterday’s terrorist attack",
        "the Group",
    ]


def test_each_name_has_a_card_for_the_script(docs: dict[str, bytes], real_archive: Archive) -> None:
    cards = {path for path in docs if path.startswith("data/names/")}
    assert cards == {f"data/names/{entity}.json" for entity in real_archive.entities}
    card = json.loads(docs["data/names/kyiv.json"])
    assert card["name"] == "Kyiv"
    assert card["kind"] == "place"
    assert card["passages"] == 1


# --- addresses are permanent -----------------------------------------------------------------------------


def test_a_name_that_was_called_otherwise_leads_on(real: Path) -> None:
    path = real / "data/entities.yml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("  - id: kyiv\n", "  - id: kyyiv\n    was: [kyiv]\n"), encoding="utf-8")
    with (real / "data/published.txt").open("a", encoding="utf-8") as ledger:
        ledger.write("names/kyyiv/\n")
    docs = build_docs(real)
    assert "names/kyyiv/" in words_of(read(docs, "names/kyiv/")) or read(docs, "names/kyiv/").xpath(
        "//a[contains(@href, '../kyyiv/')]"
    )


def test_a_published_name_can_not_be_taken_away(real: Path) -> None:
    path = real / "data/entities.yml"
    text = path.read_text(encoding="utf-8")
    without = re.sub(r"  - id: yerevan\n(?:    .*\n)+", "", text)
    assert without != text
    path.write_text(without, encoding="utf-8")
    _, problems = build_archive(real)
    (problem,) = [str(item) for item in problems]
    assert "names/yerevan/ was published and would break" in problem


def test_a_name_that_was_corrected_away_keeps_its_page(real: Path) -> None:
    text = real / f"data/transcripts/{REAL_SLUG}/transcript.txt"
    text.write_text(
        text.read_text(encoding="utf-8").replace("Yerevan and Baku", "the capitals"), encoding="utf-8"
    )
    _, problems = accept_transcripts(real, [REAL_SLUG], day=date(2017, 3, 2))
    assert problems == []
    page = read(build_docs(real), "names/yerevan/")
    assert "No passage names Yerevan; the words that did have been corrected." in words_of(page)


# --- many transcripts ------------------------------------------------------------------------------------


def test_the_index_of_many_events_names_the_newest_and_counts_the_rest(toy: Path) -> None:
    empty_archive(toy)
    for month in range(1, 7):
        add_event(toy, date(2043, month, 1), ["The harbour and the Ferry Board are open."] * 10 * month)
    accept_transcripts(toy, [])
    page = read(build_docs(toy), urls.NAMES)
    (line,) = [words_of(item) for item in page.xpath("//ul[@class='index']/li") if "Ferry" in words_of(item)]
    assert line.replace(" ;", ";") == (
        "Ferry Board , 210 passages: 1 June 2043 1–60; 1 May 2043 1–50; 1 April 2043 1–40"
        " and 3 earlier events"
    )
