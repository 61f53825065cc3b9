"""Citations: the real transcript by hand against each manual, then what must hold for any text.

`goldens/cite/*.txt` hold the forms of one passage in each style, `<i>` for italics; the other files there are
the records for reference managers. Their blanks are filled as the pages' script fills them.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from html import unescape
from itertools import chain, product
from pathlib import Path
from typing import Any

import pytest
import rispy  # type: ignore[import-untyped]
from bibtexparser.entrypoint import parse_string
from bibtexparser.middlewares import LatexDecodingMiddleware, SeparateCoAuthors
from hypothesis import given
from hypothesis import strategies as st
from ontherecord.archive.build import build_archive
from ontherecord.archive.model import Archive, Transcript
from ontherecord.data.definitions import Entity, EntityKind
from ontherecord.data.person_names import Name, split_name
from ontherecord.exports import bibliography
from ontherecord.exports import citations as cite
from ontherecord.exports.bibliography import (
    BibliographyItem,
    build_item,
    build_item_form,
    escape_latex,
    one_line,
)
from ontherecord.exports.citations import Citations, cite_passage, cite_transcript, cite_work, fill, show_text
from ontherecord.exports.data_files import export_citations
from ontherecord.exports.manuals import MANUALS, Manual, show_title
from ontherecord.exports.processor import ITALIC, ROMAN, process
from ontherecord.exports.works import Work, passage_work, transcript_work
from ontherecord.subjects.passages import Passage
from ontherecord.urls import Site
from pylatexenc.latex2text import (  # type: ignore[import-untyped]
    LatexNodes2Text,
    MacroTextSpec,
    get_default_latex_context_db,
)

ROOT = Path(__file__).parents[2]
GOLDENS = ROOT / "tests" / "goldens" / "cite"

#: Why each golden is right, checked by hand. Rule numbers only where they are certain.
REASONS = {
    "chicago-notes": """
        CMOS 18, lectures and speeches: speaker in full, “Title” in headline capitals (since the 18th
        edition prepositions of five letters have one), kind of event, place, sponsor, date, paragraph,
        medium, the site in roman, URL. The short note has the family name and the short title.
    """,
    "chicago-author-date": """
        CMOS 18: the same as an entry, family name first, the year after the author; the text has
        (Author year, para. n).
    """,
    "apa": """
        APA 7, speech transcripts (apastyle.apa.org): initials, full date, italic title in sentence capitals,
        [description of the transcript], site in the source after the publisher; para. in the text (8.13);
        without an author the bracketed description leads.
    """,
    "mla": """
        MLA 9: name in full, “Title” with every preposition small, publisher, day month year, place of
        the event (5.99); the site as second container, URL, description (5.112); par. in the text
        (appendix 1). An untitled part leads with what it is, its container in italics.
    """,
    "harvard": """
        Cite Them Right 12, by the CSL style: initials, (year), ‘Title’ as printed, the site in italics, event
        and place in italics, publisher, day and month, Available at: URL (Accessed: date).
    """,
    "oscola": """
        OSCOLA 4, FAQ on speeches: author as published, ‘Title’ (event, place, publisher, date) pinpoint
        <URL> accessed date; the site in italics as 3.4.8 has it of web pages.
    """,
}
#: The site of the goldens, and when it is read.
SITE, ADDRESS, TODAY = (
    "On the Record",
    "https://example.org/transcripts/2016-07-15-lavrov-kerry/",
    "2 May 2031",
)


@cache
def load_archive() -> Archive:
    archive, problems = build_archive(ROOT)
    assert archive, problems
    return archive


def real() -> Transcript:
    return next(item for item in load_archive().transcripts if item.slug == "2016-07-15-lavrov-kerry")


def find(anchor: str) -> Passage:
    return next(passage for passage in real().passages if passage.anchor == anchor)


def changed(**record: object) -> Transcript:
    """The real transcript with fields of its record changed."""
    return replace(real(), record=real().record.model_copy(update=record))


def cited(transcript: Transcript, anchor: str) -> Citations:
    turn = transcript.turn_of(find(anchor))
    return cite_passage(load_archive(), transcript, turn, SITE)


def show(forms: Citations, anchor: str = "") -> dict[str, dict[str, str]]:
    """By style and label, the forms filled in for a passage, as text."""
    address = f"{ADDRESS}#{anchor}" if anchor else ADDRESS
    return {
        style: {item.label: show_text(fill(item.html, address, anchor[1:], TODAY)) for item in items}
        for style, items in forms.items()
    }


# --- The real transcript -----------------------------------------------------------------------------

CASES = ("p14", "p25", "p30", "transcript")


def case_work(case: str) -> Work:
    if case == "transcript":
        return transcript_work(load_archive(), real(), SITE)
    return passage_work(load_archive(), real(), real().turn_of(find(case)), SITE)


def case_entry(case: str) -> BibliographyItem:
    if case == "transcript":
        return build_item(real(), case_work(case), ADDRESS)
    return build_item_form(real(), case_work(case))


def render_case(case: str) -> dict[str, str]:
    """The records, each blank filled as its format wants it."""
    made = bibliography.render_item(case_entry(case))
    if case == "transcript":
        return made
    values = {
        cite.ADDRESS: f"{ADDRESS}#{case}",
        bibliography.ANCHORS: case,
        bibliography.PARAGRAPHS: f"Para. {case[1:]}",
        bibliography.TODAY_ISO: "2031-05-02",
        bibliography.TODAY_RIS: "2031/05/02/",
    }
    for blank, value in values.items():
        made = {key: text.replace(blank, value) for key, text in made.items()}
    return fill_words(made, find(case).text)


def fill_words(made: Mapping[str, str], words: str) -> dict[str, str]:
    """What the pages' script does with the words of a passage in each format."""
    escaped = {"bibtex": escape_latex(one_line(words)), "ris": one_line(words)}
    escaped["csl"] = json.dumps(one_line(words), ensure_ascii=False)[1:-1]
    return {key: text.replace(bibliography.WORDS, escaped[key]) for key, text in made.items()}


