"""Which candidates are labels: by what recurs, by what the text says elsewhere, and what stays in doubt."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import Enum

from ..problems import LineProblem
from .candidates import Candidate
from .groups import WORD, Facts, Group, group_candidates
from .languages.known import ASKERS, CHAIRS, FUNCTION, HOSTS, ROLES, TITLES
from .marks import Style
from .shapes import Shape, find_shape

LONGEST_SHOWN = 80
_QUOTES = str.maketrans("", "", "‘’“”«»„")

NAMED = frozenset({Shape.PERSON, Shape.OFFICE, Shape.NUMBERED, Shape.CAPITALS})
SPOKEN_BY = frozenset({Shape.QUESTION, Shape.ANSWER, Shape.CHAIR, Shape.HOST, Shape.INTERPRETER})


class Verdict(Enum):
    """What a label is taken for, and whether an editor should look."""

    LABEL = "label"
    LIKELY = "likely"
    UNLIKELY = "unlikely"
    WORDS = "words"


def decide(
    candidates: Sequence[Candidate], facts: Facts, people: frozenset[str] = frozenset()
) -> tuple[list[Candidate], list[tuple[Candidate, int, Verdict]]]:
    """The labels among some candidates in order, and what is in doubt: first place, count, verdict."""
    groups = group_candidates(candidates)
    verdicts: dict[int, Verdict] = {}
    known = _decide_sure(groups, facts, verdicts) | people
    _decide_colons(groups, facts, verdicts, known)
    _decide_letters(groups, verdicts)
    _decide_rest(groups, facts, verdicts)
    return _collect(groups, verdicts)


def _decide_sure(groups: Sequence[Group], facts: Facts, verdicts: dict[int, Verdict]) -> set[str]:
    """Marks what is a label on any page; returns the words of these labels."""
    known: set[str] = set()
    first = next(
        (index for index, group in enumerate(groups) if group.style is Style.COLON and group.at_line), None
    )
    for index, group in enumerate(groups):
        verdict = _judge_colon(group, facts) if group.style is Style.COLON else None
        if index == first and group.first.shape is Shape.PERSON:
            verdict = Verdict.LABEL
        if group.style is Style.VOICE:
            verdict = Verdict.LABEL
        if verdict is Verdict.LABEL:
            verdicts[index] = verdict
            known |= set(group.key.split())
    return known


def _judge_colon(group: Group, facts: Facts) -> Verdict | None:
    """The verdict on a label before a colon where its group alone decides, else None."""
    shape, count = group.first.shape, group.at_line
    if shape is Shape.FIELD:
        return Verdict.WORDS
    if not count:
        return _judge_inline(group)
    if shape in SPOKEN_BY or shape is Shape.NUMBERED:
        return Verdict.LABEL
    if shape is Shape.CAPITALS and not facts.capitals:
        words = group.key.split()
        return Verdict.LABEL if count > 1 or len(words) > 1 else None
    if shape in NAMED and (count > 1 or group.bold or _is_plain(group, facts)):
        return Verdict.LABEL
    if shape is Shape.WORD and group.bold and count > 1:
        return Verdict.LABEL
    if shape is Shape.WORD and count > 1 and (group.key not in facts.small or count > 3):
        return Verdict.LABEL if group.key not in FUNCTION else None
    if shape is Shape.OFFICE and group.key.isalpha() and not group.key.isascii() and len(group.key) < 12:
        return Verdict.LABEL
    if shape is Shape.UNCASED and (count > 1 or group.bold):
        return Verdict.LABEL
    return None


def _judge_inline(group: Group) -> Verdict | None:
    shape, count = group.first.shape, len(group.found)
    if shape in {Shape.QUESTION, Shape.ANSWER}:
        return Verdict.LABEL if count > 1 else None
    return Verdict.LABEL if shape in NAMED and count > 1 else None


def _is_plain(group: Group, facts: Facts) -> bool:
    """True of a name that its parenthesis, its title or the rest of the text shows to be one."""
    first = group.first
    words = [word.strip(".,") for word in group.key.split()]
    if first.note or first.timed or words[0] in TITLES - {"le", "la"} or "," in first.name:
        return True
    if first.shape is Shape.PERSON and "." in first.name:
        return True
    own = Counter(WORD.findall(group.key))
    return any(
        facts.counts.get(word, 0) > times * len(group.found) and word not in facts.small and len(word) > 2
        for word, times in own.items()
        if word not in FUNCTION | TITLES
    )


def _decide_colons(
    groups: Sequence[Group], facts: Facts, verdicts: dict[int, Verdict], known: set[str]
) -> None:
    """Settles the rest of what stands before a colon, in the light of the labels that are sure."""
    sure = bool(verdicts)
    keys = {groups[index].key for index in verdicts}
    for index, group in enumerate(groups):
        if group.style is not Style.COLON or index in verdicts:
            continue
        verdicts[index] = _judge_weak(group, facts, known, keys, sure)


def _judge_weak(group: Group, facts: Facts, known: set[str], keys: set[str], sure: bool) -> Verdict:
    shape, count = group.first.shape, group.at_line
    words = group.key.split()
    if shape is Shape.FIELD:
        return Verdict.WORDS
    if not count:
        inline = shape in NAMED | {Shape.QUESTION, Shape.ANSWER}
        return Verdict.LABEL if group.key in keys else Verdict.UNLIKELY if inline else Verdict.WORDS
    if shape is Shape.WORD:
        if group.key in known and group.key not in facts.small:
            return Verdict.LABEL
        ordinary = group.key in facts.small or group.key in FUNCTION
        if sure and group.key in facts.surnames and not ordinary:
            return Verdict.LIKELY
        return Verdict.WORDS if ordinary and count < 3 else Verdict.UNLIKELY
    if shape in NAMED:
        small = all(word in facts.small or word in FUNCTION for word in words)
        if shape is Shape.CAPITALS and facts.capitals:
            return Verdict.LIKELY if count > 1 and not small else Verdict.WORDS
        return Verdict.UNLIKELY if small else Verdict.LIKELY
    if shape is Shape.UNCASED:
        named = len(words) > 1 and not FUNCTION.intersection(words)
        named = named or ("、" in group.key and any(part in known for part in group.key.split("、")))
        return Verdict.LIKELY if sure and named else Verdict.UNLIKELY
    if shape is Shape.PHRASE and count > 1 and _names_part(group, words):
        return Verdict.LIKELY
    return Verdict.UNLIKELY if count > 2 or (group.bold and sure) else Verdict.WORDS


def _names_part(group: Group, words: Sequence[str]) -> bool:
    """True of words that name who speaks by an article and a part, in small letters, or with quotes."""
    bare = find_shape(" ".join(group.first.name.translate(_QUOTES).split()) or "-")
    articled = len(words) > 1 and words[0] in {"a", "an"} and words[1] in ASKERS
    return bare in NAMED or (len(words) == 1 and words[0] in CHAIRS | HOSTS | ASKERS) or articled


def _decide_letters(groups: Sequence[Group], verdicts: dict[int, Verdict]) -> None:
    """A letter is a label where it recurs or a text has other labels; an answer only beside questions."""
    others = sum(
        len(group.found)
        for index, group in enumerate(groups)
        if verdicts.get(index) in {Verdict.LABEL, Verdict.LIKELY}
    )
    letters = [(index, group) for index, group in enumerate(groups) if group.style is Style.LETTER]
    asking = [group for _, group in letters if group.first.shape is Shape.QUESTION]
    asked = sum(len(group.found) for group in asking)
    for index, group in letters:
        if group.first.shape is Shape.QUESTION:
            verdicts[index] = Verdict.LABEL if asked > 1 or others else Verdict.UNLIKELY
        elif group.first.shape is Shape.ANSWER:
            verdicts[index] = Verdict.LABEL if asked > 1 else Verdict.WORDS
        else:
            verdicts[index] = Verdict.WORDS


def _decide_rest(groups: Sequence[Group], facts: Facts, verdicts: dict[int, Verdict]) -> None:
    """Settles the styles that count only where a page is set in them."""
    sure = sum(
        len(group.found)
        for index, group in enumerate(groups)
        if verdicts.get(index) in {Verdict.LABEL, Verdict.LIKELY} and group.style is Style.COLON
    )
    letters = sum(len(group.found) for index, group in enumerate(groups)
                  if group.style is Style.LETTER and verdicts.get(index) is Verdict.LABEL)  # fmt: skip
    for style in (Style.BRACKET, Style.ANGLE, Style.STOP, Style.DASH, Style.GAP, Style.ALONE):
        own = [(index, group) for index, group in enumerate(groups) if group.style is style]
        plain = [(index, group) for index, group in own if _is_shaped(group, facts)]
        if style is Style.ALONE:
            plain += [each for each in own if each not in plain and _is_named_in(each[1], plain)]
        count = sum(group.at_line for _, group in plain)
        recurs = any(group.at_line > 1 for _, group in plain)
        kinds = len(plain) + (1 if letters else 0)
        active = recurs and kinds > 1 and count > 2 and count * 2 >= sure
        active = active or (style is Style.BRACKET and recurs)
        active = active or (
            style is Style.ALONE and count > 1 and all(group.first.bold for _, group in plain)
        )
        for index, group in own:
            verdicts[index] = _judge_styled(group, facts, active and (index, group) in plain)


def _is_shaped(group: Group, facts: Facts) -> bool:
    """True of a label that its own shape makes likely in a style other than the colon's."""
    shape, first = group.first.shape, group.first
    if shape in SPOKEN_BY:
        return True
    if group.style is Style.BRACKET:
        return shape not in {Shape.PHRASE, Shape.FIELD} and (group.at_line > 1 or first.shape is Shape.OFFICE)
    if group.style is Style.STOP and shape is Shape.PERSON:
        titled = group.key.split()[0].strip(".") in TITLES
        dashed = first.printed[-1:] in "-–—−"
        return titled or dashed or group.at_line > 1
    if group.style is Style.ALONE:
        return _is_shaped_alone(group, facts)
    if shape is Shape.CAPITALS:
        words = group.key.split()
        return not facts.capitals and (len(words) > 1 or group.at_line > 1)
    if shape in {Shape.WORD, Shape.UNCASED}:
        return group.at_line > 2 and group.key not in facts.small
    return shape in NAMED


