"""Generated files, and the one way in which a file is read and written."""

from __future__ import annotations

import errno
import gzip
import os
import shutil
import stat
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from time import time_ns

from .store import digest, digest_file


def pack(content: bytes) -> bytes:
    """The content packed by gzip, the same bytes whenever it is done."""
    return gzip.compress(content, 6, mtime=0)


@dataclass(frozen=True, slots=True)
class File:
    """A generated file: its path below docs/ and what it holds."""

    path: str
    content: bytes

    @property
    def digest(self) -> str:
        """The digest of what it holds."""
        return digest(self.content)

    @property
    def text(self) -> str:
        """The content of a text file, packed or not."""
        return (gzip.decompress(self.content) if self.path.endswith(".gz") else self.content).decode()


@dataclass(frozen=True, slots=True)
class Draft:
    """A generated file that is yet to be made: `make` gives what it holds.

    `inputs` is the digest of all that it is made from; empty where that is not told, so that it is made anew
    each time.
    """

    path: str
    make: Callable[[], bytes]
    inputs: str = ""

    def finish(self) -> File:
        """The file."""
        return File(self.path, self.make())


@dataclass(frozen=True, slots=True)
class Large:
    """A generated file that is put together of what is kept of each transcript, and never in memory whole.

    `make` gives its parts, each when it is its turn. What they are made from is not told.
    """

    path: str
    make: Callable[[], Iterable[bytes]]


@dataclass(frozen=True, slots=True)
class Kept:
    """A generated file that stands as it was made before, with the digest of what it holds."""

    path: str
    digest: str


#: The size of a file and the time at which it was written: who has both is taken for the same.
Stamp = tuple[int, int]


def stamp(path: Path | str) -> Stamp | None:
    """The stamp of a file; None for what is none."""
    try:
        status = os.lstat(path)
    except OSError:
        return None
    return (status.st_size, status.st_mtime_ns) if stat.S_ISREG(status.st_mode) else None


#: Who writes a file twice within so many nanoseconds may leave it the same time.
_TICK = 50_000_000


def identify(path: str) -> tuple[int, ...] | None:
    """What changes with a file, whoever puts another in its place.

    None for what can not be looked at, and for what was written just now: written again it may look the same.
    """
    try:
        found = os.stat(path)  # noqa: PTH116 - thousands are looked at
    except OSError:
        return None
    if time_ns() - found.st_mtime_ns < _TICK:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino, found.st_ctime_ns


def link_file(source: Path | str, target: Path | str) -> None:
    """Puts a file at another place too, as it stands; what is written there is written to both."""
    try:
        os.link(source, target)
    except OSError:  # There is no folder yet, as a rule; and some file systems have no links.
        Path(target).parent.mkdir(parents=True, exist_ok=True)
        try:
            os.link(source, target)
        except OSError:
            shutil.copy2(source, target)


def require_file(path: Path | str) -> None:
    """OSError for what is no file: a pipe would keep its reader waiting, a device has no end."""
    mode = os.stat(path).st_mode  # noqa: PTH116 - thousands are read
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(errno.EISDIR, "Is a directory", str(path))
    if not stat.S_ISREG(mode):
        raise OSError(errno.EINVAL, "Is a pipe, a socket or a device; put a file in its place", str(path))


def read_file(path: Path | str) -> bytes:
    """What a file holds; OSError for what is none."""
    require_file(path)
    with open(path, "rb", buffering=0) as file:  # noqa: PTH123 - thousands are read
        return file.readall()


def scratch_of(path: Path) -> Path:
    """Where a file is written before it takes its place."""
    return path.with_name(f".{path.name}.new")


def write_parts(path: Path, parts: Iterable[bytes]) -> str:
    """Writes a file as its parts come, whole or not at all, and only where it differs; the digest of it."""
    scratch = scratch_of(path)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with scratch.open("wb") as file:
            file.writelines(parts)
        digest = digest_file(scratch)
        if _has_size(path, scratch.stat().st_size) and digest_file(path) == digest:
            scratch.unlink()
        else:
            scratch.replace(path)
    except BaseException as error:
        # One that has a name already is of another file, from which a part was to be made.
        if isinstance(error, OSError) and error.filename in (None, str(scratch)):
            _name_in(error, path)
        with suppress(OSError):
            scratch.unlink()
        raise
    return digest


def _name_in(error: OSError, path: Path) -> None:
    """Has an error name a file, and no scratch file or folder."""
    error.filename = str(path)
    del error.filename2  # None would be shown as the name of another.


def write_if_changed(path: Path, content: bytes) -> bool:
    """Writes a file whole or not at all, and only where it differs; whether it did."""
    return bool(write_together({path: content}))


def _holds(path: Path, content: bytes) -> bool:
    """Whether a file holds just this; a large one of another size is not read."""
    return _has_size(path, len(content)) and path.read_bytes() == content


def _has_size(path: Path, size: int) -> bool:
    return path.is_file() and path.stat().st_size == size


def write_together(files: Mapping[Path, bytes]) -> tuple[Path, ...]:
    """Writes files that belong together, those that differ: all of them, or none if one can not be; which."""
    changed = [path for path, content in files.items() if not _holds(path, content)]
    scratches = {path: scratch_of(path) for path in changed}
    path = Path()
    try:
        for path, scratch in scratches.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            scratch.write_bytes(files[path])
        for path, scratch in scratches.items():
            scratch.replace(path)
    except BaseException as error:
        if isinstance(error, OSError):
            _name_in(error, path)
        for scratch in scratches.values():
            with suppress(OSError):
                scratch.unlink()
        raise
    return tuple(changed)
