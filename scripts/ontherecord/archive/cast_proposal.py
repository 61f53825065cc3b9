"""Who speaks in a text that has no record yet: labels put together to people, known ones recognised."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from .. import urls
from ..data.definitions import Entity, EntityKind
from ..text.languages.known import FUNCTION, ROLES, TITLES
from ..text.shapes import Shape, find_shape
from ..text.turns import Kind, ParsedTranscript, Turn
from .identities import SUFFIXES, Name, Person, find_people, read_name

#: Who speaks before the first label, where nothing says who that is.
UNNAMED = "unnamed-speaker"

#: The parentheses that end a label; one within it belongs to the name.
_NOTES = re.compile(r"(?:\s*[(（\[][^()（）\[\]]*[)）\]])+\s*$")

#: What parts a name from the office or the outlet that stands behind it.
_BESIDE = re.compile(r",\s+|\s+(?:--+|[-–—])\s+")
#: What parts the names of several who speak at once, and of one who speaks in the place of another.
_JOINED = re.compile(r"\s*[/&]\s*|\s+(?:and|und|et|и|y)\s+", re.IGNORECASE)
_OFFICES = frozenset([Shape.CHAIR, Shape.OFFICE, Shape.HOST, Shape.INTERPRETER])
_INSTEAD = re.compile(r"\s+(?:for|für)\s+", re.IGNORECASE)


@dataclass(frozen=True)
class ProposedSpeaker:
    """A speaker with the labels that are certainly theirs; `entity` is the one that is known already.

    `asks` and `chairs` are what the turns show: one who puts questions, one who only gives the floor.
    `members` are the ids of several who speak at once.
    """

    id: str
    name: str
    labels: tuple[str, ...]
    entity: Entity | None
    opens: bool = False
    asks: bool = False
    chairs: bool = False
    members: tuple[str, ...] = ()
    kind: EntityKind = EntityKind.PERSON


@dataclass(frozen=True)
class ProposedCast:
    """Who speaks, and the labels of questions; `doubts` are (line, message)."""

    speakers: tuple[ProposedSpeaker, ...]
    question_labels: tuple[str, ...]
    doubts: tuple[tuple[int, str], ...]


def propose_cast(parsed: ParsedTranscript, text: str, entities: Sequence[Entity]) -> ProposedCast:
    """The cast of a text that was parsed by the shape of its labels."""
    named = dict.fromkeys((bare_label(turn.label), turn.label) for turn in parsed.turns if turn.label)
    questions = dict.fromkeys(name for name, _ in named if find_shape(name) is Shape.QUESTION)
    noted: dict[str, list[str]] = {}
    for name, label in named:
        if name not in questions:
            noted.setdefault(name, []).append(label)
    names = {label: name for bare, labels in noted.items() for label, name in _read_labels(bare, labels)}
    names = _read_notes(names, noted, entities)
    joint = {label: members for label in names if (members := _find_members(label, names))}
    parts = {part: _read(part) for label in joint for part in joint[label] if part not in names}
    alone = {label: name for label, name in names.items() if label not in joint}
    people = find_people({**alone, **parts}, entities)
    speakers, doubts = _draft(people, joint, text, entities)
    counted = count_labels(parsed, tuple(names))
    located = [
        (counted[label][0].line, message.format(f"'{label}' ({_times(len(counted[label]))})"))
        for label, message in (*doubts, *_find_several(alone), *_find_bare(names))
        if label in counted
    ]
    found = [_find_part(parsed, speaker, tuple(names)) for speaker in speakers]
    opened, others = _find_opener(parsed, found)
    return ProposedCast(tuple(opened), tuple(questions), (*others, *located))


def _times(number: int) -> str:
    return "once" if number == 1 else f"{number} times"


def _read(label: str) -> Name:
    person = find_person(label)
    return read_name(person, label)


def _read_labels(bare: str, labels: Sequence[str]) -> list[tuple[str, Name]]:
    """A label as a record declares it: with its note where the notes tell people apart, else without."""
    notes = {label: _named_in(label, bare) for label in labels}
    name = _read(bare)
    answers = find_shape(bare) is Shape.ANSWER
    apart = len({note for note in notes.values() if note}) > 1
    if answers and any(notes.values()) and len(set(notes.values())) > 1:
        apart = True
    if not apart or name.given:
        return [(bare, name)]
    return [
        (label if note else bare, (_read(note) if answers else Name(label.casefold())) if note else name)
        for label, note in notes.items()
    ]


def _named_in(label: str, bare: str) -> str:
    """What the note of a label names, if that is a name."""
    note = label.removeprefix(bare).strip().strip("()（）[]").strip()
    named = find_shape(note) in {Shape.PERSON, Shape.WORD, Shape.CAPITALS} if note else False
    return note if named else ""


def _read_notes(
    names: Mapping[str, Name], noted: Mapping[str, Sequence[str]], entities: Sequence[Entity]
) -> dict[str, Name]:
    """The names, where an office whose note names one who speaks or is known is that person."""
    known = {name.key for name in names.values()} | {_read(one.name).key for one in entities}
    found = dict(names)
    for label, name in names.items():
        bare = bare_label(label)
        people = {_read(note) for one in noted[bare] if (note := _named_in(one, bare)) and one != bare}
        own = {_read(_named_in(label, bare))} if label != bare and _named_in(label, bare) else people
        if not name.surname and len(own) == 1 and find_shape(bare) in {Shape.OFFICE, Shape.CHAIR}:
            (person,) = own
            found[label] = person if person.given and person.key in known else name
    return found


def _find_members(label: str, names: Mapping[str, Name]) -> tuple[str, ...]:
    """The labels or full names of several whom a label certainly joins, else none."""
    parts = [part for part in _JOINED.split(label) if part]
    if len(parts) < 2:
        return ()
    first, last = (part.strip() for part in (parts[0], parts[-1]))
    listed = [*(one.strip(" ,") for one in first.split(", ")), *parts[1:-1], last]
    shown = {one.casefold(): one for one in names}
    found = [shown.get(part.casefold()) or (part if _read(part).given else "") for part in listed]
    return tuple(found) if all(found) and len(set(found)) == len(found) else ()


def _find_several(names: Mapping[str, Name]) -> list[tuple[str, str]]:
    """A doubt for each label that may name several, or one in the place of another."""
    message = "{} may name more than one: it is drafted as a speaker of its own; for several at once write"
    return [(label, f"{message} 'speaker: [a, b]'") for label in names if _may_join(label)]


def _find_bare(names: Collection[str]) -> list[tuple[str, str]]:
    """A doubt for each label without the note that elsewhere tells apart who has it."""
    noted: dict[str, list[str]] = {}
    for label in names:
        noted.setdefault(bare_label(label), []).append(label)
    return [
        (bare, "{} is drafted as a speaker of its own: is this " + " or ".join(own) + "?")
        for bare, labels in noted.items()
        if bare in labels and (own := [label for label in labels if label != bare])
    ]


def _may_join(label: str) -> bool:
    named = (Shape.PERSON, Shape.CAPITALS, Shape.WORD)
    parts = [part for part in re.split(f"{_JOINED.pattern}|{_INSTEAD.pattern}", label, flags=re.I) if part]
    return len(parts) > 1 and all(find_shape(part) in named for part in (label, *parts))


def _draft(
    people: Sequence[Person], joint: Mapping[str, Sequence[str]], text: str, entities: Sequence[Entity]
) -> tuple[list[ProposedSpeaker], list[tuple[str, str]]]:
    """The speakers, those of joint labels at the end, and (label, message) for what is in doubt."""
    taken = {entity.id for entity in entities}
    used = {entity.name for entity in entities}
    speakers: list[ProposedSpeaker] = []
    doubts: list[tuple[str, str]] = []
    owners: dict[str, str] = {}
    for person in people:
        speaker = _propose(person, people, text, entities, taken, used)
        taken.add(speaker.id)
        used.add(speaker.name)
        owners |= dict.fromkeys(person.labels, speaker.id)
        speakers.append(speaker)
        if person.maybe:
            others = " or ".join(person.maybe)
            message = f"{{}} is drafted as a speaker of its own: is this {others}?"
            doubts += [(label, message) for label in person.labels]
    for label, members in joint.items():
        ids = tuple(dict.fromkeys(owners[part] for part in members))
        speakers.append(ProposedSpeaker("+".join(ids), label, (label,), None, members=ids))
    return speakers, doubts


def bare_label(label: str) -> str:
    """A label without its note: what a record declares."""
    return _NOTES.sub("", label).strip() or label


def find_person(label: str) -> str:
    """The person whom a label names beside an office or an outlet (Mira Holt, Mayor), else the label."""
    beside = _BESIDE.search(label)
    first, rest = (label[: beside.start()], label[beside.end() :]) if beside else (label, "")
    named = find_shape(first) is Shape.PERSON or (find_shape(first) is Shape.CAPITALS and " " in first)
    if rest and rest.strip(" .").casefold() not in SUFFIXES and named:
        label = first
    words = label.split()
    offices = [at for at, word in enumerate(words) if word.casefold().strip(".") in ROLES | TITLES]
    after = words[offices[-1] + 1 :] if offices else []
    named = len(after) > 1 and all(word[0].isupper() for word in after)
    return " ".join(after) if named and find_shape(" ".join(after)) is Shape.PERSON else label


def _propose(
    person: Person,
    people: Sequence[Person],
    text: str,
    entities: Sequence[Entity],
    taken: Collection[str],
    used: Collection[str],
) -> ProposedSpeaker:
    if person.entity:
        return ProposedSpeaker(
            person.entity.id, person.entity.name, person.labels, person.entity, kind=person.entity.kind
        )
    label = max(person.labels, key=lambda one: (len(_read(one).given), len(_own_words(find_person(one)))))
    families = {name.surname[-1] for name in person.names if name.surname}
    others = [name for other in people if other is not person for name in other.names]
    others += [read_name(form) for entity in entities for form in (entity.name, *entity.aliases)]
    alone = not person.maybe and not any(families & {*name.surname[-1:]} for name in others)
    fullest = find_person(label)
    name = _find_name(fullest, text) if alone else ""
    if not name or name in used:
        name = " ".join(_spell(word, text) for word in fullest.split())
    return ProposedSpeaker(
        _new_id(name, taken), name, person.labels, None, kind=_find_kind(label, name, families)
    )


def _find_kind(label: str, name: str, families: Collection[str]) -> EntityKind:
    """A group where a label may name several: no parts of a person's name are to be found in it."""
    if _may_join(label):
        return EntityKind.GROUP
    office = not families and find_shape(name) in _OFFICES
    return EntityKind.OFFICE if office else EntityKind.PERSON


