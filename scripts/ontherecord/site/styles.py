"""The style sheets of every page as one file: a browser asks for it once, and shows the page sooner."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

_FOLDER = PurePosixPath("assets/css")
#: Where the file stands in the site.
BUNDLE = str(_FOLDER / "site.css")
#: What it is made of, in the order in which styles win.
STYLES = (
    "tokens",
    "fonts",
    "ground",
    "header",
    "parts",
    "masthead",
    "ribbon",
    "columns",
    "passages",
    "topic",
    "lists",
    "prose",
    "links",
    "wordings",
    "notices",
    "bar",
    "citations",
)
#: A comment with lines of its own; the sheets themselves keep theirs.
_COMMENT = re.compile(r"^[ \t]*/\*(?:(?!\*/)[\s\S])*\*/\n", re.MULTILINE)


def bundle_styles(themes: Iterable[Path]) -> str:
    """The sheets without comments, each from the first theme that has it: a project can have its own."""
    folders = [theme / _FOLDER for theme in themes]
    sheets = (_read_first([folder / f"{name}.css" for folder in folders]) for name in STYLES)
    return "".join(_COMMENT.sub("", sheet) for sheet in sheets)


def _read_first(files: Iterable[Path]) -> str:
    return next(file for file in files if file.is_file()).read_text(encoding="utf-8")
