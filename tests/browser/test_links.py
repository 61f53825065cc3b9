"""Links to passages and words, quotations, citations: what a reader does, and what a link opens on.

Most tests read the pages of a toy project with a history, which have every state a passage can be in; the
last ones the real site. Links "made before a correction" are made in the browser, from the wording of that
time.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, quote_plus, urlsplit

import pytest
from built import TRANSCRIPT, copy_project
from corpus import REAL_SLUG
from history import CONDITIONS, OLD_14, OLD_21, SLUG, build_history
from ontherecord.archive.accept import accept_transcripts
from ontherecord.site.build import build_site
from playwright.sync_api import Browser, Error, Locator, Page, expect

CONFERENCE = f"transcripts/{SLUG}/"
REPEATS = "transcripts/repeats/"
TOPIC = "topics/peace/"
PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
#: Without motion, for fading and smooth scrolling are most of the work where there is no graphics card.
OPTIONS: dict[str, Any] = {
    "permissions": ["clipboard-read", "clipboard-write"],
    "reduced_motion": "reduce",
    "service_workers": "block",
}

NewPage = Callable[..., Page]


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Says nothing: the tests say what they saw."""

    def end_headers(self) -> None:
        """Files are kept by the browser, for these pages are opened a hundred times."""
        self.send_header("Cache-Control", "max-age=600")
        super().end_headers()


@contextmanager
def serve(folder: Path) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the toy project's pages, below a path."""
    host = tmp_path_factory.mktemp("host")
    site = build_history(tmp_path_factory.mktemp("history"))
    shutil.copytree(site, host / "some" / "record")
    with serve(host) as address:
        yield f"{address}some/record/"


@pytest.fixture(scope="module")
def desk(browser: Browser) -> Iterator[Page]:
    """One page for all these tests, which is three times as fast as one for each."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, **OPTIONS)
    yield context.new_page()
    context.close()


@pytest.fixture(scope="module")
def hand(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(**PHONE, **OPTIONS)
    yield context.new_page()
    context.close()


@pytest.fixture
def page(desk: Page) -> Iterator[Page]:
    yield from use_page(desk)


@pytest.fixture
def phone(hand: Page) -> Iterator[Page]:
    yield from use_page(hand)


@pytest.fixture
def fresh(desk: Page) -> Iterator[Page]:
    """A page of its own, for tests that change what a page is given."""
    page = desk.context.new_page()
    yield from use_page(page)
    page.close()


def use_page(page: Page) -> Iterator[Page]:
    """The page as new, remembering nothing; at the end there must have been no error in a script."""
    errors: list[str] = []

    def note(error: Error) -> None:
        errors.append(f"{error} {error.stack}")

    page.on("pageerror", note)
    page.bring_to_front()
    yield page
    page.remove_listener("pageerror", note)
    if page.url.startswith("http"):
        page.evaluate("localStorage.clear()")
    page.goto("about:blank")
    assert errors == []


# --- What a reader does ---


def open_page(page: Page, address: str) -> None:
    page.goto(address)
    page.wait_for_function("document.querySelector('.said-aloud') !== null")


def words_of(page: Page, anchor: str) -> Locator:
    return page.locator(f"[data-passage$='/{anchor}']")


def place_of(page: Page, anchor: str, words: str, edge: str) -> tuple[float, float]:
    """Where words of a passage start or end on the screen."""
    words_of(page, anchor).scroll_into_view_if_needed()
    place: tuple[float, float] = words_of(page, anchor).evaluate(
        """(element, [words, edge]) => {
            const all = element.textContent;
            const at = all.indexOf(words) + (edge === "end" ? words.length - 1 : 0);
            const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
            let from = 0;
            while (walker.nextNode() && from + walker.currentNode.data.length <= at)
                from += walker.currentNode.data.length;
            const range = document.createRange();
            range.setStart(walker.currentNode, at - from);
            range.setEnd(walker.currentNode, at - from + 1);
            const box = [...range.getClientRects()].at(-1);
            return [edge === "end" ? box.right - 0.5 : box.left + 0.5, box.top + box.height / 2];
        }""",
        [words, edge],
    )
    return place


def drag_over(page: Page, first: tuple[str, str], last: tuple[str, str] | None = None) -> None:
    """Selects with the mouse from the start of words in one passage to the end of words in another."""
    start = place_of(page, *first, "start")
    end = place_of(page, *(last or first), "end")
    page.mouse.move(*start)
    page.mouse.down()
    page.mouse.move(*end, steps=4)
    page.mouse.up()


def select(page: Page, first: tuple[str, str], last: tuple[str, str] | None = None) -> None:
    """Selects as a screen reader or a phone's handles do: without a press on the page."""
    page.evaluate(
        """([[anchor, words], [lastAnchor, lastWords]]) => {
            const place = (anchor, words, atEnd) => {
                const element = document.querySelector(`[data-passage$="/${anchor}"]`);
                let at = element.textContent.indexOf(words) + (atEnd ? words.length : 0);
                const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
                while (walker.nextNode()) {
                    const { data } = walker.currentNode;
                    if (at < data.length || (atEnd && at === data.length)) return [walker.currentNode, at];
                    at -= data.length;
                }
                throw new Error(`${anchor} has no ${words}`);
            };
            const start = place(anchor, words, false);
            getSelection().setBaseAndExtent(...start, ...place(lastAnchor, lastWords, true));
        }""",
        [first, last or first],
    )


def bar_of(page: Page) -> Locator:
    return page.get_by_role("toolbar")


def press(page: Page, name: str) -> None:
    bar_of(page).get_by_role("button", name=name).click()


def copied(page: Page) -> str:
    return str(page.evaluate("navigator.clipboard.readText()"))


def copied_html(page: Page) -> str:
    return str(
        page.evaluate(
            """async () => {
                const [item] = await navigator.clipboard.read();
                return (await item.getType("text/html")).text();
            }"""
        )
    )


def copy_link_to(page: Page, first: tuple[str, str], last: tuple[str, str] | None = None) -> str:
    select(page, first, last)
    press(page, "Copy link to selection")
    expect(bar_of(page).get_by_role("button", name="Link copied")).to_be_visible()
    return copied(page)


def make_link(page: Page, wordings: dict[str, str], words: str) -> str:
    """A link as it was made when the passages read so, to words of one of them or across all."""
    query = page.evaluate(
        """async ([scripts, texts, words]) => {
            const { normalise } = await import(`${scripts}text.js`);
            const { joinWords, writeQuote } = await import(`${scripts}quote.js`);
            const { makeQuote } = await import(`${scripts}make.js`);
            const joined = joinWords(texts.map((text) => normalise(text)));
            const sought = normalise(words).text;
            const from = joined.text.indexOf(sought);
            if (from < 0) throw new Error("not there");
            return writeQuote(makeQuote(joined, from, from + sought.length));
        }""",
        ["../../assets/js/links/", list(wordings.values()), words],
    )
    anchors = list(wordings)
    end = f"&in={anchors[-1]}" if len(anchors) > 1 else ""
    return f"?{query}{end}#{anchors[0]}"


def marked(page: Page) -> list[str]:
    """The marked words, by the element that holds them."""
    found: list[str] = page.evaluate(
        """() => {
            const texts = new Map();
            for (const mark of document.querySelectorAll("mark.said")) {
                const holder = mark.closest("p");
                texts.set(holder, (texts.get(holder) ?? "") + mark.textContent);
            }
            return [...texts.values()];
        }"""
    )
    return found


def notice_of(page: Page) -> Locator:
    return page.locator(".notice--link")


def follow(page: Page, link: str) -> None:
    """Opens a link anew, as from a mail."""
    if page.url.partition("#")[0] == link.partition("#")[0]:
        page.goto("about:blank")
    open_page(page, link)


def expect_bare_in_sight(page: Page, selector: str) -> None:
    """The first line of an element is in the window with nothing over it, or comes there."""
    page.wait_for_function(
        """(selector) => {
            const element = document.querySelector(selector);
            const box = element.getClientRects()[0];
            const top = document.elementFromPoint(box.left + 3, box.top + box.height / 2);
            const bare = element.contains(top) || top?.contains(element);
            return box.top >= 0 && box.bottom <= innerHeight && bare;
        }""",
        arg=selector,
        timeout=5000,
    )


def expect_still(page: Page) -> None:
    """Waits until the page has not scrolled for a quarter of a second."""
    page.evaluate(
        """async () => {
            for (let still = 0, place = scrollY; still < 5; still = scrollY === place ? still + 1 : 0) {
                place = scrollY;
                await new Promise((resolve) => { setTimeout(resolve, 50); });
            }
        }"""
    )


# --- A passage's number ---


