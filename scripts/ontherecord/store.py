"""Keeps what was made, by the digest of all that it was made from, so that the same is not made twice.

It is a cache: who deletes it loses time and nothing else. What it holds counts only for this very program:
its files, its packages, its Python and the language that is spoken are part of every digest. An entry that
is damaged is made anew, and what a run did not ask for is dropped at its end.
"""

from __future__ import annotations

import hashlib
import pickle
import sqlite3
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from functools import cache
from importlib.metadata import distributions
from pathlib import Path
from threading import Lock
from typing import Any, TypeVar

from .catalogue import spoken

T = TypeVar("T")

#: Bytes of a digest.
_SIZE = hashlib.sha256().digest_size
_TABLE = "CREATE TABLE IF NOT EXISTS kept (key BLOB PRIMARY KEY, value BLOB NOT NULL)"


def digest(*parts: bytes | str) -> str:
    """The digest of these parts, in hexadecimal; what stands in one part can not be taken for two."""
    return digest_all(parts)


def digest_all(parts: Iterable[bytes | str]) -> str:
    """The same of parts that are not in memory all at once."""
    found = hashlib.sha256()
    for part in parts:
        raw = part.encode() if isinstance(part, str) else part
        found.update(len(raw).to_bytes(8, "big"))
        found.update(raw)
    return found.hexdigest()


def digest_file(path: Path) -> str:
    """The digest of what a file holds, without all of it in memory."""
    found = hashlib.sha256(path.stat().st_size.to_bytes(8, "big"))
    with path.open("rb") as file:
        return hashlib.file_digest(file, lambda: found).hexdigest()


def digest_files(folder: Path) -> str:
    """The digest of every file below a folder, names included; what Python compiled is left out."""
    paths = sorted(path for path in folder.rglob("*") if path.suffix != ".pyc" and path.is_file())
    return digest_all(part for path in paths for part in (str(path.relative_to(folder)), path.read_bytes()))


@cache
def digest_program() -> str:
    """The digest of what makes things here: this package, all packages that are installed, and Python."""
    packages = sorted(f"{item.name} {item.version}" for item in distributions())
    return digest(sys.version, digest_files(Path(__file__).parent), *packages)


def is_holding() -> bool:
    """Whether this process holds in memory what is kept."""
    return _holds


def hold_in_memory() -> None:
    """Holds from here on in memory too what is kept: for a process that builds at each edit."""
    global _holds
    _holds = True


