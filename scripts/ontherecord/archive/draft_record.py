"""The draft of a record, with comments that say what is to be done: what a text says, and marked blanks."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from .cast_proposal import ProposedCast, ProposedSpeaker, slug_in_latin
from .draft_head import DraftHead


@dataclass(frozen=True)
class DraftRecord:
    """What is known of a transcript before an editor has read it."""

    head: DraftHead
    sha256: str
    cast: ProposedCast
    headings: Sequence[str] = ()
    open_passages: Sequence[tuple[str, str]] = ()


FILL_IN = "  # to fill in: "
SPELL = "  # to spell in Latin letters, here and in the record: it becomes an address"


def render_record(draft: DraftRecord) -> str:
    """The record as YAML."""
    return "\n".join(_list_lines(draft)) + "\n"


def _list_lines(draft: DraftRecord) -> Iterator[str]:
    yield "# yaml-language-server: $schema=../../schemas/record.schema.json"
    yield "# Written by 'ontherecord add'. 'ontherecord serve' shows it as you work, 'ontherecord check' says"
    yield "# what is yet to do. To publish: take the next line out, and run 'ontherecord accept'."
    yield "draft: true"
    head = draft.head
    yield "title: " + _text(head.title, "the title as it is to stand on the page")
    yield "short_title: " + _text(head.short_title, "a few words for lists, e.g. Holt and Reyes, Selwyn")
    yield f"date: {head.date.isoformat()}" if head.date else f'date: ""{FILL_IN}the day, YYYY-MM-DD'
    hint = f"where it was; the text has: {head.place_hint}" if head.place_hint else "where it was"
    yield "place: " + _text(head.place, hint)
    yield ""
    yield "# Who spoke. Labels are what stands before their words, without note and colon."
    yield "participants:" if draft.cast.speakers else "participants: []"
    for speaker in draft.cast.speakers:
        yield from _list_speaker(speaker)
    yield ""
    yield "# The labels that begin a journalist's question."
    yield f"question_labels: {_list(draft.cast.question_labels)}"
    yield "# Openings that look like a label and are words of the text."
    yield "not_labels: []"
    if draft.headings:
        yield "# Lines that nobody spoke. One that was spoken goes to not_labels."
        yield f"headings: {_list(draft.headings)}"
    yield ""
    yield "source:"
    yield '  publisher: ""' + FILL_IN + "who published the text"
    yield "  language: " + _text(head.language, "the language of the text, in English")
    yield f"  sha256: {draft.sha256}  # of the file as received; see data/README.md"
    if draft.open_passages:
        yield ""
        yield "# No term decides these, nor what they answer or continue. Read, decide, take the '#' away,"
        yield "# or add terms to data/topics.yml."
        yield "#decisions:"
        for anchor, words in draft.open_passages:
            yield f'#  - {{passage: {anchor}, about: [], reason: ""}}  # {words}'


def _list_speaker(speaker: ProposedSpeaker) -> Iterator[str]:
    if speaker.members:
        yield f"  - speaker: [{', '.join(speaker.members)}]  # at once"
        yield f"    labels: {_list(speaker.labels)}"
        return
    yield f"  - speaker: {speaker.id}" + (
        "" if speaker.entity else "  # new: see the end of data/entities.yml"
    )
    yield '    role: ""' + FILL_IN + "the office held on the day"
    if speaker.labels:
        yield f"    labels: {_list(speaker.labels)}"
    if speaker.asks:
        yield "    asks: true  # puts questions"
    if speaker.chairs:
        yield "    chairs: true  # gives the floor: what they say is a statement, never an answer"
    if speaker.opens:
        yield "    opens: true  # to check: are the words before the first label theirs?"


def _text(value: str, what: str) -> str:
    return json.dumps(value, ensure_ascii=False) if value else f'""{FILL_IN}{what}'


def _list(values: Iterable[str]) -> str:
    return "[" + ", ".join(json.dumps(value, ensure_ascii=False) for value in values) + "]"


def render_entities(slug: str, speakers: Iterable[ProposedSpeaker]) -> str:
    """Entries for entities.yml, one for each new speaker, below a line that says where they come from."""
    lines = [f"# --- Drafted by 'ontherecord add' for {slug}: complete each, and take its 'draft' out ---"]
    for speaker in speakers:
        lines += [
            f"- id: {speaker.id}{'' if slug_in_latin(speaker.name) else SPELL}",
            f"  kind: {speaker.kind.value}",
            f"  name: {json.dumps(speaker.name, ensure_ascii=False)}",
            f'  description: ""{FILL_IN}one or two neutral sentences that hold for all years',
            "  draft: true",
        ]
    return "\n".join(lines) + "\n"
