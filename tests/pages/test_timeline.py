"""The timeline: what a reader finds on its pages, for one transcript and for many; what an editor may say."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any, TypeAlias

import pytest
from corpus import REAL_SLUG, ROOT, TOY, apply_step, build_docs, list_problems, make_project, render_files
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]
from lxml import html
from ontherecord import urls
from ontherecord.archive.build import build_archive
from ontherecord.archive.model import Archive, Transcript
from ontherecord.data.edtf import parse_edtf
from ontherecord.pages.timeline import (
    PAGE_LIMIT,
    Timeline,
    TimelinePage,
    build_own_page,
    build_timeline,
    show_precision,
    show_short,
    show_when,
)
from ontherecord.pages.timeline_drawing import MOST_MARKS, TimelineDrawing, build_drawings

Page: TypeAlias = html.HtmlElement
RECORD = "data/transcripts/2032-06-21-holt/record.yml"


def parse_page(content: bytes) -> Page:
    return html.fragment_fromstring(content.decode().split("---\n", 2)[2])


@pytest.fixture(scope="module")
def real_files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    return build_docs(make_project(ROOT, tmp_path_factory.mktemp("timeline") / "real"))


@pytest.fixture(scope="module")
def page(real_files: dict[str, bytes]) -> Page:
    return parse_page(real_files["timeline/index.md"])


def multiply(archive: Archive, count: int, apart: int) -> Archive:
    """The archive with so many transcripts like its newest, some days apart, the newest of them first."""
    model = archive.transcripts[0]
    copies = [copy_transcript(model, model.record.date + timedelta(days=apart * n)) for n in range(count)]
    return replace(archive, transcripts=tuple(reversed(copies)))


def copy_transcript(model: Transcript, day: date) -> Transcript:
    slug = day.isoformat()
    turns = {
        turn.number: replace(turn, items=tuple(replace(item, transcript=slug) for item in turn.passages))
        for turn in model.turns
    }
    parts = tuple(
        replace(part, turns=tuple(turns[turn.number] for turn in part.turns), sections=())
        for part in model.parts
    )
    record = model.record.model_copy(update={"date": day})
    return Transcript(slug, record, parts)


@pytest.fixture(scope="module")
def many(real_archive: Archive) -> Archive:
    """Forty conferences, one a fortnight."""
    return multiply(real_archive, 40, 14)


def render_timeline(archive: Archive) -> dict[str, Page]:
    files = render_files(archive, "https://example.org/", "timeline/")
    return {file.path.removesuffix("index.md"): parse_page(file.content) for file in files}


@pytest.fixture(scope="module")
def many_pages(many: Archive) -> dict[str, Page]:
    return render_timeline(many)


def read_text(page: Page, path: str) -> list[str]:
    return [" ".join(item.text_content().split()) for item in page.xpath(path)]


def resolve(address: str, link: str) -> str:
    """The address that a link on a page leads to."""
    from posixpath import normpath

    path, _, fragment = link.partition("#")
    target = normpath(f"{address}{path}") + "/" if path else address
    return f"{target}#{fragment}" if fragment else target


# --- One transcript ---


def test_the_list_gives_every_date_oldest_first(page: Page) -> None:
    headings = read_text(page, "//section[starts-with(@aria-labelledby, 'd')]/h3")
    assert headings == [
        "26 June 1945 a day",
        "11 September 2001 a day",
        "June 2012 a month",
        "18 December 2015 a day",
        "2016 a year",
        "Since January 2016 from that month on",
        "May 2016 a month",
        "June 2016 a month",
        "1 July 2016 a day",
        "14 July 2016 a day",
        "15 July 2016 a day",
    ]


def test_each_date_lists_its_passages_with_the_words_marked(page: Page) -> None:
    (day,) = page.xpath("//section[@aria-labelledby='d2016-07-14']")
    assert read_text(day, ".//a[@class='number']") == ["3", "5", "19", "20"]
    assert day.xpath(".//a[@class='number']/@href")[0] == f"../transcripts/{REAL_SLUG}/#p3"
    assert read_text(day, ".//mark") == [
        *("yesterday", "Yesterday", "yesterday evening", "yesterday", "yesterday’s terrorist attack")
    ]


def test_the_words_around_a_date_are_those_of_the_passage(page: Page, real_archive: Archive) -> None:
    texts = {item.number: item.text for item in real_archive.transcripts[0].passages}
    entries = page.xpath("//li[@class='tl-entry']")
    assert entries
    for entry in entries:
        (number,) = read_text(entry, "./a[@class='number']")
        (words,) = (item.text_content() for item in entry.xpath("./p[@class='tl-words']"))
        for piece in words.split("…"):
            assert piece.strip() in texts[number]


def test_a_name_with_a_date_leads_on_and_an_editor_gives_the_reason(page: Page) -> None:
    (nice,) = page.xpath("//section[@aria-labelledby='d2016-07-14']//li[a='20']")
    assert nice.xpath(".//p[@class='tl-note']/a/@href") == ["../names/nice-attack/"]
    assert read_text(nice, "./p[@class='tl-note']")[1].startswith("Decided by the editor: The attack in Nice")


def test_what_a_speaker_calls_today_is_listed_by_its_numbers(page: Page) -> None:
    (day,) = page.xpath("//section[@aria-labelledby='d2016-07-15']")
    assert read_text(day, ".//li[@class='tl-own']") == [
        "The day of the conference, in passages 3–4, 14, 19–20, 26, 29, 35–36"
    ]
    assert not day.xpath(".//p[@class='tl-words']")


def count_passages(section: Page) -> int:
    """How many passages a date lists, those of the conference's own day as ranges."""
    ranges = [text.partition("–") for text in read_text(section, ".//span[@class='range']/a")]
    spans = sum(int(last or first) - int(first) + 1 for first, _, last in ranges)
    return len(section.xpath(".//li[@class='tl-entry']")) + spans


