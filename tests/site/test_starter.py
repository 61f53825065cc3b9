"""`ontherecord init`: a project of one's own, which knows nothing of this one and works while it is empty."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from built import read_page
from corpus import ROOT, read_docs, sync
from ontherecord.cli import main
from ontherecord.site.build import build_site

STARTER = ROOT / "scripts/ontherecord/starter"
#: What only this archive knows: its name, and its first transcript.
OURS = re.compile(r"on the record|lavrov|kerry|karabakh", re.IGNORECASE)
PAGES = (
    "",
    *["transcripts", "topics", "names", "questions", "search", "check", "data", "map", "charts", "timeline"],
)
TALK = """\
Mira Holt meets the press

March 4, 2031

MS. HOLT: Good afternoon. The harbour is open.

Q    Will the bridge open?

MS. HOLT: Yes.
"""


def init(folder: Path, *options: str) -> int:
    return main(["init", str(folder), *options])


def list_texts(folder: Path) -> Iterator[tuple[Path, str]]:
    """Every file of a folder that is text."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            try:
                yield path.relative_to(folder), path.read_text(encoding="utf-8")
            except UnicodeDecodeError:
                continue


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new project and its site, as they are before the first transcript."""
    folder = tmp_path_factory.mktemp("new") / "city-gazette"
    assert init(folder) == 0
    assert build_site(folder) == ()
    return folder


def test_the_package_knows_nothing_of_this_archive() -> None:
    found = [path for path, text in list_texts(ROOT / "scripts/ontherecord") if OURS.search(text)]
    assert found == []


def test_a_project_and_its_site_say_nothing_of_this_one(project: Path) -> None:
    assert [path for path, text in list_texts(project) if OURS.search(text)] == []
    assert read_page(project / "site/index.html").findtext(".//title") == "City Gazette"
    assert "City Gazette shows what was said" in (project / "site/about/index.html").read_text("utf-8")


@pytest.mark.parametrize("address", PAGES)
def test_every_page_of_an_empty_archive_says_what_to_do(project: Path, address: str) -> None:
    page = read_page(project / "site" / address / "index.html")
    said = " ".join(page.text_content().split())
    assert "There is no transcript here yet." in said
    assert "ontherecord add talk.docx makes a draft" in said


def test_check_names_the_gaps_that_are_left(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--root", str(project)]) == 0
    told = capsys.readouterr().out
    gaps = [gap[1] for gap in re.finditer(r"docs/about\.md:(\d+): to fill in: \w+", told)]
    lines = (project / "docs/about.md").read_text("utf-8").splitlines()
    assert gaps == [str(n) for n, line in enumerate(lines, 1) if line.startswith("<!-- To fill in:")]
    assert len(gaps) == 3
    assert "About does not say who makes the site: fill in 'extra: maker' in mkdocs.yml." in told
    assert "About does not say how to report an error: fill in 'extra: report' in mkdocs.yml." in told


def test_a_part_of_about_that_pages_link_to_is_missed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    init(tmp_path / "a")
    about = tmp_path / "a/docs/about.md"
    text = about.read_text("utf-8").replace("## How links are kept", "## Liens")
    about.write_text(
        text.replace("## How topics are assigned", "## Sujets {#how-topics-are-assigned}"), "utf-8"
    )
    main(["check", "--root", str(tmp_path / "a")])
    told = capsys.readouterr().out
    assert "docs/about.md has no part 'how-links-are-kept', to which pages lead" in told
    assert "how-topics-are-assigned" not in told


@pytest.mark.parametrize(
    ("name", "options", "message"),
    [
        ("full", [], "is not empty, and nothing is overwritten: name a new or empty folder"),
        ("full/notes.txt", [], "is a file: name a new or empty folder"),
        ("new", ["--language", "enn"], "the theme has no language 'enn'; did you mean 'en'?"),
    ],
)
def test_where_no_project_can_be_made_nothing_is_written(
    name: str, options: list[str], message: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full/notes.txt").write_text("Mine.")
    assert init(tmp_path / name, *options) == 2
    assert message in capsys.readouterr().err
    assert [path.name for path in tmp_path.rglob("*")] == ["full", "notes.txt"]


def test_the_first_draft_shows_before_there_is_any_topic(tmp_path: Path) -> None:
    init(tmp_path / "a")
    (tmp_path / "talk.txt").write_text(TALK)
    assert main(["add", str(tmp_path / "talk.txt"), "--root", str(tmp_path / "a")]) == 0
    assert sync(tmp_path / "a", drafts=True).problems == ()
    pages = read_docs(tmp_path / "a")
    assert b"Mira Holt meets the press" in pages["index.md"]
    assert sync(tmp_path / "a").problems == (), "a build leaves the draft out"
    assert b"There is no transcript here yet." in read_docs(tmp_path / "a")["index.md"]


def test_the_site_speaks_the_language_that_is_asked_for(tmp_path: Path) -> None:
    init(tmp_path / "a", "--name", "Архив & Ко", "--language", "ru")
    assert build_site(tmp_path / "a") == ()
    page = read_page(tmp_path / "a/site/404.html")
    assert page.get("lang") == "ru"
    assert "Архив & Ко" in page.text_content()
    assert page.xpath("//nav[@class='site-links']/a[1]")[0].text == "Стенограммы"


def test_a_project_may_turn_its_pages_and_have_a_part_of_the_look_of_its_own(tmp_path: Path) -> None:
    init(tmp_path / "a")
    settings = tmp_path / "a/mkdocs.yml"
    settings.write_text(
        settings.read_text("utf-8").replace("language: en", "language: ar\n  custom_dir: theme")
    )
    own = tmp_path / "a/theme/partials"
    own.mkdir(parents=True)
    (own / "footer.html").write_text("<footer>By the Gazette itself.</footer>\n")
    assert build_site(tmp_path / "a") == ()
    page = read_page(tmp_path / "a/site/index.html")
    assert page.get("lang") == "ar"
    assert page.xpath("//body/@dir | //html/@dir") == ["rtl"]
    assert page.xpath("string(//footer)") == "By the Gazette itself."
    assert page.xpath("//header[@class='site-header']"), "the rest is the package's"


# --- This repository is such a project itself ---


def load(path: Path) -> dict[str, object]:
    loaded = yaml.load(path.read_text("utf-8"), Loader=yaml.BaseLoader)
    assert isinstance(loaded, dict)
    return loaded


def test_both_are_set_up_alike(project: Path) -> None:
    ours, theirs = load(ROOT / "mkdocs.yml"), load(project / "mkdocs.yml")
    own = {"site_name", "site_url", "extra", "nav"}
    assert {key: ours[key] for key in ours.keys() - own} == {key: theirs[key] for key in theirs.keys() - own}
    # data/README.md is the editor's manual: cp data/README.md scripts/ontherecord/starter/data/
    assert (STARTER / "data/README.md").read_text("utf-8") == (ROOT / "data/README.md").read_text("utf-8")


def list_sentences(text: str) -> list[str]:
    plain = re.sub(r"<!--.*?-->|^---\n.*?^---\n", "", text, flags=re.DOTALL | re.MULTILINE)
    return [one.strip() for one in re.split(r"(?<=[.:]) |\n+", plain) if one.strip()]


def test_about_says_the_same_of_what_the_package_does() -> None:
    """Where the starter's page has a sentence of its own, it stands here."""
    ours = list_sentences((ROOT / "docs/about.md").read_text("utf-8"))
    theirs = list_sentences((STARTER / "docs/about.md").read_text("utf-8"))
    assert [one for one in theirs if one not in ours] == [
        "This site publishes transcripts of news conferences as their publishers gave them, and marks what is"
        " known to be missing.",
        "Many names have other names, and each of them finds the same passages, as names in other languages"
        " do.",
        "In the passages, and wherever a passage is quoted, names stay as the source prints them.",
    ]
    headings = [one for one in ours if one.startswith("#")]
    assert [one for one in theirs if one.startswith("#")] == headings


@pytest.mark.parametrize("part", ["PYTHON ?=", "$(BIN)/python:", "help:"])
def test_make_finds_python_alike(part: str) -> None:
    def read(path: Path) -> str:
        text = path.read_text("utf-8")
        return text[text.index(f"\n{part}") :].partition("\n\n")[0]

    assert read(STARTER / "Makefile") == read(ROOT / "Makefile")


def test_workflows_use_the_same_actions_and_permissions() -> None:
    def list_uses(folder: Path) -> dict[str, str]:
        texts = [path.read_text("utf-8") for path in sorted((folder / ".github/workflows").glob("*.yml"))]
        return dict(re.findall(r"uses: ([\w-]+/[\w-]+)@(.+)", "\n".join(texts)))

    ours, theirs = list_uses(ROOT), list_uses(STARTER)
    assert theirs.items() <= ours.items()
    jobs = [load(folder / ".github/workflows/pages.yml")["jobs"] for folder in (ROOT, STARTER)]
    assert isinstance(jobs[0], dict)
    assert isinstance(jobs[1], dict)
    assert {name: job["permissions"] for name, job in jobs[1].items()} == {
        name: jobs[0][name]["permissions"] for name in jobs[1]
    }