def test_a_click_on_a_number_copies_its_address_and_offers_more(page: Page, record: str) -> None:
    open_page(page, f"{record}{CONFERENCE}")
    words_of(page, "p24").scroll_into_view_if_needed()
    before = page.evaluate("scrollY")
    page.get_by_role("link", name="Passage 24, link to it").click()

    assert copied(page) == f"{record}{CONFERENCE}#p24"
    expect(page).to_have_url(f"{record}{CONFERENCE}#p24")
    assert page.evaluate("scrollY") == before
    expect(bar_of(page)).to_have_accessible_name("Passage 24")
    names = bar_of(page).get_by_role("button").all_inner_texts()
    assert names == ["Link copied", "Copy as quotation", "Cite", "More"]
    expect(page.locator(".said-aloud")).to_have_text("Link copied: passage 24.")
    ground = words_of(page, "p24").evaluate("words => words.closest('.passage').className")
    assert "passage--linked" in ground

    words = words_of(page, "p24").bounding_box()
    bar = bar_of(page).bounding_box()
    assert words
    assert bar
    assert bar["x"] == pytest.approx(words["x"], abs=1)
    assert 0 <= bar["y"] - words["y"] - words["height"] <= 10

    page.go_back()
    expect(page).to_have_url(f"{record}{CONFERENCE}")
    expect(bar_of(page)).to_have_count(0)
    expect(page.locator(".passage--linked")).to_have_count(0)


def test_a_number_works_by_keyboard_and_leads_on_into_the_bar(page: Page, record: str) -> None:
    open_page(page, f"{record}{CONFERENCE}")
    number = page.get_by_role("link", name="Passage 14, link to it")
    number.focus()
    page.keyboard.press("Enter")
    expect(bar_of(page)).to_be_visible()
    assert copied(page) == f"{record}{CONFERENCE}#p14"
    expect(number).to_be_focused()

    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Link copied")).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("button", name="Copy as quotation")).to_be_focused()
    page.keyboard.press("End")
    expect(page.get_by_role("button", name="More ways to copy")).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("button", name="Link copied")).to_be_focused()
    page.keyboard.press("Escape")
    expect(bar_of(page)).to_have_count(0)
    expect(number).to_be_focused()

    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(bar_of(page)).to_have_count(0)


def test_a_number_clicked_with_a_modifier_stays_a_link(page: Page, record: str) -> None:
    open_page(page, f"{record}{CONFERENCE}")
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Passage 14, link to it").click(modifiers=["ControlOrMeta"])
    assert opened.value.url == f"{record}{CONFERENCE}#p14"
    opened.value.close()
    expect(bar_of(page)).to_have_count(0)


def test_a_number_on_a_phone(phone: Page, record: str) -> None:
    open_page(phone, f"{record}{CONFERENCE}")
    phone.get_by_role("link", name="Passage 24, link to it").tap()
    expect(bar_of(phone).get_by_role("button", name="Link copied")).to_be_visible()
    assert copied(phone) == f"{record}{CONFERENCE}#p24"
    bar = bar_of(phone).bounding_box()
    assert bar
    assert (bar["x"], bar["width"]) == (0, 390)
    assert bar["y"] + bar["height"] == pytest.approx(844, abs=1)
    bar_of(phone).get_by_role("button", name="Copy as quotation").tap()
    expect(bar_of(phone).get_by_role("button", name="Quotation copied")).to_be_visible()
    assert copied(phone).startswith("“We receive our news in real time.")


def test_on_a_topic_page_a_number_copies_the_permalink_and_stays(page: Page, record: str) -> None:
    open_page(page, f"{record}{TOPIC}")
    page.get_by_role("link", name="Passage 14, link to it").click()
    expect(bar_of(page).get_by_role("button", name="Link copied")).to_be_visible()
    assert copied(page) == f"{record}{CONFERENCE}#p14"
    expect(page).to_have_url(f"{record}{TOPIC}")
    expect(page.locator(".passage--linked")).to_have_count(1)


REFUSED = """
navigator.clipboard.writeText = navigator.clipboard.write = () => Promise.reject(new Error("no"));
Document.prototype.execCommand = () => false;
"""
ABSENT = "Object.defineProperty(Navigator.prototype, 'clipboard', { value: undefined });"


def test_where_the_clipboard_is_refused_a_field_has_the_address_selected(fresh: Page, record: str) -> None:
    page = fresh
    page.add_init_script(REFUSED)
    open_page(page, f"{record}{CONFERENCE}")
    page.get_by_role("link", name="Passage 14, link to it").click()
    field = bar_of(page).get_by_role("textbox", name="The address")
    expect(field).to_be_focused()
    expect(field).to_have_value(f"{record}{CONFERENCE}#p14")
    expect(field).to_have_attribute("readonly", "")
    selected = "({ activeElement: field }) => field.value.slice(field.selectionStart, field.selectionEnd)"
    assert page.evaluate(f"({selected})(document)") == f"{record}{CONFERENCE}#p14"
    expect(bar_of(page)).to_contain_text("The browser does not let this page copy.")
    expect(page.locator(".said-aloud")).to_contain_text("The address is selected")
    expect(bar_of(page).get_by_role("button", name="Link copied")).to_have_count(0)

    select(page, ("p24", "real time"))
    expect(bar_of(page)).to_have_accessible_name("Words selected in passage 24")
    press(page, "Copy as quotation")
    field = bar_of(page).get_by_role("textbox", name="The quotation")
    expect(field).to_have_value(re.compile("^“real time” "))


def test_without_a_clipboard_interface_the_old_command_copies(fresh: Page, record: str) -> None:
    page = fresh
    page.add_init_script(ABSENT)
    open_page(page, f"{record}{CONFERENCE}")
    select(page, ("p24", "real time"))
    press(page, "Copy as quotation")
    expect(bar_of(page).get_by_role("button", name="Quotation copied")).to_be_visible()
    assert page.evaluate("getSelection().toString()") == "real time"
    other = page.context.new_page()
    open_page(other, f"{record}{CONFERENCE}")
    assert copied(other).startswith("“real time” (Mira Holt, ")
    assert '<a href="' in copied_html(other)
    other.close()


# --- Selecting ---


def test_words_selected_with_the_mouse_get_a_bar_below_them(page: Page, record: str) -> None:
    open_page(page, f"{record}{CONFERENCE}")
    drag_over(page, ("p14", "agreements that would be acceptable to all parties"))
    expect(bar_of(page)).to_be_visible()
    assert bar_of(page).get_by_role("button").all_inner_texts() == [
        "Copy link to selection",
        "Copy as quotation",
        "Cite",
        "More",
    ]
    gap = page.evaluate(
        """() => {
            const lines = [...getSelection().getRangeAt(0).getClientRects()];
            const bar = document.querySelector("[role=toolbar]").getBoundingClientRect();
            return bar.top - Math.max(...lines.map((line) => line.bottom));
        }"""
    )
    assert gap == pytest.approx(8, abs=0.6)

    press(page, "Copy link to selection")
    expect(bar_of(page).get_by_role("button", name="Link copied")).to_be_visible()
    assert page.evaluate("getSelection().toString()") == "agreements that would be acceptable to all parties"
    link = copied(page)
    expect(page).to_have_url(f"{record}{CONFERENCE}")
    follow(page, link)
    assert marked(page) == ["agreements that would be acceptable to all parties"]
    expect(notice_of(page)).to_have_count(0)
    expect(page.locator(".said-aloud")).to_have_text("The quoted words are marked in passage 14.")

    open_page(page, f"{record}{CONFERENCE}")
    drag_over(page, ("p14", "agreements that"))
    expect(bar_of(page)).to_be_visible()
    page.mouse.click(640, 400)
    expect(bar_of(page)).to_have_count(0)


def test_words_selected_by_keyboard(page: Page, record: str) -> None:
    """On from a word; where a caret can be moved through the page, it is the same from the start."""
    open_page(page, f"{record}{CONFERENCE}")
    place = place_of(page, "p24", "necessary", "start")
    page.mouse.dblclick(*place)
    for _ in range(3):
        page.keyboard.press("Control+Shift+ArrowRight")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Copy link to selection")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Link copied")).to_be_focused()
    assert copied(page) == f"{record}{CONFERENCE}?said=necessary+to+avoid+any#p24"
    page.keyboard.press("ArrowLeft")
    expect(page.get_by_role("button", name="More ways to copy")).to_be_focused()
    page.keyboard.press("Escape")
    expect(bar_of(page)).to_have_count(0)
    page.keyboard.press("Control+Shift+ArrowRight")
    expect(bar_of(page)).to_be_visible()


def test_words_selected_on_a_phone(phone: Page, record: str) -> None:
    """By the phone's own handles, which press nothing on the page (a long press selects nothing here)."""
    open_page(phone, f"{record}{CONFERENCE}")
    words_of(phone, "p24").scroll_into_view_if_needed()
    select(phone, ("p24", "bloody"))
    bar_of(phone).get_by_role("button", name="Copy link to selection").tap()
    expect(bar_of(phone).get_by_role("button", name="Link copied")).to_be_visible()
    assert copied(phone) == f"{record}{CONFERENCE}?said=bloody#p24"
    assert phone.evaluate("getSelection().toString()") == "bloody"
    follow(phone, copied(phone))
    assert marked(phone) == ["bloody"]


def put_at_the_lower_edge(page: Page, anchor: str) -> None:
    words_of(page, anchor).evaluate(
        "words => scrollBy(0, words.getBoundingClientRect().bottom - innerHeight + 4)"
    )


