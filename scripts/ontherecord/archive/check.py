"""What is wrong between the data files: every rule yields its problems, nothing stops at the first."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial

from .. import urls
from ..anchors.anchor import Anchored
from ..data.countries import find_country, is_country
from ..data.definitions import (
    Decision,
    EntitiesFile,
    Entity,
    EntityKind,
    Participant,
    Record,
    Reference,
    TopicsFile,
)
from ..data.person_names import PARTS, find_doubt
from ..data.places import find_position
from ..data.yamlfile import Located
from ..problems import Problem, did_you_mean
from ..subjects.names import NameFinder, find_mentions
from ..subjects.passages import Level, Mention, Passage
from ..subjects.topics import Spoken, Subjects, find_covered, fold_term
from ..text.labels import label_key
from ..text.locate import check_decided
from ..text.source import fold
from ..text.turns import Kind, ParsedTranscript, join_speakers
from .model import Tombstone, Transcript, Unspoken


def check_topics(file: Located[TopicsFile]) -> Iterator[Problem]:
    """Ids, codes and terms are each one topic's own; relations lead to topics."""
    topics = file.value.topics
    for key in ("id", "code"):
        values = [(str(getattr(topic, key)), ("topics", n, key)) for n, topic in enumerate(topics)]
        yield from _find_duplicates(file, values, f"duplicate {key}")
    known = {topic.id for topic in topics}
    for number, topic in enumerate(topics):
        for place, other in enumerate(topic.related):
            at = ("topics", number, "related", place)
            if other == topic.id:
                yield file.problem(f"the topic '{other}' can not be related to itself", *at)
            elif other not in known:
                yield file.problem(_unknown("topic", other, known), *at)
    yield from _check_terms(file)


def _check_terms(file: Located[TopicsFile]) -> Iterator[Problem]:
    seen: dict[str, tuple[str, tuple[str | int, ...]]] = {}
    for number, topic in enumerate(file.value.topics):
        for place, term in enumerate(topic.terms):
            at: tuple[str | int, ...] = ("topics", number, "terms", place)
            if not term[0].isalnum():
                yield file.problem(f"the term '{term}' must begin with a letter or a digit", *at)
            owner, first = seen.setdefault(fold_term(term), (topic.id, at))
            line = file.line(*first)
            if first == at:
                continue
            if owner == topic.id:
                yield file.problem(f"the term '{term}' stands twice in '{owner}' (first on line {line})", *at)
            else:
                message = f"the term '{term}' is also one of '{owner}' (line {line}), so no rule can tell"
                yield file.problem(f"{message} which is meant: keep it in one of them", *at)


def check_entities(file: Located[EntitiesFile]) -> Iterator[Problem]:
    """Ids are unique, and what an entity says of itself can be."""
    entities = file.value.entities
    ids: list[tuple[str, tuple[int | str, ...]]]
    ids = [(entity.id, ("entities", n, "id")) for n, entity in enumerate(entities)]
    ids += [
        (old, ("entities", n, "was", k)) for n, one in enumerate(entities) for k, old in enumerate(one.was)
    ]
    yield from _find_duplicates(file, ids, "duplicate id")
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
    known = (entity.name, *entity.aliases)
    for place, form in enumerate(known):
        if not form[0].isalnum():
            at: tuple[int | str, ...] = ("aliases", place - 1) if place else ("name",)
            yield file.problem(f"'{form}' must begin with a letter or a digit", "entities", number, *at)
    for place, form in enumerate(entity.ordinary):
        if form not in known:
            message = f"'{form}' is none of its names{did_you_mean(form, known)}"
            yield file.problem(message, "entities", number, "ordinary", place)
    for key, (rule, kinds) in _OF_KINDS.items():
        if getattr(entity, key) is not None and entity.kind not in kinds:
            yield file.problem(f"{rule}, and '{entity.id}' is of another kind", "entities", number, key)
    if doubt := find_doubt(entity):
        yield file.problem(doubt, "entities", number, "name")
    if entity.country is None:
        return
    at = ("entities", number, "country")
    right = find_country(known)
    if not is_country(entity.country):
        hint = f"; did you mean '{right}'?" if right else ""
        yield file.problem(f"'{entity.country}' is no code of ISO 3166-1{hint}", *at)
    elif right and right != entity.country:
        yield file.problem(f"'{entity.country}' is another country: '{entity.id}' is '{right}'", *at)


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
        return _unknown("entity", place, known) + " (data/entities.yml)"
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


