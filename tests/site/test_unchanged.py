"""What builds keep never shows: after any edit the files are those of a build that kept nothing."""

from __future__ import annotations

import errno
import os
import random
import shutil
import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path

import pytest
from corpus import TESTS, TOY, accept_all, build_docs, make_project
from edits import TOY_EDITS, Edit, add_a_paragraph, correct_a_record, correct_a_word
from jinja2 import Environment
from mkdocs.commands.build import build as build_by_mkdocs
from mkdocs.theme import Theme
from ontherecord import store
from ontherecord.archive import inputs, name_index, questions
from ontherecord.archive.model import Archive
from ontherecord.exports import quote_check
from ontherecord.files import Draft, File, write_if_changed
from ontherecord.pages import charts, timeline, topics, transcripts
from ontherecord.pages.render import draft_pages
from ontherecord.site import build, engine, folders, processes, search_index
from ontherecord.site.build import build_site
from ontherecord.site.index_service import index_pages
from ontherecord.site.pipeline import sync_pages
from ontherecord.site.unchanged import find_store, keeping_for
from ontherecord.urls import Site


def build_anew(root: Path, folder: Path) -> Mapping[str, bytes]:
    """The generated files as a build makes them that knows of no other."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(root, folder, ignore=shutil.ignore_patterns(".cache", "site"))
    return build_docs(folder)


def build_again(root: Path) -> Mapping[str, bytes]:
    """The same, after whatever was built there before."""
    with keeping_for(root):
        return build_docs(root)


@pytest.mark.parametrize(
    ("source", "edits"),
    [(TOY, TOY_EDITS), (TESTS / "tongues", (correct_a_word, add_a_paragraph, correct_a_record))],
    ids=["toy", "translations"],
)
def test_after_any_edit_the_files_are_those_of_a_build_that_kept_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, source: Path, edits: tuple[Edit, ...]
) -> None:
    root, chance = make_project(source, tmp_path / "project"), random.Random(17)
    size = len(accept_all(root).once.passages)
    monkeypatch.setattr(charts, "PAGE_LIMIT", size)  # One more, and the charts of each go to another page.
    for divided in (name_index, questions, timeline, topics, transcripts):
        monkeypatch.setattr(divided, "PAGE_LIMIT", 3)  # So that years have pages of their own.
    monkeypatch.setattr(inputs, "_GROUP", 2)
    monkeypatch.setattr(inputs, "_SMALL", 2)
    monkeypatch.setattr(quote_check, "_PART", 50)
    held: dict[bytes, tuple[object]] = {}
    monkeypatch.setattr(store, "_holds", True)  # As where `serve` builds again and again.
    monkeypatch.setattr(store, "_held", held)
    build_again(root)
    for number, edit in enumerate(edits):
        if number % 2:
            held.clear()  # As where each build is a process of its own.
        edit(root, chance)
        assert build_again(root) == build_anew(root, tmp_path / "new"), edit.__name__


def test_what_leads_to_a_pdf_is_known_by_it(real_archive: Archive) -> None:
    with_pdf, without = (
        {draft.path: draft for draft in draft_pages(real_archive, Site("Toy"), pdf)} for pdf in (True, False)
    )
    other = {path for path, draft in with_pdf.items() if draft.finish() != without[path].finish()}
    told = {path for path, draft in with_pdf.items() if draft.inputs and draft.inputs == without[path].inputs}
    assert len(other) == 2, "the transcript's page, and that of the data"
    assert not other & told


def take_stock(site: Path) -> dict[str, bytes]:
    return {
        path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()
    }


def damage(root: Path) -> None:
    """Cuts short all that is kept."""
    files = sorted(find_store(root).glob("*.sqlite"))
    assert len(files) == 2
    for file in files:
        with closing(sqlite3.connect(file)) as database, database:
            database.execute("UPDATE kept SET value = substr(value, 1, length(value) - 1)")


def test_a_site_of_kept_pages_is_that_of_a_build_that_kept_nothing(tmp_path: Path) -> None:
    root = make_project(TOY, tmp_path / "project")
    assert build_site(root) == ()
    correct_a_word(root, random.Random(3))
    (root / "docs/about.md").open("a").write("\nMore of it.\n")
    assert build_site(root) == ()
    # As MkDocs's own option --theme has it.
    build_by_mkdocs(engine.load_settings(root, theme="readthedocs", strict=False))
    for spoilt in ("*.pdf", "*.epub", "card.png"):
        path = next((root / "site/transcripts").glob(f"*/{spoilt}"))
        path.write_bytes(path.read_bytes().replace(b"e", b"f", 9))
    correct_a_word(root, random.Random(4))
    assert build_site(root) == ()
    damage(root)
    correct_a_word(root, random.Random(5))
    assert build_site(root) == ()
    new = tmp_path / "new"
    shutil.copytree(root, new, ignore=shutil.ignore_patterns(".cache", "site"))
    assert build_site(new) == ()
    assert take_stock(root / "site") == take_stock(new / "site")


def test_what_is_indexed_is_not_indexed_again_in_another_language_either(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = make_project(TOY, tmp_path / "project")
    settings = (root / "mkdocs.yml").read_text()
    assert "language: en" in settings
    (root / "mkdocs.yml").write_text(settings.replace("language: en", "language: ru"))
    indexed: list[object] = []

    def note(pages: tuple[tuple[str, str], ...]) -> Mapping[str, bytes]:
        indexed.append(pages)
        return index_pages(pages)

    monkeypatch.setattr(search_index, "index_pages", note)
    assert build_site(root) == ()
    before, once = take_stock(root / "site/pagefind"), len(indexed)
    assert once == len({*indexed})
    shutil.rmtree(root / "site")  # So that each file of the index is put there anew.
    assert build_site(root) == ()
    assert take_stock(root / "site/pagefind") == before
    assert len(indexed) == once


def test_what_was_made_before_the_disk_was_full_is_not_made_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = make_project(TOY, tmp_path / "project")
    accept_all(root)
    monkeypatch.setattr(processes, "can_fork", lambda: False)
    made: list[str] = []
    finish, full = Draft.finish, [False]

    def note(draft: Draft) -> File:
        if full[0]:
            assert len(made) < 40
        made.append(draft.path)
        return finish(draft)

    def fill_up(path: Path, content: bytes) -> bool:
        if full[0] and len(made) == 40:
            raise OSError(errno.ENOSPC, "No space left on device", str(path))
        return write_if_changed(path, content)

    monkeypatch.setattr(Draft, "finish", note)
    monkeypatch.setattr(folders, "write_if_changed", fill_up)
    full[0] = True
    try:
        build_again(root)
    except OSError as error:
        held = error  # As where a process has yet to tell it.
    full[0], before = False, {*made[:-1]}  # The last was not written.
    made.clear()
    build_again(root)
    assert held
    assert len(before) == 39
    then = before & {*made}
    made.clear()
    build_again(root)
    assert then == before & {*made}, "those that are made each time"
    assert len(then) < 30


def test_a_build_with_nothing_to_do_leaves_the_site_and_makes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = make_project(TOY, tmp_path / "project")
    assert build_site(root) == ()
    monkeypatch.setattr(build, "build_pages", lambda *_: pytest.fail("it was made again"))
    assert build_site(root) == ()


@pytest.mark.parametrize(
    "touch",
    [
        lambda root: (root / "site/index.html").write_text("spoilt"),
        lambda root: (root / "site/topics/index.html").unlink(),
        lambda root: (root / "docs/about.md").open("a").write("\nMore of it.\n"),
        lambda root: (root / "data/topics.yml").open("a").write("\n# A note.\n"),
        lambda root: (root / "mkdocs.yml").open("a").write("\ncopyright: Nobody\n"),
        lambda root: shutil.rmtree(find_store(root)),
        lambda _: os.environ.update(SITE_URL="https://example.org/"),
    ],
    ids=["page", "lost page", "docs", "data", "settings", "store", "address"],
)
def test_whatever_is_touched_the_site_is_made_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, touch: Callable[[Path], object]
) -> None:
    monkeypatch.setenv("SITE_URL", "")
    root = make_project(TOY, tmp_path / "project")
    made: list[Path] = []

    def make(_: Path, site: Path, *__: object) -> tuple[()]:
        (site / "topics").mkdir(parents=True)
        (site / "index.html").write_text("home")
        (site / "topics/index.html").write_text("topics")
        made.append(site)
        return ()

    monkeypatch.setattr(build, "build_pages", make)
    for _ in range(2):
        assert build_site(root) == ()
    assert len(made) == 1
    touch(root)
    assert build_site(root) == ()
    assert len(made) == 2


def test_what_is_linked_into_a_project_and_what_its_settings_ask_for_counts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root, elsewhere = make_project(TOY, tmp_path / "project"), tmp_path / "elsewhere"
    (root / "data/transcripts").rename(elsewhere)
    (root / "data/transcripts").symlink_to(elsewhere)
    settings = (root / "mkdocs.yml").read_text()
    (root / "mkdocs.yml").write_text(settings.replace("site_name: ", "site_name: !ENV [toy_name, Toy] # "))
    found = [engine.find_inputs(root, sync_pages)]
    next(elsewhere.glob("*/record.yml")).open("a").write("\n# A note.\n")
    found.append(engine.find_inputs(root, sync_pages))
    monkeypatch.setenv("toy_name", "Boat")
    found.append(engine.find_inputs(root, sync_pages))
    assert len({*found, ""}) == 4


def test_who_has_hooks_of_their_own_is_built_each_time(tmp_path: Path) -> None:
    root = make_project(TOY, tmp_path / "project")
    assert engine.find_inputs(root, sync_pages)
    (root / "mkdocs.yml").open("a").write("\nhooks: [mine.py]\n")
    (root / "mine.py").touch()
    assert engine.find_inputs(root, sync_pages) == ""


@pytest.fixture
def _compile_as_a_process_does(monkeypatch: pytest.MonkeyPatch) -> None:
    """Has MkDocs know no template of other tests."""
    get_env = Theme.get_env

    def get_bare(theme: Theme) -> Environment:
        environment = get_env(theme)
        environment.bytecode_cache = None
        return environment

    monkeypatch.setattr(Theme, "get_env", get_bare)


HOOK = """
import os

