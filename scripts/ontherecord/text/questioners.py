"""The journalist whom a label names: `Question (Dov Amit, Radio Nine)` is put by Dov Amit of Radio Nine."""

from __future__ import annotations

import re

from .turns import Turn

#: A word of a name: it begins with a capital letter, or is a particle such as `van` or `al-`.
_NAME_WORD = re.compile(r"[^\W\d_][^\W\d_.'’ʼ-]*[.'’ʼ\w-]*")
_MOST = 5
#: What a note says of the one asked, or of how the words came, and no name is.
_NO_NAME = re.compile(
    r"^(?:addressed|to|for|via|through|by|in|speaking|asks|asked|off|inaudible|follow)\b", re.I
)
#: Words of labels that name nobody, in several languages.
_ANYBODY = re.compile(
    r"\b(?:q|question|questioner|journalist|reporter|press|correspondent|media|voice|unidentified|unknown|speaker"
    r"|male|female|man|woman|participant|audience|member|guest|moderator|host|operator|analyst|вопрос|журналистк?а?"
    r"|корреспондент|питання|frage|journalistin|reporterin|pregunta|periodista|domanda|giornalista|pergunta"
    r"|jornalista|journaliste|pytanie|dziennikarz|soru|gazeteci)\b",
    re.IGNORECASE,
)


def name_questioner(turn: Turn) -> str | None:
    """The name that a journalist's label gives, the outlet in brackets; None if it gives none for certain.

    A name stands with its outlet after a comma, in the note or in the label, or is all of the label, the
    outlet its note.
    """
    note = " ".join((turn.label_note or "").split())
    name = " ".join((turn.name or "").rstrip(":：").split())
    if not turn.addressed_to and not _NO_NAME.match(note) and (found := _read_pair(note)):
        return found
    if _ANYBODY.search(name):
        return None
    if found := _read_pair(name):
        return found
    if not _is_name(name):
        return None
    return name if not note or turn.addressed_to or _NO_NAME.match(note) else f"{name} ({note})"


def _read_pair(text: str) -> str | None:
    """A name and an outlet that a comma parts."""
    name, comma, outlet = (part.strip() for part in text.partition(","))
    return f"{name} ({outlet})" if comma and outlet and _is_name(name) else None


def _is_name(text: str) -> bool:
    """True of two to five words of a name, the first and the last with a capital letter."""
    words = text.split()
    if not 1 < len(words) <= _MOST or not all(map(_NAME_WORD.fullmatch, words)):
        return False
    return words[0][0].isupper() and any(letter.isupper() for letter in words[-1])
