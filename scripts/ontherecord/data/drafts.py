"""What an editor has yet to fill in: blanks are allowed in what says `draft: true`, and listed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

Location = tuple[int | str, ...]

#: What stands on the pages of a draft where the editor has a blank.
BLANK = "(to fill in)"
#: The date of a draft without one.
NO_DAY = "9999-12-31"

_MAY_BE_BLANK = frozenset(["title", "short_title", "place", "role", "publisher", "language", "description"])


def fill_blanks(value: Any, is_draft: bool = False) -> Any:  # noqa: ANN401 - whatever the YAML file holds
    """The same with `BLANK` or `NO_DAY` in each blank of a draft, so that the rest of it can be used."""
    if isinstance(value, list):
        return [fill_blanks(item, is_draft) for item in value]
    if not isinstance(value, dict):
        return value
    is_draft = is_draft or value.get("draft") is True
    return {
        key: (NO_DAY if key == "date" else BLANK)
        if is_draft and _is_blank(value, key)
        else fill_blanks(item, is_draft)
        for key, item in value.items()
    }


def find_blanks(value: Any, at: Location = (), is_draft: bool = False) -> Iterator[Location]:  # noqa: ANN401
    """Where the blanks of drafts are."""
    if isinstance(value, list):
        for number, item in enumerate(value):
            yield from find_blanks(item, (*at, number), is_draft)
    elif isinstance(value, dict):
        is_draft = is_draft or value.get("draft") is True
        for key, item in value.items():
            if is_draft and _is_blank(value, key):
                yield (*at, key)
            else:
                yield from find_blanks(item, (*at, key), is_draft)


def _is_blank(around: dict[str, object], key: str) -> bool:
    item = around[key]
    # Only a record must have a date; that of an entity is left out where it has none.
    may_be = key in _MAY_BE_BLANK or (key == "date" and "participants" in around)
    return may_be and (item is None or (isinstance(item, str) and not item.strip()))
