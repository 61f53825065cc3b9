"""What a command takes, with all that it starts, and what a site weighs by kind of file."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

#: Seconds between two looks at the memory.
_PAUSE = 0.2

#: What of the search lies outside its index's folder.
_SEARCHED = ("data/lexicon.json", "data/words.json")
#: Endings of what is there to take away, beside what programs and pages read.
_TAKEN = (".txt", ".md", ".csv", ".jsonl", ".tei.xml", ".akn.xml", ".epub", ".pdf", "/datapackage.json")


@dataclass(frozen=True)
class Cost:
    """What a command took: seconds by the clock and of the processor, and bytes of memory at the peak.

    Both of the last are of the command and of all that it started. Memory shared by processes counts once
    (proportional set size); it is 0 where the system has no /proc.
    """

    wall: float
    processor: float
    memory: int

    def __add__(self, other: Cost) -> Cost:
        """Of one after the other."""
        return Cost(self.wall + other.wall, self.processor + other.processor, max(self.memory, other.memory))


def run(command: Sequence[str], folder: Path, environment: Mapping[str, str]) -> Cost:
    """Runs a command in a process of its own to its end; RuntimeError with what it said, if it fails."""
    log = folder / "command.log"
    start = time.perf_counter()
    with log.open("wb") as output:
        process = subprocess.Popen(
            command, cwd=folder, env={**os.environ, **environment}, stdout=output, stderr=output
        )
        peak = 0
        while True:
            ended, status, used = os.wait4(process.pid, os.WNOHANG)
            if ended:
                break
            peak = max(peak, sum(map(_measure_memory, _list_family(process.pid))))
            time.sleep(_PAUSE)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"{' '.join(command)}: {log.read_text('utf-8', 'replace')[-2000:]}")
    return Cost(time.perf_counter() - start, used.ru_utime + used.ru_stime, peak)


def _list_family(process: int) -> Iterator[int]:
    """A process, and all that it and its own have started and that are still there."""
    yield process
    with suppress(OSError):
        for thread in Path(f"/proc/{process}/task").iterdir():
            for child in (thread / "children").read_text().split():
                yield from _list_family(int(child))


def _measure_memory(process: int) -> int:
    with suppress(OSError):
        for line in Path(f"/proc/{process}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    return 0


# --- The site ---


@dataclass(frozen=True)
class Weight:
    """How many files there are, and their bytes."""

    files: int = 0
    size: int = 0


#: The kinds of files, those that the bound is for first.
KINDS = ("pages", "data", "citations", "quote check", "search", "look", "cards", "to take away")
BOUND = KINDS[:6]


def weigh_site(site: Path) -> Mapping[str, Weight]:
    """The files of a site by kind."""
    weights = dict.fromkeys(KINDS, Weight())
    for folder, _, names in os.walk(site):
        for name in names:
            path = Path(folder, name)
            kind = find_kind(path.relative_to(site).as_posix())
            old = weights[kind]
            weights[kind] = Weight(old.files + 1, old.size + path.stat().st_size)
    return weights


def find_kind(path: str) -> str:
    """Which of `KINDS` a file of a site is, by its path in it."""
    name = path.rpartition("/")[2]
    if path.startswith("pagefind/") or path in _SEARCHED:
        return "search"
    if path.startswith("assets/"):
        return "look"
    if name == "card.png":
        return "cards"
    if name.startswith("cite.") or path.endswith(_TAKEN):
        return "to take away"
    if path.startswith("data/citations/"):
        return "citations"
    if path.startswith("data/check/"):
        return "quote check"
    return "pages" if name.endswith(".html") else "data"
