"""What a page says of itself to programs: Open Graph, the tags that Zotero reads, and JSON-LD."""

from __future__ import annotations

from ..archive.model import Archive, Transcript
from ..archive.phrases import show_date
from ..data.countries import find_language_code
from ..data.definitions import Entity, EntityKind
from ..data.person_names import split_name
from ..exports.bibliography import GENRE

Tag = dict[str, str]


def build_tags(archive: Archive, transcript: Transcript, site: str) -> list[Tag]:
    """The meta tags of a transcript's page, in order; addresses are left to the page's template.

    By its translators Embedded Metadata.js and RDF.js, Zotero takes a page that has a citation_title for an
    article of a journal, so there is none. Names that begin with z are its own: they make of the page what
    the records for reference managers say of it.
    """
    record = transcript.record
    authors = [split_name(archive.entities[speaker]) for speaker in _speakers(transcript)]
    names = [", ".join(filter(None, (name.surname, name.given, name.suffix))) for name in authors]
    language = find_language_code(record.source.language)
    return [
        {"name": "DC.title", "content": record.title},
        *({"name": "DC.creator", "content": name} for name in names),
        {"name": "DC.date", "content": record.date.isoformat()},
        {"name": "DC.publisher", "content": record.source.publisher},
        {"name": "DC.type", "content": GENRE},
        *([{"name": "DC.language", "content": language}] if language else []),
        {"name": "z:itemType", "content": "report"},
        {"name": "z:place", "content": record.place},
        {"name": "z:seriesTitle", "content": site},
    ]


def build_preview(transcript: Transcript) -> Tag:
    """The title and the description that a shared link shows."""
    record = transcript.record
    return {
        "title": record.title,
        "description": f"{show_date(record.date)}, {record.place}. Full transcript, passage by passage.",
    }


def build_json_ld(archive: Archive, transcript: Transcript, site: str) -> dict[str, object]:
    """The transcript as schema.org has it."""
    record = transcript.record
    authors = [_describe_author(archive.entities[speaker]) for speaker in _speakers(transcript)]
    language = find_language_code(record.source.language)
    return {
        "@context": "https://schema.org",
        "@type": "CreativeWork",
        "genre": GENRE,
        "name": record.title,
        "headline": record.title,
        "dateCreated": record.date.isoformat(),
        "datePublished": record.date.isoformat(),
        "locationCreated": {"@type": "Place", "name": record.place},
        "author": authors,
        "publisher": {"@type": "Organization", "name": record.source.publisher},
        **({"inLanguage": language} if language else {}),
        "about": [
            {"@type": "Thing", "name": topic.title}
            for topic in archive.topics
            if any(topic.id in passage.about for passage in transcript.passages)
        ],
        "isPartOf": {"@type": "WebSite", "name": site},
    }


def _describe_author(entity: Entity) -> dict[str, str]:
    return {
        "@type": "Person" if entity.kind in (EntityKind.PERSON, EntityKind.OFFICE) else "Organization",
        "name": entity.name,
    }


def _speakers(transcript: Transcript) -> list[str]:
    """Those whose words the transcript gives, in order of first speaking."""
    return list(dict.fromkeys(speaker for turn in transcript.turns for speaker in turn.turn.speakers))
