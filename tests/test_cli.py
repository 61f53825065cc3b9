"""What a command says where something is wrong, and its exit status."""

from __future__ import annotations

import json
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, nullcontext
from functools import partial
from pathlib import Path
from types import SimpleNamespace

import pytest
from corpus import REAL_SLUG
from ontherecord import cli
from ontherecord.cli import FINE, STOPPED, USAGE, main
from ontherecord.site.pool import Crew


def parse(
    file: Path, capsys: pytest.CaptureFixture[str], root: Path
) -> tuple[int, list[tuple[str, int, str]]]:
    """The exit status of `ontherecord parse`, and its problems."""
    status = main(["parse", "--root", str(root), str(file)])
    problems = json.loads(capsys.readouterr().out)["problems"]
    return status, [(item["path"], item["line"], item["message"]) for item in problems]


def test_parse_of_a_sound_transcript_has_no_problems(real: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = real / "data/transcripts" / REAL_SLUG / "transcript.txt"
    assert parse(file, capsys, real) == (0, [])


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("title: [\n", "invalid YAML"),
        ("title: A title\n", "'short_title'"),
        ("", "the file is empty"),
    ],
)
def test_parse_with_a_broken_record_says_so_and_fails(
    real: Path, capsys: pytest.CaptureFixture[str], text: str, problem: str
) -> None:
    folder = real / "data/transcripts" / REAL_SLUG
    (folder / "record.yml").write_text(text)
    status, problems = parse(folder / "transcript.txt", capsys, real)
    assert status == 1
    assert any(path == str(folder / "record.yml") and problem in message for path, _, message in problems)


def test_parse_with_broken_entities_says_so_and_fails(real: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (real / "data/entities.yml").write_text("entities: [\n")
    status, problems = parse(real / "data/transcripts" / REAL_SLUG / "transcript.txt", capsys, real)
    assert status == 1
    assert "data/entities.yml" in {path for path, _, _ in problems}


def test_parse_needs_no_record(tmp_path: Path, real: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "note.txt"
    file.write_text("A title\n\nMarch 4, 2031\n\nSergey Lavrov: Good morning.\n")
    assert parse(file, capsys, real) == (0, [])


def test_the_option_has_the_workers_of_a_scheduler_make_the_files(
    toy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    crew = Crew(ThreadPoolExecutor(1))
    joined: list[str] = []
    used: list[Crew] = []

    def join(address: str) -> AbstractContextManager[Crew]:
        joined.append(address)
        return nullcontext(crew)

    def build(*_: Path | None, sync: partial[object]) -> tuple[()]:
        used.append(sync.keywords["crew"])
        return ()

    monkeypatch.setitem(sys.modules, "ontherecord.site.cluster", SimpleNamespace(join_cluster=join))
    monkeypatch.setattr(cli, "build_site", build)
    assert main(["build", "--root", str(toy), "--scheduler", "tcp://10.0.0.5:8786"]) == FINE
    assert (joined, used) == (["tcp://10.0.0.5:8786"], [crew])


def test_without_the_extra_the_option_says_what_to_install(
    toy: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delitem(sys.modules, "ontherecord.site.cluster", raising=False)
    monkeypatch.setitem(sys.modules, "distributed", None)
    assert main(["build", "--root", str(toy), "--scheduler", "tcp://10.0.0.5:8786"]) == USAGE
    assert "pip install 'ontherecord[cluster]'" in capsys.readouterr().err


def test_who_stops_a_command_is_told_so_in_a_sentence(
    toy: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def stop(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(cli, "build_site", stop)
    assert main(["build", "--root", str(toy)]) == STOPPED
    assert capsys.readouterr().err.strip() == "ontherecord: stopped; what it had not finished is as it was."
