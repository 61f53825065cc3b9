"""What a TEI file says before its text: its source, how it is made, who speaks, what was corrected."""

from __future__ import annotations

from collections.abc import Iterator

from ... import urls
from ...archive.phrases import name_language, show_date
from ...data.definitions import Topic
from .edition import Edition, tell_terms
from .markup import Content, Element
from .tei_names import Pointers, build_participants, tei


def build_header(edition: Edition, to: Pointers) -> Element:
    """The header; `revisionDesc` is there only where something was corrected."""
    return tei(
        "teiHeader",
        {},
        _build_file(edition, to),
        _build_encoding(edition, to),
        _build_profile(edition, to),
        _build_revisions(edition, to),
    )


# --- the file and its source ---


def _build_file(edition: Edition, to: Pointers) -> Element:
    record, slug = edition.transcript.record, edition.transcript.slug
    editor = tei("orgName", {"xml:id": to.id("editor")}, edition.site.name)
    resp = tei("respStmt", {}, tei("resp", {}, "Topics, names, notes and headings"), editor)
    address = urls.transcript(slug)
    return tei(
        "fileDesc",
        {},
        tei("titleStmt", {}, tei("title", {}, record.title), resp),
        tei(
            "extent",
            {},
            tei("measure", {"unit": "passages", "quantity": str(len(edition.transcript.passages))}),
        ),
        tei(
            "publicationStmt",
            {},
            tei("publisher", {}, edition.site.name),
            tei("idno", {"type": "URI"}, edition.address),
            tei("idno", {"type": "URN"}, urls.urn(edition.site.name, address)),
            tei("availability", {}, tei("p", {}, tell_terms(edition.site))),
        ),
        tei("sourceDesc", {}, tei("bibl", {}, *_list_source(edition))),
    )


def _list_source(edition: Edition) -> Iterator[Content]:
    record, source = edition.transcript.record, edition.transcript.record.source
    yield tei("title", {}, source.title or record.title)
    yield tei("publisher", {}, source.publisher)
    yield tei("pubPlace", {}, record.place)
    yield tei("date", {"when": record.date.isoformat()}, show_date(record.date))
    if source.url:
        yield tei("idno", {"type": "URI"}, source.url)
    if source.sha256:
        yield tei("idno", {"type": "SHA-256"}, source.sha256)
    for copy in source.copies:
        yield tei("note", {"type": "copy"}, f"{copy.at}: {copy.url}")
    for other in source.see_also:
        yield tei("note", {"type": "see-also"}, f"{other.title}: {other.url}")
    if source.rights:
        yield tei("availability", {}, tei("p", {}, source.rights))
    if source.note:
        yield tei("note", {}, source.note)


# --- how it is made ---

_EDITORIAL = (
    (
        "correction",
        "The words are those of the source, its mistakes included: they are marked, not corrected.",
    ),
    ("normalization", "White space is folded; nothing else is changed."),
    (
        "segmentation",
        "A seg is a paragraph of the source with its permanent number; a u is a turn of one speaker.",
    ),
    (
        "interpretation",
        "Topics and names are found by rule and decided by an editor. A gap is where words were "
        "spoken that the source leaves out.",
    ),
)
#: What a turn is, by its id.
_KINDS = {
    "statement": "Statement",
    "question": "Question",
    "answer": "Answer",
    "interpreted": "Spoken by an interpreter, for the one who is named",
}


def _build_encoding(edition: Edition, to: Pointers) -> Element:
    editorial = (tei(tag, {}, tei("p", {}, told)) for tag, told in _EDITORIAL)
    kinds = (_build_category(to, told, "kind", kind) for kind, told in _KINDS.items())
    topics = (item for topic in edition.topics for item in _build_topic(to, topic))
    procedural = _build_category(to, "About no topic: a greeting, a list of what was discussed", "procedural")
    return tei(
        "encodingDesc",
        {},
        tei("editorialDecl", {}, *editorial),
        tei(
            "classDecl",
            {},
            tei("taxonomy", {"xml:id": to.id("kinds")}, *kinds),
            tei("taxonomy", {"xml:id": to.id("topics")}, *topics, procedural),
        ),
    )


def _build_topic(to: Pointers, topic: Topic) -> Iterator[Element]:
    """What it is to be about a topic, and to only touch it."""
    yield _build_category(to, f"{topic.title}: {topic.scope}", "topic", topic.id)
    yield _build_category(to, f"{topic.title}, only mentioned", "touched", topic.id)


def _build_category(to: Pointers, told: str, *names: str) -> Element:
    return tei("category", {"xml:id": to.id(*names)}, tei("catDesc", {}, told))


# --- the event, and what was corrected ---


def _build_profile(edition: Edition, to: Pointers) -> Element:
    record = edition.transcript.record
    day = tei("date", {"when": record.date.isoformat()}, show_date(record.date))
    language = tei("language", {"ident": edition.language or "und"}, name_language(record.source.language))
    return tei(
        "profileDesc",
        {},
        tei("settingDesc", {}, tei("setting", {}, tei("placeName", {}, record.place), day)),
        build_participants(edition, to),
        tei("langUsage", {}, language),
    )


def _build_revisions(edition: Edition, to: Pointers) -> Element | None:
    """Every correction, with the words that stood there until then."""
    changes = []
    for change in edition.changes:
        words = tei("q", {"xml:lang": edition.language or "und"}, change.words) if change.words else None
        told = f"{change.told}: " if change.words else f"{change.told}."
        attributes = {"when": change.day.isoformat(), "target": to.link(change.anchor)}
        changes.append(tei("change", attributes, told, words))
    return tei("revisionDesc", {}, *changes) if changes else None
