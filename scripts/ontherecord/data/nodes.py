"""A YAML text to nodes, whatever it holds."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import yaml

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

#: How deep a text may nest: no definition, navigation or front matter comes near it.
_DEEPEST = 40


def compose_yaml(text: str) -> yaml.Node | None:
    """The nodes of a YAML text. Brackets by the thousand are an error too: libyaml's stack would overflow."""
    if line := find_depth(text):
        mark = yaml.Mark("", 0, line - 1, 0, None, 0)
        raise yaml.MarkedYAMLError(problem="this is nested too deeply", problem_mark=mark)
    return yaml.compose(text, Loader=_Loader)


def find_depth(text: str) -> int | None:
    """The line, from 1, on which a YAML text is nested too deeply to be composed."""
    depth = 0
    with suppress(yaml.YAMLError):  # It is told by who composes the text, with more known of it.
        for event in yaml.parse(text, Loader=_Loader):
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if depth > _DEEPEST:
                return int(event.start_mark.line) + 1 if event.start_mark else 1
    return None


def load_words(text: str) -> Any:  # noqa: ANN401 - YAML holds anything
    """What a YAML text holds, with text for all that is neither list nor mapping; YAMLError as above."""
    return yaml.BaseLoader("").construct_document(root) if (root := compose_yaml(text)) else None
