"""Reads the index that Pagefind makes of some records, and keeps it as one piece of a larger one.

The form is that of Pagefind 1.5, packed, in CBOR (RFC 8949). Words are in chunks, each with its passages, and
apart those with a variant of it: `[[word, passages, [[variant, passages], …]], …]`. A passage is `[step,
places, places in meta]`: the step from the passage before, from 0 for the first, so that only the first of a
piece is other in the whole. The list of all, which is loaded at first, is `[version, [[hit, words], …],
[[from, to, chunk], …], filters, sorts, fields of meta]`.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha1
from itertools import accumulate
from typing import Any

from ..store import digest
from .index_cbor import PASSAGE, load, load_head
from .index_service import SearchIndexError

#: What Pagefind puts before the content of a file of its own formats.
_SIGNATURE = b"pagefind_dcd"

#: How the names of files end that hold what is indexed; the others are the same for all of a language.
OWN = (".pf_fragment", ".pf_index", ".pf_meta")


#: The passages with a word: how many, the first and the last by their numbers in the piece, how many places,
#: and where their bytes begin and end, but for the step to the first.
Postings = tuple[int, int, int, int, int, int]


@dataclass(frozen=True)
class Hits:
    """Of each record its hash, how many words it has, and the digest of the file that a hit shows."""

    hashes: tuple[str, ...]
    words: tuple[int, ...]
    files: tuple[str, ...]


@dataclass(frozen=True)
class Words:
    """The words of so many hits.

    `plain` has each word with where it stands as it is, `variants` those that have any; `body` holds the
    bytes of all postings.
    """

    version: str
    fields: tuple[str, ...]
    hits: int
    plain: Mapping[str, Postings]
    variants: Mapping[str, Sequence[tuple[str, Postings]]]
    body: bytes


@dataclass(frozen=True)
class Piece:
    """The index of some records in their order, their `addresses` and the `files` that hits show included."""

    addresses: tuple[str, ...]
    hits: Hits
    words: Words
    files: tuple[bytes, ...]


# --- A piece from Pagefind's files ---


def parse_piece(files: Mapping[str, bytes]) -> Piece:
    """The piece that these files of Pagefind's are; SearchIndexError if they are of another form."""
    try:
        return _parse_piece(files)
    except (AttributeError, IndexError, KeyError, TypeError, ValueError, OSError) as error:
        raise SearchIndexError("Pagefind writes an index of a form that is not known here") from error


def _parse_piece(files: Mapping[str, bytes]) -> Piece:
    (listed,) = (path for path in files if path.endswith(".pf_meta"))
    version, hits, chunks, filters, sorts, fields = load(_unpack(files[listed]))
    if filters or sorts:
        raise ValueError("filters and sorts are none of what is asked for")
    bodies = [_unpack(files[f"index/{chunk}.pf_index"]) for _, _, chunk in chunks]
    starts = accumulate((len(body) for body in bodies), initial=0)
    plain: dict[str, Postings] = {}
    variants: dict[str, Sequence[tuple[str, Postings]]] = {}
    for start, body in zip(starts, bodies, strict=False):
        for word, plain[word], each in _parse_chunk(body, start):
            variants |= {word: each} if each else {}
    words = Words(version, tuple(fields), len(hits), plain, variants, b"".join(bodies))
    shown = tuple(files[f"fragment/{name}.pf_fragment"] for name, _ in hits)
    contents = [_unpack(file) for file in shown]
    hashes, counts = map(hash_content, contents), (count for _, count in hits)
    found = Hits(tuple(hashes), tuple(counts), tuple(map(digest, shown)))
    return Piece(tuple(json.loads(content)["url"] for content in contents), found, words, shown)


def read_fragment(content: bytes) -> dict[str, Any]:
    """What a hit shows, from a file of Pagefind's."""
    shown: dict[str, Any] = json.loads(_unpack(content))
    return shown


def _parse_chunk(body: bytes, start: int) -> Iterator[tuple[str, Postings, Sequence[tuple[str, Postings]]]]:
    """The words of a chunk, which begins at `start` among the bytes of its piece, with their variants."""
    _, place = load_head(body, 0)
    count, place = load_head(body, place)
    for _ in range(count):
        _, place = load_head(body, place)
        word, place = _load_text(body, place)
        plain, place = _parse_postings(body, place, start)
        many, place = load_head(body, place)
        variants = []
        for _ in range(many):
            _, place = load_head(body, place)
            form, place = _load_text(body, place)
            postings, place = _parse_postings(body, place, start)
            variants.append((form, postings))
        yield word, plain, variants


def _load_text(body: bytes, place: int) -> tuple[str, int]:
    length, place = load_head(body, place)
    return body[place : place + length].decode(), place + length


def _parse_postings(body: bytes, place: int, start: int) -> tuple[Postings, int]:
    """The passages of a list of them, and where it ends."""
    count, place = load_head(body, place)
    first = last = places = begin = 0
    for number in range(count):
        match = PASSAGE.match(body, place)
        if match is None:
            raise ValueError("a passage of a form that is not known")
        step, own, in_meta = match.group(1, 2, 4)
        place = match.end()
        last += load_head(step, 0)[0]
        places += load_head(own, 0)[0] + load_head(in_meta, 0)[0] + 1
        if not number:
            first, begin = last, match.end(1)
    return (count, first, last, places, start + begin, start + place), place


# --- Names and packing ---


def hash_content(content: bytes) -> str:
    """Pagefind's hash: SHA-1, each byte in hexadecimals without leading zeros."""
    return "".join(f"{byte:x}" for byte in sha1(content, usedforsecurity=False).digest())


def _unpack(packed: bytes) -> bytes:
    content = gzip.decompress(packed)
    if not content.startswith(_SIGNATURE):
        raise ValueError("no file of Pagefind's")
    return content.removeprefix(_SIGNATURE)


def pack(content: bytes) -> bytes:
    """A file of Pagefind's own format; packed one step better it takes half as long again for a hundredth."""
    return gzip.compress(_SIGNATURE + content, 8, mtime=0)
