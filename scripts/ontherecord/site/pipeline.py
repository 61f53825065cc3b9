"""The one direction in which everything flows: data to archive to files and search records."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from itertools import chain
from pathlib import Path, PurePosixPath

from .. import urls
from ..archive.build import check_archive
from ..archive.model import Archive
from ..exports.citations import PLACEHOLDER_BASE
from ..exports.data_files import draft_exports
from ..exports.lexicon import Lexicon, export_lexicon, list_pages
from ..exports.search_records import SearchRecord, build_records
from ..files import Draft, File
from ..pages.card import Painter
from ..pages.render import draft_pages
from ..problems import Problem
from .generated import check_owned, sync_files
from .pool import finish_drafts


@dataclass(frozen=True)
class Synced:
    """The outcome of making docs/ agree with the data; if there are problems, nothing was written."""

    problems: tuple[Problem, ...] = ()
    records: tuple[SearchRecord, ...] = ()


def sync_docs(root: Path, *, drafts: bool = False) -> Synced:
    """Checks the data of the project at `root` and makes its docs/ agree; on any problem writes nothing.

    With `drafts`, transcripts in work are shown too, and what is wrong with them stops nothing.

    If the making of a page raises, which is a mistake in the program, docs/ is left half new, and the next
    call mends it; the site is not touched before docs/ is whole.
    """
    checked = check_archive(root, drafts)
    archive, problems = checked.archive, (*checked.problems, *check_owned(root))
    if archive is None or problems:
        return Synced(problems, ())
    docs = root / "docs"
    lexicon = Lexicon(archive)
    sync_files(docs, chain(build_files(archive, docs, find_base()), build_search_files(lexicon, docs)))
    return Synced((), tuple(build_records(archive, lexicon)))


def find_base() -> str:
    """The site's address with its final slash, as the deployment gives it, or `PLACEHOLDER_BASE`."""
    return (os.environ.get("SITE_URL") or PLACEHOLDER_BASE).rstrip("/") + "/"


def build_files(archive: Archive, docs: Path, base: str) -> Iterator[File]:
    """Every generated file; `docs` holds the fonts and the cards that were drawn before."""
    return finish_drafts(partial(draft_files, archive, docs, base), len(archive.transcripts))


def draft_files(archive: Archive, docs: Path, base: str) -> Iterator[Draft]:
    """The drafts of the same."""
    yield from draft_pages(archive, base)
    yield from draft_exports(archive, base)
    painter = Painter(docs / "assets")
    for transcript in archive.transcripts:
        path = PurePosixPath(urls.transcript(transcript.slug) + urls.CARD)
        yield Draft(path, partial(painter.paint, archive, transcript, docs / path))


def build_search_files(lexicon: Lexicon, docs: Path) -> Iterator[File]:
    """What the search in the browser loads beside its index; `docs` holds the hand-written pages."""
    for path, value in (
        (urls.LEXICON_JSON, export_lexicon(lexicon, list_pages(docs))),
        (urls.WORDS_JSON, lexicon.words),
    ):
        content = json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n"
        yield File(PurePosixPath(path), content.encode())
