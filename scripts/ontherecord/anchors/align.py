"""What became of each passage of a corrected transcript: comparison of words alone.

The order of belief: what an editor says; the same words; then, between what is settled and in its order, the
passages of which sentences stand there; then words so alike that they can be nothing else, wherever they
stand; then what is left, in order; then, again, wherever it stands. What could be read in two ways is decided
and named as an `Ambiguity`, so that a person looks at it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property
from itertools import chain, groupby, product
from operator import itemgetter

from rapidfuzz import fuzz

from .chain import Match, find_heaviest_chain, find_longest_rise
from .exact import match_exact
from .likeness import MATCH, find_telling, is_part, liken, measure_held

#: A match away from its place has no order to speak for it, so its letters must: at most one in seven is
#: another.
APART = 85.0
#: Passages that hold so much of each other (0 to 1) are the same, if they stand at the same place.
HELD = 0.5
#: Below this confidence (0 to 100) a person must say yes, unless as much of the words is held: one letter in
#: five is another, about what changing every third word does.
CERTAIN = 80
#: Two matches this near to each other in likeness can not be told apart by it: one word more or less in a
#: paragraph of twenty makes as much difference.
MARGIN = 5.0
#: The same for the share that is held.
HELD_MARGIN = 0.25
#: A passage split into more parts than this, or merged from more, is tried whole, not part by part.
MANY = 12
#: Up to so many pairs between two settled passages are all compared; of more, only the telling ones.
FEW = 2_500
#: Of passages that share no telling words, as after every word was spelt anew, those so near in height are.
LEVEL = 2


class Outcome(StrEnum):
    """What became of a passage."""

    KEPT = "kept"
    EDITED = "edited"
    INSERTED = "inserted"
    SPLIT = "split"
    MERGED = "merged"
    REMOVED = "removed"
    RESTORED = "restored"


@dataclass(frozen=True)
class OldPassage:
    """A passage of the old text: its words, whether it still stands in it, and its earlier wordings."""

    text: str
    live: bool = True
    earlier: tuple[str, ...] = ()


@dataclass(frozen=True)
class Step:
    """One outcome, by positions among the old entries and among the new paragraphs.

    A split has one old and several new; a merge has several old and one new; what is restored was a
    tombstone. `confidence` is 100 where the words are the same, else the likeness, rounded down; `held` is
    the share of the shorter side that stands in the other, in hundredths. `moved` means that it stands at
    another place among those that stayed, `told` that an editor said so.
    """

    outcome: Outcome
    old: tuple[int, ...]
    new: tuple[int, ...]
    confidence: int = 100
    held: int = 100
    moved: bool = False
    told: bool = False


@dataclass(frozen=True)
class Ambiguity:
    """A match that was taken, and another about as good that was not."""

    taken: Match
    rival: Match


@dataclass(frozen=True)
class Alignment:
    """What became of every old passage, in the order of the new text; the removed at their old places.

    `returned` are the new paragraphs that have the very words of a tombstone, each with that tombstone's
    position: they are restored, or later parts of a split.
    """

    steps: tuple[Step, ...]
    returned: Mapping[int, int]
    ambiguities: tuple[Ambiguity, ...]

    def find_host(self, place: int) -> int:
        """The new paragraph after which an old place now is; -1 before the first.

        That is the nearest before it that stayed, with the parts split from it: what moved takes no
        tombstone along.
        """
        before = bisect_right(self._stayed, (place, len(self.steps)))
        return self._stayed[before - 1][1] if before else -1

    @cached_property
    def _stayed(self) -> list[tuple[int, int]]:
        return sorted(
            (step.old[0], step.new[-1]) for step in self.steps if step.old and step.new and not step.moved
        )


def align(old: Sequence[OldPassage], new: Sequence[str], told: Mapping[int, int] | None = None) -> Alignment:
    """What became of each old entry, and where each new paragraph comes from.

    A tombstone takes part only where its very words come back. `told` are the new paragraphs of old entries,
    tombstones too, that an editor named: nothing else is theirs. Every live entry and every new paragraph is
    in exactly one step.
    """
    told = told or {}
    live = [place for place, entry in enumerate(old) if entry.live or place in told]
    before, after = _mark_told(old, new, told)
    same = match_exact([before[place] for place in live], after)
    returned = _find_returned(old, before, after, {live[place]: at for place, at in same.items()})
    search = _Search([old[place] for place in live], new, same, frozenset(returned))
    search.run()
    taken = [_translate(match, live) for match in search.taken]
    first = {match.new[0] for match in taken}
    returned = {at: place for at, place in returned.items() if at not in first}
    steps = [_name_same(old, new, live[place], at, live[place] in told) for place, at in same.items()]
    steps += [
        Step(_name(match), match.old, match.new, int(match.likeness), int(100 * match.held))
        for match in taken
    ]
    steps += _find_rest(steps, old, returned, len(new))
    ambiguities = [
        Ambiguity(_translate(taken, live), _translate(rival, live))
        for taken, rival in search.find_ambiguities()
    ]
    return _put_in_order(Alignment(tuple(_mark_moved(steps)), returned, tuple(ambiguities)))


def _mark_told(
    old: Sequence[OldPassage], new: Sequence[str], told: Mapping[int, int]
) -> tuple[list[Hashable], list[Hashable]]:
    """Both texts; what belongs together by an editor's word is made equal, and unlike all else."""
    before: list[Hashable] = [entry.text for entry in old]
    after: list[Hashable] = list(new)
    for place, at in told.items():
        before[place] = after[at] = (place, at)
    return before, after


