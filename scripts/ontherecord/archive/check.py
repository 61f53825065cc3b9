"""What is wrong between the data files: every rule yields its problems, nothing stops at the first."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial

from ..anchors.anchor import Anchored
from ..data.definitions import (
    START,
    Decision,
    EntitiesFile,
    Entity,
    Record,
    Reference,
)
from ..data.yamlfile import Located
from ..problems import Problem
from ..subjects.names import Finder, find_mentions
from ..subjects.passages import Level, Mention, Passage
from ..subjects.rules import Finders
from ..subjects.topics import Spoken, Subjects, find_covered
from ..text.labels import label_key
from ..text.locate import check_decided
from ..text.source import fold
from ..text.turns import ParsedTranscript
from .check_cast import check_cast
from .check_shared import find_duplicates, name_unknown
from .gaps import check_gaps
from .model import Tombstone, Transcript


def check_record(
    file: Located[Record],
    topics: Container[str] | None,
    entities: Mapping[str, Entity] | None,
    in_work: Container[str] = (),
) -> Iterator[Problem]:
    """The record names known speakers and topics, and each label, opening and agenda item once.

    `in_work` are entities that only drafts may name.
    """
    record = file.value
    yield from check_cast(file, entities, in_work)
    agenda = [(item.at, ("agenda", n, "at")) for n, item in enumerate(record.agenda)]
    yield from find_duplicates(file, agenda, "duplicate agenda heading at")
    if topics is not None:
        yield from _check_topic_names(file, topics)
    yield from check_gaps(file)
    for number, decision in enumerate(record.decisions):
        yield from _check_decision(file, number, decision)


def _check_topic_names(file: Located[Record], topics: Container[str]) -> Iterator[Problem]:
    known = list(topics) if isinstance(topics, Iterable) else []
    for number, decision in enumerate(file.value.decisions):
        for key in ("about", "mentions", "remove"):
            for place, topic in enumerate(getattr(decision, key)):
                if topic not in topics:
                    yield file.problem(name_unknown("topic", topic, known), "decisions", number, key, place)
    for topic in file.value.briefs:
        if topic not in topics:
            yield file.problem(name_unknown("topic", topic, known), "briefs", topic)


def _check_decision(file: Located[Record], number: int, decision: Decision) -> Iterator[Problem]:
    at = ("decisions", number)
    named = [*decision.about, *decision.mentions, *decision.remove]
    if not named and not decision.procedural:
        yield file.problem("the decision decides nothing: give about, mentions, remove or procedural", *at)
    if decision.procedural and decision.about:
        yield file.problem("a procedural passage is about no topic: drop 'procedural' or 'about'", *at)
    for topic in sorted({topic for topic in named if named.count(topic) > 1}):
        yield file.problem(f"the decision names '{topic}' twice", *at)
    if (decision.passage is None) == (decision.exchange is None):
        yield file.problem("the decision is on a 'passage' or on an 'exchange': give one of them", *at)


def check_decisions(file: Located[Record], passages: Sequence[Spoken]) -> Iterator[Problem]:
    """Each decision is on passages that exist, and of two on one passage one is narrower.

    Passages that do not exist are reported by `check_passages`.
    """
    exchanges = max((item.exchange for item in passages if item.exchange), default=0)
    order = {item.anchor: number for number, item in enumerate(passages)}
    seen: dict[tuple[str, int], int] = {}
    decisions = file.value.decisions
    for number, covered in enumerate(find_covered(passages, decisions)):
        decision, at = decisions[number], ("decisions", number)
        if decision.exchange and decision.exchange > exchanges:
            message = f"there is no exchange {decision.exchange}: the transcript has {exchanges}"
            yield file.problem(message, *at, "exchange")
        first, last = decision.ends
        if order.get(first, -1) > order.get(last, len(order)):
            yield file.problem(f"the range runs backwards: write '{last}-{first}'", *at, "passage")
        double = [anchor for anchor in covered if (anchor, len(covered)) in seen]
        if double:
            line = file.line("decisions", seen[double[0], len(covered)])
            message = f"{double[0]} has a decision already (line {line}): join the two"
            yield file.problem(message, *at, "exchange" if decision.exchange else "passage")
        for anchor in covered:
            seen.setdefault((anchor, len(covered)), number)


def check_heading(file: Located[Record], parsed: ParsedTranscript, text_path: str) -> Iterator[Problem]:
    """The record's title and date are those of the source text."""
    record = file.value
    if parsed.title and parsed.title != record.title and ("title",) not in file.blanks:
        yield file.problem(f"the title differs from the one in {text_path}: '{parsed.title}'", "title")
    if parsed.date and parsed.date != record.date and ("date",) not in file.blanks:
        yield file.problem(f"the date differs from the one in {text_path}: {parsed.date}", "date")


def check_labels(file: Located[Record], parsed: ParsedTranscript, text_path: str) -> Iterator[Problem]:
    """A declared label begins at least one turn of the source text, and a declared heading stands in it."""
    record = file.value
    declared: list[tuple[str, tuple[str | int, ...]]] = [
        (label, ("participants", index, "labels", place))
        for index, person in enumerate(record.participants)
        for place, label in enumerate(person.labels)
    ]
    if "question_labels" in record.model_fields_set:
        declared += [
            (label, ("question_labels", place)) for place, label in enumerate(record.question_labels)
        ]
    for number, heading in enumerate(record.headings):
        if fold(heading) not in parsed.headings:
            yield file.problem(
                f"no line of {text_path} is the heading '{heading}'; take it out", "headings", number
            )
    for label, at in declared if parsed.turns else ():
        if label_key(label) and label_key(label) not in parsed.labels:
            yield file.problem(f"no turn of {text_path} begins with the label '{label}'; take it out", *at)


