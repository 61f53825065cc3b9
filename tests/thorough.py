"""How much a test tries: little on every run, all of it with THOROUGH=1."""

from __future__ import annotations

import os

THOROUGH = os.environ.get("THOROUGH") == "1"


def try_some(number: int) -> int:
    """A fifth of the examples that a thorough run tries."""
    return number if THOROUGH else number // 5
