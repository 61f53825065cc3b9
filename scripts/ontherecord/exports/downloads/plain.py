"""A transcript as plain text: the number of each passage before its words, and whose they are."""

from __future__ import annotations

from collections.abc import Iterator

from .body import Line, Spoken, build_body
from .edition import Edition


def render_plain(edition: Edition) -> str:
    """Blocks with a blank line between them: a title, facts, then turns of numbered passages, each one line.

    Gaps and removals stand in their place; footnotes, slips and corrections follow the words of a passage.
    """
    blocks = [
        edition.transcript.record.title,
        "\n".join(f"{name}: {fact}" for name, fact in edition.facts),
        edition.numbers,
        *(line for chapter in build_body(edition) for block in chapter.blocks for line in _render(block)),
    ]
    return "\n\n".join(blocks) + "\n"


def _render(block: Spoken | Line) -> Iterator[str]:
    if isinstance(block, Line):
        yield block.signed
        return
    yield f"{block.head}:"
    for item in block.items:
        if isinstance(item, Line):
            yield item.signed
        else:
            yield f"[{item.number}] {item.text}"
            yield from (f"    {remark}" for remark in item.list_remarks())
