"""Gives new transcripts their permanent anchors, and carries those of corrected ones over."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from pathlib import Path

from .. import urls
from ..anchors.ledger import LEDGER, check_listed, list_anchors, load_ledger, render_ledger
from ..anchors.lock import LOCK_VERSION, Lock, build_lock, rename_speakers, render_lock
from ..anchors.revise import find_last_day, revise_lock
from ..anchors.spoken import Spoken, list_spoken
from ..files import write_together
from ..problems import Problem, did_you_mean
from ..text.parse import parse_transcript
from ..text.turns import ParsedTranscript
from .accept_table import render_table
from .build import (
    Tools,
    build_cast,
    build_tools,
    build_transcripts,
    find_accepted,
    find_due,
    is_known_sound,
    list_former,
)
from .check import check_heading, check_labels
from .check_cast import check_cast
from .sources import DATA, Sources, SourceTranscript, leave_out_drafts, load_sources


@dataclass(frozen=True)
class _Plan:
    """What is to be done to one transcript: its lock, the table of what changes, a word on it for the end.

    Without a lock none is written: there is nothing to do, or it can not be done, for the `problems`;
    `doubts` are what a person must say yes to.
    """

    source: SourceTranscript
    lock: Lock | None = None
    table: tuple[str, ...] = ()
    done: str = ""
    problems: tuple[Problem, ...] = ()
    doubts: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class Told:
    """What an editor says of a correction, by anchors of the lock.

    `keep` are anchors with a line of the text each: the passage there has the anchor. `same` are pairs of an
    anchor and of the one that the passage would be given without it.
    """

    keep: tuple[tuple[str, int], ...] = ()
    same: tuple[tuple[str, str], ...] = ()


def accept_transcripts(
    root: Path,
    slugs: Sequence[str],
    day: date | None = None,
    *,
    told: Told | None = None,
    dry_run: bool = False,
    yes: bool = False,
) -> tuple[list[str], list[Problem]]:
    """Makes the lock of each named transcript agree with its text (all, if none is named).

    What changes, in lines to print, and the problems. With any problem nothing at all is written, nor with
    `dry_run`. Without `yes`, what is removed, doubtful or ambiguous is a problem. `day` is the day that the
    locks record for the changes; first locks need none, else ValueError. Of a corrected transcript, what is
    left to decide in its record is told in the lines, and is no problem here.
    """
    everything, found = load_sources(root)
    sources = leave_out_drafts(everything)
    published, slips = load_ledger(root)
    chosen = [source for source in sources.transcripts if not slugs or source.slug in slugs]
    problems = [*_find_unknown(slugs, everything), *slips, *_keep_relevant(found, everything, chosen)]
    problems += [] if yes else check_listed(published, find_accepted(sources))
    if told and len(chosen) != 1:
        problems.append(Problem(DATA, 1, "--keep and --same are about one transcript: name it"))
    sound = [item for item in chosen if not _has_problem(item, problems)]
    desk = _Desk(sources, list_anchors(published), day, told or Told())
    plans = [desk.plan(source) for source in sound]
    problems += [item for plan in plans for item in (*plan.problems, *(() if yes else plan.doubts))]
    revised = _put_in(sources, plans)
    if not problems and not dry_run:
        _write(root, revised, plans, published)
    lines = [line for plan in plans for line in plan.table]
    if not problems:
        lines += [f"{plan.done} (--dry-run: nothing was written)" if dry_run else plan.done for plan in plans]
        lines += _list_left(revised, plans)
    return lines, sorted(set(problems))


def _put_in(sources: Sources, plans: Sequence[_Plan]) -> Sources:
    """The sources with their new locks."""
    locks = {plan.source.slug: plan.lock for plan in plans if plan.lock}
    transcripts = (
        item.with_lock(locks[item.slug]) if item.slug in locks else item for item in sources.transcripts
    )
    return replace(sources, transcripts=tuple(transcripts))


def _list_left(sources: Sources, plans: Sequence[_Plan]) -> Iterator[str]:
    """What the records of corrected transcripts still have to say of their passages."""
    slugs = {plan.source.slug for plan in plans if plan.table and plan.lock and plan.source.lock_exists}
    corrected = tuple(source for source in sources.transcripts if source.slug in slugs)
    for _, found in build_transcripts(replace(sources, transcripts=corrected)):
        yield from (f"left to decide: {problem}" for problem in found)


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
    slugs = {source.slug for source in chosen}
    others = [source for source in sources.transcripts if source.slug not in slugs]
    missing = {source.lock_path for source in chosen if not source.lock_exists}
    for problem in found:
        if problem.path not in missing and not any(_is_inside(problem, source) for source in others):
            yield problem


def _has_problem(source: SourceTranscript, problems: Iterable[Problem]) -> bool:
    incomplete = not source.has_text or source.record is None
    return incomplete or any(_is_inside(problem, source) for problem in problems)


def _is_inside(problem: Problem, source: SourceTranscript) -> bool:
    return problem.path == source.folder or problem.path.startswith(f"{source.folder}/")


# --- what is to be done -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Desk:
    """What is known when a transcript is to be accepted."""

    sources: Sources
    #: The anchors that were published, by page.
    issued: Mapping[str, frozenset[str]]
    day: date | None
    told: Told

    @cached_property
    def _tools(self) -> Tools:
        return build_tools(self.sources)

    def plan(self, source: SourceTranscript) -> _Plan:
        """What to do to a transcript whose files are sound each by itself."""
        assert source.text is not None
        assert source.record is not None
        entities = self.sources.entities.value.entities if self.sources.entities else ()
        former = list_former(entities)
        if self.told == Told() and is_known_sound(source, self.sources):
            renamed = rename_speakers(source.lock, former) if former and source.lock else None
            return _leave(source, renamed)
        cast = build_cast(source.record.value, entities)
        parsed, slips = parse_transcript(source.text, cast, titled=True, dated=True)
        problems = [Problem(source.text_path, slip.line, slip.message) for slip in slips]
        problems += check_heading(source.record, parsed, source.text_path)
        problems += check_labels(source.record, parsed, source.text_path)
        problems += check_cast(source.record, {entity.id: entity for entity in entities})
        if problems:
            return _Plan(source, problems=tuple(problems))
        issued = self.issued.get(urls.transcript(source.slug), frozenset())
        if source.lock is None:
            return _plan_first(source, self.sources, self._tools, parsed, issued, self.day)
        spoken, lock = list_spoken(parsed), rename_speakers(source.lock, former)
        told, faults = _find_told(source, lock, spoken, self.told, issued)
        if faults:
            return _Plan(source, problems=tuple(faults))
        return _plan_revision(source, lock, spoken, issued, self.day, told)


def _leave(source: SourceTranscript, lock: Lock | None) -> _Plan:
    """The plan of a lock that agrees with its text."""
    return _Plan(source, lock, (), f"{source.lock_path}: nothing to do")


def _plan_first(
    source: SourceTranscript,
    sources: Sources,
    tools: Tools,
    parsed: ParsedTranscript,
    issued: Collection[str],
    day: date | None,
) -> _Plan:
    """The first lock; none where there was one once, for its anchors would get other words."""
    if issued:
        message = (
            f"the lock is gone, and {len(issued)} links to passages of this transcript were published"
            f" ({LEDGER}): restore it from version control"
        )
        return _Plan(source, problems=(Problem(source.lock_path, 1, message),))
    alone = replace(sources, transcripts=(source,))
    if undecided := build_transcripts(alone, tools)[0][1]:
        return _Plan(source, problems=tuple(undecided))
    lock = build_lock(parsed, day)
    return _Plan(source, lock, (), f"{source.lock_path}: {len(lock.passages)} passages have their anchors")


def _find_told(
    source: SourceTranscript, lock: Lock, spoken: Sequence[Spoken], told: Told, issued: Collection[str]
) -> tuple[dict[str, int], list[Problem]]:
    """The paragraphs (by number) that an editor gives to anchors of the lock, and what is wrong with that."""
    found: dict[str, int] = {}
    faults = []
    known = [item.anchor for item in lock.passages]
    lines = (source.text or "").split("\n")

    def give(option: str, anchor: str, at: int | None, missing: str) -> None:
        wrong = missing if at is None else ""
        if anchor not in known:
            wrong = f"the lock has no passage {anchor}{did_you_mean(anchor, known)}"
        elif anchor in found or at in found.values():
            wrong = "one anchor has one passage, and one passage one anchor"
        if wrong:
            faults.append(Problem(source.lock_path, 1, f"{option}: {wrong}"))
        elif at is not None:
            found[anchor] = at

    for anchor, line in told.keep:
        spoken_there = line <= len(lines) and lines[line - 1].strip()
        before = [at for at, item in enumerate(spoken) if item.line <= line] if spoken_there else []
        missing = f"there is no passage on line {line} of {source.text_path}"
        give(f"--keep {anchor}={line}", anchor, before[-1] if before else None, missing)
    if told.same and not faults:
        given = revise_lock(lock, spoken, date.max, issued, found).anchors
        for anchor, other in told.same:
            at = given.index(other) if other in given else None
            missing = f"no passage would be {other}{did_you_mean(other, given)}"
            give(f"--same {anchor}={other}", anchor, at, missing)
    return found, faults


def _is_same(lock: Lock, spoken: Sequence[Spoken]) -> bool:
    """Whether the text says what the lock says, as far as it says it."""
    return len(lock.live) == len(spoken) and all(
        old.text == new.text and old.by in (new.by, None) for old, new in zip(lock.live, spoken, strict=True)
    )


def _plan_revision(
    source: SourceTranscript,
    lock: Lock,
    spoken: Sequence[Spoken],
    issued: Collection[str],
    day: date | None,
    told: Mapping[str, int],
) -> _Plan:
    if not told and _is_same(lock, spoken):
        if lock.version == LOCK_VERSION:
            return _leave(source, lock)
        revised = revise_lock(lock, spoken, date.max, issued).lock
        return _Plan(source, revised, (), f"{source.lock_path}: it says now who spoke each passage")
    if day is None:
        raise ValueError("a changed text needs the day of the change")
    last = find_last_day(lock)
    if last and day < last:
        message = f"the lock records a change on {last}, so this one can not be of {day}: give a later --date"
        return _Plan(source, problems=(Problem(source.lock_path, 1, message),))
    revision = revise_lock(lock, spoken, day, issued, told)
    doubts = "; ".join(revision.doubts)
    message = (
        f"{doubts}: see the table; if it is right add --yes, else name the passage that an anchor stays with"
    )
    message += " (--keep p22=LINE, or --same p10=p10a)"
    problems = (Problem(source.lock_path, 1, message),) if doubts else ()
    table = tuple(render_table(source.lock_path, revision))
    return _Plan(source, revision.lock, table, f"{source.lock_path}: rewritten", (), problems)


# --- what is written --------------------------------------------------------------------------------------


def _write(root: Path, sources: Sources, plans: Sequence[_Plan], published: Mapping[str, int]) -> None:
    """Writes the ledger with all addresses, then the locks: no lock holds what the ledger does not."""
    addresses = set(published) | find_due(sources)
    locks = {root / plan.source.lock_path: render_lock(plan.lock).encode() for plan in plans if plan.lock}
    write_together({root / LEDGER: render_ledger(addresses).encode(), **locks})
