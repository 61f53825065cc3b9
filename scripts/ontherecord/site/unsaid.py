"""What a site leaves unsaid of itself: told to the editor, and no reason not to build."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import chain
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig

from .. import urls
from ..catalogue import SOURCE, find_untranslated
from ..exports.lexicon import list_pages

#: What About says of a site, by its key below `extra` in mkdocs.yml.
_SAID = {"maker": "who makes the site", "report": "how to report an error"}
#: A gap in a page written by hand, which readers do not see.
_GAP = re.compile(r"<!-- *To fill in: *(.*?) *-->", re.DOTALL)
#: The parts of About to which generated pages and the foot of every page lead.
_LINKED = (
    "where-it-comes-from",
    "how-topics-are-assigned",
    "how-names-dates-and-questions-are-found",
    "how-links-are-kept",
)


def find_unsaid(config: MkDocsConfig) -> Iterator[str]:
    """A sentence for each thing that mkdocs.yml and the pages written by hand leave blank."""
    docs = Path(config.docs_dir)
    untranslated = find_untranslated(str(config.theme.get("language") or SOURCE))
    return chain(_find_blanks(config.extra), _find_gaps(docs), _find_lost_parts(docs), untranslated)


def _find_blanks(extra: Mapping[str, object]) -> Iterator[str]:
    for key, what in _SAID.items():
        if not extra.get(key):
            yield f"About does not say {what}: fill in 'extra: {key}' in mkdocs.yml."


def _find_gaps(docs: Path) -> Iterator[str]:
    for path in filter(Path.is_file, sorted(docs.rglob("*.md"))):  # A pipe would hold up who reads it.
        text = path.read_text(encoding="utf-8", errors="replace")
        for gap in _GAP.finditer(text):
            line = text.count("\n", 0, gap.start()) + 1
            place = f"{docs.name}/{path.relative_to(docs).as_posix()}"
            yield f"{place}:{line}: to fill in: {' '.join(gap[1].split())}"


def _find_lost_parts(docs: Path) -> Iterator[str]:
    """What links lead to and About does not have."""
    there = {page.url.partition("#")[2] for page in list_pages(docs) if page.url.startswith(urls.ABOUT)}
    for part in _LINKED:
        if part not in there:
            place = f"{docs.name}/about.md"
            yield f"{place} has no part '{part}', to which pages lead: give its heading {{#{part}}}"
