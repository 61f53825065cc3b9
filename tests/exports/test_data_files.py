"""The data export, `data/passages.json`: other programs rely on it to the letter (see DESIGN, Contract)."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from corpus import REAL_SLUG, ROOT, TOY, accept_all, apply_step, build_docs, make_project
from ontherecord.archive.model import Archive
from ontherecord.exports.data_files import export_earlier

KEYS = [
    *("id", "transcript", "anchor", "url", "turn", "kind", "speaker", "label", "label_note", "addressed_to"),
    *("text", "about", "mentions", "entities"),
]
Row = dict[str, Any]


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The files as they are written for the real data."""
    return build_docs(make_project(ROOT, tmp_path_factory.mktemp("export") / "real"))


@pytest.fixture(scope="module")
def exported(files: dict[str, bytes]) -> bytes:
    return files["data/passages.json"]


@pytest.fixture(scope="module")
def rows(exported: bytes) -> list[Row]:
    found = json.loads(exported)
    assert isinstance(found, list)
    return [row for row in found if row["transcript"] == REAL_SLUG]


def pick(rows: list[Row], anchor: str, *keys: str) -> list[Any]:
    (row,) = (row for row in rows if row["anchor"] == anchor)
    return [row[key] for key in keys]


def test_it_is_utf_8_as_people_read_it(exported: bytes) -> None:
    text = exported.decode("utf-8")
    assert "Kerry’s visit" in text, "letters stand as themselves"
    assert "\\u" not in text
    assert text.endswith("]\n")


def test_every_passage_has_every_key_in_order(rows: list[Row]) -> None:
    assert len(rows) == 37
    assert {tuple(row) for row in rows} == {tuple(KEYS)}


def test_every_value_has_its_type(rows: list[Row], real_archive: Archive) -> None:
    topics = {topic.id for topic in real_archive.topics}
    for row in rows:
        assert all(isinstance(row[key], str) for key in ("id", "transcript", "anchor", "url", "kind", "text"))
        assert isinstance(row["turn"], int)
        assert all(row[key] is None or row[key] for key in ("speaker", "label", "label_note", "addressed_to"))
        assert set(row["about"]) | set(row["mentions"]) <= topics
        assert not set(row["about"]) & set(row["mentions"])
        assert set(row["entities"]) <= set(real_archive.entities)
        people = {row["speaker"], row["addressed_to"]} - {None}
        assert people <= set(real_archive.entities)


def test_passages_stand_in_reading_order_under_their_addresses(rows: list[Row]) -> None:
    anchors = [f"p{number}" for number in range(1, 38)]
    assert [row["anchor"] for row in rows] == anchors
    assert [row["id"] for row in rows] == [f"{REAL_SLUG}/{anchor}" for anchor in anchors]
    assert [row["url"] for row in rows] == [f"transcripts/{REAL_SLUG}/#{anchor}" for anchor in anchors]


def test_turns_count_from_one(rows: list[Row]) -> None:
    first: dict[int, tuple[str, str]] = {}
    for row in rows:
        first.setdefault(row["turn"], (row["anchor"], row["kind"]))
    assert first == {
        1: ("p1", "statement"),
        2: ("p23", "question"),
        3: ("p24", "answer"),
        4: ("p25", "question"),
        5: ("p26", "answer"),
        6: ("p31", "question"),
        7: ("p33", "answer"),
    }


def test_the_sample_of_the_contract(rows: list[Row]) -> None:
    sample = dict(next(row for row in rows if row["anchor"] == "p13"))
    text = sample.pop("text")
    entities = sample.pop("entities")
    assert sample == {
        "id": "2016-07-15-lavrov-kerry/p13",
        "transcript": "2016-07-15-lavrov-kerry",
        "anchor": "p13",
        "url": "transcripts/2016-07-15-lavrov-kerry/#p13",
        "turn": 1,
        "kind": "statement",
        "speaker": "sergey-lavrov",
        "label": None,
        "label_note": None,
        "addressed_to": None,
        "about": ["nagorno-karabakh"],
        "mentions": [],
    }
    assert text.startswith(
        "We also discussed the Nagorno-Karabakh issue. Russia, the United States and France"
    )
    assert text.endswith("Some time ago, I visited Yerevan and Baku upon President Putin’s instructions.")
    assert "john-kerry" in entities


