from __future__ import annotations

import gzip
import json
import logging
import os
from pathlib import Path
from threading import Lock, Thread
from time import sleep

import pytest
from ontherecord.exports.search_records import SearchRecord
from ontherecord.site import exchange, index_service
from ontherecord.site.build import build_site
from ontherecord.site.folders import Folder, mark
from ontherecord.site.index_pieces import read_fragment
from ontherecord.site.pipeline import Synced, find_pages
from ontherecord.site.search_index import ROWS, join_anchors
from toysite import CONFIG, index_records, make_project, read_fragments, read_site, sync_words


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return make_project(tmp_path / "project")


def build(project: Path) -> list[str]:
    return [str(problem) for problem in build_site(project, sync=sync_words)]


def append(path: Path, text: str) -> None:
    path.write_text(path.read_text() + text)


# --- What is built ---


def test_the_site_has_its_pages_and_its_search(project: Path) -> None:
    assert build(project) == []
    site = read_site(project / "site")
    assert "Good morning" in site["index.html"].decode()
    assert "Karabakh" in site["transcripts/t/index.html"].decode()
    assert {"404.html", "sitemap.xml", "pagefind/pagefind.js", "pagefind/pagefind-entry.json"} <= site.keys()
    assert [path.name for path in project.iterdir() if path.name.startswith(".")] == [".cache"]


def test_the_index_leaves_out_ready_made_interfaces(project: Path) -> None:
    build(project)
    extra = [path for path in read_site(project / "site/pagefind") if "ui" in path or "highlight" in path]
    assert extra == []


