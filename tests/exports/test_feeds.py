"""Feeds: what a feed reader and a person who follows get, checked by a real reader library."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import feedparser  # type: ignore[import-untyped]
import pytest
from corpus import HARBOUR, ROOT, TOY, add_event, build_docs, load_archive, sync
from history import make_history
from lxml import html
from ontherecord import urls
from ontherecord.archive.accept import accept_transcripts
from ontherecord.archive.model import Archive
from ontherecord.exports.feeds.atom import render_atom
from ontherecord.exports.feeds.feed import LIMIT, Entry, Feed, choose_newest
from ontherecord.exports.feeds.feeds import draft_feeds

SITE = urls.Site("Toy", "https://example.org/r/")
PEACE = "topics/peace/"
Files = Mapping[str, bytes]


def make_feeds(archive: Archive, site: urls.Site = SITE) -> dict[str, bytes]:
    return {draft.path: draft.make() for draft in draft_feeds(archive, site)}


@pytest.fixture(scope="module")
def archives(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Archive]:
    history = load_archive(make_history(tmp_path_factory.mktemp("history")))
    return {"toy": load_archive(TOY), "real": load_archive(ROOT), "history": history}


@pytest.fixture(params=["toy", "real", "history"])
def archive(request: pytest.FixtureRequest, archives: dict[str, Archive]) -> Archive:
    return archives[request.param]


@pytest.fixture(scope="module")
def corrected(archives: dict[str, Archive]) -> Files:
    return make_feeds(archives["history"])


def read_pairs(files: Files) -> Iterator[tuple[str, Any, Any]]:
    """The address of each page that has feeds, with its Atom and its JSON, as programs read them."""
    for path, content in files.items():
        if path.endswith("feed.xml"):
            page = path.removesuffix("feed.xml")
            yield page, feedparser.parse(content), json.loads(files[f"{page}feed.json"])


def read_titles(files: Files, page: str) -> list[str]:
    return [item["title"] for item in json.loads(files[f"{page}feed.json"])["items"]]


def list_addresses(archive: Archive) -> set[str]:
    """Every address to which a feed may lead."""
    passages = [
        urls.permalink(one.slug, item.anchor)
        for one in archive.transcripts
        for turn in one.turns
        for item in turn.items
        if hasattr(item, "anchor")
    ]
    pages = [
        urls.HOME,
        *(urls.transcript(one.slug) for one in archive.transcripts),
        *(urls.topic(one.id) for one in archive.topics),
        *map(urls.entity, archive.entities),
    ]
    return {*passages, *pages}


# --- every feed ------------------------------------------------------------------------------------------


def test_every_page_that_can_be_followed_has_feeds_that_readers_take(archive: Archive) -> None:
    pages = {urls.HOME, *(urls.topic(one.id) for one in archive.topics), *map(urls.entity, archive.entities)}
    files = make_feeds(archive)
    assert {page for page, _, _ in read_pairs(files)} == pages
    for page, atom, value in read_pairs(files):
        assert not atom.bozo, (page, atom.get("bozo_exception"))
        assert atom.version == "atom10"
        assert value["version"] == "https://jsonfeed.org/version/1.1"
        assert value["title"] == atom.feed.title
        assert (value["home_page_url"], value["feed_url"]) == (
            SITE.absolute(page),
            SITE.absolute(f"{page}feed.json"),
        )
        assert atom.feed.updated_parsed
        assert atom.feed.author == value["authors"][0]["name"] == "Toy"
        ids = [atom.feed.id, *(entry.id for entry in atom.entries)]
        assert len(set(ids)) == len(ids), "each has a name of its own"
        assert all(one.startswith("urn:uuid:") for one in ids)


def test_both_formats_say_the_same(archive: Archive) -> None:
    for page, atom, value in read_pairs(make_feeds(archive)):
        told = [
            (entry.id, entry.title, entry.link, entry.published, entry.updated, entry.content[0].value)
            for entry in atom.entries
        ]
        keys = ("id", "title", "url", "date_published", "date_modified", "content_html")
        items = [tuple(item[key] for key in keys) for item in value["items"]]
        # The reader library takes out what could do harm; what is left of markup is the same.
        assert [one[:5] for one in told] == [one[:5] for one in items], page
        for one, other in zip(told, items, strict=True):
            assert read_words(one[5]) == read_words(other[5])


def read_words(markup: str) -> str:
    return str(html.fragment_fromstring(markup, create_parent="div").text_content())


def test_every_address_in_a_feed_leads_somewhere_also_where_the_sites_own_is_not_known(
    archive: Archive,
) -> None:
    known = list_addresses(archive)
    for site in (SITE, urls.Site("Toy")):
        files = make_feeds(archive, site)
        for page, atom, value in read_pairs(files):
            feed = f"{SITE.address}{page}feed.xml"
            links = re.findall(r'rel="alternate".* href="([^"]*)"', files[f"{page}feed.xml"].decode())
            assert len(links) == 1 + len(value["items"])
            found = [unescape(link) for link in links]
            for item in value["items"]:
                found += html.fragment_fromstring(item["content_html"], create_parent="div").xpath("//@href")
            for link in found:
                assert urljoin(feed, link).removeprefix(SITE.address) in known, (page, link)
            assert not atom.bozo


def test_without_an_address_names_stay_and_json_gives_no_address_that_leads_nowhere(archive: Archive) -> None:
    with_address = {page: (atom, value) for page, atom, value in read_pairs(make_feeds(archive))}
    moved = make_feeds(archive, urls.Site("Toy", "https://other.example/"))
    for files in (make_feeds(archive, urls.Site("Toy")), moved):
        for page, atom, value in read_pairs(files):
            here_atom, here = with_address[page]
            assert atom.feed.id == here_atom.feed.id
            assert [item["id"] for item in value["items"]] == [item["id"] for item in here["items"]]
    for _, _, value in read_pairs(make_feeds(archive, urls.Site("Toy"))):
        assert not {"home_page_url", "feed_url"} & set(value)
        assert not any("url" in item for item in value["items"])


# --- what entries say ------------------------------------------------------------------------------------


def test_a_transcript_is_told_with_who_where_agenda_and_what_is_missing(archives: dict[str, Archive]) -> None:
    (item,) = json.loads(make_feeds(archives["real"])["feed.json"])["items"]
    words = read_words(item["content_html"])
    for said in (
        "15 July 2016, Moscow",
        "Sergey Lavrov, Minister of Foreign Affairs of the Russian Federation",
        "Mr Kerry’s words are not in the text.",
        "Nagorno-Karabakh 13–14",
    ):
        assert said in words
    assert item["date_published"] == "2016-07-15T00:00:00Z"
    assert item["url"] == "https://example.org/r/transcripts/2016-07-15-lavrov-kerry/"


def test_a_topic_has_its_passages_word_for_word_with_their_permalinks(archive: Archive) -> None:
    files = make_feeds(archive)
    for topic in archive.topics:
        value = json.loads(files[f"{urls.topic(topic.id)}feed.json"])
        entries = [item for item in value["items"] if "Correction" not in item["tags"]]
        shown = []
        for item in entries:
            page = html.fragment_fromstring(item["content_html"], create_parent="div")
            for line in page.xpath("./p[@dir='auto']"):
                shown.append((line.xpath("./a/@href")[0], line.text_content()))
        assert shown == [
            (SITE.absolute(urls.permalink(one.slug, passage.anchor)), f"{passage.number} {passage.text}")
            for one in archive.transcripts
            for passage in one.passages
            if topic.id in passage.about
        ]


def test_a_speaker_is_followed_where_they_speak_and_where_they_are_named(
    archives: dict[str, Archive],
) -> None:
    files = make_feeds(archives["real"])
    (item,) = json.loads(files["names/sergey-lavrov/feed.json"])["items"]
    assert "speaks in 1–22, 24, 26–30, 33–37." in read_words(item["content_html"])
    assert item["url"].endswith("#p1")
    (item,) = json.loads(files["names/armenia/feed.json"])["items"]
    assert "presidents of Armenia and Azerbaijan in Vienna" in read_words(item["content_html"])
    assert item["url"].endswith("#p13")


def test_gaps_footnotes_and_slips_stand_beside_the_words(archives: dict[str, Archive]) -> None:
    files = make_feeds(archives["real"])

    def read(page: str) -> str:
        return read_words(json.loads(files[f"{page}/feed.json"])["items"][0]["content_html"])

    assert "[…] Mr Kerry spoke here; the words are not in the text." in read("topics/turkey")
    assert "Note 1: “the situation in Turkey”: On 15 July 2016" in read("topics/turkey")
    assert "“have not yet lead” [sic]: so in the source." in read("topics/syria")
    # Behind passage 25, and so before 26: told once where both stand, and where only one does.
    assert read("topics/syria").count("The label of passage 26 says") == 1
    assert read("names/john-kerry").count("The label of passage 26 says") == 1


# --- corrections -----------------------------------------------------------------------------------------


def test_what_was_corrected_on_a_day_is_an_entry_of_that_day(corrected: Files) -> None:
    event = "Holt and Wren, Selwyn, 15 July 2016"
    items = json.loads(corrected["feed.json"])["items"]
    assert [
        (item["date_published"][:10], item["title"]) for item in items if item["tags"] == ["Correction"]
    ] == [
        ("2017-03-02", f"Passages 20, 21 and 22 corrected: {event}"),
        ("2016-09-01", f"Passages 17, 25 and 28 corrected: {event}"),
        ("2016-08-03", f"Passages 13 and 14 corrected: {event}"),
        ("2016-07-20", f"Passage 14 corrected: {event}"),
    ]
    words = read_words(items[1]["content_html"])
    assert (
        "Passage 25 was worded otherwise until 1 September 2016:\n"
        "We will address all developments solely in line with the constitution.\nSince then:\n"
        "We will address national developments solely in line with the constitution." in words
    )
    assert "Passage 21 was removed on 2 March 2017.\nIts words now stand in 20." in read_words(
        items[0]["content_html"]
    )


def test_a_topic_tells_only_corrections_of_its_own_passages_and_is_as_new_as_they(corrected: Files) -> None:
    items = json.loads(corrected[f"{PEACE}feed.json"])["items"]
    numbers = [item["title"].partition(": ")[0] for item in items if item["tags"] == ["Correction"]]
    assert numbers == [
        "Passages 20 and 21 corrected",  # 21 was removed, and its words stand in 20
        "Passages 17, 25 and 28 corrected",
        "Passage 14 corrected",
        "Passage 14 corrected",
    ]
    assert items[-1]["date_modified"] == "2017-03-02T00:00:00Z", "its words are those since the correction"


def test_words_that_are_no_longer_somebodys_are_told_to_who_follows_them(toy: Path) -> None:
    path = toy / "data/transcripts/2031-03-04-holt-wren/transcript.txt"
    text = path.read_text(encoding="utf-8")
    assert text.count("Mira Holt (speaking after Tomas Wren): ") == 1
    record = path.with_name("record.yml")
    record.write_text(
        record.read_text(encoding="utf-8").replace("    left_out: true\n", "    labels: [Tomas Wren]\n"),
        encoding="utf-8",
    )
    path.write_text(text.replace("Mira Holt (speaking after Tomas Wren): ", "Tomas Wren: "), encoding="utf-8")
    _, problems = accept_transcripts(toy, [], date(2031, 5, 1), yes=True)
    assert list(problems) == []
    files = make_feeds(load_archive(toy))
    for page in ("", "names/mira-holt/", "names/tomas-wren/", "topics/night-train/"):
        title = "Passage 6 corrected: Holt and Wren, Selwyn, 4 March 2031"
        (item,) = (one for one in json.loads(files[f"{page}feed.json"])["items"] if one["title"] == title)
        assert "Passage 6 was attributed to Ms Holt" in read_words(item["content_html"])
        assert "Now its speaker is Tomas Wren." in read_words(item["content_html"])
    assert not [title for title in read_titles(files, "names/ferry-board/") if "corrected" in title]


# --- what feeds keep to ----------------------------------------------------------------------------------


def test_a_draft_is_in_no_feed(toy: Path) -> None:
    add_event(toy, date(2033, 1, 1), [HARBOUR])
    record = toy / "data/transcripts/2033-01-01/record.yml"
    record.write_text(record.read_text(encoding="utf-8") + "draft: true\n", encoding="utf-8")
    assert sync(toy, drafts=True).problems == ()
    made = list((toy / ".cache/ontherecord").rglob("feed.*"))
    assert made
    assert not [path for path in made if "2033-01-01" in path.read_text(encoding="utf-8")]


def test_many_corrections_push_no_transcript_out_and_a_feed_stays_small() -> None:
    day = date(2031, 1, 1)

    def entry(number: int, kind: str) -> Entry:
        when = day + timedelta(number)
        return Entry(f"{kind}{number}", "", "", when, when, (), "")

    entries = [entry(number, "event") for number in range(LIMIT + 9)]
    chosen = choose_newest(entries, [entry(number + 900, "correction") for number in range(LIMIT + 9)])
    assert [sum(one.name.startswith(kind) for one in chosen) for kind in ("event", "correction")] == [
        LIMIT
    ] * 2
    assert chosen[-1].name == "event9", "the oldest go"
    assert [one.published for one in chosen] == sorted((one.published for one in chosen), reverse=True)


def test_no_text_breaks_a_feed() -> None:
    entry = Entry(
        "x", "", "]]> <b> & \x0b\x00\ufffe𝄞", date(2031, 1, 1), date(2031, 1, 1), ("<&>",), "<p>a\x08b</p>"
    )
    feed = Feed(urls.Site("T & <T>"), "", "<i>\x01", "", (entry,), date(2031, 1, 1))
    read = feedparser.parse(render_atom(feed))
    assert not read.bozo
    assert read.entries[0].content[0].value == "<p>a�b</p>"
    assert read.entries[0].tags[0].term == "<&>"


def test_a_feed_without_an_entry_has_the_day_of_the_archive() -> None:
    feed = Feed(SITE, "topics/moon/", "Moon", "The Moon.", (), date(2031, 3, 4))
    read = feedparser.parse(render_atom(feed))
    assert (read.bozo, read.feed.updated, read.entries) == (False, "2031-03-04T00:00:00Z", [])


def test_pages_name_their_feeds_and_the_rest_the_archives(toy: Path) -> None:
    pages = build_docs(toy)
    topic = pages["topics/harbour/index.md"].decode()
    assert '"page": "topics/harbour/"' in topic
    for page, link in (
        ("topics/harbour/", "feed.xml"),
        ("names/mira-holt/", "feed.json"),
        ("transcripts/", "../feed.xml"),
    ):
        body = pages[f"{page}index.md"].decode()
        assert f'href="{link}"' in body, page
    assert {"feed.xml", "topics/harbour/feed.json", "names/mira-holt/feed.xml"} <= set(pages)


def test_an_old_event_that_is_added_now_is_the_newest_entry(toy: Path) -> None:
    add_event(toy, date(2001, 5, 3), [HARBOUR])
    accept_transcripts(toy, ["2001-05-03"], day=date(2033, 1, 2))
    files = make_feeds(load_archive(toy))
    assert read_titles(files, "")[0] == "Mira Holt speaks on 2001-05-03"
    entry = feedparser.parse(files["feed.xml"]).entries[0]
    assert entry.published == "2033-01-02T00:00:00Z"
