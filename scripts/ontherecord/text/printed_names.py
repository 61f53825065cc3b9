"""What a label as printed says: the name, and what its parentheses or a dash set beside it."""

from __future__ import annotations

import re

from .marks import CLOCK
from .shapes import Shape, find_shape
from .source import fold

_TIME_IN_LABEL = re.compile(rf"\s*\\?[\[(]{CLOCK}(?:\s?[-–]\s?{CLOCK})?\\?[\])]")

_NOTES = re.compile(r"\s*[(（\[](?P<note>[^()（）\[\]]*(?:\([^()]*\)[^()]*)*)[)）\]]\s*$")

_EMPHASIS = re.compile(r"\*{1,3}|(?<!\w)_{1,3}|_{1,3}(?!\w)|</?(?:b|strong|i|em)>")


def strip_times(label: str) -> str:
    """A label without the times in brackets that captions print in it."""
    return _TIME_IN_LABEL.sub("", label)


OFFICE = re.compile(r"(?P<name>.{3,60}?)\s+(?:--+|[-–—])\s+(?P<office>.+)")


def _split_office(bare: str) -> tuple[str, str | None]:
    """A name and the office or outlet that a dash sets apart from it."""
    match = OFFICE.fullmatch(bare)
    named = match and find_shape(fold(match["name"])) in {
        Shape.PERSON,
        Shape.CAPITALS,
        Shape.QUESTION,
        Shape.CHAIR,
    }
    return (match["name"], fold(match["office"])) if match and named else (bare, None)


def strip_emphasis(label: str) -> str:
    """A label without bold and italic type."""
    return _EMPHASIS.sub("", label)


def strip_notes(label: str) -> str:
    """A label without its parentheses."""
    return re.sub(r"\s*[(（][^()（）]*[)）]", "", label)


def read_name(label: str) -> tuple[str, list[str]]:
    """The name that a label prints, folded, and the notes beside it: its parentheses, its office."""
    notes: list[str] = []
    bare = label.strip()
    if not bare.isalpha():
        bare = strip_emphasis(strip_times(bare)).strip()
    while bare[-1:] in {")", "）", "]"} and (match := _NOTES.search(bare)):
        notes.insert(0, fold(match["note"]))
        bare = bare[: match.start()].strip()
    bare, office = _split_office(bare)
    notes += [office] if office else []
    if not fold(strip_notes(bare)):
        return fold(fold(label).strip("()（）[]* ")), []
    return fold(bare), notes
