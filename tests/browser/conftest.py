"""The built site of the real data, served on loopback, and a browser to read it with."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from built import share_real_site
from ontherecord.site.build import build_site
from playwright.sync_api import Browser, BrowserContext, Page
from tongues import make_tongues


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Says nothing: the tests say what they saw."""

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Where there is no page, the site's page for that, as hosts do it."""
        lost = Path(self.directory, "404.html")
        if code != 404 or not lost.exists() or self.command == "HEAD":
            super().send_error(code, message, explain)
            return
        self.send_response(code)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(lost.read_bytes())


@contextmanager
def serve_folder(folder: Path, port: int = 0) -> Iterator[str]:
    """The address of a folder on loopback, while the block lasts; port 0 takes any that is free."""
    server = ThreadingHTTPServer(("127.0.0.1", port), partial(_Quiet, directory=str(folder)))
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site as `ontherecord build` writes it."""
    return share_real_site(tmp_path_factory.getbasetemp())


@pytest.fixture(scope="session")
def home(site: Path) -> Iterator[str]:
    """The address of the site at the root of its host."""
    with serve_folder(site) as address:
        yield address


@pytest.fixture(scope="session")
def tongues(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a site of one small conference in four languages."""
    root = make_tongues(tmp_path_factory.mktemp("tongues") / "project")
    problems = build_site(root)
    assert problems == (), [str(problem) for problem in problems]
    with serve_folder(root / "site") as address:
        yield address


@pytest.fixture(scope="session")
def home_below_a_path(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the site below a path."""
    host = tmp_path_factory.mktemp("host")
    shutil.copytree(site, host / "some" / "path")
    with serve_folder(host) as address:
        yield f"{address}some/path/"


@pytest.fixture
def new_page(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Opens a page in a context of its own; takes what a context takes, such as `viewport`.

    It keeps nothing for a time without a network: what a test takes away from a page would come from there.
    """
    contexts: list[BrowserContext] = []
    usual = {"viewport": {"width": 1280, "height": 900}, "service_workers": "block"}

    def open_page(**options: Any) -> Page:  # noqa: ANN401 - the library's own options
        context = browser.new_context(**{**usual, **options})
        contexts.append(context)
        return context.new_page()

    yield open_page
    for context in contexts:
        context.close()
