"""The lock of a corrected transcript: every anchor that was ever issued, with all that was said under it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from .. import urls
from .align import CERTAIN, Alignment, Ambiguity, OldPassage, Outcome, Step, align
from .chain import Match
from .likeness import fold_sentences
from .lock import LOCK_VERSION, Lock, LockedPassage, LockedWording, build_entry
from .spoken import Attribution, Spoken

#: A sentence of so many letters is telling: whoever has it has the words of the passage that had it. What is
#: shorter is a formula of many passages, and counts only where it is new.
TELLING = 20


@dataclass(frozen=True)
class Change:
    """What became of one passage, or of several that were split or merged.

    `before` and `after` are the anchors, in reading order, and `old` and `new` their words; either side is
    empty for what is inserted or removed. `was` and `now` say who spoke, where that changed; `line` is where
    the first of the new ones stands in the text. `heirs` are the
    passages that have the words of one that is removed. The rest is as in `align.Step`.
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
    was: Attribution | None = None
    now: Attribution | None = None
    line: int | None = None
    heirs: tuple[str, ...] = ()

    @property
    def shown(self) -> bool:
        """Whether anything changed."""
        return self.outcome is not Outcome.KEPT or self.moved or self.was is not None


@dataclass(frozen=True)
class Revision:
    """A lock that agrees with the text again, how it came about, and what a person must say yes to.

    `changes` leave out the passages that stand as they stood. `kept` counts those with the same words;
    `anchors` are those of the new paragraphs, in order.
    """

    lock: Lock
    kept: int
    changes: tuple[Change, ...]
    doubts: tuple[str, ...]
    anchors: tuple[str, ...]


def revise_lock(
    lock: Lock,
    spoken: Sequence[Spoken],
    day: date,
    issued: Collection[str] = (),
    told: Mapping[str, int] | None = None,
) -> Revision:
    """The lock for the new paragraphs; `day` is written where words, places or speakers went.

    No entry is lost and no anchor issued twice, nor any of `issued`. A tombstone stays at its place, after
    what it used to follow, and names every passage that has a sentence of it. What comes back word for word
    after its removal is the same passage again, and what an editor has `told`: anchors with the numbers of
    their new paragraphs.
    """
    old, texts = lock.passages, [item.text for item in spoken]
    entries = [OldPassage(item.text, item.live, tuple(one.text for one in item.history)) for item in old]
    places = {item.anchor: place for place, item in enumerate(old)}
    alignment = align(entries, texts, {places[anchor]: at for anchor, at in (told or {}).items()})
    living = dict(_find_living(old, spoken, alignment, day))
    dead = _bury(old, alignment, day)
    fresh = _make_anchors({*issued, *places})
    passages = list(dead[-1])
    anchors = []
    for at, item in enumerate(spoken):
        after = passages[-1].anchor if passages else None
        passages.append(living.get(at) or build_entry(fresh(after), item))
        anchors.append(passages[-1].anchor)
        passages += dead[at]
    changes = [_describe(step, old, anchors, spoken) for step in alignment.steps]
    passages = list(_name_heirs(passages, old, changes))
    heirs = {item.anchor: item.successors for item in passages if item.removed}
    changes = [_add_heirs(item, heirs) for item in changes]
    doubts = [*_find_doubts(changes), *(_explain(item, old, anchors) for item in alignment.ambiguities)]
    kept = sum(item.outcome is Outcome.KEPT for item in changes)
    shown = tuple(item for item in changes if item.shown)
    return Revision(
        Lock(version=LOCK_VERSION, added=lock.added, passages=tuple(passages)),
        kept,
        shown,
        tuple(doubts),
        tuple(anchors),
    )


def find_last_day(lock: Lock) -> date | None:
    """The day of the latest change that a lock records."""
    removed = [item.removed for item in lock.passages if item.removed]
    return max([*removed, *(one.until for item in lock.passages for one in item.history)], default=None)


def _find_living(
    old: Sequence[LockedPassage], spoken: Sequence[Spoken], alignment: Alignment, day: date
) -> Iterator[tuple[int, LockedPassage]]:
    """The entry of each new paragraph that has an anchor already."""
    pairs = {step.new[0]: step.old[0] for step in alignment.steps if step.old and step.new}
    for at, place in {**pairs, **alignment.returned}.items():
        yield at, _carry_over(old[place], spoken[at], day)


def _carry_over(entry: LockedPassage, said: Spoken, day: date) -> LockedPassage:
    """The entry with what is said now; what was said before, and that it was gone, stays recorded."""
    same = entry.text == said.text and entry.by in (said.by, None)
    until = entry.removed or (None if same else day)
    earlier = [LockedWording(until=until, **entry.model_dump(include=_SAID))] if until else []
    return build_entry(entry.anchor, said, (*entry.history, *earlier))


