"""What a page does not load or do before it is wanted."""

from __future__ import annotations

import time
from collections.abc import Callable

from playwright.sync_api import Page, Route, expect

PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}
TRANSCRIPT = "transcripts/2016-07-15-lavrov-kerry/"


def test_on_a_phone_the_search_is_loaded_when_it_is_used(new_page: Callable[..., Page], home: str) -> None:
    """Until then there is how to search; a tap on the filters is enough."""
    page = new_page(**PHONE)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{home}search/")
    expect(page.get_by_role("heading", name="How to search")).to_be_visible()
    page.wait_for_timeout(300)
    assert not [address for address in asked if address.endswith(("lexicon.json", "words.json", "rows.json"))]
    page.locator("#search-filters summary").tap()
    expect(page.get_by_label("Ukraine")).to_be_visible()
    page.locator("#search-words").fill("marathon")
    expect(page.locator(".hits .hit").first).to_be_visible()


def test_of_what_is_found_the_first_passages_are_drawn_before_the_others(
    new_page: Callable[..., Page], home: str
) -> None:
    """And the number found with them; more at a time would hold up a phone."""
    page = new_page(**PHONE)
    page.add_init_script("""
        window.drawn = [];
        new MutationObserver(() => {
          const count = document.querySelectorAll("#search-hits > .hit").length;
          if (count && count !== drawn.at(-1)?.[0])
            drawn.push([count, document.getElementById("search-status").textContent]);
        }).observe(document, { childList: true, subtree: true });
    """)
    page.goto(f"{home}search/?q=syria")
    expect(page.locator("#words")).to_have_attribute("aria-busy", "false")
    drawn = page.evaluate("drawn")
    assert [count for count, _ in drawn][:3] == [3, 6, 9]
    assert {words for _, words in drawn} == {page.locator("#search-status").text_content()}


def test_a_speaker_in_one_line_has_no_passage_styled_anew(new_page: Callable[..., Page], home: str) -> None:
    """Only where the line is broken in two is that told to what stands below it."""
    page = new_page(**PHONE)
    page.goto(f"{home}{TRANSCRIPT}#p1")
    heads = page.locator(".turn > .turn-head")
    read = "heads => heads.map((head) => [head.offsetHeight, head.parentElement.style.cssText])"
    page.wait_for_timeout(200)
    assert {tuple(head) for head in heads.evaluate_all(read)} == {(38, "")}
    page.set_viewport_size({"width": 240, "height": 700})
    expect(page.locator(".turn[style]").first).to_be_attached()
    assert {tuple(head) for head in heads.evaluate_all(read)} == {(38, ""), (62, "--turn-head: 62px;")}


def test_what_stands_below_the_words_is_laid_out_when_it_is_near(
    new_page: Callable[..., Page], home: str
) -> None:
    """Links lead to it and to the last words as ever, the browser's search finds it, and paper has it."""
    page = new_page(**PHONE)
    page.goto(f"{home}{TRANSCRIPT}")
    files = page.locator(".download")
    is_drawn = "part => part.querySelector('h2').checkVisibility({ contentVisibilityAuto: true })"
    read_top = "id => Math.round(document.getElementById(id).getBoundingClientRect().top)"
    page.wait_for_function("() => document.readyState === 'complete'")
    assert not files.evaluate(is_drawn)
    assert page.evaluate(
        "() => find('Akoma Ntoso') && !!getSelection().anchorNode.parentElement.closest('.download')"
    )
    for anchor, top in (("p37", 44), ("map", 84), ("download", 84), ("p14", 45), ("source", 84)):
        page.goto("about:blank")
        page.goto(f"{home}{TRANSCRIPT}#{anchor}")
        page.wait_for_function("() => document.readyState === 'complete'")
        page.wait_for_timeout(100)
        assert abs(page.evaluate(read_top, anchor) - top) <= 1, anchor
    page.emulate_media(media="print")
    assert files.evaluate("part => getComputedStyle(part).contentVisibility") == "visible"


def test_the_dialog_of_citations_is_loaded_when_it_is_wanted_and_missed_by_nobody(
    new_page: Callable[..., Page], home: str
) -> None:
    """Where it can not be loaded, the citations on the transcript's page are what a reader is shown."""
    page = new_page(own=True)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.rpartition("/")[2]))
    page.goto(f"{home}{TRANSCRIPT}")
    page.wait_for_timeout(300)
    assert "cite.js" not in asked
    page.get_by_role("link", name="Cite", exact=True).click()
    expect(page.get_by_role("dialog", name="Cite this transcript")).to_be_visible()
    assert "cite.js" in asked
    page = new_page()
    page.route("**/cite.js", lambda route: route.abort())
    page.goto(f"{home}topics/ukraine/")
    page.locator(".number").first.click()
    page.get_by_role("button", name="Cite").click()
    expect(page).to_have_url(f"{home}{TRANSCRIPT}#cite")
    expect(page.get_by_role("heading", name="Cite this transcript")).to_be_in_viewport()


def test_the_dialog_of_citations_opens_once_and_for_nobody_who_thought_better_of_it(
    new_page: Callable[..., Page], home: str
) -> None:
    page = new_page()

    def hold(route: Route) -> None:
        time.sleep(0.5)
        route.continue_()

    page.route("**/cite.js", hold)
    page.goto(f"{home}{TRANSCRIPT}")
    cite = page.get_by_role("link", name="Cite", exact=True)
    cite.click()
    expect(cite).to_have_attribute("aria-busy", "true")
    page.keyboard.press("Escape")
    expect(cite).not_to_have_attribute("aria-busy", "true")
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.goto(f"{home}{TRANSCRIPT}")
    cite.dblclick()
    expect(page.get_by_role("dialog")).to_have_count(1)
    page.wait_for_timeout(200)
    expect(page.get_by_role("dialog")).to_have_count(1)
