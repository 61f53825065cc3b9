"""Pages of events: one rule for a name, a topic, the charts and the questions; later events move nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from posixpath import normpath
from types import SimpleNamespace
from typing import Any, TypeAlias, cast

import pytest
from corpus import TOY, add_event, empty_archive, make_project, render_files
from hypothesis import given
from hypothesis import strategies as st
from lxml import html
from ontherecord.archive.accept import accept_transcripts
from ontherecord.archive.build import build_archive
from ontherecord.archive.model import Archive, Transcript
from ontherecord.archive.name_index import build_names
from ontherecord.archive.paging import Event, Page, build_pages, locate_events
from ontherecord.archive.questions import build_question_pages
from ontherecord.data.definitions import Record
from ontherecord.pages.charts import build_charts
from ontherecord.pages.topics import build_index

Pages: TypeAlias = Sequence[Page[Any]]

KINDS: dict[str, Callable[[Archive], Pages]] = {
    "names": lambda archive: build_names(archive)["ferry-board"].pages,
    "topics": lambda archive: next(item for item in build_index(archive) if item.topic.id == "harbour").pages,
    "charts": build_charts,
    "questions": build_question_pages,
}
#: How many questions each event has, all about the harbour and naming the Ferry Board.
EVENTS = {
    date(2041, 1, 10): 60,
    date(2041, 2, 10): 60,
    date(2041, 3, 10): 5,
    date(2042, 5, 1): 120,
    date(2043, 1, 1): 30,
    date(2043, 6, 1): 30,
}
LATER = {date(2043, 9, 1): 70, date(2044, 1, 1): 90}


@pytest.fixture(scope="module")
def later(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    """An archive of all events."""
    root = make_project(TOY, tmp_path_factory.mktemp("paging") / "large")
    empty_archive(root)
    for day, count in {**EVENTS, **LATER}.items():
        asked = ["Is the harbour of the Ferry Board open?"] * count
        add_event(root, day, ["The harbour is open.", f"Question: {asked[0]}", *asked[1:]])
    _, problems = accept_transcripts(root, [])
    assert problems == []
    archive, _ = build_archive(root)
    assert archive
    return archive


@pytest.fixture(scope="module")
def large(later: Archive) -> Archive:
    """The archive as it was before the later events."""
    return replace(later, transcripts=later.transcripts[len(LATER) :])


def list_events(pages: Pages) -> dict[str, list[str]]:
    return {page.name: [event.transcript.slug for event in page.events] for page in pages}


@pytest.mark.parametrize("kind", KINDS)
def test_the_newest_events_stand_first_and_every_year_has_its_pages(kind: str, large: Archive) -> None:
    assert list_events(KINDS[kind](large)) == {
        "": ["2043-06-01", "2043-01-01"],
        "2043": ["2043-06-01", "2043-01-01"],
        "2042": ["2042-05-01"],
        "2041-2": ["2041-03-10", "2041-02-10"],
        "2041": ["2041-01-10"],
    }


@pytest.mark.parametrize("kind", KINDS)
def test_what_stands_on_the_page_of_a_year_stays_there(kind: str, large: Archive, later: Archive) -> None:
    before, after = list_events(KINDS[kind](large)), list_events(KINDS[kind](later))
    assert after[""] == ["2044-01-01"]
    assert {name: after[name] for name in before if name} == {name: before[name] for name in before if name}
    assert after["2043-2"] == ["2043-09-01"]


@pytest.mark.parametrize("kind", ["names", "topics", "charts"])
def test_events_that_fit_on_one_page_need_no_other(kind: str, large: Archive) -> None:
    assert len(KINDS[kind](replace(large, transcripts=large.transcripts[:2]))) == 1


@pytest.fixture(scope="module")
def site(later: Archive) -> dict[str, html.HtmlElement]:
    rendered = [(file.path, file.text) for file in render_files(later)]
    files = [(path, text) for path, text in rendered if path.endswith(".md")]
    return {
        path.removesuffix("index.md"): html.fragment_fromstring(text.split("---\n", 2)[2])
        for path, text in files
    }


def test_no_id_stands_twice_on_a_page(site: dict[str, html.HtmlElement]) -> None:
    for page in site.values():
        ids = page.xpath("//@id")
        assert len(ids) == len(set(ids))


def test_links_lead_to_the_event_on_the_page_of_its_year(site: dict[str, html.HtmlElement]) -> None:
    found = 0
    for address, page in site.items():
        for link in page.xpath("//a/@href[contains(., 'charts/') or contains(., 'questions/')]"):
            target, _, place = link.partition("#")
            if place:
                there = normpath(address + target) + "/"
                assert site[there].xpath(f"//*[@id='{place}']")
                assert f"/{place[:4]}" in there
                found += 1
    assert found > len(EVENTS)


# --- What holds for any events ---


@dataclass(frozen=True)
class Sized(Event):
    size: int


def make_events(steps: Sequence[tuple[int, int]]) -> list[Sized]:
    """Events so many days apart and so large, newest first."""
    events: list[Sized] = []
    day = date(2000, 1, 1)
    for number, (days, size) in enumerate(steps):
        day += timedelta(days)
        events.insert(0, Sized(Transcript(f"t{number}", cast(Record, SimpleNamespace(date=day)), ()), size))
    return events


def page(events: Sequence[Sized]) -> tuple[Page[Sized], ...]:
    return build_pages(events, lambda event: event.size, 20, lambda name: f"x/{name}")


@given(
    st.lists(st.tuples(st.integers(0, 200), st.integers(0, 30)), min_size=1, max_size=40), st.integers(1, 40)
)
def test_any_events_have_their_places_and_keep_them(steps: list[tuple[int, int]], count: int) -> None:
    events = make_events(steps)
    first, *years = page(events)
    assert first.events == tuple(events[: len(first.events)])
    assert tuple(event for one in years for event in one.events) == (tuple(events) if years else ())
    assert years or first.events == tuple(events)
    for one in (first, *years):
        assert len(one.events) == 1 or sum(event.size for event in one.events) <= 20
    for one in years:
        assert {str(event.transcript.record.date.year) for event in one.events} == {one.name[:4]}
    _, *before = page(events[count:])
    places = locate_events(page(events))
    for slug, place in locate_events(before).items():
        assert places[slug] == place
