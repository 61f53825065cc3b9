"""What a reader does with the search: finds the words, narrows, opens, comes back, sends it on."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from threading import Event
from typing import ClassVar

import pytest
import yaml
from browser.hosts import Keeping, serve_folder
from browser.readers import USUAL, NewPage, wait_until_quiet
from built import TRANSCRIPT
from corpus import REAL_SLUG, TOY, make_project
from ontherecord.archive.accept import accept_transcripts
from ontherecord.archive.model import Archive
from ontherecord.exports.lexicon import Lexicon
from ontherecord.exports.search_records import SearchRecord, Shelved, build_records
from ontherecord.files import write_if_changed
from ontherecord.site import search_index
from ontherecord.site.build import build_site
from playwright.sync_api import Browser, Page, Request, Route, expect
from queries import Outcome, find_faults, load_queries, rank_of, run_queries

#: How many hits are shown at first.
SHOWN = 20
PHONE = {"width": 390, "height": 844}


#: How what is asked for can fail: no network, another page in its place, and one that says that it is fine.
FAILURES: dict[str, Callable[[Route], None]] = {
    "network": lambda route: route.abort(),
    "404": lambda route: route.fulfill(status=404, body="Nothing"),
    "page": lambda route: route.fulfill(status=200, body="<!doctype html><title>Wi-Fi</title>"),
}


@pytest.fixture(scope="module")
def outcomes(browser: Browser, home: str) -> dict[str, Outcome]:
    """What each query of tests/queries.yml shows."""
    page = browser.new_page(service_workers="block")
    found = run_queries(page, home, [item["query"] for item in load_queries()])
    page.close()
    return found


def open_search(new_page: NewPage, home: str, query: str, **options: object) -> Page:
    page = new_page(**options)
    page.goto(f"{home}search/{query}")
    expect(page.locator("#search-facets .facet").first).to_be_attached()
    return page


class Desk:
    """A reader who searches for one thing after another, so that the search is loaded once."""

    def __init__(self, page: Page, home: str) -> None:
        self.page, self._home = page, home

    def find(self, query: str) -> Page:
        """The page with what an address finds, to which its reader comes as by the button to go back."""
        if not self.page.url.startswith(f"{self._home}search/"):
            self.page.goto(f"{self._home}search/")
            expect(self.page.locator("#search-facets .facet").first).to_be_attached()
        self.page.evaluate(
            """(query) => {
              document.activeElement.blur();
              scrollTo(0, 0);
              history.pushState(null, "", `${location.pathname}${query}`);
              dispatchEvent(new PopStateEvent("popstate"));
            }""",
            query,
        )
        expect(self.page.locator("#words")).to_have_attribute("aria-busy", "false")
        return self.page


@pytest.fixture(scope="module")
def desk(browser: Browser, home: str) -> Iterator[Desk]:
    page = browser.new_page(**USUAL)
    yield Desk(page, home)
    page.close()


def numbers(page: Page) -> list[str]:
    return page.locator("#search-hits .number").all_inner_texts()


def counts(page: Page, facet: str) -> dict[str, str]:
    rows = page.locator(f".facet--{facet} .choice")
    names, numbers = rows.locator(".choice-name"), rows.locator(".choice-count")
    return dict(zip(names.all_inner_texts(), numbers.all_inner_texts(), strict=True))


def choose(page: Page, name: str) -> None:
    page.get_by_role("checkbox", name=re.compile(name)).click()


# --- What is found ---


def test_every_query_brings_the_passages_that_it_should(outcomes: dict[str, Outcome]) -> None:
    faults = [
        f"{item['query']}: {fault}"
        for item in load_queries()
        for fault in find_faults(item, outcomes[item["query"]])
    ]
    assert faults == []


def test_the_first_wanted_passage_is_first_almost_always(
    outcomes: dict[str, Outcome], record_property: Callable[[str, object], None]
) -> None:
    ranks = [rank_of(item, outcomes[item["query"]]) for item in load_queries()]
    wanted = [rank for rank in ranks if rank is not None]
    mean = sum(wanted) / len(wanted)
    record_property("mean reciprocal rank", mean)
    assert mean > 0.97


def test_every_word_of_the_transcript_is_found(new_page: NewPage, home: str, site: Path) -> None:
    words = json.loads((site / "data/words.json").read_text(encoding="utf-8"))
    page = new_page()
    page.goto(home)
    found = page.evaluate(
        """async (words) => {
          const { load } = await import("./assets/js/search/search.js");
          const search = await load();
          const lost = [];
          for (const word of words) {
            const { hits, corrected, unknown } = await search.find(word, {});
            const has = (text) => ` ${text.toLowerCase().replace(/[^a-z0-9']+/g, " ")}`.includes(` ${word}`);
            const first = hits.length ? (await search.open(hits[0])).content.replace(/’/g, "'") : "";
            const isThere = search.names.has(word) || has(first);
            if (!hits.length || corrected.length || unknown.length || !isThere) lost.push(word);
          }
          return lost;
        }""",
        words,
    )
    assert found == []


@pytest.fixture(scope="module")
def sharded(site: Path, real_archive: Archive, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the site with an index in four shards, as a large archive has."""
    folder = tmp_path_factory.mktemp("sharded") / "site"
    shutil.copytree(site, folder)
    shutil.rmtree(folder / "pagefind")
    records = tuple(build_records(real_archive, Lexicon(real_archive)))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(search_index, "cut_pieces", lambda sheaves: ((sheaf,) for sheaf in sheaves))
        patch.setattr(search_index, "_SHARD", len(records) // 4)
        shelves = [Shelved("", "en", own) for own in cut_evenly(records, 3)]
        for path, file in search_index.build_index(shelves).items():
            write_if_changed(folder / "pagefind" / path, file.read())
    with serve_folder(folder, host=Keeping) as address:
        yield address


def cut_evenly(records: tuple[SearchRecord, ...], size: int) -> Iterator[tuple[SearchRecord, ...]]:
    for start in range(0, len(records), size):
        yield records[start : start + size]


def test_an_index_in_shards_finds_the_same(
    browser: Browser, sharded: str, outcomes: dict[str, Outcome]
) -> None:
    page = browser.new_page(service_workers="block")
    found = run_queries(page, sharded, list(outcomes)[::3])
    page.close()
    assert {query: one.status for query, one in found.items()} == {
        query: outcomes[query].status for query in found
    }
    whole = {query for query in found if len(outcomes[query].hits) < SHOWN}
    assert {query: sorted(found[query].hits) for query in whole} == {
        query: sorted(outcomes[query].hits) for query in whole
    }


@pytest.mark.parametrize(
    ("files", "failure"),
    [
        ("**/pagefind/2/**/*.pf_index", "page"),
        ("**/pagefind/2/*.pf_meta", "404"),
        ("**/wasm.*", "page"),  # Others wait for it.
    ],
)
def test_a_shard_that_fails_to_load_is_said(
    new_page: NewPage, sharded: str, files: str, failure: str
) -> None:
    assert_said(new_page(own=True), sharded, files, failure)


@pytest.mark.parametrize("module", ["field", "view"])
def test_a_field_whose_search_could_not_be_loaded_says_so_and_loads_it_the_next_time(
    new_page: NewPage, home: str, module: str
) -> None:
    """The module itself, or one that it needs."""
    page = new_page()
    page.route(f"**/js/search/{module}.js", lambda route: route.abort())
    page.goto(home)
    field = page.locator(".header-search input")
    field.focus()
    expect(page.get_by_text("The search could not be loaded.")).to_be_visible()
    page.unroute(f"**/js/search/{module}.js")
    field.press_sequentially("syria")
    expect(page.locator("#search-panel .search-panel-hit").first).to_be_visible()
    expect(page.get_by_text("The search could not be loaded.")).to_have_count(0)


ODD = (
    "The agreement—which nobody read—was a non–paper on a cease‑fire … dots…and more.",
    "Strauß sang in Türkiye; a naïve O’Brien played rock'n'roll for AT&T at 3.5 volts.",
    "Лавров встретил Керри в Москве.",
    "外交部長會見了代表團。 รัฐมนตรีกล่าวว่า An of\ufb01cial in Tromsø spoke of a cease\u00adfire.",
)


def test_words_are_found_however_they_are_written(new_page: NewPage, tmp_path: Path) -> None:
    project = make_project(TOY, tmp_path / "odd")
    folder = project / "data/transcripts/2031-01-01-odd"
    folder.mkdir()
    head = "Odd writing\n\nJanuary 1, 2031\n\n"
    (folder / "transcript.txt").write_text(head + "\n\n".join(ODD) + "\n", encoding="utf-8")
    decisions = [{"passage": f"p{n}", "procedural": True, "reason": "Odd."} for n in range(1, len(ODD) + 1)]
    record = {
        "title": "Odd writing",
        "short_title": "Odd",
        "date": date(2031, 1, 1),
        "place": "Selwyn",
        "participants": [{"speaker": "mira-holt", "role": "Minister", "opens": True}],
        "source": {"publisher": "Somebody", "language": "English"},
        "decisions": decisions,
    }
    (folder / "record.yml").write_text(yaml.safe_dump(record, allow_unicode=True), encoding="utf-8")
    _, problems = accept_transcripts(project, [])
    assert list(problems) == []
    assert build_site(project) == ()
    page = new_page()
    with serve_folder(project / "site") as address:
        page.goto(f"{address}search/")
        for query, anchor in (
            ("paper", "p1"),
            ("nobody read", "p1"),
            ("cease-fire dots", "p1"),
            ("Strauß", "p2"),
            ("turkiye volts", "p2"),
            ("rock'n'roll", "p2"),
            ("лавров", "p3"),
            ("會見", "p4"),
            ("部長會見", "p4"),
            ("กล่าว", "p4"),
            ("official tromso", "p4"),
            ("ceasefire Tromsø", "p4"),
        ):
            page.locator("#search-words").fill(query)
            page.locator("#search-words").press("Enter")
            expect(page).to_have_title(re.compile(f"^“{re.escape(query)}”"))
            expect(page.locator("#words")).to_have_attribute("aria-busy", "false")
            link = page.locator(f"#search-hits .hit-link[href$='/2031-01-01-odd/#{anchor}']")
            assert link.count() == 1, query


def test_more_passages_come_once_however_often_one_presses(desk: Desk) -> None:
    page = desk.find("?speaker=sergey-lavrov")
    more = page.get_by_role("button", name="Show more passages")
    more.evaluate("(button) => { button.click(); button.click(); }")
    expect(page.locator("#search-hits .hit")).to_have_count(33)
    page.wait_for_timeout(200)
    assert len(set(numbers(page))) == len(numbers(page)) == 33


def test_marks_without_letters_mark_nothing(new_page: NewPage, home: str) -> None:
    page = new_page()
    page.goto(f"{home}{TRANSCRIPT}?mark=*&mark=!&mark=peace#p14")
    expect(page.locator(".marks-bar")).to_contain_text("1 match is marked")


def test_a_query_of_nothing_known_says_so_and_where_to_look(desk: Desk, home: str) -> None:
    page = desk.find("?q=xylophone")
    expect(page.locator("#search-status")).to_contain_text("No passage has “xylophone”")
    notes = page.locator("#search-notes")
    notes.get_by_role("link", name="index of names").click()
    expect(page).to_have_url(f"{home}names/")


def test_a_word_that_no_passage_has_is_left_out_and_named(desk: Desk) -> None:
    page = desk.find("?q=ceasefire+xylophone")
    expect(page.locator("#search-notes")).to_contain_text("No passage has “xylophone”")
    assert numbers(page)[0] == "7"


def test_the_right_spelling_is_one_click_away(desk: Desk, home: str) -> None:
    page = desk.find("?q=Karabach")
    assert numbers(page) == ["13", "14"]
    page.locator("#search-notes").get_by_role("link", name="Karabakh").click()
    expect(page).to_have_url(f"{home}search/?q=Karabakh")
    expect(page.get_by_label("Search the passages")).to_have_value("Karabakh")


def test_who_looks_for_the_questions_about_a_topic_is_led_to_them(desk: Desk) -> None:
    page = desk.find("?q=questions+about+Syria")
    page.get_by_role("link", name="All questions about Syria").click()
    expect(page.locator("#search-hits .number")).to_have_text(["25", "32"])


def test_topics_and_names_stand_before_the_passages(desk: Desk) -> None:
    page = desk.find("?q=Daesh")
    thing = page.locator("#search-things li").first
    expect(thing).to_contain_text("Also known as Daesh")
    top = page.locator("#search-things").bounding_box()
    hit = page.locator("#search-hits").bounding_box()
    assert top
    assert hit
    assert top["y"] < hit["y"]
    thing.get_by_role("link").click()
    expect(page).to_have_url(re.compile(r"/names/[a-z-]+/$"))


def test_other_pages_are_found_by_their_names(desk: Desk, home: str) -> None:
    page = desk.find("?q=timeline")
    page.locator("#search-things").get_by_role("link", name="Timeline").click()
    expect(page).to_have_url(f"{home}timeline/")


def test_a_hit_says_who_when_and_what_was_asked(desk: Desk) -> None:
    page = desk.find("?q=Gaddafi")
    hit = page.locator("#search-hits > li").first
    expect(hit.get_by_role("heading")).to_contain_text("Sergey Lavrov Answer 15 July 2016")
    expect(hit.locator(".answers")).to_contain_text("In answer to This deal is a huge boon")
    expect(hit.locator(".number")).to_have_text("29")
    assert hit.locator(".badge > span:last-child").all_inner_texts() == ["Terrorism", "Libya"]
    assert hit.locator("mark").all_inner_texts() == ["Muammar Gaddafi"]


# --- Facets ---


def test_facets_without_words_give_all_questions_about_syria(new_page: NewPage, home: str) -> None:
    page = open_search(new_page, home, "")
    assert counts(page, "kind") == {"Statement": "22", "Question": "4", "Answer": "11"}
    choose(page, "^Question")
    expect(page.locator("#search-hits .hit")).to_have_count(4)
    choose(page, "Syria")
    expect(page.locator("#search-hits .hit")).to_have_count(2)
    assert numbers(page) == ["25", "32"]
    expect(page).to_have_url(f"{home}search/?topic=syria&kind=question")
    expect(page.locator("#search-status")).to_have_text("2 passages")


def test_counts_are_those_of_the_hits(desk: Desk) -> None:
    page = desk.find("?q=Syria")
    total = len(numbers(page))
    facets = {name: counts(page, name) for name in ("topic", "speaker", "kind", "year", "transcript")}
    for facet, name, number in [(facet, *row) for facet, rows in facets.items() for row in rows.items()]:
        row = page.locator(f".facet--{facet} .choice", has_text=name).get_by_role("checkbox")
        row.click()
        expect(page.locator("#search-status")).to_contain_text(
            f"{number} passage for" if number == "1" else f"{number} passages for"
        )
        expect(page.locator("#search-applied .tag")).to_have_count(1)
        page.locator("#search-applied .tag").click()
        expect(page.locator("#search-status")).to_contain_text(f"{total} passages")


def test_a_filter_that_is_taken_away_twice_is_away(new_page: NewPage, home: str) -> None:
    """The second time by who sees no answer yet."""
    page = open_search(new_page, home, "?q=Syria&topic=terrorism", own=True)
    held: list[Route] = []
    page.route("**/*.pf_fragment", lambda route: held.append(route))
    tag = page.locator("#search-applied .tag")
    tag.evaluate("tag => { tag.click(); tag.click(); }")
    expect(page).to_have_url(f"{home}search/?q=Syria")
    expect(tag).to_have_count(0)  # Before there is any answer.
    for route in held:
        route.continue_()
    expect(page.locator("#search-status")).to_have_text("18 passages for “Syria”")


def test_kinds_are_alternatives_and_topics_add_up(desk: Desk) -> None:
    page = desk.find("?q=Syria&kind=question&kind=answer")
    kinds = set(page.locator("#search-hits .kind").all_inner_texts())
    assert kinds == {"Question", "Answer"}
    assert "Statement" in counts(page, "kind")  # what could be chosen as well
    page = desk.find("?topic=syria&topic=terrorism")
    for hit in page.locator("#search-hits .hit").all():
        assert {"Syria", "Terrorism"} <= set(hit.locator(".badge > span:last-child").all_inner_texts())


def test_filters_are_removed_one_by_one_and_together(desk: Desk, home: str) -> None:
    page = desk.find("?q=Syria&topic=terrorism&kind=answer&year=2016")
    page.get_by_role("button", name="Remove the filter Terrorism").click()
    expect(page).to_have_url(f"{home}search/?q=Syria&kind=answer&year=2016")
    page.get_by_role("button", name="Clear filters").click()
    expect(page).to_have_url(f"{home}search/?q=Syria")
    expect(page.locator("#search-applied .tag")).to_have_count(0)


def test_filters_that_leave_nothing_can_be_dropped(desk: Desk) -> None:
    page = desk.find("?q=flowers&topic=ukraine")
    expect(page.locator("#search-status")).to_contain_text("No passage")
    page.get_by_role("button", name="Search without the filters").click()
    expect(page.locator("#search-hits .number")).to_have_text(["20"])


def test_a_phrase_is_counted_and_narrowed_too(desk: Desk) -> None:
    page = desk.find("?q=%22UN+Security+Council%22")
    kinds = counts(page, "kind")
    total = len(numbers(page))
    assert sum(int(number) for number in kinds.values()) == total
    choose(page, "^Statement")
    expect(page.locator("#search-hits .hit")).to_have_count(int(kinds["Statement"]))


# --- The state in the address ---


def test_a_search_can_be_sent_to_a_colleague(new_page: NewPage, home: str) -> None:
    page = open_search(new_page, home, "")
    page.get_by_label("Search the passages").fill("ceasefire")
    expect(page).to_have_url(f"{home}search/?q=ceasefire")
    choose(page, "^Answer")
    expect(page).to_have_url(f"{home}search/?q=ceasefire&kind=answer")
    expect(page.locator("#search-hits .hit")).to_have_count(1)
    theirs = open_search(new_page, page.url.partition("search/")[0], f"?{page.url.partition('?')[2]}")
    assert numbers(theirs) == numbers(page) == ["34"]
    expect(theirs.get_by_label("Search the passages")).to_have_value("ceasefire")
    expect(theirs.get_by_role("checkbox", name=re.compile("^Answer"))).to_be_checked()


def test_the_back_button_goes_through_the_searches(new_page: NewPage, home: str) -> None:
    page = open_search(new_page, home, "?q=Libya")
    field = page.get_by_label("Search the passages")
    field.fill("Turkey")
    field.press("Enter")
    expect(page).to_have_url(f"{home}search/?q=Turkey")
    choose(page, "^Question")
    expect(page).to_have_url(f"{home}search/?q=Turkey&kind=question")
    page.go_back()
    expect(page.locator("#search-applied .tag")).to_have_count(0)
    page.go_back()
    expect(field).to_have_value("Libya")
    expect(page.locator("#search-hits .number").first).to_have_text("29")


def test_a_hit_opens_on_the_passage_with_its_words_marked(new_page: NewPage, home: str) -> None:
    page = open_search(new_page, home, "?q=Daesh+ceasefire")
    page.locator("#search-hits .hit-link").first.click()
    # The address is the passage's own: what is copied from it is what is cited.
    expect(page).to_have_url(f"{home}{TRANSCRIPT}#p34")
    expect(page.locator("#p34")).to_be_in_viewport()
    expect(page.locator("#p34 mark").first).to_be_visible()
    marked = page.locator("#p34 mark").all_inner_texts()
    assert {"ISIS", "ceasefire"} <= set(marked)
    words = page.locator("#p34").evaluate("words => words.textContent")
    assert words.startswith(
        "Regarding the second point you raised, we have long said that Jabhat al-Nusra and ISIS"
    )
    page.get_by_role("button", name="Clear marks").click()
    expect(page.locator("mark")).to_have_count(0)
    assert page.locator("#p34").evaluate("words => words.textContent") == words
    expect(page).to_have_url(f"{home}{TRANSCRIPT}#p34")
    page.reload()
    expect(page.locator("mark")).to_have_count(0)


def test_the_results_are_as_they_were(new_page: NewPage, home: str) -> None:
    page = open_search(new_page, home, "?speaker=sergey-lavrov", viewport={"width": 1280, "height": 700})
    page.get_by_role("button", name="Show more passages").click()
    expect(page.locator("#search-hits .hit")).to_have_count(33)
    far = page.locator("#search-hits .hit-link").nth(28)
    far.scroll_into_view_if_needed()
    place = page.evaluate("scrollY")
    opened = far.evaluate("link => link.href").rpartition("#")[2]
    far.click()
    expect(page).to_have_url(re.compile(f"#{opened}$"))
    expect(page.locator(".marks-bar")).to_have_count(0)  # nothing to mark without words
    page.go_back()
    expect(page.locator("#search-hits .hit")).to_have_count(33)
    page.wait_for_function("place => Math.abs(scrollY - place) < 40", arg=place)


def test_the_way_back_to_the_results(new_page: NewPage, home: str) -> None:
    page = open_search(new_page, home, "?q=Syria&kind=answer", viewport={"width": 1280, "height": 700})
    last = page.locator("#search-hits .hit-link").last
    last.scroll_into_view_if_needed()
    place = page.evaluate("scrollY")
    last.click()
    page.get_by_role("link", name="Back to the results").click()
    expect(page).to_have_url(f"{home}search/?q=Syria&kind=answer")
    expect(page.locator("#search-applied .tag")).to_have_count(1)
    page.wait_for_function("place => Math.abs(scrollY - place) < 40", arg=place)


def test_the_link_of_a_hit_is_the_permalink_and_keeps_the_marks_in_a_new_tab(
    new_page: NewPage, home: str
) -> None:
    page = open_search(new_page, home, "?q=Karabakh")
    link = page.locator("#search-hits .hit-link").first
    assert link.evaluate("link => link.href") == f"{home}{TRANSCRIPT}#p13"
    with page.context.expect_page() as opened:
        link.click(modifiers=["Control"])
    tab = opened.value
    expect(tab.locator("#p13 mark")).to_have_text("Nagorno-Karabakh")
    expect(tab).to_have_url(f"{home}{TRANSCRIPT}#p13")
    expect(page).to_have_url(f"{home}search/?q=Karabakh")
    assert link.evaluate("link => link.href") == f"{home}{TRANSCRIPT}#p13"


def test_a_click_beside_the_words_opens_the_hit_and_a_selection_does_not(
    new_page: NewPage, home: str
) -> None:
    page = open_search(new_page, home, "?q=marathon")
    words = page.locator("#search-hits .words").first
    box = words.bounding_box()
    assert box
    page.mouse.move(box["x"] + 5, box["y"] + 12)
    page.mouse.down()
    page.mouse.move(box["x"] + 200, box["y"] + 12)
    page.mouse.up()
    assert page.evaluate("String(getSelection())") != ""
    expect(page).to_have_url(f"{home}search/?q=marathon")
    page.evaluate("getSelection().removeAllRanges()")
    words.click(position={"x": 5, "y": 12})
    expect(page).to_have_url(f"{home}{TRANSCRIPT}#p26")
    expect(page.locator("#p26 mark").first).to_have_text("marathon")


# --- The field in the header ---


def test_who_searches_from_a_passage_keeps_the_place(new_page: NewPage, home: str) -> None:
    page = new_page()
    page.goto(f"{home}{TRANSCRIPT}#p14")
    expect(page.locator("#p14")).to_be_in_viewport()
    page.keyboard.press("/")
    page.keyboard.type("breeding-ground")
    panel = page.get_by_role("region", name="What was found")
    expect(panel.locator(".search-panel-hit").first).to_contain_text("29")
    expect(page.locator("#p14")).to_be_in_viewport()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("#p29")).to_be_in_viewport()
    page.go_back()
    expect(page.locator("#p14")).to_be_in_viewport()


