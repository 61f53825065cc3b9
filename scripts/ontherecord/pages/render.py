"""The pages of an archive: each kind in a module of its own, and what all their templates may use."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from itertools import chain

from .. import urls
from ..anchors.wordings import diff_words
from ..archive.footnotes import Notes, build_notes
from ..archive.model import Archive, Transcript
from ..archive.name_index import find_excerpt
from ..archive.phrases import (
    capitalise,
    count_of,
    list_participants,
    name_entity,
    name_kind,
    name_language,
    shorten,
    show_attribution,
    show_date,
    show_ranges,
    show_span,
    tell_gap,
    tell_left_out,
    tell_not_answered,
)
from ..archive.questions import tell_unheard
from ..catalogue import show_number
from ..exports.downloads.edition import Edition
from ..exports.downloads.formats import list_formats
from ..exports.downloads.paper import can_set
from ..exports.works import cite_event, cite_speaker
from ..files import Draft
from ..urls import Site
from . import passages
from .charts import draft_charts, locate_charts
from .check import draft_check
from .data import draft_data
from .empty import draft_empty
from .home import draft_home
from .map import draft_map
from .names import draft_names
from .printer import Printer
from .questions import draft_questions, find_in_part, find_put, locate_questions
from .ribbon import SMALL, build_ribbon, build_row
from .search import draft_search
from .timeline import build_timeline, show_when
from .timeline_drawing import draft_timeline
from .topics import build_index, draft_topics
from .transcripts import draft_transcripts, draft_years

#: What drafts the pages whose addresses begin so.
_KINDS: Mapping[str, Callable[[Printer], Iterator[Draft]]] = {
    urls.HOME: draft_home,
    urls.TRANSCRIPTS: draft_transcripts,
    urls.YEARS: draft_years,
    urls.TOPICS: draft_topics,
    urls.NAMES: draft_names,
    urls.QUESTIONS: draft_questions,
    urls.SEARCH: draft_search,
    urls.CHECK: draft_check,
    urls.DATA: draft_data,
    urls.MAP: draft_map,
    urls.CHARTS: draft_charts,
    urls.TIMELINE: draft_timeline,
}


def draft_pages(archive: Archive, site: Site, pdf: bool = True) -> Iterator[Draft]:
    """Every generated page."""
    return chain.from_iterable(_draft(archive, site, pdf, kind) for kind in _KINDS)


def draft_page(archive: Archive, site: Site, address: str, pdf: bool = True) -> Draft | None:
    """The generated page at an address, None where there is none; only those of its kind are drafted."""
    kind = "".join(address.partition("/")[:2]) if archive.transcripts else urls.HOME
    pages, path = _draft(archive, site, pdf, kind), urls.page_file(address)
    return next((page for page in pages if page.path == path), None)


def _draft(archive: Archive, site: Site, pdf: bool, kind: str) -> Iterator[Draft]:
    """The pages of a kind; those of an archive without a transcript all count as the home's."""
    if not archive.transcripts:
        return draft_empty(Printer(archive, site, _share_words(archive))) if kind == urls.HOME else iter(())
    printer = Printer(archive, site, {**_share_words(archive), **_share_ways(archive, site, pdf)})
    return _KINDS[kind](printer) if kind in _KINDS else iter(())


def _share_ways(archive: Archive, site: Site, pdf: bool) -> Mapping[str, object]:
    """What templates find other pages by, and what belongs to a passage."""
    timeline, notes = build_timeline(archive), archive.each(_note)
    return {
        "pdf": pdf and can_set(),
        "formats": lambda transcript: list_formats(Edition(archive, transcript, site), pdf),
        "indexes": partial(build_index, archive),
        "charts_at": partial(locate_charts, archive),
        "questions_at": partial(locate_questions, archive),
        "dates_at": timeline.find_transcript,
        "dates_of": timeline.find_dates,
        "noted": lambda passage: notes[passage.transcript].get(passage.anchor),
        "unheard": lambda passage: tell_unheard(archive, find_put(archive, passage)),
        "questions_in": partial(find_in_part, archive),
    }


def _note(_: Archive, transcript: Transcript) -> Mapping[str, Notes]:
    return build_notes(transcript)


def _share_words(archive: Archive) -> Mapping[str, object]:
    """What templates put things into words with."""
    topics = {topic.id: topic for topic in archive.topics}
    return {
        "archive": archive,
        "listed": archive.once.transcripts,
        "others_of": lambda transcript: [(one, None) for one in archive.translations(transcript.slug)],
        "elsewhere": lambda passage: [
            (archive.by_slug[one.transcript], one) for one in archive.counterparts(passage)
        ],
        "topics": topics,
        "urls": urls,
        "date": show_date,
        "count": count_of,
        "number_of": show_number,
        "kind": name_kind,
        "kind_of": name_entity,
        "tongue_name": name_language,
        "raise": capitalise,
        "left_out": partial(tell_left_out, archive),
        "span": show_span,
        "shorten": shorten,
        "ranges": passages.show_topic_ranges,
        "runs": show_ranges,
        "tongue": partial(passages.show_tongue, archive),
        "printed_in": partial(passages.show_printed, archive),
        "noted_in": partial(passages.show_noted, archive),
        "show_attribution": partial(show_attribution, archive),
        "person": archive.short_names.__getitem__,
        "speaker_name": archive.name_speaker,
        "taking_part": partial(list_participants, archive),
        "ribbon": partial(build_ribbon, topics=topics),
        "ribbon_row": build_row,
        "small": SMALL,
        "tell_gap": partial(tell_gap, archive),
        "tell_not_answered": partial(tell_not_answered, archive),
        "explain": passages.explain_topics,
        "diff": diff_words,
        "cited_as": partial(cite_speaker, archive),
        "cited_event": cite_event,
        "linked": passages.link_names,
        "find_excerpt": find_excerpt,
        "reasons": passages.list_reasons,
        "show_when": show_when,
    }
