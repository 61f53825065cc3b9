"""Programs that a machine may lack: what needs one is skipped there by name, and fails where all are due."""

from __future__ import annotations

import shutil

import pytest
from setup_browser import is_continuous_integration


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