class Store:
    """What is kept in one file."""

    def __init__(self, file: Path, writes: bool = True) -> None:
        """Opens the file; one that can not be read is replaced, unless nothing is to be written."""
        self._file, self._writes, self._asked = file, writes, set[bytes]()
        self._left: sqlite3.Connection | None = None  # It stays open, or its process would lose its locks.
        self._turn = Lock()  # The search index is made in a thread of its own.
        self._database = self._open()

    def remember(self, kind: str, inputs: str, make: Callable[[], T]) -> T:
        """What `make` gives; if it was called for these inputs before, what it gave then.

        `inputs` is a digest of all that `make` goes by besides the program. What it gives must not be
        changed by who gets it.
        """
        found = self.recall(kind, inputs)
        if found is None:
            found = (make(),)
            self.keep(kind, inputs, found[0])
        value: T = found[0]
        return value

    def recall(self, kind: str, inputs: str) -> tuple[Any] | None:
        """What is kept of these inputs; None where nothing is."""
        key = self._ask(kind, inputs)
        found = _held.get(key) or self._read(key)
        if found and _holds:
            _held[key] = found
            if self._writes and key in _unwritten:
                self._write(key, found)
        return found

    def is_kept(self, kind: str, inputs: str, whole: bool) -> bool:
        """Whether anything is kept of these inputs, which is then asked for; undamaged, if it is `whole`."""
        key = self._ask(kind, inputs)
        if key in _held:
            return True
        if whole:
            return self._read_raw(key) is not None
        with suppress(sqlite3.Error), self._turn:
            return bool(self._database.execute("SELECT 1 FROM kept WHERE key = ?", (key,)).fetchone())
        return False

    def keep(self, kind: str, inputs: str, value: object) -> None:
        """Keeps what was made of these inputs."""
        key = self._ask(kind, inputs)
        if _holds:
            _held[key] = (value,)
        self._write(key, (value,))

    def recall_once(self, kind: str, inputs: str) -> tuple[Any] | None:
        """What `recall` gives, for who holds it from then on, for as long as the process lives."""
        _once.add(self._ask(kind, inputs))
        return self.recall(kind, inputs)

    def _ask(self, kind: str, inputs: str) -> bytes:
        key = bytes.fromhex(digest(kind, inputs, digest_program(), spoken()))
        self._asked.add(key)
        return key

    def settle(self) -> bool:
        """Writes what is new, so that others can read and write; whether it is there for them."""
        with suppress(sqlite3.Error), self._turn:
            self._database.commit()
            return self._lasts
        return False

    def branch(self) -> None:
        """Goes on in a process that was forked, with a connection of its own: none is for two."""
        self._left, self._database, self._asked = self._database, self._open(replaces=False), set[bytes]()

    @property
    def asked(self) -> set[bytes]:
        """The keys of what was asked for."""
        return self._asked

    def close(self, whole: bool) -> None:
        """Writes what is new; after a run that is `whole`, without what it did not ask for."""
        asked = self._asked | _once
        for key in list(_held) if whole else ():  # Another thread may add to it.
            if key not in asked:
                _held.pop(key, None)
        try:
            if whole:
                gone = [row for row in self._database.execute("SELECT key FROM kept") if row[0] not in asked]
                self._database.executemany("DELETE FROM kept WHERE key = ?", gone)
            self._database.commit()
        except sqlite3.OperationalError:
            pass  # The disk is full, say, or another has it: what is new is not kept.
        except sqlite3.DatabaseError:  # It is damaged: the next run begins another.
            with suppress(OSError):
                self._file.unlink()
        self._database.close()

    def _open(self, replaces: bool = True) -> sqlite3.Connection:
        self._lasts = False
        if not self._writes:
            address = f"{self._file.resolve().as_uri()}?mode=ro" if self._file.is_file() else ":memory:"
            with suppress(sqlite3.Error):
                database = sqlite3.connect(address, timeout=0, check_same_thread=False, uri=True)
                database.execute("SELECT 1 FROM kept LIMIT 1")
                return database
            return sqlite3.connect(":memory:", check_same_thread=False)
        for name in (self._file, self._file, ":memory:"):
            try:
                database = sqlite3.connect(name, timeout=0.1, check_same_thread=False)
                database.execute("PRAGMA synchronous = OFF")  # A process may die; that a system does is rare.
                database.execute(_TABLE)
            except sqlite3.Error:
                with suppress(OSError):
                    if replaces:
                        self._file.unlink()
            else:
                self._lasts = name == self._file
                return database
        raise AssertionError("SQLite has always memory")

    def _read(self, key: bytes) -> tuple[Any] | None:
        raw = self._read_raw(key)
        value: tuple[Any] | None = None if raw is None else pickle.loads(raw)
        return value

    def _read_raw(self, key: bytes) -> memoryview | None:
        """A value as it was pickled; None where there is none, or it is damaged."""
        with suppress(sqlite3.Error):
            with self._turn:
                row = self._database.execute("SELECT value FROM kept WHERE key = ?", (key,)).fetchone()
            whole = memoryview(row[0] if row else b"")
            if row and _seal(key, whole[_SIZE:]) == whole[:_SIZE]:
                return whole[_SIZE:]
        return None

    def _write(self, key: bytes, value: tuple[Any]) -> None:
        if not self._writes:
            _unwritten.add(key)
            return
        _unwritten.discard(key)
        raw = pickle.dumps(value, pickle.HIGHEST_PROTOCOL)
        kept = _seal(key, raw) + raw
        with suppress(sqlite3.Error), self._turn:  # A full disk is no reason not to go on.
            self._database.execute("INSERT OR REPLACE INTO kept VALUES (?, ?)", (key, kept))


