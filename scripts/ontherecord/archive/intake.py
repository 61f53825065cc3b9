"""A file that somebody has to a draft of a transcript, written beside the others and never over them."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from pathlib import Path

from ..anchors.anchor import anchor_passages
from ..anchors.lock import build_lock
from ..data.characters import CONTROL, find_invisible
from ..data.definitions import EntitiesFile, Entity, Record, Topic, TopicsFile
from ..data.languages import find_language_code
from ..data.project import load_language
from ..data.yamlfile import load_yaml, parse_yaml
from ..files import write_if_changed
from ..problems import LineProblem, Problem
from ..subjects.names import Finder, find_mentions
from ..subjects.passages import Level
from ..subjects.rules import Finders
from ..subjects.terms import TermFinder
from ..subjects.topics import Subjects, classify_passages
from ..text.formats.reading import read_source
from ..text.formats.source_text import SourceText, clip
from ..text.furniture import is_furniture
from ..text.parse import account, parse_transcript
from ..text.reading import Role
from ..text.turns import Cast, Kind, ParsedTranscript
from .build import build_cast, place_passages
from .cast_proposal import ProposedCast, propose_cast
from .draft_entities import ENTITIES, add_entities, has_entries
from .draft_head import propose_head, propose_slug
from .draft_record import DraftRecord, render_record
from .sources import DATA, TRANSCRIPTS, find_slugs

#: Nobody is declared: labels are found by their shape.
_NOBODY = Cast({}, frozenset(), {}, None, frozenset())


@dataclass(frozen=True)
class Intake:
    """What was understood of a file, and what is to be written: paths below the project, and their bytes."""

    slug: str
    source: SourceText
    parsed: ParsedTranscript
    draft: DraftRecord
    doubts: tuple[LineProblem, ...]
    characters: tuple[tuple[Role, int], ...]
    topics: tuple[tuple[str, int], ...]
    decided: int
    known_names: tuple[str, ...]
    files: tuple[tuple[str, bytes], ...]
    entities: str | None
    remarks: tuple[str, ...] = ()


def plan_intake(
    root: Path,
    path: Path,
    *,
    slug: str | None = None,
    day: date | None = None,
    encoding: str | None = None,
) -> tuple[Intake | None, tuple[Problem, ...]]:
    """What `ontherecord add` makes of a file, or None and why it can make nothing of it; writes nothing."""
    raw = path.read_bytes()
    source, slips = read_source(path.name, raw, encoding)
    if source is None:
        return None, tuple(Problem(str(path), slip.line, slip.message) for slip in slips)
    source = source if source.verbatim else _clean(source)
    entities, topics, problems = _load_shared(root)
    if problems:
        return None, tuple(problems)
    parsed, doubts = parse_transcript(source.text, _NOBODY, titled=True, dated=True)
    known = entities.entities if entities else ()
    cast = propose_cast(parsed, source.text, known)
    head = propose_head(source, parsed, day, cast)
    slug = slug or _free_slug(root, propose_slug(head, cast))
    if problem := _find_clash(root, slug, source.text):
        return None, (problem,)
    new = [speaker for speaker in cast.speakers if speaker.entity is None and not speaker.members]
    changed, remarks = add_entities(root, slug, cast) if new else (None, ())
    listed = parse_yaml(changed.removeprefix("\ufeff"), ENTITIES, EntitiesFile)[0] if changed else None
    topic_list = topics.topics if topics else ()
    headings = (*_list_captions(parsed), *parsed.headings)
    draft = DraftRecord(head, sha256(raw).hexdigest(), cast, headings)
    finders, tag = Finders(topic_list, known, load_language(root)), find_language_code(head.language)
    everyone = listed.value.entities if listed else known
    reading = _read_again(draft, source.text, parsed, everyone, topic_list, finders.topics(tag))
    draft = replace(draft, open_passages=reading.open_passages)
    encoded = _encode(source, raw)
    files = [("transcript.txt", encoded), ("record.yml", render_record(draft).encode())]
    if encoded != raw:
        files.append((f"source{path.suffix.lower()}", raw))
    said = [LineProblem(line, message) for line, message in cast.doubts]
    said += [*_drop_answered(doubts), *reading.doubts, *find_invisible(source.text)]
    return Intake(
        slug,
        source,
        parsed,
        draft,
        tuple(sorted(said, key=lambda one: one.line)),
        tuple(_account(source.text)),
        tuple(_count_topics(topic_list, reading.subjects)),
        len(reading.subjects.assigned) - len(reading.open_passages),
        tuple(_find_names(parsed, cast, known, finders.names(tag))),
        tuple(files),
        changed,
        remarks,
    ), ()


# --- what is known ---------------------------------------------------------------------------------------


def _load_shared(root: Path) -> tuple[EntitiesFile | None, TopicsFile | None, list[Problem]]:
    """The entities and the topics; a file that is missing is none, one that is broken is a problem."""
    problems: list[Problem] = []
    entities = topics = None
    if has_entries(root / ENTITIES):
        found, slips = load_yaml(root / ENTITIES, ENTITIES, EntitiesFile)
        entities = found.value if found else None
        problems += slips
    if has_entries(root / DATA / "topics.yml"):
        listed, slips = load_yaml(root / DATA / "topics.yml", f"{DATA}/topics.yml", TopicsFile)
        topics = listed.value if listed else None
        problems += slips
    return entities, topics, problems


def _clean(source: SourceText) -> SourceText:
    """A text without characters that no text has, where it is not the file's own letter for letter."""
    text, number = CONTROL.subn("", source.text)
    notes = (*source.notes, f"left out: {number} control characters") if number else source.notes
    return SourceText(text, source.hints, notes, source.verbatim)


