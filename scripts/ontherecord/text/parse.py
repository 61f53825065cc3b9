"""From source text to turns: title, date, front, notes, labels and words, every character as typed.

`parse_transcript` takes text to turns; `account` says of every sign of the text what it was taken for. Both
raise for no input. Every step is linear in the text: repetitions that could be tried in several ways are
possessive or bounded.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from ..data.characters import BOM
from ..problems import LineProblem, did_you_mean
from .decide import clip
from .heading import Heading
from .kinds import CUT_OFF, Voice, find_kinds
from .labels import Opening, label_key
from .people import group_people
from .reading import Piece, Role, read_source
from .shapes import Shape, may_chair
from .source import fold
from .turns import Cast, Kind, Paragraph, ParsedTranscript, Turn

HONORIFIC = re.compile(r"^(?:mr|mrs|ms|dr)\b\.? ?")
ADDRESSED = re.compile(r"(?:^|[,;] ?)(?:addressed )?(?:to|for) (?P<name>[^,;]+)", re.IGNORECASE)
NO_OPENING = "the text before the first label has no speaker: name who opens (`opens: true`) in record.yml"


@dataclass(frozen=True)
class Draft:
    """A label and all pieces up to the next one; no label at the opening."""

    opening: Opening | None
    pieces: tuple[Piece, ...]

    @property
    def spoken(self) -> tuple[Piece, ...]:
        """Its words."""
        return tuple(piece for piece in self.pieces if piece.role is Role.SPOKEN)

    @property
    def is_empty(self) -> bool:
        """True of a label that neither words nor a note follow."""
        return all(piece.role is Role.FRONT for piece in self.pieces)


def parse_transcript(
    text: str, cast: Cast, *, titled: bool = False, dated: bool = False
) -> tuple[ParsedTranscript, tuple[LineProblem, ...]]:
    """The title, the date and the turns of a source text, and what is wrong with it, by line.

    Nothing of the words is altered, save that white space within a paragraph is one space. No text makes it
    raise. Where the cast declares no label, labels are found by shape. `titled` and `dated` say that a record
    gives title and date, so that the text need not. An empty text yields an empty transcript and no problem.
    """
    reading = read_source(text, cast, titled=titled, dated=dated)
    drafts = group_pieces(reading.pieces)
    turns = build_turns(drafts, cast)
    front = tuple(Paragraph(each.text, each.line) for each in reading.pieces if each.role is Role.FRONT)
    heading = reading.heading
    problems = [*reading.problems, *check_drafts(drafts, cast), *_check_body(heading, drafts)]
    occurring = frozenset(
        each.opening.declared for each in drafts if each.opening and each.opening.declared is not None
    )
    parsed = ParsedTranscript(
        *(heading.title, heading.title_line, heading.date, heading.date_line),
        *(turns, front, occurring, reading.headings),
    )
    return parsed, tuple(sorted(problems, key=lambda problem: problem.line))


def account(text: str, cast: Cast) -> tuple[tuple[Role, str], ...]:
    """Every sign of a text but white space, in order, by what it was taken for.

    Marks that stand before a label or a paragraph (quote signs, times, bullets) count as front.
    """
    body = text.removeprefix(BOM)
    reading = read_source(text, cast)
    spans = [(start, end, Role.HEADING) for start, end in reading.heading.spans]
    for piece in reading.pieces:
        start, end = (
            piece.block.source_offset(piece.start),
            piece.block.source_offset(max(piece.end, 1) - 1) + 1,
        )
        spans.append((start, end, piece.role))
    found: list[tuple[Role, str]] = []
    at = 0
    for start, end, role in (*sorted(spans, key=lambda span: span[:2]), (len(body), len(body), Role.FRONT)):
        for part, what in ((body[at : max(at, start)], Role.FRONT), (body[max(at, start) : end], role)):
            if part.strip():
                found.append((what, part))
        at = max(at, end)
    return tuple(found)


# --- turns -----------------------------------------------------------------------------------------------


def group_pieces(pieces: Iterable[Piece]) -> list[Draft]:
    """A draft for each label, with every piece up to the next; adjacent turns are never merged."""
    grouped: list[tuple[Opening | None, list[Piece]]] = []
    for piece in pieces:
        if piece.role is Role.LABEL:
            grouped.append((piece.opening, []))
        elif piece.role in {Role.SPOKEN, Role.NOTE}:
            if not grouped:
                grouped.append((None, []))
            grouped[-1][1].append(piece)
    return [Draft(opening, tuple(own)) for opening, own in grouped]


def build_turns(drafts: Sequence[Draft], cast: Cast) -> tuple[Turn, ...]:
    """The entries of drafts: turns, notes, and turns going on after a note."""
    filled = [draft for draft in drafts if draft.pieces]
    people = group_people((draft.opening.name, draft.opening.note) for draft in filled if draft.opening)
    eager = _find_eager(filled, cast)
    voices = [_hear(draft, cast, people, eager) for draft in filled]
    kinds = [_keep_to_cast(kind, draft, cast) for kind, draft in zip(find_kinds(voices), filled, strict=True)]
    return tuple(
        turn for draft, kind in zip(filled, kinds, strict=True) for turn in _build_entries(draft, kind, cast)
    )


#: Which part of the turns of one who asks holds a question where the others are questions too: "Tell me …"
_EAGER = 0.8


def _find_eager(drafts: Sequence[Draft], cast: Cast) -> frozenset[str]:
    """Those whom a record declares to ask, and nearly all of whose turns do."""
    turns: dict[str, list[bool]] = {}
    for draft in drafts:
        speaker = _find_speaker(draft.opening, cast) if draft.opening else None
        if speaker in cast.askers and draft.spoken:
            turns.setdefault(speaker or "", []).append(any(holds_question(one.text) for one in draft.spoken))
    return frozenset(speaker for speaker, own in turns.items() if sum(own) >= _EAGER * len(own))


def _hear(draft: Draft, cast: Cast, people: Mapping[str, str], eager: Collection[str]) -> Voice:
    opening = draft.opening
    words = " ".join(piece.text for piece in draft.spoken)
    if opening is None:
        return Voice(None, Shape.PHRASE, words, outlet=False, asks=None)
    asking = opening.declared in _list_questions(cast) if opening.declared is not None else None
    speaker = None if asking else _find_speaker(opening, cast)
    if speaker in cast.askers:
        asking = holds_question(words) or speaker in eager or words.endswith(CUT_OFF) or None
    chairs = speaker in cast.chairs or may_chair(opening.name)
    outlet = bool(opening.note) or "," in opening.name
    key = speaker or opening.name.casefold().rstrip(".")
    # Of one who is declared it is known whose words they are, an interpreter's too.
    shape = Shape.PERSON if speaker and opening.shape is Shape.INTERPRETER else opening.shape
    return Voice(people.get(key, key), shape, words, outlet, asking, chairs)


def _keep_to_cast(kind: Kind, draft: Draft, cast: Cast) -> Kind:
    """The kind that a record lets a turn have: a chair states, and one who asks asks or states."""
    speaker = _find_speaker(draft.opening, cast) if draft.opening else cast.opening
    if speaker in cast.chairs and kind is not Kind.NOTE:
        return Kind.STATEMENT
    if speaker in cast.askers and kind is not Kind.NOTE:
        asking = holds_question(" ".join(one.text for one in draft.spoken))
        return Kind.QUESTION if asking or kind is Kind.QUESTION else Kind.STATEMENT
    return kind


def holds_question(words: str) -> bool:
    """True of words that hold a question mark."""
    return any(sign in words for sign in "?？؟")


def _list_questions(cast: Cast) -> frozenset[str]:
    return frozenset(label_key(each) for each in cast.questions)


def _build_entries(draft: Draft, kind: Kind, cast: Cast) -> Iterator[Turn]:
    """The entries of one draft: the label stands with the first words, with a note if there are none."""
    labelled = _build_turn(draft, kind, cast)
    begun = not draft.spoken
    for note, run in _list_runs(draft.pieces):
        paragraphs = tuple(Paragraph(piece.text, piece.line) for piece in run)
        if not note:
            yield replace(labelled, paragraphs=paragraphs) if not begun else _continue(labelled, paragraphs)
            begun = True
        else:
            own = labelled if not draft.spoken and run[0] is draft.pieces[0] else None
            yield _build_note(own, paragraphs)


def _list_runs(pieces: Sequence[Piece]) -> Iterator[tuple[bool, list[Piece]]]:
    """Words in runs, each note alone."""
    run: list[Piece] = []
    for piece in pieces:
        if piece.role is Role.NOTE:
            if run:
                yield False, run
            yield True, [piece]
            run = []
        else:
            run.append(piece)
    if run:
        yield False, run


def _build_note(labelled: Turn | None, paragraphs: tuple[Paragraph, ...]) -> Turn:
    if labelled:
        return replace(labelled, kind=Kind.NOTE, speaker=None, addressed_to=None, paragraphs=paragraphs)
    return Turn(Kind.NOTE, None, None, None, None, paragraphs, paragraphs[0].line)


def _continue(turn: Turn, paragraphs: tuple[Paragraph, ...]) -> Turn:
    return replace(
        turn,
        label=None,
        printed=None,
        label_note=None,
        paragraphs=paragraphs,
        line=paragraphs[0].line,
        continues=True,
    )


def _build_turn(draft: Draft, kind: Kind, cast: Cast) -> Turn:
    """The turn of a draft, without its paragraphs."""
    opening = draft.opening
    if opening is None:
        return Turn(kind, cast.opening, None, None, None, (), draft.pieces[0].line)
    asking = opening.declared is not None and opening.declared in _list_questions(cast)
    addressed = find_addressee(opening.note, cast) if opening.note else None
    return Turn(
        kind=kind,
        speaker=None if asking else _find_speaker(opening, cast),
        label=opening.label,
        label_note=opening.note,
        addressed_to=addressed,
        paragraphs=(),
        line=opening.line,
        printed=opening.printed,
    )


def _find_speaker(opening: Opening, cast: Cast) -> str | None:
    """Who speaks: as declared, or, where nothing is declared, the person of exactly that name."""
    if opening.declared is None:
        return None if opening.shape is Shape.QUESTION else cast.names.get(opening.name)
    speakers = {label_key(label): entity for label, entity in cast.speakers.items()}
    return speakers.get(opening.declared)


def find_addressee(note: str, cast: Cast) -> str | None:
    """The entity that a note such as "addressed to Mr Wren" names, None if it names nobody or several."""
    addressed = ADDRESSED.search(note)
    if not addressed:
        return None
    if addressed["name"] in cast.names:
        return cast.names[addressed["name"]]
    name = addressed["name"].casefold()
    exact = {entity for known, entity in cast.names.items() if fold(known).casefold() == name}
    bare = {entity for known, entity in cast.names.items() if _bare_name(known) == _bare_name(name)}
    meant = exact or bare
    return meant.pop() if len(meant) == 1 else None


def _bare_name(name: str) -> str:
    """A name for comparison: without honorific, without regard to case."""
    return HONORIFIC.sub("", fold(name).casefold())


def check_drafts(drafts: Sequence[Draft], cast: Cast) -> Iterator[LineProblem]:
    """Problems of the turns: no speaker for the opening, labels without words, addressees misspelt."""
    for draft in drafts:
        opening = draft.opening
        if opening is None and cast.opening is None and draft.spoken:
            yield LineProblem(draft.spoken[0].line, NO_OPENING)
        if opening and draft.is_empty:
            yield LineProblem(opening.line, f"label '{opening.label}' has no words after it")
        addressed = ADDRESSED.search(opening.note) if opening and opening.note else None
        if opening and opening.note and addressed and find_addressee(opening.note, cast) is None:
            near = did_you_mean(addressed["name"], cast.names)
            if near:
                message = f"label '{clip(opening.label)}' is addressed to nobody known{near}"
                yield LineProblem(opening.line, message)


def _check_body(heading: Heading, drafts: Sequence[Draft]) -> Iterator[LineProblem]:
    """A problem if title or date is followed by nothing at all."""
    if (heading.title or heading.date) and not drafts:
        yield LineProblem(heading.date_line, "no words after the title and the date")
