"""The names that a text holds in a language that has no rules of its own for what stands beside a name.

A name is found as it is entered for the language and as the language inflects it, the longest first, and in
no part of a word or of a compound with a hyphen. A form that is an ordinary word too begins no sentence.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from ..data.definitions import Entity
from ..text.languages.language import Language
from ..text.locate import Span
from ..text.sentences import CLOSING, STOPS
from .terms import TermFinder


class ListedNames:
    """Knows the names of all entities in one language."""

    def __init__(self, entities: Iterable[Entity], language: Language) -> None:
        """Takes the entities with the names that they have in the language."""
        entities = tuple(entities)
        forms = ((form, entity.id) for entity in entities for form in (entity.name, *entity.aliases))
        self._terms = TermFinder(forms, language)
        self._ordinary = {(form, entity.id) for entity in entities for form in entity.ordinary}
        self._spaced = language.spaced

    def find(self, plain: str, reserved: Sequence[Span]) -> Iterator[tuple[int, int, str]]:
        """Each name outside the reserved spans as (start, end, entity), in order."""
        for span in self._terms.find(plain):
            taken = any(span.start < end and begin < span.end for begin, end in reserved)
            ordinary = (span.term, span.owner) in self._ordinary and _begins_sentence(plain, span.start)
            compound = self._spaced and _is_in_compound(plain, span.start, span.end)
            if not (taken or ordinary or compound):
                yield span.start, span.end, span.owner


def _is_in_compound(plain: str, start: int, end: int) -> bool:
    before, after = plain[max(0, start - 2) : start], plain[end : end + 2]
    return (before[-1:] == "-" and before[:1].isalnum()) or (after[:1] == "-" and after[1:].isalnum())


def _begins_sentence(plain: str, start: int) -> bool:
    before = plain[:start].rstrip(f" {CLOSING}([«„“-")
    return not before or before.endswith(STOPS)
