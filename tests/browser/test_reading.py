"""What a reader does in a browser: from topic to words to context and back, on any screen."""

from __future__ import annotations

import json
import re
from io import BytesIO

import pdfplumber
import pytest
from browser.readers import NewPage, scrolls_sideways, wait_until_quiet
from built import TRANSCRIPT
from ontherecord.tokens import THEME
from playwright.sync_api import Page, Request, expect

PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 900}
#: What a sheet of A4 leaves for the page, with the browser's own margins.
SHEET = {"width": 717, "height": 1000}
#: A reader's larger text, and the spacing that WCAG 1.4.12 wants a page to bear.
LARGER_TEXT = "html { font-size: 150% !important }"
WIDER_TEXT = """* { line-height: 1.5 !important }
* { letter-spacing: 0.12em !important; word-spacing: 0.16em !important }
p { margin-bottom: 2em !important }"""
PAGES = (
    "",
    "transcripts/",
    TRANSCRIPT,
    "topics/",
    "topics/syria/",
    "topics/nagorno-karabakh/",
    "about/",
    "search/?q=ceasefire",
    "404.html",
)

#: What every page looks like first of all.
GROUND = THEME / "assets/css/ground.css"


def is_below_the_sticky_lines(page: Page, anchor: str) -> bool:
    """Whether nothing stands over the first line of a passage, and it is in the window."""
    return bool(
        page.evaluate(
            """(anchor) => {
                const words = document.getElementById(anchor);
                const box = words.getClientRects()[0];
                const top = document.elementFromPoint(box.left + 40, box.top + 8);
                return box.top >= 0 && box.bottom <= innerHeight + box.height && words.contains(top);
            }""",
            anchor,
        )
    )


@pytest.mark.parametrize(
    "words", ["<q>{}</q>", '<span dir="auto">{}</span>', '<a class="unspoken-label">{}</a>']
)
def test_signs_of_direction_in_a_source_end_with_its_words(new_page: NewPage, words: str) -> None:
    page = new_page()
    quoted = words.format("\u202ethat turns it")
    page.set_content(f"<style>{GROUND.read_text('utf-8')}</style><p>{quoted}, <b>said</b> <i>Holt</i></p>")
    first, second = (page.locator(tag).bounding_box() for tag in ("b", "i"))
    assert first
    assert second
    assert first["x"] < second["x"]


def test_from_the_home_page_to_the_words_and_back(new_page: NewPage, home: str) -> None:
    page = new_page()
    page.goto(home)
    page.get_by_role("link", name="Nagorno-Karabakh").first.click()
    expect(page).to_have_url(f"{home}topics/nagorno-karabakh/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Nagorno-Karabakh")

    page.get_by_role("link", name="Read in context").click()
    expect(page).to_have_url(f"{home}{TRANSCRIPT}#p13")
    expect(page.locator("#p13")).to_be_in_viewport()
    assert is_below_the_sticky_lines(page, "p13")

    page.go_back()
    expect(page).to_have_url(f"{home}topics/nagorno-karabakh/")


def test_on_a_phone_both_paragraphs_are_read_and_their_address_copied(new_page: NewPage, home: str) -> None:
    page = new_page(viewport=PHONE, has_touch=True, is_mobile=True)
    page.goto(home)
    page.get_by_role("link", name="Nagorno-Karabakh").first.tap()
    words = page.locator("p[data-passage]")
    expect(words).to_have_count(2)
    expect(words.nth(0)).to_contain_text("We also discussed the Nagorno-Karabakh issue.")
    expect(words.nth(1)).to_contain_text("would help restore peace in this important region.")

    number = page.get_by_role("link", name="Passage 14").last
    assert number.evaluate("link => link.href") == f"{home}{TRANSCRIPT}#p14"


def test_a_link_to_a_passage_opens_on_it_marked_with_its_speaker_in_sight(
    new_page: NewPage, home: str
) -> None:
    for viewport in ({"width": 1280, "height": 900}, PHONE):
        page = new_page(viewport=viewport)
        page.goto(f"{home}{TRANSCRIPT}#p30")
        expect(page.locator("#p30")).to_be_in_viewport()
        assert is_below_the_sticky_lines(page, "p30")
        expect(page.locator("#p30")).to_have_css("background-color", "rgb(255, 248, 222)")
        heads = page.locator(".turn-head", has_text="Sergey Lavrov")
        assert any(is_on_screen(heads.nth(number)) for number in range(heads.count()))


