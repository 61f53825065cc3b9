"""What became of each passage of a corrected transcript: comparison of words alone.

The order of belief: the same words; then words so alike that they can be nothing else, wherever they stand;
then what is left, in order between what is settled; then, again, wherever it stands. What could be read in
two ways is decided and named as an `Ambiguity`, so that a person looks at it.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict, deque
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property
from heapq import heappop, heappush, nlargest, nsmallest
from itertools import chain, groupby, product

from rapidfuzz import fuzz
from rapidfuzz.distance import LCSseq

#: Likeness is `rapidfuzz.fuzz.ratio`, 0 to 100: the share of letters that two texts have in common, in order.
#: Measured on the first transcript: unrelated paragraphs have 39 on the median and 50 at most; one of which
#: every third word was changed keeps 78, every second word 67. Below this limit there is no match, only words
#: removed and words inserted.
MATCH = 60.0
#: The likeness that unrelated paragraphs have by chance: only what is above it counts for a match.
CHANCE = 50.0
#: A match away from its place has no order to speak for it, so its words must: at most one letter in seven is
#: another. The same likeness lets a match be settled before the rest is looked at.
APART = 85.0
#: Below this confidence a person must say yes: one letter in five is another, about what changing every third
#: word does.
CERTAIN = 80
#: Two matches this near to each other in likeness can not be told apart by it: one word more or less in a
#: paragraph of twenty makes as much difference.
MARGIN = 5.0
#: A part of a split or merged passage is this like to some stretch of the whole (`fuzz.partial_ratio`, 0 to
#: 100). Measured likewise: sentences from elsewhere have 46 on the median, and 59 but for one in a hundred; a
#: part of which every tenth word was changed has 93.
PART = 75.0
#: Only what shares so much of its groups of letters with the whole is tried as a part, which saves time; of
#: sentences from elsewhere one in a hundred shares so much.
PART_LETTERS = 0.5
#: A passage split into more parts than this, or merged from more, is tried whole, not part by part.
MANY = 12
#: Up to so many pairs are all compared (half a second); of more, only those that share telling letters.
FEW = 40_000
#: So many groups of letters of a passage tell which one it is: those that the fewest others have.
RAREST = 48
#: Of so many passages, those that share most with another are compared with it.
NEAREST = 12
#: The letters of a group: enough to be telling, few enough to survive typos. Unlike words, groups exist in
#: writing without spaces too.
GROUP = 4


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
class Entry:
    """A passage of the old text: its words, whether it still stands in it, and its earlier wordings."""

    text: str
    live: bool = True
    earlier: tuple[str, ...] = ()


@dataclass(frozen=True)
class Step:
    """One outcome, by positions among the old entries and among the new paragraphs.

    A split has one old and several new; a merge has several old and one new; what is restored was a
    tombstone. `confidence` is 100 where the words are the same, else the likeness, rounded down. `moved`
    means that it stands at another place among those that stayed.
    """

    outcome: Outcome
    old: tuple[int, ...]
    new: tuple[int, ...]
    confidence: int = 100
    moved: bool = False


@dataclass(frozen=True, order=True)
class Match:
    """Old passages that may be these new ones, and how like they are (0 to 100)."""

    old: tuple[int, ...]
    new: tuple[int, ...]
    likeness: float

    @property
    def single(self) -> bool:
        """Whether it is one passage for one."""
        return len(self.old) == len(self.new) == 1

    def contains(self, other: Match) -> bool:
        """Whether the other reads a part of the same passages."""
        return set(other.old) <= set(self.old) and set(other.new) <= set(self.new)


@dataclass(frozen=True)
class Ambiguity:
    """A match that was taken, and another of about the same likeness that was not."""

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


def align(old: Sequence[Entry], new: Sequence[str]) -> Alignment:
    """What became of each old entry, and where each new paragraph comes from.

    A tombstone takes part only where its very words come back. Every live entry and every new paragraph is
    in exactly one step.
    """
    live = [place for place, entry in enumerate(old) if entry.live]
    same = match_exact([old[place].text for place in live], new)
    returned = _find_returned(old, new, {live[place]: at for place, at in same.items()})
    search = _Search([old[place] for place in live], new, same, frozenset(returned))
    search.run()
    taken = [_translate(match, live) for match in search.taken]
    first = {match.new[0] for match in taken}
    returned = {at: place for at, place in returned.items() if at not in first}
    steps = [Step(Outcome.KEPT, (live[place],), (at,)) for place, at in same.items()]
    steps += [Step(_name(match), match.old, match.new, int(match.likeness)) for match in taken]
    steps += _find_rest(steps, old, returned, len(new))
    ambiguities = [
        Ambiguity(_translate(taken, live), _translate(rival, live))
        for taken, rival in search.find_ambiguities()
    ]
    return _put_in_order(Alignment(tuple(_mark_moved(steps)), returned, tuple(ambiguities)))


def _translate(match: Match, live: Sequence[int]) -> Match:
    return replace(match, old=tuple(live[place] for place in match.old))


def _name(match: Match) -> Outcome:
    if match.single:
        return Outcome.EDITED
    return Outcome.SPLIT if len(match.new) > 1 else Outcome.MERGED


def _find_rest(
    steps: Sequence[Step], old: Sequence[Entry], returned: Mapping[int, int], count: int
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
    stayed = set(_find_longest_rise(placed))
    for step in steps:
        moved = bool(step.old and step.new) and (step.old[0], step.new[0]) not in stayed
        yield replace(step, moved=moved)


def _find_longest_rise(pairs: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Of pairs sorted by their first numbers, the longest series in which the second numbers rise too."""
    return [
        (match.old[0], match.new[0])
        for match in _find_heaviest_chain([Match((old,), (new,), MATCH) for old, new in pairs])
    ]


