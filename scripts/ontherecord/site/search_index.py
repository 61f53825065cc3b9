"""Makes the search index: records in, Pagefind's files out, the same bytes for the same records.

Each language has an index of its own. Pagefind parts languages too, but in one folder: there a page searches
only that of its own `lang`, and where indexes are merged, they share the forms of words of the first.

An index is made in pieces, each kept until a record of it changes, and joined before it is published: to one
shard, or, because for each hit of a word Pagefind looks through all of them, to several of some size.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from hashlib import sha256
from itertools import chain, islice, repeat
from typing import Any, NamedTuple

from ..exports.search_languages import order_indexes
from ..exports.search_records import SearchRecord, Shelved
from ..store import digest, digest_all, remember
from .index_join import (
    Shard,
    dump_chunk,
    dump_list,
    join_words,
    name_all,
    name_hits,
    name_list,
    spread_words,
)
from .index_parts import Parts
from .index_pieces import OWN, Hits, hash_content, pack, parse_piece
from .index_service import SearchIndexError, digest_pagefind, index_pages
from .index_sheaves import Gist, Sheaf, gather_sheaves, render_pages, render_record

#: Where the search index is in the site.
SEARCH = "pagefind"

#: The file of the facets, beside Pagefind's own.
ROWS = "rows.json"

#: The file in which Pagefind says what languages an index has.
_ENTRY = "pagefind-entry.json"

#: Of so many transcripts one begins a piece, on the average: a piece is indexed again in less than a second.
_PIECE = 16
#: The most transcripts of a piece: Pagefind holds one in memory, and takes some 2 MB for each.
_MOST = 32

#: About the most passages of a shard. The time that Pagefind takes for a word grows as the square of its hits
#: in one: 40 s for 68,500.
_SHARD = 10_000


class IndexFile(NamedTuple):
    """A file of the search index: the digest of its content, and what reads that."""

    digest: str
    read: Callable[[], bytes]


def build_index(shelves: Iterable[Shelved]) -> Mapping[str, IndexFile]:
    """The files of the search index by their path in it (`pagefind.js`), without those that no search needs.

    Of hits that score the same, the one whose record came first comes first. A record without a letter or a
    digit (`* * *`) has nothing to be found by and is left out. Of several languages the first, that of the
    most records, has its index here, and each other one in a folder that is named for it. Raises
    SearchIndexError.

    Their order is that in which to read them: what is read with a file is in memory until one is read that
    is not made with it.
    """
    program, read = digest_pagefind(), _read_once()
    sheaves = list(gather_sheaves(shelves))
    pieces = defaultdict[str, list[Parts]](list)
    for cut in cut_pieces(sheaves):
        pieces[cut[0].gist.language].append(_make_piece(program, cut))
    made: dict[str, IndexFile] = {}
    names: dict[str, Iterator[str]] = {}
    order = chain.from_iterable(repeat(one.gist.language, len(one.gist.anchors)) for one in sheaves)
    for number, language in enumerate(order_indexes(order) or ("",)):
        named = _name_pieces(language, pieces[language])
        names[language] = chain.from_iterable(one.names for one in named)
        folder = f"{language}/" if number else ""
        found = _build_language(program, language, named, read)
        made |= {folder + path: file for path, file in found.items()}
    ids = chain.from_iterable(islice(names[one.gist.language], len(one.gist.anchors)) for one in sheaves)
    made[ROWS] = _hold(build_rows(ids, [one.gist for one in sheaves]))
    return made


def cut_pieces(sheaves: Iterable[Sheaf]) -> Iterator[tuple[Sheaf, ...]]:
    """The sheaves of each language in order, cut before some transcripts by their addresses.

    So a new one moves few cuts.
    """
    pieces, held = defaultdict[str, list[Sheaf]](list), Counter[str]()
    for sheaf in sheaves:
        address, language = sheaf.gist.address, sheaf.gist.language
        full = held[language] == _MOST or sha256(address.encode()).digest()[0] % _PIECE == 0
        if full and (piece := pieces.pop(language, None)):
            yield tuple(piece)
            held[language] = 0
        pieces[language].append(sheaf)
        held[language] += 1
    yield from map(tuple, pieces.values())


#: The parts of a piece: of each hit what it is in the whole, the words, and the files that hits show.
_HITS, _WORDS, _FILES = range(3)


def _make_piece(program: str, sheaves: Sequence[Sheaf]) -> Parts:
    inputs = digest(program, *(sheaf.gist.digest for sheaf in sheaves))
    kinds = ("search hits of a piece", "search words of a piece", "search files of a piece")
    return Parts(kinds, inputs, partial(_index_sheaves, sheaves))


def _index_sheaves(sheaves: Iterable[Sheaf]) -> tuple[object, ...]:
    """The parts of a piece, as Pagefind makes them."""
    pages = tuple(chain.from_iterable(render_pages(sheaf.take()) for sheaf in sheaves))
    piece = parse_piece(index_pages(pages))
    addresses = tuple(address for address, _ in pages)
    if piece.addresses != addresses:
        lost = next((one for one in addresses if one not in piece.addresses), "the order of records")
        raise SearchIndexError(f"Pagefind has left out {lost}")
    return piece.hits, piece.words, piece.files


@dataclass(frozen=True)
class _Named:
    """A piece, its hits, and their names in the whole."""

    piece: Parts
    hits: Hits
    names: Sequence[str]


#: Reads a part, and has it in memory until another is read.
_Read = Callable[[Parts, int], Any]


def _read_once() -> _Read:
    return lru_cache(maxsize=1)(lambda parts, number: parts.read(number))


def _name_pieces(language: str, pieces: Sequence[Parts]) -> list[_Named]:
    hits = [piece.read(_HITS) for piece in pieces]
    return list(map(_Named, pieces, hits, name_hits(language, hits)))


def _build_language(
    program: str, language: str, pieces: Sequence[_Named], read: _Read
) -> Mapping[str, IndexFile]:
    """The index of one language."""
    inputs = digest(program, language)
    made = remember("search programs", inputs, partial(_make_programs, language))
    files = {path: _hold(content) for path, content in made.items()}
    for one in pieces:
        for number, (shown, name) in enumerate(zip(one.hits.files, one.names, strict=True)):
            content = partial(_read_item, read, one.piece, number)
            files[f"fragment/{name}.pf_fragment"] = IndexFile(shown, content)
    dealt = _deal(pieces)
    shards = [_make_shard(own) for own in dealt]
    words = sorted(set(chain.from_iterable(_list_words(shard) for shard in shards)))
    entry = json.loads(made[_ENTRY]) | ({"shards": len(shards)} if len(shards) > 1 else {})
    for number, (own, shard) in enumerate(zip(dealt, shards, strict=True)):
        name, found = _build_shard(language, own, shard, words, read)
        entry["languages"][language] |= {"hash": name, "page_count": sum(len(one.names) for one in own)}
        told = json.dumps(entry, ensure_ascii=False, separators=(",", ":")).encode()
        folder = f"{number}/" if number else ""
        files |= {folder + path: file for path, file in {**found, _ENTRY: _hold(told)}.items()}
    return files


def _hold(content: bytes) -> IndexFile:
    return IndexFile(digest(content), lambda: content)


def _read_item(read: _Read, piece: Parts, number: int) -> bytes:
    content: bytes = read(piece, _FILES)[number]
    return content


def _deal(pieces: Sequence[_Named]) -> list[Sequence[_Named]]:
    """The pieces of each shard, in their order: dealt out from the last on, which is the oldest and stays so.

    Each shard has some of all times, so that a word is about as rare in each, and hits score alike.
    """
    passages = sum(len(one.names) for one in pieces)
    count = min(-(-passages // _SHARD), len(pieces))
    return [pieces[::-1][number::count][::-1] for number in range(count)]


#: The parts of a shard: what it comes to, and the bytes of each word, by chunk.
_HEAD, _BYTES = range(2)


def _make_shard(pieces: Sequence[_Named]) -> Parts:
    inputs = digest_all(one.piece.inputs for one in pieces)
    kinds = ("search chunks of a shard", "search words of a shard")
    return Parts(kinds, inputs, lambda: join_words([one.piece.read(_WORDS) for one in pieces]))


def _list_words(shard: Parts) -> Iterator[str]:
    """The words that the records of a shard have."""
    head: Shard = shard.read(_HEAD)
    return chain.from_iterable(chunk.words for chunk in head.chunks)


def _build_shard(
    language: str, pieces: Sequence[_Named], shard: Parts, words: Sequence[str], read: _Read
) -> tuple[str, Mapping[str, IndexFile]]:
    """The name of the list of a shard that is to know all these words, and its files."""
    head: Shard = shard.read(_HEAD)
    spans: list[tuple[str, str]] = []
    hashes: list[str] = []
    chunks: list[IndexFile] = []
    for number, (chunk, more) in enumerate(zip(head.chunks, spread_words(head, words), strict=True)):
        if ends := sorted((*chunk.words[:1], *chunk.words[-1:], *more[:1], *more[-1:])):
            dump_own = partial(_dump_own, read, shard, number, more)
            hashed, file = _make_file("search chunk", digest(chunk.digest, repr(more)), dump_own)
            spans.append((ends[0], ends[-1]))
            hashes.append(hashed)
            chunks.append(file)
    chunk_names = name_all(language, hashes)
    hit_names = [name for one in pieces for name in one.names]

    def dump_hits() -> bytes:
        counts = (count for one in pieces for count in one.hits.words)
        return dump_list(head, list(zip(hit_names, counts, strict=True)), spans, chunk_names)

    inputs = digest(shard.inputs, " ".join(hit_names), repr(spans), " ".join(chunk_names))
    hashed, file = _make_file("search list", inputs, dump_hits)
    name = name_list(language, hashed)
    found = (f"index/{one}.pf_index" for one in chunk_names)
    return name, {f"pagefind.{name}.pf_meta": file, **dict(zip(found, chunks, strict=True))}


def _dump_own(read: _Read, shard: Parts, number: int, others: Sequence[str]) -> bytes:
    """The content of a chunk of a shard, with words that only other shards have."""
    return dump_chunk(read(shard, _BYTES)[number], others)


def _make_file(kind: str, inputs: str, make: Callable[[], bytes]) -> tuple[str, IndexFile]:
    """Pagefind's hash of the content that `make` gives, and the file of it."""

    def pack_content() -> tuple[tuple[str, str], bytes]:
        content = make()
        packed = pack(content)
        return (hash_content(content), digest(packed)), packed

    parts = Parts((kind, f"{kind}'s file"), inputs, pack_content)
    hashed, packed = parts.read(0)
    return hashed, IndexFile(packed, partial(parts.read, 1))


