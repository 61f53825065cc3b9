"""What several tests share: copies of a project to spoil, edits of its files, and goldens."""

from __future__ import annotations

import difflib
import os
import re
import shutil
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import chain
from pathlib import Path
from typing import Any

import yaml
from lxml import html
from ontherecord.anchors.spoken import Attribution, Spoken
from ontherecord.archive.accept import accept_transcripts
from ontherecord.archive.build import build_archive
from ontherecord.archive.model import Archive
from ontherecord.archive.questions import Question, list_questions
from ontherecord.data.characters import LINE_END
from ontherecord.exports.data_files import draft_exports, draft_rows, export_passages
from ontherecord.exports.rows import PassageRow
from ontherecord.files import Draft, File, Large
from ontherecord.pages.render import draft_pages
from ontherecord.site.folders import MARKER
from ontherecord.site.pipeline import Synced, find_pages, sync_pages
from ontherecord.text.turns import Kind
from ontherecord.urls import Site, is_page

TESTS = Path(__file__).resolve().parent
ROOT = TESTS.parent
TOY = TESTS / "toy"
GOLDENS = TESTS / "goldens"
REAL_SLUG = "2016-07-15-lavrov-kerry"

#: Paragraphs for the toy corpus: one about its harbour, and one about its night train too.
HARBOUR = "The harbour is open."
BOTH = "The harbour has a night train."

#: Write the goldens anew instead of comparing with them; look at the diff before you commit it.
UPDATE = os.environ.get("UPDATE_GOLDENS") == "1"
HOW_TO_UPDATE = "If the change is meant: UPDATE_GOLDENS=1 .venv/bin/python -m pytest, and review the diff."


def copy_data(source: Path, target: Path) -> Path:
    """Copies a project's data/ to a new folder; returns that folder."""
    shutil.copytree(source / "data", target / "data")
    return target


def make_project(source: Path, target: Path) -> Path:
    """Copies a project's data/ to a new folder, with what a build needs beside it; returns that folder."""
    copy_data(source, target)
    (target / "docs").mkdir()
    shutil.copy(ROOT / "docs" / "about.md", target / "docs" / "about.md")
    shutil.copy(ROOT / "mkdocs.yml", target / "mkdocs.yml")
    return target


def say(texts: Sequence[str]) -> list[Spoken]:
    """Paragraphs that one person says, as a text without a label has them."""
    return [Spoken(text, Attribution("mira-holt", None, Kind.STATEMENT)) for text in texts]


def load_archive(root: Path) -> Archive:
    """The archive of a project without a problem."""
    archive, problems = build_archive(root)
    assert archive, [str(problem) for problem in problems]
    return archive


def accept_all(root: Path) -> Archive:
    """The archive of a project, all of whose transcripts are accepted."""
    (root / "data/published.txt").touch()
    _, problems = accept_transcripts(root, [], date(2033, 2, 2), yes=True)
    assert list(problems) == [], [str(problem) for problem in problems]
    return load_archive(root)


def add_event(root: Path, day: date, paragraphs: Sequence[str]) -> None:
    """Adds a transcript to a copy of the toy corpus, without its lock.

    It begins with a statement of Mira Holt; a paragraph may open with a label.
    """
    folder = root / "data" / "transcripts" / day.isoformat()
    folder.mkdir()
    title = f"Mira Holt speaks on {day.isoformat()}"
    text = "\n\n".join([title, day.isoformat(), f"Mira Holt: {paragraphs[0]}", *paragraphs[1:]])
    (folder / "transcript.txt").write_text(text + "\n", encoding="utf-8")
    record = f"""\
title: {title}
short_title: Holt, {day.isoformat()}
date: {day.isoformat()}
place: Selwyn
participants:
  - speaker: mira-holt
    role: Minister
    labels: [Mira Holt]
source: {{publisher: Chancery, language: English}}
"""
    (folder / "record.yml").write_text(record, encoding="utf-8")


def forget_published(root: Path, slug: str = "") -> None:
    """Takes every address of a transcript out of the ledger, or all that it has: nothing was given out."""
    ledger = root / "data" / "published.txt"
    lines = ledger.read_text(encoding="utf-8").splitlines(keepends=True) if slug else []
    ledger.write_text("".join(line for line in lines if f"/{slug}/" not in line), encoding="utf-8")


def empty_archive(root: Path) -> None:
    """Takes out every transcript of a copy of the toy corpus, and the person whom no other would name."""
    forget_published(root)
    shutil.rmtree(root / "data" / "transcripts")
    (root / "data" / "transcripts").mkdir()
    path = root / "data" / "entities.yml"
    text = path.read_text(encoding="utf-8")
    path.write_text(re.sub(r"  - id: tomas-wren\n(?:    .*\n)+", "", text), encoding="utf-8")


