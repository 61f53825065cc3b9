"""Bytes to text, and the characters in it that must go."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..problems import LineProblem

BOM = "\ufeff"
LINE_END = re.compile(r"\r\n|\r|\n")
#: Control characters, and the two that are none and that XML forbids.
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")


# --- bytes to text ---------------------------------------------------------------------------------------


def decode_source(raw: bytes) -> tuple[str | None, tuple[LineProblem, ...]]:
    """The text of a UTF-8 source without its byte order mark, None if it is not UTF-8, and what is wrong.

    Reported are: the first byte that is not UTF-8, by its offset from 0; control characters other than tab
    and line ends, once per line and character, by their column from 1; and a text without words.
    """
    try:
        text = raw.decode("utf-8").removeprefix(BOM)
    except UnicodeDecodeError as error:
        return None, (_undecodable(raw, error.start),)
    if not text.strip():
        return text, (*find_controls(text), LineProblem(1, "the text is empty; paste the transcript"))
    return text, tuple(find_controls(text))


def find_controls(text: str) -> Iterator[LineProblem]:
    """A problem for the first of each control character in each line; tabs and line ends are none."""
    for number, line in enumerate(LINE_END.split(text), start=1):
        seen: set[str] = set()
        for match in CONTROL.finditer(line):
            if match[0] not in seen:
                seen.add(match[0])
                where = f"U+{ord(match[0]):04X} in column {match.start() + 1}"
                yield LineProblem(number, f"control character {where}; take it out")


#: Signs that turn the direction of what follows them: they can show words in another order than is written.
_TURNS = "\u202a-\u202e\u2066-\u2069"
_INVISIBLE = re.compile(rf"[{_TURNS}\u061c\u180e\u200b-\u200f\u2060-\u2064\u206a-\u206f\ufeff]")
#: Marks and joiners that are part of the spelling beside letters of scripts that need them, and in pictures.
_SPELLING = frozenset("\u061c\u200c\u200d\u200e\u200f")
_SPELLED_SO = re.compile("[\u0590-\u1dff\ua840-\uabff\ufb1d-\ufdff\ufe70-\ufefc\U0001f000-\U0001faff]")


def find_invisible(text: str) -> Iterator[LineProblem]:
    """What is not seen and may mislead, each sign once, at its first place: nothing that must go.

    Right-to-left marks and joiners are no such thing where a line has letters that are written with them.
    """
    places: dict[str, list[tuple[int, int]]] = {}
    for number, line in enumerate(LINE_END.split(text), start=1):
        found = list(_INVISIBLE.finditer(line))
        needed = bool(found) and _SPELLED_SO.search(line)
        for match in found:
            if not (needed and match[0] in _SPELLING):
                places.setdefault(match[0], []).append((number, match.start() + 1))
    for sign, ((line_number, column), *more) in places.items():
        may = "can show the words in another order" if re.match(f"[{_TURNS}]", sign) else "is not seen"
        again = f" and {len(more)} more times" if len(more) > 1 else " and once more" if more else ""
        where = f"invisible character U+{ord(sign):04X} in column {column}{again}"
        yield LineProblem(line_number, f"{where}: it {may}; see whether the published text has it")


def _undecodable(raw: bytes, offset: int) -> LineProblem:
    line = 1 + len(re.findall(rb"\r\n|\r|\n", raw[:offset]))
    byte = f"byte 0x{raw[offset]:02X} at offset {offset}"
    return LineProblem(line, f"invalid UTF-8: {byte} (counted from 0); save the file as UTF-8")
