"""What a page says of itself to programs: Open Graph, the tags that Zotero reads, and JSON-LD."""

from __future__ import annotations

from collections.abc import Sequence

from .. import urls
from ..archive.model import Archive, Transcript
from ..archive.phrases import count_of, show_date
from ..catalogue import say
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
    authors = [split_name(archive.entities[speaker]) for speaker in transcript.speakers]
    names = [", ".join(filter(None, (name.surname, name.given, name.suffix))) for name in authors]
    language = record.source.tag
    return [
        {"name": "DC.title", "content": record.title},
        *({"name": "DC.creator", "content": name} for name in names),
        {"name": "DC.date", "content": record.date.isoformat()},
        {"name": "DC.publisher", "content": record.source.publisher},
        {"name": "DC.type", "content": say(GENRE)},
        *([{"name": "DC.language", "content": language}] if language else []),
        {"name": "z:itemType", "content": "report"},
        {"name": "z:place", "content": record.place},
        {"name": "z:seriesTitle", "content": site},
    ]


def describe_text(archive: Archive, transcript: Transcript) -> str:
    """What a transcript is, and whose words are not in it."""
    people = [archive.short_names[one] for one in sorted(transcript.record.left_out)]
    missing = [say("{speaker}’s words are not in it.", speaker=person) for person in people]
    return " ".join([say("the text as its publisher gave it, passage by passage."), *missing])


def build_preview(archive: Archive, transcript: Transcript) -> Tag:
    """The title and the description that a shared link shows."""
    record = transcript.record
    what = describe_text(archive, transcript)
    return {
        "title": record.title,
        "description": f"{show_date(record.date)}, {record.place}: {what}",
    }


def show_events(archive: Archive, transcripts: Sequence[Transcript]) -> str:
    """Who spoke, where and when, or how many news conferences; `transcripts` are newest first."""
    if not transcripts:
        return ""
    if len(transcripts) > 1:
        first, last = transcripts[-1].record.date.year, transcripts[0].record.date.year
        years = str(first) if first == last else say("{first} to {last}", first=first, last=last)
        return f"{count_of(len(transcripts), 'news conference')}, {years}"
    record = transcripts[0].record
    speakers = [archive.entities[speaker].name for speaker in transcripts[0].speakers]
    return ", ".join(filter(None, (*speakers, record.place, show_date(record.date))))


def title_page(title: str, events: str) -> str:
    """The title that a page has in a list of search results: Syria: Dov Amit, Selwyn, 15 July 2016."""
    return f"{title}: {events}" if events else title


#: What schema.org calls an entity of each kind.
_TYPES = {
    EntityKind.PERSON: "Person",
    EntityKind.ORGANISATION: "Organization",
    EntityKind.GROUP: "Organization",
    EntityKind.PLACE: "Place",
    EntityKind.DOCUMENT: "CreativeWork",
    EntityKind.EVENT: "Event",
}


def describe_thing(name: str, description: str, kind: EntityKind | None = None) -> dict[str, str]:
    """A topic or an entity as schema.org has it."""
    kind_there = _TYPES.get(kind, "Thing") if kind else "Thing"
    return {"@type": kind_there, "name": name, "description": description}


def build_list_json_ld(
    site: str, title: str, about: dict[str, str] | None, transcripts: Sequence[Transcript]
) -> dict[str, object]:
    """A page that gathers passages or questions of these transcripts, as schema.org has it."""
    return {
        "@context": "https://schema.org",
        "@type": "CollectionPage",
        "name": title,
        **({"about": about} if about else {}),
        "isBasedOn": [
            {
                "@type": "CreativeWork",
                "name": item.record.title,
                "dateCreated": item.record.date.isoformat(),
            }
            for item in transcripts
        ],
        "isPartOf": {"@type": "WebSite", "name": site},
    }


def list_alternates(archive: Archive, transcript: Transcript) -> list[Tag]:
    """The pages of an event in each of its languages, its own among them; none where there is one alone."""
    others = archive.translations(transcript.slug)
    texts = sorted((transcript, *others) if others else (), key=lambda item: item.slug)
    return [
        {"language": language, "address": urls.transcript(item.slug)}
        for item in texts
        if (language := item.record.source.tag)
    ]


def build_json_ld(archive: Archive, transcript: Transcript, site: str) -> dict[str, object]:
    """The transcript as schema.org has it."""
    record = transcript.record
    authors = [_describe_author(archive.entities[speaker]) for speaker in transcript.speakers]
    language = record.source.tag
    return {
        "@context": "https://schema.org",
        "@type": "CreativeWork",
        "genre": say(GENRE),
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
        **_describe_translations(archive, transcript),
        "isPartOf": {"@type": "WebSite", "name": site},
    }


def _describe_translations(archive: Archive, transcript: Transcript) -> dict[str, object]:
    """The work that a transcript translates, or those that translate it."""
    here = urls.transcript(transcript.slug)
    works = {
        item.slug: {
            "@type": "CreativeWork",
            "name": item.record.title,
            "url": urls.relative(here, urls.transcript(item.slug)),
            **({"inLanguage": item.record.source.tag} if item.record.source.tag else {}),
        }
        for item in archive.translations(transcript.slug)
    }
    if original := works.get(transcript.event):
        return {"translationOfWork": original}
    return {"workTranslation": list(works.values())} if works else {}


def _describe_author(entity: Entity) -> dict[str, str]:
    return {
        "@type": "Person" if entity.kind in (EntityKind.PERSON, EntityKind.OFFICE) else "Organization",
        "name": entity.name,
    }
