"""Every ordinary correction of the first transcript, one at a time: no passage loses its number.

The text has 37 passages; each sentence is moved and cut, each passage grows, doubles and is halved.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

import pytest
from corpus import REAL_SLUG, ROOT, say
from ontherecord.anchors.lock import Lock, parse_lock
from ontherecord.anchors.revise import revise_lock
from ontherecord.text.sentences import find_sentences

ADDED = [
    "The harbour was frozen all the winter through, and no ship came in.",
    "Nobody asked the ferrymen what they would live on until the spring.",
    "I shall ask the council for a hundred crowns for each of them.",
]


@pytest.fixture(scope="module")
def lock() -> Lock:
    path = ROOT / "data" / "transcripts" / REAL_SLUG / "passages.lock"
    lock, problems = parse_lock(path.read_text(encoding="utf-8"), str(path))
    assert lock, problems
    return lock


#: A correction by its name: which passages have which sentences now.
Edits = Iterator[tuple[str, dict[int, Sequence[str]]]]


def move_each(said: list[list[str]]) -> Edits:
    """Each sentence, save an only one, to the start and the end of each neighbour."""
    for at, sentences in enumerate(said):
        for number, sentence in enumerate(sentences if len(sentences) > 1 else ()):
            rest = sentences[:number] + sentences[number + 1 :]
            for other in {at - 1, at + 1} & set(range(len(said))):
                yield f"{at}.{number} before {other}", {at: rest, other: [sentence, *said[other]]}
                yield f"{at}.{number} after {other}", {at: rest, other: [*said[other], sentence]}


def cut_each(said: list[list[str]]) -> Edits:
    """Each sentence, save an only one."""
    for at, sentences in enumerate(said):
        for number in range(len(sentences) if len(sentences) > 1 else 0):
            yield f"{at}.{number}", {at: sentences[:number] + sentences[number + 1 :]}


def add_three(said: list[list[str]]) -> Edits:
    """Three sentences at the start, the middle and the end of each passage."""
    for at, sentences in enumerate(said):
        for place in (0, len(sentences) // 2, len(sentences)):
            yield f"{at}.{place}", {at: [*sentences[:place], *ADDED, *sentences[place:]]}


def resize_each(said: list[list[str]]) -> Edits:
    """Each passage twice over, and either half of its words."""
    for at, sentences in enumerate(said):
        words = " ".join(sentences).split()
        yield f"{at} doubled", {at: sentences * 2}
        yield f"{at} first half", {at: words[: (len(words) + 1) // 2]}
        yield f"{at} last half", {at: words[len(words) // 2 :]}


@pytest.mark.parametrize("edit", [move_each, cut_each, add_three, resize_each])
def test_no_single_edit_costs_a_number(lock: Lock, edit: object) -> None:
    texts = [passage.text for passage in lock.live]
    said = [[text[start:end].strip() for start, end in find_sentences(text)] for text in texts]
    anchors = [passage.anchor for passage in lock.passages]
    for name, changes in edit(said):  # type: ignore[operator]
        new = [" ".join(changes.get(at, sentences)) for at, sentences in enumerate(said)]
        revision = revise_lock(lock, say(new), date(2026, 11, 28))
        assert [item.anchor for item in revision.lock.live] == anchors, name
        assert [item.text for item in revision.lock.live] == new, name
        assert not revision.doubts, name
