"""What a build does to files: it writes what changed, removes what is stale, leaves what is not its own."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest
from corpus import build_docs, read_docs, sync
from ontherecord.files import File
from ontherecord.site.build import build_site
from ontherecord.site.folders import MARKER, Folder, is_free, mark, sync_files
from ontherecord.site.pipeline import find_pages
from toysite import make_project, read_site, sync_words

MINE = "# Mine\n\nWritten by hand.\n"
LOST = "is something other than a site built before, and would be lost"


def make_files(*pages: str) -> Iterator[File]:
    """A file for each word; none for "mistake"."""
    for page in pages:
        if page == "mistake":
            raise RuntimeError(page)
        yield File(f"names/{page}/index.md", page.encode())


def list_pages(folder: Path) -> list[str]:
    return sorted(path.parent.name for path in folder.rglob("*.md"))


def test_only_what_changed_is_written_and_what_is_stale_goes(tmp_path: Path) -> None:
    sync_files(tmp_path, make_files("one", "two"))
    before = (tmp_path / "names/two/index.md").stat()
    (tmp_path / "names/one/index.md").write_text("spoilt")
    sync_files(tmp_path, make_files("two", "three", "one"))
    assert (tmp_path / "names/two/index.md").stat() == before
    assert (tmp_path / "names/one/index.md").read_text() == "one"
    sync_files(tmp_path, make_files("two"))
    assert [path.name for path in (tmp_path / "names").iterdir()] == ["two"], "no empty folder"


def test_after_a_page_that_can_not_be_made_nothing_is_removed_and_the_next_call_mends(tmp_path: Path) -> None:
    sync_files(tmp_path, make_files("one", "two"))
    with pytest.raises(RuntimeError):
        sync_files(tmp_path, make_files("three", "mistake"))
    assert list_pages(tmp_path) == ["one", "three", "two"]
    sync_files(tmp_path, make_files("two", "three"))
    assert list_pages(tmp_path) == ["three", "two"]


# --- Files beside the pages ---


def test_what_an_editor_puts_beside_generated_pages_is_kept_and_published(toy: Path) -> None:
    mine = {"topics/photo.png": b"a picture", "data/mine.csv": b"a,b\n", "names/mine.md": MINE.encode()}
    settings = toy / "mkdocs.yml"
    settings.write_text(settings.read_text().replace("  - About:", "  - Mine: names/mine.md\n  - About:"))
    for path, content in mine.items():
        (toy / "docs" / path).parent.mkdir(exist_ok=True)
        (toy / "docs" / path).write_bytes(content)
    before = read_site(toy / "docs")
    for _ in range(2):
        assert build_site(toy) == ()
        assert read_site(toy / "docs") == before
    assert (toy / "site/topics/photo.png").read_bytes() == b"a picture"
    assert (toy / "site/data/mine.csv").read_bytes() == b"a,b\n"
    assert "Written by hand." in (toy / "site/names/mine/index.html").read_text()


@pytest.mark.parametrize("link", ["docs/topics", ".cache/ontherecord/topics", ".cache/ontherecord"])
def test_nothing_is_written_or_removed_through_a_link(toy: Path, tmp_path: Path, link: str) -> None:
    outside = tmp_path / "outside"
    (outside / "deep").mkdir(parents=True)
    for name in ("photo.png", "deep/page.md", "syria.md"):
        (outside / name).write_text(MINE)
    before = read_site(outside)
    place = toy / link
    if place.is_relative_to(find_pages(toy)) and place != find_pages(toy):
        mark(find_pages(toy), Folder.PAGES)
    place.parent.mkdir(parents=True, exist_ok=True)
    place.symlink_to(outside)
    build_site(toy)
    assert read_site(outside) == before


def test_a_file_by_hand_at_the_address_of_a_generated_one_is_a_problem(toy: Path) -> None:
    mine = {
        "names/index.md": "names/index.html",
        "topics/harbour.md": "topics/harbour/index.html",
        "README.md": "index.html",
        "data/passages.csv": "data/passages.csv",
    }
    for path in mine:
        (toy / "docs" / path).parent.mkdir(exist_ok=True)
        (toy / "docs" / path).write_text(MINE)
    assert sorted(map(str, build_site(toy))) == sorted(
        f"docs/{path}:1: stands where a generated file goes ('{address}' of the site): move it"
        " elsewhere, e.g. to docs/pages/, or delete it if an earlier version of this tool wrote it"
        for path, address in mine.items()
    )
    assert not (toy / "site").exists()
    assert [(toy / "docs" / path).read_text() for path in mine] == [MINE] * 4


def test_a_folder_of_the_editors_in_the_place_of_the_generated_pages_is_a_problem(toy: Path) -> None:
    folder = find_pages(toy)
    folder.mkdir(parents=True)
    (folder / "mine.md").write_text(MINE)
    (problem,) = sync(toy).problems
    assert str(problem).startswith(".cache/ontherecord:1: is in the place of the generated pages")
    assert read_docs(toy) == {"mine.md": MINE.encode()}


def test_a_build_says_nothing_of_what_git_would_have_to_leave_out(toy: Path) -> None:
    before = read_site(toy)
    build_docs(toy)
    new = read_site(toy).keys() - before.keys()
    assert new
    assert {path.split("/")[0] for path in new} == {".cache"}


# --- The folder of the site ---


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return make_project(tmp_path / "project")


def build(project: Path, site: Path | None = None) -> list[str]:
    return [str(problem) for problem in build_site(project, site, sync=sync_words)]


@pytest.mark.parametrize("place", ["notes", "with pagefind", "source", "project", "project/docs", "."])
def test_nothing_but_a_site_is_replaced(project: Path, tmp_path: Path, place: str) -> None:
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes/mine.txt").write_text("mine")
    (tmp_path / "with pagefind/pagefind").mkdir(parents=True)
    mark(tmp_path / "source", Folder.SOURCE)
    before = read_site(tmp_path)
    assert build(project, tmp_path / place) == [f"{(tmp_path / place).resolve()}:1: {LOST}"]
    assert read_site(tmp_path) == before


def test_a_file_in_the_place_of_the_site_stays(project: Path, tmp_path: Path) -> None:
    (tmp_path / "notes").write_text("mine")
    assert build(project, tmp_path / "notes") == [f"{tmp_path / 'notes'}:1: {LOST}"]
    assert (tmp_path / "notes").read_text() == "mine"


@pytest.mark.parametrize("scratch", [".site-new", ".site-old"])
def test_a_folder_of_the_editors_where_a_build_keeps_its_own_files_stays(project: Path, scratch: str) -> None:
    (project / scratch).mkdir()
    (project / scratch / "mine.txt").write_text("mine")
    (problem,) = build(project)
    assert (
        problem == f"{project / scratch}:1: is where a build keeps its own files, and would be lost: move it"
    )
    assert (project / scratch / "mine.txt").read_text() == "mine"


def test_the_projects_own_site_from_before_there_were_markers_is_taken_over(project: Path) -> None:
    assert build(project) == []
    (project / "site" / MARKER).unlink()
    assert build(project) == []
    assert (project / "site" / MARKER).is_file()


def test_a_folder_named_site_that_is_none_stays(project: Path) -> None:
    (project / "site").mkdir()
    (project / "site/index.html").write_text("mine")
    assert build(project) == [f"{project / 'site'}:1: {LOST}"]


def test_two_projects_that_build_into_one_folder_do_not_mix(tmp_path: Path) -> None:
    projects = [make_project(tmp_path / name) for name in ("one", "two")]
    (projects[1] / "docs/second.md").write_text("# Second\n")
    alone = []
    for project in projects:
        assert build(project) == []
        alone.append(read_site(project / "site"))
        shutil.rmtree(project / "site")
    target = tmp_path / "public/site"
    threads = [Thread(target=build, args=(project, target)) for project in projects * 2]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert read_site(target) in alone
    assert [path.name for path in target.parent.iterdir()] == ["site"]


def test_a_folder_whose_maker_was_killed_before_it_was_marked_is_free(tmp_path: Path) -> None:
    (tmp_path / f".{MARKER}.new").write_text("ontherecord ma")
    assert is_free(tmp_path, Folder.SITE)
    (tmp_path / "mine.txt").touch()
    assert not is_free(tmp_path, Folder.SITE)
