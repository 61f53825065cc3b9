"""Reads everything below `data/`: what each file holds, and what is wrong with it by itself."""

from __future__ import annotations

import errno
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache, partial
from pathlib import Path

from .. import urls
from ..anchors.lock import Lock, parse_lock
from ..catalogue import SOURCE, speaking
from ..data.characters import LINE_END, decode_source
from ..data.definitions import EntitiesFile, Record, TopicsFile
from ..data.project import ENGLISH, load_language
from ..data.yamlfile import Located, ModelT, decode_yaml, explain_unread
from ..files import identify, read_file
from ..problems import Problem, Stage, explain_bad_byte
from ..store import digest, is_kept, keep, recall, remember

DATA = "data"
TRANSCRIPTS = f"{DATA}/transcripts"
#: In a record that can not be read too: a draft that is broken stands in nobody's way.
_DRAFT = re.compile(rb"^draft:[ \t]*(?:true|yes|on)[ \t]*(?:#.*)?\r?$", re.MULTILINE | re.IGNORECASE)
#: What the store calls the files of a transcript.
_KIND, _CONTENTS = "source", "contents of a source"
#: The digest of each transcript's files as this process last read them, by folder, with what told them.
_digests: dict[str, tuple[list[tuple[int, ...] | None], str]] = {}
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@dataclass(frozen=True)
class Contents:
    """What the text and the lock of a transcript hold, which most of a build can do without."""

    text: str | None = None
    lock: Lock | None = None


@dataclass(frozen=True)
class SourceTranscript:
    """The files of one transcript; None stands for a file that is missing or can not be understood.

    `text_is_clean` is false where the text holds characters that must go: it will change once more. `anchors`
    are those of the lock. `contents` gives what both hold, which is not kept in memory.
    """

    slug: str
    folder: str
    record: Located[Record] | None
    has_text: bool
    text_is_clean: bool
    lock_exists: bool
    anchors: tuple[str, ...] | None
    is_draft: bool = False
    #: Of the files, as they were read.
    digest: str = ""
    contents: Callable[[], Contents] = field(default=Contents, compare=False, repr=False)

    @property
    def text(self) -> str | None:
        """The source text."""
        return self.contents().text

    @property
    def lock(self) -> Lock | None:
        """The lock."""
        return self.contents().lock

    def with_lock(self, lock: Lock) -> SourceTranscript:
        """The same with another lock."""
        anchors, contents = tuple(item.anchor for item in lock.passages), Contents(self.text, lock)
        return replace(self, lock_exists=True, anchors=anchors, contents=lambda: contents)

    @property
    def text_path(self) -> str:
        """The source text, relative to the project."""
        return f"{self.folder}/transcript.txt"

    @property
    def lock_path(self) -> str:
        """The lock, relative to the project."""
        return f"{self.folder}/passages.lock"


@dataclass(frozen=True)
class Sources:
    """All data files, as loaded."""

    topics: Located[TopicsFile] | None
    entities: Located[EntitiesFile] | None
    transcripts: tuple[SourceTranscript, ...]
    #: The ids of the entities that are drafts, where those are left out.
    in_work: frozenset[str] = frozenset()
    #: The language of the archive itself, by its tag.
    home: str = ENGLISH
    #: Of what all transcripts share: topics, entities and that language; and the same without what only pages
    #: say of them, by which no transcript is read.
    digest: str = ""
    basis: str = ""

    @property
    def drafts(self) -> tuple[SourceTranscript, ...]:
        """The transcripts that are in work."""
        return tuple(source for source in self.transcripts if source.is_draft)


def leave_out_drafts(sources: Sources) -> Sources:
    """What is published, or is to be: the same without drafts."""
    entities = _leave_out_draft_entities(sources.entities) if sources.entities else None
    listed = sources.entities.value.entities if sources.entities else ()
    in_work = frozenset(entity.id for entity in listed if entity.draft)
    published = tuple(source for source in sources.transcripts if not source.is_draft)
    return Sources(sources.topics, entities, published, in_work, sources.home, sources.digest, sources.basis)


