"""What an editor may write in the YAML files of `data/`.

The loader checks the files against these definitions and `schema` makes the JSON Schemas from them, so that
an editor's IDE and the command line say the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from itertools import product
from string import ascii_uppercase
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    StringConstraints,
    Tag,
    WithJsonSchema,
    model_validator,
)
from pydantic_core import PydanticCustomError

from .. import urls
from ..problems import did_you_mean
from .drafts import BLANK
from .edtf import EDTF_PATTERN, parse_edtf
from .languages import find_language_code, list_language_names


class EntityKind(StrEnum):
    """What a named thing is."""

    PERSON = "person"
    ORGANISATION = "organisation"
    GROUP = "group"
    OFFICE = "office"
    PLACE = "place"
    DOCUMENT = "document"
    FORMAT = "format"
    EVENT = "event"


class Known(StrEnum):
    """How it is known that words were spoken which a source leaves out."""

    STATED = "stated"
    INFERRED = "inferred"


class Colour(StrEnum):
    """The colour slots of the style sheet; each holds a light and a dark value that pass contrast."""

    BLUE = "blue"
    GOLD = "gold"
    MAUVE = "mauve"
    INDIGO = "indigo"
    GREEN = "green"
    OXBLOOD = "oxblood"
    STEEL = "steel"
    TEAL = "teal"
    UMBER = "umber"


def parse_day(text: object) -> date:
    """The day that a text YYYY-MM-DD names; ValueError for anything else."""
    day = date.fromisoformat(text) if isinstance(text, str) else None
    if day is None or day.isoformat() != text:
        raise ValueError(f"bad date '{text}': write a day that exists as YYYY-MM-DD")
    return day


def _read_date(value: Any) -> date:  # noqa: ANN401 - whatever the YAML file holds
    """A date written YYYY-MM-DD, or the error that says so; numbers and times are no dates here."""
    try:
        return value if type(value) is date else parse_day(value)
    except ValueError:
        raise PydanticCustomError("bad_date", "write a day that exists as YYYY-MM-DD") from None


def _read_edtf(value: Any) -> str:  # noqa: ANN401 - whatever the YAML file holds
    """A date, month, year or span as an EDTF string, or the error that says how to write one."""
    try:
        return parse_edtf(str(value)).edtf
    except ValueError as error:
        raise PydanticCustomError("bad_date", "{reason}", {"reason": str(error)}) from None


def _read_degrees(value: Any) -> float:  # noqa: ANN401 - whatever the YAML file holds
    """A number of degrees, written as everybody writes it: -77.04."""
    if isinstance(value, bool) or not _DEGREES.fullmatch(str(value)):
        raise PydanticCustomError("bad_degrees", "write degrees as a number, e.g. 48.21 or -77.04")
    return float(str(value))


def _check_folder_name(name: str) -> str:
    """The id, if every file system can hold a folder of that name."""
    if fault := urls.find_folder_fault(name):
        raise PydanticCustomError("bad_id", "{reason}", {"reason": fault})
    return name


def _check_language(words: str) -> str:
    """The same, if it is a language, or a blank to be filled in."""
    if words != BLANK and find_language_code(words) is None:
        near = did_you_mean(words, list_language_names())
        message = f"write the tag of a language (en, zh-Hant) or its name in English{near}"
        raise PydanticCustomError("bad_language", "{reason}", {"reason": message})
    return words


_DEGREES = re.compile(r"-?[0-9]{1,3}(\.[0-9]+)?", re.ASCII)

Words = Annotated[str, StringConstraints(min_length=1, pattern=r"\S")]
Id = Annotated[
    str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$"), AfterValidator(_check_folder_name)
]
LanguageTag = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]+)*$")]
ByLanguage = dict[LanguageTag, Annotated[tuple[Words, ...], Field(strict=False)]]
AnchorId = Annotated[str, StringConstraints(pattern=rf"^{urls.ANCHOR}$")]
#: In the place of an anchor: before the first passage.
START = "start"
AfterPassage = Annotated[str, StringConstraints(pattern=rf"^({START}|{urls.ANCHOR})$")]
PassageRange = Annotated[str, StringConstraints(pattern=rf"^{urls.ANCHOR}(-{urls.ANCHOR})?$")]
Url = Annotated[str, StringConstraints(pattern=r"^https?://[^\s<>\"]+$")]
Checksum = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
Code = Annotated[str, StringConstraints(pattern=r"^[A-ZÀ-ÖØ-ÞΑ-ΡΣ-ΩЀ-ЯԱ-Ֆ]{2}$")]
#: An id, or a list of two or more. The tags stand in brackets, which no key has: see `yamlfile._explain`.
OneOrSeveral = Annotated[
    Annotated[Id, Tag("[one]")]
    | Annotated[tuple[Id, ...], Field(min_length=2, strict=False), Tag("[several]")],
    Discriminator(lambda value: "[several]" if isinstance(value, (list, tuple)) else "[one]"),
]
Day = Annotated[date, BeforeValidator(_read_date)]
Edtf = Annotated[
    str,
    BeforeValidator(_read_edtf),
    # A bare year is a number to YAML.
    WithJsonSchema({"anyOf": [{"type": "string", "pattern": EDTF_PATTERN}, {"type": "integer"}]}),
]


class Definition(BaseModel):
    """A mapping of a data file: no key beyond those named, nothing coerced, nothing changed after loading."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, use_attribute_docstrings=True)


