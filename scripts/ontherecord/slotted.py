"""What there is very much of: dataclasses with slots, which take half the memory of others."""

from __future__ import annotations

from typing import ClassVar


class Slotted:
    """A dataclass with slots that is pickled as a call of its class with its fields.

    That takes half the time of what Python gives such a class, which is a loop over its fields.
    """

    __slots__ = ()
    __match_args__: ClassVar[tuple[str, ...]]

    def __reduce__(self) -> tuple[type[Slotted], tuple[object, ...]]:
        return type(self), tuple(getattr(self, name) for name in self.__match_args__)