def _put_in_order(alignment: Alignment) -> Alignment:
    def place(step: Step) -> tuple[int, int]:
        return (step.new[0], -1) if step.new else (alignment.find_host(step.old[0]), step.old[0])

    return replace(alignment, steps=tuple(sorted(alignment.steps, key=place)))


# --- the same words ---------------------------------------------------------------------------------------


def match_exact(old: Sequence[Hashable], new: Sequence[Hashable]) -> dict[int, int]:
    """Old position to new position of equal items, as many as can be.

    What stands once on both sides matches wherever it stands. Of repeated items, first those beside a match
    (as in Heckel's comparison of files, 1978), then the longest series in order, then what is left, in order.
    """
    where_old, where_new = _find_places(old), _find_places(new)
    pairs = {
        places[0]: where_new[item][0]
        for item, places in where_old.items()
        if len(places) == 1 and len(where_new.get(item, ())) == 1
    }
    _spread(old, new, pairs, +1)
    _spread(old, new, pairs, -1)
    pairs.update(list(_match_in_order(old, new, pairs)))
    used = set(pairs.values())
    for item, places in where_old.items():
        left_old = [place for place in places if place not in pairs]
        left_new = [at for at in where_new.get(item, ()) if at not in used]
        pairs.update(zip(left_old, left_new, strict=False))
    return dict(sorted(pairs.items()))


def _find_places(items: Iterable[Hashable]) -> dict[Hashable, list[int]]:
    places: dict[Hashable, list[int]] = defaultdict(list)
    for place, item in enumerate(items):
        places[item].append(place)
    return places


def _spread(old: Sequence[Hashable], new: Sequence[Hashable], pairs: dict[int, int], step: int) -> None:
    """Adds equal neighbours of pairs, and of the two beginnings (or ends), as far as they reach."""
    used = set(pairs.values())
    edge = (-1, -1) if step > 0 else (len(old), len(new))
    queue = deque([edge, *sorted(pairs.items())])
    while queue:
        place, at = (number + step for number in queue.popleft())
        inside = 0 <= place < len(old) and 0 <= at < len(new)
        if inside and place not in pairs and at not in used and old[place] == new[at]:
            pairs[place] = at
            used.add(at)
            queue.append((place, at))


def _match_in_order(
    old: Sequence[Hashable], new: Sequence[Hashable], pairs: Mapping[int, int]
) -> Iterator[tuple[int, int]]:
    """The longest series of equal items that are in no pair yet, with the pairs holding them in place."""
    back = {at: place for place, at in pairs.items()}
    ids: dict[Hashable, int] = {}

    def number(item: Hashable, partner: int | None) -> int:
        # What is paired has its partner's number, so that nothing else equals it.
        return ids.setdefault(item, len(old) + len(ids)) if partner is None else partner

    before = [number(item, place if place in pairs else None) for place, item in enumerate(old)]
    after = [number(item, back.get(at)) for at, item in enumerate(new)]
    for block in LCSseq.opcodes(before, after):
        if block.tag == "equal":
            both = zip(
                range(block.src_start, block.src_end), range(block.dest_start, block.dest_end), strict=True
            )
            yield from (pair for pair in both if pair[0] not in pairs)


