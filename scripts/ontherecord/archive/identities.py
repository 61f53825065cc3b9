"""Which labels are one speaker, where the words say so for certain; whatever may be so besides is told."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from ..data.definitions import Entity, EntityKind
from ..text.languages.known import FUNCTION, ROLES, TITLES
from ..text.shapes import PARTICLES, Shape, find_shape

#: What ends a name and tells one of a family from another.
SUFFIXES = frozenset(["jr", "sr", "ii", "iii", "iv"])
#: Words that part names, or a name from an office: what holds one is the name of no single person.
JOINING = frozenset(["and", "und", "et", "и", "y", "&", "/", "for", "für", "bei", "of", "the"])
_NAMES = frozenset([Shape.PERSON, Shape.CAPITALS, Shape.WORD])
_MEN = frozenset(["mr", "mister", "herr", "monsieur", "sr", "señor", "sir", "господин", "г-н"])
_WOMEN = frozenset(["mrs", "ms", "miss", "frau", "mme", "mlle", "madame", "sra", "srta", "señora", "dame"])
_WOMEN_TOO = frozenset(["signora", "госпожа", "г-жа"])


@dataclass(frozen=True)
class Name:
    """A label in its parts, in small letters; `whole` alone where it is no person's name (an office)."""

    whole: str
    titles: frozenset[str] = frozenset()
    given: tuple[str, ...] = ()
    surname: tuple[str, ...] = ()
    suffix: str = ""

    @property
    def key(self) -> tuple[object, ...]:
        """The same for two labels that say the same name: a surname alone with its title."""
        if not self.surname:
            return (self.whole,)
        return (self.given, self.surname, self.suffix, frozenset() if self.given else self.titles)

    @property
    def sex(self) -> str:
        """M or f where a title says it."""
        return "m" if self.titles & _MEN else "f" if self.titles & (_WOMEN | _WOMEN_TOO) else ""


def read_name(person: str, label: str = "") -> Name:
    """The parts of a name; `label` is what it was cut from, with the titles before it."""
    whole = " ".join(person.casefold().split()).rstrip(".")
    words = [part for word in person.replace(",", " ").split() for part in _part_initials(word)]
    folded = [word.casefold().strip(".") for word in words]
    before = [word.casefold().strip(".,") for word in label.removesuffix(person).split()]
    titles = [word for word in before if word in TITLES | ROLES] if label.endswith(person) else []
    while len(folded) > 1 and folded[0] in TITLES | ROLES:
        titles.append(folded.pop(0))
    suffix = folded.pop() if len(folded) > 1 and folded[-1] in SUFFIXES else ""
    shape = find_shape(person)
    office = folded[0] in (FUNCTION - PARTICLES) | {"the"} | TITLES | ROLES if folded else True
    named = shape in _NAMES or (shape is Shape.OFFICE and bool(titles))
    joined = JOINING & set(folded) or any(sign in person for sign in "/&")
    addressed = len(folded) == 1 and set(titles) & (_MEN | _WOMEN) and shape in _NAMES
    if (office or not named or joined) and not addressed:
        return Name(whole)
    at = _find_surname(folded)
    return Name(whole, frozenset(titles), tuple(folded[:at]), tuple(folded[at:]), suffix)


def _part_initials(word: str) -> list[str]:
    """A word, or an initial and the name that is written to it: M. and Holt of M.Holt."""
    parts = word.rstrip(".").split(".")
    return parts if len(parts) > 1 and all(parts) and len(parts[-1]) > 1 else [word]


def _find_surname(words: Sequence[str]) -> int:
    """Where the surname begins: at its particles (van der Berg), else at the last word."""
    if len(words) > 2 and words[0] in PARTICLES and words[1] in PARTICLES:
        return 0
    return next((at for at in range(1, len(words) - 1) if words[at] in PARTICLES), len(words) - 1)


