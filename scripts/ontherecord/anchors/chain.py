"""The heaviest series of matches in which old and new both go forward."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from heapq import heappop, heappush


@dataclass(frozen=True, order=True)
class Match:
    """Old passages that may be these new ones, how like they are (0 to 100), and what is held (0 to 1).

    `held` is the share of the shorter side that stands in the other, sentence by sentence.
    """

    old: tuple[int, ...]
    new: tuple[int, ...]
    likeness: float
    held: float = 0.0

    @property
    def single(self) -> bool:
        """Whether it is one passage for one."""
        return len(self.old) == len(self.new) == 1

    @property
    def weight(self) -> float:
        """What it counts for: two passages that each hold all of another outweigh any one, however like."""
        return self.held + self.likeness / 100

    def contains(self, other: Match) -> bool:
        """Whether the other reads a part of the same passages."""
        return set(other.old) <= set(self.old) and set(other.new) <= set(self.new)


def find_longest_rise(pairs: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Of pairs sorted by their first numbers, the longest series in which the second numbers rise too."""
    return [
        (match.old[0], match.new[0])
        for match in find_heaviest_chain([Match((old,), (new,), 100) for old, new in pairs])
    ]


@dataclass(frozen=True, eq=False)
class _Link:
    """The last match of a chain, the weight of the whole chain, and the link before."""

    match: Match
    weight: float
    before: _Link | None


def find_heaviest_chain(matches: Iterable[Match]) -> list[Match]:
    """The series of matches, old and new both going forward, with the most likeness beyond chance."""
    waiting: list[tuple[int, int, _Link]] = []  # A heap: what ends at an old passage not yet left behind.
    best: list[_Link] = []  # By the new passage at which they end; the later a chain ends, the heavier it is.
    for number, match in enumerate(sorted(matches)):
        while waiting and waiting[0][0] < match.old[0]:
            _add_if_heavier(best, heappop(waiting)[2])
        earlier = bisect_left(best, match.new[0], key=_end)
        before = best[earlier - 1] if earlier else None
        weight = match.weight + (before.weight if before else 0)
        heappush(waiting, (match.old[-1], number, _Link(match, weight, before)))
    while waiting:
        _add_if_heavier(best, heappop(waiting)[2])
    series = []
    link = best[-1] if best else None
    while link:
        series.append(link.match)
        link = link.before
    return series[::-1]


def _end(link: _Link) -> int:
    return link.match.new[-1]


def _add_if_heavier(best: list[_Link], link: _Link) -> None:
    """Adds a chain where it belongs, unless one that ends no later is as heavy; drops what it outdoes."""
    place = bisect_right(best, _end(link), key=_end)
    if place and best[place - 1].weight >= link.weight:
        return
    while place < len(best) and best[place].weight <= link.weight:
        del best[place]
    if place and _end(best[place - 1]) == _end(link):
        place -= 1
        del best[place]
    best.insert(place, link)