@pytest.mark.parametrize("frame", ["wide", "medium", "narrow"])
def test_the_drawing_says_what_the_list_says(page: Page, frame: str) -> None:
    (drawing,) = page.xpath(f"//svg[contains(@class, 'tl--{frame}')]")
    marks = drawing.xpath(".//a[@class='tl-mark']")
    said = {mark.get("href").removeprefix("#"): mark.findtext("title") for mark in marks}
    listed = {
        section.get("aria-labelledby"): count_passages(section)
        for section in page.xpath("//section[@class='tl-date']")
    }
    assert {name: int(label.rpartition(": ")[2].split()[0]) for name, label in said.items()} == listed
    assert said["d2016-01--on"] == "since January 2016: 1 passage"


def test_the_precision_can_be_seen(page: Page) -> None:
    (drawing,) = page.xpath("//svg[contains(@class, 'tl--wide')]")

    def signs(name: str) -> tuple[int, int, int]:
        (mark,) = drawing.xpath(f".//a[@href='#{name}']")
        return tuple(len(mark.xpath(path)) for path in ("circle", "rect[@class='tl-bar']", "path"))  # type: ignore[return-value]

    def width(name: str) -> float:
        return float(drawing.xpath(f"string(.//a[@href='#{name}']/rect[@class='tl-bar']/@width)"))

    assert signs("d2016-07-14") == (1, 0, 0)
    assert signs("d2016-05") == (0, 1, 0)
    assert signs("d2016-01--on") == (0, 1, 1)
    assert width("d2016") > 11 * width("d2016-05")


def test_years_without_a_date_are_named(page: Page) -> None:
    (drawing,) = page.xpath("//svg[contains(@class, 'tl--wide')]")
    assert read_text(drawing, ".//text[@class='tl-gap']") == [
        "1946 to 2000: no date",
        "2002 to 2011: no date",
        "2013 and 2014: no date",
    ]


def test_the_transcript_leads_to_its_dates(real_files: dict[str, bytes]) -> None:
    transcript = parse_page(real_files[f"transcripts/{REAL_SLUG}/index.md"])
    assert transcript.xpath("//nav//a[.='Dates']/@href") == ["../../timeline/"]


