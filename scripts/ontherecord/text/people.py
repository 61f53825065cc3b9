"""Which labels name one person, where that is certain."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from .languages.known import TITLES
from .shapes import Shape, find_shape


def group_people(names: Iterable[tuple[str, str | None]]) -> Mapping[str, str]:
    """For each name (and what its parenthesis holds) the fullest name of the same person.

    "Mr Reyes" and "Reyes" are "Mr Dan Reyes" where no other Reyes speaks; "The Minister (Mira Holt)" is "Mira
    Holt". What is not certain stays apart.
    """
    known = {name.casefold().rstrip("."): _own_words(name, note) for name, note in names}
    found: dict[str, str] = {}
    for key, words in known.items():
        fuller = {
            other
            for other, more in known.items()
            if words and more and words[-1] == more[-1] and set(words) < set(more)
        }
        same = sorted(other for other, more in known.items() if words and more == words)
        widest = {known[other] for other in fuller}
        longest = max(widest, key=len) if widest else ()
        certain = all(set(each) <= set(longest) for each in widest)
        found[key] = " ".join(longest) if widest and certain else " ".join(words) if same and words else key
    return found


def _own_words(name: str, note: str | None) -> tuple[str, ...]:
    """The words of a name without titles, in small letters; of an office the person whom it names."""
    if note and find_shape(name) in {Shape.OFFICE, Shape.CHAIR} and find_shape(note) is Shape.PERSON:
        name = note
    words = name.replace(",", " ").casefold().split()
    own = tuple(word.strip(".") for word in words if word.strip(".") not in TITLES)
    return own if find_shape(name) in {Shape.PERSON, Shape.CAPITALS, Shape.WORD} else tuple(words)
