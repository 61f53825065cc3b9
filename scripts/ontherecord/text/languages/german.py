"""German."""

from __future__ import annotations

from .language import QUESTION_MARK, Language, split_words


def inflect(word: str) -> tuple[str, ...]:
    """A name and its genitive: Merkels."""
    return (word,) if word[-1] in "sßxz" or word.isupper() else (word, f"{word}s")


GERMAN = Language(
    name="German",
    tag="de",
    questions=split_words(
        "frage zusatzfrage zusatz nachfrage zuruf journalist journalistin reporter reporterin"
    ),
    answers=split_words("antwort zeuge zeugin"),
    chairs=split_words(
        "vorsitzender vorsitzende vors moderator moderatorin vizepräsident vizepräsidentin alterspräsident"
        " alterspräsidentin"
    ),
    presidents=split_words("präsident präsidentin sprecher sprecherin"),
    hosts=split_words("moderation interviewer interviewerin"),
    interpreters=split_words("dolmetscher dolmetscherin übersetzer übersetzerin"),
    titles=split_words(
        "herr frau dr prof sts bk bk'in bm bm'in bundesminister bundesministerin staatssekretär"
    ),
    roles=split_words(
        "bundeskanzler bundeskanzlerin minister ministerin sprecher sprecherin präsident präsidentin"
    ),
    fields=split_words("thema themen ort datum sprecher zeit beginn ende uhrzeit teilnehmer betreff"),
    function=split_words(
        "aber als also am an auch auf aus bei bis da dann das dass dem den denn der des die doch drittens"
        " ein eine er erstens es für gilt hat ich im in ist ja man mit nach nein nicht noch nun nur ob oder"
        " sie sind so über um und uns unser von vor war was weil wenn wer wie wir zu zum zur zweitens danke"
    ),
    places=split_words("ort"),
    events=split_words(
        "pressekonferenz regierungspressekonferenz pressestatements mitschrift sitzung rede interview stand"
    ),
    regions=("AT",),
    asks=QUESTION_MARK,
    after=frozenset(["nach"]),
    abbreviations=frozenset(
        ["Dr.", "Prof.", "Hr.", "Fr.", "St.", "z.B.", "d.h.", "u.a.", "bzw.", "vgl.", "ca.", "sog.", "evtl."]
    ),
    numbered=frozenset(["Nr.", "Art.", "Abs.", "S.", "Bd."]),
    ordinals=True,
    month_spellings={"maerz": 3},
    inflect=inflect,
)
