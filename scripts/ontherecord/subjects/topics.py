"""What each passage is about: the terms of the topics suggest, the editor decides.

The rule: a passage is about a topic when a term of it stands in the passage's first sentence, or twice or
more in the passage; with one term further on it touches the topic. A decision of the record overrides it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ..data.definitions import Decision, Topic
from ..text.sentences import find_first_sentence
from ..text.words import APOSTROPHES
from .passages import Assignment, Level

_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class TermSpan:
    """Where a term stands in a text: character offsets, and the term and its owner."""

    start: int
    end: int
    term: str
    owner: str


class TermFinder:
    """Finds terms in a text: whole words only, the longest of several that begin at one place.

    Candidates are looked up by a term's first word, so the time grows with the text, not with the terms.
    """

    def __init__(self, terms: Iterable[tuple[str, str]]) -> None:
        """Takes (term, owner) pairs; a term with a capital letter matches as written, else in any case."""
        self._candidates: dict[str, list[tuple[re.Pattern[str], str, str]]] = {}
        for term, owner in sorted(set(terms), key=lambda pair: (-len(pair[0]), pair)):
            first = _WORD.search(term)
            if first:
                entry = (_term_pattern(term), term, owner)
                self._candidates.setdefault(first[0].casefold(), []).append(entry)

    def find(self, text: str) -> list[TermSpan]:
        """Every occurrence in the text, in order, without overlaps."""
        plain = text.translate(APOSTROPHES)
        found: list[TermSpan] = []
        for word in _WORD.finditer(plain):
            if found and word.start() < found[-1].end:
                continue
            span = self._match(plain, word)
            if span:
                found.append(span)
        return found

    def _match(self, plain: str, word: re.Match[str]) -> TermSpan | None:
        for pattern, term, owner in self._candidates.get(word[0].casefold(), ()):
            match = pattern.match(plain, word.start())
            if match:
                return TermSpan(match.start(), match.end(), term, owner)
        return None


def fold_term(term: str) -> str:
    """The form in which two terms are the same: matching in any case if they hold no capital letter."""
    plain = " ".join(term.translate(APOSTROPHES).split())
    return plain if plain != plain.lower() else f"(any case) {plain}"


def _term_pattern(term: str) -> re.Pattern[str]:
    plain = term.translate(APOSTROPHES)
    words = r"\s+".join(re.escape(word) for word in plain.split())
    return re.compile(words + r"(?!\w)", 0 if plain != plain.lower() else re.IGNORECASE)


def find_topics(text: str, finder: TermFinder) -> dict[str, Assignment]:
    """What the rule suggests for a text, by topic id."""
    first_sentence = find_first_sentence(text)
    spans: dict[str, list[TermSpan]] = {}
    for span in finder.find(text):
        spans.setdefault(span.owner, []).append(span)
    suggested = {}
    for topic, found in spans.items():
        is_about = len(found) > 1 or found[0].start < first_sentence
        suggested[topic] = Assignment(topic, Level.ABOUT if is_about else Level.TOUCHES, found[0].term, None)
    return suggested


def apply_decisions(
    suggested: Mapping[str, Assignment], decisions: Sequence[Decision]
) -> dict[str, Assignment]:
    """The suggestions with the editor's decisions carried out."""
    result = dict(suggested)
    for decision in decisions:
        if decision.procedural:
            for topic, item in result.items():
                result[topic] = Assignment(topic, Level.TOUCHES, item.term, decision.reason)
        for level, topics in ((Level.ABOUT, decision.about), (Level.TOUCHES, decision.mentions)):
            for topic in topics:
                term = result[topic].term if topic in result else None
                result[topic] = Assignment(topic, level, term, decision.reason)
        for topic in decision.remove:
            result.pop(topic, None)
    return result


def classify_passage(
    text: str, finder: TermFinder, decisions: Sequence[Decision], topics: Sequence[Topic]
) -> tuple[Assignment, ...]:
    """The topics of one passage, in the order of the topics' file."""
    result = apply_decisions(find_topics(text, finder), decisions)
    return tuple(result[topic.id] for topic in topics if topic.id in result)
