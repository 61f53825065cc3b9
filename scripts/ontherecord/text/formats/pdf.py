"""PDF: the words of a page in lines, the lines in paragraphs, by where they stand."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from itertools import takewhile
from statistics import median
from typing import Any

from ..shapes import Shape, find_shape
from ..wrapping import join_lines
from .joining import ends_sentence
from .page import mark_label
from .source_text import Hints, SourceText, UnreadableError, clip, count


@dataclass(frozen=True)
class Word:
    """A word on a page: where it stands, in points from the upper left corner, and its type."""

    text: str
    left: float
    right: float
    top: float
    bottom: float
    bold: bool


@dataclass(frozen=True)
class Line:
    """A line of a column of a page; `bold` has a 1 for each bold letter of the text."""

    text: str
    bold: str
    left: float
    right: float
    top: float
    bottom: float
    page: int
    column: int = 0


def read_pdf(raw: bytes) -> SourceText:
    """The text of a PDF that holds text; of one that holds pictures of pages there is none."""
    pages, title = _load_pages(raw)
    if not any(words for words, _ in pages):
        message = "the PDF holds pictures of pages and no text: have it recognised (OCR) first"
        raise UnreadableError(message)
    lines = [line for number, page in enumerate(pages, 1) for line in find_lines(*page, number)]
    lines, notes = drop_heads(lines, len(pages))
    body, joined = join_paragraphs(lines)
    text, ligatures = undo_ligatures("\n\n".join(body) + "\n")
    if ligatures:
        notes.append(f"ligatures undone: {ligatures}")
    if joined:
        notes.append(f"hyphens at line ends undone: {', '.join(joined[:8])}{' …' if joined[8:] else ''}")
    return SourceText(text, Hints(title), tuple(notes))


def _load_pages(raw: bytes) -> tuple[list[tuple[list[Word], float]], str | None]:
    """The words of each page with its width, and the title that the file has."""
    import pdfplumber
    from pdfminer.pdfdocument import PDFPasswordIncorrect
    from pdfplumber.utils.exceptions import MalformedPDFException, PdfminerException

    try:
        with pdfplumber.open(BytesIO(raw)) as document:
            pages = [(_read_words(page), float(page.width)) for page in document.pages]
            title = document.metadata.get("Title")
    except (PdfminerException, MalformedPDFException, PDFPasswordIncorrect) as error:
        cause = error.args[0] if error.args else error
        locked = isinstance(cause, PDFPasswordIncorrect) or isinstance(error, PDFPasswordIncorrect)
        why = "it needs a password" if locked else f"it is damaged, or no PDF ({cause})"
        raise UnreadableError(f"the PDF can not be opened: {why}") from None
    return pages, " ".join(title.split()) or None if isinstance(title, str) else None


def _read_words(page: Any) -> list[Word]:  # noqa: ANN401 - pdfplumber has no types
    from pdfplumber.utils.text import extract_words

    found = extract_words(
        _drop_double(page.chars), x_tolerance_ratio=0.15, y_tolerance=2, extra_attrs=["fontname"]
    )
    page.close()
    return [
        Word(item["text"], item["x0"], item["x1"], item["top"], item["bottom"], _is_bold(item["fontname"]))
        for item in found
        if item.get("upright", True)
    ]


def _drop_double(letters: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Each letter once: some programs print it twice, a hair's breadth apart, to make it bold."""
    places: dict[tuple[str, int], list[float]] = {}
    kept = []
    for letter in letters:
        near = places.setdefault((letter["text"], round(letter["top"])), [])
        if all(abs(letter["x0"] - other) >= _HAIR for other in near):
            near.append(letter["x0"])
            kept.append(letter)
    return kept


#: Points.
_HAIR = 0.8


def _is_bold(font: str) -> bool:
    return bool(re.search(r"bold|black|heavy|demi", font, re.IGNORECASE))


# --- lines -----------------------------------------------------------------------------------------------


def find_lines(words: Sequence[Word], width: float, page: int) -> list[Line]:
    """The lines of a page from its top, column after column."""
    gutter = _find_gutter(words, width)
    if gutter is None:
        return _lay_lines(words, page, 0)
    # What crosses the gutter, such as a heading, stands above or between the columns.
    crossing = [word for word in words if word.left < gutter < word.right]
    tops = {round(word.top) for word in crossing}
    wide = [word for word in words if any(abs(word.top - top) < 3 for top in tops)]
    rest = [word for word in words if word not in wide]
    edges = [0.0, *sorted(word.top for word in crossing), float("inf")]
    lines: list[Line] = []
    for above, below in itertools.pairwise(edges):
        lines += _lay_lines([word for word in wide if above <= word.top < below], page, 0)
        band = [word for word in rest if above <= word.top < below]
        lines += _lay_lines([word for word in band if word.right <= gutter], page, 1)
        lines += _lay_lines([word for word in band if word.left >= gutter], page, 2)
    return lines


