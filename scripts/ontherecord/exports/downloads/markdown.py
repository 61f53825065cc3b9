"""A transcript as Markdown: the same as in plain text, with headings, emphasis and links."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...archive.model import Part, SpokenTurn
from ...subjects.passages import Passage
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
        _escape(edition.tell_numbers()),
        *(block for part in edition.transcript.parts for block in _render_part(edition, part)),
    ]
    return "\n\n".join(blocks)


def _render_part(edition: Edition, part: Part) -> Iterator[str]:
    first, *_ = part.turns
    yield from (_stress(edition.tell_unsaid(item)) for item in first.before)
    yield f"## {_escape(part.heading)}"
    for turn in part.turns:
        yield from _render_turn(edition, turn)


def _render_turn(edition: Edition, turn: SpokenTurn) -> Iterator[str]:
    yield f"**{_escape(edition.archive.name_speaker(turn))}**{_escape(edition.describe_turn(turn))}"
    for item in turn.items:
        if isinstance(item, Passage):
            yield f"{_number(edition, item)} {_escape(item.text)}"
            if remarks := [f"> {_escape(remark)}" for remark in edition.list_remarks(item)]:
                yield "\n>\n".join(remarks)
        else:
            yield _stress(edition.tell_unsaid(item))


def _number(edition: Edition, passage: Passage) -> str:
    shown = rf"\[{passage.number}\]"
    return f"[{shown}]({edition.permalink(passage)})" if edition.site.address else shown


def _stress(text: str) -> str:
    return f"*{_escape(text)}*"


def _escape(text: str) -> str:
    """A text as it must stand within a line to be read as typed; addresses are links."""
    folded = re.sub(r"\s+", " ", text)
    return "".join(
        f"<{piece}>" if place % 2 else _REFERENCE.sub("&amp;", piece).translate(_MARKS)
        for place, piece in enumerate(_ADDRESS.split(folded))
    )
