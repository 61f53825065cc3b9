"""The plates of the map: parts of the world, each with its land, drawn in one projection, without boundaries.

Positions are in degrees, drawings in CSS pixels.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import asin, cos, radians, sin, sqrt

from ..catalogue import message
from ..data.places import read_geography
from ..store import digest, remember


@dataclass(frozen=True)
class Plate:
    """A part of the world between two meridians and two parallels; `id` names its land in plates.json.

    `name` is a message.
    """

    id: str
    name: str
    west: float
    east: float
    south: float
    north: float

    @property
    def middle(self) -> float:
        """The meridian that stands upright."""
        return (self.west + self.east) / 2


WORLD = Plate("world", message("The world"), -180, 180, -58, 84)
#: The parts of the world that have a plate of their own; of two that hold a place, the first shows it.
PLATES = (
    Plate("west", message("Europe, North Africa and the west of Asia"), -12, 76, 10, 67),
    Plate("east", message("Southern, Eastern and South-Eastern Asia"), 64, 150, -12, 56),
    Plate("africa", message("Africa"), -20, 60, -36, 24),
    Plate("americas", message("The Americas"), -130, -30, -56, 62),
)

#: How far from the edges of a drawing a mark stands at least, in pixels: the largest keeps within them.
MARGIN = 12.0

_A = (1.340264, -0.081106, 0.000893, 0.003796)
_M = sqrt(3) / 2


def project(lat: float, lon: float, middle: float) -> tuple[float, float]:
    """The place of a position in the Equal Earth projection, x to the east and y to the north.

    Equal areas, so that no part of the world looks larger than it is. Šavrič, Patterson and Jenny,
    “The Equal Earth map projection”, International Journal of Geographical Information Science 33 (2019).
    """
    theta = asin(_M * sin(radians(lat)))
    square = theta * theta
    sixth = square**3
    slope = _A[0] + 3 * _A[1] * square + sixth * (7 * _A[2] + 9 * _A[3] * square)
    x = radians(lon - middle) * cos(theta) / (_M * slope)
    return x, theta * (_A[0] + _A[1] * square + sixth * (_A[2] + _A[3] * square))


@dataclass(frozen=True)
class Sheet:
    """A plate at one width: puts positions on the drawing."""

    plate: Plate
    width: float

    @property
    def height(self) -> float:
        """The drawing's height, in whole pixels."""
        deep = self._top - project(self.plate.south, 0, 0)[1]
        return float(round(deep * self._scale + 2 * self._border))

    @property
    def _border(self) -> float:
        """What is left free on each side: round the world so much that every place has room for its mark."""
        return MARGIN if self.plate is WORLD else 0.0

    @property
    def _scale(self) -> float:
        return (self.width - 2 * self._border) / (2 * self._half)

    @property
    def _half(self) -> float:
        """Half the width before scaling, along the middle parallel: the corners of the far side are cut."""
        lat = 0.0 if self.plate is WORLD else (self.plate.south + self.plate.north) / 2
        return project(lat, self.plate.east, self.plate.middle)[0]

    @property
    def _top(self) -> float:
        return project(self.plate.north, 0, 0)[1]

    def place(self, lat: float, lon: float) -> tuple[float, float]:
        """The x and y of a position, from the upper left corner."""
        x, y = project(lat, lon, self.plate.middle)
        across, down = (x + self._half) * self._scale, (self._top - y) * self._scale
        return round(self._border + across, 1), round(self._border + down, 1)

    def holds(self, lat: float, lon: float) -> bool:
        """Whether a position is well inside the drawing, with room for its mark."""
        x, y = self.place(lat, lon)
        return MARGIN <= x <= self.width - MARGIN and MARGIN <= y <= self.height - MARGIN

    def draw_land(self) -> str:
        """The land as the data of one SVG path; what lies within half a pixel is drawn once."""
        rings = read_geography().land[self.plate.id]
        return remember("land", digest(repr(self)), lambda: "".join(map(self._draw_ring, rings)))

    def _draw_ring(self, ring: Sequence[tuple[float, float]]) -> str:
        points: list[tuple[float, float]] = []
        placed = [self.place(lat, lon) for lon, lat in ring]
        for point in clip_ring(placed, (self.width, self.height), MARGIN):
            if not points or max(abs(point[0] - points[-1][0]), abs(point[1] - points[-1][1])) >= 0.5:
                points.append(point)
        if len(points) < 3:
            return ""
        return "M" + "L".join(f"{x:g} {y:g}" for x, y in points) + "Z"

    def draw_frame(self, other: Plate) -> str:
        """The outline of another plate on this sheet, as the data of an SVG path."""
        edge = [
            *_walk(other.south, other.north, other.west),
            *reversed([*_walk(other.south, other.north, other.east)]),
        ]
        return "M" + "L".join("{:g} {:g}".format(*self.place(lat, lon)) for lat, lon in edge) + "Z"


def _walk(south: float, north: float, lon: float) -> Iterator[tuple[float, float]]:
    steps = 8
    for step in range(steps + 1):
        yield south + (north - south) * step / steps, lon


Point = tuple[float, float]


def clip_ring(ring: Sequence[Point], size: tuple[float, float], margin: float) -> list[Point]:
    """The part of a ring within a drawing and a margin around it (after Sutherland and Hodgman, 1974)."""
    points = list(ring)
    for axis, edge, sign in (
        (0, -margin, 1),
        (0, size[0] + margin, -1),
        (1, -margin, 1),
        (1, size[1] + margin, -1),
    ):
        points = list(_cut(points, axis, edge, sign))
    return points


def _cut(points: Sequence[Point], axis: int, edge: float, sign: int) -> Iterator[Point]:
    """What of a ring is on one side of an edge."""
    for before, here in zip([*points[-1:], *points[:-1]], points, strict=True):
        inside, was_inside = sign * (here[axis] - edge) >= 0, sign * (before[axis] - edge) >= 0
        if inside != was_inside:
            share = (edge - before[axis]) / (here[axis] - before[axis])
            yield (
                round(before[0] + share * (here[0] - before[0]), 1),
                round(before[1] + share * (here[1] - before[1]), 1),
            )
        if inside:
            yield here