def _name_same(old: Sequence[OldPassage], new: Sequence[str], place: int, at: int, told: bool) -> Step:
    """The step of a pair with the same words, or of one that an editor named."""
    entry, text = old[place], new[at]
    if not entry.live:
        return Step(Outcome.RESTORED, (place,), (at,), told=told)
    if entry.text == text:
        return Step(Outcome.KEPT, (place,), (at,), told=told)
    likeness, held = int(fuzz.ratio(entry.text, text)), int(100 * measure_held(entry.text, text))
    return Step(Outcome.EDITED, (place,), (at,), likeness, held, told=told)


def _find_returned(
    old: Sequence[OldPassage], texts: Sequence[Hashable], new: Sequence[Hashable], same: Mapping[int, int]
) -> dict[int, int]:
    """The new paragraphs that have the last words of a tombstone, and which."""
    back = {at: place for place, at in same.items()}
    before = [place if entry.live or place in same else texts[place] for place, entry in enumerate(old)]
    after = [back.get(at, text) for at, text in enumerate(new)]
    found = match_exact(before, after)
    return {at: place for place, at in found.items() if not old[place].live and place not in same}


def _translate(match: Match, live: Sequence[int]) -> Match:
    return replace(match, old=tuple(live[place] for place in match.old))


def _name(match: Match) -> Outcome:
    if match.single:
        return Outcome.EDITED
    return Outcome.SPLIT if len(match.new) > 1 else Outcome.MERGED


def _find_rest(
    steps: Sequence[Step], old: Sequence[OldPassage], returned: Mapping[int, int], count: int
) -> list[Step]:
    """What is in no step yet: restored, inserted, removed; `count` is the number of new paragraphs."""
    used_old = {place for step in steps for place in step.old}
    used_new = {at for step in steps for at in step.new}
    new = [at for at in range(count) if at not in used_new]
    return [
        *(Step(Outcome.RESTORED, (returned[at],), (at,)) for at in new if at in returned),
        *(Step(Outcome.INSERTED, (), (at,)) for at in new if at not in returned),
        *(
            Step(Outcome.REMOVED, (place,), ())
            for place, entry in enumerate(old)
            if entry.live and place not in used_old
        ),
    ]


def _mark_moved(steps: Sequence[Step]) -> Iterator[Step]:
    """The steps; those that are out of the others' order, as few as can be, marked as moved."""
    placed = sorted((step.old[0], step.new[0]) for step in steps if step.old and step.new)
    stayed = set(find_longest_rise(placed))
    for step in steps:
        moved = bool(step.old and step.new) and (step.old[0], step.new[0]) not in stayed
        yield replace(step, moved=moved)


def _put_in_order(alignment: Alignment) -> Alignment:
    def place(step: Step) -> tuple[int, int]:
        return (step.new[0], -1) if step.new else (alignment.find_host(step.old[0]), step.old[0])

    return replace(alignment, steps=tuple(sorted(alignment.steps, key=place)))


# --- words that are not the same --------------------------------------------------------------------------


