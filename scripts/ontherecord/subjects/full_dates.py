"""The whole dates of a text in any language, or months of a year, as Unicode's CLDR writes them.

What is no whole date, such as a day without a year or a word like "yesterday", needs rules of its own: see
`dates` for those of English.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cache

from ..data.calendar import list_date_patterns, list_month_patterns
from ..data.edtf import Precision, When, of_month
from ..text.languages.language import Language
from ..text.numbers import CHINESE, read_number
from .dates import DateReference

#: A stretch of a pattern: words in quotes, letters that stand for a part of the date, or signs as they are.
_PART = re.compile(r"'(?P<quoted>[^']*)'|(?P<letters>(?P<letter>[dMLy])(?P=letter)*)|(?P<plain>.)", re.DOTALL)
_WORD = re.compile(r"[^\W\d_]+\.?")
_FIGURE = re.compile(rf"\d|[{CHINESE}]")
#: Years that are meant where a number of four figures stands in a date.
_YEARS = range(1800, 2100)


def find_full_dates(text: str, language: Language) -> tuple[DateReference, ...]:
    """The whole dates of a text in order, by the words and the order of its language; ISO dates in any."""
    found = sorted(_find_all(text, language), key=lambda item: (item.start, -item.end))
    kept: list[DateReference] = []
    for item in found:
        if not kept or item.start >= kept[-1].end:
            kept.append(item)
    return tuple(kept)


def _find_all(text: str, language: Language) -> Iterator[DateReference]:
    if not _FIGURE.search(text):
        return  # As most texts have none, this spares most of the work.
    months, patterns = _compile(language)
    for pattern in patterns:
        for found in pattern.finditer(text):
            if when := _read(found, months):
                yield DateReference(*found.span(), found[0], when)


def _read(found: re.Match[str], months: Mapping[str, int]) -> When | None:
    """What a match means; None where the calendar has no such day, or nobody means such a year."""
    groups = found.groupdict()
    year = read_number(groups["year"])
    month = months.get(groups["month"].casefold()) or read_number(groups["month"])
    if year not in _YEARS or not 1 <= month <= 12:
        return None
    if "day" not in groups:
        return of_month(year, month)
    try:
        last = date(year, month, read_number(groups["day"]))
        first = date(year, month, read_number(groups.get("first") or groups["day"]))
    except ValueError:
        return None
    return When(first, last, Precision.DAY) if first <= last else None


@cache
def _compile(language: Language) -> tuple[Mapping[str, int], tuple[re.Pattern[str], ...]]:
    """The months by each of their forms, and the patterns of whole dates, ISO's the first."""
    months = _list_forms(language.months, language)
    # Without a day beside it, a short name is too often a word: mar.
    whole = _list_forms(language.whole_months, language)
    dates = ("y-MM-dd", *list_date_patterns(language.tag))
    sources = dict.fromkeys(_translate(pattern, months, language) for pattern in dates)
    sources |= dict.fromkeys(_translate(one, whole, language) for one in list_month_patterns(language.tag))
    return months, tuple(re.compile(source, re.IGNORECASE) for source in sources)


def _list_forms(names: Sequence[Iterable[str]], language: Language) -> dict[str, int]:
    """The number of a month by each form of its names."""
    return {
        form.casefold(): number
        for number, forms in enumerate(names, 1)
        for name in forms
        for form in language.inflect(name)
    }


def _translate(pattern: str, months: Mapping[str, int], language: Language) -> str:
    """A pattern of CLDR as one of Python; words at the end, such as the Russian г., may be left out."""
    parts = _list_parts(months, language)
    source, literal, last = "", "", ""
    for part in _PART.finditer(pattern):
        if part["letter"] is None:
            literal += part["quoted"] or part["plain"] or ""
            continue
        letters = part["letters"].replace("L", "M")
        last = letters[0]
        named = last == "M" and len(letters) > 2
        span = last == "d" and "MMM" in pattern
        source += _translate_literal(literal, language) + (parts["span"] if span else "")
        source += parts["name" if named else last]
        literal = ""
    tail = _translate_literal(literal, language)
    # After a number, a month is that of a day that does not exist.
    before = r"(?<!\d)(?<!\d[-–./])" + ("" if "d" in pattern else r"(?<!\d\s)(?<!\d\.\s)")
    whole = language.spaced and not pattern.startswith(("d", "y"))
    end = r"(?!\w)" if language.spaced and last == "y" else ""
    return (
        (r"(?<!\w)" if whole else "")
        + before
        + source
        + (f"(?:{tail})?" if last == "y" else tail)
        + _END
        + end
    )


#: After a date, no figure goes on with it.
_END = r"(?!\d|[./-]\d)"


def _list_parts(months: Mapping[str, int], language: Language) -> Mapping[str, str]:
    """What may stand for each letter of a pattern, for a month by name, and for the first of several days."""
    figures = r"\d" if language.spaced else rf"[\d{CHINESE}]"
    names = "|".join(sorted(map(re.escape, months), key=len, reverse=True)) or "(?!)"
    return {
        "d": rf"(?P<day>{figures}{{1,3}})" + (r"(?:er|º|ª|-?го)?" if language.spaced else ""),
        "span": rf"(?:(?P<first>{figures}{{1,3}})\.?\s?[-–—]\s?)?",
        "M": rf"(?P<month>{figures}{{1,2}})",
        "name": rf"(?P<month>{names})\.?(?:/(?:{names}))?",
        "y": rf"(?P<year>{figures}{{4}})",
    }


def _translate_literal(literal: str, language: Language) -> str:
    """What stands between the parts of a date: a blank may be any, a mark of direction may be left out."""
    words = {
        word: "(?:" + "|".join(map(re.escape, (word, *language.date_words.get(word, ())))) + ")"
        for word in _WORD.findall(literal)
    }
    pieces = re.split(r"([^\W\d_]+\.?|\s+|[\u200e\u200f])", literal)
    return "".join(
        words[piece]
        if piece in words
        else r"\s+"
        if piece.isspace()
        else f"{piece}?"
        if piece in ("\u200e", "\u200f")
        else re.escape(piece)
        for piece in pieces
        if piece
    )
