"""Headings between the turns, which nobody spoke: as a record lists them, else as the text shows them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from ..problems import LineProblem
from .decide import clip
from .furniture import SENTENCE_END, strip_marks
from .labels import Opening
from .source import Block, fold
from .turns import Cast
from .wrapping import unwrap

TAKEN = "'{}' is taken for a heading, which nobody spoke"
NOT_TAKEN = "'{}' is taken for words of the text; if it is a heading, list it in record.yml under headings"
UNLISTED = (
    "'{}' looks like a heading: list it in record.yml under headings, or under not_labels if it was spoken"
)
#: How many paragraphs of ten end in a full stop or the like where lines without one are headings, or may be.
PUNCTUATED, HALF_PUNCTUATED = 0.8, 0.5


@dataclass(frozen=True)
class Headings:
    """The places and the words of headings, and what is in doubt."""

    places: frozenset[int]
    texts: tuple[str, ...]
    doubts: tuple[LineProblem, ...]


def find_headings(
    body: Sequence[Block], by_block: Mapping[int, Sequence[Opening]], front: Collection[int], cast: Cast
) -> Headings:
    """The headings of a text; with a declared cast those that the record lists, others in doubt."""
    listed = frozenset(
        place
        for place, block in enumerate(body)
        if place not in by_block and cast.headings and _say(block) in cast.headings
    )
    shown = find_headlines(body, by_block, front) - listed
    if cast.speakers or cast.questions:
        excused = {fold(each) for each in cast.not_labels}
        places, message = listed, UNLISTED
        shown = {place for place in shown if _say(body[place]) not in excused}
    elif _count_ended(body, front) >= PUNCTUATED:
        places, message = listed | shown, TAKEN
    else:
        places, message = listed, NOT_TAKEN
    texts = tuple(_say(body[place]) for place in sorted(places))
    doubts = (
        LineProblem(body[place].lines[0].number, message.format(clip(_say(body[place]))))
        for place in sorted(shown)
    )
    return Headings(places, texts, tuple(doubts))


def _say(block: Block) -> str:
    return unwrap(block.text)


def _count_ended(body: Sequence[Block], front: Collection[int]) -> float:
    """Which part of the paragraphs ends in a full stop or the like."""
    plain = [block for place, block in enumerate(body) if place not in front]
    return sum(block.text.rstrip().rstrip("*_")[-1:] in SENTENCE_END for block in plain) / max(1, len(plain))


def find_headlines(
    body: Sequence[Block], by_block: Mapping[int, Sequence[Opening]], front: Collection[int]
) -> set[int]:
    """The short lines right before a label that end in no stop, where most paragraphs do."""
    if len(body) - len(front) < 5 or _count_ended(body, front) < HALF_PUNCTUATED:
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
    ended = text[-1:] in SENTENCE_END and not (text.isupper() and text[-1:] == ":")
    return len(block.lines) == 1 and not ended and len(text) <= 90 and len(text.split()) <= 12