def _find_returned(old: Sequence[Entry], new: Sequence[str], same: Mapping[int, int]) -> dict[int, int]:
    """The new paragraphs that have the last words of a tombstone, and which."""
    back = {at: place for place, at in same.items()}
    before = [place if entry.live else entry.text for place, entry in enumerate(old)]
    after = [back.get(at, text) for at, text in enumerate(new)]
    return {at: place for place, at in match_exact(before, after).items() if not old[place].live}


# --- words that are alike ---------------------------------------------------------------------------------


class _Search:
    """Matches what the same words did not; positions are those among the live entries.

    `spoken_for` are new paragraphs with the very words of a tombstone: an earlier wording may still claim
    them, and a split may have them as later parts, but mere likeness may not.
    """

    def __init__(
        self, old: Sequence[Entry], new: Sequence[str], same: Mapping[int, int], spoken_for: Set[int]
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
        self._letters: dict[str, frozenset[str]] = {}
        self.taken: list[Match] = []

    def run(self) -> None:
        """Fills `taken` with the matches that are best believed."""
        anywhere = self._compare(sorted(self._left_old), sorted(self._left_new))
        self._take(match for match in _rank(anywhere) if not self._has_rival(match))
        self._take(_find_heaviest_chain(self._compare_gaps()))
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
            other.likeness >= match.likeness - MARGIN and not match.contains(other) and self._is_free(other)
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
        borders = _find_longest_rise(sorted(settled))
        olds = _group_by_gap(self._left_old, [old for old, _ in borders])
        news = _group_by_gap(self._left_new, [new for _, new in borders])
        return [
            match for gap in sorted(set(olds) & set(news)) for match in self._compare(olds[gap], news[gap])
        ]

    def _compare(self, olds: Sequence[int], news: Sequence[int]) -> list[Match]:
        """All matches between some old and some new passages, both in order."""
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
        inside_old, inside_new = set(olds), set(news)
        return [pair for pair in self._telling if pair[0] in inside_old and pair[1] in inside_new]

    @cached_property
    def _telling(self) -> list[tuple[int, int]]:
        """Of all pairs, those that share most of the rarest groups of letters."""
        index: dict[str, list[int]] = defaultdict(list)
        for place in sorted(self._left_old):
            for group in self._find_letters(self._old[place].text):
                index[group].append(place)
        wordings = {text: place for place in self._left_old for text in self._old[place].earlier}
        pairs = {(wordings[self._new[at]], at) for at in self._left_new if self._new[at] in wordings}
        for at in self._left_new:
            groups = (group for group in self._find_letters(self._new[at]) if group in index)
            rarest = nsmallest(RAREST, ((len(index[group]), group) for group in groups))
            shared = Counter(chain.from_iterable(index[group] for _, group in rarest))
            nearest = nlargest(NEAREST, ((count, -place) for place, count in shared.items()))
            pairs |= {(-place, at) for _, place in nearest}
        return sorted(pairs)

    def _find_edits(self, near: Iterable[tuple[int, int]]) -> Iterator[Match]:
        for place, at in near:
            entry, text = self._old[place], self._new[at]
            likeness = 100.0 if text in entry.earlier else _liken(entry.text, text)
            if likeness:
                yield Match((place,), (at,), likeness)

    def _find_splits(self, near: Iterable[tuple[int, int]]) -> Iterator[Match]:
        """One old passage as several new ones in a row."""
        parts: dict[int, list[int]] = defaultdict(list)
        for place, at in near:
            if self._may_be_part(self._new[at], self._old[place].text):
                parts[place].append(at)
        for place, found in parts.items():
            for run in _find_runs(found):
                likeness = _liken_parts([self._new[at] for at in run], self._old[place].text)
                if likeness:
                    yield Match((place,), run, likeness)

    def _find_merges(self, near: Iterable[tuple[int, int]]) -> Iterator[Match]:
        """Several old passages in a row as one new one."""
        parts: dict[int, list[int]] = defaultdict(list)
        for place, at in near:
            if self._may_be_part(self._old[place].text, self._new[at]):
                parts[at].append(place)
        for at, found in parts.items():
            for run in _find_runs(found):
                likeness = _liken_parts([self._old[place].text for place in run], self._new[at])
                if likeness:
                    yield Match(run, (at,), likeness)

    def _may_be_part(self, part: str, whole: str) -> bool:
        if len(part) >= len(whole):
            return False
        letters = self._find_letters(part)
        return len(letters & self._find_letters(whole)) >= PART_LETTERS * len(letters)

    def _find_letters(self, text: str) -> frozenset[str]:
        """The groups of letters of a text, the beginnings and ends of its words told by spaces."""
        if text not in self._letters:
            padded = f" {text.casefold()} "
            starts = range(max(1, len(padded) - GROUP + 1))
            self._letters[text] = frozenset(padded[start : start + GROUP] for start in starts)
        return self._letters[text]

    # What could be something else.

    def find_ambiguities(self) -> Iterator[tuple[Match, Match]]:
        """Each match taken that another could replace, and the best such other."""
        holders_old = {place: match for match in self.taken for place in match.old}
        holders_new = {at: match for match in self.taken for at in match.new}
        for match in sorted(self.taken):
            rivals = [
                other
                for other in self._find_neighbours(match)
                if other.likeness >= match.likeness - MARGIN
                and not match.contains(other)
                and not other.contains(match)
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
        return swapped is not None and swapped.likeness >= other.likeness - MARGIN

    def _are_interchangeable(self, one: Match, other: Match) -> bool:
        same_old = self._old[one.old[0]].text == self._old[other.old[0]].text
        return same_old or self._new[one.new[0]] == self._new[other.new[0]]


def _liken(old: str, new: str) -> float:
    """The likeness of two texts, or 0 where it is no more than chance."""
    return fuzz.ratio(old, new, score_cutoff=MATCH)


def _liken_parts(parts: Sequence[str], whole: str) -> float:
    """The likeness of the parts together to the whole, or 0 where it is chance or one of them is no part."""
    likeness = _liken(" ".join(parts), whole)
    return likeness if likeness and all(fuzz.partial_ratio(part, whole) >= PART for part in parts) else 0.0


def _rank(matches: Iterable[Match]) -> list[Match]:
    """Those that need no order to be believed, best first; of equals, the one that explains most."""
    sure = [match for match in matches if match.likeness >= APART]
    return sorted(sure, key=lambda item: (-item.likeness, -len(item.old) - len(item.new), item))


def _group_by_gap(places: Iterable[int], borders: Sequence[int]) -> dict[int, list[int]]:
    gaps: dict[int, list[int]] = defaultdict(list)
    for place in sorted(places):
        gaps[bisect_right(borders, place)].append(place)
    return gaps


def _find_runs(places: Sequence[int]) -> Iterator[tuple[int, ...]]:
    """Every two or more numbers that follow each other; of a very long series only the whole."""
    for _, group in groupby(enumerate(sorted(places)), key=lambda item: item[1] - item[0]):
        series = tuple(place for _, place in group)
        if len(series) > MANY:
            yield series
            continue
        for start in range(len(series)):
            for end in range(start + 2, len(series) + 1):
                yield series[start:end]


@dataclass(frozen=True, eq=False)
class _Link:
    """The last match of a chain, the weight of the whole chain, and the link before."""

    match: Match
    weight: float
    before: _Link | None


def _find_heaviest_chain(matches: Iterable[Match]) -> list[Match]:
    """The series of matches, old and new both going forward, with the most likeness beyond chance."""
    waiting: list[tuple[int, int, _Link]] = []  # A heap: what ends at an old passage not yet left behind.
    best: list[_Link] = []  # By the new passage at which they end; the later a chain ends, the heavier it is.
    for number, match in enumerate(sorted(matches)):
        while waiting and waiting[0][0] < match.old[0]:
            _add_if_heavier(best, heappop(waiting)[2])
        earlier = bisect_left(best, match.new[0], key=_end)
        before = best[earlier - 1] if earlier else None
        weight = match.likeness - CHANCE + (before.weight if before else 0)
        heappush(waiting, (match.old[-1], number, _Link(match, weight, before)))
    while waiting:
        _add_if_heavier(best, heappop(waiting)[2])
    series = []
    link = best[-1] if best else None
    while link:
        series.append(link.match)
        link = link.before
    return series[::-1]


def _end(link: _Link) -> int:
    return link.match.new[-1]


def _add_if_heavier(best: list[_Link], link: _Link) -> None:
    """Adds a chain where it belongs, unless one that ends no later is as heavy; drops what it outdoes."""
    place = bisect_right(best, _end(link), key=_end)
    if place and best[place - 1].weight >= link.weight:
        return
    while place < len(best) and best[place].weight <= link.weight:
        del best[place]
    if place and _end(best[place - 1]) == _end(link):
        place -= 1
        del best[place]
    best.insert(place, link)
