"""The words of transcripts are read when they are needed: those of the very files that were checked."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from corpus import apply_step
from ontherecord.archive import sources
from ontherecord.archive.sources import SourceTranscript, load_sources
from ontherecord.site.unchanged import find_store, keeping_for

FOLDER = "data/transcripts/2031-03-04-holt-wren"
CORRECTION = {"file": f"{FOLDER}/transcript.txt", "replace": "Good morning.", "by": "Good mourning."}


def find_holt(root: Path) -> SourceTranscript:
    loaded, _ = load_sources(root)
    return next(source for source in loaded.transcripts if source.folder == FOLDER)


def lose_store(root: Path) -> None:
    """Empties the store that a build has open, as a disk fault may."""
    with sqlite3.connect(find_store(root) / "made.sqlite") as database:
        database.execute("UPDATE kept SET value = x'00'")
    database.close()


@pytest.fixture
def kept(toy: Path) -> Iterator[Path]:
    """The toy project, of which a build has kept what it read, within another build."""
    with keeping_for(toy):
        load_sources(toy)
    sources._digests.clear()
    sources._recall_contents.cache_clear()
    with keeping_for(toy):
        yield toy


def test_the_words_are_those_of_the_files_whether_they_are_kept_or_not(toy: Path, kept: Path) -> None:
    text = (toy / FOLDER / "transcript.txt").read_text(encoding="utf-8")
    source = find_holt(kept)
    assert source.text == text
    assert source.lock
    assert source.anchors == tuple(item.anchor for item in source.lock.passages)
    assert source == find_holt(toy)


def test_an_edit_during_a_build_changes_no_words_of_it(kept: Path) -> None:
    source = find_holt(kept)
    apply_step(kept, CORRECTION)
    assert "Good morning." in (source.text or "")
    assert "Good mourning." in (find_holt(kept).text or "")


def test_words_that_were_lost_are_read_again(kept: Path) -> None:
    source = find_holt(kept)
    lose_store(kept)
    assert "Good morning." in (source.text or "")


def test_words_that_were_lost_and_edited_are_no_others_in_silence(kept: Path) -> None:
    source = find_holt(kept)
    lose_store(kept)
    apply_step(kept, CORRECTION)
    with pytest.raises(OSError, match="changed while it was read; run it again"):
        _ = source.text
