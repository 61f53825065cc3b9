"""The questions that a passage puts, and to whom: the rule, and what an editor enters."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ..data.definitions import Entity, PutQuestion, Record
from ..data.person_names import find_bearers
from ..text.languages.english import ENGLISH
from ..text.languages.language import Language
from ..text.locate import Span, explain_missing, find_words
from ..text.sentences import CLOSING, find_sentences

# --- What the rule finds ----------------------------------------------------------------------------------


def find_questions(text: str, language: Language = ENGLISH) -> list[Span]:
    """The questions of a text as (start, end), each with the sentences that introduce it."""
    found: list[Span] = []
    first = 0
    for begin, end in find_sentences(text, language):
        if _asks(text[begin:end], language):
            found.append(_trim(text, first, end))
            first = end
    return found


def _asks(sentence: str, language: Language) -> bool:
    """Whether a sentence ends with a question mark or word, other signs and brackets after it left out."""
    ended = sentence.rstrip().rstrip(")]）】")
    marks = ended[len(ended.rstrip("?!？！؟")) :]
    return bool(set(language.asks) & set(marks)) or ended.rstrip("。.").endswith(language.question_words)


def _trim(text: str, start: int, end: int) -> Span:
    """The span without white space at its edges."""
    inside = text[start:end]
    return start + len(inside) - len(inside.lstrip()), start + len(inside.rstrip())


#: What may stand before a name in an address, and between two: "And, Foreign Minister Amit, …".
_LEAD = r"(?:(?:And|But|So|Also|Then|Thank you),?\s+)?"
_TITLES = r"(?:[A-Z][A-Za-z]*\.?\s+){0,4}?"
_NEXT = r"(?:,|,?\s+and)\s+"
#: How many more than one may be addressed together.
_MOST = 9
_SPEAKS_TO = re.compile(r"\byou(?:rs?)?\b|\?", re.IGNORECASE)
#: Words that begin a sentence of its own after the name: "Mr. Amit, the US says …".
_BEGINS = re.compile(r"\s*(?:the|an?|this|that|these|those|there|it|we|they|some|many|I)\b")
#: What goes on after a comma, where a statement about the one named would have its verb.
_GOES_ON = (
    r"(?:and|but|or|so|nor|while|as|which|who|that|if|because|since|when|after|before|although|though|what|why"
    r"|how|where|(?:is|are|was|were|do|does|did|will|would|can|could|should|has|have)(?:n['’]t)?\s+"
    r"(?:it|that|this|he|she|they|there|we|you|I|not))\b"
)
#: Words set apart that say who the one named is: "Mr. Amit, who was in Baku, said …".
_IS_TOLD_OF = re.compile(rf"\s*(?:who|whom|whose|which|the|an?)\b(?:(?!\byou)[^,?])*,\s+(?!{_GOES_ON})[a-z]")


def find_addressed(text: str, names: Mapping[str, str]) -> tuple[str, ...]:
    """Whom the last sentence of a question that addresses anyone addresses by name, all if there are several.

    A sentence addresses someone if it begins with the name and a comma, or ends with a comma and the name,
    and asks or says "you". One that begins so may also state what a later one asks about, but not if it is
    about the one named. `names` maps a name to an id.
    """
    if not any(name in text for name in names):
        return ()
    name = "|".join(map(re.escape, sorted(names, key=len, reverse=True)))
    one = rf"(?>{_TITLES}(?:{name})(?=,|\s+and\s|\s*[?!.]))"
    people = rf"{one}(?:{_NEXT}{one}){{0,{_MOST}}}"
    begins, ends = re.compile(rf"{_LEAD}({people}),"), re.compile(rf",\s+({people})\s*[?!.]+$")
    last = max((match.start() for match in _SPEAKS_TO.finditer(text)), default=-1)
    found: tuple[str, ...] = ()
    for begin, end in find_sentences(text, ENGLISH):
        sentence = text[begin:end].strip(f" {CLOSING}")
        asks, may_ask = _SPEAKS_TO.search(sentence), begin <= last
        opens = begins.match(sentence)
        rest = sentence[opens.end() :] if opens else ""
        calls = opens and not _IS_TOLD_OF.match(rest) and (asks or (may_ask and _BEGINS.match(rest)))
        closes = asks and ends.search(sentence)
        called = [match[1] for match in (calls and opens, closes) if match]
        found = tuple({names[one]: None for words in called for one in re.findall(name, words)}) or found
    return found


def find_names(record: Record, entities: Mapping[str, Entity]) -> dict[str, str]:
    """What the participants may be called: each name and the last word of it, if it is one person's only."""
    present = [entities[one] for person in record.participants for one in person.speakers if one in entities]
    owners: dict[str, set[str]] = {form: {*bearers} for form, bearers in find_bearers(present).items()}
    for person in record.participants:
        for speaker in person.speakers:
            entity = entities.get(speaker)
            for name in (entity.name, *entity.aliases) if entity else ():
                for form in (name, name.split()[-1]):
                    owners.setdefault(form, set()).add(speaker)
    return {name: next(iter(ids)) for name, ids in sorted(owners.items()) if len(ids) == 1}


# --- What the editor enters -------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Slip:
    """What is wrong with the key of an entry, which is the number-th of its passage from 0."""

    number: int
    key: str
    message: str


def place_questions(text: str, entries: Sequence[PutQuestion]) -> tuple[list[Span], list[_Slip]]:
    """Where the questions entered of a passage stand in its text, and what can not be placed."""
    spans: list[Span] = []
    slips: list[_Slip] = []
    begun = [find_words(text, entry.begins or "") for entry in entries]
    last = 0
    for number, entry in enumerate(entries):
        if entry.begins is not None and len(begun[number]) != 1:
            slips.append(_Slip(number, "begins", _explain_begin(text, entry, len(begun[number]))))
            continue
        start = begun[number][0][0] if begun[number] else last
        following = begun[number + 1] if number + 1 < len(entries) else []
        end = following[0][0] if len(following) == 1 else len(text)
        if entry.ends is not None:
            ended = [stop for at, stop in find_words(text, entry.ends) if at >= start]
            if not ended:
                message = explain_missing(text[start:], entry.ends, f"{entry.passage} after its beginning")
                slips.append(_Slip(number, "ends", message))
                continue
            end = ended[0]
        span = _trim(text, start, end)
        if start < last or span[0] >= span[1]:
            message = f"the question has no words of its own in {entry.passage}"
            slips.append(_Slip(number, "passage", f"{message}: say how it begins, in the order of the text"))
            continue
        spans.append(span)
        last = end
    return spans, slips


def _explain_begin(text: str, entry: PutQuestion, count: int) -> str:
    words = entry.begins or ""
    if count:
        return f"the words '{words}' stand {count} times in {entry.passage}: give more of them"
    return explain_missing(text, words, entry.passage)
