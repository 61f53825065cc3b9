"""Where words stand that an editor names, however the quotes, dashes, accents and spaces in them are typed.

The record names words of passages under `references`, `dates` and `questions`. One rule finds all of them:
whole words, in the same case, letter for letter but for the signs that `fold_signs` makes alike.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

from ..data.definitions import PlacedWords, Record
from ..data.yamlfile import Located
from ..problems import Problem, did_you_mean

DecisionT = TypeVar("DecisionT", bound=PlacedWords)
#: Offsets of a text's characters: the first one, and the first one after the last.
Span = tuple[int, int]
#: Where each character of a folded text and its end stand in the text itself; None if at the same places.
Places = Sequence[int] | None

#: Signs that stand for one another, each as long as what it stands for.
_ALIKE = str.maketrans("’ʼ‘‐‑–—―\u00a0\u202f“”„«»", '\'\'\'-----  """""')


# --- texts that are the same to whoever types them --------------------------------------------------------


def fold_signs(text: str) -> tuple[str, Places]:
    """The text with signs made alike and without diacritics, and where its characters stand in the text."""
    plain = text.translate(_ALIKE)
    if plain.isascii():
        return plain, None
    pieces = ["".join(_strip(sign)) for sign in plain]
    if all(len(piece) == 1 for piece in pieces):
        return "".join(pieces), None
    places = [place for place, piece in enumerate(pieces) for _ in piece]
    return "".join(pieces), [*places, len(text)]


def _strip(sign: str) -> Iterator[str]:
    """A character without its diacritics; nothing of one that is a diacritic itself."""
    decomposed = unicodedata.normalize("NFD", sign)
    return (part for part in decomposed if not unicodedata.combining(part))


def unfold(start: int, end: int, places: Places) -> Span:
    """A span of the folded text as one of the text itself, with the diacritics after its last letter."""
    return (start, end) if places is None else (places[start], places[end])


def refold(start: int, end: int, places: Places) -> Span:
    """A span of the text as one of the folded text."""
    if places is None:
        return start, end
    inside = [at for at, place in enumerate(places) if start <= place < end]
    return (inside[0], inside[-1] + 1) if inside else (0, 0)


def spell(plain: str) -> str:
    """A pattern for words that any white space parts."""
    return r"\s+".join(re.escape(word) for word in plain.split())


# --- the words that an editor names -----------------------------------------------------------------------


def find_words(text: str, words: str) -> list[Span]:
    """Every place at which words stand in a text, in order; no letter or digit goes on with them."""
    plain, places = fold_signs(text)
    sought = fold_signs(words)[0].strip()
    if not sought:
        return []
    before = r"(?<!\w)" if re.match(r"\w", sought) else ""
    after = r"(?!\w)" if re.search(r"\w\Z", sought) else ""
    return [unfold(*match.span(), places) for match in re.finditer(before + spell(sought) + after, plain)]


def find_decided(text: str, entry: PlacedWords) -> Span | None:
    """Where the words of an entry stand, or None if they do not stand there so often."""
    found = find_words(text, entry.words)
    return found[entry.occurrence - 1] if len(found) >= entry.occurrence else None


def explain_missing(text: str, words: str, where: str) -> str:
    """What to do about words that do not stand in a text."""
    size, known = len(words.split()), text.split()
    stretches = (" ".join(known[at : at + size]) for at in range(len(known) - size + 1))
    near = did_you_mean(words, {stretch.rstrip(",;:.") for stretch in stretches})
    return f"the words '{words}' do not stand in {where}{near or ': copy them from the passage'}"


def check_decided(
    file: Located[Record],
    key: str,
    entries: Sequence[DecisionT],
    texts: Mapping[str, str],
    find: Callable[[str, Sequence[DecisionT]], Iterable[object]] | None,
) -> Iterator[Problem]:
    """The words of each entry stand in its passage and in no other entry, and the entry changes something.

    `texts` are the passages by anchor: of one that does not exist `check.check_passages` speaks. `find` is
    what is found in the passage of an anchor with some of its entries; None where that can not be known.
    """
    placed: dict[str, dict[int, Span]] = {}
    for number, entry in enumerate(entries):
        text = texts.get(entry.passage)
        if text is None:
            continue
        span = find_decided(text, entry)
        if span is None:
            yield file.problem(_explain_place(text, entry), key, number, "words")
            continue
        beside = placed.setdefault(entry.passage, {})
        shared = [other for other, (start, end) in beside.items() if span[0] < end and start < span[1]]
        for other in shared:
            message = f"the entry on line {file.line(key, other, 'words')} has words of '{entry.words}' too"
            yield file.problem(f"{message}: keep one of them", key, number, "words")
        if not shared:
            beside[number] = span
    for numbers in placed.values():
        for number in _find_idle({number: entries[number] for number in numbers}, find) if find else ():
            message = f"the entry on '{entries[number].words}' of {entries[number].passage} changes nothing"
            remedy = "the rules find the same without it, so drop it"
            yield file.problem(f"{message}: {remedy}", key, number, "words")


def _find_idle(
    entries: Mapping[int, DecisionT], find: Callable[[str, Sequence[DecisionT]], Iterable[object]]
) -> Iterator[int]:
    """Which entries of one passage leave what is found in it as it is."""
    for number, entry in entries.items():
        others = [other for other in entries.values() if other is not entry]
        if entry.decides and set(find(entry.passage, others)) == set(find(entry.passage, [*others, entry])):
            yield number


def _explain_place(text: str, entry: PlacedWords) -> str:
    times = len(find_words(text, entry.words))
    if not times:
        return explain_missing(text, entry.words, entry.passage)
    often = "once" if times == 1 else f"{times} times"
    return f"'{entry.words}' stands in {entry.passage} only {often}: mend 'occurrence'"
