"""The drawing of the timeline, laid out at build time: a row for each year that has dates, its months inside.

A few dates are drawn one by one: a dot is a day, a bar is longer, a bar with an arrow is a time that goes on.
Many are drawn as counts, by month. Between rows the years without a date are named, so that no gap hides.
Lengths are CSS pixels. A drawing has a fixed width; the page holds one for each range of window widths.
"""

from __future__ import annotations

from calendar import isleap
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from math import sqrt

from .. import urls
from ..archive.model import Transcript
from ..archive.phrases import count_of
from ..catalogue import name_month, say
from ..data.edtf import Precision, When, of_day, of_month, of_year
from ..files import Draft
from .printer import Printer
from .timeline import (
    DateGroup,
    Stretch,
    Timeline,
    TimelinePage,
    Year,
    build_own_page,
    build_timeline,
    show_month,
    show_precision,
    show_short,
    show_when,
)

#: Most dates that are drawn one by one.
MOST_MARKS = 36

_LETTER = 6.7
_AXIS = 18.0
_ROW_GAP = 8.0
_GAP = 16.0
_HEAD = 18.0
_LANE, _DOT, _BAR, _CELL, _CELL_GAP = 24, 5, 9, 28, 2
#: What a template needs: the radius of a dot, and the heights of the others.
SIZES = {"lane": _LANE, "dot": _DOT, "bar": _BAR, "cell": _CELL}


@dataclass(frozen=True)
class TimelineWidth:
    """A width to draw for, with the room that the years at the left and the last labels at the right take.

    `initials` says that a month is its first letter.
    """

    name: str
    width: float
    left: float
    right: float
    initials: bool
    arrow: float

    @property
    def months(self) -> tuple[str, ...]:
        """The months as there is room for them."""
        names = [name_month(month, alone=True, short=True) for month in range(1, 13)]
        return tuple(name[0].upper() if self.initials else name for name in names)


WIDTHS = (
    TimelineWidth("wide", 1164, 64, 120, False, 54),
    TimelineWidth("medium", 672, 52, 116, False, 36),
    TimelineWidth("narrow", 288, 0, 92, True, 22),
)


@dataclass(frozen=True)
class Mark:
    """A date: a dot or a bar from x to x + width at the height y, its label, and where it leads.

    `arrow` is the path of the sign that a time goes on; `stem` the length of the line from a dot down to the
    axis; from `hit_x` on, so much of its lane can be clicked.
    """

    dot: bool
    x: float
    y: float
    width: float
    arrow: str
    stem: float
    label: str
    count: str
    label_x: float
    hit_x: float
    hit_width: float
    name: str
    target: str


@dataclass(frozen=True)
class Tick:
    """The name of a month and the middle of its place; `edge` is where the month begins."""

    text: str
    x: float
    edge: float


@dataclass(frozen=True)
class Row:
    """A year with its marks; `top` and `axis` are heights, `label_y` the height of the year's number."""

    year: Year
    target: str
    top: float
    axis: float
    label_y: float
    left: float
    right: float
    ticks: tuple[Tick, ...]
    marks: tuple[Mark, ...]


@dataclass(frozen=True)
class Cell:
    """A month, or a year as a whole, that so many passages refer to; `fill` is the height of its column."""

    x: float
    y: float
    width: float
    fill: float
    count: str
    name: str
    target: str


@dataclass(frozen=True)
class CellRow:
    """A year with its cells."""

    year: Year
    target: str
    y: float
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Gap:
    """Years between two rows without a date."""

    text: str
    y: float


@dataclass(frozen=True)
class TimelineDrawing:
    """One drawing for one frame: rows of marks, or rows of counts below a head of months."""

    frame: str
    width: float
    height: float
    rows: tuple[Row, ...]
    cell_rows: tuple[CellRow, ...]
    head: tuple[Tick, ...]
    gaps: tuple[Gap, ...]


#: Where a year, a month or a date stands.
_Find = Callable[[Year | Stretch | DateGroup], str]


def build_drawings(page: TimelinePage, timeline: Timeline) -> tuple[TimelineDrawing, ...]:
    """The drawings of a page, one a frame; none for one that draws no year."""
    if not page.drawn:
        return ()
    draw = _draw_counts if sum(len(year.groups) for year in page.drawn) > MOST_MARKS else _draw_marks
    return tuple(draw(page.drawn, partial(timeline.find, page), frame) for frame in WIDTHS)