def sync(root: Path, *, drafts: bool = False) -> Synced:
    """Makes the generated files of a project, without a site's address and without what takes long."""
    return sync_pages(root, root / "docs", Site("Toy"), drafts=drafts, pdf=False)


def build_docs(root: Path) -> dict[str, bytes]:
    """The generated files of a project by their paths, made without a site's address."""
    problems = sync(root).problems
    assert problems == (), [str(problem) for problem in problems]
    return read_docs(root)


def finish(draft: Draft | Large) -> File:
    """The file of a draft, in memory."""
    return draft.finish() if isinstance(draft, Draft) else File(draft.path, b"".join(draft.make()))


def render_files(archive: Archive, base: str = "", below: str = "") -> list[File]:
    """The generated pages and data files of an archive whose path begins so."""
    site = Site("Toy", base)
    drafts = chain(draft_pages(archive, site, pdf=False), draft_exports(archive, site))
    both: Iterator[Draft | Large] = chain(drafts, draft_rows(archive))
    return [finish(draft) for draft in both if draft.path.startswith(below)]


def list_passages(archive: Archive) -> list[PassageRow]:
    """Every passage as the data export has it, the oldest transcript first."""
    return [row for item in reversed(archive.transcripts) for row in export_passages(archive, item)]


def build_pages(root: Path) -> dict[str, html.HtmlElement]:
    """Each generated page of a project by its address, without what else is made, which takes longer."""
    drafts = draft_pages(load_archive(root), Site("Toy"), pdf=False)
    files = [draft.finish() for draft in drafts if is_page(draft.path)]
    return {
        file.path.removesuffix("index.md"): html.fragment_fromstring(file.text.split("---\n", 2)[2])
        for file in files
    }


def read_docs(root: Path) -> dict[str, bytes]:
    """The generated files of a project as they are."""
    pages = find_pages(root)
    files = [path for path in pages.rglob("*") if path.is_file() and path.name != MARKER]
    return {path.relative_to(pages).as_posix(): path.read_bytes() for path in sorted(files)}


def apply_patch(root: Path, patch: Path) -> None:
    """Carries out the edits of a patch file, a list of steps, on the project at `root`.

    A step names a `file` (or folder) below the project and one of: `replace` and `by` (the old text must
    stand there once), `append`, `write`, `remove: true`, `copy_to`, `rename_to`. With `bytes: true`, the
    characters U+0000 to U+00FF stand for single bytes.
    """
    steps = yaml.safe_load(patch.read_text(encoding="utf-8"))
    for step in steps:
        apply_step(root, step)


def apply_step(root: Path, step: Mapping[str, Any]) -> None:
    path = root / step["file"]
    encoding = "latin-1" if step.get("bytes") else "utf-8"
    if step.get("remove"):
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    elif "rename_to" in step:
        path.rename(root / step["rename_to"])
    elif "copy_to" in step:
        shutil.copytree(path, root / step["copy_to"])
    elif "write" in step:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(step["write"].encode(encoding))
    else:
        old = path.read_bytes().decode(encoding)
        if "append" in step:
            new = old + step["append"]
        else:
            assert old.count(step["replace"]) == 1, f"{step['replace']!r} must stand once in {step['file']}"
            new = old.replace(step["replace"], step["by"])
        path.write_bytes(new.encode(encoding))


def list_problems(root: Path) -> list[str]:
    """What `ontherecord check` prints for the project at `root`, a line each."""
    archive, problems = build_archive(root)
    assert (archive is None) == bool(problems), "there is an archive or there are problems"
    return [str(problem) for problem in problems]


def count_lines(path: Path) -> int:
    """How many lines an editing program shows for a file; 1 for what is missing or a folder."""
    if not path.is_file():
        return 1
    lines = LINE_END.split(path.read_bytes().decode("latin-1"))
    return max(1, len(lines) - (not lines[-1]))


def compare_with_golden(golden: Path, text: str) -> str:
    """A diff of a golden file and what is made now, empty if they are the same; updates it if told to."""
    if UPDATE:
        golden.parent.mkdir(parents=True, exist_ok=True)
        golden.write_bytes(text.encode())
    old = golden.read_bytes().decode() if golden.is_file() else ""
    name = str(golden.relative_to(TESTS))
    return "\n".join(
        difflib.unified_diff(old.splitlines(), text.splitlines(), name, "made now", lineterm="", n=1)
    )


def build_questions(archive: Archive) -> dict[str, tuple[Question, ...]]:
    """The questions of each transcript in reading order, by slug, for those in which any were put."""
    return {slug: questions for slug, questions in archive.each(list_questions).items() if questions}
