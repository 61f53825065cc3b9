"""Rules by language: sentence ends, the days of heads, lines that break inside Chinese and Japanese."""

from __future__ import annotations

import pytest
from ontherecord.text.formats.reading import read_source
from ontherecord.text.languages.known import LANGUAGES, find_language
from ontherecord.text.parse import parse_transcript
from ontherecord.text.sentences import find_sentences
from ontherecord.text.turns import Cast
from ontherecord.text.wrapping import join_lines, unwrap
from ontherecord.text.written_dates import find_place

NOBODY = Cast({}, frozenset(), {}, None, frozenset())

#: A bar stands where a sentence ends.
SENTENCES = (
    ("en", "Mr. Holt left.| No. 5 stands.| He said no.| Art. 7 too."),
    ("de", "Am 15. Juli kam Dr. Holt.| Siehe Nr. 5 dort.| Das 21. Jahrhundert begann 2001.| Gut."),
    ("fr", "M. Holt est venu.| Voir art. 5.| Mme Wren aussi."),
    ("es", "El Sr. Holt vino.| ¿Por qué?| No lo sé."),
    ("ru", "Это в г. Селвин, т.е. рядом.| См. ст. 5 договора.| Да."),
    # Of another language nothing is an abbreviation: the rules of English are not theirs.
    ("fi", "Kokous oli Mr.| Holt pois."),
    ("zh-Hant", "條例草案已經通過。|為什麼？|「不知道。」|他走了。"),
    ("ar", "الجسر مفتوح.| هل العبارة متوقفة؟| نعم."),
)


@pytest.mark.parametrize(("tag", "case"), SENTENCES)
def test_sentences_end_by_the_rules_of_their_language(tag: str, case: str) -> None:
    text = case.replace("|", "")
    assert "|".join(text[start:end] for start, end in find_sentences(text, find_language(tag))) == case


HEADS = (
    "Paris, le 1er juillet 2034",
    "samedi 1 juil. 2034",
    "Berlin, Samstag, den 1. Juli 2034",
    "1.7.2034 Samstag",
    "Madrid, 1 de julio de 2034",
    "sábado, 1 de julio del 2034",
    "Москва, 1 июля 2034 года, суббота",
    "1 июля 2034 г.",
    "2034年7月1日 星期六",
    "2034年7月1日（星期六）",
    "二〇三四年七月一日",
    "2034年7月1日（土）",
    "2034년 7월 1일 토요일",
    "السبت، 1 يوليو 2034",
    "١ يوليو ٢٠٣٤",
    "Toledo, 1 July 2034",
)


@pytest.mark.parametrize("head", HEADS)
def test_the_day_of_a_head_is_read_in_its_language(head: str) -> None:
    figures = "2034-07-01" if "1.7." not in head else None
    text = f"Selwyn 7\n\n{head}\n\nQuestion: Why?\n\nHolt: So.\n\nQuestion: When?\n\nHolt: Soon.\n"
    day = parse_transcript(text, NOBODY, titled=True, dated=True)[0].date
    assert (day.isoformat() if day else None) == figures


@pytest.mark.parametrize("place", ["Toledo", "Lamar", "Fathom"])
def test_a_place_may_end_as_a_day_of_the_week_does(place: str) -> None:
    assert find_place(f"{place}, 1 July 2034") == place


def test_every_language_has_twelve_months_that_no_other_month_shares() -> None:
    assert all(len(language.months) == 12 and all(language.months) for language in LANGUAGES)
    for language in LANGUAGES:
        assert len(frozenset().union(*language.months)) == sum(map(len, language.months))


#: What stands on broken lines, and what it is on one.
WRAPPED = {
    "我们\n讨论了": "我们讨论了",
    "结束了，\n“下次”会议": "结束了，“下次”会议",
    "“停火\n”问题": "“停火”问题",
    "将在2034\n年举行": "将在2034年举行",
    "カタカナ\nとひらがな": "カタカナとひらがな",
    "会议 \n  结束": "会议结束",
    # Where a text parts its own words from those of other scripts, it does so here.
    "我们用 Minsk 集团\nOSCE 的话": "我们用 Minsk 集团 OSCE 的话",
    "우리는\n논의했다": "우리는 논의했다",
    "We\nmet “him”\nthen": "We met “him” then",
    "он\n“там”": "он “там”",
}


@pytest.mark.parametrize("text", WRAPPED)
def test_a_line_that_breaks_inside_chinese_or_japanese_goes_on_without_a_blank(text: str) -> None:
    assert unwrap(text) == WRAPPED[text]
    # What a page's source breaks, and what captions and PDF files do.
    page = f"<html><body><p>{text}</p></body></html>".encode()
    source, _ = read_source("page.html", page, None)
    assert source is not None
    assert source.text.strip() == WRAPPED[text]
    before, after = text.split("\n", 1)
    if "\n" not in after:
        assert join_lines(before.rstrip(), after.lstrip()) == WRAPPED[text]
