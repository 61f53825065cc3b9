"""Where places and land are, in degrees: what the data says, and else `plates.json`.

`scripts/make_map.py` makes plates.json from Natural Earth.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from .definitions import Entity


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
    raw = json.loads(files(__package__).joinpath("plates.json").read_text(encoding="utf-8"))
    land = {name: tuple(_read_ring(ring) for ring in rings) for name, rings in raw["land"].items()}
    return Geography(land, {code: (lat, lon) for code, (lat, lon) in raw["states"].items()})


def _read_ring(flat: Sequence[int]) -> tuple[tuple[float, float], ...]:
    """A ring from hundredths of a degree, lon and lat in turn, each the step from the one before."""
    points, lon, lat = [], 0, 0
    for east, north in zip(flat[::2], flat[1::2], strict=True):
        lon, lat = lon + east, lat + north
        points.append((lon / 100, lat / 100))
    return tuple(points)


def find_position(entity: Entity) -> tuple[float, float] | None:
    """Where a place is, as (lat, lon): as the editor says, else where its state is; None if neither."""
    if entity.at:
        return entity.at.lat, entity.at.lon
    return read_geography().states.get(entity.country or "")
