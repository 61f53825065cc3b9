"""A transcript as plain text: the number of each passage before its words, and whose they are."""

from __future__ import annotations

from collections.abc import Iterator

from ...archive.model import Gap, SpokenTurn, Unspoken
from ...archive.phrases import name_kind, tell_gap
from ...catalogue import say
from ...subjects.passages import Passage
from .edition import Edition, tell_footnote, tell_slip


def render_plain(edition: Edition) -> str:
    """Blocks with a blank line between them: a title, facts, then turns of numbered passages, each one line.

    Gaps stand in their place; footnotes and slips follow the words of their passage.
    """
    last = edition.transcript.passages[-1]
    blocks = [
        edition.transcript.record.title,
        "\n".join(f"{name}: {fact}" for name, fact in edition.facts),
        say(
            "The numbers in brackets are the passages’; the address of {number}: {address}",
            number=last.number,
            address=edition.permalink(last),
        ),
        *(block for turn in edition.transcript.turns for block in _render_turn(edition, turn)),
    ]
    return "\n\n".join(blocks) + "\n"


def _render_turn(edition: Edition, turn: SpokenTurn) -> Iterator[str]:
    for before in turn.before:
        yield _render_unsaid(edition, before)
    note = turn.turn.label_note
    yield f"{edition.archive.name_speaker(turn)}{f' ({note})' if note else ''}, {name_kind(turn.turn.kind)}:"
    for item in turn.items:
        if isinstance(item, Passage):
            yield f"[{item.number}] {item.text}"
            yield from _render_notes(edition, item)
        elif isinstance(item, Gap | Unspoken):
            yield _render_unsaid(edition, item)


def _render_unsaid(edition: Edition, item: Gap | Unspoken) -> str:
    if isinstance(item, Gap):
        return f"[…] {tell_gap(edition.archive, item)}"
    return f"{item.label} {item.text}" if item.label else item.text


def _render_notes(edition: Edition, passage: Passage) -> Iterator[str]:
    notes = edition.notes.get(passage.anchor)
    for footnote in notes.footnotes if notes else ():
        yield f"    {say('Note {number}:', number=footnote.number)} {tell_footnote(footnote)}"
    for words in notes.slips if notes else ():
        yield f"    {tell_slip(words)}"
