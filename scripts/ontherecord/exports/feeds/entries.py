"""The entries of feeds: a transcript, what it holds on a topic or a name, and what was corrected in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

from markupsafe import Markup

from ... import urls
from ...anchors.spoken import Attribution
from ...anchors.wordings import diff_words
from ...archive.corrections import Correction, Removal, Rewording
from ...archive.footnotes import build_notes
from ...archive.model import Archive, Section, Transcript
from ...archive.name_index import find_excerpt
from ...archive.phrases import (
    list_participants,
    show_attribution,
    show_date,
    show_ranges,
    show_span,
    tell_left_out,
)
from ...catalogue import join_names, say, say_many
from ...subjects.passages import Passage
from ...text.escape import escape_text, fill_in
from .feed import Entry, link_from
from .markup import (
    Link,
    anchor,
    items,
    paragraph,
    quoted,
    write_passages,
    write_pieces,
    write_runs,
)

#: Most passages whose numbers the title of a correction names.
_NUMBERED = 3


@dataclass(frozen=True)
class Writer:
    """Writes the entries of the feed of one page."""

    archive: Archive
    site: urls.Site
    page: str

    # --- what happened ---

    def tell_transcript(self, transcript: Transcript) -> Entry:
        """A transcript: who spoke, where, on what, and what the text leaves out."""
        record = transcript.record
        html = [
            *self._tell_event(transcript),
            items(
                escape_text(f"{name}, {role}" if role else name)
                for name, role in list_participants(self.archive, record)
            ),
            *self._tell_missing(transcript),
            items(self._list_agenda(transcript)),
        ]
        titles = [topic.title for topic in self.archive.topics if _is_about(transcript.passages, topic.id)]
        entry = self._enter(transcript, record.title, transcript.published, html, (), titles)
        return replace(entry, language=self.archive.language_codes[transcript.slug])

    def tell_topic(self, transcript: Transcript, passages: Sequence[Passage], title: str) -> Entry:
        """The words of a transcript's passages about the feed's topic."""
        html = [
            *self._tell_event(transcript),
            *self._tell_missing(transcript),
            *self._write(transcript, passages),
        ]
        title_here = f"{title}: {_name_event(transcript)}"
        updated = transcript.changed_in(passages)
        return self._enter(transcript, title_here, updated, html, passages, [title])

    def tell_name(
        self, transcript: Transcript, entity: str, passages: Sequence[Passage], role: str | None
    ) -> Entry:
        """What a transcript has of a name: where it speaks, in which role, and the words around it."""
        name = self.archive.entities[entity].name
        spoken = [one for one in transcript.passages if entity in transcript.turn_of(one).turn.speakers]
        html = [*self._tell_event(transcript)]
        if spoken:
            ranges = Markup(", ").join(
                anchor(self._to(transcript)(first), numbers)
                for first, numbers in show_ranges(transcript, spoken)
            )
            who = f"{name} ({role})" if role else name
            speaks = fill_in(say("{name} speaks in {passages}."), {"name": who, "passages": ranges})
            html.append(paragraph(speaks))
        html += self._tell_missing(transcript)
        html += self._write(transcript, passages, entity)
        updated = transcript.changed_in(passages)
        title = f"{name}: {_name_event(transcript)}"
        return self._enter(transcript, title, updated, html, spoken or passages, [name])

    # --- what was corrected ---

    def tell_corrections(self, changes: Iterable[Correction]) -> Iterator[Entry]:
        """An entry for all that was corrected in one transcript on one day."""
        groups: dict[tuple[str, date], list[Correction]] = {}
        for change in changes:
            groups.setdefault((change.transcript.slug, change.day), []).append(change)
        for group in groups.values():
            yield self._tell_correction(group[0].transcript, group[0].day, group)

    def _tell_correction(self, transcript: Transcript, day: date, changes: Sequence[Correction]) -> Entry:
        numbers = list(dict.fromkeys(change.item.number for change in changes))
        html = [
            *self._tell_event(transcript),
            *(line for change in changes for line in self._tell_change(change)),
        ]
        return Entry(
            name=f"{transcript.slug}-corrected-{day.isoformat()}",
            address=urls.permalink(transcript.slug, changes[0].item.anchor),
            title=f"{_name_numbers(numbers)}: {_name_event(transcript)}",
            published=day,
            updated=day,
            tags=(say("Correction"),),
            html="\n".join(html),
        )

    def _tell_change(self, change: Correction) -> Iterator[str]:
        item, link = change.item, self._to(change.transcript)
        values = {
            "passage": anchor(link(item.anchor), say("Passage {number}", number=item.number)),
            "day": show_date(change.day),
        }
        if isinstance(change.what, Removal):
            yield paragraph(fill_in(say("{passage} was removed on {day}."), values))
            places = [anchor(link(one), one[1:]) for one in change.what.successors]
            if places:
                values["places"] = Markup(", ").join(places)
                yield paragraph(fill_in(say("Its words now stand in {places}."), values))
        elif isinstance(change.what, Attribution):
            values["whom"] = show_attribution(self.archive, change.what)
            yield paragraph(fill_in(say("{passage} was attributed to {whom} until {day}."), values))
            if isinstance(item, Passage):
                speaker = self.archive.name_speaker(change.transcript.turn_of(item))
                yield paragraph(say("Now its speaker is {speaker}.", speaker=speaker))
        else:
            yield paragraph(fill_in(say("{passage} was worded otherwise until {day}:"), values))
            yield from self._tell_rewording(change, change.what)

    def _tell_rewording(self, change: Correction, words: Rewording) -> Iterator[str]:
        language = self.archive.language_codes[change.transcript.slug]
        before, after = diff_words(words.before, words.after)
        yield quoted(language, write_runs(before, "del"))
        current = words.after == change.item.text
        yield paragraph(say("Since then:") if current else say("Then, and not as it reads now:"))
        yield quoted(language, write_runs(after, "ins"))

    # --- what entries share ---

    def _enter(
        self,
        transcript: Transcript,
        title: str,
        updated: date,
        html: Sequence[str],
        first: Sequence[Passage],
        tags: Sequence[str],
    ) -> Entry:
        slug = transcript.slug
        return Entry(
            name=slug,
            address=urls.permalink(slug, first[0].anchor) if first else urls.transcript(slug),
            title=title,
            published=transcript.published,
            updated=updated,
            tags=tuple(tags),
            html="\n".join(line for line in html if line),
        )

    def _to(self, transcript: Transcript) -> Link:
        return lambda one: link_from(self.site, self.page, urls.permalink(transcript.slug, one))

    def _tell_event(self, transcript: Transcript) -> Iterator[str]:
        record = transcript.record
        whole = link_from(self.site, self.page, urls.transcript(transcript.slug))
        when = escape_text(f"{show_date(record.date)}, {record.place}.")
        yield f"<p>{anchor(whole, record.short_title)}: {when}</p>"

    def _tell_missing(self, transcript: Transcript) -> Iterator[str]:
        yield from map(paragraph, tell_left_out(self.archive, transcript.record))

    def _list_agenda(self, transcript: Transcript) -> Iterator[str]:
        for part in transcript.parts:
            inner = items(map(partial(self._show_section, transcript), part.sections))
            yield self._show_section(transcript, Section(part.heading, part.passages)) + inner

    def _show_section(self, transcript: Transcript, section: Section) -> str:
        first = section.passages[0].anchor
        return f"{anchor(self._to(transcript)(first), section.subject)} {show_span(section.passages)}"

    def _write(self, transcript: Transcript, passages: Sequence[Passage], entity: str = "") -> Iterator[str]:
        """Passages in full, or cut to the words around a name."""

        def words(passage: Passage) -> str:
            return write_pieces(find_excerpt(passage, entity)) if entity else escape_text(passage.text)

        notes = {} if entity else build_notes(transcript)
        return write_passages(self.archive, transcript, passages, self._to(transcript), words, notes)


def _name_event(transcript: Transcript) -> str:
    return f"{transcript.record.short_title}, {show_date(transcript.record.date)}"


def _is_about(passages: Sequence[Passage], topic: str) -> bool:
    return any(topic in passage.about for passage in passages)


def _name_numbers(numbers: Sequence[str]) -> str:
    if len(numbers) == 1:
        return say("Passage {number} corrected", number=numbers[0])
    if len(numbers) > _NUMBERED:
        return say_many("{number} passage corrected", "{number} passages corrected", len(numbers))
    return say("Passages {numbers} corrected", numbers=join_names(numbers))
