"""Before and after: what becomes of passages and their anchors when a text is corrected.

Each case is an old text and a new one. `becomes` are the outcomes, in the order of the new text; `lock` are
the anchors of the new lock, † after a tombstone and what leads on from it; `ask` is what needs `--yes`.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import yaml
from corpus import say
from ontherecord.anchors.align import MARGIN, Alignment, OldPassage, Outcome, align
from ontherecord.anchors.exact import match_exact
from ontherecord.anchors.likeness import MATCH
from ontherecord.anchors.lock import Lock, LockedPassage
from ontherecord.anchors.revise import Change, revise_lock

CASES = """
- case: nothing changed
  old:
    p1: Good morning, ladies and gentlemen.
    p2: We have just ended our talks on gas.
  new:
    - Good morning, ladies and gentlemen.
    - We have just ended our talks on gas.
  becomes: []
  lock: p1 p2

- case: a typo is mended
  old:
    p1: Good morning, ladies and gentlemen.
    p2: We have just enedd our talks on gas.
  new:
    - Good morning, ladies and gentlemen.
    - We have just ended our talks on gas.
  becomes: [p2 edited 97]
  lock: p1 p2

- case: a few words are changed
  old:
    p1: Good morning, ladies and gentlemen.
    p2: We agreed that the ceasefire must hold everywhere, and without delay.
  new:
    - Good morning, ladies and gentlemen.
    - We agreed that a ceasefire must now hold everywhere, without delay.
  becomes: [p2 edited 91]
  lock: p1 p2

- case: so many words are changed that a person must look
  old:
    p1: Good morning, ladies and gentlemen.
    p2: We agreed that the ceasefire must hold everywhere, and without delay.
  new:
    - Good morning, ladies and gentlemen.
    - We both agree that this ceasefire should hold from now on, without delay.
  becomes: [p2 edited 74]
  lock: p1 p2
  ask: [p2 matched with a confidence of 74 only]

- case: other words in the same place are another passage
  old:
    p1: Good morning, ladies and gentlemen.
    p2: We have just ended our talks on gas.
    p3: Thank you all for coming.
  new:
    - Good morning, ladies and gentlemen.
    - Nobody asked about the harbour, so I shall.
    - Thank you all for coming.
  becomes: [p2 removed, p2a inserted]
  lock: p1 p2† p2a p3
  ask: [p2 is removed]

- case: two passages swap places, and both keep their anchors
  old:
    p1: Good morning, ladies and gentlemen.
    p2: We have just ended our talks on gas.
    p3: Let me begin with the harbour.
  new:
    - Good morning, ladies and gentlemen.
    - Let me begin with the harbour.
    - We have just ended our talks on gas.
  becomes: [p2 kept moved]
  lock: p1 p3 p2

- case: a passage is mended and put elsewhere
  old:
    p1: Good morning, ladies and gentlemen.
    p2: We have just ended our talks on gas.
    p3: Let me begin with the harbour.
    p4: Thank you all for coming.
  new:
    - Good morning, ladies and gentlemen.
    - Let me begin with the harbour.
    - Thank you all for coming.
    - We have just ended our talks on oil.
  becomes: [p2 edited 91 moved]
  lock: p1 p3 p4 p2

- case: passages are inserted
  old:
    p1: Good morning, ladies and gentlemen.
    p2: We have just ended our talks on gas.
  new:
    - "[The recording begins here.]"
    - Good morning, ladies and gentlemen.
    - Is the microphone on?
    - It seems to be on now.
    - We have just ended our talks on gas.
  becomes: [p0a inserted, p1a inserted, p1b inserted]
  lock: p0a p1 p1a p1b p2

- case: an inserted passage never gets an anchor that was issued before, be it of a tombstone
  old:
    p1: Good morning, ladies and gentlemen.
    p1a: Is the microphone on?
    p1b†: It seems to be on now.
    p2: We have just ended our talks on gas.
  new:
    - Good morning, ladies and gentlemen.
    - Somebody coughs at the back of the room.
    - Is the microphone on?
    - We have just ended our talks on gas.
  becomes: [p1c inserted]
  lock: p1 p1c p1a p1b† p2

