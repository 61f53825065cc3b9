"""The style sheets of every page as one file: a browser asks for it once, and shows the page sooner."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import partial
from pathlib import Path, PurePosixPath
from urllib.parse import quote

from mkdocs.exceptions import PluginError

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
    "named",
)
#: A comment with lines of its own; the sheets themselves keep theirs.
_COMMENT = re.compile(r"^[ \t]*/\*(?:(?!\*/)[\s\S])*\*/\n", re.MULTILINE)
#: An icon, as the sheets of a theme know it; themes keep theirs beside what they publish.
_ICON = re.compile(r"""url\(["']?\.\./\.\./(\.icons/[^"')]+)["']?\)""")


def bundle_styles(themes: Iterable[Path]) -> str:
    """The sheets without comments, each from the first theme that has it: a project can have its own.

    An icon stands in them as the drawing itself, from the first theme that has it; PluginError if none has.
    """
    folders = tuple(themes)
    sheets = (_read_first([folder / _FOLDER / f"{name}.css" for folder in folders]) for name in STYLES)
    return _ICON.sub(partial(_draw, folders), "".join(_COMMENT.sub("", sheet) for sheet in sheets))


def _draw(folders: Sequence[Path], icon: re.Match[str]) -> str:
    files = [folder / icon[1] for folder in folders]
    if not any(file.is_file() for file in files):
        raise PluginError(f"a style sheet of the theme names '{icon[1]}', which no theme has")
    return f'url("data:image/svg+xml,{quote(_read_first(files), safe=" /:=")}")'


def _read_first(files: Iterable[Path]) -> str:
    return next(file for file in files if file.is_file()).read_text(encoding="utf-8")
