"""YAML files with the line of everything in them, checked against a definition, every mistake reported."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

import yaml
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from .. import urls
from ..files import read_file
from ..problems import Problem, Stage, did_you_mean, explain_bad_byte, last_line
from .characters import CONTROL, find_controls
from .drafts import fill_blanks, find_blanks
from .nodes import compose_yaml

ModelT = TypeVar("ModelT", bound=BaseModel)
Location = tuple[int | str, ...]

#: YAML ends a line at these, editors do not, and the lines of problems are those of editors.
_NO_LINE_ENDS = str.maketrans(dict.fromkeys("\u2028\u2029", " "))


@dataclass(frozen=True)
class Located(Generic[ModelT]):
    """What a YAML file holds, with the way back to its lines."""

    path: str
    value: ModelT
    lines: Mapping[Location, int]
    #: What a draft has blank: see `drafts.fill_blanks`.
    blanks: tuple[Location, ...] = ()

    def line(self, *location: int | str) -> int:
        """The line (from 1) of the key or list item at a location; of the nearest one around it at least."""
        return _find_line(self.lines, location)

    def problem(self, message: str, *location: int | str, stage: Stage = Stage.FILE) -> Problem:
        """A problem at a location of this file."""
        return Problem(self.path, self.line(*location), message, stage)


def load_yaml(
    path: Path, shown: str, definition: type[ModelT]
) -> tuple[Located[ModelT] | None, list[Problem]]:
    """The file's contents as a `definition`, or None and every problem of the file; `shown` is its name."""
    try:
        raw = read_file(path)
    except OSError as error:
        return None, [explain_unread(shown, error)]
    return decode_yaml(raw, shown, definition)


def explain_unread(shown: str, error: OSError) -> Problem:
    """That a file can not be read, and why."""
    return Problem(shown, 1, f"the file can not be read: {error.strerror}")


def decode_yaml(
    raw: bytes, shown: str, definition: type[ModelT]
) -> tuple[Located[ModelT] | None, list[Problem]]:
    """As `load_yaml`, from what the file holds."""
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return None, [explain_bad_byte(shown, raw, error.start)]
    return parse_yaml(text, shown, definition)


def parse_yaml(
    text: str, shown: str, definition: type[ModelT]
) -> tuple[Located[ModelT] | None, list[Problem]]:
    """As `load_yaml`, from a text."""
    controls = [Problem(shown, slip.line, slip.message) for slip in find_controls(text)]
    if controls:
        return None, controls
    text = text.translate(_NO_LINE_ENDS)
    try:
        root = compose_yaml(text)
    except yaml.YAMLError as error:
        return None, [Problem(shown, _error_line(error, text), f"invalid YAML: {_error_words(error)}")]
    if root is None:
        return None, [Problem(shown, 1, f"the file is empty; it needs the keys {_keys(definition)}")]
    reader = _Reader(shown)
    data = reader.read(root, ())
    try:
        value = definition.model_validate(fill_blanks(data))
    except ValidationError as error:
        # A list whose items are all wrong is reported as too short besides: only an empty one is.
        errors = [item for item in error.errors() if item["type"] != "too_short" or not item["input"]]
        found = [_explain(shown, details, reader.lines, definition) for details in errors]
        return None, sorted({*reader.problems, *found})
    if reader.problems:
        return None, reader.problems
    return Located(shown, value, reader.lines, tuple(find_blanks(data))), []


@dataclass(frozen=True)
class _Number:
    """A number as written: only degrees are one, and those are read from the text."""

    text: str

    def __str__(self) -> str:
        return _clip(self.text)


