"""Writes the generated files: only what changed, and nothing stale is left."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import takewhile
from pathlib import Path

from ..files import File, write_if_changed
from ..problems import Problem

#: What the tool owns below docs/: it writes these, and removes there what it no longer makes.
GENERATED = (
    "index.md",
    "topics",
    "transcripts",
    "names",
    "questions",
    "timeline",
    "map",
    "charts",
    "data",
)


def sync_files(docs: Path, files: Iterable[File]) -> tuple[Path, ...]:
    """Makes the generated files below `docs` exactly these; the paths it wrote or removed.

    Each is written as it comes, so that none is held longer. If one can not be made, those before it are
    new and nothing is removed; the next call mends that.
    """
    wanted, changed = set(), []
    for file in files:
        path = docs / file.path
        wanted.add(path)
        if write_if_changed(path, file.content):
            changed.append(path)
    for path in _find_generated(docs):
        if path not in wanted:
            path.unlink()
            changed.append(path)
    _remove_empty_folders(docs)
    return tuple(changed)


def check_owned(root: Path) -> Iterator[Problem]:
    """A page that stands where the tool writes, and that it did not make: it would be lost."""
    for path in sorted(_find_generated(root / "docs")):
        if path.suffix == ".md" and not _is_generated(path):
            message = (
                "a build owns this place and removes what it did not make there: move the page"
                " elsewhere below docs/, e.g. to docs/pages/, or delete it"
            )
            yield Problem(path.relative_to(root).as_posix(), 1, message)


def _is_generated(path: Path) -> bool:
    """Whether the front matter of a page says so."""
    with path.open("rb") as lines:
        if next(lines, b"").rstrip() != b"---":
            return False
        front = takewhile(lambda line: line != b"---", (line.rstrip() for line in lines))
        return b"generated: true" in front


def _find_generated(docs: Path) -> list[Path]:
    found = []
    for name in GENERATED:
        path = docs / name
        found += [path] if path.is_file() else [item for item in path.rglob("*") if item.is_file()]
    return found


def _remove_empty_folders(docs: Path) -> None:
    for name in GENERATED:
        folders = [item for item in (docs / name).rglob("*") if item.is_dir()]
        for folder in sorted(folders, reverse=True):
            if not any(folder.iterdir()):
                folder.rmdir()
