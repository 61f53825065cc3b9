"""The Data page and the schemas: both say of every exported file what truly stands in it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from gzip import decompress as unpack
from pathlib import Path
from typing import Any

import pytest
from corpus import ROOT, TOY, build_docs, make_project
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]
from lxml import html

#: What the site's own scripts load; the page names these without a schema.
FOR_SCRIPTS = ("data/lexicon.json", "data/words.json", "data/names/", "data/check/")
FOLDERS = ("data/names/", "data/check/")
#: What has no schema of this site’s making: that of a data package is public.
NO_ROWS = (*FOR_SCRIPTS, "data/datapackage.json")


@pytest.fixture(scope="module", params=[ROOT, TOY], ids=["real", "toy"])
def files(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    return build_docs(make_project(request.param, tmp_path_factory.mktemp("data") / "project"))


@pytest.fixture(scope="module")
def page(files: dict[str, bytes]) -> html.HtmlElement:
    return html.fragment_fromstring(files["data/index.md"].decode().split("---\n", 2)[2])


def list_data(files: dict[str, bytes]) -> Iterator[tuple[str, str, Any]]:
    """Each data file with the name of its schema and what it holds."""
    for path, content in files.items():
        _, _, rest = path.partition("data/")
        if path.startswith(NO_ROWS) or rest.startswith("schema/"):
            continue
        if rest.endswith((".json", ".json.gz")):
            value = json.loads(unpack(content) if rest.endswith(".gz") else content)
            yield path, rest.split("/")[0].removesuffix(".json"), value


def read_schema(files: dict[str, bytes], name: str) -> dict[str, Any]:
    schema = json.loads(files[f"data/schema/{name}.schema.json"])
    assert isinstance(schema, dict)
    return schema


def test_every_data_file_is_as_its_schema_says(files: dict[str, bytes]) -> None:
    names = set()
    for path, name, value in list_data(files):
        names.add(name)
        schema = read_schema(files, name)
        Draft202012Validator.check_schema(schema)
        faults = [fault.message[:200] for fault in Draft202012Validator(schema).iter_errors(value)]
        assert faults == [], path
    schemas = {
        Path(path).name.removesuffix(".schema.json") for path in files if path.endswith(".schema.json")
    }
    assert names == schemas
    assert {"passages", "topics", "questions", "citations"} <= names


def test_a_schema_finds_what_is_wrong(files: dict[str, bytes]) -> None:
    """Each schema refuses a row without a key, with one more, and with a value of another type."""
    for path, name, value in list_data(files):
        validator = Draft202012Validator(read_schema(files, name))
        row = value if isinstance(value, dict) else next(iter(value), None)
        if row is None:
            continue
        key = next(iter(row))
        for bad in (
            {**row, "further": 1},
            {**row, key: {"no": "such"}},
            {k: row[k] for k in row if k != key},
        ):
            assert not validator.is_valid(bad if isinstance(value, dict) else [bad]), path


def test_the_page_leads_to_every_data_file_and_schema(
    files: dict[str, bytes], page: html.HtmlElement
) -> None:
    links = {f"data/{href}" for href in page.xpath("//a/@href")}
    due = {path for path in files if path.startswith("data/") and path.endswith((".json", ".json.gz"))}
    due |= {"data/passages.csv", "data/passages.jsonl"}
    citations = {path for path in due if path.startswith("data/citations/")}
    assert {path for path in due - citations if not path.startswith(FOLDERS)} <= links
    assert all(name in page.text_content() for name in FOR_SCRIPTS if name.endswith("/"))
    assert citations & links, "one for each transcript: that of the newest is named"
    fragments = {href[1:] for href in page.xpath("//a/@href") if href.startswith("#")}
    assert fragments <= set(page.xpath("//@id"))


def test_the_tables_name_every_field_with_what_it_says(
    files: dict[str, bytes], page: html.HtmlElement
) -> None:
    for _, name, value in list_data(files):
        section = page.xpath(f"//section[@aria-labelledby='{name}']")[0]
        rows = [[cell.text_content() for cell in row] for row in section.xpath(".//tbody/tr")]
        assert all(len(row) == 3 and all(row) for row in rows), name
        row = value if isinstance(value, dict) else next(iter(value), {})
        outer = [cell.text_content() for cell in section.xpath(".//code[@class='depth-0']")]
        assert outer[: len(row)] == list(row), name


def test_the_columns_of_the_tables_are_named(files: dict[str, bytes], page: html.HtmlElement) -> None:
    head = files["data/passages.csv"].decode("utf-8-sig").partition("\r\n")[0]
    (section,) = page.xpath("//section[@aria-labelledby='tables']")
    rows = [[cell.text_content() for cell in row] for row in section.xpath(".//tbody/tr")]
    assert [name for name, _, _ in rows] == head.split(",")
    assert all(all(row) for row in rows)


def test_the_examples_are_rows_of_the_files(files: dict[str, bytes], page: html.HtmlElement) -> None:
    for _, name, value in list_data(files):
        if isinstance(value, dict) or not value:
            continue
        (shown,) = page.xpath(f"//section[@aria-labelledby='{name}']//pre")
        example = json.loads(shown.text_content())
        assert any(all(is_cut_of(example[key], row[key]) for key in row) for row in value), name


def is_cut_of(shown: Any, whole: Any) -> bool:  # noqa: ANN401 - JSON
    """Whether a value is another with fewer items in its lists."""
    if isinstance(whole, list):
        return all(is_cut_of(one, other) for one, other in zip(shown, whole, strict=False))
    if isinstance(whole, dict):
        return all(is_cut_of(shown[key], whole[key]) for key in shown)
    return bool(shown == whole)
