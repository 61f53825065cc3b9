"""Dates as heads of transcripts write them, in any language of `languages`, and the place beside one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import suppress
from datetime import date

from .furniture import is_furniture, strip_marks
from .languages.known import MONTH_NUMBERS, NO_PLACE, WEEKDAYS
from .numbers import CHINESE, PLAIN_FIGURES, read_number
from .source import Block, Line, fold
from .words import MONTHS

_MONTH = f"(?P<month>{'|'.join(sorted(map(re.escape, MONTH_NUMBERS), key=len, reverse=True))})\\.?"

_DAY = r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th|er|º|-?го|\.)?"

_YEAR = r"(?P<year>[0-9]{4})"

#: Written dates; what surrounds them on their line is told apart by `match_date`.
_WESTERN = tuple(
    re.compile(rf"(?<!\w){form}(?!\w)", re.IGNORECASE)
    for form in (
        rf"{_MONTH} {_DAY},? {_YEAR}",
        rf"(?:the )?{_DAY} (?:of |de )?{_MONTH},?(?: del?| of)? {_YEAR}(?:\s?(?:года|год|г\.?|року))?",
        rf"{_YEAR}(?P<sign>[-/.])\s?(?P<month>[0-9]{{1,2}})(?P=sign)\s?(?P<day>[0-9]{{1,2}})",
    )
)

#: Day and month in figures: read where only one reading is a date of the calendar.
_FIGURES = re.compile(
    rf"(?<![\w./-])(?P<a>[0-9]{{1,2}})(?P<sign>[./-])(?P<b>[0-9]{{1,2}})(?P=sign){_YEAR}(?!\w)"
)

_CHINESE = f"[{CHINESE}]"

_FORMS = (
    *_WESTERN,
    _FIGURES,
    re.compile(rf"{_YEAR}\s?年\s?(?P<month>[0-9]{{1,2}})\s?月\s?(?P<day>[0-9]{{1,2}})\s?日"),
    re.compile(rf"(?P<year>{_CHINESE}{{4}})年(?P<month>{_CHINESE}{{1,2}})月(?P<day>{_CHINESE}{{1,3}})日"),
    re.compile(rf"{_YEAR}\s?년\s?(?P<month>[0-9]{{1,2}})\s?월\s?(?P<day>[0-9]{{1,2}})\s?일"),
    re.compile(
        r"(?P<era>令和|平成)\s?(?P<year>[0-9]{1,2}|元)\s?年\s?(?P<month>[0-9]{1,2})\s?月\s?(?P<day>[0-9]{1,2})\s?日"
    ),
)

_ERAS = {"令和": 2018, "平成": 1988}

#: Over how many lines a date may be broken: weekday, day, month and year.
DATE_LINES = 4

DATE_FORMS = "'July 15, 2016', '15 July 2016' or '2016-07-15'"

#: A day of the week in any language, and what stands there before one.
_WEEKDAY = re.compile(
    r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?|den|le|el|"
    + "|".join(sorted(map(re.escape, WEEKDAYS), key=len, reverse=True)),
    re.IGNORECASE,
)

_CLOCK = re.compile(
    r"(?:at )?\d{1,2}(?:[:.h]\d{2}){0,2}\s*(?:[ap]\.?\s?m\.?|uhr|h)?\s*(?:[A-Z]{2,4})?"
    r"|\(?[月火水木金土日][)曜]?.{0,3}",
    re.IGNORECASE,
)


def find_refused(blocks: Sequence[Block]) -> str | None:
    """What to say of the first figures of a head that may mean two days, None where there are none."""
    for block in blocks:
        for match in _FIGURES.finditer(block.text[:400]):
            if len(days := _read_figures(match)) > 1:
                first, second = sorted(days, key=lambda day: day.day != int(match["a"]))
                both = f"{_show(first)} or {_show(second)}"
                return f"'{match[0]}' may be {both}; give the day in record.yml, or to 'add' with --date"
    return None


def _show(day: date) -> str:
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def _read_figures(match: re.Match[str]) -> set[date]:
    """The dates that figures may mean, the day before the month or behind it."""
    found = set()
    for day, month in ((match["a"], match["b"]), (match["b"], match["a"])):
        with suppress(ValueError):
            found.add(date(int(match["year"]), int(month), int(day)))
    return found


def find_dates(text: str) -> date | None:
    """The only date that a title names, None if it names none or several."""
    matches = (match for form in _FORMS for match in form.finditer(_level(text)))
    found = {build_date(match) for match in matches if _is_known(match)}
    return found.pop() if len(found) == 1 else None


def find_date_lines(block: Block) -> tuple[int, int] | None:
    """From which line of a block to before which a date stands, with nothing else in these lines."""
    if not any(map(str.isnumeric, block.text[:2000])):
        return None
    for end in range(1, min(len(block.lines), 12) + 1):
        for start in range(max(0, end - DATE_LINES), end):
            if match_date(block.lines[start:end]):
                return start, end
    return None


def match_date(lines: Sequence[Line]) -> re.Match[str] | None:
    """The match of lines that are a date, with at most a weekday, a place and a time beside it."""
    folded = _level("\n".join(line.text for line in lines))
    if len(folded) > 90:
        return None
    for form in _FORMS:
        match = form.search(folded)
        known = match and _is_known(match)
        if match and known and _is_dateline(folded[: match.start()], folded[match.end() :]):
            return match
    return None


def find_place(line: str) -> str | None:
    """The place before a date on one line, None if it may be anything else: "Selwyn, 4 March 2031"."""
    match = match_date([Line(1, line, 0)])
    before = fold(strip_marks(line))[: match.start()] if match else ""
    places = _list_places(before)
    words = places[0].casefold().split() if len(places) == 1 else []
    if not words or not before.rstrip(" (").endswith((",", "–", "—", "-", "|")):
        return None
    return (
        None if any(word.strip(".") in NO_PLACE for word in words) or is_furniture(places[0]) else places[0]
    )


def _level(text: str) -> str:
    """The text on one line, without marks of emphasis, with figures as they are written in Europe."""
    return strip_marks(fold(text)).translate(PLAIN_FIGURES)


def _is_known(match: re.Match[str]) -> bool:
    """True of a month that is one, and of figures that have one reading at most."""
    if "month" not in match.re.groupindex:
        return len(_read_figures(match)) < 2
    return read_number(match["month"]) > 0 or match["month"].lower() in MONTH_NUMBERS


def _is_dateline(before: str, after: str) -> bool:
    """True of what may stand beside a date: weekday, place, time, set apart by commas or brackets."""
    places = _list_places(before)
    plain = re.sub(rf"(?<!\w)(?:{_WEEKDAY.pattern})[,. ]*$", "", before, flags=re.IGNORECASE).rstrip()
    if plain and places and not plain.endswith((",", "(", "–", "—", "-", "|")):
        return False
    if len(places) > 1 or any(len(part.split()) > 4 or not part[:1].isupper() for part in places):
        return False
    rest = [part.strip(" .,–—-()|[]（）") for part in re.split(r"[,|]| [–—-] |(?<=\))", after)]
    return all(not part or _WEEKDAY.fullmatch(part) or _CLOCK.fullmatch(part) for part in rest)


def _list_places(before: str) -> list[str]:
    """What stands before a date and is no weekday."""
    parts = [part.strip(" .,–—-()|[]（）") for part in re.split(r"[,|]| [–—-] ", before)]
    places = [part for part in parts if part and not _WEEKDAY.fullmatch(part)]
    return [re.sub(rf"^(?:{_WEEKDAY.pattern})[ ,]+", "", part, flags=re.IGNORECASE) for part in places]


def build_date(match: re.Match[str]) -> date | None:
    """The date that a match spells, None if the calendar has none such."""
    groups = match.groupdict()
    if "month" not in groups:
        days = _read_figures(match)
        return days.pop() if len(days) == 1 else None
    month = groups["month"].lower()
    number = MONTH_NUMBERS.get(month) or read_number(month)
    year = 1 if groups["year"] == "元" else read_number(groups["year"])
    try:
        return date(year + _ERAS.get(groups.get("era") or "", 0), number, read_number(groups["day"]))
    except ValueError:
        return None


def names_more(lines: Sequence[Line], match: re.Match[str]) -> bool:
    """True of a line that names something besides its date, and so is the title."""
    folded = _level("\n".join(line.text for line in lines))
    beside = [word for word in (folded[: match.start()] + folded[match.end() :]).split() if word.isalpha()]
    return sum(not _WEEKDAY.fullmatch(word) for word in beside) > 1
