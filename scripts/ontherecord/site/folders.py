"""Folders that the tool makes whole: each has a marker in it, and nothing else is replaced or removed."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Container, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from enum import StrEnum
from functools import partial
from pathlib import Path

from ..files import File, Kept, Large, scratch_of, write_if_changed, write_parts

#: The file that says who made a folder.
MARKER = ".ontherecord"
#: How many folders are removed at a time.
_HANDS = 4


class Folder(StrEnum):
    """What a folder of the tool's own is; one kind never takes the place of another."""

    SITE = "site"
    PAGES = "generated pages"
    SOURCE = "page source"
    STORE = "what builds keep"


def mark(folder: Path, kind: Folder) -> None:
    """Makes a folder, where there is none, and says in it that it is the tool's."""
    folder.mkdir(parents=True, exist_ok=True)
    write_if_changed(folder / MARKER, _describe(kind))


def is_marked(folder: Path, kind: Folder) -> bool:
    """Whether the tool made the folder, as one of this kind."""
    marker = folder / MARKER
    return marker.is_file() and f" made this folder ({kind}), ".encode() in marker.read_bytes()


def is_free(folder: Path, kind: Folder) -> bool:
    """Whether the tool may fill the folder: it is new, empty, or one of this kind that it made before."""
    if folder.is_dir():
        begun = scratch_of(folder / MARKER)  # Of a build that was killed when it had made nothing else.
        return is_marked(folder, kind) or not any(path != begun for path in folder.iterdir())
    return not folder.exists() and not folder.is_symlink()


def remove(folder: Path) -> None:
    """Removes a folder of the tool's, the marker last: what is left by a killed process is still marked."""
    # Disks take their time for each folder, and answer for several at once; a site has one a page.
    inner = [within for outer in _list_folders(folder) for within in _list_folders(outer)]
    with ThreadPoolExecutor(_HANDS) as hands:
        list(hands.map(shutil.rmtree, inner))
    for path in list(folder.iterdir()) if folder.is_dir() else ():
        if is_folder(path):
            shutil.rmtree(path)
        elif path.name != MARKER:
            path.unlink()
    shutil.rmtree(folder, ignore_errors=True)


def _list_folders(folder: Path) -> list[Path]:
    return [path for path in folder.iterdir() if is_folder(path)] if is_folder(folder) else []


def is_folder(path: Path) -> bool:
    """Whether there is a folder at a path, and not a link to one."""
    return path.is_dir() and not path.is_symlink()


@contextmanager
def hold(path: Path) -> Iterator[None]:
    """Waits until nobody else holds a file or folder; the lock ends with the process, however that ends."""
    opened = os.open(path, os.O_RDONLY)
    try:
        with suppress(OSError):  # Some network file systems have no locks, and one editor needs none.
            fcntl.flock(opened, fcntl.LOCK_EX)
        yield
    finally:
        os.close(opened)


def sync_files(
    folder: Path, files: Iterable[File | Kept | Large], leave: Container[str] = ()
) -> Mapping[str, str]:
    """Makes a folder of the tool's hold exactly these files; their paths in it, with the digests of all.

    Each is written as it comes, where it differs, before the next is asked for. If one can not be made, those
    before it are new and nothing is removed; the next call mends that. No symbolic link is followed: it is
    removed. What is at the top of the folder and has a name to `leave` is another program's.
    """
    before = []
    for entry in list(_walk(folder, leave)):
        if entry.is_symlink():
            Path(entry).unlink()
        else:
            before.append(entry)
    wanted = dict(map(partial(_sync_file, folder), files))
    paths = {f"{folder}/{path}" for path in wanted}
    for entry in before:
        if _is_folder(entry):
            with suppress(OSError):  # It is not empty.
                Path(entry).rmdir()
        elif entry.path not in paths:
            Path(entry).unlink(missing_ok=True)
    return wanted


def _sync_file(folder: Path, file: File | Kept | Large) -> tuple[str, str]:
    """Writes a file, before the next is made."""
    if isinstance(file, Large):
        return file.path, write_parts(folder / file.path, file.make())
    if isinstance(file, File):
        write_if_changed(folder / file.path, file.content)
    return file.path, file.digest


def list_paths(folder: Path) -> Iterator[str]:
    """The path in a folder of each file that is in it, and of each symbolic link, which is not followed."""
    start = len(str(folder)) + 1
    return (entry.path[start:] for entry in _walk(folder) if not _is_folder(entry))


def _walk(folder: Path | os.DirEntry[str], leave: Container[str] = ()) -> Iterator[os.DirEntry[str]]:
    """All that is in a folder, what is in a folder before the folder itself; links are not followed."""
    if not Path(folder).is_dir():
        return
    with os.scandir(folder) as entries:
        for entry in sorted(entries, key=lambda one: one.name):
            if entry.name != MARKER and entry.name not in leave:
                if _is_folder(entry):
                    yield from _walk(entry)
                yield entry


def _is_folder(entry: os.DirEntry[str]) -> bool:
    return entry.is_dir(follow_symlinks=False)


def _describe(kind: Folder) -> bytes:
    return f"ontherecord made this folder ({kind}), and replaces all that is in it.\n".encode()
