"""An archive after a second and a third transcript, which came through `ontherecord add`.

One is a Word file of a briefing in 2034, with labels in capitals and questions marked `Q`; one is a Russian
text of 2027. Nobody in them speaks in the transcripts that are there before.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from corpus import TOY, list_problems, make_project, read_docs, render_files, sync
from lxml import html
from ontherecord.archive.build import build_archive
from ontherecord.cli import main
from papers import make_docx

BRIEFING, RUSSIAN = "2034-05-20-idris-okoro", "2027-09-14-rudneva-karimov"
BASE = "https://example.org/"

PAPER = [
    "Press briefing by the Harbour Authority",
    "Port Selwyn, May 20, 2034",
    "10:05 A.M.",
    "**MS. IDRIS:**  Good morning, everyone.  (Applause.)",
    "Two things today: the harbour and the sleeper.  Lena Idris and Samuel Okoro will take your questions.",
    "Q    When does the dredging end?",
    "(OFF-MIKE)",
    "**MS. IDRIS:**  In August, as I said yesterday.",
    "**DR. OKORO:**  It is a long job.",
    "**THE MODERATOR:**  The next question is Ms. Lund's.",
    "**QUESTION (Ann Lund, Radio Nine):**  And the night train?  Who pays?",
    "[Crosstalk]",
    "**DR. OKORO:**  Not we.",
    "**THE MODERATOR:**  Thank you all.",
    "END  10:31 A.M.",
]
TEXT = """\
Пресс-конференция Анны Рудневой и Ильяса Каримова

Селвин, 14 сентября 2027 года

Ведущий: Добрый день. Слово Анне Рудневой.

А.Руднева: Мы договорились о гавани.

Гавань откроется весной.

И.Каримов: Ночной поезд пойдёт в мае.

Вопрос: Когда откроется гавань?

А.Руднева (отвечает первой): Весной, как я сказала.

(Смех в зале.)

Вопрос (Дарья Осина, «Волна»): А ночной поезд?

И.Каримов: Да, и он тоже.

Ведущий: Спасибо, до свидания.
"""
#: What an editor makes of the drafts.
RECORDS = {
    BRIEFING: """\
title: Press briefing by the Harbour Authority
short_title: Idris and Okoro, Port Selwyn
date: 2034-05-20
place: Port Selwyn
participants:
  - {speaker: lena-idris, role: Harbour Master, labels: [MS. IDRIS]}
  - {speaker: samuel-okoro, role: Engineer, labels: [DR. OKORO]}
  - {speaker: the-moderator, role: Moderator, labels: [THE MODERATOR], chairs: true}
question_labels: [Q, QUESTION]
source: {publisher: Harbour Authority, language: English}
decisions:
  - {passage: p1, procedural: true, reason: A greeting.}
""",
    RUSSIAN: """\
title: Пресс-конференция Анны Рудневой и Ильяса Каримова
short_title: Руднева и Каримов, Селвин
date: 2027-09-14
place: Selwyn
participants:
  - {speaker: vedushchiy, role: Moderator, labels: [Ведущий], chairs: true}
  - {speaker: a-rudneva, role: Minister for Harbours, labels: [А.Руднева]}
  - {speaker: i-karimov, role: Minister for Railways, labels: [И.Каримов]}
question_labels: [Вопрос]
source: {publisher: Канцелярия, language: Russian}
""",
}
#: Every passage: its kind, who speaks, what it is about, and from which passage it has that.
READING = {
    BRIEFING: """
p1 | statement | Lena Idris            |             |
p2 | statement | Lena Idris            | harbour night-train |
p3 | question  | Journalist            | harbour     |
p4 | answer    | Lena Idris            | harbour     | p3
p5 | answer    | Samuel Okoro          | harbour     | p3
p6 | statement | The Moderator         |             |
p7 | question  | Ann Lund (Radio Nine) | night-train |
p8 | answer    | Samuel Okoro          | night-train | p7
p9 | statement | The Moderator         |             |
""",
    RUSSIAN: """
p1 | statement | Ведущий               |             |
p2 | statement | Анна Руднева          | harbour     |
p3 | statement | Анна Руднева          | harbour     |
p4 | statement | Ильяс Каримов         | night-train |
p5 | question  | Journalist            | harbour     |
p6 | answer    | Анна Руднева          | harbour     | p5
p7 | question  | Дарья Осина («Волна») | night-train |
p8 | answer    | Ильяс Каримов         | night-train | p7
p9 | statement | Ведущий               |             |
""",
}


@pytest.fixture(scope="module")
def drafted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with both drafts, as `add` wrote them."""
    folder = tmp_path_factory.mktemp("more")
    root = make_project(TOY, folder / "project")
    (folder / "briefing.docx").write_bytes(make_docx(PAPER))
    (folder / "russian.txt").write_text(TEXT, encoding="utf-8")
    for name in ("briefing.docx", "russian.txt"):
        assert main(["add", str(folder / name), "--root", str(root)]) == 0
    return root


