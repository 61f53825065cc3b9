"""What a reader of a format gives: the text, what the file says of it, and what was left out."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Hints:
    """What a file says of its text outside the text, as written there; None where it says nothing."""

    title: str | None = None
    date: str | None = None
    language: str | None = None
    place: str | None = None


@dataclass(frozen=True)
class SourceText:
    """A text, in paragraphs parted by blank lines where the format has such; `notes` tell what was done.

    `verbatim` is true where the text is that of the file, letter for letter.
    """

    text: str
    hints: Hints = Hints()
    notes: tuple[str, ...] = ()
    verbatim: bool = False


class UnreadableError(Exception):
    """The file can not be read as what it is named for; the message says what to do, `line` where."""

    def __init__(self, message: str, line: int = 1) -> None:
        super().__init__(message)
        self.line = line


def count(number: int, thing: str, things: str | None = None) -> str:
    """A number with its noun: 1 word, 2 words."""
    return f"{number:,} {thing if number == 1 else things or thing + 's'}"


def clip(text: str, longest: int = 40) -> str:
    """The beginning of a text, on one line."""
    folded = " ".join(text.split())
    return folded if len(folded) <= longest else folded[: longest - 1].rstrip() + "…"
