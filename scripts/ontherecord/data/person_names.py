"""The parts of a person's name: as an editor declares them, else by the short name, else as it is printed.

Only what is certain is taken apart by itself: one word is a name in one piece, two words in an alphabet are a
given and a family name, a family name is what the short name ("Mr Wren", "Mr Wang") has after its title.
Whatever else a name may be, `find_doubt` says what to declare. A particle that follows the given name in
lists ("Goethe, Johann Wolfgang von") is declared as part of that.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from .definitions import Entity, EntityKind
from .languages import find_scripts


@dataclass(frozen=True)
class Name:
    """A name in its parts; `given` is empty where it is one piece: an organisation's, a single name.

    `particles` stand before the family name in every order (de Mistura), `suffix` behind all (Jr.).
    """

    given: str
    family: str
    particles: str = ""
    suffix: str = ""
    family_first: bool = False

    @property
    def surname(self) -> str:
        """The family name with its particles, as a short citation has it."""
        return " ".join(filter(None, (self.particles, self.family)))

    @property
    def full(self) -> str:
        """The name in its own order, with no blank within a name of a script that writes none."""
        parts = [self.surname, self.given] if self.family_first else [self.given, self.surname]
        gap = "" if self.family_first and _is_unspaced(self.family + self.given) else " "
        return " ".join(filter(None, (gap.join(filter(None, parts)), self.suffix)))

    @property
    def inverted(self) -> str:
        """The name as an index has it: the family name first, with a comma unless it is first anyway."""
        if self.family_first or not self.given:
            return self.full
        return ", ".join(filter(None, (self.surname, self.given, self.suffix)))


def split_name(entity: Entity) -> Name:
    """The name of an entity in its parts; in one piece where they are not certain, or it is no person."""
    if entity.kind is not EntityKind.PERSON:
        return Name("", entity.name)
    return _read_declared(entity) or _read_printed(entity) or Name("", entity.name)


def find_doubt(entity: Entity) -> str | None:
    """Why the parts of a person's name are not certain, or do not make the name, and what to write."""
    if entity.kind is not EntityKind.PERSON:
        return None
    declared = _read_declared(entity)
    if declared is None:
        return None if _read_printed(entity) else _ask(entity)
    if _level(declared.full) == _level(entity.name):
        return None
    hint = ": write 'family_first: true' too" if _level(_turned(declared)) == _level(entity.name) else ""
    return f"the parts of the name make '{declared.full}', and the name is '{entity.name}'{hint}"


def tell_apart(names: Iterable[Name]) -> Mapping[str, str]:
    """For each full name that shares its family name with another, the short form that tells it apart.

    That is "D. Reyes" where the initials differ, else the full name.
    """
    groups: dict[str, dict[str, Name]] = {}
    for name in names:
        if name.given:
            groups.setdefault(name.surname, {})[name.full] = name
    found = {}
    for group in groups.values():
        initials = [shorten_given(name.given) for name in group.values()]
        for full, name in group.items() if len(group) > 1 else ():
            short = shorten_given(name.given)
            alone = initials.count(short) == 1 and not name.family_first
            found[full] = f"{short} {name.surname}" if alone else full
    return found


def find_bearers(entities: Iterable[Entity]) -> Mapping[str, frozenset[str]]:
    """The family names, bare or with Mr or Ms, that may mean several persons, and the ids of those.

    Only such forms as one of the persons has among the aliases. Ms Reyes is not he who is Mr Reyes in short.
    """
    named: dict[str, list[Entity]] = {}
    people = [entity for entity in entities if entity.kind is EntityKind.PERSON]
    for entity in people:
        name = split_name(entity)
        for family in {name.family, name.surname} if name.given else ():
            named.setdefault(family, []).append(entity)
    found = {}
    for form in {alias for entity in people for alias in entity.aliases}:
        title, family = _split_title(form)
        bearers = {one.id for one in named.get(family, ()) if _can_have(one, title)}
        if len(bearers) > 1:
            found[form] = frozenset(bearers)
    return found


#: What tells a man from a woman.
_SEXES = {"Mr": "m", "Mister": "m", "Mrs": "f", "Ms": "f", "Miss": "f", "Dr": ""}


def _split_title(form: str) -> tuple[str | None, str]:
    """Which of `_SEXES` a form has for its title, None if none, and the rest of it."""
    first, _, rest = form.partition(" ")
    sex = _SEXES.get(first.rstrip("."))
    return (None, form) if sex is None or not rest else (sex, rest.strip())