def test_the_data_file_follows_its_schema_and_its_offsets_the_text(real_files: dict[str, bytes]) -> None:
    rows: list[dict[str, Any]] = json.loads(real_files[urls.DATES_JSON])
    Draft202012Validator(json.loads(real_files["data/schema/dates.schema.json"])).validate(rows)
    texts = {row["id"]: row["text"] for row in json.loads(real_files[urls.PASSAGES_JSON])}
    assert rows
    for row in rows:
        assert texts[row["passage"]][row["start"] : row["end"]] == row["words"]
        when = parse_edtf(row["date"])
        assert row["first"] == when.first.isoformat()
        assert row["last"] == (when.last and when.last.isoformat())


# --- Many transcripts ---


def list_pages(archive: Archive) -> list[TimelinePage]:
    timeline = build_timeline(archive)
    return [*timeline.pages, *(build_own_page(archive, one) for one in timeline.events)]


def test_many_dates_stand_on_pages_of_a_year_or_a_month(many: Archive, many_pages: dict[str, Page]) -> None:
    assert "timeline/2001/" in many_pages
    assert not many_pages["timeline/"].xpath("//li[@class='tl-entry']")
    lists = {address: count_passages(page) for address, page in many_pages.items()}
    pages = {item: count for item, count in lists.items() if "/events/" not in item}
    assert max(count for item, count in pages.items() if item.count("/") == 2) <= PAGE_LIMIT
    entries = sum(year.count for year in build_timeline(many).years)
    assert sum(pages.values()) == entries
    assert sum(count for item, count in lists.items() if "/events/" in item) == entries


def test_each_conference_has_its_dates_on_a_page_of_its_own(
    many: Archive, many_pages: dict[str, Page]
) -> None:
    timeline = build_timeline(many)
    for transcript in many.transcripts:
        address = timeline.find_transcript(transcript.slug)
        assert address == urls.dates(transcript.slug)
        facts = many_pages[address].xpath("//li[@class='tl-entry']/a[@class='number']/@href")
        assert facts
        assert {link.split("#")[0] for link in facts} == {f"../../../transcripts/{transcript.slug}/"}


def test_each_page_has_a_title_of_its_own(many: Archive) -> None:
    (one, *rest) = many.transcripts
    record = one.record.model_copy(update={"short_title": "Another conference"})
    same_day = replace(one, slug="another", record=record)
    pages = list_pages(replace(many, transcripts=(one, same_day, *rest)))
    names = [page.name for page in pages]
    assert len(names) == len(set(names))


def test_the_page_of_one_conference_says_which(many_pages: dict[str, Page]) -> None:
    (address,) = (item for item in many_pages if item.startswith("timeline/events/2016-07-15"))
    assert read_text(many_pages[address], "//h1") == ["Timeline, Lavrov and Kerry, Moscow, 15 July 2016"]


def test_every_link_of_a_drawing_leads_somewhere(many_pages: dict[str, Page]) -> None:
    ids = {f"{address}#{item}" for address, page in many_pages.items() for item in page.xpath("//@id")}
    links = [
        resolve(address, str(link))
        for address, page in many_pages.items()
        for link in page.xpath("//svg//a/@href | //ul[@class='tl-counts']//a/@href")
    ]
    assert links
    assert {link for link in links if link not in ids and link not in many_pages} == set()


def test_ids_are_unique(many_pages: dict[str, Page]) -> None:
    for page in many_pages.values():
        ids = page.xpath("//@id")
        assert len(ids) == len(set(ids))


def test_many_dates_are_drawn_as_counts_that_add_up(many: Archive, many_pages: dict[str, Page]) -> None:
    (drawing,) = many_pages["timeline/"].xpath("//svg[contains(@class, 'tl--narrow')]")
    counts = read_text(drawing, ".//a[@class='tl-cell']/text")
    assert sum(map(int, counts)) == sum(year.count for year in build_timeline(many).years)


def test_a_later_transcript_moves_no_address(many: Archive) -> None:
    fewer = replace(many, transcripts=many.transcripts[5:])
    before, after = ({page.address for page in list_pages(item)} for item in (fewer, many))
    assert before < after
    assert {year.id for year in build_timeline(fewer).years} <= {
        year.id for year in build_timeline(many).years
    }


