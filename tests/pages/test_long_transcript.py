"""A transcript twice as long is twice the work: no step looks through all passages again for each."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from functools import partial
from itertools import chain
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
from corpus import TOY, accept_all, add_event, copy_data, finish
from ontherecord.archive.model import Archive
from ontherecord.exports.data_files import draft_exports, draft_rows
from ontherecord.exports.lexicon import Lexicon
from ontherecord.exports.search_records import build_records
from ontherecord.files import Draft, Large
from ontherecord.pages.render import draft_pages
from ontherecord.urls import Site

SLUG = "2034-01-01"
#: A line of code may be run so many times more than in proportion: what is made once a page of a list.
SLACK = 60

Work = Counter[tuple[str, str, int]]


def make_archive(folder: Path, exchanges: int) -> Archive:
    """An archive with an event of a statement and exchanges; every fourth passage refers to a day."""
    asked = [
        text
        for number in range(exchanges)
        for text in (
            "Question: Is the harbour open?",
            f"Mira Holt: The harbour opened on {1 + number % 5} March 2033.",
            "The harbour has room for boats.",
        )
    ]
    statement = ["The harbour is long."] * exchanges
    root = copy_data(TOY, folder / str(exchanges))
    add_event(root, date(2034, 1, 1), [*statement, *asked])
    return accept_all(root)


def count_lines(action: Callable[[], object]) -> Work:
    """How many lines each function of the package runs, those of templates and of comparisons included."""
    lines: Work = Counter()

    def trace(frame: FrameType, event: str, _: Any) -> Any:  # noqa: ANN401 - as settrace has it
        code = frame.f_code
        if not ("ontherecord" in code.co_filename or code.co_filename == "<string>"):
            return None
        lines[code.co_filename, code.co_name, code.co_firstlineno] += event == "line"
        return trace

    sys.settrace(trace)
    try:
        action()
    finally:
        sys.settrace(None)
    return lines


def write_out(archive: Archive) -> None:
    """The transcript's page, its dates and questions, and the archive's data."""
    site = Site("Toy")
    drafts = chain(draft_pages(archive, site, pdf=False), draft_exports(archive, site))
    both: Iterator[Draft | Large] = chain(drafts, draft_rows(archive))
    kept = ("questions/", "timeline/", "data/questions", "data/passages", "data/dates")
    for draft in both:
        path = draft.path
        if path.startswith(kept) or SLUG in path:
            finish(draft)


def shelve(archive: Archive) -> None:
    """What the search has of each passage."""
    list(build_records(archive, Lexicon(archive)))


def pair_all(archive: Archive) -> None:
    """Each passage's words in another language."""
    own = archive.by_slug[SLUG]
    abroad = replace(own, slug="abroad", record=own.record.model_copy(update={"translation_of": SLUG}))
    both = replace(archive, transcripts=(own, abroad))
    for passage in own.passages:
        both.counterparts(passage)


@pytest.mark.parametrize("action", [write_out, shelve, pair_all])
def test_twice_the_passages_are_twice_the_work(tmp_path: Path, action: Callable[[Archive], None]) -> None:
    archives = [make_archive(tmp_path, exchanges) for exchanges in (6, 12, 24)]
    action(archives[0])  # what is made once a process
    few, more, most = (count_lines(partial(action, archive)) for archive in archives)
    beyond = {
        where: (few[where], more[where], most[where])
        for where in most
        if most[where] - more[where] > 2 * (more[where] - few[where]) + SLACK
    }
    assert not beyond, beyond
