"""How long a site takes to build, cold and after an edit, beside plain MkDocs and Pagefind on the same pages.

    .venv/bin/python -m benchmarks.build --sizes 1 10 100 1000 --work /tmp/bench

Generates archives of so many transcripts (37 passages each; the first is the real one) and builds each as an
editor does: every build is a process of its own. Then it edits them: a word of the newest transcript and of
an old one, a transcript more, a topic more, a template. Last, plain MkDocs renders what `ontherecord pages`
wrote, and Pagefind indexes that. Prints the README's table, and the long ones, in Markdown.

Seconds are by the clock and of the processor, of all processes together; memory is what all of them hold at
once, at the peak, looked at five times a second. PDFs have a row of their own, with `--pdf`: otherwise the
programs that set them are hidden, as on a machine where they are not installed.
"""

from __future__ import annotations

import argparse
import os
import platform
import re
import shutil
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from textwrap import indent

import yaml

from .measured import BOUND, KINDS, Cost, Weight, run, weigh_site
from .search.archive import PASSAGES, ROOT, write_project

#: Hides from a Python what sets PDFs, and from all that it starts.
_HIDDEN = "import sys\nsys.modules['typst'] = None\n"
_TEMPLATE = "pages/templates/transcript.html"

_HEAD = ("transcripts", "build", "wall, s", "processor, s", "memory, MB")
_SHORT_HEAD = ("transcripts", "passages", "cold", "unchanged", "one word", "plain", "memory, MB", "site, MB")


@dataclass(frozen=True)
class Place:
    """Where the archive of one size is built, and by which copy of the package."""

    root: Path
    package: Path
    environment: Mapping[str, str]

    @property
    def site(self) -> Path:
        """The site."""
        return self.root / "site"

    def call(self, *arguments: str) -> Cost:
        """What the console command takes with these arguments."""
        return self.python("ontherecord", *arguments, "--root", str(self.root))

    def python(self, *arguments: str) -> Cost:
        """What a module takes."""
        return run([sys.executable, "-m", *arguments], self.root, self.environment)


def main() -> int:
    """Builds and measures what the command line asks for."""
    options = _parse_arguments()
    short, long, kinds = [], [], []
    for size in options.sizes:
        place = make_place(options.work.resolve(), size, options.pdf)
        costs = {}
        for name, cost in _measure(place, options.plain):
            costs[name] = cost
            long.append(_make_row(size, name, cost))
            print(_render_row(long[-1]), file=sys.stderr, flush=True)
        weights = weigh_site(place.site)
        short.append(_make_short(size, costs, weights))
        kinds.append(_make_weights(size, weights))
    print(f"\n{date.today().isoformat()}; {os.cpu_count()} cores, {platform.machine()}\n")
    print(_render_table(_SHORT_HEAD, short), _render_table(_HEAD, long), sep="\n\n")
    print("", _render_table(("transcripts", *KINDS, "of the bound"), kinds), sep="\n")
    return 0


def _parse_arguments() -> argparse.Namespace:
    summary, _, rest = str(__doc__).partition("\n\n")
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.build",
        description=summary,
        epilog=rest,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--sizes", type=int, nargs="+", default=[1, 10, 100, 1000], help="transcripts")
    parser.add_argument("--work", type=Path, default=Path("/tmp/ontherecord-bench"), help="where to build")
    parser.add_argument("--pdf", action="store_true", help="with PDFs, half a second each")
    parser.add_argument("--no-plain", dest="plain", action="store_false", help="without plain MkDocs")
    return parser.parse_args()


def make_place(work: Path, size: int, pdf: bool) -> Place:
    """The archive of a size, as it was generated, without anything that was built of it before."""
    kept, root = work / f"archive-{size}", work / f"built-{size}"
    if not (kept / "data/published.txt").is_file():
        write_project(kept, size)
    shutil.rmtree(root, ignore_errors=True)
    shutil.copytree(kept, root, ignore=shutil.ignore_patterns(".cache", "site"))
    package = root / "scripts"
    shutil.copytree(ROOT / "scripts/ontherecord", package / "ontherecord")
    if not pdf:
        (package / "sitecustomize.py").write_text(_HIDDEN)
    return Place(root, package, {"PYTHONPATH": str(package), "SITE_URL": ""})


def _measure(place: Place, plain: bool) -> Iterator[tuple[str, Cost]]:
    """Each build by its name; the site of the last stays."""
    yield "cold", place.call("build")
    yield "unchanged", place.call("build")
    for name, edit in EDITS.items():
        yield from _measure_edit(place, name, edit)
    if plain:
        source = place.root / "source"
        yield "pages alone", place.call("pages", str(source))
        beside = Place(source, place.package, place.environment)
        made = beside.python("mkdocs", "build", "--quiet")
        index = beside.python("pagefind", "--site", "site", "--output-subdir", "plain", "--quiet")
        yield "plain MkDocs", made
        yield "plain Pagefind", index
        yield "plain", made + index


