"""Title and date: from front matter, or from the first lines of a text, in any language of `languages`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from ..problems import LineProblem
from .furniture import is_furniture
from .source import Block, Line, build_block
from .wrapping import unwrap
from .written_dates import (
    DATE_FORMS,
    build_date,
    find_date_lines,
    find_dates,
    find_refused,
    match_date,
    names_more,
)

#: How many blocks from the start a date is looked for in.
HEAD_BLOCKS = 20


@dataclass(frozen=True)
class Heading:
    """Title and date as found, and all other blocks, the first `between` of which stand before the date."""

    title: str
    title_line: int
    date: date | None
    date_line: int
    body: tuple[Block, ...]
    problems: tuple[LineProblem, ...]
    spans: tuple[tuple[int, int], ...] = ()
    between: int = 0


def read_heading(
    blocks: Sequence[Block], first: int, *, titled: bool = False, dated: bool = False, strict: bool = False
) -> Heading:
    """The title is the first block before the first turn, the date a line near it; the body is all the rest.

    `first` is the place of the block that the first turn begins in. A missing title or date is no problem
    where the record gives it (`titled`, `dated`). Where the cast is known (`strict`), a date stands right
    after the title.
    """
    if not blocks:
        return Heading("", 1, None, 1, (), ())
    skipped = 0 if strict else _skip_furniture(blocks, first)
    if skipped:
        heading = read_heading(blocks[skipped:], first - skipped, titled=titled, dated=dated)
        between = heading.between + skipped if heading.between else 0
        return replace(heading, body=(*blocks[:skipped], *heading.body), between=between)
    head = first > 0
    within = find_date_lines(blocks[0]) if first > 0 or strict else None
    if within and (head or strict):
        return _dated(blocks, 0, within, titled)
    reach = 1 if strict else min(first, HEAD_BLOCKS, len(blocks))
    start = 1 if head else 0
    for place in range(start, min(len(blocks), start + reach)):
        if place > first or (place == first and not strict):
            break
        span = find_date_lines(blocks[place])
        if span and (not strict or span[0] == 0):
            return _dated(blocks, place, span, titled, head=head)
    return _undated(blocks, head, titled, dated, 1 if strict else first)


def _skip_furniture(blocks: Sequence[Block], first: int) -> int:
    """How many blocks at the start are furniture, and so no title."""
    count = 0
    while count < min(first, len(blocks) - 1) and _is_no_title(blocks[count]):
        count += 1
    return count


def _is_no_title(block: Block) -> bool:
    return len(block.lines) == 1 and (is_furniture(block.text) or block.text.strip().isdigit())


def _undated(blocks: Sequence[Block], head: bool, titled: bool, dated: bool, first: int) -> Heading:
    rest = blocks[1:] if head else blocks
    opening = blocks[0]
    where = rest[0].lines[0].number if rest else opening.lines[0].number
    problems = [] if dated else [LineProblem(where, find_refused(blocks[:HEAD_BLOCKS]) or NO_DATE)]
    title = unwrap(_untitled(opening)) if head else ""
    day, line = (None, where)
    # Without a label, all below the title may be spoken.
    inside = _find_only_date(blocks[: first if first < len(blocks) else 1] if head else ())
    if inside:
        day, line = inside
        problems = []
    if not head and not titled:
        problems.insert(0, LineProblem(1, NO_TITLE))
    span = ((_start(opening), _stop(opening)),) if head else ()
    return Heading(title, opening.lines[0].number, day, line, tuple(rest), tuple(problems), span)


NO_DATE = f"no date after the title: it is expected here, as {DATE_FORMS}"
NO_TITLE = "no title: the text must begin with one, before the date"


def _untitled(block: Block) -> str:
    return re.sub(r"^\s*#{1,6}\s+", "", block.text)


def _start(block: Block) -> int:
    return block.lines[0].offset


def _stop(block: Block) -> int:
    return block.lines[-1].offset + len(block.lines[-1].text)


SENTENCE_STOPS = frozenset(".?!…。？！")


def _find_only_date(blocks: Sequence[Block]) -> tuple[date, int] | None:
    """The only date that the head of a text names in full, and its line."""
    found: dict[date, int] = {}
    for block in blocks[:HEAD_BLOCKS]:
        for line in block.lines[:12]:
            day = find_dates(line.text[:400])
            # A date within a sentence may be any other day's.
            if day and (block is blocks[0] or line.text.rstrip()[-1:] not in SENTENCE_STOPS):
                found.setdefault(day, line.number)
    return next(iter(found.items())) if len(found) == 1 else None


def _dated(
    blocks: Sequence[Block], place: int, span: tuple[int, int], titled: bool, *, head: bool = True
) -> Heading:
    """The heading whose date is some lines of one block: what stands beside them is title or body."""
    block = blocks[place]
    before, lines, after = block.lines[: span[0]], block.lines[span[0] : span[1]], block.lines[span[1] :]
    match = match_date(lines)
    day = build_date(match) if match else None
    line = lines[0].number
    title_lines: Sequence[Line] = before if place == 0 else blocks[0].lines if head else ()
    if place == 0 and not before and match and names_more(lines, match):
        title_lines = lines
    problems: list[LineProblem] = []
    if not title_lines and not titled:
        problems.append(LineProblem(line, NO_TITLE))
    if match and not day:
        problems.append(LineProblem(line, f"'{match[0]}' is not a date of the calendar; write {DATE_FORMS}"))
    title = unwrap(_untitled(build_block(title_lines))) if title_lines else ""
    between = [
        *(blocks[1 if head else 0 : place] if place else ()),
        *([build_block(before)] if place and before else []),
    ]
    body = [
        *between,
        *([build_block(after)] if after else []),
        *blocks[place + 1 :],
    ]
    spans = [(lines[0].offset, lines[-1].offset + len(lines[-1].text))]
    if title_lines and title_lines is not lines:
        spans.insert(0, (title_lines[0].offset, title_lines[-1].offset + len(title_lines[-1].text)))
    number = title_lines[0].number if title_lines else line
    return Heading(title, number, day, line, tuple(body), tuple(problems), tuple(spans), len(between))