class _Reader:
    """Turns YAML nodes into plain values, noting lines and what YAML itself would let pass."""

    def __init__(self, shown: str) -> None:
        self.shown = shown
        self.lines: dict[Location, int] = {}
        self.problems: list[Problem] = []
        self._open: set[int] = set()
        self._read: set[int] = set()

    def read(self, node: yaml.Node, at: Location) -> Any:  # noqa: ANN401 - YAML holds anything
        """The node's value; dates stay text, so that a bad one is reported and not raised."""
        self.lines.setdefault(at, node.start_mark.line + 1)
        if id(node) in self._open:
            self._complain(node, "an alias stands inside what it names")
            return None
        if id(node) in self._read:  # Aliases of aliases can stand for more than any machine can hold.
            self._complain(node, "an alias (*) repeats this; write it out at both places instead")
            return None
        self._read.add(id(node))
        self._open.add(id(node))
        try:
            if isinstance(node, yaml.MappingNode):
                return dict(self._pairs(node, at))
            if isinstance(node, yaml.SequenceNode):
                return [self.read(item, (*at, number)) for number, item in enumerate(node.value)]
            return self._scalar(node)
        finally:
            self._open.discard(id(node))

    def _pairs(self, node: yaml.MappingNode, at: Location) -> Iterator[tuple[str, Any]]:
        seen: dict[str, int] = {}
        for key_node, value_node in node.value:
            line = key_node.start_mark.line + 1
            if not isinstance(key_node, yaml.ScalarNode):
                self._complain(key_node, "a key must be plain text")
                continue
            key = str(key_node.value)
            if key in seen:
                self._complain(key_node, f"duplicate key '{_clip(key)}' (first on line {seen[key]})")
                continue
            seen[key] = line
            self.lines[(*at, key)] = line
            yield key, self.read(value_node, (*at, key))

    def _scalar(self, node: yaml.Node) -> object:
        """Text, a number, true, false or nothing."""
        kind, text = node.tag.rpartition(":")[2], str(node.value)
        if kind in ("str", "timestamp"):
            control = CONTROL.search(text)
            if control:
                self._complain(node, f"control character U+{ord(control[0]):04X} in the text; take it out")
            return text
        if kind == "null":
            return None
        if kind == "bool":
            return text.lower() in ("yes", "true", "on")
        if kind in ("int", "float"):
            return int(text) if _WHOLE.fullmatch(text) else _Number(text)
        self._complain(node, f"the tag '{node.tag}' is not used here; write plain text")
        return text

    def _complain(self, node: yaml.Node, message: str) -> None:
        self.problems.append(Problem(self.shown, node.start_mark.line + 1, message))


#: A whole number as everybody writes it, and not so long that Python refuses it.
_WHOLE = re.compile(r"-?[1-9][0-9]{0,15}|0", re.ASCII)


def _find_line(lines: Mapping[Location, int], location: Location) -> int:
    while location not in lines and location:
        location = location[:-1]
    return lines.get(location, 1)


def _error_line(error: yaml.YAMLError, text: str) -> int:
    """The line of a YAML error; where that is the end of the file, the line on which the trouble began."""
    marks = [getattr(error, name, None) for name in ("problem_mark", "context_mark")]
    lines = [int(mark.line) + 1 for mark in marks if mark is not None]
    if not lines:
        before = text.encode()[: int(getattr(error, "position", 0))]  # libyaml counts bytes
        return before.count(b"\n") + 1
    end = last_line(text)
    return next((line for line in lines if line <= end), end)


def _error_words(error: yaml.YAMLError) -> str:
    problem = getattr(error, "problem", None) or getattr(error, "reason", None) or str(error).splitlines()[0]
    context = getattr(error, "context", None)
    words = f"{context}, {problem}" if context else str(problem)
    hint = "; text that holds ': ' or starts with a sign needs quotation marks around it"
    signs = ("mapping values", "undefined alias", "cannot start any token")
    return words + (hint if any(sign in words for sign in signs) else "")


def _keys(definition: type[BaseModel]) -> str:
    return ", ".join(name for name, field in definition.model_fields.items() if field.is_required())


_TYPES = {
    "string_type": "text",
    "tuple_type": "a list",
    "dict_type": "a mapping of keys to values",
    "model_type": "a mapping of keys to values",
    "bool_type": "true or false",
    "int_type": "a whole number",
}

_PATTERNS = {
    r"^[a-z0-9]+(-[a-z0-9]+)*$": "small letters, digits and single hyphens, e.g. lake-ondra",
    rf"^{urls.ANCHOR}$": "the letter p and the passage's number, e.g. p14",
    rf"^{urls.ANCHOR}(-{urls.ANCHOR})?$": "the letter p and the passage's number, e.g. p14, or two, as p5-p9",
    r"^[A-ZÀ-ÖØ-ÞΑ-ΡΣ-ΩЀ-ЯԱ-Ֆ]{2}$": "two capital letters, e.g. SY",
}

_TOO_LITTLE = {
    "string_too_short": "some words",
    "string_pattern_mismatch": "some words",
    "too_short": "at least one",
}

