"""Where sentences end: the one place that knows, for topics, questions, dates, excerpts and anchors."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .languages.known import ANY_LANGUAGE
from .languages.language import Language

#: What may stand between the sign that ends a sentence and the next one.
CLOSING = ")]”’»」』）\"'"
#: The signs that end a sentence.
STOPS = (".", "!", "?", "…", "。", "！", "？", "؟", "۔", "।")

_END = re.compile(
    rf"[.!?…؟۔।][{re.escape(CLOSING)}]*+\s++(?=[\"“‘'«„¿¡(\[]*(\w))|[。！？][{re.escape(CLOSING)}]*+(?=\S)"
)
#: A number with a stop that makes the first or the twentieth of it; those of years have four figures.
_ORDINAL = re.compile(r"[0-9]{1,2}\.")
_INITIALS = re.compile(r"(?:[^\W\d_]\.)+")
#: The longest word that is looked at before a stop: an abbreviation or initials.
_LONGEST = 24


def find_sentence_ends(text: str, language: Language = ANY_LANGUAGE) -> Iterator[int]:
    """The offsets right after the sign that ends each sentence but the last.

    A sentence begins with a capital letter, a figure, or a letter of a script that has no capitals. A stop
    after initials or an abbreviation ends none; Chinese and Japanese stops need no blank after them.
    """
    for match in _END.finditer(text):
        following = match[1]
        if following is None or (
            _begins_sentence(following) and not _abbreviates(text, match.start(), following, language)
        ):
            yield match.start() + 1


def find_first_sentence(text: str, language: Language = ANY_LANGUAGE) -> int:
    """The offset at which the first sentence of a text ends."""
    return next(find_sentence_ends(text, language), len(text))


def find_sentences(text: str, language: Language = ANY_LANGUAGE) -> Iterator[tuple[int, int]]:
    """The sentences as (start, end): closing signs end one, white space begins the next."""
    begin = 0
    for end in (*find_sentence_ends(text, language), len(text)):
        while end < len(text) and text[end] in CLOSING:
            end += 1
        yield begin, end
        begin = end


def _begins_sentence(sign: str) -> bool:
    return sign.isdigit() or not sign.islower()


def _abbreviates(text: str, stop: int, following: str, language: Language) -> bool:
    """Whether the stop at an offset belongs to the word before it."""
    word = text[max(0, stop - _LONGEST) : stop + 1].rsplit(None, 1)[-1].lstrip("([\"'“‘«")
    if word in language.abbreviations or (word in language.numbered and following.isdigit()):
        return True
    if language.ordinals and _ORDINAL.fullmatch(word):
        return True
    return bool(_INITIALS.fullmatch(word)) and word.isupper()
