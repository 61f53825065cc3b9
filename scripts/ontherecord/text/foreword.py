"""What stands before the first label: an editor's words, which nobody spoke, or the opening statement."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from ..problems import LineProblem
from .decide import clip
from .furniture import SENTENCE_END, is_note
from .labels import Opening
from .shapes import Shape
from .source import Block
from .turns import Cast
from .wrapping import unwrap

#: The words of an editor before the first label are few; an opening statement is longer.
FOREWORD_BLOCKS = 3
FOREWORD_SIGNS = 1200
FOREWORD = (
    "'{}' before the first label is taken for an editor's words; if it was spoken, name who opens"
    " (`opens: true`) in record.yml"
)


@dataclass(frozen=True)
class Foreword:
    """The places of the blocks before the first label that nobody spoke, and what is in doubt of them."""

    front: frozenset[int] = frozenset()
    doubts: tuple[LineProblem, ...] = ()


def find_foreword(
    body: Sequence[Block], by_block: Mapping[int, Sequence[Opening]], front: Collection[int], cast: Cast
) -> Foreword:
    """What nobody spoke before the first label.

    Lines without the end of a sentence (place, office) are front up to the last line that is furniture, and
    all of them where no cast is declared. A short foreword before a named speaker is an editor's; before a
    question it is a statement.
    """
    first = min(by_block, default=len(body))
    head = [place for place in range(first) if place not in front]
    last = max((place for place in front if place < first), default=-1)
    if not head or (first == len(body) and not front):
        return Foreword()
    before = [place for place in head if place < last]
    if cast.opening and not all(_is_caption(body[place]) for place in before):
        return Foreword()
    if cast.opening or first == len(body):
        return Foreword(frozenset(place for place in before if _is_caption(body[place])))
    captions = _list_captions(body, head)
    rest = head[len(captions) :]
    size = sum(len(body[place].text) for place in rest)
    asks = by_block[first][0].shape in {Shape.QUESTION, Shape.ANSWER}
    if not rest or asks or len(rest) > FOREWORD_BLOCKS or size > FOREWORD_SIGNS:
        return Foreword(frozenset(captions))
    opening = body[rest[0]]
    doubt = LineProblem(opening.lines[0].number, FOREWORD.format(clip(unwrap(opening.text))))
    return Foreword(frozenset(head), (doubt,))


def _list_captions(body: Sequence[Block], head: Sequence[int]) -> list[int]:
    """The places of the captions at the start, up to the first block that is none."""
    count = next((number for number, place in enumerate(head) if not _is_caption(body[place])), len(head))
    return list(head[:count])


def _is_caption(block: Block) -> bool:
    """True of a few words without the end of a sentence."""
    text = block.text.strip().rstrip("*_")
    ended = text[-1:] in SENTENCE_END and text[-1:] not in ")-–—" and not is_note(text)
    return len(text) <= 200 and len(block.lines) <= 6 and not ended
