"""Every place where a label may stand, by shape alone: what it says, its mark, where its words begin."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum

from .furniture import is_note
from .languages import TITLES
from .shapes import Shape, find_shape, is_name_word
from .source import Block, fold

#: How far a label and its parentheses may reach.
LONGEST = 160
_BLANK = r"[^\S\n]"
_CLOCK = r"\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d{1,3})?"
_TIME = rf"(?:\\?[\[(]{_BLANK}?{_CLOCK}(?:{_BLANK}?[-–]{_BLANK}?{_CLOCK})?{_BLANK}?\\?[\])]|{_CLOCK}(?!\d|:))"
#: What may stand before a label and is none of it: quote signs, bullets, numbers, times.
_LEAD = re.compile(
    rf"{_BLANK}*+(?:(?:>(?!>)|>>++|[-–—•*▪·](?=\s)|\d{{1,4}}[.)](?=\s)|\d{{1,3}}(?={_BLANK}{{2}})|\[\*\]"
    rf"|#{{1,6}}(?=\s)|[○◯◇◆■●]|{_TIME}){_BLANK}*+)*+"
)
_VOICE = re.compile(r"<v(?:\.[^\s>]*)?\s+(?P<name>[^>\n]{1,80})>")
_OPEN = re.compile(r"(?:\*{1,3}|_{1,3}|<(?:b|strong|i|em)>)?")
_SHUT = re.compile(r"(?:\*{1,3}|_{1,3}|</(?:b|strong|i|em)>)?")
_TIME_AFTER = re.compile(rf"{_BLANK}*+(?:\\?[\[(]{_CLOCK}\\?[\])]|{_CLOCK}(?={_BLANK}*+(?:\n|$)))?")
_TIME_IN_LABEL = re.compile(rf"\s*\\?[\[(]{_CLOCK}(?:\s?[-–]\s?{_CLOCK})?\\?[\])]")
_TIME_AT_END = re.compile(rf"[\s,–—-]+\\?[\[(]?{_CLOCK}(?:{_BLANK}?[AaPp][Mm])?\\?[\])]?{_BLANK}*$")
_LETTER = re.compile(
    rf"(?P<name>[QAPRFВО]|[Qq]\d{{1,2}})(?P<mark>\.[-–—]?|\)|)(?P<gap>{_BLANK}{{2}}|\t|{_BLANK}(?=\S)|(?=\n)|$)"
)
_NOTE_AND_COLON = re.compile(rf"{_BLANK}*+[(\[][^()\[\]\n]{{1,60}}[)\]]{_BLANK}*+[:：]")
_BRACKET = re.compile(
    r"【(?P<a>[^】\n]{1,30})】|[（(](?P<b>[^（）()\n]{1,16})[）)]|\[(?P<c>[^\[\]\n]{2,40})\]"
)
_CIRCLE = re.compile(r"[○◯](?P<name>[^\s。、]{1,30})\u3000+")
_NOTES = re.compile(r"\s*[(（\[](?P<note>[^()（）\[\]]*(?:\([^()]*\)[^()]*)*)[)）\]]\s*$")
_EMPHASIS = re.compile(r"\*{1,3}|(?<!\w)_{1,3}|_{1,3}(?!\w)|</?(?:b|strong|i|em)>")
_ENDS = frozenset(".?!…。？！؟:\"”»’')]）」』—–*_:：-")
_END_BEFORE = re.compile(r"[.?!…。？！؟;»”\")）\]—–][*_]{0,2}\s*+(?=\S)")
_NO_LABEL = frozenset("?!？！؟。；;…")
_ABBREVIATIONS = frozenset(
    ["vors", "hon", "st", "jr", "sr", "gov", "gen", "lt", "col", "sgt", "capt", "rev", "amb", "no", "art"]
)


class Style(Enum):
    """How a label is set apart from the words."""

    COLON = "colon"
    LETTER = "letter"
    STOP = "stop"
    DASH = "dash"
    ANGLE = "angle"
    GAP = "gap"
    ALONE = "alone"
    BRACKET = "bracket"
    VOICE = "voice"


@dataclass(frozen=True)
class Candidate:
    """A place where a label may stand.

    Offsets are of its block: its marks begin at `begin`, the label at `start` and ends, its mark included,
    before `end`; its words begin at `words`. `name` is the label without mark, emphasis and parentheses,
    `note` what these hold. `after_end` says that a sentence ends before it, `inline` that it stands inside a
    line.
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

    @property
    def key(self) -> str:
        """What makes two labels one: the name without regard to case."""
        return self.name.casefold().rstrip(".")


