"""Records for reference managers, BibTeX, RIS and CSL-JSON: of a speaker's passages or of a whole transcript.

All three describe one type of item, a report, because it is the only one of which each of them can say all
that there is to say in fields that Zotero keeps. By its schema and its translators RIS.js and BibTeX.js:

| part            | BibTeX (@techreport) | RIS (RPRT) | CSL-JSON (report)       | in Zotero           |
|-----------------|----------------------|------------|-------------------------|---------------------|
| what it is      | type                 | M3         | genre                   | Report Type         |
| the publisher   | institution          | PB         | publisher               | Institution         |
| where it was    | address              | CY         | event-place             | Place               |
| the site        | series               | T2         | collection-title        | Series Title, Extra |
| the day of it   | date                 | DA         | issued                  | Date                |
| when it is read | urldate              | Y2         | accessed                | Accessed            |
| the quotation   | abstract             | AB         | abstract                | Abstract            |
| the paragraph   | note                 | N1         | note                    | Note, Extra         |
| the source      | note                 | N1         | note                    | Note, Extra         |

There a web page has no publisher and no place, a presentation neither publisher nor site, and CSL-JSON loses
what the type has not. The site, as BibTeX's series, becomes a line of Extra, which counts when Zotero cites.
`date` comes last: it alone has the day, and Zotero adds the month to what it has read before.

The quotation is the abstract, the one field of running text that every manager shows beside a record, finds
by search, and leaves out of a bibliography. The paragraph is a note: RIS has SP for it, but managers read
that as a page and would print "p. 14", and BibTeX's pages likewise; a locator belongs to the citation, not
to the work. Text is UTF-8 with LaTeX's special signs escaped and braces always in pairs.

A question is the work of the journalist whom the source names, or of an unidentified one, never of the
person asked. An organisation, or a name without parts, is one piece in each format.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace
from datetime import date

from ..archive.model import Transcript
from ..catalogue import message, say
from ..data.person_names import Name
from ..text.words import MONTHS
from .citations import ADDRESS
from .works import Work

GENRE = message("News conference transcript")
#: What a form leaves blank beside the address: the anchors of the passages, their numbers (Para. 14), their
#: words, and the day on which they are read, as each format writes it.
ANCHORS, PARAGRAPHS, WORDS = "⟦anchors⟧", "⟦paragraphs⟧", "⟦words⟧"
TODAY_ISO, TODAY_RIS = "⟦today-iso⟧", "⟦today-ris⟧"


@dataclass(frozen=True)
class BibliographyItem:
    """A work for reference managers, before it has a format.

    `paragraph` and `quotation` are None for a whole transcript; `source` is the address of the text where its
    publisher gave it out, if that is known. Where `dated`, a blank is left for the day on
    which it is read.
    """

    id: str
    authors: tuple[Name, ...]
    title: str
    genre: str
    place: str
    publisher: str
    site: str
    day: date
    url: str
    language: str | None
    source: str | None = None
    paragraph: str | None = None
    quotation: str | None = None
    dated: bool = False

    @property
    def note(self) -> str | None:
        """What has no field of its own: the paragraph, and where the text is from."""
        parts = [self.paragraph, f"{say('Source:')} {self.source}" if self.source else None]
        return ". ".join(filter(None, parts)) or None


def build_item(transcript: Transcript, work: Work, url: str) -> BibliographyItem:
    """A whole transcript as an item, as `transcript_work` has it."""
    author = Name("", work.questioner or say("Unidentified journalist"))
    return BibliographyItem(
        id=f"transcript-{transcript.slug}",  # a letter comes first, which some readers of BibTeX insist on
        authors=work.authors or (author,),
        title=one_line(work.title),
        genre=say(GENRE) if work.authors else _name_question(work.asked),
        place=one_line(work.place),
        publisher=one_line(transcript.record.source.publisher),
        site=one_line(work.site),
        day=date(work.year, work.month, work.day),
        url=url,
        language=transcript.record.source.tag,
        source=work.source,
    )


def _name_question(asked: str | None) -> str:
    if asked:
        return say("Question to {speaker} at a news conference", speaker=asked)
    return say("Question at a news conference")


def build_item_form(transcript: Transcript, work: Work) -> BibliographyItem:
    """The form of an item, for every passage of a work or for a whole transcript."""
    item = replace(build_item(transcript, work, ADDRESS), dated=True)
    if not work.part:
        return item
    return replace(item, id=f"{item.id}-{ANCHORS}", paragraph=PARAGRAPHS, quotation=WORDS)


def render_item(item: BibliographyItem) -> dict[str, str]:
    """An item in each format."""
    return {"bibtex": render_bibtex(item), "ris": render_ris(item), "csl": render_csl_json(item)}


def one_line(text: str) -> str:
    """The text without anything that some reader takes for the end of a line; other spaces stay."""
    return re.sub(r"[\t\n\v\f\r\x1c-\x1e\x85\u2028\u2029]+", " ", text).strip()


# --- BibTeX ------------------------------------------------------------------------------------------


def render_bibtex(entry: BibliographyItem) -> str:
    """The record in BibTeX, as one @techreport."""
    fields = [
        ("author", _braced(" and ".join(_bibtex_name(name) for name in entry.authors))),
        ("title", _braced(_braced(escape_latex(entry.title)))),  # the inner pair keeps its capitals
        ("type", _braced(escape_latex(entry.genre))),
        ("institution", _braced(escape_latex(entry.publisher))),
        ("address", _braced(escape_latex(entry.place))),
        ("series", _braced(escape_latex(entry.site))),
        ("month", MONTHS[entry.day.month - 1][:3].lower()),
        ("year", _braced(str(entry.day.year))),
        ("url", _braced(entry.url.replace("{", "%7B").replace("}", "%7D"))),
        ("urldate", _braced(TODAY_ISO) if entry.dated else None),
        ("language", _braced(entry.language) if entry.language else None),
        ("note", _braced(escape_latex(entry.note)) if entry.note else None),
        ("abstract", _braced(escape_latex(entry.quotation)) if entry.quotation else None),
        ("date", _braced(entry.day.isoformat())),
    ]
    lines = ",\n".join(f"  {name} = {value}" for name, value in fields if value)
    return f"@techreport{{{entry.id},\n{lines}\n}}\n"


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
    """The text as LaTeX prints it letter for letter, its braces in pairs.

    The pages' script has the same rule (links/forms.js); the cases are in tests/cases/latex.json.
    """
    return "{}".join(part.translate(_LATEX_TABLE) for part in _LIGATURE.split(text))


# --- RIS ---------------------------------------------------------------------------------------------


def render_ris(entry: BibliographyItem) -> str:
    """The record in RIS, its lines ended by CR LF as the format demands."""
    fields = [
        ("TY", "RPRT"),
        ("ID", entry.id),
        *(("AU", _ris_name(name)) for name in entry.authors),
        ("TI", entry.title),
        ("T2", entry.site),
        ("M3", entry.genre),
        ("PB", entry.publisher),
        ("CY", entry.place),
        ("PY", str(entry.day.year)),
        ("DA", f"{entry.day:%Y/%m/%d}/"),
        ("UR", entry.url),
        ("Y2", TODAY_RIS if entry.dated else None),
        ("LA", entry.language),
        ("AB", entry.quotation),
        ("N1", entry.note),
        ("ER", ""),
    ]
    return "".join(f"{tag}  - {value}\r\n" for tag, value in fields if value is not None)


def _ris_name(name: Name) -> str:
    """A name as Family, Given, Suffix; RIS forbids an asterisk in it, and parts a name at each comma."""
    parts = [name.surname, name.given, name.suffix] if name.given else [name.full]
    return ", ".join(one_line(part).replace("*", "").replace(",", "") for part in parts if part)


# --- CSL-JSON ----------------------------------------------------------------------------------------


def render_csl_json(entry: BibliographyItem) -> str:
    """The record in CSL-JSON 1.0.2, a list of one item."""
    day = entry.day
    item = {
        "id": entry.id,
        "type": "report",
        "author": [_csl_name(name) for name in entry.authors],
        "title": entry.title,
        "genre": entry.genre,
        "event-title": say("News conference"),
        "event-place": entry.place,
        "publisher": entry.publisher,
        "collection-title": entry.site,
        "issued": {"date-parts": [[day.year, day.month, day.day]]},
        "URL": entry.url,
        "accessed": {"raw": TODAY_ISO} if entry.dated else None,
        "language": entry.language,
        "abstract": entry.quotation,
        "note": entry.note,
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
