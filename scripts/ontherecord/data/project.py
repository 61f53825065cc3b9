"""What a project says of itself in mkdocs.yml and the data rest on: its language."""

from __future__ import annotations

from pathlib import Path

import yaml

from .languages import find_language_code

#: The language of an archive that names none.
ENGLISH = "en"


class _Loader(yaml.SafeLoader):
    """Reads the settings of a site; what only its engine understands, such as !ENV, is nothing here."""


_Loader.add_multi_constructor("!", lambda _loader, _tag, _node: None)
_Loader.add_multi_constructor("tag:yaml.org,2002:python/", lambda _loader, _tag, _node: None)


def load_language(root: Path) -> str:
    """The language of a project by its tag: `language` of the theme; English where the file names none.

    What is wrong with the file the engine says.
    """
    try:
        settings = yaml.load((root / "mkdocs.yml").read_text(encoding="utf-8"), Loader=_Loader)
        theme = settings.get("theme")
        language = theme.get("language")
    except (OSError, ValueError, yaml.YAMLError, AttributeError):
        return ENGLISH
    return (find_language_code(language) if isinstance(language, str) else None) or ENGLISH
