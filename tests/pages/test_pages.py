"""Pages: the toy corpus in, every generated file out; then what a reader of a large archive relies on."""

from __future__ import annotations

import gzip
import shutil
from datetime import date, timedelta
from pathlib import Path
from posixpath import normpath
from typing import TypeAlias

import pytest
from corpus import (
    BOTH,
    GOLDENS,
    HARBOUR,
    HOW_TO_UPDATE,
    ROOT,
    TOY,
    UPDATE,
    add_event,
    apply_step,
    build_docs,
    build_pages,
    compare_with_golden,
    empty_archive,
    forget_published,
    make_project,
    read_docs,
)
from lxml import html
from ontherecord.archive.accept import accept_transcripts
from ontherecord.pages import transcripts
from ontherecord.pages.topics import PAGE_LIMIT
from ontherecord.site.pipeline import find_pages

PAGES = GOLDENS / "pages"
Page: TypeAlias = html.HtmlElement


@pytest.fixture(scope="module")
def toy_pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Page]:
    return build_pages(make_project(TOY, tmp_path_factory.mktemp("project") / "toy"))


@pytest.fixture(scope="module")
def real_pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Page]:
    return build_pages(make_project(ROOT, tmp_path_factory.mktemp("project") / "real"))


def read_text(page: Page, path: str) -> list[str]:
    """The words of each element at an XPath, white space folded."""
    return [" ".join(item.text_content().split()) for item in page.xpath(path)]


def list_passages(page: Page, section: str) -> list[str]:
    """The ids of the passages in the section whose heading has an id, by the links of their numbers."""
    links = page.xpath(f"//section[@aria-labelledby='{section}']//a[@class='number']/@href")
    return [link.partition("transcripts/")[2].replace("/#", "/") for link in links]


def list_related(page: Page) -> dict[str, str]:
    """Each related topic's address with what is said of it."""
    found = {}
    for link in page.xpath("//section[@aria-labelledby='related-topics']//li/a"):
        (words,) = link.itersiblings()
        found[link.get("href").strip("./")] = words.text_content()
    return found


# --- every file of the toy corpus ------------------------------------------------------------------------


def test_every_generated_file(toy: Path) -> None:
    files = build_docs(toy)
    unpacked = {
        path.removesuffix(".gz"): gzip.decompress(content) if path.endswith(".gz") else content
        for path, content in files.items()
    }
    texts = {path: content.decode() for path, content in unpacked.items() if is_text(content)}
    texts = {path: text for path, text in texts.items() if not path.endswith(TOLD_ELSEWHERE)}
    texts["all-files.txt"] = "".join(f"{path}\n" for path in files)
    if UPDATE:
        shutil.rmtree(PAGES, ignore_errors=True)
    diffs = [compare_with_golden(PAGES / path, text) for path, text in sorted(texts.items())]
    shown = "\n\n".join("\n".join(diff.splitlines()[:40]) for diff in diffs if diff)
    assert not shown, f"\n{shown}\n\n{HOW_TO_UPDATE}"
    assert {path.relative_to(PAGES).as_posix() for path in PAGES.rglob("*") if path.is_file()} == set(texts)


#: One of each of these is a golden of tests/exports/test_xml_downloads.py.
TOLD_ELSEWHERE = (".tei.xml", ".akn.xml", ".rng")


def is_text(content: bytes) -> bool:
    try:
        return "\0" not in content.decode()
    except UnicodeDecodeError:
        return False


def test_the_same_data_gives_the_same_bytes(tmp_path: Path) -> None:
    one, other = (build_docs(make_project(TOY, tmp_path / name)) for name in ("one", "other"))
    assert one == other


def test_only_what_changed_is_written_and_what_is_stale_is_removed(toy: Path) -> None:
    docs = find_pages(toy)
    files = build_docs(toy)
    times = {path: (docs / path).stat().st_mtime_ns for path in files}
    (docs / "index.md").write_text("---\ngenerated: true\n---\n\ntampered", encoding="utf-8")
    (docs / "topics" / "moon").mkdir()
    stale = docs / "topics" / "moon" / "index.md"
    stale.write_text("---\ngenerated: true\n---\n\nstale", encoding="utf-8")

    assert build_docs(toy) == files
    assert not (docs / "topics" / "moon").exists()
    rewritten = [path for path, time in times.items() if (docs / path).stat().st_mtime_ns != time]
    assert rewritten == ["index.md"]


