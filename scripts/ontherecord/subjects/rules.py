"""By which rules a text is read: those of its language, or none where that has none, never English ones.

A new language is a module of `text.languages`; what it needs beyond words and forms is named here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, partial

from ..data.countries import name_abroad
from ..data.definitions import Entity, Topic
from ..text.languages.english import ENGLISH
from ..text.languages.known import find_language
from ..text.languages.language import Language
from .dates import DateReference, find_dates
from .full_dates import find_full_dates
from .listed_names import ListedNames
from .names import Finder, NameFinder
from .questions import find_addressed
from .terms import TermFinder


@dataclass(frozen=True)
class Rules:
    """How texts of one language are read; `find_dates` takes the day on which the text was said, too."""

    language: Language
    find_dates: Callable[[str, date], tuple[DateReference, ...]]
    find_addressed: Callable[[str, Mapping[str, str]], tuple[str, ...]]
    know_names: Callable[[Iterable[Entity]], Finder]


@cache
def find_rules(tag: str | None) -> Rules:
    """The rules of a language by its BCP 47 tag."""
    language = find_language(tag)
    if language is ENGLISH:
        return Rules(ENGLISH, find_dates, find_addressed, NameFinder)
    return Rules(
        language,
        lambda text, _: find_full_dates(text, language),
        lambda _, __: (),
        partial(ListedNames, language=language),
    )


class Finders:
    """What finds the topics and the names of an archive in texts of each language.

    `home` is the language of the archive itself: that of terms, names and aliases for which none is given.
    """

    def __init__(self, topics: Iterable[Topic], entities: Iterable[Entity], home: str) -> None:
        self._topics, self._entities, self._home = tuple(topics), tuple(entities), home
        self._of_topics: dict[str, TermFinder] = {}
        self._of_names: dict[str, Finder] = {}

    def topics(self, tag: str | None) -> TermFinder:
        """What finds the terms of the topics in a language."""
        own = _own(tag or self._home)
        if own not in self._of_topics:
            terms = ((term, topic.id) for topic in self._topics for term in self._list_terms(topic, own))
            self._of_topics[own] = TermFinder(terms, find_language(own))
        return self._of_topics[own]

    def names(self, tag: str | None) -> Finder:
        """What finds the names of the entities in a language."""
        own = _own(tag or self._home)
        if own not in self._of_names:
            entities = _translate(self._entities, own, at_home=own == _own(self._home))
            self._of_names[own] = find_rules(own).know_names(entities)
        return self._of_names[own]

    def _list_terms(self, topic: Topic, own: str) -> Iterator[str]:
        if own == _own(self._home):
            yield from topic.terms
        for tag, terms in topic.terms_in.items():
            yield from terms if _own(tag) == own else ()


def _own(tag: str) -> str:
    """The language of a tag, without script and region: what is Chinese is so in both of its scripts."""
    return tag.split("-")[0].casefold()


def _translate(entities: Sequence[Entity], own: str, *, at_home: bool) -> Iterator[Entity]:
    """The entities with names in a language, and these; abroad a state has those of CLDR, too."""
    listed = {
        entity.id: [form for tag, forms in entity.names.items() if _own(tag) == own for form in forms]
        for entity in entities
    }
    taken = {form for forms in listed.values() for form in forms}
    tags = (own, "zh_Hant") if own == "zh" else (own,)
    for entity in entities:
        if at_home:
            forms = [entity.name, *entity.aliases, *listed[entity.id]]
        else:
            known = name_abroad(entity.country, tags).values() if entity.country else ()
            forms = [*listed[entity.id], *(form for form in known if form not in taken)]
        if forms:
            own_forms = tuple(dict.fromkeys(forms))
            yield entity.model_copy(update={"name": own_forms[0], "aliases": own_forms[1:]})
