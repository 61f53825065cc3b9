"""Records for reference managers: BibTeX, RIS and CSL-JSON, of one passage or of a whole transcript.

Where the parts go, and why there: by the import tables of Zotero (its translators RIS.js, BibTeX.js and
CSL JSON.js), EndNote and Mendeley, each part below is shown by all three unless it says otherwise.

| part            | BibTeX (@misc)      | RIS (ELEC)  | CSL-JSON (speech)        |
|-----------------|---------------------|-------------|--------------------------|
| the quotation   | abstract            | AB          | abstract                 |
| the paragraph   | note                | N1          | note                     |
| what it is      | howpublished        | M3          | genre                    |
| event and place | howpublished        | CY          | event-title, event-place |
| the publisher   | howpublished        | PB          | publisher                |

The quotation is the abstract, the one field of running text that every manager shows beside a record, finds
by search, and leaves out of a bibliography. The paragraph is a note: RIS has SP for it, but managers read
that as a page and would print "p. 14", and BibTeX's pages likewise; a locator belongs to the citation, not
to the work. ELEC (web page) is the RIS type that all three keep: SLIDE, Zotero's name for a speech, turns
into audiovisual material in EndNote, and GEN into a journal article in Zotero, which drops PB of a web page.

Classic BibTeX prints only author, title, howpublished, month, year and note of a @misc, so the publisher is
in howpublished. Text is UTF-8 with LaTeX's special signs escaped and braces always in pairs.

A question is the work of the journalist whom the source names, or of an unidentified one, never of the
person asked. An organisation, or a name without parts, is one piece in each format.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import date

from ..archive.model import Archive, Transcript
from ..data.person_names import Name
from ..subjects.passages import Passage
from ..text.words import MONTHS
from .citations import Work, passage_work, transcript_work

_JOURNALIST = Name("", "Unidentified journalist")
#: ISO 639-1 codes of the languages that a record may name.
_LANGUAGES = {"English": "en", "French": "fr", "Russian": "ru"}


@dataclass(frozen=True)
class BibliographyItem:
    """A work for reference managers, before it has a format.

    `paragraph` and `quotation` are None for a whole transcript.
    """

    id: str
    authors: tuple[Name, ...]
    title: str
    genre: str
    place: str
    publisher: str
    day: date
    url: str
    language: str | None
    paragraph: str | None
    quotation: str | None


def passage_entry(archive: Archive, transcript: Transcript, passage: Passage, base: str) -> BibliographyItem:
    """The item of a passage; `base` is the site's address."""
    work = passage_work(archive, transcript, passage, base)
    return _entry(transcript, f"{transcript.slug}-{passage.anchor}", work, passage.text)


def transcript_entry(archive: Archive, transcript: Transcript, base: str) -> BibliographyItem:
    """The item of a whole transcript; `base` is the site's address."""
    return _entry(transcript, transcript.slug, transcript_work(archive, transcript, base), None)


def _entry(transcript: Transcript, key: str, work: Work, quotation: str | None) -> BibliographyItem:
    to = f" to {work.asked}" if work.asked else ""
    return BibliographyItem(
        id=f"transcript-{key}",  # a letter comes first, which some readers of BibTeX insist on
        authors=work.authors or ((Name("", work.questioner),) if work.questioner else (_JOURNALIST,)),
        title=_one_line(work.title),
        genre="News conference transcript" if work.authors else f"Question{to} at a news conference",
        place=_one_line(work.place),
        publisher=_one_line(transcript.record.source.publisher),
        day=date(work.year, work.month, work.day),
        url=work.url,
        language=_LANGUAGES.get(transcript.record.source.language),
        paragraph=f"Para. {work.number}" if work.number else None,
        quotation=_one_line(quotation) if quotation else None,
    )


def _one_line(text: str) -> str:
    """The text without anything that some reader takes for the end of a line; other spaces stay."""
    return re.sub(r"[\t\n\v\f\r\x1c-\x1e\x85\u2028\u2029]+", " ", text).strip()


# --- BibTeX ------------------------------------------------------------------------------------------


