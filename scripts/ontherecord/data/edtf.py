"""Dates as precise as they are given, in the Extended Date/Time Format (EDTF, ISO 8601-2)."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum


class Precision(StrEnum):
    """The unit in which a date is given."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"


@dataclass(frozen=True, order=True, slots=True)
class When:
    """A span of whole units: its first and its last day, None if it goes on.

    A single day, month or year begins and ends in the same unit.
    """

    first: date
    last: date | None
    precision: Precision

    @property
    def edtf(self) -> str:
        """As an Extended Date/Time Format string: 2016-05, 2014/2016; 2016-01/.. goes on (level 1)."""
        begins = _cut(self.first, self.precision)
        if self.last is None:
            return f"{begins}/.."
        ends = _cut(self.last, self.precision)
        return begins if begins == ends else f"{begins}/{ends}"


def _cut(day: date, precision: Precision) -> str:
    return day.isoformat()[: {Precision.YEAR: 4, Precision.MONTH: 7}.get(precision, 10)]


# --- Spans ---


def of_day(day: date) -> When:
    """One day."""
    return When(day, day, Precision.DAY)


def of_week(day: date) -> When:
    """The week, from Monday to Sunday, that a day is in."""
    monday = day - timedelta(days=day.weekday())
    return When(monday, monday + timedelta(days=6), Precision.WEEK)


def of_month(year: int, month: int) -> When:
    """One month; those beyond December, and those before January, are months of other years."""
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    return When(date(year, month, 1), date(year, month, monthrange(year, month)[1]), Precision.MONTH)


def of_year(year: int) -> When:
    """One year."""
    return When(date(year, 1, 1), date(year, 12, 31), Precision.YEAR)


def join_spans(first: When, last: When) -> When | None:
    """From the first to the last, or None if that is no span of one unit."""
    if first.precision is not last.precision or not last.last or first.first >= last.first:
        return None
    return When(first.first, last.last, first.precision)


_UNIT = r"[12][0-9]{3}(-[0-9]{2}(-[0-9]{2})?)?"
#: What `parse_edtf` reads looks like this.
EDTF_PATTERN = rf"^{_UNIT}(/({_UNIT}|\.\.))?$"
_EDTF = re.compile(r"([12]\d{3})(?:-(\d\d)(?:-(\d\d))?)?", re.ASCII)


def parse_edtf(text: str) -> When:
    """The span that 2016, 2016-05, 2016-05-31, a pair such as 2014/2016, or 2016-01/.. names.

    ValueError, with what to write, for anything else.
    """
    first, slash, last = text.partition("/")
    begins = _parse_unit(first)
    if not slash:
        return begins
    if last == "..":
        return replace(begins, last=None)
    joined = join_spans(begins, _parse_unit(last))
    if joined is None:
        raise ValueError("a span leads from one date to a later one of the same precision, e.g. 2014/2016")
    return joined


def _parse_unit(text: str) -> When:
    found = _EDTF.fullmatch(text)
    if not found:
        forms = "2016, 2016-05 or 2016-05-31, a span as 2014/2016, a time that goes on as 2016-01/.."
        raise ValueError(f"write a date as {forms}")
    year, month, day = found.groups()
    try:
        first = date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        raise ValueError("write a day or month that exists") from None
    return of_day(first) if day else of_month(first.year, first.month) if month else of_year(first.year)
