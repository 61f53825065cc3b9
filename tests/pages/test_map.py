"""The map: where places are, what the drawings show, and that the list says all of it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from math import hypot, isclose
from pathlib import Path
from typing import TypeAlias

import pytest
import yaml
from corpus import ROOT, add_event, list_problems, render_files
from lxml import html
from ontherecord.archive.accept import accept_transcripts
from ontherecord.archive.build import build_archive
from ontherecord.archive.model import Archive
from ontherecord.data.places import read_geography
from ontherecord.pages.map_drawing import WIDTHS, MapWidth
from ontherecord.pages.map_plates import PLATES, WORLD, Plate, Sheet, project
from ontherecord.tokens import THEME
from playwright.sync_api import Browser

Page: TypeAlias = html.HtmlElement
Ring: TypeAlias = tuple[tuple[float, float], ...]

PLACES = """
  - id: selwyn
    kind: place
    name: Selwyn
    aliases: [Port Selwyn]
    at: {lat: 48.2, lon: 16.4}
    description: City of Arvenia.
  - id: arvenia
    kind: place
    name: Belgium
    country: BE
    description: State.
  - id: far-side
    kind: place
    name: Far Side
    at: {lat: -33.9, lon: 151.2}
    description: City.
  - id: the-north
    kind: place
    name: The North
    description: Region.
