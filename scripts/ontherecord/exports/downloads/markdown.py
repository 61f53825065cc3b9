"""A transcript as Markdown: the same as in plain text, with headings, emphasis and links."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .body import Chapter, Line, Said, Spoken, build_body
from .edition import Edition

#: What means something within a line, to Markdown or to a template: these every dialect reads after a
#: backslash, and the others as a reference only.
_MARKS = str.maketrans(
    {**{mark: f"\\{mark}" for mark in "\\`*_[]#"}, "<": "&lt;", "~": "&#126;", "{": "&#123;"}
)
_REFERENCE = re.compile(r"&(?=#?\w+;)")
_ADDRESS = re.compile(r"(https?://[^\s<>{}\[\]`\\]*[^\s<>{}\[\]`\\.,;:!?)”’])")


def render_markdown(edition: Edition) -> str:
    """CommonMark without a last line end, which the engines that copy it as a template would take away.

    A passage is a paragraph that begins with its number, a link where the site's address is known; its
    footnotes, slips and corrections are quotations below it.
    """
    blocks = [
        f"# {_escape(edition.transcript.record.title)}",
        "\n".join(f"- {_escape(name)}: {_escape(fact)}" for name, fact in edition.facts),
        _escape(edition.numbers),
        *(line for chapter in build_body(edition) for line in _render_chapter(chapter)),
    ]
    return "\n\n".join(blocks)


def _render_chapter(chapter: Chapter) -> Iterator[str]:
    yield f"## {_escape(chapter.heading)}"
    for block in chapter.blocks:
        if isinstance(block, Line):
            yield _stress(block.signed)
        else:
            yield from _render_turn(block)


def _render_turn(turn: Spoken) -> Iterator[str]:
    yield f"**{_escape(turn.speaker)}**{_escape(turn.behind)}"
    for item in turn.items:
        if isinstance(item, Line):
            yield _stress(item.signed)
        else:
            yield from _render_passage(item)


def _render_passage(passage: Said) -> Iterator[str]:
    if passage.subject:
        yield f"### {_escape(passage.subject)}"
    shown = rf"\[{passage.number}\]"
    number = f"[{shown}]({passage.permalink})" if passage.permalink else shown
    yield f"{number} {_escape(passage.text)}"
    if remarks := [f"> {_escape(remark)}" for remark in passage.list_remarks()]:
        yield "\n>\n".join(remarks)


def _stress(text: str) -> str:
    return f"*{_escape(text)}*"


def _escape(text: str) -> str:
    """A text as it must stand within a line to be read as typed; addresses are links."""
    folded = re.sub(r"\s+", " ", text)
    return "".join(
        f"<{piece}>" if place % 2 else _REFERENCE.sub("&amp;", piece).translate(_MARKS)
        for place, piece in enumerate(_ADDRESS.split(folded))
    )
