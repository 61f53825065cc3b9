"""The dates that a transcript refers to, found by rule and by what it names, an editor's word above both."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

from ..data.definitions import DateDecision, Entity, Record
from ..data.edtf import When, parse_edtf
from ..data.yamlfile import Located
from ..problems import Problem
from ..text.locate import check_decided, find_decided
from .passages import Passage
from .rules import Rules, find_rules


@dataclass(frozen=True, slots=True)
class Dating:
    """Words of a passage that mean a date: character offsets into its text, and what they mean.

    `entity` is the id of what the words name, if the date is its date; `reason` the editor's, if one decided.
    `spoken` is false where the words name what has the date, and do not say it.
    """

    start: int
    end: int
    words: str
    when: When
    entity: str | None = None
    reason: str | None = None
    spoken: bool = True


def find_datings(passage: Passage, record: Record, entities: Mapping[str, Entity]) -> tuple[Dating, ...]:
    """The dates of a passage in order; none of them overlap."""
    decisions = [decision for decision in record.dates if decision.passage == passage.anchor]
    return _find_with(passage, record.date, find_rules(record.source.tag), decisions, entities)


def _find_with(
    passage: Passage,
    day: date,
    rules: Rules,
    decisions: Iterable[DateDecision],
    entities: Mapping[str, Entity],
) -> tuple[Dating, ...]:
    dates = rules.find_dates(passage.text, day)
    found = [Dating(item.start, item.end, item.words, item.when) for item in dates]
    found = list(_add_named(passage, found, entities))
    for decision in decisions:
        found = _decide(passage.text, found, decision)
    return tuple(sorted(found, key=lambda item: item.start))


# --- What is named has a date ---

#: What may stand between a date and its name: June 2012 Geneva Communique, yesterday’s attack.
_BETWEEN = re.compile(r"(?:[’']s)?\s")


def _add_named(passage: Passage, found: Iterable[Dating], entities: Mapping[str, Entity]) -> Iterator[Dating]:
    """The dates found, each with what it is the date of, and those of what else is named, once each."""
    rest = list(found)
    seen: set[str] = set()
    for mention in passage.mentions:
        entity = entities.get(mention.entity)  # An editor's reference may name one that is unknown.
        if entity is None or entity.date is None or entity.id in seen:
            continue
        words = passage.text[mention.start : mention.end]
        when = parse_edtf(entity.date)
        named = Dating(mention.start, mention.end, words, when, entity.id, mention.reason, spoken=False)
        own = next((item for item in rest if _belongs(passage.text, item, named)), None)
        if own:
            rest.remove(own)
            yield _unite(passage.text, own, named)
        elif not any(_overlap(item, named) for item in rest):
            yield named
        seen.add(entity.id)
    yield from rest


def _belongs(text: str, item: Dating, named: Dating) -> bool:
    """Whether the words of a date stand in a name or right before it, and their span has the name's date."""
    near = _overlap(item, named) or _BETWEEN.fullmatch(text[item.end : named.start])
    return bool(near) and _contains(item.when, named.when)


def _overlap(one: Dating, other: Dating) -> bool:
    return one.start < other.end and other.start < one.end


def _contains(outer: When, inner: When) -> bool:
    ends = outer.last is None or (inner.last is not None and inner.last <= outer.last)
    return outer.first <= inner.first and ends


def _unite(text: str, item: Dating, named: Dating) -> Dating:
    """The date as printed, with its precision, and the name that it belongs to."""
    start, end = min(item.start, named.start), max(item.end, named.end)
    return replace(
        item, start=start, end=end, words=text[start:end], entity=named.entity, reason=named.reason
    )


# --- What the editor says ---


def _decide(text: str, found: list[Dating], decision: DateDecision) -> list[Dating]:
    """The dates with the editor's in the place of those in the same words."""
    span = find_decided(text, decision)
    if span is None:
        return found
    start, end = span
    rest = [item for item in found if item.end <= start or item.start >= end]
    if decision.date:
        rest.append(Dating(start, end, text[start:end], parse_edtf(decision.date), None, decision.reason))
    return rest


def check_dates(
    file: Located[Record], passages: Iterable[Passage], entities: Mapping[str, Entity] | None
) -> Iterator[Problem]:
    """Each decision decides one thing, on words of its passage that no other has, and changes something.

    `entities` are None where they could not be loaded.
    """
    for number, decision in enumerate(file.value.dates):
        if not decision.decides:
            message = "the decision needs either a date or 'remove: true', and not both"
            yield file.problem(message, "dates", number)
    by_anchor = {passage.anchor: passage for passage in passages}
    texts = {anchor: passage.text for anchor, passage in by_anchor.items()}
    find = None if entities is None else partial(_find_bare, by_anchor, file.value, entities)
    yield from check_decided(file, "dates", file.value.dates, texts, find)


def _find_bare(
    passages: Mapping[str, Passage],
    record: Record,
    entities: Mapping[str, Entity],
    anchor: str,
    decisions: Iterable[DateDecision],
) -> Iterator[Dating]:
    """The dates of the passage of an anchor, without the reasons."""
    rules = find_rules(record.source.tag)
    found = _find_with(passages[anchor], record.date, rules, decisions, entities)
    return (replace(item, reason=None) for item in found)
