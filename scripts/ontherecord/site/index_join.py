"""Joins pieces of a search index to the one that Pagefind makes of all their records at once, to the byte; to
one of several shards, with the words of the others.

Pagefind itself joins indexes only in the browser: there each is a load of its own, and scores by its own
statistics. So few are left to be joined there, each large.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, islice, takewhile

from .index_cbor import EACH_NUMBER, LIST, NUMBER, PASSAGE, dump, dump_head
from .index_pieces import Piece, Postings, hash_content

#: From how many places on Pagefind closes a chunk of words.
_FULL = 20_000

#: How many signs of a hash Pagefind puts into the name of a file, at least.
_SHORT = 7


#: A piece, and the names of its hits.
Named = tuple[Piece, Sequence[str]]


@dataclass(frozen=True)
class Joined:
    """An index: the name of its list, how many hits it has, and its files by path, without what hits show."""

    name: str
    hits: int
    files: Mapping[str, bytes]


def join_pieces(
    language: str, named: Sequence[Named], words: Sequence[str], pack: Callable[[bytes], bytes]
) -> Joined:
    """The index of all records of these pieces, in their order; `pack` packs its files.

    It knows all these `words`, which are in order, also those that no record of it has: for a word that it
    does not know Pagefind takes the beginning of it, or finds what has the other words that are asked for.
    """
    pieces = [piece for piece, _ in named]
    fields = sorted({field for piece in pieces for field in piece.fields})
    chunks = list(_fill_chunks(_join_words(pieces, fields, words)))
    bodies = [dump_head(LIST, 1) + dump_head(LIST, len(chunk)) + b"".join(chunk.values()) for chunk in chunks]
    chunk_names = _name_all(language, map(hash_content, bodies))
    spans = zip(_find_spans([list(chunk) for chunk in chunks]), chunk_names, strict=True)
    hits = ((name, hit) for piece, names in named for name, hit in zip(names, piece.hits, strict=True))
    lengths = [[name, hit.words] for name, hit in hits]
    listed = dump([pieces[0].version, lengths, [[*span, name] for span, name in spans], [], [], fields])
    # More signs than in other names, and the more the longer the language's name is: Pagefind's rule.
    own = f"{language}_{hash_content(listed)[: len(language) + _SHORT + 1]}"
    files = {
        f"pagefind.{own}.pf_meta": pack(listed),
        **{f"index/{name}.pf_index": pack(body) for name, body in zip(chunk_names, bodies, strict=True)},
    }
    return Joined(own, len(lengths), files)


def name_hits(language: str, pieces: Sequence[Piece]) -> list[list[str]]:
    """The names of the hits of each piece, no two alike."""
    names = iter(_name_all(language, (hit.digest for piece in pieces for hit in piece.hits)))
    return [list(islice(names, len(piece.hits))) for piece in pieces]


def _join_words(
    pieces: Sequence[Piece], fields: Sequence[str], words: Sequence[str]
) -> Iterator[tuple[str, int, bytes]]:
    """Each word in order, how many places it fills, and its bytes in the whole."""
    offsets = list(accumulate((len(piece.hits) for piece in pieces), initial=0))
    bodies = [_Body(piece, offset, fields) for piece, offset in zip(pieces, offsets, strict=False)]
    found: dict[str, list[tuple[_Body, Postings]]] = {}
    variants: dict[str, dict[str, list[tuple[_Body, Postings]]]] = {}
    for body in bodies:
        for word, postings in body.piece.words.items():
            found.setdefault(word, []).append((body, postings))
        for word, each in body.piece.variants.items():
            for form, postings in each:
                variants.setdefault(word, {}).setdefault(form, []).append((body, postings))
    for word in words:
        yield word, *_join_word(word, found.pop(word, ()), variants.get(word, {}))


def _join_word(
    word: str,
    plain: Sequence[tuple[_Body, Postings]],
    variants: Mapping[str, Sequence[tuple[_Body, Postings]]],
) -> tuple[int, bytes]:
    content = [dump_head(LIST, 3), dump(word), _join_postings(plain), dump_head(LIST, len(variants))]
    for form, each in variants.items():
        content += [dump_head(LIST, 2), dump(form), _join_postings(each)]
    # Pagefind does not count what variants fill.
    return sum(postings.places for _, postings in plain), b"".join(content)


class _Body:
    """The bytes of a piece whose first record is the one at `offset`, its fields numbered as in the whole."""

    def __init__(self, piece: Piece, offset: int, fields: Sequence[str]) -> None:
        self.piece, self.offset = piece, offset
        numbers = [fields.index(field) for field in piece.fields]
        self._signs = None if numbers == list(range(len(numbers))) else [dump(-1 - one) for one in numbers]

    def cut(self, postings: Postings) -> bytes:
        """The bytes of these postings, but for the step to the first."""
        cut = self.piece.body[postings.start : postings.end]
        return _renumber(cut, self._signs) if self._signs else cut


def _renumber(cut: bytes, signs: Sequence[bytes]) -> bytes:
    """The same postings with other signs for the fields of meta."""

    def change(number: re.Match[bytes]) -> bytes:
        return signs[number[0][0] - 0x20] if 0x20 <= number[0][0] < 0x38 else number[0]

    def change_passage(passage: re.Match[bytes]) -> bytes:
        start = passage.start(5) - passage.start()
        return passage[0][:start] + EACH_NUMBER.sub(change, passage[5])

    before = dump_head(LIST, 3) + dump_head(NUMBER, 0)
    return PASSAGE.sub(change_passage, before + cut)[len(before) :]


def _join_postings(parts: Sequence[tuple[_Body, Postings]]) -> bytes:
    filled = [(body, postings) for body, postings in parts if postings.passages]
    content, last = [dump_head(LIST, sum(postings.passages for _, postings in filled))], 0
    for body, postings in filled:
        step = body.offset + postings.first - last
        content += [dump_head(LIST, 3), dump_head(NUMBER, step), body.cut(postings)]
        last = body.offset + postings.last
    return b"".join(content)


def _fill_chunks(words: Iterable[tuple[str, int, bytes]]) -> Iterator[dict[str, bytes]]:
    """The bytes of words in chunks, each closed by the word that fills it."""
    chunk: dict[str, bytes] = {}
    filled = 0
    for word, places, content in words:
        chunk[word] = content
        filled += places
        if filled >= _FULL:
            yield chunk
            chunk, filled = {}, 0
    if chunk:
        yield chunk


def _find_spans(chunks: Sequence[Sequence[str]]) -> list[tuple[str, str]]:
    """The first and last word of each chunk, cut to what tells them from those beside them."""
    firsts, lasts = [chunk[0] for chunk in chunks], [chunk[-1] for chunk in chunks]
    for number in range(1, len(chunks)):
        pairs = zip(lasts[number - 1], firsts[number], strict=False)
        end = len(list(takewhile(lambda pair: pair[0] == pair[1], pairs))) + 1
        if lasts[number - 1][:end] >= firsts[number - 1]:
            lasts[number - 1] = lasts[number - 1][:end]
        firsts[number] = firsts[number][:end]
    return list(zip(firsts, lasts, strict=True))


def _name_all(language: str, digests: Iterable[str]) -> list[str]:
    """A name for each content: its hash, as far as it tells it from others before."""
    names: dict[str, str] = {}
    for digest in digests:
        length = _SHORT
        while names.setdefault(f"{language}_{digest[:length]}", digest) != digest:
            length += 1
    return list(names)
