"""A transcript as plain text: the number of each passage before its words, and whose they are."""

from __future__ import annotations

from collections.abc import Iterator

from ...archive.model import SpokenTurn
from ...subjects.passages import Passage
from .edition import Edition


def render_plain(edition: Edition) -> str:
    """Blocks with a blank line between them: a title, facts, then turns of numbered passages, each one line.

    Gaps and removals stand in their place; footnotes, slips and corrections follow the words of a passage.
    """
    blocks = [
        edition.transcript.record.title,
        "\n".join(f"{name}: {fact}" for name, fact in edition.facts),
        edition.tell_numbers(),
        *(block for turn in edition.transcript.turns for block in _render_turn(edition, turn)),
    ]
    return "\n\n".join(blocks) + "\n"


def _render_turn(edition: Edition, turn: SpokenTurn) -> Iterator[str]:
    for before in turn.before:
        yield edition.tell_unsaid(before)
    yield f"{edition.archive.name_speaker(turn)}{edition.describe_turn(turn)}:"
    for item in turn.items:
        if isinstance(item, Passage):
            yield f"[{item.number}] {item.text}"
            yield from (f"    {remark}" for remark in edition.list_remarks(item))
        else:
            yield edition.tell_unsaid(item)
