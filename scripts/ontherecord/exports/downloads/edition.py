"""What every file to take away says of its transcript, in the site's own words and in no format's syntax."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from ... import urls
from ...archive.corrections import Removal, Rewording, What, find_changes
from ...archive.footnotes import Notes, build_notes
from ...archive.model import Archive, Tombstone, Transcript
from ...archive.phrases import (
    find_participants,
    list_participants,
    name_language,
    show_date,
    tell_change,
)
from ...catalogue import say
from ...data.definitions import Topic
from ...subjects.passages import Passage


@dataclass(frozen=True)
class Change:
    """A correction of a passage: its day, what it was as a sentence without a full stop, and the words until
    then, if others."""

    anchor: str
    day: date
    told: str
    words: str | None


@dataclass(frozen=True)
class Edition:
    """A transcript as this site gives it away.

    Addresses are in full where the site's own is known; else they are relative to the site's root.
    """

    archive: Archive
    transcript: Transcript
    site: urls.Site

    @property
    def address(self) -> str:
        """The permanent address of the transcript's page."""
        return self.site.absolute(urls.transcript(self.transcript.slug))

    @property
    def language(self) -> str | None:
        """The code of the language of the words; None where it has none."""
        return self.archive.language_codes[self.transcript.slug]

    def permalink(self, passage: Passage) -> str:
        """The permanent address of a passage."""
        return self.site.absolute(urls.permalink(self.transcript.slug, passage.anchor))

    @cached_property
    def notes(self) -> Mapping[str, Notes]:
        """The editor's footnotes and the slips of the source, by the anchor of their passage."""
        return build_notes(self.transcript)

    @property
    def voices(self) -> list[str]:
        """The names of those whose words it holds, in order of first speaking."""
        return [self.archive.entities[one].name for one in self.transcript.speakers]

    @property
    def numbers(self) -> str:
        """What the numbers of the passages are for, as a sentence."""
        last = self.transcript.passages[-1]
        if not self.site.address:
            return say("Each passage has a number, which is permanent.")
        return say(
            "Each passage has a number, which is permanent; the address of {number}: {address}",
            number=last.number,
            address=self.permalink(last),
        )

    @cached_property
    def journalists(self) -> tuple[str | None, ...]:
        """Who asks as a journalist: each whom the source names, and None once for all others, in order."""
        turns = (turn for turn in self.transcript.turns if not turn.turn.speakers)
        return tuple(dict.fromkeys(turn.questioner for turn in turns))

    @cached_property
    def speakers(self) -> tuple[str, ...]:
        """The ids of all who take part: those of the record in its order, then who else is said to speak."""
        taking_part = (one for person in self.transcript.record.participants for one in person.speakers)
        asked = (turn.turn.addressed_to for turn in self.transcript.turns if turn.turn.addressed_to)
        silent = (gap.speaker for gap in self.transcript.gaps)
        return tuple(dict.fromkeys((*taking_part, *self.transcript.speakers, *asked, *silent)))

    @cached_property
    def roles(self) -> Mapping[str, str]:
        """The office that each of them held on the day, where the record names one."""
        record = self.transcript.record
        return dict((*find_participants(record, left_out=True), *find_participants(record)))

    @cached_property
    def named(self) -> tuple[str, ...]:
        """The ids of what the passages name, in order of first mention."""
        return tuple(dict.fromkeys(one for passage in self.transcript.passages for one in passage.entities))

    @cached_property
    def topics(self) -> tuple[Topic, ...]:
        """The topics of the passages, in the editor's order."""
        found = {item.topic for passage in self.transcript.passages for item in passage.assignments}
        return tuple(topic for topic in self.archive.topics if topic.id in found)

    @cached_property
    def subjects(self) -> Mapping[str, str]:
        """The headings within statements and exchanges, by the anchor of the passage that follows them."""
        divided = (part for part in self.transcript.parts if len(part.sections) > (0 if part.number else 1))
        return {one.passages[0].anchor: one.subject for part in divided for one in part.sections}

    @cached_property
    def changes(self) -> tuple[Change, ...]:
        """Every correction of the transcript, the newest first; of one day, in reading order."""
        items = [item for turn in self.transcript.turns for item in turn.items]
        kept = [item for item in items if isinstance(item, Passage | Tombstone)]
        found = [self._build_change(item, *one) for item in kept for one in reversed([*find_changes(item)])]
        return tuple(sorted(found, key=lambda change: change.day, reverse=True))

    def _build_change(self, item: Passage | Tombstone, day: date, what: What) -> Change:
        before = what.before if isinstance(what, Rewording) else None
        words = item.text if isinstance(what, Removal) else before
        return Change(item.anchor, day, tell_change(self.archive, item, day, what), words)

    @cached_property
    def facts(self) -> tuple[tuple[str, str], ...]:
        """What a reader must know of the text before its words: each fact with its name, in order."""
        return tuple(self._find_facts())

    def _find_facts(self) -> Iterator[tuple[str, str]]:
        record = self.transcript.record
        yield say("Date"), show_date(record.date)
        yield say("Place"), record.place
        for left_out, name in ((False, say("Speaker")), (True, say("Also spoke, not in this text"))):
            for person, role in list_participants(self.archive, record, left_out):
                yield name, f"{person}, {role}" if role else person
        source = record.source
        language = name_language(source.language)
        yield (
            say("Source"),
            say("{publisher}, {language} text", publisher=source.publisher, language=language),
        )
        if original := self.archive.by_slug.get(record.translation_of or ""):
            yield say("Translation of"), self.site.absolute(urls.transcript(original.slug))
        if source.url:
            yield say("Address of the source"), source.url
        for copy in source.copies:
            yield say("Copy"), f"{copy.at}: {copy.url}"
        if source.rights:
            yield say("Rights"), source.rights
        yield say("From {site}", site=self.site.name), self.address
        yield say("Terms"), tell_terms(self.site)


def tell_terms(site: urls.Site) -> str:
    """Whose the words are, and whose the rest, with its licence where the site names one."""
    words = say(
        "The words of a transcript belong to those who published them; they are given here for reference and "
        "quotation. The rest, such as topics and notes, is this site’s own work."
    )
    return f"{words} {say('Its licence: {licence}.', licence=site.licence)}" if site.licence else words
