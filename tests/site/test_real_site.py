"""The built site of the real transcript: every word in its place, every link leading somewhere."""

from __future__ import annotations

import filecmp
import gzip
import json
import re
import subprocess
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
from built import (
    KINDS,
    TRANSCRIPT,
    build_real_site,
    find_broken_links,
    find_pages,
    read_page,
    read_source_paragraphs,
    share_real_site,
)
from corpus import REAL_SLUG, ROOT
from tools import find_tool, leave_out

MAIN_TOPICS = ("syria", "ukraine", "nagorno-karabakh", "libya", "turkey")
FURTHER_TOPICS = ("terrorism", "middle-east-settlement", "russia-nato", "russia-us-relations")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return share_real_site(tmp_path_factory.getbasetemp())


def test_every_passage_is_on_the_transcript_page_word_for_word(site: Path) -> None:
    page = read_page(site / TRANSCRIPT / "index.html")
    shown = page.xpath("//p[@data-passage]")

    assert [item.text_content() for item in shown] == read_source_paragraphs()
    assert [item.get("id") for item in shown] == [f"p{number}" for number in range(1, 38)]
    assert [item.get("data-passage") for item in shown] == [f"{REAL_SLUG}/p{n}" for n in range(1, 38)]


def test_every_passage_shown_elsewhere_is_word_for_word_and_leads_to_its_permalink(site: Path) -> None:
    words = dict(zip((f"{REAL_SLUG}/p{n}" for n in range(1, 38)), read_source_paragraphs(), strict=True))
    count = 0
    for address, page in find_pages(site):
        if address == TRANSCRIPT:
            continue
        links = {urljoin(f"https://x/{address}", a.get("href")) for a in page.xpath("//a[@href]")}
        for item in page.xpath("//*[@data-passage]"):
            count += 1
            passage = item.get("data-passage")
            assert item.text_content() == words[passage]
            assert f"https://x/{TRANSCRIPT}#{passage.partition('/')[2]}" in links
    assert count > 37


def test_every_link_and_anchor_within_the_site_resolves(site: Path) -> None:
    assert find_broken_links(site) == []


def test_no_page_asks_another_origin_for_anything(site: Path) -> None:
    for address, page in find_pages(site):
        fetched = page.xpath("//@src | //link[not(@rel='canonical')]/@href | //@srcset | //@action")
        assert [url for url in fetched if urlsplit(url).netloc] == [], address
    for style in site.rglob("*.css"):
        assert "url(http" not in style.read_text(encoding="utf-8").replace('url("http', "url(http"), style


POLICY = (
    "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; img-src 'self' data:; object-src 'none';"
    " base-uri 'none'; form-action 'self'"
)


def test_every_page_has_the_policy_and_nothing_inline_that_it_forbids(site: Path) -> None:
    for address, page in find_pages(site):
        policies = page.xpath("//head/meta[@http-equiv='Content-Security-Policy']/@content")
        assert policies == [POLICY], address
        data = "application/ld+json"
        assert page.xpath(f"//style | //@style | //script[not(@src) and not(@type='{data}')]") == [], address
        assert page.xpath("//@*[starts-with(name(), 'on')]") == [], address
        # Before any style: what needs a script never appears and goes.
        assert "first.js" in page.xpath("//head/*[@src or @rel='stylesheet']")[0].get("src", ""), address


def test_hosts_that_send_headers_send_the_same_policy(site: Path) -> None:
    lines = (site / "_headers").read_text().splitlines()
    assert f"  Content-Security-Policy: {POLICY}; frame-ancestors 'self'" in lines


def list_scripts(file: Path) -> set[Path]:
    """A script, and all that it imports before it runs."""
    imports = re.findall(r'^(?:import|export) [^;]*?"(\.[^"]*)";', file.read_text(encoding="utf-8"), re.M)
    return {file}.union(*(list_scripts((file.parent / path).resolve()) for path in imports))


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_sends_little_besides_its_words(site: Path, kind: str) -> None:
    """Styles and scripts, packed; the search loads its own when it is used."""
    address = kind.partition("?")[0]
    file = site / address if address.endswith("html") else site / address / "index.html"
    page = read_page(file)
    links = page.xpath("//link[@rel='stylesheet']/@href | //script/@src")
    files = {(site / urljoin("/" + address, link).lstrip("/")).resolve() for link in links}
    scripts = set().union(*(list_scripts(one) for one in files if one.suffix == ".js"))
    most = 90_000 if kind.startswith("check/") else 65_000
    assert sum(len(gzip.compress(one.read_bytes())) for one in files | scripts) < most, kind


#: What the checker takes for wrong and is right: it reads pages from a disk, where the site has no origin;
#: data in a script is no script; it does not know two properties of drawings, nor what variables hold.
MISTAKEN = (
    r"Resource violates Content Security Policy",
    r"Inline script violates Content Security Policy",
    r"CSS: “(paint-order|vector-effect)”: Property .* doesn't exist",
    r"CSS: “background”: Invalid type: “.*var\(",
)


