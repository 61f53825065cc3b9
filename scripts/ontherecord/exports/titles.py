"""Titles in the headline capitals of a manual."""

from __future__ import annotations

import re

_ARTICLES = frozenset({"a", "an", "the", "and", "but", "for", "or", "nor", "to", "as"})
#: Parts of surnames, which stay as they are printed.
_PARTICLES = frozenset({"al", "bin", "da", "de", "del", "den", "der", "di", "du", "el", "ibn", "van", "von"})
#: Beginnings of a compound that are no words.
_PREFIXES = frozenset(
    {"anti", "co", "de", "intra", "inter", "multi", "non", "post", "pre", "pro", "re", "un"}
)
_SHORT_PREPOSITIONS = frozenset(
    {"amid", "at", "by", "from", "in", "into", "of", "on", "onto", "over", "per", "upon", "via", "with"}
)
_LONG_PREPOSITIONS = frozenset(
    (
        *("about", "above", "across", "after", "against", "along", "among", "around", "before", "behind"),
        *("below", "beneath", "beside", "between", "beyond", "concerning", "despite", "during", "except"),
        *("following", "inside", "near", "outside", "regarding", "through", "throughout", "toward"),
        *("towards", "under", "within", "without"),
    )
)
#: Chicago, since its 18th edition, and OSCOLA lower only the short prepositions of a title.
MINOR = _ARTICLES | _PARTICLES | _SHORT_PREPOSITIONS
#: MLA lowers every preposition, however long, and every coordinating conjunction.
MINOR_MLA = MINOR | _LONG_PREPOSITIONS | {"so", "yet"}


def headline(title: str, minor: frozenset[str]) -> str:
    """A title in headline capitals: every word but the minor ones, and those at either end or after a colon.

    A word that has a capital is left alone. This stands in for the processor's own rule, which knows few
    prepositions, no hyphens and no opening brackets.
    """
    words = title.split(" ")
    last = len(words) - 1
    return " ".join(
        _capitalise(word, minor, place in {0, last} or words[place - 1].endswith((":", "?", "!")))
        for place, word in enumerate(words)
    )


def _capitalise(word: str, minor: frozenset[str], always: bool) -> str:
    """The word as it stands in a headline; a compound by its parts, but after a prefix only the first."""
    first, *others = word.split("-")
    if not others:
        return word if word.strip("()[]“”‘’\"',.;:?!…") in minor and not always else _upper_first(word)
    if first in _PARTICLES and not word.islower():
        return word
    if first in _PREFIXES:
        return _upper_first(word)
    return "-".join([_upper_first(first), *(one if one in minor else _upper_first(one) for one in others)])


def _upper_first(word: str) -> str:
    """The word with its first letter a capital, unless it has a capital already."""
    return re.sub(r"[^\W\d_]", lambda match: match[0].upper(), word, count=1) if word.islower() else word
