"""What generated files are made from, as digests: of transcripts, and of what the archive says about them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from ..store import digest
from .model import Archive, Transcript


@dataclass(frozen=True)
class Inputs:
    """Digests of all that pages tell: of what all `shared`, and of `each` transcript, by slug.

    That of a transcript is of itself with the topics and entities, its translations, and how names are told
    apart, for which everyone counts who takes part in any event; empty for a draft. `changed` is the day on
    which any of them last changed. Whoever makes a file of anything else adds that.
    """

    shared: str
    each: Mapping[str, str]
    changed: date | None

    def of(self, transcripts: Iterable[Transcript], *more: object) -> str:
        """The digest of what is made from these transcripts and more; empty where one is a draft.

        What tells of none has the archive's own day.
        """
        found = [self.each[transcript.slug] for transcript in transcripts]
        told = found or [str(self.changed)]
        return digest(self.shared, *told, *map(repr, more)) if all(found) else ""

    def add(self, more: Mapping[str, object]) -> Inputs:
        """The same where more is told of each transcript."""
        return replace(self, each={slug: add_inputs(own, more.get(slug)) for slug, own in self.each.items()})


def find_inputs(archive: Archive) -> Inputs:
    """The digests of an archive."""
    shared = digest(
        archive.digest,
        archive.home,
        str(len(archive.once.transcripts) > 1),  # Of one alone, pages do not say which they speak of.
        *sorted(archive.entities),
        *map(str, sorted(archive.apart.items())),
    )
    each = {}
    for transcript in archive.transcripts:
        event = [transcript.digest, *(other.digest for other in archive.translations(transcript.slug))]
        each[transcript.slug] = digest(shared, *event) if all(event) else ""
    return Inputs(shared, each, archive.changed)


def add_inputs(inputs: str, *more: object) -> str:
    """The digest of these inputs and more; empty where those are not known."""
    return digest(inputs, *map(repr, more)) if inputs else ""
