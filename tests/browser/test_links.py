"""Links to passages and words: how a reader makes them, by pointer, keyboard and finger."""

from __future__ import annotations

import re
from urllib.parse import quote_plus, urlsplit

import pytest
from browser.linking import (
    CONFERENCE,
    REPEATS,
    TOPIC,
    TRANSLATE,
    bar_of,
    copied,
    copied_html,
    copy_link_to,
    drag_over,
    follow,
    go_on,
    marked,
    notice_of,
    open_page,
    place_of,
    press,
    query_of,
    select,
    words_of,
)
from playwright.sync_api import Page, expect

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


SCRIPTS = (
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
)


def test_words_of_every_script(page: Page, record: str) -> None:
    open_page(page, f"{record}{CONFERENCE}")
    links = [copy_link_to(page, (anchor, first), (anchor, last)) for anchor, first, last in SCRIPTS]
    follow(page, links[0])  # As in a mail.
    for (anchor, first, last), link in zip(SCRIPTS, links, strict=True):
        # Whatever finds addresses in a mail takes this one whole.
        assert re.fullmatch(r"[A-Za-z0-9%+&=_-]+", urlsplit(link).query)
        if link != links[0]:
            go_on(page, link)
        text = words_of(page, anchor).evaluate("element => element.textContent")
        assert marked(page) == [text[text.index(first) : text.index(last) + len(last)]]
        expect(notice_of(page)).to_have_count(0)


def test_other_quotes_and_spaces_and_composed_letters_are_the_same_words(page: Page, record: str) -> None:
    address = f"{record}{CONFERENCE}"
    open_page(page, address)
    for said, anchor, words in (
        ("\"We won't use 'force' again,\"", "p15", "“We won’t use ‘force’ again,”"),
        ("Lake Group\xa0said:", "p15", "Lake Group said:"),
        ("Caf\u00e9 and r\u00e9sum\u00e9", "p33", "Cafe\u0301 and re\u0301sume\u0301"),
        ("soft\u00adhyphens, zerowidth", "p34", "soft\xadhy\xadphens, zero\u200bwidth"),
    ):
        go_on(page, f"{address}?said={quote_plus(said)}#{anchor}")
        assert marked(page) == [words]


def test_what_is_only_alike_is_never_marked(page: Page, record: str) -> None:
    open_page(page, f"{record}{CONFERENCE}")
    for said in ("Cafe and", "go;", "👨", "👍", "THE FAMILY"):
        go_on(page, f"{record}{CONFERENCE}?said={quote_plus(said)}#p33")
        assert marked(page) == []
        expect(notice_of(page)).to_have_attribute("data-outcome", "missing")
