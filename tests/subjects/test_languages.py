"""Rules by language: dates, questions, names and terms, and none of English in another."""

from __future__ import annotations

from datetime import date

import pytest
from ontherecord.data.definitions import Colour, Entity, EntityKind, Topic
from ontherecord.subjects.names import find_mentions
from ontherecord.subjects.passages import Level
from ontherecord.subjects.questions import find_questions
from ontherecord.subjects.rules import Finders, find_rules
from ontherecord.subjects.terms import TermFinder
from ontherecord.subjects.topics import find_topics
from ontherecord.text.languages.known import LANGUAGES, find_language

DAY = date(2034, 7, 16)

#: Words in [brackets] mean a date, and which: (text, dates).
DATES = (
    ("ru", "Мы встретились [15 июля 2034 года] и [3-го мая 2034 г.] в Селвине.", "2034-07-15 2034-05-03"),
    ("ru", "С [15–17 июля 2034 г.] и в [июле 2034 года].", "2034-07-15/2034-07-17 2034-07"),
    ("ru", "Было [15.07.2034], а в мае 31 февраля 2034 не было, и 15 июля без года.", "2034-07-15"),
    ("fr", "Le [1er juillet 2034], en [août 2034], puis le [15/07/2034].", "2034-07-01 2034-08 2034-07-15"),
    ("de", "Am [15. Juli 2034], im [März 2034], am [3.5.2034].", "2034-07-15 2034-03 2034-05-03"),
    ("de", "Im [Jänner 2034] waren es mehr als 15.07 Prozent.", "2034-01"),
    (
        "es",
        "El [15 jul 2034] o el [15 de julio de 2034] y en [mayo del 2034].",
        "2034-07-15 2034-07-15 2034-05",
    ),
    (
        "zh-Hans",
        "会谈于[2034年7月15日]和[二〇三四年十二月二十五日]举行，[2034年7月]结束。",
        "2034-07-15 2034-12-25 2034-07",
    ),
    ("it", "Nel [marzo 2034] il mar 2034 era calmo.", "2034-03"),
    ("ja", "会談は[2034年7月15日]に行われた。", "2034-07-15"),
    ("ko", "회담은 [2034년 7월 15일]에 열렸다.", "2034-07-15"),
    ("ar", "في [15 يوليو 2034] و[١٥ تموز/يوليو ٢٠٣٤].", "2034-07-15 2034-07-15"),
    ("pl", "Spotkaliśmy się [15 lipca 2034].", "2034-07-15"),
    # No language has the words of another: May, today and Monday are English.
    ("ru", "In May 2034, 15 July 2034, on Monday, yesterday.", ""),
    ("xx", "15 July 2034, yesterday, but [2034-07-15].", "2034-07-15"),
    ("en", "[Yesterday] we met; 15 июля 2034 года is no date here, nor le 15 juillet 2034.", "2034-07-15"),
)


@pytest.mark.parametrize(("tag", "case", "meant"), DATES)
def test_dates_are_read_in_the_language_of_the_text(tag: str, case: str, meant: str) -> None:
    text = case.replace("[", "").replace("]", "")
    found = find_rules(tag).find_dates(text, DAY)
    shown = text
    for item in reversed(found):
        shown = f"{shown[: item.start]}[{item.words}]{shown[item.end :]}"
    assert (shown, " ".join(item.when.edtf for item in found)) == (case, meant)


#: A bar stands between questions.
QUESTIONS = (
    ("ru", "Мост открыт. Почему?| И когда?", 2),
    ("zh", "大桥开放了吗。|为什么？|谢谢。", 2),
    ("ja", "橋は開きますか。|ありがとう。", 1),
    ("ar", "الجسر مفتوح. لماذا؟| ومتى؟", 2),
    ("es", "¿Por qué?| Gracias.", 1),
    ("el", "Γιατί;", 0),  # Nothing is known of Greek, in which the question mark is another sign.
)


@pytest.mark.parametrize(("tag", "case", "count"), QUESTIONS)
def test_questions_end_by_the_signs_of_their_language(tag: str, case: str, count: int) -> None:
    text = case.replace("|", "")
    found = [text[start:end] for start, end in find_questions(text, find_language(tag))]
    assert found == [part.strip() for part in case.split("|")[:count]]


def test_nobody_is_addressed_by_english_rules_in_another_language() -> None:
    text, names = "Lugovoy, are you there?", {"Lugovoy": "alexei-lugovoy"}
    assert find_rules("en").find_addressed(text, names) == ("alexei-lugovoy",)
    assert find_rules("nl").find_addressed(text, names) == ()


def entity(entity_id: str, kind: EntityKind, name: str, **more: object) -> Entity:
    return Entity.model_validate(
        {"id": entity_id, "kind": kind, "name": name, "description": "Of the tests.", **more}
    )


