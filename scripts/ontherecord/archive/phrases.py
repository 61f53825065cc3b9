"""How the site's own words put dates, counts and passages."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date
from itertools import groupby

from ..anchors.spoken import Attribution
from ..catalogue import join_names, name_month, say, say_many, translate_language
from ..data.definitions import Entity, EntityKind, Record
from ..data.languages import find_language_code
from ..subjects.passages import Passage
from ..text.turns import Kind
from .corrections import Rewording, What, find_changes
from .model import Archive, Gap, Tombstone, Transcript


def show_date(day: date) -> str:
    """A date in the site's words, e.g. 15 July 2016."""
    return say("{day} {month} {year}", day=day.day, month=name_month(day.month), year=day.year)


def name_entity(entity: Entity) -> str:
    """What kind of thing an entity is, in the site's words, with a small letter."""
    return {
        EntityKind.PERSON: say("person"),
        EntityKind.ORGANISATION: say("organisation"),
        EntityKind.GROUP: say("group"),
        EntityKind.OFFICE: say("office"),
        EntityKind.PLACE: say("state") if entity.country else say("place"),
        EntityKind.DOCUMENT: say("document"),
        EntityKind.FORMAT: say("format"),
        EntityKind.EVENT: say("event"),
    }[entity.kind]


def capitalise(words: str) -> str:
    """Words that begin a line."""
    return words[:1].upper() + words[1:]


def name_language(language: str) -> str:
    """A language of a record in the language of the site."""
    code = find_language_code(language)
    return translate_language(code) if code else language


def show_attribution(archive: Archive, by: Attribution) -> str:
    """To whom words were attributed, by which label and as what: Ms Holt (“Mira Holt”) as an answer."""
    label = f" (“{by.label}”)" if by.label else ""
    whom = f"{archive.name_attributed(by.speaker)}{label}"
    if by.kind is Kind.STATEMENT:
        return say("{whom} as a statement", whom=whom)
    if by.kind is Kind.QUESTION:
        return say("{whom} as a question", whom=whom)
    return say("{whom} as an answer", whom=whom)


def name_kind(kind: Kind) -> str:
    """What a turn is, in the site's words, with a small letter."""
    return {
        Kind.STATEMENT: say("statement"),
        Kind.QUESTION: say("question"),
        Kind.ANSWER: say("answer"),
    }[kind]


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
    speaker = archive.short_names[gap.speaker]
    if gap.inferred:
        told = say("{speaker} probably spoke here; the words are not in the text. Inferred:", speaker=speaker)
    else:
        told = say("{speaker} spoke here; the words are not in the text.", speaker=speaker)
    return f"{told} {gap.reason}"


def tell_left_out(archive: Archive, record: Record) -> list[str]:
    """A sentence for each who spoke and none of whose words the source gives."""
    people = [archive.short_names[one] for one in sorted(record.left_out)]
    return [say("{speaker}’s words are not in the text.", speaker=person) for person in people]


def tell_not_answered(archive: Archive, speaker: str) -> str:
    """That a question was put to one whose words the source leaves out, as a sentence."""
    return say("Put to {speaker}, whose words are not in the text.", speaker=archive.short_names[speaker])


def tell_removed(stone: Tombstone) -> str:
    """That a passage was removed, when, and where its words stand now, as sentences."""
    places = join_names([anchor[1:] for anchor in stone.successors])
    day = show_date(stone.removed)
    told = say("Passage {number} was removed on {day}.", number=stone.number, day=day)
    return f"{told} {say('Its words now stand in {places}.', places=places)}" if places else told


def list_changes(archive: Archive, passage: Passage) -> list[str]:
    """What was corrected in a passage and until when, the newest first, as sentences without a full stop."""
    changes = {tell_change(archive, passage, *change): change[0] for change in find_changes(passage)}
    return sorted(changes, key=lambda told: (changes[told], told), reverse=True)


def tell_change(archive: Archive, item: Passage | Tombstone, day: date, what: What) -> str:
    """A change as a sentence without a full stop."""
    if isinstance(what, Rewording):
        return say("Worded otherwise until {day}", day=show_date(day))
    if isinstance(what, Attribution):
        return say(
            "Attributed to {whom} until {day}", whom=show_attribution(archive, what), day=show_date(day)
        )
    assert isinstance(item, Tombstone)
    return tell_removed(item).rstrip(".")


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
    """A number with its noun: 1 passage, 2 passages; KeyError for a noun that the site does not count."""
    return _COUNTED[word](number)


#: What the site counts.
_COUNTED: Mapping[str, Callable[[int], str]] = {
    "passage": lambda number: say_many("{number} passage", "{number} passages", number),
    "further passage": lambda number: say_many(
        "{number} further passage", "{number} further passages", number
    ),
    "question": lambda number: say_many("{number} question", "{number} questions", number),
    "exchange": lambda number: say_many("{number} exchange", "{number} exchanges", number),
    "transcript": lambda number: say_many("{number} transcript", "{number} transcripts", number),
    "earlier event": lambda number: say_many("{number} earlier event", "{number} earlier events", number),
    "news conference": lambda number: say_many(
        "{number} news conference", "{number} news conferences", number
    ),
}


def shorten(text: str, most: int = 150) -> str:
    """The beginning of a text, cut between words, with an ellipsis where something was cut."""
    if len(text) <= most:
        return text
    return text[: most + 1].rsplit(" ", 1)[0].rstrip(",;:.") + "…"