class _Search:
    """Matches what the same words did not; positions are those among the live entries.

    `spoken_for` are new paragraphs with the very words of a tombstone: an earlier wording may still claim
    them, and a split may have them as later parts, but mere likeness may not.
    """

    def __init__(
        self, old: Sequence[OldPassage], new: Sequence[str], same: Mapping[int, int], spoken_for: Set[int]
    ) -> None:
        self._old = old
        self._new = new
        self._same = same
        self._spoken_for = spoken_for
        self._left_old = set(range(len(old))) - set(same)
        self._left_new = set(range(len(new))) - set(same.values())
        self._found: dict[tuple[tuple[int, ...], tuple[int, ...]], Match] = {}
        self._by_old: dict[int, list[Match]] = defaultdict(list)
        self._by_new: dict[int, list[Match]] = defaultdict(list)
        self._compared: dict[tuple[tuple[int, ...], tuple[int, ...]], list[Match]] = {}
        self.taken: list[Match] = []

    def run(self) -> None:
        """Fills `taken` with the matches that are best believed."""
        self._take(find_heaviest_chain(match for match in self._compare_gaps() if _stays(match)))
        anywhere = self._compare(sorted(self._left_old), sorted(self._left_new))
        self._take(match for match in _rank(anywhere) if not self._has_rival(match))
        self._take(find_heaviest_chain(self._compare_gaps()))
        self._take(_rank(anywhere))

    def _take(self, matches: Iterable[Match]) -> None:
        """Takes each match of which nothing is taken yet."""
        for match in matches:
            if self._is_free(match):
                self.taken.append(match)
                self._left_old -= set(match.old)
                self._left_new -= set(match.new)

    def _is_free(self, match: Match) -> bool:
        return self._left_old.issuperset(match.old) and self._left_new.issuperset(match.new)

    def _has_rival(self, match: Match) -> bool:
        """Whether another free match of these passages, unless it is a part of this one, is about as good."""
        return any(
            _is_as_good(other, match) and not match.contains(other) and self._is_free(other)
            for other in self._find_neighbours(match)
        )

    def _find_neighbours(self, match: Match) -> Iterator[Match]:
        """Every other match found that shares a passage with this one."""
        shared = chain((self._by_old[place] for place in match.old), (self._by_new[at] for at in match.new))
        return (other for other in chain.from_iterable(shared) if other != match)

    # What could be what.

    def _compare_gaps(self) -> list[Match]:
        """The matches within each gap between what is settled and in order."""
        settled = [*self._same.items(), *((match.old[0], match.new[0]) for match in self.taken)]
        borders = find_longest_rise(sorted(settled))
        olds = _group_by_gap(self._left_old, [old for old, _ in borders])
        news = _group_by_gap(self._left_new, [new for _, new in borders])
        return [
            match for gap in sorted(set(olds) & set(news)) for match in self._compare(olds[gap], news[gap])
        ]

    def _compare(self, olds: Sequence[int], news: Sequence[int]) -> list[Match]:
        """All matches between some old and some new passages, both in order."""
        both = (tuple(olds), tuple(news))
        if both not in self._compared:
            self._compared[both] = self._compare_anew(olds, news)
        return self._compared[both]

    def _compare_anew(self, olds: Sequence[int], news: Sequence[int]) -> list[Match]:
        """As `_compare`, of passages that were not compared before."""
        near = self._find_near(olds, news)
        matches = [*self._find_edits(near), *self._find_splits(near), *self._find_merges(near)]
        allowed = [
            match for match in matches if match.likeness == 100 or match.new[0] not in self._spoken_for
        ]
        for match in allowed:
            if (match.old, match.new) not in self._found:
                self._found[match.old, match.new] = match
                for place in match.old:
                    self._by_old[place].append(match)
                for at in match.new:
                    self._by_new[at].append(match)
        return allowed

    def _find_near(self, olds: Sequence[int], news: Sequence[int]) -> list[tuple[int, int]]:
        """The pairs worth comparing, in order: all if they are few, else the telling ones."""
        if len(olds) * len(news) <= FEW:
            return list(product(olds, news))
        wordings = {text: place for place in olds for text in self._old[place].earlier}
        pairs = {(wordings[self._new[at]], at) for at in news if self._new[at] in wordings}
        old, new = {place: self._old[place].text for place in olds}, {at: self._new[at] for at in news}
        pairs.update(find_telling(old, new))
        return sorted(pairs.union(_find_level(olds, news, pairs)))

    def _find_edits(self, near: Iterable[tuple[int, int]]) -> Iterator[Match]:
        for place, at in near:
            entry, text = self._old[place], self._new[at]
            if text in entry.earlier:
                yield Match((place,), (at,), 100.0, 1.0)
            elif match := _compare_texts(place, at, entry.text, text):
                yield match

    def _find_splits(self, near: Iterable[tuple[int, int]]) -> Iterator[Match]:
        """One old passage as several new ones in a row."""
        for place, group in groupby(near, key=itemgetter(0)):
            whole = self._old[place].text
            for run in _find_runs((at for _, at in group), self._new, whole):
                text = " ".join(self._new[at] for at in run)
                yield from _liken_group((place,), run, whole, text)

    def _find_merges(self, near: Iterable[tuple[int, int]]) -> Iterator[Match]:
        """Several old passages in a row as one new one."""
        texts = [entry.text for entry in self._old]
        for at, group in groupby(sorted(near, key=itemgetter(1)), key=itemgetter(1)):
            whole = self._new[at]
            for run in _find_runs((place for place, _ in group), texts, whole):
                text = " ".join(texts[place] for place in run)
                yield from _liken_group(run, (at,), text, whole)

    # What could be something else.

    def find_ambiguities(self) -> Iterator[tuple[Match, Match]]:
        """Each match taken that another could replace, and the best such other."""
        holders_old = {place: match for match in self.taken for place in match.old}
        holders_new = {at: match for match in self.taken for at in match.new}
        for match in sorted(self.taken):
            rivals = [
                other
                for other in self._find_neighbours(match)
                if _is_as_good(other, match) and not match.contains(other) and not other.contains(match)
            ]
            for rival in sorted(rivals, key=lambda item: (-item.likeness, item)):
                holders = {holders_old.get(place) for place in rival.old}
                holders |= {holders_new.get(at) for at in rival.new}
                if self._could_replace(match, rival, [item for item in holders if item not in (match, None)]):
                    yield match, rival
                    break

    def _could_replace(self, match: Match, rival: Match, holders: Sequence[Match]) -> bool:
        """Whether the rival needs only what is free, or what can change places with the match."""
        if not holders:
            return True
        if len(holders) > 1 or not (match.single and rival.single and holders[0].single):
            return False
        other = holders[0]
        if match > other or self._are_interchangeable(match, other):
            return False  # Told of the other already, or the same either way.
        old = other.old if rival.old == match.old else match.old
        new = other.new if rival.new == match.new else match.new
        swapped = self._found.get((old, new))
        return swapped is not None and _is_as_good(swapped, other)

    def _are_interchangeable(self, one: Match, other: Match) -> bool:
        same_old = self._old[one.old[0]].text == self._old[other.old[0]].text
        return same_old or self._new[one.new[0]] == self._new[other.new[0]]


