"""What the quote check in the browser loads: the words of each transcript, and an index of their pairs.

A text is a passage, or an earlier wording of one. For every pair of neighbouring words the index has the
texts that hold it, so that of a thousand transcripts the browser reads the few that a quotation can be from.
It only proposes: the check compares the texts themselves. What nobody spoke is in neither.
"""

from __future__ import annotations

import json
import re
from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, partial
from itertools import accumulate, chain, pairwise
from typing import Any
from zlib import crc32

from .. import urls
from ..anchors.lock import Wording
from ..archive.inputs import find_inputs, join_inputs, split_groups
from ..archive.model import Archive, SpokenTurn, Tombstone, Transcript, Unspoken
from ..archive.tongues import find_tongue
from ..data.definitions import EntityKind
from ..files import File, pack
from ..store import digest, is_kept, keep, recall, remember
from ..subjects.passages import Passage
from ..text.turns import split_speakers
from ..text.words import fold_words
from .works import cite_event, cite_speaker

#: At most about so many entries a part of the index has, and half as many at least: some ten kilobytes.
_PART = 3500
#: The numbers of the texts of a transcript begin at a multiple of this: most corrections move no others.
_ROOM = 32
#: Room for the number of a text.
_MARK_BITS = 32
_MARKS = 2**_MARK_BITS - 1

_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_INVISIBLE = re.compile("[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]")
#: Letters of scripts that write no blanks: each is a word.
_UNSPACED = re.compile(
    "([\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff])"
)


#: What the texts' file of a transcript says of a passage.
Row = dict[str, Any]


def build_check_files(archive: Archive) -> Iterator[File]:
    """The words of every transcript, the index in parts, and what tells the browser which of both to read."""
    each, version, parts = find_inputs(archive).each, 0, 0
    shelves = [_Shelf(archive, transcript, each[transcript.slug]) for transcript in archive.transcripts]
    for number, part in enumerate(_build_parts(shelves)):
        parts, version = number + 1, crc32(part, version)
        yield File(urls.check_pairs(number), part)
    for shelf in shelves:
        words = shelf.take_words()
        version = crc32(words, version)
        yield File(urls.check_texts(shelf.own.slug), words)
    index = {
        # A browser that kept files of an older index asks anew for those of this one.
        "version": _show_number(version),
        "parts": parts,
        "transcripts": [[shelf.own.slug, shelf.own.room, shelf.own.people] for shelf in shelves],
        "languages": list(archive.languages),
        "people": dict(_name_people(archive)),
        "left_out": _list_left_out(archive),
    }
    yield File(urls.CHECK_JSON, _render(index))


@dataclass(frozen=True)
class Own:
    """What the check tells of a transcript: who spoke its words, and how many numbers are its own.

    `size` is the number of its entries in the index.
    """

    slug: str
    room: int
    people: list[str]
    size: int


#: What the store calls that, the file of words, and the entries.
_OWN, _WORDS, _ENTRIES = "check of one", "check words", "check entries"


class _Shelf:
    """What the check has of a transcript: the small things at hand, the rest where it is kept, if it is.

    The entries are those of the index: one a pair of a text, sorted. An entry is one number, since a thousand
    transcripts have millions: the checksum of the pair, then the mark of the text, which is twice its number,
    and one more if a journalist spoke it.
    """

    def __init__(self, archive: Archive, transcript: Transcript, inputs: str) -> None:
        """Finds what is kept of these inputs, or makes it."""
        self.inputs = inputs
        self._make, self._made = partial(_build_own, archive, transcript), dict[str, Any]()
        # The entries are asked for, and so kept for when another transcript is corrected.
        found = recall(_OWN, inputs) if self._keeps(_ENTRIES) else None
        self.own: Own = found[0] if found else self._take(_OWN)
        if self._made and self._keeps(_WORDS) and self._keeps(_ENTRIES):
            self._made.clear()

    def take_words(self) -> bytes:
        """The file of words."""
        words: bytes = self._take(_WORDS)
        return words

    def take_entries(self) -> array[int]:
        """The entries."""
        entries: array[int] = self._take(_ENTRIES)
        return entries

    def _keeps(self, kind: str) -> bool:
        return bool(self.inputs) and is_kept(kind, self.inputs)

    def _take(self, kind: str) -> Any:  # noqa: ANN401 - whatever is kept
        if kind not in self._made:
            if self.inputs and (found := recall(kind, self.inputs)):
                return found[0]
            self._made = self._make()
            for one, value in self._made.items() if self.inputs else ():
                keep(one, self.inputs, value)
        return self._made[kind]


