"""The editor's footnotes, numbered in reading order, and the slips that stand in a source."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from ..data.definitions import FootnoteSource, PlacedWords, Record
from ..data.yamlfile import Located
from ..problems import Problem
from ..subjects.passages import Passage
from ..text.locate import check_decided, find_decided
from .model import Transcript

EntryT = TypeVar("EntryT", bound=PlacedWords)


@dataclass(frozen=True)
class Footnote:
    """A footnote of a passage: its number within the transcript, and the words that it explains."""

    number: int
    words: str
    text: str
    sources: tuple[FootnoteSource, ...]


@dataclass(frozen=True)
class Notes:
    """What the editor notes of one passage; `slips` are the words of each."""

    footnotes: tuple[Footnote, ...]
    slips: tuple[str, ...]


def check_footnotes(file: Located[Record], passages: Iterable[Passage]) -> Iterator[Problem]:
    """The words of each footnote and of each slip stand in its passage."""
    texts = {passage.anchor: passage.text for passage in passages}
    yield from check_decided(file, "footnotes", file.value.footnotes, texts, None)
    yield from check_decided(file, "slips", file.value.slips, texts, None)


def build_notes(transcript: Transcript) -> Mapping[str, Notes]:
    """The notes of each passage that has any, by its anchor."""
    found: dict[str, Notes] = {}
    number = 0
    noted = _group(transcript.record.footnotes)
    slipped = _group(transcript.record.slips)
    for passage in transcript.passages:
        footnotes = []
        for entry, words in _place(passage, noted.get(passage.anchor, ())):
            number += 1
            footnotes.append(Footnote(number, words, entry.text, entry.sources))
        slips = tuple(words for _, words in _place(passage, slipped.get(passage.anchor, ())))
        if footnotes or slips:
            found[passage.anchor] = Notes(tuple(footnotes), slips)
    return found


def _group(entries: Iterable[EntryT]) -> Mapping[str, Sequence[EntryT]]:
    """The entries of each passage, by its anchor."""
    found: dict[str, list[EntryT]] = {}
    for entry in entries:
        found.setdefault(entry.passage, []).append(entry)
    return found


def _place(passage: Passage, entries: Iterable[EntryT]) -> Iterator[tuple[EntryT, str]]:
    """Those of a passage in the order of its words, each with the words as they stand there."""
    here = [(find_decided(passage.text, one), one) for one in entries]
    placed = sorted(((span, one) for span, one in here if span), key=lambda item: item[0])
    return ((one, passage.text[slice(*span)]) for span, one in placed)
