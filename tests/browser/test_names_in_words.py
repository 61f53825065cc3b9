"""The names in the words, as readers meet them: with a pointer, a keyboard, a finger, and when they copy."""

from __future__ import annotations

import pytest
from browser.readers import NewPage, scrolls_sideways
from built import TRANSCRIPT
from playwright.sync_api import Page, Request, expect

PHONE = {"width": 390, "height": 844}


def open_transcript(new_page: NewPage, home: str, **options: object) -> Page:
    page = new_page(**options)
    page.goto(f"{home}{TRANSCRIPT}#p15")
    expect(page.locator("#p15")).to_be_in_viewport()
    return page


def test_the_pointer_shows_what_a_name_is_and_can_rest_on_it(new_page: NewPage, home: str) -> None:
    page = open_transcript(new_page, home)
    note, name = page.get_by_role("tooltip"), page.locator("#p15 a.name", has_text="Normandy Four")
    expect(note).to_have_count(0)
    name.hover()
    expect(note).to_contain_text("Talks of France, Germany")
    assert name.get_attribute("aria-describedby") == note.get_attribute("id")
    box = note.bounding_box()
    assert box
    page.mouse.move(box["x"] + 20, box["y"] + box["height"] - 5, steps=6)
    page.wait_for_timeout(600)
    expect(note).to_be_visible()
    page.mouse.move(5, 5)
    expect(note).to_have_count(0)
    assert name.get_attribute("aria-describedby") is None


def test_escape_takes_it_away_and_the_pointer_stays(new_page: NewPage, home: str) -> None:
    page = open_transcript(new_page, home)
    page.locator("#p15 a.name", has_text="Germany").hover()
    expect(page.get_by_role("tooltip")).to_contain_text("State in Western Europe")
    page.keyboard.press("Escape")
    expect(page.get_by_role("tooltip")).to_have_count(0)
    page.wait_for_timeout(500)
    expect(page.get_by_role("tooltip")).to_have_count(0)


def test_the_focus_shows_it_and_takes_it_on(new_page: NewPage, home: str) -> None:
    page = open_transcript(new_page, home)
    page.locator("#p15 a.name").nth(1).focus()
    page.keyboard.press("Tab")
    expect(page.get_by_role("tooltip")).to_contain_text("Donbas")
    page.keyboard.press("Tab")
    expect(page.get_by_role("tooltip")).to_contain_text("Normandy Four")
    expect(page.get_by_role("tooltip")).to_have_count(1)
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{home}names/normandy-four/")


def test_a_finger_shows_it_first_and_follows_the_link_then(new_page: NewPage, home: str) -> None:
    page = open_transcript(new_page, home, viewport=PHONE, has_touch=True, is_mobile=True)
    name = page.locator("#p15 a.name", has_text="Contact Group")
    name.tap()
    note = page.get_by_role("tooltip")
    expect(note).to_contain_text("Trilateral Contact Group")
    expect(page).to_have_url(f"{home}{TRANSCRIPT}#p15")
    box = note.bounding_box()
    assert box
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= PHONE["width"]
    covered = "(link, y) => [...link.getClientRects()].some(({ top, bottom }) => top < y[1] && bottom > y[0])"
    assert not name.evaluate(covered, [box["y"], box["y"] + box["height"]])
    page.locator("#p14").tap()
    expect(note).to_have_count(0)
    name.tap()
    expect(note).to_be_visible()
    name.tap()
    expect(page).to_have_url(f"{home}names/contact-group/")


def test_a_click_follows_the_link(new_page: NewPage, home: str) -> None:
    page = open_transcript(new_page, home)
    page.locator("#p15 a.name", has_text="Donbass").click()
    expect(page).to_have_url(f"{home}names/donbas/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Donbas")


def test_without_a_script_a_name_is_a_link(new_page: NewPage, home: str) -> None:
    page = open_transcript(new_page, home, java_script_enabled=False)
    page.locator("#p15 a.name", has_text="Donbass").click()
    expect(page).to_have_url(f"{home}names/donbas/")


