"""Quotations and citations: what a reader takes along; and links on the real site."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from browser.hosts import serve_folder
from browser.linking import (
    CONFERENCE,
    REPEATS,
    TOPIC,
    bar_of,
    copied,
    copied_html,
    copy_link_to,
    expect_bare_in_sight,
    expect_still,
    follow,
    marked,
    notice_of,
    open_page,
    press,
    select,
    words_of,
)
from browser.readers import wait_until_quiet
from built import TRANSCRIPT, copy_project
from corpus import REAL_SLUG
from history import SLUG
from ontherecord.archive.accept import accept_transcripts
from ontherecord.site.build import build_site
from playwright.sync_api import Page, expect

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
    # By keyboard, for the button gives way to two; there is something to go to once the bar is there.
    expect(bar_of(page)).to_be_visible()
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
    assert [url for url in requests if "data/citations" in url] == [f"{record}data/citations/{SLUG}.json.gz"]
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
    wait_until_quiet(page)
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
    with serve_folder(project / "site") as address:
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
