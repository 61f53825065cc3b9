"""Every place where a label may stand, by shape alone: what it says, its mark, where its words begin."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from .furniture import is_note
from .marks import BLANK, CLOCK, LONGEST, NO_LABEL, Style, find_marks, is_abbreviation, is_within
from .printed_names import OFFICE, read_name, strip_emphasis, strip_notes, strip_times
from .shapes import Shape, find_shape, is_name_word
from .source import Block, fold

_TIME = rf"(?:\\?[\[(]{BLANK}?{CLOCK}(?:{BLANK}?[-–]{BLANK}?{CLOCK})?{BLANK}?\\?[\])]|{CLOCK}(?!\d|:))"
#: What may stand before a label and is none of it: quote signs, bullets, numbers, times.
LEAD = re.compile(
    rf"{BLANK}*+(?:(?:>(?!>)|>>++|[-–—•*▪·](?=\s)|\d{{1,4}}[.)](?=\s)|\d{{1,3}}(?={BLANK}{{2}})|\[\*\]"
    rf"|#{{1,6}}(?=\s)|[○◯◇◆■●]|{_TIME}){BLANK}*+)*+"
)
_VOICE = re.compile(r"<v(?:\.[^\s>]*)?\s+(?P<name>[^>\n]{1,80})>")
_OPEN = re.compile(r"(?:\*{1,3}|_{1,3}|<(?:b|strong|i|em)>)?")
_SHUT = re.compile(r"(?:\*{1,3}|_{1,3}|</(?:b|strong|i|em)>)?")
_TIME_AFTER = re.compile(rf"{BLANK}*+(?:\\?[\[(]{CLOCK}\\?[\])]|{CLOCK}(?={BLANK}*+(?:\n|$)))?")
_TIME_AT_END = re.compile(rf"[\s,–—-]+\\?[\[(]?{CLOCK}(?:{BLANK}?[AaPp][Mm])?\\?[\])]?{BLANK}*$")
_LETTER = re.compile(
    rf"(?P<name>[QAPRFВО]|[Qq]\d{{1,2}})(?P<mark>\.[-–—]?|\)|)(?P<gap>{BLANK}{{2}}|\t|{BLANK}(?=\S)|(?=\n)|$)"
)
#: A line of one who asks by the letter; where there is none, an A with a stop is the initial of a name.
_ASKED_BY_LETTER = re.compile(r"\W{0,8}Q(?:[.):\s-]|\d)")
INITIAL_AND_COLON = re.compile(
    r"[*_]{0,3}[A-ZФВО]\.(?:\s?[^\W\d_]\.)?\s?[^\W\d_][\w'’-]+(?: [^\W\d_][\w'’-]+)?\s?[*_]{0,3}[:：]"
)
_NOTE_AND_COLON = re.compile(rf"{BLANK}*+[(\[][^()\[\]\n]{{1,60}}[)\]]{BLANK}*+[:：]")
_BRACKET = re.compile(
    r"【(?P<a>[^】\n]{1,30})】|[（(](?P<b>[^（）()\n]{1,16})[）)]|\[(?P<c>[^\[\]\n]{2,40})\]"
)
_CIRCLE = re.compile(r"[○◯](?P<name>[^\s。、]{1,30})\u3000+")
_ENDS = frozenset(".?!…。？！؟:\"”»’')]）」』—–*_:：-")
_END_BEFORE = re.compile(r"[.?!…。？！؟;»”\")）\]—–][*_]{0,2}\s*+(?=\S)")


@dataclass(frozen=True)
class Candidate:
    """A place where a label may stand.

    Offsets are of its block: its marks begin at `begin`, the label at `start` and ends, its mark included,
    before `end`; its words begin at `words`. `name` is the label without mark, emphasis and parentheses,
    `note` what these hold. `after_end` says that a sentence ends before it, `inline` that it stands inside a
    line, `narrow` that it is an A with one blank, which may be an article.
    """

    block: int
    line: int
    begin: int
    start: int
    end: int
    words: int
    name: str
    note: str | None
    label: str
    printed: str
    style: Style
    shape: Shape
    inline: bool = False
    bold: bool = False
    after_end: bool = True
    timed: bool = False
    blank_after: bool = False
    narrow: bool = False

    @property
    def key(self) -> str:
        """What makes two labels one: the name without regard to case."""
        return self.name.casefold().rstrip(".")


def find_candidates(blocks: Sequence[Block]) -> list[Candidate]:
    """The candidates of some blocks in order, of which none begins within another."""
    spoken = [(index, block) for index, block in enumerate(blocks) if not is_note(block.text)]
    lettered = any(_ASKED_BY_LETTER.match(block.text, start) for _, block in spoken for start in block.starts)
    found = [each for index, block in spoken for each in _find_in_block(index, block, lettered)]
    return _drop_repeated(_drop_articles(found))


def _drop_articles(found: Sequence[Candidate]) -> list[Candidate]:
    """The candidates without an A and one blank, unless two or more and all of them follow a Q at once."""
    before = dict(zip(map(id, found[1:]), found, strict=False))
    narrow = [each for each in found if each.narrow]
    paired = all(
        id(each) in before
        and before[id(each)].style is Style.LETTER
        and before[id(each)].shape is Shape.QUESTION
        and each.block - before[id(each)].block <= 1
        for each in narrow
    )
    return list(found) if len(narrow) > 1 and paired else [each for each in found if not each.narrow]


def _drop_repeated(candidates: Sequence[Candidate]) -> list[Candidate]:
    """The candidates without a voice that only goes on: captions name it with every line."""
    kept: list[Candidate] = []
    voice = ""
    for each in candidates:
        if each.style is not Style.VOICE or each.key != voice:
            kept.append(each)
        voice = each.key if each.style is Style.VOICE else voice
    return kept


def _find_in_block(index: int, block: Block, lettered: bool) -> Iterator[Candidate]:
    covered = 0
    inline = iter(_find_inline(index, block))
    waiting = next(inline, None)
    for place, start in enumerate(block.starts):
        if start < covered:
            continue
        while waiting and waiting.begin < start:
            if waiting.begin >= covered:
                yield waiting
                covered = waiting.end
            waiting = next(inline, None)
        found = _find_at_line(index, block, place, lettered)
        if found:
            yield found
            covered = max(found.words, found.end)
    while waiting:
        if waiting.begin >= covered:
            yield waiting
            covered = waiting.end
        waiting = next(inline, None)


def _find_at_line(index: int, block: Block, place: int, lettered: bool) -> Candidate | None:
    """The likeliest candidate at the start of a line."""
    text, begin = block.text, block.starts[place]
    stop = begin + len(block.lines[place].text)
    lead = LEAD.match(text, begin, stop)
    start = lead.end() if lead else begin
    if start >= stop:
        return None
    before = block.lines[place - 1].text.rstrip() if place else "."
    after_end = before[-1:] in _ENDS or before.isupper()
    make = _Maker(index, block, begin, start, stop, after_end)
    initial = not lettered and INITIAL_AND_COLON.match(text, start, stop)
    return (
        make.voice() or (None if initial else make.letter()) or make.bracket() or make.circle() or make.head()
    )


@dataclass(frozen=True)
class _Maker:
    """Builds the candidate of one line, whose marks before a label are already passed."""

    index: int
    block: Block
    begin: int
    start: int
    stop: int
    after_end: bool

    def build(self, style: Style, end: int, name: str, start: int | None = None, **more: bool) -> Candidate:
        start = self.start if start is None else start
        text = self.block.text
        bare, notes = read_name(name)
        label = fold(strip_emphasis(strip_times(name)))
        printed = fold(strip_times(text[start:end]))
        after = _TIME_AFTER.match(text, end)
        words = after.end() if after else end
        shape = find_shape(fold(strip_notes(bare)) or bare)
        return Candidate(
            self.index, self.block.line_at(start), self.begin, start, end, words, bare,
            "; ".join(notes) or None, label, printed, style, shape,
            after_end=self.after_end, timed=bool(words > end and text[end:words].strip()),
            blank_after=not text[words : self.stop].strip(), **more,
        )  # fmt: skip

    def voice(self) -> Candidate | None:
        match = _VOICE.match(self.block.text, self.start, self.stop)
        if not match:
            return None
        made = self.build(Style.VOICE, match.end(), match["name"])
        return replace(made, printed=fold(match["name"]))

    def letter(self) -> Candidate | None:
        text = self.block.text
        opened = _OPEN.match(text, self.start)
        start = opened.end() if opened else self.start
        match = _LETTER.match(text, start, self.stop)
        if match and _NOTE_AND_COLON.match(text, match.end("name"), self.stop):
            return None  # "Q [in French]:" is a label with a colon.
        if not match or (match["name"] not in {"Q", "A"} and not match["mark"] and match["name"] != "Q1"):
            return None
        end = match.end("mark")
        wide = len(match["gap"]) > 1 or match["gap"] in {"\t", ""}
        narrow = match["name"] == "A" and not match["mark"] and not wide
        if not match["mark"] and not wide:
            follows = text[match.end() : match.end() + 1]
            if not (follows.isupper() or follows in "“\"'‘—–-([…¿¡" or follows.isdigit()):
                return None
        return self.build(Style.LETTER, end, match["name"], bold=start > self.start, narrow=narrow)

    def bracket(self) -> Candidate | None:
        text = self.block.text
        match = _BRACKET.match(text, self.start, self.stop)
        if not match:
            return None
        name = match["a"] or match["b"] or match["c"]
        follows = text[match.end() : self.stop].strip()
        if follows[:1] in {":", "："} or (
            not follows and (match["c"] or (match["b"] and find_shape(name) not in _ASKS))
        ):
            return None
        shape = find_shape(name)
        if not match["a"] and shape in {Shape.PHRASE, Shape.WORD, Shape.FIELD}:
            return None
        return self.build(Style.BRACKET, match.end(), name)

    def circle(self) -> Candidate | None:
        match = _CIRCLE.match(self.block.text, self.begin)
        if not match:
            return None
        return self.build(Style.GAP, match.end("name"), match["name"], start=match.start("name"))

    def head(self) -> Candidate | None:
        text = self.block.text
        opened = _OPEN.match(text, self.start)
        start = opened.end() if opened else self.start
        bold = start > self.start
        fallback: Candidate | None = None
        captioned: Candidate | None = None
        for style, at, end in find_marks(text, start, self.stop):
            close = _SHUT.match(text, end) if bold else None
            end = close.end() if close else end
            enclosed = bold and (end > at + 1 or text[at - 2 : at].endswith(("*", "_", ">")))
            made = self.build(style, end, text[start:at], bold=enclosed)
            if style in {Style.DASH, Style.GAP}:
                captioned = self.caption(start, bold)
                if captioned:
                    return captioned
            if made.shape is not Shape.PHRASE:
                return made
            fallback = fallback or (made if style is Style.COLON else None)
        return self.alone(start, bold) or fallback

    def caption(self, start: int, bold: bool) -> Candidate | None:
        """A name on a line of its own with an office after a dash."""
        made = self.alone(start, bold)
        office = OFFICE.fullmatch(made.label) if made else None
        words = office["office"].replace(",", " ").split() if office else []
        return made if made and made.note and words and all(map(is_name_word, words)) else None

    def alone(self, start: int, bold: bool) -> Candidate | None:
        line = self.block.text[start : self.stop]
        timed = _TIME_AT_END.search(line) if len(line) <= LONGEST else None
        name = line[: timed.start()] if timed else line
        name = name.rstrip()
        if not name or len(name) > 100 or (name[-1] in ".!?,;:…。？！：、，" and not timed):
            return None
        made = self.build(Style.ALONE, start + len(name), name, bold=bold and name[-1] in "*_>")
        if made.shape is Shape.PHRASE and not timed:
            return None
        words = self.stop if timed else made.words
        return replace(made, words=words, timed=bool(timed), blank_after=True)


_ASKS = frozenset({Shape.QUESTION, Shape.ANSWER, Shape.OFFICE, Shape.CHAIR})


def _find_inline(index: int, block: Block) -> Iterator[Candidate]:
    """Candidates inside a line: what stands between the end of a sentence and a colon."""
    text = block.text
    last = 0
    starts = set(block.starts)
    for colon in re.finditer("[:：]", text):
        at = colon.start()
        window = max(last, at - 80)
        last = at + 1
        if window + 2 > at:
            continue
        ends = list(_END_BEFORE.finditer(text, window, at))
        for end in reversed(ends):
            start = end.end()
            name = text[start:at]
            if (
                at - start > 80
                or start in starts
                or not name.strip()
                or _is_abbreviated_end(text, end.start())
            ):
                continue
            if is_within(text, at) or "\n" in name or any(sign in NO_LABEL for sign in name):
                break
            maker = _Maker(index, block, start, start, len(text), True)
            made = maker.build(Style.COLON, at + 1, name)
            if made.shape not in {Shape.PHRASE, Shape.FIELD, Shape.WORD}:
                yield replace(made, inline=True)
                break


def _is_abbreviated_end(text: str, at: int) -> bool:
    return text[at] == "." and is_abbreviation(text[max(0, at - 12) : at])
