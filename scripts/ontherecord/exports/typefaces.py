"""The site's own typefaces: which files they are, and which signs each has."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ..tokens import THEME

_STYLE = THEME / "assets" / "css" / "fonts.css"
_FONTS = THEME / "assets" / "fonts"
SERIF, SANS = "Source Serif 4", "Source Sans 3"


@dataclass(frozen=True)
class Typeface:
    """One file of a family, as the theme's style sheet declares it.

    `weight` and `ranges` are as CSS has them: one weight or from which to which, and the signs it is for.
    """

    family: str
    path: Path
    weight: str
    ranges: str

    def find_signs(self, text: str) -> frozenset[str]:
        """Those signs of a text that the file is for; white space is for any."""
        return frozenset(sign for sign in set(text) if not sign.isspace() and self.has(sign))

    def has(self, sign: str) -> bool:
        """Whether the file is for a sign."""
        return any(first <= ord(sign) <= last for first, last in _read_ranges(self.ranges))


@cache
def _read_ranges(ranges: str) -> tuple[tuple[int, int], ...]:
    """The code points of a `unicode-range`, each from which to which."""
    found = re.findall(r"U\+([0-9A-F]+)(?:-([0-9A-F]+))?", ranges)
    return tuple((int(first, 16), int(last or first, 16)) for first, last in found)


@cache
def load_typefaces() -> tuple[Typeface, ...]:
    """Every typeface of the theme, in the order of its style sheet."""
    rules = re.findall(r"@font-face \{(.*?)\}", _STYLE.read_text(encoding="utf-8"), re.DOTALL)
    return tuple(map(_parse_rule, rules))


def _parse_rule(rule: str) -> Typeface:
    values = {name: " ".join(value.split()) for name, value in re.findall(r"([\w-]+):\s*([^;]+);", rule)}
    file = re.search(r"/fonts/([\w.-]+)", values["src"])
    assert file, rule
    return Typeface(
        values["font-family"].strip('"'), _FONTS / file[1], values["font-weight"], values["unicode-range"]
    )