def check_record(
    file: Located[Record],
    topics: Container[str] | None,
    entities: Mapping[str, Entity] | None,
    in_work: Container[str] = (),
) -> Iterator[Problem]:
    """The record names known speakers and topics, and each label, opening and agenda item once.

    `in_work` are entities that only drafts may name.
    """
    record = file.value
    yield from check_cast(file, entities, in_work)
    agenda = [(item.at, ("agenda", n, "at")) for n, item in enumerate(record.agenda)]
    yield from _find_duplicates(file, agenda, "duplicate agenda heading at")
    if topics is not None:
        yield from _check_topic_names(file, topics)
    for number, decision in enumerate(record.decisions):
        yield from _check_decision(file, number, decision)


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
    yield from _find_duplicates(file, labels, "duplicate label")


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
    yield from _find_duplicates(file, speakers, "duplicate participant")


def _unknown_entity(name: str, known: Iterable[str], in_work: Container[str]) -> str:
    if name in in_work:
        return f"'{name}' is a draft: complete it in data/entities.yml, and take 'draft: true' out there"
    return _unknown("entity", name, known) + " (data/entities.yml)"


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


def _check_topic_names(file: Located[Record], topics: Container[str]) -> Iterator[Problem]:
    known = list(topics) if isinstance(topics, Iterable) else []
    for number, decision in enumerate(file.value.decisions):
        for key in ("about", "mentions", "remove"):
            for place, topic in enumerate(getattr(decision, key)):
                if topic not in topics:
                    yield file.problem(_unknown("topic", topic, known), "decisions", number, key, place)
    for topic in file.value.briefs:
        if topic not in topics:
            yield file.problem(_unknown("topic", topic, known), "briefs", topic)


def _check_decision(file: Located[Record], number: int, decision: Decision) -> Iterator[Problem]:
    at = ("decisions", number)
    named = [*decision.about, *decision.mentions, *decision.remove]
    if not named and not decision.procedural:
        yield file.problem("the decision decides nothing: give about, mentions, remove or procedural", *at)
    if decision.procedural and decision.about:
        yield file.problem("a procedural passage is about no topic: drop 'procedural' or 'about'", *at)
    for topic in sorted({topic for topic in named if named.count(topic) > 1}):
        yield file.problem(f"the decision names '{topic}' twice", *at)
    if (decision.passage is None) == (decision.exchange is None):
        yield file.problem("the decision is on a 'passage' or on an 'exchange': give one of them", *at)


def check_decisions(file: Located[Record], passages: Sequence[Spoken]) -> Iterator[Problem]:
    """Each decision is on passages that exist, and of two on one passage one is narrower.

    Passages that do not exist are reported by `check_passages`.
    """
    exchanges = max((item.exchange for item in passages if item.exchange), default=0)
    order = {item.anchor: number for number, item in enumerate(passages)}
    seen: dict[tuple[str, int], int] = {}
    decisions = file.value.decisions
    for number, covered in enumerate(find_covered(passages, decisions)):
        decision, at = decisions[number], ("decisions", number)
        if decision.exchange and decision.exchange > exchanges:
            message = f"there is no exchange {decision.exchange}: the transcript has {exchanges}"
            yield file.problem(message, *at, "exchange")
        first, last = decision.ends
        if order.get(first, -1) > order.get(last, len(order)):
            yield file.problem(f"the range runs backwards: write '{last}-{first}'", *at, "passage")
        double = [anchor for anchor in covered if (anchor, len(covered)) in seen]
        if double:
            line = file.line("decisions", seen[double[0], len(covered)])
            message = f"{double[0]} has a decision already (line {line}): join the two"
            yield file.problem(message, *at, "exchange" if decision.exchange else "passage")
        for anchor in covered:
            seen.setdefault((anchor, len(covered)), number)


