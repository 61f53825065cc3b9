"""Names of every build in every citation style and reference file: a table, a name a block.

Each line of a block is a style and how the name begins there; `text` is the reference in the running text.
"""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date

import pytest
from ontherecord.data.definitions import Entity, EntityKind
from ontherecord.data.person_names import Name, find_doubt, split_name, tell_apart
from ontherecord.exports import bibliography
from ontherecord.exports.bibliography import BibliographyItem
from ontherecord.exports.citations import cite_work, show_text
from ontherecord.exports.manuals import MANUALS
from ontherecord.exports.works import Work

SAMUEL = Name("Samuel", "King", suffix="Jr.")
MARIA = Name("María", "Cruz Ñuñez", particles="de la")
WANG = Name("Yi", "Wang", family_first=True)
STAFFAN = Name("Staffan", "Mistura", particles="de")
HO = Name("Chí Minh", "Hồ", family_first=True)
SINGLE = Name("", "Björk")
OFFICE = Name("", "The White House")
LOCAL = Name("毅", "王", family_first=True)

TABLE: dict[str, tuple[Name, dict[str, str]]] = {
    "Samuel King Jr.": (
        SAMUEL,
        {
            "chicago-notes": "Samuel King Jr., “",
            "chicago-author-date": "King, Samuel, Jr. 2031. ",
            "apa": "King, S., Jr. (2031",
            "mla": "King, Samuel, Jr. “",
            "harvard": "King, S., Jr. (2031)",
            "oscola": "Samuel King Jr., ‘",
            "text": "King",
            "bibtex": "King, Jr., Samuel",
            "ris": "King, Samuel, Jr.",
            "csl": '{"family": "King", "given": "Samuel", "suffix": "Jr."}',
            "index": "King, Samuel, Jr.",
        },
    ),
    "María de la Cruz Ñuñez": (
        MARIA,
        {
            "chicago-notes": "María de la Cruz Ñuñez, “",
            "chicago-author-date": "de la Cruz Ñuñez, María. 2031. ",
            "apa": "de la Cruz Ñuñez, M. (2031",
            "mla": "de la Cruz Ñuñez, María. “",
            "harvard": "de la Cruz Ñuñez, M. (2031)",
            "oscola": "María de la Cruz Ñuñez, ‘",
            "text": "de la Cruz Ñuñez",
            "bibtex": "de la {Cruz Ñuñez}, María",
            "ris": "de la Cruz Ñuñez, María",
            "csl": '{"family": "Cruz Ñuñez", "given": "María", "non-dropping-particle": "de la"}',
            "index": "de la Cruz Ñuñez, María",
        },
    ),
    "Wang Yi": (
        WANG,
        {
            "chicago-notes": "Wang Yi, “",
            "chicago-author-date": "Wang Yi. 2031. ",
            "apa": "Wang, Y. (2031",
            "mla": "Wang Yi. “",
            "harvard": "Wang, Y. (2031)",
            "oscola": "Wang Yi, ‘",
            "text": "Wang",
            "bibtex": "Wang, Yi",
            "ris": "Wang, Yi",
            "csl": '{"family": "Wang", "given": "Yi"}',
            "index": "Wang Yi",
        },
    ),
    "Staffan de Mistura": (
        STAFFAN,
        {
            "chicago-notes": "Staffan de Mistura, “",
            "chicago-author-date": "de Mistura, Staffan. 2031. ",
            "apa": "de Mistura, S. (2031",
            "mla": "de Mistura, Staffan. “",
            "harvard": "de Mistura, S. (2031)",
            "oscola": "Staffan de Mistura, ‘",
            "text": "de Mistura",
            "bibtex": "de Mistura, Staffan",
            "ris": "de Mistura, Staffan",
            "csl": '{"family": "Mistura", "given": "Staffan", "non-dropping-particle": "de"}',
            "index": "de Mistura, Staffan",
        },
    ),
    "Hồ Chí Minh": (
        HO,
        {
            "chicago-notes": "Hồ Chí Minh, “",
            "chicago-author-date": "Hồ Chí Minh. 2031. ",
            "apa": "Hồ, C. M. (2031",
            "mla": "Hồ Chí Minh. “",
            "harvard": "Hồ, C.M. (2031)",
            "oscola": "Hồ Chí Minh, ‘",
            "text": "Hồ",
            "bibtex": "Hồ, Chí Minh",
            "ris": "Hồ, Chí Minh",
            "csl": '{"family": "Hồ", "given": "Chí Minh"}',
            "index": "Hồ Chí Minh",
        },
    ),
    "Björk": (
        SINGLE,
        {
            "chicago-notes": "Björk, “",
            "chicago-author-date": "Björk. 2031. ",
            "apa": "Björk. (2031",
            "mla": "Björk. “",
            "harvard": "Björk (2031)",
            "oscola": "Björk, ‘",
            "text": "Björk",
            "bibtex": "{Björk}",
            "ris": "Björk",
            "csl": '{"literal": "Björk"}',
            "index": "Björk",
        },
    ),
    "The White House": (
        OFFICE,
        {
            "chicago-notes": "The White House, “",
            "chicago-author-date": "The White House. 2031. ",
            "apa": "The White House. (2031",
            "mla": "The White House. “",
            "harvard": "The White House (2031)",
            "oscola": "The White House, ‘",
            "text": "The White House",
            "bibtex": "{The White House}",
            "ris": "The White House",
            "csl": '{"literal": "The White House"}',
            "index": "The White House",
        },
    ),
    "王毅": (
        LOCAL,
        {
            "chicago-notes": "王毅, “",
            "chicago-author-date": "王毅. 2031. ",
            "mla": "王毅. “",
            "oscola": "王毅, ‘",
            "text": "王",
            "bibtex": "王, 毅",
            "ris": "王, 毅",
            "csl": '{"family": "王", "given": "毅"}',
            "index": "王毅",
        },
    ),
}
CELLS = [(name, style) for name, (_, row) in TABLE.items() for style in row]


