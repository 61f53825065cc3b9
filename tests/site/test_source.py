"""The page source goes through every engine that reads mkdocs.yml, and the pages are the same."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urljoin

import pytest
import yaml
from built import ADDRESS, copy_project, find_pages, share_site_at_address
from lxml import etree, html
from ontherecord.cli import main
from ontherecord.site.folders import MARKER
from toysite import read_site

COMMANDS = {
    "mkdocs": ("build", "--strict"),
    "properdocs": ("build", "--strict", "--config-file", "mkdocs.yml"),
    "zensical": ("build", "--strict"),
}

#: Only our own build lists what browsers keep, when all else is written.
MANIFEST = r'head: <link rel="manifest" .*'
#: Zensical takes 404.html for a page, and describes it.
NOT_FOUND = r'head: <meta (property="og:|name="twitter:).*'


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the real project's `site`, made by the plugin, and its page `source`."""
    folder = tmp_path_factory.mktemp("engines")
    project = copy_project(folder / "project")
    (folder / "site").symlink_to(share_site_at_address(tmp_path_factory.getbasetemp()))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SITE_URL", ADDRESS)
        assert main(["pages", "--root", str(project), str(folder / "source")]) == 0
    return folder


def list_facts(address: str, page: html.HtmlElement) -> Iterator[str]:
    """What a page says, a line each: title, head, text, ids, passages, links resolved."""
    here = f"{ADDRESS}{address}"
    body = page.find("body")
    for item in page.find("head"):
        if item.get("type") == "application/ld+json":
            yield "head: " + json.dumps(json.loads(item.text), sort_keys=True)
        elif isinstance(item.tag, str):
            yield "head: " + resolve(here, html.tostring(item, encoding="unicode", with_tail=False).strip())
    etree.strip_elements(body, "script", with_tail=False)
    for text in body.itertext():
        if text.strip():
            yield "text: " + " ".join(text.split())
    for item in body.iter(etree.Element):
        for name in ("href", "src", "action"):
            if item.get(name) is not None:
                yield f"link: {item.tag} {name} {urljoin(here, item.get(name).strip())}"
        if item.get("id"):
            yield f"id: {item.tag} {item.get('id')}"
        if item.get("data-passage"):
            yield f"passage: {item.get('id')} {item.get('data-passage')} {item.text_content()}"


def list_files(site: Path) -> dict[str, bytes]:
    """The files for programs and readers that are no pages: data, cards, search index."""
    ours = ("data/", "pagefind/", "transcripts/", "robots.txt", "opensearch.xml", "CITATION.cff")
    return {
        path: content
        for path, content in read_site(site).items()
        if path.startswith(ours) and not path.endswith(".html")
    }


def resolve(here: str, tag: str) -> str:
    return re.sub(r' (href|src)="([^"]*)"', lambda found: f' {found[1]}="{urljoin(here, found[2])}"', tag)


def list_own(address: str, page: html.HtmlElement, engine: str) -> list[str]:
    """The facts that are not the engine's own, in order."""
    own = [MANIFEST, *([NOT_FOUND] if (engine, address) == ("zensical", "404.html") else [])]
    return [fact for fact in list_facts(address, page) if not any(re.fullmatch(one, fact) for one in own)]


@pytest.mark.parametrize("engine", COMMANDS)
def test_every_engine_makes_the_same_pages(built: Path, engine: str) -> None:
    source = built / "source"
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "SITE_URL": "https://elsewhere.example/"}
    run = subprocess.run(
        [sys.executable, "-m", engine, *COMMANDS[engine]],
        cwd=source,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert run.returncode == 0, run.stdout + run.stderr
    pages, ours = dict(find_pages(source / "site")), dict(find_pages(built / "site"))
    assert pages.keys() == ours.keys() - {"offline.html"}
    assert len(ours) > 50
    for address, page in pages.items():
        assert list_own(address, page, engine) == list_own(address, ours[address], engine), address
    files, others = list_files(built / "site"), list_files(source / "site")
    assert len(files) > 50
    assert [path for path, content in files.items() if others.get(path) != content] == []


def test_the_source_names_no_plugin(built: Path) -> None:
    settings = yaml.safe_load((built / "source/mkdocs.yml").read_text(encoding="utf-8"))
    assert settings["plugins"] == []
    assert settings["theme"]["name"] == "material"
    assert settings["site_url"] == ADDRESS
    assert {path.name for path in (built / "source").iterdir()} >= {MARKER, "docs", "theme", "mkdocs.yml"}


def test_pages_writes_again_what_it_wrote_and_leaves_what_engines_made(toy: Path, tmp_path: Path) -> None:
    source = tmp_path / "source"
    assert main(["pages", "--root", str(toy), str(source)]) == 0
    before = read_site(source)
    assert "docs/pagefind/pagefind.js" in before
    (source / "site").mkdir()
    (source / "site/index.html").write_text("an engine's")
    (source / "docs/stale.md").write_text("# Stale")
    assert main(["pages", "--root", str(toy), str(source)]) == 0
    assert read_site(source) == {**before, "site/index.html": b"an engine's"}


def test_pages_replaces_nothing_that_it_did_not_make(
    toy: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes/mine.txt").write_text("mine")
    for target in (tmp_path / "notes", toy, toy / "docs"):
        before = read_site(target)
        assert main(["pages", "--root", str(toy), str(target)]) == 1
        assert "is no empty folder and no page source made before" in capsys.readouterr().out
        assert read_site(target) == before
