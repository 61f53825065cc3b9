"""Title and date that stand between two lines of `---` at the very start of a text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from .source import Line, fold
from .written_dates import find_dates

_KEY = re.compile(r"(?P<key>title|date)\s*:\s*(?P<value>.+)", re.IGNORECASE)


@dataclass(frozen=True)
class FrontMatter:
    """What stands between two lines of `---` at the very start of a text."""

    lines: tuple[Line, ...]
    title: str
    title_line: int
    date: date | None
    date_line: int


def read_front_matter(lines: Sequence[Line]) -> FrontMatter | None:
    """The front matter of a text, None where it has none or it does not end."""
    filled = [place for place, line in enumerate(lines) if line.text.strip()]
    if not filled or lines[filled[0]].text.strip() != "---":
        return None
    first = filled[0]
    last = next((place for place in filled[1:300] if lines[place].text.strip() in {"---", "..."}), None)
    if last is None or not any(re.match(r"\s*[\w-]+\s*:", line.text) for line in lines[first + 1 : last]):
        return None
    matches = [(line, _KEY.fullmatch(line.text.strip())) for line in lines[first + 1 : last]]
    values = {
        match["key"].lower(): (match["value"].strip().strip("\"'"), line.number)
        for line, match in matches
        if match
    }
    title, title_line = values.get("title", ("", lines[first].number))
    written, date_line = values.get("date", ("", lines[first].number))
    return FrontMatter(
        tuple(lines[first : last + 1]), fold(title), title_line, find_dates(written), date_line
    )
