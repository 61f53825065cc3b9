"""The ribbon: a transcript as a row of blocks, a passage each; the style sheet breaks it to fit a window."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ..archive.model import Part, SpokenTurn, Transcript
from ..catalogue import say
from ..data.definitions import Topic
from ..exports.pictures.row import MOST_STRIPES, build_stripes, place_row
from ..subjects.passages import Level, Passage
from ..text.turns import Kind

#: In px: from block to block, what a caption may take behind them (both: ribbon.css), how wide a letter is.
_PITCH = 26
_BEHIND = 16
_LETTER = 5.6


@dataclass(frozen=True)
class Block:
    """One passage: the topics that it shows, and its number if it has one.

    `dot` marks a mention on a topic's ribbon.
    """

    passage: Passage
    question: bool
    topics: tuple[Topic, ...]
    number: str
    dot: bool
    label: str


@dataclass(frozen=True)
class RibbonPart:
    """The blocks of a part, under as much of its name as there is room for."""

    caption: str
    blocks: tuple[Block, ...]


def build_ribbon(
    transcript: Transcript, topics: Mapping[str, Topic], focus: str | None = None
) -> tuple[RibbonPart, ...]:
    """The parts of a transcript; with a `focus` only that topic is coloured and numbered."""
    last = transcript.passages[-1] if transcript.passages else None
    parts = []
    for part in transcript.parts:
        ends = part.passages[0], last
        blocks = [
            _build_block(item, transcript.turn_of(item), topics, focus, item in ends)
            for item in part.passages
        ]
        parts.append(RibbonPart(_fit_caption(part), tuple(blocks)))
    return tuple(parts)


def _fit_caption(part: Part) -> str:
    """The name of a part as far as there is room for it above its blocks."""
    whole = say("Exchange {number}", number=part.number) if part.number else part.heading
    short = str(part.number) if part.number else part.heading.partition(" ")[0]
    room = len(part.passages) * _PITCH + _BEHIND
    return next((name for name in (whole, short) if len(name) * _LETTER <= room), "")


def _build_block(
    passage: Passage, turn: SpokenTurn, topics: Mapping[str, Topic], focus: str | None, at_end: bool
) -> Block:
    shown = [topics[topic] for topic in passage.about if focus in (None, topic)]
    question = turn.turn.kind is Kind.QUESTION
    mention = focus is not None and focus in passage.touches
    counted = question or at_end or _is_fifth(passage)
    number = passage.number if (counted if focus is None else shown or mention) else ""
    return Block(
        passage=passage,
        question=question,
        topics=tuple(shown[:MOST_STRIPES]),
        number=f"Q{number}" if question else number,
        dot=mention,
        label=describe_passage(passage, turn, topics, focus),
    )


def _is_fifth(passage: Passage) -> bool:
    return passage.number.isdigit() and int(passage.number) % 5 == 0


# --- One row, without numbers: in lists ---


@dataclass(frozen=True)
class RowSize:
    """What a row of blocks measures: from block to block, between parts, and the blocks themselves, in px."""

    pitch: int
    part_gap: int
    width: int
    height: int


SMALL = RowSize(pitch=9, part_gap=6, width=8, height=18)


@dataclass(frozen=True)
class Row:
    """A small ribbon: its width, and the outlines of all blocks and stripes that look alike.

    Each outline is whether it is of questions, the topic that colours it (None for none), and an SVG path.
    """

    width: float
    outlines: tuple[tuple[bool, str | None, str], ...]


def build_row(transcript: Transcript, focus: str | None = None) -> Row:
    """The blocks of a small ribbon; with a `focus` only that topic is coloured."""
    drawn: dict[tuple[bool, str | None], list[str]] = defaultdict(list)
    width = 0.0
    for passage, x in place_row(transcript, SMALL.pitch, SMALL.part_gap):
        question = transcript.turn_of(passage).turn.kind is Kind.QUESTION
        for topic, y, height in _list_stripes(passage, focus):
            drawn[question, topic].append(_outline(x, y, height, 1 if question and topic else 0))
        width = x + SMALL.pitch
    return Row(width, tuple((asked, topic, "".join(paths)) for (asked, topic), paths in drawn.items()))


def _list_stripes(passage: Passage, focus: str | None) -> Iterator[tuple[str | None, float, float]]:
    about = [topic for topic in passage.about if focus in (None, topic)]
    for stripe in build_stripes(about, 0, SMALL.height):
        yield stripe.topic, stripe.y, stripe.height
    if not about:
        yield None, 0, SMALL.height


def _outline(x: float, y: float, height: float, inset: float) -> str:
    """A rectangle as a path, made smaller by half of the line that is drawn around it."""
    wide, high = SMALL.width - 2 * inset, height - 2 * inset
    return f"M{x + inset:.4g} {y + inset:.4g}h{wide}v{high:.4g}h-{wide}z"


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
