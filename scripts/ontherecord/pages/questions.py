"""The pages of the questions that were put."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from .. import urls
from ..archive.inputs import Inputs
from ..archive.model import Part, Transcript
from ..archive.paging import Page
from ..archive.questions import Question, QuestionEvent
from ..catalogue import say
from ..files import Draft
from ..store import digest
from .head import build_list_json_ld, show_events, title_page
from .printer import Printer

#: The questions of each transcript, by its slug.
Questions = Mapping[str, tuple[Question, ...]]


def find_shown(pages: Sequence[Page[QuestionEvent]]) -> Sequence[Page[QuestionEvent]]:
    """The pages that differ: the first alone where it holds all questions."""
    asked = {event.transcript.slug for page in pages for event in page.events}
    return pages[:1] if len(pages[0].events) == len(asked) else pages


def draft_questions(
    printer: Printer, pages: Sequence[Page[QuestionEvent]], inputs: Inputs
) -> Iterator[Draft]:
    """Every page of questions; the page of a year leads to the first for as long as that holds all."""
    shown = find_shown(pages)
    for page in pages:
        if page not in shown:
            yield printer.moved(page.address, urls.QUESTIONS, say("Questions"))
    listed = digest(repr([one.listed for one in shown]))
    for page in shown:
        yield _draft_page(printer, shown, page, inputs, listed)


def _draft_page(
    printer: Printer,
    pages: Sequence[Page[QuestionEvent]],
    page: Page[QuestionEvent],
    inputs: Inputs,
    listed: str,
) -> Draft:
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
            "jsonld": build_list_json_ld(printer.site.name, title, None, transcripts),
        },
        [transcript.changed for transcript in transcripts],
        inputs.of(transcripts, listed),
        heading=heading,
        shown=page,
        pages=pages,
    )


def find_on_topic(questions: Questions, topic: str, transcript: Transcript) -> list[Question]:
    """The questions of a transcript on a topic, in reading order."""
    return [item for item in questions.get(transcript.slug, ()) if topic in item.topics]


def find_in_part(asked: Mapping[tuple[str, str], Sequence[Question]], part: Part) -> list[Question]:
    """The questions of an exchange, in reading order; `asked` are those of each passage."""
    found = (asked.get((passage.transcript, passage.anchor), ()) for passage in part.passages)
    return [item for items in found for item in items]
