"""Citations of a passage and of a whole transcript in each style, as forms with blanks.

What a citation of one passage has that no other of the same speaker has, its number and its address, and what
only the reader's browser knows, the day, is left blank: a form serves every passage of a speaker. The pages'
script fills it in, and so does `fill` for what stands on a page.

Of two with one family name a reference in the text has the initials (D. Reyes), or the full name where those
are the same.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from html import unescape

from ..archive.model import Archive, SpokenTurn, Transcript
from ..catalogue import spoken
from ..data.person_names import Name
from ..text.escape import escape_text
from .manuals import MANUALS, Manual, Use, show_title
from .processor import ITALIC, ROMAN, process
from .works import Work, passage_work, transcript_work

#: What a form leaves blank: the full address, the numbers of the passages, and the day on which it is read.
ADDRESS, NUMBER, TODAY = "⟦address⟧", "⟦number⟧", "⟦today⟧"


@dataclass(frozen=True)
class Citation:
    """A form of citation as a reader copies it, in HTML with <i> for italics.

    `label` says what it is for: Note, Works cited. `several` is the same for several passages, None where it
    does not differ.
    """

    label: str
    html: str
    several: str | None


#: The citations in each style, by its id.
Citations = Mapping[str, tuple[Citation, ...]]


def cite_passage(archive: Archive, transcript: Transcript, turn: SpokenTurn, site: str) -> Citations:
    """The forms for every passage of a turn; `site` is the name of the site."""
    return cite_work(passage_work(archive, transcript, turn, site))


def cite_transcript(archive: Archive, transcript: Transcript, site: str) -> Citations:
    """The forms for a whole transcript; its authors are those whose words it gives."""
    return cite_work(transcript_work(archive, transcript, site))


def cite_work(work: Work) -> Citations:
    """The forms for a work."""
    return {manual.id: tuple(cite_in(manual, use, work) for use in manual.uses) for manual in MANUALS}


def fill(html: str, address: str, number: str = "", today: str = TODAY) -> str:
    """A form with its blanks filled, each by HTML."""
    return html.replace(ADDRESS, address).replace(NUMBER, number).replace(TODAY, today)


def show_text(html: str) -> str:
    """A form as plain text."""
    return unescape(re.sub("</?i>", "", html))


# --- One run of the processor serves every work that differs only in what it prints as given ---------

#: Signs and numbers that no text holds. Each stands for a value that no style changes.
_BLANK = Work(
    authors=(),
    asked="\ue002",
    title="\ue003",
    short_title="\ue00d",
    year=9111119,
    month=1,
    day=9222229,
    place="\ue004",
    publisher="\ue005",
    source="\ue00f",
    site="\ue00c",
    part=True,
    questioner="\ue00b",
)
_NAMES = (
    "asked",
    "title",
    "short_title",
    "year",
    "day",
    "place",
    "publisher",
    "source",
    "site",
    "questioner",
)
_VALUES: Mapping[str, str] = {str(getattr(_BLANK, name)): name for name in _NAMES}
#: Where the address and the day of a form stand, and the number of a passage; and numbers of several.
_ADDRESS, _TODAY, _ONE, _SEVERAL = "\ue006", "\ue00e", "9333339", "9333339–9444449"
_LEFT_BLANK = {_ADDRESS: ADDRESS, _TODAY: TODAY, _ONE: NUMBER}
#: The same for each of the first authors: a given name, its initial, a family name. The processor makes the
#: second of the first, so that is a word with a capital.
_AUTHORS = (("Ꙁꙁ", "Ꙁ", "\ue007"), ("Ꙃꙃ", "Ꙃ", "\ue008"), ("Ꙅꙅ", "Ꙅ", "\ue009"), ("Ꙇꙇ", "Ꙇ", "\ue00a"))
_SIGNS = (*_VALUES, *_LEFT_BLANK, *(sign for signs in _AUTHORS for sign in signs))  # the longer ones first
_BLANKS = re.compile(f"({'|'.join(_SIGNS)})(\\.?)")
#: Given names of which the initial is the first letter, whatever the style.
_ONE_GIVEN = re.compile(r"[^\W\d_]+")


def cite_in(manual: Manual, use: Use, work: Work) -> Citation:
    """One form in one style: the processor's text, with all blanks filled that are not the form's own."""
    blank, values = _blank_out(manual, use, work)
    html = _fill_values(_mark_up(process(use, manual, blank, _ADDRESS, _ONE, _TODAY, spoken())), values)
    if NUMBER not in html:
        return Citation(use.label, html, None)
    return Citation(use.label, html, re.sub(rf"\S+(?= {NUMBER})", _find_plural(manual, use), html))


def _find_plural(manual: Manual, use: Use) -> str:
    """What stands before the numbers of several passages: paras."""
    made = process(use, manual, _BLANK, _ADDRESS, _SEVERAL, _TODAY, spoken())
    return made.partition(f" {_SEVERAL}")[0].rpartition(" ")[2]


def _blank_out(manual: Manual, use: Use, work: Work) -> tuple[Work, dict[str, str]]:
    """The work with signs for what it prints as given, and what the signs stand for."""
    values = {
        sign: str(value) for sign, name in _VALUES.items() if (value := getattr(work, name)) is not None
    }
    blank = replace(work, **{_VALUES[sign]: getattr(_BLANK, _VALUES[sign]) for sign in values})
    authors, names = _blank_authors(work, manual.initials, use.short)
    if work.questioner and use.short:  # the outlet stands in the entry
        values[str(_BLANK.questioner)] = work.questioner.partition(" (")[0]
    for sign in (_BLANK.title, _BLANK.short_title):
        values[sign] = show_title(manual, values[sign], work.english)
    return replace(blank, authors=authors, apart=(), english=True), {**values, **names, **_LEFT_BLANK}


def _blank_authors(work: Work, initials: bool, short: bool) -> tuple[tuple[Name, ...], dict[str, str]]:
    """The authors with signs for their names, and what the signs stand for.

    Where the initials of a given name are more than its first letter, the processor makes them.
    """
    apart = dict(work.apart) if short else {}
    blank, values = [], {}
    for author, (given, initial, family) in zip(work.authors, _AUTHORS, strict=False):
        in_order = author.family_first and not initials
        values[family] = author.full if in_order and not short else apart.get(author.full, author.surname)
        if in_order or not author.given:
            blank.append(Name("", family))
        elif _ONE_GIVEN.fullmatch(author.given) and author.given[0].isupper():
            values |= {given: author.given, initial: author.given[0]}
            blank.append(Name(given, family, suffix=author.suffix))
        else:
            blank.append(Name(author.given, family, suffix=author.suffix))
    return (*blank, *work.authors[len(blank) :]), values


def _fill_values(html: str, values: Mapping[str, str]) -> str:
    """The text with its blanks filled; a full stop is left out after a value that ends a sentence itself."""

    def put(match: re.Match[str]) -> str:
        value = values[match[1]]
        return _escape(value) + ("" if value.endswith((".", "?", "!")) else match[2])

    return _BLANKS.sub(put, html)


@lru_cache(maxsize=1024)  # the same few texts come again for every form
def _escape(text: str) -> str:
    return str(escape_text(text))


def _mark_up(text: str) -> str:
    return _escape(text).replace(ITALIC, "<i>").replace(ROMAN, "</i>")
