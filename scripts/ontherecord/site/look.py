"""The files of the look that each build makes: the style sheet of every page, and what the scripts say."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path

from ..catalogue import script_messages
from .styles import BUNDLE, bundle_styles

#: Where the scripts find their messages in the language of the site.
MESSAGES = "assets/js/messages.js"


def make_look(themes: Iterable[Path], language: str) -> Mapping[str, str]:
    """The files by their place in the site; a project's own themes come before the package's."""
    messages = json.dumps(
        script_messages(language), ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )
    return {BUNDLE: bundle_styles(themes), MESSAGES: f"export const messages = {messages};\n"}
