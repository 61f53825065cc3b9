"""The only module that makes anchors, addresses and the names of generated files.

An address is relative to the site's root and ends in a slash (a page) or in a file's name; the root itself is
the empty text. Pages link to each other relatively, so that the site works below any path.
"""

from __future__ import annotations

from pathlib import PurePosixPath

HOME = ""
TRANSCRIPTS = "transcripts/"
TOPICS = "topics/"
SEARCH = "search/"
ABOUT = "about/"
PASSAGES_JSON = "data/passages.json"
TOPICS_JSON = "data/topics.json"


def anchor(number: int) -> str:
    """The anchor of the passage that was the number-th when its transcript was first accepted."""
    return f"p{number}"


def transcript(slug: str) -> str:
    """The address of a transcript."""
    return f"{TRANSCRIPTS}{slug}/"


def topic(topic_id: str, part: str | None = None) -> str:
    """The address of a topic, or of one of the pages that hold its earlier events."""
    return f"{TOPICS}{topic_id}/{part}/" if part else f"{TOPICS}{topic_id}/"


def passage_id(slug: str, anchor: str) -> str:
    """The id of a passage in the whole archive."""
    return f"{slug}/{anchor}"


def permalink(slug: str, anchor: str) -> str:
    """The address of a passage."""
    return f"{transcript(slug)}#{anchor}"


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


def page_file(address: str) -> PurePosixPath:
    """The Markdown file, below docs/, of the page at an address."""
    return PurePosixPath(address, "index.md")
