"""English."""

from __future__ import annotations

from .language import QUESTION_MARK, Language, split_words

ENGLISH = Language(
    name="English",
    tag="en",
    questions=split_words(
        "q question questions questioner reporter reporters journalist media press correspondent"
    ),
    answers=split_words("a answer reply response witness"),
    chairs=split_words(
        "chair chairman chairwoman chairperson moderator operator speaker clerk facilitator emcee mc"
        " introducer announcer"
    ),
    presidents=split_words("president court mayor spokesperson spokesman spokeswoman justice judge"),
    hosts=split_words("host interviewer anchor"),
    interpreters=split_words("interpreter translator"),
    titles=split_words(
        "mr mrs ms miss mx dr prof professor sir dame lord lady baroness hon rt senator"
        " representative rep sen congressman congresswoman chairman chairwoman chair secretary"
        " president minister justice judge"
        " mayor governor general admiral captain colonel ambassador commissioner director king queen prince"
        " princess pope father vice deputy speaker officer chief councillor councilor councilmember council"
        " member member's prime"
    ),
    roles=split_words(
        "president minister secretary chair chairman chairwoman chairperson speaker mayor governor chancellor"
        " commissioner spokesperson spokesman spokeswoman ambassador judge justice court clerk witness"
        " defendant counsel director general officer operator moderator host interviewer member members"
        " senator voice audience crowd participant panelist panellist narrator student analyst attorney"
        " foreman juror king queen prince pope chief deputy leader premier staff official delegate"
        " representative"
    ),
    fields=split_words(
        "place date time location venue subject subjects topic topics theme themes speakers participants"
        " present"
        " source contact note notes editor's editor from to cc published delivered updated posted tags title"
        " subtitle author authors duration contents appearances attendees agenda transcript translation video"
        " audio photo photos caption captions copyright url link links keywords category issued embargoed"
        " re ref reference summary length recorded filed attending absent session page image credit credits"
    ),
    function=split_words(
        "a about above after again all also although an and another any are as at be because been before"
        " both but by can clearly concerning could dear did do does each either every everyone few finally"
        " first for four fourth from furthermore had has have he hello here hers his how however i i'd i'll"
        " i'm i've if in indeed is it it's its last lastly later let like look many maybe meanwhile mine"
        " more moreover most much must my neither never next no nobody none nor not nothing now of okay ok on"
        " once one only or other others our out over perhaps please point question rather regarding remember"
        " right said say second secondly see several she should simply since so some sorry still such sure"
        " tell thank thanks that that's the their them then there therefore these they thing third thirdly"
        " this those three through thus today tomorrow tonight true two under until upon was we well were"
        " what when where which while who whom whose why will with without would yes yesterday yet you your"
        " good great fine yeah"
    ),
    places=split_words("place location venue"),
    events=split_words(
        "press news conference briefing briefings gaggle remarks statement interview transcript debate"
        " session meeting hearing speech address call questions answers office department house council"
        " committee ministry release part episode day updated published issued released posted page volume"
    ),
    asks=QUESTION_MARK,
    after=frozenset(["after"]),
    abbreviations=frozenset(
        (
            *("Mr.", "Mrs.", "Ms.", "Messrs.", "Dr.", "Prof.", "St.", "Hon.", "Rev.", "Amb.", "Sec.", "Sen."),
            *(
                "Rep.",
                "Gov.",
                "Pres.",
                "Gen.",
                "Lt.",
                "Col.",
                "Maj.",
                "Capt.",
                "Cmdr.",
                "Adm.",
                "Sgt.",
                "Fr.",
            ),
            *("M.", "Mme.", "vs.", "e.g.", "i.e.", "cf."),
        )
    ),
    numbered=frozenset(["No.", "Nos.", "Art.", "Res."]),
    month_spellings={"sept": 9},
)