def test_the_header_answers_while_one_types(new_page: NewPage, home: str) -> None:
    page = new_page()
    page.goto(f"{home}topics/libya/")
    page.keyboard.press("Control+k")
    page.keyboard.type("Karab")
    panel = page.get_by_role("region", name="What was found")
    expect(panel.get_by_role("link").first).to_contain_text("Nagorno-Karabakh")
    expect(panel.locator(".search-panel-hit").first).to_contain_text("13")
    page.keyboard.type("ach")
    expect(panel).to_contain_text("Shown for “Karabakh”")
    page.keyboard.press("ArrowDown")
    expect(panel.get_by_role("link").first).to_be_focused()
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    expect(page.locator(".header-search input")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{home}search/?q=Karabach")


def test_a_hit_of_the_header_opens_with_the_way_to_all(new_page: NewPage, home: str) -> None:
    page = new_page()
    page.goto(home)
    page.keyboard.press("/")
    page.keyboard.type("marathon negotiations")
    page.locator(".search-panel-hit").first.click()
    expect(page).to_have_url(f"{home}{TRANSCRIPT}#p26")
    page.get_by_role("link", name="Back to the results").click()
    expect(page).to_have_url(f"{home}search/?q=marathon+negotiations")


def test_nothing_of_the_search_is_fetched_before_it_is_used(new_page: NewPage, home: str) -> None:
    page = new_page(own=True)
    fetched: list[str] = []

    def note(request: Request) -> None:
        fetched.append(request.url)

    page.on("request", note)
    for address in ("", TRANSCRIPT, "topics/syria/", "about/"):
        page.goto(home + address)
        wait_until_quiet(page)
        assert home + address in fetched
    assert [url for url in fetched if re.search(r"pagefind|search|lexicon|words\.json", url)] == []


# --- Every reader ---


def test_with_the_keyboard_alone(new_page: NewPage, home: str) -> None:
    page = open_search(new_page, home, "")
    page.keyboard.press("/")
    page.keyboard.type("negotiating table")
    expect(page.locator("#search-hits .hit")).to_have_count(2)
    page.keyboard.press("ArrowDown")
    expect(page.locator("#search-hits .hit-link").first).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(page.locator("#search-hits .hit-link").nth(1)).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(page.get_by_label("Search the passages")).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/transcripts/.*#p(9|30)$"))


def test_a_filter_keeps_the_focus(desk: Desk) -> None:
    page = desk.find("?q=Syria")
    box = page.get_by_role("checkbox", name=re.compile("^Answer"))
    box.focus()
    page.keyboard.press("Space")
    expect(page.locator("#search-applied .tag")).to_have_count(1)
    expect(box).to_be_checked()
    expect(box).to_be_focused()


def test_the_number_of_results_is_announced_once_typing_pauses(new_page: NewPage, home: str) -> None:
    page = open_search(new_page, home, "?q=flowers")
    said = page.locator("#search-said")
    assert said.get_attribute("role") == "status"
    expect(said).to_have_text("1 passage for “flowers”")
    page.evaluate(
        """() => {
          window.heard = [];
          const said = document.getElementById("search-said");
          new MutationObserver(() => window.heard.push(said.textContent)).observe(said, { childList: true });
        }"""
    )
    page.get_by_label("Search the passages").fill("")
    page.get_by_label("Search the passages").press_sequentially("ceasefire", delay=20)
    expect(page.locator("#search-status")).to_have_text("4 passages for “ceasefire”")
    expect(said).to_have_text("4 passages for “ceasefire”")
    assert page.evaluate("heard") == ["4 passages for “ceasefire”"]


class Hanging(Keeping):
    """A host that answers the first request for what is held with its head and ten bytes, or with nothing."""

    held: ClassVar[list[str]] = []
    pattern = ""
    has_begun = False

    def do_GET(self) -> None:  # noqa: N802 - the library's own name
        if self.pattern and not self.held and self.pattern in self.path:
            self.held.append(self.path)
            content = Path(self.translate_path(self.path)).read_bytes()
            if self.has_begun:
                self.send_response(200)
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content[:10])
                self.wfile.flush()
            let_go.wait(60)
            return
        super().do_GET()


