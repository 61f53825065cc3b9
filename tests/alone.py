"""Commands as processes of one thread, forked from one that has made files: to come so far takes longest."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from corpus import TOY, make_project

#: Makes the files of a project by itself, so that most is loaded; no PDF, for what sets them begins threads.
#: Then each line is a command, whose status it tells.
_SERVER = """
import json, os, sys
from pathlib import Path
from ontherecord.cli import main
from ontherecord.site import processes
from ontherecord.site.pipeline import sync_pages
from ontherecord.urls import Site

can_fork, processes.can_fork = processes.can_fork, lambda: False
root = Path(sys.argv[1])
assert not sync_pages(root, root / "docs", Site("Toy"), pdf=False).problems
processes.can_fork = can_fork
assert can_fork()
print("ready", flush=True)
for line in sys.stdin:
    said, *command = json.loads(line)
    if child := os.fork():
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
    else:
        for number in (1, 2):
            os.dup2(os.open(said, os.O_WRONLY | os.O_CREAT | os.O_APPEND), number)
        sys.exit(main(command))
"""


@dataclass(frozen=True)
class Alone:
    """Runs commands one after another, each as a process that nobody shares."""

    _server: subprocess.Popen[str]
    _said: Path

    def run(self, *command: str) -> tuple[int, str]:
        """The status of a command, and what it says."""
        assert self._server.stdin
        assert self._server.stdout
        self._said.write_text("")
        self._server.stdin.write(json.dumps([str(self._said), *command]) + "\n")
        self._server.stdin.flush()
        return int(self._server.stdout.readline()), self._said.read_text()


@contextmanager
def begin_alone(folder: Path) -> Iterator[Alone]:
    """Commands can be run, until the end of the block."""
    command = [sys.executable, "-c", _SERVER, str(make_project(TOY, folder / "toy"))]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True) as server:
        assert server.stdin
        assert server.stdout
        assert server.stdout.readline() == "ready\n"
        yield Alone(server, folder / "said")
        server.stdin.close()
