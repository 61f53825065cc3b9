"""What stands on the pages of a transcript and was spoken by nobody: furniture, and notes in brackets."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from .shapes import Shape, find_shape
from .source import Block, Line, build_block, fold

_CLOCK = r"\d{1,2}(?:[:.]\d{2}){1,2}(?:[.,]\d{1,3})?"
_HOUR = rf"(?:{_CLOCK}|\d{{1,2}})\s*(?:[ap]\.?\s?m\.?|noon|Uhr|h|hrs)?"
_TIME = rf"(?:{_CLOCK}\s*(?:[ap]\.?\s?m\.?|Uhr|h|hrs)?|\d{{1,2}}\s*(?:[ap]\.?\s?m\.?|Uhr|noon))"
_ZONE = r"(?:\s*\(?(?:(?-i:[A-Z]{2,5})|local(?: time)?|GMT[+-]\d)\)?)?"
_PAGE = r"(?:page|pages|seite|p\.|pág(?:ina|\.)?|стр(?:аница|\.)?|страница)"
_EMPHASIS = re.compile(r"[*_]{1,3}|</?(?:b|strong|i|em)>|\\(?=[\[\]()])")
#: A line of one of these is furniture wherever it stands.
_FURNITURE = re.compile(
    "|".join(
        (
            rf"[\[(–—-]*\s*{_PAGE}\s*\d+(?:\s*(?:of|/|von|из|de|sur|su)\s*\d+)?\s*[\])–—-]*",
            r"[–—-]\s*\d{1,4}\s*[–—-]",
            r"\d{1,4}\s*/\s*\d{1,4}",
            r"第\s*\d+\s*[页頁](?:[，,\s]*共\s*\d+\s*[页頁])?",
            r"(?:[*_=~•·#–—-]\s*){3,}",
            rf"[\[(–—-]*\s*(?:END|ENDS|ENDE|FIN|КОНЕЦ|-?30-?)(?:\s+(?:OF\s+)?[A-Z ]{{0,30}})?\s*"
            rf"(?:{_TIME}{_ZONE})?\s*[\])–—-]*",
            r"[\[(–—-]*\s*end of (?:the )?(?:transcript|document|recording)\.?\s*[\])–—-]*",
            rf"\(?{_TIME}(?:\s*(?:[-–—〜~]|to)\s*{_HOUR})?{_ZONE}\)?",
            r"\\?[\[(]\s*\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d+)?\s*\\?[\])]",
            r"[（(]?\d{1,2}[時时点]\d{1,2}分?\s*[〜~～-]\s*\d{1,2}[時时点]\d{1,2}分?[）)]?",
            r"\[?(?:column|col\.|spalte)\s*\d+(?:\s*(?:WH|WS|W))?\]?",
            r"(?:issued|published|released|posted|updated|delivered|last updated)(?: on| at|:)"
            r"[^.!?]{0,60}\d[^!?]{0,40}",
            r"for immediate release:?",
            r"(?:check|embargoed) against delivery[.!]?|embargoed until .{1,60}",
            r"WEBVTT(?:\s.*)?",
            r".{0,20}\d{2}:\d{2}[.,]\d{3}\s*-->\s*\d{1,2}:\d{2}.*",
            r"(?:https?://|www\.)\S+",
        )
    ),
    re.IGNORECASE,
)
#: What a line of furniture begins with, or holds: for speed alone.
_MAY_BE = re.compile(
    r"[^\w]*(?:[\W_]*$|.*\d|end|fin|конец|webvtt|for im|check|embargo|http|www)", re.IGNORECASE
)
_ENDED = re.compile(r"END|ENDS|ENDE|FIN|КОНЕЦ")
_CUE = re.compile(r".{0,20}\d{2}[.,]\d{3}\s*-->")
_BARE_TIME = re.compile(r"\s*\d{1,2}(?:[:.]\d{2}){1,2}(?:[.,]\d{1,3})?\s*")
_NUMBER = re.compile(r"\d{1,4}")
_HEADLINE = re.compile(r"#{1,6}\s+\S.*")
_PAIRS = {"(": ")", "[": "]", "（": "）", "［": "］", "〔": "〕"}
#: What stands in brackets alone and is a label all the same: `（問）`.
_LABELS = frozenset({Shape.QUESTION, Shape.ANSWER, Shape.OFFICE, Shape.CHAIR})
#: How a source marks that it leaves words out.
_LEFT_OUT = frozenset({"<…>", "[…]", "(…)", "<...>", "[...]", "(...)", "< … >", "<… >"})
LONGEST_NOTE = 60
SENTENCE_END = frozenset(".?!…。？！؟\"”»’')]）」』—–*_:：-,;，；")


_VOICE = re.compile(r"</?v(?:[.\s][^>]*)?>")


def strip_marks(text: str) -> str:
    """The text without emphasis and white space around it."""
    return _EMPHASIS.sub("", text).strip()


def is_furniture(text: str) -> bool:
    """True of a line that is furniture by its words alone."""
    if len(text) > 200 or not _MAY_BE.match(text):
        return False
    bare = strip_marks(text) if not set(text) <= set("*_ \t") else text.strip()
    if len(bare) > 120 or not bare:
        return False
    match = _FURNITURE.fullmatch(bare)
    # "End" and "Fin" in small letters are words.
    return bool(match) and not (re.match(r"[\[(–—\s-]*(?:end|fin)", bare, re.I) and not _is_end(bare))


def _is_end(bare: str) -> bool:
    return bool(_ENDED.search(bare)) or bare.casefold().strip("[(–—- ").startswith("end of")


def is_headline(text: str) -> bool:
    """True of a heading of Markdown."""
    return "#" in text[:40] and bool(_HEADLINE.fullmatch(text.strip()))


def is_note(text: str) -> bool:
    """True of words that stand wholly in brackets: `(Applause.)`, `[Crosstalk]`."""
    if text.strip() in _LEFT_OUT:
        return True
    if text.lstrip("*_\\ \t\n\u3000")[:1] not in _PAIRS:
        return False
    bare = strip_marks(text).rstrip(".。,")
    if (
        "](" in bare
        or len(bare) < 3
        or bare[0] not in _PAIRS
        or len(bare) > 800
        or len(bare.split()) > LONGEST_NOTE
    ):
        return False
    inside = fold(bare[1:-1])
    if inside and find_shape(inside) in (_LABELS if not inside.isascii() else _LABELS - {Shape.OFFICE}):
        return False
    stack: list[str] = []
    for sign in bare:
        if not stack and not (sign in _PAIRS or sign.isspace() or sign in ".,"):
            return False
        if sign in _PAIRS:
            stack.append(_PAIRS[sign])
        elif stack and sign == stack[-1]:
            stack.pop()
    return (not stack and any(map(str.isalnum, bare))) or bare in {
        "<…>",
        "[…]",
        "(…)",
        "<...>",
        "[...]",
        "(...)",
    }


def split_furniture(blocks: Sequence[Block]) -> Iterator[Block]:
    """The blocks, with each line of furniture, note and heading of Markdown in a block of its own."""
    for block in blocks:
        lines: list[Line] = []
        for place, line in enumerate(block.lines):
            if _stands_alone(block, place):
                if lines:
                    yield build_block(lines)
                yield build_block((line,))
                lines = []
            else:
                lines.append(line)
        if lines:
            yield build_block(lines)


def _stands_alone(block: Block, place: int) -> bool:
    text = block.lines[place].text
    if len(block.lines) > 1 and _BARE_TIME.fullmatch(text):
        # "… we meet at / 10:30 / …" is a sentence; three such lines are the times of captions.
        return sum(bool(_BARE_TIME.fullmatch(line.text)) for line in block.lines[:40]) > 2
    if is_furniture(text) or is_headline(text):
        return True
    following = block.lines[place + 1].text if place + 1 < len(block.lines) else ""
    if _NUMBER.fullmatch(text.strip()) and _CUE.match(following):
        return True
    if len(block.lines) == 1 or not is_note(text):
        return False
    before = block.lines[place - 1].text.rstrip()[-1:] if place else "."
    return before in SENTENCE_END and not following.lstrip()[:1].islower()


def find_front(blocks: Sequence[Block], title: str) -> set[int]:
    """The places of the blocks that are furniture: by their words, as a number alone, or by recurring."""
    heads: Counter[str] = Counter(_running_key(block) for block in blocks if len(block.lines) == 1)
    own = _running_key_of(title)
    found: set[int] = set()
    for place, block in enumerate(blocks):
        if len(block.lines) > 1:
            continue
        text = block.text
        key = _running_key(block)
        running = heads[key] > 2 and text.strip()[-1:] not in SENTENCE_END and "#" in key
        running = running or (heads[key] > 1 and bool(own) and key == own)
        if is_furniture(text) or is_headline(text) or running:
            found.add(place)
    return found | set(_find_page_numbers(blocks))


def _find_page_numbers(blocks: Sequence[Block]) -> Iterator[int]:
    """The places of numbers that stand alone and go up by one: pages, or the cues of captions."""
    numbers = [
        (place, int(block.text))
        for place, block in enumerate(blocks)
        if _NUMBER.fullmatch(block.text.strip())
    ]
    steps = {(one, two) for (_, one), (_, two) in pairwise(numbers) if two == one + 1}
    paged = {number for step in steps for number in step}
    yield from (place for place, number in numbers if number in paged)


def _running_key(block: Block) -> str:
    return _running_key_of(block.text)


def _running_key_of(text: str) -> str:
    bare = fold(text[:200])
    return re.sub(r"\d+", "#", bare) if len(bare) > 3 else ""
