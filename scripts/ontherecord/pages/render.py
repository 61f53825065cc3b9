"""Pages from the archive: Markdown files that hold HTML blocks, made by templates."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from functools import cache, partial
from itertools import groupby
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from .. import urls
from ..anchors.wordings import diff_words
from ..archive.model import Archive, Part, Tombstone, Transcript
from ..archive.name_index import NameEvent, NameIndex, build_names, count_names
from ..archive.paging import Event, Page, locate_events
from ..archive.phrases import count_of, shorten, show_date, show_ranges, show_span
from ..archive.questions import Question, build_question_pages, build_questions
from ..data.definitions import Record, Topic
from ..exports.citations import (
    ACCESS_DATE,
    PLACEHOLDER_BASE,
    STYLES,
    Citation,
    Style,
    cite_event,
    cite_passage,
    cite_speaker,
    cite_transcript,
)
from ..exports.data_files import CITATIONS, DATA_FILES
from ..exports.rows import list_fields, show_example
from ..files import Draft, File
from ..subjects.passages import Passage
from ..text.escape import escape_text
from ..text.turns import Kind
from .charts import WAYS, Sums, add_up, build_charts, build_event
from .head import build_json_ld, build_preview, build_tags
from .map import build_atlas, describe_spot
from .names import build_sections, find_excerpt
from .ribbon import build_ribbon
from .timeline import Timeline, build_timeline, show_month, show_precision, show_when
from .timeline_drawing import SIZES, build_drawings, is_counted
from .topics import Skipped, TopicEvent, TopicIndex, build_index

#: What stands for the site's address on a page that does not know it.
SITE_HERE = "[address of this site]"
#: What a page needs on which names stand in the words.
NAMES_HEAD = {"styles": ["assets/names.css"], "scripts": ["assets/names.js"]}
#: How many names the page of a topic lists.
NAMES_LIMIT = 40
#: How many transcripts the home page lists.
HOME_LIMIT = 6


class Renderer:
    """Renders the pages of one archive."""

    def __init__(self, archive: Archive, base: str) -> None:
        """`base` is the site's address, or `cite.PLACEHOLDER_BASE` where the build does not know it."""
        self.archive = archive
        self.base = base
        self.topics: Mapping[str, Topic] = {topic.id: topic for topic in archive.topics}
        self.questions: Mapping[str, tuple[Question, ...]] = build_questions(archive)
        self.question_pages = build_question_pages(archive, self.questions)
        self.charts = build_charts(archive)
        self.atlas = build_atlas(archive)
        self.indexes: Mapping[str, TopicIndex] = {item.topic.id: item for item in build_index(archive)}
        self.timeline: Timeline = build_timeline(archive)
        self._context: Mapping[str, object] = self._build_context()

    def _build_context(self) -> Mapping[str, object]:
        """What every template may use."""
        return {
            "archive": self.archive,
            "topics": self.topics,
            "indexes": self.indexes,
            "urls": urls,
            "date": show_date,
            "count": count_of,
            "span": show_span,
            "shorten": shorten,
            "ranges": show_topic_ranges,
            "runs": show_ranges,
            "person": self.person,
            "speaker_name": self.archive.name_speaker,
            "taking_part": partial(list_participants, self.archive),
            "ribbon": partial(build_ribbon, topics=self.topics),
            "charts_at": locate_events(self.charts),
            "mapped": {spot.topic.id for spot in self.atlas.mapped if spot.topic},
            "places": {spot.entity.id for spot in self.atlas.mapped if spot.entity},
            "why": explain_assignment,
            "diff": diff_words,
            "citation": self.show_citation,
            "cited_as": partial(cite_speaker, self.archive),
            "cited_event": cite_event,
            "linked": link_names,
            "find_excerpt": find_excerpt,
            "reasons": list_reasons,
            "dates_at": self.dates_at,
            "dates_of": self.timeline.find_dates,
            "show_when": show_when,
            "questions_in": self.questions_in,
            "questions_at": locate_events(self.question_pages),
        }

    def pages(self) -> Iterator[Draft]:
        """Every generated page."""
        example = find_example(self.archive.transcripts[0])
        yield self._page(
            urls.HOME,
            "home.html",
            "On the Record",
            _HOME_DESCRIPTION,
            NAMES_HEAD,
            limit=HOME_LIMIT,
            example=example,
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
            address = urls.transcript(transcript.slug)
            yield self._later(address, partial(self._transcript, transcript))
            for alias in record_aliases(transcript):
                yield self._moved(
                    alias, urls.transcript(transcript.slug), transcript.record.title, transcript
                )
        for index in self.indexes.values():
            for page in index.pages:
                yield self._later(page.address, partial(self._topic, index, page))
            for alias in topic_aliases(index.topic):
                yield self._moved(alias, urls.topic(index.topic.id), index.topic.title)
        yield from self._names()
        yield from self._questions()
        yield self._later(urls.DATA, self._data)
        yield self._map()
        yield from self._charts()
        yield from self._timeline()

    def _transcript(self, transcript: Transcript) -> Draft:
        record = transcript.record
        day = show_date(record.date)
        return self._page(
            urls.transcript(transcript.slug),
            "transcript.html",
            f"{record.short_title}, {day}",
            f"{record.title}, {day}: full transcript, passage by passage.",
            {
                "preview": build_preview(transcript),
                "tags": build_tags(self.archive, transcript),
                "jsonld": build_json_ld(self.archive, transcript),
                **NAMES_HEAD,
            },
            transcript=transcript,
            record=record,
            citations=self._citations(transcript),
            example=find_example(transcript),
            address_known=self.base != PLACEHOLDER_BASE,
        )

    def _citations(self, transcript: Transcript) -> list[tuple[Style, Citation, Citation]]:
        """Each style with the citation of the transcript and that of an example passage."""
        whole = cite_transcript(self.archive, transcript, self.base)
        example = cite_passage(self.archive, transcript, find_example(transcript), self.base)
        return [(style, whole[style.id], example[style.id]) for style in STYLES]

    def show_citation(self, citation: Citation) -> Markup:
        """A citation for a page; a script puts the site's address where the build did not know it."""
        mark = f'<span class="site-address">{SITE_HERE}</span>/'
        day = f'<span class="access-date">{escape_text(ACCESS_DATE)}</span>'
        return Markup(citation.html.replace(PLACEHOLDER_BASE, mark).replace(escape_text(ACCESS_DATE), day))

    def _moved(self, address: str, target: str, title: str, transcript: Transcript | None = None) -> Draft:
        """The page at an old address: it leads on, the fragment kept, also without a script."""
        anchors = [item.anchor for turn in transcript.turns for item in turn.items] if transcript else []
        onward = {"canonical": urls.relative(address, target)}
        context = {"target": target, "title_there": title, "anchors": anchors}
        return self._page(address, "moved.html", f"Moved: {title}", title, {"moved": onward}, **context)

    def _topic(self, index: TopicIndex, page: Page[TopicEvent]) -> Draft:
        title = f"{index.topic.title}, {page.name}" if page.name else index.topic.title
        about = [passage for event in page.events for passage in event.about]
        asked = [
            (event.transcript, self.questions_on(index.topic.id, event.transcript)) for event in page.events
        ]
        return self._page(
            page.address,
            "topic.html",
            title,
            index.topic.scope,
            NAMES_HEAD,
            index=index,
            topic=index.topic,
            shown=page,
            about=about,
            touches=[(event.transcript, item) for event in page.events for item in event.touches],
            asked=[(transcript, questions) for transcript, questions in asked if questions],
            named=count_names(self.archive, about)[:NAMES_LIMIT],
        )

    def _page(
        self,
        address: str,
        template: str,
        title: str,
        description: str,
        head: Mapping[str, object] | None = None,
        **context: Any,  # noqa: ANN401
    ) -> Draft:
        """A page; `head` is what its front matter says beyond title and description."""
        front = {"title": title, "description": description, **(head or {})}
        return Draft(urls.page_file(address), partial(self._render, address, template, front, context))

    def _later(self, address: str, page: Callable[[], Draft]) -> Draft:
        """A page of which nothing is worked out before it is made."""
        return Draft(urls.page_file(address), lambda: page().make())

    def _render(
        self, address: str, template: str, head: Mapping[str, object], context: Mapping[str, object]
    ) -> bytes:
        """A page as it stands on the disk."""

        def link(target: str) -> str:
            return urls.relative(address, target)

        title, description = str(head["title"]), str(head["description"])
        body = (
            _environment()
            .get_template(template)
            .render({**self._context, **context}, address=address, link=link, title=title)
        )
        # The theme prints both as they stand, the second within an attribute.
        front = {"title": escape_text(title), "description": escape_text(description), "generated": True}
        # JSON is YAML, and quotes what YAML would take for something else.
        pairs = {**front, **{key: value for key, value in head.items() if key not in front}}.items()
        lines = "".join(f"{key}: {json.dumps(value, ensure_ascii=False)}\n" for key, value in pairs)
        return f"---\n{lines}---\n\n{_close_up(body)}\n".encode()

    def _names(self) -> Iterator[Draft]:
        names = build_names(self.archive)
        head = {"styles": ["assets/names.css"]}
        description = "Who and what the passages name: people, organisations, places, documents and events."
        sections = build_sections(names)
        yield self._page(urls.NAMES, "names.html", "Index of names", description, head, sections=sections)
        for index in names.values():
            for page in index.pages:
                yield self._name(index, page)
            for old in index.entity.was:
                yield self._moved(urls.entity(old), urls.entity(index.entity.id), index.entity.name)

    def _name(self, index: NameIndex, page: Page[NameEvent]) -> Draft:
        title = f"{index.entity.name}, {page.name}" if page.name else index.entity.name
        head = {"styles": ["assets/names.css"]}
        return self._page(
            page.address, "name.html", title, index.entity.description, head, index=index, shown=page
        )

    def _questions(self) -> Iterator[Draft]:
        head = {"styles": ["assets/questions.css"]}
        description = "The questions that were put, to whom, and the passages that answer them."
        for page in self.question_pages:
            title = f"Questions, {page.name}" if page.name else "Questions"
            context = {"shown": page, "pages": self.question_pages}
            yield self._page(page.address, "questions.html", title, description, head, **context)

    def _data(self) -> Draft:
        described = [
            (file, list(list_fields(file.row)), show_code(show_example(file, self.archive)))
            for file in (*DATA_FILES, CITATIONS)
        ]
        head = {"styles": ["assets/data.css"]}
        description = "The files that hold what the pages show, for people and programs."
        return self._page(
            urls.DATA,
            "data.html",
            "Data",
            description,
            head,
            described=described,
            newest=self.archive.transcripts[0],
        )

    def _map(self) -> Draft:
        head = {"styles": ["assets/map.css"]}
        description = "The places and conflicts that the transcripts name, on a map without boundaries."
        context = {"atlas": self.atlas, "describe": describe_spot}
        return self._page(urls.MAP, "map.html", "Map", description, head, **context)

    def _charts(self) -> Iterator[Draft]:
        sums = add_up(self.archive)
        for page in self.charts:
            yield self._later(page.address, partial(self._chart, page, sums))

    def _chart(self, page: Page[Event], sums: Sums) -> Draft:
        head = {"styles": ["assets/charts.css"]}
        description = "How much is said on each topic, who raised it, and which are treated together."
        title = f"How the talks divide, {page.name}" if page.name else "How the talks divide"
        charts = [build_event(event.transcript, self.archive.topics) for event in page.events]
        context = {"shown": page, "pages": self.charts, "charts": charts, "sums": sums, "ways": WAYS}
        return self._page(page.address, "charts.html", title, description, head, **context)

    def _timeline(self) -> Iterator[Draft]:
        head = {"styles": ["assets/timeline.css"]}
        words = {"when": show_when, "precision": show_precision, "month": show_month}
        ways = {
            "draw": build_drawings,
            "is_counted": is_counted,
            "timeline": self.timeline,
            "sizes": SIZES,
            **words,
        }
        for page in self.timeline.pages:
            title = f"Timeline, {page.name}" if page.name else "Timeline"
            description = "The dates that the transcripts refer to, each with the passages that refer to it."
            yield self._page(page.address, "timeline.html", title, description, head, shown=page, **ways)

    def dates_at(self, transcript: Transcript) -> str | None:
        """Where the dates stand that a transcript refers to; None if there are none."""
        return self.timeline.find_transcript(transcript.slug)

    def questions_on(self, topic: str, transcript: Transcript) -> list[Question]:
        """The questions of a transcript on a topic, in reading order."""
        return [item for item in self.questions.get(transcript.slug, ()) if topic in item.topics]

    def questions_in(self, part: Part) -> list[Question]:
        """The questions of an exchange, in reading order."""
        passages = part.passages
        asked = self.questions.get(passages[0].transcript, ()) if passages else ()
        return [item for item in asked if item.passage in passages]

    def person(self, entity_id: str) -> str:
        """How a running sentence names a person: Mr Kerry."""
        return self.archive.short_names[entity_id]


def list_participants(archive: Archive, record: Record, left_out: bool = False) -> list[tuple[str, str]]:
    """Who took part, each name with the role; those whose words are `left_out`, or the others.

    Who speaks together with others is listed once, by the entry of their own.
    """
    alone = {person.speaker for person in record.participants}
    return [
        (archive.entities[one].name, person.role or "")
        for person in record.participants
        if person.left_out == left_out
        for one in person.speakers
        if person.speaker == one or one not in alone
    ]


def link_names(passage: Passage, link: Callable[[str], str]) -> Markup:
    """The passage's words, each name in them a link to its page; as text they are the same."""
    parts: list[str] = []
    at = 0
    for mention in passage.mentions:
        address = escape_text(link(urls.entity(mention.entity)))
        parts.append(escape_text(passage.text[at : mention.start]))
        words = escape_text(passage.text[mention.start : mention.end])
        parts.append(f'<a class="name" href="{address}">{words}</a>')
        at = mention.end
    return Markup("".join([*parts, escape_text(passage.text[at:])]))


def list_reasons(passage: Passage, entity: str) -> list[str]:
    """Why an editor takes words of a passage for an entity."""
    return [item.reason for item in passage.mentions if item.entity == entity and item.reason]


def show_topic_ranges(transcript: Transcript, topic: str | None) -> list[tuple[str, str]]:
    """The runs of passages about a topic (None: procedural) as (anchor, "5–10")."""
    passages = transcript.passages
    return show_ranges(
        transcript, [item for item in passages if (topic in item.about if topic else not item.about)]
    )


def show_code(text: str) -> Markup:
    """A text of several lines for a page, whose own lines lose their indentation."""
    return Markup(str(escape_text(text)).replace("\n", "&#10;"))


def record_aliases(transcript: Transcript) -> list[str]:
    """The addresses that a transcript had before."""
    return [urls.transcript(alias) for alias in transcript.record.aliases]


def topic_aliases(topic: Topic) -> list[str]:
    """The addresses of a topic's other names; a name without a Latin letter or digit has none."""
    slugs = dict.fromkeys(urls.slug_of(alias) for alias in topic.aliases)
    return [urls.topic(slug) for slug in slugs if slug and slug != topic.id]


def find_example(transcript: Transcript) -> Passage:
    """The passage that the home page shows: of one topic alone, naming nobody, and about four lines long."""
    clear = [item for item in transcript.passages if len(item.assignments) == 1 and not item.entities]
    return min(clear or transcript.passages, key=lambda item: abs(len(item.text) - 235))


def explain_assignment(passage: Passage, topic: str) -> str:
    """Why a passage has a topic, in a sentence for readers."""
    item = passage.why(topic)
    if item.reason and item.source:
        return item.reason
    if item.reason:
        return f"Decided by the editor: {item.reason}"
    return f"Filed by the term “{item.term}”"


_HOME_DESCRIPTION = (
    "Transcripts of news conferences in full, passage by passage, each with a permanent address."
)


@cache
def _environment() -> Environment:
    """The templates, compiled once a process: `serve` renders again and again."""
    environment = Environment(
        loader=PackageLoader("ontherecord.pages"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        autoescape=True,
        finalize=_finalize,
    )
    environment.tests["skipped"] = lambda item: isinstance(item, Skipped)
    environment.tests["tombstone"] = lambda item: isinstance(item, Tombstone)
    environment.globals["Kind"] = Kind
    return environment


def _finalize(value: object) -> object:
    """Every value that a template prints passes the one escaping function, markup excepted."""
    return value if isinstance(value, Markup) else escape_text(str(value))


def _close_up(body: str) -> str:
    """The markup without blank lines or indentation, so that Markdown takes it as one block of HTML."""
    return "\n".join(line.strip() for line in body.split("\n") if line.strip())


def draft_pages(archive: Archive, base: str) -> Iterator[Draft]:
    """The drafts of every generated page; `base` as for `Renderer`."""
    return Renderer(archive, base).pages()


def render_pages(archive: Archive, base: str) -> tuple[File, ...]:
    """Every generated page of the archive; `base` as for `Renderer`."""
    return tuple(page.finish() for page in draft_pages(archive, base))
