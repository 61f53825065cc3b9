"""Statement, question or answer: by who has the label of one that asks, and by who asks."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from .languages.known import QUESTIONS
from .shapes import Shape
from .turns import Kind

_ASKED = re.compile(r"[?？؟]|[吗嗎呢][。.]?\s*$|[か][。.]\s*$|까[.]\s*$")
#: A question on an order paper has a number and no question mark.
_NUMBER = re.compile(r"Q?\d{1,3}\. ")
#: A call gives the floor in a few words.
CALL_WORDS = 40
CALL_SIGNS = 60
#: How words end that another cut off.
CUT_OFF = ("--", "—", "–", "...", "…")


@dataclass(frozen=True)
class Voice:
    """One turn as it is heard: whose label it has, what that may be, and what it says.

    `asks` is what a record declares of the label; None leaves it to the shape. `chairs` is true of a label
    that names the chair, None of one that may.
    """

    key: str | None
    shape: Shape
    words: str
    outlet: bool
    asks: bool | None
    chairs: bool | None = False


def find_kinds(voices: Sequence[Voice]) -> list[Kind]:
    """The kind of each turn; answers follow questions, and the chair's calls are statements."""
    voices = _resolve_interpreters(voices)
    labelled = any(_is_label_of_question(each) for each in voices)
    askers = _find_askers(voices, labelled)
    chairs = _find_callers(voices, askers)
    kinds: list[Kind] = []
    asked = answered = False
    answering: str | None = None
    for index, voice in enumerate(voices):
        open_to = asked or (voice.key is not None and voice.key == answering)
        kind = _judge(voices, index, askers, chairs, kinds, asked=open_to, labelled=labelled)
        answering = voice.key if kind is Kind.ANSWER else answering
        asked = asked or kind is Kind.QUESTION
        answered = kind is Kind.ANSWER or (answered and kind is not Kind.QUESTION)
        if not labelled and answered and voice.key in chairs and kind is Kind.STATEMENT:
            # Who is called to speak then speaks for themselves, also one who answered before.
            asked = answered = False
            called = voices[index + 1].key if index + 1 < len(voices) else None
            answering = answering if called == answering and not _names_next(voices, index) else None
        kinds.append(kind)
    return kinds


def _resolve_interpreters(voices: Sequence[Voice]) -> list[Voice]:
    """The voices, with the words of an interpreter as those of who spoke before."""
    found: list[Voice] = []
    for voice in voices:
        own = replace(found[-1], words=voice.words) if voice.shape is Shape.INTERPRETER and found else voice
        found.append(own)
    return found


def _judge(
    voices: Sequence[Voice],
    index: int,
    askers: Mapping[str, float],
    chairs: frozenset[str],
    kinds: Sequence[Kind],
    *,
    asked: bool,
    labelled: bool,
) -> Kind:
    voice = voices[index]
    if _is_label_of_question(voice):
        return Kind.QUESTION
    if voice.shape is Shape.ANSWER and voice.asks is None:
        return Kind.ANSWER
    if voice.key in chairs:
        return Kind.QUESTION if not labelled and _chair_asks(voices, index, askers) else Kind.STATEMENT
    if voice.key in askers:
        cut = voice.words.endswith(CUT_OFF)
        if asks(voice.words) or cut or askers[voice.key or ""] >= 0.8:
            return Kind.QUESTION
        follows = bool(kinds) and kinds[-1] is Kind.QUESTION and voices[index - 1].key != voice.key
        return Kind.ANSWER if follows else Kind.STATEMENT
    return Kind.ANSWER if asked else Kind.STATEMENT


def _is_label_of_question(voice: Voice) -> bool:
    return voice.shape is Shape.QUESTION if voice.asks is None else voice.asks


def asks(words: str) -> bool:
    """True of words that end in a question, or nearly do."""
    return bool(_ASKED.search(words if len(words) <= 160 else words[-160:])) or bool(_NUMBER.match(words))


def _chair_asks(voices: Sequence[Voice], index: int, askers: Mapping[str, float]) -> bool:
    following = voices[index + 1] if index + 1 < len(voices) else None
    called = following is not None and (following.key in askers or _is_label_of_question(following))
    return asks(voices[index].words) and not called and following is not None


