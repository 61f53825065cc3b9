"""The interface's own words: English in the code, every other language in one file of locales/.

A message stands in the code in English, with names in braces for what is put in: "Passage {number}". A
language's file is a gettext catalogue, `locales/ru.po`; what it leaves out is said in English. The language
is that of the site, set once where a site is made, so that no function has to hand it on.
"""

from __future__ import annotations

import gettext
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Literal

from babel.core import Locale, UnknownLocaleError
from babel.dates import get_month_names
from babel.lists import format_list
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

#: The language in which the messages stand in the code.
SOURCE = "en"
#: A file a language, each named for its tag.
LOCALES = Path(__file__).parent / "locales"
#: Where the pages' scripts stand in the package.
_SCRIPTS = "theme/assets/js/"

_language: ContextVar[str] = ContextVar("language", default=SOURCE)


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Has everything that is made in the block speak a language, by its tag (ru, pt-BR)."""
    token = _language.set(language)
    try:
        yield
    finally:
        _language.reset(token)


def spoken() -> str:
    """The tag of the language that is spoken now."""
    return _language.get()


def translate(message: str) -> str:
    """A message in the language of the site, its names in braces left as they are."""
    return _load(spoken()).gettext(message) if message else ""


def translate_many(one: str, many: str, number: int) -> str:
    """That of two messages, or in other languages more, which goes with a number."""
    return _load(spoken()).ngettext(one, many, number)


def say(message: str, **values: object) -> str:
    """A message with what is put in: say("Passage {number}", number=14)."""
    return translate(message).format(**values) if values else translate(message)


def say_many(one: str, many: str, number: int, **values: object) -> str:
    """The message that goes with a number, which is put in as {number}, thousands parted."""
    return translate_many(one, many, number).format(number=show_number(number), **values)


def show_number(number: int) -> str:
    """A number with its thousands parted as the language does it."""
    return str(format_decimal(number, locale=_locale()))


def name_month(number: int, *, alone: bool = False, short: bool = False) -> str:
    """A month by its number from 1, as it stands in a date or, `alone`, without a day."""
    form: Literal["format", "stand-alone"] = "stand-alone" if alone else "format"
    names = get_month_names("abbreviated" if short else "wide", form, _locale())
    return str(names[number])


def translate_language(tag: str) -> str:
    """A language by its tag as the site names it; the tag where it has no name."""
    try:
        return Locale.parse(tag, sep="-").get_display_name(_locale()) or tag
    except (UnknownLocaleError, ValueError):
        return tag


def join_names(names: Sequence[str]) -> str:
    """Names as a sentence lists them: Mira Holt, Ana Reyes and Dov Amit."""
    return str(format_list(list(names), locale=_locale())) if names else ""


def message(words: str) -> str:
    """The message itself, for one that is put into the language later: say(name)."""
    return words


def has_catalogue(language: str) -> bool:
    """True for a language that the interface speaks, by its tag."""
    return language == SOURCE or _find(language) is not None


def list_languages() -> list[str]:
    """The tags of all languages that the interface speaks, English first."""
    return [SOURCE, *sorted(path.stem for path in LOCALES.glob("*.po"))]


def find_untranslated(language: str) -> Iterator[str]:
    """A sentence for the editor of a site whose language has no catalogue: its own words are English."""
    if language.partition("-")[0] != SOURCE and _find(language) is None:
        yield (
            f"The pages' own words stand in English: there is no translation of them into '{language}' yet."
            f" Their direction, months and numbers are those of '{language}'."
        )


@cache
def script_messages(language: str) -> Mapping[str, str | Sequence[str]]:
    """The translations of the pages' scripts' messages and months, by those in English; none for English."""
    english, own = (get_month_names("wide", "format", _parse(tag)) for tag in (SOURCE, language))
    months = {english[month]: own[month] for month in english if own[month] != english[month]}
    path = _find(language)
    if path is None:
        return months
    with path.open("rb") as file:
        found = [item for item in read_po(file, locale=path.stem.replace("-", "_")) if item.id]
    return months | {
        item.id if isinstance(item.id, str) else item.id[0]: item.string
        for item in found
        if item.string and any(place.startswith(_SCRIPTS) for place, _ in item.locations)
    }


def _find(language: str) -> Path | None:
    """The catalogue of a language, or of the one that its tag begins with (ru for ru-BY)."""
    paths = (LOCALES / f"{tag}.po" for tag in (language, language.partition("-")[0]))
    return next((path for path in paths if path.is_file()), None)


@cache
def _parse(language: str) -> Locale:
    # Of the two ways in which English writes lists and dates, that of the pages.
    try:
        return Locale.parse("en_GB" if language == SOURCE else language, sep="-")
    except (UnknownLocaleError, ValueError):
        return Locale.parse("en_GB")


def _locale() -> Locale:
    return _parse(spoken())


@cache
def _load(language: str) -> gettext.NullTranslations:
    path = _find(language)
    if path is None:
        return gettext.NullTranslations()
    compiled = BytesIO()
    with path.open("rb") as file:
        write_mo(compiled, read_po(file, locale=path.stem.replace("-", "_")))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)