def _leave_out_draft_entities(file: Located[EntitiesFile]) -> Located[EntitiesFile]:
    kept = [number for number, entity in enumerate(file.value.entities) if not entity.draft]
    places = {old: new for new, old in enumerate(kept)}
    lines = {}
    for at, line in file.lines.items():
        if len(at) < 2 or not isinstance(at[1], int):
            lines[at] = line
        elif at[1] in places:
            lines[("entities", places[at[1]], *at[2:])] = line
    entities = tuple(file.value.entities[number] for number in kept)
    return Located(file.path, file.value.model_copy(update={"entities": entities}), lines)


def load_sources(root: Path) -> tuple[Sources, list[Problem]]:
    """Every data file of the project at `root`, and every problem that a file has by itself."""
    topics_file, entities_file = f"{DATA}/topics.yml", f"{DATA}/entities.yml"
    raw_topics, raw_entities = _read(root / topics_file), _read(root / entities_file)
    topics, problems = _decode_once(raw_topics, topics_file, TopicsFile)
    entities, found = _decode_once(raw_entities, entities_file, EntitiesFile)
    problems = [*problems, *found]
    transcripts = []
    for slug in find_slugs(root):
        with speaking(SOURCE):  # What was read is the same in every language.
            transcript, found = _load_transcript(root, slug)
        transcripts.append(transcript)
        problems += found
    home = load_language(root)
    shared = digest(home, *map(_show_raw, (raw_topics, raw_entities)))
    basis = remember("basis", shared, partial(_digest_basis, home, topics, entities))
    return Sources(topics, entities, tuple(transcripts), home=home, digest=shared, basis=basis), problems


def _digest_basis(
    home: str, topics: Located[TopicsFile] | None, entities: Located[EntitiesFile] | None
) -> str:
    subjects = topics and [one.model_copy(update={"line": "", "scope": ""}) for one in topics.value.topics]
    named = entities and [one.model_copy(update={"description": ""}) for one in entities.value.entities]
    return digest(home, repr(subjects), repr(named))


def _read(path: Path | str) -> bytes | OSError:
    """What a file holds, or why it can not be read."""
    try:
        return read_file(path)
    except OSError as error:
        return error


def _show_raw(raw: bytes | OSError) -> bytes:
    """The same for a digest."""
    return raw if isinstance(raw, bytes) else f"\0{type(raw).__name__} {raw.strerror}".encode()


def _decode(
    raw: bytes | OSError, shown: str, definition: type[ModelT]
) -> tuple[Located[ModelT] | None, list[Problem]]:
    if isinstance(raw, OSError):
        return None, [explain_unread(shown, raw)]
    return decode_yaml(raw, shown, definition)


def _decode_once(
    raw: bytes | OSError, shown: str, definition: type[ModelT]
) -> tuple[Located[ModelT] | None, list[Problem]]:
    return remember(shown, digest(_show_raw(raw)), partial(_decode, raw, shown, definition))


def find_slugs(root: Path) -> list[str]:
    """The names of the transcripts' folders, sorted."""
    folder = root / DATA / "transcripts"
    return sorted(item.name for item in _children(folder) if item.is_dir() and item.name[0] not in "._")


def list_drafts(root: Path) -> list[str]:
    """The slugs of the transcripts that are in work."""
    return [slug for slug in find_slugs(root) if is_marked_draft(root / TRANSCRIPTS / slug / "record.yml")]


def _children(folder: Path) -> Iterator[Path]:
    return folder.iterdir() if folder.is_dir() else iter(())


def _load_transcript(root: Path, slug: str) -> tuple[SourceTranscript, list[Problem]]:
    folder = f"{DATA}/transcripts/{slug}"
    place = str(root / folder)
    paths = [f"{place}/{name}" for name in ("record.yml", "transcript.txt", "passages.lock")]
    stamps = [identify(path) for path in paths]
    before, own = _digests.get(place, (stamps, ""))
    if own and None not in stamps and before == stamps and (found := _recall_transcript(own, paths)):
        return found
    raw, own = _read_transcript(slug, paths)
    _digests[place] = stamps, own
    if found := _recall_transcript(own, paths):
        return found
    transcript, contents, problems = _decode_transcript(slug, folder, own, *raw)
    keep(_KIND, own, (transcript, problems))
    keep(_CONTENTS, own, contents)
    # Where nothing is kept, they stay with it.
    return _recall_transcript(own, paths) or (replace(transcript, contents=lambda: contents), problems)


