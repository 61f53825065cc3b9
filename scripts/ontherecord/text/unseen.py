"""The net under the labels: what begins a paragraph like a label and was taken for none is a doubt."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise

from ..problems import LineProblem
from .candidates import INITIAL_AND_COLON, LEAD
from .decide import clip
from .furniture import is_furniture, is_headline, is_note
from .groups import Facts
from .labels import Labels, Opening
from .languages.known import FUNCTION, QUESTIONS, ROLES, TITLES
from .marks import is_abbreviation, is_within
from .shapes import Shape, find_shape, is_verbal
from .source import Block, fold

#: How far such a beginning may reach, in signs and in words.
_SIGNS, _WORDS = 60, 6
_HEAD = re.compile(
    r"(?P<name>[^\n:：?!？！؟。；;…\[\]<>—]{1,60}?)(?P<mark>\.\s?[-–—]\s|\s>\s|\s*[:：]|\s+[–—]\s|[—])"
)
_BRACKET = re.compile(r"\[(?P<name>[^\[\]\n]{2,40})\](?=\s*\S)")
_ASKED_INSIDE = re.compile(r"(?<=[.?!…”\"] )Q [A-Z][\w'’]*")
_ARTICLE = re.compile(r"\s*A [A-Z“\"]")
_CAPITALS = re.compile(r"(?P<name>[^\W\d_]{2,}(?:[ ][^\W\d_]{2,}){1,3})(?=[ ][^\W\d_])")
_PAIR = re.compile(r"(?<![\w.])([^\W\d_]+\.?)\s(?=([^\W\d_]+))")
_QUOTES = str.maketrans("", "", "‘’'\"“”«»„@_")
_SPEAKING = frozenset(
    [Shape.PERSON, Shape.CAPITALS, Shape.OFFICE, Shape.NUMBERED, Shape.QUESTION, Shape.CHAIR, Shape.HOST]
)
_MESSAGE = (
    "'{}' ({}) begins a paragraph like a speaker label and is taken for words of the text; if it is one,"
    " declare it in record.yml under participants (labels) or question_labels, else under not_labels"
)
_TURNS = "'{}' ({}) may mark a change of speaker and is taken for words of the same one; label each speaker"
_AFTER = "'{}' names another person, and what follows it is taken for words of '{}'; label who speaks"


def find_unseen(
    blocks: Sequence[Block],
    openings: Sequence[Opening],
    facts: Facts,
    labels: Labels,
    reported: Sequence[LineProblem],
) -> Iterator[LineProblem]:
    """One problem for each beginning that may be a label, is none and is not reported yet.

    Looks from the first label on: what stands before it is the head or the foreword.
    """
    found: dict[tuple[str, str], list[tuple[int, str]]] = {}
    for kind, line, printed, name in _find_beginnings(blocks, openings, facts, labels):
        found.setdefault((kind, name.casefold()), []).append((line, printed))
    for (kind, name), places in found.items():
        if not _is_reported(places, reported) and _is_doubtful(kind, name, places, facts):
            times = "once" if len(places) == 1 else f"{len(places)} times"
            message = _TURNS if kind == "turn" else _MESSAGE
            yield LineProblem(places[0][0], message.format(clip(places[0][1]), times))
    yield from _find_called(blocks, openings)


def _find_beginnings(
    blocks: Sequence[Block], openings: Sequence[Opening], facts: Facts, labels: Labels
) -> Iterator[tuple[str, int, str, str]]:
    """What begins like a label, or is asked inside a line: kind, line, the label as printed, its name."""
    first = min((each.block for each in openings), default=len(blocks))
    taken = {(each.block, blocks[each.block].line_at(each.start)) for each in openings}
    known = {word for each in openings for word in each.name.casefold().split()}
    asked = {each.block for each in openings if each.name == "Q"}
    for each in openings:
        initial = each.name == "A" and INITIAL_AND_COLON.match(blocks[each.block].text, each.start)
        if initial:
            yield "inside", each.line, fold(initial[0]), fold(initial[0])
    for index, block in enumerate(blocks[first:], first):
        for place, start in enumerate(block.starts):
            line = block.lines[place].number
            for match in _ASKED_INSIDE.finditer(block.lines[place].text):
                yield "inside", line, fold(match[0]), "q"
            if (index, line) in taken or not _may_begin(block, place):
                continue
            if labels.excused.match(block.text, start):
                continue
            if place == 0 and index - 1 in asked and _ARTICLE.match(block.text):
                yield "inside", line, fold(block.text[:20]), "a"
            for kind, name, printed in _read_beginning(block, place, facts, known):
                yield kind, line, printed, name


def _is_reported(places: Sequence[tuple[int, str]], reported: Sequence[LineProblem]) -> bool:
    """True of a label of which a problem speaks, at one of its lines or by name."""
    lines, shown = {line for line, _ in places}, f"'{places[0][1].rstrip(':：> ')}"
    return any(each.line in lines or shown in each.message for each in reported)


def _may_begin(block: Block, place: int) -> bool:
    text = block.lines[place].text
    before = block.lines[place - 1].text.rstrip()[-1:] if place else "."
    return before in frozenset(".?!…。？！؟»”\"’')]") and not (
        is_note(text) or is_furniture(text) or is_headline(text)
    )


def _read_beginning(
    block: Block, place: int, facts: Facts, known: Collection[str]
) -> Iterator[tuple[str, str, str]]:
    """How a line begins, by kind: what the label would be, and as printed."""
    text, begin = block.text, block.starts[place]
    stop = begin + len(block.lines[place].text)
    lead = LEAD.match(text, begin, stop)
    start = lead.end() if lead else begin
    marks = text[begin:start].strip()
    if marks.startswith(">>") or marks in {"-", "–", "—"}:
        asks = "?" if text[start:stop].rstrip().endswith(("?", "？", "؟")) else ""
        yield "turn", marks, f"{marks} …{asks}"
    head = _HEAD.match(text, start, stop)
    if head and not is_within(text, head.end() - 1):
        name = fold(head["name"].strip("*_ "))
        if len(name.split()) <= _WORDS and not _ends_sentence(name):
            kind = "colon" if head["mark"].strip() in {":", "："} else "mark"
            yield kind, name, fold(head[0])
            return
    bracket = _BRACKET.match(text, start, stop)
    if bracket:
        yield "bracket", fold(bracket["name"]), fold(bracket[0])
    capitals = _CAPITALS.match(text, start, stop)
    if capitals and not facts.capitals:
        words = [word for word in capitals["name"].split() if word.isupper()]
        lead_words = capitals["name"].split()[: len(words)]
        if len(words) > 1 and words == lead_words and any(word.casefold() in known for word in words):
            yield "capitals", " ".join(words), " ".join(words)
    line = fold(text[start:stop])
    follows = text[stop + 1 : stop + 2]
    if place == 0 and follows and not follows.islower() and len(line) <= _SIGNS and line[-1:] not in ".,;:?!":
        yield "alone", line, line


def _ends_sentence(name: str) -> bool:
    """True of words in which a sentence ends: a stop that cuts no word short."""
    return any(not is_abbreviation(name[: match.start()]) for match in re.finditer(r"\.\s", name))


def _is_doubtful(kind: str, name: str, places: Sequence[tuple[int, str]], facts: Facts) -> bool:
    """True unless this clearly is a sentence: recurrence never is."""
    printed = places[0][1]
    shown = printed.rstrip(":： —–->.") if kind != "bracket" else printed.strip("[] ")
    shape = find_shape(fold(shown.translate(_QUOTES)) or "-")
    words = [word.strip(".,’'\"“”") for word in name.split()]
    if kind == "turn":
        asking = any(own.endswith("?") for _, own in places)
        return name.startswith(">>") or (len(places) > 1 and asking)
    if kind in {"capitals", "inside"}:
        return True
    if kind in {"bracket", "alone"}:
        return shape in _SPEAKING and not (kind == "alone" and len(words) < 2 and shape is Shape.PERSON)
    if kind == "mark":
        function = words[0] in FUNCTION or is_verbal(words)
        # A single word before a mere dash may be a subject: "Selwyn — a town".
        alone = shape is Shape.WORD and any(sign in printed for sign in ".>")
        return shape in _SPEAKING or (not function and (len(places) > 1 or alone))
    if len(places) > 1 or shape in _SPEAKING or shape is Shape.FIELD:
        return True
    ordinary = shape is Shape.WORD and name in facts.small and name not in _PARTS
    return not ordinary and _is_short_label(words, shown)


def _is_short_label(words: Sequence[str], shown: str) -> bool:
    """True of words before a single colon that name somebody's part, or are few and no phrase."""
    if len(words) > 2 and all(len(word) == 1 for word in words):
        return True  # Spaced for emphasis.
    if is_verbal(words):
        return False
    if any(word in _PARTS for word in words):
        return words[0] not in FUNCTION - _BEFORE_PARTS
    if not any(sign.isupper() or sign.islower() for sign in shown):
        return find_shape(shown) is not Shape.PHRASE or "、" in shown
    return len(words) <= 3 and not FUNCTION.intersection(words) and any(map(str.isalpha, shown))


