"""What a machine may lack. A test that needs a program is skipped by name, and fails where all are due."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest
from setup_browser import is_continuous_integration

#: No system but Linux tells what threads a process has, so that a fork is safe: elsewhere none is made.
forks = pytest.mark.skipif(sys.platform != "linux", reason="only on Linux does the program fork")


def is_running(process: int) -> bool:
    """Whether there is such a process; one that has ended and waits to be asked how is none."""
    try:
        return ") Z " not in Path(f"/proc/{process}/stat").read_text()
    except OSError:
        return False


def find_tool(program: str, left_out: str) -> str:
    """Where a program is; without it `left_out`, a sentence, says what is not tested."""
    found = shutil.which(program)
    if not found:
        leave_out(f"there is no {program} here: {left_out}")
    return str(found)


def leave_out(reason: str) -> None:
    """Skips a test, with the reason; where every program is to be had, it fails."""
    if is_continuous_integration():
        pytest.fail(reason)
    pytest.skip(reason)
