"""What is wrong with the topics and the entities, which all transcripts share, and with addresses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from .. import urls
from ..data.countries import find_country, is_country
from ..data.definitions import EntitiesFile, Entity, EntityKind, Record, Topic, TopicsFile
from ..data.person_names import PARTS, find_doubt
from ..data.places import find_position
from ..data.yamlfile import Located
from ..problems import Problem, did_you_mean
from ..subjects.terms import fold_term


def check_topics(file: Located[TopicsFile]) -> Iterator[Problem]:
    """Ids, codes and terms are each one topic's own; relations lead to topics."""
    topics = file.value.topics
    for key in ("id", "code"):
        values = [(str(getattr(topic, key)), ("topics", n, key)) for n, topic in enumerate(topics)]
        yield from find_duplicates(file, values, f"duplicate {key}")
    known = {topic.id for topic in topics}
    for number, topic in enumerate(topics):
        for place, other in enumerate(topic.related):
            at = ("topics", number, "related", place)
            if other == topic.id:
                yield file.problem(f"the topic '{other}' can not be related to itself", *at)
            elif other not in known:
                yield file.problem(name_unknown("topic", other, known), *at)
    yield from _check_terms(file)


def _check_terms(file: Located[TopicsFile]) -> Iterator[Problem]:
    seen: dict[tuple[str, str], tuple[str, tuple[str | int, ...]]] = {}
    for number, topic in enumerate(file.value.topics):
        for language, term, key in _list_terms(topic):
            at: tuple[str | int, ...] = ("topics", number, *key)
            if not term[0].isalnum():
                yield file.problem(f"the term '{term}' must begin with a letter or a digit", *at)
            owner, first = seen.setdefault((language, fold_term(term)), (topic.id, at))
            line = file.line(*first)
            if first == at:
                continue
            if owner == topic.id:
                yield file.problem(f"the term '{term}' stands twice in '{owner}' (first on line {line})", *at)
            else:
                message = f"the term '{term}' is also one of '{owner}' (line {line}), so no rule can tell"
                yield file.problem(f"{message} which is meant: keep it in one of them", *at)


def _list_terms(topic: Topic) -> Iterator[tuple[str, str, tuple[str | int, ...]]]:
    """Each term with its language, which is empty for that of the archive, and where it is entered."""
    yield from (("", term, ("terms", place)) for place, term in enumerate(topic.terms))
    for language, terms in topic.terms_in.items():
        yield from ((language, term, ("terms_in", language, place)) for place, term in enumerate(terms))


def check_entities(file: Located[EntitiesFile]) -> Iterator[Problem]:
    """Ids are unique, and what an entity says of itself can be."""
    entities = file.value.entities
    ids: list[tuple[str, tuple[int | str, ...]]]
    ids = [(entity.id, ("entities", n, "id")) for n, entity in enumerate(entities)]
    ids += [
        (old, ("entities", n, "was", k)) for n, one in enumerate(entities) for k, old in enumerate(one.was)
    ]
    yield from find_duplicates(file, ids, "duplicate id")
    for number, entity in enumerate(entities):
        yield from _check_entity(file, number, entity)


#: What only some kinds have.
_OF_KINDS = {
    "symbol": ("a symbol is a document's", {EntityKind.DOCUMENT}),
    "country": ("a country code is a place's", {EntityKind.PLACE}),
    "at": ("a position is a place's", {EntityKind.PLACE}),
    "date": ("only an event or a document has a date", {EntityKind.EVENT, EntityKind.DOCUMENT}),
    **{part: ("only a person's name has parts", {EntityKind.PERSON}) for part in PARTS},
}


def _check_entity(file: Located[EntitiesFile], number: int, entity: Entity) -> Iterator[Problem]:
    """What one entity says of itself: names that can be found, what its kind has, a country of its own."""
    for form, at in _list_forms(entity):
        if not form[0].isalnum():
            yield file.problem(f"'{form}' must begin with a letter or a digit", "entities", number, *at)
    for place, form in enumerate(entity.ordinary):
        if form not in entity.forms:
            message = f"'{form}' is none of its names{did_you_mean(form, entity.forms)}"
            yield file.problem(message, "entities", number, "ordinary", place)
    for key, (rule, kinds) in _OF_KINDS.items():
        if getattr(entity, key) is not None and entity.kind not in kinds:
            yield file.problem(f"{rule}, and '{entity.id}' is of another kind", "entities", number, key)
    if doubt := find_doubt(entity):
        yield file.problem(doubt, "entities", number, "name")
    if entity.country is None:
        return
    at_code = ("entities", number, "country")
    right = find_country((entity.name, *entity.aliases))
    if not is_country(entity.country):
        hint = f"; did you mean '{right}'?" if right else ""
        yield file.problem(f"'{entity.country}' is no code of ISO 3166-1{hint}", *at_code)
    elif right and right != entity.country:
        yield file.problem(f"'{entity.country}' is another country: '{entity.id}' is '{right}'", *at_code)


