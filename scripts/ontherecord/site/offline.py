"""What browsers keep of a site for a time without a network: a list of its files, and a worker.

The list is made from what stands in the site when all else is written: one byte more, and its version is new.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from importlib.resources import files
from pathlib import Path

from .. import urls
from ..files import Stamp, stamp, write_if_changed
from ..store import keep, recall
from ..tokens import COLOURS
from .folders import list_paths
from .search_index import SEARCH
from .standing import Standing

#: The worker, at the top, since it answers for what is below it; the list; and the page for what is not kept.
WORKER, LIST, LOST = "worker.js", "kept.json", "offline.html"
#: What a system is told that puts the site beside its programs.
MANIFEST = "manifest.webmanifest"

#: A site of so many bytes at most is kept whole, after the first visit to any of its pages.
WHOLE = 8_000_000

#: What pages are made of. Files to take away are not kept a second time, nor what only other sites show.
_KINDS = (".css", ".html", ".js", ".png", ".svg", ".wasm", ".webmanifest", ".woff2")
_INDEX = (".pagefind", ".pf_fragment", ".pf_index", ".pf_meta")
#: Of the data files, those that the pages’ scripts read.
_READ = ("data/names/", "data/citations/", "data/check/")
#: What a search loads.
_SEARCHED = (f"{SEARCH}/", urls.LEXICON_JSON, urls.WORDS_JSON)
#: What Material brings for a search that is not this one.
_UNUSED = ("assets/javascripts/lunr/", "assets/javascripts/workers/")
#: What every page needs, and the pages that lead to the others: kept of any site.
_SHELL = ("", urls.TRANSCRIPTS, urls.TOPICS, urls.SEARCH, urls.CHECK, urls.ABOUT, LOST, MANIFEST)


@dataclass(frozen=True)
class Measure:
    """How many bytes a file has, and the beginning of their SHA-256."""

    size: int
    digest: str


@dataclass(frozen=True)
class Kept:
    """What is kept: of any site its `shell`, and the rest of one that is kept whole; hashes by address.

    Of a larger one the `search` is kept with the pages that a reader chooses, if it is not too large itself.
    """

    version: str
    whole: bool
    shell: Mapping[str, str]
    rest: Mapping[str, str]
    search: Mapping[str, str]


def write_offline(site: Path, standing: Standing | None = None, whole: int = WHOLE) -> None:
    """Puts the list of what is kept into a site, and the worker; all else is there by then, or is `standing`.

    A site of at most `whole` bytes is kept whole.
    """
    stamps: dict[str, Stamp | None] = {path: stamp(f"{site}/{path}") for path in list_paths(site)}
    places = dict.fromkeys(stamps, site)
    if standing:
        stamps |= standing.stamps
        places |= dict.fromkeys(standing.stamps, standing.site)
    before = recall("site measured", str(site))
    known = before[0] if before else {}
    measured = {
        path: _measure_file(f"{places[path]}/{path}", stamps[path], known.get(path))
        for path in sorted(filter(is_kept_offline, stamps))
    }
    keep("site measured", str(site), measured)
    kept = {urls.page_address(path): found for path, (_, found) in measured.items()}
    listed = build_list(kept, whole)
    write_if_changed(site / LIST, json.dumps(asdict(listed), separators=(",", ":")).encode())
    write_if_changed(site / WORKER, render_worker(listed))


_Measured = tuple[Stamp | None, Measure]


def _measure_file(path: str, own: Stamp | None, known: _Measured | None) -> _Measured:
    """The measure of a file with its stamp; what is known where it has the same."""
    return known if known and own and known[0] == own else (own, measure(Path(path).read_bytes()))


def is_kept_offline(path: str) -> bool:
    """Whether a file of a site is worth keeping, by its path in it."""
    name = path.rpartition("/")[2]
    if name in (WORKER, urls.CARD) or path.startswith(_UNUSED):
        return False
    if name.endswith((".json", ".json.gz")):
        return path.startswith((*_READ, *_SEARCHED))
    return name.endswith((*_KINDS, *_INDEX))


def measure(content: bytes) -> Measure:
    """The measure of a file."""
    return Measure(len(content), hashlib.sha256(content).hexdigest()[:16])


def build_list(kept: Mapping[str, Measure], whole: int = WHOLE) -> Kept:
    """The list of these files by address; a site, or its search, of at most `whole` bytes is kept whole."""
    search = [address for address in kept if address.startswith(_SEARCHED)]
    is_whole = _weigh(kept, kept) <= whole
    keeps_search = not is_whole and _weigh(kept, search) <= whole
    hashes = {address: file.digest for address, file in kept.items()}
    return Kept(
        measure(json.dumps([hashes, is_whole], sort_keys=True).encode()).digest,
        is_whole,
        shell={address: digest for address, digest in hashes.items() if _is_shell(address)},
        rest={address: digest for address, digest in hashes.items() if is_whole and not _is_shell(address)},
        search={address: hashes[address] for address in search if keeps_search},
    )


def _weigh(kept: Mapping[str, Measure], addresses: Iterable[str]) -> int:
    """How many bytes the files at these addresses have."""
    return sum(kept[address].size for address in addresses)


def _is_shell(address: str) -> bool:
    return address in _SHELL or address.startswith("assets/")


def render_worker(kept: Kept) -> bytes:
    """The worker of the site with this list: another list makes another, by which browsers notice it."""
    settings = json.dumps({"version": kept.version, "whole": kept.whole})
    code = files(__package__).joinpath("templates", WORKER).read_text("utf-8")
    return f"self.kept = {settings};\n{code}".encode()


def render_manifest(name: str, description: str) -> str:
    """The site as a program of one’s own; it keeps a line for the address, which is what a reader cites."""
    icons = (("192", "any"), ("512", "any"), ("512", "maskable"))
    manifest = {
        "name": name,
        "description": description,
        "start_url": "./",
        "scope": "./",
        "display": "minimal-ui",
        "background_color": COLOURS["paper"].light,
        "theme_color": COLOURS["paper"].light,
        "icons": [
            {
                "src": f"assets/icons/{purpose}-{size}.png",
                "sizes": f"{size}x{size}",
                "type": "image/png",
                "purpose": purpose,
            }
            for size, purpose in icons
        ],
    }
    return json.dumps(manifest, ensure_ascii=False, indent=1) + "\n"
