"""What there is very much of: dataclasses with slots, which take half the memory of others."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

#: What sets the slots of each class, in the order of their names.
_setters: dict[type[Slotted], tuple[Callable[[Any, object], None], ...]] = {}


class Slotted:
    """A dataclass with slots that comes back from a pickle without being worked out anew.

    It is put together from what its slots hold, what follows from other fields included. Of a passage, that
    takes half the time of a call of its class; what Python gives such a class, a loop, takes longer still.
    """

    __slots__: tuple[str, ...] = ()

    def __init_subclass__(cls) -> None:
        """Holds it to one class: slots of another would be left out."""
        if cls.__bases__ != (Slotted,):
            raise TypeError(f"{cls.__name__} is more than slotted")

    def __reduce__(self) -> tuple[object, ...]:
        return _restore, (type(self), *[getattr(self, name) for name in self.__slots__])


def _restore(kind: type[Slotted], *values: object) -> Slotted:
    if kind not in _setters:
        _setters[kind] = tuple(getattr(kind, name).__set__ for name in kind.__slots__)
    made = object.__new__(kind)
    for put, value in zip(_setters[kind], values, strict=True):
        put(made, value)
    return made
