"""Finds every message of the interface, and fits the catalogues to them: `python -m ontherecord.messages`.

What is new has a blank translation, what is gone goes; a tag as argument (`de`) begins a new catalogue.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from .catalogue import LOCALES

_PACKAGE = Path(__file__).parent
#: Where messages stand, and the functions that take them: the first argument, or two that are one message.
_PLACES: tuple[tuple[list[tuple[str, str]], dict[str, tuple[int, ...] | None]], ...] = (
    (
        [("catalogue.py", "ignore"), ("messages.py", "ignore"), ("**.py", "python")],
        {"say": None, "message": None, "say_many": (1, 2)},
    ),
    (
        [
            ("pages/templates/**.html", "jinja2"),
            ("exports/downloads/templates/book/**", "jinja2"),
            ("starter/mkdocs.yml", "jinja2"),
        ],
        {"say": None, "say_many": (1, 2)},
    ),
    (
        [("theme/assets/js/**.js", "javascript")],
        {"tr": None, "trParts": None, "trWords": None, "message": None, "trMany": (1, 2)},
    ),
)
_HEAD = """\
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: {plural}\\n"

"""


def find_messages() -> Catalog:
    """Every message in the code, the templates and the scripts, with the files in which it stands."""
    found = Catalog(charset="utf-8")
    for methods, keywords in _PLACES:
        for file, _, message, _, _ in extract_from_dir(_PACKAGE, methods, keywords=keywords):
            found.add(message, locations=[(file.replace("\\", "/"), 0)])
    return found


def update_catalogue(path: Path, messages: Catalog) -> bytes:
    """A language's file with exactly these messages, those that are new left blank."""
    tag = path.stem.replace("-", "_")
    if path.is_file():
        with path.open("rb") as file:
            catalogue = read_po(file, locale=tag)
    else:
        catalogue = Catalog(locale=tag)
    catalogue.update(messages, no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    head = Catalog(locale=tag, charset="utf-8")
    written = BytesIO()
    for message in catalogue:
        if message.id:
            head.add(message.id, message.string, sorted(set(message.locations)))
    write_po(written, head, width=110, omit_header=True, sort_output=True, include_lineno=False)
    plain = _HEAD.format(plural=head.plural_forms)
    return plain.encode() + written.getvalue()


def main(tags: Sequence[str]) -> Iterator[Path]:
    """Fits every catalogue to the messages, and begins those of these tags; the files that changed."""
    messages = find_messages()
    LOCALES.mkdir(exist_ok=True)
    for path in sorted({*LOCALES.glob("*.po"), *(LOCALES / f"{tag}.po" for tag in tags)}):
        content = update_catalogue(path, messages)
        if not path.is_file() or path.read_bytes() != content:
            path.write_bytes(content)
            yield path


if __name__ == "__main__":
    for changed in main(sys.argv[1:]):
        print(changed.name)
