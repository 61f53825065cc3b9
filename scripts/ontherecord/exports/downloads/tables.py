"""Passages as tables, a row a passage: of each transcript, and of the whole archive."""

from __future__ import annotations

import csv
import datetime
import re
from collections.abc import Iterable, Iterator
from io import StringIO

from ... import urls
from ...archive.datings import list_datings
from ...archive.phrases import list_changes, tell_gap
from ...subjects.passages import Passage
from ...text.turns import Kind
from ..remarks import tell_footnote
from ..rows import Row
from .edition import Edition

#: What stands between the items of a list in a cell.
BETWEEN = " | "
#: Told by it, Excel reads a file as UTF-8, and not as what the system's own language had before.
_SIGNATURE = "\ufeff"
#: How a cell begins that a spreadsheet would work out, or that is marked as none of those.
_WORKED_OUT = re.compile(r"'*[=+\-@]")


class TableRow(Row):
    """One passage, with all that stands in one line of a table."""

    id: str
    """The passage’s id in the whole archive: the transcript, a slash, the anchor."""
    transcript: str
    """The id of the transcript, which is its folder below transcripts/."""
    date: datetime.date
    """The day of the event."""
    number: str
    """The passage’s number, as it stands beside it on the page."""
    address: str
    """The passage’s permanent address, relative to the site’s root where the site’s own is not known."""
    turn: int
    """The turn that the passage belongs to, counted from 1."""
    kind: Kind
    """What the turn is: statement, question or answer."""
    speaker: str
    """Who speaks, by name; a journalist whom the source does not name is Journalist."""
    speakers: tuple[str, ...]
    """The ids in entities.json of all who speak; none for a journalist."""
    addressed_to: str | None
    """To whom the label’s note says that a question was put, an id of entities.json."""
    about: tuple[str, ...]
    """Ids of the topics that the passage is about; none for a procedural one."""
    mentions: tuple[str, ...]
    """Ids of the topics that the passage only mentions."""
    entities: tuple[str, ...]
    """Ids of what the passage names, in order of first mention."""
    dates: tuple[str, ...]
    """The dates that the passage refers to, in Extended Date/Time Format, in order of first mention."""
    text: str
    """The words of the source, white space folded."""
    footnotes: tuple[str, ...]
    """The editor’s footnotes, each with the words that it explains and its sources."""
    slips: tuple[str, ...]
    """Words of the passage that are mistakes of the source: [sic] belongs after each."""
    changes: tuple[str, ...]
    """What was corrected in the passage and until when, the newest first; data/earlier.json has the words."""
    gap: str | None
    """Whose words the source leaves out after the passage, and how that is known."""


def build_rows(edition: Edition) -> Iterator[TableRow]:
    """Every passage of a transcript in reading order."""
    for passage in edition.transcript.passages:
        yield _build_row(edition, passage)


def _build_row(edition: Edition, passage: Passage) -> TableRow:
    archive, transcript = edition.archive, edition.transcript
    turn = transcript.turn_of(passage)
    notes = edition.notes.get(passage.anchor)
    gaps = (tell_gap(archive, gap) for gap in transcript.gaps if gap.after == passage.anchor)
    datings = list_datings(archive, passage)
    return TableRow(
        id=urls.passage_id(transcript.slug, passage.anchor),
        transcript=transcript.slug,
        date=transcript.record.date,
        number=passage.number,
        address=edition.permalink(passage),
        turn=passage.turn,
        kind=turn.turn.kind,
        speaker=archive.name_speaker(turn),
        speakers=turn.turn.speakers,
        addressed_to=turn.turn.addressed_to,
        about=passage.about,
        mentions=passage.touches,
        entities=passage.entities,
        dates=tuple(dict.fromkeys(item.when.edtf for item in datings)),
        text=passage.text,
        footnotes=tuple(tell_footnote(one) for one in notes.footnotes) if notes else (),
        slips=notes.slips if notes else (),
        changes=tuple(list_changes(archive, passage)),
        gap=" ".join(gaps) or None,
    )


def render_csv(rows: Iterable[TableRow]) -> str:
    """The rows as RFC 4180 has them, a head first: quoted where it must be, lines that end in CR LF.

    An apostrophe stands before what a spreadsheet would work out (`=`, `+`, `-` or `@` at the beginning of a
    cell), and before such an apostrophe; so that to take one away gives the text.
    """
    written = StringIO(newline="")
    written.write(_SIGNATURE)
    writer = csv.writer(written)
    writer.writerow(TableRow.model_fields)
    writer.writerows([_show(value) for _, value in row] for row in rows)
    return written.getvalue()


def render_json_lines(rows: Iterable[TableRow]) -> str:
    """The rows as JSON, a line each."""
    return "".join(f"{row.model_dump_json()}\n" for row in rows)


def _show(value: object) -> str | int | None:
    if value is None or isinstance(value, int):
        return value
    text = BETWEEN.join(value) if isinstance(value, tuple) else str(value)
    return f"'{text}" if _WORKED_OUT.match(text) else text