def _is_named_in(group: Group, others: Sequence[tuple[int, Group]]) -> bool:
    """True of a person whom another label of the page names in full ("The Minister (Mira Holt)")."""
    own = {word.strip(".") for word in group.key.split()} - TITLES
    named = (
        {word.strip(".").casefold() for word in f"{each.key} {each.first.note}".split()} for _, each in others
    )
    return group.first.shape is Shape.PERSON and bool(own) and any(own <= words for words in named)


def _is_shaped_alone(group: Group, facts: Facts) -> bool:
    shape, first = group.first.shape, group.first
    if first.timed:
        return True
    if shape in {Shape.PERSON, Shape.OFFICE, Shape.NUMBERED}:
        titled = group.key.split()[0].strip(".") in TITLES - {"le", "la"}
        return group.at_line > 1 or first.bold or bool(first.note) or (titled and _is_plain(group, facts))
    if shape is Shape.CAPITALS and len(group.key.split()) > 1 and set(group.key.split()) & (ROLES | TITLES):
        return not facts.capitals
    return shape in {Shape.WORD, Shape.CAPITALS, Shape.UNCASED} and (
        group.at_line > 2 or (first.bold and group.at_line > 1)
    )


def _judge_styled(group: Group, facts: Facts, active: bool) -> Verdict:
    if active:
        return Verdict.LABEL
    recurs = group.at_line > 2 and group.first.shape in NAMED | {Shape.QUESTION}
    if group.style is Style.ALONE:
        return Verdict.UNLIKELY if recurs else Verdict.WORDS
    return Verdict.UNLIKELY if recurs and not (facts.capitals) else Verdict.WORDS


