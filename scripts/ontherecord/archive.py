"""From the data files to the archive: load, parse, anchor, classify, every problem of all of them at once."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from .anchor import Anchored, anchor_passages, build_lock
from .check import (
    check_assignments,
    check_entities,
    check_heading,
    check_passages,
    check_record,
    check_topics,
)
from .classify import TermFinder, classify_passage
from .definitions import EntitiesFile, Entity, EntityKind, Record, Topic
from .load import Sources, SourceTranscript, load_sources
from .model import (
    Archive,
    Assignment,
    Cast,
    Kind,
    ParsedTranscript,
    Part,
    Passage,
    Section,
    SpokenTurn,
    Transcript,
    Turn,
)
from .parse import parse_transcript
from .problems import Problem
from .yamlfile import Located


@dataclass(frozen=True)
class _Tools:
    """What every transcript is classified with."""

    topics: tuple[Topic, ...]
    topic_finder: TermFinder
    entity_finder: TermFinder


def build_archive(root: Path) -> tuple[Archive | None, tuple[Problem, ...]]:
    """The archive of the project at `root`, or None and every problem of its data files, in order."""
    sources, problems = load_sources(root)
    if sources.topics:
        problems += check_topics(sources.topics)
    if sources.entities:
        problems += check_entities(sources.entities)
    tools = _build_tools(sources)
    transcripts = []
    for source in sources.transcripts:
        transcript, found = _build_transcript(source, sources, tools)
        problems += found
        transcripts.append(transcript)
    if problems or sources.entities is None:
        return None, tuple(sorted(set(problems)))
    ready = [transcript for transcript in transcripts if transcript]
    newest_first = sorted(ready, key=lambda item: (item.record.date, item.slug), reverse=True)
    entities = {entity.id: entity for entity in sources.entities.value.entities}
    return Archive(tools.topics, entities, tuple(newest_first)), ()


def _build_tools(sources: Sources) -> _Tools:
    topics = sources.topics.value.topics if sources.topics else ()
    entities = sources.entities.value.entities if sources.entities else ()
    return _Tools(
        topics,
        TermFinder((term, topic.id) for topic in topics for term in topic.terms),
        TermFinder((name, entity.id) for entity in entities for name in (entity.name, *entity.aliases)),
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
    lock = source.lock or build_lock(parsed)
    if source.lock_exists and source.lock is None:
        return None, problems
    anchored, changes = anchor_passages(parsed, lock, source.text_path, source.lock_path, source.slug)
    if source.text_is_clean:
        problems += changes
    names = [passage.anchor for passage in lock.passages]
    problems += _check_places(source.record, parsed, anchored, names)
    transcript, found = _classify_transcript(
        source, source.record, parsed, anchored, tools, bool(sources.topics)
    )
    return transcript, problems + found


def _entity_list(file: Located[EntitiesFile] | None) -> Sequence[Entity]:
    return file.value.entities if file else ()


def _classify_transcript(
    source: SourceTranscript,
    file: Located[Record],
    parsed: ParsedTranscript,
    anchored: Sequence[Anchored],
    tools: _Tools,
    topics_known: bool,
) -> tuple[Transcript, list[Problem]]:
    """The transcript with its topics; `topics_known` is false where topics.yml could not be loaded."""
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
    problems: list[Problem] = []
    if topics_known:
        problems += check_assignments(
            file, source.text_path, anchored, assigned, {topic.id for topic in tools.topics}
        )
    turns = _build_turns(source.slug, record, parsed, anchored, assigned, tools.entity_finder)
    # A turn that the lock does not know yet has no passages: it is reported, and can not be shown.
    turns = [turn for turn in turns if turn.passages]
    parts = tuple(_build_parts(record, turns, {topic.id: topic for topic in tools.topics}))
    return Transcript(source.slug, record, parts), problems


def _check_places(
    file: Located[Record], parsed: ParsedTranscript, anchored: Sequence[Anchored], anchors: Sequence[str]
) -> Iterator[Problem]:
    kinds = [turn.kind for turn in parsed.turns]
    starts: dict[str, Kind] = {}
    seen: set[int] = set()
    for item in anchored:
        if item.turn not in seen:
            starts[item.anchor] = kinds[item.turn - 1]
        seen.add(item.turn)
    inside = {item.anchor for item in anchored if kinds[item.turn - 1] is not Kind.STATEMENT}
    return check_passages(file, anchors, starts, inside)


def _build_turns(
    slug: str,
    record: Record,
    parsed: ParsedTranscript,
    anchored: Sequence[Anchored],
    assigned: Mapping[str, tuple[Assignment, ...]],
    finder: TermFinder,
) -> list[SpokenTurn]:
    left_out = {person.speaker for person in record.participants if person.left_out}
    turns = []
    for number, turn in enumerate(parsed.turns, 1):
        passages = tuple(
            Passage(
                slug,
                item.anchor,
                item.paragraph.text,
                item.paragraph.line,
                number,
                assigned[item.anchor],
                tuple(dict.fromkeys(span.owner for span in finder.find(item.paragraph.text))),
            )
            for item in anchored
            if item.turn == number
        )
        turns.append(SpokenTurn(number, turn, passages, _left_out_before(turn, left_out, finder)))
    return turns


_AFTER = re.compile(r"\bafter\b", re.IGNORECASE)


def _left_out_before(turn: Turn, left_out: set[str], finder: TermFinder) -> tuple[str, ...]:
    """Who spoke before this turn, by its label's note ("speaking after …"), and is left out of the source."""
    if turn.kind is Kind.QUESTION or not _AFTER.search(turn.label_note or ""):
        return ()
    return tuple(span.owner for span in finder.find(turn.label_note or "") if span.owner in left_out)


