"""The files at the root of a site: what crawlers, browsers and reference managers are told of it."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml
from corpus import ROOT
from lxml import etree
from ontherecord.exports.site_files import build_site_files
from ontherecord.urls import Site

ADDRESS = "https://example.org/r/"
SCHEMA = ("--builtin-schema", "vendor.citation-file-format", "--default-filetype", "yaml")
CHECKER = (sys.executable, "-m", "check_jsonschema", *SCHEMA)
NAMESPACE = {"o": "http://a9.com/-/spec/opensearch/1.1/"}


NOWHERE = Path("/nowhere")


def make_files(name: str = "On the Record", address: str = ADDRESS, docs: Path = NOWHERE) -> dict[str, str]:
    return {file.path: file.text for file in build_site_files(Site(name, address), docs)}


def test_crawlers_learn_where_the_sitemap_is() -> None:
    lines = make_files(address="https://example.org/")["robots.txt"].splitlines()
    assert lines == ["User-agent: *", "Disallow:", "", "Sitemap: https://example.org/sitemap.xml"]


def test_below_a_path_robots_txt_says_that_nobody_reads_it_there() -> None:
    first, *lines = make_files()["robots.txt"].splitlines()
    assert "at the root of a host alone" in first
    assert lines[-1] == "Sitemap: https://example.org/r/sitemap.xml"


def test_without_an_address_nothing_is_said_that_needs_one() -> None:
    files = make_files(address="")
    assert "opensearch.xml" not in files
    assert files["robots.txt"] == "User-agent: *\nDisallow:\n"
    assert "url" not in yaml.safe_load(files["CITATION.cff"])


@pytest.mark.parametrize("name", ["On the Record", "A <b>Record</b> & \x0b of all that was ever said " * 3])
def test_a_browser_can_search_the_site(name: str) -> None:
    root = etree.fromstring(make_files(name)["opensearch.xml"].encode())
    short, long, about = (
        root.findtext(f"o:{tag}", "", NAMESPACE) for tag in ("ShortName", "LongName", "Description")
    )
    assert 0 < len(short) <= 16
    assert 0 < len(long) <= 48
    assert 0 < len(about) <= 1024
    templates = [item.get("template") for item in root.iterfind("o:Url", NAMESPACE)]
    assert templates == [f"{ADDRESS}search/?q={{searchTerms}}", f"{ADDRESS}opensearch.xml"]


def test_the_archive_is_cited_as_its_own_work_and_the_words_as_others() -> None:
    cited = yaml.safe_load(make_files("Toy: the *record*")["CITATION.cff"])
    assert cited["authors"] == [{"name": "Toy: the *record*"}]
    assert (cited["title"], cited["url"]) == ("Toy: the *record*", ADDRESS)
    assert "license" not in cited
    assert "belong to those who published them" in cited["abstract"]


def test_the_program_is_cited_in_its_newest_version() -> None:
    cited = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert [cited[key] for key in ("version", "license", "abstract")] == [
        project[key] for key in ("version", "license", "description")
    ]


def test_both_citations_are_as_the_format_has_them(tmp_path: Path) -> None:
    made = tmp_path / "CITATION.cff"
    made.write_text(make_files()["CITATION.cff"], encoding="utf-8")
    command = [
        *CHECKER,
        "--builtin-schema",
        "vendor.citation-file-format",
        str(ROOT / "CITATION.cff"),
        str(made),
    ]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout


def test_a_file_by_hand_is_in_the_place_of_a_generated_one(tmp_path: Path) -> None:
    (tmp_path / "robots.txt").write_text("User-agent: x\n")
    assert make_files(docs=tmp_path).keys() == {"CITATION.cff", "opensearch.xml"}
