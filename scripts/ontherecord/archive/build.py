"""From the data files to the archive: load, parse, anchor, classify, every problem of all of them at once."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from .. import urls
from ..anchors.anchor import Anchored, Buried, anchor_passages, explain_tombstone, find_tombstones
from ..anchors.ledger import LEDGER, check_ledger, check_listed, list_addresses, load_ledger
from ..anchors.lock import LOCK_VERSION, Lock, build_lock, rename_speakers
from ..catalogue import SOURCE, speaking
from ..data.characters import find_invisible
from ..data.definitions import EntitiesFile, Entity, EntityKind, Record, Reference, Topic
from ..data.person_names import find_bearers
from ..data.yamlfile import Located
from ..problems import Problem, Stage, order_problems
from ..slotted import unite
from ..store import digest, is_kept, keep, remember
from ..subjects.datings import check_dates
from ..subjects.name_clashes import check_names
from ..subjects.names import find_mentions
from ..subjects.rules import Finders
from ..subjects.topics import Spoken, classify_passages
from ..text.parse import parse_transcript
from ..text.source import fold
from ..text.turns import Cast, Kind, ParsedTranscript, join_speakers
from .assemble import Words, build_transcript, find_leaders, group_turns
from .briefs import check_waivers, find_uncarried
from .check import (
    check_assignments,
    check_decisions,
    check_heading,
    check_labels,
    check_named,
    check_passages,
    check_record,
    check_references,
)
from .check_shared import check_addresses, check_entities, check_places, check_topics
from .footnotes import check_footnotes
from .model import Archive, Transcript
from .questions import check_questions
from .sources import TRANSCRIPTS, Sources, SourceTranscript, leave_out_drafts, load_sources
from .translations import check_translations

#: What the store calls that a transcript has no problem.
_SOUND = "sound"
#: The day of a draft that has none, in an archive that has nothing else.
_NO_OTHER_DAY = date(2000, 1, 1)


@dataclass(frozen=True)
class Tools:
    """What every transcript is classified with."""

    topics: tuple[Topic, ...]
    finders: Finders


@dataclass(frozen=True)
class Checked:
    """The archive, or None and the problems of what is published; and what is yet to be done.

    `to_do` is on drafts; `warnings` are on what is published, and no reason not to build.
    """

    archive: Archive | None
    problems: tuple[Problem, ...]
    to_do: tuple[Problem, ...]
    warnings: tuple[Problem, ...] = ()


def build_archive(root: Path) -> tuple[Archive | None, tuple[Problem, ...]]:
    """The archive of the project at `root`, or None and every problem of its data files, in order."""
    checked = check_archive(root)
    return checked.archive, checked.problems


def check_archive(root: Path, drafts: bool = False) -> Checked:
    """The same, and what is yet to do on drafts; with `drafts`, the archive has those that can be shown."""
    everything, found = load_sources(root)
    sources = leave_out_drafts(everything)
    problems = [problem for problem in found if not _is_of_draft(problem, everything)]
    to_do = [problem for problem in found if _is_of_draft(problem, everything)]
    problems += _check_shared(sources)
    problems += _stage(Stage.LOCK, _check_ledger(root, sources, everything.drafts))
    tools = build_tools(sources)
    transcripts = []
    warnings: list[Problem] = []
    to_do += [item for source in everything.drafts for item in _find_invisible(source)]
    for source in sources.transcripts:
        transcript, slips, doubts = _build_published(source, sources, tools)
        problems += slips
        transcripts.append(transcript)
        warnings += doubts
    # Without a transcript nothing is named yet; in a damaged one a name may be hidden. Both are told already.
    damaged = any(problem.path.startswith(TRANSCRIPTS) for problem in problems)
    if sources.entities and transcripts and not damaged:
        problems += _stage(
            Stage.RECORD,
            check_named(sources.entities, [item for item in transcripts if item], tools.finders),
        )
    ready = [transcript for transcript in transcripts if transcript]
    shown, slips = _build_drafts(everything, ready) if everything.drafts else ([], [])
    to_do = order_problems({*to_do, *slips} - set(problems))
    if problems or sources.entities is None or everything.entities is None:
        return Checked(None, tuple(order_problems(problems)), tuple(to_do))
    newest_first = sorted([*ready, *(shown if drafts else ())], key=_by_day, reverse=True)
    known = (everything if drafts else sources).entities
    entities = {entity.id: entity for entity in _entity_list(known)}
    archive = Archive(
        tools.topics, entities, tuple(newest_first), sources.home, sources.digest, sources.basis
    )
    return Checked(archive, (), tuple(to_do), tuple(order_problems(warnings)))


def _build_published(
    source: SourceTranscript, sources: Sources, tools: Tools
) -> tuple[Transcript | None, list[Problem], list[Problem]]:
    """A transcript, its problems and its warnings, by what all of them were made from."""
    inputs = _digest_inputs(source, sources)

    def build() -> tuple[Transcript | None, list[Problem], list[Problem]]:
        transcript, problems = _build_transcript(source, sources, tools)
        if not transcript or not source.record:
            return transcript, problems, []
        warnings = [*_find_invisible(source), *find_uncarried(source.record, transcript, tools.topics)]
        return unite(replace(transcript, digest=inputs)), problems, warnings

    built = remember("transcript", inputs, build)
    if not built[1] and not is_known_sound(source, sources):
        lock = source.lock
        if lock and lock.version == LOCK_VERSION:
            with speaking(SOURCE):
                keep(_SOUND, inputs, True)
    return built


def is_known_sound(source: SourceTranscript, sources: Sources) -> bool:
    """Whether a build found before that the transcript has no problem, and so agrees with its lock."""
    with speaking(SOURCE):  # In whatever language that build spoke.
        return is_kept(_SOUND, _digest_inputs(source, sources))


def _digest_inputs(source: SourceTranscript, sources: Sources) -> str:
    """The digest of all that a transcript is read by."""
    return digest(source.digest, sources.basis, *sorted(sources.in_work))


def _find_invisible(source: SourceTranscript) -> Iterator[Problem]:
    for slip in find_invisible(source.text or ""):
        yield Problem(source.text_path, slip.line, slip.message)


def _by_day(transcript: Transcript) -> tuple[date, str]:
    return transcript.record.date, transcript.slug


def _stage(stage: Stage, problems: Iterable[Problem]) -> list[Problem]:
    return [replace(problem, stage=stage) for problem in problems]


def _is_of_draft(problem: Problem, sources: Sources) -> bool:
    folders = [source.folder for source in sources.drafts]
    return any(problem.path == folder or problem.path.startswith(f"{folder}/") for folder in folders)


def _check_shared(sources: Sources) -> list[Problem]:
    """What is wrong with topics and entities, and with the addresses of all that has one."""
    problems: list[Problem] = []
    if sources.topics:
        problems += check_topics(sources.topics)
    if sources.entities:
        problems += check_entities(sources.entities)
    problems += check_names(sources.topics, sources.entities)
    problems += check_places(sources.topics, sources.entities)
    records = {item.slug: item.record for item in sources.transcripts}
    problems += check_translations(records)
    return _stage(Stage.RECORD, [*problems, *check_addresses(sources.topics, records)])


def _check_ledger(root: Path, sources: Sources, drafts: Sequence[SourceTranscript]) -> Iterator[Problem]:
    """What was published still resolves, and nothing that was accepted is left out of the ledger."""
    published, slips = load_ledger(root)
    yield from slips
    withdrawn = set()
    for draft in drafts:
        page = urls.transcript(draft.slug)
        gone = {address for address in published if address.startswith(page)}
        withdrawn |= gone
        if gone:
            message = f"{page} was published, and a draft is left out: take 'draft: true' out of its record"
            yield Problem(LEDGER, min(published[address] for address in gone), message)
    yield from check_ledger(published, find_resolvable(sources, published) | withdrawn)
    # A topic or a name may be new; an anchor is in its lock only after it was given out.
    yield from check_listed(published, find_accepted(sources))


def _build_drafts(
    sources: Sources, published: Sequence[Transcript]
) -> tuple[list[Transcript], list[Problem]]:
    """The drafts that can be shown, and what is yet to be done to all of them."""
    to_do = _check_shared(sources)
    tools = build_tools(sources)
    to_do += _find_unfilled(sources.entities) if sources.entities else []
    last = max((transcript.record.date for transcript in published), default=_NO_OTHER_DAY)
    shown = []
    for source in sources.drafts:
        transcript, found = _build_transcript(_date_draft(source, last), sources, tools)
        to_do += [*found, *(_find_unfilled(source.record) if source.record else ())]
        # What rests on a record that names what is not there can not be shown.
        if transcript and transcript.passages and all(item.stage is not Stage.RECORD for item in found):
            shown.append(transcript)
    return shown, to_do


def _find_unfilled(file: Located[EntitiesFile] | Located[Record]) -> list[Problem]:
    return [file.problem(f"'{at[-1]}' is blank: fill it in", *at, stage=Stage.RECORD) for at in file.blanks]


def _date_draft(source: SourceTranscript, last: date) -> SourceTranscript:
    """A draft without a date is shown as of the last known day, so that it stands among the newest."""
    if source.record is None or ("date",) not in source.record.blanks:
        return source
    record = source.record.value.model_copy(update={"date": last})
    return replace(source, record=replace(source.record, value=record))


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
                *(urls.permalink(slug, anchor) for anchor in source.anchors or ()),
            }
            if source.anchors is None:
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
        if source.anchors is not None:
            yield from list_addresses(source.slug, source.anchors)
            yield from map(urls.transcript, source.record.value.aliases if source.record else ())


def build_transcripts(
    sources: Sources, tools: Tools | None = None
) -> list[tuple[Transcript | None, list[Problem]]]:
    """Each transcript that has a lock by its lock, any other as if it were accepted now; and its problems.

    `tools` are those of the topics and entities, if they are at hand.
    """
    tools = tools or build_tools(sources)
    return [_build_transcript(source, sources, tools) for source in sources.transcripts]


def build_tools(sources: Sources) -> Tools:
    """What finds topics and names in every transcript."""
    topics = sources.topics.value.topics if sources.topics else ()
    entities = sources.entities.value.entities if sources.entities else ()
    return Tools(
        topics,
        Finders(topics, entities, sources.home),
    )


def build_cast(record: Record | None, entities: Sequence[Entity]) -> Cast:
    """Who may speak: as the record declares; without a record, whoever the text shows."""
    people = [entity for entity in entities if entity.kind is EntityKind.PERSON]
    names = {name: entity.id for entity in people for name in entity.forms}
    if record is None:
        return Cast({}, frozenset(), names, None, frozenset())
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
    headings = frozenset(fold(heading) for heading in record.headings)
    return Cast(speakers, questions, names, opener, not_labels, chairs, askers, headings)


def _build_transcript(
    source: SourceTranscript, sources: Sources, tools: Tools
) -> tuple[Transcript | None, list[Problem]]:
    """One transcript, or None where a file of it is missing, and every problem that can be seen."""
    problems: list[Problem] = []
    entities = _entity_list(sources.entities)
    if source.record:
        known = {entity.id: entity for entity in entities} if sources.entities else None
        topics = [topic.id for topic in tools.topics] if sources.topics else None
        problems += _stage(Stage.RECORD, check_record(source.record, topics, known, sources.in_work))
    if source.text is None or source.record is None:
        return None, problems
    cast = build_cast(source.record.value, entities)
    parsed, slips = parse_transcript(source.text, cast, titled=True, dated=True)
    problems += [Problem(source.text_path, slip.line, slip.message, Stage.TEXT) for slip in slips]
    problems += _stage(Stage.TEXT, check_heading(source.record, parsed, source.text_path))
    problems += _stage(Stage.TEXT, check_labels(source.record, parsed, source.text_path))
    lock = rename_speakers(source.lock, list_former(entities)) if source.lock else build_lock(parsed)
    if source.lock_exists and source.lock is None:
        return None, problems
    paths = (source.text_path, source.lock_path, source.slug)
    anchored, changes = anchor_passages(parsed, lock, *paths, certain=not problems)
    if source.text_is_clean:
        problems += _stage(Stage.LOCK, changes)
    buried = find_tombstones(lock)
    problems += _stage(Stage.RECORD, _check_anchors(source.record, lock, buried))
    transcript, found = _classify_transcript(source, source.record, parsed, anchored, buried, tools)
    finder = tools.finders.names(source.record.value.source.tag) if sources.entities else None
    found += check_references(source.record, transcript.passages, finder)
    named = {entity.id: entity for entity in entities} if sources.entities else None
    found += check_dates(source.record, transcript.passages, named)
    found += check_footnotes(source.record, transcript.passages)
    return transcript, problems + _stage(Stage.TOPICS, found)


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
    tools: Tools,
) -> tuple[Transcript, list[Problem]]:
    """The transcript with its topics."""
    record = file.value
    spoken = list(place_passages(record, parsed, anchored))
    subjects = classify_passages(
        spoken, tools.finders.topics(record.source.tag), record.decisions, tools.topics
    )
    known = {topic.id for topic in tools.topics}
    # Where topics.yml could not be loaded, every passage would be about nothing.
    problems = list(check_assignments(file, source.text_path, anchored, subjects, known)) if known else []
    problems += check_decisions(file, spoken)
    name_finder = tools.finders.names(record.source.tag)
    references: dict[str, list[Reference]] = {}
    for reference in record.references:
        references.setdefault(reference.passage, []).append(reference)
    named = {
        item.anchor: find_mentions(item.paragraph.text, name_finder, references.get(item.anchor, ()))
        for item in anchored
    }
    words = Words(anchored, subjects.assigned, named, buried)
    transcript = build_transcript(source.slug, record, parsed, words, tools.topics, name_finder)
    transcript = replace(transcript, added=source.lock.added if source.lock else None)
    if known:
        problems += [*check_questions(file, transcript), *check_waivers(file, transcript, tools.topics)]
    return transcript, problems


def place_passages(
    record: Record, parsed: ParsedTranscript, anchored: Sequence[Anchored]
) -> Iterator[Spoken]:
    """Each passage with the turn and the exchange that it stands in."""
    leaders = find_leaders(record)
    numbered = enumerate(parsed.spoken, 1)
    groups = group_turns([(turn, (number, turn)) for number, turn in numbered], leaders)
    exchanges: dict[int, int] = {}
    exchange = 0
    for group in groups:
        if any(turn.kind is Kind.QUESTION for _, turn in group):
            exchange += 1
            exchanges.update((number, exchange) for number, _ in group)
    for item in anchored:
        turn = parsed.spoken[item.turn - 1]
        led = bool(turn.speakers) and {*turn.speakers} <= leaders
        inside = exchanges.get(item.turn)
        yield Spoken(item.anchor, item.paragraph.text, item.turn, turn.kind, inside, led)


def _check_anchors(file: Located[Record], lock: Lock, buried: Sequence[Buried]) -> Iterator[Problem]:
    """What the record says of passages: see `check.check_passages`."""
    removed = {item.anchor: explain_tombstone(item.anchor, item.successors) for item in buried}
    return check_passages(file, [passage.anchor for passage in lock.live], removed)