def _can_have(entity: Entity, sex: str | None) -> bool:
    own, _ = _split_title(entity.short or "")
    return not (sex and own and sex != own)


def shorten_given(given: str) -> str:
    """The initials of a given name, a stop after each: J.-C., M. L."""
    words = (word.split("-") for word in given.replace(".", ". ").split())
    return " ".join("-".join(f"{part[0]}." for part in parts if part) for parts in words)


# --- What an editor declares ------------------------------------------------------------------------------

#: The keys of an entity that say what the parts are.
PARTS = ("given", "particles", "family", "suffix", "family_first")


def _read_declared(entity: Entity) -> Name | None:
    """The declared parts; what is not declared is the rest of the name. None where nothing is declared."""
    if all(getattr(entity, key) is None for key in PARTS):
        return None
    words = entity.name.split()
    usual = words[-1] if len(words) > _LEAST and words[-1] in _SUFFIXES else ""
    suffix = entity.suffix or ("" if entity.family and entity.family.endswith(usual) else usual)
    rest = entity.name.removesuffix(suffix).rstrip(" ,")
    first, particles = bool(entity.family_first), entity.particles or ""
    family = entity.family or _find_family(rest, particles, entity.given or "", first)
    surname = " ".join(filter(None, (particles, family)))
    given = rest.removeprefix(surname) if first else rest.removesuffix(surname)
    return Name(given.strip() if entity.given is None else entity.given, family, particles, suffix, first)


def _find_family(rest: str, particles: str, given: str, first: bool) -> str:
    """The family name of a name of which other parts are declared."""
    if particles and f" {particles} " in f" {rest}":
        return f" {rest}".split(f" {particles} ", 1)[1]
    if given:
        return (rest.removesuffix(given) if first else rest.removeprefix(given)).strip()
    return rest.split()[0 if first else -1]


# --- What is printed --------------------------------------------------------------------------------------


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_SUFFIXES = _words("Jr. Jr Sr. Sr II III IV")
#: Words before a name that are no given name.
_TITLES = _words(
    """
    Mr Mrs Ms Miss Mx Dr Prof Professor Sir Dame Lord Lady Baron Baroness King Queen Prince Princess Emperor
    Sheikh Pope Cardinal Archbishop Bishop Father Sister Brother Rabbi Imam Ayatollah President Chancellor
    Premier Minister Secretary Ambassador Senator Governor Mayor Judge Justice General Colonel Captain Major
    Lieutenant Sergeant Admiral Chairman Chair Speaker Director Spokesman Spokeswoman Spokesperson Operator
    Host Moderator Interpreter The
    """
)
#: Family names that stand first in many names that Latin letters print in the order of their own language:
#: the most frequent of China, Korea and Viet Nam.
_OFTEN_FIRST = _words(
    """
    Bai Cai Cao Chen Cheng Cui Dai Deng Ding Dong Du Duan Fan Fang Feng Fu Gao Gong Gu Guo Han Hao He Hou Hu
    Huang Jia Jiang Jin Kang Kong Lei Li Liang Liao Lin Liu Long Lu Luo Lü Ma Mao Meng Pan Peng Qian Qiao Qin
    Qiu Ren Shao Shen Shi Song Su Sun Tan Tang Tao Tian Wan Wang Wei Wen Wu Xi Xia Xiao Xie Xiong Xu Xue Yan
    Yang Yao Ye Yi Yin Yu Yuan Zeng Zhang Zhao Zheng Zhong Zhou Zhu Zou
    Ahn Bae Baek Ban Chang Cho Choe Choi Chung Han Hong Hwang Jang Jeon Jeong Jo Ju Jung Kang Kim Kwon Lee Lim
    Moon Nam Noh Oh Pak Park Rhee Ri Roh Ryu Seo Shin Sin Son Yoo Yoon Yun
    Bùi Châu Đặng Đào Đỗ Đoàn Dương Hồ Hoàng Huỳnh Lâm Lê Lương Lý Mai Ngô Nguyễn Nguyen Phạm Pham Phan Phùng
    Tạ Tô Trần Tran Trịnh Trương Võ Vũ Vương Ho Le
    """
)
#: Alphabets in which names of two words are a given and a family name.
_ALPHABETS = ("LATIN", "CYRILLIC", "GREEK", "MODIFIER", "COMBINING")
#: Scripts that write a name without a blank, the family name first.
_UNSPACED = ("CJK", "HANGUL", "HIRAGANA", "KATAKANA")
_INITIAL = re.compile(r"(?:[^\W\d_]\.-?)+")
_LEAST = 2


