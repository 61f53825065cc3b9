"""The rule that suggests topics, as pairs of a text and what it makes of it, and the editor's decisions."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from ontherecord.data.definitions import Colour, Decision, Topic
from ontherecord.subjects.terms import TermFinder, fold_term
from ontherecord.subjects.topics import classify_passage
from ontherecord.text.sentences import find_first_sentence

quick = settings(deadline=None, derandomize=True, max_examples=200)


def find(terms: list[str], text: str) -> list[str]:
    """The words of the text that the terms match."""
    return [text[span.start : span.end] for span in TermFinder((term, "x") for term in terms).find(text)]


# --- terms in a text -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("terms", "text", "found"),
    [
        # Whole words only.
        (["Iran"], "Iran and Tirana, Iranian and Iran's", ["Iran", "Iran"]),
        (["train"], "a train, trains, a strain, the night-train; Train", ["train", "train", "Train"]),
        (["ISIS"], "ISIS2 and ISIS_ and (ISIS)", ["ISIS"]),
        # With a capital letter as written, else in any case.
        (["US"], "The US told us. Us!", ["US"]),
        (["dredging"], "Dredging, dredging, DREDGING", ["Dredging", "dredging", "DREDGING"]),
        (["Al-Qaeda"], "al-Qaeda, AL-QAEDA, Al-Qaeda", ["Al-Qaeda"]),
        # The longest of several that begin at one place.
        (["Minsk", "Minsk Group", "Minsk Agreements"], "Minsk, the Minsk Group", ["Minsk", "Minsk Group"]),
        (["Islamic State", "Islamic"], "Islamic Statehood", ["Islamic"]),
        # What a longer term covers is not found again within it.
        (
            ["Russia-NATO Council", "NATO"],
            "the Russia-NATO Council and NATO",
            ["Russia-NATO Council", "NATO"],
        ),
        (["lake", "the lake"], "On the lake", ["the lake"]),
        # Words of a term may stand apart by any white space, not by anything else.
        (
            ["Lake Ondra"],
            "Lake  Ondra, Lake\u00a0Ondra, Lake-Ondra, Lake, Ondra",
            ["Lake  Ondra", "Lake\u00a0Ondra"],
        ),
        # Curly, modifier and straight apostrophes are one sign, in the text and in the term.
        (["Côte d'Ivoire"], "Côte d’Ivoire, Côte dʼIvoire", ["Côte d’Ivoire", "Côte dʼIvoire"]),
        (["Côte d’Ivoire"], "Côte d'Ivoire", ["Côte d'Ivoire"]),
        (["Syria"], "Syria’s and Syria's", ["Syria", "Syria"]),
        # A compound with a hyphen holds the word; a term may be such a compound itself.
        (["Assad"], "the anti-Assad forces and a post-Assad future", ["Assad", "Assad"]),
        (
            ["Syrian", "intra-Syrian"],
            "the intra-Syrian and the non-Syrian dialogue",
            ["intra-Syrian", "Syrian"],
        ),
        # Not only Latin letters.
        (["Сирия", "переговоры"], "Сирия; Переговоры, переговорыми", ["Сирия", "Переговоры"]),
        (["İstanbul", "Straße"], "İstanbul, Straße, Strasse", ["İstanbul", "Straße"]),
        # Signs in a term mean themselves.
        (["C++", "a.b"], "C++ and a.b and axb", ["C++", "a.b"]),
        ([], "anything", []),
        (["anything"], "", []),
    ],
)
def test_terms_found(terms: list[str], text: str, found: list[str]) -> None:
    assert find(terms, text) == found


def test_a_span_names_the_term_and_whose_it_is() -> None:
    span = TermFinder([("night train", "rail"), ("harbour", "sea")]).find("The Night Train")[0]
    assert (span.start, span.end, span.term, span.owner) == (4, 15, "night train", "rail")


def test_a_term_as_written_goes_before_the_same_in_any_case() -> None:
    """So that `US` and `us`, or `ISIS` and a river's `Isis`, can be two things."""
    finder = TermFinder([("isis", "river"), ("ISIS", "group")])
    assert [span.owner for span in finder.find("ISIS, Isis, isis")] == ["group", "river", "river"]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("dredging", "dredging", True),
        ("New Quay", "New  Quay", True),
        ("People’s Party", "People's Party", True),
        ("ISIS", "isis", False),
        ("water levels", "water level", False),
    ],
)
def test_which_terms_are_one(one: str, other: str, same: bool) -> None:
    assert (fold_term(one) == fold_term(other)) is same


WORDS = [
    "Lake",
    "lake",
    "Ondra",
    "d’Or",
    "d'Or",
    "anti-",
    "-",
    ".",
    "’",
    "İ",
    "ß",
    "SS",
    "é",
    "e\u0301",
    "\u00a0",
    "_",
]
texts = st.one_of(st.text(max_size=60), st.lists(st.sampled_from([*WORDS, " "]), max_size=14).map("".join))
terms = st.lists(
    st.one_of(
        st.text(min_size=1, max_size=8),
        st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map(" ".join),
    ),
    max_size=8,
)


@quick
@given(terms, texts)
@example(["lake"], "Lake lake LAKE")
@example(["İ"], "İİ İ")
def test_spans_map_back_to_the_text_and_never_overlap(terms: list[str], text: str) -> None:
    spans = TermFinder((term, term) for term in terms).find(text)
    for span in spans:
        assert 0 <= span.start < span.end <= len(text)
        assert span.owner in terms
        assert span.term == span.owner
        assert fold_words(text[span.start : span.end]) == fold_words(span.term)
        assert not is_word(text[span.start - 1 : span.start])
        assert not is_word(text[span.end : span.end + 1])
    for before, after in pairwise(spans):
        assert before.end <= after.start


