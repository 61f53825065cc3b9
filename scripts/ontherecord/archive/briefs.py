"""The coverage of the briefs: each passage about a topic is carried by a claim on it, or waived."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..data.definitions import Record, Topic
from ..data.yamlfile import Located
from ..problems import Problem, did_you_mean
from .model import Transcript


def check_waivers(
    file: Located[Record], transcript: Transcript, topics: Sequence[Topic]
) -> Iterator[Problem]:
    """Each waiver is of a known topic, on a passage about it that no claim carries, and the only one.

    Passages that do not exist are reported by `check.check_passages`.
    """
    known = {topic.id for topic in topics}
    about = {passage.anchor: passage.about for passage in transcript.passages}
    seen: set[tuple[str, str]] = set()
    for number, waiver in enumerate(file.value.waivers):
        at, pair = ("waivers", number), (waiver.topic, waiver.passage)
        if waiver.topic not in known:
            hint = did_you_mean(waiver.topic, known)
            yield file.problem(f"unknown topic '{waiver.topic}'{hint}", *at, "topic")
        elif waiver.passage in about and waiver.topic not in about[waiver.passage]:
            message = f"{waiver.passage} is not about '{waiver.topic}': drop the waiver"
            yield file.problem(message, *at, "passage")
        elif pair in seen or waiver.passage in _list_carried(file.value, waiver.topic):
            message = f"{waiver.passage} is carried or waived already: drop the waiver"
            yield file.problem(message, *at, "passage")
        seen.add(pair)


def find_uncarried(
    file: Located[Record], transcript: Transcript, topics: Sequence[Topic]
) -> Iterator[Problem]:
    """For each topic the passages about it that no claim carries and nobody waived; none stops a build."""
    for topic in topics:
        waived = {waiver.passage for waiver in file.value.waivers if waiver.topic == topic.id}
        done = waived | _list_carried(file.value, topic.id)
        open_ = [
            one.anchor for one in transcript.passages if topic.id in one.about and one.anchor not in done
        ]
        if not open_:
            continue
        if topic.id in file.value.briefs:
            message = f"no claim on '{topic.id}' carries {', '.join(open_)}: add one, or waive it"
            yield file.problem(message, "briefs", topic.id)
        else:
            yield file.problem(f"no brief on '{topic.id}' yet, to carry {', '.join(open_)}")


def _list_carried(record: Record, topic: str) -> set[str]:
    return {anchor for claim in record.briefs.get(topic, ()) for anchor in claim.passages}