def _read_printed(entity: Entity) -> Name | None:
    """The parts where the printed name or the short name makes them certain, else None."""
    words = entity.name.split()
    suffix = words.pop() if len(words) > _LEAST and words[-1] in _SUFFIXES else ""
    if words and words[-1].endswith(","):
        words[-1] = words[-1][:-1]
    return _read_short(entity, words, suffix) or _read_words(words, suffix)


def _read_short(entity: Entity, words: Sequence[str], suffix: str) -> Name | None:
    """The parts of a name by its short form: what that has after its title is the family name."""
    tail = entity.short.split()[1:] if entity.short else []
    if not tail or len(tail) >= len(words):
        return None
    if words[-len(tail) :] == tail:
        given, first = words[: -len(tail)], False
    elif words[: len(tail)] == tail:
        given, first = words[len(tail) :], True
    else:
        return None
    particles = [word for number, word in enumerate(tail) if all(one.islower() for one in tail[: number + 1])]
    if any(map(_is_particle, given)) or given[0].rstrip(".") in _TITLES or len(particles) == len(tail):
        return None
    return Name(" ".join(given), " ".join(tail[len(particles) :]), " ".join(particles), suffix, first)


def _read_words(words: Sequence[str], suffix: str) -> Name | None:
    """The parts of a name of one word, or of two (initials aside) in an alphabet; else None."""
    if not words or any(find_scripts(word) - {*_ALPHABETS} for word in words):
        return None
    if len(words) == 1:
        return None if suffix else Name("", words[0])
    first, *middle, last = words
    certain = all(map(_INITIAL.fullmatch, middle)) and not any(map(_is_particle, words))
    titled = first.rstrip(".") in _TITLES or last in _SUFFIXES
    if not certain or titled or (first in _OFTEN_FIRST and not middle) or _INITIAL.fullmatch(last):
        return None
    return Name(" ".join([first, *middle]), last, "", suffix)


def _is_particle(word: str) -> bool:
    """True of a word of small letters, as de, von or bin, alone or before an apostrophe."""
    return word.islower()


def _is_unspaced(text: str) -> bool:
    return bool(find_scripts(text)) and find_scripts(text) <= {*_UNSPACED}


# --- What to ask ------------------------------------------------------------------------------------------


def _ask(entity: Entity) -> str:
    """The question to the editor, with the likeliest parts as they would be written."""
    guess = _guess(entity.name.split())
    shown = ", ".join(f"{key}: {value}" for key, value in guess.items())
    return (
        f"the parts of the name '{entity.name}' are not certain: write them, e.g. '{shown}'"
        " (family_first: true if it begins with the family name; 'family' with all of it if it has no parts)"
    )


def _guess(words: Sequence[str]) -> Mapping[str, str]:
    words = list(words)
    if len(words) == 1:
        return _guess_unspaced(words[0])
    suffix = words.pop() if len(words) > _LEAST and words[-1] in _SUFFIXES else ""
    if words[0].rstrip(".") in _TITLES:
        return {"family": " ".join(words)}
    if words[0] in _OFTEN_FIRST:
        return {"family": words[0], "given": " ".join(words[1:]), "family_first": "true"}
    at = next((number for number, word in enumerate(words) if number and _is_particle(word)), len(words) - 1)
    after = next((n for n in range(at, len(words)) if not _is_particle(words[n])), len(words) - 1)
    parts = {
        "given": " ".join(words[:at]),
        "particles": " ".join(words[at:after]),
        "family": " ".join(words[after:]),
        "suffix": suffix,
    }
    return {key: value for key, value in parts.items() if value}


def _guess_unspaced(word: str) -> Mapping[str, str]:
    if not _is_unspaced(word) or len(word) < _LEAST:
        return {"family": word}
    return {"family": word[0], "given": word[1:], "family_first": "true"}


def _turned(name: Name) -> str:
    return Name(name.given, name.family, name.particles, name.suffix, not name.family_first).full


def _level(text: str) -> str:
    """A name without the commas and blanks that may part it."""
    return "".join(text.replace(",", "").split())
