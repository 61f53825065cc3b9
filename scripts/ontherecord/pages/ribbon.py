"""The ribbon: a drawing of a transcript in which each passage is a block, laid out at build time.

Lengths are CSS pixels. A drawing has a fixed width; the pages hold one for each range of window widths.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import floor

from ..archive.model import Part, SpokenTurn, Transcript
from ..catalogue import say
from ..data.definitions import Topic
from ..exports.pictures.row import Stripe, build_stripes, place_row
from ..subjects.passages import Level, Passage
from ..text.turns import Kind

BLOCK_HEIGHT = 38.0
_GAP = 2.0
_PART_GAP = 26.0
_LABEL = 16.0
_NUMBERS = 18.0
#: How wide a letter of a caption is about, and the space behind it counted in.
_LETTER = 5.6
_ROW_GAP = 8.0


@dataclass(frozen=True)
class RibbonWidth:
    """A width to draw for: blocks are `least` to `most` pixels apart."""

    name: str
    width: float
    least: float
    most: float


WIDTHS = (
    RibbonWidth("wide", 672, 28, 28),
    RibbonWidth("narrow", 358, 25.5, 25.5),
)


@dataclass(frozen=True)
class RowSize:
    """What a row of blocks measures: from block to block, between parts, and the blocks themselves, in px."""

    pitch: int
    part_gap: int
    width: int
    height: int


SMALL = RowSize(pitch=9, part_gap=6, width=8, height=18)


@dataclass(frozen=True)
class Block:
    """One passage: its place, its stripes, and the number below it (empty for most).

    `filled` is false for a block of no topic shown; `dot` marks a mention on a topic's ribbon.
    """

    passage: Passage
    question: bool
    x: float
    y: float
    width: float
    stripes: tuple[Stripe[Topic], ...]
    number: str
    strong: bool
    dot: bool
    label: str


@dataclass(frozen=True)
class Caption:
    """The name of a part, above its first block."""

    text: str
    x: float
    y: float


@dataclass(frozen=True)
class Drawing:
    """One ribbon, laid out for one frame."""

    frame: str
    width: float
    height: float
    captions: tuple[Caption, ...]
    blocks: tuple[Block, ...]


def build_ribbon(
    transcript: Transcript, topics: Mapping[str, Topic], focus: str | None = None
) -> tuple[Drawing, ...]:
    """The drawings of a transcript, one a frame; with a `focus` only that topic is coloured and numbered."""
    return tuple(_draw(transcript, topics, focus, frame) for frame in WIDTHS)


def _draw(
    transcript: Transcript, topics: Mapping[str, Topic], focus: str | None, frame: RibbonWidth
) -> Drawing:
    groups = [part.passages for part in transcript.parts]
    pitch = _find_pitch([len(group) for group in groups], frame)
    places = list(_place([len(group) for group in groups], frame, pitch))
    row_height = _LABEL + BLOCK_HEIGHT + _NUMBERS
    rows = max((row for part in places for _, row in part), default=0) + 1
    captions, blocks = [], []
    starts = [spots[0] for spots in places]
    for part, spots, after in zip(transcript.parts, places, [*starts[1:], None], strict=True):
        (left, row), top = spots[0], spots[0][1] * (row_height + _ROW_GAP)
        end = after[0] if after and after[1] == row else frame.width
        captions.append(Caption(_fit_caption(part, end - left), left, top + 11))
        ends = (transcript.passages[-1], part.passages[0])
        for passage, (x, row) in zip(part.passages, spots, strict=True):
            y = row * (row_height + _ROW_GAP) + _LABEL
            turn = transcript.turn_of(passage)
            blocks.append(_build_block(passage, turn, topics, focus, (x, y, pitch - _GAP), passage in ends))
    height = rows * (row_height + _ROW_GAP) - _ROW_GAP
    return Drawing(frame.name, frame.width, height, tuple(captions), tuple(blocks))


def _fit_caption(part: Part, room: float) -> str:
    """The name of a part as far as there is room for it before the next one, in px."""
    whole = say("Exchange {number}", number=part.number) if part.number else part.heading
    short = str(part.number) if part.number else part.heading.partition(" ")[0]
    return next((name for name in (whole, short) if len(name) * _LETTER <= room), "")


def _find_pitch(sizes: Sequence[int], frame: RibbonWidth) -> float:
    """The distance of blocks that fills one row, if one row can hold them; else the closest allowed."""
    count = sum(sizes)
    room = frame.width - _PART_GAP * (len(sizes) - 1)
    pitch = (room + _GAP) / count if count else frame.most
    if frame.least <= pitch:
        return floor(min(pitch, frame.most) * 100) / 100
    return frame.least


def _place(sizes: Sequence[int], frame: RibbonWidth, pitch: float) -> Iterator[list[tuple[float, int]]]:
    """For each part the x and the row of its blocks; a part is kept on one row where one can hold it."""
    x, row = 0.0, 0
    for size in sizes:
        whole = size * pitch - _GAP
        if x and x + whole > frame.width and (whole <= frame.width or x + pitch > frame.width):
            x, row = 0.0, row + 1
        spots = []
        for _ in range(size):
            if x and x + pitch - _GAP > frame.width + 0.5:
                x, row = 0.0, row + 1
            spots.append((round(x, 2), row))
            x += pitch
        x += _PART_GAP
        yield spots


def _build_block(
    passage: Passage,
    turn: SpokenTurn,
    topics: Mapping[str, Topic],
    focus: str | None,
    box: tuple[float, float, float],
    numbered: bool,
) -> Block:
    x, y, width = box
    shown = [topic for topic in passage.about if focus in (None, topic)]
    question = turn.turn.kind is Kind.QUESTION
    mention = focus is not None and focus in passage.touches
    marked = bool(shown) or mention
    if focus is None:
        number = passage.number if question or numbered or _is_fifth(passage) else ""
    else:
        number = passage.number if marked else ""
    if question:
        number = f"Q{number}"
    return Block(
        passage=passage,
        question=question,
        x=x,
        y=y,
        width=round(width, 2),
        stripes=tuple(build_stripes([topics[topic] for topic in shown], y, BLOCK_HEIGHT)),
        number=number,
        strong=question,
        dot=mention,
        label=describe_passage(passage, turn, topics, focus),
    )


def _is_fifth(passage: Passage) -> bool:
    return passage.number.isdigit() and int(passage.number) % 5 == 0


# --- One row, without numbers: in lists ---


@dataclass(frozen=True)
class SmallBlock:
    """A block of a row: its left edge, and its stripes, none where it shows no topic."""

    question: bool
    x: float
    stripes: tuple[Stripe[str], ...]


def build_row(transcript: Transcript, focus: str | None = None) -> tuple[SmallBlock, ...]:
    """The blocks of a small ribbon; with a `focus` only that topic is coloured."""
    return tuple(
        SmallBlock(
            transcript.turn_of(passage).turn.kind is Kind.QUESTION,
            x,
            tuple(build_stripes([one for one in passage.about if focus in (None, one)], 0, SMALL.height)),
        )
        for passage, x in place_row(transcript, SMALL.pitch, SMALL.part_gap)
    )


def describe_passage(
    passage: Passage, turn: SpokenTurn, topics: Mapping[str, Topic], focus: str | None = None
) -> str:
    """A block in words: "Passage 25, question: Syria"."""
    name = say("Passage {number}", number=passage.number)
    if turn.turn.kind is Kind.QUESTION:
        name = say("Passage {number}, question", number=passage.number)
    if focus is not None:
        level = next((item.level for item in passage.assignments if item.topic == focus), None)
        topic = topics[focus].title
        if level is Level.ABOUT:
            return say("{passage}: about {topic}", passage=name, topic=topic)
        if level is Level.TOUCHES:
            return say("{passage}: mentions {topic}", passage=name, topic=topic)
        return say("{passage}: about other topics", passage=name)
    about = ", ".join(topics[topic].title for topic in passage.about)
    return f"{name}: {about}" if about else say("{passage}: procedural", passage=name)
