"""What a machine may lack, and what runs on it.

A test that needs a program that is not there is skipped by name, and fails where all are due.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from setup_browser import is_continuous_integration


def is_running(process: int) -> bool:
    """Whether there is such a process; one that has ended and waits to be asked how is none."""
    status = Path(f"/proc/{process}/stat")
    try:
        os.kill(process, 0)
        return not status.exists() or ") Z " not in status.read_text()
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