def _find_gap(before: Year | None, year: Year) -> str:
    """The years between two that have dates: 2013 and 2014, 2002 to 2011; empty if there are none."""
    first, last = (before.number + 1, year.number - 1) if before else (1, 0)
    if first > last:
        return ""
    if first == last:
        return say("{year}: no date", year=first)
    if last == first + 1:
        return say("{first} and {last}: no date", first=first, last=last)
    return say("{first} to {last}: no date", first=first, last=last)


# --- One by one ---


def _draw_marks(years: Sequence[Year], find: _Find, frame: TimelineWidth) -> TimelineDrawing:
    rows, gaps = [], []
    y, before = 0.0, None
    for year in years:
        if gap := _find_gap(before, year):
            gaps.append(Gap(gap, y + _GAP - 5))
            y += _GAP
        last = year is years[-1]
        row = _draw_row(year, find, frame, y, named=last)
        rows.append(row)
        y = row.axis + (_AXIS if last else 0) + _ROW_GAP
        before = year
    return TimelineDrawing(frame.name, frame.width, y - _ROW_GAP, tuple(rows), (), (), tuple(gaps))


def _draw_row(year: Year, find: _Find, frame: TimelineWidth, top: float, *, named: bool) -> Row:
    """The row of a year; the months are `named` below the last, and stand at the same place in all."""
    left, right = frame.left, frame.width - frame.right
    shapes = [_shape(group, year.number, left, right, frame) for group in year.groups]
    lanes = _stack(shapes)
    head = 0.0 if frame.left else 20.0
    height = (max(lanes) + 1) * _LANE
    axis = top + head + height + 2
    marks = [
        _place(group, shape, axis, lane, find(group))
        for group, shape, lane in zip(year.groups, shapes, lanes, strict=True)
    ]
    marks.sort(key=lambda mark: (mark.x, mark.y))
    label_y = top + 14 if head else axis + 4
    ticks = tuple(_ticks(year.number, left, right, frame, named=named))
    return Row(year, find(year), top + head, axis, label_y, left, right, ticks, tuple(marks))


@dataclass(frozen=True)
class _Shape:
    """What a date takes up in a row, up to `end`: its sign from x to x + width, an arrow, and its label."""

    dot: bool
    x: float
    width: float
    arrow: float
    label_x: float
    end: float
    rank: tuple[int, float]


def _shape(group: DateGroup, year: int, left: float, right: float, frame: TimelineWidth) -> _Shape:
    when = group.when
    x = _find_x(when.first, year, left, right)
    dot = when.precision is Precision.DAY and when.last == when.first
    arrow = frame.arrow if when.last is None else 0.0
    if dot:
        width = 0.0
        x = round((x + _find_x(when.first, year, left, right, after=True)) / 2, 1)
    else:
        width = max(round(_find_x(_sign_end(when), year, left, right, after=True) - x, 1), 4.0)
    label_x = x + (_DOT if dot else width + arrow) + 5
    end = label_x + _LETTER * len(f"{show_short(when)} {len(group.entries)}") + 12
    # Days lie next to the axis, the latest lowest: then no stem passes through the label of another.
    rank = (0 if dot else 1 if when.precision is not Precision.YEAR else 2, -x)
    return _Shape(dot, x, width, arrow, label_x, end, rank)


def _sign_end(when: When) -> date:
    """The last day of the sign: of the unit in which it begins, if the time goes on."""
    if when.last is not None:
        return when.last
    day = when.first
    units = {Precision.YEAR: of_year(day.year), Precision.MONTH: of_month(day.year, day.month)}
    return units.get(when.precision, of_day(day)).last or day


def _find_x(day: date, year: int, left: float, right: float, *, after: bool = False) -> float:
    """Where a day stands, or, `after`, where it ends; what is beyond the year stands at its edge."""
    if day.year != year:
        return right if day.year > year else left
    days = 366 if isleap(year) else 365
    place = day.timetuple().tm_yday - (0 if after else 1)
    return round(left + (right - left) * place / days, 1)


def _stack(shapes: Sequence[_Shape]) -> list[int]:
    """The lane of each shape, from the axis up, so that no two overlap."""
    lanes: list[list[_Shape]] = []
    found = [0] * len(shapes)
    for number in sorted(range(len(shapes)), key=lambda item: shapes[item].rank):
        shape = shapes[number]
        begin = shape.x - (_DOT if shape.dot else 0)
        lane = next(
            (
                place
                for place, taken in enumerate(lanes)
                if all(other.end <= begin or shape.end <= other.x - _DOT for other in taken)
            ),
            len(lanes),
        )
        if lane == len(lanes):
            lanes.append([])
        lanes[lane].append(shape)
        found[number] = lane
    return found


