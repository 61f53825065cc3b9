"""What was said and who said it: the passages of a source text as their anchors promise them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ..text.turns import Kind, ParsedTranscript


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who spoke: the speaker's entity id (None for a journalist), the label as printed, the kind of turn."""

    speaker: str | None
    label: str | None
    kind: Kind


@dataclass(frozen=True)
class Spoken:
    """A paragraph that somebody spoke; `line` is where it starts, `turn` the number of its turn, from 1."""

    text: str
    by: Attribution
    line: int = 1
    turn: int = 1


def list_spoken(parsed: ParsedTranscript) -> tuple[Spoken, ...]:
    """The paragraphs that have anchors, in reading order."""
    return tuple(
        Spoken(item.text, Attribution(turn.speaker, turn.label, turn.kind), item.line, number)
        for number, turn in enumerate(parsed.spoken, 1)
        for item in turn.paragraphs
    )


def explain_attribution(before: Attribution, now: Attribution) -> str:
    """What differs between two attributions, in words: attributed to mira-holt before, now to …."""
    return "; ".join(_explain(before, now))


def _explain(before: Attribution, now: Attribution) -> Iterator[str]:
    if before.speaker != now.speaker:
        yield f"attributed to {_name_speaker(before)} before, now to {_name_speaker(now)}"
    if before.label != now.label:
        yield f"labelled {_show_label(before)} before, now {_show_label(now)}"
    if before.kind != now.kind:
        yield f"{_ARTICLES[before.kind]} {before.kind} before, now {_ARTICLES[now.kind]} {now.kind}"


_ARTICLES = {kind: "an" if kind.value[0] in "aeiou" else "a" for kind in Kind}


def _name_speaker(by: Attribution) -> str:
    return by.speaker or "a journalist"


def _show_label(by: Attribution) -> str:
    return f"‘{by.label}’" if by.label else "by nothing"