def test_a_transcript_taken_out_takes_its_pages_along(toy: Path) -> None:
    build_docs(toy)
    slug = "2032-06-21-holt"
    shutil.rmtree(toy / "data" / "transcripts" / slug)
    forget_published(toy, slug)
    build_docs(toy)
    assert [path for path in read_docs(toy) if slug in path] == []


# --- what the source leaves out --------------------------------------------------------------------------


def test_a_page_says_where_words_are_left_out(toy_pages: dict[str, Page]) -> None:
    page = toy_pages["transcripts/2031-03-04-holt-wren/"]
    assert read_text(page, "//p[@class='left-out']") == [
        "[…] Mr Wren spoke here; the words are not in the text."
        " The label of passage 6 says “speaking after Tomas Wren”."
    ]
    following = page.xpath("//p[@class='left-out']/following::p[@data-passage]/@id")
    assert following[0] == "p6"


def test_a_page_says_where_a_question_has_no_answer_in_the_source(toy: Path) -> None:
    text = "data/transcripts/2031-03-04-holt-wren/transcript.txt"
    apply_step(toy, {"file": text, "replace": " (speaking after Tomas Wren)", "by": ""})
    accept_transcripts(toy, [], date(2031, 4, 1))
    page = build_pages(toy)["transcripts/2031-03-04-holt-wren/"]
    (note,) = read_text(page, "//p[@class='left-out']")
    assert note == "[…] Put to Mr Wren, whose words are not in the text."
    assert page.xpath("//p[@class='left-out']/following::p[@data-passage]/@id")[0] == "p6"


# --- topics beside the words ------------------------------------------------------------------------------


def test_why_a_passage_stands_under_its_topics_can_be_read_on_the_same_page(
    real_pages: dict[str, Page],
) -> None:
    (row,) = real_pages["topics/syria/"].xpath("//*[contains(@data-passage, '/p6')]/..")
    transcript = real_pages["transcripts/2016-07-15-lavrov-kerry/"]
    (line,) = transcript.xpath("//section[@aria-labelledby='map']/details//li[a[@href='#p6']]")
    for place, path in ((row, ".//details[@class='why']/p"), (line, ".//p")):
        assert read_text(place, path) == [
            "Syria: Decided by the editor: Continues passage 5 on the joint goals in Syria.",
            "Terrorism: Filed by the term “Islamic State”",
        ]
    (listed,) = transcript.xpath("//li[a[@href='#p4']][p or div]")
    assert read_text(listed, ".//p") == [
        "Syria, Middle East settlement, Ukraine, Libya: Decided by the editor:"
        " A list of the subjects discussed; says nothing further of any of them."
    ], "a reason is given once for all that it is the reason of"


def test_every_topic_of_every_passage_has_its_reason_on_the_page_of_the_transcript(
    real_pages: dict[str, Page],
) -> None:
    page = real_pages["transcripts/2016-07-15-lavrov-kerry/"]
    rows = page.xpath("//*[@class='passage'][.//*[@class='topics']]")
    lines = page.xpath("//details[contains(@class, 'reasons')]//li")
    assert len(rows) == len(lines) == 36, "one of the 37 is a form of address"
    for row, line in zip(rows, lines, strict=True):
        assert read_text(row, "./a[@class='number']") == read_text(line, "./a")
        about = read_text(row, ".//a[@class='badge']/span[2]")
        mentioned = read_text(row, ".//p[@class='mentions'][starts-with(., 'mentions')]/a")
        given = [title for bold in read_text(line, ".//b") for title in bold.rstrip(":").split(", ")]
        assert sorted(given) == sorted(about + mentioned)


# --- topic pages of a large archive ----------------------------------------------------------------------


MENTION = "The lake is blue. Lake Ondra, that is, and the water levels. A harbour, too, says the Ferry Board."
LONG = "The harbour is deep. " + "Nobody has measured how deep, and nobody will. " * 20
#: Newest last: how many passages about the harbour each event has.
EVENTS = {
    date(2041, 1, 10): 60,
    date(2041, 2, 10): 60,
    date(2041, 3, 10): 5,
    date(2042, 5, 1): PAGE_LIMIT + 20,
    date(2043, 1, 1): 30,
    date(2043, 6, 1): 30,
}


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Page]:
    """The pages of an archive of six events, three years, and too many passages for a page."""
    root = make_project(TOY, tmp_path_factory.mktemp("project") / "large")
    empty_archive(root)
    for day, count in EVENTS.items():
        add_event(root, day, [MENTION, *[HARBOUR] * (count - 2), BOTH, LONG])
    _, problems = accept_transcripts(root, [])
    assert problems == []
    return build_pages(root)


