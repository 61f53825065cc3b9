"""Where sentences end."""

from __future__ import annotations

import re
from collections.abc import Iterator

_ABBREVIATIONS = ("Mr.", "Mrs.", "Ms.", "Dr.", "St.", "vs.", "e.g.", "i.e.")
_INITIALS = re.compile(r"(?:[A-ZÀ-ÞА-ЯЁ]\.)+")
_SENTENCE_END = re.compile(r"[.!?…][)\]”’\"']*\s+(?=[\"“‘'(\[]*[A-ZÀ-ÞА-ЯЁ0-9])")


def find_sentence_ends(text: str) -> Iterator[int]:
    """The offsets right after the sign that ends each sentence but the last."""
    for match in _SENTENCE_END.finditer(text):
        before = text[: match.start() + 1]
        last_word = before.rsplit(None, 1)[-1].lstrip("([\"'“‘")
        numbered = last_word == "No." and text[match.end()].isdigit()
        if last_word not in _ABBREVIATIONS and not _INITIALS.fullmatch(last_word) and not numbered:
            yield match.start() + 1


def find_first_sentence(text: str) -> int:
    """The offset at which the first sentence of a text ends."""
    return next(find_sentence_ends(text), len(text))
