"""The built site of the real data, served on loopback, and a browser to read it with."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from browser.hosts import Keeping, serve_folder
from browser.readers import PHONE, NewPage, Readers, watch
from built import share_real_site, share_site
from history import build_history
from playwright.sync_api import Browser, Page
from tongues import build_tongues


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site as `ontherecord build` writes it."""
    return share_real_site(tmp_path_factory.getbasetemp())


@pytest.fixture(scope="session")
def home(site: Path) -> Iterator[str]:
    """The address of the site at the root of its host."""
    with serve_folder(site, host=Keeping) as address:
        yield address


@pytest.fixture(scope="session")
def tongues(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a site of one small conference in four languages."""
    site = share_site(tmp_path_factory.getbasetemp(), "tongues", build_tongues)
    with serve_folder(site, host=Keeping) as address:
        yield address


def serve_below(host: Path, name: str, site: Path) -> Iterator[str]:
    """The address of a site below a path that ends in a name."""
    (host / "some").mkdir()
    (host / "some" / name).symlink_to(site)
    with serve_folder(host, host=Keeping) as address:
        yield f"{address}some/{name}/"


@pytest.fixture(scope="session")
def home_below_a_path(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the site below a path."""
    yield from serve_below(tmp_path_factory.mktemp("host"), "path", site)


@pytest.fixture(scope="session")
def record(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the toy project with a history, below a path."""
    site = share_site(tmp_path_factory.getbasetemp(), "history", build_history)
    yield from serve_below(tmp_path_factory.mktemp("host"), "record", site)


@pytest.fixture(scope="session")
def readers(browser: Browser) -> Iterator[Readers]:
    readers = Readers(browser)
    yield readers
    readers.close()


@pytest.fixture
def new_page(readers: Readers) -> Iterator[NewPage]:
    """Opens a page as new, which remembers nothing of what a test before did."""
    with readers.lend() as new_page:
        yield new_page


#: Without motion, for fading and smooth scrolling are most of the work where there is no graphics card.
QUIET: dict[str, Any] = {"permissions": ["clipboard-read", "clipboard-write"], "reduced_motion": "reduce"}


@pytest.fixture
def page(new_page: NewPage) -> Iterator[Page]:
    """A page of a reader who copies."""
    yield from watch(new_page(**QUIET))


@pytest.fixture
def phone(new_page: NewPage) -> Iterator[Page]:
    yield from watch(new_page(**PHONE, **QUIET))


@pytest.fixture
def fresh(new_page: NewPage) -> Iterator[Page]:
    """A page of its own, for tests that change what a page is given."""
    yield from watch(new_page(**QUIET).context.new_page())
