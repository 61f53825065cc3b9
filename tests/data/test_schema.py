"""The JSON Schemas, by which an editor's IDE checks the data, say the same as the loader."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from corpus import ROOT, TOY
from jsonschema import Draft202012Validator, FormatChecker  # type: ignore[import-untyped]
from ontherecord.data.definitions import EntitiesFile, Record, TopicsFile
from ontherecord.data.schema import FOLDER, render_schemas, write_schemas
from ontherecord.data.yamlfile import parse_yaml
from pydantic import BaseModel

DEFINITIONS: dict[str, type[BaseModel]] = {"topics": TopicsFile, "entities": EntitiesFile, "record": Record}
TOY_RECORD = "data/transcripts/2031-03-04-holt-wren/record.yml"
TOY_FILES = {"topics": "data/topics.yml", "entities": "data/entities.yml", "record": TOY_RECORD}


class PlainLoader(yaml.SafeLoader):
    """Reads YAML as IDEs do for a schema: a date is text."""


PlainLoader.yaml_implicit_resolvers = {
    sign: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for sign, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def read_schema(kind: str) -> dict[str, Any]:
    schema = json.loads((ROOT / FOLDER / f"{kind}.schema.json").read_text(encoding="utf-8"))
    assert isinstance(schema, dict)
    return schema


def list_faults(kind: str, text: str) -> list[str]:
    """What the schema finds wrong with a YAML text."""
    validator = Draft202012Validator(read_schema(kind), format_checker=FormatChecker())
    return [fault.message for fault in validator.iter_errors(yaml.load(text, PlainLoader))]


def test_the_committed_schemas_are_those_of_the_definitions() -> None:
    committed = {path.name: path.read_text(encoding="utf-8") for path in (ROOT / FOLDER).iterdir()}
    assert committed == dict(render_schemas()), "run `make schema`"


def test_schemas_are_written_only_where_they_changed(tmp_path: Path) -> None:
    assert len(write_schemas(tmp_path)) == len(DEFINITIONS)
    assert write_schemas(tmp_path) == ()


@pytest.mark.parametrize("kind", DEFINITIONS)
def test_a_schema_is_valid_itself(kind: str) -> None:
    Draft202012Validator.check_schema(read_schema(kind))


@pytest.mark.parametrize("project", [ROOT, TOY], ids=["real", "toy"])
def test_the_data_is_valid_by_its_schemas(project: Path) -> None:
    files = [("topics", project / "data/topics.yml"), ("entities", project / "data/entities.yml")]
    files += [("record", path) for path in project.glob("data/transcripts/*/record.yml")]
    for kind, path in files:
        assert list_faults(kind, path.read_text(encoding="utf-8")) == [], path


@pytest.mark.parametrize("path", sorted((ROOT / "data").rglob("*.yml")), ids=lambda path: path.name)
def test_each_data_file_names_its_schema_for_the_ide(path: Path) -> None:
    first = path.read_text(encoding="utf-8").split("\n")[0]
    named = first.removeprefix("# yaml-language-server: $schema=")
    kind = {"topics.yml": "topics", "entities.yml": "entities"}.get(path.name, "record")
    assert (path.parent / named).resolve() == ROOT / FOLDER / f"{kind}.schema.json"


def list_keys(schema: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    """Every key of a schema, its own and those of the mappings within."""
    mappings = [schema, *schema.get("$defs", {}).values()]
    return [(key, value) for mapping in mappings for key, value in mapping.get("properties", {}).items()]


@pytest.mark.parametrize("kind", DEFINITIONS)
def test_a_schema_allows_no_other_keys_and_explains_most(kind: str) -> None:
    schema = read_schema(kind)
    for mapping in [schema, *schema["$defs"].values()]:
        if mapping["type"] == "object":
            assert mapping["additionalProperties"] is False
            assert mapping["description"]
    explained = [key for key, value in list_keys(schema) if value.get("description")]
    assert len(explained) >= len(list_keys(schema)) / 2


# --- a table of samples ----------------------------------------------------------------------------------

GOOD = [
    ("topics", "title: Lake Ondra", "title: '2031'"),
    ("topics", "title: Lake Ondra", "title: |\n      Lake\n      Ondra"),
    ("topics", "code: NT", 'code: "NO"'),
    ("topics", "    aliases: [Great Ondra]\n", ""),
    ("topics", "[Great Ondra]", "[]"),
    ("entities", "    short: Ms Holt\n", ""),
    ("entities", "short: Ms Holt", "short:"),
    ("record", "opens: true", "opens: yes"),
    ("record", "opens: true", "opens: false"),
    ("record", "date: 2031-03-04", 'date: "2031-03-04"'),
    ("record", "date: 2031-03-04", "date: 2032-02-29"),
    ("record", "at: p2,", "at: p2b,"),
    ("record", "place: Selwyn", "place: Selwyn\nnot_labels: [Mind you]"),
    ("record", "agenda:", "questions: [{passage: p8, none: true, reason: Read.}]\nagenda:"),
    ("record", "agenda:", "dates: [{passage: p2, words: in May, date: 2031, reason: Read.}]\nagenda:"),
]
BAD = [
    ("topics", "    title: Harbour of Selwyn\n", ""),
    ("topics", "    code: HA\n", "    code: HA\n    color: blue\n"),
    ("topics", "topics:\n", "topics: []\nothers:\n"),
    ("topics", "code: HA", "code: Ha"),
    ("topics", "code: HA", "code: HAR"),
    ("topics", "code: NT", "code: NO"),
    ("topics", "title: Lake Ondra", "title: 2031"),
    ("topics", "title: Lake Ondra", "title:"),
    ("topics", "title: Lake Ondra", 'title: ""'),
    ("topics", "title: Lake Ondra", 'title: "  "'),
    ("topics", "title: Lake Ondra", "title: [Lake, Ondra]"),
    ("topics", "title: Lake Ondra", "title: {en: Lake Ondra}"),
    ("topics", "colour: teal", "colour: red"),
    ("topics", "colour: teal", "colour: Teal"),
    ("topics", "      - night train\n      - sleeper\n", "      []\n"),
    ("topics", "      - sleeper\n", "      - 7\n"),
    ("topics", "      - sleeper\n", '      - ""\n'),
    ("topics", "[night-train]", "night-train"),
    ("topics", "[night-train]", "[night_train]"),
    ("topics", "id: lake-ondra", "id: Lake-Ondra"),
    ("topics", "id: lake-ondra", "id: lake--ondra"),
    ("topics", "id: lake-ondra", "id: lake-ondra-"),
    ("topics", "id: lake-ondra", "id: lac-öndra"),
    ("entities", "kind: organisation", "kind: organization"),
    ("entities", "kind: organisation", "kind:"),
    ("entities", "short: Ms Holt", "short: 5"),
    ("entities", "    description: Minister for Waters of Arvenia.\n", ""),
    ("record", "date: 2031-03-04", "date: 2031-02-29"),
    ("record", "date: 2031-03-04", "date: 2031-13-01"),
    ("record", "date: 2031-03-04", "date: 2031-3-4"),
    ("record", "date: 2031-03-04", "date: 4.3.2031"),
    ("record", "date: 2031-03-04", "date: 2031"),
    ("record", "date: 2031-03-04", "date: 20310304"),
    ("record", "date: 2031-03-04", "date: 2031-W10-2"),
    ("record", "date: 2031-03-04", "date: 2031-03-04 10:00:00"),
    ("record", "date: 2031-03-04", "date:"),
    ("record", "opens: true", 'opens: "true"'),
    ("record", "opens: true", "opens: 1"),
    ("record", "opens: true", "opens:"),
    ("record", "labels: [Mira Holt]", "labels: Mira Holt"),
    ("record", "labels: [Mira Holt]", "labels: {a: b}"),
    ("record", "at: p2,", "at: 2,"),
    ("record", "at: p2,", "at: p02,"),
    ("record", "at: p2,", "at: P2,"),
    ("record", "      passages: [p4, p9]\n", ""),
    ("record", "passages: [p4, p9]", "passages: []"),
    ("record", "passages: [p4, p9]", "passages: p4"),
    ("record", "passages: [p4, p9]", "passages: [p4, 9]"),
    ("record", "  lake-ondra:\n", "  Lake Ondra:\n"),
    ("record", "    reason: A greeting.\n", ""),
    ("record", "  language: English\n", "  language: English\n  adress: none\n"),
    ("record", "place: Selwyn\n", ""),
    ("record", "agenda:", "questions: [{passage: p8, none: true}]\nagenda:"),
    ("record", "agenda:", "dates: [{passage: p2, words: in May, date: May 2031, reason: Read.}]\nagenda:"),
    ("record", "agenda:", "references: [{passage: p2, words: May, occurrence: 0, reason: Read.}]\nagenda:"),
    ("topics", "[Great Ondra]\n", "[Great Ondra]\n    at: {lat: 1, lon: 200}\n"),
]


def edit(kind: str, old: str, new: str) -> str:
    text = (TOY / TOY_FILES[kind]).read_text(encoding="utf-8")
    assert text.count(old) == 1
    return text.replace(old, new)


@pytest.mark.parametrize(("kind", "old", "new"), GOOD)
def test_loader_and_schema_both_take(kind: str, old: str, new: str) -> None:
    text = edit(kind, old, new)
    loaded, problems = parse_yaml(text, "file.yml", DEFINITIONS[kind])
    assert loaded
    assert problems == []
    assert list_faults(kind, text) == []


@pytest.mark.parametrize(("kind", "old", "new"), BAD)
def test_loader_and_schema_both_refuse(kind: str, old: str, new: str) -> None:
    text = edit(kind, old, new)
    loaded, problems = parse_yaml(text, "file.yml", DEFINITIONS[kind])
    assert loaded is None
    assert problems
    assert list_faults(kind, text)
