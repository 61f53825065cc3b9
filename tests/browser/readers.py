"""Pages to read with, used again: to open a page in a new context costs four times as much."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, Error, Page, Request

NewPage = Callable[..., Page]

PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
#: No worker: what a test takes away from a page would come from what that keeps for a time without a network.
USUAL: dict[str, Any] = {"viewport": {"width": 1280, "height": 900}, "service_workers": "block"}


class Readers:
    """Pages that one test after another reads with, each in a context of its own, by what a context takes."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._free: dict[str, list[Page]] = {}

    @contextmanager
    def lend(self) -> Iterator[NewPage]:
        """Opens pages as new; takes what a context takes, and `own=True` for one that nobody uses again.

        That is for a test that does to a page what nobody can take back: a script at each start, a listener,
        a session with the browser's tools, a worker.
        """
        lent: list[tuple[str, Page]] = []
        owned: list[Page] = []

        def new_page(*, own: bool = False, **options: Any) -> Page:  # noqa: ANN401 - the library's own options
            wanted = {**USUAL, **options}
            if own:
                owned.append(self._browser.new_context(**wanted).new_page())
                return owned[-1]
            size, scheme = wanted.pop("viewport"), wanted.pop("color_scheme", "light")
            key = repr(sorted(wanted.items()))
            free = self._free.setdefault(key, [])
            page = free.pop() if free else self._browser.new_context(viewport=size, **wanted).new_page()
            lent.append((key, page))
            page.set_viewport_size(size)
            page.emulate_media(media="null", color_scheme=scheme)
            return page

        try:
            yield new_page
        finally:
            for page in owned:
                page.context.close()
            for key, page in lent:
                clean_page(page)
                self._free[key].append(page)

    def close(self) -> None:
        for page in [page for pages in self._free.values() for page in pages]:
            page.context.close()


def clean_page(page: Page) -> None:
    """A page as new: it remembers nothing, nothing is kept from it, and the pointer rests in a corner."""
    page.unroute_all()
    page.mouse.move(0, 0)
    for opened in page.context.pages:
        if opened.url.startswith("http"):
            opened.evaluate("localStorage.clear(); sessionStorage.clear()")
        if opened != page:
            opened.close()
    page.goto("about:blank")


def wait_until_quiet(page: Page) -> None:
    """Waits until a page has asked for nothing in half a second, and has what it asked for.

    The library's own sign of that ("networkidle") does not always come from a headless shell.
    """
    asked: list[Request] = []
    done: list[Request] = []

    def ask(request: Request) -> None:
        asked.append(request)

    def end(request: Request) -> None:
        done.append(request)

    events = (("request", ask), ("requestfinished", end), ("requestfailed", end))
    for event, listener in events:
        page.on(event, listener)  # type: ignore[call-overload]
    for _ in range(60):
        before = len(asked), len(done)
        page.wait_for_timeout(500)
        if before == (len(asked), len(done)) and len(asked) <= len(done):
            break
    else:
        raise AssertionError([request.url for request in asked if request not in done])
    for event, listener in events:
        page.remove_listener(event, listener)


def scrolls_sideways(page: Page, width: int) -> bool:
    """Whether a page needs more room from side to side than a window of a width has."""
    page.set_viewport_size({"width": width, "height": 800})
    return int(page.evaluate("() => document.documentElement.scrollWidth")) > width


def watch(page: Page) -> Iterator[Page]:
    """A page in front of all; at the end there must have been no error in a script."""
    errors: list[str] = []

    def note(error: Error) -> None:
        errors.append(f"{error} {error.stack}")

    page.on("pageerror", note)
    page.bring_to_front()
    yield page
    page.remove_listener("pageerror", note)
    assert errors == []
