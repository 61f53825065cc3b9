"""Long series of corrections: whatever is done to a text, every anchor keeps its promise.

The properties make a transcript, then correct and accept it many times over at random. The tests below them
run the command on the toy corpus, as an editor does.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from corpus import apply_step, forget_published, list_problems, say
from hypothesis import given, settings
from hypothesis import strategies as st
from ontherecord.anchors.align import Outcome
from ontherecord.anchors.anchor import find_successors, find_tombstones
from ontherecord.anchors.likeness import MATCH
from ontherecord.anchors.lock import LOCK_VERSION, Lock, LockedPassage, build_entry, parse_lock, render_lock
from ontherecord.anchors.revise import Revision, revise_lock
from ontherecord.cli import main
from rapidfuzz import fuzz

FIRST_DAY = date(2026, 1, 1)

SYLLABLES = ("ka", "ro", "min", "tel", "so", "ve", "lan", "dra", "pi", "ust", "or", "gen", "ham", "ick", "u")
#: Paragraphs that real transcripts hold many times over.
FORMULAS = ("Thank you.", "Yes.", "No, not yet.", "Thank you very much.", "Good morning.")


# --- texts, and what editors do to them ------------------------------------------------------------------


def make_word(dice: random.Random) -> str:
    return "".join(dice.choices(SYLLABLES, k=dice.randint(1, 4)))


def make_paragraph(dice: random.Random) -> str:
    if dice.random() < 0.2:
        return dice.choice(FORMULAS)
    words = [make_word(dice) for _ in range(dice.randint(4, 60))]
    return " ".join(words).capitalize() + "."


def mend_typo(texts: list[str], at: int, dice: random.Random) -> None:
    text = texts[at]
    place = dice.randrange(len(text))
    texts[at] = text[:place] + dice.choice("aeinrst") + text[place + 1 :]


def change_words(texts: list[str], at: int, dice: random.Random) -> None:
    words = texts[at].split()
    for _ in range(dice.randint(1, 1 + len(words) // 4)):
        words[dice.randrange(len(words))] = make_word(dice)
    texts[at] = " ".join(words)


def rewrite(texts: list[str], at: int, dice: random.Random) -> None:
    texts[at] = make_paragraph(dice)


def insert(texts: list[str], at: int, dice: random.Random) -> None:
    texts.insert(dice.choice((at, at + 1)), make_paragraph(dice))


def duplicate(texts: list[str], at: int, dice: random.Random) -> None:
    texts.insert(dice.randint(0, len(texts)), texts[at])


def split(texts: list[str], at: int, dice: random.Random) -> None:
    words = texts[at].split()
    places = sorted({0, len(words), *(dice.randrange(len(words)) for _ in range(dice.randint(1, 3)))})
    texts[at : at + 1] = [" ".join(words[a:b]) for a, b in pairwise(places)]


def merge(texts: list[str], at: int, dice: random.Random) -> None:
    end = at + dice.randint(2, 3)
    texts[at:end] = [" ".join(texts[at:end])]


def remove(texts: list[str], at: int, dice: random.Random) -> None:
    del texts[at : at + dice.randint(1, 2)]


def swap(texts: list[str], at: int, dice: random.Random) -> None:
    other = dice.randrange(len(texts))
    texts[at], texts[other] = texts[other], texts[at]


EDITS: dict[str, Callable[[list[str], int, random.Random], None]] = {
    edit.__name__: edit
    for edit in (mend_typo, change_words, rewrite, insert, duplicate, split, merge, remove, swap)
}
#: What was once said comes back: any earlier paragraph, or a whole earlier version of the text.
BRING_BACK, GO_BACK = "bring_back", "go_back"

#: One correction: edits by name, each with the number that its dice start from.
corrections = st.lists(
    st.tuples(st.sampled_from([*EDITS, BRING_BACK, GO_BACK]), st.integers(0, 2**16)), min_size=1, max_size=5
)
series = st.tuples(st.integers(0, 2**16), st.integers(1, 14), st.lists(corrections, min_size=10, max_size=25))


def correct(versions: Sequence[list[str]], edits: Sequence[tuple[str, int]]) -> list[str]:
    """The latest version, edited."""
    texts = list(versions[-1])
    for name, seed in edits:
        dice = random.Random(seed)
        if name == GO_BACK:
            texts = list(dice.choice(versions))
        elif name == BRING_BACK:
            texts.insert(dice.randint(0, len(texts)), dice.choice(dice.choice(versions) or FORMULAS))
        elif texts:
            EDITS[name](texts, dice.randrange(len(texts)), dice)
    return texts


# --- the promise -----------------------------------------------------------------------------------------


def make_lock(texts: Sequence[str]) -> Lock:
    passages = (build_entry(f"p{number}", said) for number, said in enumerate(say(texts), 1))
    return Lock(version=LOCK_VERSION, passages=tuple(passages))


@settings(max_examples=100)
@given(series)
def test_every_anchor_keeps_its_promise(given: tuple[int, int, list[list[tuple[str, int]]]]) -> None:
    seed, length, rounds = given
    dice = random.Random(seed)
    versions = [[make_paragraph(dice) for _ in range(length)]]
    lock = make_lock(versions[0])
    said = {(entry.anchor, entry.text) for entry in lock.passages}
    for number, edits in enumerate(rounds):
        texts = correct(versions, edits)
        revision = revise_lock(lock, say(texts), FIRST_DAY + timedelta(days=number))
        said |= {(entry.anchor, entry.text) for entry in revision.lock.live}
        check_lock(revision.lock, texts, said)
        check_revision(lock, revision)
        lock = revision.lock
        versions.append(texts)
    assert revise_lock(lock, say(versions[-1]), FIRST_DAY).lock == lock, "nothing changed, nothing is written"


def check_lock(lock: Lock, texts: Sequence[str], said: set[tuple[str, str]]) -> None:
    """A lock by itself: whole, in the order of the text, with all that was ever said under each anchor."""
    anchors = [entry.anchor for entry in lock.passages]
    assert len(set(anchors)) == len(anchors), "no anchor is issued twice"
    assert [entry.text for entry in lock.live] == list(texts), "what lives is the text, in its order"
    kept = {(entry.anchor, text) for entry in lock.passages for text in list_wordings(entry)}
    assert said <= kept, "every text ever linked can be shown, under the anchor by which it was linked"
    assert parse_lock(render_lock(lock), "") == (lock, []), "it is read as it was written"
    living = {entry.anchor for entry in lock.live}
    successors = find_successors(lock)
    assert successors.keys() == set(anchors) - living
    assert {anchor for found in successors.values() for anchor in found} <= living


def list_wordings(entry: LockedPassage) -> list[str]:
    return [entry.text, *(wording.text for wording in entry.history)]


def check_revision(lock: Lock, revision: Revision) -> None:
    """A lock and the next: nothing is lost, what was not touched is the same, nothing goes to other words."""
    before = {entry.anchor: entry for entry in lock.passages}
    after = {entry.anchor: entry for entry in revision.lock.passages}
    assert before.keys() <= after.keys(), "every anchor ever issued resolves"
    check_untouched(lock, revision.lock)
    for anchor, old in before.items():
        new = after[anchor]
        if old.live and new.live and old.text != new.text:
            likeness = max(fuzz.ratio(old.text, new.text), fuzz.partial_ratio(old.text, new.text))
            assert likeness >= MATCH or new.text in list_wordings(old), "no anchor goes to other words"
        if not old.live:
            assert new.text == old.text, "a tombstone comes back with its very words, or stays"
    dead = [entry.anchor for entry in lock.passages if not entry.live]
    still = [entry.anchor for entry in revision.lock.passages if entry.anchor in dead and not entry.live]
    assert still == [anchor for anchor in dead if anchor in still], "tombstones stay in their order"
    buried = {anchor for anchor in before if before[anchor].live and not after[anchor].live}
    assert all(any(anchor in doubt for doubt in revision.doubts) for anchor in buried), (
        "nobody is buried silently"
    )


def check_untouched(lock: Lock, revised: Lock) -> None:
    """Of each text, as many passages keep their anchors as there are on both sides."""
    before, after = ({entry.anchor: entry.text for entry in one.live} for one in (lock, revised))
    kept = Counter(text for anchor, text in before.items() if after.get(anchor) == text)
    assert kept == Counter(before.values()) & Counter(after.values())


@settings(max_examples=40)
@given(st.integers(0, 2**16), st.integers(2, 40), st.data())
def test_whatever_order_untouched_passages_keep_their_anchors(
    seed: int, length: int, data: st.DataObject
) -> None:
    dice = random.Random(seed)
    texts = list(dict.fromkeys(make_paragraph(dice) for _ in range(length)))
    order = data.draw(st.permutations(texts))
    revision = revise_lock(make_lock(texts), say(order), FIRST_DAY)
    names = {entry.text: entry.anchor for entry in revision.lock.live}
    assert [names[text] for text in texts] == [f"p{number}" for number, _ in enumerate(texts, 1)]
    assert not revision.doubts


@settings(max_examples=40)
@given(st.integers(0, 2**16), st.integers(1, 8), st.integers(1, 30))
def test_a_merge_undone_and_a_split_undone_leave_all_anchors_as_they_were(
    seed: int, length: int, at: int
) -> None:
    dice = random.Random(seed)
    texts = [" ".join(make_word(dice) for _ in range(dice.randint(6, 30))) for _ in range(length + 1)]
    at %= length
    lock = make_lock(texts)
    merged = revise_lock(
        lock, say([*texts[:at], f"{texts[at]} {texts[at + 1]}", *texts[at + 2 :]]), FIRST_DAY
    )
    assert [change.outcome for change in merged.changes] == [Outcome.MERGED]
    undone = revise_lock(merged.lock, say(texts), FIRST_DAY)
    assert [entry.anchor for entry in undone.lock.passages] == [entry.anchor for entry in lock.passages]
    assert all(entry.live for entry in undone.lock.passages)
    again = revise_lock(undone.lock, say([entry.text for entry in merged.lock.live]), FIRST_DAY)
    assert [(entry.anchor, entry.live) for entry in again.lock.passages] == [
        (entry.anchor, entry.live) for entry in merged.lock.passages
    ]


# --- the command, as an editor runs it -------------------------------------------------------------------

HOLT = "2031-03-04-holt-wren"
FOLDER = f"data/transcripts/{HOLT}"
LOCK = f"{FOLDER}/passages.lock"


def correct_source(root: Path, *edits: tuple[str, str]) -> None:
    for old, new in edits:
        apply_step(root, {"file": f"{FOLDER}/transcript.txt", "replace": old, "by": new})


def read_data(root: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(root)): path.read_bytes()
        for path in (root / "data").rglob("*")
        if path.is_file()
    }


def accept(root: Path, *arguments: str) -> int:
    return main(["accept", "--root", str(root), *arguments])


def test_a_mended_typo_is_accepted_and_checked(toy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    correct_source(toy, ("The dredging begins in May.", "The dredging begins in June."))
    assert list_problems(toy), "check says that the lock is out of date"
    assert accept(toy, HOLT, "--date", "2031-03-05") == 0
    assert capsys.readouterr().out == (
        f"{LOCK}: 8 kept, 1 edited\n"
        "p2  edited  (94% alike; line 7)  “…begins in May.” → “…begins in June.”\n"
        f"{LOCK}: rewritten\n"
    )
    assert list_problems(toy) == []
    assert '"history": [{"until": "2031-03-05", "text": "We spoke' in (toy / LOCK).read_text("utf-8")
    written = read_data(toy)
    assert accept(toy, HOLT) == 0
    assert read_data(toy) == written, "there is nothing left to do"


def test_a_removed_passage_asks_for_a_yes(toy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    correct_source(toy, ("It will take two years, and no ferry will be late for it.\n\n", ""))
    before = read_data(toy)
    assert accept(toy, "--date", "2031-03-05") == 1
    captured = capsys.readouterr()
    assert captured.out == (
        f"{LOCK}: 8 kept, 1 removed\n"
        "p3  removed  (its words are gone)  “It will take two years, and no ferry will be…”\n"
        f"{LOCK}:1: p3 is removed: see the table; if it is right add --yes, else name the passage that an"
        " anchor stays with (--keep p22=LINE, or --same p10=p10a)\n"
    )
    assert captured.err == "1 problem. Nothing was written.\n"
    assert read_data(toy) == before
    assert accept(toy, "--date", "2031-03-05", "--yes") == 0
    lock, _ = parse_lock((toy / LOCK).read_text("utf-8"), LOCK)
    assert lock
    (tombstone,) = find_tombstones(lock)
    assert (tombstone.anchor, tombstone.after, str(tombstone.removed)) == ("p3", "p2", "2031-03-05")
    assert not any("passages.lock" in problem for problem in list_problems(toy))


def test_a_dry_run_writes_nothing(toy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    correct_source(toy, ("Good morning.", "Good mourning."))
    before = read_data(toy)
    assert accept(toy, HOLT, "--dry-run", "--date", "2031-03-05") == 0
    assert read_data(toy) == before
    assert capsys.readouterr().out == (
        f"{LOCK}: 8 kept, 1 edited\n"
        "p1  edited  (96% alike; line 5)  “Good morning.” → “Good mourning.”\n"
        f"{LOCK}: rewritten (--dry-run: nothing was written)\n"
    )


def test_one_transcript_in_doubt_holds_back_all(toy: Path) -> None:
    correct_source(toy, ("Good morning.\n\n", ""))
    other = "data/transcripts/2032-06-21-holt/passages.lock"
    apply_step(toy, {"file": other, "remove": True})
    forget_published(toy, "2032-06-21-holt")
    assert accept(toy) == 1
    assert not (toy / other).exists()
    assert accept(toy, "2032-06-21-holt") == 0
    assert (toy / other).exists()


def test_days_go_forward(toy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    correct_source(toy, ("Good morning.", "Good mourning."))
    assert accept(toy, "--date", "2031-03-05") == 0
    correct_source(toy, ("Good mourning.", "Good evening."))
    before = read_data(toy)
    capsys.readouterr()
    assert accept(toy, "--date", "2031-03-04", "--yes") == 1
    assert capsys.readouterr().out == (
        f"{LOCK}:1: the lock records a change on 2031-03-05, so this one can not be of 2031-03-04: "
        "give a later --date\n"
    )
    assert read_data(toy) == before


@pytest.mark.parametrize("day", ["tomorrow", "2031-02-30", "20310305", "2031-W10-3", "2031-3-5", ""])
def test_a_bad_day_is_wrong_usage(toy: Path, day: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        accept(toy, "--date", day)
    assert stopped.value.code == 2
    assert f"'{day}' is no day: write one as YYYY-MM-DD" in capsys.readouterr().err


def test_an_unknown_transcript_is_a_problem(toy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert accept(toy, "2031-03-04-holt-wrem") == 1
    assert capsys.readouterr().out == (
        f"data/transcripts:1: no transcript '2031-03-04-holt-wrem'; did you mean '{HOLT}'?\n"
    )
