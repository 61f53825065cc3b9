"""Talks to Pagefind: records' pages in, the files of their index out.

Pagefind 1.5 is used as a service (`pagefind --service`: JSON in base64, a comma after each message), which is
how its own Python package does it. That package waits a tenth of a second for each record. The command line
numbers records in the order in which the file system lists them, and cannot give a hit an address with an
anchor. And the service may end before the files that it writes are whole
(https://github.com/Pagefind/pagefind/issues/1271), so here they come back as messages.
"""

from __future__ import annotations

import base64
import json
import subprocess
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import lru_cache
from hashlib import file_digest
from io import BufferedReader
from pathlib import Path
from threading import Thread
from typing import IO, Any, cast

from pagefind.service import get_executable

#: Of the files that begin like this, ready-made interfaces and a worker, a search needs only the list.
_EXTRA, _NEEDED = "pagefind-", "pagefind-entry.json"


class SearchIndexError(Exception):
    """Pagefind is missing, or failed, or writes a form that is not known here; the message says which."""


@lru_cache(maxsize=8)
def index_pages(pages: tuple[tuple[str, str], ...]) -> Mapping[str, bytes]:
    """Pagefind's files for pages, given by address and HTML, without those that no search needs.

    Of hits that score the same, the one whose page came first comes first. Raises SearchIndexError.
    """
    requests: list[dict[str, object]] = [
        {"type": "NewIndex", "config": None},
        *({"type": "AddFile", "index_id": 0, "url": url, "file_contents": page} for url, page in pages),
        {"type": "GetFiles", "index_id": 0},
    ]
    found = {file["path"]: file["content"] for file in _ask_pagefind(requests)["files"]}
    return {path: base64.b64decode(content) for path, content in found.items() if _is_needed(path)}


def digest_pagefind() -> str:
    """The SHA-256 of the program, which tells one version of it from another; raises SearchIndexError."""
    try:
        with _find_pagefind().open("rb") as file:
            return file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise SearchIndexError(f"Pagefind does not start: {error.strerror}") from error


def _is_needed(path: str) -> bool:
    return not path.startswith(_EXTRA) or path == _NEEDED


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


def _find_pagefind() -> Path:
    program = get_executable()
    if program is None:
        raise SearchIndexError("Pagefind is not installed")
    return Path(program)


def _start_pagefind(log: IO[bytes]) -> subprocess.Popen[bytes]:
    pipe = subprocess.PIPE
    try:
        return subprocess.Popen([_find_pagefind(), "--service"], stdin=pipe, stdout=pipe, stderr=log)
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
