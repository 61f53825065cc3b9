"""The ledger of published addresses: `data/published.txt`, sorted, one a line, to which lines are only added.

A page is listed by its address, a passage by its permalink; whatever was accepted once must resolve for ever.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from .. import urls
from ..files import read_file
from ..problems import Problem, did_you_mean

LEDGER = "data/published.txt"

_PAGE = r"(?:transcripts|topics|names)/[a-z0-9]+(?:-[a-z0-9]+)*/"
_ADDRESS = re.compile(rf"{_PAGE}(?:#{urls.ANCHOR})?")
_CONFLICT = re.compile(r"<{7}|={7}|>{7}|\|{7}")


@dataclass(frozen=True, order=True)
class Broken:
    """A published address that leads nowhere, and its line in the ledger."""

    address: str
    line: int


def load_ledger(root: Path) -> tuple[dict[str, int], list[Problem]]:
    """As `parse_ledger`, of the project at `root`; none before the first `accept`."""
    try:
        return parse_ledger(read_file(root / LEDGER).decode("utf-8"))
    except FileNotFoundError:
        return {}, []
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else error
        return {}, [
            Problem(LEDGER, 1, f"the ledger can not be read ({why}); restore it from version control")
        ]


def parse_ledger(text: str, path: str = LEDGER) -> tuple[dict[str, int], list[Problem]]:
    """Each address with its line (from 1), and a problem for each line that is none.

    Blank lines, repeated lines and another order do no harm: the next `accept` puts them right.
    """
    addresses: dict[str, int] = {}
    problems = []
    for number, line in enumerate(text.splitlines(), 1):
        if _ADDRESS.fullmatch(line):
            addresses.setdefault(line, number)
        elif line:
            problems.append(Problem(path, number, _explain(line)))
    return addresses, problems


def _explain(line: str) -> str:
    if _CONFLICT.match(line):
        return "a merge was left unfinished here: keep the lines of both sides"
    return f"'{line}' is no address such as transcripts/<slug>/#p14; restore it from version control"


def render_ledger(addresses: Iterable[str]) -> str:
    """The ledger as text: sorted by code point, each address once."""
    return "".join(f"{address}\n" for address in sorted(set(addresses)))


def list_addresses(slug: str, anchors: Iterable[str]) -> Iterator[str]:
    """The addresses of a transcript: its page, and every anchor, of tombstones too."""
    yield urls.transcript(slug)
    yield from (urls.permalink(slug, anchor) for anchor in anchors)


def list_anchors(addresses: Iterable[str]) -> Mapping[str, frozenset[str]]:
    """The anchors that were ever published, by the page of their transcript."""
    found: dict[str, set[str]] = {}
    for address in addresses:
        page, mark, anchor = address.partition("#")
        if mark:
            found.setdefault(page, set()).add(anchor)
    return {page: frozenset(anchors) for page, anchors in found.items()}


def find_broken(addresses: Mapping[str, int], resolvable: Collection[str]) -> list[Broken]:
    """The published addresses that are not among the resolvable ones, sorted.

    Resolvable are the pages of all transcripts and topics and of their aliases, and under every name of a
    transcript all anchors of its lock.
    """
    known = frozenset(resolvable)
    return sorted(Broken(address, line) for address, line in addresses.items() if address not in known)


def check_ledger(
    addresses: Mapping[str, int], resolvable: Collection[str], path: str = LEDGER
) -> Iterator[Problem]:
    """A problem for each published page that is gone, and for each anchor that is gone from its page."""
    known = frozenset(resolvable)
    pages = {address for address in known if "#" not in address}
    for page, group in groupby(
        find_broken(addresses, known), key=lambda item: item.address.partition("#")[0]
    ):
        broken = list(group)
        if page in pages:
            yield from (Problem(path, item.line, _explain_anchor(item.address)) for item in broken)
        else:
            yield Problem(path, broken[0].line, _explain_page(page, len(broken), pages))


def check_listed(published: Mapping[str, int], due: Iterable[str], path: str = LEDGER) -> Iterator[Problem]:
    """A problem if the ledger lacks what is `due`, as what locks hold is: it was listed before they were.

    So the ledger has lost it, and perhaps more.
    """
    lost = sorted(set(due) - set(published))
    if lost:
        rest = f" and {len(lost) - 1} more" if len(lost) > 1 else ""
        yield Problem(path, 1, f"{lost[0]}{rest} should be listed here: {_RESTORE}")


_RESTORE = (
    "restore the file from version control (if that can not be, 'ontherecord accept --yes' lists what is"
    " known now; names that pages had before are lost)"
)


def _explain_anchor(address: str) -> str:
    return f"{address} was published and would break: restore its line in passages.lock from version control"


#: Where the name that an address had before is written, by the kind of page.
_KEPT_IN = {
    "transcripts": "'aliases' of the record",
    "topics": "'aliases' of the topic",
    "names": "'was' of the entity",
}


def _explain_page(page: str, count: int, pages: Iterable[str]) -> str:
    kind, name = page.rstrip("/").split("/")
    links = f" (with {count - 1} links to its passages)" if count > 1 else ""
    remedy = f"restore it, or add '{name}' to the {_KEPT_IN[kind]} that took its place"
    # Not by the whole address: what all of a kind have in common makes none of them near.
    near = did_you_mean(name, (other.split("/")[1] for other in pages if other.startswith(f"{kind}/")))
    return f"{page} was published and would break{links}: {remedy}{near}"
