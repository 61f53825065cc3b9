"""Which names a text holds, and where: precision before recall, and an editor's word above every rule.

The rules: the longest name wins; no name is found inside another word or another name, known or not ("Minsk
Agreements" and "Minsk Group" are not Minsk, "South Sudan" is not Sudan); an abbreviation in brackets after
its name belongs to it. What only points back ("the Group") is found where an editor says so in the record.

Adjectives ("Syrian") are no names. A compound with a hyphen holds a name if all of it is names ("Russia-US"),
or if the rest only takes sides or tells the time ("anti-Assad", "post-Assad", "US-led"); "Russian-US" holds
none.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from .definitions import Entity, EntityKind, Reference
from .model import Mention

#: Signs that stand for one another in names, each as long as what it stands for.
_ALIKE = str.maketrans("’ʼ‘‐‑–\u00a0\u202f“”", "'''---  \"\"")
_WORD = re.compile(r"\w+")
_WORD_BEFORE = re.compile(r"[\s\"(\[]")
#: How a word ends that nothing parts from the next.
_WORD_END = re.compile(r"\w(?<!'s)\Z")
_WORD_AFTER = re.compile(r" +([^\W\d_]\S*)")
_POSSESSIVE = re.compile(r"'s?(?!\w)")
_ABBREVIATION = re.compile(r" ?\(\"?")


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


#: How far back a word is looked for.
_LONGEST_WORD = 40
#: Before a hyphen, what leaves a name a name.
_PREFIXES = _words("anti counter ex non post pre pro")
#: Before a name, words with a capital letter that are no part of it.
_TITLES = _words(
    """
    Mr Mrs Ms Miss Dr Sir President Vice Chairman Chancellor King Queen Prince Minister Premier
    Secretary Ambassador Envoy Representative Commissioner Director General Admiral Senator Governor
    Mayor Colleague Chair Co-Chair Co-Chairs Comrade Foreign Prime The A An And Or Of In On At To For
    With From By
    """
)
#: After a name, words with a capital letter that are no part of it: offices and acts of whoever bears it.
_OFFICES = _words(
    """
    Administration Ambassador Army Armed Chair Co-Chair Co-Chairs Congress Defence Defense Department
    Deputy Foreign Government Member Members Minister Ministers Ministry Parliament Permanent President
    Presidents Prime Representative Representatives Resolution Resolutions Secretary Secretary-General
    Senate Senator Special Statement Vice I And Or Of In On At To For With From By
    """
)
_DAYS = _words(
    """
    Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June July
    August September October November December
    """
)
#: At the start of a sentence, words that no name begins with.
_OPENERS = _words(
    """
    About After Again Against All Also Although Among And Another Any Are As At Because Before Besides
    Between Beyond Both But By Can Concerning Could Dear Despite Did Do Does During Each Either Even
    Every Except First For Former From Given Had Has Have Hence Her His How However If In Indeed Inside
    Is It Its Last Later Let Like Many May Meanwhile Might Most Must My Near Neither No Nor Not Now Of
    Off On Once Only Or Our Outside Over Perhaps Regarding Shall Should Since So Some Speaking Still
    Such Than Thank That The Their Then There These They This Those Though Through Throughout Thus To
    Today Together Tomorrow Toward Towards Under Unless Unlike Until Upon Was We Were What When Whenever
    Where Whereas Whether Which While Who Whose Why Will With Within Without Would Yes Yesterday Yet
    Your
    """
)
#: Words that with "of" make another name of the one that follows: Bank of Georgia, Treaty of Nice.
_OF_OTHERS = re.compile(r"\b(?:Bank|Battle|Gulf|Sea|Siege|Strait|Treaty|University|Voice) of(?: the)?\Z")


@dataclass(frozen=True)
class _Candidate:
    """One form of a name; `ordinary` if it is a word too, `full` if no word before it can belong to it."""

    pattern: re.Pattern[str]
    entity: str
    ordinary: bool
    full: bool


class NameFinder:
    """Knows the names of all entities, and looks them up by their first word."""

    def __init__(self, entities: Iterable[Entity]) -> None:
        """Takes names and aliases; what readers only type in a search is looked for in no text."""
        self._candidates: dict[str, list[_Candidate]] = {}
        small = set()
        forms = {(form, entity.id): entity for entity in entities for form in (entity.name, *entity.aliases)}
        for (form, owner), entity in sorted(forms.items(), key=lambda item: (-len(item[0][0]), item[0])):
            plain, _ = _fold(form)
            first = _WORD.search(plain)
            if first and first.start() == 0:
                full = entity.kind is EntityKind.PERSON and len(re.findall(r"\b[A-Z]", plain)) > 1
                candidate = _Candidate(_compile(plain), owner, form in entity.ordinary, full)
                self._candidates.setdefault(first[0].casefold(), []).append(candidate)
                small |= {first[0]} if first[0].islower() else set()
        #: Where a name may begin: words with a capital letter or a digit, and those that names begin with.
        self.beginnings = re.compile(
            rf"(?<!\w)(?:[^\Wa-z_]\w*|(?:{'|'.join(sorted(small)) or '(?!)'})(?!\w))"
        )

    def starts(self, word: str) -> Sequence[_Candidate]:
        """The forms that begin with a word, the longest first."""
        return self._candidates.get(word.casefold(), ())


def find_mentions(text: str, finder: NameFinder, references: Iterable[Reference] = ()) -> tuple[Mention, ...]:
    """Every mention of a name in a text, in order and without overlaps; `references` are those to this text.

    A reference whose words the text does not hold is passed over: see `locate_reference`.
    """
    decided = [
        (Mention(*span, item.entity or "", item.reason), item.entity is not None)
        for item in references
        if (span := locate_reference(text, item))
    ]
    found = _find_between(text, finder, [mention for mention, _ in decided])
    mentions = [*found, *(mention for mention, is_name in decided if is_name)]
    return tuple(sorted(mentions, key=lambda item: item.start))


def locate_reference(text: str, reference: Reference) -> tuple[int, int] | None:
    """Where the words of a reference stand in a text, or None if they do not stand there so often."""
    plain, places = _fold(text)
    words, _ = _fold(reference.words)
    pattern = re.compile(rf"(?<!\w){_spell(words)}(?!\w)")
    for number, match in enumerate(pattern.finditer(plain), 1):
        if number == reference.occurrence:
            return _unfold(match.start(), match.end(), places)
    return None


def _find_between(text: str, finder: NameFinder, reserved: Sequence[Mention]) -> Iterator[Mention]:
    """What the rules find outside the words on which an editor has decided."""
    plain, places = _fold(text)
    scan = _Scan(plain, finder)
    for start, end, entity in scan.run([_refold(item, places) for item in reserved]):
        yield Mention(*_unfold(start, end, places), entity, None)


class _Scan:
    """One pass over one folded text."""

    def __init__(self, plain: str, finder: NameFinder) -> None:
        self.plain = plain
        self.finder = finder
        self.last_end = 0  # Where the last accepted name ends.

    def run(self, reserved: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int, str]]:
        """Each name as (start, end, entity), in order."""
        passed = 0  # Up to here the text belongs to something found, refused or reserved.
        for word in self.finder.beginnings.finditer(self.plain):
            start = word.start()
            candidates = self.finder.starts(word[0]) if start >= passed else ()
            if not candidates:
                continue
            limit = min((begin for begin, end in reserved if end > start), default=len(self.plain))
            match = self._longest(candidates, start, limit)
            if match is None:
                continue
            end, candidate = match
            passed = end
            if self._stands_alone(start, end, candidate):
                end = self._take_abbreviation(end, candidate.entity, limit)
                passed = self.last_end = end
                yield start, end, candidate.entity

    def _longest(
        self, candidates: Sequence[_Candidate], start: int, limit: int
    ) -> tuple[int, _Candidate] | None:
        for candidate in candidates:
            match = candidate.pattern.match(self.plain, start)
            if match and match.end() <= limit:
                return match.end(), candidate
        return None

    def _stands_alone(self, start: int, end: int, candidate: _Candidate) -> bool:
        """False for a name that is part of another word, or of another name that nobody entered."""
        if not (self._is_free_before(start) and self._is_free_after(end)):
            return False
        if candidate.ordinary and self._is_sentence_start(start):
            return False
        is_part = not candidate.full and self._is_named_before(start)
        return not (is_part or self._is_named_after(end))

    def _is_free_before(self, start: int) -> bool:
        sign, before = self.plain[start - 1 : start], self.plain[max(0, start - 2) : max(0, start - 1)]
        if sign in ("@", "#") or (sign in (".", "'") and before.isalnum()):
            return False
        if sign != "-" or not before.isalnum() or self.last_end == start - 1:
            return True
        prefix = re.search(r"\w+\Z", self.plain[: start - 1])
        return prefix is not None and prefix[0].casefold() in _PREFIXES

    def _is_free_after(self, end: int) -> bool:
        rest = self.plain[end : end + 40]
        if rest[:1] in ("'", ".", "@"):
            return rest[:1] != "@" and (not rest[1:2].isalnum() or _POSSESSIVE.match(rest) is not None)
        second = re.match(r"-(\w+)", rest)
        if second is None:
            return True
        is_plain = second[1].islower() and second[1].isalpha() and len(second[1]) > 2
        return is_plain or self._names_begin(end + 1)

    def _names_begin(self, start: int) -> bool:
        """True where a known name begins."""
        word = _WORD.match(self.plain, start)
        candidates = self.finder.starts(word[0]) if word else ()
        return self._longest(candidates, start, len(self.plain)) is not None

    def _is_named_before(self, start: int) -> bool:
        """True if the word before belongs to the name, as in South Sudan or Hafez al-Assad."""
        head = self.plain[max(0, start - _LONGEST_WORD) : start].rstrip(" ")
        end = start if not head else max(0, start - _LONGEST_WORD) + len(head)
        word = _WORD_BEFORE.split(head)[-1]
        if end == start or not word:
            return False
        if word in ("of", "the"):
            return _OF_OTHERS.search(self.plain[max(0, end - _LONGEST_WORD) : end]) is not None
        bare = word.rstrip(".")
        if word == word.lower() or bare in _TITLES or word in _DAYS or not _WORD_END.search(word):
            return False
        is_first = word in _OPENERS and self._is_sentence_start(end - len(word))
        return not (self.last_end == end or is_first)

    def _is_sentence_start(self, at: int) -> bool:
        head = self.plain[:at].rstrip(" \"'([-")
        return not head or head[-1] in ".!?:…" or '"' in self.plain[len(head) : at]

    def _is_named_after(self, end: int) -> bool:
        """True if the word after belongs to the name, as in Minsk Protocol or Jordan Smith."""
        match = _WORD_AFTER.match(self.plain, end)
        if match is None:
            return False
        word = match[1].rstrip('.,;:!?)"').removesuffix("'s").rstrip("'")
        return not (word[0].islower() or word in _OFFICES | _DAYS or self._names_begin(match.start(1)))

    def _take_abbreviation(self, end: int, entity: str, limit: int) -> int:
        """The end of a name together with its other form in brackets, if one follows: … Group (ISSG)."""
        opening = _ABBREVIATION.match(self.plain, end)
        word = _WORD.match(self.plain, opening.end()) if opening else None
        own = [item for item in self.finder.starts(word[0]) if item.entity == entity] if word else []
        match = self._longest(own, word.start(), limit) if word else None
        closing = re.compile(r'"?\)').match(self.plain, match[0]) if match else None
        return closing.end() if closing and closing.end() <= limit else end


def _compile(plain: str) -> re.Pattern[str]:
    closed = r"(?!\w)" if plain[-1].isalnum() else ""
    return re.compile(_spell(plain) + closed, 0 if plain != plain.lower() else re.IGNORECASE)


def _spell(plain: str) -> str:
    """A pattern for words that any white space parts."""
    return r"\s+".join(re.escape(word) for word in plain.split())


# --- texts that are the same for names --------------------------------------------------------------------


def _fold(text: str) -> tuple[str, Sequence[int] | None]:
    """The text with signs made alike and without diacritics, and where each character of it ends up.

    The places are those in `text` of each character of the result and of its end; None if they are the same.
    """
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


def _unfold(start: int, end: int, places: Sequence[int] | None) -> tuple[int, int]:
    """A span of the folded text as one of the text itself, with the diacritics after its last letter."""
    return (start, end) if places is None else (places[start], places[end])


def _refold(mention: Mention, places: Sequence[int] | None) -> tuple[int, int]:
    if places is None:
        return mention.start, mention.end
    inside = [at for at, place in enumerate(places) if mention.start <= place < mention.end]
    return (inside[0], inside[-1] + 1) if inside else (0, 0)
