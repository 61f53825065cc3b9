"""What the pages' scripts say passes the catalogue: no sentence in English is left beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import ontherecord
from ontherecord.messages import find_messages

SCRIPTS = Path(ontherecord.__file__).parent / "theme/assets/js"
#: What an English quotation or query is read by; no reader sees it.
RULES = {"check/languages.js", "search/english.js"}
#: Words in the code that are no words of a page: kinds, keys, scripts, names of the platform.
NOT_SHOWN = {
    *("left out", "Annotation", "Segmenter", "BibTeX", "Home", "End", "Enter", "Escape", "Tab"),
    *("Han", "Hiragana", "Katakana", "Thai", "Lao", "Khmer", "Myanmar"),
    *("input, textarea", "input, textarea, select, dialog"),
    # The messages that `script_messages` has for every language.
    "January February March April May June July August September October November December",
}

_QUOTED = r'"((?:[^"\\\n]|\\.)*)"'
_COMMENT = re.compile(r"/\*.*?\*/|(?<![:\"'`\\])//[^\n]*", re.DOTALL)
_CALL = re.compile(rf"\b(?:tr|trParts|trWords|message|trMany)\(\s*{_QUOTED}(?:,\s*{_QUOTED})?")
_ERROR = re.compile(r"new Error\([^\n]*\)")
_SHOWN = re.compile(r"^\W*[A-Z][a-z]+(?![A-Za-z(])|(?<![-.#\[])\b[a-z]{2,}[,:]? [a-z]{2,}\b(?![-\[])")


def list_scripts() -> Iterator[tuple[str, str]]:
    for path in sorted(SCRIPTS.rglob("*.js")):
        yield path.relative_to(SCRIPTS).as_posix(), _COMMENT.sub("", path.read_text())


def list_shown(code: str) -> Iterator[str]:
    """What looks like words for a reader, outside the calls that put them into the site's language."""
    for literal in re.findall(rf"{_QUOTED}|`((?:[^`\\]|\\.)*)`", _ERROR.sub("", _CALL.sub("", code))):
        text = re.sub(r"\$\{[^}]*\}", "", "".join(literal))
        if _SHOWN.search(text) and text not in NOT_SHOWN and not re.search(r"[\\<>#[\]=()]|--", text):
            yield text


def test_no_english_stands_beside_the_catalogue() -> None:
    left = {name: [*list_shown(code)] for name, code in list_scripts() if name not in RULES}
    assert {name: shown for name, shown in left.items() if shown} == {}


def test_every_message_is_found_where_it_stands() -> None:
    """One within a template string would not be: it would stay English in every language."""
    found = {
        text for item in find_messages() for text in ([item.id] if isinstance(item.id, str) else item.id)
    }
    said = {call[1] for name, code in list_scripts() for call in _CALL.finditer(code)}
    assert said - found == set()