def _encode(source: SourceText, raw: bytes) -> bytes:
    """The very bytes of a file that is UTF-8 already, else the text as UTF-8."""
    text = source.text.encode()
    return raw if source.verbatim and raw.removeprefix(b"\xef\xbb\xbf") == text else text


# --- where it goes ---------------------------------------------------------------------------------------


def _free_slug(root: Path, slug: str) -> str:
    taken = set(find_slugs(root))
    return next(one for one in (slug, *(f"{slug}-{n}" for n in range(2, 10_000))) if one not in taken)


def _find_clash(root: Path, slug: str, text: str) -> Problem | None:
    """A problem where the folder is there already, or the same text is in another."""
    if (root / TRANSCRIPTS / slug).exists():
        return Problem(
            f"{TRANSCRIPTS}/{slug}", 1, "is there already: give another --slug, or remove it first"
        )
    words = text.removeprefix("\ufeff").encode()
    for other in find_slugs(root):
        path = root / TRANSCRIPTS / other / "transcript.txt"
        if path.is_file() and path.read_bytes().removeprefix(b"\xef\xbb\xbf") == words:
            return Problem(f"{TRANSCRIPTS}/{other}/transcript.txt", 1, "has this very text already")
    return None


def _find_names(
    parsed: ParsedTranscript, cast: ProposedCast, entities: Sequence[Entity], finder: Finder
) -> list[str]:
    """The known ones who speak, and the known names that the words hold."""
    found = {
        mention.entity
        for turn in parsed.spoken
        for paragraph in turn.paragraphs
        for mention in find_mentions(paragraph.text, finder)
    }
    found |= {speaker.id for speaker in cast.speakers}
    return [entity.name for entity in entities if entity.id in found]


# --- what was understood ---------------------------------------------------------------------------------


def _list_captions(parsed: ParsedTranscript) -> Iterator[str]:
    """The lines before unlabelled opening words that nobody spoke: the record must tell them apart."""
    first = next((turn for turn in parsed.turns if turn.kind is not Kind.NOTE), None)
    for piece in parsed.front if first and first.label is None else ():
        if first and piece.line < first.line and not is_furniture(piece.text):
            yield piece.text


