"""A site that is begun when its pages are made, and other files are not: it is that of one made in turn."""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from alone import Alone, begin_alone
from built import read_page
from corpus import accept_all
from edits import correct_a_word
from ontherecord.site import pipeline
from ontherecord.site.build import build_site
from ontherecord.site.folders import Folder, mark
from ontherecord.site.making import Making
from ontherecord.site.pipeline import Paged, find_pages, sync_pages
from ontherecord.site.unchanged import find_store
from ontherecord.urls import Site, is_page
from toysite import read_site


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Alone]:
    """Runs a command as a process of its own, in which another makes the files."""
    with begin_alone(tmp_path_factory.mktemp("alone")) as alone:
        yield alone


@pytest.fixture
def accepted(toy: Path) -> Path:
    accept_all(toy)
    return toy


def test_a_page_by_hand_may_lead_to_any_generated_file_and_to_none_that_is_not(
    accepted: Path, alone: Alone
) -> None:
    slug = sorted(path.name for path in (accepted / "data/transcripts").iterdir())[0]
    there = ["data/passages.csv", "feed.xml", "data/lexicon.json", "robots.txt", "topics/harbour/"]
    there += [f"transcripts/{slug}/{slug}.md"]
    about = accepted / "docs/about.md"
    text = about.read_text()
    links = (path.replace("harbour/", "harbour/index.md") for path in there)
    about.write_text(text + "".join(f"\n[it]({path})\n" for path in links))
    assert alone.run("build", "--root", str(accepted))[0] == 0
    found = read_page(accepted / "site/about/index.html").xpath("//a[.='it']/@href")
    assert [link.removeprefix("../") for link in found] == there
    assert [path for path in there if not (accepted / "site" / path).exists()] == []
    about.write_text(text + "\n[it](data/passages.xls)\n\n[it](opensearch.xml)\n")
    status, said = alone.run("build", "--root", str(accepted))
    assert status == 1
    assert "data/passages.xls" in said
    assert "opensearch.xml" in said, "that of a site without an address does not come"
    assert "Traceback" not in said


def test_a_file_by_hand_in_the_place_of_any_is_told(accepted: Path, alone: Alone) -> None:
    for path in ("data/passages.csv", "data/lexicon.json", "data/check/pairs/0.json.gz"):
        (accepted / "docs" / path).parent.mkdir(parents=True, exist_ok=True)
        (accepted / "docs" / path).write_text("mine")
    status, said = alone.run("build", "--root", str(accepted))
    assert status == 1
    for path in ("data/passages.csv", "data/lexicon.json"):
        assert f"docs/{path}:1: stands where a generated file goes" in said
    assert not (accepted / "site").exists()


def test_what_a_theme_has_in_the_place_of_a_generated_file_gives_way_each_time(
    accepted: Path, alone: Alone
) -> None:
    own = accepted / "overrides"
    (own / "data").mkdir(parents=True)
    (own / "data/passages.csv").write_text("the theme's")
    (own / "robots.txt").write_text("the theme's")
    settings = accepted / "mkdocs.yml"
    settings.write_text(
        settings.read_text().replace("  name: material", "  name: material\n  custom_dir: overrides")
    )
    assert build_site(accepted) == ()
    correct_a_word(accepted, random.Random(3))
    assert alone.run("build", "--root", str(accepted))[0] == 0
    site = read_site(accepted / "site")
    assert b"the theme's" not in site["data/passages.csv"] + site["robots.txt"]
    new = accepted.with_name("new")
    shutil.copytree(accepted, new, ignore=shutil.ignore_patterns(".cache", "site"))
    assert build_site(new) == ()
    assert read_site(new / "site") == site


def test_where_nothing_can_be_kept_a_site_is_built_all_the_same(accepted: Path, alone: Alone) -> None:
    """With a search, whose words go from one process to the other by what is kept."""
    mark(find_store(accepted), Folder.STORE)
    (find_store(accepted) / "made.sqlite").mkdir()
    status, said = alone.run("build", "--root", str(accepted))
    assert status == 0, said
    assert list((accepted / "site/pagefind/fragment").iterdir())


@pytest.mark.parametrize(("records", "pages"), [(0, True), (60, False)])
def test_pages_are_told_only_where_the_search_is_begun(
    accepted: Path, monkeypatch: pytest.MonkeyPatch, records: int, pages: bool
) -> None:
    """Who waited for an index that nobody makes would wait for ever."""
    monkeypatch.setattr(pipeline, "count_new", lambda *_: records)
    told: list[object] = []
    pipeline.begin_pages(accepted, accepted / "docs", Site("Toy"), told.append).end()
    assert [isinstance(one, Paged) for one in told] == ([False, True] if pages else [])


def test_the_pages_that_are_told_are_all_and_come_before_all_else(accepted: Path) -> None:
    told: list[Paged] = []

    def hear(one: object) -> None:
        if isinstance(one, Paged):
            told.append(one)
            there = {path for path in find_pages(accepted).rglob("*") if path.is_file()}
            assert {path.name for path in there} == {"index.md", ".ontherecord"}

    synced = pipeline.begin_pages(accepted, accepted / "docs", Site("Toy"), hear).end()
    (paged,) = told
    assert {path for path in synced.files if is_page(path)} == paged.files.keys()
    late = {path for path in synced.files if path not in paged.files and path not in paged.coming}
    assert all(path.startswith("data/check/") for path in late), "the quote check's own alone"
    assert paged.coming <= synced.files.keys()


def test_a_problem_that_is_known_is_told_before_the_site_is_begun(accepted: Path) -> None:
    (accepted / "data/topics.yml").write_text("topics: 7\n")
    making = Making(accepted, accepted / "docs", Site("Toy"), sync_pages, lambda _: None)
    assert making.wait_for_pages().files == {}
    assert making.problems