def test_the_docked_bar_does_not_cover_the_selection(phone: Page, record: str) -> None:
    open_page(phone, f"{record}{CONFERENCE}")
    put_at_the_lower_edge(phone, "p16")
    select(phone, ("p16", "because we will wait."))
    expect(bar_of(phone)).to_be_visible()
    below = phone.evaluate(
        """() => document.querySelector("[role=toolbar]").getBoundingClientRect().top
            - getSelection().getRangeAt(0).getBoundingClientRect().bottom"""
    )
    assert below >= 7.5


def test_where_there_is_no_room_below_the_bar_stands_above(page: Page, record: str) -> None:
    open_page(page, f"{record}{CONFERENCE}")
    put_at_the_lower_edge(page, "p24")
    select(page, ("p24", "real time. It is necessary to avoid any bloody clashes."))
    expect(bar_of(page)).to_be_visible()
    bar = bar_of(page).bounding_box()
    top = page.evaluate("getSelection().getRangeAt(0).getBoundingClientRect().top")
    assert bar
    assert bar["y"] + bar["height"] == pytest.approx(top - 8, abs=1)


@pytest.mark.parametrize(
    ("start", "end"), [(".masthead h1", "#p1"), ("#p14 + .topics", "#p16"), (".left-out", "#p24")]
)
def test_a_selection_is_trimmed_to_the_words(page: Page, record: str, start: str, end: str) -> None:
    """It begins outside of words, and ends in the number after the last passage it takes in."""
    open_page(page, f"{record}{CONFERENCE}")
    page.evaluate(
        """([start, end]) => {
            const last = document.querySelector(end).closest(".passage").nextElementSibling;
            getSelection().setBaseAndExtent(
                document.querySelector(start), 0, last.querySelector(".number").firstChild, 1);
        }""",
        [start, end],
    )
    press(page, "Copy link to selection")
    expect(bar_of(page).get_by_role("button", name="Link copied")).to_be_visible()
    follow(page, copied(page))
    first = "#p15" if "p14" in start else end
    expected = [page.locator(selector).inner_text() for selector in dict.fromkeys((first, end))]
    assert [words.replace("\xa0", " ") for words in marked(page)] == [
        words.replace("\xa0", " ") for words in expected
    ]


def test_nothing_is_offered_for_what_is_no_passage(page: Page, record: str) -> None:
    open_page(page, f"{record}{CONFERENCE}")
    for selector in (".masthead h1", "#p14 + .topics", ".left-out span:last-child", ".turn-head"):
        page.locator(selector).first.evaluate("element => getSelection().selectAllChildren(element)")
        page.wait_for_timeout(260)
        expect(bar_of(page)).to_have_count(0)
    page.evaluate("document.querySelector('#p14').closest('.passage').querySelector('details').open = true")
    page.evaluate("getSelection().selectAllChildren(document.querySelector('[data-earlier=p14]'))")
    page.wait_for_timeout(260)
    expect(bar_of(page)).to_have_count(0)


def test_plain_copying_over_passages_gives_words_and_speakers_alone(page: Page, record: str) -> None:
    open_page(page, f"{record}{CONFERENCE}")
    drag_over(page, ("p24", "We receive"), ("p25", "national developments"))
    page.keyboard.press("Control+c")
    first = words_of(page, "p24").inner_text()
    assert copied(page).replace("\r", "") == f"{first}\n\nWe will address national developments"
    shown = copied_html(page)
    assert f"<p>{first}</p><p>We will address national developments</p>" in shown
    # Over two speakers each is named, and a place that the source leaves out keeps its sign.
    select(page, ("p23", "at the moment?"), ("p24", "We receive"))
    page.keyboard.press("Control+c")
    question, *signs, answer = copied(page).replace("\r", "").split("\n\n")
    assert question == "Journalist, question to Tomas Wren: at the moment?"
    assert answer == "Mira Holt: We receive"
    assert signs == ["[…]"]
    assert "<b>Mira Holt:</b> We receive" in copied_html(page)
    # Within one passage nothing is added, and what is no passage is the browser's to copy.
    select(page, ("p24", "We receive"))
    page.keyboard.press("Control+c")
    assert copied(page) == "We receive"
    page.locator("h1").evaluate("element => getSelection().selectAllChildren(element)")
    page.keyboard.press("Control+c")
    assert copied(page).startswith("Remarks and answers of Mira Holt")


# --- A page that the browser has translated ---

TRANSLATE = """anchors => {
    for (const anchor of anchors) {
        const words = document.querySelector(`[data-passage$="/${anchor}"]`);
        words.innerHTML = `<font><font>Traduit: ${words.textContent.length} mots.</font></font>`;
    }
}"""


def test_of_a_translated_page_only_the_original_is_copied_quoted_and_cited(page: Page, record: str) -> None:
    open_page(page, f"{record}{CONFERENCE}")
    original = words_of(page, "p24").inner_text()
    page.evaluate(TRANSLATE, ["p24"])
    select(page, ("p24", "mots"))
    expect(bar_of(page)).to_contain_text("This page is translated.")
    press(page, "Copy as quotation")
    expect(page.get_by_role("button", name="Quotation copied")).to_be_visible()
    assert copied(page).startswith(f"“{original}” (Mira Holt")
    page.keyboard.press("Control+c")
    assert copied(page) == original
    press(page, "Copy link to selection")
    expect(page.get_by_role("button", name="Link copied")).to_be_visible()
    link = copied(page)
    press(page, "Show the original")
    expect(words_of(page, "p24")).to_have_text(original)
    follow(page, link)
    assert marked(page) == [original]


def test_in_a_translation_no_words_are_marked(page: Page, record: str) -> None:
    follow(page, f"{record}{CONFERENCE}?said=real+time#p24")
    assert marked(page) == ["real time"]
    page.evaluate(TRANSLATE, ["p24"])
    expect(notice_of(page)).to_have_attribute("data-outcome", "translated")
    expect(notice_of(page)).to_contain_text("“real time”")
    assert marked(page) == []
    notice_of(page).get_by_role("button", name="Show the original").click()
    expect(notice_of(page)).to_have_count(0)
    assert marked(page) == ["real time"]


def test_a_longer_selection_moves_the_bar_and_escape_keeps_it_away(page: Page, record: str) -> None:
    open_page(page, f"{record}{CONFERENCE}")
    select(page, ("p24", "We receive"))
    expect(bar_of(page)).to_have_accessible_name("Words selected in passage 24")
    select(page, ("p24", "We receive"), ("p25", "We will"))
    expect(bar_of(page)).to_have_accessible_name("Words selected in passages 24–25")
    page.keyboard.press("Escape")
    expect(bar_of(page)).to_have_count(0)
    page.mouse.move(300, 300)
    page.wait_for_timeout(260)
    expect(bar_of(page)).to_have_count(0)
    select(page, ("p24", "our news"))
    expect(bar_of(page)).to_be_visible()


# --- What a link looks like ---


def query_of(link: str) -> dict[str, str]:
    return {name: value for name, (value,) in parse_qs(urlsplit(link).query).items()}


def test_a_link_is_short_and_names_the_words(page: Page, record: str) -> None:
    open_page(page, f"{record}{CONFERENCE}")
    short = copy_link_to(page, ("p14", "acceptable to all parties"))
    assert short == f"{record}{CONFERENCE}?said=acceptable+to+all+parties#p14"
    long = copy_link_to(page, ("p14", "Today we exchanged"), ("p14", "important region."))
    assert re.fullmatch(r".*/\?said=Today&to=region%2E&sum=[0-9a-z]{6}#p14", long)
    across = copy_link_to(page, ("p24", "bloody clashes."), ("p25", "We will address national"))
    assert query_of(across).keys() == {"said", "to", "sum", "in"}
    assert query_of(across)["in"] == "p25"


def test_only_words_that_repeat_need_their_neighbours(page: Page, record: str) -> None:
    open_page(page, f"{record}{CONFERENCE}")
    select(page, ("p16", "we will wait."))
    assert query_of(copy_link_to(page, ("p16", "we will wait."))) == {"said": "we will wait."}
    assert query_of(copy_link_to(page, ("p16", "will wait"))) == {"said": "will wait", "after": ","}
    assert query_of(copy_link_to(page, ("p16", "wait again"))) == {"said": "wait again"}
    open_page(page, f"{record}{REPEATS}")
    assert query_of(copy_link_to(page, ("p1", "no"))) == {"said": "no", "before": "^"}


# --- Every script ---


