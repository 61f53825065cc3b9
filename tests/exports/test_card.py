"""The card of the real transcript, as whoever sees a shared link sees it."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from corpus import ROOT
from ontherecord.archive.build import build_archive
from ontherecord.exports.pictures.card import SIZE, Painter
from ontherecord.tokens import SLOTS
from PIL import Image


@pytest.fixture(scope="module")
def card(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    archive, problems = build_archive(ROOT)
    assert archive, problems
    nowhere = tmp_path_factory.mktemp("card") / "card.png"
    return Painter().paint(archive, archive.transcripts[0], "Toy", nowhere)


def read_colours(card: bytes) -> dict[str, int]:
    """How many pixels have each colour."""
    with Image.open(io.BytesIO(card)) as image:
        assert image.size == SIZE
        counts = image.convert("RGB").getcolors(SIZE[0] * SIZE[1]) or []
    return {f"#{bytes(colour).hex()}": count for count, colour in counts if isinstance(colour, tuple)}


def test_what_is_one_colour_on_the_site_is_that_colour_on_the_card(card: bytes) -> None:
    colours = read_colours(card)
    assert max(colours, key=lambda colour: colours[colour]) == "#ffffff"
    for slot in ("blue", "gold", "mauve", "green", "teal"):
        assert colours.get(SLOTS[slot].ground.light, 0) > 500, slot
    assert len(card) < 40_000


def test_a_card_is_drawn_anew_only_where_it_would_differ(card: bytes, tmp_path: Path) -> None:
    archive, _ = build_archive(ROOT)
    assert archive
    kept = tmp_path / "card.png"
    kept.write_bytes(card + b"\0")  # Still the same picture, and told apart from one that is drawn now.
    painter = Painter()
    assert painter.paint(archive, archive.transcripts[0], "Toy", kept) == card + b"\0"
    kept.write_bytes(b"no picture")
    assert painter.paint(archive, archive.transcripts[0], "Toy", kept) == card
