"""Checking: each folder of goldens/check is one mistake of an editor, made in the toy corpus.

A case is `patch.yml`, which says what is changed (see corpus.apply_patch), and `problems.txt`, the whole
list that `ontherecord check` prints. The properties at the end make mistakes at random.
"""

from __future__ import annotations

import random
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from corpus import (
    GOLDENS,
    HOW_TO_UPDATE,
    TOY,
    apply_patch,
    compare_with_golden,
    copy_data,
    count_lines,
    list_problems,
)
from hypothesis import given, settings
from hypothesis import strategies as st
from ontherecord.archive.build import build_archive
from ontherecord.problems import Problem

CASES = sorted(folder for folder in (GOLDENS / "check").iterdir() if folder.is_dir())
TOY_FILES = sorted(path.relative_to(TOY) for path in TOY.rglob("*") if path.is_file())


def test_the_toy_corpus_has_no_problem() -> None:
    assert list_problems(TOY) == []


@pytest.mark.parametrize("case", CASES, ids=lambda folder: folder.name)
def test_mistake(case: Path, toy: Path) -> None:
    apply_patch(toy, case / "patch.yml")
    found = list_problems(toy)
    assert found, "the mistake went unnoticed"
    diff = compare_with_golden(case / "problems.txt", "\n".join(found) + "\n")
    assert not diff, f"\n{diff}\n{HOW_TO_UPDATE}"


@pytest.mark.parametrize("case", CASES, ids=lambda folder: folder.name)
def test_each_problem_stands_on_a_line_that_exists(case: Path, toy: Path) -> None:
    apply_patch(toy, case / "patch.yml")
    _, problems = build_archive(toy)
    assert [problem for problem in problems if not is_on_a_line(toy, problem)] == []


def test_problems_are_sorted_and_said_once(toy: Path) -> None:
    for name in ("two-topics-with-one-term", "passage-about-nothing", "decision-for-no-passage"):
        apply_patch(toy, GOLDENS / "check" / name / "patch.yml")
    _, problems = build_archive(toy)
    assert list(problems) == sorted(set(problems))
    assert len({problem.path for problem in problems}) > 2


def test_a_problem_is_one_line_whatever_it_quotes() -> None:
    assert str(Problem("data/topics.yml", 3, "unknown key 'a\nb'")) == "data/topics.yml:3: unknown key 'a b'"


def test_a_number_without_end_is_one_problem_of_one_line(toy: Path) -> None:
    """Python refuses to read or write a number of so many digits."""
    topics = toy / "data" / "topics.yml"
    topics.write_text(
        topics.read_text(encoding="utf-8").replace("Lake Ondra\n    code", "7" * 5000 + "\n    code")
    )
    (problem,) = list_problems(toy)
    assert problem.startswith("data/topics.yml:15: 'title' must be text, not the number 777")
    assert len(problem) < 200


# --- whatever an editor does, nothing raises -------------------------------------------------------------


def is_on_a_line(root: Path, problem: Problem) -> bool:
    return 1 <= problem.line <= count_lines(root / problem.path)


#: What slips into files: signs of YAML and JSON, other line ends, other encodings, control characters.
SCRAPS = [
    *(b":", b": ", b"- ", b"-", b"#", b'"', b"'", b"[", b"]", b"{", b"}", b"&a ", b"*a", b"!!int ", b"!x "),
    *(b"|\n", b">-\n", b"---\n", b"...\n", b"%", b"@", b"`", b"?", b"<<: ", b"~", b"null", b"No", b"0b_"),
    *(b"\n", b"\n\n", b"\r", b"\r\n", b"\t", b"  ", b"\xc2\xa0", b"\xe2\x80\xa8", b"\xef\xbb\xbf", b","),
    *(
        b"\x00",
        b"\x1b",
        b"\xc2\x85",
        b"\xff",
        b"\xed\xa0\x80",
        b"\xef\xbf\xbf",
        b"\\",
        b"\\u0000",
        b"\\ud800",
    ),
    *(
        b"p1",
        b"p99",
        b"p0",
        b"2031-02-30",
        b"1e999",
        b"Question:",
        b"Mira Holt:",
        b"Mira Holt\n:",
        b"Ann Other: ",
    ),
]


@st.composite
def mutations(draw: st.DrawFn) -> list[tuple[Path, str, int, int, bytes]]:
    """A few edits: which file, what is done, where, to how much, and with what."""
    edit = st.tuples(
        st.sampled_from(TOY_FILES),
        st.sampled_from(["cut", "insert", "double-line", "drop-line", "swap-lines"]),
        st.integers(0, 10_000),
        st.integers(1, 40),
        st.sampled_from(SCRAPS),
    )
    return draw(st.lists(edit, min_size=1, max_size=4))


def mutate(text: bytes, what: str, where: int, much: int, scrap: bytes) -> bytes:
    at = where % (len(text) + 1)
    if what == "cut":
        return text[:at] + text[at + much :]
    if what == "insert":
        return text[:at] + scrap + text[at:]
    lines = text.splitlines(keepends=True) or [b""]
    row = where % len(lines)
    if what == "double-line":
        return b"".join([*lines[: row + 1], *lines[row : row + much]])
    if what == "drop-line":
        return b"".join(lines[:row] + lines[row + 1 + much // 20 :])
    random.Random(where).shuffle(lines)
    return b"".join(lines)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(mutations())
def test_nothing_that_is_done_to_the_files_raises(edits: list[tuple[Path, str, int, int, bytes]]) -> None:
    with TemporaryDirectory() as folder:
        root = copy_data(TOY, Path(folder, "toy"))
        for name, what, where, much, scrap in edits:
            path = root / name
            path.write_bytes(mutate(path.read_bytes(), what, where, much, scrap))
        archive, problems = build_archive(root)
        assert (archive is None) == bool(problems)
        assert [str(problem) for problem in problems if not is_on_a_line(root, problem)] == []
        assert [str(problem) for problem in problems if len(str(problem).splitlines()) != 1] == []


@settings(max_examples=30, deadline=None, derandomize=True)
@given(st.sampled_from(TOY_FILES), st.binary(max_size=60))
def test_nothing_that_a_file_holds_raises(name: Path, content: bytes) -> None:
    with TemporaryDirectory() as folder:
        root = copy_data(TOY, Path(folder, "toy"))
        (root / name).write_bytes(content)
        archive, problems = build_archive(root)
        assert archive is None
        assert [str(problem) for problem in problems if not is_on_a_line(root, problem)] == []


@pytest.mark.parametrize("name", TOY_FILES, ids=str)
def test_a_folder_in_the_place_of_a_file_is_a_problem(name: Path, toy: Path) -> None:
    (toy / name).unlink()
    (toy / name).mkdir()
    assert any(problem.startswith(f"{name.as_posix()}:1: ") for problem in list_problems(toy))
