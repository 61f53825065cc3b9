"""The pieces of HTML of which entries are made; a reader shows them without the site's style sheets."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from markupsafe import Markup

from ...anchors.wordings import Run
from ...archive.footnotes import Notes
from ...archive.model import Archive, Transcript
from ...archive.phrases import name_kind, tell_gap
from ...subjects.passages import Passage
from ...text.escape import escape_text
from ...text.excerpt import Piece
from ..remarks import list_footnotes, list_remarks

Link = Callable[[str], str]


def paragraph(words: str) -> str:
    """The site's own words, as text or with markup in them."""
    return f"<p>{words if isinstance(words, Markup) else escape_text(words)}</p>"


def small(text: str) -> str:
    """The site's own words beside those of a passage."""
    return f"<p><small>{escape_text(text)}</small></p>"


def anchor(address: str, text: str) -> Markup:
    """A link."""
    return Markup(f'<a href="{escape_text(address)}">{escape_text(text)}</a>')


def items(lines: Iterable[str]) -> str:
    """A list of lines of HTML, empty where there is none."""
    body = "".join(f"<li>{line}</li>" for line in lines)
    return f"<ul>{body}</ul>" if body else ""


def quoted(language: str | None, html: str) -> str:
    """A paragraph of a transcript's words, in its language."""
    tongue = f' lang="{language}"' if language else ""
    return f'<p dir="auto"{tongue}>{html}</p>'


def write_pieces(pieces: Iterable[Piece]) -> str:
    """The words around a name, the name marked."""
    return "".join(
        f"<mark>{escape_text(piece.text)}</mark>" if piece.marked else escape_text(piece.text)
        for piece in pieces
    )


def write_runs(runs: Iterable[Run], tag: str) -> str:
    """One of two wordings, what the other has not in a tag."""
    return "".join(
        escape_text(run.text) if run.same else f"<{tag}>{escape_text(run.text)}</{tag}>" for run in runs
    )


def write_passages(
    archive: Archive,
    transcript: Transcript,
    passages: Sequence[Passage],
    link: Link,
    words: Callable[[Passage], str],
    notes: Mapping[str, Notes],
) -> Iterator[str]:
    """Passages of a transcript with their numbers, each with what a reader must know of it.

    Who speaks stands before the first of each turn; gaps stand where words are missing.
    """
    gaps: dict[str | None, list[str]] = {}
    for gap in transcript.gaps:
        gaps.setdefault(gap.after, []).append(paragraph(f"[…] {tell_gap(archive, gap)}"))
    order = [passage.anchor for passage in transcript.passages]
    before = dict(zip(order, [None, *order], strict=False))
    language = archive.language_codes[transcript.slug]
    turn = 0
    for passage in passages:
        yield from gaps.pop(before[passage.anchor], ())
        if passage.turn != turn:
            spoken = transcript.turn_of(passage)
            kind = escape_text(name_kind(spoken.turn.kind))
            yield f"<p><b>{escape_text(archive.name_speaker(spoken))}</b>, {kind}</p>"
            turn = passage.turn
        yield quoted(language, f"{anchor(link(passage.anchor), passage.number)} {words(passage)}")
        noted = notes.get(passage.anchor)
        yield from (small(note.line) for note in list_footnotes(noted))
        yield from map(small, list_remarks(archive, passage, noted))
        yield from gaps.pop(passage.anchor, ())
