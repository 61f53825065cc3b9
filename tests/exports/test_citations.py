"""Citations: the real transcript by hand against each manual, then what must hold for any text.

`goldens/cite/*.txt` hold the six styles of one passage, `<i>` for italics; the second line of a style is the
reference in the running text. `goldens/cite/*.{bib,ris,json}` are the records for reference managers.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from html import unescape
from itertools import product
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
from ontherecord.exports.bibliography import BibliographyItem, passage_entry, transcript_entry
from ontherecord.exports.citations import (
    ACCESS_DATE,
    PLACEHOLDER_BASE,
    STYLES,
    Citation,
    cite_passages,
    cite_transcript,
    label_paragraphs,
)
from ontherecord.subjects.passages import Passage
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
        medium before the URL.
    """,
    "chicago-author-date": """
        CMOS 18: the same as an entry, family name first, the year after the author; the text has
        (Author year, para. n).
    """,
    "apa": """
        APA 7: initials, full date, italic title in sentence capitals, [description] (9.21–22),
        publisher, event and place (9.31); para. in the text (8.13); without an author the bracketed
        description leads.
    """,
    "mla": """
        MLA 9: name in full, “Title” with every preposition small, publisher, day month year, place of
        the event (5.99), URL, description (5.112); par. in the text (appendix 1). An untitled part
        leads with what it is, its container in italics.
    """,
    "harvard": """
        Cite Them Right 12: initials, (year), ‘Title’ as printed, event and place in italics, publisher,
        day and month, Available at: URL (Accessed: date), which every web page needs.
    """,
    "oscola": """
        OSCOLA 4, 3.4.6 and its FAQ on speeches: author as published, ‘Title’ (event, place, date)
        pinpoint <URL> accessed date; no full stop but the note's last.
    """,
}


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


def cited(transcript: Transcript, anchor: str) -> Mapping[str, Citation]:
    return cite_passages(load_archive(), transcript, PLACEHOLDER_BASE)[anchor]


# --- The real transcript -----------------------------------------------------------------------------

CASES = ("p14", "p25", "p30", "transcript")


def case_citations(case: str) -> Mapping[str, Citation]:
    if case == "transcript":
        return cite_transcript(load_archive(), real(), PLACEHOLDER_BASE)
    return cited(real(), case)


def case_entry(case: str) -> BibliographyItem:
    if case == "transcript":
        return transcript_entry(load_archive(), real(), PLACEHOLDER_BASE)
    return passage_entry(load_archive(), real(), find(case), PLACEHOLDER_BASE)


def as_golden(citations: Mapping[str, Citation]) -> str:
    blocks = []
    for style in STYLES:
        citation = citations[style.id]
        blocks.append("\n".join(filter(None, [f"[{style.id}]", unescape(citation.html), citation.in_text])))
    return "\n\n".join(blocks) + "\n"


