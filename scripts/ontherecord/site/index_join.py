"""Joins pieces of a search index to the one that Pagefind makes of all their records at once, to the byte; to
one of several shards, with the words of the others.

What takes long, each word's bytes, is apart from what other shards have a say in: it is done again only for a
shard one of whose pieces changed.

Pagefind itself joins indexes only in the browser: there each is a load of its own, and scores by its own
statistics. So few are left to be joined there, each large.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, islice, takewhile

from ..store import digest
from .index_cbor import EACH_NUMBER, LIST, NUMBER, PASSAGE, dump, dump_head
from .index_pieces import Hits, Postings, Words

#: From how many places on Pagefind closes a chunk of words.
_FULL = 20_000

#: The head of a passage.
_PASSAGE = dump_head(LIST, 3)

#: How many signs of a hash Pagefind puts into the name of a file, at least.
_SHORT = 7


@dataclass(frozen=True)
class Chunk:
    """Some words of a shard in order: the digest of all that it has of them, and the words."""

    digest: str
    words: tuple[str, ...]


@dataclass(frozen=True)
class Shard:
    """What the pieces of a shard come to, without what it has of each word.

    Each chunk but the last, which may be empty, is closed by the word that fills it.
    """

    version: str
    fields: tuple[str, ...]
    chunks: tuple[Chunk, ...]


def join_words(pieces: Sequence[Words]) -> tuple[Shard, Sequence[Mapping[str, bytes]]]:
    """The shard of all records of these pieces, in their order, and the bytes of each word, by chunk."""
    fields = sorted({field for piece in pieces for field in piece.fields})
    filled = list(_fill_chunks(_join_each(pieces, fields)))
    chunks = tuple(Chunk(digest(b"".join(chunk.values())), tuple(chunk)) for chunk in filled)
    return Shard(pieces[0].version, tuple(fields), chunks), filled


def spread_words(shard: Shard, words: Iterable[str]) -> Iterator[Sequence[str]]:
    """For each chunk of a shard those of these `words`, which are in order, that it lacks.

    A shard is to know the words that only others have, too: for a word that it does not know Pagefind takes
    the beginning of it, or finds what has the other words that are asked for.
    """
    own = {word for chunk in shard.chunks for word in chunk.words}
    others = [word for word in words if word not in own]
    ends = [bisect_left(others, chunk.words[-1]) for chunk in shard.chunks[:-1]]
    return (others[start:end] for start, end in zip([0, *ends], [*ends, len(others)], strict=True))


def dump_chunk(own: Mapping[str, bytes], others: Iterable[str]) -> bytes:
    """The content of a chunk's file, with `others` that no record of the shard has."""
    whole = {**own} | {word: _dump_word(word, _Joint(), {}) for word in others}
    content = [whole[word] for word in sorted(whole)]
    return dump_head(LIST, 1) + dump_head(LIST, len(content)) + b"".join(content)


def dump_list(
    shard: Shard,
    hits: Sequence[tuple[str, int]],
    spans: Sequence[tuple[str, str]],
    names: Sequence[str],
) -> bytes:
    """The content of a shard's list: of its hits, by name and number of words, and of its chunks.

    Those are told by their first and last words and by their names.
    """
    chunks = [[*span, name] for span, name in zip(_find_spans(spans), names, strict=True)]
    return dump([shard.version, hits, chunks, [], [], shard.fields])


def name_list(language: str, hashed: str) -> str:
    """The name of a list by its hash, of more signs than others, the more the longer the language's name."""
    return f"{language}_{hashed[: len(language) + _SHORT + 1]}"


def name_hits(language: str, pieces: Sequence[Hits]) -> list[list[str]]:
    """The names of the hits of each piece, no two alike."""
    names = iter(name_all(language, (one for hits in pieces for one in hits.hashes)))
    return [list(islice(names, len(hits.hashes))) for hits in pieces]


def name_all(language: str, hashes: Iterable[str]) -> list[str]:
    """A name for each content: its hash, as far as it tells it from others before."""
    names: dict[str, str] = {}
    for hashed in hashes:
        length = _SHORT
        while names.setdefault(f"{language}_{hashed[:length]}", hashed) != hashed:
            length += 1
    return list(names)


