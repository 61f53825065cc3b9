"""The page of the search, which the browser does; without a script it names the other ways in."""

from __future__ import annotations

from collections.abc import Iterator

from .. import urls
from ..catalogue import name_month, say
from ..files import Draft
from .printer import Printer

_MODULES = ("page", "dates", "engine", "languages", "names", "search", "text", "view", "words")
#: What they read of the scripts of links.
_LINKS = ("passages", "received", "text")


def draft_search(printer: Printer) -> Iterator[Draft]:
    """The page."""
    head = {
        "styles": ["assets/css/search.css"],
        "preload": [
            *(f"assets/js/search/{name}.js" for name in _MODULES),
            *(f"assets/js/links/{name}.js" for name in _LINKS),
            "assets/js/kinds.js",
            "pagefind/pagefind.js",
        ],
    }
    description = say("Search every passage of the archive, by words, names and subjects.")
    # A day such as 14 July, whatever the year.
    example = f"14 {name_month(7)}"
    yield printer.page(urls.SEARCH, "search.html", say("Search"), description, head, example_day=example)
