"""What a text says of itself before an editor reads it: title, day, place, language, and a slug of these."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from ..data.definitions import EntityKind
from ..data.languages import find_language
from ..text.formats.source_text import SourceText, clip
from ..text.furniture import is_furniture
from ..text.languages.known import LANGUAGES, PLACES
from ..text.languages.language import Language
from ..text.turns import ParsedTranscript
from ..text.written_dates import find_dates, find_place
from .cast_proposal import ProposedCast, family_of, slug_in_latin


@dataclass(frozen=True)
class DraftHead:
    """What stands at the head of a record; an empty text or None is a blank, `place_hint` helps with one."""

    title: str
    short_title: str
    date: date | None
    place: str
    place_hint: str
    language: str


def propose_head(
    source: SourceText, parsed: ParsedTranscript, given: date | None, cast: ProposedCast
) -> DraftHead:
    """The head of a record, with a blank for all that the text does not show for certain."""
    hints = source.hints
    title = parsed.title or hints.title or ""
    lines = _list_head(source.text, parsed)
    place = hints.place or next(_find_places(lines, parsed), "")
    short = ", ".join(part for part in (" and ".join(_list_families(cast)), place) if part)
    front = [one for one in lines if one not in title and not is_furniture(one) and not find_dates(one)]
    return DraftHead(
        title,
        short or clip(title, 50),
        given or parsed.date or _read_day(hints.date),
        place,
        "; ".join(map(clip, front[:3])),
        _name_language(hints.language, source.text, cast),
    )


def propose_slug(head: DraftHead, cast: ProposedCast) -> str:
    """The day with up to two surnames, else with the beginning of the title, in Latin letters."""
    names = [slug_in_latin(name) for name in _list_families(cast)]
    words = slug_in_latin(head.title).split("-")[:4]
    named = [[one for one in some if one and not one.isdigit()] for some in (names, words)]
    tail = named[0] or named[1]
    parts = [*([head.date.isoformat()] if head.date else []), *tail]
    return "-".join(parts) or "transcript"


def _list_families(cast: ProposedCast) -> list[str]:
    """The last names of the first two who speak and have one; a chair has none."""
    named = [one for one in cast.speakers if one.labels and not one.members]
    people = [one for one in named if one.kind is not EntityKind.OFFICE]
    return [family_of(one.name) for one in people or named][:2]


def _read_day(written: str | None) -> date | None:
    """The day that a file names: the first ten signs of a time, or a date in words; never 04/03/2031."""
    if not written:
        return None
    try:
        return date.fromisoformat(written[:10])
    except ValueError:
        return find_dates(written)


# --- the place -------------------------------------------------------------------------------------------

_FIELD = re.compile(r"(?P<key>[^\W\d_]{2,20})\s?[:：]\s?(?P<value>\S.{1,80})")


def _list_head(text: str, parsed: ParsedTranscript) -> list[str]:
    """The lines before the first turn, as many as a head has."""
    first = parsed.turns[0].line if parsed.turns else 0
    lines = (" ".join(line.split()) for line in text.splitlines()[: min(first - 1, 60)] if first)
    return [line for line in lines if line]


def _find_places(lines: Sequence[str], parsed: ParsedTranscript) -> Iterator[str]:
    """The places that a head names: in a field ("Place: Selwyn") or before the date ("Selwyn, 4 March")."""
    for line in lines:
        field = _FIELD.fullmatch(line)
        if field and field["key"].casefold() in PLACES:
            yield field["value"].rstrip(" .")
    for line in lines if parsed.date else ():
        if place := find_place(line):
            yield place


# --- the language ----------------------------------------------------------------------------------------

_SCRIPTS = (
    ("Japanese", r"[\u3040-\u30ff]"),
    ("Korean", r"[\uac00-\ud7a3]"),
    ("Chinese", r"[\u4e00-\u9fff]"),
    ("Ukrainian", r"[іїєґ]"),
    ("Russian", r"[ыэё]"),
)
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
#: Which part of all words the small ones of its language have at least, and how far it leads the next one.
_SHARE, _LEAD = 0.12, 2


def _name_language(code: str | None, text: str, cast: ProposedCast) -> str:
    """The language in English: as the file says, else where its letters or words tell; else empty."""
    if code and (found := find_language(code)):
        return found
    letters = sum(sign.isalpha() for sign in text)
    script = next((name for name, signs in _SCRIPTS if 100 * len(re.findall(signs, text)) > letters), "")
    return script or _name_by_words(text, cast)


def _name_by_words(text: str, cast: ProposedCast) -> str:
    """The language of which the text has most small words, where labels or months are its own too."""
    words = Counter(_WORD.findall(text.casefold()))
    scores = {
        language.name: sum(words[word] for word in language.function if len(word) > 1)
        for language in LANGUAGES
    }
    first, second = sorted(scores, key=lambda name: -scores[name])[:2]
    if scores[first] < _SHARE * words.total() or scores[first] < _LEAD * scores[second]:
        return ""
    labels = [label for one in cast.speakers for label in one.labels]
    shown = set(_WORD.findall(" ".join((*labels, *cast.question_labels, text[:1000])).casefold()))
    own = {language.name: _list_own(language) for language in LANGUAGES}
    others = frozenset().union(*(own[name] for name in own if name != first))
    return first if shown & (own[first] - others) else ""


def _list_own(language: Language) -> frozenset[str]:
    """The words of labels and dates of a language, short ones left out."""
    months = {form for month in language.months for form in month}
    own = language.questions | language.answers | language.chairs | language.titles | language.roles | months
    return frozenset(word for word in own if len(word) > 2)