class Position(Definition):
    """A point on the map, in degrees."""

    lat: Annotated[float, Field(ge=-90, le=90), BeforeValidator(_read_degrees)]
    """Latitude; south of the equator it is negative."""
    lon: Annotated[float, Field(ge=-180, le=180), BeforeValidator(_read_degrees)]
    """Longitude; west of Greenwich it is negative."""


class Topic(Definition):
    """A subject of the archive."""

    id: Id = ""
    """Permanent id and address of the topic: topics/<id>/. If none, it is made of the title."""
    title: Words
    """The topic's name in headings and lists."""
    code: Code = ""
    """Two capital letters that go wherever the topic's colour goes. If none, two of the title's."""
    colour: Colour = Field(default=Colour.BLUE, strict=False)
    """A colour slot of the style sheet; topics beyond the ninth share one. If none, the least used."""
    line: Words = ""
    """One line for the topic's card. If none, it is made of the title."""
    scope: Words = ""
    """Scope note: what is filed here and what is not. If none, it is made of the title."""
    terms: Annotated[tuple[Words, ...], Field(min_length=1, strict=False)]
    """Words that point to the topic. With a capital letter they match as written, else in any case."""
    terms_in: ByLanguage = Field(default_factory=dict)
    """The same in other languages, by language (ru: [перемирие]); texts in these are found by them only."""
    names: ByLanguage = Field(default_factory=dict)
    """Names of the topic in other languages, by language (ru: [Сирия]), for a search."""
    aliases: Annotated[tuple[Words, ...], Field(strict=False)] = ()
    """Other names of the topic, former ids included. The address of each leads to the topic."""
    typed: Annotated[tuple[Words, ...], Field(strict=False)] = ()
    """What readers type when they look for the topic, and what is no name of it: search finds it by these."""
    synonyms: dict[Words, Annotated[tuple[Words, ...], Field(strict=False)]] = Field(default_factory=dict)
    """For a word of the texts, others of its sense that readers type instead: ceasefire: [truce]."""
    related: Annotated[tuple[Id, ...], Field(strict=False)] = ()
    """Ids of topics that a reader of this one may want."""
    place: Id | None = None
    """The place of entities.yml that the topic is about: the map shows the topic there."""
    at: Position | None = None
    """Where the map shows a topic that is about no single place."""