def test_who_comes_by_a_link_hears_who_speaks(new_page: NewPage, home: str) -> None:
    page = new_page()
    page.goto(f"{home}{TRANSCRIPT}#p14")
    expect(page.locator("#p14")).to_be_focused()
    expect(page.locator("#p14")).to_have_accessible_description("Sergey Lavrov Statement")
    page.locator(".agenda").get_by_role("link", name="Turkey: the situation").click()
    page.goto(f"{home}{TRANSCRIPT}#p23")
    expect(page.locator("#p23")).to_have_accessible_description(re.compile("^Journalist Question"))


def test_the_sheets_of_a_printed_transcript_have_its_title_and_their_number(
    new_page: NewPage, home: str
) -> None:
    page = new_page()
    page.goto(home + TRANSCRIPT)
    with pdfplumber.open(BytesIO(page.pdf(format="A4"))) as pdf:
        texts = [sheet.extract_text() for sheet in pdf.pages]
    for number, text in enumerate(texts, 1):
        assert text.startswith("Lavrov and Kerry, Moscow, 15 July 2016 · On the Record\n")
        assert text.endswith(f"\n{number} of {len(texts)}")


def is_on_screen(locator: object) -> bool:
    box = locator.bounding_box()  # type: ignore[attr-defined]
    return box is not None and 0 <= box["y"] < 200


@pytest.mark.parametrize(("viewport", "within"), [({"width": 1280, "height": 800}, 600), (PHONE, 844)])
def test_the_first_words_of_a_transcript_are_in_sight(
    new_page: NewPage, home: str, viewport: dict[str, int], within: int
) -> None:
    page = new_page(viewport=viewport)
    page.goto(home + TRANSCRIPT)
    box = page.locator("#p1").bounding_box()
    assert box
    assert box["y"] + box["height"] <= within
    entries = [link.bounding_box() for link in page.locator(".site-links a").all()]
    assert len({entry["y"] for entry in entries if entry}) == 1, "the menu takes one row"


@pytest.mark.parametrize("path", PAGES)
def test_no_page_scrolls_sideways(new_page: NewPage, home: str, path: str) -> None:
    page = new_page(viewport=PHONE)
    page.goto(home + path)
    assert [width for width in (390, 320, 768, 1280) if scrolls_sideways(page, width)] == []


def test_everything_is_there_without_javascript(new_page: NewPage, home: str) -> None:
    page = new_page(java_script_enabled=False, viewport=PHONE)
    page.goto(home)
    page.get_by_role("link", name="Syria").first.click()
    expect(page.locator("p[data-passage]").first).to_be_visible()
    page.get_by_role("link", name="Read in context").first.click()
    expect(page).to_have_url(f"{home}{TRANSCRIPT}#p3")
    expect(page.locator("p[data-passage]")).to_have_count(37)

    agenda = page.locator("details.agenda")
    agenda.locator("summary").click()
    agenda.get_by_role("link", name="Ukraine").click()
    expect(page).to_have_url(f"{home}{TRANSCRIPT}#p15")
    expect(page.locator("#p15")).to_be_in_viewport()

    page.goto(f"{home}search/?q=ceasefire")
    expect(page.get_by_text("Searching needs JavaScript")).to_be_visible()


@pytest.mark.parametrize("viewport", [PHONE, DESK])
def test_without_javascript_nothing_is_offered_that_needs_it(
    new_page: NewPage, home: str, viewport: dict[str, int]
) -> None:
    page = new_page(java_script_enabled=False, viewport=viewport)
    page.goto(home)
    header = page.get_by_role("banner")
    expect(header.get_by_role("link", name="Topics")).to_be_visible()
    expect(header.get_by_role("link", name="Search")).to_have_count(0)
    expect(page.get_by_role("search")).to_have_count(0)
    expect(page.get_by_text("Each number is a link to its paragraph.")).to_be_visible()
    for words in ("Click a number to copy a link", "Select words to link to them", "Cite any passage"):
        expect(page.get_by_text(words)).to_be_hidden()

    page.get_by_role("contentinfo").get_by_role("link", name="Search").click()
    expect(page.get_by_text("Searching needs JavaScript")).to_be_visible()


@pytest.mark.parametrize("style", [LARGER_TEXT, WIDER_TEXT])
def test_with_larger_text_the_header_fits_and_hides_nothing(new_page: NewPage, home: str, style: str) -> None:
    # The reader’s own style is none that the page’s policy is for.
    page = new_page(bypass_csp=True)
    page.goto(home + TRANSCRIPT)
    page.add_style_tag(content=style)
    for width in (768, 1110, 1280):
        assert not scrolls_sideways(page, width)
        page.evaluate("scrollTo(0, 0)")
        for name in ("Transcripts", "About"):
            box = page.get_by_role("banner").get_by_role("link", name=name).bounding_box()
            assert box
            assert 0 <= box["x"] <= box["x"] + box["width"] <= width
        expect_speaker_above(page)


