"""What is wrong with the names that readers find topics and entities by.

A search takes names without case, accents and punctuation (`words.fold_words`), and what shares a name is
one thing to it: a topic and the place that it is about, for example. So a name belongs to one topic and one
entity at most, and a topic goes with one entity at most.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ..data.definitions import EntitiesFile, Entity, EntityKind, Topic, TopicsFile
from ..data.yamlfile import Located
from ..problems import Problem
from ..text.words import fold_words

Place = tuple[int | str, ...]


@dataclass(frozen=True)
class _Claim:
    """A name that the topic or entity `owner` has at a place of its file."""

    owner: str
    name: str
    at: Place

    @property
    def folded(self) -> str:
        return fold_words(self.name)


def check_names(
    topics: Located[TopicsFile] | None, entities: Located[EntitiesFile] | None
) -> Iterator[Problem]:
    """A name has letters, and leads to one topic and one entity at most, which lead to no other."""
    of_topics = list(_list_claims("topics", topics.value.topics)) if topics else []
    of_entities = list(_list_claims("entities", entities.value.entities)) if entities else []
    if topics:
        yield from _check_file(topics, of_topics)
    if entities:
        yield from _check_file(entities, of_entities)
    if topics and entities:
        yield from _check_pairs(topics, of_topics, {claim.folded: claim.owner for claim in of_entities})


def _list_claims(key: str, owners: Sequence[Topic | Entity]) -> Iterator[_Claim]:
    for number, owner in enumerate(owners):
        for field in ("title", "name", "symbol"):
            if value := getattr(owner, field, None):
                yield _Claim(owner.id, value, (key, number, field))
        for field in ("aliases", "typed"):
            for place, name in enumerate(getattr(owner, field)):
                yield _Claim(owner.id, name, (key, number, field, place))
        for language, names in getattr(owner, "names", {}).items():
            for place, name in enumerate(names):
                yield _Claim(owner.id, name, (key, number, "names", language, place))


def _check_file(file: Located[TopicsFile] | Located[EntitiesFile], claims: list[_Claim]) -> Iterator[Problem]:
    written: dict[str, _Claim] = {}
    meant: dict[str, _Claim] = {}
    for claim in claims:
        first = written.setdefault(claim.name, claim)
        other = meant.setdefault(claim.folded, claim)
        line = file.line(*(other if first is claim else first).at)
        if not claim.folded:
            yield file.problem(f"'{claim.name}' has no letter or digit by which to find it", *claim.at)
        elif first is not claim:
            hint = _advise(file, first, claim)
            yield file.problem(f"duplicate name '{claim.name}' (first on line {line}){hint}", *claim.at)
        elif other.owner != claim.owner:
            message = f"a search takes '{claim.name}' for '{other.name}' of '{other.owner}' (line {line})"
            yield file.problem(f"{message}: a name leads to one thing only", *claim.at)


def _advise(file: Located[TopicsFile] | Located[EntitiesFile], first: _Claim, claim: _Claim) -> str:
    """What to do where two persons have a form of their names."""
    owners = {item.id: item for item in file.value.entities} if isinstance(file.value, EntitiesFile) else {}
    people = {item.owner for item in (first, claim) if "aliases" in item.at and item.owner in owners}
    if len(people) < len((first, claim)) or any(owners[one].kind is not EntityKind.PERSON for one in people):
        return ""
    return (
        ": drop it here and there; no rule can tell whom it means, an entry under references in a record can"
    )


def _check_pairs(
    file: Located[TopicsFile], claims: list[_Claim], entity_of: Mapping[str, str]
) -> Iterator[Problem]:
    """A topic shares names with one entity at most, and no other topic shares one with that."""
    partner: dict[str, str] = {}
    topic_of: dict[str, str] = {}
    for claim in claims:
        entity = entity_of.get(claim.folded)
        if entity is None:
            continue
        if (other := partner.setdefault(claim.owner, entity)) != entity:
            why = f"the topic shares a name with '{other}' already"
        elif (other := topic_of.setdefault(entity, claim.owner)) != claim.owner:
            why = f"that shares one with the topic '{other}' already"
        else:
            continue
        yield file.problem(f"'{claim.name}' is a name of '{entity}', and {why}", *claim.at)
