"""Who is said to speak, and what an editor tells `ontherecord accept`, as lock, table and page show it."""

from __future__ import annotations

import json
import re
from gzip import decompress as unpack
from pathlib import Path

import pytest
from corpus import apply_step, build_docs, forget_published, list_problems
from ontherecord.anchors.lock import LOCK_VERSION, LockedPassage, parse_lock
from ontherecord.cli import FINE, PROBLEMS, main

HOLT = "2031-03-04-holt-wren"
FOLDER = f"data/transcripts/{HOLT}"
TEXT, RECORD, LOCK = (f"{FOLDER}/{name}" for name in ("transcript.txt", "record.yml", "passages.lock"))


def accept(root: Path, *arguments: str) -> int:
    return main(["accept", HOLT, "--date", "2031-04-01", "--root", str(root), *arguments])


def read_lock(root: Path) -> dict[str, LockedPassage]:
    lock, problems = parse_lock((root / LOCK).read_text(encoding="utf-8"), LOCK)
    assert lock, problems
    assert lock.version == LOCK_VERSION
    return {passage.anchor: passage for passage in lock.passages}


@pytest.fixture
def misheard(toy: Path) -> Path:
    """The toy project, where the last answer turns out to be the other minister's."""
    label = "  - speaker: tomas-wren\n"
    apply_step(toy, {"file": RECORD, "replace": label, "by": f"{label}    labels: [Tomas Wren]\n"})
    apply_step(toy, {"file": TEXT, "replace": "Mira Holt: Every", "by": "Tomas Wren: Every"})
    return toy


