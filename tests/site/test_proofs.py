"""What an editor sees of an edit before the site is built is what the site will be."""

from __future__ import annotations

import random
import shutil
from datetime import date
from functools import partial
from pathlib import Path
from threading import Event

import pytest
from corpus import TOY, accept_all, add_event, make_project
from edits import TOY_EDITS, correct_a_word
from ontherecord import store
from ontherecord.site import editing
from ontherecord.site.build import build_site
from ontherecord.site.editing import Editing
from ontherecord.site.live import Live
from ontherecord.site.pipeline import sync_pages
from ontherecord.site.preview import Response, respond
from ontherecord.site.proofs import Proofs, load_frame, prove
from ontherecord.site.serve import Server
from playwright.sync_api import Browser, expect

SYNC = partial(sync_pages, drafts=True, pdf=False)


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(store, "_holds", True)
    monkeypatch.setattr(store, "_held", {})
    monkeypatch.setenv("SITE_URL", "")
    root = make_project(TOY, tmp_path / "project")
    accept_all(root)
    return root


def prove_all(root: Path) -> Proofs:
    frame = load_frame(root)
    assert frame
    proofs, problems = prove(root, SYNC, frame)
    assert proofs, problems
    return proofs


def build_elsewhere(root: Path, folder: Path) -> Path:
    shutil.copytree(root, folder, ignore=shutil.ignore_patterns(".cache", "site"))
    assert build_site(folder, sync=SYNC) == ()
    return folder / "site"


def test_after_any_edit_the_pages_are_those_of_a_site_that_is_built_with_it(
    project: Path, tmp_path: Path
) -> None:
    chance = random.Random(5)
    prove_all(project).warm()
    for edit in TOY_EDITS:
        edit(project, chance)
        prove_all(project).warm()  # So that what is worked out of one archive is there for the next.
    proofs, site = prove_all(project), build_elsewhere(project, tmp_path / "new")
    pages = {path.parent.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("index.html")}
    made = {address: proofs.find("" if address == "." else f"{address}/") for address in pages}
    assert {address for address, page in made.items() if page is None} == {"about", "search", "check"}
    assert [address for address, page in made.items() if page not in (None, pages[address])] == []
    assert proofs.find("nowhere/") is proofs.find("topics/nowhere/") is proofs.find("about/") is None


def test_a_project_with_templates_of_its_own_has_none(project: Path) -> None:
    (project / "overrides").mkdir()
    settings = (project / "mkdocs.yml").read_text()
    (project / "mkdocs.yml").write_text(settings.replace("theme:\n", "theme:\n  custom_dir: overrides\n"))
    assert load_frame(project) is None


# --- In serve ---


