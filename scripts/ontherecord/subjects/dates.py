"""The dates that a passage refers to, each with the span of days that it means, no more precise than said.

The rules are for English (`full_dates` has those of other languages), and would rather miss a date than make
one up: "May" the verb, "Resolution 2254", "today" for nowadays, "recently" and "ten years ago" are no dates.
The libraries that are kept (dateparser 1.5, datefinder 1.0) or were (parsedatetime 2.6) make one day of a
month or a year and give no offsets. In the first transcript dateparser reads "we" as Wednesday, 9/11 as in
2015, and 2254 as a year.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache

from ..data.edtf import Precision, When, join_spans, of_day, of_month, of_week, of_year
from ..text.languages.english import ENGLISH
from ..text.words import MONTHS, WEEKDAYS


@dataclass(frozen=True)
class DateReference:
    """Words of a text that mean a date: where they begin, the first sign after them, and what they mean."""

    start: int
    end: int
    words: str
    when: When


# --- The words ---

_NUMBERS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9}
_COUNTS = {"a": 1, "an": 1, **_NUMBERS, **{str(n): n for n in range(1, 10)}}

_M = f"(?:{'|'.join(MONTHS)})"
_W = "|".join(WEEKDAYS)
_N = "|".join(("[Aa]n?", *(f"[{word[0].upper()}{word[0]}]{word[1:]}" for word in _NUMBERS), "[1-9]"))
_D = r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?"
_Y = r"(?:1[89]|20)\d\d"
#: Before what may be a span, and between its two ends: `and` makes one only after `between`.
_FROM = r"(?P<between>(?<=\b[Bb]etween ))?"
_TO = r"(?:(?(between) and |\s?(?:[-–—]|to|until)\s?))"
#: What may stand before a date and belongs to its words without making it another date.
_PART_OF = r"(?:(?:early|late|mid)[ -]|(?:the )?(?:beginning|start|middle|end) of )?"
#: What may follow a number that is a year: 2016 people, 2016,5, 2016 of them, 1970 and 1973 are none.
_YEAR_ENDS = (
    r"(?![-–%]?\w)(?! of (?:them|these|those|us|whom|which)\b)(?!(?:,|,? and|,? or) \d{4}\b)"
    r"(?=\s*$|[.,;:!?)\]”\"’'](?!\d)|\s?[—–(]|\s[A-Z“]|\s(?:an?|and|as|at|but|by|for|from|had|has|have"
    r"|he|in|is|it|of|on|or|our|she|that|the|their|there|they|this|through|to|under|until|was|we|were|when"
    r"|where|which|while|who|will|with)\b)"
)
_EVENTS = (
    r"(?:accords?|agreements?|attacks?|attempts?|budget|campaign|ceasefire|conference|conflict|constitution"
    r"|convention|coup|crisis|deal|decision|declaration|document|elections?|events|games|invasion|meeting"
    r"|memorandum|operation|plan|protocol|referendum|report|resolution|revolution|statement|summit|talks"
    r"|treaty|war)\b"
)


#: So many characters hold what right before or after a date decides what it means.
_RIGHT_BY = 100
#: So many days, months and small words a list of dates may have that ends with the year of them all.
_LISTED = 20


@dataclass(frozen=True)
class _Place:
    """Where words stand that may mean a date: in which text, and on which day they were said."""

    text: str
    day: date
    found: re.Match[str]

    def number(self, name: str) -> int:
        """The number in a group, its ordinal ending left off; 0 if there is none."""
        digits = re.match(r"\d+", self.found.groupdict().get(name) or "")
        return int(digits[0]) if digits else 0

    def around(self) -> tuple[str, str]:
        """What stands right before the words, and right after them."""
        start, end = self.found.span()
        return self.text[max(0, start - _RIGHT_BY) : start], self.text[end : end + _RIGHT_BY]

    def month(self, name: str) -> int:
        return MONTHS.index(self.found[name]) + 1

    def year(self) -> int:
        """The year named outright or as this, last or next year; 0 if there is none."""
        groups = self.found.groupdict()
        if groups.get("rel"):
            return self.day.year + _STEPS[groups["rel"].lower()]
        return self.number("y")


_STEPS = {"this": 0, "last": -1, "next": 1}
_REL = r"(?:this|last|next) year"
_ANY_YEAR = rf"(?:,? (?:of )?(?P<y>{_Y})(?!\d|[-–]\d)|,? (?:of )?(?P<rel>this|last|next) year)"


def _read_days(place: _Place) -> When | None:
    """15 July 2016, July 15, 3–5 May, 30 June to 2 July 2016, and 5 May where "and 7 June 2016" follows."""
    groups = place.found.groupdict()
    last_month = place.month("m")
    first_month = place.month("m1") if groups.get("m1") else last_month
    first_day, last_day = place.number("d"), place.number("d2") or place.number("d")

    def build(year: int) -> When:
        first = date(year - (first_month > last_month), first_month, first_day)
        last = date(year, last_month, last_day)
        if last < first or _is_of_another_year(place):
            raise ValueError("out of order")
        return When(first, last, Precision.DAY)

    if place.year():
        return build(place.year())
    return None if _is_part_of_a_name(place) else _choose_year(place, build)


def _is_of_another_year(place: _Place) -> bool:
    """Whether a list goes on to an earlier month: in December and January 2016, December is not of 2016."""
    return bool(place.found.groupdict().get("next")) and place.month("m") > place.month("next")


def _is_part_of_a_name(place: _Place) -> bool:
    """Whether a day names what may be of any year: 11 September, the 12 February Minsk agreements."""
    if (place.month("m"), place.number("d"), place.number("d2")) == (9, 11, 0):
        return True
    before, after = place.around()
    return bool(re.match(r"\s(?!I\b)[A-Z]", after)) and not re.search(r"\b[Oo]n $", before)


def _read_months(place: _Place) -> When | None:
    """May 2016, May this year, May to July 2016, and May where "and July 2016" follows."""
    if _is_of_another_year(place):
        return None
    last = of_month(place.year(), place.month("m"))
    if not place.found.groupdict().get("m1"):
        return last
    return join_spans(of_month(place.year(), place.month("m1")), last)


def _read_bare_month(place: _Place) -> When | None:
    """In June: the last one, or the next one if that is the tense; not the month of the event itself."""
    month = place.month("m")
    if month == place.day.month:
        return None
    return _choose_year(place, lambda year: of_month(year, month))


def _read_near_month(place: _Place) -> When | None:
    """This May is this year's; last May and next May only where they can not be this year's."""
    month, step = place.month("m"), _STEPS[place.found["near"].lower()]
    if step and (month - place.day.month) * step >= 0:
        return None
    return of_month(place.day.year + step, month)


def _choose_year(place: _Place, build: Callable[[int], When]) -> When | None:
    """The last such date if it is past, the next one if it is to come; None if the words leave that open.

    Either may be the day of the event. The date of a thing must be the nearest one as well: that elections of
    September were discussed does not tell that they were held.
    """
    options = [item for step in (-1, 0, 1) if (item := _try(build, place.day.year + step))]
    past = max((item for item in options if item.first <= place.day), default=None)
    ahead = min((item for item in options if (item.last or item.first) >= place.day), default=None)
    side = _find_side(place)
    chosen = past if side == "past" else ahead if side == "future" else None
    if chosen is None or _names_another_year(place, chosen.first.year):
        return None
    nearest = min(options, key=lambda item: abs(item.first - place.day))
    return None if chosen is not nearest and _is_date_of_a_thing(place) else chosen


_SINCE_BEFORE = re.compile(r"\bsince\s(?:the\s)?$", re.IGNORECASE)
#: What is known by its day for years, and what is to be reached by it.
_OF_ANY_YEAR = re.compile(
    r"\b(?:accords?|agreements?|declaration|memorandum|package|protocol|treaty)"
    r" (?:of|(?:adopted|concluded|reached|signed) (?:on|in))\s(?:the\s)?$",
    re.IGNORECASE,
)
_GOAL = re.compile(r"\b(?:deadline|target|date)\b", re.IGNORECASE)
_LIMIT = re.compile(r"\b(?:until|till|by|before|for|to)\s(?:the\s)?$", re.IGNORECASE)
_OF_A_DEED = re.compile(
    r"\b(?:(?:attacks?|bombings?|coup|explosions?|tragedy)(?: in [A-Z]\w+)? of|dated)\s(?:the\s)?$",
    re.IGNORECASE,
)
_OF_A_NIGHT = re.compile(r"\b(?:night|morning|afternoon|evening) of\s(?:the\s)?$", re.IGNORECASE)


def _find_side(place: _Place) -> str | None:
    """Whether a date without a year is `past` or `future`: since and the attack of say so, or else the tense.

    A deed in the past may set a limit that is to come: given until 1 August.
    """
    before, tense = place.around()[0], _find_tense(place)
    if _SINCE_BEFORE.search(before) or place.found[0].lower().startswith("since"):
        return "past"
    if _OF_ANY_YEAR.search(before) or _GOAL.search(_find_clause(place)[1]):
        return None
    if _OF_A_DEED.search(before):
        return None if tense == "future" else "past"
    if _LIMIT.search(before) and tense == "past":
        return None
    return tense or ("past" if _OF_A_NIGHT.search(before) else None)


def _is_date_of_a_thing(place: _Place) -> bool:
    """Whether a date is that of its noun, and the tense may be that of another deed: the talks of 1 May."""
    before, after = place.around()
    follows = re.match(r"\s(?:was|were|has|have|had|is|are|will|shall)\b", after)
    return bool(follows or re.search(r"\bof\s(?:the\s)?$", before)) and not _OF_A_DEED.search(before)


_YEARS_NAMED = re.compile(
    rf"\b{_Y}(?!\d)|\b(?:last|next|previous|following|that|same) year\b"
    r"|\byears? (?:ago|before|earlier|later)\b",
    re.IGNORECASE,
)
_LIST_GOES_ON = re.compile(
    rf"(?:,|,? and)(?:,?[ -](?:and|on|in|of|early|late|mid|{_D}|{_M})\b){{1,{_LISTED}}},? {_Y}\b"
)


def _names_another_year(place: _Place, year: int) -> bool:
    """Whether the text names another year before the words, or their list ends with one: it may be theirs."""
    start, end = place.found.span()
    others = (at for words, at in _find_years(place.text).items() if words != str(year))
    return any(at <= start for at in others) or bool(_LIST_GOES_ON.match(place.text, end))


@lru_cache(maxsize=1)
def _find_years(text: str) -> dict[str, int]:
    """The years that a text names, each with where it first ended; every date of the text asks for them."""
    ends: dict[str, int] = {}
    for found in _YEARS_NAMED.finditer(text):
        ends.setdefault(found[0].lower(), found.end())
    return ends


def _try(build: Callable[[int], When], year: int) -> When | None:
    try:
        return build(year)
    except ValueError:
        return None


#: So many years after the event, only goals are set.
_FAR_AHEAD = 15


def _read_year(place: _Place) -> When | None:
    """In 2015, the 2012 Geneva Communique; "cut by 1900" is a difference, and only a year to come a goal.

    What is no goal and so far ahead may be the number of a resolution.
    """
    ahead = place.number("y") - place.day.year
    is_goal = re.search(r"\bby $", place.around()[0], re.IGNORECASE)
    return None if (ahead < 0 if is_goal else ahead > _FAR_AHEAD) else of_year(place.number("y"))


def _read_years(place: _Place) -> When | None:
    """From 2014 to 2016, 2014–16."""
    first, last = place.number("y1"), place.number("y")
    return join_spans(of_year(first), of_year(last if last > 99 else first // 100 * 100 + last))


def _read_decade(place: _Place) -> When | None:
    first = place.number("y")
    return join_spans(of_year(first), of_year(first + 9))


_SPELL = re.compile(r"\b(?:the|these|those|past|our|every)\s$", re.IGNORECASE)
_ESTIMATE = re.compile(
    r"(?:\b(?:more|less|longer|fewer) than"
    r"|\b(?:over|almost|nearly|about|around|roughly|approximately|perhaps|maybe|some|or|least|under|half)"
    rf"|(?<!\d)(?:\b(?:{_N}|ten|eleven|twelve|\w+teen|(?:twen|thir|for|fif|six|seven|eigh|nine)ty|hundred)|\d{{1,3}})"
    r"(?:,|\s?[-–]|\s(?:to|or|and))?)\s$",
    re.IGNORECASE,
)


def _read_unit(place: _Place) -> When | None:
    """This week, last month, next year; "the last year" is twelve months, and none of these."""
    if _SPELL.search(place.around()[0]):
        return None
    return _step(place.day, _STEPS[place.found["rel"].lower()], place.found["unit"].lower())


def _read_ago(place: _Place) -> When | None:
    """Two years ago; rounded, compared and larger numbers are estimates, and so are two of them: 4 to 5."""
    if _ESTIMATE.search(place.around()[0]):
        return None
    return _step(place.day, -_COUNTS[place.found["n"].lower()], place.found["unit"].lower())


def _step(day: date, steps: int, unit: str) -> When:
    if unit == "year":
        return of_year(day.year + steps)
    if unit == "month":
        return of_month(day.year, day.month + steps)
    if unit == "week":
        return of_week(day + timedelta(weeks=steps))
    return of_day(day + timedelta(days=steps))


def _read_relative_day(place: _Place) -> When | None:
    words = place.found[0].lower()
    for sign, step in (("day before", -2), ("day after", 2), ("yesterday", -1), ("last night", -1)):
        if sign in words:
            return of_day(place.day + timedelta(days=step))
    return of_day(place.day + timedelta(days="tomorrow" in words))


#: What makes an age of yesterday, today or tomorrow, and what denies it: was not born yesterday.
_FIGURE = re.compile(
    r"(?:\b(?:of|about|than|like|only|before|after|the|an?(?: (?:better|brighter|different|new|safer))?)"
    r"|(?:\bnot|n[’']t|\bnever)(?: \w+){0,2}|\bas (?:if|though) it (?:was|were))"
    r"\s(?:(?:yesterday|today) and )?$",
    re.IGNORECASE,
)
#: After today, this makes an age of it: more relevant today than before.
_COMPARED = re.compile(r"[^.!?;]*(?<!\bmore )(?<!\bless )(?<!\bfewer )\bthan\b")


def _read_bare_day(place: _Place) -> When | None:
    """Yesterday, here today, tomorrow, but in no figure of speech; tomorrow where something is to be done."""
    if _FIGURE.search(place.around()[0]):
        return None
    clause, before = _find_clause(place)
    plan = _FUTURE if re.search(r"\btoday\b", before, re.IGNORECASE) else _PLAN
    return _read_relative_day(place) if "omorrow" not in place.found[0] or plan.search(clause) else None


def _read_today(place: _Place) -> When | None:
    """Today is the day where the sentence says what was done, and may be nowadays elsewhere.

    It is nowadays too beside what it is compared with, or another year: the world today was made in 1945.
    """
    before, after = place.around()
    years = set(re.findall(rf"\bin ({_Y})\b", _find_clause(place)[0])) - {str(place.day.year)}
    if years or _FIGURE.search(before) or _COMPARED.match(after):
        return None
    return of_day(place.day) if _find_tense(place, perfect=True) == "past" else None


def _read_weekday(place: _Place) -> When | None:
    """On Monday: the last or the next one, as the tense has it; not the weekday of the event itself."""
    ahead = (WEEKDAYS.index(place.found["weekday"]) - place.day.weekday()) % 7
    tense = _find_tense(place) if ahead else None
    if tense is None:
        return None
    day = place.day + timedelta(days=ahead - 7 if tense == "past" else ahead)
    return None if _names_another_year(place, day.year) else of_day(day)


def _read_near_weekday(place: _Place) -> When | None:
    """Last Monday and next Monday only where they can not be this week's; "the last Monday" is another's."""
    step = _STEPS[place.found["near"].lower()]
    apart = WEEKDAYS.index(place.found["weekday"]) - place.day.weekday()
    if apart * step > 0 or _SPELL.search(place.around()[0]):
        return None
    return of_day(place.day + timedelta(days=apart + 7 * step))


def _read_numbers(place: _Place) -> When:
    return of_day(date(place.number("y"), place.number("iso"), place.number("d")))


def _read_september_11(place: _Place) -> When | None:
    """9/11, the attacks of 11 September: in 2001, unless the text speaks of another year before."""
    day = date(2001, 9, 11)
    other = "of" in place.found.groupdict() and _names_another_year(place, day.year)
    return None if other or place.day <= day else of_day(day)


# --- The tense of what is said with a date ---

_NO_END = "".join(rf"(?<!\b{re.escape(word)})" for word in sorted(ENGLISH.abbreviations))
_CLAUSE_ENDS = re.compile(
    rf"[.!?;:]{_NO_END}(?=\s|$)|[()…]|\s[—–]\s|\b(?:that|which|who|whom|where|when"
    r"|what|how|because|although|while|unless|if|but)\b|\bas\b(?! (?:well|part)\b)|,\sand\s"
)
#: How far from the words their clause is looked for.
_NEAR = 300
_BRACKETS = re.compile(r"\([^()]*\)")
_ADVERBS = (
    r"(?:(?:also|just|already|both|all|first|only|again|even|then|recently|personally|finally|jointly|really"
    r"|[a-z]{4,}ly)\s)*"
)
_IRREGULAR = (
    "began|begun|brought|built|came|chose|chosen|did|done|flew|forgot|found|gave|given|gone|got|grew|had|heard|held|kept"
    "|knew|laid|led|left|lost|made|met|paid|put|ran|received|said|sat|saw|seen|sent|set|shook|shown|signed|spent"
    "|spoke|spoken|stood|taken|talked|taught|thought|told|took|understood|went|won|wrote|written"
)
#: Words in -ed that tell no deed, or not of one that is over.
_NO_DEEDS = "hundred|interested|concerned|united|armed|limited|advanced|related|unprecedented"
_DEED = rf"(?!(?:{_NO_DEEDS})\b)(?:{_IRREGULAR}|[a-z]+(?<!e)ed|agreed|freed|decreed)\b"
_SUBJECT = (
    r"\b(?:I|we|he|she|they|it|[A-Z][\w’'.-]*\w|talks|meetings?|delegations?|ministers|leaders|presidents"
    r"|experts|partners|colleagues|parties)"
)
_PAST = re.compile(
    rf"\b(?:was|were|had|did)\b|{_SUBJECT}\s{_ADVERBS}{_DEED}"
    rf"|(?:\b(?:have|has)|[’']ve)\s{_ADVERBS}(?:met|held|visited)\b"
)
_PERFECT = re.compile(
    rf"\b(?:I|[Ww]e|[Hh]e|[Ss]he|Mrs?\.? \w+)\s{_ADVERBS}(?:have|has)\s{_ADVERBS}{_DEED}"
    rf"|\b(?:I|[Ww]e)[’']ve\s{_ADVERBS}{_DEED}"
)
_FUTURE = re.compile(r"\b(?:will|shall)\b(?! (?:never|always)\b)|\b(?:am|is|are) going to\b|\b\w+[’']ll\b")
#: What is to be done tomorrow; "today one thing, tomorrow another" tells nothing of the day.
_PLAN = re.compile(
    rf"{_FUTURE.pattern}|\b[Tt]omorrow,? (?:I|we|he|she|Mrs?)\b|\b(?:am|is|are) (?:[a-z]+ing|tomorrow)\b"
    r"|\b(?:announce|arrive|begin|come|continue|discuss|end|fly|go|hold|host|leave|meet|open|resume|return|see"
    r"|sign|speak|start|take place|talk|travel|visit)s?\b"
)
#: A deed that is planned, possible or wished has no tense that tells when.
_UNSURE = re.compile(
    r"\b(?:would|could|should|may|might|must|can|cannot|ought|expected|planned|scheduled|due|was to|were to"
    r"|to (?!the\b|a\b|an\b|our\b|his\b|their\b|its\b|her\b|my\b|this\b|that\b)[a-z]+)\b"
)


def _find_tense(place: _Place, *, perfect: bool = False) -> str | None:
    """`past` or `future` as the clause around the words says, or None if it does not say which.

    With `perfect`, what somebody has done counts as past, and plans named beside it do not matter.
    """
    clause, before = _find_clause(place)
    past = bool(_PAST.search(clause)) or (perfect and bool(_PERFECT.search(clause)))
    future = bool(_FUTURE.search(clause))
    if past == future or (not perfect and _UNSURE.search(before)):
        return None
    return "past" if past else "future"


def _find_clause(place: _Place) -> tuple[str, str]:
    """The clause that the words stand in, and what of it stands before them."""
    low = max(0, place.found.start() - _NEAR)
    start, end = (at - low for at in place.found.span())
    near = place.text[low : low + end + _NEAR]
    text = _BRACKETS.sub(lambda found: _blank(found, start), near)
    ends = [found.span() for found in _CLAUSE_ENDS.finditer(text)]
    first = max((stop for _, stop in ends if stop <= start), default=0)
    last = min((begin for begin, _ in ends if begin >= end), default=len(text))
    return re.sub(r"\s+", " ", text[first:last]), text[first:start]


def _blank(found: re.Match[str], start: int) -> str:
    """A parenthesis says nothing of the words outside it."""
    return found[0] if found.start() <= start < found.end() else " " * len(found[0])


# --- The rules ---

_UNITS = r"(?P<unit>day|week|month|year)"
_OCCASIONS = (
    r"(?:agenda|briefing|consultations|contacts|conversation|debate|discussions?|event|meetings?|negotiations"
    r"|news conference|press conference|session|statement|summit|talks|visit)\b"
)
#: What yesterday's and tomorrow's may be said of besides.
_OCCURRENCES = (
    r"(?:announcement|attacks?|bombings?|decision|elections?|events|explosions?|incidents?|referendum|remarks|report"
    r"|shelling|strikes?|tragedy|vote)\b"
)
_PARTS_OF_DAY = r"(?:morning|afternoon|evening|night)"
_AFTER_DAY = r"(?=\s*(?:$|[.,;:!?)”—–])|\s(?:[A-Z]|(?:an?|and|at|in|on|the|when|we|with|attacks?)\b))"
_ELEVENTH = r"(?:September 11(?:th)?|11(?:th)? (?:of )?September)\b"
_NO_YEAR = rf"(?!,? (?:of )?(?:\d|{_REL}))"
_Rule = tuple[re.Pattern[str], Callable[[_Place], When | None]]

_WITH_A_DAY = (
    # 5 May and 7 June 2016, on 11 and 14 February: the first of them.
    (
        rf"\b(?P<d>{_D}) (?:of )?(?P<m>{_M})(?=(?:,|,? and) {_D} (?:of )?(?P<next>{_M}){_ANY_YEAR})",
        _read_days,
    ),
    (rf"\b(?P<m>{_M}) (?P<d>{_D})(?= and (?:(?P<next>{_M}) )?{_D}{_ANY_YEAR})", _read_days),
    (
        rf"(?:(?<=\b[Oo]n )|(?<=\bof )|(?<=\d, ))(?P<d>{_D})"
        rf"(?=(?:, {_D}){{0,{_LISTED}}},? and {_D} (?:of )?(?P<m>{_M})\b{_ANY_YEAR}?)",
        _read_days,
    ),
    (
        rf"\b{_FROM}(?P<d>{_D}) (?:of )?(?P<m1>{_M}){_TO}(?P<d2>{_D}) (?:of )?(?P<m>{_M}){_ANY_YEAR}?",
        _read_days,
    ),
    (rf"\b{_FROM}(?P<d>{_D})(?:{_TO}(?P<d2>{_D}))? (?:of )?(?P<m>{_M})\b{_ANY_YEAR}?", _read_days),
    (rf"\b{_FROM}(?P<m1>{_M}) (?P<d>{_D}){_TO}(?P<m>{_M}) (?P<d2>{_D})\b{_ANY_YEAR}", _read_days),
    (rf"\b{_FROM}(?P<m>{_M}) (?P<d>{_D})(?:{_TO}(?P<d2>{_D}))?(?:{_ANY_YEAR}|{_AFTER_DAY})", _read_days),
    (rf"\b(?P<y>{_Y})-(?P<iso>\d\d)-(?P<d>\d\d)\b", _read_numbers),
    (rf"(?<![\d.])(?P<d>\d\d?)\.(?P<iso>\d\d)\.(?P<y>{_Y})(?!\d)", _read_numbers),
    (
        rf"(?<![\d/])9/11(?![\d/])|\b{_ELEVENTH}(?= (?:terrorist )?(?:attacks?|tragedy|events)\b)",
        _read_september_11,
    ),
    (
        rf"\b(?:[Aa]ttacks?|[Tt]ragedy|[Ee]vents)(?P<of> of )(?:the )?(?P<w>{_ELEVENTH}){_NO_YEAR}",
        _read_september_11,
    ),
)
_WITH_A_MONTH = (
    (rf"(?<!\d )\b(?P<m>{_M})(?=(?:, {_M}){{0,{_LISTED}}},? and (?P<next>{_M}){_ANY_YEAR})", _read_months),
    (rf"\b{_PART_OF}{_FROM}(?P<m1>{_M}){_TO}(?P<m>{_M}){_ANY_YEAR}", _read_months),
    # After a number, it is a day that does not exist.
    (rf"(?<!\d )(?<!\dst )(?<!\dnd )(?<!\drd )(?<!\dth )\b{_PART_OF}(?P<m>{_M}){_ANY_YEAR}", _read_months),
    (rf"(?<=\b[Ii]n )(?P<m>{_M})\b(?! \d)", _read_bare_month),
    (rf"\b(?:[Ee]arly|[Ll]ate|[Mm]id)[ -](?P<m>{_M})\b(?! \d)", _read_bare_month),
    (rf"\b[Ss]ince {_PART_OF}(?P<m>{_M})\b{_NO_YEAR}", _read_bare_month),
    (rf"\b(?P<near>[Tt]his|[Ll]ast|[Nn]ext) (?P<m>{_M})\b(?! \d)", _read_near_month),
)


def _after(*words: str) -> str:
    """That the year just read, y or y1, stands after one of some words; cheaper than to look there first."""
    return "(?:" + "|".join(rf"(?<=\b{word} \d\d\d\d)" for word in words) + ")"


_WITH_A_YEAR = (
    (
        rf"\b{_FROM}(?P<y1>{_Y}){_after('[Ff]rom', '[Bb]etween', '[Ii]n', '[Tt]he')}{_TO}(?P<y>{_Y})(?! of\b)"
        rf"{_YEAR_ENDS}",
        _read_years,
    ),
    # In 2003 and 2011: the first, and the other.
    (rf"\b(?P<y>{_Y}){_after('[Ii]n')}(?= and {_Y}(?! of\b){_YEAR_ENDS})", _read_year),
    (rf"(?<=\b[Ii]n \d\d\d\d and )(?P<y>{_Y})(?! of\b){_YEAR_ENDS}", _read_year),
    (rf"\b(?P<y1>{_Y}){_after('[Ii]n', '[Tt]he')}[-–](?P<y>\d\d)\b(?![-–\d])", _read_years),
    (rf"\b(?P<y>(?:1[89]|20)\d0){_after('[Tt]he')}s\b", _read_decade),
    (
        rf"\b(?P<y>{_Y}){_after('[Ii]n', '[Uu]ntil', '[Bb]efore', '[Aa]fter', '[Dd]uring', '[Bb]y')}"
        rf"{_YEAR_ENDS}",
        _read_year,
    ),
    (
        r"\b(?:[Ss]ince (?:the year )?|[Ee]arly[ -]|[Ll]ate[ -]|[Mm]id[ -]"
        r"|(?:the )?(?:beginning|start|middle|end|year|spring|summer|autumn|winter)(?: of)? )"
        rf"(?P<y>{_Y}){_YEAR_ENDS}",
        _read_year,
    ),
    (rf"\b(?i:{_EVENTS}) of (?P<w>(?P<y>{_Y})){_YEAR_ENDS}", _read_year),
    # The 1900 Russian soldiers are counted, and the 2030 Agenda is of another year.
    (
        rf"\b(?P<y>(?!\d\d00){_Y}){_after('[Tt]he')}"
        rf"(?= {_EVENTS}| (?!(?:Agenda|Goals|Programme|Strategy|Targets|Vision)\b)[A-Z][a-z]+)",
        _read_year,
    ),
)
_WITH_A_NEAR_DAY = (
    (
        r"\b(?:[Tt]he day before yesterday|[Tt]he day after tomorrow"
        rf"|(?:[Yy]esterday|[Tt]omorrow) {_PARTS_OF_DAY}"
        r"|[Ll]ast night|[Tt]onight|[Ee]arlier today|[Ll]ater today|[Tt]his (?:morning|afternoon|evening)"
        rf"|(?:[Tt]he )?{_PARTS_OF_DAY}(?: and {_PARTS_OF_DAY})? today"
        r"|(?:[Tt]he )?(?:[Ww]hole|[Aa]ll|[Ee]ntire) day today)\b",
        _read_relative_day,
    ),
    (
        rf"\b(?:(?:[Yy]esterday|[Tt]omorrow)(?=[’']s (?:[\w-]+ ){{0,2}}(?:{_OCCASIONS}|{_OCCURRENCES}))"
        rf"|[Tt]oday(?=[’']s (?:[\w-]+ ){{0,2}}{_OCCASIONS}))",
        _read_relative_day,
    ),
    (
        r"\b(?:[Yy]esterday|[Tt]omorrow|[Tt]oday(?:(?<=\byesterday and today)|(?<=\b[Hh]ere today)(?!, gone)"
        r"|(?= and (?:yesterday|tomorrow)\b)))\b(?![’'])",
        _read_bare_day,
    ),
    (r"\b[Tt]oday\b(?![’'])", _read_today),
)
#: A date in figures has one of these.
_DASHED = tuple(f"{n}{sign}" for n in range(10) for sign in "-.")
_WITH_A_WEEKDAY = (
    (rf"(?<=\b[Oo]n )(?P<weekday>{_W})\b", _read_weekday),
    (rf"\b(?P<near>[Ll]ast|[Nn]ext) (?P<weekday>{_W})\b", _read_near_weekday),
)
_WITH_A_NEAR_UNIT = (
    (
        rf"\b(?:[Ee]arlier |[Ll]ater |{_PART_OF})"
        r"(?P<rel>[Tt]his|[Ll]ast|[Nn]ext) (?P<unit>week|month|year)\b",
        _read_unit,
    ),
)

#: What each rule reads, below the words without one of which none of them finds anything: that spares most
#: texts most of the work. The words of a date are all that is matched, or the group w.
_RULES: tuple[tuple[tuple[str, ...], tuple[_Rule, ...]], ...] = tuple(
    (signs, tuple((re.compile(pattern), read) for pattern, read in rules))
    for signs, rules in (
        ((*MONTHS, "9/11", *_DASHED), (*_WITH_A_DAY, *_WITH_A_MONTH)),
        (("18", "19", "20"), _WITH_A_YEAR),
        (
            (
                "oday",
                "onight",
                "esterday",
                "omorrow",
                "ast night",
                "his morning",
                "his afternoon",
                "his evening",
            ),
            _WITH_A_NEAR_DAY,
        ),
        (WEEKDAYS, _WITH_A_WEEKDAY),
        ((" week", " month", " year"), _WITH_A_NEAR_UNIT),
        ((" ago",), ((rf"(?<![\d.,–-])\b(?P<n>{_N}) {_UNITS}s? ago\b", _read_ago),)),
    )
)


def find_dates(text: str, event_day: date) -> tuple[DateReference, ...]:
    """The dates that a text refers to, in order; `event_day` is the day on which it was said."""
    found = sorted(_find_all(text, event_day), key=lambda item: (item.start, -item.end))
    kept: list[DateReference] = []
    for item in found:
        if not kept or item.start >= kept[-1].end:
            kept.append(item)
    return tuple(_open_up(text, event_day, item) for item in _join_ranges(text, kept))


def _find_all(text: str, day: date) -> Iterator[DateReference]:
    rules = [rule for signs, rules in _RULES if any(sign in text for sign in signs) for rule in rules]
    for pattern, read in rules:
        for found in pattern.finditer(text):
            try:
                when = read(_Place(text, day, found))
            except (ValueError, OverflowError):  # 30 February, or a day before the calendar begins
                continue
            if when:
                words = "w" if "w" in found.groupdict() else 0
                yield DateReference(*found.span(words), found[words], when)


def _join_ranges(text: str, found: list[DateReference]) -> Iterator[DateReference]:
    """From 3 May 2015 to 5 June 2016, between yesterday and tomorrow: one span."""
    waiting: DateReference | None = None
    for item in found:
        joined = _join_two(text, waiting, item) if waiting else None
        if waiting and not joined:
            yield waiting
        waiting = joined or item
    if waiting:
        yield waiting


def _join_two(text: str, first: DateReference, last: DateReference) -> DateReference | None:
    before = text[max(0, first.start - _RIGHT_BY) : first.start].lower()
    between = text[first.end : last.start]
    if not (
        (before.endswith("from ") and between in (" to ", " until ", " till "))
        or (before.endswith("between ") and between == " and ")
    ):
        return None
    when = join_spans(first.when, last.when)
    return DateReference(first.start, last.end, text[first.start : last.end], when) if when else None


_SINCE = re.compile(r"\bsince (?:the year )?$", re.IGNORECASE)


def _open_up(text: str, day: date, item: DateReference) -> DateReference:
    """With since, a date that has begun goes on."""
    before = _SINCE.search(text, max(0, item.start - _RIGHT_BY), item.start)
    start = before.start() if before else item.start
    if not (before or item.words.lower().startswith("since ")) or item.when.first >= day:
        return item
    return DateReference(start, item.end, text[start : item.end], replace(item.when, last=None))
