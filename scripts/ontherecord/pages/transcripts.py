"""The list of transcripts, and the page of each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import groupby, islice

from .. import urls
from ..archive.model import Transcript
from ..archive.paging import Beside, Event, Page, build_pages, list_beside
from ..archive.phrases import count_of, show_date
from ..catalogue import say
from ..exports.citations import Citation, cite_passage, cite_transcript
from ..exports.manuals import MANUALS, Manual
from ..files import Draft
from .charts import locate_charts
from .head import build_json_ld, build_preview, build_tags, describe_text, list_alternates
from .passages import NAMES_HEAD, find_example, show_citation
from .printer import Printer
from .questions import locate_questions
from .timeline import build_timeline

#: Most transcripts on one page of the list.
PAGE_LIMIT = 200


def draft_transcripts(printer: Printer) -> Iterator[Draft]:
    """The list, then each transcript and the pages at its old addresses."""
    archive = printer.archive
    yield next(_draft_list(printer))
    for transcript in archive.transcripts:
        address = urls.transcript(transcript.slug)
        page = partial(_draft_transcript, printer, transcript)
        told = printer.inputs.of([transcript], *_find_ways(printer, transcript.slug))
        yield printer.later(address, page, told)
        for alias in transcript.record.aliases:
            yield printer.moved(urls.transcript(alias), address, transcript.record.title, transcript)


def draft_years(printer: Printer) -> Iterator[Draft]:
    """The pages of the list by year, where it is too long for one."""
    yield from islice(_draft_list(printer), 1, None)


def _draft_list(printer: Printer) -> Iterator[Draft]:
    events = [Event(transcript) for transcript in printer.archive.once.transcripts]
    pages = build_pages(events, lambda _: 1, PAGE_LIMIT, urls.transcripts)
    for page, beside in list_beside(pages):
        make = partial(_draft_list_page, printer, page, beside)
        # The first says what the archive has.
        own = [event.transcript for event in page.events] if page.name else printer.archive.transcripts
        yield printer.later(page.address, make, printer.inputs.of(own, beside and beside.told))


def _draft_list_page(printer: Printer, page: Page[Event], beside: Beside[Event] | None) -> Draft:
    transcripts = [event.transcript for event in page.events]
    years = groupby(transcripts, lambda item: item.record.date.year)
    return printer.page(
        page.address,
        "transcripts.html",
        f"{say('Transcripts')}, {page.name}" if page.name else say("Transcripts"),
        f"{count_of(len(transcripts), 'transcript')}."
        if page.name
        else say("Every transcript of the archive, newest first."),
        days=[transcript.changed for transcript in transcripts],
        shown=page,
        beside=beside,
        years=[(str(year), list(items)) for year, items in years],
    )


def _find_ways(printer: Printer, slug: str) -> Sequence[object]:
    """Where a transcript's page leads to by what other transcripts have a say in, and whether to a PDF."""
    archive, pdf = printer.archive, printer.shared["pdf"]
    dates = build_timeline(archive).find_transcript(slug)
    return locate_charts(archive, slug), locate_questions(archive, slug), dates, pdf


def _draft_transcript(printer: Printer, transcript: Transcript) -> Draft:
    record = transcript.record
    day = show_date(record.date)
    alternates = list_alternates(printer.archive, transcript)
    return printer.page(
        urls.transcript(transcript.slug),
        "transcript.html",
        f"{record.short_title}, {day}",
        f"{record.title}, {day}: {describe_text(printer.archive, transcript)}",
        {
            "preview": build_preview(printer.archive, transcript),
            "tags": build_tags(printer.archive, transcript, printer.site.name),
            "jsonld": build_json_ld(printer.archive, transcript, printer.site.name),
            **({"alternates": alternates} if alternates else {}),
            **NAMES_HEAD,
        },
        [transcript.changed],
        transcript=transcript,
        record=record,
        citations=_cite(printer, transcript),
        citation=partial(show_citation, printer.site),
        example=find_example(transcript),
        address_known=bool(printer.site.address),
    )


def _cite(printer: Printer, transcript: Transcript) -> list[tuple[Manual, tuple[Citation, ...], Citation]]:
    """Each style with the forms for the transcript, and that which names an example passage."""
    archive, site = printer.archive, printer.site.name
    whole = cite_transcript(archive, transcript, site)
    turn = transcript.turn_of(find_example(transcript))
    example = cite_passage(archive, transcript, turn, site)
    return [(item, whole[item.id], next(one for one in example[item.id] if one.several)) for item in MANUALS]
