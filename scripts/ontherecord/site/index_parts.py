"""What is made in one go, and read part by part where a part is needed: kept by part, or else held."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from ..store import is_kept, keep, recall


class Parts:
    """The parts of something, each of a kind by which the store knows it.

    They are made at once if the store has not all of them, and again if it has lost one that is read. All are
    asked for, so that what a build does not read is there for the next.
    """

    def __init__(self, kinds: Sequence[str], inputs: str, make: Callable[[], Sequence[Any]]) -> None:
        self.inputs, self._kinds, self._make = inputs, tuple(kinds), make
        self._held: Sequence[Any] | None = None
        if not self._are_kept():
            self._hold(make())

    def read(self, number: int) -> Any:  # noqa: ANN401 - what the part is
        """One of the parts."""
        if self._held is None:
            found = recall(self._kinds[number], self.inputs)
            if found:
                return found[0]
        return (self._held or self._hold(self._make()))[number]

    def _hold(self, made: Sequence[Any]) -> Sequence[Any]:
        """Keeps what was made, and holds it where it is not kept."""
        for kind, part in zip(self._kinds, made, strict=True):
            keep(kind, self.inputs, part)
        self._held = None if self._are_kept() else made
        return made

    def _are_kept(self) -> bool:
        kept = [is_kept(kind, self.inputs) for kind in self._kinds]
        return all(kept)