#: For a run of seconds, so that less is compiled well: less than half the time. It then needs a larger stack.
BRIEF = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xss2m")


def test_the_nu_checker_finds_nothing(site: Path) -> None:
    jar = ROOT / "node_modules/vnu-jar/build/dist/vnu.jar"
    left_out = "the Nu checker does not look at pages and styles"
    find_tool("java", left_out)
    if not jar.exists():
        leave_out(f"there is no npm here: {left_out}")
    addresses = [address.partition("?")[0] for address in (*KINDS, "questions/2016/")]
    pages = [site / f"{one}index.html" if one[-1:] in ("", "/") else site / one for one in addresses]
    run = subprocess.run(
        [
            "java",
            *BRIEF,
            "-jar",
            str(jar),
            "--also-check-css",
            "--format",
            "json",
            *pages,
            *site.rglob("*.css"),
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    messages = json.loads(run.stderr)["messages"]
    found = [f"{one['url']}:{one.get('lastLine')}: {one['message']}" for one in messages]
    assert [line for line in found if not any(re.search(known, line) for known in MISTAKEN)] == []
    assert len(found) > 10, "it has looked at nothing"


WHERE = "Sergey Lavrov, Moscow, 15 July 2016"


@pytest.mark.parametrize(
    ("address", "title", "thing"),
    [
        ("topics/syria", f"Syria: {WHERE}", {"@type": "Thing", "name": "Syria"}),
        ("names/armenia", f"Armenia, named in: {WHERE}", {"@type": "Place", "name": "Armenia"}),
        ("questions", f"Questions: {WHERE}", {}),
    ],
)
def test_a_list_of_search_results_says_who_spoke_where_and_when(
    site: Path, address: str, title: str, thing: dict[str, str]
) -> None:
    page = read_page(site / address / "index.html")
    assert page.findtext(".//title") == f"{title} · On the Record"
    assert WHERE in page.xpath("string(//meta[@name='description']/@content)")
    told = json.loads(page.findtext(".//script[@type='application/ld+json']") or "")
    assert told["@type"] == "CollectionPage"
    assert told.get("about", {}).items() >= thing.items()


def test_every_page_announces_its_own_feed_or_the_archives(site: Path) -> None:
    for address, page in find_pages(site):
        own = f"/{address}" if (site / address / "feed.xml").is_file() else "/"
        links = page.xpath("//link[@rel='alternate']")
        assert [
            (link.get("type"), urlsplit(urljoin(f"https://x/{address}", link.get("href"))).path)
            for link in links
        ] == [
            ("application/atom+xml", f"{own}feed.xml"),
            ("application/feed+json", f"{own}feed.json"),
        ], address


def test_no_page_has_an_id_twice(site: Path) -> None:
    for address, page in find_pages(site):
        ids = page.xpath("//@id")
        assert len(ids) == len(set(ids)), address


@pytest.mark.parametrize("topic", MAIN_TOPICS + FURTHER_TOPICS)
def test_a_topic_page_shows_what_the_transcript_page_files_under_it(site: Path, topic: str) -> None:
    transcript = read_page(site / TRANSCRIPT / "index.html")
    badges = f".//a[contains(@class, 'badge')][@href='../../topics/{topic}/']"
    filed = [
        row.xpath(".//p[@data-passage]")[0].get("data-passage")
        for row in transcript.xpath("//div[@class='passage']")
        if row.xpath(badges)
    ]
    page = read_page(site / "topics" / topic / "index.html")
    said = page.xpath("//section[@aria-labelledby='what-was-said']//*[@data-passage]/@data-passage")

    assert said == filed
    assert len(filed) >= 1
    assert page.xpath("//h1")[0].text_content().strip()
    assert page.xpath("//h2[@id='in-brief']")
    assert page.xpath("//h2[@id='related-topics']")


def test_nagorno_karabakh_has_both_paragraphs(site: Path) -> None:
    page = read_page(site / "topics/nagorno-karabakh/index.html")
    shown = [item.text_content() for item in page.xpath("//p[@data-passage]")]

    assert len(shown) == 2
    assert shown[0].startswith("We also discussed the Nagorno-Karabakh issue.")
    assert shown[1].startswith("Today we exchanged opinions on ways to use the accumulated potential")


def test_what_the_source_leaves_out_is_said_at_its_place(site: Path) -> None:
    page = read_page(site / TRANSCRIPT / "index.html")
    places = [
        (
            item.xpath("preceding::p/@data-passage")[-1].partition("/")[2],
            item.xpath("following::p/@data-passage")[0].partition("/")[2],
            "probably" in item.text_content(),
        )
        for item in page.xpath("//p[@class='left-out']")
    ]

    assert places == [("p22", "p23", True), ("p23", "p24", False), ("p25", "p26", False)]
    assert "Mr Kerry’s words are not in the text" in page.text_content()


def test_the_map_has_a_link_for_every_passage_and_the_index_says_the_same(site: Path) -> None:
    page = read_page(site / TRANSCRIPT / "index.html")
    every = [f"#p{number}" for number in range(1, 38)]
    (drawing,) = page.xpath("//div[@class='ribbon']")
    assert drawing.xpath(".//a/@href") == every
    names = [str(name) for name in drawing.xpath(".//a/@title")]
    assert [name.split()[1].strip(",:") for name in names] == [str(number) for number in range(1, 38)]
    index = page.xpath("//ul[@class='ranges']")[0]
    syria = index.xpath(".//li[contains(., 'Syria')]")[0]
    assert " ".join(syria.xpath(".//*[@class='range']")[0].text_content().split()) == (
        "3, 5–10, 25–27, 30, 32, 34–37"
    )


def test_the_data_export_says_what_the_pages_say(site: Path) -> None:
    rows = json.loads((site / "data/passages.json").read_bytes())

    assert [row["text"] for row in rows] == read_source_paragraphs()
    assert [row["url"] for row in rows] == [f"{TRANSCRIPT}#p{number}" for number in range(1, 38)]


def test_the_same_data_twice_gives_the_same_bytes(site: Path, tmp_path: Path) -> None:
    again = build_real_site(tmp_path)

    names = sorted(path.relative_to(site) for path in site.rglob("*") if path.is_file())
    assert names == sorted(path.relative_to(again) for path in again.rglob("*") if path.is_file())
    _, different, errors = filecmp.cmpfiles(site, again, [str(name) for name in names], shallow=False)
    assert (different, errors) == ([], [])


def test_a_passage_shown_in_full_says_which_it_is_on_every_page(site: Path) -> None:
    """Where it is quoted, as above its answer, it is a quotation and does not."""
    passages = json.loads((site / "data/passages.json").read_text(encoding="utf-8"))
    by_text = {passage["text"]: passage["id"] for passage in passages}
    seen = set()
    for address, page in find_pages(site):
        for element in page.xpath("//p"):
            text = element.text_content()
            if text not in by_text:
                continue
            seen.add(address.partition("/")[0])
            assert element.get("data-passage") == by_text[text], (address, text[:40])
            links = {link.rpartition("/")[2] for link in page.xpath("//a/@href")}
            assert f"#{by_text[text].rpartition('/')[2]}" in links
    assert {"transcripts", "topics", "names", "questions"} <= seen


IMPORT = re.compile(r'^(?:import|\}) [^;]*?from "([^"]+)";', re.MULTILINE)


def find_imports(script: Path) -> set[Path]:
    """The modules that a script can not start without."""
    found: set[Path] = set()
    waiting = [script]
    while waiting:
        script = waiting.pop()
        new = {(script.parent / name).resolve() for name in IMPORT.findall(script.read_text())} - found
        found |= new
        waiting += new
    return found


#: A module that stands within another script.
TAKEN_IN = re.compile(r"^export const (\$\w+) = \(\(\) =>", re.MULTILINE)


def test_a_page_asks_at_once_for_the_scripts_that_it_uses_and_for_no_others(site: Path) -> None:
    """None only when another is read, none within another, those of links only beside passages."""
    linked = set()
    folder = site.resolve() / "assets/js"
    taken_in = {name for script in folder.rglob("*.js") for name in TAKEN_IN.findall(script.read_text())}
    assert len(taken_in) > 20
    for address, page in find_pages(site):
        own, ahead = (
            {site.resolve() / urljoin(f"/{address}", link).lstrip("/") for link in page.xpath(path)}
            for path in ("//script[@type='module']/@src", "//link[@rel='modulepreload']/@href")
        )
        needed = set().union(*map(find_imports, own)) - own
        if address == "404.html":
            continue
        assert needed <= ahead, (address, needed - ahead)
        assert len(own | needed) <= (11 if address == "check/" else 6), address
        ours = {
            path.relative_to(folder).with_suffix("") for path in own | ahead if path.is_relative_to(folder)
        }
        assert not {"$" + re.sub(r"\W", "_", str(path)) for path in ours} & taken_in, address
        if any(script.parent.name == "links" for script in own):
            linked.add(address.partition("/")[0])
            assert page.xpath("//*[@data-passage or @data-earlier or @data-cite]") or address == "check/"
        else:
            assert not page.xpath("//*[@data-passage or @data-cite]"), address
            assert address == "search/" or not [path for path in ahead if path.parent.name == "links"]
    assert linked == {"", "transcripts", "topics", "names", "questions", "data", "check"}


def test_how_to_search_is_there_before_the_search_is(site: Path) -> None:
    """It is the largest thing of the page, and need not wait for scripts; who has asked is not shown it."""
    page = read_page(site / "search/index.html")
    assert [tips.get("hidden") for tips in page.xpath("//*[@id='search-tips']")] == [None]
    assert ".asked .search-tips" in (site / "assets/css/search.css").read_text(encoding="utf-8")
