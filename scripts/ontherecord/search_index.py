"""Makes the search index: records in, Pagefind's files out, the same bytes for the same records.

Pagefind 1.5 is used as a service (`pagefind --service`: JSON in base64, a comma after each message), which is
how its own Python package does it. That package waits a tenth of a second for each record. The command line
numbers records in the order in which the file system lists them, and cannot give a hit an address with an
anchor. And the service may end before the files that it writes are whole
(https://github.com/Pagefind/pagefind/issues/1271), so here they come back as messages.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import html
import json
import subprocess
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import lru_cache
from io import BufferedReader
from threading import Thread
from typing import IO, Any, cast

from pagefind.service import get_executable

from .outcome import SearchRecord

#: Of the files that begin like this, ready-made interfaces most of them, a search needs only two.
_EXTRA, _NEEDED = "pagefind-", frozenset({"pagefind-entry.json", "pagefind-worker.js"})

#: What Pagefind puts before the content of each file of its own formats.
_SIGNATURE = b"pagefind_dcd"

#: How many hexadecimal digits of the hash of its content are in a file's name.
_HASH_DIGITS = 10

#: The kinds of CBOR value that Pagefind's files hold.
Cbor = int | str | list["Cbor"]


class SearchIndexError(Exception):
    """Pagefind is missing, or failed, or writes a form that is not known here; the message says which."""


def build_index(records: Iterable[SearchRecord]) -> Mapping[str, bytes]:
    """The files of the search index by their path in it (`pagefind.js`), without those that no search needs.

    Of hits that score the same, the one whose record came first comes first. Raises SearchIndexError.
    """
    return _build_index(tuple((record.url, render_record(record)) for record in records))


@lru_cache(maxsize=1)
def _build_index(pages: tuple[tuple[str, str], ...]) -> Mapping[str, bytes]:
    """The same; the last index is remembered, so that `serve` makes one only when the words change."""
    requests: list[dict[str, object]] = [
        {"type": "NewIndex", "config": None},
        *({"type": "AddFile", "index_id": 0, "url": url, "file_contents": page} for url, page in pages),
        {"type": "GetFiles", "index_id": 0},
    ]
    found = {file["path"]: file["content"] for file in _ask_pagefind(requests)["files"]}
    files = {path: base64.b64decode(content) for path, content in found.items() if _is_needed(path)}
    return _put_in_order(files)


def _is_needed(path: str) -> bool:
    return not path.startswith(_EXTRA) or path in _NEEDED


def render_record(record: SearchRecord) -> str:
    """The page that Pagefind reads in place of a record; all its text is escaped."""
    fields = [
        *(("meta", key, text) for key, text in {"title": record.title, **record.meta}.items()),
        # Once more, because Pagefind 1.5 takes the escapes out of these twice.
        *(("filter", key, html.escape(text)) for key, texts in record.filters.items() for text in texts),
        *(("sort", key, text) for key, text in record.sort.items()),
    ]
    lines = [
        f'<i data-pagefind-{kind}="{html.escape(key)}">{html.escape(text)}</i>' for kind, key, text in fields
    ]
    # A span, because to the text of a block Pagefind adds a full stop.
    opening = f'<span data-pagefind-body data-pagefind-weight="{record.weight:g}">'
    body = f"{opening}{html.escape(record.content)}</span>"
    return "\n".join(['<!doctype html><html lang="en"><body>', *lines, body, "</body></html>"])


# --- Talking to Pagefind ---


def _ask_pagefind(requests: Sequence[Mapping[str, object]]) -> dict[str, Any]:
    """Pagefind's answer to the last of these requests."""
    last = None
    with tempfile.TemporaryFile() as log:
        service = _start_pagefind(log)
        with suppress(BrokenPipeError), service:
            last = _exchange(cast(IO[bytes], service.stdin), cast(BufferedReader, service.stdout), requests)
        if last is None:
            log.seek(0)
            said = log.read().decode(errors="replace").strip().partition("\n")[0]
            raise SearchIndexError(f"Pagefind stopped before it was done: {said or 'it does not say why'}")
    return last


def _start_pagefind(log: IO[bytes]) -> subprocess.Popen[bytes]:
    program = get_executable()
    if program is None:
        raise SearchIndexError("Pagefind is not installed")
    pipe = subprocess.PIPE
    try:
        return subprocess.Popen([program, "--service"], stdin=pipe, stdout=pipe, stderr=log)
    except OSError as error:
        raise SearchIndexError(f"Pagefind does not start: {error.strerror}") from error


def _exchange(
    there: IO[bytes], back: BufferedReader, requests: Sequence[Mapping[str, object]]
) -> dict[str, Any] | None:
    """The answer to the last request, or None if Pagefind ends sooner."""
    # Sent while the answers are read, for either pipe, once full, stops both sides. And `there` stays open
    # until the last answer is in, for the service ends as soon as it is closed.
    sender = Thread(target=_send, args=(there, requests), daemon=True)
    sender.start()
    for number, message in enumerate(_split_messages(back), start=1):
        answer: dict[str, Any] = json.loads(base64.b64decode(message))["payload"]
        if answer["type"] == "Error":
            raise SearchIndexError(f"Pagefind refused a record: {answer['message']}")
        if number == len(requests):
            sender.join()
            return answer
    return None