def _measure_edit(place: Place, name: str, edit: Callable[[Place], bool]) -> Iterator[tuple[str, Cost]]:
    """What a build takes after an edit, and before it, where the edit is of a text, accepting that."""
    if edit(place):
        yield f"{name}, accepting it", place.call("accept", "--yes")
    yield name, place.call("build")


# --- What is edited: each says whether it is to be accepted ---


def _list_transcripts(place: Place) -> list[Path]:
    return sorted((place.root / "data/transcripts").iterdir())


def correct(place: Place, number: int) -> bool:
    """Another word in the place of the longest of a passage near the end."""
    path = _list_transcripts(place)[number] / "transcript.txt"
    text = path.read_text(encoding="utf-8")
    start = text.rindex("\n\n", 0, len(text) * 3 // 4)
    word = _find_longest(text[start : start + 400])
    path.write_text(text[:start] + text[start:].replace(word, "corrected", 1), encoding="utf-8")
    return True


def _find_longest(text: str) -> str:
    """The longest word in small letters."""
    words: list[str] = re.findall(r"\b[a-z]+\b", text)
    return max(words, key=len)


def _add_transcript(place: Place) -> bool:
    """The words of the newest transcript, a week later."""
    last = _list_transcripts(place)[-1]
    day = date.fromisoformat(last.name[:10])
    following = day + timedelta(days=7)
    target = last.with_name(f"{following}{last.name[10:]}-again")
    shutil.copytree(last, target, ignore=shutil.ignore_patterns("passages.lock"))
    _replace(target / "record.yml", f"date: {day}", f"date: {following}")
    _replace(target / "transcript.txt", f"{day:%B} {day.day}, {day.year}", f"{following:%B %d, %Y}")
    return True


def _replace(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def _add_topic(place: Place) -> bool:
    """A topic whose term stands in the first passage of the newest transcript."""
    text = (_list_transcripts(place)[-1] / "transcript.txt").read_text(encoding="utf-8")
    path = place.root / "data/topics.yml"
    topics = yaml.safe_load(path.read_text(encoding="utf-8"))["topics"]
    topic = {**topics[0], "id": "added", "title": "Added", "code": "XX", "terms": [_find_longest(text)]}
    kept = {key: topic[key] for key in ("id", "title", "code", "colour", "line", "scope", "terms")}
    with path.open("a", encoding="utf-8") as file:
        written = yaml.safe_dump([kept], sort_keys=False, allow_unicode=True)
        file.write("\n" + indent(written, "  "))
    return False


def _change_template(place: Place) -> bool:
    """A remark at the end of the template of transcripts' pages."""
    with (place.package / "ontherecord" / _TEMPLATE).open("a", encoding="utf-8") as file:
        file.write('<p class="aside">Changed.</p>\n')
    return False


EDITS: Mapping[str, Callable[[Place], bool]] = {
    "one word, newest": lambda place: correct(place, -1),
    "one word, oldest": lambda place: correct(place, 0),
    "a new transcript": _add_transcript,
    "a new topic": _add_topic,
    "a template": _change_template,
}


# --- The tables ---


def _make_row(size: int, name: str, cost: Cost) -> Sequence[str]:
    return (f"{size:,}", name, f"{cost.wall:.1f}", f"{cost.processor:.1f}", _show_megabytes(cost.memory))


def _make_short(size: int, costs: Mapping[str, Cost], weights: Mapping[str, Weight]) -> Sequence[str]:
    shown = ("cold", "unchanged", "one word, newest", "plain")
    return (
        f"{size:,}",
        f"{size * PASSAGES:,}",
        *(f"{costs[name].wall:.1f}" if name in costs else "" for name in shown),
        _show_megabytes(costs["cold"].memory),
        _show_megabytes(sum(weights[kind].size for kind in BOUND)),
    )


def _make_weights(size: int, weights: Mapping[str, Weight]) -> Sequence[str]:
    """Of each kind megabytes and files; last, what the bound is for."""
    groups = [*([kind] for kind in KINDS), BOUND]
    sums = [(sum(weights[k].size for k in group), sum(weights[k].files for k in group)) for group in groups]
    return (f"{size:,}", *(f"{_show_megabytes(total)} in {files:,}" for total, files in sums))


def _show_megabytes(size: int) -> str:
    return f"{size / 1e6:,.1f}" if size < 10e6 else f"{size / 1e6:,.0f}"


def _render_table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    return "\n".join(map(_render_row, [head, ["---"] * len(head), *rows]))


def _render_row(row: Sequence[str]) -> str:
    return f"| {' | '.join(row)} |"


if __name__ == "__main__":
    sys.exit(main())
