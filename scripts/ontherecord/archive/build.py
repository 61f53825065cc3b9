"""From the data files to the archive: load, parse, anchor, classify, every problem of all of them at once."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from .. import urls
from ..anchors.anchor import Anchored, Buried, anchor_passages, explain_tombstone, find_tombstones
from ..anchors.ledger import check_ledger, check_listed, list_addresses, load_ledger
from ..anchors.lock import Lock, build_lock, rename_speakers
from ..data.definitions import EntitiesFile, Entity, EntityKind, Record, Topic
from ..data.yamlfile import Located
from ..problems import Problem
from ..subjects.datings import check_dates
from ..subjects.name_clashes import check_names
from ..subjects.names import NameFinder, find_mentions
from ..subjects.topics import TermFinder, classify_passage
from ..text.parse import parse_transcript
from ..text.turns import Cast, Kind, ParsedTranscript
from .assemble import Words, build_transcript
from .check import (
    check_addresses,
    check_assignments,
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
    # A topic or a name may be new; an anchor is in its lock only after it was listed.
    problems += check_listed(published, find_accepted(sources))
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
    """The addresses that a ledger must list: every topic, name and anchor, under every name it has or had."""
    found = set(find_accepted(sources))
    for topic in sources.topics.value.topics if sources.topics else ():
        aliases = (urls.slug_of(alias) for alias in topic.aliases)
        found |= {urls.topic(name) for name in (topic.id, *aliases) if name}
    for entity in _entity_list(sources.entities):
        found |= {urls.entity(name) for name in (entity.id, *entity.was)}
    return found


def find_accepted(sources: Sources) -> Iterator[str]:
    """The addresses of every transcript that has a lock."""
    for source in sources.transcripts:
        if source.lock:
            yield from list_addresses(source.slug, (item.anchor for item in source.lock.passages))
            yield from map(urls.transcript, source.record.value.aliases if source.record else ())


def is_draft(source: SourceTranscript) -> bool:
    """Whether a transcript is not published yet: no number of it is promised."""
    return bool(source.record and getattr(source.record.value, "draft", False))


def build_transcripts(sources: Sources) -> list[tuple[Transcript | None, list[Problem]]]:
    """Each transcript that has a lock by its lock, any other as if it were accepted now; and its problems."""
    tools = _build_tools(sources)
    return [_build_transcript(source, sources, tools) for source in sources.transcripts]


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
    speakers = {label: person.speaker for person in record.participants for label in person.labels}
    opener = next((person.speaker for person in record.participants if person.opens), None)
    questions = frozenset(record.question_labels)
    return Cast(speakers, questions, names, opener, frozenset(record.not_labels))


def _build_transcript(
    source: SourceTranscript, sources: Sources, tools: _Tools
) -> tuple[Transcript | None, list[Problem]]:
    """One transcript, or None where a file of it is missing, and every problem that can be seen."""
    problems: list[Problem] = []
    entities = _entity_list(sources.entities)
    if source.record:
        known = [entity.id for entity in entities] if sources.entities else None
        topics = [topic.id for topic in tools.topics] if sources.topics else None
        problems += check_record(source.record, topics, known)
    if source.text is None or source.record is None:
        return None, problems
    cast = build_cast(source.record.value, entities)
    parsed, slips = parse_transcript(source.text, cast)
    problems += [Problem(source.text_path, slip.line, slip.message) for slip in slips]
    problems += check_heading(source.record, parsed, source.text_path)
    lock = rename_speakers(source.lock, list_former(entities)) if source.lock else build_lock(parsed)
    if source.lock_exists and source.lock is None:
        return None, problems
    paths = (source.text_path, source.lock_path, source.slug)
    anchored, changes = anchor_passages(parsed, lock, *paths, certain=not problems)
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


def list_former(entities: Sequence[Entity]) -> dict[str, str]:
    """The present id of each entity by its former ones."""
    return {old: entity.id for entity in entities for old in entity.was}


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
    assigned = {
        item.anchor: classify_passage(
            item.paragraph.text,
            tools.topic_finder,
            [decision for decision in record.decisions if decision.passage == item.anchor],
            tools.topics,
        )
        for item in anchored
    }
    known = {topic.id for topic in tools.topics}
    # Where topics.yml could not be loaded, every passage would be about nothing.
    problems = list(check_assignments(file, source.text_path, anchored, assigned, known)) if known else []
    named = {
        item.anchor: find_mentions(
            item.paragraph.text,
            tools.name_finder,
            [reference for reference in record.references if reference.passage == item.anchor],
        )
        for item in anchored
    }
    words = Words(anchored, assigned, named, buried)
    transcript = build_transcript(source.slug, record, parsed, words, tools.topics, tools.name_finder)
    return transcript, [*problems, *(check_questions(file, transcript) if known else ())]


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
