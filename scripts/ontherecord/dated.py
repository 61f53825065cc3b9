"""The dates that a transcript refers to, found by rule and by what it names, an editor's word above both."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from . import urls
from .dates import When, find_dates, parse_edtf
from .definitions import DateDecision, EntitiesFile, Entity, EntityKind, Record
from .exports import DateRow
from .model import Archive, Passage, Transcript
from .problems import Problem
from .yamlfile import Located


@dataclass(frozen=True)
class Dating:
    """Words of a passage that mean a date: character offsets into its text, and what they mean.

    `entity` is the id of what the words name, if the date is its date; `reason` the editor's, if one decided.
    """

    start: int
    end: int
    words: str
    when: When
    entity: str | None = None
    reason: str | None = None


def find_datings(passage: Passage, record: Record, entities: Mapping[str, Entity]) -> tuple[Dating, ...]:
    """The dates of a passage in order; none of them overlap."""
    found = [
        Dating(item.start, item.end, item.words, item.when) for item in find_dates(passage.text, record.date)
    ]
    found = list(_add_named(passage, found, entities))
    for decision in record.dates:
        if decision.passage == passage.anchor:
            found = _decide(passage.text, found, decision)
    return tuple(sorted(found, key=lambda item: item.start))


# --- What is named has a date ---

#: What may stand between a date and its name: June 2012 Geneva Communique, yesterday’s attack.
_BETWEEN = re.compile(r"(?:[’']s)?\s")


def _add_named(passage: Passage, found: Iterable[Dating], entities: Mapping[str, Entity]) -> Iterator[Dating]:
    """The dates found, each with what it is the date of, and those of what else is named, once each."""
    rest = list(found)
    seen: set[str] = set()
    for mention in passage.named:
        entity = entities[mention.entity]
        if entity.date is None or entity.id in seen:
            continue
        words = passage.text[mention.start : mention.end]
        when = parse_edtf(entity.date)
        named = Dating(mention.start, mention.end, words, when, entity.id, mention.reason)
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
    span = _locate(text, decision)
    if span is None:
        return found
    start, end = span
    rest = [item for item in found if item.end <= start or item.start >= end]
    if decision.date:
        rest.append(Dating(start, end, text[start:end], parse_edtf(decision.date), None, decision.reason))
    return rest


def _locate(text: str, decision: DateDecision) -> tuple[int, int] | None:
    """Where the words of a decision stand, or None if they do not stand there so often."""
    matches = list(_compile(decision.words).finditer(text))
    return matches[decision.occurrence - 1].span() if len(matches) >= decision.occurrence else None


def _compile(words: str) -> re.Pattern[str]:
    spelt = r"\s+".join(map(re.escape, words.split()))
    return re.compile(rf"(?<!\w){spelt}(?!\w)")


def check_dates(
    file: Located[Record], transcript: Transcript, entities: Mapping[str, Entity]
) -> Iterator[Problem]:
    """Each decision is on words that stand in its passage, decides one thing, and changes something."""
    passages = {passage.anchor: passage for passage in transcript.passages}
    for number, decision in enumerate(file.value.dates):
        if bool(decision.date) == decision.remove:
            message = "the decision needs either a date or 'remove: true', and not both"
            yield file.problem(message, "dates", number)
        passage = passages.get(decision.passage)
        if passage is None:
            continue  # Said of every part of the record at once: see check_passages.
        span = _locate(passage.text, decision)
        if span is None:
            yield file.problem(_explain_missing(passage, decision), "dates", number, "words")
        elif decision.remove and not _finds(passage, file.value, number, span, entities):
            message = f"no date is found in '{decision.words}' of {passage.anchor}: drop the decision"
            yield file.problem(message, "dates", number, "words")


def _explain_missing(passage: Passage, decision: DateDecision) -> str:
    times = len(_compile(decision.words).findall(passage.text))
    if times:
        return f"'{decision.words}' stands in {passage.anchor} {times} times only: mend 'occurrence'"
    return f"the words '{decision.words}' do not stand in {passage.anchor}: copy them from the passage"


def _finds(
    passage: Passage, record: Record, number: int, span: tuple[int, int], entities: Mapping[str, Entity]
) -> bool:
    """Whether a date is found in the words but for this decision."""
    others = (*record.dates[:number], *record.dates[number + 1 :])
    found = find_datings(passage, record.model_copy(update={"dates": others}), entities)
    return any(item.start < span[1] and span[0] < item.end for item in found)


def check_dated(entities: Located[EntitiesFile]) -> Iterator[Problem]:
    """Only an event or a document has a date."""
    for number, entity in enumerate(entities.value.entities):
        if entity.date and entity.kind not in (EntityKind.EVENT, EntityKind.DOCUMENT):
            message = f"only an event or a document has a date, and '{entity.id}' is a {entity.kind.value}"
            yield entities.problem(message, "entities", number, "date")


# --- The data that the site gives away ---


def export_dates(archive: Archive) -> Iterator[DateRow]:
    """Every date that a passage refers to, in reading order, the oldest transcript first."""
    for transcript in reversed(archive.transcripts):
        for passage in transcript.passages:
            for item in find_datings(passage, transcript.record, archive.entities):
                yield DateRow(
                    passage=urls.passage_id(transcript.slug, passage.anchor),
                    start=item.start,
                    end=item.end,
                    words=item.words,
                    date=item.when.edtf,
                    first=item.when.first.isoformat(),
                    last=item.when.last.isoformat() if item.when.last else None,
                    precision=item.when.precision.value,
                    entity=item.entity,
                    reason=item.reason,
                )