def test_of_one_date_the_newest_conference_comes_first(many: Archive) -> None:
    years = build_timeline(many).years
    (group,) = (group for year in years for group in year.groups if group.id == "d2001-09-11")
    days = [entry.transcript.record.date for entry in group.entries]
    assert days == sorted(days, reverse=True)
    assert len(days) == len(many.transcripts)


# --- The drawing ---


def draw(archive: Archive) -> tuple[Timeline, tuple[TimelineDrawing, ...]]:
    timeline = build_timeline(archive)
    return timeline, build_drawings(timeline.pages[0], timeline)


def test_no_two_marks_of_a_drawing_overlap(real_archive: Archive) -> None:
    for archive in (real_archive, multiply(real_archive, 2, 9)):
        _, drawings = draw(archive)
        assert len(drawings) == 3
        for drawing in drawings:
            for row in drawing.rows:
                boxes = [(mark.y, mark.x, mark.label_x + 5 * len(mark.label)) for mark in row.marks]
                for number, (y, left, right) in enumerate(boxes):
                    for other, start, end in boxes[:number]:
                        assert y != other or right <= start or end <= left
                    assert right <= drawing.width


def test_marks_stand_where_their_dates_are(real_archive: Archive) -> None:
    _, drawings = draw(real_archive)
    for drawing in drawings:
        row = drawing.rows[-1]
        by_name = {mark.name.split(":")[0]: mark for mark in row.marks}
        assert by_name["May 2016"].x == row.ticks[4].edge
        assert by_name["May 2016"].x + by_name["May 2016"].width == pytest.approx(row.ticks[5].edge, abs=0.2)
        assert row.ticks[6].edge < by_name["1 July 2016"].x < by_name["14 July 2016"].x
        assert by_name["15 July 2016"].x < row.ticks[7].edge


def test_few_dates_are_drawn_one_by_one_and_many_as_counts(real_archive: Archive, many: Archive) -> None:
    timeline, drawings = draw(real_archive)
    assert sum(len(year.groups) for year in timeline.years) <= MOST_MARKS
    assert all(drawing.rows and not drawing.cell_rows for drawing in drawings)
    timeline, drawings = draw(many)
    assert sum(len(year.groups) for year in timeline.years) > MOST_MARKS
    assert all(drawing.cell_rows and not drawing.rows for drawing in drawings)


# --- Words ---


@pytest.mark.parametrize(
    ("edtf", "shown", "short", "precision"),
    [
        ("2016-07-14", "14 July 2016", "14 July", "a day"),
        ("2016-05-03/2016-05-05", "3 May 2016 to 5 May 2016", "3 May to 5 May", "several days"),
        ("2016-05", "May 2016", "May", "a month"),
        ("2016-01/..", "since January 2016", "since January", "from that month on"),
        ("2016", "2016", "whole year", "a year"),
        ("2014/2016", "2014 to 2016", "2014 to 2016", "several years"),
        ("2011/..", "since 2011", "since 2011", "from that year on"),
        ("2015-12/2016-01", "December 2015 to January 2016", "December to January 2016", "several months"),
    ],
)
def test_a_date_in_words(edtf: str, shown: str, short: str, precision: str) -> None:
    when = parse_edtf(edtf)
    assert (show_when(when), show_short(when), show_precision(when)) == (shown, short, precision)


# --- What an editor may say ---


def decide(root: Path, decision: str) -> list[str]:
    apply_step(root, {"file": RECORD, "append": f"dates:\n  - {decision}\n"})
    return list_problems(root)


def read_dates(root: Path) -> list[tuple[str, str]]:
    rows = json.loads(build_docs(root)[urls.DATES_JSON])
    return [(row["words"], row["date"]) for row in rows if row["passage"].startswith("2032-06-21-holt/")]


@pytest.fixture
def toy_date(toy: Path) -> str:
    """The one date that the rules find in the toy transcript of 2032."""
    ((words, found),) = read_dates(toy)
    assert (words, found) == ("a year ago", "2031")
    return words


