"""Generated files, and the one way in which a file is read and written."""

from __future__ import annotations

import errno
import stat
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath


@dataclass(frozen=True)
class File:
    """A generated file: its path below docs/ and what it holds."""

    path: PurePosixPath
    content: bytes

    @property
    def text(self) -> str:
        """The content of a text file."""
        return self.content.decode()


@dataclass(frozen=True)
class Draft:
    """A generated file that is yet to be made: `make` gives what it holds."""

    path: PurePosixPath
    make: Callable[[], bytes]

    def finish(self) -> File:
        """The file."""
        return File(self.path, self.make())


def require_file(path: Path) -> None:
    """OSError for what is no file: a pipe would keep its reader waiting, a device has no end."""
    mode = path.stat().st_mode
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(errno.EISDIR, "Is a directory", str(path))
    if not stat.S_ISREG(mode):
        raise OSError(errno.EINVAL, "Is a pipe, a socket or a device; put a file in its place", str(path))


def read_file(path: Path) -> bytes:
    """What a file holds; OSError for what is none."""
    require_file(path)
    return path.read_bytes()


def write_if_changed(path: Path, content: bytes) -> bool:
    """Writes a file whole or not at all, and only where it differs; whether it did."""
    if path.is_file() and path.read_bytes() == content:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    scratch = path.with_name(f".{path.name}.new")
    scratch.write_bytes(content)
    scratch.replace(path)
    return True
