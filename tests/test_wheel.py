"""The package as strangers get it: a wheel, in an environment of its own, in a folder outside the repository.

The environment is clean of this package. Its dependencies are those that the tests run with: a `.pth` file
names their folder, in which no other `.pth` is read, so that the installed wheel alone brings `ontherecord`.
"""

from __future__ import annotations

import filecmp
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import venv
from dataclasses import dataclass
from pathlib import Path

import pytest
from built import find_broken_links, find_pages, read_page
from corpus import ROOT
from papers import make_docx

TALK = make_docx(
    [
        "Mira Holt meets the press",
        "March 4, 2031",
        "MS. HOLT: Good afternoon. The harbour is open, and the harbour stays open.",
        "Q: Will the harbour have a bridge?",
        "MS. HOLT: The harbour has one already.",
    ]
)
SLUG = "2031-03-04-holt"
TOPIC = """\
topics:
  - title: Harbours
    terms: [harbour]
"""


@dataclass(frozen=True)
class Stranger:
    """Somebody with the wheel installed, and a folder that `init` made."""

    environment: Path
    project: Path

    def run(self, *arguments: str, folder: Path | None = None) -> subprocess.CompletedProcess[str]:
        """Runs `ontherecord`, which must succeed."""
        kept = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
        result = subprocess.run(
            [str(self.environment / "bin/ontherecord"), *arguments],
            cwd=folder or self.project,
            env=kept,
            capture_output=True,
            text=True,
            check=False,
        )
        assert result.returncode == 0, result.stdout + result.stderr
        return result

    def edit(self, name: str, *changes: tuple[str, str]) -> None:
        """Replaces words in a file of the project, each of which stands there."""
        path = self.project / name
        text = path.read_text("utf-8")
        for old, new in changes:
            assert old in text, (name, old)
            text = text.replace(old, new)
        path.write_text(text, "utf-8")


def build_wheel(folder: Path) -> Path:
    """The wheel, built from a copy, for that leaves files beside the code."""
    shutil.copytree(
        ROOT / "scripts", folder / "scripts", ignore=shutil.ignore_patterns("__pycache__", "*.egg-info")
    )
    for name in ("pyproject.toml", "LICENSE", "NOTICE"):
        shutil.copy(ROOT / name, folder)
    run_pip("wheel", str(folder), "--no-deps", "--no-build-isolation", "--wheel-dir", str(folder / "dist"))
    (wheel,) = (folder / "dist").iterdir()
    return wheel


def run_pip(*arguments: str) -> None:
    command = [
        sys.executable,
        "-m",
        "pip",
        "--quiet",
        "--disable-pip-version-check",
        "--no-cache-dir",
        *arguments,
    ]
    subprocess.run(command, check=True)


@pytest.fixture(scope="module")
def stranger(tmp_path_factory: pytest.TempPathFactory) -> Stranger:
    """Who has published a first transcript, with nothing but the wheel."""
    folder = tmp_path_factory.mktemp("elsewhere")
    environment = folder / "venv"
    venv.create(environment)
    packages = next((environment / "lib").glob("python*/site-packages"))
    (packages / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n")
    wheel = build_wheel(folder / "source")
    run_pip("--python", str(environment / "bin/python"), "install", "--no-deps", "--no-index", str(wheel))
    somebody = Stranger(environment, folder / "gazette")
    somebody.run("init", "gazette", folder=folder)
    publish(somebody)
    return somebody


def publish(somebody: Stranger) -> None:
    """Adds a transcript, completes its draft, and builds the site."""
    (somebody.project.parent / "talk.docx").write_bytes(TALK)
    somebody.run("add", "../talk.docx")
    (somebody.project / "data/topics.yml").write_text(TOPIC)
    record = f"data/transcripts/{SLUG}/record.yml"
    somebody.edit(
        record, ("draft: true\n", ""), ('place: ""', "place: Selwyn"), ('role: ""', "role: Minister")
    )
    somebody.edit(record, ('publisher: ""', "publisher: Chancery"))
    somebody.edit(
        "data/entities.yml",
        ('description: ""', "description: Minister of Harbours."),
        ("    draft: true\n", ""),
    )
    somebody.run("accept", "--date", "2031-03-05")
    somebody.run("build")


def test_the_wheel_alone_is_what_runs(stranger: Stranger) -> None:
    where = ["bin/python", "-I", "-c", "import ontherecord; print(ontherecord.__file__)"]
    found = subprocess.run(where, cwd=stranger.environment, capture_output=True, text=True, check=True)
    assert Path(found.stdout).is_relative_to(stranger.environment)


def test_the_project_brings_the_wheel_along_for_make_and_for_the_workflow(stranger: Stranger) -> None:
    (line,) = re.findall(r"^[^#\n].*", (stranger.project / "requirements.txt").read_text(), re.MULTILINE)
    assert line.startswith("./packages/ontherecord-")
    assert (stranger.project / line.removesuffix("[pdf]")).is_file()


def test_nothing_is_left_to_do_but_what_only_the_editor_knows(stranger: Stranger) -> None:
    result = stranger.run("check")
    assert "No problems: transcripts 1, passages 3." in result.stderr
    todo = [line.strip() for line in result.stdout.splitlines()[1:] if "no brief on" not in line]
    assert [line for line in todo if not line.startswith(("docs/about.md:", "About does not say"))] == []


def test_the_site_holds_together_and_reads_without_a_script(stranger: Stranger) -> None:
    site = stranger.project / "site"
    assert find_broken_links(site) == []
    page = read_page(site / f"transcripts/{SLUG}/index.html")
    assert [item.text_content() for item in page.xpath("//p[@data-passage]")] == [
        "Good afternoon. The harbour is open, and the harbour stays open.",
        "Will the harbour have a bridge?",
        "The harbour has one already.",
    ]
    for address, page in find_pages(site):
        assert page.xpath("string(//title)").endswith("Gazette"), address
        assert page.xpath("//h1"), address
    assert (site / "pagefind/pagefind.js").is_file()


def test_an_update_of_the_package_changes_the_look_alone(stranger: Stranger, tmp_path: Path) -> None:
    before = tmp_path / "before"
    shutil.copytree(stranger.project / "site", before)
    data = {path: path.read_bytes() for path in (stranger.project / "data").rglob("*") if path.is_file()}
    theme = next(stranger.environment.glob("lib/python*/site-packages/ontherecord/theme"))
    tokens = theme / "assets/css/tokens.css"
    tokens.write_text(tokens.read_text() + "p { color: inherit; }\n")
    stranger.run("build")
    lists = ["kept.json", "worker.js"]  # Of all files, for readers without a network.
    changed = list_differing(before, stranger.project / "site")
    assert changed == ["assets/css/site.css", "assets/css/tokens.css", *lists]
    assert {path: path.read_bytes() for path in data} == data


def list_differing(before: Path, after: Path) -> list[str]:
    """The files that are not the same in both folders, or only in one."""
    names = {path.relative_to(one) for one in (before, after) for path in one.rglob("*") if path.is_file()}
    same, *_ = filecmp.cmpfiles(before, after, sorted(str(name) for name in names), shallow=False)
    return sorted({name.as_posix() for name in names} - set(same))
