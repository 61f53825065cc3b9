"""The entries of feeds: a transcript, what it holds on a topic or a name, and what was corrected in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

from ... import urls
from ...anchors.spoken import Attribution
from ...anchors.wordings import diff_words
from ...archive.corrections import Change, Removal, Rewording
from ...archive.footnotes import build_notes
from ...archive.model import Archive, Section, Transcript
from ...archive.name_index import find_excerpt
from ...archive.phrases import (
    list_participants,
    show_attribution,
    show_date,
    show_ranges,
    show_span,
)
from ...subjects.passages import Passage
from ...text.escape import escape_text
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
        entry = self._enter(transcript, record.title, record.date, html, (), titles)
        return replace(entry, language=self.archive.language_codes[transcript.slug])

    def tell_topic(self, transcript: Transcript, passages: Sequence[Passage], title: str) -> Entry:
        """The words of a transcript's passages about the feed's topic."""
        html = [
            *self._tell_event(transcript),
            *self._tell_missing(transcript),
            *self._write(transcript, passages),
        ]
        title_here = f"{title}: {_name_event(transcript)}"
        updated = _last_change(transcript, passages)
        return self._enter(transcript, title_here, updated, html, passages, [title])

    def tell_name(
        self, transcript: Transcript, entity: str, passages: Sequence[Passage], role: str | None
    ) -> Entry:
        """What a transcript has of a name: where it speaks, in which role, and the words around it."""
        name = self.archive.entities[entity].name
        spoken = [one for one in transcript.passages if entity in transcript.turn_of(one).turn.speakers]
        html = [*self._tell_event(transcript)]
        if spoken:
            ranges = ", ".join(
                anchor(self._to(transcript)(first), numbers)
                for first, numbers in show_ranges(transcript, spoken)
            )
            as_what = f", {escape_text(role)}," if role else ""
            html.append(f"<p>{escape_text(name)}{as_what} speaks in {ranges}.</p>")
        html += self._tell_missing(transcript)
        html += self._write(transcript, passages, entity)
        updated = _last_change(transcript, passages)
        title = f"{name}: {_name_event(transcript)}"
        return self._enter(transcript, title, updated, html, spoken or passages, [name])

    # --- what was corrected ---

    def tell_corrections(self, changes: Iterable[Change]) -> Iterator[Entry]:
        """An entry for all that was corrected in one transcript on one day."""
        groups: dict[tuple[str, date], list[Change]] = {}
        for change in changes:
            groups.setdefault((change.transcript.slug, change.day), []).append(change)
        for group in groups.values():
            yield self._tell_correction(group[0].transcript, group[0].day, group)

    def _tell_correction(self, transcript: Transcript, day: date, changes: Sequence[Change]) -> Entry:
        numbers = list(dict.fromkeys(change.item.number for change in changes))
        html = [
            *self._tell_event(transcript),
            *(line for change in changes for line in self._tell_change(change)),
        ]
        return Entry(
            name=f"{transcript.slug}-corrected-{day.isoformat()}",
            address=urls.permalink(transcript.slug, changes[0].item.anchor),
            title=f"Corrected: {_name_numbers(numbers)} of {_name_event(transcript)}",
            published=day,
            updated=day,
            tags=("Correction",),
            html="\n".join(html),
        )

    def _tell_change(self, change: Change) -> Iterator[str]:
        item, day = change.item, show_date(change.day)
        link = self._to(change.transcript)
        lead = anchor(link(item.anchor), f"Passage {item.number}")
        if isinstance(change.what, Removal):
            stand = " and ".join(anchor(link(one), one[1:]) for one in change.what.successors)
            more = f" Its words now stand in {stand}." if stand else ""
            yield f"<p>{lead} was removed on {day}.{more}</p>"
        elif isinstance(change.what, Attribution):
            by = escape_text(show_attribution(self.archive, change.what))
            now = (
                self.archive.name_speaker(change.transcript.turn_of(item))
                if isinstance(item, Passage)
                else ""
            )
            yield f"<p>{lead} was attributed to {by} until {day}. Its speaker is {escape_text(now)}.</p>"
        else:
            yield from self._tell_rewording(change, change.what, lead)

    def _tell_rewording(self, change: Change, words: Rewording, lead: str) -> Iterator[str]:
        language = self.archive.language_codes[change.transcript.slug]
        before, after = diff_words(words.before, words.after)
        yield f"<p>{lead} was worded otherwise until {show_date(change.day)}:</p>"
        yield quoted(language, write_runs(before, "del"))
        yield "<p>Since then:</p>" if words.after == change.item.text else "<p>Then, not as it reads now:</p>"
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
            published=transcript.record.date,
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
        for one in sorted(transcript.record.left_out):
            yield paragraph(f"{self.archive.short_names[one]}’s words are not in the text.")

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


def _last_change(transcript: Transcript, passages: Sequence[Passage]) -> date:
    """The day on which the words or their speaker were last corrected; else that of the event."""
    days = [one.until for passage in passages for one in (*passage.history, *passage.attributed)]
    return max([transcript.record.date, *days])


def _name_numbers(numbers: Sequence[str]) -> str:
    if len(numbers) == 1:
        return f"passage {numbers[0]}"
    if len(numbers) > _NUMBERED:
        return f"{len(numbers)} passages"
    return f"passages {', '.join(numbers[:-1])} and {numbers[-1]}"
