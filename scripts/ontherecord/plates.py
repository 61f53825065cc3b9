"""The plates of the map: parts of the world, each with its land, drawn in one projection, without boundaries.

The land and the positions of states are those of `plates.json`, which `scripts/plates.py` makes from Natural
Earth. Positions are in degrees, drawings in CSS pixels.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import asin, cos, radians, sin, sqrt


@dataclass(frozen=True)
class Plate:
    """A part of the world between two meridians and two parallels; `id` names its land in plates.json."""

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

    def holds(self, lat: float, lon: float) -> bool:
        """Whether a position is well inside, with room for its mark."""
        return self.south + 1 <= lat <= self.north - 1 and self.west + 1 <= lon <= self.east - 1


WORLD = Plate("world", "The world", -180, 180, -58, 84)
#: The parts of the world that have a plate of their own; of two that hold a place, the first shows it.
PLATES = (
    Plate("west", "Europe, North Africa, Western and Central Asia", -12, 76, 10, 64),
    Plate("east", "Southern, Eastern and South-Eastern Asia", 64, 150, -12, 56),
    Plate("africa", "Africa", -20, 60, -36, 24),
    Plate("americas", "The Americas", -130, -30, -56, 62),
)

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
        return float(round(self._scale * (self._top - project(self.plate.south, 0, 0)[1])))

    @property
    def _scale(self) -> float:
        return self.width / (2 * self._half)

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
        return round((x + self._half) * self._scale, 1), round((self._top - y) * self._scale, 1)

    def draw_land(self) -> str:
        """The land as the data of one SVG path; what lies within half a pixel is drawn once."""
        return "".join(self._draw_ring(ring) for ring in read_geography().land[self.plate.id])

    def _draw_ring(self, ring: Sequence[tuple[float, float]]) -> str:
        points: list[tuple[float, float]] = []
        for lon, lat in ring:
            point = self.place(lat, lon)
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


@dataclass(frozen=True)
class Geography:
    """The outlines of the land by plate, each a ring of (lon, lat), and each state's position by its code.

    A state's position is (lat, lon), a place well inside it.
    """

    land: Mapping[str, tuple[tuple[tuple[float, float], ...], ...]]
    states: Mapping[str, tuple[float, float]]


@cache
def read_geography() -> Geography:
    """What plates.json holds."""
    raw = json.loads(files("ontherecord").joinpath("plates.json").read_text(encoding="utf-8"))
    land = {name: tuple(_read_ring(ring) for ring in rings) for name, rings in raw["land"].items()}
    return Geography(land, {code: (lat, lon) for code, (lat, lon) in raw["states"].items()})


def _read_ring(flat: Sequence[int]) -> tuple[tuple[float, float], ...]:
    """A ring from hundredths of a degree, lon and lat in turn, each the step from the one before."""
    points, lon, lat = [], 0, 0
    for east, north in zip(flat[::2], flat[1::2], strict=True):
        lon, lat = lon + east, lat + north
        points.append((lon / 100, lat / 100))
    return tuple(points)