HARBOUR_PAGES = {
    "topics/harbour/": ["2043-06-01", "2043-01-01"],
    "topics/harbour/2043/": ["2043-06-01", "2043-01-01"],
    "topics/harbour/2042/": ["2042-05-01"],
    "topics/harbour/2041-2/": ["2041-03-10", "2041-02-10"],
    "topics/harbour/2041/": ["2041-01-10"],
}


def test_a_topic_begins_with_the_newest_events_and_every_year_has_pages(large: dict[str, Page]) -> None:
    found = {address: page for address, page in large.items() if address.startswith("topics/harbour/")}
    assert set(found) == set(HARBOUR_PAGES)
    for address, days in HARBOUR_PAGES.items():
        shown = [name.partition("/")[0] for name in list_passages(found[address], "what-was-said")]
        assert list(dict.fromkeys(shown)) == days, "newest first, one event after the other"


def test_each_passage_about_a_topic_is_shown_once_by_year_and_in_order(large: dict[str, Page]) -> None:
    years = [address for address in HARBOUR_PAGES if address != "topics/harbour/"]
    shown = [name for address in years for name in list_passages(large[address], "what-was-said")]
    newest_first = sorted(EVENTS.items(), reverse=True)
    expected = [f"{day}/p{n}" for day, count in newest_first for n in range(2, count + 2)]
    assert shown == expected


def test_a_year_of_a_topic_gives_the_first_words_and_only_the_first_page_the_whole(
    large: dict[str, Page],
) -> None:
    for address in HARBOUR_PAGES:
        page, is_first = large[address], address == "topics/harbour/"
        section = page.xpath("//section[@aria-labelledby='what-was-said']")[0]
        whole = [row for row in section.xpath(".//*[@data-passage]") if row.text_content() == LONG.strip()]
        rows = section.xpath(".//p[not(*)][starts-with(., 'The harbour is deep.')]")
        cut = [row for row in rows if row not in whole]
        assert (len(whole), len(cut)) == ((2, 0) if is_first else (0, len(HARBOUR_PAGES[address])))
        assert all(row.text.endswith("…") and len(row.text) <= 151 for row in cut)
        assert not any("data-passage" in row.attrib for row in cut), "what is cut is not the passage"
        assert bool(section.xpath(".//details[@class='why']")) == is_first
        assert page.xpath("//*[@id='map']"), "an address that was given out"


def test_a_page_of_a_topic_is_no_longer_than_the_limit_allows(large: dict[str, Page]) -> None:
    for address, days in HARBOUR_PAGES.items():
        shown = list_passages(large[address], "what-was-said")
        assert len(shown) <= PAGE_LIMIT or len(days) == 1, "only a single event may be longer"


def show_day(day: str) -> str:
    return f"{date.fromisoformat(day).day} {date.fromisoformat(day):%B %Y}"


def test_the_numbers_on_a_topic_page_are_right(large: dict[str, Page]) -> None:
    for address, days in HARBOUR_PAGES.items():
        # The first page sums up all, that of a year itself.
        told = sorted(days if address != "topics/harbour/" else map(str, EVENTS))
        facts = dict(
            zip(*(read_text(large[address], f"//dl[1]//{tag}") for tag in ("dt", "dd")), strict=True)
        )
        total = sum(EVENTS[date.fromisoformat(day)] for day in told)
        assert facts["About it"] == f"{total} passages"
        assert facts["Only mentioned"] == ("1 passage" if len(told) == 1 else f"{len(told)} passages")
        assert facts["Transcripts"] == str(len(told))
        assert facts["Dates"].startswith(show_day(told[0]))
        assert facts["Dates"].endswith(show_day(told[-1]))
        here = sum(EVENTS[date.fromisoformat(day)] for day in days)
        assert read_text(large[address], "//h2[@id='what-was-said']/small") == [f"{here} passages"]


