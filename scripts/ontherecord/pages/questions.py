"""The pages of the questions that were put."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from .. import urls
from ..archive.model import Archive, Part, Transcript
from ..archive.paging import Beside, Page, list_beside, locate_events
from ..archive.questions import (
    Question,
    QuestionEvent,
    build_question_pages,
    group_questions,
    list_questions,
)
from ..archive.translations import locate_each
from ..catalogue import say
from ..files import Draft
from ..subjects.passages import Passage
from .head import build_list_json_ld, show_events, title_page
from .printer import Printer


def locate_questions(archive: Archive, slug: str) -> str | None:
    """Where the questions of a transcript's event stand; None where none was put."""
    return archive.derive(_locate).get(slug)


def _locate(archive: Archive) -> Mapping[str, str]:
    return locate_each(archive, locate_events(find_shown(build_question_pages(archive))))


def find_shown(pages: Sequence[Page[QuestionEvent]]) -> Sequence[Page[QuestionEvent]]:
    """The pages that differ: the first alone where it holds all questions."""
    asked = {event.transcript.slug for page in pages for event in page.events}
    return pages[:1] if len(pages[0].events) == len(asked) else pages


def draft_questions(printer: Printer) -> Iterator[Draft]:
    """Every page of questions; the page of a year leads to the first for as long as that holds all."""
    pages = build_question_pages(printer.archive)
    shown = find_shown(pages)
    for page in pages:
        if page not in shown:
            yield printer.moved(page.address, urls.QUESTIONS, say("Questions"))
    for page, beside in list_beside(shown):
        yield _draft_page(printer, page, beside)


def _draft_page(printer: Printer, page: Page[QuestionEvent], beside: Beside[QuestionEvent] | None) -> Draft:
    heading = f"{say('Questions')}, {page.name}" if page.name else say("Questions")
    transcripts = [event.transcript for event in page.events]
    events = show_events(printer.archive, transcripts)
    title = title_page(heading, events)
    told = say("The questions that were put, to whom, and the passages that answer them.")
    return printer.page(
        page.address,
        "questions.html",
        title,
        f"{told} {events}".strip(),
        {
            "styles": ["assets/css/questions.css"],
            "jsonld": None if page.name else build_list_json_ld(printer.site.name, title, None, transcripts),
        },
        [transcript.changed for transcript in transcripts],
        printer.inputs.of(transcripts, beside and beside.told),
        heading=heading,
        shown=page,
        beside=beside,
    )


def find_on_topic(archive: Archive, topic: str, transcript: Transcript) -> list[Question]:
    """The questions of a transcript on a topic, in reading order."""
    return [item for item in archive.each(list_questions)[transcript.slug] if topic in item.topics]


def find_in_part(archive: Archive, part: Part) -> list[Question]:
    """The questions of an exchange, in reading order."""
    return [item for passage in part.passages for item in find_put(archive, passage)]


def find_put(archive: Archive, passage: Passage) -> Sequence[Question]:
    """The questions that a passage puts."""
    return archive.each(group_questions)[passage.transcript].get(passage.anchor, ())