def as_golden(case: str) -> str:
    anchor = "" if case == "transcript" else case
    address = f"{ADDRESS}#{anchor}" if anchor else ADDRESS
    blocks = []
    for style, items in cite_work(case_work(case)).items():
        lines = [f"{item.label}: {unescape(fill(item.html, address, anchor[1:], TODAY))}" for item in items]
        blocks.append("\n".join([f"[{style}]", *lines]))
    return "\n\n".join(blocks) + "\n"


def compare(name: str, text: str) -> None:
    if os.environ.get("UPDATE_GOLDENS"):
        (GOLDENS / name).write_text(text, encoding="utf-8")
    assert text == (GOLDENS / name).read_text(encoding="utf-8"), name


@pytest.mark.parametrize("case", CASES)
def test_every_style_is_as_its_manual_has_it(case: str) -> None:
    assert set(REASONS) == {manual.id for manual in MANUALS}
    compare(f"{case}.txt", as_golden(case))


@pytest.mark.parametrize("case", CASES)
def test_records_for_reference_managers(case: str) -> None:
    endings = {"bibtex": "bib", "ris": "ris", "csl": "json"}
    for key, text in render_case(case).items():
        compare(f"{case}.{endings[key]}", text.replace("\r\n", "\n"))


def test_every_passage_has_every_style() -> None:
    forms = export_citations(load_archive(), real(), Site(SITE))
    assert list(forms["passages"]) == [passage.anchor for passage in real().passages]  # type: ignore[call-overload]
    assert len(forms["forms"]) == 4  # type: ignore[arg-type]  # the transcript, the speaker, two of the journalists
    for anchor in ("p1", "p14", "p37"):
        shown = show(cited(real(), anchor), anchor)
        assert list(shown) == [manual.id for manual in MANUALS]
        for labelled in shown.values():
            assert any(re.search(rf"\bpara?\.? {anchor[1:]}\b", text) for text in labelled.values())
            assert any(f"/#{anchor}" in text for text in labelled.values())


def test_several_passages_are_cited_as_paragraphs() -> None:
    labels = {
        style: re.findall(r"\bpara?s?\.?(?= ⟦)", item.several)
        for style, items in cited(real(), "p14").items()
        for item in items
        if item.several
    }
    assert labels == {
        "chicago-notes": ["paras."],
        "chicago-author-date": ["paras."],
        "apa": ["paras."],
        "mla": ["pars."],
        "harvard": ["paras"],
        "oscola": ["paras"],
    }


