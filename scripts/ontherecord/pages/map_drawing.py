"""The drawings of the map: marks and their labels on plates, none over another. Lengths are CSS pixels."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product
from math import cos, hypot, pi, sin, sqrt

from .. import urls
from ..data.definitions import Entity, Topic
from ..subjects.passages import Passage
from .map_insets import build_insets
from .map_plates import PLATES, WORLD, Plate, Sheet

#: A plate is drawn if it would show so many places; others stand on the map of the world.
LEAST_ON_PLATE = 4


@dataclass(frozen=True)
class Spot:
    """A place of the map: its number on the list, where it is, and what stands behind it.

    `position` is (lat, lon), None for a place that is on the list alone. `passages` name the place, newest
    event first; `topic` is a topic that is about it. A spot of a topic alone has no `entity`, and its
    passages are about the topic.
    """

    number: int
    label: str
    entity: Entity | None
    topic: Topic | None
    position: tuple[float, float] | None
    passages: tuple[Passage, ...]

    @property
    def name(self) -> str:
        """The name in full."""
        return self.entity.name if self.entity else self.label

    @property
    def address(self) -> str:
        """The page that the mark leads to: the topic's, else the name's."""
        return urls.topic(self.topic.id) if self.topic else urls.entity(self.entity.id if self.entity else "")


@dataclass(frozen=True)
class MapWidth:
    """A width to draw for, and whether there is room for names: else numbers stand for them."""

    name: str
    width: float
    world_width: float
    names: bool

    def lay_out(self, plate: Plate) -> Sheet:
        """The sheet that a plate is drawn on."""
        return Sheet(plate, self.world_width if plate is WORLD else self.width)


WIDTHS = (MapWidth("wide", 800, 560, True), MapWidth("narrow", 358, 358, False))
#: The height of the letters on a drawing, and how wide they are at most on average: a full em is 1.
LETTER = 12.5
_LETTER_WIDTH = 0.56
_CHIP = (23.0, 17.0)
#: How far from its middle a mark is pressed where nothing else is near: 24 px across.
_REACH = 12.0

#: The left, top, right and bottom of something on a drawing, and a drawing's width and height.
Box = tuple[float, float, float, float]
Size = tuple[float, float]


@dataclass(frozen=True)
class Label:
    """The words beside a mark: the middle of their left or right end or their own middle, by `anchor`."""

    text: str
    x: float
    y: float
    anchor: str
    #: The end of a thin line from the mark, for words that stand apart from it.
    leader: tuple[float, float] | None


@dataclass(frozen=True)
class Mark:
    """A spot on a drawing; a topic's is a chip, another's a circle that grows with the passages.

    `home` is the position of a chip that makes room for a circle: a thin line leads there. A press within
    `reach` of its middle means it.
    """

    spot: Spot
    x: float
    y: float
    radius: float
    label: Label | None
    home: tuple[float, float] | None = None
    reach: float = 0.0


@dataclass(frozen=True)
class Drawing:
    """One plate, laid out for one frame; `frames` are outlines of the plates drawn apart."""

    frame: str
    plate: Plate
    width: float
    height: float
    land: str
    frames: tuple[str, ...]
    marks: tuple[Mark, ...]


def is_on(plate: Plate, position: tuple[float, float]) -> bool:
    """Whether a plate holds a position, at whatever width it is drawn."""
    return all(frame.lay_out(plate).holds(*position) for frame in WIDTHS)


def build_plates(spots: Sequence[Spot]) -> Iterator[tuple[Plate, tuple[Drawing, ...]]]:
    """The plates that hold enough places, and the world for what is on none of them."""
    left, drawn = list(spots), []
    for plate in PLATES:
        here = [spot for spot in left if spot.position and is_on(plate, spot.position)]
        if len(here) >= LEAST_ON_PLATE:
            numbers = {spot.number for spot in here}
            left = [spot for spot in left if spot.number not in numbers]
            drawn.append(plate)
            yield plate, tuple(_draw_with_insets(plate, here))
    if left:
        yield WORLD, tuple(_draw(frame, WORLD, left, drawn) for frame in WIDTHS)


def _draw_with_insets(plate: Plate, spots: Sequence[Spot]) -> Iterator[Drawing]:
    """A plate for each width, and for a narrow window the crowded parts again, with names."""
    wide, narrow = WIDTHS
    yield _draw(wide, plate, spots, ())
    places = [spot.position for spot in spots if spot.position]
    insets = build_insets(plate, places, [narrow.lay_out(plate).place(*place) for place in places])
    yield _draw(narrow, plate, spots, insets)
    frame = replace(narrow, names=True)
    for inset in insets:
        sheet = frame.lay_out(inset)
        yield _draw(
            frame, inset, [item for item in spots if item.position and sheet.holds(*item.position)], ()
        )


def _draw(frame: MapWidth, plate: Plate, spots: Sequence[Spot], apart: Sequence[Plate]) -> Drawing:
    sheet = frame.lay_out(plate)
    size = (sheet.width, sheet.height)
    marks = [_set_mark(spot, *sheet.place(*spot.position)) for spot in spots if spot.position]
    labelled = _set_labels(_give_reach(_make_room(marks, size)), frame, size)
    return Drawing(
        frame.name,
        plate,
        sheet.width,
        sheet.height,
        sheet.draw_land(),
        tuple(sheet.draw_frame(other) for other in apart),
        # Small marks lie upon large ones, chips upon all.
        tuple(
            sorted(labelled, key=lambda mark: (mark.spot.topic is not None, -mark.radius, mark.spot.number))
        ),
    )


def _set_mark(spot: Spot, x: float, y: float) -> Mark:
    return Mark(spot, x, y, min(2.5 + 1.1 * round(sqrt(len(spot.passages)), 1), 11.0), None)


def _make_room(marks: Sequence[Mark], size: Size) -> list[Mark]:
    """The marks with their chips moved off circles and other chips, as little as may be."""
    done = [mark for mark in marks if not mark.spot.topic]
    taken = [_box_of(mark) for mark in done]
    for mark in marks:
        if mark.spot.topic:
            moved = next((item for item in _find_moves(mark) if _fits(_box_of(item), taken, size, 0)), mark)
            taken.append(_box_of(moved))
            done.append(moved)
    return done


def _give_reach(marks: Sequence[Mark]) -> list[Mark]:
    """The marks with the room around each in which a press means it: never that of another."""
    done = []
    for mark in marks:
        nearest = min((hypot(mark.x - one.x, mark.y - one.y) for one in marks if one is not mark), default=99)
        done.append(replace(mark, reach=round(min(_REACH, nearest / 2), 1)))
    return done


def _find_moves(mark: Mark) -> Iterator[Mark]:
    yield mark
    for distance, turn in product((16, 24, 34, 46), range(16)):
        angle = turn * pi / 8
        x, y = round(mark.x + distance * cos(angle), 1), round(mark.y - distance * sin(angle), 1)
        yield Mark(mark.spot, x, y, mark.radius, None, (mark.x, mark.y))


def _fits(box: Box, taken: Collection[Box], size: Size, margin: float) -> bool:
    """Whether a box stands so far within the drawing, and a pixel from every other."""
    left, top, right, bottom = box
    inside = min(left, top, size[0] - right, size[1] - bottom) >= margin
    return inside and not any(
        left < other[2] + 1 and right > other[0] - 1 and top < other[3] + 1 and bottom > other[1] - 1
        for other in taken
    )


def _set_labels(marks: Sequence[Mark], frame: MapWidth, size: Size) -> list[Mark]:
    """The marks with their labels, none over another or over a mark: a name where it fits, else the number.

    What is named most chooses its place first, so that the same data gives the same drawing.
    """
    taken = [_box_of(mark) for mark in marks]
    done = []
    for mark in sorted(marks, key=lambda item: (item.spot.topic is None, item.spot.number)):
        label = None
        for text in _find_texts(mark.spot, frame):
            places = _find_labels(mark, text)
            label = next((item for item in places if _fits(_box_of_words(item), taken, size, 2)), None)
            if label:
                taken.append(_box_of_words(label))
                break
        done.append(replace(mark, label=label))
    return done


def _find_texts(spot: Spot, frame: MapWidth) -> Iterator[str]:
    """What may stand beside a mark, the best first; a chip says by itself which topic it is."""
    if frame.names:
        yield spot.label
    if frame.names or not spot.topic:
        yield str(spot.number)


def _box_of(mark: Mark) -> Box:
    if mark.spot.topic:
        width, height = _CHIP
        return mark.x - width / 2, mark.y - height / 2, mark.x + width / 2, mark.y + height / 2
    return mark.x - mark.radius, mark.y - mark.radius, mark.x + mark.radius, mark.y + mark.radius


def _width_of(text: str) -> float:
    return len(text) * LETTER * _LETTER_WIDTH


def _box_of_words(label: Label) -> Box:
    width = _width_of(label.text)
    left = label.x - {"start": 0.0, "middle": 0.5, "end": 1.0}[label.anchor] * width
    return left, label.y - LETTER * 0.5, left + width, label.y + LETTER * 0.5


def _find_labels(mark: Mark, text: str) -> Iterator[Label]:
    """The places beside a mark, the best first: at its side, then ever farther off with a line to it."""
    left, top, right, bottom = _box_of(mark)
    y, half = mark.y, LETTER / 2 + 1
    yield Label(text, round(right + 4, 1), y, "start", None)
    yield Label(text, round(left - 4, 1), y, "end", None)
    yield Label(text, mark.x, round(top - half, 1), "middle", None)
    yield Label(text, mark.x, round(bottom + half, 1), "middle", None)
    for slant, (x, anchor) in product((top - 2, bottom + 2), ((right + 1, "start"), (left - 1, "end"))):
        yield Label(text, round(x, 1), round(slant, 1), anchor, None)
    for distance, turn in product((16, 24, 34, 46, 60), range(12)):
        angle = turn * pi / 6
        x, y = mark.x + distance * cos(angle), mark.y - distance * sin(angle)
        end = (round(x, 1), round(y, 1))
        anchor = "middle" if abs(cos(angle)) < 0.1 else "start" if cos(angle) > 0 else "end"
        shift = {"middle": 0.0, "start": 2.0, "end": -2.0}[anchor]
        lift = -half * sin(angle) if anchor == "middle" else 0.0
        yield Label(text, round(x + shift, 1), round(y + lift, 1), anchor, end)
