"""From text to pieces: what each stretch of a source is (heading, front, label, words, note), and where."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise

from ..data.characters import BOM
from ..problems import LineProblem
from .candidates import find_candidates
from .decide import clip
from .foreword import find_foreword
from .front_matter import FrontMatter, read_front_matter
from .furniture import SENTENCE_END, find_front, is_note, split_furniture
from .groups import find_facts
from .heading import Heading, read_heading
from .headings import find_headings
from .labels import LABEL_LINES, Labels, Opening, build_labels, check_openings, find_by_shape, find_declared
from .shapes import Shape, find_shape
from .source import Block, Line, build_block, find_blocks, find_lines, unquote
from .turns import Cast
from .unseen import find_unseen
from .wrapping import unwrap
from .written_dates import find_date_lines

CUT = "'{}' stands in the middle of a sentence and is taken for no words; the sentence is in two paragraphs"


class Role(StrEnum):
    """What a piece of the source is."""

    HEADING = "heading"
    FRONT = "front"
    LABEL = "label"
    SPOKEN = "spoken"
    NOTE = "note"


@dataclass(frozen=True)
class Piece:
    """A stretch of one block and what it is; a label has its opening."""

    role: Role
    block: Block
    start: int
    end: int
    opening: Opening | None = None

    @property
    def text(self) -> str:
        """Its words, folded."""
        return unwrap(self.block.text[self.start : self.end])

    @property
    def line(self) -> int:
        """The line of its first sign that is no white space."""
        words = self.block.text[self.start : self.end]
        return self.block.line_at(self.start + len(words) - len(words.lstrip()))


@dataclass(frozen=True)
class Reading:
    """All that was made of a text: its head, pieces in order, headings between turns, and what is wrong."""

    heading: Heading
    pieces: tuple[Piece, ...]
    headings: tuple[str, ...]
    problems: tuple[LineProblem, ...]


# --- reading ---------------------------------------------------------------------------------------------


def read_source(text: str, cast: Cast, *, titled: bool = False, dated: bool = False) -> Reading:
    """The heading and the pieces of a text: blocks, then labels, then what stands between them."""
    matter, blocks = read_blocks(text.removeprefix(BOM))
    labels = build_labels(cast)
    declared = bool(cast.speakers or cast.questions)
    blocks = join_broken_labels(blocks, labels, declared)
    openings, problems = find_openings(blocks, labels, declared)
    heading, places = find_heading(blocks, openings, matter, titled, dated, declared)
    body = heading.body
    moved = [_move(each, blocks, body, places) for each in openings]
    kept = [each for each in moved if each is not None]
    lines = {block.lines[0].number for block in body}
    first = min(lines, default=0)
    problems = [each for each in problems if each.line >= first or not body]
    cut = cut_body(body, kept, heading, cast, declared)
    front = [Piece(Role.FRONT, build_block((line,)), 0, len(line.text)) for line in _list_matter(matter)]
    found = (*heading.problems, *problems, *cut.problems)
    return Reading(heading, (*front, *cut.pieces), cut.headings, found)


def _list_matter(matter: FrontMatter | None) -> Iterator[Line]:
    """The lines of front matter that are neither title nor date nor its fence."""
    for line in matter.lines if matter else ():
        own = {
            matter.title_line if matter and matter.title else 0,
            matter.date_line if matter and matter.date else 0,
        }
        if line.text.strip() and line.text.strip() not in {"---", "..."} and line.number not in own:
            yield line


def read_blocks(text: str) -> tuple[FrontMatter | None, list[Block]]:
    """The front matter and the blocks of a text; the signs of a text quoted as a whole are no part of it."""
    lines = list(find_lines(text))
    matter = read_front_matter(lines)
    if matter:
        last = matter.lines[-1].number
        lines = [line for line in lines if line.number > last]
    return matter, list(split_furniture(find_blocks(unquote(lines))))


def join_broken_labels(blocks: Sequence[Block], labels: Labels, declared: bool) -> list[Block]:
    """The blocks, where one that ends in a label and the next one that begins with its colon are one."""
    joined: list[Block] = []
    for block in blocks:
        if joined and begins_with_colon(block) and ends_in_label(joined[-1], labels, declared):
            joined[-1] = build_block((*joined[-1].lines, *block.lines))
        else:
            joined.append(block)
    return joined


def ends_in_label(block: Block, labels: Labels, declared: bool) -> bool:
    """True of a block that is a label without its colon, or whose last few lines are one."""
    starts = {0, *block.starts[-LABEL_LINES:]}
    if any(labels.bare.fullmatch(block.text, start) for start in starts):
        return True
    last = block.lines[-1].text
    return not declared and len(last) < 60 and find_shape(last.strip()) not in {Shape.PHRASE, Shape.WORD}


def begins_with_colon(block: Block) -> bool:
    """True of a block whose first character, white space aside, is a colon."""
    return block.text.lstrip()[:1] in (":", "：")


def find_openings(
    blocks: Sequence[Block], labels: Labels, declared: bool
) -> tuple[list[Opening], list[LineProblem]]:
    """The labels of a text: as declared where any is declared, else by shape; and what is in doubt."""
    candidates = find_candidates(blocks)
    facts = find_facts(blocks)
    if not declared:
        found, problems = find_by_shape(blocks, candidates, facts, labels)
    else:
        found, rest = find_declared(blocks, candidates, labels)
        problems = list(check_openings(blocks, found, rest, facts, labels))
    return found, [*problems, *find_unseen(blocks, found, facts, labels, problems)]


def find_heading(
    blocks: Sequence[Block],
    openings: Sequence[Opening],
    matter: FrontMatter | None,
    titled: bool,
    dated: bool,
    declared: bool,
) -> tuple[Heading, dict[int, int]]:
    """The heading of a text, and the place in the body of each block that is in it whole or in part."""
    first = min((each.block for each in openings), default=len(blocks))
    if first == 0 and len(blocks) > 1 and find_date_lines(blocks[1]) == (0, len(blocks[1].lines)):
        # A title may look like a label.
        first = min((each.block for each in openings if each.block), default=len(blocks))
    if matter and (matter.title or matter.date):
        span = (matter.lines[0].offset, matter.lines[0].offset)
        spans = [
            (line.offset, line.offset + len(line.text))
            for line in matter.lines
            if line.number
            in {matter.title_line if matter.title else 0, matter.date_line if matter.date else 0}
        ] or [span]
        heading = Heading(
            *(matter.title, matter.title_line, matter.date, max(matter.date_line, matter.title_line)),
            *(tuple(blocks), (), tuple(spans)),
        )
    elif declared and first == 0 and not titled:
        heading = read_heading(blocks, 1, titled=titled, dated=dated, strict=True)
    else:
        heading = read_heading(blocks, first, titled=titled, dated=dated, strict=declared and first > 0)
    return heading, {id(block): place for place, block in enumerate(heading.body)}


def _move(
    each: Opening, blocks: Sequence[Block], body: Sequence[Block], places: dict[int, int]
) -> Opening | None:
    """An opening with its place in the body, None where its block went into the heading."""
    block = blocks[each.block]
    if id(block) in places:
        return replace(each, block=places[id(block)])
    # The lines after a date stay as a block of their own.
    for place, other in enumerate(body[:2]):
        if other.lines[0].number > block.lines[-1].number or other.lines[-1].number < each.line:
            continue
        if other.lines[0].number <= each.line:
            shift = len(block.text) - len(other.text)
            if each.begin < shift:
                return None
            offsets = (each.begin - shift, each.start - shift, each.end - shift, each.words - shift)
            begin, start, end, words = offsets
            return replace(each, block=place, begin=begin, start=start, end=end, words=words)
    return None


# --- pieces ----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Cut:
    """The pieces of a body in order, the headings among them, and what is in doubt."""

    pieces: Sequence[Piece]
    headings: tuple[str, ...]
    problems: tuple[LineProblem, ...]


def cut_body(
    body: Sequence[Block], openings: Sequence[Opening], heading: Heading, cast: Cast, declared: bool
) -> Cut:
    """The pieces of the body in order, and what is in doubt: headings, and furniture that cuts a sentence."""
    by_block: dict[int, list[Opening]] = {}
    for each in openings:
        by_block.setdefault(each.block, []).append(each)
    front = find_front(body, heading.title) - by_block.keys()
    front |= set(range(heading.between)) - by_block.keys()
    foreword = find_foreword(body, by_block, front, cast)
    front |= foreword.front
    headings = find_headings(body, by_block, front, cast)
    front |= headings.places
    doubts = [*foreword.doubts, *headings.doubts] if not declared else headings.doubts
    pieces: list[Piece] = []
    for place, block in enumerate(body):
        own = by_block.get(place, [])
        if own:
            pieces += cut_block(block, own)
        else:
            role = Role.FRONT if place in front else Role.NOTE if is_note(block.text) else Role.SPOKEN
            pieces.append(Piece(role, block, *_trim(block.text, 0, len(block.text))))
    return Cut(pieces, tuple(headings.texts), (*_find_cuts(pieces), *doubts))


def cut_block(block: Block, openings: Sequence[Opening]) -> Iterator[Piece]:
    """The pieces of a block with labels: words before the first, then each label and its words."""
    edges = [*(each.begin for each in openings), len(block.text)]
    if block.text[: edges[0]].strip():
        yield _build_words(block, 0, edges[0])
    for each, end in zip(openings, edges[1:], strict=True):
        yield Piece(Role.LABEL, block, each.start, each.end, each)
        if block.text[each.words : end].strip():
            yield _build_words(block, each.words, end)


def _build_words(block: Block, start: int, end: int) -> Piece:
    start, end = _trim(block.text, start, end)
    return Piece(Role.NOTE if is_note(block.text[start:end]) else Role.SPOKEN, block, start, end)


#: What stands before words and is none of them: a time in brackets, the voice of a caption.
_MARK_BEFORE = re.compile(
    r"(?:\\?[\[(]\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d{1,3})?\\?[\])]|<v(?:\.[^\s>]*)?\s[^>\n]{1,80}>)\s*"
)


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    """The stretch without white space at its ends and without the marks before its words."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    mark = _MARK_BEFORE.match(text, start, end)
    return (mark.end() if mark and mark.end() < end else start), end


def _find_cuts(pieces: Sequence[Piece]) -> Iterator[LineProblem]:
    """A problem for furniture between two halves of a sentence."""
    spoken = [place for place, piece in enumerate(pieces) if piece.role is not Role.FRONT]
    for before, after in pairwise(spoken):
        if after == before + 1:
            continue
        left, right = pieces[before], pieces[after]
        if left.role is not Role.SPOKEN or right.role is not Role.SPOKEN:
            continue
        follows = right.text[:1]
        if left.text[-1:] not in SENTENCE_END and follows.isalpha() and not follows.isupper():
            yield LineProblem(pieces[before + 1].line, CUT.format(clip(pieces[before + 1].text)))
