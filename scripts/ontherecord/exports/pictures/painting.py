"""What pictures are drawn with: words in the theme's typefaces, blocks in its colours, and few colours."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from typing import cast

import PIL
from PIL import Image, ImageDraw, ImageFont, PngImagePlugin

from ...archive.model import Archive, Transcript
from ...archive.phrases import show_date, tell_left_out
from ...subjects.passages import Passage
from ...text.turns import Kind
from ...tokens import COLOURS, SLOTS
from ..typefaces import Typeface, load_typefaces
from .row import build_stripes, place_row

INK, INK_2, PAPER, RUBRIC, RULE = (
    COLOURS[name].light for name in ("ink", "ink-2", "paper", "rubric", "rule")
)
#: How many colours a picture has, and how far apart they are in one channel at least.
_COLOURS, _APART = 64, 8

Box = tuple[float, float, float, float]
#: The colour of each topic by its id.
Inks = Mapping[str, str]


class Pen:
    """Writes in one family and size, each sign by the file that is for it."""

    def __init__(self, family: str, size: int) -> None:
        self._faces = [(face, _load(face, size)) for face in load_typefaces() if face.family == family]

    def can_write(self, text: str) -> bool:
        """Whether every sign is in one of the files: else boxes would stand in the place of words."""
        return all(sign.isspace() or any(face.has(sign) for face, _ in self._faces) for sign in text)

    def measure(self, text: str) -> float:
        """How wide a text is, in pixels."""
        return sum(font.getlength(run) for font, run in self._split(text))

    def write(self, draw: ImageDraw.ImageDraw, place: tuple[float, float], text: str, ink: str) -> None:
        """Writes a line with its upper left corner at a place."""
        left, top = place
        for font, run in self._split(text):
            draw.text((left, top), run, font=font, fill=ink)
            left += font.getlength(run)

    def wrap(self, text: str, width: float) -> list[str]:
        """The lines of a text, each as long as fits; a longer word is a line of its own."""
        lines = [""]
        for word in text.split():
            longer = f"{lines[-1]} {word}".strip()
            if lines[-1] and self.measure(longer) > width:
                lines.append(word)
            else:
                lines[-1] = longer
        return lines

    def _split(self, text: str) -> Iterator[tuple[ImageFont.FreeTypeFont, str]]:
        first = self._faces[0][1]

        def find(sign: str) -> ImageFont.FreeTypeFont:
            return next((font for face, font in self._faces if face.has(sign)), first)

        for font, run in groupby(text, find):
            yield font, "".join(run)


@cache
def _load(face: Typeface, size: int) -> ImageFont.FreeTypeFont:
    font = ImageFont.truetype(io.BytesIO(face.path.read_bytes()), size)
    if " " in face.weight:
        font.set_variation_by_axes([400])
    return font


def say_what(archive: Archive, transcript: Transcript) -> str:
    """Day and place, and whose words are not in the text."""
    record = transcript.record
    missing = tell_left_out(archive, record)
    return " ".join([f"{show_date(record.date)}, {record.place}{'.' if missing else ''}", *missing])


def find_inks(archive: Archive) -> Inks:
    """The colour of each topic on paper."""
    return {topic.id: SLOTS[topic.colour.value].ground.light for topic in archive.topics}


def draw_row(draw: ImageDraw.ImageDraw, transcript: Transcript, inks: Inks, box: Box) -> None:
    """Every passage as a block in the colours of its topics, in one row; a question is hollow."""
    left, top, right, bottom = box
    gap = 16.0
    room = right - left - gap * (len(transcript.parts) - 1)
    pitch = min(room / max(len(transcript.passages), 1), 60.0)
    for passage, x in place_row(transcript, pitch, gap):
        place = (left + x, top, left + x + max(pitch - 3, 1), bottom)
        _draw_block(draw, transcript, passage, inks, place)


def _draw_block(
    draw: ImageDraw.ImageDraw, transcript: Transcript, passage: Passage, inks: Inks, box: Box
) -> None:
    left, top, right, bottom = box
    stripes = list(build_stripes(passage.about, top, bottom - top))
    hollow = transcript.turn_of(passage).turn.kind is Kind.QUESTION and right - left > 8
    if not stripes:
        draw.rectangle(box, fill=RULE)
    for stripe in stripes:
        ink = inks[stripe.topic]
        place = (left, stripe.y, right, stripe.y + stripe.height)
        draw.rectangle(place, fill=PAPER if hollow else ink, outline=ink if hollow else None, width=4)


def digest(version: str, archive: Archive, transcript: Transcript, site: str) -> str:
    """What tells apart two pictures of the same drawing, the `version`: a digest of all that they show."""
    words = (version, PIL.__version__, site, transcript.record.title, say_what(archive, transcript))
    blocks = [
        (number, item.about, transcript.turn_of(item).turn.kind.value)
        for number, part in enumerate(transcript.parts)
        for item in part.passages
    ]
    shown = (words, sorted(find_inks(archive).items()), blocks)
    return hashlib.sha256(repr(shown).encode()).hexdigest()


@dataclass(frozen=True)
class Note:
    """A text that a picture carries unseen, under a name."""

    name: str
    text: str


def save(image: Image.Image, *notes: Note) -> bytes:
    """The picture as PNG in its commonest colours: those of shapes, and most at the edges of letters."""
    info = PngImagePlugin.PngInfo()
    for note in notes:
        info.add_text(note.name, note.text)
    palette = Image.new("P", (1, 1))
    palette.putpalette([value for colour in _find_commonest(image) for value in colour])
    stream = io.BytesIO()
    few = image.quantize(palette=palette, dither=Image.Dither.NONE)
    few.save(stream, "PNG", compress_level=6, pnginfo=info)
    return stream.getvalue()


def _find_commonest(image: Image.Image) -> list[tuple[int, int, int]]:
    """The commonest colours, none so near another that Pillow takes the one for the other."""
    counts = cast(list[tuple[int, tuple[int, int, int]]], image.getcolors(image.width * image.height))
    chosen: list[tuple[int, int, int]] = []
    for _, colour in sorted((-count, colour) for count, colour in counts):
        if not any(_are_near(colour, other) for other in chosen):
            chosen.append(colour)
        if len(chosen) == _COLOURS:
            break
    return chosen


def _are_near(one: tuple[int, int, int], other: tuple[int, int, int]) -> bool:
    return (
        -_APART < one[0] - other[0] < _APART
        and -_APART < one[1] - other[1] < _APART
        and -_APART < one[2] - other[2] < _APART
    )
