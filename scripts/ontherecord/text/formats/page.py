"""HTML: the words of a page's main part, in paragraphs; menus, headers and footers are counted, not read."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree, html

from ..wrapping import is_nothing, parts_scripts
from .encoding import decode
from .source_text import Hints, SourceText, UnreadableError, clip, count

_SILENT = frozenset(
    [
        "script",
        "style",
        "noscript",
        "template",
        "head",
        "svg",
        "canvas",
        "object",
        "iframe",
        "select",
        "button",
        "audio",
        "video",
    ]
)
_FURNITURE = frozenset(["nav", "footer", "aside", "figure", "dialog", "menu"])
_ROLES = frozenset(["navigation", "banner", "contentinfo", "complementary", "search", "dialog", "menu"])
_INLINE = frozenset(
    [
        "a",
        "abbr",
        "b",
        "bdi",
        "bdo",
        "big",
        "cite",
        "code",
        "del",
        "dfn",
        "em",
        "font",
        "i",
        "ins",
        "kbd",
        "label",
        "mark",
        "q",
        "s",
        "samp",
        "small",
        "span",
        "strike",
        "strong",
        "sub",
        "sup",
        "time",
        "tt",
        "u",
        "var",
        "wbr",
    ]
)
_CELLS = frozenset(["td", "th"])
_BOLD = frozenset(["b", "strong"])
_DECLARED = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]+)", re.IGNORECASE)

#: A longer bold beginning is a sentence that somebody stressed, and no label.
_LONGEST_LABEL = 100
#: The share of its words that a list of links has in links.
_LINKED = 0.7


def read_page(raw: bytes, encoding: str | None = None) -> SourceText:
    """The text of a page's main part."""
    declared = _DECLARED.search(raw[:4096])
    decoded = decode(raw, encoding, declared[1].decode("ascii") if declared else None)
    read = read_markup(decoded.text)
    return SourceText(read.text, read.hints, (f"encoding {decoded.encoding}: {decoded.why}", *read.notes))


def read_markup(text: str, keep_blanks: bool = False) -> SourceText:
    """The same of a page that is text already; with `keep_blanks`, tabs and blanks are as typed."""
    try:
        root = html.document_fromstring(text, parser=html.HTMLParser(remove_comments=True, remove_pis=True))
    except (etree.ParserError, ValueError):
        raise UnreadableError("the page holds no words") from None
    body = root.find("body")
    whole = body if body is not None else root
    main = _find_main(whole)
    reading = _Reading(keep_blanks)
    paragraphs = list(_read_paragraphs(main, reading))
    notes = [f"left out: {count(number, 'word')} of {what}" for what, number in reading.left_out.items()]
    around = _count_words(whole) - _count_words(main)
    if around:
        notes.append(f"left out: {count(around, 'word')} around the main part (<{main.tag}>)")
    notes += [f"left out: {quote}" for quote in reading.quotes]
    return SourceText("\n\n".join(paragraphs) + "\n", _find_hints(root), tuple(notes))


# --- which part ------------------------------------------------------------------------------------------


def _find_main(whole: html.HtmlElement) -> html.HtmlElement:
    """The element that the page names as its main part, where it holds most of the words."""
    candidates = whole.xpath(".//main | .//*[@role='main'] | .//article")
    most = max(candidates, key=_count_words, default=whole)
    return most if 2 * _count_words(most) > _count_words(whole) else whole


def _count_words(element: html.HtmlElement) -> int:
    """The words of an element that are none of the page's furniture."""
    return sum(len(piece.text.split()) for piece in _walk(element, _Reading(), True) if piece.text)


def _is_furniture(element: html.HtmlElement) -> str | None:
    """What an element is, if it is the page's furniture."""
    tag = str(element.tag)
    if tag in _FURNITURE or element.get("role") in _ROLES:
        return f"<{tag}>"
    inside = {str(ancestor.tag) for ancestor in element.iterancestors()}
    if tag == "header" and not inside & {"main", "article"}:
        return "<header>"
    if element.get("hidden") is not None or element.get("aria-hidden") == "true":
        return "hidden elements"
    if tag in ("ul", "ol", "div", "table", "section") and _is_menu(element):
        return "lists of links"
    return None


def _is_menu(element: html.HtmlElement) -> bool:
    links = element.findall(".//a[@href]")
    if len(links) < 3:
        return False
    words = len(element.text_content().split())
    return sum(len(link.text_content().split()) for link in links) >= _LINKED * words


# --- its words -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Piece:
    """Words in one kind of type; without words, the end of a line or, as a `block`, of a paragraph."""

    text: str
    bold: bool = False
    block: bool = False


@dataclass
class _Reading:
    """How a page is read, and what was left out of it so far, in words by the kind of furniture."""

    keep_blanks: bool = False
    left_out: Counter[str] = field(default_factory=Counter)
    quotes: list[str] = field(default_factory=list)


_LINE, _BLOCK = _Piece(""), _Piece("", block=True)


