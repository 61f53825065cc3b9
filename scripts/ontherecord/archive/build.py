"""From the data files to the archive: load, parse, anchor, classify, every problem of all of them at once."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from .. import urls
from ..anchors.anchor import Anchored, Buried, anchor_passages, explain_tombstone, find_tombstones
from ..anchors.ledger import check_ledger, check_listed, list_addresses, load_ledger
from ..anchors.lock import Lock, build_lock
from ..data.definitions import EntitiesFile, Entity, EntityKind, Record, Topic
from ..data.person_names import find_bearers
from ..data.yamlfile import Located
from ..problems import Problem
from ..subjects.datings import check_dates
from ..subjects.name_clashes import check_names
from ..subjects.names import NameFinder, find_mentions
from ..subjects.topics import Spoken, TermFinder, classify_passages
from ..text.parse import parse_transcript
from ..text.turns import Cast, Kind, ParsedTranscript, join_speakers
from .assemble import Words, build_transcript, find_leaders, group_turns
from .check import (
    check_addresses,
    check_assignments,
    check_decisions,
    check_entities,
    check_heading,
    check_named,
    check_passages,
    check_places,
    check_record,
    check_references,
    check_topics,
)
from .model import Archive, Transcript
from .questions import check_questions
from .sources import TRANSCRIPTS, Sources, SourceTranscript, load_sources


@dataclass(frozen=True)
class _Tools:
    """What every transcript is classified with."""

    topics: tuple[Topic, ...]
    topic_finder: TermFinder
    name_finder: NameFinder


def build_archive(root: Path) -> tuple[Archive | None, tuple[Problem, ...]]:
    """The archive of the project at `root`, or None and every problem of its data files, in order."""
    sources, problems = load_sources(root)
    if sources.topics:
        problems += check_topics(sources.topics)
    if sources.entities:
        problems += check_entities(sources.entities)
    problems += check_names(sources.topics, sources.entities)
    problems += check_places(sources.topics, sources.entities)
    published, slips = load_ledger(root)
    problems += [*slips, *check_ledger(published, find_resolvable(sources, published))]
    problems += check_listed(published, find_due(sources))
    problems += check_addresses(sources.topics, {item.slug: item.record for item in sources.transcripts})
    tools = _build_tools(sources)
    transcripts = []
    for source in sources.transcripts:
        transcript, found = _build_transcript(source, sources, tools)
        problems += found
        transcripts.append(transcript)
    # In a damaged transcript a name may be hidden: it has problems of its own.
    if sources.entities and not any(problem.path.startswith(TRANSCRIPTS) for problem in problems):
        problems += check_named(sources.entities, [item for item in transcripts if item], tools.name_finder)
    if problems or sources.entities is None:
        return None, tuple(sorted(set(problems)))
    ready = [transcript for transcript in transcripts if transcript]
    newest_first = sorted(ready, key=lambda item: (item.record.date, item.slug), reverse=True)
    entities = {entity.id: entity for entity in sources.entities.value.entities}
    return Archive(tools.topics, entities, tuple(newest_first)), ()


def find_resolvable(sources: Sources, published: Collection[str]) -> set[str]:
    """Every address that leads somewhere: pages, anchors of passages and tombstones, and their aliases.

    What is `published` of a file that could not be loaded is taken to resolve: the file has its own problem.
    """
    found = set()
    for topic in sources.topics.value.topics if sources.topics else ():
        names = {urls.slug_of(alias) for alias in topic.aliases} - {""}
        found |= {urls.topic(name) for name in (topic.id, *names)}
    if not sources.topics:
        found |= {address for address in published if address.startswith(urls.TOPICS)}
    for entity in _entity_list(sources.entities):
        found |= {urls.entity(name) for name in (entity.id, *entity.was)}
    if not sources.entities:
        found |= {address for address in published if address.startswith(urls.NAMES)}
    for source in sources.transcripts:
        for slug in (source.slug, *(source.record.value.aliases if source.record else ())):
            page = urls.transcript(slug)
            found |= {
                page,
                *(
                    urls.permalink(slug, item.anchor)
                    for item in (source.lock.passages if source.lock else ())
                ),
            }
            if not source.lock:
                found |= {address for address in published if address.startswith(page)}
    return found


def find_due(sources: Sources) -> set[str]:
    """The addresses that a ledger must list: every topic, every name, and every anchor of every lock."""
    found = {urls.topic(topic.id) for topic in (sources.topics.value.topics if sources.topics else ())}
    found |= {urls.entity(entity.id) for entity in _entity_list(sources.entities)}
    for source in sources.transcripts:
        if source.lock:
            found |= set(list_addresses(source.slug, (item.anchor for item in source.lock.passages)))
    return found


def _build_tools(sources: Sources) -> _Tools:
    topics = sources.topics.value.topics if sources.topics else ()
    entities = sources.entities.value.entities if sources.entities else ()
    return _Tools(
        topics,
        TermFinder((term, topic.id) for topic in topics for term in topic.terms),
        NameFinder(entities),
    )


def build_cast(record: Record | None, entities: Sequence[Entity], title: str = "") -> Cast:
    """Who may speak: as the record declares; without a record, every person of entities.yml.

    Without a record the opening belongs to the first person whom the title names.
    """
    people = [entity for entity in entities if entity.kind is EntityKind.PERSON]
    names = {name: entity.id for entity in people for name in (entity.name, *entity.aliases)}
    if record is None:
        found = TermFinder(names.items()).find(title)
        opening = found[0].owner if found else None
        return Cast(names, frozenset({"Question"}), names, opening, frozenset())
    people_in = record.participants
    present = {one for person in people_in for one in (*person.speakers, *person.voices)}
    for form, bearers in find_bearers(people).items():
        names.pop(form)
        if len(bearers & present) == 1:
            names[form] = next(iter(bearers & present))
    speakers = {label: join_speakers(person.voices) for person in people_in for label in person.labels}
    opener = next((join_speakers(person.voices) for person in people_in if person.opens), None)
    chairs = frozenset(join_speakers(person.speakers) for person in people_in if person.chairs)
    askers = frozenset(join_speakers(person.speakers) for person in people_in if person.asks)
    questions, not_labels = frozenset(record.question_labels), frozenset(record.not_labels)
    return Cast(speakers, questions, names, opener, not_labels, chairs, askers)


def _build_transcript(
    source: SourceTranscript, sources: Sources, tools: _Tools
) -> tuple[Transcript | None, list[Problem]]:
    """One transcript, or None where a file of it is missing, and every problem that can be seen."""
    problems: list[Problem] = []
    entities = _entity_list(sources.entities)
    if source.record:
        known = {entity.id: entity for entity in entities} if sources.entities else None
        topics = [topic.id for topic in tools.topics] if sources.topics else None
        problems += check_record(source.record, topics, known)
    if source.text is None or source.record is None:
        return None, problems
    cast = build_cast(source.record.value, entities)
    parsed, slips = parse_transcript(source.text, cast)
    problems += [Problem(source.text_path, slip.line, slip.message) for slip in slips]
    problems += check_heading(source.record, parsed, source.text_path)
    lock = source.lock or build_lock(parsed)
    if source.lock_exists and source.lock is None:
        return None, problems
    anchored, changes = anchor_passages(parsed, lock, source.text_path, source.lock_path, source.slug)
    if source.text_is_clean:
        problems += changes
    buried = find_tombstones(lock)
    problems += _check_anchors(source.record, parsed, anchored, lock, buried)
    transcript, found = _classify_transcript(source, source.record, parsed, anchored, buried, tools)
    finder = tools.name_finder if sources.entities else None
    found += check_references(source.record, transcript.passages, finder)
    named = {entity.id: entity for entity in entities} if sources.entities else None
    found += check_dates(source.record, transcript.passages, named)
    return transcript, problems + found


def _entity_list(file: Located[EntitiesFile] | None) -> Sequence[Entity]:
    return file.value.entities if file else ()


def _classify_transcript(
    source: SourceTranscript,
    file: Located[Record],
    parsed: ParsedTranscript,
    anchored: Sequence[Anchored],
    buried: Sequence[Buried],
    tools: _Tools,
) -> tuple[Transcript, list[Problem]]:
    """The transcript with its topics."""
    record = file.value
    spoken = list(_place_passages(record, parsed, anchored))
    subjects = classify_passages(spoken, tools.topic_finder, record.decisions, tools.topics)
    known = {topic.id for topic in tools.topics}
    # Where topics.yml could not be loaded, every passage would be about nothing.
    problems = list(check_assignments(file, source.text_path, anchored, subjects, known)) if known else []
    problems += check_decisions(file, spoken)
    named = {
        item.anchor: find_mentions(
            item.paragraph.text,
            tools.name_finder,
            [reference for reference in record.references if reference.passage == item.anchor],
        )
        for item in anchored
    }
    words = Words(anchored, subjects.assigned, named, buried)
    transcript = build_transcript(source.slug, record, parsed, words, tools.topics, tools.name_finder)
    return transcript, [*problems, *(check_questions(file, transcript) if known else ())]


def _place_passages(
    record: Record, parsed: ParsedTranscript, anchored: Sequence[Anchored]
) -> Iterator[Spoken]:
    """Each passage with the turn and the exchange that it stands in."""
    leaders = find_leaders(record)
    numbered = enumerate(parsed.turns, 1)
    groups = group_turns([(turn, (number, turn)) for number, turn in numbered], leaders)
    exchanges: dict[int, int] = {}
    for group in groups:
        if any(turn.kind is Kind.QUESTION for _, turn in group):
            exchange = max(exchanges.values(), default=0) + 1
            exchanges.update((number, exchange) for number, _ in group)
    for item in anchored:
        turn = parsed.turns[item.turn - 1]
        led = bool(turn.speakers) and {*turn.speakers} <= leaders
        inside = exchanges.get(item.turn)
        yield Spoken(item.anchor, item.paragraph.text, item.turn, turn.kind, inside, led)


def _check_anchors(
    file: Located[Record],
    parsed: ParsedTranscript,
    anchored: Sequence[Anchored],
    lock: Lock,
    buried: Sequence[Buried],
) -> Iterator[Problem]:
    """What the record says of passages: see `check.check_passages`."""
    kinds = [turn.kind for turn in parsed.turns]
    starts: dict[str, Kind] = {}
    seen: set[int] = set()
    for item in anchored:
        if item.turn not in seen:
            starts[item.anchor] = kinds[item.turn - 1]
        seen.add(item.turn)
    inside = {item.anchor for item in anchored if kinds[item.turn - 1] is not Kind.STATEMENT}
    removed = {item.anchor: explain_tombstone(item.anchor, item.successors) for item in buried}
    return check_passages(file, [passage.anchor for passage in lock.live], starts, inside, removed)