def render_bibtex(entry: BibliographyItem) -> str:
    """The record in BibTeX, as one @misc."""
    how = f"{entry.genre}, {entry.place}, {entry.publisher}"
    fields = [
        ("author", _braced(" and ".join(_bibtex_name(name) for name in entry.authors))),
        ("title", _braced(_braced(escape_latex(entry.title)))),  # the inner pair keeps its capitals
        ("howpublished", _braced(escape_latex(how))),
        ("day", _braced(str(entry.day.day))),
        ("month", MONTHS[entry.day.month - 1][:3].lower()),
        ("year", _braced(str(entry.day.year))),
        ("url", _braced(entry.url.replace("{", "%7B").replace("}", "%7D"))),
    ]
    if entry.paragraph:
        fields.append(("note", _braced(escape_latex(entry.paragraph))))
    if entry.quotation:
        fields.append(("abstract", _braced(escape_latex(entry.quotation))))
    lines = ",\n".join(f"  {name} = {value}" for name, value in fields)
    return f"@misc{{{entry.id},\n{lines}\n}}\n"


def _braced(text: str) -> str:
    return f"{{{text}}}"


def _bibtex_name(name: Name) -> str:
    """A name with its parts told apart (von Last, Jr, First); one without a given part is braced as a whole.

    BibTeX knows particles by their small letters; others are braced with the family name.
    """
    if not name.given:
        return _braced(escape_latex(name.full))
    apart = name.particles.islower()
    family = escape_latex(name.family if apart else name.surname)
    family = _braced(family) if " " in family else family
    last = f"{escape_latex(name.particles)} {family}" if apart else family
    return ", ".join([last, *map(escape_latex, filter(None, (name.suffix, name.given)))])


_LATEX = {
    "\\": "{\\textbackslash}",
    "{": "{\\textbraceleft}",  # not \{: BibTeX counts braces before LaTeX sees the backslash
    "}": "{\\textbraceright}",
    "~": "{\\textasciitilde}",
    "^": "{\\textasciicircum}",
    "<": "{\\textless}",
    ">": "{\\textgreater}",
    "|": "{\\textbar}",
    **{sign: f"\\{sign}" for sign in "&%$#_"},
}
_LATEX_TABLE = str.maketrans(_LATEX)
#: Signs that LaTeX joins when they follow each other, as -- to a dash.
_LIGATURE = re.compile(r"(?<=-)(?=-)|(?<=')(?=')|(?<=`)(?=`)|(?<=,)(?=,)|(?<=[?!])(?=`)")


def escape_latex(text: str) -> str:
    """The text as LaTeX prints it letter for letter, its braces in pairs."""
    return "{}".join(part.translate(_LATEX_TABLE) for part in _LIGATURE.split(text))


# --- RIS ---------------------------------------------------------------------------------------------


def render_ris(entry: BibliographyItem) -> str:
    """The record in RIS, its lines ended by CR LF as the format demands."""
    fields = [
        ("TY", "ELEC"),
        ("ID", entry.id),
        *(("AU", _ris_name(name)) for name in entry.authors),
        ("TI", entry.title),
        ("M3", entry.genre),
        ("PB", entry.publisher),
        ("CY", entry.place),
        ("PY", str(entry.day.year)),
        ("DA", f"{entry.day:%Y/%m/%d}/"),
        ("UR", entry.url),
        ("LA", entry.language),
        ("AB", entry.quotation),
        ("N1", entry.paragraph),
        ("ER", ""),
    ]
    return "".join(f"{tag}  - {value}\r\n" for tag, value in fields if value is not None)


def _ris_name(name: Name) -> str:
    """A name as Family, Given, Suffix; RIS forbids an asterisk in it, and parts a name at each comma."""
    parts = [name.surname, name.given, name.suffix] if name.given else [name.full]
    return ", ".join(_one_line(part).replace("*", "").replace(",", "") for part in parts if part)


# --- CSL-JSON ----------------------------------------------------------------------------------------


def render_csl_json(entry: BibliographyItem) -> str:
    """The record in CSL-JSON 1.0.2, a list of one item."""
    day = entry.day
    item = {
        "id": entry.id,
        "type": "speech",
        "author": [_csl_name(name) for name in entry.authors],
        "title": entry.title,
        "genre": entry.genre,
        "event-title": "News conference",
        "event-place": entry.place,
        "publisher": entry.publisher,
        "issued": {"date-parts": [[day.year, day.month, day.day]]},
        "URL": entry.url,
        "language": entry.language,
        "abstract": entry.quotation,
        "note": entry.paragraph,
    }
    kept = {name: value for name, value in item.items() if value is not None}
    return json.dumps([kept], ensure_ascii=False, indent=1) + "\n"


def _csl_name(name: Name) -> dict[str, str]:
    if not name.given:
        return {"literal": name.full}
    parts = {
        "family": name.family,
        "given": name.given,
        "non-dropping-particle": name.particles,
        "suffix": name.suffix,
    }
    return {key: value for key, value in parts.items() if value}
