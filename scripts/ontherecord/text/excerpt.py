"""Excerpts: a text cut to the words around some of its spans, which are marked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .sentences import find_sentences

Span = tuple[int, int]

#: How many characters an excerpt shows on each side of a span at most.
AROUND = 120


@dataclass(frozen=True)
class Piece:
    """A piece of an excerpt: words of the text, marked or not, or the sign … where some are left out."""

    text: str
    marked: bool


def cut_excerpt(
    text: str, spans: Sequence[Span], around: int = AROUND, most: int | None = None
) -> Iterator[Piece]:
    """The spans, marked, each with the sentences that fit into so many characters around it, or else words.

    `spans` are in order and do not overlap; of the stretches of the text that they make, `most` are shown.
    """
    shown = _find_stretches(text, spans, around)[:most]
    for number, (first, last) in enumerate(shown):
        if first > 0:
            yield Piece(" … " if number else "… ", False)
        at = first
        for start, end in spans:
            if first <= start < last:
                yield Piece(text[at:start], False)
                yield Piece(text[start:end], True)
                at = end
        yield Piece(text[at:last], False)
    if shown and shown[-1][1] < len(text):
        yield Piece(" …", False)


def _find_stretches(text: str, spans: Sequence[Span], around: int) -> list[Span]:
    """What an excerpt shows of a text; stretches that meet are joined."""
    sentences = [(begin + (begin > 0), end) for begin, end in find_sentences(text)]
    found: list[Span] = []
    for start, end in spans:
        begins = [begin for begin, _ in sentences if start - around <= begin <= start]
        stops = [stop for _, stop in sentences if end <= stop <= end + around]
        first = begins[0] if begins else _find_word(text, start - around, start)
        last = stops[-1] if stops else _find_word_end(text, end, end + around)
        if found and first <= found[-1][1] + 1:
            first = found.pop()[0]
        found.append((first, last))
    return found


def _find_word(text: str, start: int, end: int) -> int:
    """Where the first word begins between two places; the first of them if none does."""
    return text.find(" ", start, end) + 1 or start


def _find_word_end(text: str, start: int, end: int) -> int:
    """Where the last word ends between two places; the last of them if none does."""
    space = text.rfind(" ", start, end + 1)
    return end if space < 0 else space
