"""Russian."""

from __future__ import annotations

from .language import QUESTION_MARK, Language, split_words

#: By how a word ends as it is entered: what its other cases have there instead. The first that fits is taken.
_CASES = (
    ("ия", "ии ию ией иею ий иям иями иях"),
    ("ие", "ия ию ием ии ий их им ими"),
    ("ый", "ого ому ым ом"),
    ("ий", "ого ому им ом его ему ем ия ию ием ии"),
    ("ой", "ого ому ым ом"),
    ("ая", "ой ую ою"),
    ("яя", "ей юю ею"),
    ("ое", "ого ому ым ом"),
    ("ее", "его ему им ем"),
    ("ые", "ых ым ыми"),
    ("ец", "ца цу цем цом це"),
    ("а", "ы и е у ой ою ей ею"),
    ("я", "и е ю ей ею"),
    ("ь", "я и ю ем е ью"),
    ("й", "я ю ем е и"),
    ("о", "а у ом е"),
    ("ы", "ов ам ами ах"),
    ("и", "ов ей й ам ами ах ям ями ях"),
)
_OF_CONSONANT = "а у ом ем е ым"


def inflect(word: str) -> tuple[str, ...]:
    """A word in its cases, where its ending tells them; capitals alone are an abbreviation and have none.

    Of several words of a name each is taken by itself, so that a few forms are among them that nobody writes.
    """
    if word.isupper() or not word[-1].isalpha():
        return (word,)
    found = next(((end, cases) for end, cases in _CASES if word.endswith(end)), None)
    if found:
        end, cases = found
        return (word, *(word.removesuffix(end) + case for case in cases.split()))
    return (word, *(word + case for case in _OF_CONSONANT.split())) if word[-1] not in "еёиоуыэю" else (word,)


RUSSIAN = Language(
    name="Russian",
    tag="ru",
    questions=split_words("вопрос в реплика журналист журналистка корреспондент корр из"),
    answers=split_words("ответ о свидетель"),
    chairs=split_words("ведущий ведущая модератор председательствующий"),
    presidents=split_words("председатель президент"),
    hosts=split_words("интервьюер"),
    interpreters=split_words("переводчик переводчица перевод"),
    titles=split_words("господин госпожа г-н г-жа"),
    roles=split_words(
        "президент министр председатель секретарь представитель посол губернатор мэр свидетель"
    ),
    fields=split_words("тема темы место дата время участники источник"),
    function=split_words(
        "а без был была было в вот все всё вы да для до его ее если есть еще ещё же за и из или их к как"
        " когда который мы на не нет но о об он она они от по потому при с сегодня так там то тоже только"
        " у уже что это этот я во-первых во-вторых спасибо"
    ),
    places=split_words("место"),
    events=split_words(
        "брифинг пресс-конференция заявление стенограмма интервью выступление ответы встреча заседание"
    ),
    asks=QUESTION_MARK,
    after=frozenset(["после"]),
    abbreviations=frozenset(
        ["г.", "гг.", "т.е.", "т.к.", "т.н.", "им.", "св.", "ул.", "гр.", "тов.", "проф.", "акад.", "ген."]
    ),
    numbered=frozenset(["ст.", "п.", "пп.", "с.", "стр.", "гл."]),
    month_spellings={"фев": 2, "сен": 9, "ноя": 11},
    date_words={"г.": ("года", "год")},
    inflect=inflect,
)
