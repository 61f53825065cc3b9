"""The picture that a shared link shows: a transcript's title, its day and place, and its ribbon."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import cast

import PIL
from PIL import Image, ImageDraw, ImageFont, PngImagePlugin

from ..archive.model import Archive, Transcript
from ..archive.phrases import show_date, tell_left_out
from ..subjects.passages import Passage
from ..text.turns import Kind
from ..tokens import COLOURS, SLOTS, THEME
from .ribbon import build_stripes, place_row

#: The size in pixels that Open Graph readers ask for.
SIZE = (1200, 630)
_MARGIN = 64
_WIDTH = SIZE[0] - 2 * _MARGIN
_INK, _INK_2, _PAPER, _RUBRIC, _RULE = (
    COLOURS[name].light for name in ("ink", "ink-2", "paper", "rubric", "rule")
)
_FONTS = THEME / "assets" / "fonts"
#: Raised whenever the drawing changes, so that pictures made before are made again.
_VERSION = "4"
_KEY = "made-from"
#: How many colours a card has, and how far apart they are in one channel at least.
_COLOURS, _APART = 64, 8

Box = tuple[float, float, float, float]


class Painter:
    """Draws cards with the fonts and the colours of the theme."""

    def __init__(self) -> None:
        self._serif = (_FONTS / "source-serif-4-latin-400-normal.woff2").read_bytes()
        self._sans = (_FONTS / "source-sans-3-latin-wght-normal.woff2").read_bytes()

    def paint(self, archive: Archive, transcript: Transcript, site: str, path: Path) -> bytes:
        """The card of a transcript as PNG; the one at `path` where it was made from the same."""
        old = path.read_bytes() if path.is_file() else None
        inks = {topic.id: SLOTS[topic.colour.value].ground.light for topic in archive.topics}
        key = _make_key(archive, transcript, site, inks)
        if old and _made_from(old) == key:
            return old
        image = Image.new("RGB", SIZE, _PAPER)
        draw = ImageDraw.Draw(image)
        self._write_words(draw, archive, transcript, site)
        for passage, box in _place_blocks(transcript):
            _draw_block(draw, transcript, passage, inks, box)
        return _save(image, key)

    def _write_words(
        self, draw: ImageDraw.ImageDraw, archive: Archive, transcript: Transcript, site: str
    ) -> None:
        record = transcript.record
        mark = ImageFont.truetype(io.BytesIO(self._serif), 34)
        draw.text((_MARGIN, 52), "¶", font=mark, fill=_RUBRIC)
        draw.text((_MARGIN + 32, 52), site, font=mark, fill=_INK)
        title = ImageFont.truetype(io.BytesIO(self._serif), 52)
        for number, line in enumerate(_wrap(draw, record.title, title)[:5]):
            draw.text((_MARGIN, 122 + number * 66), line, font=title, fill=_INK)
        small = ImageFont.truetype(io.BytesIO(self._sans), 30)
        small.set_variation_by_axes([400])
        *lines, last = _wrap(draw, _say_what(archive, transcript), small)
        draw.text((_MARGIN, 468), lines[0] + "…" if lines else last, font=small, fill=_INK_2)


def _say_what(archive: Archive, transcript: Transcript) -> str:
    """Day and place, and whose words are not in the text."""
    record = transcript.record
    missing = tell_left_out(archive, record)
    return " ".join([f"{show_date(record.date)}, {record.place}{'.' if missing else ''}", *missing])


def _make_key(archive: Archive, transcript: Transcript, site: str, inks: Mapping[str, str]) -> str:
    """A digest of all that a card shows."""
    record = transcript.record
    words = (_VERSION, PIL.__version__, site, record.title, _say_what(archive, transcript))
    blocks = [
        (number, item.about, transcript.turn_of(item).turn.kind.value)
        for number, part in enumerate(transcript.parts)
        for item in part.passages
    ]
    return hashlib.sha256(repr((words, sorted(inks.items()), blocks)).encode()).hexdigest()


def _made_from(png: bytes) -> str | None:
    """What a card says it was made from, or None for what is no card."""
    try:
        with Image.open(io.BytesIO(png)) as image:
            return str(image.info.get(_KEY))
    except OSError:
        return None


def _save(image: Image.Image, key: str) -> bytes:
    info = PngImagePlugin.PngInfo()
    info.add_text(_KEY, key)
    stream = io.BytesIO()
    _reduce(image).save(stream, "PNG", compress_level=6, pnginfo=info)
    return stream.getvalue()


def _reduce(image: Image.Image) -> Image.Image:
    """The image in its commonest colours: all that fill a shape, and most shades at the edges of letters."""
    palette = Image.new("P", (1, 1))
    palette.putpalette([value for colour in _find_commonest(image) for value in colour])
    return image.quantize(palette=palette, dither=Image.Dither.NONE)


def _find_commonest(image: Image.Image) -> list[tuple[int, int, int]]:
    """The commonest colours, none so near another that Pillow takes the one for the other."""
    counts = cast(list[tuple[int, tuple[int, int, int]]], image.getcolors(SIZE[0] * SIZE[1]))
    chosen: list[tuple[int, int, int]] = []
    for _, colour in sorted((-count, colour) for count, colour in counts):
        if all(max(abs(a - b) for a, b in zip(colour, other, strict=True)) >= _APART for other in chosen):
            chosen.append(colour)
    return chosen[:_COLOURS]


def _wrap(draw: ImageDraw.ImageDraw, text: str, font: ImageFont.FreeTypeFont) -> list[str]:
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and draw.textlength(longer, font=font) > _WIDTH:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


def _place_blocks(transcript: Transcript) -> Iterator[tuple[Passage, Box]]:
    """Every passage with its block, in one row."""
    gap = 16.0
    room = _WIDTH - gap * (len(transcript.parts) - 1)
    pitch = min(room / max(len(transcript.passages), 1), 60.0)
    for passage, x in place_row(transcript, pitch, gap):
        yield passage, (_MARGIN + x, 530.0, _MARGIN + x + max(pitch - 3, 1), 576.0)


def _draw_block(
    draw: ImageDraw.ImageDraw, transcript: Transcript, passage: Passage, inks: Mapping[str, str], box: Box
) -> None:
    left, top, right, bottom = box
    stripes = list(build_stripes(passage.about, top, bottom - top))
    hollow = transcript.turn_of(passage).turn.kind is Kind.QUESTION and right - left > 8
    if not stripes:
        draw.rectangle(box, fill=_RULE)
    for stripe in stripes:
        ink = inks[stripe.topic]
        place = (left, stripe.y, right, stripe.y + stripe.height)
        draw.rectangle(place, fill=_PAPER if hollow else ink, outline=ink if hollow else None, width=4)