@pytest.mark.parametrize(
    ("anchor", "first", "last"),
    [
        ("p30", "Мы обсудили", "урегулирование. Россия, США"),
        ("p30", "США и", "США и"),
        ("p31", "ناغورني", "روسيا والولايات المتحدة"),
        ("p32", "纳戈尔诺", "美国和法国是欧安组织"),
        ("p32", "明斯克", "明斯克"),
        ("p33", "Cafe\u0301 and re\u0301sume\u0301", "g\u0308o"),
        ("p33", "e\u0301", "e\u0301"),
        ("p33", "👨‍👩‍👧 came", "🇫🇷 with a 👍🏽"),
        ("p34", "Non breaking", "spaces too."),
        ("p34", "soft\xadhy", "hy\xadphens"),
        ("p34", "zero\u200bwidth", "zero\u200bwidth"),
        ("p15", "Group said: “We won’t use ‘force’", "Board’s answer"),
    ],
)
def test_words_of_every_script(page: Page, record: str, anchor: str, first: str, last: str) -> None:
    open_page(page, f"{record}{CONFERENCE}")
    link = copy_link_to(page, (anchor, first), (anchor, last))
    # Whatever finds addresses in a mail takes this one whole.
    assert re.fullmatch(r"[A-Za-z0-9%+&=_-]+", urlsplit(link).query)
    text = words_of(page, anchor).evaluate("element => element.textContent")
    follow(page, link)
    assert marked(page) == [text[text.index(first) : text.index(last) + len(last)]]
    expect(notice_of(page)).to_have_count(0)


def test_other_quotes_and_spaces_and_composed_letters_are_the_same_words(page: Page, record: str) -> None:
    address = f"{record}{CONFERENCE}"
    for said, anchor, words in (
        ("\"We won't use 'force' again,\"", "p15", "“We won’t use ‘force’ again,”"),
        ("Lake Group\xa0said:", "p15", "Lake Group said:"),
        ("Caf\u00e9 and r\u00e9sum\u00e9", "p33", "Cafe\u0301 and re\u0301sume\u0301"),
        ("soft\u00adhyphens, zerowidth", "p34", "soft\xadhy\xadphens, zero\u200bwidth"),
    ):
        follow(page, f"{address}?said={quote_plus(said)}#{anchor}")
        assert marked(page) == [words]


def test_what_is_only_alike_is_never_marked(page: Page, record: str) -> None:
    for said in ("Cafe and", "go;", "👨", "👍", "THE FAMILY"):
        follow(page, f"{record}{CONFERENCE}?said={quote_plus(said)}#p33")
        assert marked(page) == []
        expect(notice_of(page)).to_have_attribute("data-outcome", "missing")


# --- What a link opens on: found ---


def test_found_words_are_in_sight_with_number_and_speaker(page: Page, phone: Page, record: str) -> None:
    for browser in (page, phone):
        open_page(browser, f"{record}{CONFERENCE}")
        link = copy_link_to(browser, ("p24", "avoid any bloody clashes"))
        follow(browser, link)
        expect(browser.locator("mark.said")).to_be_visible()
        expect_still(browser)
        for selector in ("mark.said", "[href='#p24'].number", ".turn--answer .turn-head b"):
            expect_bare_in_sight(browser, selector)


def test_words_far_down_a_long_passage_are_in_sight_on_a_phone(phone: Page, record: str) -> None:
    open_page(phone, f"{record}{CONFERENCE}")
    follow(phone, copy_link_to(phone, ("p35", "Sentence 38")))
    expect(phone.locator("mark.said")).to_have_text("Sentence 38")
    expect_still(phone)
    expect_bare_in_sight(phone, "mark.said")


def test_the_page_scrolls_once_and_then_never(page: Page, record: str) -> None:
    open_page(page, f"{record}{CONFERENCE}?said=real+time#p24")
    expect_still(page)
    place = page.evaluate("scrollY")
    assert place > 0
    page.mouse.wheel(0, -300)
    page.wait_for_function("place => scrollY < place", arg=place)
    expect_still(page)
    left = page.evaluate("scrollY")
    page.reload()
    expect(page.locator("mark.said")).to_have_count(1)
    expect_still(page)
    assert page.evaluate("scrollY") == pytest.approx(left, abs=3)


@pytest.mark.parametrize("touch", ["", "dispatchEvent(new WheelEvent('wheel'));"])
def test_a_late_scroll_to_the_passage_leaves_the_notice_in_sight_unless_the_reader_has_it(
    fresh: Page, record: str, touch: str
) -> None:
    """Firefox goes to the fragment once more when all is loaded, after the notice was brought in sight."""
    fresh.add_init_script(
        f"""addEventListener("load", async () => {{
            await document.fonts.ready;
            requestAnimationFrame(() => setTimeout(() => {{
                {touch}
                document.getElementById("p14").scrollIntoView();
                window.late = true;
            }}, 100));
        }});"""
    )
    open_page(fresh, f"{record}{CONFERENCE}?said=final+status+acceptable#p14")
    fresh.wait_for_function("window.late")
    expect_still(fresh)
    line = fresh.evaluate("document.querySelector('.turn-head').getBoundingClientRect().bottom")
    box = notice_of(fresh).bounding_box()
    assert box
    assert (box["y"] >= line) == (not touch)


def test_a_selection_across_passages_and_inline_links(page: Page, record: str) -> None:
    open_page(page, f"{record}{CONFERENCE}")
    link = copy_link_to(page, ("p14", "restore peace"), ("p16", "We will wait"))
    follow(page, link)
    assert marked(page) == [
        "restore peace in this important region.",
        words_of(page, "p15").evaluate("element => element.textContent"),
        "We will wait",
    ]
    assert page.locator("#p15 a mark").count() == 2


def test_words_of_a_passage_that_was_split_since(page: Page, record: str) -> None:
    open_page(page, f"{record}{CONFERENCE}")
    old = (
        "The agreement of the two presidents, which was signed in Tarn in May, gives an important role to "
        "the observers of the Group."
    )
    words = "signed in Tarn in May, gives an important role"
    follow(page, record + CONFERENCE + make_link(page, {"p17": old}, words))
    assert marked(page) == ["signed in Tarn in May,", "gives an important role"]
    open_page(page, f"{record}{CONFERENCE}")
    words = "gives an important role to the observers"
    follow(page, record + CONFERENCE + make_link(page, {"p17": old}, words))
    expect(notice_of(page)).to_have_attribute("data-outcome", "moved")


# --- Changed ---


def test_changed_words_are_shown_in_their_wording(page: Page, record: str) -> None:
    open_page(page, f"{record}{CONFERENCE}")
    words = "potential for moving the process to a more practical stage, and to focus on reaching agreements"
    follow(page, record + CONFERENCE + make_link(page, {"p14": OLD_14}, words))
    notice = notice_of(page)
    expect(notice).to_have_attribute("data-outcome", "changed")
    expect(notice.locator("b")).to_have_text("The wording of passage 14 changed on 3 August 2016.")
    expect(notice).to_contain_text(f"The link quoted:“{words}”")
    assert marked(page) == [words]
    assert page.locator("[data-earlier=p14][data-until='2016-08-03'] mark.said").count() > 1
    expect(page.locator("[data-earlier=p14][data-until='2016-08-03']").first).to_be_visible()
    expect_still(page)
    expect_bare_in_sight(page, ".notice--link")
    expect_bare_in_sight(page, "[href='#p14'].number")


def test_changed_words_take_the_newest_wording_that_has_them(page: Page, record: str) -> None:
    follow(page, f"{record}{CONFERENCE}?said=final+status+acceptable#p14")
    expect(notice_of(page)).to_contain_text("changed on 3 August 2016")
    assert page.locator("[data-until='2016-08-03'] mark.said").count() == 1
    follow(page, f"{record}{CONFERENCE}?said=shared+views+on+ways#p14")
    expect(notice_of(page)).to_contain_text("changed on 20 July 2016")
    assert marked(page) == ["shared views on ways"]


def test_changed_words_that_always_stood_elsewhere_too_have_not_moved(page: Page, record: str) -> None:
    follow(page, f"{record}{CONFERENCE}?said=stability%2E+We+have+always+wanted#p14")
    expect(notice_of(page)).to_have_attribute("data-outcome", "changed")
    expect(notice_of(page)).to_contain_text("The same words stand in passage 12.")


def test_a_selection_across_passages_of_which_one_changed(page: Page, record: str) -> None:
    open_page(page, f"{record}{CONFERENCE}")
    link = make_link(
        page,
        {
            "p24": "We receive our news in real time. It is necessary to avoid any bloody clashes.",
            "p25": "We will address all developments solely in line with the constitution.",
        },
        "bloody clashes. We will address all developments",
    )
    follow(page, record + CONFERENCE + link)
    expect(notice_of(page)).to_contain_text("The wording of passage 25 changed on 1 September 2016.")
    assert marked(page) == ["bloody clashes.", "We will address all developments"]
    expect(page.locator("[data-earlier=p25] mark.said").first).to_be_visible()


# --- Moved ---


def test_moved_words_are_offered_where_they_stand_now(page: Page, record: str) -> None:
    open_page(page, f"{record}{CONFERENCE}")
    link = record + CONFERENCE + make_link(page, {"p14": OLD_14}, CONDITIONS)
    follow(page, link)
    notice = notice_of(page)
    expect(notice).to_have_attribute("data-outcome", "moved")
    expect(notice.locator("b")).to_have_text("The quoted words have moved to passage 13.")
    expect(notice).to_contain_text("They stood here until 3 August 2016.")
    assert marked(page) == []
    notice.get_by_role("link", name="Go to passage 13").click()
    expect(page.locator("mark.said")).to_have_text(CONDITIONS)
    expect(notice).to_have_count(0)
    assert urlsplit(page.url).fragment == "p13"
    expect_still(page)
    expect_bare_in_sight(page, "#p13 mark.said")
    assert page.evaluate("performance.getEntriesByType('navigation').length") == 1
    page.go_back()
    expect(notice).to_have_attribute("data-outcome", "moved")
    assert marked(page) == []

    notice.get_by_role("button", name="Stay here").click()
    expect(notice).to_have_count(0)
    assert marked(page) == [CONDITIONS]
    expect(page.locator("[data-earlier=p14] mark.said")).to_be_visible()