def _own_words(label: str) -> list[str]:
    """The words of a name without the titles before it."""
    words = label.replace(",", " ").split()
    own = [word for word in words if word.casefold().strip(".") not in TITLES]
    return own if {word.casefold() for word in own} - FUNCTION else words


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


def _find_part(
    parsed: ParsedTranscript, speaker: ProposedSpeaker, declared: Collection[str]
) -> ProposedSpeaker:
    """The speaker as one who asks, or chairs, or neither, by the kinds of the turns."""
    if speaker.members:
        return speaker
    spoken = parsed.spoken
    own = [turn.kind for turn in spoken if _find_label(turn, declared) in speaker.labels]
    first = next((number for number, turn in enumerate(spoken) if turn.kind is Kind.QUESTION), len(spoken))
    later = [turn for turn in spoken[first:] if _find_label(turn, declared) in speaker.labels]
    asks = own.count(Kind.QUESTION) > own.count(Kind.ANSWER)
    return replace(speaker, asks=asks, chairs=bool(later) and set(own) == {Kind.STATEMENT})


def _find_label(turn: Turn, declared: Collection[str]) -> str:
    """The label of a turn as the record declares it."""
    label = turn.label or ""
    return label if label in declared else bare_label(label)


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


def count_labels(parsed: ParsedTranscript, declared: Collection[str] = ()) -> Mapping[str, list[Turn]]:
    """The turns by their labels, as the record declares them, in order of first appearance."""
    found: dict[str, list[Turn]] = {}
    for turn in parsed.turns:
        if turn.label:
            found.setdefault(_find_label(turn, declared), []).append(turn)
    return found
