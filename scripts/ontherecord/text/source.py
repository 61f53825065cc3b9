"""A source text as blocks of lines, every sign of it at a known offset."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from ..data.characters import LINE_END


@dataclass(frozen=True)
class Line:
    """One line of the source, without its end; `number` counts from 1, `offset` from 0."""

    number: int
    text: str
    offset: int


@dataclass(frozen=True)
class Block:
    """Lines between blank lines: `text` joins them by line feeds, the i-th begins at offset `starts[i]`."""

    lines: tuple[Line, ...]
    text: str
    starts: tuple[int, ...]

    def line_at(self, offset: int) -> int:
        """The number of the line that holds an offset of the text."""
        return self.lines[bisect_right(self.starts, offset) - 1].number

    def source_offset(self, offset: int) -> int:
        """Where in the source an offset of the text stands."""
        index = bisect_right(self.starts, offset) - 1
        return self.lines[index].offset + offset - self.starts[index]


def fold(text: str) -> str:
    """The text with every run of white space as one space, and none at its ends."""
    return " ".join(text.split())


def build_block(lines: Sequence[Line]) -> Block:
    """The block of some lines, of which none is blank."""
    starts = accumulate((len(line.text) + 1 for line in lines[:-1]), initial=0)
    return Block(tuple(lines), "\n".join(line.text for line in lines), tuple(starts))


def find_lines(text: str) -> Iterator[Line]:
    """Every line of a text with words, and the first blank one after it; LF, CRLF or CR ends a line."""
    start, filled = 0, False
    for number, end, following in _find_ends(text):
        line = text[start:end]
        if filled or (line and not line.isspace()):
            filled = bool(line) and not line.isspace()
            yield Line(number, line, start)
        start = following


def _find_ends(text: str) -> Iterator[tuple[int, int, int]]:
    number = 1
    for match in LINE_END.finditer(text):
        yield number, match.start(), match.end()
        number += 1
    yield number, len(text), len(text)


def find_blocks(source: Iterable[Line]) -> list[Block]:
    """The blocks of some lines: a line of nothing but white space parts them."""
    blocks: list[Block] = []
    lines: list[Line] = []
    for line in source:
        if line.text.strip():
            lines.append(line)
        elif lines:
            blocks.append(build_block(lines))
            lines = []
    return [*blocks, build_block(lines)] if lines else blocks


_QUOTE = re.compile(r"\s*>(?!>)[^\S\n]?")


def unquote(lines: Sequence[Line]) -> list[Line]:
    """The lines without quote signs, where nearly all of them have one."""
    filled = [line for line in lines if line.text.strip()]
    quoted = sum(bool(_QUOTE.match(line.text)) for line in filled)
    if quoted * 5 < len(filled) * 4 or quoted < 2:
        return list(lines)
    found = []
    for line in lines:
        match = _QUOTE.match(line.text)
        size = match.end() if match else 0
        found.append(Line(line.number, line.text[size:], line.offset + size))
    return found