def _build_parts(record: Record, turns: Sequence[SpokenTurn], topics: Mapping[str, Topic]) -> Iterator[Part]:
    """Each statement is a part; each question begins one that lasts to the next question."""
    left_out = {person.speaker for person in record.participants if person.left_out}
    subjects = {item.at: item.subject for item in record.agenda}
    exchanges = statements = 0
    for group in _group_turns(turns):
        first = group[0]
        if first.turn.kind is Kind.QUESTION:
            exchanges += 1
            asked = first.turn.addressed_to
            spoke = {speaker for turn in group for speaker in turn.left_out_before}
            silent = (asked,) if asked in left_out and asked not in spoke and asked else ()
            heading = subjects.get(first.passages[0].anchor) or _join_topics(first.passages, topics)
            heading = heading or f"Exchange {exchanges}"
            yield Part(f"exchange-{exchanges}", exchanges, heading, group, (), silent)
        else:
            statements += 1
            sections = tuple(_build_sections(first.passages, subjects, topics))
            part_id = "statement" if statements == 1 else f"statement-{statements}"
            heading = "Opening statement" if statements == 1 else "Statement"
            yield Part(part_id, None, heading, group, sections, ())


def _group_turns(turns: Sequence[SpokenTurn]) -> Iterator[tuple[SpokenTurn, ...]]:
    group: list[SpokenTurn] = []
    for turn in turns:
        if turn.turn.kind is not Kind.ANSWER and group:
            yield tuple(group)
            group = []
        group.append(turn)
    if group:
        yield tuple(group)


def _join_topics(passages: Sequence[Passage], topics: Mapping[str, Topic]) -> str:
    """The titles of the topics that passages are about, in order of first appearance."""
    found = dict.fromkeys(topic for passage in passages for topic in passage.about)
    return "; ".join(topics[topic].title for topic in found)


def _build_sections(
    passages: Sequence[Passage], subjects: Mapping[str, str], topics: Mapping[str, Topic]
) -> Iterator[Section]:
    """The stretches of a statement: by the editor's agenda if it names one here, else by shared topics."""
    by_editor = any(passage.anchor in subjects for passage in passages)
    run: list[Passage] = []
    common: set[str] = set()
    subject = "Introduction"
    for passage in passages:
        about = set(passage.about)
        starts = passage.anchor in subjects if by_editor else bool(about) and not common & about
        if starts and run:
            yield Section(subject, tuple(run))
            run = []
        if starts:
            common = about
            subject = subjects.get(passage.anchor) or _join_topics([passage], topics)
        elif about:
            common &= about
            if not by_editor:
                subject = "; ".join(topics[one].title for one in topics if one in common)
        run.append(passage)
    if run:
        yield Section(subject, tuple(run))