class Bench:
    """An editor at work on a project; the site behind is built when it may be."""

    def __init__(self, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.root, self.live, self.may_build, self.built = root, Live(""), Event(), 0
        self.editing = Editing(root, SYNC, self.live)
        self.may_build.set()
        monkeypatch.setattr(editing, "build_site", self._build)
        self.editing.begin()
        self.editing.warm()

    def _build(self, root: Path, **given: object) -> object:
        assert self.may_build.wait(60)
        problems = build_site(root, **given)  # type: ignore[arg-type]
        self.built += 1
        return problems

    def answer(self, path: str) -> Response:
        return respond(self.root / "site", path, self.live.state, self.live.find_proof)

    def read(self, path: str) -> str:
        return self.answer(path).body.decode()

    def let_build(self) -> None:
        self.may_build.set()
        self.editing.wait()


@pytest.fixture
def bench(project: Path, monkeypatch: pytest.MonkeyPatch) -> Bench:
    return Bench(project, monkeypatch)


def add_words(root: Path, words: str, day: int = 1) -> None:
    add_event(root, date(2035, 1, day), [words])
    accept_all(root)


def test_an_edit_shows_before_the_site_is_built_and_no_page_is_loaded_twice(bench: Bench) -> None:
    before = bench.live.state
    assert f'data-build="{before.build}"' in bench.read("/topics/harbour/"), "it is loaded again at once"
    bench.may_build.clear()
    add_words(bench.root, "The harbour is open at last.")
    bench.editing.follow()
    shown = bench.live.state
    assert shown.build != before.build
    for path in ("/transcripts/2035-01-01/", "/topics/harbour/"):
        assert "open at last" in bench.read(path)
    assert not (bench.root / "site/transcripts/2035-01-01").exists()
    assert bench.answer("/transcripts/2035-01-01").location == "/transcripts/2035-01-01/"
    bench.let_build()
    assert bench.live.state.build == bench.live.state.site == shown.build, "browsers have its pages already"
    assert shown.site == before.site, "and have its search only now"
    assert bench.live.proofs is None
    assert "open at last" in bench.read("/transcripts/2035-01-01/")


def test_a_page_that_is_open_shows_the_edit_while_the_site_is_built(bench: Bench, browser: Browser) -> None:
    page = browser.new_page()
    server = Server(("127.0.0.1", 0), bench.root / "site", bench.live)
    server.start()
    try:
        page.goto(f"{server.url}topics/harbour/")
        bench.may_build.clear()
        add_words(bench.root, "The harbour is open at last.")
        bench.editing.follow()
        expect(page.get_by_text("open at last").first).to_be_attached()
        bench.let_build()
    finally:
        page.close()
        server.stop()


def test_of_edits_during_a_build_the_last_is_built_too(bench: Bench) -> None:
    bench.may_build.clear()
    for day, words in enumerate(("The harbour is open.", "The harbour is shut."), 1):
        add_words(bench.root, words, day)
        bench.editing.follow()
    bench.let_build()
    assert bench.built in (2, 3), "at the start, and what was in work and once more, or at once the last"
    assert bench.live.proofs is None
    assert "harbour is shut" in (bench.root / "site/transcripts/2035-01-02/index.html").read_text()


def test_a_mistake_during_a_build_stays_told_until_it_is_mended(bench: Bench) -> None:
    bench.may_build.clear()
    add_words(bench.root, "The harbour is open.")
    bench.editing.follow()
    good, topics = bench.live.state, bench.root / "data/topics.yml"
    text = topics.read_text()
    topics.write_text(f"{text}nonsense: 1\n")
    bench.editing.follow()
    told = bench.live.state
    assert [problem.partition(":")[0] for problem in told.problems] == ["data/topics.yml"]
    assert told.build == good.build, "the pages that are open stay"
    bench.let_build()
    assert bench.live.state is told
    topics.write_text(text)
    bench.editing.follow()
    bench.let_build()
    assert bench.live.state.problems == ()
    assert "harbour is open" in bench.read("/transcripts/2035-01-01/")


def test_what_only_the_build_finds_is_told_when_it_is_found(bench: Bench) -> None:
    about = bench.root / "docs/about.md"
    text = about.read_text()
    about.write_text(f"{text}\n[x](#nowhere)\n")
    bench.editing.follow()
    bench.let_build()
    assert [problem.partition(":")[0] for problem in bench.live.state.problems] == ["docs/about.md"]
    before = bench.live.state
    about.write_text(f"{text}\nMore of it.\n")
    bench.editing.follow()
    bench.let_build()
    assert bench.live.state.problems == ()
    assert bench.live.state.build != before.build, "a page by hand is shown when it is built"
    assert "More of it." in bench.read("/about/")


def test_what_the_site_alone_has_is_loaded_again_when_it_is_built(bench: Bench) -> None:
    before, gone = bench.live.state, next((bench.root / "data/transcripts").iterdir())
    page = f"/transcripts/{gone.name}/"
    correct_a_word(bench.root, random.Random(2))
    bench.may_build.clear()
    bench.editing.follow()
    for path in ("/search/", "/about/"):
        assert f'data-site="{before.site}"' in bench.read(path)
        assert f'data-build="{bench.live.state.build}"' in bench.read(path)
    for path in (page, f"{page}index.html"):
        assert f'data-build="{bench.live.state.build}" defer' in bench.read(path), "and of no older site"
    assert bench.answer("/%2e%2e/x/").status == 404
    bench.let_build()
    assert f'data-site="{bench.live.state.build}"' in bench.read("/search/")


def test_where_there_is_no_site_yet_none_is_shown_in_part(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    topics = project / "data/topics.yml"
    text = topics.read_text()
    topics.write_text(f"{text}nonsense: 1\n")
    bench = Bench(project, monkeypatch)
    bench.may_build.clear()
    topics.write_text(text)
    bench.editing.follow()
    assert bench.live.state.build == ""
    bench.let_build()
    assert "<html" in bench.read("/topics/harbour/")


def test_where_pages_can_not_be_made_the_site_is_built_all_the_same(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = bench.live.state
    monkeypatch.setattr(editing, "prove", lambda *_: 1 / 0)
    add_words(bench.root, "The harbour is open at last.")
    bench.editing.follow()
    bench.let_build()
    assert bench.live.state.site != before.site
    assert "open at last" in bench.read("/transcripts/2035-01-01/")


def test_a_page_that_can_not_be_made_leaves_that_of_the_site(
    bench: Bench, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    correct_a_word(bench.root, random.Random(2))
    bench.may_build.clear()
    bench.editing.follow()
    monkeypatch.setattr(Proofs, "find", lambda *_: 1 / 0)
    assert "<html" in bench.read("/")
    assert "ZeroDivisionError" in capsys.readouterr().err
    bench.let_build()