def test_the_address_of_a_moved_quote_opens_by_itself(page: Page, record: str) -> None:
    open_page(page, f"{record}{CONFERENCE}")
    follow(page, record + CONFERENCE + make_link(page, {"p14": OLD_14}, CONDITIONS))
    address = notice_of(page).get_by_role("link", name="Go to passage 13").evaluate("link => link.href")
    follow(page, address)
    assert marked(page) == [CONDITIONS]
    expect(page.locator("#p13 mark.said")).to_have_count(1)
    expect(notice_of(page)).to_have_count(0)


def test_few_words_elsewhere_are_no_move(page: Page, record: str) -> None:
    follow(page, f"{record}{CONFERENCE}?said=at+all+times#p16")
    expect(notice_of(page)).to_have_attribute("data-outcome", "missing")


def test_words_that_never_stood_here_but_stand_in_another_passage(page: Page, record: str) -> None:
    follow(page, f"{record}{CONFERENCE}?said=necessary+to+avoid+any+bloody+clashes#p14")
    expect(notice_of(page).locator("b")).to_have_text("The quoted words are not in passage 14.")
    expect(notice_of(page)).to_contain_text("They stand in passage 24.")
    expect(notice_of(page)).not_to_contain_text("until")
    assert marked(page) == []
    notice_of(page).get_by_role("link", name="Go to passage 24").click()
    expect(page.locator("#p24 mark.said")).to_have_text("necessary to avoid any bloody clashes")


def test_words_in_several_other_passages_are_listed_and_none_is_picked(page: Page, record: str) -> None:
    follow(page, f"{record}{CONFERENCE}?said=the+red+line+was+never+crossed#p14")
    expect(notice_of(page)).to_have_attribute("data-outcome", "scattered")
    expect(notice_of(page)).to_contain_text("They stand in passages 26 and 27.")
    assert marked(page) == []
    notice_of(page).get_by_role("link", name="27").click()
    expect(page.locator("#p27 mark.said")).to_have_text("the red line was never crossed")


# --- Tombstones ---


def test_words_of_a_removed_passage_that_stand_in_its_successor(page: Page, record: str) -> None:
    open_page(page, f"{record}{CONFERENCE}")
    words = "The talks we have held in Selwyn allow me to say that this is not so"
    follow(page, record + CONFERENCE + make_link(page, {"p21": OLD_21}, words))
    expect(notice_of(page).locator("b")).to_have_text("The quoted words have moved to passage 20.")
    expect(notice_of(page)).to_contain_text("They stood here until 2 March 2017.")
    expect(page.locator("#p21 .earlier-words")).to_be_visible()
    assert marked(page) == [words]


def test_few_words_may_have_moved_to_a_named_successor(page: Page, record: str) -> None:
    follow(page, f"{record}{CONFERENCE}?said=in+Selwyn#p21")
    expect(notice_of(page)).to_have_attribute("data-outcome", "moved")
    expect(notice_of(page)).to_contain_text("moved to passage 20")


def test_words_of_a_removed_passage_that_are_gone(page: Page, phone: Page, record: str) -> None:
    for browser in (page, phone):
        follow(browser, f"{record}{CONFERENCE}?said=I+can+only+smile#p21")
        expect(notice_of(browser)).to_have_attribute("data-outcome", "changed")
        expect(notice_of(browser).locator("b")).to_have_text("Passage 21 was removed on 2 March 2017.")
        expect(notice_of(browser)).to_contain_text("“I can only smile”")
        expect(browser.locator("#p21 mark.said")).to_be_visible()
        assert marked(browser) == ["I can only smile"]


def test_a_plain_link_to_a_removed_passage_opens_its_fold(page: Page, record: str) -> None:
    follow(page, f"{record}{CONFERENCE}#p22")
    expect(page.locator("#p22 .earlier-words")).to_be_visible()
    expect(notice_of(page)).to_have_count(0)


# --- Several, misplaced, missing, damaged ---


def test_words_that_stand_more_than_once_are_not_guessed(page: Page, record: str) -> None:
    follow(page, f"{record}{CONFERENCE}?said=will+wait#p16")
    expect(notice_of(page)).to_have_attribute("data-outcome", "several")
    expect(notice_of(page).locator("b")).to_have_text("The quoted words stand 3 times in passage 16.")
    assert marked(page) == []


def test_words_that_repeat_are_told_apart_by_an_earlier_wording(page: Page, record: str) -> None:
    follow(page, f"{record}{CONFERENCE}?said=We&before=^#p28")
    assert marked(page) == ["We"]
    follow(page, f"{record}{CONFERENCE}?said=important&after=%24#p28")
    expect(notice_of(page)).to_have_attribute("data-outcome", "misplaced")
    follow(page, f"{record}{CONFERENCE}?said=important%2E#p28")
    expect(notice_of(page)).to_have_attribute("data-outcome", "changed")


def test_words_with_other_neighbours_are_not_taken_for_those_meant(page: Page, record: str) -> None:
    follow(page, f"{record}{CONFERENCE}?said=we+will+see&before=never#p16")
    expect(notice_of(page)).to_have_attribute("data-outcome", "misplaced")
    assert marked(page) == []


def test_words_not_found_are_shown_and_can_be_searched(page: Page, phone: Page, record: str) -> None:
    for browser in (page, phone):
        follow(browser, f"{record}{CONFERENCE}?said=a+final+%22status%22+for+both+sides#p24")
        notice = notice_of(browser)
        expect(notice).to_have_attribute("data-outcome", "missing")
        expect(notice).to_have_role("status")
        expect(notice.locator("b")).to_have_text("The quoted words are not in passage 24.")
        expect(notice).to_contain_text('“a final "status" for both sides”')
        search = notice.get_by_role("link", name="Search for these words").evaluate("link => link.href")
        assert search.startswith(f"{record}search/?")
        assert query_of(search) == {"q": 'a final "status" for both sides'}
        expect_still(browser)
        expect_bare_in_sight(browser, ".notice--link b")
        expect_bare_in_sight(browser, "[href='#p24'].number")
        words = words_of(browser, "p24").bounding_box()
        box = notice.bounding_box()
        assert words
        assert box
        assert box["y"] + box["height"] <= words["y"]
        notice.get_by_role("button", name="Dismiss").click()
        expect(notice).to_have_count(0)


@pytest.mark.parametrize(
    ("query", "outcome"),
    [
        ("said=Today&to=region%2E&sum=aaaaaa#p14", "missing"),
        ("said=Today&to=region%2E&sum=#p14", "missing"),
        ("said=Today&to=region%2E#p14", "missing"),
        ("said=Today&to=region%2E&sum=%00%FF<#p14", "missing"),
        ("said=Today&in=p15#p14", "missing"),
        ("said=Today&to=is&sum=abcdef&in=p99#p14", "missing"),
        ("said=%E0%A4%A&to=%F0%9F#p14", "missing"),
        ("said=" + "x" * 5000 + "#p14", "missing"),
        ("said=Nobody+ever+said+this#p99", "missing"),
        ("said=Nobody+ever+said+this", "missing"),
        ("said=Nobody+ever+said+this#%E0%A4%A", "missing"),
        ("said=Nobody+ever+said+this#part-1", "missing"),
        ("said=exchanged+opinions+on+ways+to+use#p99", "moved"),
        ("said=#p14", None),
        ("said=%20%C2%A0#p14", None),
        ("to=region%2E&sum=abcdef#p14", None),
        ("q=ceasefire#p14", None),
    ],
)
def test_damaged_links_do_no_harm(page: Page, record: str, query: str, outcome: str | None) -> None:
    follow(page, f"{record}{CONFERENCE}?{query}")
    if outcome:
        expect(notice_of(page)).to_have_attribute("data-outcome", outcome)
        expect(notice_of(page)).to_be_visible()
    else:
        page.wait_for_timeout(100)
        expect(notice_of(page)).to_have_count(0)
    assert marked(page) == []


def test_links_that_the_post_has_damaged_open_where_they_should(page: Page, phone: Page, record: str) -> None:
    """The kinds of damage are in tests/theme/js/received.test.mjs."""
    address = f"{record}{CONFERENCE}"
    whole = "?said=Today&amp;to=region%2E&amp;sum="
    open_page(page, address)
    link = copy_link_to(page, ("p14", "Today we"), ("p14", "important region."))
    follow(page, link.replace("&", "&amp;"))
    assert marked(page) == [words_of(page, "p14").inner_text()]
    expect(page).to_have_url(link)
    follow(page, f"{address}{whole}#p14")
    expect(notice_of(page)).to_have_attribute("data-outcome", "missing")
    assert marked(page) == []
    for browser in (page, phone):
        follow(browser, f"{address}#P24).")
        expect(browser).to_have_url(f"{address}#p24")
        expect(browser.locator(".passage--linked #p24")).to_be_in_viewport()
        expect_still(browser)
        expect_bare_in_sight(browser, "[href='#p24'].number")
        expect(notice_of(browser)).to_have_count(0)