def _send(stream: IO[bytes], requests: Iterable[Mapping[str, object]]) -> None:
    with suppress(OSError):  # Pagefind has ended, and the reading side says so.
        for number, payload in enumerate(requests):
            message = json.dumps({"message_id": number, "payload": payload})
            stream.write(base64.b64encode(message.encode()) + b",")
        stream.flush()


def _split_messages(stream: BufferedReader) -> Iterator[bytes]:
    parts: list[bytes] = []
    while chunk := stream.read1():
        *ends, rest = chunk.split(b",")
        for end in ends:
            yield b"".join([*parts, end])
            parts = []
        parts.append(rest)


# --- The same bytes every time ---


def _put_in_order(files: dict[str, bytes]) -> Mapping[str, bytes]:
    """The same files with facets, their values and sort keys in order, which Pagefind leaves to chance.

    A file's name holds a hash of its content, so that a file which names another changes with it. Words and
    texts are in order already (https://github.com/Pagefind/pagefind/issues/638).
    """
    entry = json.loads(files["pagefind-entry.json"])
    for language, details in entry["languages"].items():
        try:
            details["hash"] = _put_language_in_order(files, language, details["hash"])
        except (KeyError, TypeError, ValueError) as error:
            message = f"Pagefind {entry['version']} writes an index of a form that is not known here"
            raise SearchIndexError(message) from error
    files["pagefind-entry.json"] = json.dumps(entry, ensure_ascii=False, separators=(",", ":")).encode()
    return dict(sorted(files.items()))


def _put_language_in_order(files: dict[str, bytes], language: str, name: str) -> str:
    """Does so for one language; the new name of the file that names the others."""
    index = _as_list(_unpack(files.pop(f"pagefind.{name}.pf_meta")))
    _version, _pages, _words, facets, sorts, _fields = index
    index[3] = sorted([_put_facet_in_order(files, language, facet) for facet in _as_list(facets)])
    index[4] = sorted(_as_list(sorts), key=_name_of)
    name, content = _pack(language, index)
    files[f"pagefind.{name}.pf_meta"] = content
    return name


def _put_facet_in_order(files: dict[str, bytes], language: str, facet: Cbor) -> list[Cbor]:
    """Does so for one facet; its name, and the name of its file."""
    _name, file = _as_list(facet)
    name, values = _as_list(_unpack(files.pop(f"filter/{file}.pf_filter")))
    file, content = _pack(language, [name, sorted(_as_list(values), key=_name_of)])
    files[f"filter/{file}.pf_filter"] = content
    return [name, file]


def _as_list(value: Cbor) -> list[Cbor]:
    if not isinstance(value, list):
        raise TypeError(f"a list was expected, not {value!r}")
    return value


def _name_of(item: Cbor) -> str:
    """The name that a list begins with."""
    return str(_as_list(item)[0])


def _unpack(content: bytes) -> Cbor:
    """The value in a file of Pagefind's."""
    plain = gzip.decompress(content)
    if not plain.startswith(_SIGNATURE):
        raise ValueError("not a file of Pagefind's")
    return decode_cbor(plain[len(_SIGNATURE) :])


def _pack(language: str, value: Cbor) -> tuple[str, bytes]:
    """A name made from the content, and the content of a file of Pagefind's that holds this value."""
    plain = _SIGNATURE + encode_cbor(value)
    digest = hashlib.sha256(plain).hexdigest()[:_HASH_DIGITS]
    return f"{language}_{digest}", gzip.compress(plain, mtime=0)


# --- CBOR (RFC 8949), as much of it as Pagefind uses ---


def decode_cbor(data: bytes) -> Cbor:
    """The integer, text or list that these bytes stand for; raises ValueError if it is something else."""
    try:
        value, end = _decode_item(data, 0)
    except IndexError:
        end = -1
    if end != len(data):
        raise ValueError("not one CBOR value")
    return value


def _decode_item(data: bytes, at: int) -> tuple[Cbor, int]:
    """The value that begins at a position, and the position after it."""
    kind, number = divmod(data[at], 32)
    at += 1
    if 24 <= number < 28:
        size = 1 << (number - 24)
        number, at = int.from_bytes(data[at : at + size], "big"), at + size
    match kind:
        case 0:
            return number, at
        case 1:
            return -1 - number, at
        case 3:
            return data[at : at + number].decode(), at + number
        case 4:
            items: list[Cbor] = []
            for _ in range(number):
                item, at = _decode_item(data, at)
                items.append(item)
            return items, at
    raise ValueError(f"a CBOR value of kind {kind}")


def encode_cbor(value: Cbor) -> bytes:
    """The bytes that stand for an integer, a text or a list, as few as can be."""
    if isinstance(value, int):
        return _encode_head(0, value) if value >= 0 else _encode_head(1, -1 - value)
    if isinstance(value, str):
        text = value.encode()
        return _encode_head(3, len(text)) + text
    return _encode_head(4, len(value)) + b"".join(map(encode_cbor, value))


def _encode_head(kind: int, number: int) -> bytes:
    if number < 24:
        return bytes([kind * 32 + number])
    power = next(power for power in range(4) if number < 256 ** (1 << power))
    return bytes([kind * 32 + 24 + power]) + number.to_bytes(1 << power, "big")
