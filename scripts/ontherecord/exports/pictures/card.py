"""The picture that a shared link shows: a transcript's title, its day and place, and its ribbon."""

from __future__ import annotations

import io
from pathlib import Path

from PIL import Image, ImageDraw

from ...archive.model import Archive, Transcript
from ..typefaces import SANS, SERIF
from .painting import INK, INK_2, PAPER, RUBRIC, Note, Pen, digest, draw_row, find_inks, save, say_what

#: The size in pixels that Open Graph readers ask for.
SIZE = (1200, 630)
_MARGIN = 64
_WIDTH = SIZE[0] - 2 * _MARGIN
#: Raised whenever the drawing changes, so that pictures made before are made again.
_VERSION = "5"
_KEY = "made-from"


class Painter:
    """Draws cards with the fonts and the colours of the theme."""

    def paint(self, archive: Archive, transcript: Transcript, site: str, path: Path) -> bytes:
        """The card of a transcript as PNG; the one at `path` where it was made from the same."""
        old = path.read_bytes() if path.is_file() else None
        inks = find_inks(archive)
        key = digest(_VERSION, archive, transcript, site)
        if old and _made_from(old) == key:
            return old
        image = Image.new("RGB", SIZE, PAPER)
        draw = ImageDraw.Draw(image)
        self._write_words(draw, archive, transcript, site)
        draw_row(draw, transcript, inks, (_MARGIN, 530.0, SIZE[0] - _MARGIN, 576.0))
        return save(image, Note(_KEY, key))

    def _write_words(
        self, draw: ImageDraw.ImageDraw, archive: Archive, transcript: Transcript, site: str
    ) -> None:
        mark, title, small = Pen(SERIF, 34), Pen(SERIF, 52), Pen(SANS, 30)
        mark.write(draw, (_MARGIN, 52), "¶", RUBRIC)
        mark.write(draw, (_MARGIN + 32, 52), site, INK)
        for number, line in enumerate(title.wrap(transcript.record.title, _WIDTH)[:5]):
            title.write(draw, (_MARGIN, 122 + number * 66), line, INK)
        *lines, last = small.wrap(say_what(archive, transcript), _WIDTH)
        small.write(draw, (_MARGIN, 468), lines[0] + "…" if lines else last, INK_2)


def _made_from(png: bytes) -> str | None:
    """What a card says it was made from, or None for what is no card."""
    try:
        with Image.open(io.BytesIO(png)) as image:
            return str(image.info.get(_KEY))
    except OSError:
        return None
