"""The projects that tests work on: the toy corpus and the real one, each as copies that a test may spoil."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from functools import cache
from importlib.metadata import entry_points
from pathlib import Path

import pytest
from corpus import ROOT, TESTS, TOY, make_project
from hypothesis import settings
from jinja2 import BytecodeCache, Environment
from jinja2.bccache import Bucket
from mkdocs.theme import Theme
from ontherecord import store
from ontherecord.archive.build import build_archive
from ontherecord.archive.model import Archive
from playwright.sync_api import Browser, expect, sync_playwright
from setup_browser import ARGS, find_chromium

# The same examples on every run, and no clock: a busy machine is no failure.
settings.register_profile("steady", derandomize=True, deadline=None)
settings.load_profile("steady")
expect.set_options(timeout=20_000)


#: What takes long goes first, so that at the end no worker waits for another. Of the two that begin, only one
#: needs the real site: else each would wait for the other's.
LONG = ("browser/test_search.py", "site/test_cluster.py", "test_wheel.py", "browser/", "site/")


def pytest_xdist_auto_num_workers() -> int:
    """One worker more than there are cores: those that wait for a browser leave theirs to others."""
    return (os.cpu_count() or 1) + 1


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=find_place)


def find_place(item: pytest.Item) -> int:
    """Where the file of a test stands among those that take long; those that do not are behind them."""
    path = item.path.relative_to(TESTS).as_posix()
    return next((place for place, start in enumerate(LONG) if path.startswith(start)), len(LONG))


def pytest_collection_finish() -> None:
    """Has Python look no more through what all tests share, which stays: each build looks through everything.

    That took four times as long as to build a small site.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 10, 10)  # As commands have it.


@pytest.fixture(autouse=True)
def _hold_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """What one test has `serve` hold in memory is nothing to the next, which may have changed the program."""
    monkeypatch.setattr(store, "_holds", False)
    monkeypatch.setattr(store, "_held", {})


class Compiled(BytecodeCache):
    """What Jinja made of each template of this run, by its file; a text that has changed is compiled anew."""

    def __init__(self) -> None:
        self._held: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if found := self._held.get(bucket.key):
            bucket.bytecode_from_string(found)

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._held[bucket.key] = bucket.bytecode_to_string()


@pytest.fixture(scope="session", autouse=True)
def _prepare_once() -> Iterator[None]:
    """What MkDocs does for each site of the hundreds alike: it compiles templates, and looks for themes."""
    compiled, make = Compiled(), Theme.get_env

    def get_env(theme: Theme) -> Environment:
        environment = make(theme)
        environment.bytecode_cache = compiled
        return environment

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Theme, "get_env", get_env)
        patch.setattr("mkdocs.utils.entry_points", cache(entry_points))
        yield


@pytest.fixture
def compilations(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the templates that are compiled from now on."""
    found: list[str] = []
    generate = Environment._generate

    def note(environment: Environment, source: object, name: str, *more: object, **given: object) -> str:
        found.append(name)
        return generate(environment, source, name, *more, **given)  # type: ignore[arg-type]

    monkeypatch.setattr(Environment, "_generate", note)
    return found


@pytest.fixture
def toy(tmp_path: Path) -> Path:
    """A copy of the toy project."""
    return make_project(TOY, tmp_path / "toy")


@pytest.fixture
def real(tmp_path: Path) -> Path:
    """A copy of the real project, without what a build writes."""
    return make_project(ROOT, tmp_path / "real")


@pytest.fixture(scope="session")
def real_archive() -> Archive:
    archive, problems = build_archive(ROOT)
    assert archive, [str(problem) for problem in problems]
    return archive


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One browser for all tests: a process can have no second Playwright."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=list(ARGS))
        yield browser
        browser.close()
