"""The pages of an archive without a transcript: each says what to do next."""

from __future__ import annotations

from collections.abc import Iterator

from .. import urls
from ..catalogue import message, say
from ..files import Draft
from .printer import Printer

#: The pages that every archive has, and what they are called.
_PAGES = (
    (urls.TRANSCRIPTS, message("Transcripts")),
    (urls.TOPICS, message("Topics")),
    (urls.NAMES, message("Index")),
    (urls.QUESTIONS, message("Questions")),
    (urls.SEARCH, message("Search")),
    (urls.CHECK, message("Was it said?")),
    (urls.DATA, message("Data")),
    (urls.MAP, message("Map")),
    (urls.CHARTS, message("Topics in numbers")),
    (urls.TIMELINE, message("Timeline")),
)


def draft_empty(printer: Printer) -> Iterator[Draft]:
    """Every page at a fixed address."""
    description = say("There is no transcript here yet.")
    yield printer.page(urls.HOME, "empty.html", printer.site.name, "", {"home": True})
    for address, title in _PAGES:
        yield printer.page(address, "empty.html", say(title), description)