def _join_each(pieces: Sequence[Words], fields: Sequence[str]) -> Iterator[tuple[str, int, bytes]]:
    """Each word in order, how many places it fills, and its bytes in the whole."""
    found: dict[str, _Joint] = {}
    variants: dict[str, dict[str, _Joint]] = {}
    offsets = accumulate((piece.hits for piece in pieces), initial=0)
    for piece, offset in zip(pieces, offsets, strict=False):
        body = _Body(piece, offset, fields)
        for word, postings in piece.plain.items():
            if (joint := found.get(word)) is None:
                joint = found[word] = _Joint()
            joint.add(body, postings)
        for word, each in piece.variants.items():
            for form, postings in each:
                variants.setdefault(word, {}).setdefault(form, _Joint()).add(body, postings)
    for word in sorted(found):
        joint = found.pop(word)
        # Pagefind does not count what variants fill.
        yield word, joint.places, _dump_word(word, joint, variants.get(word, {}))


def _dump_word(word: str, plain: _Joint, variants: Mapping[str, _Joint]) -> bytes:
    content = [dump_head(LIST, 3), dump(word), plain.dump(), dump_head(LIST, len(variants))]
    for form, joint in variants.items():
        content += [dump_head(LIST, 2), dump(form), joint.dump()]
    return b"".join(content)


class _Joint:
    """The passages with a word, from one piece after the other; how many places they fill."""

    __slots__ = ("_content", "_last", "_passages", "places")

    def __init__(self) -> None:
        self._passages = self._last = self.places = 0
        self._content: list[bytes] = []

    def add(self, body: _Body, postings: Postings) -> None:
        """Adds those of a piece."""
        passages, first, last, places, start, end = postings
        if passages:
            step = dump_head(NUMBER, body.offset + first - self._last)
            self._content += (_PASSAGE, step, body.cut(start, end))
            self._passages += passages
            self._last = body.offset + last
            self.places += places

    def dump(self) -> bytes:
        """The list of them."""
        return dump_head(LIST, self._passages) + b"".join(self._content)


class _Body:
    """The bytes of a piece whose first record is the one at `offset`, its fields numbered as in the whole."""

    def __init__(self, piece: Words, offset: int, fields: Sequence[str]) -> None:
        self.offset, self._body = offset, piece.body
        numbers = [fields.index(field) for field in piece.fields]
        self._signs = None if numbers == list(range(len(numbers))) else [dump(-1 - one) for one in numbers]

    def cut(self, start: int, end: int) -> bytes:
        """The bytes of postings, but for the step to the first."""
        cut = self._body[start:end]
        return _renumber(cut, self._signs) if self._signs else cut


def _renumber(cut: bytes, signs: Sequence[bytes]) -> bytes:
    """The same postings with other signs for the fields of meta."""

    def change(number: re.Match[bytes]) -> bytes:
        return signs[number[0][0] - 0x20] if 0x20 <= number[0][0] < 0x38 else number[0]

    def change_passage(passage: re.Match[bytes]) -> bytes:
        start = passage.start(5) - passage.start()
        return passage[0][:start] + EACH_NUMBER.sub(change, passage[5])

    before = _PASSAGE + dump_head(NUMBER, 0)
    return PASSAGE.sub(change_passage, before + cut)[len(before) :]


def _fill_chunks(words: Iterable[tuple[str, int, bytes]]) -> Iterator[dict[str, bytes]]:
    """The bytes of words in chunks, each closed by the word that fills it, and what is left, if anything."""
    chunk: dict[str, bytes] = {}
    filled = 0
    for word, places, content in words:
        chunk[word] = content
        filled += places
        if filled >= _FULL:
            yield chunk
            chunk, filled = {}, 0
    yield chunk


def _find_spans(spans: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """The first and last word of each chunk, cut to what tells them from those beside them."""
    firsts, lasts = [first for first, _ in spans], [last for _, last in spans]
    for number in range(1, len(spans)):
        pairs = zip(lasts[number - 1], firsts[number], strict=False)
        end = len(list(takewhile(lambda pair: pair[0] == pair[1], pairs))) + 1
        if lasts[number - 1][:end] >= firsts[number - 1]:
            lasts[number - 1] = lasts[number - 1][:end]
        firsts[number] = firsts[number][:end]
    return list(zip(firsts, lasts, strict=True))
