"""Makes the search index: records in, Pagefind's files out, the same bytes for the same records.

Each language has an index of its own. Pagefind parts languages too, but in one folder: there a page searches
only that of its own `lang`, and where indexes are merged, they share the forms of words of the first.

Pagefind 1.5 is used as a service (`pagefind --service`: JSON in base64, a comma after each message), which is
how its own Python package does it. That package waits a tenth of a second for each record. The command line
numbers records in the order in which the file system lists them, and cannot give a hit an address with an
anchor. And the service may end before the files that it writes are whole
(https://github.com/Pagefind/pagefind/issues/1271), so here they come back as messages.
"""

from __future__ import annotations

import base64
import gzip
import html
import json
import subprocess
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import lru_cache
from io import BufferedReader
from pathlib import PurePosixPath
from threading import Thread
from typing import IO, Any, cast

from pagefind.service import get_executable

from ..exports.search_languages import is_found, order_indexes
from ..exports.search_records import SearchRecord

#: Of the files that begin like this, ready-made interfaces most of them, a search needs only two.
_EXTRA, _NEEDED = "pagefind-", frozenset({"pagefind-entry.json", "pagefind-worker.js"})

#: Where the search index is in the site.
SEARCH = "pagefind"

#: The file of the facets, beside Pagefind's own.
ROWS = "rows.json"

#: What Pagefind puts before the content of a file of its own formats, and how the names of hits' files end.
_SIGNATURE, _FRAGMENT = b"pagefind_dcd", ".pf_fragment"


class SearchIndexError(Exception):
    """Pagefind is missing, or failed, or writes a form that is not known here; the message says which."""


def build_index(records: Iterable[SearchRecord]) -> Mapping[str, bytes]:
    """The files of the search index by their path in it (`pagefind.js`), without those that no search needs.

    Of hits that score the same, the one whose record came first comes first. A record without a letter or a
    digit (`* * *`) has nothing to be found by and is left out. Of several languages the first, that of the
    most records, has its index here, and each other one in a folder that is named for it. Raises
    SearchIndexError.
    """
    records = tuple(record for record in records if is_found(record.content))
    files: dict[str, bytes] = {}
    ids: dict[str, str] = {}
    for number, language in enumerate(order_indexes(record.language for record in records) or ("",)):
        own = (record for record in records if record.language == language)
        found, known = _build_index(tuple((record.url, render_record(record)) for record in own))
        folder = f"{language}/" if number else ""
        files |= {folder + path: content for path, content in found.items()}
        ids |= known
    return dict(sorted({**files, ROWS: build_rows(ids, records)}.items()))


def build_rows(known: Mapping[str, str], records: Sequence[SearchRecord]) -> bytes:
    """The facets of every record, for a browser to count: JSON of `ids`, `anchors`, `values` and `columns`.

    Pagefind has facets of its own. It takes seconds to count those of a thousand transcripts, and its files
    are larger. `known` are its ids by address. Of the answer `ids` are those in the order of the records; of
    each facet `values` are the sets of values that occur, and its column has for each record which it is.
    """
    if lost := [record.url for record in records if record.url not in known]:
        raise SearchIndexError(f"Pagefind has left out {lost[0]}")
    ids = [known[record.url] for record in records]
    facets = sorted({facet for record in records for facet in record.facets})
    sets = {facet: [record.facets.get(facet, ()) for record in records] for facet in facets}
    values = {facet: list(dict.fromkeys(column)) for facet, column in sets.items()}
    place = {facet: {one: number for number, one in enumerate(found)} for facet, found in values.items()}
    columns = {facet: [place[facet][one] for one in column] for facet, column in sets.items()}
    anchors = join_anchors(record.url.partition(" ")[0].partition("#")[2] for record in records)
    rows = {"ids": " ".join(ids), "anchors": anchors, "values": values, "columns": columns}
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":")).encode()


def join_anchors(anchors: Iterable[str]) -> str:
    """Anchors one after the other, and how many follow each that only count on: p1+12 p13a p14+5."""
    runs: list[list[str]] = []
    for anchor in anchors:
        number = anchor.removeprefix("p")
        if runs and number.isdecimal() and runs[-1][-1].removeprefix("p") == str(int(number) - 1):
            runs[-1].append(anchor)
        else:
            runs.append([anchor])
    return " ".join(f"{run[0]}+{len(run) - 1}" if len(run) > 1 else run[0] for run in runs)


def _list_ids(files: Mapping[str, bytes]) -> Mapping[str, str]:
    """Pagefind's id of each record, by address: the name of the file that holds what a hit shows."""
    fragments = {path: content for path, content in files.items() if path.endswith(_FRAGMENT)}
    addresses = {path: read_fragment(content)["url"] for path, content in fragments.items()}
    return {address: PurePosixPath(path).stem for path, address in addresses.items()}


def read_fragment(content: bytes) -> dict[str, Any]:
    """What a hit shows, from a file of Pagefind's; raises SearchIndexError if it is of another form."""
    try:
        fragment: dict[str, Any] = json.loads(gzip.decompress(content).removeprefix(_SIGNATURE))
    except (OSError, ValueError) as error:
        raise SearchIndexError("Pagefind writes an index of a form that is not known here") from error
    return fragment


@lru_cache(maxsize=8)
def _build_index(pages: tuple[tuple[str, str], ...]) -> tuple[Mapping[str, bytes], Mapping[str, str]]:
    """Pagefind's files, and its ids by address; remembered, so that `serve` makes them only for new words."""
    requests: list[dict[str, object]] = [
        {"type": "NewIndex", "config": None},
        *({"type": "AddFile", "index_id": 0, "url": url, "file_contents": page} for url, page in pages),
        {"type": "GetFiles", "index_id": 0},
    ]
    found = {file["path"]: file["content"] for file in _ask_pagefind(requests)["files"]}
    files = {path: base64.b64decode(content) for path, content in found.items() if _is_needed(path)}
    return files, _list_ids(files)


def _is_needed(path: str) -> bool:
    return not path.startswith(_EXTRA) or path in _NEEDED


def render_record(record: SearchRecord) -> str:
    """The page that Pagefind reads in place of a record; all its text is escaped."""
    fields = {"title": record.title, **record.meta}
    lines = [
        f'<i data-pagefind-meta="{html.escape(key)}">{html.escape(text)}</i>' for key, text in fields.items()
    ]
    # A span, because to the text of a block Pagefind adds a full stop.
    opening = f'<span data-pagefind-body data-pagefind-weight="{record.weight:g}">'
    body = f"{opening}{html.escape(record.content)}</span>"
    head = f'<!doctype html><html lang="{record.language}"><body>'
    return "\n".join([head, *lines, body, "</body></html>"])


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