ENTITIES = (
    entity(
        "navalny",
        EntityKind.PERSON,
        "Alexei Navalny",
        names={"ru": ["Алексей Навальный", "Навальный"], "zh-Hans": ["纳瓦尔尼"], "ko": ["나발니"]},
    ),
    entity(
        "lavrov", EntityKind.PERSON, "Lavrov", names={"ru": ["Лавров"], "ar": ["لافروف"], "de": ["Lawrow"]}
    ),
    entity("minsk", EntityKind.PLACE, "Minsk", names={"ru": ["Минск"], "ar": ["مينسك"], "fr": ["Minsk"]}),
    entity("minsk-group", EntityKind.FORMAT, "Minsk Group", names={"ru": ["Минская группа"]}),
    entity("un", EntityKind.ORGANISATION, "United Nations", aliases=("UN",), names={"ru": ["ООН"]}),
    entity("togo", EntityKind.PLACE, "Togo", country="TG", names={"ru": ["Того"]}, ordinary=("Того",)),
    entity("saudi-arabia", EntityKind.PLACE, "Saudi Arabia", country="SA", names={"ar": ["السعودية"]}),
    entity("lithuania", EntityKind.PLACE, "Lithuania", country="LT"),
    entity("petersburg", EntityKind.PLACE, "Petersburg", names={"ru": ["Петербург"]}),
)
#: In [brackets] what is a name.
NAMES = (
    ("ru", "О [Навальном], [Навальному] и [Алексея Навального] говорили с [Лавровым] и [Лаврову]."),
    ("ru", "В [Минске] [Минскую группу] приняли; минские соглашения и [Минской группы]; «[Минск]»."),
    ("ru", "Того не было в [Того]. Санкт-Петербург не [Петербург], а [ООН] не ООНы."),
    ("ru", "[Литвы] и [Литву] знает CLDR, а Навальнинск никто."),
    ("ar", "قال [لافروف] إن [السعودية] و[لافروف] ول[لسعودية] وب[مينسك] و[ليتوانيا] شاركت."),
    ("zh-Hant", "他和[纳瓦尔尼]說[立陶宛]和[沙烏地阿拉伯]。"),
    ("ko", "[나발니는] [나발니]."),
    ("de", "[Lawrows] Rede in [Litauen], [Litauens] Antwort; UN und Minsk sind hier keine."),
    # "un" is an article, and no other language has the names and rules of English.
    ("fr", "UN, [Minsk] et Lavrov, [Lituanie]."),
    ("pl", "Minsk, [Litwa]."),
    ("en", "[Navalny], [Minsk] and [UN]; Навальный is another script."),
)


@pytest.mark.parametrize(("tag", "case"), NAMES)
def test_names_are_found_as_their_language_writes_them(tag: str, case: str) -> None:
    entities = [
        one.model_copy(update={"aliases": ("Navalny",)}) if one.id == "navalny" else one for one in ENTITIES
    ]
    text = shown = case.replace("[", "").replace("]", "")
    for mention in reversed(find_mentions(text, Finders((), entities, "en").names(tag))):
        shown = f"{shown[: mention.start]}[{shown[mention.start : mention.end]}]{shown[mention.end :]}"
    assert shown == case


def test_in_an_archive_in_russian_the_names_without_a_language_are_russian() -> None:
    home = entity("minsk", EntityKind.PLACE, "Минск", names={"en": ["Minsk"]})
    finders = Finders((), (home,), "ru")
    assert [one.entity for one in find_mentions("Мы в Минске.", finders.names("ru"))] == ["minsk"]
    assert [one.entity for one in find_mentions("We met in Minsk.", finders.names("en"))] == ["minsk"]
    assert find_mentions("In Minsk.", finders.names("de")) == ()


def test_what_stands_in_another_script_is_of_the_languages_that_are_written_in_it() -> None:
    """As `add` drafts it from a text in Russian, and as terms were entered before they had languages."""
    people = (
        entity("rudneva", EntityKind.PERSON, "Анна Руднева"),
        entity("merkel", EntityKind.PERSON, "Angela Merkel", aliases=("Merkel",)),
    )
    topic = Topic(
        id="b", title="B", code="BB", colour=Colour.BLUE, line=".", scope=".", terms=("мост", "war", "bridge")
    )
    finders = Finders((topic,), people, "en")
    assert [one.entity for one in find_mentions("С Анной Рудневой.", finders.names("ru"))] == ["rudneva"]
    assert [one.entity for one in find_mentions("Es war Angela Merkel.", finders.names("de"))] == ["merkel"]
    assert find_mentions("Es war Merkel.", finders.names("de")) == ()
    assert [one.term for one in finders.topics("ru").find("О мосте.")] == ["мост"]
    assert finders.topics("de").find("Es war so.") == []


def test_terms_are_found_in_the_language_of_the_text() -> None:
    topic = Topic(
        id="bridge",
        title="Bridge",
        code="BR",
        colour=Colour.BLUE,
        line=".",
        scope=".",
        terms=("bridge",),
        terms_in={"ru": ("мост", "Совет моста"), "zh": ("大桥",)},
    )
    finders = Finders((topic,), (), "en")

    def find(tag: str, text: str) -> list[str]:
        return [text[one.start : one.end] for one in finders.topics(tag).find(text)]

    assert find("ru", "О мосте, Мостом и мостовая; bridge; Совету моста.") == [
        "мосте",
        "Мостом",
        "Совету моста",
    ]
    assert find("zh-Hant", "这座大桥很长") == ["大桥"]
    assert find("en", "The bridge, not мост.") == ["bridge"]
    assert find("fi", "bridge мост") == []


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda language: language.name)
def test_a_word_is_always_one_of_its_own_forms(language: object) -> None:
    own = find_language(getattr(language, "tag", ""))
    assert all(word in own.inflect(word) for word in ("Минск", "Lawrow", "السعودية", "나발니", "ООН", "A1"))


def test_a_topic_is_told_by_the_first_sentence_as_the_language_ends_it() -> None:
    finders = Finders((), (), "en")
    for tag, level in (("de", Level.ABOUT), ("en", Level.TOUCHES)):
        finder = TermFinder([("Brücke", "bridge")], finders.topics(tag).language)
        (found,) = find_topics("Am 15. Juli öffnet die Brücke.", finder).values()
        assert found.level is level
