"""Keeps what is dear to make of the search index from build to build; it can be deleted at any time."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from .folders import MARKER, Folder, is_free, mark


def find_index_cache(root: Path) -> Path:
    """The folder of a project that holds it, and nothing else."""
    return root / ".cache" / "ontherecord-index"


class IndexCache:
    """Contents by the digest of all that they are made of. Without a folder of the tool's, none is kept."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder if folder and is_free(folder, Folder.INDEX) else None
        self._used: set[str] = set()

    def recall(self, key: str, make: Callable[[], bytes]) -> bytes:
        """What is kept under a key, or else what `make` makes; what is kept is told from what is damaged."""
        kept = self._read(key)
        if kept is not None:
            return kept
        content = make()
        self._write(key, content)
        return content

    def prune(self) -> None:
        """Removes what was not asked for."""
        if self._folder and self._folder.is_dir():
            for path in self._folder.iterdir():
                if path.name not in self._used and path.name != MARKER:
                    with suppress(OSError):
                        path.unlink()

    def _read(self, key: str) -> bytes | None:
        self._used.add(key)
        if self._folder is None:
            return None
        try:
            digest, content = _split((self._folder / key).read_bytes())
        except OSError:
            return None
        return content if digest == sha256(content).digest() else None

    def _write(self, key: str, content: bytes) -> None:
        if self._folder:
            with suppress(OSError):  # A full disk is told where the site itself is written.
                mark(self._folder, Folder.INDEX)
                (self._folder / key).write_bytes(sha256(content).digest() + content)


def _split(kept: bytes) -> tuple[bytes, bytes]:
    size = sha256().digest_size
    return kept[:size], kept[size:]
