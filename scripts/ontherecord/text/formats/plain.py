"""Plain text: the file's own letters."""

from __future__ import annotations

from .encoding import decode
from .source_text import SourceText


def read_plain(raw: bytes, encoding: str | None = None) -> SourceText:
    """The text as it stands."""
    decoded = decode(raw, encoding)
    return SourceText(decoded.text, notes=(f"encoding {decoded.encoding}: {decoded.why}",), verbatim=True)