def _read_transcript(slug: str, paths: Sequence[str]) -> tuple[list[bytes | OSError], str]:
    """What the files of a transcript hold, and the digest of that."""
    raw = [_read(path) for path in paths]
    return raw, digest(slug, *map(_show_raw, raw))


def _recall_transcript(own: str, paths: Sequence[str]) -> tuple[SourceTranscript, list[Problem]] | None:
    """What is kept of a transcript, its contents left where they are."""
    found = recall(_KIND, own) if is_kept(_CONTENTS, own) else None
    if not found:
        return None
    transcript: SourceTranscript = found[0][0]
    contents = partial(_recall_contents, own, transcript.slug, transcript.folder, tuple(paths))
    return replace(transcript, contents=contents), found[0][1]


@lru_cache(1)
def _recall_contents(own: str, slug: str, folder: str, paths: Sequence[str]) -> Contents:
    """The contents that are kept, else those of the files; those of the last transcript are at hand."""
    with speaking(SOURCE):
        if found := recall(_CONTENTS, own):
            contents: Contents = found[0]
            return contents
        raw, there = _read_transcript(slug, paths)
        if there != own:
            raise OSError(errno.EBUSY, "It was changed while it was read; run it again", paths[1])
        contents = _decode_transcript(slug, folder, own, *raw)[1]
        keep(_CONTENTS, own, contents)
        return contents


def _decode_transcript(
    slug: str,
    folder: str,
    own: str,
    raw_record: bytes | OSError,
    raw_text: bytes | OSError,
    raw_lock: bytes | OSError,
) -> tuple[SourceTranscript, Contents, list[Problem]]:
    problems = []
    if not is_slug(slug):
        message = "a transcript's folder is its address: small letters, digits and single hyphens only"
        problems.append(Problem(folder, 1, message))
    elif fault := urls.find_folder_fault(slug):
        problems.append(Problem(folder, 1, fault))
    record, found = _decode(raw_record, f"{folder}/record.yml", Record)
    text, text_problems = _decode_text(raw_text, f"{folder}/transcript.txt")
    lock, exists, lock_problems = _decode_lock(raw_lock, f"{folder}/passages.lock", slug)
    marked = isinstance(raw_record, bytes) and bool(_DRAFT.search(raw_record))
    is_draft = record.value.draft if record else marked
    if not (is_draft and not exists):
        problems += [replace(problem, stage=Stage.LOCK) for problem in lock_problems]
    problems += [*found, *text_problems]
    anchors = tuple(item.anchor for item in lock.passages) if lock else None
    has_text, clean = text is not None, not text_problems
    transcript = SourceTranscript(slug, folder, record, has_text, clean, exists, anchors, is_draft, own)
    return transcript, Contents(text, lock), problems


def is_slug(name: str) -> bool:
    """Whether a name can be that of a transcript's folder."""
    return bool(_SLUG.fullmatch(name))


def is_marked_draft(path: Path) -> bool:
    """Whether a record says `draft: true`, whatever else is wrong with it."""
    return path.is_file() and bool(_DRAFT.search(read_file(path)))


def _decode_text(raw: bytes | OSError, path: str) -> tuple[str | None, list[Problem]]:
    if isinstance(raw, OSError):
        message = f"the source text can not be read ({raw.strerror}): save the transcript here, as UTF-8"
        return None, [Problem(path, 1, message)]
    text, problems = decode_source(raw)
    return text, [Problem(path, item.line, item.message) for item in problems]


def _decode_lock(raw: bytes | OSError, path: str, slug: str) -> tuple[Lock | None, bool, list[Problem]]:
    if isinstance(raw, FileNotFoundError):
        message = (
            f"there is no lock: run 'ontherecord accept {slug}' to give the passages their permanent anchors"
            " (if the transcript was published before, restore the lock from version control instead)"
        )
        return None, False, [Problem(path, 1, message)]
    if isinstance(raw, OSError):
        return None, True, [Problem(path, 1, f"the lock can not be read: {raw.strerror}")]
    try:
        text = "\n".join(LINE_END.split(raw.decode("utf-8-sig")))
    except UnicodeDecodeError as error:
        return None, True, [explain_bad_byte(path, raw, error.start)]
    lock, problems = parse_lock(text, path)
    return lock, True, problems
