"""Markdown: the text without its front matter and signs of layout; bold is kept, for it marks labels."""

from __future__ import annotations

import re

import yaml

from ...data.nodes import load_words
from .encoding import decode
from .source_text import Hints, SourceText, count

_FRONT_MATTER = re.compile(
    r"\A---[ \t]*\r?\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE
)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_LINK = re.compile(r"!?\[([^\]\[]*)\]\((?:[^()\s]|\([^()\s]*\))*(?:\s+\"[^\"]*\")?\)")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_HEADING = re.compile(r"^#{1,6}[ \t]+(.*?)[ \t]*#*[ \t]*$", re.MULTILINE)
_HARD_BREAK = re.compile(r"\\$", re.MULTILINE)


def read_markdown(raw: bytes, encoding: str | None = None) -> SourceText:
    """The text as a reader sees it, line by line as it stands; what was taken out is noted."""
    decoded = decode(raw, encoding)
    notes = [f"encoding {decoded.encoding}: {decoded.why}"]
    text, hints = decoded.text, Hints()
    front = _FRONT_MATTER.match(text)
    values = _read_front(front[1]) if front else None
    if front and values is not None:
        text, hints = text[front.end() :].lstrip("\r\n"), _find_hints(values)
        notes.append(f"front matter left out: {count(len(front[0]), 'character')}, keys {', '.join(values)}")
    for pattern, by, thing in (
        (_COMMENT, "", "comment"),
        (_LINK, r"\1", "link"),
        (_HEADING, r"\1", "heading mark"),
        (_HARD_BREAK, "", "line-break mark"),
        (_ESCAPE, r"\1", "backslash"),
    ):
        text, number = pattern.subn(by, text)
        if number:
            notes.append(
                f"Markdown undone: {count(number, thing, thing + ('es' if thing[-1] == 'h' else 's'))}"
            )
    return SourceText(text, hints, tuple(notes), verbatim=text == decoded.text)


def _read_front(text: str) -> dict[str, str] | None:
    """The keys of front matter with their plain values; None where it is none, as between two rules."""
    try:
        loaded = load_words(text)
    except yaml.YAMLError:
        return None
    if not isinstance(loaded, dict) or not all(re.fullmatch(r"[\w.-]+", str(key)) for key in loaded):
        return None
    return {str(key): value if isinstance(value, str) else "" for key, value in loaded.items()}


def _find_hints(values: dict[str, str]) -> Hints:
    lower = {key.lower(): value.strip() for key, value in values.items()}
    language = lower.get("language") or lower.get("lang")
    place = lower.get("place") or lower.get("location")
    return Hints(lower.get("title") or None, lower.get("date") or None, language or None, place or None)
