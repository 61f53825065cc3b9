"""Two wordings of a passage side by side: which words were cut and which were added."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

_WORD = re.compile(r"\s*\S+")


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
    for tag, i, j, k, m in SequenceMatcher(None, old_words, new_words, autojunk=False).get_opcodes():
        left += _build_runs(before[i:j], tag == "equal")
        right += _build_runs(after[k:m], tag == "equal")
    return tuple(left), tuple(right)


def _build_runs(words: list[str], same: bool) -> list[Run]:
    """The words as one run; the space before a changed one stays outside the mark."""
    text = "".join(words)
    words_only = text.lstrip()
    if same or text == words_only:
        return [Run(text, same)] if text else []
    return [Run(text[: len(text) - len(words_only)], True), Run(words_only, False)]
