"""The interface's own words: every message has its place in every catalogue, and is put together rightly."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from babel.messages.pofile import read_po
from ontherecord.catalogue import LOCALES, say, say_many, script_messages, speaking
from ontherecord.messages import find_messages, update_catalogue

CATALOGUES = sorted(LOCALES.glob("*.po"))


def read(path: Path) -> list[Message]:
    with path.open("rb") as file:
        return [message for message in read_po(file, locale=path.stem.replace("-", "_")) if message.id]


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.stem)
def test_a_catalogue_holds_exactly_the_messages_of_the_code(path: Path) -> None:
    assert update_catalogue(path, find_messages()) == path.read_bytes(), (
        "run .venv/bin/python -m ontherecord.messages, and translate what is blank"
    )


def test_every_message_of_the_code_is_found() -> None:
    # What stands within a formatted string is not.
    known = {form for message in find_messages() for form in forms(message.id)}
    said = (call for path in LOCALES.parent.rglob("*.py") for call in ast.walk(ast.parse(path.read_bytes())))
    asked = [
        call.args[0].value
        for call in said
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Name)
        and call.func.id in ("say", "say_many", "message")
        and isinstance(call.args[0], ast.Constant)
    ]
    assert [message for message in asked if message not in known] == []


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.stem)
def test_a_catalogue_is_complete(path: Path) -> None:
    blank = [message.id for message in read(path) if not all(forms(message.string))]
    assert blank == []


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.stem)
def test_a_translation_puts_in_what_the_message_puts_in(path: Path) -> None:
    for message in read(path):
        wanted = {name for form in forms(message.id) for name in re.findall(r"{(\w*)}", form)}
        for form in forms(message.string):
            assert set(re.findall(r"{(\w*)}", form)) <= wanted, form
            assert set(re.findall(r"{(\w*)}", form)) >= wanted - {"number"}, form


def test_russian_counts_in_three_forms() -> None:
    with speaking("ru"):
        counted = [say_many("{number} transcript.", "{number} transcripts.", n) for n in (1, 2, 5, 21)]
    assert counted == ["1 стенограмма.", "2 стенограммы.", "5 стенограмм.", "21 стенограмма."]


def test_scripts_are_told_the_months_of_any_language_as_a_day_names_them() -> None:
    code = (LOCALES.parent / "theme/assets/js/tr.js").read_text(encoding="utf-8")
    months = re.findall(r'"(January [\w ]+ December)"', code)[0].split()
    told = [[script_messages(tag).get(month, month) for month in months] for tag in ("ru", "de", "en")]
    assert [year[6] for year in told] == ["июля", "Juli", "July"]
    assert [len(set(year)) for year in told] == [12, 12, 12]


def test_a_region_speaks_its_language_and_what_nobody_translated_is_english() -> None:
    with speaking("ru-BY"):
        assert say("Transcripts") == "Стенограммы"
    with speaking("tlh"):
        assert say("Transcripts") == "Transcripts"


def forms(text: str | tuple[str, ...] | list[str] | None) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text or ())
