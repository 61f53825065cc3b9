"""Languages by their tags of BCP 47, such as en, pt-BR or zh-Hant, and by their names in English."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache

import pycountry
from babel import Locale, UnknownLocaleError

_TAG = re.compile(
    r"(?P<language>[a-z]{2,3})(?:-(?P<script>[a-z]{4}))?(?:-(?P<region>[a-z]{2}|[0-9]{3}))?"
    r"(?P<rest>(?:-(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*(?:-x(?:-[a-z0-9]{1,8})+)?)",
    re.IGNORECASE,
)

#: Codes of ISO 639-3 in whose place another language tag stands.
_SAME = {"cmn": "zh"}


@cache
def find_language_code(language: str) -> str | None:
    """The tag of a language that is given by a tag or by its name in English; None if it is no language.

    What is written with a capital letter is a name first: Ewe is one, and ewe another language's old code.
    """
    words = " ".join(language.split())
    if len(words) > 2 and words[:1].isupper() and (found := _list_codes().get(words.casefold())):
        return found
    return _read_tag(words) or _list_codes().get(words.casefold())


def _read_tag(tag: str) -> str | None:
    """A tag in the letters that it is best written in; None where a part of it stands for nothing."""
    match = _TAG.fullmatch(tag)
    if match is None:
        return None
    own = match["language"].lower()
    known = _find_known(own)
    script, region = (match["script"] or "").title(), (match["region"] or "").upper()
    if (
        known is None
        or (script and pycountry.scripts.get(alpha_4=script) is None)
        or (region and not region.isdigit() and pycountry.countries.get(alpha_2=region) is None)
    ):
        return None
    parts = [_SAME.get(own) or getattr(known, "alpha_2", own), script, region]
    return "-".join(part for part in parts if part) + match["rest"].lower()


def find_language(tag: str) -> str | None:
    """The English name of the language of a tag, without script and region; None of what is no tag."""
    code = _read_tag(tag)
    own = code.split("-")[0] if code else ""
    return Locale("en").languages.get(own) or getattr(_find_known(own), "name", None)


def _find_known(code: str) -> object | None:
    """What ISO 639 knows of a language by its code of two or three letters."""
    return pycountry.languages.get(**{f"alpha_{len(code)}": code}) if len(code) in (2, 3) else None


def lengthen_language_code(tag: str | None) -> str:
    """The code of three letters (ISO 639-2/T) of the language of a tag; und where there is none."""
    return getattr(_find_known(tag.split("-")[0]), "alpha_3", "und") if tag else "und"


@cache
def _list_codes() -> Mapping[str, str]:
    """The tag by each English name of a language, without case; CLDR's names before those of ISO 639."""
    codes = {item.name.casefold(): getattr(item, "alpha_2", item.alpha_3) for item in pycountry.languages}
    names = {name: _SAME.get(code, code) for name, code in codes.items()}
    known = {name.casefold(): code.replace("_", "-") for code, name in Locale("en").languages.items()}
    return {**names, **known}


def list_language_names() -> Iterable[str]:
    """The English names of the languages that CLDR knows."""
    return Locale("en").languages.values()


def own_language(tag: str) -> str:
    """The language of a tag, without script and region: what is Chinese is so in both of its scripts."""
    return tag.split("-")[0].casefold()


#: The scripts of ISO 15924 that are written from right to left and in use.
_FROM_RIGHT = frozenset(["Adlm", "Arab", "Hebr", "Nkoo", "Rohg", "Syrc", "Thaa"])


@cache
def is_from_right(tag: str) -> bool:
    """Whether a language is written from right to left, as the script of its tag is, or its usual one."""
    script = next((part.title() for part in tag.split("-")[1:] if len(part) == 4 and part.isalpha()), "")
    if script:
        return script in _FROM_RIGHT
    try:
        return Locale.parse(tag, sep="-").text_direction == "rtl"
    except (UnknownLocaleError, ValueError):
        return False


def find_scripts(text: str) -> set[str]:
    """The scripts of a text's letters, as Unicode names them: LATIN, CYRILLIC, CJK."""
    return {unicodedata.name(letter, "?").split()[0].split("-")[0] for letter in text if letter.isalpha()}