- case: the first part of a split passage keeps the anchor
  old:
    p1: Good morning, ladies and gentlemen.
    p2: We have just ended our talks on gas. Now to the harbour. It is frozen, as you know.
    p3: Thank you all for coming.
  new:
    - Good morning, ladies and gentlemen.
    - We have just ended our talks on gas.
    - Now to the harbour.
    - It is frozen, as you know.
    - Thank you all for coming.
  becomes: [p2 → p2 + p2a + p2b split 100]
  lock: p1 p2 p2a p2b p3

- case: the first part keeps it, however short, and although words were mended
  old:
    p1: Yes, indeed. We have just ended our talks on gaz, and I am glad to tell you that all is well.
  new:
    - Yes, indeed.
    - We have just ended our talks on gas, and I am glad to tell you that all is well.
  becomes: [p1 → p1 + p1a split 98]
  lock: p1 p1a

- case: a passage cut in two with something new in between is edited
  old:
    p1: We have just ended our talks on gas, and a good thing too. Now to the harbour.
  new:
    - We have just ended our talks on gas, and a good thing too.
    - "[A door slams.]"
    - Now to the harbour.
  becomes: [p1 edited 85, p1a inserted, p1b inserted]
  lock: p1 p1a p1b

- case: of merged passages the first keeps its anchor, and the others lead to it
  old:
    p1: Good morning, ladies and gentlemen.
    p2: We have just ended our talks on gas.
    p3: Now to the harbour.
    p4: Thank you all for coming.
  new:
    - Good morning, ladies and gentlemen.
    - We have just ended our talks on gas. Now to the harbor.
    - Thank you all for coming.
  becomes: [p2 + p3 → p2 merged 99]
  lock: p1 p2 p3†p2 p4
  ask: [p3 merged into p2]

- case: a sentence goes over to the next passage
  old:
    p1: We have just ended our talks on gas and on the price of it. Now to the harbour.
    p2: It has been frozen since the end of November, as those of you who came by ship will know.
  new:
    - We have just ended our talks on gas and on the price of it.
    - >-
      Now to the harbour. It has been frozen since the end of November, as those of you who came by ship will
      know.
  becomes: [p1 edited 85, p2 edited 89]
  lock: p1 p2

- case: a passage is removed, and stays as a tombstone at its place
  old:
    p1: Good morning, ladies and gentlemen.
    p2: We have just ended our talks on gas.
    p3: Thank you all for coming.
  new:
    - Good morning, ladies and gentlemen.
    - Thank you all for coming.
  becomes: [p2 removed]
  lock: p1 p2† p3
  ask: [p2 is removed]

- case: a tombstone stays at its place when the passage before it moves
  old:
    p1: Good morning, ladies and gentlemen.
    p2: We have just ended our talks on gas.
    p3†: "[A door slams.]"
    p4: Let me begin with the harbour.
    p5: Thank you all for coming.
  new:
    - Good morning, ladies and gentlemen.
    - Let me begin with the harbour.
    - Thank you all for coming.
    - We have just ended our talks on gas.
  becomes: [p2 kept moved]
  lock: p1 p3† p4 p5 p2

- case: of passages with the same words, those beside what was kept are kept
  old:
    p1: Will the train stop there?
    p2: Yes.
    p3: And the ferry?
    p4: Yes.
    p5: At night as well?
    p6: Yes.
  new:
    - Will the train stop there?
    - Yes.
    - And the ferry?
    - At night as well?
    - Yes.
    - Yes.
  becomes: [p4 kept moved]
  lock: p1 p2 p3 p5 p6 p4

