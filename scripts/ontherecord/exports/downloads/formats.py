"""The formats in which every transcript can be taken away, and their files."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import PurePosixPath

from ... import urls
from ...archive.model import Archive
from ...catalogue import message
from ...files import Draft
from .akoma import render_akoma
from .corpus import read_profile, render_corpus
from .edition import Edition
from .plain import render_plain
from .tei import render_tei


@dataclass(frozen=True)
class Format:
    """A format: what its files end with, what it is called, whom it is for, and how a file is made."""

    suffix: str
    name: str
    purpose: str
    make: Callable[[Edition], bytes]


def _text(render: Callable[[Edition], str]) -> Callable[[Edition], bytes]:
    return lambda edition: render(edition).encode()


#: In the order in which a page lists them: for reading first, then for tables, then for libraries.
FORMATS = (
    Format(
        "txt",
        message("Plain text"),
        message("every passage a line, with its number and its speaker"),
        _text(render_plain),
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


def draft_downloads(archive: Archive, site: urls.Site) -> Iterator[Draft]:
    """The drafts of every transcript in every format, and of the corpus that they make."""
    yield Draft(PurePosixPath(urls.CORPUS), partial(render_corpus, archive, site))
    yield Draft(PurePosixPath(urls.TEI_PROFILE), read_profile)
    for transcript in archive.transcripts:
        edition = Edition(archive, transcript, site)
        for item in FORMATS:
            path = PurePosixPath(urls.download(transcript.slug, item.suffix))
            yield Draft(path, partial(item.make, edition))
