"""`ontherecord add`: a file that people have becomes a draft; what is written and printed, golden."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from corpus import (
    GOLDENS,
    HOW_TO_UPDATE,
    TOY,
    compare_with_golden,
    copy_data,
    list_problems,
    make_project,
    read_docs,
    sync,
)
from ontherecord.archive import intake as intake_module
from ontherecord.archive.build import build_archive
from ontherecord.archive.cast_proposal import find_person
from ontherecord.cli import main
from ontherecord.data.definitions import EntitiesFile, Record
from ontherecord.data.drafts import BLANK
from ontherecord.data.yamlfile import load_yaml
from papers import make_docx

GAGGLE = """\
Press gaggle by Mira Holt

March 4, 2031

East Room

4:40 P.M. EST

MS. HOLT:  Good afternoon. The harbour is open, and the harbour stays open.

Q    Will the bridge open?

MS. HOLT:  Yes.  On Monday.

So it is.

THE MODERATOR: Next question.

QUESTION (Dov Amit, Radio Nine): And the night train?

MINISTER REYES: (Laughter.)

MINISTER REYES: The night train will run, as Dan Reyes always said.

END
"""
SLUG = "2031-03-04-holt-reyes"
RUSSIAN = """\
Ответы Миры Холт на вопросы

4 марта 2031 года

Вопрос: Откроется ли мост?

М.Холт: Да, мы всё решили.

Вопрос: Когда?

М.Холт: В понедельник.
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    project = copy_data(TOY, tmp_path / "toy")
    (project / "mkdocs.yml").touch()
    return project


def save(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def read_files(root: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(root)): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()
    }


def add(root: Path, path: Path, *options: str) -> int:
    return main(["add", str(path), "--root", str(root), *options])