_PARTS = (QUESTIONS | ROLES | TITLES) - FUNCTION
#: Words that begin phrases, and stand before somebody's part too.
_BEFORE_PARTS = frozenset(
    ["a", "an", "the", "first", "second", "third", "another", "one", "un", "une", "ein", "eine"]
)


def _find_called(blocks: Sequence[Block], openings: Sequence[Opening]) -> Iterator[LineProblem]:
    """A problem for words without a label after a note that names another than who spoke before it."""
    ordered = sorted(openings, key=lambda each: (each.block, each.begin))
    opened = {each.block for each in openings}
    at = 0
    current: Opening | None = None
    for index, (block, after) in enumerate(pairwise(blocks)):
        while at < len(ordered) and ordered[at].block <= index:
            current = ordered[at]
            at += 1
        if current is None or index + 1 in opened or not is_note(block.text) or is_note(after.text):
            continue
        own = set(current.name.casefold().replace(".", " ").split())
        if not is_furniture(after.text) and any(not own & pair for pair in _list_names(block.text)):
            note = clip(fold(block.text))
            yield LineProblem(after.lines[0].number, _AFTER.format(note, clip(current.label)))


def _list_names(note: str) -> Iterator[set[str]]:
    """The pairs of capitalised words among others in small letters."""
    if not any(word[0].islower() for word in note.split()):
        return
    for match in _PAIR.finditer(note):
        capital = match[1][0].isupper() and match[2][0].isupper()
        if capital and match[1].casefold() not in FUNCTION:
            yield {match[1].casefold().rstrip("."), match[2].casefold()}
