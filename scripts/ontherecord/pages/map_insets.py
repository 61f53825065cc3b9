"""Insets of the map: where marks stand too close for a finger, that part is drawn again, larger."""

from __future__ import annotations

from collections.abc import Sequence
from math import cos, radians

from ..catalogue import message
from .map_plates import Plate

#: Marks closer than this, in pixels, are crowded, and so many of them make an inset.
_NEAR = 14.0
_LEAST = 3
#: An inset reaches this much farther than the places that it is for, and over so many degrees at least.
_ROOM = 1.5
_SMALLEST = 7.0
#: Its height as a share of its width.
_SHAPE = 0.55

Point = tuple[float, float]


def find_crowds(points: Sequence[Point]) -> list[list[int]]:
    """The groups of points of which each is near another of its group, by their places in the sequence."""
    groups: list[list[int]] = []
    for number, (x, y) in enumerate(points):
        near = [
            group
            for group in groups
            if any((x - points[one][0]) ** 2 + (y - points[one][1]) ** 2 < _NEAR**2 for one in group)
        ]
        groups = [group for group in groups if group not in near]
        groups.append([one for group in near for one in group] + [number])
    return [sorted(group) for group in groups if len(group) >= _LEAST]


def build_insets(plate: Plate, places: Sequence[Point], points: Sequence[Point]) -> list[Plate]:
    """The parts of a plate to draw again: where places (lat, lon) stand at crowded points of its drawing.

    One that would not be twice as large at least is none.
    """
    insets = [_surround(plate, [places[one] for one in crowd]) for crowd in find_crowds(points)]
    return [inset for inset in insets if 2 * (inset.east - inset.west) <= plate.east - plate.west]


def _surround(plate: Plate, places: Sequence[Point]) -> Plate:
    """The part of a plate around some places."""
    lats, lons = [lat for lat, _ in places], [lon for _, lon in places]
    lat, lon = (min(lats) + max(lats)) / 2, (min(lons) + max(lons)) / 2
    across = max(_ROOM * (max(lons) - min(lons)), _SMALLEST) / 2
    down = max(across * cos(radians(lat)) * _SHAPE, _ROOM * (max(lats) - min(lats)) / 2)
    return Plate(plate.id, message("The frame, larger"), lon - across, lon + across, lat - down, lat + down)