def check_passages(
    file: Located[Record],
    anchors: Sequence[str],
    removed: Mapping[str, str],
) -> Iterator[Problem]:
    """What the record says of passages, it says of passages that exist, and the agenda is in their order.

    A text without any passage is reported as such, and nothing that rests on its passages.
    """
    known = set(anchors)
    for at, anchor in _anchors_named(file.value) if anchors else ():
        if anchor in removed:
            yield file.problem(removed[anchor], *at)
        elif anchor not in known:
            message = f"there is no passage {anchor}: the transcript has {anchors[0]} to {anchors[-1]}"
            yield file.problem(message, *at)
    order = {anchor: number for number, anchor in enumerate(anchors)}
    last = -1
    for number, item in enumerate(file.value.agenda):
        at = ("agenda", number, "at")
        if order.get(item.at, last + 1) < last:
            yield file.problem(f"the agenda is out of order: {item.at} comes before the item above", *at)
        last = order.get(item.at, last)


def check_references(
    file: Located[Record], passages: Iterable[Passage], finder: Finder | None
) -> Iterator[Problem]:
    """Each reference is on words of its passage that no other has, and changes which names are found.

    `finder` is None where the names could not be loaded.
    """
    texts = {passage.anchor: passage.text for passage in passages}
    find = partial(_find_bare, texts, finder) if finder else None
    yield from check_decided(file, "references", file.value.references, texts, find)


def _find_bare(
    texts: Mapping[str, str], finder: Finder, anchor: str, references: Iterable[Reference]
) -> Iterator[Mention]:
    """The names in the passage of an anchor, without the reasons."""
    return (replace(item, reason=None) for item in find_mentions(texts[anchor], finder, references))


def check_named(
    file: Located[EntitiesFile], transcripts: Sequence[Transcript], finders: Finders
) -> Iterator[Problem]:
    """Every entity took part in an event, or a passage names it, or an earlier wording did.

    For its address is permanent: a name that was corrected away keeps its page.
    """
    people = [person for item in transcripts for person in item.record.participants]
    named = {one for person in people for one in (*person.speakers, *person.voices)}
    named.update(*(one.entities for item in transcripts for one in item.passages))
    for transcript in transcripts:
        finder = finders.names(transcript.record.source.tag)
        for text in _list_earlier(transcript):
            named |= {mention.entity for mention in find_mentions(text, finder)}
    for number, entity in enumerate(file.value.entities):
        if entity.id not in named:
            remedy = "add the form that the text uses to its aliases, or remove it"
            yield file.problem(f"no passage names '{entity.id}': {remedy}", "entities", number, "id")


def _list_earlier(transcript: Transcript) -> Iterator[str]:
    """Words that passages had once, those of removed passages included."""
    for turn in transcript.turns:
        for item in turn.items:
            if isinstance(item, Passage | Tombstone) and item.history:
                yield from (wording.text for wording in item.history)
            if isinstance(item, Tombstone):
                yield item.text


def _anchors_named(record: Record) -> Iterator[tuple[tuple[int | str, ...], str]]:
    for number, gap in enumerate(record.gaps):
        if gap.after != START:
            yield ("gaps", number, "after"), gap.after
    for number, item in enumerate(record.agenda):
        yield ("agenda", number, "at"), item.at
    for number, decision in enumerate(record.decisions):
        for anchor in dict.fromkeys(decision.ends if decision.passage else ()):
            yield ("decisions", number, "passage"), anchor
    for number, dating in enumerate(record.dates):
        yield ("dates", number, "passage"), dating.passage
    for number, question in enumerate(record.questions):
        yield ("questions", number, "passage"), question.passage
        for place, anchor in enumerate(question.answered_by):
            yield ("questions", number, "answered_by", place), anchor
    for number, reference in enumerate(record.references):
        yield ("references", number, "passage"), reference.passage
    for key in ("footnotes", "slips"):
        for number, placed in enumerate(getattr(record, key)):
            yield (key, number, "passage"), placed.passage
    for number, waiver in enumerate(record.waivers):
        yield ("waivers", number, "passage"), waiver.passage
    for topic, claims in record.briefs.items():
        for number, claim in enumerate(claims):
            for place, anchor in enumerate(claim.passages):
                yield ("briefs", topic, number, "passages", place), anchor


def check_assignments(
    file: Located[Record],
    text_path: str,
    anchored: Sequence[Anchored],
    subjects: Subjects,
    topics: Container[str],
) -> Iterator[Problem]:
    """Every passage is about a topic or procedural, and every claim rests on passages of its topic.

    Nothing is said of the claims on a topic that is none of `topics`: that is a problem of its own.
    """
    assigned = subjects.assigned
    for item in anchored:
        about = any(one.level is Level.ABOUT for one in assigned[item.anchor])
        if not about and item.anchor not in subjects.procedural:
            message = (
                f"{item.anchor} is about no topic: decide it in {file.path} (decisions: passage, about,"
                " reason), or mark it 'procedural: true'"
            )
            yield Problem(text_path, item.paragraph.line, message)
    for topic, claims in file.value.briefs.items():
        for number, claim in enumerate(claims):
            for place, anchor in enumerate(claim.passages):
                if topic not in topics or anchor not in assigned:
                    continue
                if topic not in {one.topic for one in assigned[anchor]}:
                    message = f"the claim rests on {anchor}, which neither is about '{topic}' nor mentions it"
                    yield file.problem(message, "briefs", topic, number, "passages", place)
