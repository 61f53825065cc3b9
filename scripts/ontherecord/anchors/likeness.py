"""How much of a text stands in another: by its letters, and sentence by sentence."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping
from functools import lru_cache
from itertools import chain, pairwise

from rapidfuzz import fuzz

from ..text.sentences import find_sentences

#: Likeness is `rapidfuzz.fuzz.ratio`, 0 to 100: the share of letters that two texts have in common, in order.
#: Measured on the first transcript: unrelated paragraphs have 39 on the median and 50 at most; one of which
#: every third word was changed keeps 78, every second word 67. Below this limit letters say nothing.
MATCH = 60.0
#: A sentence stands in a text that has so much of its groups of letters (0 to 1). Measured likewise: of those
#: from elsewhere one in a thousand has more than 0.67; one of which every fifth word was changed keeps 0.76.
STANDS = 0.75
#: A shorter sentence, in letters, stands only where its very words do: a few groups are soon found.
SHORT = 12
#: A part of a split or merged passage has so much of its groups of letters in the whole. Of sentences from
#: elsewhere two in a thousand have more; one of which every third word was changed keeps 0.62 as a rule.
PART = 0.6
#: The letters of a group: enough to be telling, few enough to survive typos. Unlike words, groups exist in
#: writing without spaces too.
GROUP = 4
#: So many words of a passage tell which one it is: those that the fewest others have.
RAREST = 16
#: Words that more passages have than this tell of none.
COMMON = 64
#: What shares less than this part of its telling words with a passage is not compared with it, nor what
#: shares less than this part of what the nearest does.
FAR = 0.25
#: Of so many passages at most, those that share most with another are compared with it.
NEAREST = 8
#: So many texts are kept in their parts: more than stand in any stretch whose pairs are all compared.
_KEPT = 1024

_WORD = re.compile(r"\w+")


def liken(old: str, new: str) -> float:
    """The likeness of two texts, or 0 where it is no more than chance."""
    return fuzz.ratio(old, new, score_cutoff=MATCH)


@lru_cache(_KEPT)
def fold_sentences(text: str) -> tuple[str, ...]:
    """The sentences of a text in order, each as its words without case and signs."""
    return tuple(filter(None, (_fold(text[start:end]) for start, end in find_sentences(text))))


def _fold(text: str) -> str:
    return " ".join(_WORD.findall(text.casefold()))


def measure_held(one: str, other: str) -> float:
    """The share (0 to 1) of one of the texts whose sentences stand in the other; of both, the greater."""
    return max(_measure_share(one, other), _measure_share(other, one))


def _measure_share(part: str, whole: str) -> float:
    sentences, there = fold_sentences(part), fold_sentences(whole)
    if not sentences or not there:
        return 0.0
    folded = _fold_all(whole)
    standing = sum(len(one) for one in sentences if one in there or _stands(one, folded))
    return standing / sum(map(len, sentences))


def _stands(sentence: str, text: str) -> bool:
    if len(sentence) < SHORT:
        return f" {sentence} " in f" {text} "
    return _share_letters(sentence, text) >= STANDS


def is_part(part: str, whole: str) -> bool:
    """Whether a text is the shorter, and as good as all of it may come from the other."""
    return len(part) < len(whole) and _share_letters(_fold_all(part), _fold_all(whole)) >= PART


def _fold_all(text: str) -> str:
    return " ".join(fold_sentences(text))


def _share_letters(part: str, whole: str) -> float:
    letters = find_letters(part)
    return len(letters & find_letters(whole)) / len(letters)


@lru_cache(_KEPT)
def find_letters(text: str) -> frozenset[str]:
    """The groups of letters of a text, the beginnings and ends of its words told by spaces."""
    padded = f" {text.casefold()} "
    return frozenset(padded[start : start + GROUP] for start in range(max(1, len(padded) - GROUP + 1)))


# --- which of very many may be alike ----------------------------------------------------------------------


def find_telling(old: Mapping[int, str], new: Mapping[int, str]) -> list[tuple[int, int]]:
    """Of all pairs of texts, by their numbers, those that share most of the rarest words; in order.

    In time and memory that grow as the texts do, not as their pairs.
    """
    counts = Counter(chain.from_iterable(_find_words(text) for text in old.values()))
    index: dict[str, list[int]] = defaultdict(list)
    sizes = {}
    for place, text in old.items():
        rarest = sorted(_find_words(text), key=lambda word: (counts[word], word))[:RAREST]
        sizes[place] = len(rarest)
        for word in rarest:
            index[word].append(place)
    telling = {word: found for word, found in index.items() if len(found) <= COMMON}
    pairs: set[tuple[int, int]] = set()
    for at, text in new.items():
        lists = sorted((telling[word] for word in _find_words(text) if word in telling), key=len)[
            : 2 * RAREST
        ]
        shared = Counter(chain.from_iterable(lists)).most_common(NEAREST)
        least = FAR * shared[0][1] if shared else 0
        pairs |= {(place, at) for place, count in shared if count >= max(least, FAR * sizes[place])}
    return sorted(pairs)


def _find_words(text: str) -> set[str]:
    """The words of a text, two by two; those of writing without spaces are groups of its letters."""
    words: list[str] = []
    for word in _WORD.findall(text.casefold()):
        steps = range(len(word) - GROUP + 1) if len(word) > SHORT else ()
        words += [word[start : start + GROUP] for start in steps] or [word]
    return {" ".join(pair) for pair in pairwise(words)} or set(words)
