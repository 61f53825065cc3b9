"""The style sheets name sides by start and end, so that a site in Arabic is laid out from the right."""

from __future__ import annotations

import re

from ontherecord.tokens import THEME

_SIDES = re.compile(
    r"^\s*((?:(?:margin|padding|border)-)?(?:left|right)[\w-]*:.*|(?:text-align|float): (?:left|right);)$",
    re.MULTILINE,
)
#: Placed by a script, the same from both sides, or with a rule for the other direction beside it.
_MEANT = {
    "left: var(--bar-left);",
    "left: 50%;",
    "float: left;",
    "float: right;",
    "text-align: right;",
    "margin-left: calc(var(--gutter) + var(--gap));",
}


def test_nothing_else_stands_left_or_right() -> None:
    sheets = sorted((THEME / "assets" / "css").glob("*.css"))
    found = {(sheet.name, line) for sheet in sheets for line in _SIDES.findall(sheet.read_text("utf-8"))}
    assert {(name, line) for name, line in found if line not in _MEANT} == set()
