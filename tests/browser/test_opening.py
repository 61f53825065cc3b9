"""What a link to words opens on: found, changed, moved, removed, doubled or never there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from urllib.parse import quote_plus, urlsplit

import pytest
from browser.linking import (
    CONFERENCE,
    TOPIC,
    TRANSLATE,
    copied,
    copy_link_to,
    expect_bare_in_sight,
    expect_still,
    follow,
    make_link,
    marked,
    notice_of,
    open_page,
    query_of,
    select,
    words_of,
)
from browser.readers import NewPage, Readers
from history import CONDITIONS, OLD_14, OLD_21
from playwright.sync_api import Page, expect


@pytest.fixture(scope="module")
def earlier(readers: Readers, record: str) -> Iterator[Page]:
    """A page to make links on as they were made before a correction."""
    with readers.lend() as new_page:
        page = new_page()
        open_page(page, f"{record}{CONFERENCE}")
        yield page


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
    fresh.wait_for_function("() => window.late")
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


def test_words_of_a_passage_that_was_split_since(page: Page, earlier: Page, record: str) -> None:
    old = (
        "The agreement of the two presidents, which was signed in Tarn in May, gives an important role to "
        "the observers of the Group."
    )
    words = "signed in Tarn in May, gives an important role"
    follow(page, record + CONFERENCE + make_link(earlier, {"p17": old}, words))
    assert marked(page) == ["signed in Tarn in May,", "gives an important role"]
    words = "gives an important role to the observers"
    follow(page, record + CONFERENCE + make_link(earlier, {"p17": old}, words))
    expect(notice_of(page)).to_have_attribute("data-outcome", "moved")


# --- Changed ---


def test_changed_words_are_shown_in_their_wording(page: Page, earlier: Page, record: str) -> None:
    words = "potential for moving the process to a more practical stage, and to focus on reaching agreements"
    follow(page, record + CONFERENCE + make_link(earlier, {"p14": OLD_14}, words))
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


def test_a_selection_across_passages_of_which_one_changed(page: Page, earlier: Page, record: str) -> None:
    link = make_link(
        earlier,
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


def test_moved_words_are_offered_where_they_stand_now(page: Page, earlier: Page, record: str) -> None:
    link = record + CONFERENCE + make_link(earlier, {"p14": OLD_14}, CONDITIONS)
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


def test_the_address_of_a_moved_quote_opens_by_itself(page: Page, earlier: Page, record: str) -> None:
    follow(page, record + CONFERENCE + make_link(earlier, {"p14": OLD_14}, CONDITIONS))
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


def test_words_of_a_removed_passage_that_stand_in_its_successor(
    page: Page, earlier: Page, record: str
) -> None:
    words = "The talks we have held in Selwyn allow me to say that this is not so"
    follow(page, record + CONFERENCE + make_link(earlier, {"p21": OLD_21}, words))
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


# --- A page that the browser has translated ---


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
