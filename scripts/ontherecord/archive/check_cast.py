"""What is wrong with those who speak, as a record has them."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping

from ..data.definitions import Entity, EntityKind, Participant, Record
from ..data.yamlfile import Located
from ..problems import Problem
from ..text.turns import join_speakers
from .check_shared import find_duplicates, name_unknown


def check_cast(
    file: Located[Record], entities: Mapping[str, Entity] | None, in_work: Container[str] = ()
) -> Iterator[Problem]:
    """Who may speak is known, and each label is one speaker's."""
    record = file.value
    yield from _check_participants(file, entities, in_work)
    labels: list[tuple[str, tuple[int | str, ...]]]
    labels = [(label, ("question_labels", n)) for n, label in enumerate(record.question_labels)]
    for number, person in enumerate(record.participants):
        labels += [(label, ("participants", number, "labels", n)) for n, label in enumerate(person.labels)]
    yield from find_duplicates(file, labels, "duplicate label")


def _check_participants(
    file: Located[Record], entities: Mapping[str, Entity] | None, in_work: Container[str]
) -> Iterator[Problem]:
    people = file.value.participants
    opening = [number for number, person in enumerate(people) if person.opens]
    for number in opening[1:]:
        yield file.problem("only one participant can have 'opens: true'", "participants", number, "opens")
    for number, person in enumerate(people):
        yield from _check_participant(file, number, person)
        if entities is not None:
            yield from _check_voices(file, number, person, entities, in_work)
    for number, reference in enumerate(file.value.references):
        if entities is not None and reference.entity is not None and reference.entity not in entities:
            message = _unknown_entity(reference.entity, entities, in_work)
            yield file.problem(message, "references", number, "entity")
    speakers = [
        (join_speakers(person.speakers), ("participants", n, "speaker"))
        for n, person in enumerate(people)
        if person.speakers and not person.interprets
    ]
    yield from find_duplicates(file, speakers, "duplicate participant")


def _unknown_entity(name: str, known: Iterable[str], in_work: Container[str]) -> str:
    if name in in_work:
        return f"'{name}' is a draft: complete it in data/entities.yml, and take 'draft: true' out there"
    return name_unknown("entity", name, known) + " (data/entities.yml)"


def _check_participant(file: Located[Record], number: int, person: Participant) -> Iterator[Problem]:
    """What one participant says of itself: who it is, with a role, and one way of taking part."""
    at = ("participants", number)
    if not person.voices:
        yield file.problem("missing key 'speaker': name the participant, or whom it 'interprets'", *at)
    elif person.role is None and len(person.voices) == 1 and not person.interprets:
        yield file.problem("missing key 'role': the office held on the day", *at)
    if person.chairs and person.asks:
        message = "one who chairs does not ask: drop 'chairs', or drop 'asks'"
        yield file.problem(message, *at, "asks")
    for key in ("chairs", "asks", "left_out"):
        if person.interprets and getattr(person, key):
            yield file.problem(f"an interpreter's words are another's: drop '{key}'", *at, key)
    for one in sorted({one for one in person.speakers if person.speakers.count(one) > 1}):
        yield file.problem(f"'{one}' stands twice among those who speak at once", *at, "speaker")


def _check_voices(
    file: Located[Record],
    number: int,
    person: Participant,
    entities: Mapping[str, Entity],
    in_work: Container[str],
) -> Iterator[Problem]:
    """Those who speak are entities that can: persons, organisations, groups and offices."""
    several = isinstance(person.speaker, tuple)
    named = [(one, ("speaker", n) if several else ("speaker",)) for n, one in enumerate(person.speakers)]
    named += [(person.interprets, ("interprets",))] if person.interprets else []
    for one, at in named:
        if one not in entities:
            message = _unknown_entity(one, entities, in_work)
            yield file.problem(message, "participants", number, *at)
        elif entities[one].kind not in _SPEAKING:
            kind = entities[one].kind.value
            message = f"'{one}' is a {kind}: a person, an organisation, a group or an office speaks"
            yield file.problem(message, "participants", number, *at)


_SPEAKING = {EntityKind.PERSON, EntityKind.ORGANISATION, EntityKind.GROUP, EntityKind.OFFICE}