def _count_topics(topics: Sequence[Topic], subjects: Subjects) -> list[tuple[str, int]]:
    """How many passages are about each topic, the most frequent first."""
    named = [one.topic for items in subjects.assigned.values() for one in items if one.level is Level.ABOUT]
    counts = [(topic.id, named.count(topic.id)) for topic in topics if topic.id in named]
    return sorted(counts, key=lambda item: (-item[1], item[0]))


def _account(text: str) -> list[tuple[Role, int]]:
    """How many characters but white space each part of the text has."""
    counts = dict.fromkeys(Role, 0)
    for role, words in account(text, _NOBODY):
        counts[role] += sum(not sign.isspace() for sign in words)
    return list(counts.items())


def _drop_answered(doubts: Sequence[LineProblem]) -> list[LineProblem]:
    """The doubts without that of an opening nobody is named for: the cast has said that better."""
    return [doubt for doubt in doubts if "opens: true" not in doubt.message]


@dataclass(frozen=True)
class _Reading:
    """How a text reads once its record declares who speaks: topics of passages, and what is in doubt."""

    subjects: Subjects
    open_passages: tuple[tuple[str, str], ...] = ()
    doubts: tuple[LineProblem, ...] = ()


def _read_again(
    draft: DraftRecord,
    text: str,
    parsed: ParsedTranscript,
    known: Sequence[Entity],
    topics: Sequence[Topic],
    finder: TermFinder,
) -> _Reading:
    """The text as `serve` will read it, and a doubt where that differs from how it was understood."""
    loaded, slips = parse_yaml(render_record(draft), "record.yml", Record)
    if loaded is None:
        doubts = (LineProblem(1, f"the draft can not be loaded yet: {slip.message}") for slip in slips)
        return _Reading(Subjects({}, frozenset()), (), tuple(doubts))
    declared, _ = parse_transcript(text, build_cast(loaded.value, known), titled=True, dated=True)
    anchored, _ = anchor_passages(declared, build_lock(declared), "", "", "")
    placed = list(place_passages(loaded.value, declared, anchored))
    subjects = classify_passages(placed, finder, (), topics)
    open_passages = tuple(
        (one.anchor, clip(one.text, 60))
        for one in placed
        if one.anchor not in subjects.procedural and not _is_about_any(subjects, one.anchor)
    )
    return _Reading(subjects, open_passages, tuple(_compare(parsed, declared)))


def _is_about_any(subjects: Subjects, anchor: str) -> bool:
    return any(one.level is Level.ABOUT for one in subjects.assigned[anchor])


def _compare(parsed: ParsedTranscript, declared: ParsedTranscript) -> Iterator[LineProblem]:
    """A doubt where the text reads otherwise once the record declares its labels."""
    for before, after in zip(parsed.turns, declared.turns, strict=False):
        if (before.kind, before.label, before.paragraphs) != (after.kind, after.label, after.paragraphs):
            message = "with its labels declared, the text reads otherwise from here on: look at the draft"
            yield LineProblem(before.line, message)
            return
    if len(parsed.turns) != len(declared.turns):
        yield LineProblem(1, "with its labels declared, the text has other turns: look at the draft")


# --- writing ---------------------------------------------------------------------------------------------


def write_intake(root: Path, intake: Intake) -> None:
    """Writes all of it or nothing: a folder made beside its place, then the entities."""
    target = root / TRANSCRIPTS / intake.slug
    scratch = target.with_name(f".{intake.slug}.new")
    shutil.rmtree(scratch, ignore_errors=True)
    try:
        scratch.mkdir(parents=True)
        for name, content in intake.files:
            (scratch / name).write_bytes(content)
        if target.exists():
            raise FileExistsError(target)
        scratch.rename(target)
    except BaseException:
        shutil.rmtree(scratch, ignore_errors=True)
        raise
    try:
        if intake.entities is not None:
            write_if_changed(root / ENTITIES, intake.entities.encode())
    except BaseException:
        shutil.rmtree(target)
        raise
