"""Title and date: from front matter, or from the first lines of a text, in any language of `languages`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date

from ..problems import LineProblem
from .furniture import is_furniture, strip_marks
from .languages import MONTH_NUMBERS, NO_PLACE
from .source import Block, Line, build_block, fold, fold_paragraph
from .words import MONTHS

_MONTH = f"(?P<month>{'|'.join(sorted(map(re.escape, MONTH_NUMBERS), key=len, reverse=True))})\\.?"
_DAY = r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th|er|º|-?го|\.)?"
_YEAR = r"(?P<year>[0-9]{4})"
#: Written dates; what surrounds them on their line is told apart by `match_date`.
_WESTERN = tuple(
    re.compile(rf"(?<!\w){form}(?!\w)", re.IGNORECASE)
    for form in (
        rf"{_MONTH} {_DAY},? {_YEAR}",
        rf"(?:the )?{_DAY} (?:of |de )?{_MONTH},?(?: de| of)? {_YEAR}(?:\s?(?:года|год|г\.?|року))?",
        rf"{_YEAR}-(?P<month>[0-9]{{1,2}})-(?P<day>[0-9]{{1,2}})",
    )
)
#: Day and month in figures: read where only one reading is a date of the calendar.
_FIGURES = re.compile(
    rf"(?<![\w./-])(?P<a>[0-9]{{1,2}})(?P<sign>[./-])(?P<b>[0-9]{{1,2}})(?P=sign){_YEAR}(?!\w)"
)
_FORMS = (
    *_WESTERN,
    _FIGURES,
    re.compile(rf"{_YEAR}\s?年\s?(?P<month>[0-9]{{1,2}})\s?月\s?(?P<day>[0-9]{{1,2}})\s?日"),
    re.compile(rf"{_YEAR}\s?년\s?(?P<month>[0-9]{{1,2}})\s?월\s?(?P<day>[0-9]{{1,2}})\s?일"),
    re.compile(
        r"(?P<era>令和|平成)\s?(?P<year>[0-9]{1,2}|元)\s?年\s?(?P<month>[0-9]{1,2})\s?月\s?(?P<day>[0-9]{1,2})\s?日"
    ),
)
_ERAS = {"令和": 2018, "平成": 1988}
#: Over how many lines a date may be broken: weekday, day, month and year.
DATE_LINES = 4
#: How many blocks from the start a date is looked for in.
HEAD_BLOCKS = 20
DATE_FORMS = "'July 15, 2016', '15 July 2016' or '2016-07-15'"
_WEEKDAY = re.compile(
    r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?|lundi|mardi|mercredi|jeudi|vendredi|samedi"
    r"|dimanche|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|lunes|martes|miércoles|jueves"
    r"|viernes|sábado|domingo|понедельник|вторник|среда|четверг|пятница|суббота|воскресенье|den|le|el",
    re.IGNORECASE,
)
_CLOCK = re.compile(
    r"(?:at )?\d{1,2}(?:[:.h]\d{2}){0,2}\s*(?:[ap]\.?\s?m\.?|uhr|h)?\s*(?:[A-Z]{2,4})?"
    r"|\(?[月火水木金土日][)曜]?.{0,3}",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Heading:
    """Title and date as found, the blocks that follow them, and those that stood between."""

    title: str
    title_line: int
    date: date | None
    date_line: int
    body: tuple[Block, ...]
    problems: tuple[LineProblem, ...]
    spans: tuple[tuple[int, int], ...] = ()


def read_heading(
    blocks: Sequence[Block], first: int, *, titled: bool = False, dated: bool = False, strict: bool = False
) -> Heading:
    """The title is the first block before the first turn, the date a line near it; the body is all the rest.

    `first` is the place of the block that the first turn begins in. A missing title or date is no problem
    where the record gives it (`titled`, `dated`). Where the cast is known (`strict`), a date stands right
    after the title.
    """
    if not blocks:
        return Heading("", 1, None, 1, (), ())
    skipped = 0 if strict else _skip_furniture(blocks, first)
    if skipped:
        heading = read_heading(blocks[skipped:], first - skipped, titled=titled, dated=dated)
        return replace(heading, body=(*blocks[:skipped], *heading.body))
    head = first > 0
    within = find_date_lines(blocks[0]) if first > 0 or strict else None
    if within and (head or strict):
        return _dated(blocks, 0, within, titled)
    reach = 1 if strict else min(first, HEAD_BLOCKS, len(blocks))
    start = 1 if head else 0
    for place in range(start, min(len(blocks), start + reach)):
        if place > first or (place == first and not strict):
            break
        span = find_date_lines(blocks[place])
        if span and (not strict or span[0] == 0):
            return _dated(blocks, place, span, titled, head=head)
    return _undated(blocks, head, titled, dated, 1 if strict else first)


def _skip_furniture(blocks: Sequence[Block], first: int) -> int:
    """How many blocks at the start are furniture, and so no title."""
    count = 0
    while count < min(first, len(blocks) - 1) and _is_no_title(blocks[count]):
        count += 1
    return count


def _is_no_title(block: Block) -> bool:
    return len(block.lines) == 1 and (is_furniture(block.text) or block.text.strip().isdigit())


def _undated(blocks: Sequence[Block], head: bool, titled: bool, dated: bool, first: int) -> Heading:
    rest = blocks[1:] if head else blocks
    opening = blocks[0]
    where = rest[0].lines[0].number if rest else opening.lines[0].number
    problems = [] if dated else [LineProblem(where, _find_refused(blocks[:HEAD_BLOCKS]) or NO_DATE)]
    title = fold_paragraph(_untitled(opening)) if head else ""
    day, line = (None, where)
    inside = _find_only_date(blocks[: max(1, first)] if head else ())
    if inside:
        day, line = inside
        problems = []
    if not head and not titled:
        problems.insert(0, LineProblem(1, NO_TITLE))
    span = ((_start(opening), _stop(opening)),) if head else ()
    return Heading(title, opening.lines[0].number, day, line, tuple(rest), tuple(problems), span)


NO_DATE = f"no date after the title: it is expected here, as {DATE_FORMS}"
NO_TITLE = "no title: the text must begin with one, before the date"


def _find_refused(blocks: Sequence[Block]) -> str | None:
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


def _untitled(block: Block) -> str:
    return re.sub(r"^\s*#{1,6}\s+", "", block.text)


def _start(block: Block) -> int:
    return block.lines[0].offset


def _stop(block: Block) -> int:
    return block.lines[-1].offset + len(block.lines[-1].text)


def _find_only_date(blocks: Sequence[Block]) -> tuple[date, int] | None:
    """The only date that the head of a text names in full, and its line."""
    found: dict[date, int] = {}
    for block in blocks[:HEAD_BLOCKS]:
        for line in block.lines[:12]:
            day = find_dates(line.text[:400])
            if day:
                found.setdefault(day, line.number)
    return next(iter(found.items())) if len(found) == 1 else None


def find_dates(text: str) -> date | None:
    """The only date that a title names, None if it names none or several."""
    matches = (match for form in _FORMS for match in form.finditer(strip_marks(text)))
    found = {build_date(match) for match in matches if _is_known(match)}
    return found.pop() if len(found) == 1 else None


def find_date_lines(block: Block) -> tuple[int, int] | None:
    """From which line of a block to before which a date stands, with nothing else in these lines."""
    if not any(map(str.isdigit, block.text[:2000])):
        return None
    for end in range(1, min(len(block.lines), 12) + 1):
        for start in range(max(0, end - DATE_LINES), end):
            if match_date(block.lines[start:end]):
                return start, end
    return None


def match_date(lines: Sequence[Line]) -> re.Match[str] | None:
    """The match of lines that are a date, with at most a weekday, a place and a time beside it."""
    folded = strip_marks(fold("\n".join(line.text for line in lines)))
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


def _is_known(match: re.Match[str]) -> bool:
    """True of a month that is one, and of figures that have one reading at most."""
    if "month" not in match.re.groupindex:
        return len(_read_figures(match)) < 2
    return match["month"].isdigit() or match["month"].lower() in MONTH_NUMBERS


def _is_dateline(before: str, after: str) -> bool:
    """True of what may stand beside a date: weekday, place, time, set apart by commas or brackets."""
    places = _list_places(before)
    plain = re.sub(rf"(?:{_WEEKDAY.pattern})[,. ]*$", "", before, flags=re.IGNORECASE).rstrip()
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
    number = int(month) if month.isdigit() else MONTH_NUMBERS.get(month, 0)
    year = 1 if groups["year"] == "元" else int(groups["year"])
    try:
        return date(year + _ERAS.get(groups.get("era") or "", 0), number, int(groups["day"]))
    except ValueError:
        return None


def _names_more(lines: Sequence[Line], match: re.Match[str]) -> bool:
    """True of a line that names something besides its date, and so is the title."""
    folded = strip_marks(fold("\n".join(line.text for line in lines)))
    beside = [word for word in (folded[: match.start()] + folded[match.end() :]).split() if word.isalpha()]
    return sum(not _WEEKDAY.fullmatch(word) for word in beside) > 1


def _dated(
    blocks: Sequence[Block], place: int, span: tuple[int, int], titled: bool, *, head: bool = True
) -> Heading:
    """The heading whose date is some lines of one block: what stands beside them is title or body."""
    block = blocks[place]
    before, lines, after = block.lines[: span[0]], block.lines[span[0] : span[1]], block.lines[span[1] :]
    match = match_date(lines)
    day = build_date(match) if match else None
    line = lines[0].number
    title_lines: Sequence[Line] = before if place == 0 else blocks[0].lines if head else ()
    if place == 0 and not before and match and _names_more(lines, match):
        title_lines = lines
    problems: list[LineProblem] = []
    if not title_lines and not titled:
        problems.append(LineProblem(line, NO_TITLE))
    if match and not day:
        problems.append(LineProblem(line, f"'{match[0]}' is not a date of the calendar; write {DATE_FORMS}"))
    title = fold_paragraph(_untitled(build_block(title_lines))) if title_lines else ""
    body = [
        *(blocks[1 if head else 0 : place] if place else ()),
        *([build_block(before)] if place and before else []),
        *([build_block(after)] if after else []),
        *blocks[place + 1 :],
    ]
    spans = [(lines[0].offset, lines[-1].offset + len(lines[-1].text))]
    if title_lines and title_lines is not lines:
        spans.insert(0, (title_lines[0].offset, title_lines[-1].offset + len(title_lines[-1].text)))
    number = title_lines[0].number if title_lines else line
    return Heading(title, number, day, line, tuple(body), tuple(problems), tuple(spans))


# --- front matter ----------------------------------------------------------------------------------------

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