def test_the_site_may_be_built_elsewhere(project: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "public/site"
    assert build_site(project, elsewhere, sync=sync_words) == ()
    assert "index.html" in read_site(elsewhere)
    assert not (project / "site").exists()
    assert build_site(project, elsewhere, sync=sync_words) == (), "a site built before may be replaced"


# --- The same data, the same bytes ---


def test_two_builds_in_different_folders_are_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    sites = []
    for name in ("first", "second, in a folder with a longer name"):
        project = make_project(tmp_path / name)
        assert build(project) == []
        sites.append(read_site(project / "site"))
        index_service.index_pages.cache_clear()
    assert sites[0] == sites[1]


def test_the_site_does_not_tell_when_it_was_built(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    build(project)
    sitemap = (project / "site/sitemap.xml").read_text()
    assert "<loc>https://example.org/toy/transcripts/t/</loc>" in sitemap
    assert "lastmod" not in sitemap
    packed = (project / "site/sitemap.xml.gz").read_bytes()
    assert gzip.decompress(packed).decode() == sitemap
    assert packed[4:8] == bytes(4), "the time in the header of a gzip file"
    assert "SOURCE_DATE_EPOCH" not in os.environ


def test_a_date_that_is_set_is_kept(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
    build(project)
    assert (project / "site/sitemap.xml.gz").read_bytes()[4:8] == (86400).to_bytes(4, "little")
    assert os.environ["SOURCE_DATE_EPOCH"] == "86400"


def test_the_same_records_give_the_same_index() -> None:
    records = [
        SearchRecord(
            url=f"t/#p{number}",
            title=f"Passage {number}",
            content="communiqué communique Kyiv Kiev words in common",
            meta={"kind": "answer", "speaker": "Lavrov"},
            facets={
                "topic": (f"topic {number % 7}", f"topic {number % 5}"),
                "kind": (f"kind {number % 3}",),
                "speaker": (f"speaker {number % 11}",),
                "year": (str(2000 + number % 13),),
            },
        )
        for number in range(60)
    ]
    indexes = []
    for _ in range(4):
        index_service.index_pages.cache_clear()
        indexes.append(index_records(records))
    assert all(index == indexes[0] for index in indexes)


# --- What a search shows ---

TEXTS = [
    "Plain words, and a last one",
    'Tom & "Jerry" <b>bold</b> it\'s 1 < 2 > 0',
    "&amp; &lt;script&gt; &#39; as typed",
    "{{ jinja }} {: .x } [x](y) *a* _b_ key: value, other[attr]",
    "émigré, Сергей Лавров, 中文 and “quotes”",
]


@pytest.mark.parametrize("text", TEXTS)
def test_a_text_comes_out_of_the_index_as_it_went_in(text: str) -> None:
    record = SearchRecord("t/#p1", text, text, {"question": text}, {"topic": (text, "other")})
    index = index_records([record])
    fragment = read_fragments(index)["t/#p1"]
    assert fragment["content"] == text
    assert fragment["meta"] == {"title": text, "question": text}
    assert json.loads(index[ROWS])["values"] == {"topic": [[text, "other"]]}


def test_anchors_are_listed_as_runs() -> None:
    anchors = ["p1", "p2", "p3", "p3a", "p4", "p6", "p1"]
    assert join_anchors(anchors) == "p1+2 p3a p4 p6 p1"
    assert join_anchors([]) == ""


def test_the_rows_say_of_each_record_its_facets() -> None:
    facets: list[dict[str, tuple[str, ...]]] = [
        {"topic": ("a", "b"), "kind": ("x",)},
        {"topic": (), "kind": ("x",)},
        {"topic": ("a", "b"), "kind": ("y",)},
    ]
    records = [SearchRecord(f"t/#p{n}", "S", "the same words", facets=one) for n, one in enumerate(facets)]
    index = index_records(records)
    rows = json.loads(index[ROWS])
    for number, (record, identity) in enumerate(zip(records, rows["ids"].split(), strict=True)):
        assert read_fragment(index[f"fragment/{identity}.pf_fragment"])["url"] == record.url
        for facet, values in record.facets.items():
            assert tuple(rows["values"][facet][rows["columns"][facet][number]]) == values


def test_an_address_keeps_its_anchor() -> None:
    urls = [
        "transcripts/2016-07-15-lavrov-kerry/#p13",
        "transcripts/2016-07-15-lavrov-kerry/#p14a",
        "topics/syria/",
    ]
    index = index_records([SearchRecord(url, url, "the same words") for url in urls])
    assert sorted(read_fragments(index)) == sorted(urls)


@pytest.mark.parametrize("text", ["* * *", "=====", "…"])
def test_a_passage_without_words_is_no_hindrance(text: str) -> None:
    records = [SearchRecord(f"t/#p{n}", "S", words) for n, words in enumerate(("one", text, "two"))]
    assert sorted(read_fragments(index_records(records))) == ["t/#p0", "t/#p2"]


# --- Mistakes, and the site that stands ---


def test_problems_of_the_data_leave_the_old_site(project: Path) -> None:
    build(project)
    before = read_site(project / "site")
    (project / "data/words.txt").write_text("Fine\n!wrong\n!wrong too\n")
    assert build(project) == ["data/words.txt:2: begins with !", "data/words.txt:3: begins with !"]
    assert read_site(project / "site") == before


BROKEN_LINKS = {
    "[x](#nowhere)": "contains a link '#nowhere', but there is no such anchor on this page.",
    "[x](about.md#nowhere)": "contains a link 'about.md#nowhere', but the doc 'about.md' does not contain an "
    "anchor '#nowhere'.",
    "[x](transcripts/t/index.md#p9)": "contains a link 'transcripts/t/index.md#p9', but the doc "
    "'transcripts/t/index.md' does not contain an anchor '#p9'.",
    "[x](gone.md)": "contains a link 'gone.md', but the target is not found among documentation files.",
}


@pytest.mark.parametrize("link", BROKEN_LINKS)
def test_a_broken_link_fails_and_leaves_the_old_site(project: Path, link: str) -> None:
    build(project)
    before = read_site(project / "site")
    append(project / "docs/index.md", f"\nSee {link}.\n")
    assert build(project) == [f"docs/index.md:5: {BROKEN_LINKS[link]}"]
    assert read_site(project / "site") == before


@pytest.mark.parametrize("level", [logging.DEBUG, logging.WARNING, logging.ERROR])
def test_a_broken_anchor_fails_however_loud_mkdocs_is(project: Path, level: int) -> None:
    logger = logging.getLogger("mkdocs")
    append(project / "docs/index.md", "\n[x](#nowhere)\n")
    logger.setLevel(level)
    try:
        assert len(build(project)) == 1
        assert logger.level == level
    finally:
        logger.setLevel(logging.NOTSET)


EDITS = {
    "mkdocs.yml not YAML": (
        "mkdocs.yml",
        CONFIG + "nav: [index.md\nextra: {}\n",
        "mkdocs.yml:8: not valid YAML: expected ',' or ']', but got ':'",
    ),
    "mkdocs.yml tab": (
        "mkdocs.yml",
        "site_name: Toy\n\ttheme: mkdocs\n",
        "mkdocs.yml:2: not valid YAML: found character '\\t' that cannot start any token",
    ),
    "unknown setting": (
        "mkdocs.yml",
        CONFIG + "teme: x\n",
        "mkdocs.yml:7: Config value 'teme': Unrecognised configuration name: teme",
    ),
    "page missing from nav": (
        "mkdocs.yml",
        CONFIG + "nav:\n  - index.md\n  - gone.md\n",
        "mkdocs.yml:9: A reference to 'gone.md' is included in the 'nav' configuration, which is not found "
        "in the documentation files.",
    ),
    "template syntax": (
        "overrides/main.html",
        "{% extends 'base.html' %}\n\n{% block content %}{% if %}{% endblock %}\n",
        "overrides/main.html:3: Expected an expression, got 'end of statement block'",
    ),
    "template at work": (
        "overrides/main.html",
        "{% extends 'base.html' %}\n{% block content %}\n{{ page.nothing.at_all }}{% endblock %}\n",
        "overrides/main.html:3: 'mkdocs.structure.pages.Page object' has no attribute 'nothing'",
    ),
    "template arithmetic": (
        "overrides/main.html",
        "{% extends 'base.html' %}\n{% block content %}{{ 1 / 0 }}{% endblock %}\n",
        "overrides/main.html:2: ZeroDivisionError: division by zero",
    ),
    "template of templates": (
        "overrides/main.html",
        "{% extends 'bsae.html' %}\n",
        "overrides/main.html:1: there is no template 'bsae.html'",
    ),
    "template of a page": (
        "docs/about.md",
        "---\ntemplate: gone.html\n---\n# About\n\n## Why\n",
        "docs/about.md:2: 'gone.html' not found",
    ),
}


DEEP = "[" * 100_000
EDITS |= {
    "mkdocs.yml nested without end": (
        "mkdocs.yml",
        f"{CONFIG}extra: {DEEP}\n",
        "mkdocs.yml:7: this is nested too deeply",
    ),
    "front matter nested without end": (
        "docs/about.md",
        f"---\ntitle: About\ntags: {DEEP}\n---\n# About\n\n## Why\n",
        "docs/about.md:3: the front matter is nested too deeply",
    ),
    "site_url with markup": (
        "mkdocs.yml",
        CONFIG.replace("toy/", "'><script>"),
        "mkdocs.yml:2: site_url (or SITE_URL) is 'https://example.org/'><script>/': "
        "write an address as https://example.org/path/",
    ),
    "site_url of another scheme": (
        "mkdocs.yml",
        CONFIG.replace("https:", "javascript:"),
        "mkdocs.yml:2: site_url (or SITE_URL) is 'javascript://example.org/toy/': "
        "write an address as https://example.org/path/",
    ),
    "site_name with markup": (
        "mkdocs.yml",
        CONFIG.replace("Toy", "Toy <b>"),
        'mkdocs.yml:1: site_name holds a <: write it in plain words, without < > and "',
    ),
}


@pytest.mark.parametrize("name", EDITS)
def test_an_editors_mistake_is_one_line_with_its_place(project: Path, name: str) -> None:
    build(project)
    before = read_site(project / "site")
    path, text, problem = EDITS[name]
    (project / path).write_text(text)
    assert build(project) == [problem]
    assert read_site(project / "site") == before


@pytest.mark.parametrize("path", ["docs/new.md", "docs/picture.png"])
def test_a_pipe_among_the_pages_is_a_problem_and_holds_nobody_up(project: Path, path: str) -> None:
    os.mkfifo(project / path)
    assert [line.partition(": ")[0] for line in build(project)] == [f"{path}:1"]


def test_a_page_that_is_not_utf_8_is_one_problem(project: Path) -> None:
    (project / "docs/about.md").write_bytes(b"# About\n\n## Why\n\n\xff\n")
    assert [line.partition(": ")[0] for line in build(project)] == ["docs/about.md:1"]


def test_without_pagefind_the_old_site_stays(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build(project)
    before = read_site(project / "site")
    index_service.index_pages.cache_clear()
    monkeypatch.setattr(index_service, "get_executable", lambda: None)
    assert build(project) == ["site/pagefind:1: Pagefind is not installed"]
    assert read_site(project / "site") == before


@pytest.mark.parametrize(
    ("script", "problem"),
    [
        ("#!/bin/sh\necho 'out of luck' >&2\nexit 3\n", "stopped before it was done: out of luck"),
        ("#!/bin/sh\nexit 0\n", "stopped before it was done: it does not say why"),
        ("#!/no/such/program\n", "does not start: No such file or directory"),
    ],
)
def test_a_pagefind_that_fails_is_one_problem(
    project: Path, monkeypatch: pytest.MonkeyPatch, script: str, problem: str
) -> None:
    broken = project / "pagefind"
    broken.write_text(script)
    broken.chmod(0o755)
    index_service.index_pages.cache_clear()
    monkeypatch.setenv("PAGEFIND_BINARY_PATH", str(broken))
    assert build(project) == [f"site/pagefind:1: Pagefind {problem}"]
    assert not (project / "site").exists()


# --- Interruptions ---


def test_leftovers_of_a_killed_build_are_cleared_up(project: Path) -> None:
    build(project)
    for leftover in (".site-new", ".site-old"):
        mark(project / leftover, Folder.SITE)
        (project / leftover / "sub").mkdir()
        (project / leftover / "sub/file").write_text("left over")
    assert build(project) == []
    assert sorted(path.name for path in project.iterdir()) == [
        ".cache",
        "data",
        "docs",
        "mkdocs.yml",
        "overrides",
        "site",
    ]


def test_a_build_killed_between_the_renames_has_lost_nothing(project: Path) -> None:
    build(project)
    before = read_site(project / "site")
    (project / "site").rename(project / ".site-old")
    (project / "data/words.txt").write_text("!so that there is no new one\n")
    assert build(project) == ["data/words.txt:1: begins with !"]
    assert read_site(project / "site") == before


def test_a_rename_that_fails_leaves_the_old_site(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build(project)
    before = read_site(project / "site")
    rename = Path.rename

    def fail(path: Path, target: Path) -> Path:
        if path.name == ".site-new":
            raise OSError("no space left")
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", fail)
    monkeypatch.setattr(exchange, "_FEW", 0)
    with pytest.raises(OSError, match="no space left"):
        build(project)
    assert read_site(project / "site") == before


def test_an_error_nobody_foresaw_leaves_the_old_site_and_the_next_build_mends_the_pages(
    project: Path,
) -> None:
    build(project)
    before = read_site(project / "site")

    def fail(root: Path, *_: object) -> Synced:
        (find_pages(root) / "transcripts/t/index.md").write_text("# Half new\n")
        raise RuntimeError(root)

    with pytest.raises(RuntimeError):
        build_site(project, sync=fail)
    assert read_site(project / "site") == before
    assert build(project) == []
    assert read_site(project / "site") == before


def test_one_build_waits_for_the_other(project: Path) -> None:
    busy, outcomes = Lock(), []

    def sync_alone(root: Path, *_: object) -> Synced:
        assert busy.acquire(blocking=False), "two builds at a time"
        sleep(0.05)
        synced = sync_words(root)
        busy.release()
        return synced

    threads = [Thread(target=lambda: outcomes.append(build_site(project, sync=sync_alone))) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert outcomes == [(), (), ()]
