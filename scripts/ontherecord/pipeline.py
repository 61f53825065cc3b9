"""The one direction in which everything flows: data to archive to files and search records."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from . import urls
from .archive import build_archive
from .card import Painter
from .cite import PLACEHOLDER_BASE
from .export import export_files
from .model import Archive, Passage, Transcript
from .outcome import SearchRecord, Synced
from .phrases import shorten, show_date
from .render import render_pages
from .write import File, sync_files

#: Of two passages that match alike, the one that treats the subject comes before one that only names it.
_WEIGHT_PROCEDURAL = 0.5


def sync_docs(root: Path) -> Synced:
    """Checks the data of the project at `root` and makes its docs/ agree; on any problem writes nothing."""
    archive, problems = build_archive(root)
    if archive is None:
        return Synced(problems, ())
    docs = root / "docs"
    sync_files(docs, build_files(archive, docs, find_base()))
    return Synced((), tuple(build_records(archive)))


def find_base() -> str:
    """The site's address with its final slash, as the deployment gives it, or `PLACEHOLDER_BASE`."""
    return (os.environ.get("SITE_URL") or PLACEHOLDER_BASE).rstrip("/") + "/"


def build_files(archive: Archive, docs: Path, base: str) -> Iterator[File]:
    """Every generated file; `docs` holds the fonts and the cards that were drawn before."""
    yield from render_pages(archive, base)
    yield from export_files(archive, base)
    painter = Painter(docs / "assets")
    for transcript in archive.transcripts:
        path = PurePosixPath(urls.transcript(transcript.slug) + urls.CARD)
        old = (docs / path).read_bytes() if (docs / path).is_file() else None
        yield File(path, painter.paint(archive, transcript, old))


def build_records(archive: Archive) -> Iterator[SearchRecord]:
    """One search record a passage, in reading order."""
    for transcript in archive.transcripts:
        for passage in transcript.passages:
            yield _build_record(archive, transcript, passage)


def _build_record(archive: Archive, transcript: Transcript, passage: Passage) -> SearchRecord:
    turn = transcript.turn_of(passage)
    speaker = archive.entities[turn.turn.speaker].name if turn.turn.speaker else "Journalist"
    asked = transcript.asked_by(turn, passage.about)
    titles = {topic.id: topic.title for topic in archive.topics}
    day = transcript.record.date
    meta = {
        # A search finds words of these too, so what is no word of the passage stands as a sign.
        "kind": turn.turn.kind.value[0],
        "day": day.strftime("%Y%m%d"),
        "number": passage.number,
        "topics": " ".join(passage.about),
        "question": shorten(asked[0].text) if asked else "",
    }
    return SearchRecord(
        url=urls.permalink(transcript.slug, passage.anchor),
        title=speaker,
        content=passage.text,
        meta=meta,
        filters={
            "topic": tuple(titles[topic] for topic in passage.about),
            "speaker": (speaker,),
            "kind": (turn.turn.kind.value.capitalize(),),
            "year": (str(day.year),),
            "transcript": (f"{show_date(day)}, {transcript.record.short_title}",),
        },
        sort={"date": day.isoformat()},
        weight=1.0 if passage.about else _WEIGHT_PROCEDURAL,
    )