def make_work(*authors: Name, **changed: object) -> Work:
    work = Work(
        authors, None, "The bridge", "Bridge", 2031, 3, 4, "Selwyn", "Chancery", None, "Toy", part=True
    )
    return replace(work, **changed)  # type: ignore[arg-type]


def show(name: Name, style: str) -> str:
    entry = BibliographyItem("x", (name,), "T", "G", "P", "C", "S", date(2031, 3, 4), "https://x.org", "en")
    if style == "index":
        return name.inverted
    if style == "bibtex":
        return str(re.findall(r"author = \{(.*)\},", bibliography.render_bibtex(entry))[0])
    if style == "ris":
        return str(re.findall(r"AU  - (.*)\r", bibliography.render_ris(entry))[0])
    if style == "csl":
        author = json.loads(bibliography.render_csl_json(entry))[0]["author"][0]
        return json.dumps(author, ensure_ascii=False)
    if style == "text":
        return refer(make_work(name))["chicago-author-date"]
    return cite_entry(make_work(name), style)


def cite_entry(work: Work, style: str) -> str:
    """The first form of a style, as text."""
    return show_text(cite_work(work)[style][0].html)


def refer(work: Work) -> dict[str, str]:
    """The name in the running text, by style."""
    found = {style: cited[1].html for style, cited in cite_work(work).items() if len(cited) > 1}
    return {style: re.split(r",? 2031|, par|, “", text.strip("()"))[0] for style, text in found.items()}


@pytest.mark.parametrize(("name", "style"), CELLS)
def test_a_name_in_a_style(name: str, style: str) -> None:
    parts, row = TABLE[name]
    shown = show(parts, style)
    assert shown.startswith(row[style]) if style in {one.id for one in MANUALS} else shown == row[style]


@pytest.mark.parametrize("name", TABLE)
def test_a_name_in_its_own_order_is_the_printed_one(name: str) -> None:
    assert TABLE[name][0].full == name


@pytest.mark.parametrize("name", TABLE)
def test_the_running_text_has_the_family_name_in_every_style(name: str) -> None:
    parts, row = TABLE[name]
    assert set(refer(make_work(parts)).values()) == {row["text"]}


def test_two_of_one_family_name_are_told_apart_in_the_running_text() -> None:
    dan, luis = Name("Dan", "Reyes"), Name("Luis", "Reyes")
    apart = tell_apart([dan, luis, Name("Mira", "Holt")])
    work = make_work(dan, apart=tuple(apart.items()))
    assert set(refer(work).values()) == {"D. Reyes"}
    apart = tell_apart([dan, Name("Dora", "Reyes")])
    assert set(refer(make_work(dan, apart=tuple(apart.items()))).values()) == {"Dan Reyes"}


