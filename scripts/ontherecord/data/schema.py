"""JSON Schemas of the data files, from the definitions that the loader uses."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from pydantic import BaseModel

from ..files import write_together
from .definitions import EntitiesFile, Record, TopicsFile

FOLDER = "data/schemas"
_DEFINITIONS: dict[str, type[BaseModel]] = {
    "topics": TopicsFile,
    "entities": EntitiesFile,
    "record": Record,
}


def render_schemas() -> Iterator[tuple[str, str]]:
    """The name and the text of each schema."""
    for name, definition in _DEFINITIONS.items():
        schema = definition.model_json_schema()
        schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
        _tell_editors_of_dates(schema)
        _refuse_other_keys(schema)
        yield f"{name}.schema.json", json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


def _tell_editors_of_dates(schema: dict[str, object]) -> None:
    """A YAML editor reads a bare date as a date or as text; the schema must take what the loader takes."""
    properties = schema.get("properties")
    if isinstance(properties, dict) and "date" in properties:
        properties["date"]["pattern"] = r"^\d{4}-\d{2}-\d{2}$"


def _refuse_other_keys(schema: dict[str, object]) -> None:
    """Where a key must have a certain form, the loader takes no other; a schema would, unless it says so."""
    if "patternProperties" in schema:
        schema["additionalProperties"] = False
    for value in schema.values():
        for item in value if isinstance(value, list) else [value]:
            if isinstance(item, dict):
                _refuse_other_keys(item)


def write_schemas(root: Path) -> tuple[Path, ...]:
    """Writes the schemas below data/schemas/; the files that changed."""
    return write_together({root / FOLDER / name: text.encode() for name, text in render_schemas()})