def test_passages_that_only_mention_a_topic_stand_apart(large: dict[str, Page]) -> None:
    page = large["topics/harbour/"]
    assert list_passages(page, "mentioned-only") == ["2043-06-01/p1", "2043-01-01/p1"]
    assert not set(list_passages(page, "mentioned-only")) & set(list_passages(page, "what-was-said"))


def test_each_page_of_a_topic_leads_to_all_years_and_to_those_of_its_own(large: dict[str, Page]) -> None:
    years = ["topics/harbour/2043/", "topics/harbour/2042/", "topics/harbour/2041/"]
    first, of_2041 = "topics/harbour/", ["topics/harbour/2041-2/", "topics/harbour/2041/"]
    for address in HARBOUR_PAGES:
        links = large[address].xpath("//section[@aria-labelledby='other-years']//a/@href")
        there = [normpath(f"{address}{link}") + "/" for link in links]
        assert there == (
            years if address == first else [first, *years, *(of_2041 if address in of_2041 else [])]
        )
    assert read_text(large[first], "//ul[@class='years']/li") == [
        "2043 2 transcripts",
        "2042 1 transcript",
        "2041 3 transcripts",
    ]


def test_a_list_of_transcripts_too_long_for_a_page_is_divided_by_year(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transcripts, "PAGE_LIMIT", 2)
    root = make_project(TOY, tmp_path / "project")
    empty_archive(root)
    days = [date(2041, 1, 1), date(2041, 2, 1), date(2041, 3, 1), date(2042, 1, 1), date(2043, 1, 1)]
    for day in days:
        add_event(root, day, [MENTION])
    assert accept_transcripts(root, [])[1] == []
    pages = build_pages(root)

    def list_linked(address: str) -> list[str]:
        return [normpath(f"{address}{link}") + "/" for link in pages[address].xpath("//h3/a/@href")]

    first = pages["transcripts/"]
    assert list_linked("transcripts/") == ["transcripts/2043-01-01/", "transcripts/2042-01-01/"]
    assert read_text(first, "//ul[@class='years']/li") == [
        "2043 1 transcript",
        "2042 1 transcript",
        "2041 3 transcripts",
    ]
    assert first.xpath("//section[@aria-labelledby='y2042'] and //li[@id='y2041']"), "links to years hold"
    assert list_linked("years/2041/") == ["transcripts/2041-02-01/", "transcripts/2041-01-01/"]
    assert list_linked("years/2041-2/") == ["transcripts/2041-03-01/"]
    assert read_text(pages["years/2041/"], "//ul[@class='plain']/li") == [
        "2041-2 1 transcript, 1 March 2041",
        "2041 2 transcripts, 1 January 2041 to 1 February 2041",
    ]


def test_a_later_transcript_leaves_the_pages_of_years_before_it_as_they_are(tmp_path: Path) -> None:
    root = make_project(TOY, tmp_path / "project")
    asked = "Has the harbour a night train?"
    for year in (2041, 2042):
        add_event(root, date(year, 5, 1), [HARBOUR, f"Question: {asked}", *[asked] * PAGE_LIMIT])
    assert accept_transcripts(root, [])[1] == []
    before = build_docs(root)
    add_event(root, date(2042, 7, 1), [HARBOUR, f"Question: {asked}", *[asked] * PAGE_LIMIT])
    assert accept_transcripts(root, [])[1] == []
    after = build_docs(root)
    old = [path for path in before if "/2041/" in path and path.endswith("index.md")]
    assert {path.partition("/")[0] for path in old} >= {"topics", "charts", "questions"}
    assert {path for path in old if before[path] != after[path]} == set()


def test_the_home_page_counts_and_the_list_is_by_year(large: dict[str, Page]) -> None:
    card = next(text for text in read_text(large[""], "//li[@class='card']") if "Harbour" in text)
    assert card.endswith(f"{sum(EVENTS.values())} passages, from 2041")
    page = large["transcripts/"]
    assert read_text(page, "//h2") == ["2043", "2042", "2041"]
    days = [href.strip("./") for href in page.xpath("//article//h3/a/@href")]
    assert days == [day.isoformat() for day in sorted(EVENTS, reverse=True)]