def _make_programs(language: str) -> Mapping[str, bytes]:
    """The files of an index of this language that are the same whatever is in it."""
    page = render_record(SearchRecord("", "", language, language=language))
    found = index_pages((("", page),) if language else ())
    return {path: content for path, content in found.items() if not path.endswith(OWN)}


def build_rows(ids: Iterable[str], gists: Sequence[Gist]) -> bytes:
    """The facets of every record, for a browser to count: JSON of `ids`, `anchors`, `values` and `columns`.

    Pagefind has facets of its own. It takes seconds to count those of a thousand transcripts, and its files
    are larger. `ids` are its own for the records in order. Of each facet of the answer `values` are the sets
    of values that occur, and its column has for each record which it is.
    """
    facets = sorted({facet for gist in gists for facet in gist.facets})
    values: dict[str, list[tuple[str, ...]]] = {}
    columns: dict[str, list[int]] = {}
    for facet in facets:
        column = [one for gist in gists for one in gist.facets.get(facet, ((),) * len(gist.anchors))]
        values[facet] = list(dict.fromkeys(column))
        place = {one: number for number, one in enumerate(values[facet])}
        columns[facet] = [place[one] for one in column]
    anchors = join_anchors(anchor for gist in gists for anchor in gist.anchors)
    told = {"ids": " ".join(ids), "anchors": anchors, "values": values, "columns": columns}
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()


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
