"""What the words before a colon look like by themselves: a name, an office, a question, a phrase."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from enum import Enum
from functools import lru_cache
from unicodedata import category, combining

from .languages.known import (
    ANSWERS,
    ASKERS,
    CALLS,
    CHAIRS,
    FIELDS,
    FUNCTION,
    HOSTS,
    INTERPRETERS,
    ORDINALS,
    PRESIDENTS,
    QUESTIONS,
    ROLES,
    SIGNS_OF_CHAIRS,
    SUFFIXES_OF_ASKERS,
    SUFFIXES_OF_OFFICES,
    TITLES,
)

PARTICLES = frozenset(
    [
        "af",
        "al",
        "ap",
        "av",
        "ben",
        "bin",
        "bint",
        "da",
        "das",
        "de",
        "del",
        "della",
        "den",
        "der",
        "di",
        "dos",
        "du",
        "el",
        "ibn",
        "l",
        "la",
        "le",
        "los",
        "of",
        "ter",
        "the",
        "ud",
        "ul",
        "van",
        "von",
        "y",
        "zu",
        "d",
        "and",
        "und",
        "et",
        "и",
        "für",
        "for",
        "bei",
    ]
)
NAME_MARKS = frozenset(".'’ʼ-‐‑—–/&")
INITIALS = re.compile(r"(?:[^\W\d_]\.[- ]?){1,3} ?[^\W\d_]{2,}(?:-[^\W\d_]+)?")
_NUMBERED = re.compile(r"#?[0-9]{1,3}[.)]?")
_NO_CASE = re.compile(r"[\u0590-\u08ff\u0900-\u0fff\u2e80-\u9fff\uac00-\ud7a3\uf900-\ufaff]")
#: Signs of Chinese, Japanese that make a phrase and no name.
_PHRASE_SIGNS = re.compile(
    r"[的是有了在我你他她它們们這这那就也很不都說说將将对對為为於于，、。；はがをにでとも]"
)


class Shape(Enum):
    """What a label may be, by its words alone."""

    QUESTION = "question"
    ANSWER = "answer"
    CHAIR = "chair"
    HOST = "host"
    INTERPRETER = "interpreter"
    CAPITALS = "capitals"
    PERSON = "person"
    OFFICE = "office"
    NUMBERED = "numbered"
    WORD = "word"
    UNCASED = "uncased"
    FIELD = "field"
    PHRASE = "phrase"


@lru_cache(maxsize=4096)
def find_shape(name: str) -> Shape:
    """The shape of a label without its mark, emphasis and parentheses."""
    words = name.replace(",", " ").split()
    if not words or len(words) > 14:
        return Shape.PHRASE
    if len(words) > 2 and all(len(word) == 1 and word.isalpha() for word in words):
        return find_shape("".join(words))  # Spaced for emphasis.
    if name.casefold() in CALLS or _is_numbered_asker(words):
        return Shape.QUESTION
    special = _find_special(name, words)
    if special:
        return special
    if not _has_case(name):
        return _find_uncased(name, words)
    return _find_cased(name, words)


def _is_numbered_asker(words: Sequence[str]) -> bool:
    """True of "Second Reporter", which tells one who asks from another."""
    small = [word.casefold() for word in words]
    capital = all(word[0].isupper() for word in words)
    return capital and len(words) == 2 and small[0] in ORDINALS and small[1] in ASKERS


def _find_special(name: str, words: list[str]) -> Shape | None:
    bare = [word.casefold().strip(".") for word in words]
    if bare[0] in {"the", "le", "la", "der", "die", "el"} and len(bare) == 2:
        bare = bare[1:]
    first, rest = bare[0], bare[1:]
    if name.casefold().strip(".") in FIELDS:
        return Shape.FIELD
    if len(bare) == 2 and first in _ADDRESSES and rest[0] in CHAIRS and words[0][0].isupper():
        return Shape.CHAIR
    numbered = all(_NUMBERED.fullmatch(word) for word in rest)
    if re.fullmatch(r"[qв][0-9]{1,3}", first) and not rest:
        return Shape.QUESTION
    if numbered or (len(rest) <= 4 and all(map(is_name_word, words[1:]))):
        for shape, known in _EXACT:
            if first in known and (len(first) > 1 or numbered) and not (rest and shape is Shape.CHAIR):
                return (
                    shape
                    if words[0][0].isupper() or not words[0][0].isalpha() or _uncased(words[0])
                    else None
                )
    if numbered and rest and first in ROLES | QUESTIONS | _VOICES:
        return Shape.NUMBERED if words[0][:1].isupper() else None
    if first in FIELDS and not any(each in TITLES | ROLES for each in rest) and len(rest) <= 2:
        return Shape.FIELD if first not in TITLES | ROLES else None
    return None


_VOICES = frozenset(["person", "man", "woman", "male", "female", "caller", "guest", "user"])
#: What is said to a chair, and stands before the word in a label.
_ADDRESSES = frozenset(
    ["mr", "mrs", "ms", "madam", "madame", "mister", "herr", "frau", "señor", "señora", "господин", "госпожа"]
)
_EXACT = (
    (Shape.QUESTION, QUESTIONS),
    (Shape.INTERPRETER, INTERPRETERS),
    (Shape.HOST, HOSTS),
    (Shape.CHAIR, CHAIRS),
    (Shape.ANSWER, ANSWERS),
)


def _uncased(text: str) -> bool:
    return bool(_NO_CASE.search(text))


def _has_case(text: str) -> bool:
    return any(sign.isupper() or sign.islower() for sign in text)


def _find_uncased(name: str, words: list[str]) -> Shape:
    if name.endswith(SUFFIXES_OF_ASKERS):
        return Shape.QUESTION
    if name.endswith(SUFFIXES_OF_OFFICES) and len(name) <= 24:
        return Shape.OFFICE
    signs = sum(category(sign).startswith(("L", "M")) for sign in name)
    if "、" in name.strip("、"):
        shapes = {find_shape(part) for part in name.split("、")}
        return Shape.UNCASED if shapes == {Shape.UNCASED} else Shape.PHRASE
    if not signs or _PHRASE_SIGNS.search(name) or len(words) > 4:
        return Shape.PHRASE
    spaced = len(words) > 1 or not re.search(r"[\u2e80-\u9fff]", name)
    return Shape.UNCASED if len(name) <= (32 if spaced else 12) else Shape.PHRASE


def _find_cased(name: str, words: list[str]) -> Shape:
    bare = [word.casefold().strip(".") for word in words]
    lead = name.split(",")[0].split()
    if _is_capitals(words):
        return Shape.CAPITALS if bare[0] not in FUNCTION - TITLES or _titled(bare) else Shape.PHRASE
    if INITIALS.fullmatch(name):
        return Shape.PERSON
    named = bool(lead) and all(map(is_name_word, lead)) and any(map(str.isupper, lead[-1]))
    if named and (bare[0] not in FUNCTION - TITLES or _titled(bare)):
        if any(each in ROLES for each in bare):
            return Shape.OFFICE
        single = len([word for word in lead if word.casefold().strip(".") not in TITLES]) == 0
        if len(lead) == 1 and not single:
            return Shape.WORD
        return Shape.PERSON
    if words[0][0].isupper() and _titled(bare) and not is_verbal(bare):
        return Shape.OFFICE
    return Shape.PHRASE


def _titled(bare: list[str]) -> bool:
    """True of words that begin with a title, or with an article and hold an office."""
    if bare[0] in {"the", "le", "la", "l'", "der", "die", "el"}:
        return any(each in ROLES | TITLES for word in bare[1:] for each in word.split("-"))
    return bare[0] in TITLES or any(each in ROLES for each in bare[:4])


def is_verbal(bare: Iterable[str]) -> bool:
    """True of words with a verb or a pronoun among them, which make a sentence."""
    return any(each in _VERBS for each in bare)


_VERBS = frozenset(
    [
        "is",
        "are",
        "was",
        "were",
        "has",
        "have",
        "had",
        "said",
        "says",
        "say",
        "will",
        "would",
        "can",
        "could",
        "must",
        "should",
        "did",
        "does",
        "do",
        "est",
        "sont",
        "ist",
        "sind",
        "hat",
        "sagte",
        "war",
        "dit",
        "es",
        "son",
        "dijo",
        "i",
        "you",
        "we",
        "they",
        "he",
        "she",
        "it",
    ]
)


def _is_capitals(words: list[str]) -> bool:
    """True of words in capitals with more than one letter between them."""
    letters = [sign for word in words for sign in word if sign.isalpha()]
    if len(letters) < 2:
        return False
    lower = [sign for sign in letters if sign.islower()]
    # "McHOLT", "MacLEOD", "deREYES": a few small letters inside a word of capitals.
    return not lower or (
        len(lower) <= 2
        and len(words) <= 3
        and sum(map(str.isupper, letters)) >= 2 * len(lower) + 2
        and any(word.startswith(("Mc", "Mac", "de", "O’", "O'")) for word in words)
    )


def may_chair(name: str) -> bool | None:
    """True of a label that is the chair's, None of one that may be, by its words."""
    shape = find_shape(name)
    if shape in {Shape.CHAIR, Shape.NUMBERED}:
        return shape is Shape.CHAIR
    words = {
        part
        for word in name.casefold().replace(",", " ").split()
        for part in (word.strip("."), *word.split("-"))
    }
    signs = any(sign in name for sign in SIGNS_OF_CHAIRS)
    return None if words & (CHAIRS | PRESIDENTS) or signs else False


def is_name_word(word: str) -> bool:
    """True of a capitalised word, a particle or a number, of letters and the marks of names only."""
    lettered = all(sign.isalnum() or sign in NAME_MARKS or combining(sign) for sign in word)
    return lettered and (
        word[0].isupper()
        or word[0].isdigit()
        or word in NAME_MARKS
        or re.split("['’ʼ-]", word)[0] in PARTICLES
        or (len(word) > 1 and word[0] in "'’" and word[1].isupper())
        or not any(map(str.isalnum, word))
    )
