"""Searches in a real browser, and says how long a reader waits and what was loaded for it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from statistics import median
from urllib.parse import quote

from playwright.sync_api import Browser, Page

from .host import Host, Sent

#: A reader types so many milliseconds a letter.
_PACE = 80
#: How long is too long, in milliseconds.
_PATIENCE = 120_000

#: Notes the last input, and, at each frame after the list of hits has changed, the time and what it shows.
_WATCH = """([list, hit, count]) => {
  window.watched = { typed: 0, changed: 0, frames: [] };
  const note = () => {
    const first = document.querySelector(hit);
    const shown = first ? `${document.querySelector(count)?.textContent} ${first.innerHTML}` : "";
    watched.frames.push([performance.now(), shown]);
  };
  addEventListener("input", () => { watched.typed = performance.now(); watched.frames = []; }, true);
  new MutationObserver(() => { watched.changed = performance.now(); requestAnimationFrame(note); })
    .observe(document.querySelector(list), { childList: true, subtree: true, characterData: true });
}"""
_IS_SETTLED = """(calm) => watched.frames.some(([, first]) => first)
  && performance.now() - Math.max(watched.changed, watched.typed) > calm"""
#: When what stands first came to stand there, since the last input; and that moment on the host's clock.
_ANSWER = """() => {
  const { frames, typed } = watched;
  const last = frames.at(-1)[1];
  const [at] = frames.find(([, first]) => first === last);
  return [at - typed, (performance.timeOrigin + at) / 1000];
}"""


@dataclass(frozen=True)
class Search:
    """How a site's search is used: its page, its field, and its list of hits."""

    name: str
    page: str
    field: str
    list: str
    hit: str
    count: str
    files: tuple[str, ...]
    filtered: bool


@dataclass(frozen=True)
class Plan:
    """What to search for, how often, and how many milliseconds hits must stay to count as the answer."""

    queries: Sequence[str]
    topic: str
    runs: int
    calm: int


@dataclass
class Times:
    """Milliseconds of every run, and bytes by file."""

    first: list[float] = field(default_factory=list)
    second: list[float] = field(default_factory=list)
    repeated: list[float] = field(default_factory=list)
    filtered: list[float] = field(default_factory=list)
    before: list[Mapping[str, int]] = field(default_factory=list)
    at_first: list[Mapping[str, int]] = field(default_factory=list)
    idle: list[Mapping[str, int]] = field(default_factory=list)


def measure(browser: Browser, host: Host, search: Search, plan: Plan) -> Times:
    """Measures every query as the first of a visit, the next one as the second, then the first again."""
    times = Times()
    # One that does not count: the host packs its files, and the disk's come into memory.
    _visit(browser, host, search, plan, 0, Times())
    for _ in range(plan.runs):
        times.before.append(_load_a_page(browser, host, search))
        for number in range(len(plan.queries)):
            _visit(browser, host, search, plan, number, times)
    return times


def total(files: Mapping[str, int]) -> int:
    """All bytes."""
    return sum(files.values())


def middle(values: Iterable[float]) -> float:
    """The median."""
    return median(values)


def _load_a_page(browser: Browser, host: Host, search: Search) -> Mapping[str, int]:
    """What is loaded for the search by a reader who does not search."""
    with _fresh_page(browser, host, "") as page:
        page.wait_for_load_state("networkidle")
        return _add_up(host.sent, search)


def _visit(browser: Browser, host: Host, search: Search, plan: Plan, number: int, times: Times) -> None:
    """The first search of a visit, another, the first again, and that with a filter."""
    query, other = plan.queries[number], plan.queries[number - 1]
    with _fresh_page(browser, host, search.page) as page:
        page.evaluate(_WATCH, [search.list, search.hit, search.count])
        milliseconds, moment = _wait(page, plan, lambda: _type(page, search, query))
        times.first.append(milliseconds)
        times.at_first.append(_add_up((one for one in host.sent if one.time <= moment), search))
        page.wait_for_load_state("networkidle")
        times.idle.append(_add_up(host.sent, search))
        times.second.append(_wait(page, plan, lambda: _type(page, search, other))[0])
        times.repeated.append(_wait(page, plan, lambda: _type(page, search, query))[0])
        if search.filtered:
            times.filtered.append(_wait(page, plan, lambda: _filter(page, query, plan.topic))[0])


@contextmanager
def _fresh_page(browser: Browser, host: Host, address: str) -> Iterator[Page]:
    """A page in a context of its own, with nothing in its cache."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    try:
        page = context.new_page()
        host.sent.clear()
        page.goto(f"{host.address}{address}", wait_until="load")
        yield page
    finally:
        context.close()


def _wait(page: Page, plan: Plan, act: Callable[[], None]) -> tuple[float, float]:
    """Acts, waits for what stands first to stay; milliseconds since the last input, and the moment."""
    act()
    page.wait_for_function(_IS_SETTLED, arg=plan.calm, timeout=_PATIENCE)
    milliseconds, moment = page.evaluate(_ANSWER)
    return float(milliseconds), float(moment)


def _type(page: Page, search: Search, query: str) -> None:
    """Types a query in place of what is there; a key is up again before the next goes down."""
    page.locator(search.field).first.click()
    page.keyboard.press("ControlOrMeta+a")
    for letter in query[:-1]:
        page.keyboard.press("Space" if letter == " " else letter)
        page.wait_for_timeout(_PACE)
    page.keyboard.press(query[-1])


def _filter(page: Page, query: str, topic: str) -> None:
    """Takes on a filter, as the back button would: the page's state is in its address."""
    page.evaluate(
        """(address) => {
          history.pushState(null, "", address);
          watched.typed = performance.now();
          watched.frames = [];
          dispatchEvent(new PopStateEvent("popstate"));
        }""",
        f"?q={quote(query)}&topic={quote(topic)}",
    )


def _add_up(sent: Iterable[Sent], search: Search) -> Mapping[str, int]:
    """The bytes that were sent for the search, by file."""
    sizes: dict[str, int] = {}
    for one in list(sent):
        path = one.path.lstrip("/")
        if path.startswith(search.files):
            sizes[path] = sizes.get(path, 0) + one.size
    return sizes
