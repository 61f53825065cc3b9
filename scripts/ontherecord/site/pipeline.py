"""The one direction in which everything flows: data to archive to files and search records."""

from __future__ import annotations

import json
from collections.abc import Callable, Container, Generator, Iterable, Iterator, Mapping, Sequence, Set
from contextlib import closing
from dataclasses import dataclass, field
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

from .. import urls
from ..archive.build import check_archive
from ..archive.inputs import add_inputs, find_inputs
from ..archive.model import Archive
from ..catalogue import speaking
from ..exports.data_files import draft_exports, draft_rows
from ..exports.downloads.formats import draft_downloads, draft_tables
from ..exports.downloads.paper import can_set
from ..exports.feeds.feeds import draft_feeds
from ..exports.lexicon import Lexicon, export_lexicon, list_pages
from ..exports.pictures.card import Painter
from ..exports.quote_check import build_check_files
from ..exports.search_records import Shelved, count_new, shelve_records
from ..exports.site_files import build_site_files
from ..files import Draft, File, Kept, Large, Stamp, stamp
from ..pages.render import draft_pages
from ..problems import Problem, ProblemError
from ..store import is_keeping, keep, recall
from ..urls import Site
from .folders import Folder, is_free, mark, sync_files
from .pool import LEAST, Crew, Recipe, finish_drafts
from .processes import Apart

#: How those files end that tell what they were made from: books, PDFs and pictures.
_ASKED = (".epub", ".pdf", ".png")
#: The files whose names are known and which are not drafted.
_UNDRAFTED = (urls.LEXICON_JSON, urls.WORDS_JSON, urls.CHECK_JSON)
#: About how many files a transcript comes to, those that it shares with others included.
_FILES = 20


@dataclass(frozen=True)
class Synced:
    """The outcome of making the pages agree with the data; if there are problems, nothing was written.

    `files` are all generated files with the digest of each.
    """

    problems: tuple[Problem, ...] = ()
    files: Mapping[str, str] = field(default_factory=dict)
    shelves: tuple[Shelved, ...] = ()


@dataclass(frozen=True)
class Paged:
    """What is told when all pages are made: these, with the digest of each, and which files are to come.

    The words and the index of the quote check, which nothing links to, are not among them.
    """

    files: Mapping[str, str]
    coming: Set[str] = frozenset()


#: What is told while files are made: the search records, then the pages.
Told = Sequence[Shelved] | Paged

#: Makes the generated files of the project in a folder, with its hand-written pages in another, for a
#: site at an address: `sync_pages`, or a test's own.
Sync = Callable[[Path, Path, Site], Synced]


def find_options(sync: Sync) -> Mapping[str, Any] | None:
    """With which options `sync_pages` makes the files; None where it is something else that makes them."""
    if isinstance(sync, partial) and not sync.args:
        return sync.keywords if sync.func is sync_pages else None
    return {} if sync is sync_pages else None


def find_pages(root: Path) -> Path:
    """The folder of a project that holds what is generated, and nothing else."""
    return root / ".cache" / "ontherecord"


def sync_pages(
    root: Path, docs: Path, site: Site, *, drafts: bool = False, pdf: bool = True, crew: Crew | None = None
) -> Synced:
    """Checks the data of the project at `root` and makes the generated files agree; with problems, none.

    With `drafts`, transcripts in work are shown too, and what is wrong with them stops nothing. Without
    `pdf` none is set, for that takes about half a second each. A `crew` makes the files, if there is one.

    `docs` holds the hand-written pages. If the making of a page raises, which is a mistake in the program,
    the files are left half new, and the next call mends it.
    """
    return begin_pages(root, docs, site, lambda _: None, drafts=drafts, pdf=pdf, crew=crew).end()


def begin_pages(
    root: Path,
    docs: Path,
    site: Site,
    hear: Callable[[Told], None],
    *,
    drafts: bool = False,
    pdf: bool = True,
    crew: Crew | None = None,
) -> Apart[Synced]:
    """Begins that, in a process of its own where it can.

    Where few search records are new, those are heard before files are made; where few files are made too, the
    pages are before all others. Who goes on with them is done sooner. Where much is to be made it is not:
    beside workers all else takes memory, and no less time.
    """
    work = partial(_sync_pages, root, docs, site, drafts, pdf, crew)
    return Apart(work, hear, here=crew is not None)  # A crew works for this process.


def _sync_pages(
    root: Path,
    docs: Path,
    site: Site,
    drafts: bool,
    pdf: bool,
    crew: Crew | None,
    tell: Callable[[Told], None],
) -> Synced:
    with speaking(site.language):
        pages = find_pages(root)
        checked = check_archive(root, drafts)
        archive, problems = checked.archive, checked.problems
        if not is_free(pages, Folder.PAGES):
            taken = (
                "is in the place of the generated pages, and is none of this tool's making: move it elsewhere"
            )
            problems = (*problems, Problem(pages.relative_to(root).as_posix(), 1, taken))
        if archive is None or problems:
            return Synced(problems)
        mark(pages, Folder.PAGES)
        lexicon = Lexicon(archive)
        few = count_new(archive, lexicon) < LEAST
        shelves = tuple(shelve_records(archive, lexicon))
        if few:
            tell(shelves)
        own = tuple(build_site_files(site, docs))
        others = (build_search_files(lexicon, docs), build_check_files(archive))
        named = (*(file.path for file in own), *_UNDRAFTED)

        def tell_pages(told: Mapping[str, str], drafted: Set[str]) -> None:
            if few:
                tell(Paged(told, frozenset((*drafted, *named))))

        made = build_files(archive, pages, site, pdf, crew, tell_pages)
        try:
            with closing(made):  # It keeps what was made then.
                return Synced((), sync_files(pages, chain(made, own, *others)), shelves)
        except ProblemError as error:
            return Synced((error.problem,))