_BOUNDS = {"greater_than_equal": ("ge", "more"), "less_than_equal": ("le", "less")}


def _explain(
    shown: str, details: ErrorDetails, lines: Mapping[Location, int], definition: type[BaseModel]
) -> Problem:
    """One of the definition's errors, in an editor's words."""
    at = tuple(part for part in details["loc"] if not str(part).startswith("["))
    line, name = _find_line(lines, at), _name(at)
    kind, given, context = details["type"], details["input"], details.get("ctx", {})
    if kind == "extra_forbidden":
        known = _known_keys(definition, at[:-1])
        return Problem(shown, line, f"unknown key '{_clip(str(at[-1]))}'{did_you_mean(str(at[-1]), known)}")
    if kind == "missing":
        return Problem(shown, line, f"missing key '{at[-1]}'{_place(at[:-1])}")
    if kind.startswith("bad_"):  # Of the definitions themselves.
        return Problem(shown, line, f"{kind.replace('_', ' ')} {_quote(given)}: {details['msg']}")
    if kind in _BOUNDS:
        key, side = _BOUNDS[kind]
        least, written = (str(number).removesuffix(".0") for number in (context[key], given))
        return Problem(shown, line, f"{name} is {written}: it must be {least} or {side}")
    if kind == "enum":
        allowed = [
            word.strip(" '") for word in str(context.get("expected", "")).replace(" or ", ", ").split(",")
        ]
        hint = did_you_mean(str(given), allowed)
        return Problem(shown, line, f"{name} can not be {_quote(given)}: one of {', '.join(allowed)}{hint}")
    wanted = _PATTERNS.get(str(context.get("pattern")))
    if wanted:
        return Problem(shown, line, f"{name} is '{_clip(given)}': it must be {wanted}")
    if kind in _TOO_LITTLE:
        return Problem(shown, line, f"{name} is empty: {_TOO_LITTLE[kind]} needed")
    if kind in _TYPES:
        return Problem(shown, line, f"{name} must be {_TYPES[kind]}, not {_describe(given)}")
    return Problem(shown, line, f"{name}: {details['msg']}")


def _name(at: Location) -> str:
    keys = [part for part in at if isinstance(part, str)]
    if not keys:
        return "the file"
    return f"an item of '{keys[-1]}'" if at and isinstance(at[-1], int) else f"'{keys[-1]}'"


def _place(at: Location) -> str:
    keys = [part for part in at if isinstance(part, str)]
    return (
        f" in this item of '{keys[-1]}'"
        if keys and isinstance(at[-1], int)
        else (f" in '{keys[-1]}'" if keys else "")
    )


def _describe(given: object) -> str:
    if given is None:
        return "nothing"
    if isinstance(given, bool):
        return f"{str(given).lower()} (put text such as yes, no, on, off in quotation marks)"
    if isinstance(given, (int, _Number)):
        return f"the number {given} (put it in quotation marks if it is text)"
    if isinstance(given, str):
        return f"the text '{_clip(given)}'"
    return "a list" if isinstance(given, list) else "a mapping of keys to values"


def _quote(given: object) -> str:
    """What stands in the place of one of several words."""
    if isinstance(given, str):
        return f"'{_clip(given)}'"
    return str(given) if isinstance(given, (int, _Number)) else _describe(given)


_LONGEST_SHOWN = 60


def _clip(text: str) -> str:
    """The text on one line, cut short with an ellipsis where it is too long for a message."""
    folded = " ".join(text.split())
    return folded if len(folded) <= _LONGEST_SHOWN else folded[: _LONGEST_SHOWN - 1] + "…"


def _known_keys(definition: type[BaseModel], at: Location) -> list[str]:
    """The keys that a definition knows at a location."""
    current: Any = definition
    for part in at:
        if isinstance(part, str) and isinstance(current, type) and issubclass(current, BaseModel):
            field = current.model_fields.get(part)
            current = _model_in(field.annotation) if field else None
    return list(current.model_fields) if isinstance(current, type) and issubclass(current, BaseModel) else []


def _model_in(annotation: Any) -> type[BaseModel] | None:  # noqa: ANN401 - a type annotation of any form
    """The definition inside an annotation such as `tuple[Topic, ...]`."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    found = (_model_in(part) for part in getattr(annotation, "__args__", ()))
    return next((model for model in found if model is not None), None)