@pytest.mark.parametrize(("name", "text"), [("gaggle", GAGGLE), ("russian", RUSSIAN)])
def test_what_is_written_and_said(
    name: str, text: str, root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = read_files(root)
    assert add(root, save(tmp_path, f"{name}.txt", text)) == 0
    report = capsys.readouterr().out
    after = read_files(root)
    added = {path: content.decode() for path, content in after.items() if path not in before}
    assert [path.rsplit("/", 1)[1] for path in added] == ["record.yml", "transcript.txt"]
    record, source = added.values()
    assert source == text
    entities = after["data/entities.yml"]
    assert entities.startswith(before["data/entities.yml"])
    new = entities.removeprefix(before["data/entities.yml"]).decode()
    golden = "\n".join([report, "--- record.yml", record, "--- entities.yml", new])
    diff = compare_with_golden(GOLDENS / "add" / f"{name}.txt", golden)
    assert not diff, f"\n{diff}\n{HOW_TO_UPDATE}"
    assert {path: content for path, content in after.items() if path in before} == {
        **before,
        "data/entities.yml": entities,
    }


def test_the_original_is_kept_beside_the_text(root: Path, tmp_path: Path) -> None:
    raw = make_docx([line for line in GAGGLE.split("\n\n") if line.strip()])
    assert add(root, save(tmp_path, "gaggle.docx", raw), "--slug", "gaggle", "--date", "2031-03-05") == 0
    folder = root / "data/transcripts/gaggle"
    assert (folder / "source.docx").read_bytes() == raw
    assert "MS. HOLT:  Good afternoon." in (folder / "transcript.txt").read_text(encoding="utf-8")
    record, problems = load_yaml(folder / "record.yml", "record.yml", Record)
    assert problems == []
    assert record
    assert record.value.date.isoformat() == "2031-03-05"


def test_bytes_that_are_utf_8_stay_as_they_are(root: Path, tmp_path: Path) -> None:
    raw = b"\xef\xbb\xbf" + GAGGLE.replace("\n", "\r\n").encode()
    assert add(root, save(tmp_path, "a.txt", raw), "--slug", "a") == 0
    assert (root / "data/transcripts/a/transcript.txt").read_bytes() == raw


def test_another_encoding_becomes_utf_8(
    root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert add(root, save(tmp_path, "a.txt", RUSSIAN.encode("cp1251")), "--slug", "a") == 0
    assert (root / "data/transcripts/a/transcript.txt").read_text(encoding="utf-8") == RUSSIAN
    assert "encoding cp1251: of the usual encodings, only it gives words" in capsys.readouterr().out


def test_what_the_text_does_not_show_is_a_marked_blank(root: Path, tmp_path: Path) -> None:
    text = "Mira Holt: Good day.\n\nQuestion: Why?\n\nMira Holt: Because.\n"
    assert add(root, save(tmp_path, "a.txt", text)) == 0
    record = (root / "data/transcripts/holt/record.yml").read_text(encoding="utf-8")
    assert 'title: ""  # to fill in: ' in record
    assert 'date: ""  # to fill in: ' in record


def test_without_labels_nobody_is_given_the_words(root: Path, tmp_path: Path) -> None:
    assert add(root, save(tmp_path, "a.txt", "A speech\n\n4 March 2031\n\nGood day to you all.\n")) == 0
    record, _ = load_yaml(root / "data/transcripts/2031-03-04-a-speech/record.yml", "record.yml", Record)
    assert record
    assert [(one.speaker, one.opens) for one in record.value.participants] == [("unnamed-speaker", True)]


@pytest.mark.parametrize(
    ("head", "place"),
    [
        ("Selwyn, 4 March 2031", "Selwyn"),
        ("Port Selwyn, Tuesday, March 4, 2031", "Port Selwyn"),
        ("Место: Селвин\n\n4 марта 2031 года", "Селвин"),
        ("Location: 12 Quay Street\n\n4 March 2031", "12 Quay Street"),
        ("4 March 2031", ""),
        # What is no place for certain is left to the editor.
        ("Press Briefing, 4 March 2031", ""),
        ("Tuesday, 4 March 2031", ""),
        ("Office of the Mayor, 4 March 2031", ""),
    ],
)
def test_the_place_is_taken_from_the_head_where_that_is_certain(
    head: str, place: str, root: Path, tmp_path: Path
) -> None:
    text = f"Holt meets the press\n\n{head}\n\nMira Holt: Good day.\n\nQuestion: Why?\n\nMira Holt: So.\n"
    assert read_draft(root, tmp_path, text).place == (place or BLANK)


@pytest.mark.parametrize(
    ("words", "language"),
    [
        ("Mira Holt: We have said that this is not the end of it.\n\nCorrespondent: Is it?", "English"),
        (
            "Mira Holt: Wir haben gesagt, dass es so nicht geht und nicht gehen wird.\n\nFrage: Und wann?",
            "German",
        ),
        (
            "Mira Holt: Nous avons dit que ce pont est à nous.\n\nJournaliste : Et quand est-il ouvert ?",
            "French",
        ),
        ("Mira Holt: Мы сказали, что это всё.\n\nВопрос: Когда?", "Russian"),
        # A language that the tool does not know, and one of which it knows nothing but common words.
        ("Mira Holt: Wij hebben gezegd dat het zo niet gaat.\n\nVraag: En wanneer?", ""),
        ("Mira Holt: Harbour 4, quay 5.\n\nQ: Quay 6?", ""),
    ],
)
def test_the_language_is_proposed_where_letters_or_words_tell(
    words: str, language: str, root: Path, tmp_path: Path
) -> None:
    assert read_draft(root, tmp_path, f"Holt\n\n2031-03-04\n\n{words}\n").source.language == (
        language or BLANK
    )


def read_draft(root: Path, folder: Path, text: str) -> Record:
    assert add(root, save(folder, "a.txt", text), "--slug", "a") == 0
    record, problems = load_yaml(root / "data/transcripts/a/record.yml", "record.yml", Record)
    assert record, problems
    return record.value


def test_names_that_latin_letters_do_not_spell_are_numbered(root: Path, tmp_path: Path) -> None:
    said = ("周远：大家好。", "记者：什么时候？", "陈一凡：明年。", "周远：好。", "陈一凡：是。")
    text = "\n\n".join(("发布会", "2033年9月18日", *said))
    assert add(root, save(tmp_path, "a.txt", text)) == 0
    record, _ = load_yaml(root / "data/transcripts/2033-09-18/record.yml", "record.yml", Record)
    assert record
    assert [(one.speaker, one.labels) for one in record.value.participants] == [
        ("speaker-1", ("周远",)),
        ("speaker-2", ("陈一凡",)),
    ]
    assert "id: speaker-1  # to spell in Latin letters" in (root / "data/entities.yml").read_text(
        encoding="utf-8"
    )


@pytest.mark.parametrize(
    ("label", "person"),
    [
        ("Nora Lind - Head of Investor Relations", "Nora Lind"),
        ("Jean Mer, on behalf of the PPE Group", "Jean Mer"),
        ("Commissioner Luc Armand", "Luc Armand"),
        ("Samuel King, Jr.", "Samuel King, Jr."),
        ("The Minister for Bridges", "The Minister for Bridges"),
        ("Secretary Holt", "Secretary Holt"),
    ],
)
def test_a_label_names_a_person_beside_an_office(label: str, person: str) -> None:
    assert find_person(label) == person


#: Labels as they follow each other, who has them in the draft, and the labels in doubt.
WHO = """
Minister, Prime Minister | minister: Minister; prime-minister: Prime Minister |
President, Vice President | president: President; vice-president: Vice President |
Minister, Deputy Minister | minister: Minister; deputy-minister: Deputy Minister |
MS. HOLT, MR. HOLT | mira-holt: MS. HOLT; mr-holt: MR. HOLT |
Mr Lind, Mrs Lind | mr-lind: Mr Lind; mrs-lind: Mrs Lind |
Dr Lind, Professor Lind | dr-lind: Dr Lind; professor-lind: Professor Lind | Professor Lind
President Lind, Mr Lind | president-lind: President Lind; mr-lind: Mr Lind | Mr Lind
Van der Berg, Berg | van-der-berg: Van der Berg; berg: Berg | Berg
Jan van der Berg, Van der Berg | jan-van-der-berg: Jan van der Berg + Van der Berg |
Mr Dan Lind, Lind, Mr Lind | dan-lind: Mr Dan Lind + Mr Lind + Lind |
Dan Lind, Mr Lind, Ms Lind | dan-lind: Dan Lind; mr-lind: Mr Lind; ms-lind: Ms Lind | Mr Lind, Ms Lind
Anna Lind, Tomas Lind, Lind | anna-lind: Anna Lind; tomas-lind: Tomas Lind; lind: Lind | Lind
Ana Lind Sr., Ana Lind Jr., Ana Lind | ana-lind-sr: Ana Lind Sr.; ana-lind-jr: Ana Lind Jr.; ana-lind: Ana Lind | Ana Lind
Anna Lind, Tomas Lind, Anna Lind and Tomas Lind | anna-lind: Anna Lind; tomas-lind: Tomas Lind; anna-lind tomas-lind: Anna Lind and Tomas Lind |
Anna Lind, Tomas Lind, Anna Lind/Tomas Lind | anna-lind: Anna Lind; tomas-lind: Tomas Lind; anna-lind tomas-lind: Anna Lind/Tomas Lind |
Anna Lind, Tomas Lind, Anna Lind & Tomas Lind | anna-lind: Anna Lind; tomas-lind: Tomas Lind; anna-lind tomas-lind: Anna Lind & Tomas Lind |
Ana Lind, Tom Brand, Ana Lind for Tom Brand | ana-lind: Ana Lind; tom-brand: Tom Brand; ana-lind-for-tom-brand: Ana Lind for Tom Brand | Ana Lind for Tom Brand
B. Lind, T. Lind, Lind | b-lind: B. Lind; t-lind: T. Lind; lind: Lind | Lind
Ana Lind, Mr Wren | ana-lind: Ana Lind; tomas-wren: Mr Wren |
Ana Lind, Mrs Wren | ana-lind: Ana Lind; mrs-wren: Mrs Wren |
Ana Lind, Minister Wren | ana-lind: Ana Lind; minister-wren: Minister Wren | Minister Wren
Teresa Wren, Wren | teresa-wren: Teresa Wren + Wren |
Teresa Wren, Mr Wren | teresa-wren: Teresa Wren; mr-wren: Mr Wren | Mr Wren
Lind (Libya), Lind (Malta) | lind-libya: Lind (Libya); lind-malta: Lind (Malta) |
Lind (Libya), Lind (Malta), Lind | lind-libya: Lind (Libya); lind-malta: Lind (Malta); lind: Lind | Lind
Question, Answer (Lind), Answer (Brand) | answer-lind: Answer (Lind); answer-brand: Answer (Brand) |
The Minister (Ana Lind), Ana Lind | ana-lind: The Minister + Ana Lind |
"""  # noqa: E501 - a table


@pytest.mark.parametrize("row", WHO.strip().splitlines())
def test_labels_are_one_speaker_only_where_that_is_certain(
    row: str, root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    labels, people, doubts = (cell.strip() for cell in row.split("|"))
    said = [f"{label}: We say number {turn}." for turn in (1, 2) for label in labels.split(", ")]
    record = read_draft(root, tmp_path, "\n\n".join(["Talks in Selwyn", "4 March 2031", *said]))
    found = [f"{' '.join(one.speakers)}: {' + '.join(one.labels)}" for one in record.participants]
    assert found == people.split("; ")
    report = capsys.readouterr().out
    shown = re.findall(r"'([^']+)' \(2 times\) (?:is drafted|may name)", report)
    assert shown == [one for one in doubts.split(", ") if one]
    assert "reads otherwise" not in report


def test_a_label_that_may_name_several_is_drafted_without_parts_of_a_name(root: Path, tmp_path: Path) -> None:
    read_draft(root, tmp_path, "Anna and Tomas Lind: We begin.\n\nDan Lund: So do I.\n")
    found, _ = load_yaml(root / "data/entities.yml", "entities.yml", EntitiesFile)
    assert found
    assert [(one.name, one.kind.value) for one in found.value.entities][-2:] == [
        ("Anna and Tomas Lind", "group"),
        ("Dan Lund", "person"),
    ]


@pytest.mark.parametrize(
    "said", ["Question: Why?\n\nQuestion: When?", "Q: Why?\n\nA: So.\n\nQ: When?\n\nA: Now."]
)
def test_a_draft_in_which_nobody_is_named_can_be_loaded(said: str, root: Path, tmp_path: Path) -> None:
    read_draft(root, tmp_path, f"Talks in Selwyn\n\n4 March 2031\n\n{said}\n")
    assert sync(root, drafts=True).problems == ()


@pytest.mark.parametrize("encoding", ["utf-16", "koi8-r", "cp1251", "big5"])
def test_an_original_in_another_encoding_is_kept(encoding: str, root: Path, tmp_path: Path) -> None:
    raw = ("陳大文：會議開始。\n\n問：為何？\n" if encoding == "big5" else RUSSIAN).encode(encoding)
    assert add(root, save(tmp_path, "a.txt", raw), "--slug", "a", "--encoding", encoding) == 0
    assert (root / "data/transcripts/a/source.txt").read_bytes() == raw


def test_headings_are_listed_in_the_draft_and_read_so(root: Path, tmp_path: Path) -> None:
    text = (
        "Holt\n\n2031-03-04\n\nMira Holt: Good day.\n\nIt is good.\n\nThe ferry\n\nQuestion: Why?\n\n"
        "Mira Holt: So.\n\nIt is.\n\nQuestion: When?\n\nMira Holt: Soon.\n"
    )
    assert read_draft(root, tmp_path, text).headings == ("The ferry",)
    assert not [problem for problem in list_problems(root) if "heading" in problem]


def test_a_dry_run_writes_nothing(root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = read_files(root)
    assert add(root, save(tmp_path, "gaggle.txt", GAGGLE), "--dry-run") == 0
    assert read_files(root) == before
    assert f"would become data/transcripts/{SLUG}/" in capsys.readouterr().out


def test_nothing_is_written_over(root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = save(tmp_path, "gaggle.txt", GAGGLE)
    assert add(root, path) == 0
    before = read_files(root)
    capsys.readouterr()
    assert add(root, path) == 1
    assert (
        capsys.readouterr().out == f"data/transcripts/{SLUG}/transcript.txt:1: has this very text already\n"
    )
    other = save(tmp_path, "other.txt", GAGGLE.replace("bridge", "ferry"))
    assert add(root, other, "--slug", SLUG) == 1
    assert "is there already: give another --slug" in capsys.readouterr().out
    assert read_files(root) == before
    assert add(root, other) == 0
    assert (root / f"data/transcripts/{SLUG}-2").is_dir()


@pytest.mark.parametrize("broken", ["write_if_changed", "rename"])
def test_nothing_is_left_half_written(
    broken: str,
    root: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def fail(*_: object) -> None:
        raise OSError("the disk is full")

    before = read_files(root)
    if broken == "rename":
        monkeypatch.setattr(Path, "rename", fail)
    else:
        monkeypatch.setattr(intake_module, broken, fail)
    assert add(root, save(tmp_path, "gaggle.txt", GAGGLE)) == 1
    assert "the disk is full" in "".join(capsys.readouterr())
    assert read_files(root) == before
    assert not list((root / "data/transcripts").glob(".*"))


@pytest.mark.parametrize(
    "options", [["--slug", "Not a slug"], ["--encoding", "none-such"], ["--date", "04/03/2031"]]
)
def test_wrong_usage(options: list[str], root: Path, tmp_path: Path) -> None:
    with pytest.raises(SystemExit) as exit_:
        add(root, save(tmp_path, "gaggle.txt", GAGGLE), *options)
    assert exit_.value.code == 2


def test_a_file_that_is_missing_or_can_not_be_read(
    root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert add(root, tmp_path / "none.txt") == 2
    assert add(root, save(tmp_path, "a.doc", b"x")) == 1
    assert "save it as .docx" in capsys.readouterr().out


@pytest.mark.parametrize("entities", ["entities: []\n", "entities:\n", None])
def test_a_project_without_any_name(entities: str | None, root: Path, tmp_path: Path) -> None:
    path = root / "data/entities.yml"
    path.unlink()
    if entities is not None:
        path.write_text(entities, encoding="utf-8")
    shutil.rmtree(root / "data/transcripts")
    assert add(root, save(tmp_path, "gaggle.txt", GAGGLE)) == 0
    found, problems = load_yaml(path, "entities.yml", EntitiesFile)
    assert problems == []
    assert found
    assert [entity.id for entity in found.value.entities] == ["mira-holt", "the-moderator", "dan-reyes"]


def test_from_a_word_file_to_a_published_page(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What `add` wrote is shown by `serve`, left out by `build`, and published once it is completed."""
    root = make_project(TOY, tmp_path / "toy")
    assert main(["accept", "--root", str(root), "--yes"]) == 0
    raw = make_docx([line for line in GAGGLE.split("\n\n") if line.strip()])
    assert add(root, save(tmp_path, "gaggle.docx", raw)) == 0
    page = f"transcripts/{SLUG}/index.md"

    assert sync(root, drafts=True).problems == ()
    shown = read_docs(root)[page].decode()
    assert "<b>Draft</b>" in shown
    assert "Will the bridge open?" in shown
    assert sync(root).problems == ()
    assert page not in read_docs(root)

    record = root / f"data/transcripts/{SLUG}/record.yml"
    text = re.sub(r"^#(?=decisions|  - )", "", record.read_text(encoding="utf-8"), flags=re.MULTILINE)
    text = text.replace("draft: true\n", "").replace("about: []", "about: [harbour]")
    record.write_text(text.replace('""', '"As read."'), encoding="utf-8")
    entities = root / "data/entities.yml"
    done = entities.read_text(encoding="utf-8").replace("    draft: true\n", "")
    entities.write_text(done.replace('description: ""', "description: Spoke."), encoding="utf-8")
    capsys.readouterr()
    assert main(["accept", SLUG, "--root", str(root)]) == 0, capsys.readouterr().out
    archive, problems = build_archive(root)
    assert [str(problem) for problem in problems] == []
    assert archive
    new = next(item for item in archive.transcripts if item.slug == SLUG)
    assert [(turn.turn.kind.value, turn.turn.speaker) for turn in new.turns] == [
        ("statement", "mira-holt"),
        ("question", None),
        ("answer", "mira-holt"),
        ("statement", "the-moderator"),
        ("question", None),
        ("answer", "dan-reyes"),
    ]
