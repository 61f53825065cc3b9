"""`python -m ontherecord` is the same as the console command."""

from __future__ import annotations

import sys

from .cli import main

sys.exit(main())
