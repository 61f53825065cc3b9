"""The only module that makes anchors, addresses and the names of generated files.

An address is relative to the site's root and ends in a slash (a page) or in a file's name; the root itself is
the empty text. Pages link to each other relatively, so that the site works below any path.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count, product
from string import ascii_lowercase
from urllib.parse import urlencode
from uuid import NAMESPACE_URL, uuid5


@dataclass(frozen=True)
class Site:
    """What a site is called, and where it stands: an address, or nothing where a build does not know it.

    `language` is the tag of the language that its own words speak, and `licence` names what they are under.
    """

    name: str
    address: str = ""
    language: str = "en"
    licence: str = ""

    def absolute(self, address: str) -> str:
        """An address in full; as it is where the site's own is not known, since that is true too."""
        return f"{self.address.rstrip('/')}/{address}" if self.address else address


HOME = ""
TRANSCRIPTS = "transcripts/"
YEARS = "years/"
TOPICS = "topics/"
SEARCH = "search/"
ABOUT = "about/"
NAMES = "names/"
QUESTIONS = "questions/"
TIMELINE = "timeline/"
MAP = "map/"
CHARTS = "charts/"
DATA = "data/"
PASSAGES_JSON = "data/passages.json"
PASSAGES_CSV = "data/passages.csv"
PASSAGES_JSONL = "data/passages.jsonl"
#: What says what tables beside it hold, by the name that programs look for.
DATA_PACKAGE = "datapackage.json"
TOPICS_JSON = "data/topics.json"
ENTITIES_JSON = "data/entities.json"
MENTIONS_JSON = "data/mentions.json"
QUESTIONS_JSON = "data/questions.json"
DATES_JSON = "data/dates.json"
EARLIER_JSON = "data/earlier.json"
GAPS_JSON = "data/gaps.json"
#: All transcripts as one TEI corpus, and what its files hold.
CORPUS = "data/archive.tei.xml"
TEI_PROFILE = "data/schema/tei-profile.rng"
#: What the search in the browser knows beside its index: names, and words to correct to.
LEXICON_JSON = "data/lexicon.json"
WORDS_JSON = "data/words.json"
CHECK = "check/"
#: What the quote check in the browser loads: who speaks where, and where the words of every pair stand.
CHECK_JSON = "data/check/index.json"

#: Records of a transcript for reference managers, beside its page, by format.
CITE_FILES = {"bibtex": "cite.bib", "ris": "cite.ris", "csl": "cite.json"}
#: The picture that a shared link to a transcript shows, beside its page.
CARD = "card.png"

#: Files at the root of the site: for crawlers, for who cites it whole, and for browsers that search it.
ROBOTS = "robots.txt"
SITEMAP = "sitemap.xml"
CITATION = "CITATION.cff"
OPEN_SEARCH = "opensearch.xml"

#: What an anchor looks like: p14, p14a … of what came after it, p0a … of what came before the first.
ANCHOR = r"p(0[a-z]+|[1-9][0-9]*[a-z]*)"


def anchor(number: int) -> str:
    """The anchor of the passage that was the number-th when its transcript was first accepted."""
    return f"p{number}"


def base_anchor(after: str | None) -> str:
    """What anchors of passages inserted after one begin with: p14 after p14 or p14c, p0 before the first."""
    return (after or anchor(0)).rstrip(ascii_lowercase)


def added_anchors(base: str) -> Iterator[str]:
    """The anchors for passages inserted after p14, in turn and without end: p14a … p14z, p14aa ….

    The caller leaves out those that were ever issued.
    """
    for length in count(1):
        for letters in product(ascii_lowercase, repeat=length):
            yield base + "".join(letters)


def transcript(slug: str) -> str:
    """The address of a transcript."""
    return f"{TRANSCRIPTS}{slug}/"


def transcripts(part: str = "") -> str:
    """The address of the list of transcripts, or of one of its pages by year; a transcript has no such."""
    return f"{YEARS}{part}/" if part else TRANSCRIPTS


def download(slug: str, suffix: str) -> str:
    """The address of a transcript as a file to take away, by its suffix without the dot."""
    return f"{transcript(slug)}{slug}.{suffix}"


def xml_id(slug: str, name: str) -> str:
    """The id, within all XML files of the archive, of what a transcript's file has by a name."""
    return f"t-{slug}.{name}"  # A letter comes first, as XML demands.


def feed(page: str, suffix: str) -> str:
    """The address of a page's feed: xml is Atom, json JSON Feed."""
    return f"{page}feed.{suffix}"


def urn(site: str, address: str) -> str:
    """The name for good, wherever the site stands, of what a site of this name has at an address."""
    return uuid5(_NAMES, f"{site}\n{address}").urn


#: What the names for good are made from; it never changes.
_NAMES = uuid5(NAMESPACE_URL, "urn:ontherecord")


