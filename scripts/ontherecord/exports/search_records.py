"""Makes the search records: one a passage, with its facets, its signs, and what a hit shows of it."""

from __future__ import annotations

import errno
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import TypeVar

from .. import urls
from ..archive.datings import list_datings
from ..archive.inputs import add_inputs, find_inputs
from ..archive.model import Archive, Transcript
from ..archive.phrases import shorten
from ..archive.questions import Question, list_questions, tell_unheard
from ..catalogue import speaking, spoken
from ..data.edtf import Precision, When, parse_edtf
from ..store import is_kept, keep, recall, remember, settle_store
from ..subjects.datings import Dating
from ..subjects.passages import Passage
from ..text.turns import Kind
from ..text.words import UNSPACED, fold_words, is_typed_otherwise, split_unspaced
from .lexicon import JOURNALIST, Lexicon
from .search_languages import name_index


@dataclass(frozen=True)
class SearchRecord:
    """One thing that a search can find: usually a passage.

    `url` is relative to the site and may end in an anchor; `content` holds the words to find and to excerpt.
    Pagefind finds words of `meta` too, not only of `content`. `facets` are what a search can be narrowed
    by, each with the values that apply. `weight`, from 0 to 10, scales the words of `content`. `language`
    is that of the words, and of the index that holds them.
    """

    url: str
    title: str
    content: str
    meta: Mapping[str, str] = field(default_factory=dict)
    facets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    weight: float = 1.0
    language: str = "en"


T = TypeVar("T")

#: What the store calls the records of a transcript.
_KIND = "search records"

#: Of two passages that match alike, the one that treats a subject comes before one that treats none.
_WEIGHT_PROCEDURAL = 0.5

#: Signs that part words where no space does.
_JOINED = re.compile(r"\w[\u2010-\u2015\u2026]+\w")

#: How much of a question stands above the hit that answers it.
_QUESTION = 160


@dataclass(frozen=True)
class Shelved:
    """The search records of a transcript, by what they were made from where they are kept, else themselves.

    `language` is that which what a hit shows beside the words speaks.
    """

    inputs: str
    language: str
    records: tuple[SearchRecord, ...] | None = None

    def take(self) -> tuple[SearchRecord, ...]:
        """The records; OSError where they are no longer kept."""
        if self.records is not None:
            return self.records
        with speaking(self.language):
            found = recall(_KIND, self.inputs)
        if not found:
            raise OSError(errno.EBUSY, "What a build keeps was removed while it ran; run it again")
        taken: tuple[SearchRecord, ...] = found[0]
        return taken

    def tell(self, kind: str, make: Callable[[tuple[SearchRecord, ...]], T]) -> T:
        """What `make` gives of the records; it is kept where they are, and they are taken only to make it."""
        with speaking(self.language):
            return remember(kind, self.inputs, lambda: make(self.take()))


def build_records(archive: Archive, lexicon: Lexicon) -> Iterator[SearchRecord]:
    """One search record a passage, in reading order, the newest transcript first."""
    for shelved in shelve_records(archive, lexicon):
        yield from shelved.take()


def count_new(archive: Archive, lexicon: Lexicon) -> int:
    """Of how many transcripts the records are not kept yet."""
    return sum(not (inputs and is_kept(_KIND, inputs)) for inputs in _list_inputs(archive, lexicon))


def shelve_records(archive: Archive, lexicon: Lexicon) -> Iterator[Shelved]:
    """The same by transcript, for who needs one after the other, perhaps in another process."""
    shelves = []
    for transcript, inputs in zip(archive.transcripts, _list_inputs(archive, lexicon), strict=True):
        make = partial(_build_own, lexicon, transcript)
        shelves.append((inputs, make))
        if inputs and not is_kept(_KIND, inputs, whole=True):
            keep(_KIND, inputs, make())
    lasts = settle_store()
    for inputs, make in shelves:
        is_there = lasts and bool(inputs) and is_kept(_KIND, inputs)
        yield Shelved(inputs, spoken(), None if is_there else remember(_KIND, inputs, make))


def _list_inputs(archive: Archive, lexicon: Lexicon) -> Iterator[str]:
    """What the records of each transcript are made from; empty where that is not known."""
    each = find_inputs(archive).each
    return (add_inputs(each[transcript.slug], lexicon.digest) for transcript in archive.transcripts)


def _build_own(lexicon: Lexicon, transcript: Transcript) -> tuple[SearchRecord, ...]:
    questions = _Questions(lexicon.archive.each(list_questions)[transcript.slug])
    return tuple(_build_record(lexicon, transcript, one, questions) for one in transcript.passages)