@pytest.fixture(scope="module")
def drafts(drafted: Path) -> dict[str, bytes]:
    """The files that `serve` shows of a project with both drafts; `build` shows neither."""
    archive, problems = build_archive(drafted)
    assert archive, problems
    assert not READING.keys() & {transcript.slug for transcript in archive.transcripts}
    assert sync(drafted, drafts=True).problems == ()
    return read_docs(drafted)


@pytest.fixture(scope="module")
def site(drafts: dict[str, bytes], drafted: Path) -> dict[str, str]:
    """The files of the site after an editor, who has seen the drafts, has completed both records."""
    assert drafts
    for slug, record in RECORDS.items():
        (drafted / f"data/transcripts/{slug}/record.yml").write_text(record, encoding="utf-8")
    entities = drafted / "data/entities.yml"
    text = entities.read_text(encoding="utf-8")
    for old, new in (("А.Руднева", "Анна Руднева"), ("И.Каримов", "Ильяс Каримов")):
        text = text.replace(f'name: "{old}"', f'name: "{new}"')
    text = re.sub(r'description: "".*', "description: Spoke in public.", text)
    entities.write_text(text.replace("    draft: true\n", ""), encoding="utf-8")
    topics = drafted / "data/topics.yml"
    text = topics.read_text(encoding="utf-8").replace(
        "- harbour\n", "- harbour\n      - гавань\n      - гавани\n"
    )
    topics.write_text(text.replace("- sleeper\n", "- sleeper\n      - ночной поезд\n"), encoding="utf-8")
    assert main(["accept", "--root", str(drafted)]) == 0
    assert list_problems(drafted) == []
    archive, _ = build_archive(drafted)
    assert archive
    return {file.path: file.text for file in render_files(archive, BASE)}


def read_page(site: dict[str, str], address: str) -> html.HtmlElement:
    return html.document_fromstring(site[f"{address}index.md"])


