"""Gives new transcripts their permanent anchors, and carries those of corrected ones over."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import zip_longest
from pathlib import Path

from ..anchors.align import Outcome
from ..anchors.ledger import LEDGER, list_addresses, list_anchors, load_ledger, render_ledger
from ..anchors.lock import Lock, build_lock, render_lock
from ..anchors.revise import Change, Revision, find_last_day, revise_lock
from ..files import write_if_changed
from ..problems import Problem, did_you_mean
from ..text.parse import parse_transcript
from ..text.turns import ParsedTranscript
from .build import build_cast, find_due
from .sources import DATA, Sources, SourceTranscript, leave_out_drafts, load_sources

#: The longest excerpt in the table, in letters, and how many of them stand before the first difference.
_EXCERPT, _BEFORE = 44, 12


@dataclass(frozen=True)
class _Plan:
    """What is to be done to one transcript: its lock, the table of what changes, a word on it for the end.

    Without a lock it can not be done, for the `problems`; with one they are what a person must say yes to.
    """

    source: SourceTranscript
    lock: Lock | None = None
    table: tuple[str, ...] = ()
    done: str = ""
    problems: tuple[Problem, ...] = ()


def accept_transcripts(
    root: Path, slugs: Sequence[str], day: date | None = None, *, dry_run: bool = False, yes: bool = False
) -> tuple[list[str], list[Problem]]:
    """Makes the lock of each named transcript agree with its text (all, if none is named).

    What changes, in lines to print, and the problems. With any problem nothing at all is written, nor with
    `dry_run`. Without `yes`, what is removed, doubtful or ambiguous is a problem. `day` is the day that the
    locks record for the changes; first locks need none, else ValueError.
    """
    everything, found = load_sources(root)
    sources = leave_out_drafts(everything)
    published, slips = load_ledger(root)
    chosen = [source for source in sources.transcripts if not slugs or source.slug in slugs]
    problems = [*_find_unknown(slugs, everything), *slips, *_keep_relevant(found, everything, chosen)]
    sound = [source for source in chosen if not _has_problem(source, problems)]
    plans = [_plan(source, sources, published, day) for source in sound]
    problems += [item for plan in plans if not (yes and plan.lock) for item in plan.problems]
    if not problems and not dry_run:
        _write(root, sources, plans, published)
    lines = [line for plan in plans for line in plan.table]
    if not problems:
        lines += [f"{plan.done} (--dry-run: nothing was written)" if dry_run else plan.done for plan in plans]
    return lines, sorted(set(problems))


def _find_unknown(slugs: Sequence[str], sources: Sources) -> Iterator[Problem]:
    known = [source.slug for source in sources.transcripts]
    for slug in slugs:
        record = next((one.record for one in sources.drafts if one.slug == slug), None)
        if record:
            yield record.problem("this is a draft: take 'draft: true' out to publish it", "draft")
        elif slug not in known:
            yield Problem(f"{DATA}/transcripts", 1, f"no transcript '{slug}'{did_you_mean(slug, known)}")


def _keep_relevant(
    found: Iterable[Problem], sources: Sources, chosen: Collection[SourceTranscript]
) -> Iterator[Problem]:
    """The problems but for those of other transcripts, and for locks that are missing: they are made here."""
    others = [source for source in sources.transcripts if source not in chosen]
    missing = {source.lock_path for source in chosen if not source.lock_exists}
    for problem in found:
        if problem.path not in missing and not any(_is_inside(problem, source) for source in others):
            yield problem


def _has_problem(source: SourceTranscript, problems: Iterable[Problem]) -> bool:
    incomplete = source.text is None or source.record is None
    return incomplete or any(_is_inside(problem, source) for problem in problems)


def _is_inside(problem: Problem, source: SourceTranscript) -> bool:
    return problem.path == source.folder or problem.path.startswith(f"{source.folder}/")


# --- what is to be done -----------------------------------------------------------------------------------


def _plan(
    source: SourceTranscript, sources: Sources, published: Mapping[str, int], day: date | None
) -> _Plan:
    """What to do to a transcript whose files are sound each by itself."""
    assert source.text is not None
    assert source.record is not None
    entities = sources.entities.value.entities if sources.entities else ()
    cast = build_cast(source.record.value, entities)
    parsed, slips = parse_transcript(source.text, cast, titled=True, dated=True)
    if slips:
        problems = (Problem(source.text_path, slip.line, slip.message) for slip in slips)
        return _Plan(source, problems=tuple(problems))
    issued = list_anchors(published, source.slug)
    if source.lock is None:
        return _plan_first(source, parsed, issued)
    return _plan_revision(source, source.lock, parsed, issued, day)


def _plan_first(source: SourceTranscript, parsed: ParsedTranscript, issued: Collection[str]) -> _Plan:
    """The first lock; none where there was one once, for its anchors would get other words."""
    if issued:
        message = (
            f"the lock is gone, and {len(issued)} links to passages of this transcript were published"
            f" ({LEDGER}): restore it from version control"
        )
        return _Plan(source, problems=(Problem(source.lock_path, 1, message),))
    lock = build_lock(parsed)
    return _Plan(source, lock, (), f"{source.lock_path}: {len(lock.passages)} passages have their anchors")


def _plan_revision(
    source: SourceTranscript, lock: Lock, parsed: ParsedTranscript, issued: Collection[str], day: date | None
) -> _Plan:
    texts = [paragraph.text for turn in parsed.spoken for paragraph in turn.paragraphs]
    if texts == [passage.text for passage in lock.live]:
        return _Plan(source, lock, (), f"{source.lock_path}: nothing to do")
    if day is None:
        raise ValueError("a changed text needs the day of the change")
    last = find_last_day(lock)
    if last and day < last:
        message = f"the lock records a change on {last}, so this one can not be of {day}: give a later --date"
        return _Plan(source, problems=(Problem(source.lock_path, 1, message),))
    revision = revise_lock(lock, texts, day, issued)
    problems = []
    if revision.doubts:
        doubts = "; ".join(revision.doubts)
        problems.append(
            Problem(source.lock_path, 1, f"{doubts}: see the table, and if it is right add --yes")
        )
    table = tuple(_render_table(source.lock_path, revision))
    return _Plan(source, revision.lock, table, f"{source.lock_path}: rewritten", tuple(problems))


# --- what is written --------------------------------------------------------------------------------------


def _write(root: Path, sources: Sources, plans: Sequence[_Plan], published: Mapping[str, int]) -> None:
    """Writes the locks, then adds their addresses to the ledger."""
    addresses = set(published) | find_due(sources)
    for plan in plans:
        if plan.lock:
            addresses |= set(list_addresses(plan.source.slug, (item.anchor for item in plan.lock.passages)))
            write_if_changed(root / plan.source.lock_path, render_lock(plan.lock).encode())
    write_if_changed(root / LEDGER, render_ledger(addresses).encode())


# --- what is shown ----------------------------------------------------------------------------------------


def _render_table(path: str, revision: Revision) -> Iterator[str]:
    """How many passages had which outcome, and a row for each that is not as it was."""
    counts = Counter(change.outcome.value for change in revision.changes)
    counts["kept"] = revision.kept
    parts = [f"{counts[one.value]} {one.value}" for one in Outcome if counts[one.value]]
    yield f"{path}: {', '.join(parts)}"
    rows = [(_show_anchors(item), _show_outcome(item), _show_words(item)) for item in revision.changes]
    widths = [max((len(row[column]) for row in rows), default=0) for column in (0, 1)]
    for anchors, outcome, words in rows:
        yield f"  {anchors:{widths[0]}}  {outcome:{widths[1]}}  {words}"


def _show_anchors(change: Change) -> str:
    before, after = (" + ".join(anchors) for anchors in (change.before, change.after))
    return f"{before} → {after}" if before and after and before != after else before or after


def _show_outcome(change: Change) -> str:
    """The outcome, with the confidence where it is not a matter of the same words."""
    words = [] if change.outcome is Outcome.KEPT else [change.outcome.value]
    words += ["moved"] if change.moved else []
    alike = change.outcome in (Outcome.EDITED, Outcome.SPLIT, Outcome.MERGED)
    return ", ".join(words) + (f" {change.confidence}%" if alike else "")


def _show_words(change: Change) -> str:
    """Old and new words from shortly before their first difference."""
    old, new = " ¶ ".join(change.old), " ¶ ".join(change.new)
    if not old or not new or old == new:
        return f"“{_cut(old or new, 0)}”"
    start = max(0, _count_same(old, new) - _BEFORE)
    start += old[start : start + _BEFORE].find(" ") + 1 if start else 0  # To where a word begins.
    return f"“{_cut(old, start)}” → “{_cut(new, start)}”"


def _count_same(old: str, new: str) -> int:
    """How many letters are the same from the beginning."""
    return next((at for at, pair in enumerate(zip_longest(old, new)) if pair[0] != pair[1]), len(old))


def _cut(text: str, start: int) -> str:
    head = "…" if start else ""
    tail = "…" if len(text) > start + _EXCERPT else ""
    return f"{head}{text[start : start + _EXCERPT].strip()}{tail}"
