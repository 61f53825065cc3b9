"""A transcript on paper: a tagged PDF (PDF/UA-1), set by typst, to which the words go as data."""

from __future__ import annotations

import hashlib
import json
import re
import tempfile
from collections.abc import Iterator
from dataclasses import asdict
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from ...archive.model import Unspoken
from ...archive.phrases import list_changes, show_date, tell_left_out
from ...catalogue import say, say_many, spoken
from ...problems import Problem, ProblemError
from ...subjects.passages import Passage
from ...tokens import COLOURS
from ..citations import show_text
from ..typefaces import SERIF, Typeface, load_typefaces
from ..works import transcript_work
from .body import build_body
from .citing import Form, list_citations, tell_citing
from .edition import Edition

if TYPE_CHECKING:
    import typst

#: What a PDF is set with; the extra `pdf` brings all of it.
_NEEDED = ("typst", "fontTools", "brotli")
#: The signs that can be set, upright and slanted: those of Libertinus Serif, which typst brings and which has
#: all that the site's own typefaces have, as far as words in Latin, Greek and Cyrillic letters need them.
#: PDF/UA allows no box in the place of a letter, and no reader could tell what it stands for.
_SIGNS = (
    "\x20-\x7e\xa0-\u023f\u0250-\u02e4\u0300-\u0331\u0384-\u038a\u038c\u038e-\u03a1\u03a3-\u03ce"
    "\u0400-\u045f\u0462-\u0463\u0470-\u0477\u0490-\u04c4\u04c7-\u04cc\u04d0-\u04f9\u1e00-\u1e9b\u1e9e"
    "\u1ea0-\u1ef9\u2000-\u2027\u202a-\u202f\u2030-\u2037\u2039-\u203e\u2044\u2060-\u2064\u2066-\u206f"
    "\u2070-\u2071\u2074-\u208e\u20ab-\u20ac\u2116\u2122\u2153-\u215e\u2190-\u2199\u2212\u2215\u221a"
    "\u221e\u2260\u2264-\u2265\u25a0-\u25a1"
)
_LACKING = re.compile(f"[^{_SIGNS}]")
#: What of a record no file to take away says.
_DECIDED = {"decisions", "questions", "references", "dates", "briefs", "waivers", "not_labels"}
_KEY = b"% made from "


def can_set() -> bool:
    """Whether what a PDF is set with is installed."""
    return _are_installed(_NEEDED)


@cache
def _are_installed(names: tuple[str, ...]) -> bool:
    return all(map(find_spec, names))


def is_settable(edition: Edition) -> bool:
    """Whether a transcript can be set here: all signs in typefaces, all that sets them installed."""
    return can_set() and not find_lacking(edition)


def find_lacking(edition: Edition) -> str:
    """The first sign of a transcript, or of what the record says of it, that can not be set; else empty."""
    found = (_LACKING.search(words) for words in _list_words(edition))
    return next((one[0] for one in found if one), "")


def render_paper(edition: Edition) -> bytes:
    """The PDF; the same bytes for the same data. Raises ProblemError for what typst can not set."""
    import typst

    data = _describe(edition) | {"citations": [_cite(*item) for item in list_citations(edition)]}
    try:
        made = typst.compile(
            _template(),
            format="pdf",
            font_paths=_load_fonts(),
            pdf_standards=["ua-1"],
            timestamp=0,
            sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        )
    except typst.TypstError as error:
        path = f"data/transcripts/{edition.transcript.slug}/transcript.txt"
        raise ProblemError(Problem(path, 1, f"no PDF can be set of it: {error.message}")) from error
    head, mark, tail = made.rpartition(b"startxref")
    return head + _KEY + _make_key(edition).encode() + b"\n" + mark + tail


def is_current(edition: Edition, old: bytes) -> bool:
    """Whether a PDF made before was made from the same."""
    return _KEY + _make_key(edition).encode() + b"\n" in old[-1000:]


def _make_key(edition: Edition) -> str:
    """A digest of all that a PDF is made from; of the work follow its citations."""
    work = transcript_work(edition.archive, edition.transcript, edition.site.name)
    made_from = [_describe(edition), repr(work), *map(version, ("typst", "fonttools"))]
    return hashlib.sha256(json.dumps(made_from).encode() + _template()).hexdigest()


