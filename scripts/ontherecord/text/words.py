"""Words as they are compared, without case, accents and punctuation, and those of the calendar."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

#: Written out: those of Python's calendar module follow the locale.
MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

#: Makes every apostrophe the typewriter's, letter for letter, so that offsets stay what they are.
APOSTROPHES = str.maketrans("’ʼ", "''")

#: The same of the other signs that stand for it in a search: Da‘esh, Da′esh.
_MORE_APOSTROPHES = str.maketrans("’ʼ‘ʻ′´`", "'" * 7)

#: Letters that are no letter and a mark, as they are typed without them.
_PLAIN = {
    **{"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ħ": "h", "ŧ": "t", "ı": "i"},
    **{"ß": "ss", "æ": "ae", "œ": "oe", "þ": "th", "ĳ": "ij"},
}

#: Ligatures of print (ﬁ), and letters of full or half width.
_COMPATIBLE = re.compile("[\ufb00-\ufb06\uff01-\uffef]+")

_LETTERS = re.compile(r"[^\W_]+(?:'[^\W_]+)*")

#: A letter of writing that puts no space between words: Chinese, Japanese, Thai, Lao, Khmer, Burmese.
UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3041-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
)


class _Table(dict[int, str | None]):
    """What stands for each sign: a plain letter, or nothing for signs of these categories of Unicode.

    It is filled as signs are met, so that a text is translated at once and not sign by sign.
    """

    def __init__(self, *unseen: str) -> None:
        super().__init__()
        self._unseen = unseen

    def __missing__(self, code: int) -> str | None:
        sign = chr(code)
        found = None if unicodedata.category(sign).startswith(self._unseen) else _PLAIN.get(sign, sign)
        return self.setdefault(code, found)


#: As readers type: signs without a width, such as soft hyphens, joiners and directions, are left out.
_TYPED = _Table("Cf")
#: As a search compares: marks on letters too.
_FOLDED = _Table("Cf", "M")


def fold_words(text: str) -> str:
    """The words of a text as a search compares them: without case, marks above letters and punctuation.

    The search in the browser folds by the same rule (theme/assets/js/search/words.js); the cases are in
    tests/cases/folding.json.
    """
    return " ".join(_LETTERS.findall(_fold(text)))


def _fold(text: str) -> str:
    whole = _COMPATIBLE.sub(lambda match: unicodedata.normalize("NFKD", match[0]), text)
    decomposed = unicodedata.normalize("NFD", whole.translate(_MORE_APOSTROPHES).lower())
    plain = decomposed.translate(_FOLDED)
    return unicodedata.normalize("NFC", plain).replace("ς", "σ")


def is_typed_otherwise(text: str) -> bool:
    """Whether a text has letters or signs that a reader types otherwise, or leaves out: ﬁ, Tromsø."""
    lowered = text.lower()
    return bool(_COMPATIBLE.search(text)) or lowered.translate(_TYPED) != lowered


_WORD = re.compile(r"\w+")


def find_words(text: str) -> Iterator[tuple[int, str]]:
    """Where each word of a text begins, and the word without case."""
    return ((word.start(), word[0].casefold()) for word in _WORD.finditer(text))


def find_signs(text: str) -> Iterator[tuple[int, str]]:
    """Where each sign of a text stands: without blanks, a word may begin anywhere."""
    return enumerate(text)


def find_script(text: str) -> str:
    """The script of the first letter of a text: LATIN, CYRILLIC, CJK; empty where there is none."""
    letter = next((sign for sign in text if sign.isalpha()), "")
    return unicodedata.name(letter, "").partition(" ")[0] if letter else ""


def split_unspaced(word: str) -> list[str]:
    """What a word of writing without spaces is found by: every two letters that stand together, and the last.

    A word of other writing is found by itself.
    """
    if not UNSPACED.search(word):
        return [word]
    return [word[place : place + 2] for place in range(len(word))]