#: Is told the pages with the digest of each, and the paths of what else is drafted.
TellPages = Callable[[Mapping[str, str], Set[str]], None]


def build_files(
    archive: Archive,
    pages: Path,
    site: Site,
    pdf: bool = True,
    crew: Crew | None = None,
    tell: TellPages = lambda *_: None,
) -> Generator[File | Kept | Large, None, None]:
    """Every generated file; `pages` holds those that were made before, and those of the same inputs stand.

    What is made is to be written there before the next is asked for. The pages come first, and are told when
    they are written, if few files are to be made: they, with their digests, and what else is drafted. What is
    large comes last, when its parts are kept and workers have left.
    """
    large = list(draft_large(archive, site))
    recipe = partial(draft_files, archive, pages, site, pdf)
    small = _build_small(recipe, pages, site, crew, tell, {one.path for one in large})
    with closing(small):
        yield from small
    yield from large


def _build_small(
    recipe: Recipe,
    pages: Path,
    site: Site,
    crew: Crew | None,
    tell: TellPages,
    large: Set[str],
) -> Generator[File | Kept, None, None]:
    """The files of a recipe, all of which is let go of at the end; `large` are the paths of the others."""
    drafts = list(recipe())
    inputs = {draft.path: add_inputs(draft.inputs, draft.path, site) for draft in drafts}
    found = recall("files", str(pages))
    before: Mapping[str, _Made] = found[0] if found else {}
    known = {path: _find_known(pages, path, before) for path in inputs}
    kept = {
        path: one.digest for path, one in known.items() if one and one.inputs and one.inputs == inputs[path]
    }
    size = (len(inputs) - len(kept)) // _FILES
    is_to_tell = size < LEAST
    made = {path: one for path, one in known.items() if one}
    done: dict[str, str] = {}
    with closing(finish_drafts(_Rest(recipe, kept, drafts), size, crew=crew)) as finished:
        try:
            for path, own in inputs.items():
                if is_to_tell and not urls.is_page(path):
                    tell({**done}, (inputs.keys() | large) - done.keys())
                    is_to_tell = False
                if path in kept:
                    done[path] = kept[path]
                    yield Kept(path, kept[path])
                else:
                    file = next(finished)
                    done[path] = file.digest
                    yield file
                    if written := stamp(f"{pages}/{path}"):
                        made[path] = _Made(own, done[path], written)
        finally:
            keep("files", str(pages), made)


class _Made(NamedTuple):
    """A file as it was made: the digest of what it was made from, its own, and its stamp."""

    inputs: str
    digest: str
    stamp: Stamp


def _find_known(pages: Path, path: str, before: Mapping[str, _Made]) -> _Made | None:
    """How a file was made, if it stands as it was then.

    If not, and it is one that will be asked what it was made from, it is removed: one that tells the same
    stands as it is, so it must be whole, and made by this very program. Where nothing is kept nothing is
    known of that.
    """
    made, now = before.get(path), stamp(f"{pages}/{path}")
    if made and made.stamp == now:
        return made
    if now and path.endswith(_ASKED) and is_keeping():
        (pages / path).unlink()
    return None


class _Rest:
    """The recipe for the drafts that are not kept: here they are there already, elsewhere not."""

    def __init__(self, recipe: Recipe, kept: Container[str], drafts: Iterable[Draft] = ()) -> None:
        self._recipe, self._kept, self._drafts = recipe, kept, drafts

    def __call__(self) -> Iterator[Draft]:
        return (draft for draft in self._drafts or self._recipe() if draft.path not in self._kept)

    def __reduce__(self) -> tuple[object, ...]:
        return _Rest, (self._recipe, self._kept)


def draft_files(archive: Archive, pages: Path, site: Site, pdf: bool = True) -> Iterator[Draft]:
    """The drafts of the same, save what is large."""
    yield from draft_pages(archive, site, pdf)
    yield from draft_exports(archive, site)
    yield from draft_downloads(archive, site, pages, pdf)
    yield from draft_feeds(archive, site)
    painter, inputs = Painter(), find_inputs(archive).each
    for transcript in archive.transcripts:
        path = urls.transcript(transcript.slug) + urls.CARD
        paint = partial(painter.paint, archive, transcript, site.name, pages / path)
        yield Draft(path, paint, inputs[transcript.slug])


def draft_large(archive: Archive, site: Site) -> Iterator[Large]:
    """What is large of it."""
    yield from draft_rows(archive)
    yield from draft_tables(archive, site)


def list_unset(root: Path) -> Iterator[str]:
    """A sentence for each transcript of the last build without a PDF; one for all where none can be set."""
    if not can_set():
        yield "No PDF was made: what sets them is not installed here. 'make build' installs it."
        return
    for book in sorted((find_pages(root) / urls.TRANSCRIPTS).glob("*/*.epub")):
        if not book.with_suffix(".pdf").is_file():
            yield f"No PDF of {book.stem}: it has signs that are in none of the PDF's typefaces."


def build_search_files(lexicon: Lexicon, docs: Path) -> Iterator[File]:
    """What the search in the browser loads beside its index; `docs` holds the hand-written pages."""
    for path, value in (
        (urls.LEXICON_JSON, export_lexicon(lexicon, list_pages(docs))),
        (urls.WORDS_JSON, lexicon.words),
    ):
        content = json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n"
        yield File(path, content.encode())
