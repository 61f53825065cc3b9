"""How long `ontherecord accept` takes for a transcript of 2,000 passages, by what was corrected.

    .venv/bin/python benchmarks/accept.py [PASSAGES]

Exit status 1 where a correction takes more than `LIMIT` seconds of the processor's time.
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from ontherecord.archive.accept import accept_transcripts

PASSAGES = 2_000
LIMIT = 10.0
SLUG = "2026-01-01-long"
HEAD = "A very long news conference\n\nJanuary 1, 2026\n\n"

RECORD = """\
title: A very long news conference
short_title: A long one
date: 2026-01-01
place: Selwyn
participants:
  - {speaker: mira-holt, role: Mayor of Selwyn, labels: [Mira Holt], opens: true}
source: {publisher: The city of Selwyn, language: English}
"""
ENTITIES = "entities:\n  - {id: mira-holt, kind: person, name: Mira Holt, description: Mayor of Selwyn.}\n"
TOPICS = """\
topics:
  - {id: any, title: Anything, code: AN, colour: blue, line: Anything., scope: Anything., terms: [any]}
"""


def make_words(dice: random.Random) -> list[str]:
    """A vocabulary, the commonest word first."""
    letters = "etaoinshrdlucmfwypvbgkjqxz"
    weights = [1 / rank for rank in range(1, len(letters) + 1)]
    return ["".join(dice.choices(letters, weights, k=2 + number % 9)) for number in range(6_000)]


def make_passage(dice: random.Random, words: list[str]) -> str:
    """A topic's word, and ten to a hundred and thirty as unevenly common as in any language."""
    ranks = (int(len(words) ** dice.random()) for _ in range(dice.randint(10, 130)))
    return " ".join(["any", *(words[rank - 1] for rank in ranks)]).capitalize() + "."


def edit_some(texts: list[str], dice: random.Random, new: Callable[[], str]) -> list[str]:
    """One passage in twenty is changed, in every way that there is."""
    for _ in range(len(texts) // 20):
        at = dice.randrange(len(texts))
        words = texts[at].split()
        half = len(words) // 2
        edit = dice.choice(("mend", "mend", "mend", "insert", "split", "merge", "remove", "swap"))
        if edit == "mend":
            words[half] = "mended"
            texts[at] = " ".join(words)
        elif edit == "insert":
            texts.insert(at, new())
        elif edit == "split":
            texts[at : at + 1] = [" ".join(words[:half]), " ".join(words[half:])]
        elif edit == "merge":
            texts[at : at + 2] = [" ".join(texts[at : at + 2])]
        elif edit == "remove":
            del texts[at]
        else:
            texts[at], texts[-at] = texts[-at], texts[at]
    return texts


def write_project(root: Path, texts: list[str]) -> None:
    folder = root / "data" / "transcripts" / SLUG
    folder.mkdir(parents=True, exist_ok=True)
    (root / "data" / "topics.yml").write_text(TOPICS, encoding="utf-8")
    (root / "data" / "entities.yml").write_text(ENTITIES, encoding="utf-8")
    (folder / "record.yml").write_text(RECORD, encoding="utf-8")
    (folder / "transcript.txt").write_text(HEAD + "\n\n".join(texts) + "\n", encoding="utf-8")


def measure(before: list[str], after: list[str]) -> tuple[float, str]:
    """Processor seconds for accepting `after` where `before` was accepted, and what became of it."""
    with TemporaryDirectory() as folder:
        root = Path(folder)
        write_project(root, before)
        _, problems = accept_transcripts(root, [])
        assert not problems, problems
        write_project(root, after)
        start = time.process_time()
        lines, problems = accept_transcripts(root, [], date(2026, 1, 2), yes=True)
        seconds = time.process_time() - start
        assert not problems, problems
        return seconds, lines[0].partition(": ")[2]


def main() -> int:
    """Prints a line a correction; 1 where one took too long."""
    dice = random.Random(2026)
    count = int(sys.argv[1]) if len(sys.argv) > 1 else PASSAGES
    words, others = make_words(dice), make_words(dice)
    texts = [make_passage(dice, words) for _ in range(count)]
    shuffled = dice.sample(texts, len(texts))
    cases = {
        "nothing": texts,
        "one passage in twenty": edit_some(list(texts), dice, lambda: make_passage(dice, words)),
        "a letter in every passage": [text.replace("e", "é", 1) for text in texts],
        "several letters in every word": [text.replace("e", "é").replace("ta", "at") for text in texts],
        "the order": shuffled,
        "the order, and a letter in every passage": [text.replace("e", "é", 1) for text in shuffled],
        "every passage is split in two": [
            part for text in texts for part in (text[: len(text) // 2], text[len(text) // 2 :])
        ],
        "every word, in the same language": [make_passage(dice, words) for _ in range(count)],
        "every word, in another language": [make_passage(dice, others) for _ in range(count)],
    }
    slow = False
    for name, after in cases.items():
        seconds, outcome = measure(texts, after)
        slow = slow or seconds > LIMIT
        print(f"{seconds:6.2f} s  {name}: {outcome}")
    return int(slow)


if __name__ == "__main__":
    sys.exit(main())
