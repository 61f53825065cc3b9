"""What a build does to docs/: it writes what changed, removes what is stale, keeps what an editor wrote."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path, PurePosixPath

import pytest
from corpus import build_docs, read_docs
from ontherecord.files import File
from ontherecord.site.generated import sync_files
from ontherecord.site.pipeline import sync_docs

MINE = "# Mine\n\nWritten by hand.\n"


def make_files(*pages: str) -> Iterator[File]:
    """A generated page for each word; none for "mistake"."""
    for page in pages:
        if page == "mistake":
            raise RuntimeError(page)
        yield File(PurePosixPath(f"names/{page}/index.md"), f"---\ngenerated: true\n---\n\n{page}\n".encode())


def list_pages(docs: Path) -> list[str]:
    return sorted(path.parent.name for path in docs.rglob("*.md"))


def test_only_what_changed_is_written_and_what_is_stale_goes(tmp_path: Path) -> None:
    assert len(sync_files(tmp_path, make_files("one", "two"))) == 2
    before = (tmp_path / "names/two/index.md").stat()
    (tmp_path / "names/one/index.md").write_text("spoilt")
    changed = sync_files(tmp_path, make_files("two", "three", "one"))
    assert [path.parent.name for path in changed] == ["three", "one"]
    assert (tmp_path / "names/two/index.md").stat() == before
    assert [path.parent.name for path in sync_files(tmp_path, make_files("two"))] == ["one", "three"]
    assert [path.name for path in (tmp_path / "names").iterdir()] == ["two"], "no empty folder"


def test_after_a_page_that_can_not_be_made_nothing_is_removed_and_the_next_call_mends(tmp_path: Path) -> None:
    sync_files(tmp_path, make_files("one", "two"))
    with pytest.raises(RuntimeError):
        sync_files(tmp_path, make_files("three", "mistake"))
    assert list_pages(tmp_path) == ["one", "three", "two"]
    sync_files(tmp_path, make_files("two", "three"))
    assert list_pages(tmp_path) == ["three", "two"]


# --- A page by hand where the build writes ---


@pytest.mark.parametrize(
    "text",
    [
        MINE,
        "",
        "---\ntitle: Mine\n---\n\ngenerated: true\n",
        "---\ntitle: of what is\ngenerated: false\n---\n\nMine\n",
        "generated: true\n",
    ],
)
@pytest.mark.parametrize("path", ["names/mine.md", "transcripts/old/index.md", "index.md"])
def test_a_page_by_hand_where_the_build_writes_is_a_problem_and_stays(
    toy: Path, path: str, text: str
) -> None:
    page = toy / "docs" / path
    page.parent.mkdir(parents=True, exist_ok=True)
    page.write_text(text)
    (problem,) = sync_docs(toy).problems
    assert str(problem) == (
        f"docs/{path}:1: a build owns this place and removes what it did not make there: move the page"
        " elsewhere below docs/, e.g. to docs/pages/, or delete it"
    )
    assert {name: content.decode() for name, content in read_docs(toy).items()} == {path: text}


def test_a_page_by_hand_that_was_moved_is_kept(toy: Path) -> None:
    before = build_docs(toy)
    mine = toy / "docs/names/mine.md"
    mine.write_text(MINE)
    assert sync_docs(toy).problems
    assert mine.read_text() == MINE
    moved = toy / "docs/pages/mine.md"
    moved.parent.mkdir()
    mine.rename(moved)
    assert build_docs(toy) == before
    assert moved.read_text() == MINE


def test_pages_by_hand_are_told_with_the_problems_of_the_data(toy: Path) -> None:
    (toy / "docs/names").mkdir()
    (toy / "docs/names/mine.md").write_text(MINE)
    topics = toy / "data/topics.yml"
    topics.write_text(topics.read_text().replace("code: HA", "code: ha"))
    assert {problem.path for problem in sync_docs(toy).problems} == {"data/topics.yml", "docs/names/mine.md"}
