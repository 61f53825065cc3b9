"""New names at the end of the entities' file, each marked as a draft."""

from __future__ import annotations

import re
from pathlib import Path

import yaml

from ..data.characters import LINE_END
from ..data.definitions import EntitiesFile
from ..data.nodes import compose_yaml, load_words
from ..data.yamlfile import parse_yaml
from ..files import read_file
from .cast_proposal import ProposedCast
from .draft_record import render_entities
from .sources import DATA

ENTITIES = f"{DATA}/entities.yml"


def has_entries(path: Path) -> bool:
    """Whether a file has more than a key without entries, as in a project that is new."""
    if not path.exists():
        return False
    try:
        loaded = load_words(read_file(path).decode("utf-8-sig"))
    except (yaml.YAMLError, UnicodeDecodeError):
        return True
    return bool(loaded) and not (isinstance(loaded, dict) and not any(loaded.values()))


def add_entities(root: Path, slug: str, cast: ProposedCast) -> tuple[str | None, tuple[str, ...]]:
    """The text of entities.yml with the new speakers at its end; None where that can not be done safely."""
    path = root / ENTITIES
    new = [speaker for speaker in cast.speakers if speaker.entity is None and not speaker.members]
    block = render_entities(slug, new)
    old = read_file(path).decode("utf-8") if path.is_file() else "entities:\n"
    if not has_entries(path):
        old = re.sub(r"(?m)^entities:[ \t]*\[\][ \t]*", "entities:", old)
    node = compose_yaml(old)
    entries = dict(_pairs(node)).get("entities") if isinstance(node, yaml.MappingNode) else None
    listed = isinstance(entries, yaml.SequenceNode) and not entries.flow_style
    indent = entries.start_mark.column if listed and entries else 2
    end = next((match[0] for match in LINE_END.finditer(old)), "\n")
    lines = "".join(f"{' ' * indent}{line}".rstrip() + end for line in block.splitlines())
    text = old + ("" if old.endswith(("\n", "\r")) else end) + end + lines
    wanted = {speaker.id for speaker in new}
    loaded, _ = parse_yaml(text.removeprefix("\ufeff"), ENTITIES, EntitiesFile)
    if loaded and wanted <= {entity.id for entity in loaded.value.entities}:
        return text, ()
    return None, (f"{ENTITIES} could not be added to: add these entries by hand", *block.splitlines())


def _pairs(node: yaml.MappingNode) -> list[tuple[str, yaml.Node]]:
    return [(str(key.value), value) for key, value in node.value]
