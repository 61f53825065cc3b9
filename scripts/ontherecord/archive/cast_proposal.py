"""Who speaks in a text that has no record yet: labels put together to people, known ones recognised."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from .. import urls
from ..data.definitions import Entity, EntityKind
from ..text.languages import FUNCTION, ROLES, TITLES
from ..text.people import group_people
from ..text.shapes import Shape, find_shape
from ..text.turns import Kind, ParsedTranscript, Turn

#: Who speaks before the first label, where nothing says who that is.
UNNAMED = "unnamed-speaker"

#: The parentheses that end a label; one within it belongs to the name.
_NOTES = re.compile(r"(?:\s*[(（\[][^()（）\[\]]*[)）\]])+\s*$")

#: What parts a name from the office or the outlet that stands behind it.
_BESIDE = re.compile(r",\s+|\s+(?:--+|[-–—])\s+")


@dataclass(frozen=True)
class ProposedSpeaker:
    """A speaker with the labels that are certainly theirs; `entity` is the one that is known already.

    `asks` and `chairs` are what the turns show: one who puts questions, one who only gives the floor.
    """

    id: str
    name: str
    labels: tuple[str, ...]
    entity: Entity | None
    opens: bool = False
    asks: bool = False
    chairs: bool = False


@dataclass(frozen=True)
class ProposedCast:
    """Who speaks, and the labels of questions; `doubts` are (line, message)."""

    speakers: tuple[ProposedSpeaker, ...]
    question_labels: tuple[str, ...]
    doubts: tuple[tuple[int, str], ...]


def propose_cast(parsed: ParsedTranscript, text: str, entities: Sequence[Entity]) -> ProposedCast:
    """The cast of a text that was parsed by the shape of its labels."""
    named = [(bare_label(turn.label), turn.label_note) for turn in parsed.turns if turn.label]
    questions = dict.fromkeys(name for name, _ in named if find_shape(name) is Shape.QUESTION)
    people = [(name, note) for name, note in named if name not in questions]
    groups: dict[str, dict[str, None]] = {}
    whole = group_people((find_person(name), note) for name, note in people)
    for name, _ in people:
        person = find_person(name)
        groups.setdefault(whole.get(person.casefold().rstrip("."), person), {}).setdefault(name)
    taken = {entity.id for entity in entities}
    speakers: list[ProposedSpeaker] = []
    for key, labels in groups.items():
        speaker = _propose(key, tuple(labels), text, entities, taken)
        taken.add(speaker.id)
        speakers.append(speaker)
    joined = _join_known(speakers)
    opened, doubts = _find_opener(parsed, [_find_part(parsed, speaker) for speaker in joined])
    return ProposedCast(tuple(opened), tuple(questions), tuple(doubts))


def bare_label(label: str) -> str:
    """A label without its note: what a record declares."""
    return _NOTES.sub("", label).strip() or label


_SUFFIXES = frozenset(["jr", "sr", "ii", "iii", "iv"])


def find_person(label: str) -> str:
    """The person whom a label names beside an office or an outlet (Mira Holt, Mayor), else the label."""
    beside = _BESIDE.search(label)
    first, rest = (label[: beside.start()], label[beside.end() :]) if beside else (label, "")
    named = find_shape(first) is Shape.PERSON or (find_shape(first) is Shape.CAPITALS and " " in first)
    if rest and rest.strip(" .").casefold() not in _SUFFIXES and named:
        label = first
    words = label.split()
    offices = [at for at, word in enumerate(words) if word.casefold().strip(".") in ROLES | TITLES]
    after = words[offices[-1] + 1 :] if offices else []
    named = len(after) > 1 and all(word[0].isupper() for word in after)
    return " ".join(after) if named and find_shape(" ".join(after)) is Shape.PERSON else label


def _propose(
    key: str, labels: tuple[str, ...], text: str, entities: Sequence[Entity], taken: Collection[str]
) -> ProposedSpeaker:
    people = [find_person(label) for label in labels]
    fullest = max(people, key=lambda name: len(_own_words(name)))
    known = _find_known((*labels, *people, key), entities)
    if known:
        return ProposedSpeaker(known.id, known.name, labels, known)
    name = _find_name(fullest, text)
    return ProposedSpeaker(_new_id(name, taken), name, labels, None)


def _own_words(label: str) -> list[str]:
    """The words of a name without the titles before it."""
    words = label.replace(",", " ").split()
    own = [word for word in words if word.casefold().strip(".") not in TITLES]
    return own if {word.casefold() for word in own} - FUNCTION else words


def _find_known(forms: Collection[str], entities: Sequence[Entity]) -> Entity | None:
    """The one entity of which a label is a name."""
    wanted = {_fold(form) for form in forms} | {" ".join(_own_words(_fold(form))) for form in forms}
    kinds = (EntityKind.PERSON, EntityKind.ORGANISATION, EntityKind.OFFICE)
    people = [entity for entity in entities if entity.kind in kinds]
    found = {
        entity.id: entity
        for entity in people
        if wanted & {_fold(name) for name in (entity.name, *entity.aliases)}
    }
    return next(iter(found.values())) if len(found) == 1 else None


def _fold(name: str) -> str:
    return " ".join(name.casefold().split())


def _find_name(label: str, text: str) -> str:
    """The name as the text writes it elsewhere: MS. HOLT is Mira Holt where only one Holt is written so."""
    own = _own_words(label)
    if own == label.replace(",", " ").split() and find_shape(label.title()) in (Shape.OFFICE, Shape.CHAIR):
        return label.title() if label.isupper() else label
    if find_shape(label) not in (Shape.CAPITALS, Shape.PERSON, Shape.WORD):
        return _spell(label, text)
    family = _spell(own[-1], text)
    if len(own) > 1:
        return " ".join(_spell(word, text) for word in own)
    before = re.findall(rf"(?<!\w)([^\W\d_][\w’'-]*\.?) {re.escape(family)}(?!\w)", text)
    given = {
        word
        for word in before
        if word[0].isupper() and not word.isupper() and word.casefold().strip(".") not in TITLES
    }
    return f"{given.pop()} {family}" if len(given) == 1 else family


def _spell(word: str, text: str) -> str:
    """A word in capitals as the text spells it in small letters, else with one capital a word."""
    if not word.isupper() or len(word) < 2:
        return word
    written = re.findall(rf"(?<!\w){re.escape(word)}(?!\w)", text, re.IGNORECASE)
    other = next((form for form in written if not form.isupper() and not form.islower()), None)
    return other or word.title()


def _new_id(name: str, taken: Collection[str]) -> str:
    """The name in Latin letters; one that has none is numbered, for an editor to spell it."""
    base = slug_in_latin(name)
    numbered = (f"{base or 'speaker'}-{number}" for number in range(2 if base else 1, 10_000))
    return next(one for one in (*([base] if base else []), *numbered) if one not in taken)


def family_of(name: str) -> str:
    """The last word of a name, without the initials that may stand before it: Holt of M.Holt."""
    return re.split(r"[\s.]+", name.rstrip(" ."))[-1]


#: Cyrillic in Latin letters, as addresses have it.
_LATIN = {
    **dict(zip(map(ord, "абвгґдеєёзиіїйклмнопрстуўфыэ"), "abvggdeeeziiiyklmnoprstuufye", strict=True)),
    **{ord("ж"): "zh", ord("х"): "kh", ord("ц"): "ts", ord("ч"): "ch", ord("ш"): "sh", ord("щ"): "shch"},
    **{ord("ю"): "yu", ord("я"): "ya", ord("ъ"): "", ord("ь"): ""},
}


def slug_in_latin(name: str) -> str:
    """As `urls.slug_of`, of a name in Cyrillic too; empty for scripts that no letter for letter can spell."""
    return urls.slug_of(name.lower().translate(_LATIN))


def _join_known(speakers: Sequence[ProposedSpeaker]) -> list[ProposedSpeaker]:
    """Each speaker once, for two labels may be names of one known entity."""
    joined: dict[str, ProposedSpeaker] = {}
    for one in speakers:
        before = joined.get(one.id)
        labels = (*(before.labels if before else ()), *one.labels)
        joined[one.id] = replace(one, labels=labels)
    return list(joined.values())


def _find_part(parsed: ParsedTranscript, speaker: ProposedSpeaker) -> ProposedSpeaker:
    """The speaker as one who asks, or chairs, or neither, by the kinds of the turns."""
    spoken = parsed.spoken
    own = [turn.kind for turn in spoken if turn.label and bare_label(turn.label) in speaker.labels]
    first = next((number for number, turn in enumerate(spoken) if turn.kind is Kind.QUESTION), len(spoken))
    later = [turn for turn in spoken[first:] if turn.label and bare_label(turn.label) in speaker.labels]
    asks = own.count(Kind.QUESTION) > own.count(Kind.ANSWER)
    return replace(speaker, asks=asks, chairs=bool(later) and set(own) == {Kind.STATEMENT})


def _find_opener(
    parsed: ParsedTranscript, speakers: Sequence[ProposedSpeaker]
) -> tuple[list[ProposedSpeaker], list[tuple[int, str]]]:
    """The speakers, one of whom opens where the text begins without a label; that is a doubt."""
    first = next((turn for turn in parsed.turns if turn.kind is not Kind.NOTE), None)
    if first is None or first.label is not None:
        return list(speakers), []
    if len(speakers) == 1:
        (only,) = speakers
        message = f"the words before the first label are taken for those of {only.name}, the only speaker"
        return [replace(only, opens=True)], [(first.line, message)]
    message = "the words before the first label have no speaker: move 'opens: true' to whose they are"
    nobody = ProposedSpeaker(UNNAMED, "Unnamed speaker", (), None, opens=True)
    return [nobody, *speakers], [(first.line, message)]


def count_labels(parsed: ParsedTranscript) -> Mapping[str, list[Turn]]:
    """The turns by their labels, in order of first appearance."""
    found: dict[str, list[Turn]] = {}
    for turn in parsed.turns:
        if turn.label:
            found.setdefault(bare_label(turn.label), []).append(turn)
    return found
