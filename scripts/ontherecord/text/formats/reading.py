"""Reads a file by its name's ending."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePath
from typing import Protocol

from ...problems import LineProblem
from .captions import read_captions
from .markdown import read_markdown
from .page import read_page
from .pdf import read_pdf
from .plain import read_plain
from .source_text import SourceText, UnreadableError
from .word import read_word


class _Reader(Protocol):
    def __call__(self, raw: bytes, encoding: str | None = None, /) -> SourceText: ...


_READERS: Mapping[str, _Reader] = {
    ".txt": read_plain,
    ".text": read_plain,
    ".md": read_markdown,
    ".markdown": read_markdown,
    ".html": read_page,
    ".htm": read_page,
    ".vtt": lambda raw, encoding=None: read_captions(raw, "vtt", encoding),
    ".srt": lambda raw, encoding=None: read_captions(raw, "srt", encoding),
    ".docx": lambda raw, _=None: read_word(raw),
    ".pdf": lambda raw, _=None: read_pdf(raw),
}

#: The endings of the files that can be read.
ENDINGS = tuple(_READERS)
_OFFICE = frozenset([".doc", ".odt", ".rtf", ".pages", ".docm"])


def read_source(
    name: str, raw: bytes, encoding: str | None = None
) -> tuple[SourceText | None, tuple[LineProblem, ...]]:
    """The text of a file, or None and why it can not be read; `encoding` is the editor's word for it."""
    ending = PurePath(name).suffix.lower()
    reader = _READERS.get(ending)
    if reader is None:
        remedy = "save it as .docx" if ending in _OFFICE else f"it must be one of {' '.join(ENDINGS)}"
        return None, (LineProblem(1, f"a file '{ending or name}' can not be read: {remedy}"),)
    try:
        source = reader(raw, encoding)
    except UnreadableError as error:
        return None, (LineProblem(error.line, str(error)),)
    if not source.text.strip():
        return None, (LineProblem(1, "the file holds no words"),)
    return source, ()
