"""The cover of a transcript as a book: the card on an upright page."""

from __future__ import annotations

from PIL import Image, ImageDraw

from ...archive.model import Archive, Transcript
from ..typefaces import SANS, SERIF
from .painting import INK, INK_2, PAPER, RUBRIC, Pen, draw_row, find_inks, save, say_what

#: In pixels: five by eight, as shops and readers show covers.
SIZE = (1000, 1600)
_MARGIN = 90
_WIDTH = SIZE[0] - 2 * _MARGIN
#: Raised whenever the drawing changes, so that books made before are made again.
VERSION = "cover 1"
#: Where the row of blocks stands, and how many lines of the title there is room for above it.
_ROW, _LINES = 1380.0, 12


def paint_cover(archive: Archive, transcript: Transcript, site: str) -> bytes:
    """The cover as PNG; a title in signs that the typefaces lack is left out, for it would be all boxes."""
    image = Image.new("RGB", SIZE, PAPER)
    draw = ImageDraw.Draw(image)
    mark, title, small = Pen(SERIF, 38), Pen(SERIF, 64), Pen(SANS, 34)
    mark.write(draw, (_MARGIN, 90), "¶", RUBRIC)
    mark.write(draw, (_MARGIN + 36, 90), site if mark.can_write(site) else "", INK)
    words = transcript.record.title
    lines = title.wrap(words, _WIDTH)[:_LINES] if title.can_write(words) else []
    for number, line in enumerate(lines):
        title.write(draw, (_MARGIN, 210 + number * 82), line, INK)
    what = small.wrap(say_what(archive, transcript), _WIDTH)[:3]
    for number, line in enumerate(what):
        small.write(draw, (_MARGIN, 240 + len(lines) * 82 + number * 48), line, INK_2)
    draw_row(draw, transcript, find_inks(archive), (_MARGIN, _ROW, SIZE[0] - _MARGIN, _ROW + 90))
    return save(image)
