"""Topics in numbers: every number of the tables, counted again from the exported passages."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from itertools import combinations
from pathlib import Path
from posixpath import normpath
from typing import Any, TypeAlias

import pytest
from corpus import BOTH, HARBOUR, add_event, render_files
from lxml import html
from ontherecord.archive.accept import accept_transcripts
from ontherecord.archive.build import build_archive
from ontherecord.archive.model import Archive
from ontherecord.pages.charts import PAGE_LIMIT

Page: TypeAlias = html.HtmlElement
Row: TypeAlias = Mapping[str, Any]

COLUMNS = ["Statement", "Question", "Answer", "Other answer", "All"]


class Site:
    """The chart pages of an archive and its passages, as exported."""

    def __init__(self, archive: Archive) -> None:
        files = render_files(archive)
        content = {file.path: file.text for file in files}
        self.passages: list[Row] = json.loads(content["data/passages.json"])
        self.titles = {topic.id: topic.title for topic in archive.topics}
        self.pages = {
            path.removesuffix("index.md"): html.fragment_fromstring(text.split("---\n", 2)[2])
            for path, text in content.items()
            if path.startswith("charts/") and path.endswith("index.md")
        }

    @property
    def first(self) -> Page:
        return self.pages["charts/"]


@pytest.fixture(scope="module")
def real(real_archive: Archive) -> Site:
    return Site(real_archive)


def build(root: Path) -> Site:
    archive, problems = build_archive(root)
    assert archive, [str(problem) for problem in problems]
    return Site(archive)


# --- The numbers, counted again ---


def find_way(passages: Sequence[Row], passage: Row, topic: str) -> str:
    """Which column a passage belongs to, by the kinds of the turns alone."""
    if passage["kind"] != "answer":
        return "Statement" if passage["kind"] == "statement" else "Question"
    turn = max(
        item["turn"] for item in passages if item["kind"] == "question" and item["turn"] < passage["turn"]
    )
    asked = {about for item in passages if item["turn"] == turn for about in item["about"]}
    return "Answer" if topic in asked else "Other answer"


def count_ways(passages: Sequence[Row]) -> dict[str, Counter[str]]:
    """For each topic how many passages each column has."""
    found: dict[str, Counter[str]] = {}
    for passage in passages:
        of_event = [item for item in passages if item["transcript"] == passage["transcript"]]
        for topic in passage["about"]:
            found.setdefault(topic, Counter()).update([find_way(of_event, passage, topic), "All"])
    return found


def count_pairs(passages: Sequence[Row]) -> Counter[frozenset[str]]:
    return Counter(frozenset(pair) for item in passages for pair in combinations(item["about"], 2))


def expand(ranges: str) -> list[str]:
    """The numbers of "3, 5–7"."""
    found = []
    for part in ranges.split(","):
        first, _, last = part.strip().partition("–")
        found += [str(number) for number in range(int(first), int(last or first) + 1)]
    return found


# --- The tables, read ---


def read_section(page: Page, section: str) -> Page:
    (found,) = page.xpath(f"//section[@aria-labelledby='{section}']")
    return found


def read_words(item: Page) -> str:
    return " ".join(item.text_content().split())


def read_number(cell: Page) -> int:
    return int(read_words(cell).split()[0].replace(",", "") if read_words(cell) else 0)


def read_raised(section: Page) -> dict[str, dict[str, int]]:
    (table,) = section.xpath(".//table[contains(@class, 'chart--raised')]")
    heads = [read_words(item) for item in table.xpath("./thead//th")]
    assert heads == ["Topic", *COLUMNS]
    return {
        read_words(row.xpath("./th//a/span[last()]")[0]): dict(
            zip(COLUMNS, map(read_number, row.xpath("./td")), strict=True)
        )
        for row in table.xpath("./tbody/tr")
    }


def read_grid(section: Page) -> dict[tuple[str, str], int]:
    (table,) = section.xpath(".//table[contains(@class, 'chart--grid')]")
    columns = [read_words(item) for item in table.xpath("./thead//th/span[@class='unseen']")]
    found = {}
    for row in table.xpath("./tbody/tr"):
        name = read_words(row.xpath("./th/span[@class='row-name']")[0])
        for column, cell in zip(columns, row.xpath("./td"), strict=True):
            found[name, column] = read_number(cell)
    return found


def check_numbers(section: Page, passages: Sequence[Row], titles: Mapping[str, str]) -> None:
    """The tables of a section say what the passages say."""
    ways = count_ways(passages)
    assert read_raised(section) == {
        titles[topic]: {column: counts[column] for column in COLUMNS} for topic, counts in ways.items()
    }
    pairs = count_pairs(passages)
    assert read_grid(section) == {
        (titles[one], titles[other]): ways[one]["All"] if one == other else pairs[frozenset((one, other))]
        for one in ways
        for other in ways
    }


# --- The real transcript ---


def test_every_number_of_the_event_is_right(real: Site) -> None:
    section = read_section(real.first, real.passages[0]["transcript"])
    check_numbers(section, real.passages, real.titles)


def test_what_a_reader_of_the_transcript_knows(real: Site) -> None:
    raised = read_raised(read_section(real.first, real.passages[0]["transcript"]))
    # Turkey comes up in questions only; Libya in an answer on Syria; Ukraine in the statement alone.
    assert raised["Turkey"] == {"Statement": 0, "Question": 2, "Answer": 2, "Other answer": 0, "All": 4}
    assert raised["Libya"] == {"Statement": 0, "Question": 0, "Answer": 0, "Other answer": 1, "All": 1}
    assert raised["Ukraine"]["Statement"] == raised["Ukraine"]["All"] == 2
    assert list(raised)[:2] == ["Syria", "Terrorism"]


def test_each_number_names_and_leads_to_the_passages_that_it_counts(real: Site) -> None:
    slug = real.passages[0]["transcript"]
    ids = {title: topic for topic, title in real.titles.items()}
    section = read_section(real.first, slug)
    checked = 0
    for row in section.xpath(".//table[contains(@class, 'chart--raised')]/tbody/tr"):
        topic = ids[read_words(row.xpath("./th//a/span[last()]")[0])]
        for column, cell in zip(COLUMNS, row.xpath("./td"), strict=True):
            for ranges in cell.xpath("./span[@class='range']"):
                numbers = [
                    item["anchor"][1:]
                    for item in real.passages
                    if topic in item["about"] and find_way(real.passages, item, topic) == column
                ]
                assert expand(read_words(ranges)) == numbers
                assert ranges.xpath("./a/@href")[0] == f"../transcripts/{slug}/#p{numbers[0]}"
                checked += 1
    assert checked > 9


def test_the_table_of_turns_adds_up(real: Site) -> None:
    section = read_section(real.first, real.passages[0]["transcript"])
    (table,) = section.xpath(".//table[contains(@class, 'chart--turns')]")
    kinds = [read_words(item).split()[0] for item in table.xpath("./thead/tr[2]/th")]
    assert kinds == ["Statement", "Question", "Answer", "Question", "Answer", "Question", "Answer"]
    ids = {title: topic for topic, title in real.titles.items()}
    for row in table.xpath("./tbody/tr"):
        topic = ids[read_words(row.xpath("./th/span[@class='row-name']")[0])]
        counts = Counter(item["turn"] for item in real.passages if topic in item["about"])
        assert [read_number(cell) for cell in row.xpath("./td")] == [counts[turn] for turn in range(1, 8)]


def test_each_pair_of_the_list_is_one_of_the_grid_and_leads_to_its_passages(real: Site) -> None:
    section = read_section(real.first, real.passages[0]["transcript"])
    goals = {f"#{item}" for item in section.xpath(".//ul[@class='pairs']/li/@id")}
    assert goals == set(
        section.xpath(".//table[contains(@class, 'chart--grid')]//td[contains(@class, 'tint')]/a/@href")
    )
    together = [
        (
            [read_words(title) for title in item.xpath(".//*[@class='badge']/span[last()]")],
            expand(read_words(item.xpath(".//*[@class='range']")[0])),
        )
        for item in section.xpath(".//ul[@class='pairs']/li")
    ]
    ids = {title: topic for topic, title in real.titles.items()}
    for topics, numbers in together:
        first, second = (ids[title] for title in topics)
        both = [item["anchor"][1:] for item in real.passages if {first, second} <= set(item["about"])]
        assert numbers == both
    assert len(together) == len(count_pairs(real.passages))


def test_bars_of_one_table_have_one_scale(real: Site) -> None:
    section = read_section(real.first, real.passages[0]["transcript"])
    ends = {}
    for row in section.xpath(".//table[contains(@class, 'chart--raised')]/tbody/tr"):
        starts = [
            re.match(r"M([\d.]+) [\d.]+h([\d.]+)", path) for path in row.xpath(".//svg[@class]/path/@d")
        ]
        end = max(float(start[1]) + float(start[2]) for start in starts if start)
        ends[read_number(row.xpath("./td")[-1])] = end
    longest = max(ends)
    for count, end in ends.items():
        assert end == pytest.approx(300 * count / longest, abs=4)


def test_the_page_says_whose_words_it_can_not_count(real: Site) -> None:
    words = read_words(real.first)
    assert "Mr Kerry’s words are not in the text and cannot be counted." in words
    assert "37 passages, 4 of them procedural, about no topic: 1–2, 4, 11." in words


def test_tables_have_captions_and_headings_that_a_screen_reader_uses(real: Site) -> None:
    tables = real.first.xpath("//table")
    assert tables
    for table in tables:
        assert read_words(table.xpath("./caption")[0])
        assert all(item.get("scope") for item in table.xpath(".//th"))
        assert len(table.xpath("./tbody/tr/th[@scope='row']")) == len(table.xpath("./tbody/tr"))
    ids = [str(item) for item in real.first.xpath("//@id")]
    assert len(ids) == len(set(ids))


# --- Many transcripts ---


def follow(site: Site, address: str) -> set[str]:
    """The pages to which a reader comes by the years, and by the pages of a year."""
    found: set[str] = set()
    waiting = [address]
    while waiting:
        here = waiting.pop()
        if here not in found:
            found.add(here)
            links = read_section(site.pages[here], "other-years").xpath(".//a/@href")
            waiting += [normpath(f"{here}{link}") + "/" for link in links]
    return found


def test_one_transcript_needs_no_sums(real: Site) -> None:
    assert not real.first.xpath("//section[@aria-labelledby='whole']")


def test_the_sums_of_an_archive_are_those_of_its_events(toy: Path) -> None:
    site = build(toy)
    check_numbers(read_section(site.first, "whole"), site.passages, site.titles)
    for slug in {item["transcript"] for item in site.passages}:
        of_event = [item for item in site.passages if item["transcript"] == slug]
        ways = count_ways(of_event)
        sections = [page.xpath(f"//section[@aria-labelledby='{slug}']") for page in site.pages.values()]
        (section,) = [item for found in sections for item in found]
        raised = read_raised(section)
        assert {title: row["All"] for title, row in raised.items()} == {
            site.titles[topic]: counts["All"] for topic, counts in ways.items()
        }


def test_the_first_page_leads_to_all_others_and_each_event_is_on_the_page_of_its_year(toy: Path) -> None:
    for number in range(4):
        add_event(toy, date(2050, 1, 1) + timedelta(days=number), [HARBOUR, *[BOTH] * (PAGE_LIMIT // 2)])
    accept_transcripts(toy, [])
    site = build(toy)
    shown = [
        slug
        for address, page in site.pages.items()
        if address != "charts/"
        for slug in page.xpath("//section/@aria-labelledby[not(. = 'other-years')]")
    ]
    assert sorted(shown) == sorted({item["transcript"] for item in site.passages})
    assert follow(site, "charts/") == site.pages.keys()
    check_numbers(read_section(site.first, "whole"), site.passages, site.titles)
