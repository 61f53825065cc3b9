"""Lines that a page or a screen broke: where a break is a blank, and where it is nothing.

Chinese and Japanese part no words by blanks, so that a line that breaks inside them goes on without one.
"""

from __future__ import annotations

import re

#: Signs of scripts that are written without blanks between words, and their punctuation.
_CLOSE = re.compile(r"[\u2e80-\u312f\u31a0-\u9fff\uf900-\ufaff\uff01-\uff9f\U00020000-\U0003ffff]")
#: Signs of other scripts too, which are of such a script beside one of its own.
_SHARED = frozenset("“”‘’—–…·()[]\"'%")
#: How far back it is looked at how a text is written.
_NEAR = 200
#: A text that parts its own words from figures and Latin letters does so at the ends of lines, too.
_PARTED = re.compile(rf"{_CLOSE.pattern} [0-9A-Za-z]|[0-9A-Za-z] {_CLOSE.pattern}")


def parts_scripts(text: str) -> bool:
    """True of a text that has a blank between a Chinese or Japanese sign and a figure or Latin letter."""
    return bool(_PARTED.search(text))


def is_nothing(before: str, after: str, *, parted: bool) -> bool:
    """True of a line break that stands for no blank; `parted` is `parts_scripts` of the whole text."""
    last, first = before[-1:], after[:1]
    close = [bool(_CLOSE.match(sign)) for sign in (last, first)]
    if not any(close):
        return False
    other = first if close[0] else last
    return all(close) or other in _SHARED or (not parted and other.isascii() and other.isalnum())


def join_lines(before: str, after: str) -> str:
    """Two halves of a broken line: with a blank between them, or none inside Chinese and Japanese."""
    if not before or not after:
        return before + after
    parted = parts_scripts(f"{before[-_NEAR:]}\n{after}")
    return before + ("" if is_nothing(before, after, parted=parted) else " ") + after


def unwrap(text: str) -> str:
    """Words of the source on one line, every run of white space as one blank, and none at the ends."""
    lines = [" ".join(line.split()) for line in text.split("\n")]
    parted = len(lines) > 1 and parts_scripts(text)
    joined = ""
    for line in filter(None, lines):
        joined += line if not joined or is_nothing(joined, line, parted=parted) else f" {line}"
    return joined