def _find_gutter(words: Sequence[Word], width: float) -> float | None:
    """Where a blank strip parts a page in two columns; None where it has one.

    In the middle third, nearly no word crosses the strip, and on most lines words stand close to both sides.
    """
    rows = {round(word.top / 4) for word in words}
    if len(rows) < 12:
        return None
    middle = [width * (0.34 + 0.01 * step) for step in range(33)]
    for at in sorted(middle, key=lambda x: abs(x - width / 2)):
        crossing = sum(word.left - 4 < at < word.right + 4 for word in words)
        left = {round(word.top / 4) for word in words if word.right <= at}
        right = {round(word.top / 4) for word in words if at <= word.left}
        near = {round(word.top / 4) for word in words if at - width / 6 < word.right <= at}
        if crossing <= 0.05 * len(rows) and len(left) >= 0.6 * len(rows) <= len(right) + 0.2 * len(rows):
            # A column of labels beside one of words is a table, whose lines belong together.
            return at if len(near) >= 0.4 * len(rows) else None
    return None


def _lay_lines(words: Sequence[Word], page: int, column: int) -> list[Line]:
    rows: list[list[Word]] = []
    for word in sorted(words, key=lambda item: (item.top + item.bottom, item.left)):
        middle = (word.top + word.bottom) / 2
        if rows and rows[-1][0].top < middle < rows[-1][0].bottom:
            rows[-1].append(word)
        else:
            rows.append([word])
    return [_build_line(sorted(row, key=lambda item: item.left), page, column) for row in rows]


def _build_line(words: Sequence[Word], page: int, column: int) -> Line:
    """The words of a line; a wide gap after a short beginning stays wide, for it may part a label."""
    text = bold = ""
    for before, word in zip((None, *words), words, strict=False):
        gap = word.left - before.right if before else 0.0
        size = word.bottom - word.top
        # Where only the type changes, a word goes on.
        blank = (
            "" if not before or gap < 0.12 * size else "    " if gap > 0.8 * size and len(text) < 40 else " "
        )
        both = "1" if before and before.bold and word.bold else "0"
        text, bold = text + blank + word.text, bold + both * len(blank) + str(int(word.bold)) * len(word.text)
    left, right = min(word.left for word in words), max(word.right for word in words)
    return Line(text, bold, left, right, words[0].top, words[0].bottom, page, column)


# --- heads and page numbers ------------------------------------------------------------------------------


def drop_heads(lines: Sequence[Line], pages: int) -> tuple[list[Line], list[str]]:
    """The lines without those at the edges of pages that come back on others, but for their numbers."""
    edges = [_find_edges(lines, number) for number in range(1, pages + 1)]
    shapes = Counter(_shape(line) for edge in edges for side in edge for line in side if not _is_said(line))
    least = max(2, 0.4 * pages)
    heads: list[Line] = []
    for edge in edges:
        for side in edge:
            # A line stands at the edge only where all that is farther out is left out too.
            heads += takewhile(lambda line: shapes[_shape(line)] >= least or _is_number(line, pages), side)
    first = {_shape(line): line.text for line in reversed(heads)}
    notes = [
        f"left out at page edges: “{clip(first[shape])}” ({count(number, 'time')})"
        for shape, number in Counter(map(_shape, heads)).items()
    ]
    gone = set(heads)
    return [line for line in lines if line not in gone], notes


def _find_edges(lines: Sequence[Line], page: int) -> tuple[list[Line], list[Line]]:
    """The first and the last three lines of a page, from the edge inwards."""
    inside = sorted((line for line in lines if line.page == page), key=lambda line: line.top)
    return inside[:3], inside[:-4:-1]


def _is_said(line: Line) -> bool:
    """Whether a line asks, or begins with the label of a speaker, as no head of a page does."""
    label, colon, _ = line.text.partition(":")
    return line.text.rstrip().endswith(("?", "!")) or (bool(colon) and find_shape(label.strip()) in _LABELS)


_LABELS = frozenset({Shape.QUESTION, Shape.ANSWER, Shape.CHAIR, Shape.PERSON, Shape.CAPITALS})


def _is_number(line: Line, pages: int) -> bool:
    """Whether a line is a bare number, as a page's is; on a page alone it may be spoken."""
    return pages > 1 and line.text.strip(" -–—|").isdigit()


def _shape(line: Line) -> tuple[str, int]:
    """What heads of several pages have in common: the words but for numbers, and the height."""
    return re.sub(r"\d+|\b[ivxlc]+\b", "#", line.text), round(line.top / 6)


# --- paragraphs ------------------------------------------------------------------------------------------

