"""Follows an editor: an edit shows at once, in pages made when asked for; behind them the site is built."""

from __future__ import annotations

import sys
import time
from contextlib import suppress
from pathlib import Path
from threading import Lock, Thread

from ..problems import explain_fault
from .build import build_site
from .live import Live
from .pipeline import Sync
from .proofs import Frame, Proofs, load_frame, prove

#: Seconds for which the end of a build is waited for without a word.
_SHORT = 0.5


class Editing:
    """Brings what browsers show up to date: pages at once, and behind them the site."""

    def __init__(self, root: Path, sync: Sync, live: Live) -> None:
        self._root, self._sync, self._live = root, sync, live
        self._frame: Frame | None = None
        self._turn = Lock()
        #: How many edits there were; whether browsers do not show one yet; whether one is yet to be built.
        self._edits, self._unshown, self._due = 0, True, False
        self._behind: Thread | None = None

    def begin(self) -> None:
        """Builds the site for the first time."""
        self._frame = load_frame(self._root)  # Before: what changes while it is built is an edit.
        self._build()

    def follow(self) -> None:
        """Shows an edit, and has the site built."""
        start, before = time.monotonic(), self._frame
        try:
            proofs, problems = self._prove()
        except Exception as error:  # The build meets with it too, unless it is of proofs alone.
            print(self._live.describe(error), file=sys.stderr, flush=True)
            proofs, problems = None, ()
        is_shown = proofs is not None and self._frame is before and bool(self._live.state.site)
        with self._turn:
            self._edits += 1
            self._due = not problems
            self._unshown = self._unshown or not is_shown
            if problems:
                self._tell(problems, start)
                return
            if proofs and is_shown:
                _say(f"Shown in {time.monotonic() - start:.1f} s.")
                self._live.show(proofs)
            if not self._behind:
                self._behind = Thread(target=self._build_on, daemon=True)
                self._behind.start()

    def warm(self) -> None:
        """Makes ready what the first edit needs; what is wrong the build has said."""
        with suppress(Exception):
            frame = load_frame(self._root, self._frame)
            proofs = prove(self._root, self._sync, frame)[0] if frame else None
            if proofs:
                proofs.warm()

    def end(self) -> None:
        """Begins no more builds, and waits for one that is under way."""
        with self._turn:
            self._due = False
        if not self.wait(_SHORT):
            _say("The site is being built. Ctrl-C once more ends at once.")
            self.wait()

    def wait(self, seconds: float | None = None) -> bool:
        """Until nothing is built any more, or for so long; whether nothing is."""
        behind = self._behind
        if behind:
            behind.join(seconds)
        return not (behind and behind.is_alive())

    def _build(self) -> None:
        """Builds the site, and says how that went, here and in the browser, unless it is out of date."""
        start, edits = time.monotonic(), self._edits
        try:
            # Without an address, as a plain build: what stands in site/ afterwards may be published.
            problems = tuple(map(str, build_site(self._root, site_url="", sync=self._sync)))
        except Exception as error:  # Whatever it is, the site that stands is to be served on.
            fault = explain_fault(error, self._root) if isinstance(error, OSError) else None
            problems = (str(fault or self._live.describe(error)),)
        with self._turn:
            if edits != self._edits:
                return
            is_shown, self._unshown = not self._unshown, bool(self._unshown and problems)
            if is_shown and not problems:
                _say(_sum_up(0, "", time.monotonic() - start))
                self._live.settle()
            else:
                self._tell(problems, start)

    def _build_on(self) -> None:
        """Builds until nothing has changed since."""
        while self._take_up():
            self._build()

    def _take_up(self) -> bool:
        """Whether there is something to build, which who asks does; else no thread builds any more."""
        with self._turn:
            due, self._due = self._due, False
            if not due:
                self._behind = None
            return due

    def _prove(self) -> tuple[Proofs | None, tuple[str, ...]]:
        self._frame = load_frame(self._root, self._frame)
        if not self._frame:
            return None, ()
        proofs, problems = prove(self._root, self._sync, self._frame)
        return proofs, tuple(map(str, problems))

    def _tell(self, problems: tuple[str, ...], start: float) -> None:
        seconds = time.monotonic() - start
        _say(*problems, _sum_up(len(problems), self._live.state.build, seconds))
        self._live.tell(problems)


def _say(*lines: str) -> None:
    """Prints lines, for whoever reads them; that nobody does ends nothing."""
    with suppress(OSError, ValueError):
        print(*lines, sep="\n", flush=True)


def _sum_up(problems: int, build: str, seconds: float) -> str:
    if not problems:
        return f"Built in {seconds:.1f} s."
    site = "The last good site stays." if build else "There is no site yet."
    return f"{problems} problem{'s' if problems > 1 else ''}. {site}"
