"""The home page."""

from __future__ import annotations

from collections.abc import Iterator

from .. import urls
from ..files import Draft
from .passages import NAMES_HEAD, find_example
from .printer import Printer

#: How many transcripts the page lists.
_LISTED = 6


def draft_home(printer: Printer) -> Iterator[Draft]:
    """The home page."""
    example = find_example(printer.archive.once.transcripts[0])
    yield printer.page(
        urls.HOME,
        "home.html",
        printer.site.name,
        "",  # The site's own, from mkdocs.yml.
        {**NAMES_HEAD, "home": True},
        limit=_LISTED,
        example=example,
        site_name=printer.site.name,
    )
