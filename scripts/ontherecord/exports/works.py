"""What is cited: a passage or a whole transcript, as manuals and reference managers need to know it.

A journalist's question has no author of the archive, and nobody asked stands in for one.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from ..archive.model import Archive, SpokenTurn, Transcript
from ..archive.phrases import show_date
from ..catalogue import say
from ..data.person_names import Name, split_name


@dataclass(frozen=True)
class Work:
    """A passage of whatever number, or a whole transcript, which is no `part`.

    A journalist's question has no `authors`; `questioner` is the name that the source gives of who puts it,
    and `asked` that of the one to whom it is put, if the transcript says so. `publisher` is None where the
    publisher is the author, `source` the address of the text there, if known, `site` the name of this site.
    `apart` are the short forms that tell those of one family name apart, by full name.
    """

    authors: tuple[Name, ...]
    asked: str | None
    title: str
    short_title: str
    year: int
    month: int
    day: int
    place: str
    publisher: str | None
    source: str | None
    site: str
    part: bool
    questioner: str | None = None
    apart: tuple[tuple[str, str], ...] = ()
    english: bool = True


def passage_work(archive: Archive, transcript: Transcript, turn: SpokenTurn, site: str) -> Work:
    """A passage of a turn as a work: its speaker's, or a question without an author."""
    authors = tuple(split_name(archive.entities[speaker]) for speaker in turn.turn.speakers)
    work = replace(_work(archive, transcript, authors, site), asked=_asked(archive, turn), part=True)
    return work if authors or not turn.questioner else replace(work, questioner=turn.questioner)


def transcript_work(archive: Archive, transcript: Transcript, site: str) -> Work:
    """A whole transcript as a work; where nobody's words are given, its publisher is the author."""
    speakers = transcript.speakers
    work = _work(archive, transcript, tuple(split_name(archive.entities[item]) for item in speakers), site)
    return work if speakers else replace(work, authors=(Name("", str(work.publisher)),), publisher=None)


def cite_speaker(archive: Archive, turn: SpokenTurn) -> str:
    """Whose words a turn holds, for the short citation: a name, or Journalist, question to Tomas Wren."""
    asked, speaker = _asked(archive, turn), archive.name_speaker(turn)
    if turn.turn.speakers:
        return speaker
    if asked:
        return say("{journalist}, question to {speaker}", journalist=speaker, speaker=asked)
    return say("{journalist}, question", journalist=speaker)


def cite_event(transcript: Transcript) -> str:
    """What a transcript records, for the short citation: news conference, Selwyn, 15 July 2016."""
    day = show_date(transcript.record.date)
    return say("news conference, {place}, {day}", place=transcript.record.place, day=day)


def _asked(archive: Archive, turn: SpokenTurn) -> str | None:
    asked = turn.turn.addressed_to
    return archive.entities[asked].name if asked else None


def _work(archive: Archive, transcript: Transcript, authors: tuple[Name, ...], site: str) -> Work:
    record = transcript.record
    return Work(
        authors=authors,
        asked=None,
        title=" ".join(record.title.split()),
        short_title=" ".join(record.short_title.split()),
        year=record.date.year,
        month=record.date.month,
        day=record.date.day,
        place=record.place,
        publisher=record.source.publisher,
        source=record.source.url,
        site=site,
        part=False,
        apart=tuple((name.full, archive.apart[name.full]) for name in authors if name.full in archive.apart),
        english=(record.source.tag or "").split("-")[0] == "en",
    )
