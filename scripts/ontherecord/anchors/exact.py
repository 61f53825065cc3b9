"""Equal items of two lists, matched one to one: as many as can be, wherever they stand."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence

from rapidfuzz.distance import LCSseq


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
    both = {old[place] for place in range(len(old)) if place not in pairs}
    both &= {new[at] for at in range(len(new)) if at not in back}
    if not both:
        return
    # What is paired has its partner's number, so that nothing else equals it.
    ids = {
        item: len(old) + number for number, item in enumerate(dict.fromkeys(filter(both.__contains__, old)))
    }
    olds = [place for place in range(len(old)) if place in pairs or old[place] in both]
    news = [at for at in range(len(new)) if at in back or new[at] in both]
    before = [place if place in pairs else ids[old[place]] for place in olds]
    after = [back[at] if at in back else ids[new[at]] for at in news]
    for block in LCSseq.opcodes(before, after):
        if block.tag == "equal":
            both_sides = zip(
                olds[block.src_start : block.src_end], news[block.dest_start : block.dest_end], strict=True
            )
            yield from (pair for pair in both_sides if pair[0] not in pairs)
