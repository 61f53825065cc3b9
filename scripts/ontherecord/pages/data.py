"""The page that describes the data files."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from markupsafe import Markup

from .. import urls
from ..catalogue import SOURCE, say, spoken
from ..exports.data_files import DATA_FILES, describe_citations
from ..exports.downloads.tables import TableRow
from ..exports.feeds.feed import LIMIT
from ..exports.rows import list_fields, show_example
from ..files import Draft
from ..text.escape import escape_text
from .printer import Printer

#: Examples are from the oldest transcripts, so many, where these have any: their rows are the files' first.
_LOOKED_AT = 10


def draft_data(printer: Printer) -> Iterator[Draft]:
    """The page."""
    yield printer.later(urls.DATA, partial(_draft_page, printer))


def _draft_page(printer: Printer) -> Draft:
    archive, files = printer.archive, (*DATA_FILES, describe_citations(printer.site))
    some = replace(archive, transcripts=archive.transcripts[-_LOOKED_AT:])
    examples = [
        show_example(file, archive if file.whole else some) or show_example(file, archive) for file in files
    ]
    described = [
        (file, list(list_fields(file.row)), show_code(example))
        for file, example in zip(files, examples, strict=True)
    ]
    return printer.page(
        urls.DATA,
        "data.html",
        say("Data"),
        say("The files that hold what the pages show, for people and programs."),
        {"styles": ["assets/css/data.css"]},
        described=described,
        columns=list(list_fields(TableRow)),
        feed_limit=LIMIT,
        licence=printer.site.licence,
        site_speaks_english=spoken().startswith(SOURCE),
        newest=printer.archive.transcripts[0],
    )


def show_code(text: str) -> Markup:
    """A text of several lines for a page, whose own lines lose their indentation."""
    return Markup(str(escape_text(text)).replace("\n", "&#10;"))
