"""From text to pieces: what each stretch of a source is (heading, front, label, words, note), and where."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise

from ..data.characters import BOM
from ..problems import LineProblem
from .candidates import find_candidates
from .decide import clip, find_facts
from .furniture import SENTENCE_END, find_front, is_note, split_furniture, strip_marks
from .heading import FrontMatter, Heading, find_date_lines, read_front_matter, read_heading
from .labels import LABEL_LINES, Labels, Opening, build_labels, check_openings, find_by_shape, find_declared
from .shapes import Shape, find_shape
from .source import Block, Line, build_block, find_blocks, find_lines, fold_paragraph
from .turns import Cast

CUT = "'{}' stands in the middle of a sentence and is taken for no words; the sentence is in two paragraphs"
HEADLINE = "'{}' is taken for a heading, which nobody spoke"
#: How many paragraphs of ten end in a full stop or the like where lines without one are headings.
PUNCTUATED = 0.8
#: The words of an editor before the first label are few; an opening statement is longer.
FOREWORD_BLOCKS = 3
FOREWORD_SIGNS = 1200


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
        return fold_paragraph(self.block.text[self.start : self.end])

    @property
    def line(self) -> int:
        """The line of its first sign that is no white space."""
        words = self.block.text[self.start : self.end]
        return self.block.line_at(self.start + len(words) - len(words.lstrip()))


@dataclass(frozen=True)
class Reading:
    """All that was made of a text: heading, pieces in order, and what is wrong."""

    heading: Heading
    pieces: tuple[Piece, ...]
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
    pieces, cuts = cut_body(body, kept, heading.title, cast, declared)
    front = [Piece(Role.FRONT, build_block((line,)), 0, len(line.text)) for line in _list_matter(matter)]
    return Reading(heading, (*front, *pieces), (*heading.problems, *problems, *cuts))


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
    return matter, list(split_furniture(find_blocks(_unquote(lines))))


_QUOTE = re.compile(r"\s*>(?!>)[^\S\n]?")


def _unquote(lines: Sequence[Line]) -> list[Line]:
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
        return find_by_shape(blocks, candidates, facts, labels)
    found, rest = find_declared(blocks, candidates, labels)
    return found, list(check_openings(blocks, found, rest, facts, labels))


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


def cut_body(
    body: Sequence[Block], openings: Sequence[Opening], title: str, cast: Cast, declared: bool
) -> tuple[list[Piece], list[LineProblem]]:
    """The pieces of the body in order, and where furniture cuts a sentence."""
    by_block: dict[int, list[Opening]] = {}
    for each in openings:
        by_block.setdefault(each.block, []).append(each)
    front = find_front(body, title) - by_block.keys()
    front |= find_foreword(body, by_block, front, cast)
    headlines = find_headlines(body, by_block, front)
    doubts = (
        []
        if declared
        else [
            LineProblem(body[place].lines[0].number, HEADLINE.format(clip(fold_paragraph(body[place].text))))
            for place in sorted(headlines)
        ]
    )
    front |= headlines
    pieces: list[Piece] = []
    for place, block in enumerate(body):
        own = by_block.get(place, [])
        if own:
            pieces += cut_block(block, own)
        else:
            role = Role.FRONT if place in front else Role.NOTE if is_note(block.text) else Role.SPOKEN
            pieces.append(Piece(role, block, *_trim(block.text, 0, len(block.text))))
    return pieces, [*_find_cuts(pieces), *doubts]


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


def find_foreword(
    body: Sequence[Block], by_block: dict[int, list[Opening]], front: set[int], cast: Cast
) -> set[int]:
    """The blocks before the first label that nobody spoke.

    Lines without the end of a sentence (place, office) are front up to the last line that is furniture, and
    all of them where no cast is declared. A short foreword before a named speaker is an editor's; before a
    question it is a statement.
    """
    first = min(by_block, default=len(body))
    head = [place for place in range(first) if place not in front]
    if not head or (first == len(body) and not front):
        return set()
    marks = [place for place in front if place < first]
    last = max(marks, default=-1)
    if cast.opening:
        return (
            {place for place in head if place < last and _is_caption(body[place])}
            if not _spoken_before(body, head, last)
            else set()
        )
    if first == len(body):
        return {place for place in head if place < last and _is_caption(body[place])}
    captions: set[int] = set()
    for place in head:
        if not _is_caption(body[place]):
            break
        captions.add(place)
    rest = [place for place in head if place not in captions]
    size = sum(len(body[place].text) for place in rest)
    asks = by_block[first][0].shape in {Shape.QUESTION, Shape.ANSWER}
    if asks and not cast.opening and rest and size > 0:
        return captions
    if len(rest) <= FOREWORD_BLOCKS and size <= FOREWORD_SIGNS and not cast.opening:
        return captions | set(rest)
    return captions


def find_headlines(body: Sequence[Block], by_block: Mapping[int, list[Opening]], front: set[int]) -> set[int]:
    """The short lines right before a label that end in no stop, where nearly all paragraphs do."""
    plain = [place for place in range(len(body)) if place not in front]
    ended = sum(body[place].text.rstrip().rstrip("*_")[-1:] in SENTENCE_END for place in plain)
    if len(plain) < 5 or ended < PUNCTUATED * len(plain):
        return set()
    first = min(by_block, default=len(body))
    found: set[int] = set()
    for place in reversed(range(first + 1, len(body) - 1)):
        following = by_block.get(place + 1)
        opens = (
            bool(following) and not body[place + 1].text[: following[0].begin].strip() if following else False
        )
        alone = place not in by_block and place not in front and _is_headline(body[place])
        settled = place - 1 not in by_block or _has_words(body[place - 1], by_block[place - 1][-1])
        if alone and settled and (opens or place + 1 in found):
            found.add(place)
    return found


def _has_words(block: Block, opening: Opening) -> bool:
    return bool(block.text[opening.words :].strip())


def _is_headline(block: Block) -> bool:
    text = strip_marks(block.text)
    capitals = text.isupper()
    ended = text[-1:] in SENTENCE_END and not (capitals and text[-1:] == ":")
    return len(block.lines) == 1 and not ended and len(text) <= 90 and len(text.split()) <= 12


def _spoken_before(body: Sequence[Block], head: Sequence[int], last: int) -> bool:
    return any(not _is_caption(body[place]) for place in head if place < last)


def _is_caption(block: Block) -> bool:
    """True of a few words without the end of a sentence."""
    text = block.text.strip().rstrip("*_")
    return (
        len(text) <= 200
        and len(block.lines) <= 6
        and (text[-1:] not in SENTENCE_END or text[-1:] in ")-–—" or is_note(text))
    )


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
