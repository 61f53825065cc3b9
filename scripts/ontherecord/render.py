"""Pages from the archive: Markdown files that hold HTML blocks, made by templates."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import cache, partial
from itertools import groupby
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from . import urls
from .cite import (
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
from .definitions import Entity, Topic
from .diff import diff_words
from .escape import escape_text
from .head import build_json_ld, build_preview, build_tags
from .index import Skipped, TopicIndex, TopicPage, build_index
from .model import Archive, Kind, Passage, SpokenTurn, Tombstone, Transcript
from .phrases import count_of, shorten, show_date, show_ranges, show_span
from .ribbon import build_ribbon
from .write import File

#: What stands for the site's address on a page that does not know it.
SITE_HERE = "[address of this site]"
#: How many transcripts the home page lists.
HOME_LIMIT = 6


class Renderer:
    """Renders the pages of one archive."""

    def __init__(self, archive: Archive, base: str) -> None:
        """`base` is the site's address, or `cite.PLACEHOLDER_BASE` where the build does not know it."""
        self.archive = archive
        self.base = base
        self.topics: Mapping[str, Topic] = {topic.id: topic for topic in archive.topics}
        self.indexes: Mapping[str, TopicIndex] = {item.topic.id: item for item in build_index(archive)}
        self._context: Mapping[str, object] = {
            "archive": archive,
            "topics": self.topics,
            "indexes": self.indexes,
            "urls": urls,
            "date": show_date,
            "count": count_of,
            "span": show_span,
            "shorten": shorten,
            "ranges": self.topic_ranges,
            "person": self.person,
            "speaker_name": self.speaker_name,
            "ribbon": partial(build_ribbon, topics=self.topics),
            "why": explain_assignment,
            "diff": diff_words,
            "citation": self.show_citation,
            "cited_as": partial(cite_speaker, archive),
            "cited_event": cite_event,
        }

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
            for alias in record_aliases(transcript):
                yield self._moved(
                    alias, urls.transcript(transcript.slug), transcript.record.title, transcript
                )
        for index in self.indexes.values():
            for page in index.pages:
                yield self._topic(index, page)
            for alias in topic_aliases(index.topic):
                yield self._moved(alias, urls.topic(index.topic.id), index.topic.title)

    def _transcript(self, transcript: Transcript) -> File:
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

    def _moved(self, address: str, target: str, title: str, transcript: Transcript | None = None) -> File:
        """The page at an old address: it leads on, the fragment kept, also without a script."""
        anchors = [item.anchor for turn in transcript.turns for item in turn.items] if transcript else []
        onward = {"canonical": urls.relative(address, target)}
        context = {"target": target, "title_there": title, "anchors": anchors}
        return self._page(address, "moved.html", f"Moved: {title}", title, {"moved": onward}, **context)

    def _topic(self, index: TopicIndex, page: TopicPage) -> File:
        title = f"{index.topic.title}, {page.name}" if page.name else index.topic.title
        return self._page(
            page.address, "topic.html", title, index.topic.scope, index=index, topic=index.topic, shown=page
        )

    def _page(
        self,
        address: str,
        template: str,
        title: str,
        description: str,
        head: Mapping[str, object] | None = None,
        **context: Any,  # noqa: ANN401
    ) -> File:
        """A page; `head` is what its front matter says beyond title and description."""

        def link(target: str) -> str:
            return urls.relative(address, target)

        body = (
            _environment()
            .get_template(template)
            .render({**self._context, **context}, address=address, link=link, title=title)
        )
        # The theme prints both as they stand, the second within an attribute.
        front = {"title": escape_text(title), "description": escape_text(description), "generated": True}
        # JSON is YAML, and quotes what YAML would take for something else.
        pairs = {**front, **(head or {})}.items()
        lines = "".join(f"{key}: {json.dumps(value, ensure_ascii=False)}\n" for key, value in pairs)
        return File(urls.page_file(address), f"---\n{lines}---\n\n{_close_up(body)}\n".encode())

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
        loader=PackageLoader("ontherecord"),
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


def render_pages(archive: Archive, base: str) -> tuple[File, ...]:
    """Every generated page of the archive; `base` as for `Renderer`."""
    return tuple(Renderer(archive, base).pages())
