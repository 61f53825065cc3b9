"""What a page says of itself to programs: Open Graph, the tags that Zotero reads, and JSON-LD."""

from __future__ import annotations

from ..archive.model import Archive, Transcript
from ..archive.phrases import show_date
from ..data.definitions import Entity, EntityKind
from ..data.person_names import split_name

Tag = dict[str, str]


def build_tags(archive: Archive, transcript: Transcript) -> list[Tag]:
    """The meta tags of a transcript's page, in order; addresses are left to the page's template."""
    record = transcript.record
    authors = [split_name(archive.entities[speaker]) for speaker in _speakers(transcript)]
    names = [", ".join(filter(None, (name.surname, name.given, name.suffix))) for name in authors]
    day = record.date.isoformat()
    tags = [
        {"name": "citation_title", "content": record.title},
        *({"name": "citation_author", "content": name} for name in names),
        {"name": "citation_publication_date", "content": day.replace("-", "/")},
        {"name": "citation_publisher", "content": record.source.publisher},
        {"name": "citation_language", "content": "en"},
        {"name": "DC.title", "content": record.title},
        *({"name": "DC.creator", "content": name} for name in names),
        {"name": "DC.date", "content": day},
        {"name": "DC.publisher", "content": record.source.publisher},
        {"name": "DC.coverage", "content": record.place},
        {"name": "DC.language", "content": "en"},
    ]
    return [tag for tag in tags if record.source.language == "English" or "language" not in tag["name"]]


def build_preview(transcript: Transcript) -> Tag:
    """The title and the description that a shared link shows."""
    record = transcript.record
    return {
        "title": record.title,
        "description": f"{show_date(record.date)}, {record.place}. Full transcript, passage by passage.",
    }


def build_json_ld(archive: Archive, transcript: Transcript) -> dict[str, object]:
    """The transcript as schema.org has it."""
    record = transcript.record
    authors = [_describe_author(archive.entities[speaker]) for speaker in _speakers(transcript)]
    language = {"inLanguage": "en"} if record.source.language == "English" else {}
    return {
        "@context": "https://schema.org",
        "@type": "CreativeWork",
        "genre": "News conference transcript",
        "name": record.title,
        "headline": record.title,
        "dateCreated": record.date.isoformat(),
        "datePublished": record.date.isoformat(),
        "locationCreated": {"@type": "Place", "name": record.place},
        "author": authors,
        "publisher": {"@type": "Organization", "name": record.source.publisher},
        **language,
        "about": [
            {"@type": "Thing", "name": topic.title}
            for topic in archive.topics
            if any(topic.id in passage.about for passage in transcript.passages)
        ],
        "isPartOf": {"@type": "WebSite", "name": "On the Record"},
    }


def _describe_author(entity: Entity) -> dict[str, str]:
    return {"@type": "Person" if entity.kind is EntityKind.PERSON else "Organization", "name": entity.name}


def _speakers(transcript: Transcript) -> list[str]:
    """Those whose words the transcript gives, in order of first speaking."""
    return list(dict.fromkeys(speaker for turn in transcript.turns for speaker in turn.turn.speakers))
