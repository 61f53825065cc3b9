"""How long the parser takes for hostile texts of a million characters, and for half of each.

    .venv/bin/python benchmarks/parse.py

A linear parser takes twice as long for twice the text.
"""

from __future__ import annotations

import time

from ontherecord.text.parse import parse_transcript
from ontherecord.text.turns import Cast

CAST = Cast(
    {"Mira Holt": "mira-holt"}, frozenset({"Question"}), {"Mira Holt": "mira-holt"}, None, frozenset()
)
PATTERNS = {
    "spaces": " ",
    "open parentheses": "Question (a\n",
    "labels": "Question: a\n",
    "label-like lines": "Maria Zakharova: a.\n",
    "lines of colons": ":\n",
    "bracket lines": "Maria [a.\n",
    "words": "word ",
}


def measure(text: str) -> float:
    """Seconds of the processor's time to parse a text."""
    start = time.process_time()
    parse_transcript(text, CAST)
    return time.process_time() - start


def main() -> None:
    """Prints a table: pattern, seconds for half a million characters, seconds for a million."""
    print(f"{'pattern':<20} {'500,000':>9} {'1,000,000':>9}")
    for name, pattern in PATTERNS.items():
        times = [measure(pattern * (size // len(pattern))) for size in (500_000, 1_000_000)]
        print(f"{name:<20} {times[0]:>8.2f}s {times[1]:>8.2f}s")


if __name__ == "__main__":
    main()
