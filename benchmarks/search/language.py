"""Words as a real text has them: the model is the real transcript, and goes on where that ends.

The number of different words grows by Heaps' law, `GROWTH` · n ** `EXPONENT` after n words; the common words
stay common, new ones are rare (Zipf), and a word is followed by those that followed it before, so that the
text packs about as well as a real one.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

#: Heaps' law for English prose. On the curve lies the real transcript: 2,400 words, 880 of them different.
GROWTH, EXPONENT = 11.5, 0.55
#: How often a word follows the one before as it did somewhere before.
_HABIT = 0.7
#: How many followers of a word are remembered.
_MEMORY = 64
#: How many new words are names.
_NAMES = 0.35

_WORD = re.compile(r"[\w’'-]*\w")
_SENTENCE = re.compile(r"[^.!?]+")
_ONSETS = re.findall(
    r"\w+", "b br c ch cl d dr f fl g gr h k kr l m n p pl pr r s sh sk st str t tr v vl w y z"
)
_VOWELS = re.findall(r"\w+", "a a a e e e e i i i o o u ai ea ie ou ya")
_CODAS = ["", "", "", *re.findall(r"\w+", "l ld m n nd ng nt r rd rk rt s sk st t v z")]
_ENDINGS = ["", "", "", "ed", "ing", "ion", "ity", "ive", "ly", "ment", "s", "s"]
_NAME_ENDINGS = ["", "", "abad", "an", "enko", "ev", "ia", "ik", "li", "ov", "sk", "stan", "ton", "yan"]


def split_words(text: str) -> list[str]:
    """The words of a text, without the signs around them."""
    return _WORD.findall(text)


@dataclass
class Author:
    """Writes passages, one after the other; the same seed and model, the same passages."""

    dice: random.Random
    model: Sequence[str]
    _spoken: list[str] = field(default_factory=list)
    _known: set[str] = field(default_factory=set)
    _followers: dict[str, list[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Reads the model: its words, and how long its passages and sentences are."""
        self._passages = [len(split_words(text)) for text in self.model]
        parts = [split_words(part) for text in self.model for part in _SENTENCE.findall(text)]
        self._sentences = [len(words) for words in parts if words]
        for words in parts:
            self._remember(_lower_first(words) if words else [])

    def write_passage(self, opening: str = "") -> str:
        """A passage of as many words as one of the model's; `opening` stands in its first sentence."""
        left = max(self.dice.choice(self._passages), 3)
        sentences = []
        while left > 0:
            count = min(max(self.dice.choice(self._sentences), 4), left)
            left -= count
            words = self._write_words(count)
            if opening:
                words[len(words) // 2 : len(words) // 2] = [opening]
                opening = ""
            text = " ".join(words)
            sentences.append(text[:1].upper() + text[1:] + ".")
        return " ".join(sentences)

    def make_name(self) -> str:
        """A name that was not there before."""
        return self._invent(name=True)

    def _write_words(self, count: int) -> list[str]:
        words: list[str] = []
        for _ in range(count):
            words.append(self._next_word(words[-1] if words else ""))
        self._remember(words)
        return words

    def _next_word(self, last: str) -> str:
        written = max(len(self._spoken), 1)
        if self.dice.random() < GROWTH * EXPONENT * written ** (EXPONENT - 1):
            return self._invent(name=self.dice.random() < _NAMES)
        followers = self._followers.get(last)
        if followers and self.dice.random() < _HABIT:
            return self.dice.choice(followers)
        return self.dice.choice(self._spoken)

    def _remember(self, words: Iterable[str]) -> None:
        last = ""
        for word in words:
            self._spoken.append(word)
            self._known.add(word)
            followers = self._followers.setdefault(last, [])
            if len(followers) < _MEMORY:
                followers.append(word)
            elif self.dice.random() < _MEMORY / len(self._spoken) ** 0.5:
                followers[self.dice.randrange(_MEMORY)] = word
            last = word

    def _invent(self, *, name: bool) -> str:
        while True:
            pick = self.dice.choice
            syllables = pick((1, 2, 2))
            word = "".join(pick(_ONSETS) + pick(_VOWELS) + pick(_CODAS) for _ in range(syllables))
            word = (word + pick(_NAME_ENDINGS)).capitalize() if name else word + pick(_ENDINGS)
            if word not in self._known:
                self._known.add(word)
                return word


def _lower_first(words: list[str]) -> list[str]:
    """The words of a sentence, the first without its capital where it is one of the common openings."""
    first = words[0]
    return [first.lower() if first[1:].islower() and len(first) < 5 else first, *words[1:]]
