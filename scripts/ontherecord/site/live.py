"""What the pages in browsers should show, while an editor works on them."""

from __future__ import annotations

import secrets
import sys
import traceback
from itertools import count
from pathlib import Path
from threading import Condition

from .preview import State
from .proofs import Proofs


class Live:
    """What the pages in browsers should show, and a way to wait until that changes."""

    def __init__(self, build: str, tracebacks: bool = False) -> None:
        self.state = State(build, site=build)
        #: The pages of an edit, until the site is built with it.
        self.proofs: Proofs | None = None
        self._tracebacks = tracebacks
        self.is_open = True
        self._changed = Condition()
        # A page of an earlier run is never up to date, whatever its number.
        self._run, self._numbers = secrets.token_hex(4), count(1)

    def tell(self, problems: tuple[str, ...]) -> None:
        """Takes in how an attempt at a build ended; without problems the site is a new one."""
        attempt = f"{self._run}-{next(self._numbers)}"
        build, site = (self.state.build, self.state.site) if problems else (attempt, attempt)
        self._change(State(build, attempt, problems, site), self.proofs if problems else None)

    def show(self, proofs: Proofs) -> None:
        """Has pages shown before the site is built: they are those of a new one."""
        attempt = f"{self._run}-{next(self._numbers)}"
        self._change(State(attempt, attempt, site=self.state.site), proofs)

    def settle(self) -> None:
        """Takes in that the site has been built as browsers have it already, but for what it alone has."""
        state = self.state
        self._change(State(state.build, state.attempt, site=state.build), None)

    def find_proof(self, address: str) -> bytes | None:
        """The page at an address that is shown before the site is built; None where the site has it."""
        proofs = self.proofs
        try:
            return proofs.find(address) if proofs else None
        except Exception as error:  # The build behind will say what is wrong; until then the site has a page.
            print(self.describe(error), file=sys.stderr, flush=True)
            return None

    def _change(self, state: State, proofs: Proofs | None) -> None:
        with self._changed:
            self.state, self.proofs = state, proofs
            self._changed.notify_all()

    def describe(self, error: Exception) -> str:
        """An error that nobody foresaw, in one line with its place in the program; all of it if asked for."""
        if self._tracebacks:
            traceback.print_exception(error)
        frame = traceback.extract_tb(error.__traceback__)[-1]
        message = " ".join(str(error).split())
        hint = "" if self._tracebacks else " (a mistake in the program: serve --traceback shows where)"
        return (
            f"{Path(frame.filename).name}:{frame.lineno}: unexpected {type(error).__name__}: {message}{hint}"
        )

    def close(self) -> None:
        """Ends all waiting."""
        with self._changed:
            self.is_open = False
            self._changed.notify_all()

    def wait(self, known: State | None, seconds: float) -> State:
        """The state as soon as it is another than the known one, or the same after so many seconds."""
        with self._changed:
            self._changed.wait_for(lambda: self.state is not known or not self.is_open, seconds)
            return self.state
