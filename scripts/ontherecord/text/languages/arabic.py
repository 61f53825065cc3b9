"""Arabic."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..words import find_words
from .language import Language, split_words

#: And, so; by, for, as: written together with the word after them.
_BEFORE = re.compile(r"[وف]?[بلك]?")


def inflect(word: str) -> tuple[str, ...]:
    """A word as it is, and after "for", where its article loses a letter: السعودية, للسعودية."""
    return (word, word[1:]) if word.startswith("ال") else (word,)


def find_beginnings(text: str) -> Iterator[tuple[int, str]]:
    """Every word, and what is left of it without what is written together with it."""
    for start, word in find_words(text):
        most = len(_BEFORE.match(word)[0])  # type: ignore[index] # It matches nothing, too.
        yield from ((start + at, word[at:]) for at in range(most + 1) if at < len(word))


ARABIC = Language(
    name="Arabic",
    tag="ar",
    questions=split_words("سؤال السؤال صحفي صحفية الصحفي"),
    answers=split_words("جواب الجواب"),
    function=split_words(
        "على في من إلى عن أن إن لا ما هذا هذه ذلك تلك ثم أو بعد قبل بين كل عند مع هو هي لقد قد"
    ),
    regions=("SY", "DZ", "MA"),
    asks="؟?",
    after=frozenset(["بعد"]),
    month_spellings={"ابريل": 4, "يونيه": 6, "يوليه": 7},
    inflect=inflect,
    find_words=find_beginnings,
)
