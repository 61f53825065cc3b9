"""The page of the quote check, which the browser does; without a script it says how to check by hand."""

from __future__ import annotations

from collections.abc import Iterator

from .. import urls
from ..catalogue import say
from ..files import Draft
from .printer import Printer

_MODULES = ("view", "archive", "decide", "runs")
_SEARCH = ("words", "languages")


def draft_check(printer: Printer) -> Iterator[Draft]:
    """The page."""
    modules = [f"assets/js/check/{name}.js" for name in _MODULES]
    words = [f"assets/js/search/{name}.js" for name in _SEARCH]
    head = {
        "styles": ["assets/css/check.css"],
        "scripts": ["assets/js/links/page.js", "assets/js/check/page.js"],
        "preload": [*modules, *words, "assets/js/kinds.js", "assets/js/packed.js"],
    }
    description = say(
        "Paste a quotation, and see word by word whether it was said, by whom, and what differs."
    )
    yield printer.page(urls.CHECK, "check.html", say("Was it said?"), description, head)