@pytest.mark.parametrize("case", CASES)
def test_every_style_is_as_its_manual_has_it(case: str) -> None:
    assert set(REASONS) == {style.id for style in STYLES}
    assert as_golden(case_citations(case)) == (GOLDENS / f"{case}.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("case", CASES)
def test_records_for_reference_managers(case: str) -> None:
    entry = case_entry(case)
    made = {
        "bib": bibliography.render_bibtex(entry),
        "ris": bibliography.render_ris(entry).replace("\r\n", "\n"),
        "json": bibliography.render_csl_json(entry),
    }
    for ending, text in made.items():
        assert text == (GOLDENS / f"{case}.{ending}").read_text(encoding="utf-8"), ending


def test_every_passage_has_every_style() -> None:
    citations = cite_passages(load_archive(), real(), PLACEHOLDER_BASE)
    assert list(citations) == [passage.anchor for passage in real().passages]
    for anchor, styles in citations.items():
        assert list(styles) == [style.id for style in STYLES]
        for citation in styles.values():
            said = citation.in_text or citation.text
            assert re.search(rf"\bpara?\.? {anchor[1:]}\b", said)
            assert f"/#{anchor}" in citation.text


def test_several_passages_are_counted_in_each_styles_own_word() -> None:
    labels = {style.id: label_paragraphs(style.id) for style in STYLES}
    assert labels.pop("mla") == ("par.", "pars.")
    assert labels.pop("oscola") == ("para", "paras")
    assert labels.pop("harvard") == ("para.", "paras")
    assert set(labels.values()) == {("para.", "paras.")}


def test_a_question_is_never_the_speakers() -> None:
    questions = [passage for passage in real().passages if real().turn_of(passage).turn.speaker is None]
    assert {passage.anchor for passage in questions} == {"p23", "p25", "p31", "p32"}
    for passage in questions:
        for citation in cited(real(), passage.anchor).values():
            for said in filter(None, (citation.text, citation.in_text[1:])):
                assert said.lstrip("[").startswith("Unidentified journalist")
        entry = passage_entry(load_archive(), real(), passage, PLACEHOLDER_BASE)
        assert entry.authors == (Name("", "Unidentified journalist"),)
        assert entry.genre.startswith("Question")


def test_an_access_date_is_left_to_the_reader_where_a_manual_demands_it() -> None:
    having = {style for style, citation in cited(real(), "p14").items() if ACCESS_DATE in citation.text}
    assert having == {"harvard", "oscola"}


def test_the_real_address_can_take_the_placeholder_s_place() -> None:
    base = "https://example.org/some/path"
    for style, citation in cite_passages(load_archive(), real(), base)["p14"].items():
        placed = cited(real(), "p14")[style]
        assert citation.text == placed.text.replace(PLACEHOLDER_BASE, f"{base}/")
        assert citation.html == placed.html.replace(PLACEHOLDER_BASE, f"{base}/")


# --- One run of the processor for many passages ------------------------------------------------------


def sampled_works() -> Iterator[tuple[str, cite.Work]]:
    archive, transcript = load_archive(), real()
    for anchor, shown in [("p14", "p14"), ("p14", "p14a"), ("p25", "p25"), ("p31", "p31c"), ("p37", "p37ab")]:
        passage = replace(find(anchor), anchor=shown)
        yield shown, cite.passage_work(archive, transcript, passage, PLACEHOLDER_BASE)
    whole = cite.transcript_work(archive, transcript, PLACEHOLDER_BASE)
    yield "transcript", whole
    for count in range(1, len(AUTHORS) + 1):
        for first in range(len(AUTHORS)):
            authors = (AUTHORS[first:] + AUTHORS[:first])[:count]
            yield f"{count} authors from {first}", replace(whole, authors=authors)


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
    for (name, work), style in product(sampled_works(), STYLES):
        titled = replace(work, title=cite.show_title(style.id, work.title, True))
        entry, in_text = cite._process(cite._MANUALS[style.id], titled)
        filled = cite._cite_in(style.id, work, english=True)
        marked = unescape(filled.html).replace("<i>", cite._ITALIC).replace("</i>", cite._ROMAN)
        assert (marked, filled.in_text) == (entry, in_text), (name, style.id)


def test_the_processor_does_not_run_again_for_another_transcript_of_the_month() -> None:
    cited(real(), "p14")
    cite_transcript(load_archive(), real(), PLACEHOLDER_BASE)
    before = cite._process_blank.cache_info().misses
    other = changed(title="Another title", place="Vienna", date=real().record.date.replace(day=31))
    cited(other, "p14")
    cite_transcript(load_archive(), other, PLACEHOLDER_BASE)
    assert cite._process_blank.cache_info().misses == before


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
    assert cite.show_title(style, title, True) == expected


def test_titles_of_other_languages_keep_their_capitals() -> None:
    assert cite.show_title("mla", "Выступление министра", False) == "Выступление министра"


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
    styles = cite_transcript(load_archive(), replace(real(), parts=tuple(silent)), PLACEHOLDER_BASE)
    assert styles["apa"].text.startswith(
        "Ministry of Foreign Affairs of the Russian Federation. (2016, July 15)."
    )
    assert all(citation.text.count("Ministry") == 1 for citation in styles.values())


def test_a_title_that_ends_a_sentence_needs_no_full_stop() -> None:
    styles = cited(changed(title="Who is asking?"), "p14")
    assert "“Who Is Asking?” Ministry" in styles["mla"].text
    assert "“Who Is Asking?” News conference" in styles["chicago-author-date"].text
    assert "“Who Is Asking?,” news conference" in styles["chicago-notes"].text
    assert "‘Who is asking?’. " in styles["harvard"].text


# --- Any text ----------------------------------------------------------------------------------------

SIGNS = "&<>{}%\\\"'`~^_#$|@,;:.?!-–—’“”‘*[]()= aZжЖéعربي中\u0301\u00a0"
PIECES = ["</i>", "<b", "--", "``", "''", "ER  - ", "\\begin{x}", "ﬁ", "9333339", "\ue003"]
HOSTILE = st.lists(st.sampled_from([*SIGNS, *PIECES]), min_size=1, max_size=40).map("".join).filter(str.strip)


@given(title=HOSTILE, place=HOSTILE)
def test_hostile_words_stay_words_in_html(title: str, place: str) -> None:
    transcript = changed(title=title, place=place)
    for citation in cite_transcript(load_archive(), transcript, PLACEHOLDER_BASE).values():
        assert set(re.findall(r"<[^>]*>?", citation.html)) <= {"<i>", "</i>"}
        assert unescape(re.sub("</?i>", "", citation.html)) == citation.text
        assert place in citation.text


@given(title=HOSTILE, text=HOSTILE)
def test_records_survive_strict_readers(title: str, text: str) -> None:
    entry = passage_entry(
        load_archive(), changed(title=title), replace(find("p14"), text=text), PLACEHOLDER_BASE
    )
    title, text = " ".join(title.split()), text.strip()
    assert read_bibtex(entry) == (title, text, "Lavrov, Sergey", "July", "Para. 14")
    assert read_ris(entry) == (title, text, "Lavrov, Sergey", "2016/07/15/", "Para. 14")
    item = read_csl(entry)
    assert (item["title"], item["abstract"], item["note"]) == (title, text, "Para. 14")


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


def read_bibtex(entry: BibliographyItem) -> tuple[str, ...]:
    """Title, abstract, author, month and note as bibtexparser and pylatexenc read them."""
    text = bibliography.render_bibtex(entry)
    library = parse_string(text)
    assert not library.failed_blocks
    assert len(library.blocks) == 1
    (record,) = library.entries
    assert record.entry_type == "misc"
    assert re.fullmatch(r"[a-z][a-z0-9-]*", record.key)
    fields = {item.key: str(item.value) for item in record.fields}
    month = {"jul": "July"}[fields["month"]]
    read = {name: read_latex(value) for name, value in fields.items() if name != "url"}
    return read["title"], read["abstract"], read["author"], month, read["note"]


def read_ris(entry: BibliographyItem) -> tuple[str, ...]:
    """Title, abstract, author, date and note as rispy reads them."""
    text = bibliography.render_ris(entry)
    assert text.startswith("TY  - ELEC\r\n")
    assert text.endswith("\r\nER  - \r\n")
    assert all(re.match(r"[A-Z][A-Z0-9]  - ", line) for line in text.split("\r\n")[:-1])
    (record,) = rispy.loads(text, newline="\r\n")
    assert "unknown_tag" not in record
    (author,), (note,) = record["authors"], record["notes"]
    return record["title"], record["abstract"], author, record["date"], note


#: The fields of CSL-JSON 1.0.2 (csl-data.json of the CSL project) that records use, and their types.
CSL_FIELDS = {
    **dict.fromkeys(["id", "type", "title", "genre", "event-title", "event-place", "publisher"], str),
    **dict.fromkeys(["URL", "language", "abstract", "note"], str),
    "author": list,
    "issued": dict,
}


def read_csl(entry: BibliographyItem) -> dict[str, Any]:
    (item,) = json.loads(bibliography.render_csl_json(entry))
    assert item["type"] == "speech"
    for name, value in item.items():
        assert isinstance(value, CSL_FIELDS[name])
    for author in item["author"]:
        assert set(author) in ({"family", "given"}, {"literal"})
    assert [len(parts) for parts in item["issued"]["date-parts"]] == [3]
    assert item["URL"].startswith(PLACEHOLDER_BASE)
    return dict(item)


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
    library = parse_string(
        bibliography.render_bibtex(case_entry("p14")), append_middleware=[LatexDecodingMiddleware()]
    )
    assert not library.failed_blocks
    assert library.entries[0]["abstract"] == find("p14").text
