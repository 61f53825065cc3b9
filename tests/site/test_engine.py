"""Generated pages go through MkDocs as they stand; nobody who reads or links to them sees a difference."""

from __future__ import annotations

from pathlib import Path

import pytest
from built import find_pages
from jinja2 import Environment
from lxml import html
from mkdocs.structure.files import Files
from ontherecord.files import File
from ontherecord.site.engine import build_pages
from ontherecord.site.folders import Folder, mark, sync_files
from ontherecord.site.pipeline import Synced
from ontherecord.site.pipeline import find_pages as find_generated
from ontherecord.site.plugin import OnTheRecord
from toysite import CONFIG, make_project

GENERATED = '---\ntitle: "Made"\ngenerated: true\n---\n\n<div class="page">\n<p id="p1">Words</p>\n</div>\n'


def write(project: Path, pages: dict[str, str]) -> list[str]:
    """The problems of a project with these pages too, by hand or generated as they say."""
    made = [name for name, text in pages.items() if "generated: true" in text]
    for name in pages.keys() - made:
        (project / "docs" / name).write_text(pages[name])

    def sync(root: Path, *_: object) -> Synced:
        files = [File(name, pages[name].encode()) for name in made]
        mark(find_generated(root), Folder.PAGES)
        return Synced(files=sync_files(find_generated(root), files))

    return [str(problem) for problem in build_pages(project, project / "site", sync)]


def test_a_link_to_a_passage_of_a_generated_page_is_checked(tmp_path: Path) -> None:
    project = make_project(tmp_path / "project")
    assert write(project, {"made/index.md": GENERATED, "index.md": "# Home\n\n[x](made/index.md#p1)\n"}) == []
    assert write(project, {"made/index.md": GENERATED, "index.md": "# Home\n\n[x](made/index.md#p9)\n"}) == [
        "docs/index.md:3: contains a link 'made/index.md#p9', but the doc 'made/index.md' does not contain"
        " an anchor '#p9'."
    ]


def test_what_is_in_a_page_is_held_only_while_it_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = make_project(tmp_path / "project")
    held: list[str] = []

    def look(_: OnTheRecord, env: Environment, *, files: Files, **__: object) -> Environment:
        held.extend(repr(vars(file.page)) for file in files.documentation_pages() if file.page)
        return env

    monkeypatch.setattr(OnTheRecord, "on_env", look, raising=False)
    pages = dict.fromkeys(("made/index.md", "more/index.md"), GENERATED.replace("Words", "Held"))
    assert write(project, pages) == []
    assert held
    assert not any("Held" in of_page for of_page in held)
    built = dict(find_pages(project / "site"))
    assert [built[name].xpath("string(//p[@id='p1'])") for name in ("made/", "more/")] == ["Held", "Held"]


def test_what_is_no_block_of_html_is_markdown_all_the_same(tmp_path: Path) -> None:
    project = make_project(tmp_path / "project")
    head = '---\ntitle: "Made"\ngenerated: true\n---\n\n'
    pages = {
        "words/index.md": f"{head}Words and *more*.\n",
        "blank/index.md": f"{head}<div>\n<p>One</p>\n</div>\n\nTwo and *more*.\n",
        "own.md": "# Own\n\n<div>One</div>\n\nTwo and *more*.\n",
    }
    assert write(project, pages) == []
    built = dict(find_pages(project / "site"))
    for name in ("words/", "blank/", "own/"):
        assert find_stressed(built[name]) == ["more"]


def test_the_name_of_the_site_and_what_a_page_says_of_itself_are_no_markup(
    tmp_path: Path,
) -> None:
    project = make_project(tmp_path / "project")
    config = CONFIG.replace("Toy", "Said &copy; so's").replace("mkdocs\n  custom_dir: overrides", "material")
    (project / "mkdocs.yml").write_text(config)
    assert write(project, {"own.md": """---\ndescription: The "record" & more\n---\n\n# Own\n"""}) == []
    page = dict(find_pages(project / "site"))["own/"]
    assert page.xpath("string(//meta[@name='description']/@content)") == 'The "record" & more'
    assert page.xpath("string(//title)") == "Own · Said &copy; so's"
    assert page.xpath("string(//meta[@property='og:site_name']/@content)") == "Said &copy; so's"
    assert str(page.xpath("string(//a[@class='wordmark'])")).endswith("Said &copy; so's")


def find_stressed(page: html.HtmlElement) -> list[str]:
    return [str(item.text_content()) for item in page.iter("em")]
