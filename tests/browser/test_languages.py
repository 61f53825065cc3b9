"""A site with transcripts in four languages, as a reader of any of them finds and sees their words."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from browser.readers import NewPage
from playwright.sync_api import Browser, Page, expect
from tongues import ARABIC, CHINESE, ORIGINAL, RUSSIAN


@pytest.fixture(scope="module")
def search(tongues: str, browser: Browser) -> Iterator[Page]:
    """The search page, loaded once."""
    page = browser.new_page()
    page.goto(f"{tongues}search/")
    yield page
    page.close()


def _find(page: Page, query: str) -> dict[str, list[str]]:
    """What a query finds: by address of a passage the words that are marked in it."""
    page.locator("#search-words").fill(query)
    expect(page.locator("#search-status")).to_contain_text(f"“{query}”")
    # The first hits are drawn before the others.
    expect(page.locator("#words")).to_have_attribute("aria-busy", "false")
    hits = page.locator("#search-hits > li").evaluate_all(
        "hits => hits.map(it => [it.dataset.found, [...it.querySelectorAll('mark')].map(m => m.innerText)])"
    )
    return {address.removeprefix("transcripts/"): marked for address, marked in hits}


@pytest.mark.parametrize(
    ("query", "address", "marked"),
    [
        ("Луговой", f"{RUSSIAN}/#p3", "Лугового"),
        ("Луговым", f"{RUSSIAN}/#p3", "Лугового"),
        ("гости", f"{RUSSIAN}/#p3", "гостям"),
        ("переговорами", f"{RUSSIAN}/#p1", "Переговоры"),
        ("通车", f"{CHINESE}/#p4", "通车"),
        ("للجسر", f"{ARABIC}/#p2", None),
        ("guest", f"{ORIGINAL}/#p3", "guests"),
    ],
    ids=[
        "a name by another case",
        "a case that nowhere stands",
        "a plural",
        "a case",
        "in a run",
        "Arabic",
        "English",
    ],
)
def test_words_are_found_in_the_forms_of_their_language(
    search: Page, query: str, address: str, marked: str | None
) -> None:
    found = _find(search, query)
    assert address in found
    assert marked is None or marked in found[address]


def test_a_name_is_found_in_every_language_and_narrowed_to_one(search: Page) -> None:
    found = _find(search, "Ондру")
    assert {f"{slug}/#p1" for slug in (ORIGINAL, RUSSIAN, CHINESE, ARABIC)} <= set(found)
    words = {
        slug: search.locator(f"li[data-found='transcripts/{slug}/#p1'] .words")
        for slug in (ORIGINAL, RUSSIAN, ARABIC)
    }
    assert words[ORIGINAL].get_attribute("lang") is None
    expect(words[RUSSIAN]).to_have_attribute("lang", "ru")
    expect(words[ARABIC]).to_have_attribute("lang", "ar")
    expect(words[ARABIC]).to_have_css("direction", "rtl")
    search.locator(".facet--language label", has_text="Russian").click()
    expect(search.locator("#search-hits > li")).to_have_count(1)
    expect(search).to_have_url(re.compile("language=ru"))
    search.locator(".facet--language label", has_text="Russian").click()


def test_a_checked_quotation_has_its_language_and_direction(tongues: str, new_page: NewPage) -> None:
    page = new_page()
    page.goto(f"{tongues}check/?q=دفعت الإمارات العربية المتحدة ثمن الجسر")
    words = page.locator(f"[data-passage='{ARABIC}/p2']").locator("visible=true").last
    expect(words).to_have_attribute("lang", "ar")
    expect(words).to_have_css("direction", "rtl")


def test_arabic_words_run_from_the_right_and_the_page_around_them_does_not(
    tongues: str, new_page: NewPage
) -> None:
    page = new_page()
    page.goto(f"{tongues}transcripts/{ARABIC}/")
    number, words = page.locator("a.number").first.bounding_box(), page.locator("#p1").bounding_box()
    assert number
    assert words
    assert number["x"] + number["width"] <= words["x"]
    expect(page.locator("#p1")).to_have_css("direction", "rtl")