@cache
def _template() -> bytes:
    return files(__package__).joinpath("templates", "paper.typ").read_bytes()


def _describe(edition: Edition) -> dict[str, object]:
    """What the template sets, but for the citations."""
    transcript = edition.transcript
    record = transcript.record
    changed = transcript.changed
    where = say("The sign […] stands where they are missing.")
    return {
        "title": record.title,
        "language": edition.language or "und",
        "speakers": edition.voices,
        "changed": {"year": changed.year, "month": changed.month, "day": changed.day},
        "event": f"{show_date(record.date)}, {record.place}",
        "running": f"{record.short_title}, {show_date(record.date)}",
        "foot": edition.address if edition.site.address else edition.site.name,
        "missing": [f"{one} {where}" for one in tell_left_out(edition.archive, record)],
        "spoken": spoken(),
        "agenda": say("Agenda"),
        "cite": say("Cite this transcript"),
        "citing": tell_citing(),
        "ranges": [say_many("Passage {range}", "Passages {range}", number, range="%") for number in (1, 2)],
        "numbers": edition.numbers,
        "facts": edition.facts,
        "chapters": [asdict(chapter) for chapter in build_body(edition)],
        "colours": {name: COLOURS[name].light for name in ("rubric", "ink-2", "rule")},
    }


def _list_words(edition: Edition) -> Iterator[str]:
    """The words that a PDF may hold, read without making any of it: it is asked of every transcript."""
    transcript = edition.transcript
    yield edition.site.name
    told = transcript.record.model_dump(mode="json", exclude=_DECIDED)
    yield json.dumps(told, ensure_ascii=False)
    for part in transcript.parts:
        yield part.heading
    for turn in transcript.turns:
        yield edition.archive.name_speaker(turn)
        yield turn.turn.label_note or ""
        for item in (*turn.before, *turn.items):
            yield item.text if isinstance(item, Passage | Unspoken) else ""
            yield from list_changes(edition.archive, item) if isinstance(item, Passage) else ()
    for gap in transcript.gaps:
        yield gap.reason + edition.archive.short_names[gap.speaker]
    for person in transcript.record.participants:
        for one in person.speakers:
            yield edition.archive.entities[one].name + edition.archive.short_names[one]


def _cite(style: str, forms: tuple[Form, ...]) -> tuple[str, list[dict[str, object]]]:
    return style, [{"label": form.label, "runs": list(_split_runs(form.html))} for form in forms]


def _split_runs(html: str) -> Iterator[dict[str, object]]:
    """A form of citation in runs of one slant."""
    for number, run in enumerate(re.split("</?i>", html)):
        if run:
            yield {"italic": bool(number % 2), "text": show_text(run)}


@cache
def _load_fonts() -> typst.Fonts:
    """The site's typefaces and those that typst brings; nothing of the machine's own."""
    import typst

    folder = Path(_keep_folder().name)
    for face in load_typefaces():
        _convert(face, folder)
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[str(folder)])


@cache
def _keep_folder() -> tempfile.TemporaryDirectory[str]:
    """Where the fonts stand as typst reads them, until the process ends."""
    return tempfile.TemporaryDirectory(prefix="ontherecord-")


def _convert(face: Typeface, folder: Path) -> None:
    """Writes a typeface of the web as a font, each alphabet as a family: typst knows one file a family."""
    from fontTools.ttLib import TTFont

    family = f"Record {'Serif' if face.family == SERIF else 'Sans'}"
    if not face.has("a"):
        family += " Cyrillic"
    font = TTFont(face.path, recalcTimestamp=False)
    font.flavor = None
    for identifier in (16, 17, 21, 22):
        font["name"].removeNames(nameID=identifier)
    for identifier, name in ((1, family), (2, "Regular"), (4, family), (6, family.replace(" ", ""))):
        font["name"].setName(name, identifier, 3, 1, 0x409)
    font.save(folder / f"{family}.ttf")