def test_a_link_to_no_passage_says_so_and_where_the_nearest_is(page: Page, record: str) -> None:
    follow(page, f"{record}{CONFERENCE}#p99")
    expect(notice_of(page).locator("b")).to_have_text("There is no passage 99 on this page.")
    expect(notice_of(page)).to_contain_text("The nearest is passage 36.")
    notice_of(page).get_by_role("link", name="36").click()
    expect(page.locator("#p36")).to_be_in_viewport()
    page.evaluate("location.hash = '#p1%0A3'")
    expect(notice_of(page)).to_contain_text("It may mean passage 1 or 13.")
    page.evaluate("location.hash = '#P24.'")
    expect(page.locator(".passage--linked #p24")).to_be_in_viewport()
    expect(notice_of(page)).to_have_count(0)


def test_on_a_phone_a_linked_passage_stands_right_below_the_speakers_line(phone: Page, record: str) -> None:
    follow(phone, f"{record}{CONFERENCE}#p16")
    expect_still(phone)
    line = phone.locator(".turn-head", has_text="Mira Holt").first.bounding_box()
    words = words_of(phone, "p16").bounding_box()
    assert line
    assert words
    assert 0 <= words["y"] - line["y"] - line["height"] <= 8


def test_a_link_cannot_bring_markup_into_the_page(page: Page, record: str) -> None:
    attack = "<img src=x onerror=document.title='hit'><script>document.title='hit'</script>"
    for query in (f"said={quote_plus(attack)}#p14", f"said=Today&to={quote_plus(attack)}&sum=abcdef#p14"):
        follow(page, f"{record}{CONFERENCE}?{query}")
        expect(notice_of(page)).to_contain_text("<img src=x onerror=")
        assert page.locator(".notice--link img, .notice--link script").count() == 0
        assert page.title() == "Holt and Wren, Selwyn, 15 July 2016 · On the Record"


def test_a_page_without_passages_ignores_a_quote(page: Page, record: str) -> None:
    follow(page, f"{record}{TOPIC}?said=Today+we+exchanged#p14")
    page.wait_for_timeout(100)
    expect(notice_of(page)).to_have_count(0)


# --- The passage that was opened ---


def ground_of(page: Page, anchor: str) -> str:
    return str(words_of(page, anchor).evaluate("words => getComputedStyle(words).backgroundColor"))


def expect_ground(page: Page, anchor: str, *, marked: bool) -> None:
    colour = "rgb(255, 248, 222)" if marked else "rgba(0, 0, 0, 0)"
    expect(words_of(page, anchor)).to_have_css("background-color", colour)


def test_an_opened_passage_is_marked_until_the_reader_turns_elsewhere(page: Page, record: str) -> None:
    link = f"{record}{CONFERENCE}?said=real+time#p24"
    leave: list[Callable[[], object]] = [
        lambda: page.mouse.click(700, 500),
        lambda: page.keyboard.press("Escape"),
        lambda: select(page, ("p25", "developments")),
    ]
    for action in leave:
        follow(page, link)
        expect_ground(page, "p24", marked=True)
        expect(page.locator("mark.said")).to_have_css("background-color", "rgb(255, 226, 122)")
        page.locator("#p24").click(position={"x": 5, "y": 5})
        expect_ground(page, "p24", marked=True)
        action()
        expect_ground(page, "p24", marked=False)
        expect(page.locator("mark.said")).to_have_css("background-color", "rgba(0, 0, 0, 0)")
        expect(page).to_have_url(link)


def test_scrolling_with_a_finger_leaves_the_mark_and_a_tap_takes_it(phone: Page, record: str) -> None:
    follow(phone, f"{record}{CONFERENCE}?said=real+time#p24")
    client = phone.context.new_cdp_session(phone)
    scroll = {"x": 200, "y": 500, "yDistance": -60, "gestureSourceType": "touch"}
    client.send("Input.synthesizeScrollGesture", scroll)
    expect(phone.locator("mark.said")).to_have_css("background-color", "rgb(255, 226, 122)")
    words_of(phone, "p26").tap()
    expect(phone.locator("mark.said")).to_have_css("background-color", "rgba(0, 0, 0, 0)")


def test_another_passage_of_the_page_does_not_inherit_the_quote(page: Page, record: str) -> None:
    follow(page, f"{record}{CONFERENCE}?said=real+time#p24")
    page.get_by_role("link", name="Passage 14, link to it").click()
    assert copied(page) == f"{record}{CONFERENCE}#p14"
    expect(page).to_have_url(f"{record}{CONFERENCE}#p14")
    page.go_back()
    expect(page).to_have_url(f"{record}{CONFERENCE}?said=real+time#p24")
    expect(page.locator("mark.said")).to_have_css("background-color", "rgb(255, 226, 122)")
    page.evaluate("location.hash = '#p12'")
    expect(page).to_have_url(f"{record}{CONFERENCE}#p12")
    expect(page.locator("mark.said")).to_have_count(0)
    expect(notice_of(page)).to_have_count(0)
    expect_ground(page, "p12", marked=True)
    page.go_back()
    expect(page).to_have_url(f"{record}{CONFERENCE}?said=real+time#p24")
    expect(page.locator("mark.said")).to_have_count(1)
    expect_ground(page, "p24", marked=True)


def test_without_javascript_a_link_opens_on_the_passage(new_page: NewPage, record: str) -> None:
    page = new_page(java_script_enabled=False)
    page.goto(f"{record}{CONFERENCE}?said=real+time#p24")
    expect(page.locator("#p24")).to_be_in_viewport()


def test_an_old_address_leads_to_the_passage_or_names_it_without_a_script(
    page: Page, new_page: NewPage, record: str
) -> None:
    old = f"{record}transcripts/holt-wren/"
    page.goto(f"{old}?said=real+time#p24")
    expect(page).to_have_url(f"{record}{CONFERENCE}?said=real+time#p24")
    assert marked(page) == ["real time"]

    plain = new_page(java_script_enabled=False)
    plain.goto(f"{old}#p24")
    # Led on by itself it would lose the passage.
    assert 'http-equiv="refresh"' not in plain.content()
    expect(plain.get_by_role("listitem")).to_have_text(["Passage 24"])
    plain.get_by_role("link", name="Passage 24").click()
    expect(plain).to_have_url(f"{record}{CONFERENCE}#p24")
    plain.goto(old)
    expect(plain.get_by_text("The passage that your link names:")).to_be_hidden()


# --- Quotations ---


def test_a_selection_is_copied_as_a_quotation_with_its_source(page: Page, record: str) -> None:
    open_page(page, f"{record}{CONFERENCE}")
    select(page, ("p14", "acceptable to all parties"))
    press(page, "Copy as quotation")
    expect(page.get_by_role("button", name="Quotation copied")).to_be_visible()
    link = f"{record}{CONFERENCE}?said=acceptable+to+all+parties#p14"
    source = "Mira Holt, news conference, Selwyn, 15 July 2016, para. 14"
    assert copied(page) == f"“acceptable to all parties” ({source}, {link})"
    html = copied_html(page)
    assert "blockquote" not in html
    shown = page.evaluate(
        """(html) => {
            const body = new DOMParser().parseFromString(html, "text/html").body;
            return [body.textContent.trim(), body.querySelectorAll("p").length, body.querySelector("a").href];
        }""",
        html,
    )
    assert shown == [f"“acceptable to all parties” ({source}, {link})", 1, link]