let_go = Event()


@pytest.mark.parametrize(("pattern", "has_begun"), [("/pagefind/index/", True), (".pf_meta", False)])
def test_a_piece_that_does_not_come_holds_up_no_later_search(
    new_page: NewPage, site: Path, pattern: str, has_begun: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It hangs at the host: where a test held it, the browser would not keep what it loads."""
    monkeypatch.setattr(Hanging, "held", [])
    monkeypatch.setattr(Hanging, "pattern", pattern)
    monkeypatch.setattr(Hanging, "has_begun", has_begun)
    let_go.clear()
    with serve_folder(site, host=Hanging) as address:
        page = new_page(own=True, service_workers="block")
        page.goto(f"{address}search/")
        field, status = page.get_by_label("Search the passages"), page.locator("#search-status")
        field.fill("Turkey")
        expect(status).to_have_text("Searching …")
        field.fill("Libya arms")
        expect(status).to_have_text("1 passage for “Libya arms”", timeout=15_000)
        assert len(Hanging.held) == 1
        expect(page.locator("#search-hits .number")).to_have_text(["29"])
        let_go.set()


def test_nothing_moves_while_the_results_come(new_page: NewPage, home: str) -> None:
    page = new_page(own=True)
    page.add_init_script(
        """window.moved = 0;
        new PerformanceObserver((list) => list.getEntries().forEach((one) => (window.moved += one.value)))
          .observe({ type: "layout-shift", buffered: true });"""
    )
    for width in (390, 768, 1280):
        page.goto("about:blank")
        page.set_viewport_size({"width": width, "height": 844})
        page.goto(f"{home}search/?q=Karabach")
        expect(page.locator("#search-facets .facet").first).to_be_attached()
        assert page.evaluate("moved") < 0.05, width


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_on_a_phone(new_page: NewPage, home: str, scheme: str) -> None:
    page = open_search(
        new_page,
        home,
        "?q=Syria&topic=syria",
        viewport=PHONE,
        has_touch=True,
        is_mobile=True,
        color_scheme=scheme,
    )
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    first = page.locator("#search-hits .hit").first.bounding_box()
    assert first
    assert first["y"] < 844  # the filters are folded away
    expect(page.get_by_role("checkbox").first).to_be_hidden()
    page.get_by_text("Filters 1 in use").tap()
    page.get_by_role("checkbox", name=re.compile("^Answer")).tap()
    expect(page).to_have_url(f"{home}search/?q=Syria&topic=syria&kind=answer")
    page.locator("#search-hits .hit-link").first.tap()
    expect(page.locator(".marks-bar")).to_be_in_viewport()
    assert page.evaluate("document.documentElement.scrollWidth") == 390


def test_without_javascript_it_says_what_to_use_instead(new_page: NewPage, home: str) -> None:
    page = new_page(java_script_enabled=False)
    page.goto(f"{home}search/?q=Syria")
    notice = page.locator(".notice")
    expect(notice).to_be_visible()
    for name, address in (("topic", "topics/"), ("index", "names/"), ("transcript", "transcripts/")):
        assert notice.get_by_role("link", name=name).evaluate("link => link.href") == home + address
    expect(page.get_by_text("0 passages")).to_have_count(0)
    expect(page.locator("#search-filters")).to_be_hidden()


def test_below_a_path(new_page: NewPage, home_below_a_path: str) -> None:
    page = open_search(new_page, home_below_a_path, "?q=Karabach")
    assert numbers(page) == ["13", "14"]
    page.locator("#search-hits .hit-link").first.click()
    expect(page).to_have_url(f"{home_below_a_path}{TRANSCRIPT}#p13")
    page.get_by_role("link", name="Back to the results").click()
    expect(page).to_have_url(f"{home_below_a_path}search/?q=Karabach")
    page.goto(f"{home_below_a_path}about/")
    page.keyboard.press("/")
    page.keyboard.type("Daesh")
    expect(page.locator(".search-panel-hit").first).to_be_visible()


@pytest.mark.parametrize(
    ("files", "failure"),
    [
        ("**/pagefind/pagefind.js*", "network"),
        ("**/search/engine.js*", "network"),
        ("**/*.pf_index", "404"),
        ("**/*.pf_index", "page"),
        ("**/*.pf_meta", "network"),
        ("**/wasm.*", "page"),
        ("**/lexicon.json", "network"),
        ("**/*.pf_fragment", "network"),
    ],
)
def test_a_failure_to_load_is_said_and_can_be_tried_again(
    new_page: NewPage, home: str, files: str, failure: str
) -> None:
    assert_said(new_page(own=True), home, files, failure)


def assert_said(page: Page, home: str, files: str, failure: str) -> None:
    page.route(files, FAILURES[failure])
    page.goto(f"{home}search/?q=Syria")
    expect(page.locator("#search-status")).to_contain_text("could not be loaded")
    expect(page.locator("#search-hits .hit")).to_have_count(0)
    page.unroute(files)
    page.get_by_role("button", name="Try again").click()
    expect(page.locator("#search-status")).to_have_text("18 passages for “Syria”")
    assert len(page.workers) == 1, "none is left of before"


def test_what_failed_while_nobody_searched_is_loaded_when_somebody_does(new_page: NewPage, home: str) -> None:
    page = new_page(own=True)
    failed: list[str] = []

    def fail(route: Route) -> None:
        FAILURES["404"](route)
        failed.append(route.request.url)

    page.route("**/*.pf_meta", fail)
    page.goto(f"{home}search/")
    while not failed or page.workers:
        page.wait_for_timeout(20)
    page.unroute("**/*.pf_meta")
    page.get_by_label("Search the passages").fill("Syria")
    expect(page.locator("#search-status")).to_have_text("18 passages for “Syria”")


def test_without_its_counts_a_search_is_still_one(new_page: NewPage, home: str) -> None:
    page = new_page()
    page.route("**/rows.json", lambda route: route.abort())
    page.goto(f"{home}search/?q=flowers")
    expect(page.locator("#search-facets")).to_contain_text("could not be loaded")
    assert numbers(page) == ["20"]
    expect(page.locator("#search-status")).to_have_text("1 passage for “flowers”")


def test_a_match_far_down_a_long_passage_is_in_sight(new_page: NewPage, home: str) -> None:
    for size in ({"width": 390, "height": 700}, {"width": 1280, "height": 600}):
        page = open_search(new_page, home, "?q=citizens-voters", viewport=size)
        page.locator("#search-hits .hit-link").first.click()
        expect(page.locator("#p30 mark").first).to_be_in_viewport()


def test_a_passage_that_fits_is_shown_in_full_and_says_which_it_is(desk: Desk) -> None:
    page = desk.find("?q=bloody+clashes")
    words = page.locator("#search-hits [data-passage]")
    expect(words).to_have_attribute("data-passage", f"{REAL_SLUG}/p24")
    assert words.evaluate("words => words.textContent").startswith("We receive our news in real time.")
    long = desk.find("?q=citizens-voters")
    expect(long.locator("#search-hits .hit")).to_have_count(1)
    expect(long.locator("#search-hits [data-passage]")).to_have_count(0)


@pytest.mark.parametrize(
    ("query", "link"),
    [
        ("?q=summit", "submit"),
        ("?q=%22list+of+problems%22", "Search without the quotation marks"),
        ("?q=Karabach", "Karabakh"),
        ("?q=who+asked+about+Turkey", "All questions about Turkey"),
    ],
)
def test_a_way_on_leaves_the_focus_on_the_number_of_results(desk: Desk, query: str, link: str) -> None:
    page = desk.find(query)
    page.locator("#search-notes").get_by_role("link", name=link).press("Enter")
    expect(page.locator("#search-hits .hit").first).to_be_visible()
    expect(page.locator("#search-status")).to_be_focused()


def test_what_is_no_word_finds_nothing(desk: Desk) -> None:
    for query in ("*", "%F0%9F%98%80", "%22"):
        page = desk.find(f"?q={query}")
        expect(page.locator("#search-status")).to_contain_text("no letter or digit")
        expect(page.locator("#search-hits .hit")).to_have_count(0)


def test_a_filter_does_not_change_what_a_query_means(desk: Desk) -> None:
    page = desk.find("?q=coup&topic=nagorno-karabakh")
    expect(page.locator("#search-status")).to_contain_text("No passage that fits the filters has “coup”")
    expect(page.locator("#search-hits .hit")).to_have_count(0)


def test_words_in_the_making_are_no_query_yet(new_page: NewPage, home: str) -> None:
    page = open_search(new_page, home, "", own=True)
    field = page.get_by_label("Search the passages")
    field.focus()
    session = page.context.new_cdp_session(page)
    session.send("Input.imeSetComposition", {"text": "Karab", "selectionStart": 5, "selectionEnd": 5})
    page.wait_for_timeout(400)
    expect(page).to_have_url(f"{home}search/")
    session.send("Input.insertText", {"text": "Karabakh"})
    expect(page).to_have_url(f"{home}search/?q=Karabakh")
