"""What the pipeline hands to the site builder: the problems it found, or the records of the search index."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from .problems import Problem


@dataclass(frozen=True)
class SearchRecord:
    """One thing that a search can find: usually a passage.

    `url` is relative to the site and may end in an anchor; `content` holds the words to find and to excerpt.
    Pagefind finds words of `meta` too, not only of `content`. `facets` are what a search can be narrowed
    by, each with the values that apply. `weight`, from 0 to 10, scales the words of `content`.
    """

    url: str
    title: str
    content: str
    meta: Mapping[str, str] = field(default_factory=dict)
    facets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    weight: float = 1.0


@dataclass(frozen=True)
class Synced:
    """The outcome of making docs/ agree with the data; if there are problems, nothing was written."""

    problems: tuple[Problem, ...] = ()
    records: tuple[SearchRecord, ...] = ()