class TopicsFile(Definition):
    """The topics of the archive, in the order in which lists show them."""

    topics: Annotated[tuple[Topic, ...], Field(strict=False)]

    @model_validator(mode="before")
    @classmethod
    def _complete(cls, value: Any) -> Any:  # noqa: ANN401 - whatever the YAML file holds
        """The same, each topic with all that a title and terms are enough to make."""
        topics = value.get("topics") if isinstance(value, dict) else None
        if not isinstance(topics, list):
            return value
        return {**value, "topics": complete_topics(topics)}


def complete_topics(topics: list[Any]) -> list[Any]:
    """Topics as written, each with id, code, colour, line and scope: those that it lacks follow its title."""
    titled = [item for item in topics if isinstance(item, dict) and isinstance(item.get("title"), str)]
    codes = {item.get("code") for item in titled}
    colours = [item.get("colour") for item in titled]
    completed = []
    for item in topics:
        if not any(item is one for one in titled):
            completed.append(item)
            continue
        title = item["title"].strip()
        made: dict[str, object] = {
            "line": f"What was said on {title}.",
            "scope": f"What was said on {title}.",
        }
        if slug := urls.slug_of(title):
            made["id"] = slug
        if "code" not in item:
            made["code"] = next(code for code in _list_codes(title) if code not in codes)
            codes.add(made["code"])
        if "colour" not in item:
            made["colour"] = min(Colour, key=lambda slot: colours.count(slot.value)).value
            colours.append(made["colour"])
        completed.append({**made, **item})
    return completed


def _list_codes(title: str) -> Iterator[str]:
    """Codes for a topic, the best first: the title's first letter with each later one, then any two."""
    letters = [sign for sign in urls.slug_of(title).upper() if sign.isupper()] or ["X"]
    yield from (letters[0] + other for other in letters[1:])
    yield from map("".join, product(ascii_uppercase, repeat=2))


class Entity(Definition):
    """A named person, organisation, place, document or event."""

    id: Id
    """Permanent id of the entity."""
    kind: EntityKind = Field(strict=False)
    name: Words
    """The name as United Nations documents give it, or else as the transcripts print it."""
    short: Words | None = None
    """A person's name in a running sentence, e.g. Mr Wren."""
    given: Words | None = None
    """A person's given names, where the printed name leaves open which they are."""
    particles: Words | None = None
    """What stands before the family name in every order: de la in María de la Cruz Ñuñez."""
    family: Words | None = None
    """A person's family name without its particles; the whole name where that has no parts (Pope Francis)."""
    suffix: Words | None = None
    """What follows a person's name: Jr., III."""
    family_first: bool | None = None
    """True for a name that is printed family name first, as Wang Yi; false where it only looks so."""
    aliases: Annotated[tuple[Words, ...], Field(strict=False)] = ()
    """Other forms of the name, found in the text too. With a capital letter they match as written."""
    typed: Annotated[tuple[Words, ...], Field(strict=False)] = ()
    """Names that only a reader's search knows: in a text they could mean something else (IS, NK)."""
    names: ByLanguage = Field(default_factory=dict)
    """Names in other languages, by language (ru: [Киев]): texts in it and a search are found by them.

    As they stand in a dictionary: the rules know the cases. Those of a state are known.
    """
    ordinary: Annotated[tuple[Words, ...], Field(strict=False)] = ()
    """Forms of the name that are ordinary words too (Nice): not looked for at the start of a sentence."""
    was: Annotated[tuple[Id, ...], Field(strict=False)] = ()
    """Ids that it had before; their addresses lead here."""
    symbol: Words | None = None
    """A United Nations document's symbol, e.g. S/RES/2254 (2015)."""
    country: Code | None = None
    """A state's code of two letters in ISO 3166-1."""
    date: Edtf | None = None
    """When an event was or a document was made, e.g. 2012-06 or 2012-06-30: the timeline has its mentions."""
    at: Position | None = None
    """Where the map shows a place. A state with a code needs none; a place without is on the list only."""
    description: Words
    """One or two neutral sentences that hold for all years; what was so at one event is a role there."""
    draft: bool = False
    """True of one that is in work: only drafts may name it."""

    @property
    def forms(self) -> tuple[str, ...]:
        """All that texts call it, in whatever language: name, aliases, names abroad."""
        return (self.name, *self.aliases, *(name for names in self.names.values() for name in names))


