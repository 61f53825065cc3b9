"""The projects that tests work on: the toy corpus and the real one, each as copies that a test may spoil."""

from __future__ import annotations

from pathlib import Path

import pytest
from corpus import ROOT, TOY, copy_data
from ontherecord.archive import build_archive
from ontherecord.model import Archive


@pytest.fixture
def toy(tmp_path: Path) -> Path:
    """A copy of the toy project."""
    return copy_data(TOY, tmp_path / "toy")


@pytest.fixture
def real(tmp_path: Path) -> Path:
    """A copy of the real project's data."""
    return copy_data(ROOT, tmp_path / "real")


@pytest.fixture(scope="session")
def toy_archive() -> Archive:
    return load_archive(TOY)


@pytest.fixture(scope="session")
def real_archive() -> Archive:
    return load_archive(ROOT)


def load_archive(root: Path) -> Archive:
    archive, problems = build_archive(root)
    assert archive, [str(problem) for problem in problems]
    return archive