def strip_times(label: str) -> str:
    """A label without the times in brackets that captions print in it."""
    return _TIME_IN_LABEL.sub("", label)


def find_candidates(blocks: Sequence[Block]) -> list[Candidate]:
    """The candidates of some blocks in order, of which none begins within another."""
    spoken = [(index, block) for index, block in enumerate(blocks) if not is_note(block.text)]
    return _drop_repeated([each for index, block in spoken for each in _find_in_block(index, block)])


def _drop_repeated(candidates: Sequence[Candidate]) -> list[Candidate]:
    """The candidates without a voice that only goes on: captions name it with every line."""
    kept: list[Candidate] = []
    voice = ""
    for each in candidates:
        if each.style is not Style.VOICE or each.key != voice:
            kept.append(each)
        voice = each.key if each.style is Style.VOICE else voice
    return kept


def _find_in_block(index: int, block: Block) -> Iterator[Candidate]:
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
        found = _find_at_line(index, block, place)
        if found:
            yield found
            covered = max(found.words, found.end)
    while waiting:
        if waiting.begin >= covered:
            yield waiting
            covered = waiting.end
        waiting = next(inline, None)


def _find_at_line(index: int, block: Block, place: int) -> Candidate | None:
    """The likeliest candidate at the start of a line."""
    text, begin = block.text, block.starts[place]
    stop = begin + len(block.lines[place].text)
    lead = _LEAD.match(text, begin, stop)
    start = lead.end() if lead else begin
    if start >= stop:
        return None
    before = block.lines[place - 1].text.rstrip() if place else "."
    after_end = before[-1:] in _ENDS or before.isupper()
    make = _Maker(index, block, begin, start, stop, after_end)
    return make.voice() or make.letter() or make.bracket() or make.circle() or make.head()


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
        notes: list[str] = []
        bare = name.strip()
        if not bare.isalpha():
            bare = _EMPHASIS.sub("", strip_times(bare)).strip()
        while bare[-1:] in {")", "）", "]"} and (match := _NOTES.search(bare)):
            notes.insert(0, fold(match["note"]))
            bare = bare[: match.start()].strip()
        bare, office = _split_office(bare)
        notes += [office] if office else []
        inner = re.sub(r"\s*[(（][^()（）]*[)）]", "", bare)
        if not fold(inner):
            bare, notes = fold(name).strip("()（）[]* "), []
        label = fold(_EMPHASIS.sub("", strip_times(name)))
        printed = fold(strip_times(text[start:end]))
        after = _TIME_AFTER.match(text, end)
        words = after.end() if after else end
        shape = find_shape(fold(re.sub(r"\s*[(（][^()（）]*[)）]", "", bare)) or bare)
        return Candidate(
            self.index, self.block.line_at(start), self.begin, start, end, words, fold(bare),
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
        if not match["mark"] and not wide:
            follows = text[match.end() : match.end() + 1]
            if match["name"] == "A" or not (
                follows.isupper() or follows in "“\"'‘—–-([…¿¡" or follows.isdigit()
            ):
                return None
        return self.build(Style.LETTER, end, match["name"], bold=start > self.start)

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
        for style, at, end in _find_marks(text, start, self.stop):
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
        office = _OFFICE.fullmatch(made.label) if made else None
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


_OFFICE = re.compile(r"(?P<name>.{3,60}?)\s+(?:--+|[-–—])\s+(?P<office>.+)")


def _split_office(bare: str) -> tuple[str, str | None]:
    """A name and the office or outlet that a dash sets apart from it."""
    match = _OFFICE.fullmatch(bare)
    named = match and find_shape(fold(match["name"])) in {
        Shape.PERSON,
        Shape.CAPITALS,
        Shape.QUESTION,
        Shape.CHAIR,
    }
    return (match["name"], fold(match["office"])) if match and named else (bare, None)


#: Every sign that may begin the end of a label.
_SIGNS = re.compile(r"[:：()\[\]（）［］?!？！؟。；;….—–−>\t\u3000\n-]| (?=\s)")
_OPENED, _CLOSED = frozenset("([（［"), frozenset(")]）］")
_COLON_NEXT = re.compile(r"\s*+[:：]")
#: The second word of a name that a line break parts, and its colon.
_NAME_AND_COLON_NEXT = re.compile(r"\s{1,5}+[^\W\d_][^\s:：()\[\]]{1,20}+\s{0,5}+[:：]")
_DASH_AFTER_STOP = re.compile(r"[^\S\n]?[-–—−](?=\s|\w)")
_GAP = re.compile(r"[^\S\n]++")
_ASKS = frozenset({Shape.QUESTION, Shape.ANSWER, Shape.OFFICE, Shape.CHAIR})


def _find_marks(text: str, start: int, stop: int) -> Iterator[tuple[Style, int, int]]:
    """What may end a label from one offset on: the style, where the mark stands and where it ends.

    A colon comes first; a mark of another kind before it is kept for the case that this is a phrase.
    """
    others: list[tuple[Style, int, int]] = []
    depth = 0
    for match in _SIGNS.finditer(text, start, min(len(text), start + LONGEST)):
        sign, at = match[0], match.start()
        if sign in _OPENED:
            depth += 1
        elif sign in _CLOSED:
            depth -= 1
            if depth < 0:
                break
        elif depth:
            continue
        elif at >= stop:
            colon = _COLON_NEXT.match(text, at) or _NAME_AND_COLON_NEXT.match(text, at)
            if colon and not _is_within(text, colon.end() - 1):
                yield Style.COLON, colon.end() - 1, colon.end()
            break
        elif sign in ":：":
            if not _is_within(text, at):
                yield Style.COLON, at, at + 1
            break
        elif sign in _NO_LABEL:
            break
        elif mark := _match_mark(text, start, at, stop):
            others.append(mark)
            if mark[0] is Style.STOP:
                break
    yield from others


def _is_within(text: str, at: int) -> bool:
    """True of a colon inside a time or an address."""
    follows = text[at + 1 : at + 3]
    return follows == "//" or (follows[:1].isdigit() and text[at - 1 : at].isdigit())


def _match_mark(text: str, start: int, at: int, stop: int) -> tuple[Style, int, int] | None:
    sign, follows, before = text[at], text[at + 1 : at + 2], text[at - 1 : at] if at > start else ""
    if sign == "." and at > start + 1:
        dash = _DASH_AFTER_STOP.match(text, at + 1, stop)
        if dash:
            return Style.STOP, at, dash.end()
        if follows.isspace() and not _is_abbreviation(text[start:at]):
            return Style.STOP, at, at + 1
    elif sign in "—–−" or (sign == "-" and before.isspace() and follows.isspace()):
        if before and (before.isspace() or sign == "—") and text[at - 1 : at] != sign:
            return Style.DASH, at, at + 1
    elif sign == ">" and before and follows.isspace():
        return Style.ANGLE, at, at + 1
    elif sign in "\t \u3000" and before and not before.isspace() and (sign != " " or follows.isspace()):
        gap = _GAP.match(text, at, stop)
        if gap and gap.end() < stop:
            return Style.GAP, at, at
    return None


def _is_abbreviation(head: str) -> bool:
    word = re.split(r"[\s(]", head)[-1].casefold()
    return word in TITLES - {"member", "president", "minister", "speaker", "chair", "m"} | _ABBREVIATIONS or (
        len(word) == 1 or "." in word or word == "m"
    )


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
            if _is_within(text, at) or "\n" in name or any(sign in _NO_LABEL for sign in name):
                break
            maker = _Maker(index, block, start, start, len(text), True)
            made = maker.build(Style.COLON, at + 1, name)
            if made.shape not in {Shape.PHRASE, Shape.FIELD, Shape.WORD}:
                yield replace(made, inline=True)
                break


def _is_abbreviated_end(text: str, at: int) -> bool:
    return text[at] == "." and _is_abbreviation(text[max(0, at - 12) : at])