def expect_speaker_above(page: Page) -> None:
    """Who comes to a passage finds its speaker's line over it, and nothing over its first line."""
    page.locator("#p14").evaluate("words => words.scrollIntoView()")
    page.wait_for_function(
        """() => {
            const head = document.querySelector("#p14").closest(".turn").querySelector(".turn-head b");
            const box = head.getBoundingClientRect();
            return head.contains(document.elementFromPoint(box.left + 2, box.top + 2));
        }"""
    )
    assert is_below_the_sticky_lines(page, "p14")


def test_below_a_path_every_page_finds_all_it_needs(new_page: NewPage, home_below_a_path: str) -> None:
    page = new_page(own=True)
    failed: list[str] = []
    foreign: list[str] = []

    def note(request: Request) -> None:
        if not request.url.startswith((home_below_a_path, "data:")):
            foreign.append(request.url)

    page.on("request", note)
    page.on("response", lambda answer: failed.append(answer.url) if answer.status >= 400 else None)
    for path in PAGES[:-1]:
        page.goto(home_below_a_path + path)
        wait_until_quiet(page)
    expect(page.locator(".hit").first).to_be_visible()
    page.locator(".hit .number").first.click()
    assert page.url.startswith(f"{home_below_a_path}{TRANSCRIPT}#p")
    assert (failed, foreign) == ([], [])


@pytest.mark.parametrize("script", [True, False])
def test_dark_follows_the_system_and_the_reader(new_page: NewPage, home: str, script: bool) -> None:
    page = new_page(color_scheme="dark", java_script_enabled=script)
    page.goto(home + TRANSCRIPT)
    paper = "getComputedStyle(document.body).backgroundColor"
    if not script:
        box = page.screenshot(clip={"x": 2, "y": 600, "width": 1, "height": 1})
        light = new_page(color_scheme="light", java_script_enabled=False)
        light.goto(home + TRANSCRIPT)
        assert box != light.screenshot(clip={"x": 2, "y": 600, "width": 1, "height": 1})
        return
    assert page.evaluate(paper) == "rgb(21, 23, 26)"
    page.get_by_role("button", name="Colours: as the system").click()
    page.wait_for_function(f"() => {paper} === 'rgb(255, 255, 255)'")
    page.goto(home)
    assert page.evaluate(paper) == "rgb(255, 255, 255)"


def test_the_switch_of_colours_goes_through_three_and_keeps_the_choice(new_page: NewPage, home: str) -> None:
    page = new_page(color_scheme="light")
    page.goto(home)
    page.get_by_role("button", name="Colours: as the system").focus()
    for key, state, paper in (
        ("Space", "light", "255, 255, 255"),
        ("Enter", "dark", "21, 23, 26"),
        ("Space", "as the system", "255, 255, 255"),
        ("Space", "light", "255, 255, 255"),
        ("Space", "dark", "21, 23, 26"),
    ):
        page.keyboard.press(key)
        expect(page.get_by_role("button", name=f"Colours: {state}")).to_be_focused()
        expect(page.locator("body")).to_have_css("background-color", f"rgb({paper})")
    page.goto(home + TRANSCRIPT)
    expect(page.locator("body")).to_have_css("background-color", "rgb(21, 23, 26)")


def test_in_print_the_record_stands_alone(new_page: NewPage, home: str) -> None:
    page = new_page()
    page.goto(home + TRANSCRIPT)
    page.emulate_media(media="print")
    for gone in (".site-header", ".site-footer"):
        expect(page.locator(gone)).to_be_hidden()
    expect(page.locator(".agenda")).to_contain_text("Nagorno-Karabakh 13–14")
    expect(page.locator(".agenda ol").first).to_be_visible()
    expect(page.locator(".citation").filter(visible=True)).to_have_count(1)
    expect(page.get_by_text("The address of passage 37 is")).to_be_visible()
    expect(page.get_by_text(f"{home}{TRANSCRIPT}#p37, and so on")).to_be_visible()
    for dead in ("Read from the beginning", "BibTeX", "In numbers:"):
        expect(page.get_by_text(dead).first).to_be_hidden()
    source = "Ministry of Foreign Affairs of the Russian Federation, English text"
    expect(page.get_by_text(source, exact=True)).to_be_visible()
    expect(page.locator("#p37")).to_be_visible()


