"""Dates: what the 37 passages refer to, decided by reading; pairs for many forms; what always holds."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from corpus import REAL_SLUG
from hypothesis import given
from hypothesis import strategies as st
from ontherecord.archive.model import Archive, Transcript
from ontherecord.data.edtf import Precision, When, of_month, of_week, parse_edtf
from ontherecord.subjects.dates import DateReference, find_dates
from ontherecord.subjects.datings import find_datings
from ontherecord.subjects.passages import Passage

# --- The first transcript, decided by reading it ---

#: A passage, the words as printed, what they mean, and the event or document whose date it is. The words are
#: in the order of the passage; one that refers to no date has a line without words. In p29 a sentence begins
#: with "Today", which may be nowadays, and says in brackets what was discussed on the day.
READING = """
p1  |
p2  |
p3  | yesterday | 2016-07-14
p3  | today | 2016-07-15
p3  | Yesterday | 2016-07-14
p4  | the morning and afternoon today | 2016-07-15
p5  | yesterday evening | 2016-07-14
p6  |
p7  |
p8  | This year | 2016
p8  | UN Security Council Resolution 2254 | 2015-12-18 | resolution-2254
p9  |
p10 |
p11 |
p12 | report | 2016-07-01 | quartet-report
p13 | May this year | 2016-05
p13 | June | 2016-06
p14 | Today | 2016-07-15
p15 |
p16 |
p17 |
p18 |
p19 | yesterday | 2016-07-14
p19 | the whole day today | 2016-07-15
p20 | yesterday’s terrorist attack | 2016-07-14 | nice-attack
p20 | Today | 2016-07-15
p21 |
p22 |
p23 |
p24 |
p25 |
p26 | today | 2016-07-15
p26 | today | 2016-07-15
p27 |
p28 | 9/11 terrorist attacks | 2001-09-11 | attacks-of-11-september-2001
p29 | today | 2016-07-15
p30 | June 2012 Geneva Communique | 2012-06 | geneva-communique
p30 | UN Charter | 1945-06-26 | un-charter
p31 |
p32 |
p33 |
p34 | Since January this year | 2016-01/..
p34 | Since January 2016 | 2016-01/..
p35 | today | 2016-07-15
p36 | today | 2016-07-15
p37 |
"""
ROWS = [[cell.strip() for cell in line.split("|")] for line in READING.strip().splitlines()]


@pytest.fixture(scope="module")
def transcript(real_archive: Archive) -> Transcript:
    return next(item for item in real_archive.transcripts if item.slug == REAL_SLUG)


def test_the_reading_accounts_for_every_passage(transcript: Transcript) -> None:
    assert list(dict.fromkeys(row[0] for row in ROWS)) == [item.anchor for item in transcript.passages]


@pytest.mark.parametrize("anchor", list(dict.fromkeys(row[0] for row in ROWS)))
def test_the_build_agrees_with_the_reading(
    anchor: str, transcript: Transcript, real_archive: Archive
) -> None:
    passage: Passage = next(item for item in transcript.passages if item.anchor == anchor)
    found = [
        [anchor, item.words, item.when.edtf, *([item.entity] if item.entity else [])]
        for item in find_datings(passage, transcript.record, real_archive.entities)
    ]
    assert found == [row for row in ROWS if row[0] == anchor and row[1]]


def test_the_today_in_p29_that_may_be_nowadays_is_left_out(transcript: Transcript) -> None:
    text = next(item.text for item in transcript.passages if item.anchor == "p29")
    (found,) = find_dates(text, transcript.record.date)
    assert text[found.start - 29 : found.end] == "(we have also discussed this today"


# --- Pairs: a text, the day on which it was said, and the dates in it ---

FRIDAY = "2016-07-15"
PAIRS: tuple[tuple[str, str, list[tuple[str, str]]], ...] = (
    # With a day
    ("We met on 3 May 2016.", FRIDAY, [("3 May 2016", "2016-05-03")]),
    ("On July 15, 2016 we met.", FRIDAY, [("July 15, 2016", "2016-07-15")]),
    ("on the 15th of July 2016", FRIDAY, [("15th of July 2016", "2016-07-15")]),
    ("It was signed on 15.07.2016.", FRIDAY, [("15.07.2016", "2016-07-15")]),
    ("by 2016-07-14 at noon", FRIDAY, [("2016-07-14", "2016-07-14")]),
    ("3–5 May 2016 in Vienna", FRIDAY, [("3–5 May 2016", "2016-05-03/2016-05-05")]),
    ("May 3-5, 2016", FRIDAY, [("May 3-5, 2016", "2016-05-03/2016-05-05")]),
    ("from 30 June to 2 July 2016", FRIDAY, [("30 June to 2 July 2016", "2016-06-30/2016-07-02")]),
    ("From 3 May 2015 to 5 June 2016", FRIDAY, [("3 May 2015 to 5 June 2016", "2015-05-03/2016-06-05")]),
    ("29 February 2016", FRIDAY, [("29 February 2016", "2016-02-29")]),
    ("29 February 2015 and 31 April 2016", FRIDAY, []),
    ("the 9/11 attacks", FRIDAY, [("9/11", "2001-09-11")]),
    ("the September 11 attacks", FRIDAY, [("September 11", "2001-09-11")]),
    # A day without a year: by the tense
    ("On 12 July we spoke with him.", FRIDAY, [("12 July", "2016-07-12")]),
    ("the attack of 13 November", FRIDAY, [("13 November", "2015-11-13")]),
    ("We will meet on 20 August.", FRIDAY, [("20 August", "2016-08-20")]),
    ("The talks on 20 August are important.", FRIDAY, []),
    ("On 29 February we met.", "2018-01-05", []),
    ("On 31 December we met.", "2016-01-01", [("31 December", "2015-12-31")]),
    # With a month
    ("the June 2012 Geneva Communique", FRIDAY, [("June 2012", "2012-06")]),
    ("June, 2012", FRIDAY, [("June, 2012", "2012-06")]),
    ("In May this year, he held a meeting.", FRIDAY, [("May this year", "2016-05")]),
    ("in January of last year", FRIDAY, [("January of last year", "2015-01")]),
    ("in March next year", FRIDAY, [("March next year", "2017-03")]),
    ("in May and June this year", FRIDAY, [("May", "2016-05"), ("June this year", "2016-06")]),
    ("Since January this year", FRIDAY, [("Since January this year", "2016-01/..")]),
    ("ever since January 2016", FRIDAY, [("since January 2016", "2016-01/..")]),
    ("in early June 2015", FRIDAY, [("early June 2015", "2015-06")]),
    # A month without a year: by the tense
    ("In June, President Putin met them.", FRIDAY, [("June", "2016-06")]),
    ("In December, we met in Vienna.", FRIDAY, [("December", "2015-12")]),
    ("In December, we met in Vienna.", "2016-02-10", [("December", "2015-12")]),
    ("In December, we met in Vienna.", "2016-12-10", []),
    ("In December, elections will be held.", FRIDAY, [("December", "2016-12")]),
    ("In February, elections will be held.", FRIDAY, [("February", "2017-02")]),
    ("Since March, we have worked.", FRIDAY, [("Since March", "2016-03/..")]),
    ("Since November, we have worked.", FRIDAY, [("Since November", "2015-11/..")]),
    ("We agreed to meet in September.", FRIDAY, []),
    ("The elections planned in September were discussed.", FRIDAY, []),
    ("The dredging begins in May.", "2031-03-04", []),
    ("last December", FRIDAY, [("last December", "2015-12")]),
    ("last May and next November", FRIDAY, []),
    ("this May", FRIDAY, [("this May", "2016-05")]),
    # With a year
    ("in 2015, when we met", FRIDAY, [("2015", "2015")]),
    ("since 2011", FRIDAY, [("since 2011", "2011/..")]),
    ("in late 2014", FRIDAY, [("late 2014", "2014")]),
    ("the 2012 Geneva Communique", FRIDAY, [("2012", "2012")]),
    ("the 2003 invasion of Iraq", FRIDAY, [("2003", "2003")]),
    ("the Treaty of 1987", FRIDAY, [("1987", "1987")]),
    ("from 2014 to 2016", FRIDAY, [("2014 to 2016", "2014/2016")]),
    ("in 2014–15", FRIDAY, [("2014–15", "2014/2015")]),
    ("in the 1990s", FRIDAY, [("1990s", "1990/1999")]),
    ("by 2020", FRIDAY, [("2020", "2020")]),
    ("cut by 2000.", FRIDAY, []),
    ("in 2015 cases", FRIDAY, []),
    ("from 1500 to 2000 troops", FRIDAY, []),
    # By the day of the event
    ("Yesterday, he had a meeting.", FRIDAY, [("Yesterday", "2016-07-14")]),
    ("Yesterday, he had a meeting.", "2017-01-01", [("Yesterday", "2016-12-31")]),
    ("Yesterday, he had a meeting.", "2016-03-01", [("Yesterday", "2016-02-29")]),
    ("yesterday’s attack in Nice", FRIDAY, [("yesterday", "2016-07-14")]),
    ("Tomorrow I leave.", "2016-12-31", [("Tomorrow", "2017-01-01")]),
    ("the day before yesterday", "2016-03-01", [("the day before yesterday", "2016-02-28")]),
    ("last night", "2016-01-01", [("last night", "2015-12-31")]),
    ("We discussed this today.", FRIDAY, [("today", "2016-07-15")]),
    ("We have also discussed this today.", FRIDAY, [("today", "2016-07-15")]),
    ("Today, Mr Kerry and I visited the Embassy.", FRIDAY, [("Today", "2016-07-15")]),
    ("a result of today’s marathon negotiations", FRIDAY, [("today", "2016-07-15")]),
    ("Today, all of us are trying hard.", FRIDAY, []),
    ("Today the world has become less safe.", FRIDAY, []),
    ("in today’s world", FRIDAY, []),
    ("On Monday, we met in Moscow.", FRIDAY, [("Monday", "2016-07-11")]),
    ("On Monday, we will meet in Moscow.", FRIDAY, [("Monday", "2016-07-18")]),
    ("On Saturday, we met in Moscow.", FRIDAY, [("Saturday", "2016-07-09")]),
    ("On Friday, we met in Moscow. Every Monday we meet.", FRIDAY, []),
    ("last week", "2016-01-01", [("last week", "2015-12-21/2015-12-27")]),
    ("this week", "2016-01-01", [("this week", "2015-12-28/2016-01-03")]),
    ("last month", "2016-01-31", [("last month", "2015-12")]),
    ("next month", "2016-12-31", [("next month", "2017-01")]),
    ("This year, access has been ensured.", FRIDAY, [("This year", "2016")]),
    ("later this year and next year", FRIDAY, [("later this year", "2016"), ("next year", "2017")]),
    ("over the last year, these last months, every year", FRIDAY, []),
    ("two years ago", FRIDAY, [("two years ago", "2014")]),
    ("three months ago", "2016-02-29", [("three months ago", "2015-11")]),
    ("2 days ago", "2016-03-01", [("2 days ago", "2016-02-28")]),
    ("ten years ago, about two years ago, more than a year ago", FRIDAY, []),
    # A day without a year: the last or the next one, the event's own day included
    ("We met on 15 July.", FRIDAY, [("15 July", "2016-07-15")]),
    ("on the night of 15 July", FRIDAY, [("15 July", "2016-07-15")]),
    ("On 15 July we will sign it.", FRIDAY, [("15 July", "2016-07-15")]),
    ("On 3–20 July we will meet.", FRIDAY, [("3–20 July", "2016-07-03/2016-07-20")]),
    ("On 9 July, NATO leaders decided this.", FRIDAY, [("9 July", "2016-07-09")]),
    ("Since 3 March we have worked.", FRIDAY, [("Since 3 March", "2016-03-03/..")]),
    ("We have met in May.", FRIDAY, [("May", "2016-05")]),
    # The date of a thing, whose time another tense does not tell
    ("The elections of 18 September will be held.", FRIDAY, [("18 September", "2016-09-18")]),
    ("The elections of 18 September were discussed.", FRIDAY, []),
    ("The elections on 18 September were discussed.", FRIDAY, []),
    ("The talks of 12 July were useful.", FRIDAY, [("12 July", "2016-07-12")]),
    ("The talks of 20 August are important.", FRIDAY, []),
    ("The attack of 13 November will not be forgotten.", FRIDAY, []),
    ("The meeting of 12 July will be remembered.", FRIDAY, []),
    ("a letter dated 13 November", FRIDAY, [("13 November", "2015-11-13")]),
    ("on the night of 20 August", FRIDAY, []),
    # A goal is not dated by the deed that set it
    ("The target date of 1 August was named.", FRIDAY, []),
    ("The deadline of 1 August will be met.", FRIDAY, []),
    ("The deadline of 1 August 2016 will be met.", FRIDAY, [("1 August 2016", "2016-08-01")]),
    ("The deadline was 1 August.", FRIDAY, []),
    ("They were given until 1 August.", FRIDAY, []),
    ("The meeting was postponed to 1 August.", FRIDAY, []),
    ("We will finish by 1 August.", FRIDAY, [("1 August", "2016-08-01")]),
    # What is known by its day may be of any year
    ("The 12 February Minsk agreements were signed.", FRIDAY, []),
    ("The Minsk agreements of 12 February were signed.", FRIDAY, []),
    ("The agreement signed on 12 February was broken.", FRIDAY, []),
    ("On 12 July President Putin met him.", FRIDAY, [("12 July", "2016-07-12")]),
    ("Before September 11, the world was different.", FRIDAY, []),
    ("Since 11 September we have fought it.", FRIDAY, []),
    ("On 11 September we met.", FRIDAY, []),
    ("On 11 September 2015 we met.", FRIDAY, [("11 September 2015", "2015-09-11")]),
    ("the attacks of 11 September", FRIDAY, [("11 September", "2001-09-11")]),
    ("the tragedy of September 11", FRIDAY, [("September 11", "2001-09-11")]),
    ("the 11 September events", FRIDAY, [("11 September", "2001-09-11")]),
    ("In 2012, the attacks of 11 September", FRIDAY, [("2012", "2012")]),
    ("the attacks of 11 September", "2001-09-10", []),
    ("on 9/11/2016 and 1/9/11", FRIDAY, []),
    # Beside another year, a day or a month may be of that year
    (
        "The Agreement of 21 February 2014 was broken. On 22 February the president was overthrown.",
        FRIDAY,
        [("21 February 2014", "2014-02-21")],
    ),
    ("In 2014, the opposition took power in February.", FRIDAY, [("2014", "2014")]),
    ("Last year they came. In May he left. On Monday they voted.", FRIDAY, [("Last year", "2015")]),
    ("Two years ago it began. On 22 February he left.", FRIDAY, [("Two years ago", "2014")]),
    ("In 2016, on 12 July, we met.", FRIDAY, [("2016", "2016"), ("12 July", "2016-07-12")]),
    ("We met in May and in July 2014.", FRIDAY, [("July 2014", "2014-07")]),
    ("On 22 February, in 2014, he left.", FRIDAY, [("2014", "2014")]),
    ("We met in late May and early June 2014.", FRIDAY, [("early June 2014", "2014-06")]),
    ("On 5 December and 7 January 2015, we met.", FRIDAY, [("7 January 2015", "2015-01-07")]),
    ("In December and January 2015, we met.", FRIDAY, [("January 2015", "2015-01")]),
    # Two dates are a span only between them
    ("on 11 and 14 February 2016", FRIDAY, [("11", "2016-02-11"), ("14 February 2016", "2016-02-14")]),
    ("On 11 and 14 February we met.", FRIDAY, [("11", "2016-02-11"), ("14 February", "2016-02-14")]),
    ("5 May and 7 June 2016", FRIDAY, [("5 May", "2016-05-05"), ("7 June 2016", "2016-06-07")]),
    ("On July 14 and 15, 2014, we met.", FRIDAY, [("July 14", "2014-07-14")]),
    ("in May and July 2015", FRIDAY, [("May", "2015-05"), ("July 2015", "2015-07")]),
    (
        "in May, June and July 2015",
        FRIDAY,
        [("May", "2015-05"), ("June", "2015-06"), ("July 2015", "2015-07")],
    ),
    ("In 2003 and 2011, it was bombed.", FRIDAY, [("2003", "2003"), ("2011", "2011")]),
    (
        "between 11 and 14 February 2016",
        FRIDAY,
        [("11 and 14 February 2016", "2016-02-11/2016-02-14")],
    ),
    ("between May and July 2016", FRIDAY, [("May and July 2016", "2016-05/2016-07")]),
    ("between 2014 and 2016", FRIDAY, [("2014 and 2016", "2014/2016")]),
    # Counts, estimates and numbers of resolutions
    ("Twenty-five years ago the Soviet Union ceased to be.", FRIDAY, []),
    ("Twenty five years ago the Soviet Union ceased to be.", FRIDAY, []),
    ("Two to three years ago, 4 or 5 years ago, 2–3 years ago", FRIDAY, []),
    ("1.5 years ago, or 1,5 years ago", FRIDAY, []),
    ("two, three years ago", FRIDAY, []),
    ("In Minsk, two years ago, we met.", FRIDAY, [("two years ago", "2014")]),
    ("Between 1900 and 2000 of them were killed.", FRIDAY, []),
    ("in 1970 and 1973 resolutions, in resolutions 1970 and 1973", FRIDAY, []),
    ("in 1970, 1973 and 2009 resolutions", FRIDAY, []),
    ("in 2042 and 2043, in 2042", FRIDAY, []),
    ("the 1900 Russian soldiers", FRIDAY, []),
    ("the 2030 Agenda", FRIDAY, []),
    ("the 2018 World Cup", FRIDAY, [("2018", "2018")]),
    # Figures of speech
    ("This crisis did not begin yesterday. He was not born yesterday.", FRIDAY, []),
    ("Only yesterday they were allies.", FRIDAY, []),
    ("yesterday's enemies, the problems of yesterday and today", FRIDAY, []),
    ("yesterday’s long talks", FRIDAY, [("yesterday", "2016-07-14")]),
    ("The young are the leaders of tomorrow.", FRIDAY, []),
    ("Tomorrow never dies.", FRIDAY, []),
    ("Today they say one thing, tomorrow another.", FRIDAY, []),
    ("Today we see one thing, tomorrow another.", FRIDAY, []),
    ("a better tomorrow, tomorrow's world; here today, gone tomorrow", FRIDAY, []),
    ("tomorrow's meeting", FRIDAY, [("tomorrow", "2016-07-16")]),
    ("We meet tomorrow in Vienna.", FRIDAY, [("tomorrow", "2016-07-16")]),
    ("The world of today was shaped in Yalta.", FRIDAY, []),
    ("The world today was shaped in 1945.", FRIDAY, [("1945", "1945")]),
    ("It is more relevant today than it was.", FRIDAY, []),
    ("It was a different world today than in 2001.", FRIDAY, [("2001", "2001")]),
    ("More than 100 people were killed today.", FRIDAY, [("today", "2016-07-15")]),
    # Last and next weekday, where they can not be this week's
    (
        "last Saturday and next Monday",
        FRIDAY,
        [("last Saturday", "2016-07-09"), ("next Monday", "2016-07-18")],
    ),
    ("last Friday", FRIDAY, [("last Friday", "2016-07-08")]),
    ("last Monday and next Sunday", FRIDAY, []),
    ("the last Friday of May", FRIDAY, []),
    # No dates
    ("We may march on. May I? Mr March may stay.", FRIDAY, []),
    ("Resolution 2254, resolution 1973, the Normandy Four, all the 18 besieged regions", FRIDAY, []),
    ("recently, now, at the moment, some time ago, so far, in Soviet times", FRIDAY, []),
    ("It will take two years, and cost 2016 dollars.", FRIDAY, []),
)


@pytest.mark.parametrize(("text", "day", "expected"), PAIRS, ids=lambda item: str(item)[:40])
def test_pair(text: str, day: str, expected: list[tuple[str, str]]) -> None:
    found = find_dates(text, date.fromisoformat(day))
    assert [(item.words, item.when.edtf) for item in found] == expected


def test_precision_is_that_of_the_words() -> None:
    words = "on 3 May 2016, last week, in May 2016, since 2011"
    precisions = [item.when.precision for item in find_dates(words, date(2016, 7, 15))]
    assert precisions == [Precision.DAY, Precision.WEEK, Precision.MONTH, Precision.YEAR]


# --- What always holds ---

DAYS = st.dates(date(1900, 1, 3), date(2099, 12, 29))
PIECES = st.lists(
    st.sampled_from(
        [
            *(
                "yesterday",
                "Today",
                "we met",
                "tomorrow",
                "since",
                "in",
                "May",
                "June",
                "2016",
                "15",
                "this year",
                "of",
            ),
            *(
                "last",
                "month",
                "ago",
                "two",
                "will",
                "from",
                "to",
                "between",
                "and",
                "–",
                ",",
                ".",
                "(",
                ")",
                "9/11",
            ),
            *(
                "29 February",
                "31",
                "the",
                "2012 Geneva",
                "on",
                "Monday",
                "week",
                "next",
                "early ",
                "’s talks",
                "00",
            ),
        ]
    ),
    max_size=14,
).map(" ".join)


@given(st.one_of(PIECES, st.text(max_size=60)), DAYS)
def test_every_date_stands_where_it_says_and_none_overlap(text: str, day: date) -> None:
    found = find_dates(text, day)
    ends = 0
    for item in found:
        assert text[item.start : item.end] == item.words
        assert ends <= item.start < item.end
        assert item.when.last is None or item.when.first <= item.when.last
        ends = item.end


@given(st.one_of(PIECES, st.text(max_size=60)), DAYS)
def test_every_span_is_written_and_read_back(text: str, day: date) -> None:
    for item in find_dates(text, day):
        read = parse_edtf(item.when.edtf)
        assert (read.first, read.last) == (item.when.first, item.when.last)


@given(DAYS)
def test_words_by_the_day_follow_the_day(day: date) -> None:
    (found,) = find_dates("We met yesterday.", day)
    assert found == DateReference(
        7, 16, "yesterday", When(day - timedelta(days=1), found.when.last, Precision.DAY)
    )
    assert found.when.last == found.when.first
    (found,) = find_dates("It was so last month.", day)
    assert found.when == of_month(day.year, day.month - 1)
    assert found.when.last == day.replace(day=1) - timedelta(days=1)
    (found,) = find_dates("We met last week.", day)
    assert found.when.last is not None
    assert (found.when.first.weekday(), found.when.last.weekday()) == (0, 6)
    assert 1 <= (day - found.when.last).days <= 7
    assert found.when == of_week(found.when.last)


@given(DAYS, st.sampled_from(["In", "Since"]), st.integers(1, 12))
def test_a_month_in_the_past_is_the_last_one(day: date, preposition: str, month: int) -> None:
    name = date(2000, month, 1).strftime("%B")
    found = find_dates(f"{preposition} {name}, we met in Vienna.", day)
    if month == day.month:
        assert found == ()
        return
    (item,) = found
    assert item.when.first.month == month
    assert 0 < (day - item.when.first).days <= 366


@pytest.mark.parametrize(
    "text",
    [
        *("", "16", "2016-13", "2016-00", "2016-05-00", "2016-02-30", "2016-05-01/2016", "2016/2014"),
        *("2016/2016", "May 2016", "2016/"),
    ],
)
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"date|day|month|year"):
        parse_edtf(text)