def check_heading(file: Located[Record], parsed: ParsedTranscript, text_path: str) -> Iterator[Problem]:
    """The record's title and date are those of the source text."""
    record = file.value
    if parsed.title and parsed.title != record.title and ("title",) not in file.blanks:
        yield file.problem(f"the title differs from the one in {text_path}: '{parsed.title}'", "title")
    if parsed.date and parsed.date != record.date and ("date",) not in file.blanks:
        yield file.problem(f"the date differs from the one in {text_path}: {parsed.date}", "date")


def check_labels(file: Located[Record], parsed: ParsedTranscript, text_path: str) -> Iterator[Problem]:
    """A declared label begins at least one turn of the source text, and a declared heading stands in it."""
    record = file.value
    declared: list[tuple[str, tuple[str | int, ...]]] = [
        (label, ("participants", index, "labels", place))
        for index, person in enumerate(record.participants)
        for place, label in enumerate(person.labels)
    ]
    if "question_labels" in record.model_fields_set:
        declared += [
            (label, ("question_labels", place)) for place, label in enumerate(record.question_labels)
        ]
    for number, heading in enumerate(record.headings):
        if fold(heading) not in parsed.headings:
            yield file.problem(
                f"no line of {text_path} is the heading '{heading}'; take it out", "headings", number
            )
    for label, at in declared if parsed.turns else ():
        if label_key(label) and label_key(label) not in parsed.labels:
            yield file.problem(f"no turn of {text_path} begins with the label '{label}'; take it out", *at)


def check_passages(
    file: Located[Record],
    anchors: Sequence[str],
    starts: Mapping[str, Kind],
    inside_exchange: Container[str],
    removed: Mapping[str, str],
) -> Iterator[Problem]:
    """What the record says of passages, it says of passages that exist, at places that can have it.

    `starts` are the anchors that begin a turn; `inside_exchange` those of questions and answers. A text
    without any passage is reported as such, and nothing that rests on its passages.
    """
    known = set(anchors)
    for at, anchor in _anchors_named(file.value) if anchors else ():
        if anchor in removed:
            yield file.problem(removed[anchor], *at)
        elif anchor not in known:
            message = f"there is no passage {anchor}: the transcript has {anchors[0]} to {anchors[-1]}"
            yield file.problem(message, *at)
    order = {anchor: number for number, anchor in enumerate(anchors)}
    last = -1
    for number, item in enumerate(file.value.agenda):
        at = ("agenda", number, "at")
        if item.at in inside_exchange and starts.get(item.at) is not Kind.QUESTION:
            yield file.problem(
                f"{item.at} does not begin an exchange: an agenda item can not start here", *at
            )
        if order.get(item.at, last + 1) < last:
            yield file.problem(f"the agenda is out of order: {item.at} comes before the item above", *at)
        last = order.get(item.at, last)


def check_references(
    file: Located[Record], passages: Iterable[Passage], finder: NameFinder | None
) -> Iterator[Problem]:
    """Each reference is on words of its passage that no other has, and changes which names are found.

    `finder` is None where the names could not be loaded.
    """
    texts = {passage.anchor: passage.text for passage in passages}
    find = partial(_find_bare, texts, finder) if finder else None
    yield from check_decided(file, "references", file.value.references, texts, find)


def _find_bare(
    texts: Mapping[str, str], finder: NameFinder, anchor: str, references: Iterable[Reference]
) -> Iterator[Mention]:
    """The names in the passage of an anchor, without the reasons."""
    return (replace(item, reason=None) for item in find_mentions(texts[anchor], finder, references))


