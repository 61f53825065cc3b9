"""Pages from the archive: Markdown files that hold HTML blocks, made by templates."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from pathlib import PurePosixPath
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from . import urls
from .definitions import Entity, Topic
from .escape import escape_text
from .index import Skipped, TopicIndex, TopicPage, build_index
from .model import Archive, Kind, Passage, SpokenTurn, Transcript
from .phrases import count_of, shorten, show_date, show_ranges, show_span
from .ribbon import build_ribbon

#: How many transcripts the home page lists.
HOME_LIMIT = 6


@dataclass(frozen=True)
class File:
    """A generated file: its path below docs/ and its text."""

    path: PurePosixPath
    text: str


class Renderer:
    """Renders the pages of one archive."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        self.topics: Mapping[str, Topic] = {topic.id: topic for topic in archive.topics}
        self.indexes: Mapping[str, TopicIndex] = {item.topic.id: item for item in build_index(archive)}
        self._environment = _build_environment()
        self._environment.globals.update(
            archive=archive,
            topics=self.topics,
            indexes=self.indexes,
            urls=urls,
            date=show_date,
            count=count_of,
            span=show_span,
            shorten=shorten,
            ranges=self.topic_ranges,
            person=self.person,
            speaker_name=self.speaker_name,
            ribbon=partial(build_ribbon, topics=self.topics),
            why=explain_assignment,
        )

    def pages(self) -> Iterator[File]:
        """Every generated page."""
        example = find_example(self.archive.transcripts[0])
        yield self._page(
            urls.HOME, "home.html", "On the Record", _HOME_DESCRIPTION, limit=HOME_LIMIT, example=example
        )
        years = groupby(self.archive.transcripts, lambda item: item.record.date.year)
        yield self._page(
            urls.TRANSCRIPTS,
            "transcripts.html",
            "Transcripts",
            "Every transcript of the archive, newest first.",
            years=[(year, list(items)) for year, items in years],
        )
        yield self._page(urls.TOPICS, "topics.html", "Topics", "Every topic of the archive.")
        for transcript in self.archive.transcripts:
            yield self._transcript(transcript)
        for index in self.indexes.values():
            for page in index.pages:
                yield self._topic(index, page)

    def _transcript(self, transcript: Transcript) -> File:
        record = transcript.record
        day = show_date(record.date)
        return self._page(
            urls.transcript(transcript.slug),
            "transcript.html",
            f"{record.short_title}, {day}",
            f"{record.title}, {day}: full transcript, passage by passage.",
            transcript=transcript,
            record=record,
        )

    def _topic(self, index: TopicIndex, page: TopicPage) -> File:
        title = f"{index.topic.title}, {page.name}" if page.name else index.topic.title
        return self._page(
            page.address, "topic.html", title, index.topic.scope, index=index, topic=index.topic, shown=page
        )

    def _page(self, address: str, template: str, title: str, description: str, **context: Any) -> File:  # noqa: ANN401
        def link(target: str) -> str:
            return urls.relative(address, target)

        body = self._environment.get_template(template).render(
            address=address, link=link, title=title, **context
        )
        # The theme prints both as they stand, the second within an attribute.
        front = {"title": escape_text(title), "description": escape_text(description), "generated": True}
        head = "".join(f"{key}: {json.dumps(value, ensure_ascii=False)}\n" for key, value in front.items())
        return File(urls.page_file(address), f"---\n{head}---\n\n{_close_up(body)}\n")

    def topic_ranges(self, transcript: Transcript, topic: str | None) -> list[tuple[str, str]]:
        """The runs of passages about a topic (None: procedural) as (anchor, "5–10")."""
        numbered = enumerate(transcript.passages)
        if topic is None:
            return show_ranges([(n, item.number) for n, item in numbered if not item.about])
        return show_ranges([(n, item.number) for n, item in numbered if topic in item.about])

    def person(self, entity_id: str) -> str:
        """How a running sentence names a person: Mr Kerry."""
        entity: Entity = self.archive.entities[entity_id]
        return entity.short or entity.name

    def speaker_name(self, turn: SpokenTurn) -> str:
        """Who speaks a turn: a name, or Journalist."""
        speaker = turn.turn.speaker
        return self.archive.entities[speaker].name if speaker else "Journalist"


def find_example(transcript: Transcript) -> Passage:
    """The passage that the home page shows: of one topic alone, naming nobody, and about four lines long."""
    clear = [item for item in transcript.passages if len(item.assignments) == 1 and not item.entities]
    return min(clear or transcript.passages, key=lambda item: abs(len(item.text) - 235))


def explain_assignment(passage: Passage, topic: str) -> str:
    """Why a passage has a topic, in a sentence for readers."""
    item = passage.why(topic)
    if item.reason:
        return f"Decided by the editor: {item.reason}"
    return f"Filed by the term “{item.term}”"


_HOME_DESCRIPTION = (
    "Transcripts of news conferences in full, passage by passage, each with a permanent address."
)


def _build_environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("ontherecord"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        autoescape=True,
        finalize=_finalize,
    )
    environment.tests["skipped"] = lambda item: isinstance(item, Skipped)
    environment.globals["Kind"] = Kind
    return environment


def _finalize(value: object) -> object:
    """Every value that a template prints passes the one escaping function, markup excepted."""
    return value if isinstance(value, Markup) else escape_text(str(value))


def _close_up(body: str) -> str:
    """The markup without blank lines or indentation, so that Markdown takes it as one block of HTML."""
    return "\n".join(line.strip() for line in body.split("\n") if line.strip())


def render_files(archive: Archive) -> tuple[File, ...]:
    """Every generated file of the archive: pages and data exports."""
    makers: tuple[Callable[[Archive], Iterator[File]], ...] = (_render_pages, _render_data)
    return tuple(file for make in makers for file in make(archive))


def _render_pages(archive: Archive) -> Iterator[File]:
    return Renderer(archive).pages()


def _render_data(archive: Archive) -> Iterator[File]:
    rows = [row for transcript in reversed(archive.transcripts) for row in export_passages(transcript)]
    yield File(PurePosixPath(urls.PASSAGES_JSON), _dump(rows))
    yield File(PurePosixPath(urls.TOPICS_JSON), _dump([export_topic(archive, one) for one in archive.topics]))


def _dump(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


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
