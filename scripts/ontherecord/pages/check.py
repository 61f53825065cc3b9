"""The page of the quote check, which the browser does; without a script it says how to check by hand."""

from __future__ import annotations

from collections.abc import Iterator

from .. import urls
from ..files import Draft
from .printer import Printer

_DESCRIPTION = "Paste a quotation, and see word by word whether it was said, by whom, and what differs."

_MODULES = (
    "view",
    "tell",
    "compare",
    "archive",
    "decide",
    "pairs",
    "place",
    "align",
    "reading",
    "runs",
    "tokens",
)


def draft_check(printer: Printer) -> Iterator[Draft]:
    """The page."""
    modules = [f"assets/js/check/{name}.js" for name in _MODULES]
    head = {
        "styles": ["assets/css/check.css"],
        "scripts": ["assets/js/check/page.js"],
        "preload": [*modules, "assets/js/search/words.js"],
    }
    yield printer.page(urls.CHECK, "check.html", "Was it said?", _DESCRIPTION, head)
