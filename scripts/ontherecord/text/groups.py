"""What a whole text says of its words, and the candidates of one label put together."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from .candidates import Candidate
from .languages.known import FUNCTION
from .marks import Style
from .source import Block

WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")

_PAIR = re.compile(r"\b([A-ZА-ЯÀ-Þ][^\W\d_]*\.?)[^\S\n](?=([A-ZА-ЯÀ-Þ][^\W\d_]+))")


@dataclass(frozen=True)
class Facts:
    """What a whole text says of its words: which occur in small letters, how often each occurs, and which
    stand mostly behind a title or another capitalised word."""

    small: frozenset[str]
    counts: Mapping[str, int]
    surnames: frozenset[str]
    capitals: bool


@dataclass(frozen=True)
class Group:
    """All candidates of one label in one style."""

    style: Style
    key: str
    found: tuple[Candidate, ...]

    @property
    def first(self) -> Candidate:
        """The first of them."""
        return self.found[0]

    @property
    def at_line(self) -> int:
        """How many stand at the start of a line, after the end of a sentence."""
        return sum(each.after_end and not each.inline for each in self.found)

    @property
    def bold(self) -> bool:
        """True if all stand out by emphasis."""
        return all(each.bold for each in self.found)

    @property
    def silent(self) -> bool:
        """True if no words follow any of them on its line."""
        return all(each.blank_after for each in self.found)


def find_facts(blocks: Sequence[Block]) -> Facts:
    """The facts of a text."""
    counts: Counter[str] = Counter()
    small: set[str] = set()
    second: Counter[str] = Counter()
    for block in blocks:
        for word in WORD.findall(block.text):
            if word.islower():
                small.add(word)
            counts[word.casefold()] += 1
        second.update(match[2].casefold() for match in _PAIR.finditer(block.text) if match[1] not in FUNCTION)
    text = "".join(block.text[:2000] for block in blocks[:200])
    upper, lower = sum(map(str.isupper, text)), sum(map(str.islower, text))
    surnames = frozenset(word for word, times in second.items() if times * 3 >= counts[word])
    return Facts(frozenset(small), counts, surnames, upper > 2 * lower)


def group_candidates(candidates: Iterable[Candidate]) -> list[Group]:
    """The candidates by style and label, in the order of the first of each."""
    groups: dict[tuple[Style, str], list[Candidate]] = defaultdict(list)
    for each in candidates:
        groups[each.style, each.key].append(each)
    return [Group(style, key, tuple(found)) for (style, key), found in groups.items()]
