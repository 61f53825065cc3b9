"""Codes of countries and languages, as ISO 3166-1 and 639-1 have them (from the library `pycountry`)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache

import pycountry


def is_country(code: str) -> bool:
    """True for a code of two letters that ISO 3166-1 gives to a country."""
    return code in _names().values()


def find_country(names: Iterable[str]) -> str | None:
    """The code of the country that one of these names is the name of; None if there is none."""
    return next((_names()[name.casefold()] for name in names if name.casefold() in _names()), None)


def list_country_names() -> Iterable[str]:
    """The names of all countries, common and official ones included, without case."""
    return _names().keys()


def find_language_code(name: str) -> str | None:
    """The code of two letters of a language by its English name; None if it has none."""
    return getattr(pycountry.languages.get(name=name), "alpha_2", None)


def find_language(code: str) -> str | None:
    """The English name of a language by its code, which may go on with a region: en, pt-BR."""
    return getattr(pycountry.languages.get(alpha_2=code.split("-")[0].lower()), "name", None)


@cache
def _names() -> Mapping[str, str]:
    """The code for each name, common and official names included."""
    return {
        name.casefold(): country.alpha_2
        for country in pycountry.countries
        for key in ("name", "common_name", "official_name")
        if (name := getattr(country, key, None))
    }
