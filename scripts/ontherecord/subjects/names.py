"""Which names a text holds, and where: precision before recall, and an editor's word above every rule.

The rules, for English (`listed_names` has that of other languages): the longest name wins; no name is found
inside another word or another name, known or not ("Minsk Agreements" and "Minsk Group" are not Minsk, "South
Sudan" is not Sudan); an abbreviation in brackets after its name belongs to it. A family name that several
persons may bear ("Mr Reyes") names none of them. What only points back ("the Group") is found where an editor
says so in the record.

A form that lacks the first words of a fuller one ("Security Council") is bare: many may have one, and it is
not found beside a word that gives it to another ("Russia's Security Council", "Contact Group on Libya").

Adjectives ("Syrian") are no names. A compound with a hyphen holds a name if all of it is names ("Russia-US"),
or if the rest only takes sides or tells the time ("anti-Assad", "post-Assad", "US-led"); "Russian-US" holds
none. A hyphen in a form may be a space in the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from ..data.definitions import Entity, EntityKind, Reference
from ..data.person_names import find_bearers
from ..text.locate import Span, find_decided, fold_signs, refold, spell, unfold
from ..text.words import MONTHS, WEEKDAYS
from .passages import Mention

_WORD = re.compile(r"\w+")
_WORD_BEFORE = re.compile(r"[\s\"(\[]")
#: How a word ends that nothing parts from the next.
_WORD_END = re.compile(r"\w(?<!'s)\Z")
_WORD_AFTER = re.compile(r" +([^\W\d_]\S*)")
_POSSESSIVE = re.compile(r"'s?(?!\w)")
_ABBREVIATION = re.compile(r" ?\(\"?")
#: One or more words with a capital letter.
_CAPITAL = r"[^\Wa-z\d_](?:\.?\w)*"
_CAPITALS = rf"{_CAPITAL}(?:[ -]{_CAPITAL})*"
#: How a name goes on with another: Islamic State in Iraq, Contact Group on Libya.
_GOES_ON = re.compile(rf" +(in|of|on|for) +(?:the +)?({_CAPITALS})")
_OWNER = re.compile(rf"(\w+|{_CAPITALS})(?:'s|(?<=[sS])') +\Z")
_CAPITALS_BEFORE = re.compile(rf"({_CAPITALS})\Z")
_PRONOUN = re.compile(r"\b(?:my|your|his|her|its|our|their|whose) +\Z", re.IGNORECASE)
#: Initials before a name, with the word before them.
_INITIALS = re.compile(r"(?:\b(\w+) +)?(?<![\w.])((?:[^\Wa-z\d_]\.[ -]?)+)\Z")
_MONEY = re.compile(r"\$| \$ ?\d")
_YEAR = re.compile(r" \(\d{4}\)\Z")
#: Offices in a state's own body that the international one of the same bare name has not.
_STAFF = r"(?:Secretary(?!-)|(?:Deputy|Assistant) (?:Secretary|Head|Chair\w*))\b"
_STAFF_BEFORE = re.compile(rf"\b{_STAFF} of (?:the )?\Z", re.IGNORECASE)
_STAFF_AFTER = re.compile(rf"(?:'s)? +(?:First )?{_STAFF}", re.IGNORECASE)


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


#: How far back words are looked for.
_FAR = 80
#: Before a hyphen, what leaves a name a name.
_PREFIXES = _words("anti counter ex non post pre pro")
#: Before a name, words with a capital letter that are no part of it.
_TITLES = _words(
    """
    President Presidents Vice Chairman Chancellor King Queen Prince Minister Ministers Premier Secretary
    Secretaries Ambassador Ambassadors Envoy Representative Commissioner Director General Admiral Colonel
    Senator Governor Mayor Colleague Chair Co-Chair Co-Chairs Comrade Foreign Prime The A An And Or Of In
    On At To For With From By
    """
)
#: Titles that only a person has.
_PERSONAL = _words("Mr Messrs Dr Sir")
#: Titles that tell a woman from the man whose name she bears: a name with one is found if it is an alias.
_OF_WOMEN = _words("Mrs Ms Miss")
#: After a name, words with a capital letter that are no part of it: offices and acts of whoever bears it.
_OFFICES = _words(
    """
    Administration Ambassador Army Armed Chair Co-Chair Co-Chairs Congress Defence Defense Department
    Deputy Foreign Government Member Members Minister Ministers Ministry Parliament Permanent President
    Presidents Prime Representative Representatives Resolution Resolutions Secretary Secretary-General
    Senate Senator Special Statement Vice I And Or Of In On At To For With From By
    """
)
_DAYS = frozenset((*WEEKDAYS, *MONTHS))
#: At the start of a sentence, words that no name begins with.
_OPENERS = _words(
    """
    About After Again Against All Also Although Among And Another Any Are As At Because Before Besides
    Between Beyond Both But By Can Concerning Could Dear Despite Did Do Does During Each Either Even
    Every Except First For Former From Given Had Has Have Hence Her His How However If In Indeed Inside
    Is It Its Last Later Let Like Many May Maybe Meanwhile Might Most Must My Near Neither No Nor Not Now Of
    Off On Once Only Or Our Outside Over Perhaps Regarding Shall Should Since So Some Sometimes Speaking
    Still Such Than Thank That The Their Then There These They This Those Though Through Throughout Thus To
    Today Together Tomorrow Toward Towards Under Unless Unlike Until Upon Was We Were What When Whenever
    Where Whereas Whether Which While Who Whose Why Will With Within Without Would Yes Yesterday Yet
    Your
    """
)
#: Words that with "of" make another name of the one that follows: Bank of Georgia, Treaty of Nice.
_OF_OTHERS = re.compile(r"\b(?:Bank|Battle|Gulf|Sea|Siege|Strait|Treaty|University|Voice) of(?: the)?\Z")
#: What has an 's and owns nothing: times ("today's Security Council meeting") and short verbs ("It's").
_NO_OWNERS = _words(
    """
    today yesterday tomorrow tonight day night morning afternoon evening week weekend month year spring
    summer autumn winter it that this here there what who where how he she let
    """
)
#: With which words a bare form, or any form of a group, goes on to be another's. What a council meets on or
#: for is still its own business, while a group of that name is called after it.
_PARTING = {
    EntityKind.GROUP: _words("of"),
    EntityKind.ORGANISATION: _words("of"),
    EntityKind.FORMAT: _words("of on for"),
}


@dataclass(frozen=True)
class _Candidate:
    """One form of a name.

    It is `ordinary` if it is a word too, `full` if no word before it can belong to it. `given` is the first
    name of a person, else empty. `leads` is empty unless the form is bare: what fuller forms have before it.
    Where one of `parting` and a name follow ("of Iran"), it is another's.
    """

    pattern: re.Pattern[str]
    entity: str
    kind: EntityKind
    given: str
    ordinary: bool
    full: bool
    leads: tuple[str, ...]
    parting: frozenset[str]

    def is_owned_by(self, words: str) -> bool:
        """True if fuller forms begin with the words: the UN's Security Council, … of the United Nations."""
        owner = _level(words.removeprefix("The "))
        return any(lead.startswith(f"{owner} ") or f" {lead}".endswith(f" {owner}") for lead in self.leads)