def test_a_reader_takes_the_links_off_the_names_and_they_stay_off(new_page: NewPage, home: str) -> None:
    page = open_transcript(new_page, home)
    switch, links = page.get_by_role("checkbox", name="Link names"), page.locator("#p15").get_by_role("link")
    expect(links).not_to_have_count(0)
    switch.uncheck()
    expect(links).to_have_count(0)
    page.locator("#p15 a.name", has_text="Donbass").hover()
    page.wait_for_timeout(400)
    expect(page.get_by_role("tooltip")).to_have_count(0)
    page.goto(f"{home}topics/ukraine/")
    expect(page.locator("p[data-passage]").first.get_by_role("link")).to_have_count(0)
    switch.check()
    expect(page.locator("p[data-passage]").first.get_by_role("link")).not_to_have_count(0)


def test_nothing_is_loaded_before_a_name_is_asked_for(new_page: NewPage, home: str) -> None:
    page = new_page(own=True)
    asked: list[str] = []

    def note(request: Request) -> None:
        if "/data/names/" in request.url:
            asked.append(request.url.removeprefix(home))

    page.on("request", note)
    page.goto(f"{home}{TRANSCRIPT}#p15")
    page.wait_for_timeout(300)
    assert asked == []
    page.locator("#p15 a.name", has_text="Normandy Four").hover()
    expect(page.get_by_role("tooltip")).to_be_visible()
    assert asked == ["data/names/normandy-four.json"]


def test_a_note_that_can_not_be_had_leaves_a_link(new_page: NewPage, home: str) -> None:
    page = new_page(viewport=PHONE, has_touch=True, is_mobile=True)
    page.route("**/data/names/*", lambda route: route.abort())
    page.goto(f"{home}{TRANSCRIPT}#p15")
    page.locator("#p15 a.name", has_text="Donbass").tap()
    expect(page).to_have_url(f"{home}names/donbas/")


SELECT = """([start, end]) => {
    const range = document.createRange();
    const walk = document.createTreeWalker(document.querySelector("#p15"), NodeFilter.SHOW_TEXT);
    let at = 0;
    while (walk.nextNode()) {
        const { length } = walk.currentNode.data;
        if (start >= at && start <= at + length) range.setStart(walk.currentNode, start - at);
        if (end >= at && end <= at + length) { range.setEnd(walk.currentNode, end - at); break; }
        at += length;
    }
    getSelection().removeAllRanges();
    getSelection().addRange(range);
    const taken = {};
    addEventListener("copy", (event) => {
        for (const kind of event.clipboardData.types) taken[kind] = event.clipboardData.getData(kind);
    }, { once: true });
    document.execCommand("copy");
    return taken;
}"""


@pytest.mark.parametrize("span", [(0, 200), (70, 75), (0, 60)])
def test_what_is_copied_has_the_words_and_no_links(
    new_page: NewPage, home: str, span: tuple[int, int]
) -> None:
    page = open_transcript(new_page, home)
    page.locator("#p15 a.name").first.hover()
    expect(page.get_by_role("tooltip")).to_be_visible()
    text = page.locator("#p15").text_content() or ""
    taken = page.evaluate(SELECT, list(span))
    assert taken["text/plain"] == text[slice(*span)]
    assert taken["text/html"] == text[slice(*span)]


def test_words_are_selected_from_within_a_name_and_nobody_leaves(new_page: NewPage, home: str) -> None:
    page = open_transcript(new_page, home)
    name = page.locator("#p15 a.name", has_text="Normandy Four")
    box = name.bounding_box()
    assert box
    middle = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + 30, middle)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] - 12, middle, steps=8)
    page.mouse.up()
    selected = page.evaluate("() => getSelection().toString()")
    assert selected
    assert selected in "Normandy Four"
    page.wait_for_timeout(200)
    expect(page).to_have_url(f"{home}{TRANSCRIPT}#p15")


@pytest.mark.parametrize("address", ["names/", "names/russia/", "names/special-envoy-for-syria/"])
def test_the_pages_of_names_fit_any_screen(new_page: NewPage, home: str, address: str) -> None:
    page = new_page(viewport=PHONE)
    page.goto(f"{home}{address}")
    assert [width for width in (320, 768, 1280) if scrolls_sideways(page, width)] == []
    page.emulate_media(color_scheme="dark")
    assert [width for width in (320, 768, 1280) if scrolls_sideways(page, width)] == []
