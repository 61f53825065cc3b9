"""The quote check as a fact-checker uses it: a sentence pasted, the truth about it in plain sight."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

from browser.readers import NewPage
from corpus import REAL_SLUG
from playwright.sync_api import expect

TRUE = "“We receive our news in real time,” Lavrov said."
FALSE = "The international community, including Russia and the United States, can substitute this process."


def test_a_pasted_quotation_is_said_and_leads_to_its_words(home: str, new_page: NewPage) -> None:
    page = new_page(own=True)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{home}check/")
    page.fill("#check-words", TRUE)
    outcome = page.locator("#check-outcome")
    expect(outcome).to_have_attribute("data-outcome", "said")
    expect(outcome).to_have_attribute("data-passage", f"{REAL_SLUG}/p24")
    expect(page.locator("#check-status")).to_have_text(
        "Said. Sergey Lavrov said these words in Moscow on 15 July 2016, in passage 24."
    )
    expect(outcome.locator("mark")).to_have_text("We receive our news in real time")
    assert all(url.startswith(home) and "real" not in url for url in asked), "nothing is sent"
    assert parse_qs(urlsplit(page.url).query) == {"q": [TRUE]}

    page.reload()
    expect(outcome).to_have_attribute("data-outcome", "said")
    outcome.get_by_role("button", name="Cite").click()
    expect(page.get_by_role("dialog")).to_contain_text("Lavrov")
    page.keyboard.press("Escape")
    outcome.get_by_role("link", name="Open these words in the transcript").click()
    expect(page.locator("#p24 mark.said")).to_have_text("We receive our news in real time")


def test_what_differs_is_in_plain_sight_without_colour_too(home: str, new_page: NewPage) -> None:
    page = new_page(viewport={"width": 390, "height": 800})
    page.goto(f"{home}check/")
    page.fill("#check-words", TRUE)
    outcome = page.locator("#check-outcome")
    expect(outcome).to_have_attribute("data-outcome", "said")
    page.fill("#check-words", FALSE)
    expect(outcome).not_to_have_attribute("data-outcome", "said")
    page.keyboard.press("Enter")
    expect(outcome).to_have_attribute("data-outcome", "differs")
    cut, added = outcome.locator("del"), outcome.locator("ins")
    expect(cut).to_have_text(["left out: as co-chairs of the ISSG, cannot"])
    expect(added).to_have_text(["added: can"])
    expect(cut.first).to_have_css("text-decoration-line", "line-through")
    expect(added.first).to_have_css("text-decoration-line", "underline")
    expect(outcome).to_contain_text("A “not” or “no” differs.")
    assert page.evaluate("document.documentElement.scrollWidth") == 390

    page.go_back()
    expect(outcome).to_have_attribute("data-outcome", "said")
    expect(page.locator("#check-words")).to_have_value(TRUE)


def test_the_search_leads_to_it_and_without_a_script_it_says_how(home: str, new_page: NewPage) -> None:
    page = new_page()
    page.goto(f"{home}search/?q=we+receive+all+our+news+in+real+time")
    page.get_by_role("link", name="See whether it was said").click()
    expect(page.locator("#check-outcome")).to_have_attribute("data-outcome", "differs")

    page.route("**/data/check/**", lambda route: route.abort())
    page.reload()
    expect(page.locator("#check-outcome")).to_contain_text("could not be loaded")
    page.unroute("**/data/check/**")
    page.get_by_role("button", name="Check").click()
    expect(page.locator("#check-outcome")).to_have_attribute("data-outcome", "differs")

    plain = new_page(java_script_enabled=False)
    plain.goto(f"{home}check/")
    expect(plain.get_by_text("check by hand")).to_be_visible()
    expect(plain.locator("#check-words")).to_be_hidden()