@pytest.mark.parametrize(
    ("anchor", "speaker", "label", "note", "addressed"),
    [
        ("p23", None, "Question (addressed to John Kerry)", "addressed to John Kerry", "john-kerry"),
        (
            "p24",
            "sergey-lavrov",
            "Sergey Lavrov (speaking after John Kerry)",
            "speaking after John Kerry",
            None,
        ),
        ("p31", None, "Question", None, None),
        ("p32", None, "Question", None, None),
        ("p33", "sergey-lavrov", "Sergey Lavrov", None, None),
    ],
)
def test_who_speaks_and_how_it_is_printed(
    rows: list[Row], anchor: str, speaker: str | None, label: str, note: str | None, addressed: str | None
) -> None:
    found = pick(rows, anchor, "speaker", "label", "label_note", "addressed_to")
    assert found == [speaker, label, note, addressed]


def test_the_words_are_those_of_the_source(rows: list[Row]) -> None:
    """A paragraph of the source is a passage, without label; the first two are the title and the date."""
    path = ROOT / "data" / "transcripts" / REAL_SLUG / "transcript.txt"
    blocks = [" ".join(block.split()) for block in path.read_text(encoding="utf-8").split("\n\n")]
    assert len(blocks) == len(rows) + 2
    for row, block in zip(rows, blocks[2:], strict=True):
        assert row["text"]
        assert block.endswith(row["text"])
        before = block.removesuffix(row["text"])
        assert " ".join(before.split()).removesuffix(":").strip() in ("", row["label"])


def test_transcripts_stand_oldest_first(tmp_path: Path) -> None:
    files = build_docs(make_project(TOY, tmp_path / "toy"))
    order = list(dict.fromkeys(row["transcript"] for row in json.loads(files["data/passages.json"])))
    assert order == ["2031-03-04-holt-wren", "2032-06-21-holt", "2032-11-09-wren"]


def test_what_the_timeline_and_the_map_rest_on_is_in_the_entities(files: dict[str, bytes]) -> None:
    rows = {row["id"]: row for row in json.loads(files["data/entities.json"])}
    assert rows["nice-attack"]["date"] == "2016-07-14"
    assert (rows["vienna"]["lat"], rows["vienna"]["lon"]) == (48.21, 16.37)
    south, north = 32, 38
    assert south < rows["syria"]["lat"] < north, "a state stands where the map has it"
    assert [rows["john-kerry"][key] for key in ("date", "lat", "lon", "was")] == [None, None, None, []]


def test_where_the_map_has_a_topic_is_in_the_topics(files: dict[str, bytes]) -> None:
    rows = {row["id"]: row for row in json.loads(files["data/topics.json"])}
    places = {row["id"]: row for row in json.loads(files["data/entities.json"])}
    assert rows["syria"]["place"] == "syria"
    assert [rows["syria"][key] for key in ("lat", "lon")] == [places["syria"][key] for key in ("lat", "lon")]
    assert [rows["terrorism"][key] for key in ("place", "lat", "lon")] == [None, None, None]


def test_former_ids_and_a_position_of_its_own_are_exported(toy: Path) -> None:
    for file, old, new in (
        (
            "topics",
            "    aliases: [Great Ondra]\n",
            "    aliases: [Great Ondra]\n    at: {lat: -1.5, lon: 2}\n",
        ),
        ("entities", "    name: Ferry Board\n", "    name: Ferry Board\n    was: [board-of-ferries]\n"),
    ):
        apply_step(toy, {"file": f"data/{file}.yml", "replace": old, "by": new})
    files = build_docs(toy)
    (topic,) = (row for row in json.loads(files["data/topics.json"]) if row["id"] == "lake-ondra")
    assert (topic["aliases"], topic["place"], topic["lat"], topic["lon"]) == (["Great Ondra"], None, -1.5, 2)
    (entity,) = (row for row in json.loads(files["data/entities.json"]) if row["id"] == "ferry-board")
    assert entity["was"] == ["board-of-ferries"]


def test_what_a_passage_said_before_stands_in_order_within_a_day_too(toy: Path) -> None:
    text = toy / "data/transcripts/2032-06-21-holt/transcript.txt"
    words = ["two", "three", "four", "five", "six", "seven"]
    for before, after in pairwise(words):
        text.write_text(text.read_text().replace(f" {before} metres", f" {after} metres"))
        archive = accept_all(toy)
    found = [row.text for row in export_earlier(archive, archive.by_slug["2032-06-21-holt"])]
    assert [next(word for word in words if f" {word} metres" in line) for line in found] == words[:-1]
