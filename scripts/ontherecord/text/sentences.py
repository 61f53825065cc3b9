"""Where sentences end."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

_ABBREVIATIONS = ("Mr.", "Mrs.", "Ms.", "Dr.", "St.", "vs.", "e.g.", "i.e.")
_INITIALS = re.compile(r"(?:[A-ZÀ-ÞА-ЯЁ]\.)+")
#: A sign that ends a sentence, and the letter or digit that the next begins with; Chinese and Japanese put no
#: blank between them.
_SENTENCE_END = re.compile(r"[.!?…؟۔।][)\]”’\"']*\s+(?=[\"“‘'(\[]*([^\W_]))|[。！？](?=[^\w。！？]*([^\W_]))")


def find_sentence_ends(text: str) -> Iterator[int]:
    """The offsets right after the sign that ends each sentence but the last."""
    for match in _SENTENCE_END.finditer(text):
        if (match[1] or match[2]).islower():
            continue
        before = text[: match.start() + 1]
        last_word = before.rsplit(None, 1)[-1].lstrip("([\"'“‘")
        numbered = last_word == "No." and text[match.end()].isdigit()
        if last_word not in _ABBREVIATIONS and not _INITIALS.fullmatch(last_word) and not numbered:
            yield match.start() + 1


def find_first_sentence(text: str) -> int:
    """The offset at which the first sentence of a text ends."""
    return next(find_sentence_ends(text), len(text))


def list_sentences(text: str) -> list[str]:
    """The sentences of a text, which joined are the text."""
    ends = [0, *find_sentence_ends(text), len(text)]
    return [text[start:end] for start, end in pairwise(ends)]