- case: one of two passages with the same words is edited
  old:
    p1: Thank you very much.
    p2: Thank you very much.
    p3: We have just ended our talks on gas.
  new:
    - Thank you very much, Mira.
    - Thank you very much.
    - We have just ended our talks on gas.
  becomes: [p1 edited 86]
  lock: p1 p2 p3

- case: a passage is there twice, and the second one is new
  old:
    p1: We have just ended our talks on gas.
    p2: Thank you all for coming.
  new:
    - We have just ended our talks on gas.
    - We have just ended our talks on gas.
    - Thank you all for coming.
  becomes: [p1a inserted]
  lock: p1 p1a p2

- case: two new passages could be the old one
  old:
    p1: Good morning, ladies and gentlemen.
    p2: The first question is for Mr Holt.
  new:
    - Good morning, ladies and gentlemen.
    - The first question is for Mr Bolt.
    - The first question is for Mr Colt.
  becomes: [p2 edited 97, p2a inserted]
  lock: p1 p2 p2a
  ask: [p2 → p2 (97) could as well be p2 → p2a (97)]

- case: two old passages could be the new one
  old:
    p1: Good morning, ladies and gentlemen.
    p2: The first question is for Mr Bolt.
    p3: The first question is for Mr Colt.
  new:
    - Good morning, ladies and gentlemen.
    - The first question is for Mr Holt.
  becomes: [p2 edited 97, p3 removed]
  lock: p1 p2 p3†
  ask: [p3 is removed, p2 → p2 (97) could as well be p3 → p2 (97)]

- case: two edited passages could each be the other
  old:
    p1: The third question is for Mr Holt.
    p2: The fifth question is for Mr Holt.
  new:
    - The first question is for Mr Holt.
    - The sixth question is for Mr Holt.
  becomes: [p1 edited 91, p2 edited 94]
  lock: p1 p2
  ask: [p1 → p1 (91) could as well be p2 → p1 (94)]

- case: it makes no difference which of two passages with the same words is which
  old:
    p1: The first question is for Mr Holt.
    p2: The first question is for Mr Holt.
  new:
    - The first question is for Ms Wren.
    - The first question is to Ms Wren.
  becomes: [p1 edited 85, p2 edited 80]
  lock: p1 p2

- case: an edited passage is not taken for a stranger that resembles it less
  old:
    p1: We have just ended our talks on gas.
    p2: Let me begin with the harbour.
    p3: Thank you all for coming.
  new:
    - We have had some tea and our toast.
    - Let me begin with the harbour.
    - Thank you all for coming.
    - We have just ended our talks on oil.
  becomes: [p0a inserted, p1 edited 91 moved]
  lock: p0a p2 p3 p1

- case: a passage is split and put elsewhere, and a stranger that resembles it stands at its place
  old:
    p1: Good. We have just ended our talks on gas, on its price and on the ships that bring it here.
    p2: Let me begin with the harbour.
    p3: Thank you all for coming.
  new:
    - We have had some tea, our toast and jam, and on to the ships that will bring us here.
    - Let me begin with the harbour.
    - Thank you all for coming.
    - Good.
    - We have just ended our talks on gas, on its price and on the ships that bring it here.
  becomes: [p0a inserted, p1 → p1 + p1a split 100 moved]
  lock: p0a p2 p3 p1 p1a

- case: the words of a tombstone come back, and it is the same passage again
  old:
    p1: Good morning, ladies and gentlemen.
    p2†: We have just ended our talks on gas.
    p3: Thank you all for coming.
  new:
    - Good morning, ladies and gentlemen.
    - We have just ended our talks on gas.
    - Thank you all for coming.
  becomes: [p2 restored]
  lock: p1 p2 p3

- case: words that only resemble a tombstone's are another passage
  old:
    p1: Good morning, ladies and gentlemen.
    p2†: We have just ended our talks on gas.
    p3: Thank you all for coming.
  new:
    - Good morning, ladies and gentlemen.
    - We have just ended our talks on oil.
    - Thank you all for coming.
  becomes: [p2a inserted]
  lock: p1 p2† p2a p3