def _find_askers(voices: Sequence[Voice], labelled: bool) -> dict[str, float]:
    """Who asks, and which part of their turns asks; few do where questions have a label of their own."""
    turns: dict[str, list[Voice]] = {}
    for voice in voices:
        # Of one whom a record declares it says whether they ask.
        declared = voice.asks is False
        special = declared or voice.shape in {Shape.INTERPRETER, Shape.ANSWER} or voice.chairs is True
        if voice.key is not None and not _is_label_of_question(voice) and not special:
            turns.setdefault(voice.key, []).append(voice)
    rates = {key: sum(asks(each.words) for each in own) / len(own) for key, own in turns.items()}
    if labelled:
        return {key: rate for key, rate in rates.items() if _asks_beside(turns[key], rate)}
    found = {key: rate for key, rate in rates.items() if rate >= 0.5}
    hosts = {key for key, own in turns.items() if own[0].shape is Shape.HOST and rates[key] > 0}
    found |= {key: rates[key] for key in hosts}
    if len(found) == len(turns) > 1:
        least = min(found.values())
        calmer = {key: rate for key, rate in found.items() if rate > least}
        most = max(turns, key=lambda key: sum(len(each.words) for each in turns[key]))
        found = calmer or {key: rate for key, rate in found.items() if key != most}
    return found


def _asks_beside(own: Sequence[Voice], rate: float) -> bool:
    """True of a person who asks in a text where questions have a label: named with an outlet, or always."""
    declared = own[0].asks is not None
    if own[0].outlet and not declared:
        return rate >= 0.6
    if own[0].chairs is None:
        return False
    return rate >= 0.8 and (len(own) > 2 or (not declared and len(own) == 1))


def _find_callers(voices: Sequence[Voice], askers: Mapping[str, float]) -> frozenset[str]:
    """The chair: by the label, or one whose later turns only hand the floor from an answer to a question.

    A president or spokesperson is the chair unless at least half of the turns answer a question.
    """
    first = next((index for index, each in enumerate(voices) if _questions(each, askers)), len(voices))
    calls: dict[str, list[bool]] = {}
    answers: dict[str, list[bool]] = {}
    told: set[str] = set()
    for index, voice in enumerate(voices):
        if voice.key is None or voice.asks or _questions(voice, askers):
            continue
        answers.setdefault(voice.key, [])
        if index > first and voice.asks is None:
            calls.setdefault(voice.key, []).append(_is_call(voices, index, askers))
            if _tells(voices, index):
                told.add(voice.key)
    callers = {key for key, own in calls.items() if all(own) and (len(own) > 1 or key in told)}
    hands = callers | {voice.key for voice in voices if voice.key and voice.chairs}
    for index, voice in enumerate(voices):
        if voice.key is not None and voice.key in answers and index > first:
            answers[voice.key].append(_answers(voices, index, askers, hands))
    named = {
        voice.key: voice.chairs
        for voice in voices
        if voice.key and not voice.asks and voice.key not in askers
    }
    chairs = {
        key
        for key, own in named.items()
        if own or (own is None and 2 * sum(answers[key]) < len(answers[key]))
    }
    return frozenset(callers | chairs)


def _answers(
    voices: Sequence[Voice], index: int, askers: Mapping[str, float], hands: Collection[str | None]
) -> bool:
    """True of a turn between a question and the next one, a call or the end."""
    before = voices[index - 1] if index else None
    after = voices[index + 1] if index + 1 < len(voices) else None
    ended = (
        after is None or _questions(after, askers) or (after.key in hands and after.key != voices[index].key)
    )
    return before is not None and _questions(before, askers) and ended


def _tells(voices: Sequence[Voice], index: int) -> bool:
    """True of words that name a question, or who speaks next."""
    after = voices[index + 1] if index + 1 < len(voices) else None
    words = voices[index].words.casefold()
    return (
        (after is not None and _names_next(voices, index))
        or any(len(word) > 2 and word[:6] in words for word in QUESTIONS)
        or any(sign in words for sign in ("问", "問"))
    )


def _names_next(voices: Sequence[Voice], index: int) -> bool:
    """True of words that name who speaks after them."""
    words, key = voices[index].words.casefold(), voices[index + 1].key or ""
    return any(len(name) > 2 and name in words for name in key.split())


def _questions(voice: Voice, askers: Mapping[str, float]) -> bool:
    return _is_label_of_question(voice) or voice.key in askers


def _is_call(voices: Sequence[Voice], index: int, askers: Mapping[str, float]) -> bool:
    before = voices[index - 1] if index else None
    after = voices[index + 1] if index + 1 < len(voices) else None
    short = len(voices[index].words.split()) <= CALL_WORDS and len(voices[index].words) <= 6 * CALL_SIGNS
    follows = before is not None and not _questions(before, askers) and before.key != voices[index].key
    return short and follows and (after is None or _questions(after, askers))
