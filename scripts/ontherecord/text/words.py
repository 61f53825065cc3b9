"""Words as they are compared, without case, accents and punctuation, and those of the calendar."""

from __future__ import annotations

import re
import unicodedata

#: Written out: those of Python's calendar module follow the locale.
MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

#: Makes every apostrophe the typewriter's, letter for letter, so that offsets stay what they are.
APOSTROPHES = str.maketrans("’ʼ", "''")

_LETTERS = re.compile(r"[^\W_]+(?:'[^\W_]+)*")


def fold_words(text: str) -> str:
    """The words of a text as a search compares them: without case, marks above letters and punctuation."""
    decomposed = unicodedata.normalize("NFD", text.translate(APOSTROPHES).lower())
    plain = "".join(sign for sign in decomposed if not unicodedata.category(sign).startswith("M"))
    return " ".join(_LETTERS.findall(unicodedata.normalize("NFC", plain)))