def test_an_editor_gives_words_their_date(toy: Path, toy_date: str) -> None:
    assert toy_date
    assert (
        decide(toy, "{passage: p3, words: from July, date: 2032-07/.., reason: The timetable says so.}") == []
    )
    assert read_dates(toy) == [("a year ago", "2031"), ("from July", "2032-07/..")]
    page = parse_page(build_docs(toy)["timeline/index.md"])
    assert "Decided by the editor: The timetable says so." in read_text(page, "//p[@class='tl-note']")


def test_an_editor_corrects_a_date(toy: Path, toy_date: str) -> None:
    assert decide(toy, f"{{passage: p1, words: {toy_date}, date: 2031-06, reason: He says so.}}") == []
    assert read_dates(toy) == [(toy_date, "2031-06")]


def test_an_editor_takes_a_date_out(toy: Path, toy_date: str) -> None:
    assert decide(toy, f"{{passage: p1, words: {toy_date}, remove: true, reason: A phrase.}}") == []
    assert read_dates(toy) == []


@pytest.mark.parametrize(
    ("decision", "problem"),
    [
        (
            "{passage: p1, words: a month ago, date: 2032-05, reason: R.}",
            "the words 'a month ago' do not stand in p1: copy them from the passage",
        ),
        (
            "{passage: p1, words: a year ago, occurrence: 2, date: 2031, reason: R.}",
            "'a year ago' stands in p1 only once: mend 'occurrence'",
        ),
        (
            "{passage: p1, words: Lake, remove: true, reason: R.}",
            "the entry on 'Lake' of p1 changes nothing",
        ),
        (
            "{passage: p1, words: a year ago, date: 2031, remove: true, reason: R.}",
            "the decision needs either a date or 'remove: true', and not both",
        ),
        ("{passage: p9, words: a year ago, remove: true, reason: R.}", "there is no passage p9"),
        ("{passage: p1, words: a year ago, date: 2031-13, reason: R.}", "write a day or month that exists"),
    ],
)
def test_a_decision_that_can_not_be_carried_out_is_a_problem(toy: Path, decision: str, problem: str) -> None:
    found = decide(toy, decision)
    line = len((toy / RECORD).read_text(encoding="utf-8").splitlines())
    assert len(found) == 1
    assert found[0].startswith(f"{RECORD}:{line}: ")
    assert problem in found[0]


def test_only_an_event_or_a_document_has_a_date(toy: Path) -> None:
    entities = toy / "data/entities.yml"
    text = entities.read_text(encoding="utf-8").replace(
        "    kind: person\n", "    kind: person\n    date: 2031\n", 1
    )
    entities.write_text(text, encoding="utf-8")
    (found,) = list_problems(toy)
    assert "only an event or a document has a date" in found


def test_the_toy_archive_needs_no_decision() -> None:
    archive, problems = build_archive(TOY)
    assert archive is not None, problems
    assert archive.transcripts


def test_a_passage_leads_to_the_dates_that_it_refers_to(real_files: dict[str, bytes]) -> None:
    """Beside the words; the day of the event itself is not named at each "today"."""
    page = parse_page(real_files[f"transcripts/{REAL_SLUG}/index.md"])
    timeline = parse_page(real_files["timeline/index.md"])

    def dates_of(anchor: str) -> list[tuple[str, str]]:
        links = page.xpath(f"//*[@id='{anchor}']/following-sibling::div//a[contains(@href, 'timeline')]")
        return [(link.text_content(), link.get("href").rpartition("#")[2]) for link in links]

    assert dates_of("p13") == [("May 2016", "d2016-05"), ("June 2016", "d2016-06")]
    assert dates_of("p3") == [("14 July 2016", "d2016-07-14")]
    assert dates_of("p14") == []
    # It names resolution 2254 and the Charter, and says no date of theirs.
    assert dates_of("p8") == [("2016", "d2016")]
    assert dates_of("p30") == [("June 2012", "d2012-06")]
    ids = set(timeline.xpath("//@id"))
    assert {name for number in range(1, 38) for _, name in dates_of(f"p{number}")} <= ids
