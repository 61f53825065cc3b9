"""Two wordings of a passage side by side: which words were cut and which were added."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

_WORD = re.compile(r"\s*\S+")
#: Words of both texts together up to which they are compared one by one: that takes their square in time.
_LONG = 3000


@dataclass(frozen=True)
class Run:
    """A stretch of a text, and whether the other text has it too."""

    text: str
    same: bool


def diff_words(old: str, new: str) -> tuple[tuple[Run, ...], tuple[Run, ...]]:
    """Both texts as runs of whole words; the runs of a side joined are that text."""
    before, after = _WORD.findall(old), _WORD.findall(new)
    old_words, new_words = ([word.strip() for word in words] for words in (before, after))
    left: list[Run] = []
    right: list[Run] = []
    for tag, i, j, k, m in _compare(old_words, new_words):
        left += _build_runs(before[i:j], tag == "equal")
        right += _build_runs(after[k:m], tag == "equal")
    return tuple(left), tuple(right)


def _compare(old: Sequence[str], new: Sequence[str]) -> Iterable[tuple[str, int, int, int, int]]:
    """What became of which words, as `difflib` says it; of very long texts, all between head and tail."""
    if len(old) + len(new) <= _LONG:
        return SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    head = _count_common(old, new)
    tail = _count_common(old[head:][::-1], new[head:][::-1])
    i, k = len(old) - tail, len(new) - tail
    return ("equal", 0, head, 0, head), ("replace", head, i, head, k), ("equal", i, len(old), k, len(new))


def _count_common(one: Sequence[str], other: Sequence[str]) -> int:
    """How many words two texts begin with alike."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((number for number, (a, b) in pairs if a != b), min(len(one), len(other)))


def _build_runs(words: list[str], same: bool) -> list[Run]:
    """The words as one run; the space before a changed one stays outside the mark."""
    text = "".join(words)
    words_only = text.lstrip()
    if same or text == words_only:
        return [Run(text, same)] if text else []
    return [Run(text[: len(text) - len(words_only)], True), Run(words_only, False)]
