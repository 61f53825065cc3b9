"""Terms and names in a text, as its language writes them: whole words, inflected where rules say how."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from ..text.languages.english import ENGLISH
from ..text.languages.language import Language
from ..text.locate import fold_signs, unfold
from ..text.words import APOSTROPHES

_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class TermSpan:
    """Where a term stands in a text: character offsets, and the term and its owner."""

    start: int
    end: int
    term: str
    owner: str


class TermFinder:
    """Finds terms in a text: whole words only, the longest of several that begin at one place.

    Candidates are looked up by a term's first word, so the time grows with the text, not with the terms.
    """

    def __init__(self, terms: Iterable[tuple[str, str]], language: Language = ENGLISH) -> None:
        """Takes (term, owner) pairs; a term with a capital letter matches as written, else in any case."""
        self.language = language
        self._candidates: dict[str, list[tuple[re.Pattern[str], str, str]]] = {}
        for term, owner in sorted(set(terms), key=lambda pair: (-len(pair[0]), pair)):
            entry = (_compile(term, language), term, owner)
            for key in _list_keys(term, language):
                self._candidates.setdefault(key, []).append(entry)

    def find(self, text: str) -> list[TermSpan]:
        """Every occurrence in the text, in order, without overlaps."""
        plain, places = fold_signs(text)
        found: list[TermSpan] = []
        last = 0
        for start, key in self.language.find_words(plain):
            match = self._match(plain, start, key) if start >= last else None
            if match:
                end, term, owner = match
                last = end
                found.append(TermSpan(*unfold(start, end, places), term, owner))
        return found

    def _match(self, plain: str, start: int, key: str) -> tuple[int, str, str] | None:
        for pattern, term, owner in self._candidates.get(key, ()):
            match = pattern.match(plain, start)
            if match:
                return match.end(), term, owner
        return None


def fold_term(term: str) -> str:
    """The form in which two terms are the same: matching in any case if they hold no capital letter."""
    plain = " ".join(term.translate(APOSTROPHES).split())
    return plain if plain != plain.lower() else f"(any case) {plain}"


def _list_keys(term: str, language: Language) -> set[str]:
    """What a term is looked up by: the beginnings of its first word in all its forms."""
    first = _WORD.search(_compose(term))
    forms = (fold_signs(form)[0] for form in _list_forms(first[0], language)) if first else ()
    return {next(language.find_words(form))[1] for form in forms}


def _compose(term: str) -> str:
    """A term of whole letters: marks that are part of none are left out, as they are in the text."""
    return "".join(sign for sign in unicodedata.normalize("NFC", term) if not unicodedata.combining(sign))


def _list_forms(word: str, language: Language) -> tuple[str, ...]:
    """The forms of a word; of two letters and fewer there is one, such as a preposition."""
    return language.inflect(word) if len(word) > 2 else (word,)


def _compile(term: str, language: Language) -> re.Pattern[str]:
    words = r"\s+".join(_spell(word, language) for word in _compose(term).split())
    end = r"(?!\w)" if language.spaced else ""
    return re.compile(words + end, 0 if term != term.lower() else re.IGNORECASE)


def _spell(word: str, language: Language) -> str:
    """A pattern of what a term has between blanks: each word of it in any of its forms."""
    source, last = "", 0
    for part in _WORD.finditer(word):
        forms = sorted({re.escape(fold_signs(form)[0]) for form in _list_forms(part[0], language)})
        source += re.escape(fold_signs(word[last : part.start()])[0])
        source += forms[0] if len(forms) == 1 else f"(?:{'|'.join(forms)})"
        last = part.end()
    return source + re.escape(fold_signs(word[last:])[0])