"""
#: Cities near the edges of the plates and of the world.
CORNERS = {
    "Anchorage": (61.22, -149.90),
    "Conakry": (9.54, -13.68),
    "Longyearbyen": (78.22, 15.64),
    "Mumbai": (19.08, 72.88),
    "Murmansk": (68.98, 33.09),
    "Nadi": (-17.80, 177.42),
    "Nouakchott": (18.09, -15.98),
    "Petropavlovsk": (53.04, 158.65),
    "Praia": (14.92, -23.51),
    "Reykjavik": (64.14, -21.90),
    "Tromso": (69.65, 18.96),
    "Ushuaia": (-54.81, -68.31),
    "Wellington": (-41.29, 174.78),
}
#: Places beyond the edge of the map of the world.
BEYOND = {"McMurdo": (-77.85, 166.67), "Place AQ": read_geography().states["AQ"]}
SPOKEN = "Port Selwyn, Belgium and Far Side have a harbour each. The harbour of The North has none."


def read_map(docs: dict[str, bytes]) -> Page:
    return html.fragment_fromstring(docs["map/index.md"].decode().split("---\n", 2)[2])


def read_list(page: Page, row_class: str | None = None) -> dict[str, int]:
    """The places of the list with the number of passages that stands beside each."""
    found = {}
    for row in page.xpath("//section[@class='places']//li"):
        if row_class is None or row.get("class") == row_class:
            (count,) = row.xpath(".//*[@class='place-count']/text()[1]")
            name = row.xpath(".//*[@class='place-name']/a")[0]
            found[" ".join(name.text_content().split())] = int(count)
    return found


def list_marks(page: Page, frame: str) -> set[str]:
    """The addresses that the marks of the drawings of a frame lead to."""
    return {str(item) for item in page.xpath(f"//svg[contains(@class, 'atlas--{frame}')]/a/@href")}


def build_files(archive: Archive) -> dict[str, bytes]:
    """The pages and the data files of an archive by their paths."""
    files = render_files(archive)
    return {file.path: file.content for file in files}


@pytest.fixture(scope="module")
def real_docs(real_archive: Archive) -> dict[str, bytes]:
    return build_files(real_archive)


@pytest.fixture(scope="module")
def real_map(real_docs: dict[str, bytes]) -> Page:
    return read_map(real_docs)


def read_places() -> dict[str, dict[str, object]]:
    data = yaml.safe_load((ROOT / "data/entities.yml").read_text(encoding="utf-8"))
    return {item["id"]: item for item in data["entities"] if item["kind"] == "place"}


# --- What the reader sees ---


def test_every_place_that_is_named_is_on_the_list_with_its_passages(
    real_docs: dict[str, bytes], real_map: Page
) -> None:
    passages = json.loads(real_docs["data/passages.json"])
    named = {
        place["name"]: sum(key in passage["entities"] for passage in passages)
        for key, place in read_places().items()
    }
    listed = read_list(real_map)
    del listed["ME Middle East settlement"]  # a topic without a place of its own
    assert listed == {name: count for name, count in named.items() if count}


def test_every_place_is_on_the_drawings_or_said_to_be_not(real_map: Page) -> None:
    off = set(read_list(real_map, "off-map"))
    assert off == {"Middle East", "North Africa", "Donbas", "Union of Soviet Socialist Republics"}
    marks = list_marks(real_map, "wide")
    assert len(marks) == len(read_list(real_map)) - len(off)
    assert marks == list_marks(real_map, "narrow")


def test_what_is_crowded_on_a_phone_is_drawn_again_with_names(real_map: Page) -> None:
    drawings = real_map.xpath("//svg[contains(@class, 'atlas--narrow')]")
    (inset,) = (drawing for drawing in drawings if drawing.xpath("./a/text[@class='spot-name'][.='Armenia']"))
    names = {text.text for text in inset.xpath("./a/text[@class='spot-name']")}
    assert names == {"Armenia", "Azerbaijan", "Baku", "Nagorno-Karabakh", "Yerevan"}
    plate = drawings[0]
    assert len(plate.xpath("./path[@class='atlas-frame']")) == 1
    assert not [text for text in plate.itertext() if text == "Armenia"]


def test_each_mark_has_room_for_a_finger_as_far_as_no_other_needs_it(real_map: Page) -> None:
    reaches = []
    for drawing in real_map.xpath("//svg"):
        circles = [
            tuple(float(circle.get(key)) for key in ("cx", "cy", "r"))
            for circle in drawing.xpath("./a/circle[@class='spot-hit']")
        ]
        reaches += [reach for _, _, reach in circles]
        for place, (x, y, reach) in enumerate(circles):
            for other_x, other_y, other in circles[:place]:
                assert hypot(x - other_x, y - other_y) >= reach + other - 0.11
    assert max(reaches) == 12


def test_near_places_share_a_plate_and_far_ones_stand_on_the_map_of_the_world(real_map: Page) -> None:
    near, far = real_map.xpath("//svg[contains(@class, 'atlas--wide')]")
    across_the_ocean = {f"../names/{name}/" for name in ("united-states", "new-york", "washington")}
    assert set(far.xpath("./a/@href")) == across_the_ocean
    assert len(near.xpath("./a")) > 20
    # The outline of the first on the second.
    assert len(far.xpath("./path[@class='atlas-frame']")) == 1


def test_a_conflict_leads_to_its_topic_and_another_place_to_its_name(real_map: Page) -> None:
    marks = list_marks(real_map, "wide")
    for topic in ("syria", "ukraine", "nagorno-karabakh", "libya", "turkey", "middle-east-settlement"):
        assert f"../topics/{topic}/" in marks
    for name in ("vienna", "russia", "united-states", "yemen"):
        assert f"../names/{name}/" in marks


def test_the_list_has_every_page_that_the_drawings_lead_to(real_map: Page) -> None:
    listed = {str(item) for item in real_map.xpath("//section[@class='places']//li//a/@href")}
    assert list_marks(real_map, "wide") <= listed


def test_the_page_says_that_it_shows_no_boundaries(real_map: Page) -> None:
    words = real_map.text_content()
    assert "It has no boundaries" in words
    assert "Natural Earth" in words
    assert "GeoNames" in words


def test_no_name_and_no_chip_stands_over_another(real_map: Page, browser: Browser) -> None:
    style = (THEME / "assets/css/map.css").read_text(encoding="utf-8")
    markup = html.tostring(real_map, encoding="unicode")
    page = browser.new_page(viewport={"width": 1400, "height": 900})
    try:
        for show in (".atlas--narrow", ".atlas--wide"):
            force = f".atlas {{ display: none !important }} {show} {{ display: block !important }}"
            page.set_content(f"<style>{style}{force}</style>{markup}")
            boxes = page.evaluate(
                """show => [...document.querySelectorAll(show)].flatMap((svg, sheet) =>
                  [...svg.querySelectorAll('.spot-name, .spot-chip')].map(item => {
                    // Of the height of a line, letters fill the middle.
                    const box = item.getBBox(), middle = box.y + box.height / 2;
                    return {sheet, words: item.textContent, left: box.x, right: box.x + box.width,
                      top: middle - 6, bottom: middle + 6};
                  }))""",
                show,
            )
            assert len(boxes) > 20
            assert list(find_overlaps(boxes)) == []
    finally:
        page.close()


def find_overlaps(boxes: list[dict[str, float]]) -> Iterator[tuple[object, object]]:
    for place, one in enumerate(boxes):
        for other in boxes[place + 1 :]:
            if one["sheet"] != other["sheet"]:
                continue
            across = min(one["right"], other["right"]) - max(one["left"], other["left"])
            down = min(one["bottom"], other["bottom"]) - max(one["top"], other["top"])
            if across > 0.5 and down > 0.5:
                yield one["words"], other["words"]


# --- Where things are ---


def is_inside(ring: Ring, lat: float, lon: float) -> bool:
    inside = False
    for (x1, y1), (x2, y2) in zip(ring, (*ring[1:], ring[0]), strict=True):
        if (y1 > lat) != (y2 > lat) and lon < x1 + (lat - y1) / (y2 - y1) * (x2 - x1):
            inside = not inside
    return inside


def is_near_land(plate: str, lat: float, lon: float) -> bool:
    """Whether a position is on the land of a plate, or within a fifth of a degree of it."""
    near = [(lat + a, lon + b) for a in (-0.2, 0, 0.2) for b in (-0.2, 0, 0.2)]
    rings = read_geography().land[plate]
    return any(sum(is_inside(ring, *point) for ring in rings) % 2 for point in near)


def test_every_position_of_the_data_is_on_land() -> None:
    for key, place in read_places().items():
        code, at = place.get("country"), place.get("at")
        position = (at["lat"], at["lon"]) if isinstance(at, dict) else read_geography().states.get(str(code))
        if position:
            plates = [plate.id for plate in PLATES if Sheet(plate, 800).holds(*position)]
            assert is_near_land(plates[0] if plates else "world", *position), key


@pytest.mark.parametrize(
    ("lat", "lon", "land"),
    [
        (52, 20, True),  # Poland
        (24, 45, True),  # the Arabian Peninsula
        (43, 34, False),  # the Black Sea
        (35, 18, False),  # the Mediterranean
        (42, 51, False),  # the Caspian
    ],
)
def test_land_is_where_land_is(lat: float, lon: float, land: bool) -> None:
    rings = read_geography().land["west"]
    assert sum(is_inside(ring, lat, lon) for ring in rings) % 2 == land


def test_no_outline_crosses_the_map_from_edge_to_edge() -> None:
    for plate in (WORLD, *PLATES):
        for ring in read_geography().land[plate.id]:
            for (x1, y1), (x2, y2) in pairwise(ring):
                along_edge = isclose(y1, y2, abs_tol=0.02) and not plate.south < y1 < plate.north
                assert along_edge or abs(x1 - x2) < 60


def test_the_projection_is_equal_earth() -> None:
    # The ends of the equator and of the axis, as the authors of the projection publish them.
    assert isclose(project(0, 180, 0)[0], 2.70663, abs_tol=1e-4)
    assert isclose(project(90, 0, 0)[1], 1.31736, abs_tol=1e-4)
    assert project(0, 0, 0) == (0, 0)


@pytest.mark.parametrize("plate", [WORLD, *PLATES], ids=lambda plate: plate.id)
def test_a_drawing_has_north_at_the_top_and_holds_its_middle(plate: Plate) -> None:
    sheet = Sheet(plate, 800)
    lat = (plate.south + plate.north) / 2
    x, y = sheet.place(lat, plate.middle)
    assert x == 400
    assert 0 < y < sheet.height
    assert sheet.place(lat + 5, plate.middle)[1] < y
    assert sheet.place(lat, plate.middle + 5)[0] > x


@pytest.mark.parametrize("plate", [WORLD, *PLATES], ids=lambda plate: plate.id)
@pytest.mark.parametrize("frame", WIDTHS, ids=lambda frame: frame.name)
def test_no_drawing_holds_a_position_at_its_edge_or_off_it(plate: Plate, frame: MapWidth) -> None:
    sheet = frame.lay_out(plate)
    held = [where for where in list_positions().values() if sheet.holds(*where)]
    assert len(held) > 30
    for where in held:
        x, y = sheet.place(*where)
        assert 12 <= x <= sheet.width - 12, where
        assert 12 <= y <= sheet.height - 12, where


def list_positions() -> dict[str, tuple[float, float]]:
    """The positions of all states and of places in the corners."""
    states = {f"Place {code}": where for code, where in read_geography().states.items()}
    return {**states, **CORNERS, **BEYOND}


# --- Other data ---


def add_places(root: Path, places: str = PLACES, topic: str = "") -> None:
    file = root / "data/entities.yml"
    file.write_text(file.read_text(encoding="utf-8").rstrip("\n") + "\n" + places, encoding="utf-8")
    if topic:
        topics = root / "data/topics.yml"
        text = topics.read_text(encoding="utf-8")
        topics.write_text(text.replace("    terms:\n", f"    {topic}\n    terms:\n", 1), encoding="utf-8")


def test_a_place_without_a_position_is_listed_and_a_far_one_is_on_the_map_of_the_world(toy: Path) -> None:
    add_places(toy, topic="place: selwyn")
    add_event(toy, date(2040, 1, 1), [SPOKEN, "Far Side has a harbour. This harbour is new."])
    accept_transcripts(toy, [])
    page = build_map(toy)
    assert read_list(page) == {"Selwyn": 1, "Belgium": 1, "Far Side": 2, "The North": 1}
    assert set(read_list(page, "off-map")) == {"The North"}
    # Three places are too few for a plate of their own.
    (drawing,) = page.xpath("//svg[contains(@class, 'atlas--wide')]")
    assert [str(item) for item in drawing.xpath("./a/@href")][-1] == "../topics/harbour/"
    assert read_marks(page) == [
        "Belgium: named in 1 passage",
        "Far Side: named in 2 passages",
        "HA Harbour of Selwyn, topic; the place is named in 1 passage",
    ]


def read_marks(page: Page) -> list[str]:
    """What the marks of the wide drawings are, in words."""
    labels = page.xpath("//svg[contains(@class, 'atlas--wide')]/a/@aria-label")
    return sorted(" ".join(str(item).split()) for item in labels)


def build_map(root: Path) -> Page:
    archive, problems = build_archive(root)
    assert archive, problems
    return read_map(build_files(archive))


def test_a_place_is_drawn_well_inside_a_map_or_said_to_be_on_none(toy: Path) -> None:
    positions = list_positions()
    add_places(toy, "".join(describe_place(name, *where) for name, where in positions.items()))
    add_event(toy, date(2040, 1, 1), [f"The harbour of {' and '.join(positions)} is open."])
    accept_transcripts(toy, [])
    page = build_map(toy)
    assert set(read_list(page)) == set(positions)
    assert set(read_list(page, "off-map")) == set(BEYOND)
    for frame in WIDTHS:
        drawn = []
        for drawing in page.xpath(f"//svg[contains(@class, 'atlas--{frame.name}')]"):
            width, height = (float(drawing.get(key)) for key in ("width", "height"))
            for dot in drawing.xpath("./a/circle[starts-with(@class, 'spot-dot')]"):
                x, y, radius = (float(dot.get(key)) for key in ("cx", "cy", "r"))
                drawn.append(dot.getparent().get("href"))
                assert radius <= x <= width - radius, drawn[-1]
                assert radius <= y <= height - radius, drawn[-1]
        assert len(set(drawn)) == len(positions) - len(BEYOND)
        assert frame.name != "wide" or len(drawn) == len(set(drawn)), "only an inset shows a place again"


def describe_place(name: str, lat: float, lon: float) -> str:
    """A place of entities.yml; a state has a code and no position of its own."""
    at = f"country: '{name[-2:]}'" if name.startswith("Place ") else f"at: {{lat: {lat}, lon: {lon}}}"
    key = name.lower().replace(" ", "-")
    return f"  - {{id: {key}, kind: place, name: {name}, {at}, description: A place.}}\n"


def test_topics_of_one_place_each_have_a_mark(toy: Path) -> None:
    add_places(toy, topic="place: selwyn")
    give_place(toy, "night-train", "selwyn")
    add_event(toy, date(2040, 1, 1), [SPOKEN, "The night train leaves.", "The night train is late."])
    accept_transcripts(toy, [])
    page = build_map(toy)
    about = count_about(toy, "night-train")
    assert about > 1
    marks = read_marks(page)
    assert "HA Harbour of Selwyn, topic; the place is named in 1 passage" in marks
    assert f"NT Night train, topic: {about} passages about it" in marks
    listed = read_list(page)
    assert (listed["Selwyn"], listed["NT Night train"]) == (1, about)
    chips = [
        (float(chip.get("x")), float(chip.get("y")))
        for chip in page.xpath("//svg[contains(@class, 'atlas--wide')]//rect")
    ]
    (x1, y1), (x2, y2) = chips
    assert abs(x1 - x2) > 23 or abs(y1 - y2) > 17, "one over the other"


def test_a_topic_is_shown_where_its_place_is_though_no_passage_names_that(toy: Path) -> None:
    add_places(toy)
    give_place(toy, "night-train", "far-side")
    add_event(toy, date(2040, 1, 1), [SPOKEN, "The night train leaves."])
    accept_transcripts(toy, [])
    # A correction that takes the name away; its page stays.
    text = toy / "data/transcripts/2040-01-01/transcript.txt"
    text.write_text(text.read_text(encoding="utf-8").replace("Far Side", "Otherwhere"), encoding="utf-8")
    accept_transcripts(toy, [], date(2040, 2, 1))
    page = build_map(toy)
    about = count_about(toy, "night-train")
    assert f"NT Night train, topic: {about} passages about it" in read_marks(page)
    assert read_list(page)["NT Night train"] == about
    assert "Far Side" not in read_list(page)


def give_place(root: Path, topic: str, place: str) -> None:
    """Says in topics.yml at which place a topic is shown."""
    file = root / "data/topics.yml"
    before, start, after = file.read_text(encoding="utf-8").partition(f"  - id: {topic}\n")
    file.write_text(f"{before}{start}    place: {place}\n{after}", encoding="utf-8")


def count_about(root: Path, topic: str) -> int:
    archive, problems = build_archive(root)
    assert archive, problems
    return sum(topic in item.about for event in archive.transcripts for item in event.passages)


@pytest.mark.parametrize(
    ("places", "topic", "problem"),
    [
        (PLACES, "place: selwin", "unknown entity 'selwin'; did you mean 'selwyn'? (data/entities.yml)"),
        (PLACES, "place: mira-holt", "'mira-holt' is no place in data/entities.yml"),
        (PLACES, "place: the-north", "the map knows no position of 'the-north'"),
        (PLACES, "{place: selwyn, at: {lat: 1, lon: 1}}", "drop 'at', or drop 'place'"),
        (PLACES.replace("48.2", "148.2"), "", "'lat'"),
        (PLACES.replace("48.2", "north"), "", "write degrees as a number, e.g. 48.21 or -77.04"),
        (
            PLACES.replace("kind: place\n    name: Selwyn", "kind: event\n    name: Selwyn"),
            "",
            "a position is a place's",
        ),
    ],
)
def test_a_position_that_can_not_be_is_a_problem(toy: Path, places: str, topic: str, problem: str) -> None:
    topic = topic.strip("{}").replace(", at: ", "\n    at: ") if topic.startswith("{") else topic
    add_places(toy, places, topic + "}" * (topic.count("{") - topic.count("}")))
    assert [line for line in list_problems(toy) if problem in line], list_problems(toy)
