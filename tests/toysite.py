"""A small project: each line of data/words.txt is a passage, or, if it begins with !, a mistake."""

from __future__ import annotations

import gzip
import json
import shutil
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from pathlib import Path

from ontherecord.exports.search_records import SearchRecord, Shelved
from ontherecord.files import File, write_if_changed
from ontherecord.problems import Problem
from ontherecord.site.folders import Folder, mark, sync_files
from ontherecord.site.pipeline import Synced, find_pages
from ontherecord.site.search_index import IndexFile, build_index
from ontherecord.store import digest
from ontherecord.tokens import THEME

CONFIG = """\
site_name: Toy
site_url: https://example.org/toy/
theme:
  name: mkdocs
  custom_dir: overrides
plugins: []
"""

FILES = {
    "mkdocs.yml": CONFIG,
    "data/words.txt": "Peace in Karabakh\nA question about Syria\n",
    "docs/index.md": "# Home\n\nGood morning. [About](about.md#why)\n",
    "docs/about.md": "# About\n\n## Why\n\nBecause.\n",
}


def make_project(root: Path) -> Path:
    """A project with the site's own sitemap and nothing else of its look."""
    for path, text in FILES.items():
        write_if_changed(root / path, text.encode())
    (root / "overrides").mkdir()
    shutil.copy(THEME / "sitemap.xml", root / "overrides")
    return root


def sync_words(root: Path, *_: object) -> Synced:
    """A page and the search records of the words, or a problem for each mistake."""
    lines = (root / "data/words.txt").read_text().splitlines()
    mistakes = [number for number, line in enumerate(lines, start=1) if line.startswith("!")]
    if mistakes:
        return Synced(tuple(Problem("data/words.txt", line, "begins with !") for line in mistakes))
    passages = [f'<p id="p{number}">{line}</p>\n' for number, line in enumerate(lines, start=1)]
    page = File("transcripts/t/index.md", "\n".join(["# Words", *passages]).encode())
    mark(find_pages(root), Folder.PAGES)
    records = tuple(
        SearchRecord(f"transcripts/t/#p{number}", f"Passage {number}", line, {"number": str(number)})
        for number, line in enumerate(lines, start=1)
    )
    return Synced(files=sync_files(find_pages(root), [page]), shelves=(Shelved("", "en", records),))


def read_all(files: Mapping[str, IndexFile]) -> dict[str, bytes]:
    """The contents of files of an index."""
    return {path: file.read() for path, file in files.items()}


def shelve(records: Iterable[SearchRecord]) -> Iterator[Shelved]:
    """Search records by transcript, as a build has them, each known by what is in them."""
    for _, own in groupby(records, lambda record: record.url.partition("#")[0]):
        found = tuple(own)
        yield Shelved(digest(repr(found)), "en", found)


def index_records(records: Iterable[SearchRecord]) -> dict[str, bytes]:
    """The search index of records, all of its files read."""
    return read_all(build_index(shelve(records)))


def read_site(folder: Path) -> dict[str, bytes]:
    """Every file of a folder by its path in it."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def read_fragments(files: dict[str, bytes]) -> dict[str, dict[str, object]]:
    """What the search index holds to show of each record, by its address."""
    found = {}
    for path, content in files.items():
        if path.endswith(".pf_fragment"):
            fragment = json.loads(gzip.decompress(content).removeprefix(b"pagefind_dcd"))
            found[fragment["url"]] = fragment
    return found
