"""What the rules must know of one language; what Unicode's CLDR knows, such as its months, is not repeated.

Nothing of it is needed to find a speaker: labels are found by their shape and recurrence. The words only say
what a label stands for (a question, the chair). Where rules need more than words and forms, as those for
names and near dates in English do, `subjects.rules` names them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from ...data.calendar import list_months
from ..words import find_script, find_words


def split_words(text: str) -> frozenset[str]:
    """The words of a text in small letters."""
    return frozenset(text.casefold().split())


#: What ends a question where the question mark is the English one.
QUESTION_MARK = "?"


def keep_form(word: str) -> tuple[str, ...]:
    """The only form of a word that is not inflected."""
    return (word,)


@dataclass(frozen=True, eq=False)
class Language:
    """Words of one language, in lower case, and rules that need no more than words.

    `tag` is that of BCP 47, without a region; `regions` are those whose months have other names.

    `questions` and `answers` are labels of who asks and answers; `chairs` of who gives the floor,
    `presidents` of who may; `hosts` of who asks in a conversation; `interpreters` of who speaks for another.
    `titles` stand before a name, `roles` are offices that stand for one.
    `fields` begin a line of a head ("Subject: …"), `places` one that names the place; `events` are what
    transcripts are of. `function` words begin phrases and no names.

    `asks` are the signs that end a question, `question_words` what ends one without them; `after` are words
    of a label's note that say after whom somebody spoke. The stop of `abbreviations`, written as they are,
    ends no sentence, and that of `numbered` none before a figure; with `ordinals`, nor does one after a
    figure.

    `month_spellings` are those that CLDR lacks, with the month's number, and `date_words` what may stand in a
    date in the place of a word that CLDR has there. `inflect` gives the forms of a word of a name or a term;
    `find_words` where in a text one may begin, and what it is looked up by; `spaced` is false where no blanks
    part words.
    """

    name: str
    tag: str
    regions: tuple[str, ...] = ()
    questions: frozenset[str] = frozenset()
    answers: frozenset[str] = frozenset()
    chairs: frozenset[str] = frozenset()
    presidents: frozenset[str] = frozenset()
    hosts: frozenset[str] = frozenset()
    interpreters: frozenset[str] = frozenset()
    titles: frozenset[str] = frozenset()
    roles: frozenset[str] = frozenset()
    fields: frozenset[str] = frozenset()
    places: frozenset[str] = frozenset()
    events: frozenset[str] = frozenset()
    function: frozenset[str] = frozenset()
    asks: str = ""
    question_words: tuple[str, ...] = ()
    after: frozenset[str] = frozenset()
    abbreviations: frozenset[str] = frozenset()
    numbered: frozenset[str] = frozenset()
    ordinals: bool = False
    month_spellings: Mapping[str, int] = field(default_factory=dict)
    date_words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    inflect: Callable[[str], tuple[str, ...]] = keep_form
    find_words: Callable[[str], Iterator[tuple[int, str]]] = find_words
    spaced: bool = True

    @cached_property
    def months(self) -> tuple[frozenset[str], ...]:
        """The twelve months, each with all its forms and spellings, short ones included; none if unknown."""
        return tuple(
            forms.union(form for form, month in self.month_spellings.items() if month == number)
            for number, forms in enumerate(self._list_months(whole=False), 1)
        )

    @cached_property
    def whole_months(self) -> tuple[frozenset[str], ...]:
        """The twelve months, each with the forms of its whole name."""
        return tuple(self._list_months(whole=True))

    @cached_property
    def script(self) -> str:
        """The script in which it is written, as its months are; empty where they are not known."""
        return find_script(" ".join(sorted(self.months[0]))) if self.months else ""

    def _list_months(self, *, whole: bool) -> Iterator[frozenset[str]]:
        tags = (self.tag, *(f"{self.tag}-{region}" for region in self.regions))
        for forms in zip(*(list_months(tag, whole=whole) for tag in tags), strict=True):
            yield frozenset().union(*forms)