def test_more_ways_are_html_for_a_page_elsewhere_and_an_annotation(page: Page, record: str) -> None:
    open_page(page, f"{record}{CONFERENCE}")
    select(page, ("p23", "at the moment?"), ("p24", "We receive our news"))
    # By keyboard, for the button gives way to two.
    page.keyboard.press("Tab")
    page.keyboard.press("End")
    expect(page.get_by_role("button", name="More ways to copy")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Copy as HTML")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="HTML copied")).to_be_visible()
    # Of two speakers, each by itself; as text it is the source.
    event = "news conference, Selwyn, 15 July 2016"
    assert page.evaluate(
        """(html) => [...new DOMParser().parseFromString(html, "text/html").querySelectorAll("figure")].map(
            (one) => [...one.children].map((part) => part.textContent.trim())
        )""",
        copied(page),
    ) == [
        ["at the moment?", f"Journalist, question to Tomas Wren, {event}, para. 23, On the Record"],
        ["We receive our news", f"Mira Holt, {event}, para. 24, On the Record"],
    ]
    assert copied(page).count('lang="en"') == 2
    assert copied_html(page).count("<blockquote") == 2
    (link,) = set(re.findall(r'cite="([^"]*p24)"', copied(page)))

    press(page, "Copy as annotation")
    expect(page.get_by_role("button", name="Annotation copied")).to_be_visible()
    targets = json.loads(copied(page))["target"]
    assert [(one["source"], one["selector"]["value"]) for one in targets] == [
        (f"{record}{CONFERENCE}", "p23"),
        (f"{record}{CONFERENCE}", "p24"),
    ]
    quote, place = targets[1]["selector"]["refinedBy"]
    text = words_of(page, "p24").inner_text()
    assert text[place["start"] : place["end"]] == quote["exact"] == "We receive our news"
    follow(page, link)
    assert marked(page) == ["We receive our news"]


def test_a_whole_passage_is_quoted_with_its_permalink_and_inner_quotes(page: Page, record: str) -> None:
    open_page(page, f"{record}{CONFERENCE}")
    page.get_by_role("link", name="Passage 15, link to it").click()
    press(page, "Copy as quotation")
    expect(page.get_by_role("button", name="Quotation copied")).to_be_visible()
    assert copied(page) == (
        "“The Lake Group said: ‘We won’t use “force” again,’ and the Ferry Board’s answer was ‘yes’.” "
        f"(Mira Holt, news conference, Selwyn, 15 July 2016, para. 15, {record}{CONFERENCE}#p15)"
    )


def test_a_quotation_across_passages_and_one_across_speakers(page: Page, record: str) -> None:
    open_page(page, f"{record}{CONFERENCE}")
    select(page, ("p24", "any bloody clashes."), ("p25", "We will address"))
    press(page, "Copy as quotation")
    expect(page.get_by_role("button", name="Quotation copied")).to_be_visible()
    expected = "“any bloody clashes.\n\n“We will address” (Mira Holt, news conference, "
    assert copied(page).replace("\r", "").startswith(expected)
    assert ", paras. 24–25, " in copied(page)
    follow(page, copied(page).split(", ")[-1].rstrip(")"))
    assert marked(page) == ["any bloody clashes.", "We will address"]

    open_page(page, f"{record}{CONFERENCE}")
    select(page, ("p23", "at the moment?"), ("p24", "We receive our news"))
    press(page, "Copy as quotation")
    expect(page.get_by_role("button", name="Quotation copied")).to_be_visible()
    question, answer = copied(page).replace("\r", "").split("\n\n")
    event = "news conference, Selwyn, 15 July 2016"
    assert question.startswith(f"“at the moment?” (Journalist, question to Tomas Wren, {event}, para. 23, ")
    assert answer.startswith(f"“We receive our news” (Mira Holt, {event}, para. 24, ")


def test_on_a_topic_page_what_is_not_together_is_not_quoted_together(page: Page, record: str) -> None:
    open_page(page, f"{record}{TOPIC}")
    select(page, ("p12", "wanted it too."), ("p14", "Today we exchanged"))
    press(page, "Copy as quotation")
    expect(page.get_by_role("button", name="Quotation copied")).to_be_visible()
    assert len(copied(page).replace("\r", "").split("\n\n")) == 2
    press(page, "Copy links to selection")
    expect(page.get_by_role("button", name="Links copied")).to_be_visible()
    first, second = copied(page).split()
    assert urlsplit(first).path == f"/some/record/{CONFERENCE}"
    follow(page, second)
    assert marked(page) == ["Today we exchanged"]

    open_page(page, f"{record}{TOPIC}")
    link = copy_link_to(page, ("p14", "important region."), ("p15", "The Lake Group"))
    follow(page, link)
    assert marked(page) == ["important region.", "The Lake Group"]


# --- Citations ---


def test_a_passage_is_cited_in_a_style_that_is_remembered(page: Page, record: str) -> None:
    open_page(page, f"{record}{CONFERENCE}")
    page.get_by_role("link", name="Passage 14, link to it").click()
    press(page, "Cite")
    dialog = page.get_by_role("dialog", name="Cite passage 14")
    notes = dialog.get_by_role("tab", name="Chicago 18 (notes)")
    expect(notes).to_be_focused()
    expect(notes).to_have_attribute("aria-selected", "true")
    expect(dialog.get_by_role("tabpanel")).to_contain_text(
        f"para. 14, transcript, On the Record, {record}{CONFERENCE}#p14."
    )
    expect(dialog.locator(".cite-label b")).to_have_text(["Note", "Short note", "Bibliography"])

    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    expect(dialog.get_by_role("tab", name="APA 7")).to_be_focused()
    expect(dialog.get_by_role("tabpanel", name="APA 7").locator("i")).to_have_text(
        "Remarks and answers of Mira Holt at a joint news conference with Tomas Wren, Selwyn"
    )
    copying = dialog.get_by_role("button", name="Copy: Reference list")
    copying.click()
    expect(copying).to_have_text("Copied")
    expect(dialog.locator(".said-aloud")).to_have_text("Citation copied.")
    assert copied(page).startswith("Holt, M. (2016, July 15). Remarks and answers of Mira Holt at a joint ")
    assert copied(page).endswith(f" {record}{CONFERENCE}#p14")
    assert "<i>Remarks and answers" in copied_html(page)

    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(bar_of(page).get_by_role("button", name="Cite")).to_be_focused()
    page.reload()
    page.get_by_role("link", name="Passage 24, link to it").click()
    press(page, "Cite")
    expect(page.get_by_role("tab", name="APA")).to_have_attribute("aria-selected", "true")


def test_a_whole_transcript_is_cited_and_downloaded_with_the_address_of_this_site(
    page: Page, record: str
) -> None:
    open_page(page, f"{record}{CONFERENCE}")
    link = page.get_by_role("link", name="Cite", exact=True)
    link.click()
    dialog = page.get_by_role("dialog", name="Cite this transcript")
    expect(dialog.get_by_role("tabpanel")).to_contain_text(
        f"transcript, On the Record, {record}{CONFERENCE}."
    )
    page.keyboard.press("Escape")
    expect(link).to_be_focused()
    for address, opener in ((CONFERENCE, "bibtex"), ("data/", "csl")):
        open_page(page, f"{record}{address}")
        if address == CONFERENCE:
            page.get_by_text("Who took part, and the source").click()
        with page.expect_download() as download:
            page.locator(f"a[data-cite={opener}]").click()
        assert f"{record}transcripts/20" in Path(download.value.path()).read_text(encoding="utf-8")


def test_citations_are_downloaded_with_the_address_of_this_site(page: Page, record: str) -> None:
    open_page(page, f"{record}{CONFERENCE}")
    select(page, ("p14", "acceptable to all parties"))
    press(page, "Cite")
    for name, ending in (("BibTeX", "bib"), ("RIS", "ris"), ("CSL-JSON", "json")):
        with page.expect_download() as download:
            page.get_by_role("dialog").get_by_role("link", name=name, exact=True).click()
        assert download.value.suggested_filename == f"{SLUG}-p14.{ending}"
        content = Path(download.value.path()).read_text(encoding="utf-8")
        assert f"{record}{CONFERENCE}#p14" in content
    json.loads(content)


def test_two_passages_are_cited_as_one_in_every_style_and_file(phone: Page, record: str) -> None:
    open_page(phone, f"{record}{CONFERENCE}")
    select(phone, ("p24", "bloody clashes"), ("p25", "We will"))
    bar_of(phone).get_by_role("button", name="Cite").tap()
    dialog = phone.get_by_role("dialog", name="Cite passages 24–25")
    box = dialog.bounding_box()
    assert box
    assert (box["width"], box["height"]) == (390, 844)
    for tab in dialog.get_by_role("tab").all():
        tab.tap()
        expect(dialog.get_by_role("tabpanel")).to_contain_text(re.compile(r"par(a)?s\.? 24–25"))
        expect(dialog.get_by_role("tabpanel")).to_contain_text("#p24")
    for name in ("BibTeX", "RIS", "CSL-JSON"):
        with phone.expect_download() as download:
            dialog.get_by_role("link", name=name, exact=True).tap()
        assert download.value.suggested_filename.startswith(f"{SLUG}-p24-p25.")
        content = Path(download.value.path()).read_text(encoding="utf-8")
        assert "Paras. 24–25" in content
        assert "We receive our news" in content
        assert "We will address national developments" in content
    [item] = json.loads(content)
    assert item["abstract"].count("\n\n") == 1
    dialog.get_by_role("button", name="Close").tap()
    expect(dialog).to_have_count(0)


def test_two_speakers_are_cited_each_by_itself(page: Page, record: str) -> None:
    open_page(page, f"{record}{CONFERENCE}")
    select(page, ("p23", "at the moment?"), ("p25", "We will"))
    press(page, "Cite")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_have_accessible_name("Cite passage 23")
    expect(dialog.get_by_role("tabpanel")).to_contain_text("para. 23")
    dialog.get_by_role("button", name="24–25").click()
    expect(dialog).to_have_accessible_name("Cite passages 24–25")
    expect(dialog.get_by_role("tabpanel")).to_contain_text("paras. 24–25")


def test_tab_stays_in_the_dialog_when_nothing_in_it_has_the_focus(page: Page, record: str) -> None:
    """As after a press beside its buttons, in some browsers."""
    open_page(page, f"{record}{CONFERENCE}")
    select(page, ("p24", "bloody clashes"))
    press(page, "Cite")
    expect(page.get_by_role("tabpanel")).to_be_visible()
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('dialog') !== null")


def test_citations_that_cannot_be_loaded(fresh: Page, record: str) -> None:
    page = fresh
    open_page(page, f"{record}{CONFERENCE}")
    page.route("**/data/citations/*", lambda route: route.abort())
    page.get_by_role("link", name="Passage 14, link to it").click()
    press(page, "Cite")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("The citations could not be loaded.")
    page.unroute("**/data/citations/*")
    dialog.get_by_role("button", name="Try again").click()
    expect(dialog.get_by_role("tabpanel")).to_contain_text("para. 14")


def test_nothing_is_fetched_before_it_is_asked_for_nor_from_elsewhere(fresh: Page, record: str) -> None:
    page = fresh
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    open_page(page, f"{record}{CONFERENCE}?said=real+time#p24")
    page.get_by_role("link", name="Passage 14, link to it").click()
    press(page, "Copy as quotation")
    assert not [url for url in requests if "data/citations" in url]
    press(page, "Cite")
    expect(page.get_by_role("tabpanel")).to_be_visible()
    assert [url for url in requests if "data/citations" in url] == [f"{record}data/citations/{SLUG}.json"]
    assert not [url for url in requests if not url.startswith(record)]


# --- Any selection ---

#: Marks within words and white space of every kind, as other templates may have them.
MARKUP = """async () => {
    const { keepWords } = await import("../../assets/js/links/passages.js");
    const words = (anchor, html) => { document.getElementById(anchor).innerHTML = html; };
    words("p12", 'a<b>b</b>a<i>b</i>ab <a href="#p1">ab</a>ab abab');
    words("p14", "<span> </span> spaced  out\\n   words\u00a0and   words and words ");
    keepWords();
}"""
ANY_SELECTION = (Path(__file__).parent / "any_selection.js").read_text(encoding="utf-8")


@pytest.mark.parametrize(("address", "seed"), [(REPEATS, 1), (REPEATS, 2), (CONFERENCE, 3)])
def test_any_selection_is_marked_exactly(page: Page, record: str, address: str, seed: int) -> None:
    """Of repeated words; of every script."""
    open_page(page, f"{record}{address}")
    if address == REPEATS:
        page.evaluate(MARKUP)
    result = page.evaluate(ANY_SELECTION, [f"{record}assets/js/links/", seed, 120])
    assert result["problems"] == []


def test_any_selection_of_the_real_transcript_is_marked_exactly(page: Page, home: str) -> None:
    open_page(page, f"{home}{TRANSCRIPT}")
    result = page.evaluate(ANY_SELECTION, [f"{home}assets/js/links/", 4, 100])
    assert result["problems"] == []
    assert result["longest"] < 200


# --- The real site ---


def test_on_the_real_page_a_link_opens_on_the_words(page: Page, phone: Page, home: str) -> None:
    words = "agreements that would be acceptable to all parties"
    for browser in (page, phone):
        open_page(browser, f"{home}{TRANSCRIPT}")
        follow(browser, copy_link_to(browser, ("p14", words)))
        expect(browser.locator("#p14 mark.said")).to_have_text(words)
        expect_still(browser)
        for selector in ("mark.said", "[href='#p14'].number"):
            expect_bare_in_sight(browser, selector)


def test_an_address_that_only_the_post_has_damaged_leads_on(page: Page, home: str) -> None:
    page.goto(f"{home}{TRANSCRIPT}%3Fsaid%3Dall%2Bparties%23p14")
    expect(page).to_have_url(f"{home}{TRANSCRIPT}?said=all+parties#p14")
    expect(page.locator("#p14 mark.said")).to_have_text("all parties")
    page.goto(f"{home}transcripts/nowhere/)")
    page.wait_for_load_state("networkidle")
    expect(page.get_by_role("heading", name="Page not found")).to_be_visible()


def test_a_real_passage_is_quoted_and_cited(page: Page, home: str) -> None:
    open_page(page, f"{home}{TRANSCRIPT}")
    page.get_by_role("link", name="Passage 23, link to it").click()
    press(page, "Copy as quotation")
    expect(page.get_by_role("button", name="Quotation copied")).to_be_visible()
    source = "Journalist, question to John Kerry, news conference, Moscow, 15 July 2016, para. 23"
    assert copied(page).endswith(f"of interest.” ({source}, {home}{TRANSCRIPT}#p23)")
    press(page, "Cite")
    expect(page.get_by_role("tab")).to_have_count(6)
    for tab in page.get_by_role("tab").all():
        tab.click()
        expect(page.get_by_role("tabpanel")).to_contain_text(f"{home}{TRANSCRIPT}#p23")


VIENNA = (
    " In May this year, US Secretary of State John Kerry held a meeting of the Group’s co-chairs with the "
    "presidents of Armenia and Azerbaijan in Vienna."
)
P26 = re.compile(r"I would like to say a few words about Syria.*?\n\n", re.DOTALL)


def correct_ten_times(text: str) -> Iterator[str]:
    """The transcript after each of ten corrections."""
    for old, new in (
        ("taking the process", "moving the process"),
        ("a more practical stage", "a practical stage"),
        (" and would help restore peace in this important region", ""),
        (VIENNA, ""),
        (" One is the Contact Group", "\n\nOne is the Contact Group"),
        ("We receive our news", "We get our news"),
        ("a lot about who is to blame", "a great deal about who is to blame"),
        ("We get our news", "We receive our news"),
        (match.group() if (match := P26.search(text)) else "", ""),
        ("We highlighted the need", "We stressed the need"),
    ):
        assert old
        assert text.count(old) == 1
        text = text.replace(old, new)
        if old == VIENNA:
            text = text.replace("acceptable to all parties.", f"acceptable to all parties.{VIENNA}")
        yield text


@pytest.fixture(scope="module")
def corrected(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the real site after ten corrections, one a day from 1 August 2016."""
    project = copy_project(tmp_path_factory.mktemp("corrected"))
    source = project / "data/transcripts" / REAL_SLUG / "transcript.txt"
    first = date(2016, 8, 1)
    for number, text in enumerate(correct_ten_times(source.read_text(encoding="utf-8"))):
        source.write_text(text, encoding="utf-8")
        _, problems = accept_transcripts(project, [], first + timedelta(days=number), yes=True)
        assert problems == [], [str(problem) for problem in problems]
    mend_references(source.with_name("record.yml"))
    assert build_site(project) == ()
    with serve(project / "site") as address:
        yield address


def mend_references(record: Path) -> None:
    """What an editor has to change in the record after the corrections: words in p14 now, and p26 gone."""
    text = record.read_text(encoding="utf-8")
    text = text.replace(
        "  - passage: p13\n    words: the Group\n", "  - passage: p14\n    words: the Group\n"
    )
    gone = re.compile(
        r"  - passage: p26\n    words: the Group\n(?:    .*\n)+"
        r"|slips:\n  - \{passage: p26.*\n"
        r"|    - claim: >-\n(?:        .*\n)+      passages: \[p26\]\n"
    )
    record.write_text(gone.sub("", text), encoding="utf-8")


def test_links_made_before_ten_corrections_show_the_words_or_the_truth(
    page: Page, home: str, corrected: str
) -> None:
    open_page(page, f"{home}{TRANSCRIPT}")
    made = {
        name: copy_link_to(page, *selection).replace(home, corrected)
        for name, selection in {
            "word": [("p14", "taking the process")],
            "whole": [("p14", "Today we"), ("p14", "important region.")],
            "moved": [("p13", VIENNA.strip())],
            "split": [("p15", "in several formats."), ("p15", "One is the Contact Group")],
            "restored": [("p24", "We receive our news")],
            "removed": [("p26", "problems we faced")],
            "across": [("p14", "important region."), ("p15", "Efforts to bring")],
        }.items()
    }
    follow(page, made["word"])
    expect(notice_of(page).locator("b")).to_have_text("The wording of passage 14 changed on 1 August 2016.")
    assert marked(page) == ["taking the process"]
    follow(page, made["whole"])
    expect(notice_of(page).locator("b")).to_have_text("The wording of passage 14 changed on 1 August 2016.")
    assert marked(page)[0].endswith("help restore peace in this important region.")
    follow(page, made["moved"])
    expect(notice_of(page)).to_contain_text("moved to passage 14. They stood here until 4 August 2016.")
    notice_of(page).get_by_role("link", name="Go to passage 14").click()
    expect(page.locator("#p14 mark.said").first).to_be_visible()
    assert "".join(page.locator("#p14 mark.said").all_text_contents()) == VIENNA.strip()
    follow(page, made["split"])
    assert marked(page) == ["in several formats.", "One is the Contact Group"]
    expect(notice_of(page)).to_have_count(0)
    follow(page, made["restored"])
    assert marked(page) == ["We receive our news"]
    expect(notice_of(page)).to_have_count(0)
    follow(page, made["removed"])
    expect(notice_of(page).locator("b")).to_have_text("Passage 26 was removed on 9 August 2016.")
    assert marked(page) == ["problems we faced"]
    follow(page, made["across"])
    expect(notice_of(page)).to_contain_text("The wording of passage 14 changed on 3 August 2016.")
    assert [words.split()[-1] for words in marked(page)] == ["region.", "bring"]
