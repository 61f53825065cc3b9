"""How the site's own words put dates, counts and passages."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from ..anchors.spoken import Attribution
from ..data.definitions import Record
from ..subjects.passages import Passage
from ..text.turns import Kind
from ..text.words import MONTHS
from .model import Archive, Gap, Tombstone, Transcript


def show_date(day: date) -> str:
    """A date in the site's words, e.g. 15 July 2016."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def show_attribution(archive: Archive, by: Attribution) -> str:
    """To whom words were attributed, by which label and as what: Ms Holt (“Mira Holt”) as an answer."""
    label = f" (“{by.label}”)" if by.label else ""
    return (
        f"{archive.name_attributed(by.speaker)}{label} as {'an' if by.kind is Kind.ANSWER else 'a'} {by.kind}"
    )


def list_participants(archive: Archive, record: Record, left_out: bool = False) -> list[tuple[str, str]]:
    """Who took part, each name with the role; those whose words are `left_out`, or the others."""
    return [(archive.entities[one].name, role) for one, role in find_participants(record, left_out)]


def find_participants(record: Record, left_out: bool = False) -> list[tuple[str, str]]:
    """The same by id. Who speaks together with others is listed once, by the entry of their own."""
    alone = {person.speaker for person in record.participants}
    return [
        (one, person.role or "")
        for person in record.participants
        if person.left_out == left_out
        for one in person.speakers
        if person.speaker == one or one not in alone
    ]


def tell_gap(archive: Archive, gap: Gap) -> str:
    """Whose words are missing at a gap, and how that is known, as sentences."""
    spoke, how = ("probably spoke", "Inferred: ") if gap.inferred else ("spoke", "")
    speaker = archive.short_names[gap.speaker]
    return f"{speaker} {spoke} here; the words are not in the text. {how}{gap.reason}"


def tell_not_answered(archive: Archive, speaker: str) -> str:
    """That a question was put to one whose words the source leaves out, as a sentence."""
    return f"Put to {archive.short_names[speaker]}, whose words are not in the text."


def tell_removed(stone: Tombstone) -> str:
    """That a passage was removed, when, and where its words stand now, as sentences."""
    numbers = [anchor[1:] for anchor in stone.successors]
    places = " and ".join(filter(None, (", ".join(numbers[:-1]), *numbers[-1:])))
    told = f"Passage {stone.number} was removed on {show_date(stone.removed)}."
    return f"{told} Its words now stand in {places}." if places else told


def list_changes(archive: Archive, passage: Passage) -> list[str]:
    """What was corrected in a passage and until when, the newest first, as sentences without a full stop."""
    changes = [(one.day, one.told) for one in find_changes(archive, passage)]
    return [words for _, words in sorted(changes, reverse=True)]


@dataclass(frozen=True)
class Change:
    """A correction of a passage: its day, what was so until then, and the words that stood there, if others.

    `told` is a sentence without a full stop.
    """

    anchor: str
    day: date
    told: str
    words: str | None = None


def find_changes(archive: Archive, item: Passage | Tombstone) -> Iterator[Change]:
    """What was corrected in a passage, and its removal with the last words that it had."""
    for one in item.history:
        told = f"Worded otherwise until {show_date(one.until)}"
        yield Change(item.anchor, one.until, told, one.text)
    for one in item.attributed if isinstance(item, Passage) else ():
        if one.by:
            told = f"Attributed to {show_attribution(archive, one.by)} until {show_date(one.until)}"
            yield Change(item.anchor, one.until, told)
    if isinstance(item, Tombstone):
        yield Change(item.anchor, item.removed, tell_removed(item).rstrip("."), item.text)


def show_ranges(transcript: Transcript, passages: Collection[Passage]) -> list[tuple[str, str]]:
    """Some passages of a transcript in runs, each as (first anchor, "5–10")."""
    chosen = {passage.anchor for passage in passages}
    found = []
    for is_chosen, run in groupby(transcript.passages, key=lambda passage: passage.anchor in chosen):
        if is_chosen:
            stretch = list(run)
            found.append((stretch[0].anchor, show_span(stretch)))
    return found


def show_span(passages: Sequence[Passage]) -> str:
    """The numbers of consecutive passages, e.g. 25–30."""
    first, last = passages[0].number, passages[-1].number
    return first if first == last else f"{first}–{last}"


def count_of(number: int, word: str) -> str:
    """A number with its noun: 1 passage, 2 passages."""
    return f"{number:,} {word}" if number == 1 else f"{number:,} {word}s"


def shorten(text: str, most: int = 150) -> str:
    """The beginning of a text, cut between words, with an ellipsis where something was cut."""
    if len(text) <= most:
        return text
    return text[: most + 1].rsplit(" ", 1)[0].rstrip(",;:.") + "…"