def _place(group: DateGroup, shape: _Shape, axis: float, lane: int, target: str) -> Mark:
    y = round(axis - (lane + 0.5) * _LANE, 1)
    return Mark(
        dot=shape.dot,
        x=shape.x,
        y=y,
        width=shape.width,
        arrow=_draw_arrow(shape, y),
        stem=round(axis - y, 1) if shape.dot else 0.0,
        label=show_short(group.when),
        count=str(len(group.entries)),
        label_x=round(shape.label_x, 1),
        hit_x=round(shape.x - _DOT - 2, 1),
        hit_width=round(shape.end - shape.x + _DOT, 1),
        name=f"{show_when(group.when)}: {count_of(len(group.entries), 'passage')}",
        target=target,
    )


def _draw_arrow(shape: _Shape, y: float) -> str:
    """The path of the arrow behind a bar; empty for a date without one."""
    if not shape.arrow:
        return ""
    half = _BAR / 2
    return f"M{round(shape.x + shape.width + 2, 1)} {y}h{shape.arrow - 5}m-5 -{half}l5 {half}l-5 {half}"


def _ticks(year: int, left: float, right: float, frame: TimelineWidth, *, named: bool) -> list[Tick]:
    edges = [_find_x(date(year, month, 1), year, left, right) for month in range(1, 13)]
    ends = [*edges[1:], right]
    return [
        Tick(name if named else "", round((edge + end) / 2, 1), edge)
        for name, edge, end in zip(frame.months, edges, ends, strict=True)
    ]


# --- As counts ---


def _draw_counts(years: Sequence[Year], find: _Find, frame: TimelineWidth) -> TimelineDrawing:
    left = frame.left or 34.0
    pitch = round((frame.width - left) / 13, 2)
    most = max(stretch.count for year in years for stretch in year.stretches)
    rows, gaps = [], []
    y, before = _HEAD, None
    for year in years:
        if gap := _find_gap(before, year):
            gaps.append(Gap(gap, y + 15))
            y += _GAP
        cells = tuple(_draw_cell(item, find(item), left, pitch, y, most) for item in year.stretches)
        rows.append(CellRow(year, find(year), y, cells))
        y += _CELL + _CELL_GAP
        before = year
    names = (say("Year") if frame.left else say("All"), *frame.months)
    head = tuple(
        Tick(name, round(left + pitch * (n + 0.5), 1), round(left + pitch * n, 1))
        for n, name in enumerate(names)
    )
    return TimelineDrawing(frame.name, frame.width, y, (), tuple(rows), head, tuple(gaps))


def _draw_cell(stretch: Stretch, target: str, left: float, pitch: float, y: float, most: int) -> Cell:
    passages = count_of(stretch.count, "passage")
    name = (
        show_month(stretch.year, stretch.month)
        if stretch.month
        else say("{year} as a whole", year=stretch.year)
    )
    # By the root, so that few can be seen beside many.
    fill = max(2.0, round((_CELL - 2) * sqrt(stretch.count / most), 1))
    count = str(stretch.count) if stretch.count < 1000 else f"{stretch.count // 1000}k"
    return Cell(
        round(left + pitch * (stretch.month or 0), 1),
        y,
        round(pitch - _CELL_GAP, 1),
        fill,
        count,
        f"{name}: {passages}",
        target,
    )


# --- The pages --------------------------------------------------------------------------------------------


def draft_timeline(printer: Printer) -> Iterator[Draft]:
    """Every page of the timeline."""
    timeline = build_timeline(printer.archive)
    for page in timeline.pages:
        own = {entry.transcript.slug: entry.transcript for entry in page.entries}.values()
        counted = [(item.id, item.count, timeline.find(page, item)) for item in page.items]
        yield _draft_page(printer, page, own, printer.inputs.of(own, counted))
    for transcript in timeline.events:
        make = partial(_draft_own, printer, transcript)
        yield printer.later(urls.dates(transcript.slug), make, printer.inputs.of([transcript]))


def _draft_own(printer: Printer, transcript: Transcript) -> Draft:
    return _draft_page(printer, build_own_page(printer.archive, transcript), [transcript])


def _draft_page(printer: Printer, page: TimelinePage, told: Iterable[Transcript], inputs: str = "") -> Draft:
    """A page that tells of some transcripts."""
    return printer.page(
        page.address,
        "timeline.html",
        f"{say('Timeline')}, {page.name}" if page.name else say("Timeline"),
        say("The dates that the transcripts refer to, each with the passages that refer to it."),
        {"styles": ["assets/css/timeline.css"]},
        [one.changed for one in told],
        inputs,
        shown=page,
        timeline=build_timeline(printer.archive),
        draw=build_drawings,
        sizes=SIZES,
        when=show_when,
        precision=show_precision,
        month=show_month,
    )