def test_the_home_page_lists_the_newest_transcripts_and_leads_to_the_rest(toy: Path) -> None:
    for number in range(5):
        add_event(toy, date(2050, 1, 1) + timedelta(days=number), [HARBOUR])
    accept_transcripts(toy, [])
    home = build_pages(toy)[""]
    entries = home.xpath("//article//h3/a/@href")
    assert entries == [
        *(f"transcripts/2050-01-0{day}/" for day in range(5, 0, -1)),
        "transcripts/2032-11-09-wren/",
    ]
    assert "All 8 transcripts" in home.text_content()


def test_a_topic_that_nothing_is_about_has_a_page_that_says_so(toy: Path) -> None:
    topics = "data/topics.yml"
    apply_step(toy, {"file": topics, "append": NEW_TOPIC})
    page = build_pages(toy)["topics/moon/"]
    assert "No passage is about this topic." in page.text_content()
    assert list_passages(page, "what-was-said") == []


NEW_TOPIC = """
  - id: moon
    title: Moon
    code: MO
    colour: steel
    line: The moon.
    scope: The moon.
    terms: [moon]
"""


# --- from topic to topic ---------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["toy_pages", "real_pages"])
def test_relations_are_the_same_seen_from_both_sides(name: str, request: pytest.FixtureRequest) -> None:
    pages: dict[str, Page] = request.getfixturevalue(name)
    related = {
        address.split("/")[1]: list_related(page)
        for address, page in pages.items()
        if address.count("/") == 2 and address.startswith("topics/")
    }
    assert related
    assert any(others for others in related.values())
    for topic, others in related.items():
        assert topic not in others
        for other, words in others.items():
            assert related[other][topic] == words


def test_related_topics_come_with_the_passages_they_share(toy_pages: dict[str, Page]) -> None:
    assert list_related(toy_pages["topics/harbour/"]) == {"night-train": "2 passages about both"}
    assert list_related(toy_pages["topics/lake-ondra/"]) == {}


def test_a_relation_that_the_editor_names_needs_no_passage(toy: Path) -> None:
    topics = "data/topics.yml"
    apply_step(toy, {"file": topics, "replace": "[night-train]", "by": "[night-train, lake-ondra]"})
    pages = build_pages(toy)
    assert list_related(pages["topics/lake-ondra/"]) == {"harbour": "no passage is about both"}
    assert list(list_related(pages["topics/harbour/"])) == ["night-train", "lake-ondra"], "most shared first"


@pytest.mark.parametrize("name", ["toy_pages", "real_pages"])
def test_previous_and_next_lead_through_all_topics(name: str, request: pytest.FixtureRequest) -> None:
    pages: dict[str, Page] = request.getfixturevalue(name)
    order = [link.strip("/") for link in pages["topics/"].xpath("//li[@class='card']/a/@href")]
    assert len(order) > 2
    for number, topic in enumerate(order):
        page = pages[f"topics/{topic}/"]
        before = [f"../{order[number - 1]}/"] if number else []
        after = [f"../{other}/" for other in order[number + 1 : number + 2]]
        assert page.xpath("//a[@rel='prev']/@href") == before
        assert page.xpath("//a[@rel='next']/@href") == after


def test_an_answer_on_a_topic_page_comes_with_its_question(toy_pages: dict[str, Page]) -> None:
    page = toy_pages["topics/night-train/"]
    (answer,) = page.xpath(
        "//*[@data-passage='2031-03-04-holt-wren/p6']/ancestor::div[contains(@class, 'turn')]"
    )
    (question,) = read_text(answer, ".//p[@class='answers']")
    assert question == (
        "In answer to ¶ 5 Will the night train stop at the harbour?,"
        " put to Mr Wren, whose words are not in the text"
    )
    assert answer.xpath(".//p[@class='answers']/a/@href") == ["../../transcripts/2031-03-04-holt-wren/#p5"]


def test_a_passage_passed_over_is_named_in_its_place(toy: Path) -> None:
    add_event(toy, date(2050, 1, 1), [HARBOUR, "Lake Ondra is full.", "Good. The harbour is too.", HARBOUR])
    decisions = "decisions:\n  - {passage: p3, procedural: true, reason: An aside.}\n"
    apply_step(toy, {"file": "data/transcripts/2050-01-01/record.yml", "append": decisions})
    accept_transcripts(toy, [])
    page = build_pages(toy)["topics/harbour/"]
    assert read_text(page, "//p[@class='skipped']")[:2] == [
        "… 2 is about another topic",
        "… 3 only mentions it",
    ]
