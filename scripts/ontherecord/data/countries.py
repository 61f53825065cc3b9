"""Codes of countries in ISO 3166-1 (`pycountry`), and their names in many languages (`babel`)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache

import pycountry
from babel import Locale, UnknownLocaleError
from babel.languages import get_official_languages


def is_country(code: str) -> bool:
    """True for a code of two letters that ISO 3166-1 gives to a country."""
    return code in _names().values()


def find_country(names: Iterable[str]) -> str | None:
    """The code of the country that one of these names is the name of; None if there is none."""
    return next((_names()[name.casefold()] for name in names if name.casefold() in _names()), None)


def list_country_names() -> Iterable[str]:
    """The names of all countries, common and official ones included, without case."""
    return _names().keys()


#: The official languages of the United Nations but English; Chinese in both of its writings.
_UN_LANGUAGES = ("ar", "es", "fr", "ru", "zh_Hans", "zh_Hant")


def list_languages(codes: Iterable[str]) -> list[str]:
    """The languages of the United Nations and those official in these countries, without English."""
    official = {one for code in codes for one in get_official_languages(code, de_facto=True)}
    return sorted({*_UN_LANGUAGES, *official} - {"en", "zh"})


def name_abroad(code: str, languages: Iterable[str]) -> dict[str, str]:
    """What a country is called in these languages, by the tag of each, as Unicode's CLDR has it."""
    names = {one.replace("_", "-"): _name_in(code, one) for one in languages}
    return {language: name for language, name in names.items() if name}


@cache
def _name_in(code: str, language: str) -> str:
    try:
        return str(Locale.parse(language).territories.get(code, ""))
    except (UnknownLocaleError, ValueError):
        return ""


@cache
def _names() -> Mapping[str, str]:
    """The code for each name, common and official names included."""
    return {
        name.casefold(): country.alpha_2
        for country in pycountry.countries
        for key in ("name", "common_name", "official_name")
        if (name := getattr(country, key, None))
    }
