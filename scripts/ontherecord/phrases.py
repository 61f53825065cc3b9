"""How the site's own words put dates, counts and passages."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from .model import Passage

_MONTHS = "January February March April May June July August September October November December"


def show_date(day: date) -> str:
    """A date in the site's words, e.g. 15 July 2016."""
    return f"{day.day} {_MONTHS.split()[day.month - 1]} {day.year}"


def show_ranges(numbers: Sequence[tuple[int, str]]) -> list[tuple[str, str]]:
    """Passages in runs, as (first anchor, "5–10"); takes (position in the transcript, number) pairs."""
    runs: list[list[tuple[int, str]]] = []
    for position, number in numbers:
        if runs and runs[-1][-1][0] == position - 1:
            runs[-1].append((position, number))
        else:
            runs.append([(position, number)])
    return [(f"p{run[0][1]}", run[0][1] if len(run) == 1 else f"{run[0][1]}–{run[-1][1]}") for run in runs]


def show_span(passages: Sequence[Passage]) -> str:
    """The numbers of consecutive passages, e.g. 25–30."""
    first, last = passages[0].number, passages[-1].number
    return first if first == last else f"{first}–{last}"


def count_of(number: int, word: str) -> str:
    """A number with its noun: 1 passage, 2 passages."""
    return f"{number:,} {word}" if number == 1 else f"{number:,} {word}s"


def shorten(text: str, most: int = 150) -> str:
    """The beginning of a text, cut between words, with an ellipsis where something was cut."""
    if len(text) <= most:
        return text
    return text[: most + 1].rsplit(" ", 1)[0].rstrip(",;:.") + "…"
