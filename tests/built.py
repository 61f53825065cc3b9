"""The real site, built for tests in a folder of its own, and what a reader of its pages sees."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import pytest
from corpus import REAL_SLUG, ROOT
from lxml import html
from ontherecord.site.build import build_site
from ontherecord.site.folders import hold

TRANSCRIPT = f"transcripts/{REAL_SLUG}/"
ADDRESS = "https://example.org/record/"

#: One page of each kind; the search and the check with something to show.
KINDS = (
    "",
    TRANSCRIPT,
    "transcripts/",
    "topics/",
    "topics/nagorno-karabakh/",
    "names/",
    "names/armenia/",
    "questions/",
    "timeline/",
    "map/",
    "charts/",
    "data/",
    "about/",
    "search/?q=syria",
    "check/?q=The+situation+in+Syria",
    "404.html",
)


def copy_project(folder: Path) -> Path:
    """A copy of all that a build reads, without what one writes."""
    for name in ("data", "docs"):
        shutil.copytree(ROOT / name, folder / name)
    shutil.copy(ROOT / "mkdocs.yml", folder / "mkdocs.yml")
    return folder


def build_real_site(folder: Path) -> Path:
    """The site of the real data, built as `ontherecord build` does it."""
    project = copy_project(folder)
    problems = build_site(project)
    assert problems == (), [str(problem) for problem in problems]
    return project / "site"


def share_real_site(temporary: Path) -> Path:
    """The site of the real data, built once for all who test at the same time; for reading only."""
    return share_site(temporary, "real-site", build_real_site)


def share_site_at_address(temporary: Path) -> Path:
    """The same site as it is for a host whose address is known: `ADDRESS`."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SITE_URL", ADDRESS)
        return share_site(temporary, "real-site-at-address", build_real_site)


def share_site(temporary: Path, name: str, build: Callable[[Path], Path]) -> Path:
    """The site that `build` makes in a folder, made once for all who test at the same time; for reading only.

    `temporary` is a test run's folder, which with several workers is below that of the run.
    """
    workers = "PYTEST_XDIST_WORKER" in os.environ
    shared = temporary.parent if workers else temporary
    folder, held = shared / name, shared / f"{name}-held"
    held.mkdir(exist_ok=True)  # A build holds its own folder, so who waits for it holds another.
    with hold(held):
        if not (held / "built").exists():
            site = build(folder)
            (held / "built").write_text(str(site), encoding="utf-8")
    return Path((held / "built").read_text(encoding="utf-8"))


def read_page(path: Path) -> html.HtmlElement:
    return html.document_fromstring(path.read_bytes())


def find_pages(site: Path) -> Iterator[tuple[str, html.HtmlElement]]:
    """Every page of a site with its address below it."""
    for path in sorted(site.rglob("*.html")):
        address = path.relative_to(site).as_posix()
        yield address.removesuffix("index.html"), read_page(path)


def find_broken_links(site: Path) -> list[tuple[str, str]]:
    """Every link within a site, with the page that it is on, that leads to no file or no anchor of one."""
    pages = dict(find_pages(site))
    ids = {address: set(page.xpath("//@id")) for address, page in pages.items()}
    broken = []
    for address, page in pages.items():
        if address == "404.html":
            continue
        # What stands elsewhere, as a source, is marked as such.
        for link in page.xpath("//@href[not(../@class='outside')] | //@src"):
            goal = urlsplit(urljoin(f"https://x/{address}", link))
            target = unquote(goal.path.lstrip("/"))
            leads_out = goal.netloc != "x" or not (site / target).exists()
            if leads_out or (goal.fragment and goal.fragment not in ids.get(target, {goal.fragment})):
                broken.append((address, link))
    return broken


def read_source_paragraphs() -> list[str]:
    """The passages of the real transcript, found in the source text without the project's own parser.

    The source has a blank line between paragraphs; a label ends at the first colon of a paragraph that
    begins with "Question" or "Sergey Lavrov".
    """
    raw = (ROOT / "data/transcripts" / REAL_SLUG / "transcript.txt").read_text(encoding="utf-8")
    blocks = [" ".join(block.split()) for block in raw.split("\n\n")]
    paragraphs = [block for block in blocks if block][2:]
    return [
        text.partition(":")[2].strip() if text.startswith(("Question", "Sergey Lavrov")) else text
        for text in paragraphs
    ]