def test_the_site_is_named_wherever_a_work_is_given_in_full() -> None:
    for case in CASES:
        for style, items in cite_work(case_work(case)).items():
            full = [item for item in items if cite.ADDRESS in item.html]
            assert full, style
            assert all(SITE in item.html and "Ministry of Foreign Affairs" in item.html for item in full)


def test_the_source_s_own_address_is_given_where_it_is_known() -> None:
    address = "https://www.example.net/news?id=1_a"
    known = changed(source=real().record.source.model_copy(update={"url": address}))
    entry = show(cited(known, "p14"), "p14")["mla"]["Works cited"]
    assert f", 15 July 2016, Moscow, {address}. On the Record, {ADDRESS}#p14. News" in entry
    work = passage_work(load_archive(), known, known.turn_of(find("p14")), SITE)
    made = bibliography.render_item(build_item_form(known, work))
    assert f"N1  - ⟦paragraphs⟧. Source: {address}\r\n" in made["ris"]
    assert json.loads(made["csl"])[0]["note"] == f"⟦paragraphs⟧. Source: {address}"
    assert "note = {⟦paragraphs⟧. Source: https://www.example.net/news?id=1\\_a}" in made["bibtex"]


def test_a_question_is_never_the_speakers() -> None:
    questions = [passage for passage in real().passages if real().turn_of(passage).turn.speaker is None]
    assert {passage.anchor for passage in questions} == {"p23", "p25", "p31", "p32"}
    for passage in questions:
        for labelled in show(cited(real(), passage.anchor), passage.anchor).values():
            for said in labelled.values():
                assert said.lstrip("([").startswith("Unidentified journalist")
        entry = case_entry(passage.anchor)
        assert entry.authors == (Name("", "Unidentified journalist"),)
        assert entry.genre.startswith("Question")


def test_an_access_date_is_left_to_the_reader_where_a_manual_demands_it() -> None:
    having = {style for style, items in cited(real(), "p14").items() if cite.TODAY in items[0].html}
    assert having == {"harvard", "oscola"}


# --- One run of the processor for many passages ------------------------------------------------------


def sampled_works() -> Iterator[tuple[str, Work]]:
    for case in ("p14", "p25", "p31"):
        yield case, case_work(case)
    whole = case_work("transcript")
    yield "transcript", whole
    for authors in (*((author,) for author in AUTHORS), AUTHORS[:2], AUTHORS[2:6], AUTHORS[::-1]):
        yield " and ".join(author.full for author in authors), replace(whole, authors=authors)


#: Names whose initials, particles and stops the styles treat each in a way of its own.
AUTHORS = (
    Name("Sergey", "Lavrov"),
    Name("Jean-Claude", "Juncker"),
    Name("", "Ban Ki-moon"),
    Name("J. P.", "Mistura", particles="de"),
    Name("Émile", "O’Neil", suffix="Jr."),
    Name("Ali van", "al-Assad"),
)


def test_filling_in_equals_running_the_processor() -> None:
    for (name, work), manual in product(sampled_works(), MANUALS):
        title, short = (show_title(manual, text, True) for text in (work.title, work.short_title))
        titled = replace(work, title=title, short_title=short)
        for use, form in zip(manual.uses, cite_work(work)[manual.id], strict=True):
            made = process(use, manual, titled, ADDRESS, "14", TODAY)
            filled = unescape(fill(form.html, ADDRESS, "14", TODAY))
            assert filled.replace("<i>", ITALIC).replace("</i>", ROMAN) == made, (name, manual.id, use.label)


def test_the_processor_does_not_run_again_for_another_transcript_of_the_month() -> None:
    for case in ("p14", "transcript"):
        cite_work(case_work(case))
    before = process.cache_info().misses
    day = real().record.date.replace(day=31)
    other = changed(title="Another title", short_title="Another", place="Vienna", date=day)
    cited(other, "p14")
    cite_transcript(load_archive(), other, "Another site")
    assert process.cache_info().misses == before


