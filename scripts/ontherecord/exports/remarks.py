"""What stands with a passage in a file, each as sentences: footnotes, slips of the source, corrections."""

from __future__ import annotations

from dataclasses import dataclass

from ..archive.footnotes import Footnote, Notes
from ..archive.model import Archive
from ..archive.phrases import list_changes
from ..catalogue import say
from ..subjects.passages import Passage


@dataclass(frozen=True)
class Note:
    """A footnote by its number in the transcript."""

    number: int
    text: str

    @property
    def line(self) -> str:
        """The same where no format has a place for footnotes."""
        name = say("Note {number}:", number=self.number)
        return f"{name} {self.text}"


def list_footnotes(notes: Notes | None) -> tuple[Note, ...]:
    """The editor's footnotes of a passage."""
    return tuple(Note(one.number, tell_footnote(one)) for one in notes.footnotes) if notes else ()


def list_remarks(archive: Archive, passage: Passage, notes: Notes | None) -> tuple[str, ...]:
    """What is said of the words themselves: which are slips of the source, and what was corrected."""
    slips = [tell_slip(words) for words in notes.slips] if notes else []
    return (*slips, *(f"{change}." for change in list_changes(archive, passage)))


def tell_footnote(footnote: Footnote) -> str:
    """A footnote as a sentence with its sources, without its number."""
    sources = "; ".join(f"{one.title}, {one.url}" if one.url else one.title for one in footnote.sources)
    name = say("Sources:") if len(footnote.sources) > 1 else say("Source:")
    return f"“{footnote.words}”: {footnote.text} {name} {sources}."


def tell_slip(words: str) -> str:
    """That a slip stands in the source, as a sentence."""
    sic = say("[sic]: so in the source.")
    return f"“{words}” {sic}"