#: The least step of a line's beginning, in points, that is an indent and no unevenness.
_INDENT = 6.0
_HYPHENS = "-\u2010\u00ad"


@dataclass(frozen=True)
class _Column:
    """How the lines of a column of a page stand: where most begin, where the longest end."""

    left: float
    right: float

    def is_full(self, line: Line) -> bool:
        """Whether a line goes to the column's end, so that the next may go on with it."""
        return line.right > self.right - 0.12 * (self.right - self.left)


def join_paragraphs(lines: Sequence[Line]) -> tuple[list[str], list[str]]:
    """The paragraphs of a text's lines, and the words that were put together over a hyphen."""
    columns = _measure_columns(lines)
    usual = _find_usual_gap(lines, columns)
    known = {word.lower() for line in lines for word in re.findall(r"\w[\w-]*\w(?=\W)", line.text)}
    paragraphs: list[str] = []
    joined: list[str] = []
    for before, line in zip((None, *lines), lines, strict=False):
        text = mark_label(line.text, line.bold).strip()
        if before is None or _begins(before, line, columns, usual):
            paragraphs.append(text)
            continue
        word = _find_broken_word(paragraphs[-1], line.text, known)
        if word is None:
            paragraphs[-1] = join_lines(paragraphs[-1], line.text.strip())
        else:
            keep, whole = word
            paragraphs[-1] = paragraphs[-1].rstrip("" if keep else _HYPHENS) + line.text.strip()
            joined += [] if keep else [whole]
    return paragraphs, joined


def _measure_columns(lines: Sequence[Line]) -> dict[tuple[int, int], _Column]:
    found: dict[tuple[int, int], list[Line]] = {}
    for line in lines:
        found.setdefault((line.page, line.column), []).append(line)
    return {
        key: _Column(
            Counter(round(line.left) for line in inside).most_common(1)[0][0],
            sorted(line.right for line in inside)[-1 - len(inside) // 20],
        )
        for key, inside in found.items()
    }


def _find_usual_gap(lines: Sequence[Line], columns: dict[tuple[int, int], _Column]) -> float:
    """The gap between two lines of a paragraph: the usual one after a full line."""
    gaps = [
        line.top - before.bottom
        for before, line in itertools.pairwise(lines)
        if _is_below(before, line) and columns[(before.page, before.column)].is_full(before)
    ]
    return median(gaps) if gaps else 0.0


def _is_below(before: Line, line: Line) -> bool:
    return (before.page, before.column) == (line.page, line.column) and line.top >= before.top


def _begins(before: Line, line: Line, columns: dict[tuple[int, int], _Column], usual: float) -> bool:
    """Whether a line begins a paragraph: after a gap, indented, set out, or after a line that ends early."""
    column, size = columns[(line.page, line.column)], line.bottom - line.top
    rests = ends_sentence(before.text) or not columns[(before.page, before.column)].is_full(before)
    if (
        line.bold.startswith("1")
        and not before.bold.endswith("1")
        and mark_label(line.text, line.bold) != line.text
    ):
        return True
    if before.page == line.page and before.column != line.column and 0 in (before.column, line.column):
        return True
    if not _is_below(before, line):
        return ends_sentence(before.text) or (rests and line.left > column.left + _INDENT)
    if line.top - before.bottom > usual + 0.35 * size or line.left < column.left - _INDENT:
        return True
    if line.left > column.left + _INDENT and line.left > before.left + _INDENT and rests:
        return True
    return rests and ends_sentence(before.text) and not columns[(before.page, before.column)].is_full(before)


def _find_broken_word(before: str, after: str, known: set[str]) -> tuple[bool, str] | None:
    """The word that a hyphen at a line's end breaks, and whether the hyphen is the word's own."""
    head = re.search(rf"([\w-]*\w)[{_HYPHENS}]\Z", before)
    tail = re.match(r"\s*(\w[\w-]*)", after)
    if not head or not tail:
        return None
    whole, hyphened = head[1] + tail[1], f"{head[1]}-{tail[1]}"
    if before.endswith("\u00ad") or whole.lower() in known:
        return False, whole
    return not tail[1][0].islower() or hyphened.lower() in known, whole


_LIGATURES: dict[str, str | int | None] = {
    "\ufb00": "ff",
    "\ufb01": "fi",
    "\ufb02": "fl",
    "\ufb03": "ffi",
    "\ufb04": "ffl",
}
_LIGATURES |= {"\ufb05": "st", "\ufb06": "st"}


def undo_ligatures(text: str) -> tuple[str, int]:
    """The text with two letters for each that stands for two, and how many there were."""
    number = sum(sign in _LIGATURES for sign in text)
    return text.translate(str.maketrans(_LIGATURES)), number