def topic(topic_id: str, part: str = "") -> str:
    """The address of a topic, or of one of its pages by year."""
    return f"{TOPICS}{topic_id}/{_folder(part)}"


def entity(entity_id: str, part: str = "") -> str:
    """The address of a name, or of one of its pages by year."""
    return f"{NAMES}{entity_id}/{_folder(part)}"


def charts(part: str = "") -> str:
    """The address of the charts, or of one of their pages by year."""
    return CHARTS + _folder(part)


def questions(part: str = "") -> str:
    """The address of the questions, or of one of their pages by year."""
    return QUESTIONS + _folder(part)


def _folder(part: str) -> str:
    return f"{part}/" if part else ""


def name_card(entity_id: str) -> str:
    """The address of what a page's script shows of a name beside the text."""
    return f"data/names/{entity_id}.json"


def citations(slug: str) -> str:
    """The address of the forms of a transcript's citations, for the pages' script."""
    return f"data/citations/{slug}.json.gz"


def check_texts(slug: str) -> str:
    """The address of a transcript's words, for the quote check."""
    return f"data/check/texts/{slug}.json.gz"


def check_pairs(number: int) -> str:
    """The address of one part of the quote check's index."""
    return f"data/check/pairs/{number}.json.gz"


def data_schema(name: str) -> str:
    """The address of the JSON Schema of a data file."""
    return f"data/schema/{name}.schema.json"


def timeline(year: int, month: int | None = None) -> str:
    """The address of the dates of a year, or of one of its months."""
    return f"{TIMELINE}{year:04}/{month:02}/" if month else f"{TIMELINE}{year:04}/"


def dates(slug: str) -> str:
    """The address of the dates that one transcript refers to."""
    return f"{TIMELINE}events/{slug}/"


def passage_id(slug: str, anchor: str) -> str:
    """The id of a passage in the whole archive."""
    return f"{slug}/{anchor}"


def permalink(slug: str, anchor: str) -> str:
    """The address of a passage."""
    return on_page(transcript(slug), anchor)


def question_id(slug: str, anchor: str, number: int) -> str:
    """The id in the whole archive of the number-th question of a passage."""
    return f"{passage_id(slug, anchor)}/q{number}"


def html_id(archive_id: str) -> str:
    """What has an id in the whole archive has this one on a page."""
    return archive_id.replace("/", "-")


def on_page(address: str, element: str) -> str:
    """The address of an element of a page, by its id."""
    return f"{address}#{element}"


def search(**filters: str) -> str:
    """The address of the search page with some filters set, e.g. the id of a speaker."""
    return f"{SEARCH}?{urlencode(filters)}"


def slug_of(name: str) -> str:
    """A name as an address has it: Türkiye becomes turkiye; empty where no letter or digit of it remains."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return "-".join(re.findall(r"[a-z0-9]+", plain))


def relative(source: str, target: str) -> str:
    """The link from the page at `source` to the address `target`."""
    path, hash_sign, fragment = target.partition("#")
    if path == source and hash_sign:
        return f"#{fragment}"
    base = source.split("/")[:-1]
    goal = path.split("/")
    shared = 0
    while shared < min(len(base), len(goal) - 1) and base[shared] == goal[shared]:
        shared += 1
    steps = [".."] * (len(base) - shared) + goal[shared:]
    return ("/".join(steps) or "./") + hash_sign + fragment


#: The longest id: with what is added to it, it stays below the 255 bytes that a file's name can have.
LONGEST_ID = 120
#: What the page of every folder is called, so that a file to take away of this name would stand in its place.
_INDEX = "index"
#: Names that Windows keeps for devices: no folder can have them.
_DEVICES = {
    "con",
    "prn",
    "aux",
    "nul",
    *(f"{port}{number}" for port in ("com", "lpt") for number in range(10)),
}


def find_folder_fault(name: str) -> str | None:
    """Why no folder can have this name everywhere, or None: an address is a folder, for ever."""
    if len(name) > LONGEST_ID:
        return f"an id of {len(name)} letters is too long for a folder: use {LONGEST_ID} at most"
    if name in _DEVICES:
        return f"Windows can have no folder named '{name}': use another id"
    if name == _INDEX:
        return f"'{name}' is what the page of every folder is called: use another id"
    return None


def page_address(path: str) -> str:
    """The address of a file of the site: a folder's page has the folder's."""
    return path.removesuffix("index.html") if path.rpartition("/")[2] == "index.html" else path


def page_file(address: str) -> str:
    """The Markdown file, below docs/, of the page at an address."""
    return f"{address.removesuffix('/')}/{_PAGE}".removeprefix("/")


def is_page(path: str) -> bool:
    """Whether a generated file is a page."""
    return path.rpartition("/")[2] == _PAGE


def is_given_markdown(path: str) -> bool:
    """Whether a generated file is Markdown to take away, which an engine must not take for a page."""
    return path.endswith(".md") and not is_page(path)


_PAGE = "index.md"