def _walk(
    element: html.HtmlElement,
    reading: _Reading,
    is_root: bool = False,
    bold: bool = False,
    typed: bool = False,
) -> Iterator[_Piece]:
    """The words below an element, in order."""
    tag = str(element.tag)
    if tag in _SILENT or _leave_out(element, reading, is_root):
        return
    if tag in ("br", "hr"):
        yield _LINE if tag == "br" else _BLOCK
        return
    bold, typed = bold or tag in _BOLD, typed or tag == "pre"
    is_block = tag not in _INLINE and tag not in _CELLS
    if is_block:
        yield _BLOCK
    yield from _words(element.text, bold, typed)
    for child in element:
        yield from _walk(child, reading, False, bold, typed)
        yield from _words(child.tail, bold, typed)
    if is_block:
        yield _BLOCK
    elif tag in _CELLS and element.getnext() is not None:
        yield _Piece("\t", bold)


def _words(text: str | None, bold: bool, typed: bool) -> Iterator[_Piece]:
    if not typed:
        yield from [_Piece(text, bold)] if text else []
        return
    for number, line in enumerate((text or "").splitlines()):
        yield from [_LINE] if number else []
        yield from [_Piece(line.replace(" ", "\u00a0"), bold)] if line else []
    if text and text.endswith("\n"):
        yield _LINE


def _leave_out(element: html.HtmlElement, reading: _Reading, is_root: bool) -> bool:
    """Whether an element is left out; counts its words."""
    if is_root:
        return False
    words = len(element.text_content().split())
    if not words:
        return False
    if element.tag == "sup" and element.find("a") is not None:
        reading.left_out["marks of footnotes"] += words
        return True
    if element.tag == "li" and re.match(r"(foot|end)note", element.get("id") or ""):
        reading.quotes.append(f"footnote “{clip(element.text_content())}”")
        return True
    kind = _is_furniture(element)
    if kind:
        reading.left_out[kind] += words
    return kind is not None


def _read_paragraphs(main: html.HtmlElement, reading: _Reading) -> Iterator[str]:
    """The paragraphs, each with its lines; an empty line within one ends it."""
    lines: list[str] = []
    line: list[_Piece] = []
    for piece in (*_walk(main, reading, True), _BLOCK):
        if piece.text:
            line.append(piece)
            continue
        finished = _finish_line(line, reading.keep_blanks)
        line = []
        if finished:
            lines.append(finished)
        if lines and (piece.block or not finished):
            yield "\n".join(lines)
            lines = []


_BLANKS = re.compile(r"[ \r\n\f]*\t[ \t\r\n\f]*|[ \r\n\f]+")
_TYPED = re.compile(r"[\r\n\f]+")


def _finish_line(pieces: list[_Piece], keep_blanks: bool) -> str:
    """One line of words, its white space as a page shows it, a bold label between two asterisks."""
    text = "".join(piece.text for piece in pieces)
    flags = "".join(("1" if piece.bold else "0") * len(piece.text) for piece in pieces)
    kept: list[tuple[str, str]] = []
    at = 0
    parted = parts_scripts(text)
    for blank in (_TYPED if keep_blanks else _BLANKS).finditer(text):
        kept += zip(text[at : blank.start()], flags[at : blank.start()], strict=True)
        broken = "\n" in blank[0] or "\r" in blank[0]
        before, after = text[max(0, blank.start() - 1) : blank.start()], text[blank.end() : blank.end() + 1]
        at = blank.end()
        if broken and is_nothing(before, after, parted=parted):
            continue
        kept.append(("\t" if "\t" in blank[0] and not keep_blanks else " ", flags[blank.start()]))
    kept += zip(text[at:], flags[at:], strict=True)
    line, bold = "".join(one for one, _ in kept), "".join(flag for _, flag in kept)
    return mark_label(line, bold).strip().replace("\u00a0", " ")


def mark_label(line: str, bold: str) -> str:
    """The line with asterisks around a label in bold type; `bold` has a 1 for each letter that is bold."""
    start = next((at for at, sign in enumerate(line) if sign.isalpha()), len(line))
    # What stands before a label and is bold with it, such as a bracket or a number, is in its bold type.
    while start and bold[start - 1] == "1":
        start -= 1
    end = start
    while end < len(line) and (bold[end] == "1" or line[end].isspace()):
        end += 1
    run = line[start:end]
    if not _is_label(run.strip()):
        return line
    start += len(run) - len(run.lstrip())
    end -= len(run) - len(run.rstrip())
    return f"{line[:start]}**{line[start:end]}**{line[end:]}"


def _is_label(run: str) -> bool:
    return 0 < len(run) <= _LONGEST_LABEL and not (run[-1] in ".?!…" and len(run.split()) > 4)


# --- what the page says of itself ------------------------------------------------------------------------


def _find_hints(root: html.HtmlElement) -> Hints:
    def first(*paths: str) -> str | None:
        found = (str(value).strip() for path in paths for value in root.xpath(path))
        return next((" ".join(value.split()) for value in found if value), None)

    heads = [" ".join(head.text_content().split()) for head in root.iter("h1")]
    title = next((head for head in heads if head), None) or first("//meta[@property='og:title']/@content")
    return Hints(
        title or first("//head/title/text()"),
        first("//meta[@property='article:published_time']/@content", "//time/@datetime"),
        first("/html/@lang"),
    )
