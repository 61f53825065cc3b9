"""One small conference with everybody who can speak at one: `tests/people`.

A chair, an organisation, a journalist whom the label names, two who speak at once, two of one family name,
a host, and one who speaks through an interpreter.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from corpus import TESTS, build_questions, list_passages, list_problems, make_project, render_files
from lxml import html
from ontherecord.archive.build import build_archive
from ontherecord.archive.model import Archive, Transcript
from ontherecord.archive.name_index import build_names
from ontherecord.cli import main
from ontherecord.exports.citations import NUMBER, cite_passage, show_text
from ontherecord.exports.lexicon import JOURNALIST, Lexicon
from ontherecord.exports.search_records import build_records
from ontherecord.exports.works import cite_speaker

SLUG = "2033-02-01-quay"

#: Every passage: its kind, who speaks, what it is about, and from which passage it has that.
READING = """
p1  | statement | Olga Berg               |        |
p2  | statement | Press Service           | bridge |
p3  | statement | Press Service           | bridge | p2
p4  | question  | Dov Amit (Radio Nine)   | bridge |
p5  | statement | Olga Berg               |        |
p6  | answer    | Mira Holt and Dan Reyes | bridge | p4
p7  | answer    | Mira Holt and Dan Reyes | bridge | p6
p8  | statement | Olga Berg               |        |
p9  | question  | Luis Reyes              | ferry  |
p10 | answer    | Wang Yi                 | ferry  | p9
p11 | question  | Ann Lund                | ferry  |
p12 | answer    | Mira Holt               | ferry  | p11
p13 | statement | Ann Lund                |        |
"""


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = make_project(TESTS / "people", tmp_path_factory.mktemp("people") / "project")
    (root / "data" / "published.txt").touch()
    assert main(["accept", "--root", str(root), "--date", "2033-02-02"]) == 0
    assert list_problems(root) == []
    return root


@pytest.fixture(scope="module")
def archive(project: Path) -> Archive:
    archive, problems = build_archive(project)
    assert archive, problems
    return archive


@pytest.fixture(scope="module")
def transcript(archive: Archive) -> Transcript:
    return archive.transcripts[0]


@pytest.fixture(scope="module")
def page(archive: Archive) -> html.HtmlElement:
    files = {file.path: file.content for file in render_files(archive, "https://example.org/")}
    text = files[f"transcripts/{SLUG}/index.md"]
    return html.document_fromstring(text.decode())


def test_each_passage_is_by_who_spoke_it_and_about_what_it_goes_on_about(
    archive: Archive, transcript: Transcript
) -> None:
    rows = [[cell.strip() for cell in line.split("|")] for line in READING.strip().splitlines()]
    found = []
    for passage in transcript.passages:
        turn = transcript.turn_of(passage)
        sources = [item.source or "" for item in passage.assignments if item.topic in passage.about]
        name = archive.name_speaker(turn)
        found.append([passage.anchor, turn.turn.kind.value, name, "".join(passage.about), "".join(sources)])
    assert found == rows


def test_a_chair_stands_within_the_exchange(transcript: Transcript) -> None:
    parts = [(part.number, [passage.number for passage in part.passages]) for part in transcript.parts]
    assert parts == [
        (None, ["1"]),
        (None, ["2", "3"]),
        (1, ["4", "5", "6", "7", "8"]),
        (2, ["9", "10"]),
        (3, ["11", "12", "13"]),
    ]


def test_questions_say_who_put_them_and_what_followed(archive: Archive) -> None:
    found = {
        item.passage.anchor: (item.asked_by, item.asked, [one.anchor for one in item.followed_by])
        for item in build_questions(archive)[SLUG]
    }
    assert found == {
        # "Mr Reyes" may be either of two who are there.
        "p4": ("Dov Amit (Radio Nine)", None, ["p6", "p7"]),
        "p9": ("Luis Reyes", None, ["p10"]),
        "p11": ("Ann Lund", None, ["p12"]),
    }


def test_a_family_name_of_two_names_neither_of_them(transcript: Transcript) -> None:
    assert [passage.entities for passage in transcript.passages if "Mr Reyes" in passage.text] == [(), ()]


def test_the_data_name_who_speaks_and_all_who_speak_at_once(archive: Archive) -> None:
    rows = {row.anchor: (row.speaker, row.speakers) for row in list_passages(archive)}
    assert rows["p2"] == ("press-service", ())
    assert rows["p4"] == (None, ())
    assert rows["p6"] == (None, ("mira-holt", "dan-reyes"))
    assert rows["p10"] == ("wang-yi", ())


def test_a_search_finds_words_said_together_under_each_name(archive: Archive) -> None:
    records = {
        record.url.split()[0].partition("#")[2]: record for record in build_records(archive, Lexicon(archive))
    }
    assert records["p6"].facets["speaker"] == ("mira-holt", "dan-reyes")
    assert records["p4"].facets["speaker"] == (JOURNALIST,)
    assert records["p4"].title == "Dov Amit (Radio Nine)"


def test_a_name_s_page_counts_what_was_said_together(archive: Archive) -> None:
    names = build_names(archive)
    said = {entity: index.said for entity, index in names.items()}
    assert said["mira-holt"] == 3
    assert said["dan-reyes"] == 2
    assert said["wang-yi"] == 1
    assert [person.role for _, person in names["mira-holt"].roles] == ["Minister"]


@pytest.mark.parametrize(
    ("anchor", "style", "begins", "in_text"),
    [
        ("p2", "apa", "Press Service. (2033", "(Press Service, 2033, para. 2)"),
        ("p4", "chicago-notes", "Dov Amit (Radio Nine), question, “", ""),
        ("p4", "chicago-author-date", "Dov Amit (Radio Nine). 2033. ", "(Dov Amit 2033, para. 4)"),
        ("p6", "apa", "Holt, M., & Reyes, D. (2033", "(Holt & D. Reyes, 2033, para. 6)"),
        ("p6", "oscola", "Mira Holt and Dan Reyes, ‘", ""),
        ("p9", "mla", "Reyes, Luis. “", "(L. Reyes, par. 9)"),
        ("p10", "chicago-author-date", "Wang Yi. 2033. ", "(Wang 2033, para. 10)"),
    ],
)
def test_citations(
    archive: Archive, transcript: Transcript, anchor: str, style: str, begins: str, in_text: str
) -> None:
    passage = next(item for item in transcript.passages if item.anchor == anchor)
    cited = [
        show_text(item.html.replace(NUMBER, passage.number))
        for item in cite_passage(archive, transcript, transcript.turn_of(passage), "Toy")[style]
    ]
    assert cited[0].startswith(begins)
    assert in_text in cited[-1]


def test_the_short_citation_names_who_asks(archive: Archive, transcript: Transcript) -> None:
    shown = {turn.passages[0].anchor: cite_speaker(archive, turn) for turn in transcript.turns}
    assert shown["p4"] == "Dov Amit (Radio Nine), question"
    assert shown["p6"] == "Mira Holt and Dan Reyes"
    assert shown["p9"] == "Luis Reyes"


def test_the_page_shows_who_speaks_and_how(page: html.HtmlElement) -> None:
    heads = {
        turn.xpath("string(.//p[@data-passage]/@id)"): " ".join(turn.xpath("string(p)").split())
        for turn in page.xpath("//div[starts-with(@class, 'turn ')]")
    }
    assert heads["p4"] == "Dov Amit (Radio Nine) Question"
    assert heads["p6"] == "Mira Holt and Dan Reyes Answer"
    assert heads["p10"] == "Wang Yi Answer through an interpreter"
    facts = [" ".join(row.text_content().split()) for row in page.xpath("//dl[@class='facts']//dd")]
    assert facts.count("Mira Holt, Minister") == 1
    assert facts.count("Wang Yi, Minister") == 1


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("{speaker: wang-yi, role: Minister}", "{speaker: wang-yi}", "missing key 'role'"),
        ("interprets: wang-yi", "chairs: true", "missing key 'speaker'"),
        ("interprets: wang-yi", "interprets: wang-y", "did you mean 'wang-yi'?"),
        ("[mira-holt, dan-reyes]", "[mira-holt, mira-holt]", "stands twice"),
        ("[mira-holt, dan-reyes]", "[mira-holt, dan-reye]", "did you mean 'dan-reyes'?"),
        ("chairs: true", "chairs: true, asks: true", "does not ask"),
        (
            "place: Selwyn",
            "place: Selwyn\ndecisions: [{passage: p7-p6, about: [ferry], reason: x}]",
            "'p6-p7'",
        ),
        ("place: Selwyn", "place: Selwyn\ndecisions: [{exchange: 4, about: [ferry], reason: x}]", "has 3"),
        ("place: Selwyn", "place: Selwyn\ndecisions: [{about: [ferry], reason: x}]", "give one of them"),
    ],
)
def test_mistakes_are_told(project: Path, tmp_path: Path, old: str, new: str, says: str) -> None:
    shutil.copytree(project / "data", tmp_path / "data")
    record = tmp_path / "data" / "transcripts" / SLUG / "record.yml"
    text = record.read_text(encoding="utf-8")
    assert text.count(old) == 1
    record.write_text(text.replace(old, new), encoding="utf-8")
    assert any("record.yml" in problem and says in problem for problem in list_problems(tmp_path))


@pytest.mark.parametrize(
    ("decisions", "about"),
    [
        ("{passage: p6-p7, about: [ferry], reason: x}", {"p4": "bridge", "p6": "ferry", "p7": "ferry"}),
        ("{exchange: 1, about: [ferry], reason: x}", {"p4": "bridge ferry", "p6": "ferry", "p8": "ferry"}),
        # The narrower has the last word, and what follows it goes on from there.
        (
            "{exchange: 1, remove: [bridge], reason: x}, {passage: p4, about: [bridge], reason: y}",
            {"p4": "bridge", "p6": "", "p7": ""},
        ),
    ],
)
def test_decisions_on_ranges_and_exchanges(
    project: Path, tmp_path: Path, decisions: str, about: dict[str, str]
) -> None:
    shutil.copytree(project / "data", tmp_path / "data")
    record = tmp_path / "data" / "transcripts" / SLUG / "record.yml"
    text = record.read_text(encoding="utf-8")
    keep = ", {passage: p6-p7, procedural: true, reason: z}" if "" in about.values() else ""
    record.write_text(f"{text}decisions: [{decisions}{keep}]\n", encoding="utf-8")
    archive, problems = build_archive(tmp_path)
    assert archive, problems
    found = {passage.anchor: " ".join(passage.about) for passage in archive.transcripts[0].passages}
    assert {anchor: found[anchor] for anchor in about} == about