class EntitiesFile(Definition):
    """The named people, organisations, places, documents and events of the archive."""

    entities: Annotated[tuple[Entity, ...], Field(strict=False)]


class Participant(Definition):
    """Someone who took part in the event, or a label under which several speak at once."""

    speaker: OneOrSeveral | None = None
    """The id in entities.yml of a person, an organisation, a group or an office; a list for several."""
    role: Words | None = None
    """The office held on the day; only several at once and an interpreter need none."""
    labels: Annotated[tuple[Words, ...], Field(strict=False)] = ()
    """The labels that stand before this participant's words, without note and colon."""
    opens: bool = False
    """True for the one whose words stand before the first label."""
    left_out: bool = False
    """True for one who spoke but whose words the source leaves out."""
    chairs: bool = False
    """True for one who leads the event: what they say is neither a question nor an answer."""
    asks: bool = False
    """True for one who asks, as a host does: what they say is a question if it asks, else a statement."""
    interprets: Id | None = None
    """Whose words these labels stand before in an interpreter's voice; the interpreter needs no `speaker`."""

    @property
    def speakers(self) -> tuple[str, ...]:
        """The ids of those who take part; none for an interpreter without a name."""
        if self.speaker is None:
            return ()
        return (self.speaker,) if isinstance(self.speaker, str) else self.speaker

    @property
    def voices(self) -> tuple[str, ...]:
        """The ids of those whose words stand behind the labels."""
        return (self.interprets,) if self.interprets else self.speakers


class Copy(Definition):
    """Another place at which the same text stands."""

    at: Words
    """Whose place it is, e.g. Embassy of the Russian Federation in the United States."""
    url: Url
    """Its address."""
    seen: Day | None = None
    """The day on which it was seen there; left out where that could not be tried."""


class SeeAlso(Definition):
    """Something else that a reader of this text may want, e.g. the other side's transcript."""

    title: Words
    """What it is, and whose."""
    url: Url
    """Its address."""


class Source(Definition):
    """Where the text comes from."""

    publisher: Words
    title: Words | None = None
    """The title under which it was published, where that is not the transcript's."""
    url: Url | None = None
    """The address at which its publisher published it; left out where that is not known."""
    seen: Day | None = None
    """The day on which it was seen there."""
    copies: Annotated[tuple[Copy, ...], Field(strict=False)] = ()
    """Other places at which the same text stands."""
    language: Annotated[Words, AfterValidator(_check_language)]
    """The language of the text: its tag of BCP 47 (ru, zh-Hant), or its name in English."""
    rights: Words | None = None
    """What is sure of who may use the text, and how; left out where nothing is."""
    sha256: Checksum | None = None
    """The SHA-256 checksum of the file as received; a corrected text is never compared with it."""
    note: Words | None = None
    """Anything else that a reader should know of the source."""
    see_also: Annotated[tuple[SeeAlso, ...], Field(strict=False)] = ()
    """Other texts on the event."""

    @property
    def tag(self) -> str | None:
        """The language's tag of BCP 47; None only in a draft that has none yet."""
        return find_language_code(self.language)


class AgendaItem(Definition):
    """A heading of the agenda: of an exchange, or of a stretch of a statement or an exchange."""

    at: AnchorId
    """The passage at which it starts; the heading of an exchange is at the first of its question."""
    subject: Words


