"""What there is very much of: dataclasses with slots, which take half the memory of others."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from sys import intern
from typing import Any, ClassVar, TypeVar

T = TypeVar("T")

#: What sets the slots of each class, in the order of their names.
_setters: dict[type[Slotted], tuple[Callable[[Any, object], None], ...]] = {}
#: What came back, of classes whose values recur, and tuples of strings.
_once: dict[tuple[type[Slotted], tuple[object, ...]], Slotted] = {}
_tuples: dict[tuple[object, ...], tuple[object, ...]] = {}


class Slotted:
    """A dataclass with slots that comes back from a pickle without being worked out anew.

    It is put together from what its slots hold, what follows from other fields included. Of a passage, that
    takes half the time of a call of its class; what Python gives such a class, a loop, takes longer still.

    Its strings come back as one object each, however many hold the same; so do its tuples of strings, and
    where `recurs` is set, itself. Both are held for as long as the process lives.
    """

    __slots__: tuple[str, ...] = ()
    recurs: ClassVar[bool] = False

    def __init_subclass__(cls) -> None:
        """Holds it to one class: slots of another would be left out."""
        if cls.__bases__ != (Slotted,):
            raise TypeError(f"{cls.__name__} is more than slotted")

    def __reduce__(self) -> tuple[object, ...]:
        return _restore, (type(self), *[getattr(self, name) for name in self.__slots__])


def unite(value: T) -> T:
    """What is equal to it and holds what recurs once: the same as when it comes back from a pickle."""
    united: T = pickle.loads(pickle.dumps(value, pickle.HIGHEST_PROTOCOL))
    return united


def _restore(kind: type[Slotted], *values: object) -> Slotted:
    if kind.recurs and (found := _once.get((kind, values))):
        return found
    if kind not in _setters:
        _setters[kind] = tuple(getattr(kind, name).__set__ for name in kind.__slots__)
    made, united = object.__new__(kind), tuple(map(_find_same, values))
    for put, value in zip(_setters[kind], united, strict=True):
        put(made, value)
    if kind.recurs:
        _once[kind, united] = made
    return made


def _find_same(value: object) -> object:
    """What was there before and is equal to a value, if it is one that recurs; else the value."""
    if type(value) is str:
        return intern(value)
    if type(value) is tuple and {*map(type, value)} == {str}:
        return _tuples.setdefault(value, value)
    return value
