"""The words and the order of dates in each language, as Unicode's CLDR has them (`babel`)."""

from __future__ import annotations

from functools import cache

from babel import Locale, UnknownLocaleError


def find_locale(tag: str) -> Locale | None:
    """What CLDR knows of a language by its BCP 47 tag; None of one that it does not know."""
    try:
        return Locale.parse(tag, sep="-")
    except (UnknownLocaleError, ValueError):
        return None


@cache
def list_months(tag: str, *, whole: bool = False) -> tuple[tuple[str, ...], ...]:
    """The twelve months, each with its forms: as in a date and alone, short ones too, in small letters.

    Stops are left off; there is no month of a language that CLDR does not know.
    """
    locale = find_locale(tag)
    if locale is None:
        return ()
    tables = [
        locale.months[use][width]
        for use in ("format", "stand-alone")
        for width in _WIDTHS[: 1 if whole else 2]
    ]
    forms = ([table[number].casefold().rstrip(".") for table in tables] for number in range(1, 13))
    return tuple(tuple(dict.fromkeys(each)) for each in forms)


@cache
def list_weekdays(tag: str) -> frozenset[str]:
    """The names of the days of the week, whole and short, in small letters without stops."""
    locale = find_locale(tag)
    names = (name for width in _WIDTHS for name in locale.days["format"][width].values()) if locale else ()
    return frozenset(name.casefold().rstrip(".") for name in names)


_WIDTHS = ("wide", "abbreviated")


@cache
def list_date_patterns(tag: str) -> tuple[str, ...]:
    """How a language writes a whole date, the longest way first, in the letters of CLDR: d MMMM y."""
    locale = find_locale(tag)
    return tuple(str(locale.date_formats[width]) for width in ("long", "medium", "short")) if locale else ()


@cache
def list_month_patterns(tag: str) -> tuple[str, ...]:
    """How a language writes a month of a year, in the letters of CLDR: MMMM y."""
    locale = find_locale(tag)
    return (str(locale.datetime_skeletons["yMMMM"]),) if locale else ()
