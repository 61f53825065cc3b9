"""The files of the look that each build makes: the style sheet of every page, scripts, and what they say."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path

from ..catalogue import script_messages
from .scripts import bundle_scripts
from .styles import BUNDLE, bundle_styles

#: Where the scripts find their messages in the language of the site.
MESSAGES = "assets/js/messages.js"


def make_look(themes: Iterable[Path], language: str) -> Mapping[str, str]:
    """The files by their place in the site; a project's own themes come before the package's."""
    themes = list(themes)
    messages = json.dumps(
        script_messages(language), ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )
    made = {MESSAGES: f"export const messages = {messages};\n"}
    return {BUNDLE: bundle_styles(themes), **made, **bundle_scripts(themes, made)}