def test_a_corrected_attribution_is_a_change_like_a_corrected_word(
    misheard: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = (
        "p9: attributed to mira-holt before, now to tomas-wren; labelled ‘Mira Holt’ before, now ‘Tomas Wren’"
    )
    assert [problem for problem in list_problems(misheard) if said in problem]
    assert accept(misheard) == FINE
    assert "p9  attributed anew  (the same words; attributed to mira-holt before" in capsys.readouterr().out
    entry = read_lock(misheard)["p9"]
    assert (entry.speaker, entry.label) == ("tomas-wren", "Tomas Wren")
    assert [(str(one.until), one.text, one.speaker) for one in entry.history] == [
        ("2031-04-01", entry.text, "mira-holt")
    ]
    assert not [problem for problem in list_problems(misheard) if "p9" in problem]


def test_the_page_says_to_whom_a_passage_was_attributed(misheard: Path) -> None:
    accept(misheard)
    page = build_docs(misheard)[f"transcripts/{HOLT}/index.md"].decode()
    (note,) = re.findall(r'<p class="attributed" data-attributed="p9".*?</p>', page)
    words = re.sub(r"<[^>]+>", "", note)
    assert words == "Attributed to Ms Holt (“Mira Holt”) as an answer until 1 April 2031"
    assert "Wording changed" not in page, "no word was changed"


def test_citations_and_data_say_to_whom_a_passage_was_attributed(misheard: Path) -> None:
    accept(misheard)
    files = build_docs(misheard)
    cited = json.loads(unpack(files[f"data/citations/{HOLT}.json.gz"]))
    assert cited["changed"] == {"p9": ["Attributed to Ms Holt (“Mira Holt”) as an answer until 1 April 2031"]}
    (row,) = json.loads(files["data/earlier.json"])
    assert (row["passage"], row["until"], row["kind"]) == (f"{HOLT}/p9", "2031-04-01", "answer")
    assert (row["speakers"], row["label"], row["removed"]) == (["mira-holt"], "Mira Holt", False)


def test_an_earlier_wording_is_told_in_the_same_places(toy: Path) -> None:
    apply_step(toy, {"file": TEXT, "replace": "The Ferry Board will.", "by": "The Board will."})
    apply_step(toy, {"file": TEXT, "replace": "And who will vouch for them?\n\n", "by": ""})
    p8 = "  - passage: p8\n    about: [lake-ondra]\n    reason: Continues p7 on the figures.\n"
    apply_step(toy, {"file": RECORD, "replace": p8, "by": ""})
    assert accept(toy, "--yes") == FINE
    files = build_docs(toy)
    cited = json.loads(unpack(files[f"data/citations/{HOLT}.json.gz"]))
    assert cited["changed"]["p9"] == ["Worded otherwise until 1 April 2031"]
    rows = json.loads(files["data/earlier.json"])
    assert [(row["passage"], row["text"], row["removed"]) for row in rows] == [
        (f"{HOLT}/p8", "And who will vouch for them?", True),
        (f"{HOLT}/p9", "Every Monday. The Ferry Board will.", False),
    ]
    page = files[f"transcripts/{HOLT}/index.md"].decode()
    assert "Attributed to a journalist (“Question”) as a question</p>" in page


def test_who_has_another_id_is_the_same_person(toy: Path) -> None:
    for name in ("data/entities.yml", RECORD, *(f"data/transcripts/{one}/record.yml" for one in OTHERS)):
        path = toy / name
        path.write_text(path.read_text("utf-8").replace("mira-holt", "m-holt"), encoding="utf-8")
    named = "id: m-holt\n"
    apply_step(toy, {"file": "data/entities.yml", "replace": named, "by": f"{named}    was: [mira-holt]\n"})
    assert list_problems(toy) == []


OTHERS = ("2032-06-21-holt", "2032-11-09-wren")


def test_a_lock_that_does_not_say_who_spoke_is_brought_up_to_date(toy: Path) -> None:
    now = (toy / LOCK).read_text(encoding="utf-8")
    old = re.sub(r', "(speaker|label|kind)": "[^"]*"', "", now).replace('"version": 2', '"version": 1')
    (toy / LOCK).write_text(old, encoding="utf-8")
    (problem,) = list_problems(toy)
    assert (
        problem
        == f"{LOCK}:1: the lock does not say who spoke: run 'ontherecord accept {HOLT}', which adds it"
    )
    assert accept(toy) == FINE
    assert (toy / LOCK).read_text(encoding="utf-8") == now


# --- what an editor says ---------------------------------------------------------------------------------

GONE = "It will take two years, and no ferry will be late for it."
INSTEAD = "Nobody knows how long that is going to last."


@pytest.fixture
def rewritten(toy: Path) -> Path:
    """The toy project, where all words of p3 are others."""
    apply_step(toy, {"file": TEXT, "replace": GONE, "by": INSTEAD})
    return toy


@pytest.mark.parametrize("told", [["--keep", "p3=9"], ["--same", "p3=p3a"]])
def test_an_editor_says_that_it_is_the_same_passage(rewritten: Path, told: list[str]) -> None:
    assert accept(rewritten) == PROBLEMS
    assert accept(rewritten, *told) == FINE, "and needs no --yes"
    entry = read_lock(rewritten)["p3"]
    assert (entry.text, [one.text for one in entry.history]) == (INSTEAD, [GONE])
    assert "p3a" not in read_lock(rewritten)


def test_what_was_taken_for_another_passage_is_put_right_later(rewritten: Path) -> None:
    accept(rewritten, "--yes")
    assert accept(rewritten, "--same", "p3=p3a", "--yes") == FINE
    lock = read_lock(rewritten)
    assert (lock["p3"].live, lock["p3"].text, lock["p3a"].live) == (True, INSTEAD, False)
    assert lock["p3a"].successors == ("p3",)


@pytest.mark.parametrize(
    ("told", "message"),
    [
        (["--keep", "p3=10"], f"--keep p3=10: there is no passage on line 10 of {TEXT}"),
        (["--keep", "p3=999"], f"--keep p3=999: there is no passage on line 999 of {TEXT}"),
        (["--keep", "p33=9"], "--keep p33=9: the lock has no passage p33; did you mean 'p3'?"),
        (["--same", "p3=p2a"], "--same p3=p2a: no passage would be p2a; did you mean 'p2'?"),
        (["--keep", "p3=9", "--keep", "p4=9"], "one anchor has one passage, and one passage one anchor"),
    ],
)
def test_what_can_not_be_is_refused(
    rewritten: Path, told: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    before = (rewritten / LOCK).read_bytes()
    assert accept(rewritten, *told, "--yes") == PROBLEMS
    assert message in capsys.readouterr().out
    assert (rewritten / LOCK).read_bytes() == before


@pytest.mark.parametrize(
    "told", [["--keep", "p3"], ["--keep", "p3=0"], ["--same", "p3=9"], ["--same", "=p3"]]
)
def test_what_is_no_anchor_is_wrong_usage(rewritten: Path, told: list[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        accept(rewritten, *told)
    assert stopped.value.code == 2


def test_a_tombstone_leads_to_every_passage_that_has_a_sentence_of_it(toy: Path) -> None:
    apply_step(toy, {"file": TEXT, "replace": f"{GONE}\n\n", "by": ""})
    apply_step(toy, {"file": TEXT, "replace": "The Ferry Board will.", "by": f"The Ferry Board will. {GONE}"})
    accept(toy, "--yes")
    assert read_lock(toy)["p3"].successors == ("p9",)
    apply_step(toy, {"file": TEXT, "replace": "Good morning.", "by": f"Good morning. {GONE}"})
    accept(toy, "--yes")
    assert read_lock(toy)["p3"].successors == ("p9", "p1")


# --- ids -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("slug", "message"),
    [
        ("con", "Windows can have no folder named 'con'"),
        ("a" * 121, "an id of 121 letters is too long"),
        ("index", "'index' is what the page of every folder is called"),
    ],
)
def test_an_id_that_no_folder_can_have_is_refused_before_it_is_promised(
    toy: Path, slug: str, message: str
) -> None:
    forget_published(toy, "2032-06-21-holt")
    (toy / "data/transcripts/2032-06-21-holt").rename(toy / "data/transcripts" / slug)
    assert any(message in problem for problem in list_problems(toy))
