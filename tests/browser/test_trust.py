"""What a reader can rely on: pages keep to their policy, shut nobody out, and open from a disk."""

from __future__ import annotations

from pathlib import Path

import pytest
from browser.readers import NewPage
from built import KINDS, TRANSCRIPT
from corpus import ROOT
from playwright.sync_api import Page, expect
from tools import leave_out

AXE = ROOT / "node_modules/axe-core/axe.min.js"
#: Rules on what a scheme changes.
COLOURS = ["color-contrast", "link-in-text-block"]
FIND = """async ([rules, within]) => {
  const options = { resultTypes: ["violations"] };
  if (rules) options.runOnly = rules;
  const { violations } = await axe.run(within ?? document, options);
  const tell = (rule) => rule.nodes.map((node) => `${rule.id}: ${node.html} ${node.failureSummary}`);
  return violations.flatMap(tell);
}"""

#: What has to be there before a page is looked at.
DONE = {"search/": ".hit", "check/": "#check-outcome[data-outcome]"}


def listen(page: Page) -> list[str]:
    """What the browser complains of, from now on."""
    said: list[str] = []
    page.on("console", lambda message: said.append(f"{page.url}: {message.text}"))
    page.on("pageerror", lambda error: said.append(f"{page.url}: {error}"))
    return said


def open_kind(page: Page, home: str, kind: str) -> None:
    page.goto(home + kind)
    if sign := DONE.get(kind.partition("?")[0]):
        expect(page.locator(sign).first).to_be_visible()


def test_no_page_breaks_its_own_policy(new_page: NewPage, home: str) -> None:
    page = new_page(own=True, service_workers="allow")
    said = listen(page)
    for kind in (*KINDS, "questions/2016/"):
        open_kind(page, home, kind)
    assert page.url == f"{home}questions/"
    page.goto(f"{home}{TRANSCRIPT}#p14")
    page.locator(".words a.name").first.hover()
    expect(page.locator(".name-note")).to_be_visible()
    page.get_by_role("link", name="Cite", exact=True).click()
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    page.locator(".colours:visible").click()
    assert said == []


@pytest.mark.parametrize("kind", KINDS)
def test_axe_finds_nothing(new_page: NewPage, home: str, kind: str) -> None:
    """At two widths every rule, and in both schemes at each what is on colours."""
    page = new_page()
    open_kind(page, home, kind)
    assert find_barriers(page) == []


def test_axe_finds_nothing_in_the_dialog_of_citations(new_page: NewPage, home: str) -> None:
    page = new_page()
    page.goto(home + TRANSCRIPT)
    page.get_by_role("link", name="Cite", exact=True).click()
    expect(page.get_by_role("dialog")).to_be_visible()
    assert find_barriers(page, "dialog") == []


def find_barriers(page: Page, within: str | None = None) -> list[str]:
    """What axe finds in a page, or in a part of it."""
    if not AXE.exists():
        leave_out("there is no npm here: axe does not look at the pages")
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found: list[str] = []
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 900})
        for scheme, rules in (("light", None), ("dark", COLOURS)):
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            found += [f"{width} {scheme} {line}" for line in page.evaluate(FIND, [rules, within])]
    return found


def test_from_a_disk_links_lead_to_pages_and_what_cannot_work_is_not_offered(
    new_page: NewPage, site: Path
) -> None:
    page = new_page()
    page.goto(site.joinpath("index.html").as_uri())
    expect(page.get_by_text("These pages are opened from a disk.")).to_be_visible()
    page.get_by_role("link", name="Topics", exact=True).click()
    page.get_by_role("link", name="Nagorno-Karabakh").first.click()
    assert page.url == site.joinpath("topics/nagorno-karabakh/index.html").as_uri()
    page.locator("main a[href$='#p14']").first.click()
    assert page.url.partition("?")[0] == site.joinpath(TRANSCRIPT, "index.html").as_uri() + "#p14"
    expect(page.locator("#p14")).to_be_in_viewport()
    assert page.locator(".needs-script:visible").count() == 0
    for address, words in (("search", "cannot be searched"), ("check", "cannot check")):
        page.goto(site.joinpath(address, "index.html").as_uri())
        expect(page.get_by_text(words)).to_be_visible()
    # From an old address to the new one.
    page.goto(site.joinpath("questions/2016/index.html").as_uri())
    page.wait_for_url(site.joinpath("questions/index.html").as_uri())
