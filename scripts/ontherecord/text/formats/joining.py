"""Lines that a page or a screen broke, put together again."""

from __future__ import annotations

import re

#: Scripts that part no words by blanks: Chinese, Japanese, and their punctuation.
_CLOSE = r"[\u2e80-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]"
_IS_CLOSE = re.compile(_CLOSE)
_STOPS, _CLOSING = tuple(".!?…。！？;:"), ")]”’»\"'」』"


def join_lines(before: str, after: str) -> str:
    """Two halves of a broken line: with a blank between them, save in Chinese and Japanese."""
    if not before or not after:
        return before + after
    close = _IS_CLOSE.match(before[-1]) and _IS_CLOSE.match(after)
    return before + ("" if close else " ") + after


def ends_sentence(text: str) -> bool:
    """Whether a text ends where a sentence can."""
    return text.rstrip().rstrip(_CLOSING).endswith(_STOPS)
