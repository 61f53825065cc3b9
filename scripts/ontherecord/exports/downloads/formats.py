"""The formats in which every transcript can be taken away, and their files."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import chain
from pathlib import Path

from ... import urls
from ...archive.inputs import find_inputs, join_inputs, split_oldest
from ...archive.model import Archive, Transcript
from ...catalogue import message
from ...files import Draft, Large
from ...store import remember
from . import book, paper
from .akoma import render_akoma
from .corpus import read_profile, render_corpus
from .data_package import describe_archive, describe_transcript
from .edition import Edition
from .markdown import render_markdown
from .plain import render_plain
from .tables import TableRow, build_rows, render_csv, render_json_lines
from .tei import render_tei


@dataclass(frozen=True)
class Format:
    """A format: what its files end with, what it is called, whom it is for, and how a file is made.

    A `file` is the name that every file of the format has, where programs look for that.
    """

    suffix: str
    name: str
    purpose: str
    make: Callable[[Edition], bytes]
    file: str = ""
    #: Whether it can be made of a transcript, and whether a file made before is one of the same: of what is
    #: quick to make neither is asked.
    suits: Callable[[Edition], bool] | None = None
    is_current: Callable[[Edition, bytes], bool] | None = None

    def address(self, slug: str) -> str:
        """The address of a transcript in this format."""
        return urls.transcript(slug) + self.file if self.file else urls.download(slug, self.suffix)

    def finish(self, edition: Edition, path: Path | None) -> bytes:
        """The file; that at `path` where it was made from the same."""
        if self.is_current and path and path.is_file():
            old = path.read_bytes()
            if self.is_current(edition, old):
                return old
        return self.make(edition)


def _text(render: Callable[[Edition], str]) -> Callable[[Edition], bytes]:
    return lambda edition: render(edition).encode()


def _table(render: Callable[[Iterable[TableRow]], str]) -> Callable[[Edition], bytes]:
    return lambda edition: render(build_rows(edition)).encode()


#: In the order in which a page lists them: for reading first, then for tables, then for libraries.
FORMATS = (
    Format(
        "pdf",
        message("PDF"),
        message("for reading and citing on paper"),
        paper.render_paper,
        suits=paper.is_settable,
        is_current=paper.is_current,
    ),
    Format(
        "epub",
        message("EPUB"),
        message("a book for phones and e-readers, with the passages in the place of pages"),
        book.render_book,
        is_current=book.is_current,
    ),
    Format(
        "txt",
        message("Plain text"),
        message("every passage a line, with its number and its speaker"),
        _text(render_plain),
    ),
    Format(
        "md",
        message("Markdown"),
        message("the same with headings, emphasis and links"),
        _text(render_markdown),
    ),
    Format(
        "csv",
        message("CSV"),
        message("a table for spreadsheets, a row a passage"),
        _table(render_csv),
    ),
    Format("jsonl", message("JSON Lines"), message("the same for programs"), _table(render_json_lines)),
    Format(
        "json",
        message("Data package"),
        message("what the columns of both hold, and whose the words are"),
        _text(describe_transcript),
        urls.DATA_PACKAGE,
    ),
    Format(
        "tei.xml",
        message("TEI"),
        message("for corpora, by the profile Parla-CLARIN: speakers, topics, names, corrections"),
        render_tei,
    ),
    Format(
        "akn.xml",
        message("Akoma Ntoso"),
        message("for libraries and archives of debates: speeches, questions, answers"),
        render_akoma,
    ),
)


def list_formats(edition: Edition, pdf: bool) -> tuple[Format, ...]:
    """The formats that there is a transcript in; a PDF only if it is asked for and can be set."""
    asked = (item for item in FORMATS if pdf or item.suffix != "pdf")
    return tuple(item for item in asked if item.suits is None or item.suits(edition))


def draft_downloads(
    archive: Archive, site: urls.Site, pages: Path | None = None, pdf: bool = True
) -> Iterator[Draft]:
    """The drafts of every transcript in every format, and of the corpus that they make.

    `pages` holds the files that were made before.
    """
    yield Draft(urls.CORPUS, partial(render_corpus, archive, site))
    yield Draft(urls.TEI_PROFILE, read_profile)
    inputs = find_inputs(archive).each
    for transcript in archive.transcripts:
        edition = Edition(archive, transcript, site)
        for item in list_formats(edition, pdf):
            path = item.address(transcript.slug)
            make = partial(item.finish, edition, pages / path if pages else None)
            yield Draft(path, make, inputs[transcript.slug])
    yield Draft(urls.DATA + urls.DATA_PACKAGE, lambda: describe_archive(archive, site).encode())


def draft_tables(archive: Archive, site: urls.Site) -> Iterator[Large]:
    """The tables of the corpus."""
    for address, render in _TABLES.items():
        yield Large(address, partial(_make_table, archive, site, render))


#: The tables of all passages, oldest transcript first, by their addresses.
_TABLES = {urls.PASSAGES_CSV: render_csv, urls.PASSAGES_JSONL: render_json_lines}


def _make_table(
    archive: Archive, site: urls.Site, render: Callable[[Iterable[TableRow]], str]
) -> Iterator[bytes]:
    """The head of a table, where it has one, and what stands of each transcript below."""
    yield render([]).encode()
    each = find_inputs(archive).each
    for group in split_oldest(archive.transcripts):
        inputs = join_inputs([each[one.slug] for one in group], render.__name__, site)
        yield remember("table", inputs, partial(_render_group, archive, site, render, group))


def _render_group(
    archive: Archive,
    site: urls.Site,
    render: Callable[[Iterable[TableRow]], str],
    transcripts: Iterable[Transcript],
) -> bytes:
    """What stands of transcripts in a table, below the head that this may have."""
    rows = chain.from_iterable(build_rows(Edition(archive, one, site)) for one in transcripts)
    return render(rows).removeprefix(render([])).encode()