def say(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


def read_rows(slug: str) -> list[list[str]]:
    lines = READING[slug].strip().splitlines()
    return [[cell.strip() for cell in f"{line} |".split("|")][:5] for line in lines]


@pytest.mark.parametrize("slug", READING)
def test_a_draft_is_shown_by_serve_and_left_out_by_build(slug: str, drafts: dict[str, bytes]) -> None:
    page: html.HtmlElement = html.document_fromstring(drafts[f"transcripts/{slug}/index.md"].decode())
    assert "Draft" in [mark.text for mark in page.iter("b")]
    heads = [[say(part) for part in head[:2]] for head in page.find_class("turn-head")]
    turns = [
        [row[2].replace("Анна ", "А.").replace("Ильяс ", "И."), row[1].capitalize()]
        for row in read_rows(slug)
    ]
    assert heads == [turn for turn, before in zip(turns, [[], *turns], strict=False) if turn != before]


@pytest.mark.parametrize("slug", READING)
def test_each_passage_is_by_who_spoke_it_and_about_what_it_goes_on_about(
    slug: str, site: dict[str, str]
) -> None:
    passages = [row for row in json.loads(site["data/passages.json"]) if row["transcript"] == slug]
    topics = json.loads(site["data/topics.json"])
    sources = {
        row["passage"]: (row.get("source") or "").rpartition("/")[2]
        for topic in topics
        for row in topic["assignments"]
    }
    page = read_page(site, f"transcripts/{slug}/")
    names = {
        words.get("id"): say(turn.find_class("turn-head")[0][0])
        for turn in page.find_class("turn")
        for words in turn.find_class("words")
    }
    found = [
        [row["anchor"], row["kind"], names[row["anchor"]], " ".join(row["about"]), sources.get(row["id"], "")]
        for row in passages
    ]
    said = {row["anchor"]: row["text"] for row in passages}
    assert {anchor: page.get_element_by_id(anchor).text_content() for anchor in said} == said
    assert found == read_rows(slug)


def test_what_nobody_spoke_stands_where_it_stood(site: dict[str, str]) -> None:
    rows = read_page(site, f"transcripts/{BRIEFING}/").xpath(
        "//*[@data-passage and @id]|//*[@class='unspoken']"
    )
    assert [row.get("id") or say(row) for row in rows] == [
        *("10:05 A.M.", "p1", "p2", "p3", "(OFF-MIKE)", "p4", "p5", "p6", "p7", "[Crosstalk]", "p8", "p9"),
        "END 10:31 A.M.",
    ]


def test_the_words_of_another_language_say_so(site: dict[str, str]) -> None:
    def spoken_in(address: str, start: str) -> set[str | None]:
        return {
            one.get("lang")
            for one in read_page(site, address).xpath(f"//p[starts-with(@data-passage, '{start}')]")
        }

    for address in (f"transcripts/{RUSSIAN}/", "topics/harbour/", "questions/"):
        assert spoken_in(address, RUSSIAN) == {"ru"}, address
    assert spoken_in(f"transcripts/{BRIEFING}/", BRIEFING) == {None}
    assert '"inLanguage": "ru"' in site[f"transcripts/{RUSSIAN}/index.md"]
    assert "LA  - ru" in site[f"transcripts/{RUSSIAN}/cite.ris"]


def test_a_topic_shows_what_was_said_of_it_in_every_year_newest_first(site: dict[str, str]) -> None:
    ids = [one.get("data-passage") for one in read_page(site, "topics/harbour/").find_class("words")]
    about = [f"{slug}/{row[0]}" for slug in READING for row in read_rows(slug) if "harbour" in row[3]]
    assert [one for one in ids if one.startswith((BRIEFING, RUSSIAN))] == about


def test_the_timeline_has_what_was_meant_by_yesterday(site: dict[str, str]) -> None:
    entry = read_page(site, "timeline/").get_element_by_id("d2034-05-19").getparent()
    assert [one.get("href") for one in entry.xpath(".//a[contains(@href, 'transcripts/')]")] == [
        f"../transcripts/{BRIEFING}/#p4"
    ]


@pytest.mark.parametrize(
    ("slug", "asked"),
    [
        (
            RUSSIAN,
            [
                ("Not addressed to anyone by name", "Когда откроется гавань?"),
                ("By Дарья Осина («Волна»)", "А ночной поезд?"),
            ],
        ),
        (
            BRIEFING,
            [
                ("Not addressed to anyone by name", "When does the dredging end?"),
                ("By Ann Lund (Radio Nine)", "And the night train?"),
                ("By Ann Lund (Radio Nine)", "Who pays?"),
            ],
        ),
    ],
)
def test_questions_stand_under_their_transcript_with_who_put_them(
    slug: str, asked: list[tuple[str, str]], site: dict[str, str]
) -> None:
    part = read_page(site, "questions/").get_element_by_id(slug).getparent().getparent()
    heads, words = part.find_class("question-to"), part.find_class("question-words")
    found = [(say(head), say(one).strip("… ")) for head, one in zip(heads, words, strict=True)]
    assert found == asked


@pytest.mark.parametrize(
    ("passage", "style", "cited"),
    [
        (f"{RUSSIAN}/p6", "apa", "Руднева, А. (2027, September 14)."),
        (
            f"{RUSSIAN}/p6",
            "chicago-notes",
            "Анна Руднева, “Пресс-конференция Анны Рудневой и Ильяса Каримова,”",
        ),
        (f"{RUSSIAN}/p7", "mla", "Дарья Осина («Волна»), question."),
        (f"{BRIEFING}/p5", "harvard", "Okoro, S. (2034)"),
        (f"{BRIEFING}/p7", "chicago-notes", "Ann Lund (Radio Nine), question,"),
    ],
)
def test_each_is_cited_by_name(passage: str, style: str, cited: str, site: dict[str, str]) -> None:
    slug, anchor = passage.split("/")
    citations = json.loads(site[f"data/citations/{slug}.json.gz"])
    forms = citations["forms"][citations["passages"][anchor]]["cite"][style]
    assert cited in {say(html.fromstring(f"<p>{form['html']}</p>"))[: len(cited)] for form in forms}


def test_everybody_who_spoke_has_a_page_with_the_words(site: dict[str, str]) -> None:
    listed = {one.get("href") for one in read_page(site, "names/").xpath("//a")}
    for entity in ("lena-idris", "samuel-okoro", "a-rudneva", "i-karimov"):
        assert f"{entity}/" in listed
        slug = BRIEFING if entity in ("lena-idris", "samuel-okoro") else RUSSIAN
        assert f"../../transcripts/{slug}/" in site[f"names/{entity}/index.md"]