def level_names(names: Mapping[str, Name]) -> dict[str, Name]:
    """The names, where one that is the whole surname of another (Van Damme) is a surname."""
    surnames = {name.surname for name in names.values() if name.given and len(name.surname) > 1}
    return {
        label: Name(name.whole, name.titles, (), (*name.given, *name.surname), name.suffix)
        if (*name.given, *name.surname) in surnames
        else name
        for label, name in names.items()
    }


@dataclass(frozen=True)
class Person:
    """The labels that are certainly one speaker, the known entity that this is, and who else it may be."""

    labels: tuple[str, ...]
    names: tuple[Name, ...]
    entity: Entity | None = None
    maybe: tuple[str, ...] = ()


def find_people(names: Mapping[str, Name], entities: Sequence[Entity]) -> list[Person]:
    """The people of some labels, in order.

    The same full name is one person. A surname is that of one who has no other title, where there is only one
    such person; a known entity has its full name or one of its aliases.
    """
    names = level_names(names)
    groups: dict[object, list[str]] = {}
    for label, name in names.items():
        groups.setdefault(name.key, []).append(label)
    people = [
        Person(tuple(labels), tuple(names[label] for label in labels))
        for labels in _part_sexes(groups, names)
    ]
    known = [_Known(one) for one in entities if one.kind in _SPEAKING]
    people = [_recognise(one, known) for one in people]
    joined = _join_surnames(_join_entities(people), known)
    return [_add_doubts(at, joined, known) for at in range(len(joined))]


_SPEAKING = (EntityKind.PERSON, EntityKind.ORGANISATION, EntityKind.OFFICE)


def _part_sexes(groups: Mapping[object, list[str]], names: Mapping[str, Name]) -> Iterable[list[str]]:
    """The groups, those parted that have a man's title and a woman's."""
    for labels in groups.values():
        sexes = {names[label].sex for label in labels}
        if {"m", "f"} <= sexes:
            yield from ([one for one in labels if names[one].sex == sex] for sex in sorted(sexes))
        else:
            yield labels


class _Known:
    """A known entity, with its names in their parts."""

    def __init__(self, entity: Entity) -> None:
        self.entity = entity
        self.forms = frozenset(_fold(form) for form in entity.forms)
        person = entity.kind is EntityKind.PERSON
        self.names = [read_name(form) for form in entity.forms] if person else []
        self.sexes = {name.sex for name in (*self.names, read_name(entity.short or entity.name)) if name.sex}

    def has_full(self, name: Name) -> bool:
        """True of the full name of the entity, by its titles too."""
        same = any(own.given and own.key == name.key for own in self.names)
        return same and not self.contradicts(name)

    def contradicts(self, name: Name) -> bool:
        """True of a man's title for one who has a woman's."""
        return bool(name.sex and self.sexes and name.sex not in self.sexes)


def _fold(name: str) -> str:
    return " ".join(name.casefold().split()).rstrip(".")


def _recognise(person: Person, known: Sequence[_Known]) -> Person:
    """The person as the one known entity that has this very name."""
    if any(name.surname and not name.given for name in person.names):
        return person
    found = [
        one
        for one in known
        if any(name.whole in one.forms or (name.given and one.has_full(name)) for name in person.names)
        and not any(map(one.contradicts, person.names))
    ]
    return Person(person.labels, person.names, found[0].entity) if len(found) == 1 else person


def _join_entities(people: Sequence[Person]) -> list[Person]:
    """Each known entity once, for two labels may be names of it."""
    joined: dict[object, Person] = {}
    for number, one in enumerate(people):
        key = one.entity.id if one.entity else number
        before = joined.get(key)
        joined[key] = _unite([before, one]) if before else one
    return list(joined.values())


def _unite(people: Sequence[Person]) -> Person:
    labels = tuple(label for one in people for label in one.labels)
    entity = next((one.entity for one in people if one.entity), None)
    return Person(labels, tuple(name for one in people for name in one.names), entity)