- case: words that come back are not taken for an edit of another passage
  old:
    p1: The third question is for Mr Holt.
    p2†: The fifth question is for Mr Holt.
  new:
    - The fifth question is for Mr Holt.
  becomes: [p1 removed, p2 restored]
  lock: p1† p2
  ask: [p1 is removed]

- case: a merge is undone, while a word is mended
  old:
    p1: We have just ended our talks on gaz. Now to the harbour.
    p2†p1: Now to the harbour.
  new:
    - We have just ended our talks on gas.
    - Now to the harbour.
  becomes: [p1 → p1 + p2 split 98]
  lock: p1 p2

- case: a wording is taken back
  old:
    p1:
      text: Nobody asked about the harbour, so I shall.
      earlier: We have just ended our talks on gas.
    p2: Thank you all for coming.
  new:
    - We have just ended our talks on gas.
    - Thank you all for coming.
  becomes: [p1 edited 100]
  lock: p1 p2

- case: where a passage is split, what led to it leads to all its parts
  old:
    p1: We have just ended our talks on gas. Now to the harbour, which is frozen, as you know.
    p2†p1: Now to the harbour.
  new:
    - We have just ended our talks on gas.
    - Now to the harbour, which is frozen, as you know.
  becomes: [p1 → p1 + p1a split 100]
  lock: p1 p1a p2†p1,p1a

- case: other writing
  old:
    p1: 我们刚刚结束了关于天然气的会谈。会谈很有成果。
    p2: انتهينا للتو من محادثاتنا حول الغاز.
    p3: Мы только что закончили переговоры о газе. Теперь о гавани.
  new:
    - 我们刚刚结束了关于天然气的会谈。
    - 会谈很有成果。
    - انتهينا للتو من محادثاتنا حول النفط.
    - Мы только что закончили переговоры о газе.
    - Теперь о гавани.
  becomes: [p1 → p1 + p1a split 97, p2 edited 91, p3 → p3 + p3a split 100]
  lock: p1 p1a p2 p3 p3a

- case: everything is new
  old:
    p1: Good morning, ladies and gentlemen.
    p2: We have just ended our talks on gas.
  new:
    - Nobody asked about the harbour, so I shall.
  becomes: [p1 removed, p2 removed, p2a inserted]
  lock: p1† p2† p2a
  ask: [p1 is removed, p2 is removed]

- case: nothing is left
  old:
    p1: Good morning, ladies and gentlemen.
  new: []
  becomes: [p1 removed]
  lock: p1†
  ask: [p1 is removed]