def check_named(
    file: Located[EntitiesFile], transcripts: Sequence[Transcript], finder: NameFinder
) -> Iterator[Problem]:
    """Every entity took part in an event, or a passage names it, or an earlier wording did.

    For its address is permanent: a name that was corrected away keeps its page.
    """
    people = [person for item in transcripts for person in item.record.participants]
    named = {one for person in people for one in (*person.speakers, *person.voices)}
    named |= {mention.entity for item in transcripts for one in item.passages for mention in one.mentions}
    for text in _list_earlier(transcripts):
        named |= {mention.entity for mention in find_mentions(text, finder)}
    for number, entity in enumerate(file.value.entities):
        if entity.id not in named:
            remedy = "add the form that the text uses to its aliases, or remove it"
            yield file.problem(f"no passage names '{entity.id}': {remedy}", "entities", number, "id")


def _list_earlier(transcripts: Sequence[Transcript]) -> Iterator[str]:
    """Words that passages had once, those of removed passages included."""
    for transcript in transcripts:
        for turn in transcript.turns:
            for item in turn.items:
                if isinstance(item, Unspoken):
                    continue
                yield from (wording.text for wording in item.history)
                if isinstance(item, Tombstone):
                    yield item.text


def _anchors_named(record: Record) -> Iterator[tuple[tuple[int | str, ...], str]]:
    for number, item in enumerate(record.agenda):
        yield ("agenda", number, "at"), item.at
    for number, decision in enumerate(record.decisions):
        for anchor in dict.fromkeys(decision.ends if decision.passage else ()):
            yield ("decisions", number, "passage"), anchor
    for number, dating in enumerate(record.dates):
        yield ("dates", number, "passage"), dating.passage
    for number, question in enumerate(record.questions):
        yield ("questions", number, "passage"), question.passage
        for place, anchor in enumerate(question.answered_by):
            yield ("questions", number, "answered_by", place), anchor
    for number, reference in enumerate(record.references):
        yield ("references", number, "passage"), reference.passage
    for topic, claims in record.briefs.items():
        for number, claim in enumerate(claims):
            for place, anchor in enumerate(claim.passages):
                yield ("briefs", topic, number, "passages", place), anchor


def check_assignments(
    file: Located[Record],
    text_path: str,
    anchored: Sequence[Anchored],
    subjects: Subjects,
    topics: Container[str],
) -> Iterator[Problem]:
    """Every passage is about a topic or procedural, and every claim rests on passages of its topic.

    Nothing is said of the claims on a topic that is none of `topics`: that is a problem of its own.
    """
    assigned = subjects.assigned
    for item in anchored:
        about = any(one.level is Level.ABOUT for one in assigned[item.anchor])
        if not about and item.anchor not in subjects.procedural:
            message = (
                f"{item.anchor} is about no topic: decide it in {file.path} (decisions: passage, about,"
                " reason), or mark it 'procedural: true'"
            )
            yield Problem(text_path, item.paragraph.line, message)
    for topic, claims in file.value.briefs.items():
        for number, claim in enumerate(claims):
            for place, anchor in enumerate(claim.passages):
                if topic not in topics or anchor not in assigned:
                    continue
                if topic not in {one.topic for one in assigned[anchor]}:
                    message = f"the claim rests on {anchor}, which neither is about '{topic}' nor mentions it"
                    yield file.problem(message, "briefs", topic, number, "passages", place)


def _find_duplicates(
    file: Located[TopicsFile] | Located[EntitiesFile] | Located[Record],
    values: Iterable[tuple[str, tuple[int | str, ...]]],
    what: str,
) -> Iterator[Problem]:
    seen: dict[str, int] = {}
    for value, at in values:
        if value in seen:
            yield file.problem(f"{what} '{value}' (first on line {seen[value]})", *at)
        seen.setdefault(value, file.line(*at))


def _unknown(what: str, name: str, known: Iterable[str]) -> str:
    return f"unknown {what} '{name}'{did_you_mean(name, known)}"