def _compare_texts(place: int, at: int, old: str, new: str) -> Match | None:
    """The match of two passages, or None where nothing but chance speaks for it."""
    likeness = fuzz.ratio(old, new)
    # What is so like holds as much: there is no need to look at each sentence.
    held = likeness / 100 if likeness >= APART else measure_held(old, new)
    return Match((place,), (at,), likeness, held) if likeness >= MATCH or held else None


def _liken_group(old: tuple[int, ...], new: tuple[int, ...], before: str, after: str) -> Iterator[Match]:
    """The match of a split or a merge, if the parts together are like the whole."""
    if likeness := liken(before, after):
        yield Match(old, new, likeness, measure_held(before, after))


def _stays(match: Match) -> bool:
    """Whether so much speaks for a match at its place that nothing elsewhere need be looked at."""
    return match.held >= HELD or match.likeness >= APART


def _is_as_good(other: Match, match: Match) -> bool:
    """Whether a match is about as good as one that may be taken."""
    return other.likeness >= match.likeness - MARGIN and other.held >= match.held - HELD_MARGIN


def _rank(matches: Iterable[Match]) -> list[Match]:
    """Those that need no order to be believed, best first; of equals, the one that explains most."""
    sure = [match for match in matches if match.likeness >= APART]
    return sorted(sure, key=lambda item: (-item.likeness, -len(item.old) - len(item.new), item))


def _group_by_gap(places: Iterable[int], borders: Sequence[int]) -> dict[int, list[int]]:
    gaps: dict[int, list[int]] = defaultdict(list)
    for place in sorted(places):
        gaps[bisect_right(borders, place)].append(place)
    return gaps


def _find_runs(places: Iterable[int], texts: Sequence[str], whole: str) -> Iterator[tuple[int, ...]]:
    """Every two or more parts of a text that follow each other; of a very long series only the whole."""
    for near in _find_series(sorted(places)):
        parts = [place for place in near if is_part(texts[place], whole)] if len(near) > 1 else ()
        for series in _find_series(parts):
            if len(series) > MANY:
                yield series
                continue
            for start in range(len(series)):
                for end in range(start + 2, len(series) + 1):
                    yield series[start:end]


def _find_level(
    olds: Sequence[int], news: Sequence[int], but: Set[tuple[int, int]]
) -> Iterator[tuple[int, int]]:
    """Those that stand at about the same height, counted from either end, of which no pair tells anything."""
    known_old, known_new = {old for old, _ in but}, {new for _, new in but}
    shifts = {near + shift for near in range(-LEVEL, LEVEL + 1) for shift in (0, len(news) - len(olds))}
    for number, old in enumerate(olds):
        for shift in shifts if old not in known_old else ():
            if 0 <= number + shift < len(news) and news[number + shift] not in known_new:
                yield old, news[number + shift]


def _find_series(places: Sequence[int]) -> Iterator[tuple[int, ...]]:
    """Numbers in order, in stretches that leave none out."""
    for _, group in groupby(enumerate(places), key=lambda item: item[1] - item[0]):
        yield tuple(place for _, place in group)