"""

DAY = date(2026, 11, 24)


def build_entry(name: str, given: Any) -> LockedPassage:  # noqa: ANN401 - what a case holds
    """An entry of a lock: `p2` lives, `p2†p1` is a tombstone that leads to p1."""
    anchor, dead, successors = name.partition("†")
    text = given if isinstance(given, str) else given["text"]
    history = [] if isinstance(given, str) else [{"until": "2020-01-01", "text": given["earlier"]}]
    fields = {"anchor": anchor, "text": text, "history": history}
    if dead:
        fields |= {"removed": "2020-02-02", "successors": successors.split(",") if successors else []}
    return LockedPassage.model_validate(fields)


def show_change(change: Change) -> str:
    before, after = " + ".join(change.before), " + ".join(change.after)
    names = f"{before} → {after}" if before and after and before != after else before or after
    alike = change.outcome in (Outcome.EDITED, Outcome.SPLIT, Outcome.MERGED)
    confidence = f" {change.confidence}" if alike else ""
    return f"{names} {change.outcome}{confidence}{' moved' if change.moved else ''}"


def show_entry(entry: LockedPassage) -> str:
    return entry.anchor if entry.live else f"{entry.anchor}†{','.join(entry.successors)}"


@pytest.mark.parametrize("case", yaml.safe_load(CASES), ids=lambda case: case["case"])
def test_a_corrected_text(case: dict[str, Any]) -> None:
    lock = Lock(version=1, passages=tuple(build_entry(name, given) for name, given in case["old"].items()))
    revision = revise_lock(lock, say(case["new"]), DAY)
    assert [show_change(change) for change in revision.changes] == case["becomes"]
    assert " ".join(show_entry(entry) for entry in revision.lock.passages) == case["lock"]
    assert list(revision.doubts) == case.get("ask", [])


def test_earlier_wordings_stay_with_the_day_on_which_they_went() -> None:
    first = Lock(version=1, passages=(LockedPassage(anchor="p1", text="We ended our talks on gaz."),))
    second = revise_lock(first, say(["We ended our talks on gas."]), date(2026, 1, 2)).lock
    third = revise_lock(second, say(["We have ended our talks on gas."]), date(2026, 3, 4)).lock
    (entry,) = third.passages
    assert [(str(item.until), item.text) for item in entry.history] == [
        ("2026-01-02", "We ended our talks on gaz."),
        ("2026-03-04", "We ended our talks on gas."),
    ]


def test_what_comes_back_tells_that_it_was_gone() -> None:
    first = Lock(version=1, passages=(LockedPassage(anchor="p1", text="Good morning."),))
    gone = revise_lock(first, say([]), date(2026, 1, 2)).lock
    back = revise_lock(gone, say(["Good morning."]), date(2026, 3, 4)).lock
    (entry,) = back.passages
    assert entry.live
    assert [(str(item.until), item.text) for item in entry.history] == [("2026-01-02", "Good morning.")]


@pytest.mark.parametrize(
    ("old", "new", "pairs"),
    [
        ("abc", "cab", "a0 b1 c2 → a1 b2 c0"),
        ("axbxcx", "axbcx", "a0 x1 b2 c4 x5 → a0 x1 b2 c3 x4"),
        ("xxa", "yxa", "x1 a2 → x1 a2"),
        ("axxb", "axb", "a0 x1 b3 → a0 x1 b2"),
        ("xaxb", "bxax", "x0 a1 x2 b3 → x1 a2 x3 b0"),
        ("axbycxdye", "1y2x3", "y3 x5 → y1 x3"),
        ("aa", "aaa", "a0 a1 → a0 a1"),
        ("ab", "cd", " → "),
        ("", "ab", " → "),
    ],
)
def test_equal_items_match(old: str, new: str, pairs: str) -> None:
    found = match_exact(old, new)
    shown = (
        " ".join(f"{old[place]}{place}" for place in found),
        " ".join(f"{new[at]}{at}" for at in found.values()),
    )
    assert " → ".join(shown) == pairs


def align_texts(old: list[str], new: list[str]) -> Alignment:
    return align([OldPassage(text) for text in old], new)


def test_many_edits_in_a_row_need_no_anchor_of_unchanged_words() -> None:
    """More pairs than are all compared, every passage changed, two of them swapped, one split, one gone."""
    old = [
        f"Item {number * 37 % 1009}: {' '.join(WORDS[number * k % 97] for k in range(2, 30))}."
        for number in range(300)
    ]
    new = [text.replace("o", "0") for text in old]
    new[10], new[200] = new[200], new[10]
    new[50:51] = [new[50][:80], new[50][81:]]
    del new[100]
    steps = align_texts(old, new).steps
    outcomes = {step.old[0]: step.outcome for step in steps if step.old}
    assert outcomes.pop(50) is Outcome.SPLIT
    assert outcomes.pop(99) is Outcome.REMOVED
    assert set(outcomes.values()) == {Outcome.EDITED}
    assert {step.old[0] for step in steps if step.moved} == {10, 200}


WORDS = [
    f"{a}{b}{c}"
    for a in ("mor", "tel", "ban", "sig", "cor")
    for b in ("a", "o", "ive", "un")
    for c in ("ts", "ring", "d", "le", "p")
]


def test_thresholds_leave_room_between_chance_and_match() -> None:
    assert MATCH - MARGIN > 50
