"""The data that the site gives away: passages, topics, citations, and records for reference managers."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath

from . import urls
from .bibliography import Entry, passage_entry, render_bibtex, render_csl_json, render_ris, transcript_entry
from .cite import PLACEHOLDER_BASE, STYLES, Citation, cite_passages
from .definitions import Topic
from .model import Archive, Transcript
from .write import File


def export_files(archive: Archive, base: str) -> Iterator[File]:
    """Every data file; `base` is the site's address, or `PLACEHOLDER_BASE` where a build does not know it."""
    rows = [row for transcript in reversed(archive.transcripts) for row in export_passages(transcript)]
    yield _json_file(urls.PASSAGES_JSON, rows)
    yield _json_file(urls.TOPICS_JSON, [export_topic(archive, topic) for topic in archive.topics])
    for transcript in archive.transcripts:
        yield _json_file(urls.citations(transcript.slug), export_citations(archive, transcript, base), None)
        # Where the address is not known, a relative one is still true; an invented one is not.
        entry = transcript_entry(archive, transcript, "" if base == PLACEHOLDER_BASE else base)
        for suffix, text in render_entry(entry).items():
            path = urls.transcript(transcript.slug) + urls.CITE_FILES[suffix]
            yield File(PurePosixPath(path), text.encode())


def _json_file(path: str, value: object, indent: int | None = 1) -> File:
    return File(PurePosixPath(path), (json.dumps(value, ensure_ascii=False, indent=indent) + "\n").encode())


def export_passages(transcript: Transcript) -> Iterator[dict[str, object]]:
    """The passages of a transcript as the data export's contract has them."""
    for passage in transcript.passages:
        turn = transcript.turn_of(passage).turn
        yield {
            "id": urls.passage_id(transcript.slug, passage.anchor),
            "transcript": transcript.slug,
            "anchor": passage.anchor,
            "url": urls.permalink(transcript.slug, passage.anchor),
            "turn": passage.turn,
            "kind": turn.kind.value,
            "speaker": turn.speaker,
            "label": turn.label,
            "label_note": turn.label_note,
            "addressed_to": turn.addressed_to,
            "text": passage.text,
            "about": list(passage.about),
            "mentions": list(passage.mentions),
            "entities": list(passage.entities),
        }


def export_topic(archive: Archive, topic: Topic) -> dict[str, object]:
    """A topic, and for each of its passages why it was assigned."""
    assigned = [
        {
            "passage": urls.passage_id(transcript.slug, passage.anchor),
            "level": item.level.value,
            "term": item.term,
            "reason": item.reason,
        }
        for transcript in reversed(archive.transcripts)
        for passage in transcript.passages
        for item in passage.assignments
        if item.topic == topic.id
    ]
    return {
        "id": topic.id,
        "title": topic.title,
        "url": urls.topic(topic.id),
        "scope": topic.scope,
        "terms": list(topic.terms),
        "related": list(topic.related),
        "assignments": assigned,
    }


def export_citations(archive: Archive, transcript: Transcript, base: str) -> dict[str, object]:
    """What the pages' script offers under Cite, by anchor; it puts the real address for `base`, if any."""
    cited = cite_passages(archive, transcript, base)
    passages = {
        passage.anchor: {
            "cite": _show_citations(cited[passage.anchor]),
            **render_entry(passage_entry(archive, transcript, passage, base)),
        }
        for passage in transcript.passages
    }
    styles = [{"id": style.id, "name": style.name} for style in STYLES]
    return {"base": base if base == PLACEHOLDER_BASE else "", "styles": styles, "passages": passages}


def _show_citations(cited: Mapping[str, Citation]) -> dict[str, dict[str, str]]:
    return {
        style: {"text": item.text, "html": item.html, "in_text": item.in_text}
        for style, item in cited.items()
    }


def render_entry(entry: Entry) -> dict[str, str]:
    """A record for reference managers in each format."""
    return {"bibtex": render_bibtex(entry), "ris": render_ris(entry), "csl": render_csl_json(entry)}
