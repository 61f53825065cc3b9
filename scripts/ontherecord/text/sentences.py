"""Where sentences end: the one place that knows, for topics, questions, dates, excerpts and anchors."""

from __future__ import annotations

import re
from collections.abc import Iterator

#: Words whose stop ends no sentence, as they are written.
ABBREVIATIONS = (
    *("Mr.", "Mrs.", "Ms.", "Messrs.", "Dr.", "Prof.", "St.", "Hon.", "Rev.", "Amb.", "Sec.", "Sen.", "Rep."),
    *("Gov.", "Pres.", "Gen.", "Lt.", "Col.", "Maj.", "Capt.", "Cmdr.", "Adm.", "Sgt.", "Fr.", "M.", "Mme."),
    *("vs.", "e.g.", "i.e.", "cf.", "г.", "т.е.", "т.к.", "им."),
)
#: What may stand between the sign that ends a sentence and the next one.
CLOSING = ")]”’»」』）\"'"
#: The signs that end a sentence.
STOPS = (".", "!", "?", "…")

_END = re.compile(
    rf"[.!?…؟۔।][{re.escape(CLOSING)}]*+\s++(?=[\"“‘'«„¿¡(\[]*(\w))|[。！？][{re.escape(CLOSING)}]*+(?=\S)"
)
_INITIALS = re.compile(r"(?:[^\W\d_]\.)+")
#: The longest word that is looked at before a stop: an abbreviation or initials.
_LONGEST = 24


def find_sentence_ends(text: str) -> Iterator[int]:
    """The offsets right after the sign that ends each sentence but the last.

    A sentence begins with a capital letter, a figure, or a letter of a script that has no capitals. A stop
    after initials or an abbreviation ends none; Chinese and Japanese stops need no blank after them.
    """
    for match in _END.finditer(text):
        following = match[1]
        if following is None or (
            _begins_sentence(following) and not _abbreviates(text, match.start(), following)
        ):
            yield match.start() + 1


def find_first_sentence(text: str) -> int:
    """The offset at which the first sentence of a text ends."""
    return next(find_sentence_ends(text), len(text))


def find_sentences(text: str) -> Iterator[tuple[int, int]]:
    """The sentences as (start, end): closing signs end one, white space begins the next."""
    begin = 0
    for end in (*find_sentence_ends(text), len(text)):
        while end < len(text) and text[end] in CLOSING:
            end += 1
        yield begin, end
        begin = end


def _begins_sentence(sign: str) -> bool:
    return sign.isdigit() or not sign.islower()


def _abbreviates(text: str, stop: int, following: str) -> bool:
    """Whether the stop at an offset belongs to the word before it."""
    word = text[max(0, stop - _LONGEST) : stop + 1].rsplit(None, 1)[-1].lstrip("([\"'“‘«")
    numbers = word in ("No.", "Nos.", "Art.", "Res.") and following.isdigit()
    return word in ABBREVIATIONS or numbers or (bool(_INITIALS.fullmatch(word)) and word.isupper())