class _Questions:
    """The questions of a transcript by the anchors of the passages that put them, and that answer them."""

    def __init__(self, questions: Iterable[Question]) -> None:
        self.put: dict[str, list[Question]] = {}
        self.answered: dict[str, list[Question]] = {}
        for item in questions:
            self.put.setdefault(item.passage.anchor, []).append(item)
            for anchor in dict.fromkeys(answer.anchor for answer in item.answers):
                self.answered.setdefault(anchor, []).append(item)


def _build_record(
    lexicon: Lexicon, transcript: Transcript, passage: Passage, questions: _Questions
) -> SearchRecord:
    whole = transcript.turn_of(passage)
    turn = whole.turn
    dates = list_datings(lexicon.archive, passage)
    shown = _show(lexicon.archive, transcript, passage, questions, dates)
    return SearchRecord(
        # What a hit shows follows the address: words of meta would be found as if they were said.
        url=f"{urls.permalink(transcript.slug, passage.anchor)} {shown}",
        title=lexicon.archive.name_speaker(whole),
        content=passage.text,
        meta={
            **lexicon.find_signs(passage, turn.speakers),
            **_find_dates(dates, lexicon.archive, passage),
            **_find_parts(passage.text),
        },
        facets={
            "topic": passage.about,
            "speaker": turn.speakers or (JOURNALIST,),
            "kind": (turn.kind.value,),
            "transcript": (transcript.slug,),
        },
        weight=1.0 if passage.about else _WEIGHT_PROCEDURAL,
        language=name_index(transcript.record.source.tag),
    )


def _find_parts(text: str) -> dict[str, str]:
    """The words that Pagefind does not find: those written without a space, or in letters typed otherwise."""
    if not _has_parts(text):
        return {}
    found = (part for word in text.split() if _has_parts(word) for part in fold_words(word).split())
    parts = " ".join(" ".join(split_unspaced(part)) for part in found)
    return {"parts": parts} if parts else {}


def _has_parts(text: str) -> bool:
    return bool(_JOINED.search(text) or UNSPACED.search(text) or is_typed_otherwise(text))


def _find_asked(
    transcript: Transcript, passage: Passage, questions: _Questions
) -> tuple[str, Sequence[Question]]:
    """The question above a hit, and all that it asks: of an answer, those that an editor matched with it."""
    turn = transcript.turn_of(passage)
    if turn.turn.kind is Kind.QUESTION:
        return "", questions.put.get(passage.anchor, ())
    answered = questions.answered.get(passage.anchor)
    if answered:
        first = answered[0]
        return f"{'…' if first.cut_before else ''}{first.words}{'…' if first.cut_after else ''}", answered
    asked = transcript.asked_by(turn, passage.about)[:1]
    put = questions.put.get(asked[0].anchor, ()) if asked else ()
    return "".join(item.text for item in asked), put


def _find_dates(dates: Iterable[Dating], archive: Archive, passage: Passage) -> dict[str, str]:
    """The signs of the dates that a passage gives, as resolved, and of those of what it names."""
    named = [archive.entities[one].date for one in passage.entities]
    whens = [*(item.when for item in dates), *(parse_edtf(day) for day in named if day)]
    signs = sorted({sign for when in whens for sign in make_date_signs(when)})
    return {"dates": " ".join(signs)} if signs else {}


def make_date_signs(when: When) -> Iterator[str]:
    """The made-up words for a date: of its year, its month and its day, as precise as it is.

    A day has a word without its year too. A span has those of its first and last day.
    """
    for day in (when.first, when.last or when.first):
        year, month, date = f"{day:%Y}", f"{day:%Y%m}", f"{day:%Y%m%d}"
        known = {Precision.YEAR: [year], Precision.MONTH: [year, month]}
        for digits in known.get(when.precision, [year, month, date, f"x{day:%m%d}"]):
            yield f"qqd{digits}qq"


def _show(
    archive: Archive,
    transcript: Transcript,
    passage: Passage,
    questions: _Questions,
    dates: Iterable[Dating],
) -> str:
    """What a hit shows beside the words, as JSON."""
    turn = transcript.turn_of(passage)
    asked, put = _find_asked(transcript, passage, questions)
    fields = {
        "n": passage.number,
        "p": urls.passage_id(transcript.slug, passage.anchor),
        "k": turn.turn.kind.value,
        "d": transcript.record.date.isoformat(),
        "t": list(passage.about),
        "m": list(passage.touches),
        "e": list(passage.entities),
        "q": shorten(asked, _QUESTION),
        "u": tell_unheard(archive, put),
        "w": [[item.words, item.when.edtf, *([1] if item.entity else [])] for item in dates],
    }
    return json.dumps(
        {key: value for key, value in fields.items() if value}, ensure_ascii=False, separators=(",", ":")
    )