def _join_surnames(people: Sequence[Person], known: Sequence[_Known]) -> list[Person]:
    """The people, each surname alone joined to the only one whose it can be."""
    left = list(people)
    for bare in (False, True):
        wanted = [one for one in left if _is_surname(one) and bare is not bool(one.names[0].titles)]
        chosen = [(one, _find_bearers(one, left, known)) for one in wanted]
        for one, bearers in chosen:
            own = [rival.names[0] for rival, others in chosen if others and others == bearers]
            if len(bearers) != 1 or not all(_agree(one.names[0], name) for name in own):
                continue
            (bearer,) = bearers
            if isinstance(bearer, Entity):
                left[left.index(one)] = Person(one.labels, one.names, bearer)
            else:
                at = next(at for at, each in enumerate(left) if set(bearer) <= set(each.labels))
                first = min(at, left.index(one))
                united = _unite([left[at], one])
                left = [each for each in left if each is not left[at] and each is not one]
                left.insert(first, united)
        left = _join_entities(left)
    return left


def _is_surname(person: Person) -> bool:
    return not person.entity and all(name.surname and not name.given for name in person.names)


def _find_bearers(
    one: Person, people: Sequence[Person], known: Sequence[_Known]
) -> list[tuple[str, ...] | Entity]:
    """Whose a surname can be: people of this text by their labels, and known entities by an alias."""
    name = one.names[0]
    found: list[tuple[str, ...] | Entity] = []
    for other in people:
        same = any(_is_fuller(each, name) for each in other.names)
        if other is not one and same and all(_agree(name, each) for each in other.names):
            found.append(other.labels)
    taken = {other.entity.id for other in people if other.entity and other.labels in found}
    for each in known:
        if name.whole in each.forms and each.entity.id not in taken:
            speaks = next((p for p in people if p.entity and p.entity.id == each.entity.id), None)
            found.append(speaks.labels if speaks else each.entity)
    return found


def _is_fuller(full: Name, short: Name) -> bool:
    """True of a name with this surname that says more: a given name, or a title where the other has none."""
    more = full.given or (full.titles and not short.titles)
    return bool(more) and full.surname == short.surname and full.suffix == short.suffix


def _agree(one: Name, other: Name) -> bool:
    """True of names whose titles do not contradict each other."""
    return not (one.titles and other.titles) or one.titles == other.titles


def _add_doubts(at: int, people: Sequence[Person], known: Sequence[_Known]) -> Person:
    """The person with the names of all others that it may be."""
    person = people[at]
    if person.entity:
        return person
    own = [name for name in person.names if name.given] or person.names
    maybe = [
        other.entity.name if other.entity else max(other.labels, key=len)
        for number, other in enumerate(people)
        if number != at
        and (_rank(other), -number) > (_rank(person), -at)
        and any(_may_be(name, each) for name in own for each in other.names)
        and not any(one.sex and each.sex and one.sex != each.sex for one in own for each in other.names)
    ]
    present = {other.entity.id for other in people if other.entity}
    maybe += [
        f"{one.entity.name} ({one.entity.id})"
        for one in known
        if one.entity.id not in present
        and any(
            _may_be(name, each) and not one.contradicts(name) and (each.given or not name.given)
            for name in own
            for each in one.names
        )
    ]
    return Person(person.labels, person.names, None, tuple(dict.fromkeys(maybe)))


def _rank(person: Person) -> int:
    return max(len(name.given) + len(name.suffix[:1]) for name in person.names)


def _may_be(one: Name, other: Name) -> bool:
    """True of names that can be one person's: one surname, and given names that do not differ."""
    if not one.surname or not other.surname or one.surname[-1] != other.surname[-1]:
        return False
    return _suits(one.given, other.given) and not (one.suffix and other.suffix and one.suffix != other.suffix)


def _suits(one: Collection[str], other: Collection[str]) -> bool:
    """True of given names of which one is missing, or the first are the same or an initial of each other."""
    if not one or not other:
        return True
    first, second = next(iter(one)), next(iter(other))
    return first == second or (min(len(first), len(second)) == 1 and first[0] == second[0])
