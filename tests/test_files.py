"""Files as they are looked at: what tells one that was touched from one that was not."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from ontherecord.files import identify


def test_a_file_that_was_touched_is_another(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("words")
    os.utime(file, (1, 1))
    before = identify(str(file))
    assert before == identify(str(file))
    (tmp_path / "other").write_text("sword")
    os.utime(tmp_path / "other", (1, 1))
    (tmp_path / "other").replace(file)
    assert before != identify(str(file))
    assert before is not None


@pytest.mark.parametrize("name", ["new", "none"])
def test_a_file_that_was_just_written_is_none_that_is_known(tmp_path: Path, name: str) -> None:
    """Saved twice in a moment it would look the same."""
    (tmp_path / "new").write_text("words")
    assert identify(str(tmp_path / name)) is None