# --- Titles and names --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("style", "title", "expected"),
    [
        ("apa", "Remarks on a ceasefire", "Remarks on a ceasefire"),
        ("oscola", "Remarks on a ceasefire", "Remarks on a Ceasefire"),
        ("chicago-notes", "Remarks during talks with the US", "Remarks During Talks with the US"),
        ("mla", "Remarks during talks with the US", "Remarks during Talks with the US"),
        ("mla", "On what we came for", "On What We Came For"),
        ("mla", "Syria: the road to peace", "Syria: The Road to Peace"),
        (
            "mla",
            "Talks with Staffan de Mistura and Bashar al-Assad",
            "Talks with Staffan de Mistura and Bashar al-Assad",
        ),
        ("mla", "One-on-one talks on de-escalation", "One-on-One Talks on De-escalation"),
        ("mla", "Answers (in full) to “frozen” questions", "Answers (in Full) to ‘Frozen’ Questions"),
        ("oscola", "Answers on the “road map”", "Answers on the “Road Map”"),
        ("mla", "eBay and iPhone", "eBay and iPhone"),
    ],
)
def test_titles(style: str, title: str, expected: str) -> None:
    assert show_title(find_manual(style), title, True) == expected


def test_titles_of_other_languages_keep_their_capitals() -> None:
    assert show_title(find_manual("mla"), "Выступление министра", False) == "Выступление министра"


def find_manual(style: str) -> Manual:
    return next(manual for manual in MANUALS if manual.id == style)


@pytest.mark.parametrize(
    ("name", "short", "expected"),
    [
        ("Sergey Lavrov", "Mr Lavrov", Name("Sergey", "Lavrov")),
        ("Staffan de Mistura", "Mr de Mistura", Name("Staffan", "Mistura", particles="de")),
        ("Maria Zakharova", None, Name("Maria", "Zakharova")),
        ("Ban Ki-moon", "Mr Ban", Name("Ki-moon", "Ban", family_first=True)),
        ("Spokesperson", None, Name("", "Spokesperson")),
    ],
)
def test_names(name: str, short: str | None, expected: Name) -> None:
    entity = Entity(id="x", kind=EntityKind.PERSON, name=name, short=short, description="A person.")
    assert split_name(entity) == expected


def test_where_nobody_s_words_are_given_the_publisher_is_the_author() -> None:
    questions = [part for part in real().parts if part.number is not None]
    silent = [replace(part, turns=part.turns[:1]) for part in questions]
    styles = show(cite_transcript(load_archive(), replace(real(), parts=tuple(silent)), SITE))
    assert styles["apa"]["Reference list"].startswith(
        "Ministry of Foreign Affairs of the Russian Federation. (2016, July 15)."
    )
    assert all(text.count("Ministry") == 1 for labelled in styles.values() for text in labelled.values())


def test_a_title_that_ends_a_sentence_needs_no_full_stop() -> None:
    styles = show(cited(changed(title="Who is asking?"), "p14"), "p14")
    assert "“Who Is Asking?” Ministry" in styles["mla"]["Works cited"]
    assert "“Who Is Asking?” News conference" in styles["chicago-author-date"]["Reference list"]
    assert "“Who Is Asking?,” news conference" in styles["chicago-notes"]["Note"]
    assert "“Who Is Asking?” News conference" in styles["chicago-notes"]["Bibliography"]
    assert "‘Who is asking?’, On the Record. " in styles["harvard"]["Reference list"]


# --- Any text ----------------------------------------------------------------------------------------

SIGNS = "&<>{}%\\\"'`~^_#$|@,;:.?!-–—’“”‘*[]()= aZжЖéعربي中\u0301\u00a0"
PIECES = ["</i>", "<b", "--", "``", "''", "ER  - ", "\\begin{x}", "ﬁ", "9333339", "\ue003"]
HOSTILE = st.lists(st.sampled_from([*SIGNS, *PIECES]), min_size=1, max_size=40).map("".join).filter(str.strip)


@given(title=HOSTILE, place=HOSTILE)
def test_hostile_words_stay_words_in_html(title: str, place: str) -> None:
    transcript = changed(title=title, place=place, short_title=title)
    for citation in chain(*cite_transcript(load_archive(), transcript, place).values()):
        assert set(re.findall(r"<[^>]*>?", citation.html)) <= {"<i>", "</i>"}
        assert cite.ADDRESS not in citation.html or place in show_text(citation.html)


@given(title=HOSTILE, text=HOSTILE)
def test_records_survive_strict_readers(title: str, text: str) -> None:
    form = build_item_form(changed(title=title), replace(case_work("p14"), title=" ".join(title.split())))
    made = fill_words(bibliography.render_item(form), text)
    title, text = " ".join(title.split()), one_line(text)
    paragraphs = bibliography.PARAGRAPHS
    assert read_bibtex(made["bibtex"]) == (title, text, "Lavrov, Sergey", "July", paragraphs)
    assert read_ris(made["ris"]) == (title, text, "Lavrov, Sergey", "2016/07/15/", paragraphs)
    item = read_csl(made["csl"])
    assert (item["title"], item["abstract"], item["note"]) == (title, text, paragraphs)