class Finder(Protocol):
    """Finds names in a text whose signs are folded (`locate.fold_signs`)."""

    def find(self, plain: str, reserved: Sequence[Span]) -> Iterator[tuple[int, int, str]]:
        """Each name outside the reserved spans as (start, end, entity), in order."""


class NameFinder:
    """Knows the names of all entities, and looks them up by their first word."""

    def __init__(self, entities: Iterable[Entity]) -> None:
        """Takes names and aliases; what readers only type in a search is looked for in no text."""
        self._candidates: dict[str, list[_Candidate]] = {}
        small = set()
        known = _Known(entities := tuple(entities))
        shared = find_bearers(entities)
        forms = {
            (form, entity.id): entity
            for entity in entities
            for form in _list_forms(entity)
            if entity.id not in shared.get(form, ())
        }
        for (form, _), entity in sorted(forms.items(), key=lambda item: (-len(item[0][0]), item[0])):
            plain, _ = fold_signs(form)
            first = _WORD.search(plain)
            if first and first.start() == 0:
                self._candidates.setdefault(first[0].casefold(), []).append(known.describe(form, entity))
                small |= {first[0]} if first[0].islower() else set()
        #: Where a name may begin: words with a capital letter or a digit, and those that names begin with.
        self.beginnings = re.compile(
            rf"(?<!\w)(?:[^\Wa-z_]\w*|(?:{'|'.join(sorted(small)) or '(?!)'})(?!\w))"
        )

    def find(self, plain: str, reserved: Sequence[Span]) -> Iterator[tuple[int, int, str]]:
        """Each name outside the reserved spans of a folded text as (start, end, entity), in order."""
        return _Scan(plain, self).run(reserved)

    def starts(self, word: str) -> Sequence[_Candidate]:
        """The forms that begin with a word, the longest first."""
        return self._candidates.get(word.casefold(), ())


