"""What a reader has without a network: what was kept, and word that it was."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from browser.hosts import serve_folder
from browser.readers import NewPage
from built import TRANSCRIPT
from ontherecord.site.live import Live
from ontherecord.site.offline import write_offline
from ontherecord.site.serve import Server
from playwright.sync_api import Page, expect

BELOW = "some/path/"
#: What other sites of the same origin have kept: at its top, and below another path.
OTHERS = ["ontherecord %2F 1", "ontherecord %2Fsome%2Fpath%2Fdeeper%2F 1", "theirs"]


class Host:
    """A host with a site below a path, which can be gone for a while."""

    def __init__(self, folder: Path) -> None:
        self.site = folder / BELOW
        with self.up() as address:
            self.address = address

    @contextmanager
    def up(self) -> Iterator[str]:
        port = urlsplit(self.address).port if hasattr(self, "address") else 0
        with serve_folder(self.site.parents[1], port or 0) as address:
            yield f"{address}{BELOW}"


@pytest.fixture
def host(site: Path, tmp_path: Path) -> Host:
    shutil.copytree(site, tmp_path / BELOW)
    return Host(tmp_path)


def wait_until_kept(page: Page) -> None:
    page.wait_for_function("() => navigator.serviceWorker.controller?.state === 'activated'")


def own_caches(page: Page) -> list[str]:
    names: list[str] = page.evaluate("caches.keys()")
    return [name for name in names if name.startswith("ontherecord %2Fsome%2Fpath%2F ")]


def test_a_site_that_was_opened_once_is_read_and_searched_without_a_network(
    new_page: NewPage, host: Host
) -> None:
    page = new_page(own=True, service_workers="allow")
    kept = page.locator(".kept")
    with host.up() as home:
        page.goto(home + TRANSCRIPT)
        expect(kept).to_have_count(0)
        # What may be wanted later does not hold up the page that is wanted now.
        page.wait_for_timeout(500)
        assert page.evaluate("navigator.serviceWorker.getRegistrations().then((all) => all.length)") == 0
        wait_until_kept(page)
        page.evaluate("(names) => Promise.all(names.map((name) => caches.open(name)))", OTHERS)

    page.goto(f"{home}{TRANSCRIPT}?mark=Geneva#p30")
    page.reload()
    expect(kept).to_contain_text("Kept copy of")
    expect(kept).to_be_in_viewport()
    page.locator("#p30").locator("xpath=..").get_by_role("link", name="Syria", exact=True).last.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Syria")
    page.goto(f"{home}search/?q=Karabakh")
    expect(page.locator("#search-hits .number").first).to_have_text("13")
    page.goto(f"{home}topics/mars/deep/")
    expect(page.get_by_role("heading", level=1)).to_have_text("This page is not kept here")
    page.get_by_role("link", name="Nagorno-Karabakh").click()
    expect(page.locator("[data-passage$='/p14']")).to_be_visible()
    page.goto(f"{home}check/?q=We+appreciate+your+interest+in+foreign+policy")
    expect(page.locator("#check-outcome")).to_have_attribute("data-outcome", "said")
    page.goto(f"{home}{TRANSCRIPT}")
    page.locator(".ways [data-cite='styles']").click()
    expect(page.get_by_role("dialog").get_by_role("tabpanel")).to_contain_text("Sergey Lavrov")

    correct(host.site)
    with host.up():
        before = own_caches(page)
        page.goto(home + TRANSCRIPT)
        expect(page.locator(".masthead")).to_contain_text("(corrected)")
        expect(kept).to_have_count(0)
        page.wait_for_function("(old) => caches.keys().then((all) => !all.includes(old))", arg=before[0])
    page.reload()
    expect(page.locator(".masthead")).to_contain_text("(corrected)")
    expect(kept).to_contain_text("Kept copy of")
    assert set(OTHERS) <= set(page.evaluate("caches.keys()"))


def correct(site: Path) -> None:
    """A later build of the site, in which a word on the transcript’s page is another."""
    page = site / TRANSCRIPT / "index.html"
    text = page.read_text(encoding="utf-8")
    page.write_text(text.replace("</h1>", " (corrected)</h1>", 1), encoding="utf-8")
    write_offline(site)


def test_of_a_large_site_a_reader_keeps_a_transcript_and_what_it_leads_to(
    new_page: NewPage, host: Host
) -> None:
    write_offline(host.site, whole=1_000_000)
    page = new_page(own=True, service_workers="allow")
    with host.up() as home:
        page.goto(f"{home}topics/libya/")
        page.get_by_role("button", name="Keep offline").click()
        expect(page.get_by_role("button", name="Keep offline no longer")).to_be_visible()
    page.goto(home + TRANSCRIPT)
    expect(page.locator(".kept")).to_contain_text("Kept copy of")
    page.goto(f"{home}search/?q=Karabakh")
    expect(page.locator("#search-hits .number").first).to_have_text("13")
    page.goto(f"{home}names/baku/")
    expect(page.get_by_role("heading", level=1)).to_have_text("This page is not kept here")


def test_the_editors_preview_keeps_nothing_and_forgets_what_was_kept(new_page: NewPage, site: Path) -> None:
    page = new_page(own=True, service_workers="allow")
    with serve_folder(site) as home:
        page.goto(home)
        wait_until_kept(page)
    server = Server(("127.0.0.1", urlsplit(home).port or 0), site, Live("build"))
    server.start()
    try:
        page.goto(home)
        page.wait_for_function("() => navigator.serviceWorker.getRegistrations().then((all) => !all.length)")
        page.wait_for_function("() => caches.keys().then((all) => !all.length)")
    finally:
        server.stop()
