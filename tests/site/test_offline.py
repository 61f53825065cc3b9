"""What a build tells browsers to keep for a time without a network, and what a system is told of the site."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from corpus import ROOT
from ontherecord.site.engine import load_settings
from ontherecord.site.offline import (
    build_list,
    is_kept_offline,
    measure,
    render_manifest,
    render_worker,
    write_offline,
)
from ontherecord.site.plugin import OnTheRecord
from ontherecord.tokens import THEME
from PIL import Image

TEXTS = {"": b"home", "transcripts/t/": b"talks", "assets/js/site.js": b"script", "offline.html": b"lost"}
PAGES = {address: measure(text) for address, text in TEXTS.items()}


def make_site(folder: Path, *paths: str) -> Path:
    for path in paths:
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(path)
    return folder


def test_what_pages_are_made_of_is_kept_offline_and_what_is_taken_away_is_not() -> None:
    kept = {
        "index.html",
        "transcripts/t/index.html",
        "assets/css/site.css",
        "assets/fonts/serif.woff2",
        "data/citations/t.json.gz",
        "data/lexicon.json",
        "data/index.html",
        "pagefind/rows.json",
        "pagefind/wasm.en.pagefind",
        "pagefind/fragment/en_1554dd2.pf_fragment",
    }
    left = (
        "transcripts/t/t.pdf",
        "transcripts/t/t.epub",
        "transcripts/t/card.png",
        "transcripts/t/cite.json",
        "data/passages.json",
        "feed.json",
        "kept.json",
        "assets/javascripts/bundle.a5f9d56c.min.js.map",
        "worker.js",
        "sitemap.xml",
    )
    assert {path for path in (*kept, *left) if is_kept_offline(path)} == kept
    worker = render_worker(build_list({path: measure(b"") for path in kept}))
    (pattern,) = re.findall(r"const PART = /(.+)/;", worker.decode())
    assert [path for path in kept if not path.endswith(".html") and not re.search(pattern, path)] == []


def test_a_small_site_is_kept_offline_whole_and_of_a_large_one_what_every_page_needs() -> None:
    small = build_list(PAGES)
    assert small.whole
    assert {*small.shell, *small.rest} == set(PAGES)
    large = build_list(PAGES, whole=sum(map(len, TEXTS.values())) - 1)
    assert not large.whole
    assert (set(large.shell), large.rest, large.search) == ({"", "assets/js/site.js", "offline.html"}, {}, {})


def test_of_a_large_site_the_search_is_kept_offline_on_demand_unless_it_is_large_itself() -> None:
    pages = {**PAGES, "pagefind/pagefind.js": measure(b"12345"), "data/words.json": measure(b"67890")}
    search = {"pagefind/pagefind.js", "data/words.json"}
    assert set(build_list(pages, whole=10).search) == search
    assert set(build_list(pages, whole=9).search) == set()
    assert set(build_list(pages).search) == set()


def test_one_other_byte_makes_another_worker_and_the_same_bytes_the_same(tmp_path: Path) -> None:
    site = make_site(tmp_path, "index.html", "transcripts/t/index.html", "assets/js/site.js")
    write_offline(site)
    first = (site / "worker.js").read_bytes(), (site / "kept.json").read_bytes()
    write_offline(site)
    assert ((site / "worker.js").read_bytes(), (site / "kept.json").read_bytes()) == first
    (site / "transcripts/t/index.html").write_text("corrected")
    write_offline(site)
    version = json.loads((site / "kept.json").read_bytes())["version"]
    assert (site / "worker.js").read_bytes() != first[0]
    assert version.encode() in (site / "worker.js").read_bytes()


def test_whether_a_site_is_kept_offline_whole_is_part_of_its_version() -> None:
    assert render_worker(build_list(PAGES)) != render_worker(build_list(PAGES, whole=1))


def test_the_manifest_works_below_any_path_and_its_icons_are_there_in_their_sizes() -> None:
    manifest = json.loads(render_manifest("On the Record", "Transcripts"))
    assert (manifest["start_url"], manifest["scope"]) == ("./", "./")
    assert {(icon["sizes"], icon["purpose"]) for icon in manifest["icons"]} == {
        ("192x192", "any"),
        ("512x512", "any"),
        ("512x512", "maskable"),
    }
    for icon in manifest["icons"]:
        with Image.open(THEME / icon["src"]) as picture:
            assert f"{picture.width}x{picture.height}" == icon["sizes"]
            # A system cuts a maskable one to its own shape, so that has no corner without colour.
            has_corners = picture.convert("RGBA").getpixel((0, 0))[3] == 255  # type: ignore[index]
            assert has_corners == (icon["purpose"] == "maskable")


@pytest.mark.parametrize(("address", "is_kept_offline"), [("", True), ("http://127.0.0.1:8000/", False)])
def test_what_mkdocs_serves_to_an_editor_is_not_kept(address: str, is_kept_offline: bool) -> None:
    config = OnTheRecord().on_config(load_settings(ROOT, site_url=address))
    assert ("worker" in config.theme) is is_kept_offline
