"""Makes the search index: records in, Pagefind's files out, the same bytes for the same records.

Each language has an index of its own. Pagefind parts languages too, but in one folder: there a page searches
only that of its own `lang`, and where indexes are merged, they share the forms of words of the first.

An index is made in pieces, each kept until a record of it changes, and joined before it is published: to one
shard, or, because for each hit of a word Pagefind looks through all of them, to several of some size.
"""

from __future__ import annotations

import html
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from itertools import chain, groupby

from ..exports.search_languages import is_found, order_indexes
from ..exports.search_records import SearchRecord
from ..store import digest, remember
from .index_join import Named, join_pieces, name_hits
from .index_pieces import OWN, Piece, pack, parse_piece
from .index_service import SearchIndexError, digest_pagefind, index_pages

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


def build_index(records: Iterable[SearchRecord]) -> Mapping[str, bytes]:
    """The files of the search index by their path in it (`pagefind.js`), without those that no search needs.

    Of hits that score the same, the one whose record came first comes first. A record without a letter or a
    digit (`* * *`) has nothing to be found by and is left out. Of several languages the first, that of the
    most records, has its index here, and each other one in a folder that is named for it. Raises
    SearchIndexError.
    """
    order: list[str] = []

    def note() -> Iterator[SearchRecord]:
        for record in records:
            if is_found(record.content):
                order.append(record.language)
                yield record

    program = digest_pagefind()
    pieces, rows = defaultdict[str, list[Piece]](list), defaultdict[str, list[_Row]](list)
    for cut in cut_pieces(note()):  # Of a thousand transcripts the records of a few are in memory.
        piece = _make_piece(program, cut)
        pieces[cut[0].language].append(piece)
        rows[cut[0].language] += _list_rows(cut, piece)
    made: dict[str, bytes] = {}
    names: dict[str, str] = {}
    for number, language in enumerate(order_indexes(order) or ("",)):
        found, known = _build_language(program, language, pieces[language])
        folder = f"{language}/" if number else ""
        made |= {folder + path: content for path, content in found.items()}
        names |= known
    each = {language: iter(own) for language, own in rows.items()}
    made[ROWS] = build_rows(names, [next(each[language]) for language in order])
    return dict(sorted(made.items()))


def _build_language(
    program: str, language: str, pieces: Sequence[Piece]
) -> tuple[Mapping[str, bytes], Mapping[str, str]]:
    """The index of one language, and the name of each record's hit by its address."""
    inputs = digest(program, language)
    files = dict(remember("search programs", inputs, partial(_make_programs, language)))
    names = name_hits(language, pieces)
    for piece, named in zip(pieces, names, strict=True):
        files |= {
            f"fragment/{name}.pf_fragment": hit.file for name, hit in zip(named, piece.hits, strict=True)
        }
    shards = _deal(list(zip(pieces, names, strict=True)))
    entry = json.loads(files[_ENTRY]) | ({"shards": len(shards)} if len(shards) > 1 else {})
    words = sorted({word for piece in pieces for word in piece.words})
    for number, shard in enumerate(shards):
        joined = join_pieces(language, shard, words, _pack_once)
        folder = f"{number}/" if number else ""
        entry["languages"][language] |= {"hash": joined.name, "page_count": joined.hits}
        told = json.dumps(entry, ensure_ascii=False, separators=(",", ":")).encode()
        files |= {folder + path: content for path, content in {**joined.files, _ENTRY: told}.items()}
    addresses = (hit.address for piece in pieces for hit in piece.hits)
    return files, dict(zip(addresses, chain.from_iterable(names), strict=True))


def _deal(pieces: Sequence[Named]) -> list[Sequence[Named]]:
    """The pieces of each shard, in their order: dealt out from the last on, which is the oldest and stays so.

    Each shard has some of all times, so that a word is about as rare in each, and hits score alike.
    """
    passages = sum(len(names) for _, names in pieces)
    count = min(-(-passages // _SHARD), len(pieces))
    return [pieces[::-1][number::count][::-1] for number in range(count)]


def cut_pieces(records: Iterable[SearchRecord]) -> Iterator[tuple[SearchRecord, ...]]:
    """Records of each language in order, cut before some transcripts by their addresses, so that a new one
    moves few cuts; each piece as soon as it is whole."""
    pieces, held = defaultdict[str, list[SearchRecord]](list), Counter[str]()
    for (address, language), own in groupby(records, _tell_transcript):
        full = held[language] == _MOST or sha256(address.encode()).digest()[0] % _PIECE == 0
        if full and (piece := pieces.pop(language, None)):
            yield tuple(piece)
            held[language] = 0
        pieces[language] += own
        held[language] += 1
    yield from map(tuple, pieces.values())


def _tell_transcript(record: SearchRecord) -> tuple[str, str]:
    return record.url.partition("#")[0], record.language


def _make_piece(program: str, records: Sequence[SearchRecord]) -> Piece:
    pages = tuple((record.url, render_record(record)) for record in records)
    inputs = digest(program, *(part for page in pages for part in page))
    return remember("search piece", inputs, lambda: parse_piece(index_pages(pages)))


def _pack_once(content: bytes) -> bytes:
    return remember("search packed", digest(content), lambda: pack(content))


def _make_programs(language: str) -> Mapping[str, bytes]:
    """The files of an index of this language that are the same whatever is in it."""
    page = render_record(SearchRecord("", "", language, language=language))
    found = index_pages((("", page),) if language else ())
    return {path: content for path, content in found.items() if not path.endswith(OWN)}


@dataclass(frozen=True)
class _Row:
    """What the file of facets has of a record, by the address of its hit."""

    address: str
    anchor: str
    facets: Mapping[str, tuple[str, ...]]


def _list_rows(records: Iterable[SearchRecord], piece: Piece) -> Iterator[_Row]:
    """The rows of the records of a piece."""
    hits = {hit.address: hit.address for hit in piece.hits}
    for record in records:
        if record.url not in hits:
            raise SearchIndexError(f"Pagefind has left out {record.url}")
        anchor = record.url.partition(" ")[0].partition("#")[2]
        yield _Row(hits[record.url], anchor, record.facets)


def build_rows(known: Mapping[str, str], rows: Sequence[_Row]) -> bytes:
    """The facets of every record, for a browser to count: JSON of `ids`, `anchors`, `values` and `columns`.

    Pagefind has facets of its own. It takes seconds to count those of a thousand transcripts, and its files
    are larger. `known` are its ids by address. Of the answer `ids` are those in the order of the records; of
    each facet `values` are the sets of values that occur, and its column has for each record which it is.
    """
    facets = sorted({facet for row in rows for facet in row.facets})
    sets = {facet: [row.facets.get(facet, ()) for row in rows] for facet in facets}
    values = {facet: list(dict.fromkeys(column)) for facet, column in sets.items()}
    place = {facet: {one: number for number, one in enumerate(found)} for facet, found in values.items()}
    columns = {facet: [place[facet][one] for one in column] for facet, column in sets.items()}
    ids, anchors = " ".join(known[row.address] for row in rows), join_anchors(row.anchor for row in rows)
    told = {"ids": ids, "anchors": anchors, "values": values, "columns": columns}
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
