"""A new site takes the place of the old one: whole, whichever way, and whenever who does it is killed."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest
from ontherecord.site import exchange
from ontherecord.site.exchange import discard, name_new, recover
from ontherecord.site.folders import MARKER, Folder, mark

OLD = {
    "index.html": "home",
    "a/index.html": "a stays",
    "b/index.html": "b is corrected",
    "c/deep/index.html": "c goes",
    "d": "a file that becomes a folder",
    "e/index.html": "a folder that becomes a file",
    "e/more/index.html": "and what is in it",
}
#: What is made anew: all else of the new site stands.
MADE = {"b/index.html": "b was corrected", "d/index.html": "a folder", "e": "a file", "f/g/index.html": "new"}
STANDS = {"index.html", "a/index.html"}
NEW = {**{path: OLD[path] for path in STANDS}, **MADE}

both_ways = pytest.mark.parametrize("few", [0, 1000], ids=["by renames", "file by file"])


def fill(folder: Path, files: Mapping[str, str]) -> Path:
    mark(folder, Folder.SITE)
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text)
    return folder


def read(folder: Path) -> dict[str, str]:
    """All that is in a folder, empty folders too."""
    paths = [path for path in folder.rglob("*") if path.is_file() or not any(path.iterdir())]
    return {str(path.relative_to(folder)): path.read_text() for path in paths if path.name != MARKER}


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """An old site, with a new one beside it."""
    site = fill(tmp_path / "site", OLD)
    fill(name_new(site), MADE)
    return site


@both_ways
def test_the_new_site_is_what_was_made_and_what_stands(
    site: Path, monkeypatch: pytest.MonkeyPatch, few: int
) -> None:
    monkeypatch.setattr(exchange, "_FEW", few)
    exchange.exchange(site, STANDS)
    assert read(site) == NEW
    assert [path.name for path in site.parent.iterdir()] == ["site"]


@both_ways
def test_what_stands_is_not_written_again(site: Path, monkeypatch: pytest.MonkeyPatch, few: int) -> None:
    monkeypatch.setattr(exchange, "_FEW", few)
    before = (site / "a/index.html").stat()
    exchange.exchange(site, STANDS)
    after = (site / "a/index.html").stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


@both_ways
def test_a_link_in_the_site_is_not_followed(site: Path, monkeypatch: pytest.MonkeyPatch, few: int) -> None:
    monkeypatch.setattr(exchange, "_FEW", few)
    elsewhere = site.parent / "elsewhere"
    for name in ("a", "b"):
        (elsewhere / name).parent.mkdir(exist_ok=True)
        (site / name).rename(elsewhere / name)
        (site / name).symlink_to(elsewhere / name)
    exchange.exchange(site, STANDS)
    assert read(site) == NEW
    assert not any(path.is_symlink() for path in site.rglob("*"))
    assert read(elsewhere) == {path: OLD[path] for path in ("a/index.html", "b/index.html")}


class Killed(BaseException):
    """As where the process ends."""


def kill_after(count: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Has this many changes of the disk done, and no more."""
    done = 0

    def limit(name: str) -> None:
        change = getattr(Path, name)

        def do(path: Path, *given: object, **more: object) -> object:
            nonlocal done
            if "-new" not in path.name and not path.name.startswith(f".{exchange._PLAN}"):
                if done == count:
                    raise Killed
                done += 1
            return change(path, *given, **more)

        monkeypatch.setattr(Path, name, do)

    for name in ("unlink", "replace", "mkdir"):
        limit(name)


def test_whenever_it_is_killed_the_next_build_ends_what_was_begun(tmp_path: Path) -> None:
    finished = 0
    for count in range(100):
        site = fill(tmp_path / f"{count}/site", OLD)
        fill(name_new(site), MADE)
        with pytest.MonkeyPatch.context() as patch:
            kill_after(count, patch)
            try:
                exchange.exchange(site, STANDS)
                finished += 1
            except Killed:
                pass
            finally:
                patch.undo()
                discard(site)
        begun = name_new(site).exists()
        recover(site)
        assert read(site) == (NEW if begun or finished else OLD), count
        assert not name_new(site).exists()
        if finished:
            break
    assert count > 8


def test_what_was_begun_of_a_site_that_is_gone_is_left(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kill_after(2, monkeypatch)
    with pytest.raises(Killed):
        exchange.exchange(site, STANDS)
    monkeypatch.undo()
    shutil.rmtree(site)
    recover(site)
    assert not site.exists()
    fill(site, {"index.html": "another"})
    recover(site)
    assert read(site) == {"index.html": "another"}


def test_a_site_that_was_removed_meanwhile_does_not_come_back_in_part(site: Path) -> None:
    shutil.rmtree(site)
    with pytest.raises(FileNotFoundError):
        exchange.exchange(site, STANDS)
    assert not site.exists()


@pytest.mark.parametrize("plan", ["", "{}", "[1]", '[[1, 2], ["a"], []]', '{"site": '])
def test_a_plan_that_can_not_be_read_is_none(site: Path, plan: str) -> None:
    """As where the system lost its power."""
    (name_new(site) / exchange._PLAN).write_text(plan)
    recover(site)
    assert read(site) == OLD


def test_pages_are_moved_when_what_they_load_is_there(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(name_new(site), {"z.js": "script", "z.css": "sheet"})
    moved: list[str] = []
    replace = Path.replace

    def note(path: Path, target: Path) -> Path:
        moved.append(path.suffix)
        return replace(path, target)

    monkeypatch.setattr(Path, "replace", note)
    exchange.exchange(site, STANDS)
    assert sorted(moved, key=".html".__eq__) == moved
    assert moved.count(".html") == 3
