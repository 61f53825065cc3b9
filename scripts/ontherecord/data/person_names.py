"""The parts of a person’s name."""

from __future__ import annotations

from dataclasses import dataclass

from .definitions import Entity


@dataclass(frozen=True)
class Name:
    """A person's name in its parts; `given` is empty where the name cannot or must not be turned round."""

    given: str
    family: str


def split_name(entity: Entity) -> Name:
    """The given and the family name of a person, told apart by the short name ("Mr Kerry").

    Without one the last word is the family name. A name that begins with the family name, as Ban Ki-moon
    does, is kept in one piece, for no style turns it round.
    """
    words = entity.name.split()
    tail = entity.short.split()[1:] if entity.short else []
    if tail and words[-len(tail) :] != tail:
        return Name("", entity.name)
    count = len(tail) or 1
    return Name(" ".join(words[:-count]), " ".join(words[-count:]))