class _Known:
    """What the names of all entities tell of each other."""

    def __init__(self, entities: Iterable[Entity]) -> None:
        self.forms: set[str] = set()
        #: With which words a form goes on to be a longer name, and whose, by the form.
        self.goes_on: dict[str, set[tuple[str, str]]] = {}
        for entity in entities:
            for form in (entity.name, *entity.aliases, *entity.typed):
                plain, _ = fold_signs(form)
                self.forms.add(_level(plain))
                for match in _GOES_ON.finditer(plain):
                    self.goes_on.setdefault(_level(plain[: match.start()]), set()).add((match[1], entity.id))

    def describe(self, form: str, entity: Entity) -> _Candidate:
        """The form of an entity as what is looked for."""
        plain, _ = fold_signs(form)
        is_person = entity.kind is EntityKind.PERSON
        leads = self._find_leads(plain, entity)
        is_parted = bool(leads) or entity.kind is EntityKind.GROUP
        parting = _PARTING.get(entity.kind, frozenset()) if is_parted else frozenset()
        others = {word for word, owner in self.goes_on.get(_level(plain), ()) if owner != entity.id}
        return _Candidate(
            pattern=_compile(plain),
            entity=entity.id,
            kind=entity.kind,
            given=fold_signs(entity.name)[0].split()[0] if is_person else "",
            ordinary=form in entity.ordinary,
            full=is_person and len(re.findall(r"\b[A-Z]", plain)) > 1,
            leads=leads,
            parting=parting | others,
        )

    def _find_leads(self, plain: str, entity: Entity) -> tuple[str, ...]:
        """What fuller forms have before a form that is bare; a form that begins with a name is not."""
        words = _level(plain).split()
        starts = (" ".join(words[:number]) for number in range(1, len(words)))
        if entity.kind not in (EntityKind.ORGANISATION, EntityKind.FORMAT) or self.forms & {*starts}:
            return ()
        others = (fold_signs(form)[0] for form in (entity.name, *entity.aliases))
        return tuple(_level(other.removesuffix(plain)) for other in others if other.endswith(f" {plain}"))


def find_mentions(text: str, finder: Finder, references: Iterable[Reference] = ()) -> tuple[Mention, ...]:
    """Every mention of a name in a text, in order and without overlaps; `references` are those to this text.

    A reference whose words the text does not hold is passed over: see `locate.find_decided`.
    """
    decided = [
        (Mention(*span, item.entity or "", item.reason), item.entity is not None)
        for item in references
        if (span := find_decided(text, item))
    ]
    found = _find_between(text, finder, [mention for mention, _ in decided])
    mentions = [*found, *(mention for mention, is_name in decided if is_name)]
    return tuple(sorted(mentions, key=lambda item: item.start))


