"""Runs the quote check without a browser: the texts in, what it says of each out."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus import ROOT
from ontherecord.archive.model import Archive
from ontherecord.exports.quote_check import build_check_files
from ontherecord.files import write_if_changed
from tools import find_tool

SCRIPT = ROOT / "tests/theme/check_quotations.mjs"


@dataclass(frozen=True)
class Checked:
    """What the check says of a text."""

    outcome: str
    at: tuple[str, ...]
    short: bool
    speaker: str | None
    differences: tuple[str, ...]


def write_check_files(archive: Archive, folder: Path) -> Path:
    """The files that the check loads, in a folder; returns that."""
    for file in build_check_files(archive):
        write_if_changed(folder / file.path, file.content)
    return folder


def check_texts(folder: Path, texts: Sequence[str]) -> list[Checked]:
    """What the check says of texts; needs Node."""
    node = find_tool("node", "the quote check is not tried")
    task = json.dumps({"site": str(folder), "texts": list(texts)})
    done = subprocess.run([node, str(SCRIPT)], input=task, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return [
        Checked(row["outcome"], tuple(row["at"]), row["short"], row["speaker"], tuple(row["differences"]))
        for row in json.loads(done.stdout)
    ]
