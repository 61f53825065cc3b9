"""The labels of a text: as a record declares them or, where it declares none, as the text shows them."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from rapidfuzz import fuzz

from ..problems import LineProblem, did_you_mean
from .candidates import Candidate
from .decide import clip, decide, find_doubts
from .groups import Facts
from .marks import Style
from .printed_names import strip_times
from .shapes import Shape, find_shape
from .source import Block, fold
from .turns import Cast

COLON = "[:：]"
#: A parenthesis that may hold parentheses, but none deeper.
NOTE = r"\((?P<note>[^()]*+(?:\([^()]*+\)[^()]*+){0,9})\)"
NEVER = "(?!)"
_MARKS = re.compile(r"\*{1,3}|(?<!\w)_{1,3}|_{1,3}(?!\w)|</?(?:b|strong|i|em)>")
_ENDING = re.compile(r"\s*(?:[:：>]|\.?\s?[—–−-]+)\s*$")
#: Least likeness (0 to 100) at which an opening is taken for a misspelt label.
SLIP = 80.0
#: A time of day or of a recording behind a label, on the line's rest alone.
_CLOCK_ALONE = re.compile(r"[^\S\n]*+\d{1,2}:\d{2}:\d{2}[^\S\n]*+(?=\n|$)")
#: Over how many lines a label may be broken at the end of other words, before a blank line and its colon.
LABEL_LINES = 8
INSIDE = (
    "'{}' inside a line is taken for words of the text, though it is a declared label; begin a new line there"
    " if a turn begins, or list it with the words after it under not_labels"
)
#: What ends a line after which a new turn may begin, were it pasted without a blank line.
TURN_END = tuple(".?!…:\"”»’')]")


@dataclass(frozen=True)
class Opening:
    """A label found: where it stands in its block, what it says and what it is declared as.

    Its marks begin at `begin`, the label at `start` and ends before `end`; words begin at `words`. `label` is
    as printed without mark and emphasis, `printed` with them. `declared` is None for a label that the text
    alone shows, whose shape then says what it may be.
    """

    block: int
    line: int
    begin: int
    start: int
    end: int
    words: int
    declared: str | None
    name: str
    label: str
    note: str | None
    printed: str
    shape: Shape


@dataclass(frozen=True)
class Labels:
    """The declared labels of a cast, ready to be looked for.

    `declared` maps each printed form (as declared, or all in capitals) to the declared label. At the start of
    a line, `label` matches a label with its colon, `excused` an opening that is no label although it looks
    like one, and `slip` a label whose parenthesis is not closed. `bare` matches a label without its colon.
    """

    declared: dict[str, str]
    label: re.Pattern[str]
    bare: re.Pattern[str]
    excused: re.Pattern[str]
    slip: re.Pattern[str]
    known: frozenset[str]


def build_labels(cast: Cast) -> Labels:
    """The patterns for the labels of a cast, the longest tried first."""
    known = sorted(key for key in {label_key(each) for each in (*cast.speakers, *cast.questions)} if key)
    declared = {key.upper(): key for key in known} | {key: key for key in known}
    names = _any_of(declared)
    excused = {fold(each.strip()) for each in cast.not_labels} - {""}
    phrases = _any_of(each for each in excused if re.search(f"{COLON}.", each))
    heads = _any_of({label_key(each) for each in excused if not re.search(f"{COLON}.", each)} - {""})
    printed = rf"\s*+(?P<printed>(?P<name>{names})(?:\s*+{NOTE})?)\s*+"
    people = (*known, *cast.names)
    return Labels(
        declared=declared,
        label=re.compile(printed + COLON),
        bare=re.compile(printed),
        excused=re.compile(rf"\s*+(?:(?:{phrases})(?!\w)|(?:{heads})(?!\w)\s*+(?:{NOTE})?)"),
        slip=re.compile(rf"\s*+(?P<head>(?:{names})\s*+[(\[][^()\[\]:：]{{0,200}})\s*+{COLON}"),
        known=frozenset(word.casefold() for each in people for word in each.split()[-1:] if word),
    )


def label_key(label: str) -> str:
    """A label as declared: white space folded, without emphasis and without the mark that ends it."""
    return fold(_ENDING.sub("", _MARKS.sub("", fold(label))))


def _any_of(phrases: Iterable[str]) -> str:
    """A pattern for any of some phrases, the longest first, with any white space between their words."""
    ordered = sorted(phrases, key=lambda phrase: (-len(phrase), phrase))
    return "|".join(r"\s++".join(map(re.escape, phrase.split())) for phrase in ordered) or NEVER


# --- declared labels -------------------------------------------------------------------------------------


def find_declared(
    blocks: Sequence[Block], candidates: Sequence[Candidate], labels: Labels
) -> tuple[list[Opening], list[Candidate]]:
    """The declared labels of a text in order, and the candidates that none of them covers."""
    plain = [each for index, block in enumerate(blocks) for each in find_labels(index, block, labels)]
    taken = _Spans(plain)
    others = [each for each in candidates if not taken.hold(each) and not _is_excused(each, blocks, labels)]
    styled, rest = _match_candidates(others, labels, len(plain))
    return sorted((*plain, *styled), key=lambda each: (each.block, each.begin)), rest


def find_labels(index: int, block: Block, labels: Labels) -> list[Opening]:
    """The labels with a colon in a block in order: each at the start of a line, none within another."""
    found: list[Opening] = []
    for start in block.starts:
        within = bool(found) and start < found[-1].end
        match = None if within else labels.label.match(block.text, start)
        if match and not labels.excused.match(block.text, start):
            declared = labels.declared[fold(match["name"])]
            at, printed = match.start("printed"), strip_times(fold(match["printed"]))
            words = _CLOCK_ALONE.match(block.text, match.end())
            note = fold(match["note"] or "")
            found.append(
                Opening(
                    *(index, block.line_at(match.start()), match.start(), at, match.end()),
                    words.end() if words else match.end(),
                    *(declared, declared, printed, note if note and strip_times(f"({note})") else None),
                    *(fold(block.text[at : match.end()]), find_shape(declared)),
                )
            )
    return found


class _Spans:
    """What some openings cover, by block and in order."""

    def __init__(self, openings: Iterable[Opening]) -> None:
        self._begins: dict[int, list[int]] = {}
        self._ends: dict[int, list[int]] = {}
        for each in openings:
            self._begins.setdefault(each.block, []).append(each.begin)
            self._ends.setdefault(each.block, []).append(each.words)

    def hold(self, candidate: Candidate) -> bool:
        """True of a candidate that overlaps an opening."""
        begins = self._begins.get(candidate.block)
        if not begins:
            return False
        place = bisect_left(begins, candidate.end) - 1
        return place >= 0 and self._ends[candidate.block][place] > candidate.begin


def _match_candidates(
    candidates: Sequence[Candidate], labels: Labels, plain: int
) -> tuple[list[Opening], list[Candidate]]:
    """The candidates that are declared, where their style recurs or can be nothing else, and the others.

    Beside labels with a colon at the start of a line (`plain` is their number) another style must recur as
    much as half as often.
    """
    matched = [(each, key) for each in candidates if (key := _find_key(each, labels))]
    counts: dict[tuple[Style, bool], int] = {}
    for each, _ in matched:
        counts[each.style, each.inline] = counts.get((each.style, each.inline), 0) + 1
    chosen = {
        id(each): _open(each, key)
        for each, key in matched
        if _is_sure(each) or (each.after_end and _recurs(counts[each.style, each.inline], each, plain))
    }
    return list(chosen.values()), [each for each in candidates if id(each) not in chosen]


def _recurs(count: int, each: Candidate, plain: int) -> bool:
    return count > 1 and (each.inline or 2 * count >= plain)


def _is_sure(each: Candidate) -> bool:
    plain = each.style is Style.COLON and not each.inline and each.after_end
    return plain or each.style in {Style.LETTER, Style.VOICE, Style.BRACKET}


def _find_key(candidate: Candidate, labels: Labels) -> str | None:
    """The declared label that a candidate prints, with its parenthesis or without."""
    forms = (candidate.label, label_key(candidate.printed), candidate.name, candidate.name.rstrip("."))
    return next((labels.declared[form] for form in forms if form in labels.declared), None)


def _open(each: Candidate, declared: str | None) -> Opening:
    return Opening(
        *(each.block, each.line, each.begin, each.start, each.end, each.words),
        *(declared, each.name, each.label, each.note, each.printed, each.shape),
    )


def _is_excused(each: Candidate, blocks: Sequence[Block], labels: Labels) -> bool:
    text = blocks[each.block].text
    excused = labels.excused.match(text, each.begin) or labels.excused.match(text, each.start)
    return bool(excused) and (excused.end() >= each.end - 1 if excused else False)


def check_openings(
    blocks: Sequence[Block],
    found: Sequence[Opening],
    rest: Sequence[Candidate],
    facts: Facts,
    labels: Labels,
) -> Iterator[LineProblem]:
    """One problem for each label that looks like one and is neither declared nor excused."""
    shown: dict[str, list[int]] = {}
    for line, label in (*_find_undeclared(rest, facts, labels), *_find_slips(blocks, found, rest, labels)):
        shown.setdefault(label, []).append(line)
    for label, lines in shown.items():
        yield LineProblem(min(lines), _undeclared(label, len(set(lines)), labels))
    for each in rest:
        if each.inline and _find_key(each, labels):
            yield LineProblem(each.line, INSIDE.format(clip(each.printed)))


def _find_undeclared(rest: Sequence[Candidate], facts: Facts, labels: Labels) -> Iterator[tuple[int, str]]:
    sure, doubts = decide(rest, facts, labels.known)
    likely = {(each.style, each.key) for each in sure}
    likely |= {(each.style, each.key) for each, count, _ in doubts if count > 1 or each.inline}
    for each in rest:
        if (
            (each.style, each.key) in likely
            and not _find_key(each, labels)
            and (each.after_end or each.style is Style.LETTER)
        ):
            yield each.line, each.label or each.printed


def _find_slips(
    blocks: Sequence[Block], found: Sequence[Opening], rest: Sequence[Candidate], labels: Labels
) -> Iterator[tuple[int, str]]:
    """Declared labels misspelt, and such whose parenthesis is not closed."""
    for each in rest:
        if each.style is Style.COLON and each.after_end and not each.inline and is_slip(each.name, labels):
            yield each.line, each.label
    for before, block in pairwise(blocks):
        name = before.lines[-1].text.strip()
        if block.text.lstrip()[:1] in {":", "："} and len(name) < 60 and find_shape(name) is Shape.PERSON:
            yield before.lines[-1].number, name
    taken = {(each.block, each.line) for each in found}
    for index, block in enumerate(blocks):
        for place, start in enumerate(block.starts):
            ended = not place or block.lines[place - 1].text.rstrip().endswith(TURN_END)
            slip = labels.slip.match(block.text, start) if ended else None
            if slip and (index, block.lines[place].number) not in taken:
                yield block.lines[place].number, fold(slip["head"])


def is_slip(name: str, labels: Labels) -> bool:
    """True of a declared label misspelt: as many words, and nearly the same ("Qestion", no "My question")."""
    words = name.split()
    return any(
        words[0][0].isalpha()
        and len(words) == len(known.split())
        and fuzz.ratio(name.casefold(), known.casefold()) >= SLIP
        for known in set(labels.declared.values())
        if words
    )


def _undeclared(shown: str, count: int, labels: Labels) -> str:
    near = did_you_mean(shown.split("(")[0].strip() or shown, labels.declared.values())
    times = f" ({count} times)" if count > 1 else ""
    return (
        f"line looks like a speaker label '{clip(shown)}:'{times} but record.yml declares no such label;"
        " declare it under participants (labels), or list it under not_labels if it is part of the text"
        f"{near}"
    )


# --- labels by shape -------------------------------------------------------------------------------------


def find_by_shape(
    blocks: Sequence[Block], candidates: Sequence[Candidate], facts: Facts, labels: Labels
) -> tuple[list[Opening], list[LineProblem]]:
    """The labels that the text itself shows, and one problem for each that is in doubt."""
    open_to = [each for each in candidates if not _is_excused(each, blocks, labels)]
    chosen, doubts = decide(open_to, facts, labels.known)
    return [_open(each, None) for each in chosen], list(find_doubts(doubts))