def _find_between(text: str, finder: Finder, reserved: Sequence[Mention]) -> Iterator[Mention]:
    """What the rules find outside the words on which an editor has decided."""
    plain, places = fold_signs(text)
    for start, end, entity in finder.find(plain, [refold(item.start, item.end, places) for item in reserved]):
        yield Mention(*unfold(start, end, places), entity, None)


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
            if self._is_anothers(start, end, candidate):
                continue  # Of such words, those within may still be names.
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
        if not self._is_free(start, end) or self._is_in_number(start, end):
            return False
        if candidate.ordinary and self._is_sentence_start(start):
            return False
        is_part = not candidate.full and self._is_named_before(start, candidate)
        return not (is_part or self._is_named_after(end))

    def _is_anothers(self, start: int, end: int, candidate: _Candidate) -> bool:
        """True if a word beside a name makes it another's: Russia's Security Council, People's Mujahedin."""
        if self._goes_on(start, end, candidate):
            return True
        if candidate.leads:
            is_office = _STAFF_BEFORE.search(self._before(start)) or _STAFF_AFTER.match(self.plain, end)
            return is_office is not None or self._has_owner(start, candidate)
        return candidate.kind is EntityKind.GROUP and self._has_unknown_owner(start)

    def _goes_on(self, start: int, end: int, candidate: _Candidate) -> bool:
        """True if a name goes on to be another's: Contact Group on Libya, Al-Qaeda in the Islamic Maghreb.

        A group in a place that is known is that group there, unless another's name has such words; an
        abbreviation is the whole of a name.
        """
        joined = _GOES_ON.match(self.plain, end)
        if joined is None or joined[2].split()[0] in _DAYS:
            return False
        if joined[1] in candidate.parting:
            return not candidate.is_owned_by(joined[2])
        may_grow = candidate.kind is EntityKind.GROUP and not self.plain[start:end].isupper()
        return joined[1] == "in" and may_grow and not self._find_name_end(joined.start(2))

    def _before(self, start: int) -> str:
        """As much of the text before a place as is ever looked at."""
        return self.plain[max(0, start - _FAR) : start]

    def _follows_name(self, start: int) -> bool:
        """True if nothing but spaces parts a place from the name found before it."""
        between = self._before(start)[self.last_end - start :] if start > self.last_end > 0 else ""
        return between != "" and between.strip(" ") == ""

    def _find_possessive(self, start: int) -> re.Match[str] | None:
        """The owner directly before, as in Russia's; no time as in today's, no verb as in it's."""
        match = _OWNER.search(self._before(start))
        last = match[1].split()[-1] if match else ""
        return None if last.casefold() in _NO_OWNERS or last in _DAYS else match

    def _has_owner(self, start: int, candidate: _Candidate) -> bool:
        """True if a bare name is given to another by a possessive or a name directly before it."""
        head = self._before(start)
        if _PRONOUN.search(head):
            return True
        owner = self._find_possessive(start)
        if owner is None and self._follows_name(start):
            owner = _CAPITALS_BEFORE.search(head.rstrip(" "))
        return owner is not None and not candidate.is_owned_by(owner[1])

    def _has_unknown_owner(self, start: int) -> bool:
        """True after a possessive with a capital letter that is no name found: People's Mujahedin."""
        owner = self._find_possessive(start)
        if owner is None or not owner[1][0].isupper():
            return False
        return self.last_end != start - len(owner.string) + owner.end(1)

    def _is_in_number(self, start: int, end: int) -> bool:
        """True for digits that are part of a date or a number, as in 9/11/2016 and 1/9/11."""
        is_after = self.plain[start].isdigit() and re.search(r"\d[/.-]\Z", self._before(start))
        is_number = re.fullmatch(r"[\d/]+", self.plain[start:end])
        return bool(is_after or (is_number and re.match(r"[/.-]\d", self.plain[end : end + 2])))

    def _is_free(self, start: int, end: int) -> bool:
        """True for a name that is a word, or a compound's next one: its first one spoke for all of it."""
        if self.plain[start - 1 : start] == "-" and 0 < self.last_end == start - 1:
            return self._ends_word(end)
        return self._is_free_before(start) and self._is_free_after(end)

    def _is_free_before(self, start: int) -> bool:
        sign, before = self.plain[start - 1 : start], self.plain[max(0, start - 2) : max(0, start - 1)]
        if sign in ("@", "#") or (sign in (".", "'") and before.isalnum()):
            return False
        if sign != "-" or not before.isalnum():
            return True
        prefix = re.search(r"\w+\Z", self.plain[: start - 1])
        return prefix is not None and prefix[0].casefold() in _PREFIXES

    def _is_free_after(self, end: int) -> bool:
        """True if a name is no part of the word it stands in: of a compound, all is names or none is."""
        while self._ends_word(end):
            second = re.match(r"-(\w+)", self.plain[end : end + _FAR])
            if second is None or (second[1].islower() and second[1].isalpha() and len(second[1]) > 2):
                return True
            end = self._find_name_end(end + 1)
            if not end or self._is_named_after(end):
                return False
        return False

    def _ends_word(self, end: int) -> bool:
        """False before a sign that makes another word or a sum of money of it: US.gov, US$50."""
        rest = self.plain[end : end + 3]
        if _MONEY.match(rest):
            return False
        if rest[:1] in ("'", "."):
            return not rest[1:2].isalnum() or _POSSESSIVE.match(rest) is not None
        return rest[:1] != "@"

    def _find_name_end(self, start: int) -> int:
        """Where the known name ends that begins at a place, or 0 if none does."""
        word = _WORD.match(self.plain, start)
        match = self._longest(self.finder.starts(word[0]), start, len(self.plain)) if word else None
        return match[0] if match else 0

    def _is_named_before(self, start: int, candidate: _Candidate) -> bool:
        """True if the word before belongs to the name, as in South Sudan, Hafez al-Assad or Mrs Wren."""
        head = self._before(start).rstrip(" ")
        end = start - len(self._before(start)) + len(head)
        word = _WORD_BEFORE.split(head)[-1]
        bare = word.rstrip(".")
        if end == start or not word or end == self.last_end:
            return False
        if bare in _PERSONAL or bare in _OF_WOMEN:
            return bare in _OF_WOMEN or candidate.kind is not EntityKind.PERSON
        if word in ("of", "the"):
            return _OF_OTHERS.search(head) is not None
        if candidate.given and _has_other_initial(head, candidate.given):
            return True
        if word == word.lower() or bare in _TITLES or word in _DAYS or not _WORD_END.search(word):
            return False
        is_opener = word in _OPENERS or (word.endswith("ly") and candidate.kind is not EntityKind.PERSON)
        return not (is_opener and self._is_sentence_start(end - len(word)))

    def _is_sentence_start(self, at: int) -> bool:
        head = self.plain[:at].rstrip(" \"'([-")
        return not head or head[-1] in ".!?:…" or '"' in self.plain[len(head) : at]

    def _is_named_after(self, end: int) -> bool:
        """True if the word after belongs to the name, as in Minsk Protocol or Jordan Smith."""
        match = _WORD_AFTER.match(self.plain, end)
        if match is None:
            return False
        word = match[1].rstrip('.,;:!?)"').removesuffix("'s").rstrip("'")
        return not (word[0].islower() or word in _OFFICES | _DAYS or self._find_name_end(match.start(1)))

    def _take_abbreviation(self, end: int, entity: str, limit: int) -> int:
        """The end of a name together with its other form in brackets, if one follows: … Group (ISSG)."""
        opening = _ABBREVIATION.match(self.plain, end)
        word = _WORD.match(self.plain, opening.end()) if opening else None
        own = [item for item in self.finder.starts(word[0]) if item.entity == entity] if word else []
        match = self._longest(own, word.start(), limit) if word else None
        closing = re.compile(r'"?\)').match(self.plain, match[0]) if match else None
        return closing.end() if closing and closing.end() <= limit else end


