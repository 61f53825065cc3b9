"""Ukrainian."""

from __future__ import annotations

from .language import QUESTION_MARK, Language, split_words

UKRAINIAN = Language(
    name="Ukrainian",
    tag="uk",
    questions=split_words("запитання питання журналіст журналістка"),
    answers=split_words("відповідь"),
    chairs=split_words("ведучий ведуча модератор"),
    places=split_words("місце"),
    events=split_words("брифінг прес-конференція заява стенограма інтерв’ю виступ"),
    asks=QUESTION_MARK,
    after=frozenset(["після"]),
    abbreviations=frozenset(["р.", "рр.", "ім.", "вул.", "м.", "проф.", "акад."]),
    numbered=frozenset(["ст.", "п.", "с."]),
    date_words={"р.": ("року", "рік")},
)
