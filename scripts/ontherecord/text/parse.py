"""From source text to turns: title, date, labels and paragraphs, every character of the words as typed.

Two public functions: `decode_source` takes bytes to text, `parse_transcript` takes text to turns. Both report
what is wrong as line problems, and raise for no input. Every step is linear in the text: repetitions that
could be tried in several ways are possessive or bounded.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate, chain, pairwise
from unicodedata import combining

from rapidfuzz import fuzz

from ..data.characters import BOM, LINE_END
from ..problems import LineProblem, did_you_mean
from .turns import Cast, Kind, Paragraph, ParsedTranscript, Turn


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


COLON = "[:：]"
#: A parenthesis that may hold parentheses, but none deeper.
NOTE = r"\((?P<note>[^()]*+(?:\([^()]*+\)[^()]*+){0,9})\)"
NEVER = "(?!)"

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WEEKDAY = r"(?:(?:Mon|Tue|Tues|Wed|Wednes|Thu|Thur|Thurs|Fri|Sat|Satur|Sun)(?:day)?\.?,? )?"
_MONTH = (
    r"(?P<month>Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?"
    r"|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\.?"
)
_DAY = r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>[0-9]{4})"
DATES = tuple(
    re.compile(_WEEKDAY + form, re.IGNORECASE | re.ASCII)
    for form in (
        rf"{_MONTH} {_DAY},? {_YEAR}\.?",
        rf"{_DAY} {_MONTH},? {_YEAR}\.?",
        rf"{_YEAR}-(?P<month>[0-9]{{1,2}})-(?P<day>[0-9]{{1,2}})",
    )
)
#: Over how many lines a date may be broken: weekday, day, month and year.
DATE_LINES = 4
DATE_END = tuple("0123456789.")
DATE_FORMS = "'July 15, 2016', '15 July 2016' or '2016-07-15'"

#: A few short words, perhaps a note, and a colon that is not part of a time or an address.
SUSPECT = re.compile(
    r"\s*+(?P<head>[^\s:：()\[\]]{1,20}+(?:\s++[^\s:：()\[\]]{1,20}+){0,5})"
    rf"(?P<aside>\s*+(?:{NOTE}|\[[^\[\]]*+\]))?\s*+{COLON}(?![/0-9:：])"
)
#: The stop of an initial that is set close to the next word of a name ("S.V.Lavrov").
INITIAL = re.compile(r"\.(?=\w)")
NAME_MARKS = frozenset(".'’ʼ-‐‑")
PARTICLES = _words(
    "af al ap av ben bin bint da das de del della der di dos du el ibn l la le los ter ud ul van von y zu d"
)
ROLES = _words(
    "A Answer Comment Correspondent Host Interpreter Journalist Moderator Q Question Remark Reply Reporter"
    " Response Speaker"
)
#: Capitalised openings of a phrase ("On Syria: …") that are no first word of a name.
OPENERS = _words(
    "A About Also An And As At Because But By Concerning Dear Finally First For From Fourth He Her His"
    " How I If In It Its Let My No Not Now On Once Or Our Regarding Second She So That The Their Then There"
    " These They Third This Those To We What When Where Which Who Why With Yes You Your"
)
ARTICLES = frozenset({"The", "A", "An"})
HONORIFIC = re.compile(r"^(?:mr|mrs|ms|dr)\b\.? ?")
ADDRESSED = re.compile(r"(?:^|[,;] ?)(?:addressed )?(?:to|for) (?P<name>[^,;]+)", re.IGNORECASE)
#: What ends a line after which a new turn may begin, were it pasted without a blank line.
TURN_END = tuple(".?!…:\"”»’')]")
#: Least likeness (0 to 100) at which an opening is taken for a misspelt label.
SLIP = 80.0
LONGEST_SHOWN = 80
#: Over how many lines a label may be broken at the end of other words, before a blank line and its colon.
LABEL_LINES = 8
NO_OPENING = "the text before the first label has no speaker: name who opens (`opens: true`) in record.yml"


# --- text to blocks --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Line:
    """One line of the source, without its end; `number` counts from 1."""

    number: int
    text: str


@dataclass(frozen=True)
class Block:
    """Lines between blank lines: `text` joins them by line feeds, the i-th begins at offset `starts[i]`."""

    lines: tuple[Line, ...]
    text: str
    starts: tuple[int, ...]

    def line_at(self, offset: int) -> int:
        """The number of the line that holds an offset of the text."""
        return self.lines[bisect_right(self.starts, offset) - 1].number


def fold(text: str) -> str:
    """The text with every run of white space as one space, and none at its ends."""
    return " ".join(text.split())


def fold_lines(lines: Sequence[Line]) -> str:
    """The words of some lines, folded."""
    return fold("\n".join(line.text for line in lines))


def build_block(lines: Sequence[Line]) -> Block:
    """The block of some lines, of which none is blank."""
    starts = accumulate((len(line.text) + 1 for line in lines[:-1]), initial=0)
    return Block(tuple(lines), "\n".join(line.text for line in lines), tuple(starts))


def find_blocks(text: str) -> list[Block]:
    """The blocks of a text: a line of nothing but white space parts them; lines end in LF, CRLF or CR."""
    blocks: list[Block] = []
    lines: list[Line] = []
    for number, line in enumerate([*LINE_END.split(text), ""], start=1):
        if line.strip():
            lines.append(Line(number, line))
        elif lines:
            blocks.append(build_block(lines))
            lines = []
    return blocks


# --- the heading -----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Heading:
    """Title and date as found, and the blocks that follow them."""

    title: str
    title_line: int
    date: date | None
    date_line: int
    body: tuple[Block, ...]
    problems: tuple[LineProblem, ...]


def read_heading(blocks: Sequence[Block]) -> Heading:
    """The title is the first block, the date the next lines or block; the body is all the rest."""
    if not blocks:
        return Heading("", 1, None, 1, (), ())
    first, rest = blocks[0], blocks[1:]
    span = find_date_lines(first)
    if span:
        return _dated(first.lines[: span[0]], first.lines[span[0] :], span[1] - span[0], rest)
    span = find_date_lines(rest[0]) if rest else None
    if span and span[0] == 0:
        return _dated(first.lines, rest[0].lines, span[1], rest[1:])
    where = rest[0].lines[0].number if rest else first.lines[0].number
    problem = LineProblem(where, f"no date after the title: it is expected here, as {DATE_FORMS}")
    return Heading(fold(first.text), first.lines[0].number, None, where, tuple(rest), (problem,))


def find_date_lines(block: Block) -> tuple[int, int] | None:
    """From which line of a block to before which a date stands, with nothing else in these lines."""
    for end, last in enumerate(block.lines, start=1):
        if last.text.rstrip().endswith(DATE_END):
            for start in range(max(0, end - DATE_LINES), end):
                if match_date(block.lines[start:end]):
                    return start, end
    return None


def match_date(lines: Sequence[Line]) -> re.Match[str] | None:
    """The match of lines that are a date and nothing else, possible or not."""
    folded = fold_lines(lines)
    return next((match for form in DATES if (match := form.fullmatch(folded))), None)


def build_date(match: re.Match[str]) -> date | None:
    """The date that a match spells, None if the calendar has none such."""
    month = match["month"].lower()
    number = int(month) if month.isdigit() else MONTHS.index(month[:3]) + 1
    try:
        return date(int(match["year"]), number, int(match["day"]))
    except ValueError:
        return None


def _dated(title: Sequence[Line], dated: Sequence[Line], size: int, rest: Sequence[Block]) -> Heading:
    """The heading whose date is the first `size` lines of `dated`; what follows them opens the body."""
    line = dated[0].number
    match = match_date(dated[:size])
    day = build_date(match) if match else None
    problems = []
    if not title:
        problems.append(LineProblem(line, "no title: the text must begin with one, before the date"))
    if match and not day:
        problems.append(LineProblem(line, f"'{match[0]}' is not a date of the calendar; write {DATE_FORMS}"))
    body = (build_block(dated[size:]), *rest) if dated[size:] else tuple(rest)
    return Heading(fold_lines(title), title[0].number if title else line, day, line, body, tuple(problems))


# --- labels ----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Labels:
    """The declared labels of a cast, ready to be looked for.

    `declared` maps each printed form (as declared, or all in capitals) to the declared label. At the start of
    a line, `label` matches a label with its colon, `excused` an opening that is no label although it looks
    like one, and `slip` a label that is marked up or whose parenthesis is not closed. `bare` matches a label
    without its colon. `surnames` are the last words of labels and names.
    """

    declared: dict[str, str]
    label: re.Pattern[str]
    bare: re.Pattern[str]
    excused: re.Pattern[str]
    slip: re.Pattern[str]
    surnames: frozenset[str]


@dataclass(frozen=True)
class Label:
    """A label found: the declared one, what is printed without the colon, what the parenthesis holds."""

    declared: str
    printed: str
    note: str | None
    line: int


def build_labels(cast: Cast) -> Labels:
    """The patterns for the labels of a cast, the longest tried first."""
    known = sorted(key for key in {_key(each) for each in (*cast.speakers, *cast.questions)} if key)
    declared = {key.upper(): key for key in known} | {key: key for key in known}
    names = _any_of(declared)
    excused = {_key(each) for each in cast.not_labels} - {""}
    phrases = _any_of(each for each in excused if re.search(COLON, each))
    heads = _any_of(each for each in excused if not re.search(COLON, each))
    printed = rf"\s*+(?P<printed>(?P<name>{names})(?:\s*+{NOTE})?)\s*+"
    unclosed = r"(?:\s*+[(\[][^()\[\]:：]{0,200})?"
    return Labels(
        declared=declared,
        label=re.compile(printed + COLON),
        bare=re.compile(printed),
        excused=re.compile(rf"\s*+(?:(?:{phrases})(?!\w)|(?:{heads})\s*+(?:{NOTE})?\s*+{COLON})"),
        slip=re.compile(rf"\s*+(?P<head>[*_#>–—-]{{0,4}}\s*+(?:{names})[*_]{{0,4}}{unclosed})\s*+{COLON}"),
        surnames=frozenset(each.split()[-1] for each in (*known, *cast.names) if each.strip()),
    )


def _key(label: str) -> str:
    """A label as declared, white space folded, without a colon that was declared with it."""
    return fold(label.strip().rstrip(":："))


def _any_of(phrases: Iterable[str]) -> str:
    """A pattern for any of some phrases, the longest first, with any white space between their words."""
    ordered = sorted(phrases, key=lambda phrase: (-len(phrase), phrase))
    return "|".join(r"\s++".join(map(re.escape, phrase.split())) for phrase in ordered) or NEVER


def join_broken_labels(blocks: Sequence[Block], labels: Labels) -> list[Block]:
    """The blocks, where one that ends in a label and the next one that begins with its colon are one."""
    joined: list[Block] = []
    for block in blocks:
        if joined and begins_with_colon(block) and ends_in_label(joined[-1], labels):
            joined[-1] = build_block((*joined[-1].lines, *block.lines))
        else:
            joined.append(block)
    return joined


def ends_in_label(block: Block, labels: Labels) -> bool:
    """True of a block that is a label without its colon, or whose last few lines are one."""
    starts = {0, *block.starts[-LABEL_LINES:]}
    return any(labels.bare.fullmatch(block.text, start) for start in starts)


def begins_with_colon(block: Block) -> bool:
    """True of a block whose first character, white space aside, is a colon."""
    return block.text.lstrip()[:1] in (":", "：")


def find_labels(block: Block, labels: Labels) -> list[re.Match[str]]:
    """The labels of a block in order: each at the start of a line, none within another."""
    found: list[re.Match[str]] = []
    for start in block.starts:
        within = bool(found) and start < found[-1].end()
        match = None if within else labels.label.match(block.text, start)
        if match and not labels.excused.match(block.text, start):
            found.append(match)
    return found


# --- what looks like a label -----------------------------------------------------------------------------


def check_openings(blocks: Sequence[Block], labels: Labels) -> Iterator[LineProblem]:
    """A problem for each line that looks like a label and is neither declared nor excused."""
    for block, following in pairwise((*blocks, None)):
        if block is None:
            continue
        broken = following is not None and begins_with_colon(following)
        text = block.text + "\n:" if broken else block.text
        for start, end in find_open_spans(block, labels):
            shown = find_suspect(text, start, end if end < len(block.text) else len(text), labels)
            if shown:
                yield LineProblem(block.line_at(start), _undeclared(shown, labels))


def find_open_spans(block: Block, labels: Labels) -> Iterator[tuple[int, int]]:
    """From where to where a label may have been meant: at a block's start, or after a sentence's end."""
    matches = find_labels(block, labels)
    begins = [match.start() for match in matches]
    for index, start in enumerate(block.starts):
        after = bisect_right(begins, start)
        within = after > 0 and start < matches[after - 1].end()
        if not within and (index == 0 or block.lines[index - 1].text.rstrip().endswith(TURN_END)):
            yield start, begins[after] if after < len(begins) else len(block.text)


def find_suspect(text: str, start: int, end: int, labels: Labels) -> str | None:
    """What looks like a label from one offset, before another; folded, without its colon; or None."""
    if labels.excused.match(text, start):
        return None
    slip = labels.slip.match(text, start, end)
    if slip:
        return fold(slip["head"])
    match = SUSPECT.match(text, start, end)
    if match and looks_like_label(INITIAL.sub(". ", match["head"]).split(), bool(match["aside"]), labels):
        return fold(match["head"] + (match["aside"] or ""))
    return None


def looks_like_label(words: Sequence[str], has_note: bool, labels: Labels) -> bool:
    """True of a name, of words in capitals, of a usual role, and of a declared label misspelt."""
    if any(is_slip(words, declared) for declared in labels.declared):
        return True
    if len(words) > 1 and words[-1].lstrip("#").isdecimal():
        return words[0].capitalize() in ROLES
    if len(words) > 1 and words[0] in OPENERS:
        return words[0] in ARTICLES and words[-1] in ROLES
    if len(words) == 1:
        usual = words[0] in ROLES or words[0] in labels.surnames
        return usual or is_capitals(words) or (has_note and is_name(words))
    return is_capitals(words) or (len(words) <= 5 and is_name(words))


def is_slip(words: Sequence[str], declared: str) -> bool:
    """True of a declared label misspelt: as many words, and nearly the same ("Qestion", no "My question")."""
    if not words[0][0].isalpha() or len(words) != len(declared.split()):
        return False
    return fuzz.ratio(" ".join(words).casefold(), declared.casefold()) >= SLIP


def is_capitals(words: Sequence[str]) -> bool:
    """True of words in capitals with more than one letter between them."""
    return all(word.isupper() for word in words) and sum(map(str.isalpha, "".join(words))) > 1


def is_name(words: Sequence[str]) -> bool:
    """True of words that may be a name: capitalised, or particles such as `von` or `al-` before those."""
    return all(map(is_name_word, words)) and any(character.isupper() for character in words[-1])


def is_name_word(word: str) -> bool:
    """True of a capitalised word or a particle, of letters, accents, stops, apostrophes and hyphens only."""
    lettered = all(each.isalpha() or each in NAME_MARKS or combining(each) for each in word)
    return lettered and (word[0].isupper() or re.split("['’ʼ-]", word)[0] in PARTICLES)


def _undeclared(shown: str, labels: Labels) -> str:
    near = did_you_mean(shown.split("(")[0].strip() or shown, labels.declared.values())
    return (
        f"line looks like a speaker label '{clip(shown)}:' but record.yml declares no such label; declare it"
        f" under participants (labels), or list it under not_labels if it is part of the text{near}"
    )


def clip(text: str) -> str:
    """The text, cut short with an ellipsis where it is too long for a message."""
    return text if len(text) <= LONGEST_SHOWN else text[: LONGEST_SHOWN - 1] + "…"


# --- turns -----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Piece:
    """A paragraph and the label that stands before it; either may be missing, not both."""

    label: Label | None
    paragraph: Paragraph | None


@dataclass(frozen=True)
class Draft:
    """A label and all paragraphs up to the next one; no label at the opening, no paragraphs after a slip."""

    label: Label | None
    paragraphs: tuple[Paragraph, ...]


def parse_transcript(text: str, cast: Cast) -> tuple[ParsedTranscript, tuple[LineProblem, ...]]:
    """The title, the date and the turns of a source text, and what is wrong with it, by line.

    Nothing of the words is altered, save that white space within a paragraph is one space. No text makes it
    raise. An empty text yields an empty transcript and no problem: `decode_source` has reported it.
    """
    heading = read_heading(find_blocks(text.removeprefix(BOM)))
    labels = build_labels(cast)
    body = join_broken_labels(heading.body, labels)
    drafts = group_pieces(chain.from_iterable(cut_block(block, labels) for block in body))
    turns = build_turns(drafts, cast)
    problems = [
        *heading.problems,
        *check_openings(body, labels),
        *check_drafts(drafts, cast),
        *_check_body(heading, drafts),
    ]
    parsed = ParsedTranscript(heading.title, heading.title_line, heading.date, heading.date_line, turns)
    return parsed, tuple(sorted(problems, key=lambda problem: problem.line))


def cut_block(block: Block, labels: Labels) -> list[Piece]:
    """The pieces of a block: one that may have no label, then one for each label in it."""
    matches = find_labels(block, labels)
    edges = [*(match.start() for match in matches), len(block.text)]
    opening = find_paragraph(block, 0, edges[0])
    pieces = [Piece(None, opening)] if opening else []
    for match, end in zip(matches, edges[1:], strict=True):
        note = fold(match["note"] or "") or None
        declared = labels.declared[fold(match["name"])]
        label = Label(declared, fold(match["printed"]), note, block.line_at(match.start()))
        pieces.append(Piece(label, find_paragraph(block, match.end(), end)))
    return pieces


def find_paragraph(block: Block, start: int, end: int) -> Paragraph | None:
    """The words between two offsets of a block as one paragraph, None if there are none."""
    words = block.text[start:end]
    blank = len(words) - len(words.lstrip())
    return Paragraph(fold(words), block.line_at(start + blank)) if blank < len(words) else None


def group_pieces(pieces: Iterable[Piece]) -> list[Draft]:
    """A draft for each label, with every paragraph up to the next; adjacent turns are never merged."""
    grouped: list[tuple[Label | None, list[Paragraph]]] = []
    for piece in pieces:
        if piece.label or not grouped:
            grouped.append((piece.label, []))
        if piece.paragraph:
            grouped[-1][1].append(piece.paragraph)
    return [Draft(label, tuple(paragraphs)) for label, paragraphs in grouped]


def build_turns(drafts: Iterable[Draft], cast: Cast) -> tuple[Turn, ...]:
    """The turns of drafts with words: a participant states before the first question and answers after it."""
    questions = {_key(each) for each in cast.questions}
    speakers = {_key(label): entity for label, entity in cast.speakers.items()}
    turns: list[Turn] = []
    asked = False
    for draft in drafts:
        if not draft.paragraphs:
            continue
        label = draft.label
        is_journalist = label is not None and label.declared in questions
        speaker = None if is_journalist else speakers[label.declared] if label else cast.opening
        asking = is_journalist or (speaker in cast.askers and asks(draft.paragraphs))
        asked = asked or asking
        states = not asked or speaker in cast.chairs or speaker in cast.askers
        turns.append(
            Turn(
                kind=Kind.QUESTION if asking else Kind.STATEMENT if states else Kind.ANSWER,
                speaker=speaker,
                label=label.printed if label else None,
                label_note=label.note if label else None,
                addressed_to=find_addressee(label.note, cast) if label and label.note else None,
                paragraphs=draft.paragraphs,
                line=label.line if label else draft.paragraphs[0].line,
            )
        )
    return tuple(turns)


def asks(paragraphs: Iterable[Paragraph]) -> bool:
    """True of words that hold a question mark."""
    return any(sign in paragraph.text for paragraph in paragraphs for sign in "?？؟")


def find_addressee(note: str, cast: Cast) -> str | None:
    """The entity that a note such as "addressed to Mr Kerry" names, None if it names nobody or several."""
    addressed = ADDRESSED.search(note)
    if not addressed:
        return None
    if addressed["name"] in cast.names:
        return cast.names[addressed["name"]]
    name = addressed["name"].casefold()
    exact = {entity for known, entity in cast.names.items() if fold(known).casefold() == name}
    bare = {entity for known, entity in cast.names.items() if _bare_name(known) == _bare_name(name)}
    meant = exact or bare
    return meant.pop() if len(meant) == 1 else None


def _bare_name(name: str) -> str:
    """A name for comparison: without honorific, without regard to case."""
    return HONORIFIC.sub("", fold(name).casefold())


def check_drafts(drafts: Sequence[Draft], cast: Cast) -> Iterator[LineProblem]:
    """Problems of the turns: no speaker for the opening, labels without words, addressees misspelt."""
    for draft in drafts:
        label = draft.label
        if label is None and cast.opening is None:
            yield LineProblem(draft.paragraphs[0].line, NO_OPENING)
        if label and not draft.paragraphs:
            yield LineProblem(label.line, f"label '{label.printed}' has no words after it")
        addressed = ADDRESSED.search(label.note) if label and label.note else None
        if label and label.note and addressed and find_addressee(label.note, cast) is None:
            near = did_you_mean(addressed["name"], cast.names)
            if near:
                message = f"label '{clip(label.printed)}' is addressed to nobody known{near}"
                yield LineProblem(label.line, message)


def _check_body(heading: Heading, drafts: Sequence[Draft]) -> Iterator[LineProblem]:
    """A problem if title or date is followed by nothing at all."""
    if (heading.title or heading.date) and not drafts:
        yield LineProblem(heading.date_line, "no words after the title and the date")
