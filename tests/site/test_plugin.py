"""The package as a plugin: `mkdocs build` and `mkdocs serve` are all that a user of MkDocs has to know."""

from __future__ import annotations

import logging
import os
import re
import socket
import subprocess
import sys
import time
from contextlib import chdir, suppress
from pathlib import Path
from urllib.request import urlopen

import pytest
from built import ADDRESS, copy_project, share_site_at_address
from click.testing import CliRunner, Result
from lxml import etree
from mkdocs.__main__ import cli
from ontherecord.site.build import build_site
from toysite import read_site


def run_mkdocs(project: Path, *arguments: str, **environment: str) -> Result:
    """The command, run within this process: what it does and what it says."""
    logger = logging.getLogger("mkdocs")
    level, propagate, handlers = logger.level, logger.propagate, [*logger.handlers]
    try:
        with chdir(project):
            given = {"SITE_URL": None, "SOURCE_DATE_EPOCH": None, **environment}
            return CliRunner().invoke(cli, arguments, env=given, prog_name="mkdocs")
    finally:
        logger.setLevel(level)
        logger.propagate, logger.handlers = propagate, handlers


def run_mkdocs_alone(project: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """The command as a user's own process, which has loaded nothing before."""
    own = {key: value for key, value in os.environ.items() if key not in ("SITE_URL", "SOURCE_DATE_EPOCH")}
    return subprocess.run(
        [sys.executable, "-m", "mkdocs", *arguments],
        cwd=project,
        env={**own, **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """The real project as it is cloned: nothing built yet."""
    return copy_project(tmp_path / "clone")


def test_mkdocs_alone_makes_the_same_site(clone: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    run = run_mkdocs_alone(clone, "build", "--strict", "--site-dir", "plain", SITE_URL=ADDRESS)
    assert run.returncode == 0, run.stderr
    expect_same(read_site(share_site_at_address(tmp_path_factory.getbasetemp())), read_site(clone / "plain"))


def test_mkdocs_alone_makes_the_same_site_without_an_address(
    toy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = run_mkdocs(toy, "build", "--strict", "--site-dir", "plain", SITE_URL="")
    assert run.exit_code == 0, run.stderr
    monkeypatch.setenv("SITE_URL", "")
    assert build_site(toy) == ()
    expect_same(read_site(toy / "site"), read_site(toy / "plain"))


def expect_same(ours: dict[str, bytes], plain: dict[str, bytes]) -> None:
    assert ours.keys() == plain.keys()
    assert len(ours) > 100
    assert [path for path in ours if ours[path] != plain[path]] == []


def test_what_mkdocs_builds_may_be_replaced_by_a_build(toy: Path) -> None:
    assert run_mkdocs(toy, "build", "--strict", "--site-dir", "public").exit_code == 0
    assert build_site(toy, toy / "public") == ()


def test_a_mistake_in_the_data_is_told_with_its_place_and_leaves_the_old_site(toy: Path) -> None:
    assert run_mkdocs(toy, "build").exit_code == 0
    before = read_site(toy / "site")
    topics = toy / "data/topics.yml"
    topics.write_text(topics.read_text().replace("code: HA", "code: ha"))
    run = run_mkdocs(toy, "build")
    assert run.exit_code == 1
    told = [line for line in run.stderr.splitlines() if "data/topics.yml:" in line]
    assert told == ["ERROR   -  data/topics.yml:4: 'code' is 'ha': it must be two capital letters, e.g. SY"]
    assert "Traceback" not in run.stderr
    assert read_site(toy / "site") == before


def test_mkdocs_serve_follows_the_data(toy: Path) -> None:
    port = find_port()
    command = [sys.executable, "-m", "mkdocs", "serve", "--dev-addr", f"127.0.0.1:{port}"]
    address = f"http://127.0.0.1:{port}/topics/harbour/"
    topics = toy / "data/topics.yml"
    with subprocess.Popen(command, cwd=toy, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            assert wait_for(address, "Harbour of Selwyn")
            topics.write_text(topics.read_text().replace("Harbour of Selwyn", "The old harbour"))
            assert wait_for(address, "The old harbour")
        finally:
            process.kill()


def wait_for(address: str, words: str) -> bool:
    """Whether a page has the words before a reader gives up."""
    end = time.monotonic() + 60
    while time.monotonic() < end:
        with suppress(OSError), urlopen(address, timeout=10) as response:
            if words in response.read().decode():
                return True
        time.sleep(0.2)
    return False


def find_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.mark.parametrize("given", ["environment", "mkdocs.yml"])
def test_the_address_of_the_site_reaches_all_that_shows_it(
    toy: Path, monkeypatch: pytest.MonkeyPatch, given: str
) -> None:
    address = "https://example.org/record/"
    if given == "environment":
        monkeypatch.setenv("SITE_URL", address.rstrip("/"))
    else:
        monkeypatch.delenv("SITE_URL", raising=False)
        settings = toy / "mkdocs.yml"
        settings.write_text(settings.read_text().replace('!ENV [SITE_URL, ""]', address))
    assert build_site(toy) == ()
    page = f"{address}transcripts/2031-03-04-holt-wren/"
    site = {path: content.decode(errors="replace") for path, content in read_site(toy / "site").items()}
    assert f'<link rel="canonical" href="{page}">' in site["transcripts/2031-03-04-holt-wren/index.html"]
    assert f"<loc>{page}</loc>" in site["sitemap.xml"]
    assert f"url = {{{page}}}" in site["transcripts/2031-03-04-holt-wren/cite.bib"]
    assert f"{page}#p" in site["transcripts/2031-03-04-holt-wren/index.html"]
    assert f"Sitemap: {address}sitemap.xml" in site["robots.txt"]
    (described,) = re.findall(r'<link rel="search"[^>]* href="([^"]*)"', site["topics/index.html"])
    assert described == "../opensearch.xml"
    assert f'template="{address}search/?q={{searchTerms}}"' in site["opensearch.xml"]
    # A page at an old address counts as the one that it leads to.
    assert f'<link rel="canonical" href="{address}questions/">' in site["questions/2031/index.html"]
    dates = read_sitemap(site["sitemap.xml"])
    pages = {path.removesuffix("index.html") for path, text in site.items() if path.endswith("index.html")}
    moved = {page for page in pages if "<title>Moved: " in site[f"{page}index.html"]}
    assert dates.keys() == {address + page for page in pages - moved}
    assert "questions/2031/" in moved
    by_hand = {f"{address}about/"}
    assert {page for page, day in dates.items() if day is None} == by_hand
    assert dates[address] == dates[f"{address}topics/night-train/"] == "2032-11-09", "the newest transcript"
    assert dates[page] == dates[f"{address}names/ferry-board/"] == "2031-03-04"


def read_sitemap(text: str) -> dict[str, str | None]:
    """The day of each page by its address, as a crawler reads them."""
    within = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
    pages = etree.fromstring(text.encode()).findall("s:url", within)
    return {item.findtext("s:loc", "", within): item.findtext("s:lastmod", None, within) for item in pages}


def test_without_an_address_nothing_shows_one(toy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SITE_URL", "https://example.org/record/")
    assert build_site(toy, site_url="") == ()
    assert [
        path for path, content in read_site(toy / "site").items() if b"example.org/record" in content
    ] == []