def _list_forms(entity: Entity) -> Iterator[tuple[str, tuple[int | str, ...]]]:
    """Each form of its name that texts print, and where it is entered."""
    yield entity.name, ("name",)
    yield from ((form, ("aliases", place)) for place, form in enumerate(entity.aliases))
    for language, forms in entity.names.items():
        yield from ((form, ("names", language, place)) for place, form in enumerate(forms))


def check_places(
    topics: Located[TopicsFile] | None, entities: Located[EntitiesFile] | None
) -> Iterator[Problem]:
    """A state has a position, and a topic is shown at a place that has one."""
    known: dict[str, Entity] = {}
    for number, entity in enumerate(entities.value.entities if entities else ()):
        known.setdefault(entity.id, entity)
        if entities and entity.country and is_country(entity.country) and not find_position(entity):
            message = f"the map knows no position of '{entity.country}': give 'at: {{lat: …, lon: …}}'"
            yield entities.problem(message, "entities", number, "country")
    for number, topic in enumerate(topics.value.topics if topics else ()):
        if topics and topic.place and topic.at:
            message = "the topic has a place, which has a position: drop 'at', or drop 'place'"
            yield topics.problem(message, "topics", number, "at")
        if topics and entities and topic.place and (fault := _find_fault(topic.place, known)):
            yield topics.problem(fault, "topics", number, "place")


def _find_fault(place: str, known: Mapping[str, Entity]) -> str | None:
    """Why the map can not show a topic at a place."""
    entity = known.get(place)
    if entity is None:
        return name_unknown("entity", place, known) + " (data/entities.yml)"
    if entity.kind is not EntityKind.PLACE:
        return f"'{place}' is no place in data/entities.yml"
    if find_position(entity) is None:
        return f"the map knows no position of '{place}': give 'at: {{lat: …, lon: …}}' in data/entities.yml"
    return None


def check_addresses(
    topics: Located[TopicsFile] | None, records: Mapping[str, Located[Record] | None]
) -> Iterator[Problem]:
    """An address leads to one page only: no alias is another's, nor the id of a topic or a transcript.

    `records` are the records by the name of their transcript's folder.
    """
    taken = {urls.transcript(slug): f"the transcript '{slug}'" for slug in records}
    for slug, record in records.items():
        for number, alias in enumerate(record.value.aliases if record else ()):
            owner = taken.setdefault(urls.transcript(alias), f"an alias of '{slug}'")
            if record and owner != f"an alias of '{slug}'":
                yield record.problem(f"the alias '{alias}' is already {owner}", "aliases", number)
    if not topics:
        return
    named = {urls.topic(topic.id): topic.id for topic in topics.value.topics}
    for place, topic in enumerate(topics.value.topics):
        for number, alias in enumerate(topic.aliases):
            slug = urls.slug_of(alias)
            if fault := urls.find_folder_fault(slug):
                yield topics.problem(fault, "topics", place, "aliases", number)
            other = named.setdefault(urls.topic(slug), topic.id) if slug else topic.id
            if other != topic.id:
                message = f"the alias '{alias}' has the address of the topic '{other}', {urls.topic(slug)}"
                yield topics.problem(message, "topics", place, "aliases", number)


def find_duplicates(
    file: Located[TopicsFile] | Located[EntitiesFile] | Located[Record],
    values: Iterable[tuple[str, tuple[int | str, ...]]],
    what: str,
) -> Iterator[Problem]:
    """A problem for each value that stands twice, with the line of the first."""
    seen: dict[str, int] = {}
    for value, at in values:
        if value in seen:
            yield file.problem(f"{what} '{value}' (first on line {seen[value]})", *at)
        seen.setdefault(value, file.line(*at))


def name_unknown(what: str, name: str, known: Iterable[str]) -> str:
    """What to say of a name that is none of those known, and which may be meant."""
    return f"unknown {what} '{name}'{did_you_mean(name, known)}"
