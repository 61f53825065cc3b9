"""By which rules a text is read: those of its language, or none where that has none, never English ones.

A new language is a module of `text.languages`; what it needs beyond words and forms is named here.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, partial

from ..data.countries import name_abroad
from ..data.definitions import Entity, EntityKind, Topic
from ..data.languages import own_language
from ..text.languages.english import ENGLISH
from ..text.languages.known import find_language
from ..text.languages.language import Language
from ..text.words import find_script
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
        own = own_language(tag or self._home)
        if own not in self._of_topics:
            terms = ((term, topic.id) for topic in self._topics for term in self._list_terms(topic, own))
            self._of_topics[own] = TermFinder(terms, find_language(own))
        return self._of_topics[own]

    def names(self, tag: str | None) -> Finder:
        """What finds the names of the entities in a language."""
        own = own_language(tag or self._home)
        if own not in self._of_names:
            taken = {form for entity in self._entities for form in _list_abroad(entity, own)}
            found = (self._translate(entity, own, taken) for entity in self._entities)
            self._of_names[own] = find_rules(own).know_names([entity for entity in found if entity])
        return self._of_names[own]

    def _list_terms(self, topic: Topic, own: str) -> Iterator[str]:
        yield from (
            term for term in topic.terms if own == own_language(self._home) or self._is_foreign(term, own)
        )
        for tag, terms in topic.terms_in.items():
            yield from terms if own_language(tag) == own else ()

    def _is_foreign(self, form: str, own: str) -> bool:
        """True of a form in the script of a language that is not that of the archive's own."""
        script = find_script(form)
        return find_language(own).script == script != find_language(self._home).script

    def _translate(self, entity: Entity, own: str, taken: Collection[str]) -> Entity | None:
        """An entity with the names that it has in a language, None where it has none.

        Abroad these are the ones listed for it, those of a state that CLDR knows and that are not `taken`,
        and of the archive's own those in another script, and in the same script a person's whole name.
        """
        names = (entity.name, *entity.aliases)
        if own == own_language(self._home):
            forms = [*names, *_list_abroad(entity, own)]
        else:
            tags = (own, "zh_Hant") if own == "zh" else (own,)
            known = name_abroad(entity.country, tags).values() if entity.country else ()
            forms = [*_list_abroad(entity, own), *(form for form in names if self._is_foreign(form, own))]
            forms += [form for form in known if form not in taken]
            same = find_script(entity.name) == find_language(own).script
            forms += [entity.name] if same and entity.kind is EntityKind.PERSON and " " in entity.name else []
        return (
            entity.model_copy(update={"name": forms[0], "aliases": tuple(dict.fromkeys(forms[1:]))})
            if forms
            else None
        )


def _list_abroad(entity: Entity, own: str) -> list[str]:
    """The names that are listed of an entity for a language."""
    return [form for tag, forms in entity.names.items() if own_language(tag) == own for form in forms]