def test_several_authors_are_each_in_their_order() -> None:
    text = cite_entry(make_work(WANG, MARIA), "chicago-author-date")
    assert text.startswith("Wang Yi, and María de la Cruz Ñuñez. 2031.")
    text = cite_entry(make_work(WANG, OFFICE, SAMUEL), "apa")
    assert text.startswith("Wang, Y., The White House, & King, S., Jr. (2031")


# --- Which parts are certain -----------------------------------------------------------------------------


def person(name: str, **keys: object) -> Entity:
    return Entity.model_validate(
        {"id": "x", "kind": EntityKind.PERSON, "name": name, "description": "A person.", **keys}
    )


@pytest.mark.parametrize(
    ("name", "keys", "parts"),
    [
        ("Mira Holt", {}, Name("Mira", "Holt")),
        ("Сергей Лавров", {}, Name("Сергей", "Лавров")),
        ("John F. Kerry", {}, Name("John F.", "Kerry")),
        ("Björk", {}, SINGLE),
        ("Samuel King Jr.", {}, SAMUEL),
        ("Samuel King, Jr.", {}, SAMUEL),
        ("Bashar al-Assad", {}, Name("Bashar", "al-Assad")),
        # The short name says which the family name is.
        ("Wang Yi", {"short": "Mr Wang"}, WANG),
        ("Ban Ki-moon", {"short": "Mr Ban"}, Name("Ki-moon", "Ban", family_first=True)),
        ("Staffan de Mistura", {"short": "Mr de Mistura"}, STAFFAN),
        ("Gabriel García Márquez", {"short": "Mr García Márquez"}, Name("Gabriel", "García Márquez")),
        # What is declared; the rest of the name is the rest of its parts.
        ("Staffan de Mistura", {"particles": "de"}, STAFFAN),
        ("María de la Cruz Ñuñez", {"particles": "de la"}, MARIA),
        ("María de la Cruz Ñuñez", {"given": "María", "particles": "de la", "family": "Cruz Ñuñez"}, MARIA),
        ("Wang Yi", {"family_first": True}, WANG),
        ("Hồ Chí Minh", {"family_first": True}, HO),
        ("王毅", {"family": "王", "family_first": True}, LOCAL),
        ("Lin Smith", {"family_first": False}, Name("Lin", "Smith")),
        ("Johann van Goor", {"given": "Johann van"}, Name("Johann van", "Goor")),
        ("Pope Francis", {"family": "Pope Francis"}, Name("", "Pope Francis")),
    ],
)
def test_the_parts_of_a_name(name: str, keys: dict[str, object], parts: Name) -> None:
    entity = person(name, **keys)
    assert (split_name(entity), find_doubt(entity)) == (parts, None)


@pytest.mark.parametrize(
    ("name", "keys", "says"),
    [
        ("María de la Cruz Ñuñez", {}, "given: María, particles: de la, family: Cruz Ñuñez"),
        ("Staffan de Mistura", {}, "given: Staffan, particles: de, family: Mistura"),
        ("Wang Yi", {}, "family: Wang, given: Yi, family_first: true"),
        ("Hồ Chí Minh", {}, "family: Hồ, given: Chí Minh, family_first: true"),
        ("王毅", {}, "family: 王, given: 毅, family_first: true"),
        ("Ms. Holt", {}, "family: Ms. Holt"),
        ("Сергей Викторович Лавров", {}, "given: Сергей Викторович, family: Лавров"),
        ("Johann van Goor", {"short": "Mr Goor"}, "given: Johann, particles: van, family: Goor"),
        ("Wang Yi", {"family": "Wang", "given": "Yi"}, "write 'family_first: true' too"),
        ("Mira Holt", {"family": "Hold"}, "and the name is 'Mira Holt'"),
    ],
)
def test_where_the_parts_are_not_certain_the_editor_is_asked(
    name: str, keys: dict[str, object], says: str
) -> None:
    assert says in str(find_doubt(person(name, **keys)))


def test_an_organisation_has_no_parts() -> None:
    office = Entity(id="x", kind=EntityKind.ORGANISATION, name="The White House", description="An office.")
    assert (split_name(office), find_doubt(office)) == (OFFICE, None)
