"""What `ontherecord add` says: what it understood of a file, where to look, and what to do next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from ..text.formats.source_text import clip, count
from ..text.shapes import Shape, find_shape
from ..text.turns import Kind
from .cast_proposal import count_labels
from .intake import Intake
from .sources import TRANSCRIPTS

#: How many items of a list are shown; the rest is in the record or on the page.
_SHOWN = 8


def render_report(intake: Intake, name: str, dry_run: bool) -> list[str]:
    """The report in lines."""
    state = "would become" if dry_run else "is now"
    lines = [f"{name} {state} {TRANSCRIPTS}/{intake.slug}/, a draft.", ""]
    rows = [
        *_list_head(intake),
        ("labels", _list_labels(intake)),
        ("front", [_join([f"“{clip(item.text)}”" for item in intake.parsed.front]) or "none"]),
        ("notes", [_count_notes(intake)]),
        ("doubts", [f"transcript.txt:{doubt.line}: {doubt.message}" for doubt in intake.doubts] or ["none"]),
        ("topics", [_say_topics(intake)]),
        ("names", _list_names(intake)),
        ("letters", [_add_up(intake)]),
        ("file", [*intake.source.notes, *intake.remarks] or ["read whole"]),
    ]
    for head, values in rows:
        for number, value in enumerate(values):
            lines.append(f"{'' if number else head:9}{value}".rstrip())
    nothing = "Nothing was written (--dry-run). " if dry_run else ""
    lines += ["", f"{nothing}Next: ontherecord serve shows it; ontherecord check says what is yet to do."]
    return lines


def _list_head(intake: Intake) -> Iterator[tuple[str, list[str]]]:
    head = intake.draft.head
    day = head.date.isoformat() if head.date else ""
    for name, value in (
        *(("title", clip(head.title, 90)), ("date", day)),
        *(("place", head.place), ("language", head.language)),
    ):
        yield name, [value or "not in the text: fill it in"]


def _list_labels(intake: Intake) -> list[str]:
    """A row a label: how often, who that is, where first and with which words."""
    owners = {label: one.id for one in intake.draft.cast.speakers for label in one.labels}
    rows = []
    for label, turns in count_labels(intake.parsed, owners).items():
        asks = find_shape(label) is Shape.QUESTION
        kinds = Counter(turn.kind.value for turn in turns)
        first = turns[0]
        who = "asks" if asks else owners.get(label, "")
        words = clip(first.paragraphs[0].text, 34) if first.paragraphs else ""
        kind = ", ".join(f"{number} {kind}" for kind, number in kinds.most_common())
        rows.append((f"{len(turns)}×", clip(label, 30), who, kind, f"line {first.line}: {words}"))
    opening = next((turn for turn in intake.parsed.turns if turn.kind is not Kind.NOTE), None)
    if opening and opening.label is None:
        who = next((one.id for one in intake.draft.cast.speakers if one.opens), "")
        words = clip(opening.paragraphs[0].text, 34)
        rows.insert(0, ("1×", "(no label)", who, opening.kind.value, f"line {opening.line}: {words}"))
    widths = [max((len(row[column]) for row in rows), default=0) for column in range(4)]
    return ["  ".join([*(f"{row[n]:{widths[n]}}" for n in range(4)), row[4]]) for row in rows] or ["none"]


def _count_notes(intake: Intake) -> str:
    notes = [turn.paragraphs[0].text for turn in intake.parsed.turns if turn.kind is Kind.NOTE]
    return _join([f"{number}× {clip(text)}" for text, number in Counter(notes).most_common()]) or "none"


def _say_topics(intake: Intake) -> str:
    left = [anchor for anchor, _ in intake.draft.open_passages]
    total = intake.decided + len(left)
    found = _join([f"{topic} {number}" for topic, number in intake.topics])
    decided = f"{intake.decided} of {count(total, 'passage')} decided" + (f" ({found})" if found else "")
    return decided + (f"; open: {_join(left)}" if left else "")


def _list_names(intake: Intake) -> list[str]:
    new = [
        f"{one.name} ({one.id})"
        for one in intake.draft.cast.speakers
        if one.entity is None and not one.members
    ]
    return [f"known: {_join(list(intake.known_names)) or 'none'}", f"new, drafted: {_join(new) or 'none'}"]


def _add_up(intake: Intake) -> str:
    total = sum(number for _, number in intake.characters)
    parts = " + ".join(f"{role.value} {number:,}" for role, number in intake.characters)
    return f"{parts} = {total:,}, all of the text"


def _join(items: Sequence[str]) -> str:
    rest = len(items) - _SHOWN
    return ", ".join(items[:_SHOWN]) + (f" and {rest} more" if rest > 0 else "")
