"""What may end a label: a colon, a stop, a dash, an angle, or a wide gap, and which of them stands where."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum

from .languages.known import TITLES

#: How far a label and its parentheses may reach.
LONGEST = 160

BLANK = r"[^\S\n]"
#: A time of day, or of a recording.
CLOCK = r"\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d{1,3})?"

NO_LABEL = frozenset("?!？！؟。；;…")

_ABBREVIATIONS = frozenset(
    ["vors", "hon", "st", "jr", "sr", "gov", "gen", "lt", "col", "sgt", "capt", "rev", "amb", "no", "art"]
)


class Style(Enum):
    """How a label is set apart from the words."""

    COLON = "colon"
    LETTER = "letter"
    STOP = "stop"
    DASH = "dash"
    ANGLE = "angle"
    GAP = "gap"
    ALONE = "alone"
    BRACKET = "bracket"
    VOICE = "voice"


#: Every sign that may begin the end of a label.
_SIGNS = re.compile(r"[:：()\[\]（）［］?!？！؟。；;….—–−>\t\u3000\n-]| (?=\s)")

_OPENED, _CLOSED = frozenset("([（［"), frozenset(")]）］")

_COLON_NEXT = re.compile(r"\s*+[:：]")

#: The second word of a name that a line break parts, and its colon.
_NAME_AND_COLON_NEXT = re.compile(r"\s{1,5}+[^\W\d_][^\s:：()\[\]]{1,20}+\s{0,5}+[:：]")

_DASH_AFTER_STOP = re.compile(r"[^\S\n]?[-–—−](?=\s|\w)")

_GAP = re.compile(r"[^\S\n]++")


def find_marks(text: str, start: int, stop: int) -> Iterator[tuple[Style, int, int]]:
    """What may end a label from one offset on: the style, where the mark stands and where it ends.

    A colon comes first; a mark of another kind before it is kept for the case that this is a phrase.
    """
    others: list[tuple[Style, int, int]] = []
    depth = 0
    for match in _SIGNS.finditer(text, start, min(len(text), start + LONGEST)):
        sign, at = match[0], match.start()
        if sign in _OPENED:
            depth += 1
        elif sign in _CLOSED:
            depth -= 1
            if depth < 0:
                break
        elif depth:
            continue
        elif at >= stop:
            colon = _COLON_NEXT.match(text, at) or _NAME_AND_COLON_NEXT.match(text, at)
            if colon and not is_within(text, colon.end() - 1):
                yield Style.COLON, colon.end() - 1, colon.end()
            break
        elif sign in ":：":
            if not is_within(text, at):
                yield Style.COLON, at, at + 1
            break
        elif sign in NO_LABEL:
            break
        elif mark := _match_mark(text, start, at, stop):
            others.append(mark)
            if mark[0] is Style.STOP:
                break
    yield from others


def is_within(text: str, at: int) -> bool:
    """True of a colon inside a time or an address."""
    follows = text[at + 1 : at + 3]
    return follows == "//" or (follows[:1].isdigit() and text[at - 1 : at].isdigit())


def _match_mark(text: str, start: int, at: int, stop: int) -> tuple[Style, int, int] | None:
    sign, follows, before = text[at], text[at + 1 : at + 2], text[at - 1 : at] if at > start else ""
    if sign == "." and at > start + 1:
        dash = _DASH_AFTER_STOP.match(text, at + 1, stop)
        if dash:
            return Style.STOP, at, dash.end()
        if follows.isspace() and not is_abbreviation(text[start:at]):
            return Style.STOP, at, at + 1
    elif sign in "—–−" or (sign == "-" and before.isspace() and follows.isspace()):
        if before and (before.isspace() or sign == "—") and text[at - 1 : at] != sign:
            return Style.DASH, at, at + 1
    elif sign == ">" and before and follows.isspace():
        return Style.ANGLE, at, at + 1
    elif sign in "\t \u3000" and before and not before.isspace() and (sign != " " or follows.isspace()):
        gap = _GAP.match(text, at, stop)
        if gap and gap.end() < stop:
            return Style.GAP, at, at
    return None


def is_abbreviation(head: str) -> bool:
    """True of words of which the last one is cut short: Mr, Gen, the J of J. Holt."""
    word = re.split(r"[\s(]", head)[-1].casefold()
    return word in TITLES - {"member", "president", "minister", "speaker", "chair", "m"} | _ABBREVIATIONS or (
        len(word) == 1 or "." in word or word == "m"
    )
