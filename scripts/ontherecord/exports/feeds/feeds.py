"""Every feed of an archive, and its two files."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property, partial
from itertools import islice

from ... import urls
from ...archive.corrections import Correction, find_corrections
from ...archive.inputs import Inputs, find_inputs
from ...archive.model import Archive, Transcript
from ...archive.name_index import NameIndex, build_names
from ...catalogue import say
from ...data.definitions import Topic
from ...files import Draft
from .atom import render_atom
from .entries import Writer
from .feed import LIMIT, Entry, Feed, choose_newest
from .json_feed import render_json

#: The formats by the suffix of their files.
_FORMATS: dict[str, Callable[[Feed], bytes]] = {"xml": render_atom, "json": render_json}


def draft_feeds(archive: Archive, site: urls.Site) -> Iterator[Draft]:
    """The drafts of the archive's feeds, then those of each topic and of each name.

    A transcript in work is in none.
    """
    feeds = _Feeds(archive, site)
    yield from _draft(feeds, urls.HOME, feeds.build_whole, feeds.published)
    for topic in archive.topics:
        page = urls.topic(topic.id)
        yield from _draft(feeds, page, partial(feeds.build_topic, topic), feeds.find_on(topic.id))
    for entity in archive.entities:
        page = urls.entity(entity)
        yield from _draft(feeds, page, partial(feeds.build_name, entity), feeds.find_naming(entity), entity)


def _draft(
    feeds: _Feeds, page: str, build: Callable[[], Feed], told: Sequence[Transcript], name: str = ""
) -> Iterator[Draft]:
    once = partial(feeds.build_once, page, build)
    inputs = feeds.find_inputs(page, told, name)
    for suffix, render in _FORMATS.items():
        yield Draft(urls.feed(page, suffix), partial(_make, once, render), inputs)


def _make(build: Callable[[], Feed], render: Callable[[Feed], bytes]) -> bytes:
    return render(build())


class _Feeds:
    """Builds feeds; what several need is gathered once."""

    def __init__(self, archive: Archive, site: urls.Site) -> None:
        self._archive, self._site = archive, site
        shown = [one for one in archive.transcripts if not one.record.draft]
        #: The transcripts that are not in work, the newest first.
        self.published = sorted(shown, key=lambda one: one.published, reverse=True)
        self._last: tuple[str, Feed] | None = None

    @cached_property
    def _names(self) -> Mapping[str, NameIndex]:
        return build_names(self._archive)

    @cached_property
    def _changes(self) -> list[Correction]:
        return [one for one in find_corrections(self._archive) if not one.transcript.record.draft]

    @cached_property
    def _by_subject(self) -> Mapping[str, list[Correction]]:
        """The changes that concern a topic or an entity, by the address of its page."""
        found: dict[str, list[Correction]] = {}
        for change in self._changes:
            for page in (*map(urls.topic, change.about), *map(urls.entity, change.names)):
                found.setdefault(page, []).append(change)
        return found

    def find_on(self, topic: str) -> list[Transcript]:
        """The newest transcripts with passages about a topic."""
        return list(islice((one for one in self.published if one.slug in self._about[topic]), LIMIT))

    def find_naming(self, name: str) -> list[Transcript]:
        """The newest transcripts in which somebody speaks or something is named."""
        index = self._names[name]
        told = {event.transcript.slug for event in index.events} | {one.slug for one, _ in index.roles}
        return list(islice((one for one in self.published if one.slug in told), LIMIT))

    @cached_property
    def _about(self) -> Mapping[str, set[str]]:
        """The slugs of the transcripts with passages about each topic."""
        found: dict[str, set[str]] = {topic.id: set() for topic in self._archive.topics}
        for passage in self._archive.passages:
            for topic in passage.about:
                found[topic].add(passage.transcript)
        return found

    def find_inputs(self, page: str, told: Sequence[Transcript], name: str) -> str:
        """The digest of what the feed of a page is made from; it tells of these transcripts, or of a name."""
        changed = {change.transcript.slug: change.transcript for change in self._list_changes(page)}
        day = None if told or changed else self._as_of
        if not name:
            return self._inputs.of((*told, *changed.values()), day)
        corrected = self._inputs.of(changed.values(), day) if changed else day
        named = {event.transcript.slug: event.passages for event in self._names[name].events}
        return self._inputs.of_passages(((one, named.get(one.slug, ())) for one in told), corrected)

    @cached_property
    def _inputs(self) -> Inputs:
        return find_inputs(self._archive)

    def _list_changes(self, page: str) -> Sequence[Correction]:
        return self._changes if page == urls.HOME else self._by_subject.get(page, ())

    def build_once(self, page: str, build: Callable[[], Feed]) -> Feed:
        """The feed of a page; it is asked for once for each format, one after the other."""
        if self._last is None or self._last[0] != page:
            self._last = page, build()
        return self._last[1]

    def build_whole(self) -> Feed:
        """Of every transcript and every correction."""
        writer = Writer(self._archive, self._site, urls.HOME)
        about = say("New transcripts of news conferences, and what was corrected in them.")
        entries = [writer.tell_transcript(one) for one in self.published[:LIMIT]]
        return self._build(writer, self._site.name, about, entries)

    def build_topic(self, topic: Topic) -> Feed:
        """Of what each transcript holds about a topic."""
        writer = Writer(self._archive, self._site, urls.topic(topic.id))
        entries = [
            writer.tell_topic(
                transcript, [one for one in transcript.passages if topic.id in one.about], topic.title
            )
            for transcript in self.find_on(topic.id)
        ]
        return self._build(writer, topic.title, topic.scope, entries)

    def build_name(self, name: str) -> Feed:
        """Of the transcripts in which somebody speaks or something is named."""
        index = self._names[name]
        entity = index.entity
        writer = Writer(self._archive, self._site, urls.entity(entity.id))
        named = {event.transcript.slug: event.passages for event in index.events}
        roles = {transcript.slug: person.role for transcript, person in index.roles}
        entries = [
            writer.tell_name(one, entity.id, named.get(one.slug, ()), roles.get(one.slug))
            for one in self.find_naming(name)
        ]
        return self._build(writer, entity.name, entity.description, entries)

    def _build(self, writer: Writer, title: str, about: str, entries: Sequence[Entry]) -> Feed:
        chosen = choose_newest(entries, writer.tell_corrections(self._list_changes(writer.page)))
        full_title = title if writer.page == urls.HOME else f"{title} · {self._site.name}"
        return Feed(self._site, writer.page, full_title, about, chosen, self._as_of)

    @cached_property
    def _as_of(self) -> date:
        days = [one.published for one in self._archive.transcripts]
        # A feed must name a day; that of an archive without any is the first that computers know.
        return max([*days, *(change.day for change in self._changes)], default=date(1970, 1, 1))