class GapEntry(Definition):
    """Words that were spoken there and that the source leaves out."""

    after: AfterPassage
    """The passage after which they are missing; `start` where that is before the first."""
    whose: Id
    """Who spoke them, a participant."""
    known: Known = Field(strict=False)
    """`stated` where the text says that they were spoken there, `inferred` where an editor concludes it."""
    reason: Words
    """How it is known, for readers."""


class Decision(Definition):
    """An editor's decision on what passages are about, where the rules say otherwise.

    Of two on one passage that with fewer passages has the last word.
    """

    passage: PassageRange | None = None
    """A passage, or a range of them: p5, p5-p9."""
    exchange: Annotated[int, Field(ge=1)] | None = None
    """Instead of a passage: a whole exchange, counted from 1: a question and what follows it."""
    about: Annotated[tuple[Id, ...], Field(strict=False)] = ()
    """Topics that the passage is about."""
    mentions: Annotated[tuple[Id, ...], Field(strict=False)] = ()
    """Topics that the passage only mentions."""
    remove: Annotated[tuple[Id, ...], Field(strict=False)] = ()
    """Topics that the terms suggest and that the passage has nothing to do with."""
    procedural: bool = False
    """True for a passage about no topic: a greeting, a list of what was discussed."""
    reason: Words
    """Why, for readers."""

    @property
    def ends(self) -> tuple[str, str]:
        """The first and the last of its passages; two empty anchors where it is on an exchange."""
        first, _, last = (self.passage or "").partition("-")
        return first, last or first


class PutQuestion(Definition):
    """An editor's reading of one question. What is entered of a passage is all that the passage asks."""

    passage: AnchorId
    """The passage that holds its words."""
    begins: Words | None = None
    """The words it begins with; if none, it begins where the question before ends, or with the passage."""
    ends: Words | None = None
    """The words it ends with; if none, it ends where the next question begins, or with the passage."""
    asked: Id | None = None
    """To whom it was put, a participant; if none, to whom the words or the label say."""
    topics: Annotated[tuple[Id, ...], Field(strict=False)] = ()
    """Its topics, of those of the passage; if none, those whose terms it holds, else all of the passage."""
    answered_by: Annotated[tuple[AnchorId, ...], Field(strict=False)] = ()
    """The passages that answer it; if none, the pages say that the answer is not in the record."""
    none: bool = False
    """True, with a reason and nothing else, for a passage that puts no question."""
    reason: Words
    """Why, for readers."""


class PlacedWords(Definition):
    """Words of a passage that an editor says something of."""

    passage: AnchorId
    words: Words
    """The words as they stand in the passage; how quotes, dashes and spaces are typed makes no difference."""
    occurrence: int = Field(default=1, ge=1)
    """Which of them, where they stand there more than once: 1 is the first."""

    @property
    def decides(self) -> bool:
        """Whether it says one thing."""
        return True


class WordsDecision(PlacedWords):
    """An editor's decision on words of a passage."""

    reason: Words
    """Why, for readers."""


class Reference(WordsDecision):
    """Words of a passage that an editor ties to a name ("the Group"), or says to be none."""

    entity: Id | None = None
    """What they name; left out where a rule takes them for a name and they are none of entities.yml."""


class DateDecision(WordsDecision):
    """An editor's reading of words of a passage that mean a date, or that a rule takes for one and do not."""

    date: Edtf | None = None
    """What they mean: 2016, 2016-05 or 2016-05-31, a span as 2014/2016, a time that goes on as 2016-01/.."""
    remove: bool = False
    """True where they mean no date."""

    @property
    def decides(self) -> bool:
        """Whether it says one thing: what the words mean, or that they mean no date."""
        return bool(self.date) != self.remove


class FootnoteSource(Definition):
    """What a footnote rests on."""

    title: Words
    """Author and title, or a document's symbol and date."""
    url: Url | None = None
    """Its address, where that is known."""