def _collect(
    groups: Sequence[Group], verdicts: Mapping[int, Verdict]
) -> tuple[list[Candidate], list[tuple[Candidate, int, Verdict]]]:
    labels: list[Candidate] = []
    doubts: list[tuple[Candidate, int, Verdict]] = []
    for index, group in enumerate(groups):
        verdict = verdicts.get(index, Verdict.WORDS)
        if verdict in {Verdict.LABEL, Verdict.LIKELY}:
            recurs = len(group.found) > 1 and group.style is Style.COLON
            labels += [each for each in group.found if each.after_end or recurs or each.style is Style.LETTER]
        if verdict in {Verdict.LIKELY, Verdict.UNLIKELY}:
            doubts.append((group.first, len(group.found), verdict))
    labels.sort(key=lambda each: (each.block, each.begin))
    return labels, doubts


def explain_doubt(first: Candidate, count: int, verdict: Verdict) -> LineProblem:
    """One located problem for a label in doubt, however often it occurs."""
    times = "once" if count == 1 else f"{count} times"
    shown = clip(first.printed)
    if verdict is Verdict.LIKELY:
        message = (
            f"'{shown}' ({times}) is taken for a speaker label; declare it in record.yml under participants"
            " (labels) or question_labels, or under not_labels if it is part of the text"
        )
    else:
        message = (
            f"'{shown}' ({times}) is taken for words of the text; if it is a speaker label, declare it in"
            " record.yml under participants (labels) or question_labels, else under not_labels"
        )
    return LineProblem(first.line, message)


def clip(text: str) -> str:
    """The text, cut short with an ellipsis where it is too long for a message."""
    return text if len(text) <= LONGEST_SHOWN else text[: LONGEST_SHOWN - 1] + "…"


def find_doubts(doubts: Iterable[tuple[Candidate, int, Verdict]]) -> Iterator[LineProblem]:
    """The problems of all doubts."""
    for first, count, verdict in doubts:
        yield explain_doubt(first, count, verdict)
