"""Files as they are looked at: what tells one that was touched from one that was not."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from ontherecord.files import identify, stamp, write_if_changed, write_parts
from ontherecord.store import digest


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


@pytest.mark.parametrize("before", [None, b"", b"old words", b"one two three"])
def test_a_file_of_parts_holds_them_all(tmp_path: Path, before: bytes | None) -> None:
    file = tmp_path / "folder" / "file"
    if before is not None:
        file.parent.mkdir()
        file.write_bytes(before)
    assert write_parts(file, iter([b"one", b" two", b"", b" three"])) == digest(b"one two three")
    assert file.read_bytes() == b"one two three"
    assert [*file.parent.iterdir()] == [file]


def test_a_file_of_the_same_parts_is_not_written_again(tmp_path: Path) -> None:
    file = tmp_path / "file"
    write_parts(file, [b"x" * 100_000] * 30)
    os.utime(file, (1, 1))
    before = stamp(file)
    assert write_parts(file, [b"x" * 3_000_000]) == digest(b"x" * 3_000_000)
    assert stamp(file) == before
    write_parts(file, [b"x" * 2_999_999, b"y"])
    assert stamp(file) != before


NO_SPACE = OSError(errno.ENOSPC, "No space left on device")
NO_FONT = FileNotFoundError(errno.ENOENT, "No such file or directory", "a-font.ttf")


@pytest.mark.parametrize("error", [NO_SPACE, NO_FONT, KeyboardInterrupt()])
def test_where_a_part_fails_the_file_is_what_it_was(tmp_path: Path, error: BaseException) -> None:
    file = tmp_path / "file"
    file.write_bytes(b"old words")

    def make() -> Iterator[bytes]:
        yield b"new"
        raise error

    with pytest.raises(type(error)) as raised:
        write_parts(file, make())
    assert file.read_bytes() == b"old words"
    assert [*tmp_path.iterdir()] == [file]
    if isinstance(raised.value, OSError):
        named = "a-font.ttf" if error is NO_FONT else str(file)
        assert raised.value.filename == named, "who is told must know which"
        assert "None" not in str(raised.value)


def write_part(path: Path) -> None:
    write_parts(path, [b"x"])


def write_all(path: Path) -> None:
    write_if_changed(path, b"x")


@pytest.mark.parametrize("write", [write_part, write_all])
def test_an_error_names_the_file_that_was_to_be_written_and_no_other(
    tmp_path: Path, write: Callable[[Path], None]
) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    with pytest.raises(OSError, match="folder") as raised:
        write(folder)
    assert (raised.value.filename, raised.value.filename2) == (str(folder), None)
    assert "None" not in str(raised.value)
    assert [*tmp_path.iterdir()] == [folder]