class FootnoteEntry(PlacedWords):
    """What a reader must know to read words of a passage rightly; pages number the footnotes in order."""

    text: Words
    """One to three sentences; only what is sure."""
    sources: Annotated[tuple[FootnoteSource, ...], Field(min_length=1, strict=False)]
    """What it rests on."""


class Slip(PlacedWords):
    """Words that are a slip of the source and stay as they are; whoever quotes them is offered [sic]."""


class Claim(Definition):
    """One line of a brief."""

    claim: Words
    """What was said, in the speaker's voice: "Amit said that …"."""
    passages: Annotated[tuple[AnchorId, ...], Field(min_length=1, strict=False)]
    """The passages that carry it."""


class Waiver(Definition):
    """A passage about a topic that the brief on the topic does without."""

    topic: Id
    passage: AnchorId
    reason: Words
    """Why."""


class Record(Definition):
    """What is known of a transcript, and the editor's decisions on it."""

    title: Words
    """The title as printed on the first line of the source text."""
    short_title: Words
    """A few words for lists, e.g. Amit and Wren, Selwyn."""
    date: Day
    """The day of the event, YYYY-MM-DD."""
    place: Words
    participants: Annotated[tuple[Participant, ...], Field(strict=False)]
    """Who took part; only a draft may have none yet."""
    aliases: Annotated[tuple[Id, ...], Field(strict=False)] = ()
    """Names that the transcript's folder had before; their addresses lead here."""
    translation_of: Id | None = None
    """The folder of the transcript that this one is a translation of, in another language."""
    draft: bool = False
    """True of a transcript in work: `serve` shows it, `build` leaves it out, and it may have blanks."""
    question_labels: Annotated[tuple[Words, ...], Field(strict=False)] = ("Question",)
    """The labels that begin a journalist's question."""
    not_labels: Annotated[tuple[Words, ...], Field(strict=False)] = ()
    """Openings that look like a label, and lines that look like a heading, and are words of the text."""
    headings: Annotated[tuple[Words, ...], Field(strict=False)] = ()
    """Lines between the turns that nobody spoke, such as headings of the source."""
    source: Source
    gaps: Annotated[tuple[GapEntry, ...], Field(strict=False)] = ()
    """Where the source leaves words out; a label such as "(speaking after …)" marks a gap by itself."""
    agenda: Annotated[tuple[AgendaItem, ...], Field(strict=False)] = ()
    """Headings, in order; what has none is headed by its topics."""
    decisions: Annotated[tuple[Decision, ...], Field(strict=False)] = ()
    questions: Annotated[tuple[PutQuestion, ...], Field(strict=False)] = ()
    """The questions of the passages that an editor has read, in order; in others a rule finds them."""
    references: Annotated[tuple[Reference, ...], Field(strict=False)] = ()
    """Words that name something and that no rule can tell."""
    dates: Annotated[tuple[DateDecision, ...], Field(strict=False)] = ()
    """What the rules for dates would get wrong."""
    footnotes: Annotated[tuple[FootnoteEntry, ...], Field(strict=False)] = ()
    """The editor's footnotes."""
    slips: Annotated[tuple[Slip, ...], Field(strict=False)] = ()
    """Slips that stand in the source, the last word of each being the slip."""
    briefs: Annotated[dict[Id, Annotated[tuple[Claim, ...], Field(min_length=1, strict=False)]], Field()] = {}
    """The editor's summaries, by topic; `check` lists the passages about a topic that no claim carries."""
    waivers: Annotated[tuple[Waiver, ...], Field(strict=False)] = ()
    """Passages that a brief does without."""

    @model_validator(mode="after")
    def _need_participants(self) -> Record:
        """The same; a ValueError where nobody takes part in what is no draft."""
        if not self.participants and not self.draft:
            raise ValueError("participants: name who took part")
        return self

    @property
    def left_out(self) -> frozenset[str]:
        """Those who spoke and none of whose words the source gives."""
        return frozenset(one for person in self.participants if person.left_out for one in person.speakers)
