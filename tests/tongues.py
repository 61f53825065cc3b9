"""The small conference in four languages (`tests/tongues`) as a project, on a site of any language."""

from __future__ import annotations

import shutil
from pathlib import Path

from corpus import ROOT, TESTS, make_project
from ontherecord.cli import main
from ontherecord.site.build import build_site

ORIGINAL = "2034-05-06-quay"
RUSSIAN, CHINESE, ARABIC = f"{ORIGINAL}-ru", f"{ORIGINAL}-zh", f"{ORIGINAL}-ar"


def make_tongues(folder: Path, language: str = "en") -> Path:
    """A copy of the project with its numbers accepted, on a site that speaks the language."""
    root = make_project(TESTS / "tongues", folder)
    shutil.copytree(ROOT / "docs", root / "docs", dirs_exist_ok=True)
    settings = root / "mkdocs.yml"
    text = settings.read_text(encoding="utf-8")
    assert "\n  language: en\n" in text
    settings.write_text(text.replace("\n  language: en\n", f"\n  language: {language}\n"), encoding="utf-8")
    (root / "data" / "published.txt").touch()
    assert main(["accept", "--root", str(root), "--date", "2034-05-07"]) == 0
    return root


def build_tongues(folder: Path) -> Path:
    """The site of the project, built as `ontherecord build` does it."""
    root = make_tongues(folder)
    problems = build_site(root)
    assert problems == (), [str(problem) for problem in problems]
    return root / "site"
