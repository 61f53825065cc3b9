"""How long an edit takes to show in `ontherecord serve`: from the save to the new page in a reader's hands.

    .venv/bin/python -m benchmarks.serve --sizes 1 10 100 --work /tmp/bench

Generates archives of so many transcripts, as `benchmarks.build` does, and serves them. Then it saves edits,
each when the site is built with the one before: a word of the newest transcript with its lock, as `accept`
writes it; the place in its record; what is said of a name. Prints a table in Markdown: seconds until browsers
are told, until the page is there with the edit, and until the site is built behind it; medians.
"""

from __future__ import annotations

import argparse
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from statistics import median
from threading import Thread

from .build import Place, correct, make_place

#: Seconds between two looks at what serves.
_PAUSE = 0.02


@dataclass(frozen=True)
class Edit:
    """What is saved, and the page that shows these words then."""

    name: str
    files: Mapping[Path, str]
    address: str
    words: str


class Server:
    """A project that is served, in a process of its own."""

    def __init__(self, place: Place) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])
        command = [sys.executable, "-m", "ontherecord", "serve", "--root", str(place.root)]
        environment = {**os.environ, **place.environment, "PYTHONUNBUFFERED": "1"}
        self.process = subprocess.Popen(
            [*command, "--port", str(self.port)], env=environment, stdout=subprocess.PIPE, text=True
        )
        self.lines: list[str] = []
        Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        for line in self.process.stdout or ():
            self.lines.append(line)

    def wait_for(self, words: str, start: int) -> int:
        """Until a line from that number on begins so; the number of the one behind it."""
        while True:
            for number, line in enumerate(self.lines[start:], start + 1):
                if line.startswith(words):
                    return number
            time.sleep(_PAUSE)

    def read(self, address: str) -> str:
        """A page."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=600)
        connection.request("GET", f"/{address}")
        text = connection.getresponse().read().decode()
        connection.close()
        return text


@contextmanager
def serve(place: Place) -> Iterator[Server]:
    """Serves a project; ends with the block."""
    server = Server(place)
    try:
        server.wait_for("http", 0)
        yield server
    finally:
        server.process.terminate()
        server.process.wait()


def make_edits(place: Place, count: int) -> Iterator[Edit]:
    """Edits, `count` of each kind; what is saved is made before anything is served."""
    folder = sorted((place.root / "data/transcripts").iterdir())[-1]
    page, texts = f"transcripts/{folder.name}/", [folder / "transcript.txt", folder / "passages.lock"]
    entities = place.root / "data/entities.yml"
    told = entities.read_text(encoding="utf-8")
    name = re.findall(r"^  - id: (\S+)", told, re.MULTILINE)[-1]
    record = folder / "record.yml"
    for number in range(count):
        before = {path: path.read_text(encoding="utf-8") for path in texts}
        correct(place, -1)
        text = texts[0].read_text(encoding="utf-8")
        texts[0].write_text(text.replace("corrected", f"corrected{number}"), encoding="utf-8")
        place.call("accept", "--yes")
        after = {path: path.read_text(encoding="utf-8") for path in texts}
        yield Edit("a word", after, page, f"corrected{number}")
        if not number:
            first = before
    for number in range(count):
        changed = re.sub(
            r"^place: .*", f"place: Hall {number}", record.read_text("utf-8"), flags=re.MULTILINE
        )
        yield Edit("a place", {record: changed}, page, f"Hall {number}")
    for number in range(count):
        changed = re.sub(r"(    description: )[^\n]*(?=\n*\Z)", rf"\g<1>Said anew {number}.", told.rstrip())
        yield Edit(
            "what is said of a name", {entities: changed + "\n"}, f"names/{name}/", f"Said anew {number}."
        )
    for path, text in first.items():
        path.write_text(text, encoding="utf-8")


def measure(server: Server, edit: Edit) -> tuple[float, float, float]:
    """Seconds until browsers are told, until the page is there, and until the site is built."""
    start, lines = time.perf_counter(), len(server.lines)
    for path, text in edit.files.items():
        path.write_text(text, encoding="utf-8")
    shown = server.wait_for("Shown", lines)
    told = time.perf_counter() - start
    if edit.words not in server.read(edit.address):
        raise RuntimeError(f"{edit.address} does not say {edit.words!r}")
    seen = time.perf_counter() - start
    server.wait_for("Built", shown)
    return told, seen, time.perf_counter() - start


def main() -> int:
    """Serves and measures what the command line asks for."""
    options = _parse_arguments()
    print("| transcripts | edit | told, s | page, s | site, s |", "| --- | --- | --- | --- | --- |", sep="\n")
    for size in options.sizes:
        place = make_place(options.work.resolve(), size, pdf=False)
        edits = list(make_edits(place, options.runs))
        with serve(place) as server:
            time.sleep(options.rest)
            found: dict[str, list[Sequence[float]]] = {}
            for edit in edits:
                found.setdefault(edit.name, []).append(measure(server, edit))
        for name, runs in found.items():
            row = (f"{median(column):.2f}" for column in zip(*runs, strict=True))
            print("| " + " | ".join([f"{size:,}", name, *row]) + " |", flush=True)
    return 0


def _parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.serve", description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1, 10, 100], help="transcripts")
    parser.add_argument("--work", type=Path, default=Path("/tmp/ontherecord-bench"), help="where to build")
    parser.add_argument("--runs", type=int, default=3, help="edits of each kind")
    parser.add_argument("--rest", type=float, default=20, help="seconds before the first edit")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