def on_env(env, **_):
    env.filters["told"] = lambda words: f"{words} by {os.environ['toy_hand']}"
    return env
"""


@pytest.mark.usefixtures("_compile_as_a_process_does")
def test_what_a_hook_has_a_say_in_is_compiled_at_each_build(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = make_project(TOY, tmp_path / "project")
    settings = (root / "mkdocs.yml").read_text().replace("theme:\n", "theme:\n  custom_dir: own\n")
    (root / "mkdocs.yml").write_text(f"{settings}\nhooks: [mine.py]\n")
    (root / "mine.py").write_text(HOOK)
    (root / "own").mkdir()
    # Jinja works out what it can when it compiles.
    (root / "own/main.html").write_text(
        '{% extends "base.html" %}{% block extrahead %}{{ "made" | told }}{{ super() }}{% endblock %}'
    )
    for hand in ("one", "another"):
        monkeypatch.setenv("toy_hand", hand)
        assert build_site(root) == ()
        assert f"made by {hand}" in (root / "site/index.html").read_text()


@pytest.mark.usefixtures("_compile_as_a_process_does")
def test_the_frame_of_pages_is_compiled_once(tmp_path: Path, compilations: list[str]) -> None:
    root = make_project(TOY, tmp_path / "project")
    assert build_site(root) == ()
    assert "base.html" in compilations
    compilations.clear()
    (root / "docs/about.md").open("a").write("\nMore of it.\n")
    assert build_site(root) == ()
    assert compilations == []
