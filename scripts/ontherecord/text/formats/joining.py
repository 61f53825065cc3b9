"""Where the lines of a page or a screen may end a paragraph."""

from __future__ import annotations

_STOPS, _CLOSING = tuple(".!?…。！？;:"), ")]”’»\"'」』"


def ends_sentence(text: str) -> bool:
    """Whether a text ends where a sentence can."""
    return text.rstrip().rstrip(_CLOSING).endswith(_STOPS)
