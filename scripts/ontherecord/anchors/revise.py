"""The lock of a corrected transcript: every anchor that was ever issued, with all that was said under it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from .. import urls
from .align import CERTAIN, Alignment, Ambiguity, Entry, Outcome, Step, align
from .chain import Match
from .lock import Lock, LockedPassage, LockedWording


@dataclass(frozen=True)
class Change:
    """What became of one passage, or of several that were split or merged.

    `before` and `after` are the anchors, in reading order, and `old` and `new` their words; either side is
    empty for what is inserted or removed. `confidence`, `held`, `moved` and `told` are as in
    `align.Step`.
    """

    outcome: Outcome
    before: tuple[str, ...]
    after: tuple[str, ...]
    old: tuple[str, ...]
    new: tuple[str, ...]
    confidence: int
    held: int
    moved: bool
    told: bool


@dataclass(frozen=True)
class Revision:
    """A lock that agrees with the text again, how it came about, and what a person must say yes to.

    `changes` leave out the `kept` passages that stand where they stood.
    """

    lock: Lock
    kept: int
    changes: tuple[Change, ...]
    doubts: tuple[str, ...]


def revise_lock(lock: Lock, texts: Sequence[str], day: date, issued: Collection[str] = ()) -> Revision:
    """The lock for the new paragraphs; `day` is written where words or places went.

    No entry is lost and no anchor issued twice, nor any of `issued`. A tombstone stays at its place, after
    what it used to follow. What comes back word for word after its removal is the same passage again. Where
    a passage is split, tombstones that led to it lead to all its parts.
    """
    old = lock.passages
    alignment = align(
        [Entry(item.text, item.live, tuple(one.text for one in item.history)) for item in old], texts
    )
    living = dict(_find_living(old, texts, alignment, day))
    dead = _bury(old, alignment, day)
    fresh = _make_anchors({*issued, *(item.anchor for item in old)})
    passages = list(dead[-1])
    anchors = []
    for at, text in enumerate(texts):
        after = passages[-1].anchor if passages else None
        passages.append(living.get(at) or LockedPassage(anchor=fresh(after), text=text))
        anchors.append(passages[-1].anchor)
        passages += dead[at]
    changes = [_describe(step, old, anchors, texts) for step in alignment.steps]
    revised = Lock(version=lock.version, passages=tuple(_follow_splits(passages, changes)))
    doubts = [*_find_doubts(changes), *(_explain(item, old, anchors) for item in alignment.ambiguities)]
    shown = tuple(item for item in changes if item.outcome is not Outcome.KEPT or item.moved)
    kept = sum(item.outcome is Outcome.KEPT for item in changes)
    return Revision(revised, kept, shown, tuple(doubts))


def find_last_day(lock: Lock) -> date | None:
    """The day of the latest change that a lock records."""
    removed = [item.removed for item in lock.passages if item.removed]
    return max([*removed, *(one.until for item in lock.passages for one in item.history)], default=None)


def _find_living(
    old: Sequence[LockedPassage], texts: Sequence[str], alignment: Alignment, day: date
) -> Iterator[tuple[int, LockedPassage]]:
    """The entry of each new paragraph that has an anchor already."""
    for step in alignment.steps:
        if step.old and step.new and step.outcome is not Outcome.RESTORED:
            yield step.new[0], _reword(old[step.old[0]], texts[step.new[0]], day)
    for at, place in alignment.returned.items():
        yield at, _revive(old[place])


def _reword(entry: LockedPassage, text: str, day: date) -> LockedPassage:
    if text == entry.text:
        return entry
    history = (*entry.history, LockedWording(until=day, text=entry.text))
    return LockedPassage(anchor=entry.anchor, text=text, history=history)


def _revive(entry: LockedPassage) -> LockedPassage:
    """A tombstone as a passage again; that it was gone stays on the record."""
    gone = [LockedWording(until=entry.removed, text=entry.text)] if entry.removed else []
    return LockedPassage(anchor=entry.anchor, text=entry.text, history=(*entry.history, *gone))


def _bury(old: Sequence[LockedPassage], alignment: Alignment, day: date) -> Mapping[int, list[LockedPassage]]:
    """The tombstones, by the new paragraph after which they stand (-1 before the first)."""
    merged = {
        place: old[step.old[0]].anchor
        for step in alignment.steps
        if step.outcome is Outcome.MERGED
        for place in step.old[1:]
    }
    removed = {step.old[0] for step in alignment.steps if step.outcome is Outcome.REMOVED}
    returned = set(alignment.returned.values())
    dead: dict[int, list[LockedPassage]] = defaultdict(list)
    for place, entry in enumerate(old):
        host = alignment.find_host(place)
        if place in merged:
            dead[host].append(entry.model_copy(update={"removed": day, "successors": (merged[place],)}))
        elif place in removed:
            dead[host].append(entry.model_copy(update={"removed": day}))
        elif not entry.live and place not in returned:
            dead[host].append(entry)
    return dead


def _make_anchors(issued: Collection[str]) -> Callable[[str | None], str]:
    """A maker of anchors: each call gives one, never issued, for a passage after the one named."""
    series: dict[str, Iterator[str]] = {}

    def fresh(after: str | None) -> str:
        base = urls.base_anchor(after)
        candidates = series.setdefault(base, urls.added_anchors(base))
        return next(anchor for anchor in candidates if anchor not in issued)

    return fresh


def _follow_splits(passages: Sequence[LockedPassage], changes: Sequence[Change]) -> Iterator[LockedPassage]:
    """The entries; where a successor was split, its other parts succeed too."""
    parts = {item.before[0]: item.after for item in changes if item.outcome is Outcome.SPLIT}
    for entry in passages:
        successors = (part for anchor in entry.successors for part in parts.get(anchor, (anchor,)))
        wider = tuple(dict.fromkeys(successors))
        yield entry if wider == entry.successors else entry.model_copy(update={"successors": wider})


def _describe(
    step: Step, old: Sequence[LockedPassage], anchors: Sequence[str], texts: Sequence[str]
) -> Change:
    return Change(
        step.outcome,
        tuple(old[place].anchor for place in step.old),
        tuple(anchors[at] for at in step.new),
        tuple(old[place].text for place in step.old),
        tuple(texts[at] for at in step.new),
        step.confidence,
        step.held,
        step.moved,
        step.told,
    )


def _find_doubts(changes: Sequence[Change]) -> Iterator[str]:
    for change in changes:
        if change.outcome is Outcome.REMOVED:
            yield f"{change.before[0]} is removed"
        if change.outcome is Outcome.MERGED:
            yield f"{_join(change.before[1:])} merged into {change.after[0]}"
        if max(change.confidence, change.held) < CERTAIN:
            yield f"{_join(change.before)} matched with a confidence of {change.confidence} only"


def _explain(ambiguity: Ambiguity, old: Sequence[LockedPassage], anchors: Sequence[str]) -> str:
    def show(match: Match) -> str:
        left = _join([old[place].anchor for place in match.old])
        return f"{left} → {_join([anchors[at] for at in match.new])} ({int(match.likeness)})"

    return f"{show(ambiguity.taken)} could as well be {show(ambiguity.rival)}"


def _join(anchors: Sequence[str]) -> str:
    return " + ".join(anchors)