_SAID = {"text", "speaker", "label", "kind"}


def _bury(old: Sequence[LockedPassage], alignment: Alignment, day: date) -> Mapping[int, list[LockedPassage]]:
    """The tombstones, by the new paragraph after which they stand (-1 before the first)."""
    merged = {
        place: old[step.old[0]].anchor
        for step in alignment.steps
        if step.outcome is Outcome.MERGED
        for place in step.old[1:]
    }
    removed = {step.old[0] for step in alignment.steps if step.outcome is Outcome.REMOVED}
    back = {*alignment.returned.values(), *(step.old[0] for step in alignment.steps if step.old and step.new)}
    dead: dict[int, list[LockedPassage]] = defaultdict(list)
    for place, entry in enumerate(old):
        host = alignment.find_host(place)
        if place in merged:
            dead[host].append(entry.model_copy(update={"removed": day, "successors": (merged[place],)}))
        elif place in removed:
            dead[host].append(entry.model_copy(update={"removed": day}))
        elif not entry.live and place not in back:
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


# --- who has the words of a tombstone ---------------------------------------------------------------------


def _name_heirs(
    passages: Sequence[LockedPassage], old: Sequence[LockedPassage], changes: Sequence[Change]
) -> Iterator[LockedPassage]:
    """The entries; a tombstone is succeeded by all that have a sentence of it, and by parts of such."""
    parts = {item.before[0]: item.after for item in changes if item.outcome is Outcome.SPLIT}
    stones = [item for item in passages if item.removed]
    holders = _find_holders(passages, old, {one for item in stones for one in fold_sentences(item.text)})
    for entry in passages:
        if entry.live:
            yield entry
            continue
        known = (part for anchor in entry.successors for part in parts.get(anchor, (anchor,)))
        found = (anchor for one in fold_sentences(entry.text) for anchor in holders[one])
        successors = tuple(dict.fromkeys(anchor for anchor in (*known, *found) if anchor != entry.anchor))
        yield entry if successors == entry.successors else entry.model_copy(update={"successors": successors})


def _find_holders(
    passages: Iterable[LockedPassage], old: Iterable[LockedPassage], wanted: Collection[str]
) -> Mapping[str, list[str]]:
    """By sentence, the living passages that have it; a formula, only where they did not have it before."""
    before = {item.anchor: item.text for item in old if item.live}
    holders: dict[str, list[str]] = defaultdict(list)
    for entry in passages if wanted else ():
        for sentence in set(fold_sentences(entry.text)) & set(wanted) if entry.live else ():
            earlier = before.get(entry.anchor, "")
            if len(sentence) >= TELLING or sentence not in fold_sentences(earlier):
                holders[sentence].append(entry.anchor)
    return holders


def _add_heirs(change: Change, heirs: Mapping[str, tuple[str, ...]]) -> Change:
    if change.outcome is not Outcome.REMOVED:
        return change
    return Change(**{**vars(change), "heirs": heirs[change.before[0]]})


# --- what is told of it -----------------------------------------------------------------------------------


def _describe(
    step: Step, old: Sequence[LockedPassage], anchors: Sequence[str], spoken: Sequence[Spoken]
) -> Change:
    was = old[step.old[0]].by if step.old and step.new else None
    now = spoken[step.new[0]].by if was else None
    return Change(
        step.outcome,
        tuple(old[place].anchor for place in step.old),
        tuple(anchors[at] for at in step.new),
        tuple(old[place].text for place in step.old),
        tuple(spoken[at].text for at in step.new),
        step.confidence,
        step.held,
        step.moved,
        step.told,
        *((was, now) if was != now else (None, None)),
        spoken[step.new[0]].line if step.new else None,
    )


def _find_doubts(changes: Sequence[Change]) -> Iterator[str]:
    for change in changes:
        if change.outcome is Outcome.REMOVED:
            yield f"{change.before[0]} is removed"
        if change.outcome is Outcome.MERGED:
            yield f"{_join(change.before[1:])} merged into {change.after[0]}"
        if max(change.confidence, change.held) < CERTAIN and not change.told:
            yield f"{_join(change.before)} matched with a confidence of {change.confidence} only"


def _explain(ambiguity: Ambiguity, old: Sequence[LockedPassage], anchors: Sequence[str]) -> str:
    def show(match: Match) -> str:
        left = _join([old[place].anchor for place in match.old])
        return f"{left} → {_join([anchors[at] for at in match.new])} ({int(match.likeness)})"

    return f"{show(ambiguity.taken)} could as well be {show(ambiguity.rival)}"


def _join(anchors: Sequence[str]) -> str:
    return " + ".join(anchors)
