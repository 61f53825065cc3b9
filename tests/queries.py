"""Runs the queries of tests/queries.yml on a search page, as a reader would, and says what came of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

import yaml
from playwright.sync_api import Page, expect

QUERIES = Path(__file__).parent / "queries.yml"


@dataclass(frozen=True)
class Outcome:
    """What a search page shows: the numbers of the hits, of those near them, and its other words."""

    hits: tuple[int, ...]
    near: tuple[int, ...]
    things: str
    why: str
    status: str


def load_queries() -> list[dict[str, Any]]:
    """Every query with what must come of it."""
    queries: list[dict[str, Any]] = yaml.safe_load(QUERIES.read_text(encoding="utf-8"))
    return queries


def run_query(page: Page, home: str, query: str) -> Outcome:
    """Opens the search by its address and reads what is shown."""
    page.goto(f"{home}search/?q={quote(query)}")
    expect(page.locator("#words")).to_have_attribute("aria-busy", "false")
    return Outcome(
        tuple(_numbers(page, "#search-hits")),
        tuple(_numbers(page, "#search-near")),
        page.locator("#search-things").inner_text(),
        " ".join(page.locator(".why").all_inner_texts()),
        " ".join([page.locator("#search-status").inner_text(), page.locator("#search-notes").inner_text()]),
    )


def _numbers(page: Page, within: str) -> Iterator[int]:
    for link in page.locator(f"{within} .hit-link").all():
        yield int((link.get_attribute("href") or "").rpartition("#p")[2])


def find_faults(expected: dict[str, Any], seen: Outcome) -> Iterator[str]:
    """What is not as it must be."""
    first = expected.get("first", [])
    if list(seen.hits[: len(first)]) != first:
        yield f"first should be {first}: {seen.hits}"
    if missing := set(expected.get("all", [])) - set(seen.hits):
        yield f"{sorted(missing)} missing: {seen.hits}"
    if missing := set(expected.get("near", [])) - set(seen.near):
        yield f"{sorted(missing)} not near: {seen.near}"
    if len(seen.hits) != expected.get("hits", len(seen.hits)):
        yield f"{expected['hits']} should be found: {seen.hits}"
    if expected.get("only") and list(seen.hits) != first:
        yield f"nothing else should be found: {seen.hits}"
    for key, text in (("name", seen.things), ("why", seen.why), ("corrected", seen.status)):
        if key in expected and expected[key] not in text:
            yield f"{key} should say {expected[key]!r}: {text!r}"


def rank_of(expected: dict[str, Any], seen: Outcome) -> float | None:
    """The reciprocal rank of the first passage that was wanted; None where none was."""
    wanted: list[int] = expected.get("first", [])[:1] or expected.get("all") or expected.get("near") or []
    if not wanted:
        return None
    shown = [*seen.hits, *seen.near]
    return max((1 / (shown.index(number) + 1) for number in wanted if number in shown), default=0.0)