def _has_other_initial(head: str, given: str) -> bool:
    """True if initials end a text that are not those of the given name: H., Robert F., but not John F."""
    match = _INITIALS.search(head)
    if match is None:
        return False
    before = match[1] or ""
    is_title = before in _TITLES or before in _PERSONAL or before in _OPENERS
    return before != given if before[:1].isupper() and not is_title else match[2][0] != given[0]


def _list_forms(entity: Entity) -> tuple[str, ...]:
    """The name and the aliases, each also with the year that the name of a document ends in: … (2015)."""
    forms = (entity.name, *entity.aliases)
    year = _YEAR.search(entity.name) if entity.kind is EntityKind.DOCUMENT else None
    return (*forms, *(form + year[0] for form in forms if not form.endswith(year[0]))) if year else forms


def _level(plain: str) -> str:
    """The words alone, in small letters: U.N. is UN, and Al-Qaeda is Al Qaeda."""
    return " ".join(_WORD.findall(_POSSESSIVE.sub("", plain.replace(".", "")).casefold()))


def _compile(plain: str) -> re.Pattern[str]:
    closed = r"(?!\w)" if plain[-1].isalnum() else ""
    spelled = spell(plain).replace(r"\-", r"(?:-|\s+)")
    return re.compile(spelled + closed, 0 if plain != plain.lower() else re.IGNORECASE)
