"""The passages of a transcript as a row of blocks, and the stripes of each: one a topic."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from ...archive.model import Transcript
from ...subjects.passages import Passage

#: How many topics of a passage a block shows at most, and what is between two of them.
MOST_STRIPES = 3
_GAP = 2.0

T = TypeVar("T")


@dataclass(frozen=True)
class Stripe(Generic[T]):
    """A coloured stripe of a block, for one topic (or its id); y and height within the drawing."""

    topic: T
    y: float
    height: float


def build_stripes(topics: Sequence[T], y: float, height: float) -> Iterator[Stripe[T]]:
    """A block's topics, the first few, one above the other within its height."""
    shown = topics[:MOST_STRIPES]
    high = (height - _GAP * (len(shown) - 1)) / max(len(shown), 1)
    for number, topic in enumerate(shown):
        yield Stripe(topic, round(y + number * (high + _GAP), 2), round(high, 2))


def place_row(transcript: Transcript, pitch: float, part_gap: float) -> Iterator[tuple[Passage, float]]:
    """Every passage with the left edge of its block, in one row, parts set apart."""
    x: float = 0
    for part in transcript.parts:
        for passage in part.passages:
            yield passage, round(x, 2)
            x += pitch
        x += part_gap
