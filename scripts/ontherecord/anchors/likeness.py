"""How much of a text stands in another: by its letters, and sentence by sentence."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from heapq import nsmallest
from itertools import chain

from rapidfuzz import fuzz

from ..text.sentences import list_sentences

#: Likeness is `rapidfuzz.fuzz.ratio`, 0 to 100: the share of letters that two texts have in common, in order.
#: Measured on the first transcript: unrelated paragraphs have 39 on the median and 50 at most; one of which
#: every third word was changed keeps 78, every second word 67. Below this limit letters say nothing.
MATCH = 60.0
#: A part of a split or merged passage is this like to some stretch of the whole (`fuzz.partial_ratio`, 0 to
#: 100). Measured likewise: sentences from elsewhere have 46 on the median, and 59 but for one in a hundred; a
#: part of which every tenth word was changed has 93.
PART = 75.0
#: A sentence stands in a text if a stretch of it is this like.
STANDS = 85.0
#: A shorter sentence, in letters, stands only where its very words do: a stretch like it is soon found.
SHORT = 12
#: Only texts that share so much of their groups of letters are compared in full, which saves time; of
#: sentences from elsewhere one in a hundred shares so much.
PART_LETTERS = 0.5
#: The letters of a group: enough to be telling, few enough to survive typos. Unlike words, groups exist in
#: writing without spaces too.
GROUP = 4
#: So many words of a passage tell which one it is: those that the fewest others have.
RAREST = 16
#: What shares less telling words with a passage than this part of the best is not compared with it.
FAR = 0.5
#: Of so many passages at most, those that share most with another are compared with it.
NEAREST = 8
#: So many texts are kept in parts; more than stand in any stretch whose pairs are all compared.
_KEPT = 512

_WORD = re.compile(r"\w+")


def liken(old: str, new: str) -> float:
    """The likeness of two texts, or 0 where it is no more than chance."""
    return fuzz.ratio(old, new, score_cutoff=MATCH)


def liken_parts(parts: Sequence[str], whole: str) -> float:
    """The likeness of the parts together to the whole, or 0 where it is chance or one of them is no part."""
    likeness = liken(" ".join(parts), whole)
    return likeness if likeness and all(fuzz.partial_ratio(part, whole) >= PART for part in parts) else 0.0


@lru_cache(_KEPT)
def fold_sentences(text: str) -> tuple[str, ...]:
    """The sentences of a text in order, each as its words without case and signs."""
    return tuple(filter(None, (_fold(sentence) for sentence in list_sentences(text))))


def _fold(text: str) -> str:
    return " ".join(_WORD.findall(text.casefold()))


def measure_held(one: str, other: str) -> float:
    """The share (0 to 1) of one of the texts whose sentences stand in the other; of both, the greater."""
    if not may_be_part(one, other) and set(fold_sentences(one)).isdisjoint(fold_sentences(other)):
        return 0.0
    return max(_measure_share(one, other), _measure_share(other, one))


def _measure_share(part: str, whole: str) -> float:
    sentences = fold_sentences(part)
    there = fold_sentences(whole)
    folded = " ".join(there)
    standing = sum(len(one) for one in sentences if one in there or _stands(one, folded))
    return standing / max(1, sum(map(len, sentences)))


def _stands(sentence: str, text: str) -> bool:
    if len(sentence) < SHORT:
        return f" {sentence} " in f" {text} "
    # What is longer than the whole is no part of it: some stretch of it would be taken for all.
    return len(sentence) * STANDS <= len(text) * 100 and bool(
        fuzz.partial_ratio(sentence, text, score_cutoff=STANDS)
    )


def may_be_part(one: str, other: str) -> bool:
    """Whether the shorter text shares enough groups of letters with the longer to be a part of it."""
    fewer, more = sorted((find_letters(one), find_letters(other)), key=len)
    return len(fewer & more) >= PART_LETTERS * len(fewer)


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
    for place, text in old.items():
        for word in nsmallest(RAREST, sorted(_find_words(text)), key=counts.__getitem__):
            index[word].append(place)
    pairs: set[tuple[int, int]] = set()
    for at, text in new.items():
        known = sorted(word for word in _find_words(text) if word in index)
        rarest = nsmallest(2 * RAREST, known, key=lambda word: len(index[word]))
        pairs |= {(place, at) for place in _find_nearest(index[word] for word in rarest)}
    return sorted(pairs)


def _find_nearest(found: Iterable[Sequence[int]]) -> list[int]:
    shared = Counter(chain.from_iterable(found)).most_common(NEAREST)
    return [place for place, count in shared if count >= FAR * shared[0][1]]


def _find_words(text: str) -> set[str]:
    """The words of a text; a long one, as of writing without spaces, in groups of its letters."""
    words = set()
    for word in _WORD.findall(text.casefold()):
        if len(word) <= SHORT:
            words.add(word)
        else:
            words.update(word[start : start + GROUP] for start in range(len(word) - GROUP + 1))
    return words