#: Names of LaTeX's own that pylatexenc does not know.
SYMBOLS = {
    "textless": "<",
    "textgreater": ">",
    "textbraceleft": "{",
    "textbraceright": "}",
    "textbar": "|",
    "textasciicircum": "^",
    "textbackslash": "\\",
}


def read_latex(value: str) -> str:
    context = get_default_latex_context_db()
    macros = [MacroTextSpec(name, simplify_repl=sign) for name, sign in SYMBOLS.items()]
    context.add_context_category("symbols", prepend=True, macros=macros)
    return str(LatexNodes2Text(latex_context=context, keep_braced_groups=False).latex_to_text(value))


def read_bibtex(text: str) -> tuple[str, ...]:
    """Title, abstract, author, month and note as bibtexparser and pylatexenc read them."""
    library = parse_string(text)
    assert not library.failed_blocks
    assert len(library.blocks) == 1
    (record,) = library.entries
    assert record.entry_type == "techreport"
    assert re.fullmatch(r"[a-z][a-z0-9-]*", record.key.removesuffix(bibliography.ANCHORS))
    fields = {item.key: str(item.value) for item in record.fields}
    month = {"jul": "July"}[fields["month"]]
    read = {name: read_latex(value) for name, value in fields.items() if name != "url"}
    return read["title"], read["abstract"], read["author"], month, read["note"]


def read_ris(text: str) -> tuple[str, ...]:
    """Title, abstract, author, date and note as rispy reads them."""
    assert text.startswith("TY  - RPRT\r\n")
    assert text.endswith("\r\nER  - \r\n")
    assert all(re.match(r"[A-Z][A-Z0-9]  - ", line) for line in text.split("\r\n")[:-1])
    (record,) = rispy.loads(text, newline="\r\n")
    assert "unknown_tag" not in record
    (author,), (note,) = record["authors"], record["notes"]
    return record["title"], record["abstract"], author, record["date"], note


#: The fields of CSL-JSON 1.0.2 (csl-data.json of the CSL project) that records use, and their types.
CSL_FIELDS = {
    **dict.fromkeys(["id", "type", "title", "genre", "event-title", "event-place", "publisher"], str),
    **dict.fromkeys(["URL", "language", "abstract", "note", "collection-title"], str),
    "author": list,
    "issued": dict,
    "accessed": dict,
}


def read_csl(text: str) -> dict[str, Any]:
    (item,) = json.loads(text)
    assert item["type"] == "report"
    for name, value in item.items():
        assert isinstance(value, CSL_FIELDS[name])
    for author in item["author"]:
        assert set(author) in ({"family", "given"}, {"literal"})
    assert [len(parts) for parts in item["issued"]["date-parts"]] == [3]
    return dict(item)


ESCAPED = json.loads((ROOT / "tests/cases/latex.json").read_text(encoding="utf-8"))["cases"]


@pytest.mark.parametrize("case", ESCAPED, ids=[case["why"] for case in ESCAPED])
def test_words_are_escaped_for_bibtex(case: dict[str, str]) -> None:
    assert escape_latex(case["text"]) == case["latex"]


def test_a_name_in_one_piece_is_not_taken_apart() -> None:
    library = parse_string(
        bibliography.render_bibtex(case_entry("p25")), append_middleware=[SeparateCoAuthors()]
    )
    assert library.entries[0]["author"] == ["{Unidentified journalist}"]


def test_a_whole_transcript_has_no_quotation_and_no_paragraph() -> None:
    entry = case_entry("transcript")
    assert "abstract" not in bibliography.render_bibtex(entry)
    assert "AB  - " not in bibliography.render_ris(entry)
    assert not {"abstract", "note"} & json.loads(bibliography.render_csl_json(entry))[0].keys()


def test_decoding_middleware_reads_a_record_too() -> None:
    library = parse_string(render_case("p14")["bibtex"], append_middleware=[LatexDecodingMiddleware()])
    assert not library.failed_blocks
    assert library.entries[0]["abstract"] == find("p14").text
