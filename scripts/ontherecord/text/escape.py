"""The one place where text becomes markup."""

from __future__ import annotations

from collections.abc import Mapping
from string import Formatter

from markupsafe import Markup

_HTML = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;"}
#: Signs that Markdown, attribute lists or templates give a meaning to; as references they mean themselves.
_MARKDOWN = {sign: f"&#{ord(sign)};" for sign in "*_`[]{}\\~^=|$"}
_TABLE = str.maketrans({**_HTML, **_MARKDOWN})


def escape_text(text: str) -> Markup:
    """The text as it must stand in a page or a quoted attribute to be read as typed and do nothing."""
    return Markup(text.translate(_TABLE))


def fill_in(message: str, values: Mapping[str, object]) -> Markup:
    """A message as markup: its own words escaped, and what is put in for its names in braces too."""
    return Markup("").join(
        escape_text(words) + (_escape_value(values[name]) if name is not None else "")
        for words, name, _, _ in Formatter().parse(message)
    )


def _escape_value(value: object) -> Markup:
    return value if isinstance(value, Markup) else escape_text(str(value))