def _build_own(archive: Archive, transcript: Transcript) -> dict[str, Any]:
    """All three, by what the store calls them."""
    rows = list(build_rows(archive, transcript))
    texts = list(_list_texts(rows))
    people = sorted({one for item in texts for one in item.by or ()})
    numbers = (
        crc32(pair.encode()) << _MARK_BITS | 2 * number + (text.by == ())
        for number, text in enumerate(texts)
        for pair in set(list_pairs(text.words))
    )
    entries = array("Q", sorted(numbers))
    own = Own(transcript.slug, _ROOM * (len(texts) // _ROOM + 1), people, len(entries))
    return {_OWN: own, _WORDS: _render_words(archive, transcript, rows), _ENTRIES: entries}


def _render(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n").encode()


def _pack(value: object) -> bytes:
    return pack(_render(value))


# --- The index ---


def list_pairs(text: str) -> Sequence[str]:
    """Every pair of neighbouring words, as the browser makes them (theme/assets/js/check/pairs.js)."""
    spaced = _UNSPACED.sub(r" \1 ", fold_words(_INVISIBLE.sub("", text)))
    return [f"{one} {other}" for one, other in pairwise(spaced.split())]


@dataclass(frozen=True)
class Text:
    """Words that were spoken, and by whom: none for a journalist, None where that is not known."""

    words: str
    by: tuple[str, ...] | None


def _list_texts(rows: Sequence[Row]) -> Iterator[Text]:
    """The texts of a transcript in the order in which the index counts them: a correction adds one behind."""
    earlier = (state for row in rows for state in row.get("earlier", ()))
    for state in chain((row for row in rows if "text" in row), earlier):
        yield Text(state["text"], state["by"])


def _build_parts(shelves: Sequence[_Shelf]) -> Iterator[bytes]:
    """The parts of the index: for the checksum of a pair, the texts that hold it.

    How many there are is a power of two: so one word more moves nothing from one to another.
    """
    size = sum(shelf.own.size for shelf in shelves)
    count = 1
    while count * _PART < size:
        count *= 2
    dealt: list[tuple[int, _Dealt]] = []
    before = 0
    for group in split_groups(shelves):
        inputs = join_inputs([shelf.inputs for shelf in group], count)
        dealt.append((before, remember("check entries of a group", inputs, partial(_deal, group, count))))
        before += sum(shelf.own.room for shelf in group)
    for number in range(count):
        slices = [(first, raw) for first, group in dealt if (raw := group.take(number))]
        sizes = [(first, len(raw)) for first, raw in slices]
        inputs = digest(repr((count, sizes)), b"".join([raw for _, raw in slices]))
        yield remember("check part", inputs, partial(_render_part, slices, count))


@dataclass(frozen=True)
class _Dealt:
    """The entries of some transcripts, those of each part together, and where those of each begin.

    The texts are numbered from the first of them on. It is bytes, of which a slice is quickly made.
    """

    entries: bytes
    edges: array[int]

    def take(self, part: int) -> bytes:
        """The entries of a part."""
        return self.entries[self.edges[part] : self.edges[part + 1]]


def _deal(shelves: Sequence[_Shelf], count: int) -> _Dealt:
    parts = [array("Q") for _ in range(count)]
    before = 0
    for shelf in shelves:
        for entry in shelf.take_entries():
            parts[(entry >> _MARK_BITS) % count].append(entry + 2 * before)
        before += shelf.own.room
    edges = accumulate((len(part) * part.itemsize for part in parts), initial=0)
    return _Dealt(b"".join(parts), array("Q", edges))


def _render_part(slices: Iterable[tuple[int, bytes]], count: int) -> bytes:
    """A part, of the entries of each group and the number at which its texts begin."""
    entries = sorted(entry + 2 * first for first, raw in slices for entry in memoryview(raw).cast("Q"))
    part: dict[int, list[int]] = {}
    for entry in entries:
        part.setdefault((entry >> _MARK_BITS) // count, []).append(entry & _MARKS)
    return _pack({_show_number(key): _show_texts(texts) for key, texts in part.items()})


def _show_texts(texts: Sequence[int]) -> str:
    """Rising numbers, each as what it adds to the one before."""
    few = _show_few()
    steps = (one - before for before, one in pairwise([0, *texts]))
    return " ".join([few[step] if step < len(few) else _show_number(step) for step in steps])


@cache
def _show_few() -> Sequence[str]:
    """The first numbers: most are steps from one text to the next, and small."""
    return [two.lstrip("0") or "0" for two in _show_twos()]


@cache
def _show_twos() -> Sequence[str]:
    """The same with two digits each."""
    return [one + other for one in _DIGITS for other in _DIGITS]


def _show_number(number: int) -> str:
    twos = _show_twos()
    shown = ""
    while number >= len(twos):
        number, rest = divmod(number, len(twos))
        shown = twos[rest] + shown
    return _show_few()[number] + shown


def _name_people(archive: Archive) -> Iterator[tuple[str, list[str]]]:
    """Whoever takes part or is named, with every name; the full one first."""
    takes_part = {
        one
        for transcript in archive.transcripts
        for person in transcript.record.participants
        for one in person.speakers
    }
    for entity in archive.entities.values():
        if entity.id in takes_part or entity.kind is EntityKind.PERSON:
            yield entity.id, list(dict.fromkeys((entity.name, *entity.aliases, *entity.typed)))


def _list_left_out(archive: Archive) -> list[str]:
    """The short names of those whose words a source leaves out."""
    ids = {
        one
        for transcript in archive.transcripts
        for person in transcript.record.participants
        if person.left_out
        for one in person.speakers
    }
    return [archive.short_names[one] for one in sorted(ids)]


# --- The words ---


def _render_words(archive: Archive, transcript: Transcript, rows: Sequence[Row]) -> bytes:
    record, tongue = transcript.record, find_tongue(archive, transcript.slug)
    content = {
        **({"tongue": tongue} if tongue else {}),
        "title": record.short_title or record.title,
        "date": record.date.isoformat(),
        "place": record.place,
        "event": cite_event(transcript),
        "url": urls.transcript(transcript.slug),
        "citations": urls.citations(transcript.slug),
        "passages": rows,
    }
    return _pack(content)


def build_rows(archive: Archive, transcript: Transcript) -> Iterator[Row]:
    """Every passage and tombstone: anchor, words, who spoke, and earlier wordings, the newest first.

    `run` counts the stretches of a turn in which nothing that was spoken is missing: a quotation may go over
    from one passage of a run to the next.
    """
    run = 0
    for turn in transcript.turns:
        run += 1
        for item in turn.items:
            if isinstance(item, Passage):
                yield _build_passage(archive, turn, item, run)
            elif isinstance(item, Tombstone):
                yield _build_tombstone(archive, item)
            elif not isinstance(item, Unspoken):
                run += 1


def _build_passage(archive: Archive, turn: SpokenTurn, passage: Passage, run: int) -> Row:
    earlier = [
        _build_wording(archive, item) for item in reversed(passage.history) if item.text != passage.text
    ]
    return {
        "anchor": passage.anchor,
        "run": run,
        "kind": turn.turn.kind.value,
        "by": turn.turn.speakers,
        "name": archive.name_speaker(turn),
        "cited": cite_speaker(archive, turn),
        "text": passage.text,
        **({"earlier": earlier} if earlier else {}),
    }


def _build_tombstone(archive: Archive, item: Tombstone) -> Row:
    last = Wording(item.removed, item.text, getattr(item, "by", None))
    earlier = [_build_wording(archive, one) for one in (last, *reversed(item.history))]
    return {"anchor": item.anchor, "removed": item.removed.isoformat(), "earlier": earlier}


def _build_wording(archive: Archive, item: Wording) -> Row:
    """An earlier wording; `by` is null where the lock does not say who spoke it."""
    by = item.by
    return {
        "until": item.until.isoformat(),
        "text": item.text,
        "by": split_speakers(by.speaker) if by else None,
        "name": archive.name_attributed(by.speaker) if by else "",
    }
