"""Follows an editor: an edit shows at once, in pages made when asked for; behind them the site is built."""

from __future__ import annotations

import time
from contextlib import suppress
from pathlib import Path
from threading import Lock, Thread

from ..problems import explain_fault
from .build import build_site
from .live import Live
from .pipeline import Sync
from .proofs import Frame, Proofs, load_frame, prove


class Editing:
    """Brings what browsers show up to date: pages at once, and behind them the site."""

    def __init__(self, root: Path, sync: Sync, live: Live) -> None:
        self._root, self._sync, self._live = root, sync, live
        self._frame: Frame | None = None
        self._turn = Lock()
        #: How many edits there were; whether browsers do not show one yet; whether one is yet to be built.
        self._edits, self._unshown, self._due = 0, True, False
        self._behind: Thread | None = None

    def follow(self) -> None:
        """Shows an edit, and has the site built."""
        start = time.monotonic()
        before, proofs = self._frame, None
        try:
            proofs, problems = self._prove()
        except Exception as error:  # The build will say so too, if it is not mended by then.
            problems = (self._explain(error),)
        is_shown = proofs is not None and self._frame is before
        with self._turn:
            self._edits += 1
            self._due = not problems
            self._unshown = self._unshown or not is_shown
        if problems:
            self._tell(problems, start)
            return
        if proofs and is_shown:
            self._live.show(proofs)
            print(f"Shown in {time.monotonic() - start:.1f} s.", flush=True)
        self._start()

    def warm(self) -> None:
        """Makes ready what the first edit needs; what is wrong the build has said."""
        with suppress(Exception):
            proofs, _ = self._prove()
            if proofs:
                proofs.warm()

    def wait(self) -> None:
        """Until nothing is built any more."""
        if behind := self._behind:
            behind.join()

    def build(self) -> None:
        """Builds the site, and says how that went, here and in the browser, unless it is out of date."""
        start, edits = time.monotonic(), self._edits
        try:
            # Without an address, as a plain build: what stands in site/ afterwards may be published.
            problems = tuple(map(str, build_site(self._root, site_url="", sync=self._sync)))
        except Exception as error:  # Whatever it is, the site that stands is to be served on.
            problems = (self._explain(error),)
        with self._turn:
            if edits != self._edits:
                return
            is_shown, self._unshown = not self._unshown, bool(self._unshown and problems)
        if is_shown and not problems:
            self._live.settle()
            print(_sum_up(0, "", time.monotonic() - start), flush=True)
        else:
            self._tell(problems, start)

    def _start(self) -> None:
        with self._turn:
            if not self._behind:
                self._behind = Thread(target=self._build_on, daemon=True)
                self._behind.start()

    def _build_on(self) -> None:
        """Builds until nothing has changed since."""
        while True:
            with self._turn:
                if not self._due:
                    self._behind = None
                    return
                self._due = False
            self.build()

    def _prove(self) -> tuple[Proofs | None, tuple[str, ...]]:
        self._frame = load_frame(self._root, self._frame)
        if not self._frame:
            return None, ()
        proofs, problems = prove(self._root, self._sync, self._frame)
        return proofs, tuple(map(str, problems))

    def _explain(self, error: Exception) -> str:
        return str(
            explain_fault(error, self._root) if isinstance(error, OSError) else self._live.describe(error)
        )

    def _tell(self, problems: tuple[str, ...], start: float) -> None:
        self._live.tell(problems)
        seconds = time.monotonic() - start
        print(*problems, _sum_up(len(problems), self._live.state.build, seconds), sep="\n", flush=True)


def _sum_up(problems: int, build: str, seconds: float) -> str:
    if not problems:
        return f"Built in {seconds:.1f} s."
    site = "The last good site stays." if build else "There is no site yet."
    return f"{problems} problem{'s' if problems > 1 else ''}. {site}"
