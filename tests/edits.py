"""Edits of a project, each at some place or other."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

from corpus import accept_all, add_event

Edit = Callable[[Path, random.Random], None]


def list_transcripts(root: Path) -> list[Path]:
    return sorted((root / "data/transcripts").iterdir())


def edit_lines(path: Path, pattern: str, chance: random.Random, new: str, start: int = 0) -> bool:
    """Puts `new` behind what a pattern finds, at one of the places from `start` on; whether there is any."""
    text = path.read_text(encoding="utf-8")
    places = [found.end() for found in re.finditer(pattern, text, re.MULTILINE) if found.end() > start]
    if not places:
        return False
    place = chance.choice(places)
    path.write_text(text[:place] + new + text[place:], encoding="utf-8")
    return True


def correct_a_word(root: Path, chance: random.Random) -> None:
    """Not one of a topic, without which a passage may be about none."""
    texts = [folder / "transcript.txt" for folder in list_transcripts(root)]
    chance.shuffle(texts)
    starts = [text.read_text(encoding="utf-8").find(": ") for text in texts]
    word = r"\b(?!(?:harbour|night|water) )[a-z]{4,}(?= )"
    assert any(map(lambda text, at: edit_lines(text, word, chance, "s", at), texts, starts))
    accept_all(root)


def correct_a_record(root: Path, chance: random.Random) -> None:
    assert edit_lines(chance.choice(list_transcripts(root)) / "record.yml", r"^place: .*", chance, " Hall")


def correct_an_entity(root: Path, chance: random.Random) -> None:
    assert edit_lines(root / "data/entities.yml", r"^    description: .*[^\"'\n]$", chance, " Indeed.")


def correct_a_topic(root: Path, chance: random.Random) -> None:
    assert edit_lines(root / "data/topics.yml", r"^    scope: .*[^\"'\n]$", chance, " And more.")


def add_a_transcript(root: Path, chance: random.Random) -> None:
    add_event(
        root, date(2035, 1, 1 + chance.randrange(28)), ["The harbour has a night train.", "Mr Wren is here."]
    )
    accept_all(root)


def add_a_paragraph(root: Path, _: random.Random) -> None:
    """Puts one behind a transcript, so that it no longer agrees with its translations passage by passage."""
    text = list_transcripts(root)[-1] / "transcript.txt"
    with text.open("a", encoding="utf-8") as file:
        file.write("\n\nThank you all for coming.\n")
    accept_all(root)


TOY_EDITS: tuple[Edit, ...] = (
    correct_a_word,
    add_a_transcript,
    add_a_transcript,
    correct_a_record,
    correct_an_entity,
    correct_a_topic,
)