@pytest.mark.parametrize("script", [True, False])
def test_in_print_the_dark_scheme_is_left_to_the_screen(new_page: NewPage, home: str, script: bool) -> None:
    page = new_page(color_scheme="dark", java_script_enabled=script)
    page.goto(home + TRANSCRIPT)
    page.emulate_media(media="print")
    expect(page.locator("html")).to_have_css("background-color", "rgb(255, 255, 255)")
    expect(page.locator(".chip.slot-blue").first).to_have_css("background-color", "rgb(37, 84, 168)")


def test_in_print_the_numbers_of_a_names_page_stand_beside_the_words(new_page: NewPage, home: str) -> None:
    page = new_page(viewport=SHEET)
    page.goto(f"{home}names/issg/")
    page.emulate_media(media="print")
    for row in page.locator(".mention-row").all():
        number = row.locator(".number").bounding_box()
        words = row.locator(".mention-words").bounding_box()
        said = row.locator(".mention-by").bounding_box()
        assert number
        assert words
        assert said
        assert number["x"] + number["width"] <= words["x"]
        assert abs(number["y"] - said["y"]) < said["height"]
        assert words["width"] > SHEET["width"] / 2


def test_on_a_phone_the_speaker_never_hides_what_has_the_focus(new_page: NewPage, home: str) -> None:
    page = new_page(viewport=PHONE)
    page.goto(home + TRANSCRIPT)
    page.get_by_role("link", name="Passage 20, link to it").focus()
    for _ in range(30):
        page.keyboard.press("Shift+Tab")
        assert page.evaluate(
            """() => {
                const box = document.activeElement.getClientRects()[0];
                const top = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
                return document.activeElement.contains(top);
            }"""
        )


def test_with_the_keyboard_alone(new_page: NewPage, home: str) -> None:
    page = new_page()
    page.goto(home + TRANSCRIPT)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the text")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('#words') !== null")

    page.keyboard.press("/")
    field = page.get_by_role("searchbox", name="Search the passages")
    expect(field).to_be_focused()
    page.keyboard.type("Madrid Quartet")
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{home}search/?q=Madrid+Quartet")
    expect(page.locator("#search-status")).to_contain_text("1 passage")
    page.get_by_role("link", name="Passage 12").focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{home}{TRANSCRIPT}#p12")


def test_a_search_that_finds_nothing_says_so(new_page: NewPage, home: str) -> None:
    page = new_page()
    page.goto(f"{home}search/?q=xylophone")
    expect(page.locator("#search-status")).to_contain_text("No passage has “xylophone”")


def test_the_ribbon_leads_to_the_passage_by_mouse_and_keyboard(new_page: NewPage, home: str) -> None:
    page = new_page()
    page.goto(home + TRANSCRIPT)
    blocks = page.locator(".ribbon").get_by_role("link", name=re.compile(r"^Passage \d+[:,] "))
    expect(blocks).to_have_count(37)
    block = page.locator(".ribbon").get_by_role("link", name="Passage 29: Terrorism, Libya")
    block.click()
    expect(page).to_have_url(f"{home}{TRANSCRIPT}#p29")
    page.go_back()
    block.focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{home}{TRANSCRIPT}#p29")


def test_the_agenda_keeps_in_step_with_the_reader(new_page: NewPage, home: str) -> None:
    page = new_page()
    page.goto(f"{home}{TRANSCRIPT}#p27")
    expect(page.locator(".agenda [aria-current]")).to_contain_text("Syria: the steps discussed")


def test_text_and_ground_keep_their_contrast(new_page: NewPage, home: str) -> None:
    for scheme in ("light", "dark"):
        page = new_page(color_scheme=scheme)
        page.goto(f"{home}{TRANSCRIPT}#p6")
        weak = page.evaluate(CONTRAST)
        assert weak == [], (scheme, json.dumps(weak, indent=1))


#: Every visible text with its contrast below 4.5 : 1 against the ground it stands on.
CONTRAST = """() => {
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const rgb = (colour) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data];
  };
  const luminance = ([r, g, b]) => [r, g, b]
    .map((part) => part / 255)
    .map((part) => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)
    .reduce((sum, part, index) => sum + part * [0.2126, 0.7152, 0.0722][index], 0);
  const ground = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const colour = rgb(getComputedStyle(at).backgroundColor);
      if (colour[3] === 255) return colour;
    }
    return [255, 255, 255, 255];
  };
  const weak = [];
  for (const element of document.querySelectorAll("body *")) {
    const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim());
    if (!own || element.closest("svg") || !element.checkVisibility()) continue;
    const pair = [rgb(getComputedStyle(element).color), ground(element)].map(luminance).sort((a, b) => b - a);
    const ratio = (pair[0] + 0.05) / (pair[1] + 0.05);
    if (ratio < 4.5) weak.push([element.className, element.textContent.trim().slice(0, 30), ratio]);
  }
  return weak;
}"""
