"""How this search does beside Material's built-in one, on the same pages, in the same browser.

    .venv/bin/python -m benchmarks.search --sizes 1 10 100 1000 --work /tmp/bench

Generates archives of so many transcripts (37 passages each; the first is the real one), builds each with this
project's search and with Material's, and searches in both. Prints a table in Markdown; `--files` says which
files the bytes are. What is in the work folder already is used again: remove it to start anew, or give
`--rebuild`. Needs the Chromium of the tests (`make browser`).

What counts: bytes as a host sends them, packed, each visit with an empty cache; times from the last of a
query's letters, typed at twelve a second, to the frame in which the first hit stands; medians. Material's
index holds each passage once, as this search does: with the topic pages it would be larger and slower.
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import sys
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from .archive import PASSAGES, ROOT, write_project
from .browser import Plan, Search, Times, measure, middle, total
from .host import serve
from .sites import MATERIAL, OURS, Built, build_once, measure_index

sys.path.insert(0, str(ROOT / "tests"))
from setup_browser import ARGS, find_chromium

#: A frequent word, a rare one, a name, two words; all are in the real transcript, and so in every archive.
QUERIES = ("ceasefire", "besieged", "de Mistura", "humanitarian access")
TOPIC = "syria"

SEARCHES = {
    "ours": Search(
        name="This search",
        page="search/",
        field="#search-words",
        list="#search-hits",
        hit="#search-hits > li",
        count="#search-status",
        files=OURS,
        filtered=True,
    ),
    "material": Search(
        name="Material’s",
        page="",
        field="[data-md-component=search-query]",
        list="[data-md-component=search-result]",
        hit=".md-search-result__list > li",
        count=".md-search-result__meta",
        files=MATERIAL,
        filtered=False,
    ),
}
_HEAD = (
    "passages",
    "search",
    "before, KB",
    "at first result, KB",
    "till idle, KB",
    "first result, s",
    "second, s",
    "repeated, s",
    "filtered, s",
    "pages, s",
    "index, s",
    "index on disk, KB",
    "packed, KB",
)


def main() -> int:
    """Builds and measures what the command line asks for."""
    options = _parse_arguments()
    table: list[Sequence[str]] = [_HEAD, ["---"] * len(_HEAD)]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=list(ARGS))
        for size in options.sizes:
            for kind in options.searches:
                table.append(_measure_one(browser, kind, size, options))
                print(_render_row(table[-1]), file=sys.stderr, flush=True)
        machine = f"{os.cpu_count()} cores, {platform.machine()}, Chromium {browser.version}, headless"
        browser.close()
    print(f"\n{date.today().isoformat()}; {machine}\n")
    print("\n".join(_render_row(row) for row in table))
    return 0


def _parse_arguments() -> argparse.Namespace:
    summary, _, rest = str(__doc__).partition("\n\n")
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.search",
        description=summary,
        epilog=rest,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--sizes", type=int, nargs="+", default=[1, 10, 100, 1000], help="transcripts")
    parser.add_argument("--searches", nargs="+", choices=list(SEARCHES), default=list(SEARCHES))
    parser.add_argument("--work", type=Path, default=Path("/tmp/ontherecord-bench"), help="where to build")
    parser.add_argument("--rebuild", action="store_true", help="build the sites again")
    parser.add_argument("--runs", type=int, default=2, help="visits for each query")
    parser.add_argument("--files", action="store_true", help="print the bytes of each file too")
    return parser.parse_args()


def _measure_one(browser: Browser, kind: str, size: int, options: argparse.Namespace) -> Sequence[str]:
    project = options.work.resolve() / f"archive-{size}"
    folder = project.with_name(f"{kind}-{size}") / "site"
    if options.rebuild:
        shutil.rmtree(folder.parent, ignore_errors=True)
    if not (project / "data").is_dir():
        write_project(project, size)
    folder.parent.mkdir(parents=True, exist_ok=True)
    if kind == "material" and not (project / "docs/transcripts").is_dir():
        build_once("ours", project, project.with_name(f"ours-{size}") / "site")  # writes the pages
    built = build_once(kind, project, folder)
    with serve(folder) as host:
        plan = Plan(QUERIES, TOPIC, options.runs, calm=600 if size <= 100 else 2_000)
        times = measure(browser, host, SEARCHES[kind], plan)
    if options.files:
        _print_files(kind, size, times)
    return _make_row(kind, size, built, times)


def _make_row(kind: str, size: int, built: Built, times: Times) -> Sequence[str]:
    raw, packed = measure_index(Path(built.folder))
    kilobytes = [middle(map(total, each)) for each in (times.before, times.at_first, times.idle)]
    seconds = [
        f"{middle(each) / 1000:.2f}" if each else "none"
        for each in (times.first, times.second, times.repeated, times.filtered)
    ]
    return (
        f"{size * PASSAGES:,}",
        SEARCHES[kind].name,
        *map(_show_kilobytes, kilobytes),
        *seconds,
        f"{built.pages:.0f}",
        f"{built.index:.1f}",
        _show_kilobytes(raw),
        _show_kilobytes(packed),
    )


def _show_kilobytes(size: float) -> str:
    return f"{size / 1000:,.0f}"


def _render_row(row: Sequence[str]) -> str:
    return f"| {' | '.join(row)} |"


def _print_files(kind: str, size: int, times: Times) -> None:
    """The bytes of each file of the visit in the middle, largest first."""
    for name, visits in (("before", times.before), ("at first", times.at_first), ("till idle", times.idle)):
        visit: Mapping[str, int] = sorted(visits, key=total)[len(visits) // 2]
        print(f"{kind}, {size} transcripts, {name}: {total(visit):,} bytes", file=sys.stderr)
        for path, sent in sorted(visit.items(), key=lambda item: -item[1])[:25]:
            print(f"  {sent:>10,}  {path}", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
