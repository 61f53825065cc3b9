"""The questions that were put, to whom, and where the record answers them: rules suggest, an editor decides.

The rule: a sentence that ends in a question mark is a question, and what stands before it since the last
question of its passage introduces it. It is put to whom it addresses by name ("Mr. Amit, are you …"), else
to whom the question before it was put, else to whom the label's note names; to nobody alone if it addresses
several. What the record enters of a passage takes the place of what the rule finds there; answers are matched
by an editor only.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from .. import urls
from ..catalogue import join_names, say
from ..data.definitions import PutQuestion, Record
from ..data.yamlfile import Located
from ..problems import Problem, did_you_mean
from ..subjects.passages import Passage
from ..subjects.questions import find_names, find_questions, place_questions
from ..subjects.rules import Finders, Rules, find_rules
from ..subjects.terms import TermFinder
from ..text.languages.language import Language
from ..text.locate import Span
from ..text.sentences import CLOSING, STOPS
from ..text.turns import Kind
from .assemble import find_leaders
from .kept import remember_each
from .model import Archive, Gap, SpokenTurn, Transcript
from .paging import Event, Page, build_pages
from .translations import keep_nearest

#: Most questions on one page, save where a single event has more.
PAGE_LIMIT = 100


@dataclass(frozen=True, slots=True)
class Question:
    """One question that was put.

    `number` counts within the passage from 1; `start` and `end` are character offsets in its text.
    `asked_by` is the name of who put it, None where the source does not give it; `asked`
    is an entity id, None where the record does not say. `answers` are empty where no passage answers it or,
    unless `matched`, where no editor has looked yet; `followed_by` is all that the turns of the answer hold.
    `left_out` are those who spoke between it and these, in words that the source leaves out; `unheard` is the
    one to whom it was put, where the source gives none of their words.
    """

    passage: Passage
    number: int
    start: int
    end: int
    asked_by: str | None
    asked: str | None
    topics: tuple[str, ...]
    answers: tuple[Passage, ...]
    matched: bool
    followed_by: tuple[Passage, ...]
    left_out: tuple[str, ...]
    unheard: str | None
    reason: str | None

    @property
    def words(self) -> str:
        """Its words, as they stand in the passage."""
        return self.passage.text[self.start : self.end]

    @property
    def cut_before(self) -> bool:
        """Whether it begins within a sentence of its passage."""
        before = self.passage.text[: self.start].rstrip().rstrip(CLOSING)
        return bool(before) and not before.endswith(STOPS)

    @property
    def cut_after(self) -> bool:
        """Whether it ends within a sentence of its passage."""
        return self.end < len(self.passage.text) and not self.words.rstrip(CLOSING).endswith(STOPS)

    @property
    def id(self) -> str:
        """Its id in the whole archive."""
        return urls.question_id(self.passage.transcript, self.passage.anchor, self.number)


def check_questions(file: Located[Record], transcript: Transcript) -> Iterator[Problem]:
    """What the record enters of questions fits the text: passages, words, people, topics and answers.

    Passages that do not exist are reported by `check.check_passages`.
    """
    turns = {item.anchor: (turn, item) for turn in transcript.turns for item in turn.passages}
    entered: dict[str, list[int]] = {}
    people = [one for person in file.value.participants for one in person.speakers]
    for number, entry in enumerate(file.value.questions):
        at = ("questions", number)
        if entry.asked and entry.asked not in people:
            known = did_you_mean(entry.asked, people)
            yield file.problem(f"'{entry.asked}' is no participant of this record{known}", *at, "asked")
        if entry.passage not in turns:
            continue
        turn, passage = turns[entry.passage]
        if turn.turn.kind is not Kind.QUESTION:
            message = f"{entry.passage} is no question: only a question's passage puts one"
            yield file.problem(message, *at, "passage")
            continue
        entered.setdefault(entry.passage, []).append(number)
        yield from _check_none(file, number)
        yield from _check_topics(file, number, passage)
        yield from _check_answers(file, number, turn, {key: value[0] for key, value in turns.items()})
    for anchor, numbers in entered.items():
        placed = [number for number in numbers if not file.value.questions[number].none]
        _, slips = place_questions(turns[anchor][1].text, [file.value.questions[number] for number in placed])
        for slip in slips:
            yield file.problem(slip.message, "questions", placed[slip.number], slip.key)


def _check_none(file: Located[Record], number: int) -> Iterator[Problem]:
    """What puts no question has nothing of one, and no other entry."""
    entry = file.value.questions[number]
    if not entry.none:
        return
    message = f"'none: true' says that {entry.passage} puts no question"
    for key in ("begins", "ends", "asked", "topics", "answered_by"):
        if getattr(entry, key):
            yield file.problem(f"{message}: drop '{key}', or drop 'none'", "questions", number, key)
    for other, one in enumerate(file.value.questions):
        if other != number and one.passage == entry.passage:
            line = file.line("questions", other, "passage")
            remedy = f"drop it, or drop the entry on line {line}"
            yield file.problem(f"{message}: {remedy}", "questions", number, "none")


def _check_topics(file: Located[Record], number: int, passage: Passage) -> Iterator[Problem]:
    assigned = [item.topic for item in passage.assignments]
    for place, topic in enumerate(file.value.questions[number].topics):
        if topic not in assigned:
            message = (
                f"{passage.anchor} neither is about '{topic}' nor mentions it: name another topic, or decide"
                f" that under decisions first{did_you_mean(topic, assigned)}"
            )
            yield file.problem(message, "questions", number, "topics", place)


def _check_answers(
    file: Located[Record], number: int, asked: SpokenTurn, turns: Mapping[str, SpokenTurn]
) -> Iterator[Problem]:
    for place, anchor in enumerate(file.value.questions[number].answered_by):
        turn = turns.get(anchor)
        if turn and (turn.turn.kind is Kind.QUESTION or turn.number < asked.number):
            message = f"{anchor} can not answer it: an answer stands in a later turn that is no question"
            yield file.problem(message, "questions", number, "answered_by", place)


# --- The questions of the archive -------------------------------------------------------------------------


def list_questions(archive: Archive, transcript: Transcript) -> tuple[Question, ...]:
    """The questions of one transcript in reading order."""
    finder = archive.derive(_build_finders).topics(transcript.record.source.tag)
    return tuple(_build_transcript(archive, transcript, finder))


def _build_finders(archive: Archive) -> Finders:
    return Finders(archive.topics, archive.entities.values(), archive.home)


def _build_transcript(archive: Archive, transcript: Transcript, finder: TermFinder) -> Iterator[Question]:
    rules = find_rules(transcript.record.source.tag)
    names = find_names(transcript.record, archive.entities)
    followed = _find_following(transcript)
    places = {item.anchor: place for place, item in enumerate(transcript.passages)}
    entries = _list_entries(transcript.record)
    for turn in transcript.turns:
        if turn.turn.kind is not Kind.QUESTION:
            continue
        following = followed[turn.number]
        asked = turn.turn.addressed_to
        asked_by = archive.name_speaker(turn) if turn.turn.speakers or turn.questioner else None
        for passage, number, span, read in _find_spans(turn, entries, rules.language):
            asked = _find_asked(passage.text[slice(*span)], read, rules, names, asked)
            answers = sorted(places[anchor] for anchor in read.answered_by) if read else ()
            yield Question(
                passage=passage,
                number=number,
                start=span[0],
                end=span[1],
                asked_by=asked_by,
                asked=asked,
                topics=(read and read.topics) or _find_topics(passage, span, finder),
                answers=tuple(transcript.passages[place] for place in answers),
                matched=read is not None,
                followed_by=tuple(item for one in following for item in one.passages),
                left_out=_find_left_out(transcript, turn, asked, following),
                unheard=asked if asked in transcript.record.left_out else None,
                reason=read.reason if read else None,
            )


def _list_entries(record: Record) -> Mapping[str, Sequence[PutQuestion]]:
    """What the record enters of each passage, by its anchor."""
    entries: dict[str, list[PutQuestion]] = {}
    for entry in record.questions:
        entries.setdefault(entry.passage, []).append(entry)
    return entries


def _count_all(archive: Archive) -> Mapping[str, int]:
    """How many questions each transcript has, by its slug."""
    return remember_each("questions put", archive, _count_put)


def _count_put(transcript: Transcript) -> int:
    language = find_rules(transcript.record.source.tag).language
    entries = _list_entries(transcript.record)
    asking = (turn for turn in transcript.turns if turn.turn.kind is Kind.QUESTION)
    return sum(1 for turn in asking for _ in _find_spans(turn, entries, language))


def _find_asked(
    words: str, read: PutQuestion | None, rules: Rules, names: Mapping[str, str], before: str | None
) -> str | None:
    """To whom a question was put, after one that was put to `before`."""
    if read and read.asked:
        return read.asked
    called = rules.find_addressed(words, names)
    if len(called) > 1:
        return None  # The record does not say which of them.
    return called[0] if called else before


def _find_spans(
    turn: SpokenTurn, entries: Mapping[str, Sequence[PutQuestion]], language: Language
) -> Iterator[tuple[Passage, int, Span, PutQuestion | None]]:
    """The questions of a turn with their entries; a turn in which none is found is one, its last passage.

    Where an editor says that a passage puts none, it is none.
    """
    found = 0
    for passage in turn.passages:
        entered = entries.get(passage.anchor)
        read = [entry for entry in entered or () if not entry.none]
        found_here = find_questions(passage.text, language) if not entered else None
        spans = place_questions(passage.text, read)[0] if found_here is None else found_here
        found += len(spans)
        for number, span in enumerate(spans):
            yield passage, number + 1, span, read[number] if read else None
    unread = [passage for passage in turn.passages if passage.anchor not in entries]
    if unread and not found:
        yield unread[-1], 1, (0, len(unread[-1].text)), None


def _find_following(transcript: Transcript) -> Mapping[int, Sequence[SpokenTurn]]:
    """The answer turns after each question, by its number; questions put directly after it share them.

    A chair's words between them are passed over.
    """
    leaders = find_leaders(transcript.record)
    found: dict[int, Sequence[SpokenTurn]] = {}
    answers: list[SpokenTurn] = []
    for turn in transcript.turns:
        if turn.turn.kind is Kind.ANSWER:
            answers.append(turn)
        elif turn.turn.kind is Kind.QUESTION:
            answers = [] if answers else answers
            found[turn.number] = answers
        elif not {*turn.turn.speakers} <= leaders:
            answers = []
    return found


def _find_left_out(
    transcript: Transcript, turn: SpokenTurn, asked: str | None, following: Sequence[SpokenTurn]
) -> tuple[str, ...]:
    """Who spoke after a question and before the last turn that answers it, in words that are missing.

    Of a question put to one, that one only.
    """
    last = following[-1].number - 1 if following else turn.number
    items = [item for one in transcript.turns[turn.number - 1 : last] for item in one.items]
    spoke = tuple(dict.fromkeys(item.speaker for item in items if isinstance(item, Gap)))
    return spoke if asked is None else tuple(one for one in spoke if one == asked)


def _find_topics(passage: Passage, span: Span, finder: TermFinder) -> tuple[str, ...]:
    """Those topics of the passage whose terms the question holds, or else all that the passage is about."""
    if len(passage.about) < 2:
        return passage.about
    named = {found.owner for found in finder.find(passage.text[slice(*span)])}
    return tuple(topic for topic in passage.about if topic in named) or passage.about


# --- What is not heard ---


def group_questions(archive: Archive, transcript: Transcript) -> Mapping[str, Sequence[Question]]:
    """The questions of each passage that puts any, by its anchor."""
    found: dict[str, list[Question]] = {}
    for item in archive.each(list_questions)[transcript.slug]:
        found.setdefault(item.passage.anchor, []).append(item)
    return found


def tell_unheard(archive: Archive, asked: Sequence[Question]) -> str:
    """That questions were put to one whose words the text does not give; empty where none was."""
    unheard = list(dict.fromkeys(item.unheard for item in asked if item.unheard))
    names = join_names([archive.short_names[one] for one in unheard])
    if not names:
        return ""
    if all(item.unheard for item in asked):
        return say("put to {speaker}, whose words are not in the text", speaker=names)
    return say("partly put to {speaker}, whose words are not in the text", speaker=names)


# --- Pages and data ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class QuestionEvent(Event):
    """The questions of one transcript, and how many there are."""

    count: int
    archive: Archive = field(repr=False, compare=False)

    @property
    def questions(self) -> tuple[Question, ...]:
        """The questions in reading order."""
        return self.archive.each(list_questions)[self.transcript.slug]


def build_question_pages(archive: Archive) -> tuple[Page[QuestionEvent], ...]:
    """The pages of all questions; an event has an address of its year even where the first page holds all."""
    return archive.derive(_build_pages)


def _build_pages(archive: Archive) -> tuple[Page[QuestionEvent], ...]:
    counts = archive.derive(_count_all)
    asked = (transcript for transcript in archive.transcripts if counts[transcript.slug])
    events = keep_nearest(archive, (QuestionEvent(one, counts[one.slug], archive) for one in asked))
    return build_pages(events, lambda event: event.count, PAGE_LIMIT, urls.questions, always=True)