def _seal(key: bytes, raw: bytes | memoryview) -> bytes:
    """What stands before a value, so that a damaged one is none, nor one that stands in another's place."""
    found = hashlib.sha256(key)
    found.update(raw)
    return found.digest()


#: What a process that builds again and again has made or read, by its key.
_held: dict[bytes, tuple[Any]] = {}
_holds = False
#: The keys of what is held that was made where nothing is written.
_unwritten = set[bytes]()
#: The keys of what is asked for in the first run of a process only.
_once = set[bytes]()
#: How the kinds begin of what is made beside the generated files.
_BESIDE = ("search ", "site ")
#: That of the generated files, and that of what is made beside them.
_stores: ContextVar[tuple[Store, Store] | None] = ContextVar("stores", default=None)


def _find(kind: str) -> Store | None:
    """The store of a kind of what is made."""
    stores = _stores.get()
    return stores and stores[kind.startswith(_BESIDE)]


@contextmanager
def keeping(file: Path) -> Iterator[None]:
    """Has everything that is made in the block kept in a file, or taken from there.

    What the search and the frame of pages are made of is in another beside it, for the process that puts the
    site together while another makes files: one process writes a file at a time, and others may have to wait.
    """
    stores = _open_both(file)
    token, whole = _stores.set(stores), False
    try:
        yield
        whole = True
    finally:
        _stores.reset(token)
        asked = {key for store in stores for key in store.asked}  # What is held in memory is of both.
        for store in stores:
            store.asked.update(asked)
            store.close(whole)


@contextmanager
def knowing(file: Path) -> Iterator[None]:
    """Has everything that is made in the block taken from there where it is kept; none is written."""
    stores = _open_both(file, writes=False)
    token = _stores.set(stores)
    try:
        yield
    finally:
        _stores.reset(token)
        for store in stores:
            store.close(False)


def _open_both(file: Path, writes: bool = True) -> tuple[Store, Store]:
    return Store(file, writes), Store(file.with_name(f"beside-{file.name}"), writes)


def leave_store() -> None:
    """Has a process keep nothing that was forked from one that does: a database is of one process."""
    _stores.set(None)


def settle_store() -> bool:
    """Writes what is new, for other processes; whether they find it."""
    settled = [store.settle() for store in _stores.get() or ()]
    return bool(settled) and all(settled)


def open_branch() -> None:
    """Has a process that was forked keep what it makes for that from which it was."""
    for store in _stores.get() or ():
        store.branch()


def close_branch() -> set[bytes]:
    """Writes what it made; what `take_in` is to be told of."""
    settle_store()
    return {key for store in _stores.get() or () for key in store.asked}


def take_in(asked: set[bytes]) -> None:
    """Has what such a process asked for count as asked for here."""
    for store in _stores.get() or ():
        store.asked.update(asked)


def is_keeping() -> bool:
    """Whether anything is kept here."""
    return _stores.get() is not None


def remember(kind: str, inputs: str, make: Callable[[], T]) -> T:
    """What `make` gives: see `Store.remember`; where nothing is kept, or `inputs` is empty, it is called."""
    store = _find(kind)
    return store.remember(kind, inputs, make) if store and inputs else make()


def recall(kind: str, inputs: str) -> tuple[Any] | None:
    """What is kept of these inputs; None where nothing is."""
    store = _find(kind)
    return store.recall(kind, inputs) if store else None


def is_kept(kind: str, inputs: str, whole: bool = False) -> bool:
    """Whether anything is kept of these inputs; and undamaged, if who asks can not make it again."""
    store = _find(kind)
    return bool(store and store.is_kept(kind, inputs, whole))


def recall_once(kind: str, inputs: str) -> tuple[Any] | None:
    """What is kept of these inputs, for who asks once a process: see `Store.recall_once`."""
    store = _find(kind)
    return store.recall_once(kind, inputs) if store else None


def keep(kind: str, inputs: str, value: object) -> None:
    """Keeps what was made of these inputs, where anything is kept."""
    if store := _find(kind):
        store.keep(kind, inputs, value)
