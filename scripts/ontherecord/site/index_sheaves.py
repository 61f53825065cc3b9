"""Gathers search records by transcript for the index: what it goes by without them, and Pagefind's pages."""

from __future__ import annotations

import html
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from ..exports.search_languages import is_found
from ..exports.search_records import SearchRecord, Shelved
from ..store import digest_all


@dataclass(frozen=True)
class Gist:
    """What the index goes by of a transcript's records of a language: all but their words.

    `digest` is that of what Pagefind reads of them; `facets` have of each record the values.
    """

    address: str
    language: str
    digest: str
    anchors: tuple[str, ...]
    facets: Mapping[str, tuple[tuple[str, ...], ...]]


@dataclass(frozen=True)
class Sheaf:
    """These records by their gist, which is one of those of a shelf."""

    gist: Gist
    shelf: Shelved
    number: int

    def take(self) -> Sequence[SearchRecord]:
        """The records themselves."""
        return _part_records(self.shelf.take())[self.number]


def gather_sheaves(shelves: Iterable[Shelved]) -> Iterator[Sheaf]:
    """The records that can be found, by transcript and language, in their order."""
    for shelf in shelves:
        for number, gist in enumerate(shelf.tell("search gists", _list_gists)):
            yield Sheaf(gist, shelf, number)


def render_record(record: SearchRecord) -> str:
    """The page that Pagefind reads in place of a record; all its text is escaped."""
    fields = {"title": record.title, **record.meta}
    lines = [
        f'<i data-pagefind-meta="{html.escape(key)}">{html.escape(text)}</i>' for key, text in fields.items()
    ]
    # A span, because to the text of a block Pagefind adds a full stop.
    opening = f'<span data-pagefind-body data-pagefind-weight="{record.weight:g}">'
    body = f"{opening}{html.escape(record.content)}</span>"
    head = f'<!doctype html><html lang="{record.language}"><body>'
    return "\n".join([head, *lines, body, "</body></html>"])


def render_pages(records: Iterable[SearchRecord]) -> Iterator[tuple[str, str]]:
    """The address and the page of each record."""
    return ((record.url, render_record(record)) for record in records)


def _part_records(records: Iterable[SearchRecord]) -> list[tuple[SearchRecord, ...]]:
    """Those of the records that can be found, by transcript and language."""
    found = (record for record in records if is_found(record.content))
    return [tuple(own) for _, own in groupby(found, _tell_transcript)]


def _tell_transcript(record: SearchRecord) -> tuple[str, str]:
    return record.url.partition("#")[0], record.language


def _list_gists(records: Iterable[SearchRecord]) -> tuple[Gist, ...]:
    return tuple(map(_find_gist, _part_records(records)))


def _find_gist(records: Sequence[SearchRecord]) -> Gist:
    address, language = _tell_transcript(records[0])
    pages = digest_all(part for page in render_pages(records) for part in page)
    anchors = tuple(record.url.partition(" ")[0].partition("#")[2] for record in records)
    alike: dict[tuple[str, ...], tuple[str, ...]] = {}  # The same values are kept once.
    facets: dict[str, tuple[tuple[str, ...], ...]] = {}
    for facet in {facet for record in records for facet in record.facets}:
        column = [record.facets.get(facet, ()) for record in records]
        facets[facet] = tuple(alike.setdefault(values, values) for values in column)
    return Gist(address, language, pages, anchors, facets)
