"""The one place where text becomes markup."""

from __future__ import annotations

from markupsafe import Markup

_HTML = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;"}
#: Signs that Markdown, attribute lists or templates give a meaning to; as references they mean themselves.
_MARKDOWN = {sign: f"&#{ord(sign)};" for sign in "*_`[]{}\\~^=|$"}
_TABLE = str.maketrans({**_HTML, **_MARKDOWN})


def escape_text(text: str) -> Markup:
    """The text as it must stand in a page or a quoted attribute to be read as typed and do nothing."""
    return Markup(text.translate(_TABLE))
