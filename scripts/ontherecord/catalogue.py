"""The interface's own words: English in the code, every other language in one file of locales/.

A message stands in the code in English, with names in braces for what is put in: "Passage {number}". A
language's file is a gettext catalogue, `locales/ru.po`; what it leaves out is said in English. The language
is that of the site, set once where a site is made, so that no function has to hand it on.
"""

from __future__ import annotations

import gettext
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from io import BytesIO
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

#: The language in which the messages stand in the code.
SOURCE = "en"
#: A file a language, each named for its tag.
LOCALES = Path(__file__).parent / "locales"

_language: ContextVar[str] = ContextVar("language", default=SOURCE)


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Has everything that is made in the block speak a language, by its tag (ru, pt-BR)."""
    token = _language.set(language)
    try:
        yield
    finally:
        _language.reset(token)


def speak(language: str) -> None:
    """The same from here on, for a process that does nothing else."""
    _language.set(language)


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
    return translate_many(one, many, number).format(number=f"{number:,}", **values)


def list_languages() -> list[str]:
    """The tags of all languages that the interface speaks, English first."""
    return [SOURCE, *sorted(path.stem for path in LOCALES.glob("*.po"))]


@cache
def _load(language: str) -> gettext.NullTranslations:
    """The catalogue of a language, or of the one that its tag begins with (ru for ru-BY); else English."""
    for tag in (language, language.partition("-")[0]):
        path = LOCALES / f"{tag}.po"
        if path.is_file():
            compiled = BytesIO()
            with path.open("rb") as file:
                write_mo(compiled, read_po(file, locale=tag.replace("-", "_")))
            compiled.seek(0)
            return gettext.GNUTranslations(compiled)
    return gettext.NullTranslations()