def is_word(character: str) -> bool:
    return character.isalnum() or character == "_"


def fold_words(text: str) -> list[str]:
    plain = text.replace("’", "'").replace("ʼ", "'")
    return [fold_case(word) for word in plain.split()]


def fold_case(word: str) -> str:
    """Letters that differ in case only are one; regular expressions know simple pairs, hence both ways."""
    return "".join(letter.upper().lower() if len(letter.upper()) == 1 else letter.lower() for letter in word)


@quick
@given(texts, st.data())
def test_a_term_cut_out_of_a_text_is_found_in_it(text: str, data: st.DataObject) -> None:
    """Whatever stands between two ends of words is found, where no other term is there to be taken first."""
    text = f"Ondra {text} Ondra"
    assert find(["Ondra"], text).count("Ondra") >= 2
    word = data.draw(st.sampled_from(text.split()))
    if is_word(word[0]) and not any(sign in word for sign in "’ʼ'"):
        assert find([word], text)


# --- the first sentence ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "We met. | We talked.",
        "We met today",
        "Is it so? | It is.",
        "No! | Never.",
        "So they say… | We do not.",
        "He said “no.” | She left.",
        "(They met.) | We left.",
        "They said so. | “Who?” we asked.",
        "It began in 2015. | 2016 was worse.",
        "Mr. Lavrov met Mrs. Clinton and Dr. Who. | They talked.",
        "They met in St. Petersburg. | In June.",
        "As (Mr. Lavrov) and “Mr. Kerry” said, it is so. | It is.",
        "The U.S. Secretary of State met S. V. Lavrov. | They talked.",
        "Resolution No. 2254 was passed. | It holds.",
        "No. | The lake is full.",
        "They wrote, e.g. Monday, i.e. today. | Good.",
        "It costs 3.5 million. | A lot.",
        "the site russianembassy.org has it. | See there.",
        "They met and talked. then they left. | They did.",
        "Они встретились. | Потом ушли.",
        "Mr Lavrov: yes. | And no.",
    ],
)
def test_where_the_first_sentence_ends(text: str) -> None:
    first, _, rest = text.partition("| ")
    whole = first + rest
    assert whole[: find_first_sentence(whole)].rstrip(")”\"'") == first.strip().rstrip(")”\"'")


@quick
@given(texts)
def test_a_text_begins_with_its_first_sentence(text: str) -> None:
    assert 0 <= find_first_sentence(text) <= len(text)


# --- the rule, and decisions -----------------------------------------------------------------------------


def build_topic(topic_id: str, code: str, *terms: str) -> Topic:
    return Topic(id=topic_id, title=topic_id, code=code, colour=Colour.BLUE, line="-", scope="-", terms=terms)


TOPICS = (
    build_topic("lake", "LA", "Lake Ondra", "water levels"),
    build_topic("train", "TR", "night train", "sleeper"),
    build_topic("harbour", "HA", "harbour"),
)
FINDER = TermFinder((term, topic.id) for topic in TOPICS for term in topic.terms)


def classify(text: str, *decisions: Decision) -> str:
    """As `about: …; mentions: …`, in the order of the topics."""
    found = classify_passage(text, FINDER, decisions, TOPICS)
    levels = {
        level: ", ".join(item.topic for item in found if item.level == level)
        for level in ("about", "mentions")
    }
    return "; ".join(f"{level} {topics}" for level, topics in levels.items() if topics)


def decide(**changes: object) -> Decision:
    return Decision.model_validate({"passage": "p1", "reason": "As read.", **changes})


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("The night train is late.", "about train"),
        ("It is late. The night train, I mean.", "mentions train"),
        ("It is late. The night train, I mean. A sleeper is slow.", "about train"),
        ("It is late. The sleeper. A sleeper!", "about train"),
        ("The harbour and the night train. And Lake Ondra.", "about train, harbour; mentions lake"),
        ("Mr. Wren and Ms. Holt took the sleeper. It was late.", "about train"),
        ("They met in St. Selwyn, at the harbour. It rained.", "about harbour"),
        ("We agreed today.", ""),
        ("The harbourmaster left.", ""),
        ("The post-harbour future.", "about harbour"),
    ],
)
def test_what_the_rule_makes_of_a_text(text: str, result: str) -> None:
    assert classify(text) == result


@pytest.mark.parametrize(
    ("decision", "result"),
    [
        (decide(about=["lake"]), "about lake, harbour; mentions train"),
        (decide(about=["train"]), "about train, harbour"),
        (decide(mentions=["harbour"]), "mentions train, harbour"),
        (decide(mentions=["lake"]), "about harbour; mentions lake, train"),
        (decide(remove=["harbour", "train"]), ""),
        (decide(remove=["lake"]), "about harbour; mentions train"),
        (decide(procedural=True), "mentions train, harbour"),
        (decide(procedural=True, remove=["train"]), "mentions harbour"),
        (decide(about=["train"], mentions=["harbour"], remove=["lake"]), "about train; mentions harbour"),
    ],
)
def test_the_editor_overrides_the_rule(decision: Decision, result: str) -> None:
    text = "We saw the harbour. The night train was late."
    assert classify(text) == "about harbour; mentions train"
    assert classify(text, decision) == result


def test_each_assignment_says_why() -> None:
    text = "We saw the harbour. The night train was late."
    decision = decide(about=["train", "lake"], reason="It is about both.")
    why = {
        item.topic: (item.term, item.reason) for item in classify_passage(text, FINDER, [decision], TOPICS)
    }
    assert why == {
        "harbour": ("harbour", None),
        "train": ("night train", "It is about both."),
        "lake": (None, "It is about both."),
    }
