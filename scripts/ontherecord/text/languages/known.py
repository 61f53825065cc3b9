"""All languages whose words and rules are known: the one place to add a language, and all words of them."""

from __future__ import annotations

from functools import cache

from ...data.calendar import list_weekdays
from .arabic import ARABIC
from .chinese import CHINESE
from .english import ENGLISH
from .french import FRENCH
from .german import GERMAN
from .italian import ITALIAN
from .japanese import JAPANESE
from .korean import KOREAN
from .language import Language
from .portuguese import PORTUGUESE
from .russian import RUSSIAN
from .spanish import SPANISH
from .ukrainian import UKRAINIAN

LANGUAGES = (
    *(ENGLISH, FRENCH, GERMAN, SPANISH, RUSSIAN, ITALIAN, PORTUGUESE, UKRAINIAN),
    *(ARABIC, CHINESE, JAPANESE, KOREAN),
)


@cache
def find_language(tag: str | None) -> Language:
    """The rules of a language by its BCP 47 tag; of one that is not known, or none, no rule at all."""
    own = (tag or "").split("-")[0].casefold()
    return next((one for one in LANGUAGES if one.tag == own), Language(name="", tag=tag or ""))


def _all(of: str) -> frozenset[str]:
    return frozenset().union(*(getattr(language, of) for language in LANGUAGES))


QUESTIONS = _all("questions")
ANSWERS = _all("answers")
CHAIRS = _all("chairs")
PRESIDENTS = _all("presidents")
HOSTS = _all("hosts")
INTERPRETERS = _all("interpreters")
TITLES = _all("titles")
ROLES = _all("roles") | CHAIRS | PRESIDENTS | HOSTS | INTERPRETERS
PLACES = _all("places")
FIELDS = _all("fields") | PLACES
#: What stands before a date and makes it no place.
NO_PLACE = _all("events") | FIELDS | ROLES | TITLES | _all("function")
FUNCTION = _all("function")
#: The days of the week by their names, whole and short.
WEEKDAYS = frozenset(
    name
    for language in LANGUAGES
    for name in list_weekdays(language.tag)
    if len(name) > 2 or not name.isascii()
)
#: The number of a month by each of its forms.
MONTH_NUMBERS = {
    form: number
    for language in LANGUAGES
    for number, forms in enumerate(language.months, start=1)
    for form in forms
}
#: Where the language of a text is not known: every abbreviation of all of them.
ANY_LANGUAGE = Language(name="", tag="", abbreviations=_all("abbreviations"), numbered=ENGLISH.numbered)
#: Of those who ask, the persons; and what tells one of them from another.
ASKERS = frozenset(["reporter", "journalist", "correspondent", "questioner"])
ORDINALS = frozenset(["first", "second", "third", "fourth", "fifth", "another", "unidentified", "unknown"])
#: Where a question came from, in place of who put it.
CALLS = frozenset(["из зала", "вопрос из зала", "реплика из зала", "с места"])
#: What the label of a chair holds in scripts without capitals.
SIGNS_OF_CHAIRS = ("主席", "議長", "议长", "委員長", "委员长", "主持人", "司会", "의장", "위원장")
#: How the label of a person ends in such scripts: who asks, or an office.
SUFFIXES_OF_ASKERS = ("记者", "記者", "기자")
SUFFIXES_OF_OFFICES = (
    *("議員", "议员", "主席", "局長", "局长", "司長", "司长", "部長", "部长", "院長", "院长", "總統", "总统"),
    *(
        "總理",
        "总理",
        "發言人",
        "发言人",
        "大臣",
        "知事",
        "長官",
        "行政長官",
        "先生",
        "女士",
        "議長",
        "委員長",
    ),
    *("委員", "参考人", "首相", "会長", "社長", "市長", "대변인", "장관", "의원", "위원장", "대통령", "차관"),
)
