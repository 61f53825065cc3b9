"""Runs the queries of tests/queries.yml on a search page, as a reader would, and says what came of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

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


def run_queries(page: Page, home: str, queries: Sequence[str]) -> dict[str, Outcome]:
    """What the search page shows for each query that is typed on it, one after another."""
    page.goto(f"{home}search/")
    expect(page.locator("#search-facets .facet").first).to_be_attached()
    seen: list[dict[str, Any]] = page.evaluate(_RUN, list(queries))
    return {query: read_outcome(row) for query, row in zip(queries, seen, strict=True)}


def read_outcome(seen: dict[str, Any]) -> Outcome:
    return Outcome(
        tuple(_numbers(seen["hits"])),
        tuple(_numbers(seen["near"])),
        seen["things"],
        " ".join(seen["why"]),
        " ".join([seen["status"], seen["notes"]]),
    )


#: A query is put all at once, as a paste and the Enter key do it. The title names it once its search has
#: begun, and the results are busy until it is done.
_RUN = """async (queries) => {
    const field = document.querySelector("#search-words");
    const isShown = (query) => document.title.startsWith(`“${query.trim()}”`)
        && !document.querySelector("[aria-busy=true]");
    const links = (place) => [...document.querySelectorAll(`${place} .hit-link`)].map((link) => link.hash);
    const words = (place) => document.querySelector(place).innerText;
    const seen = [];
    for (const query of queries) {
        field.value = query;
        field.form.requestSubmit();
        const last = performance.now() + 20_000;
        while (!isShown(query)) {
            if (performance.now() > last) throw new Error(`nothing is shown for “${query}”`);
            await new Promise((resolve) => { setTimeout(resolve); });
        }
        seen.push({
            hits: links("#search-hits"), near: links("#search-near"), things: words("#search-things"),
            status: words("#search-status"), notes: words("#search-notes"),
            why: [...document.querySelectorAll(".why")].map((why) => why.innerText),
        });
    }
    return seen;
}"""


def _numbers(hashes: list[str]) -> Iterator[int]:
    for anchor in hashes:
        yield int(anchor.removeprefix("#p"))


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
