"""The names by which a search finds things: each topic and entity with all its names, and the sign for it.

Names that are the same put a topic and an entity into one concept, such as Syria, the topic, and Syria, the
country. Each concept has a sign that stands in the search index beside the passages that treat or name it, so
that every name of it finds the same passages. The sign is one made-up word that no text holds.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from pathlib import Path

from .. import urls
from ..archive.inputs import join_inputs, split_groups
from ..archive.model import Archive, Tombstone, Transcript
from ..archive.name_index import count_named, count_spoken
from ..archive.phrases import show_date
from ..archive.translations import tally
from ..catalogue import say
from ..data.countries import list_country_names, list_languages, name_abroad
from ..data.definitions import Entity, EntityKind, Topic
from ..store import digest, is_kept, remember
from ..subjects.passages import Passage
from ..text.words import fold_words, split_unspaced
from .search_languages import list_forms, list_indexes, name_index, tell_language

_WORD = re.compile(r"[^\W_]+")

#: What makes a word a possessive, or joins another to it: Wren's, you're.
_POSSESSIVE = re.compile(r"'(?:s|re|ve|ll|d|m)?$")

#: Begins and ends a sign, so that none is the beginning of another or of a word.
_EDGE = "qq"

#: How an id's letters and hyphens stand in a sign, so that no two ids have the same and none holds an edge.
_ID_IN_SIGN = str.maketrans({"q": "q1", "-": "q0"})


@dataclass(frozen=True)
class Thing:
    """A topic or an entity that a name leads to.

    `about`, `mentions` and `speaks` count the passages that treat it, that name it, and that it speaks;
    `unheard` counts the transcripts of events at which it spoke that give none of its words.
    `printed` are the names that stand in the text, `terms` the words that point to a topic;
    `abroad` are names in other languages, by language.
    """

    kind: str
    id: str
    title: str
    url: str
    line: str
    code: str
    colour: str
    names: tuple[str, ...]
    typed: tuple[str, ...]
    printed: tuple[str, ...]
    terms: tuple[str, ...]
    about: int
    mentions: int
    speaks: int
    unheard: int
    abroad: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Concept:
    """Topics and entities that share a name, and the sign for them in the index."""

    sign: str
    things: tuple[Thing, ...]


class Lexicon:
    """Every name of the archive."""

    def __init__(self, archive: Archive) -> None:
        """Takes the archive whose topics and entities the names lead to."""
        self.archive = archive
        self.concepts = tuple(_build_concepts(tuple(_add_countries(archive, _list_things(archive)))))

    @cached_property
    def words(self) -> Sequence[str]:
        """Every word that the passages hold, folded, the most frequent first."""
        counts: Counter[str] = Counter()
        for group in split_groups(self.archive.transcripts):
            for item in group:
                is_kept(_WORDS, item.digest)  # It is asked for, and so kept for when another is corrected.
            inputs = join_inputs(item.digest for item in group)
            counts.update(remember("words of a group", inputs, partial(_add_words, group)))
        return sorted(sorted(counts), key=counts.__getitem__, reverse=True)

    @cached_property
    def digest(self) -> str:
        """The digest of all that the signs of a passage depend on besides the passage."""
        return digest(repr((self._signs, self._long_names, self._short_names)))

    @cached_property
    def _signs(self) -> Mapping[tuple[bool, str], str]:
        return {
            (thing.kind == "topic", thing.id): concept.sign
            for concept in self.concepts
            for thing in concept.things
        }

    @cached_property
    def _long_names(self) -> Mapping[str, str]:
        """The sign of every printed name of two words or more."""
        names = (
            (fold_words(name), concept.sign)
            for concept in self.concepts
            for thing in concept.things
            for name in thing.printed
        )
        return {name: sign for name, sign in names if " " in name}

    @cached_property
    def _short_names(self) -> Mapping[str, str]:
        """The sign of every printed name in capitals, such as UN."""
        names = (
            (name, item.sign) for item in self.concepts for thing in item.things for name in thing.printed
        )
        return {name: sign for name, sign in names if name.isupper() and name.isalpha()}

    def _find_inside(self, mention: str) -> Iterator[str]:
        """The signs of names within a longer one: the Security Council, and UN, in that of its resolution."""
        short = self._short_names
        yield from (short[word] for word in _WORD.findall(mention) if word in short)
        words = fold_words(mention).split()
        for start in range(len(words)):
            for end in range(start + 2, len(words) + 1):
                if sign := self._long_names.get(" ".join(words[start:end])):
                    yield sign

    def list_names(self) -> Iterator[tuple[str, str]]:
        """Each name with the tag of its language."""
        for thing in (thing for concept in self.concepts for thing in concept.things):
            yield from ((self.archive.home, name) for name in (*thing.names, *thing.typed))
            yield from ((tag, name) for tag, names in thing.abroad.items() for name in names)

    def find_signs(self, passage: Passage, speakers: Iterable[str]) -> dict[str, str]:
        """The signs of what a passage is `about`, of what it `names`, and of its speakers (`by`)."""
        about = {self._signs[True, topic] for topic in passage.about}
        named = [self._signs[False, entity] for entity in passage.entities]
        named += [
            sign
            for item in passage.mentions
            for sign in self._find_inside(passage.text[item.start : item.end])
        ]
        named += [self._signs[True, topic] for topic in passage.touches]
        names = set(named) - about
        fields = {"about": about, "names": names, "by": {self._signs[False, one] for one in speakers}}
        return {field: " ".join(sorted(signs)) for field, signs in fields.items() if signs}


#: What the store calls the words of a transcript.
_WORDS = "words"


def _add_words(group: Iterable[Transcript]) -> Counter[str]:
    """How often a group of transcripts has each word."""
    counts: Counter[str] = Counter()
    for item in group:
        counts.update(remember(_WORDS, item.digest, partial(_count_words, item)))
    return counts


def _count_words(transcript: Transcript) -> Counter[str]:
    """How often a transcript has each word, folded."""
    words = (word for passage in transcript.passages for word in fold_words(passage.text).split())
    return Counter(_POSSESSIVE.sub("", part) for word in words for part in split_unspaced(word))


def _list_things(archive: Archive) -> list[Thing]:
    about, mentioned = (
        tally(archive, archive.each(_count_about)),
        tally(archive, archive.each(_count_touches)),
    )
    named, spoken = tally(archive, archive.each(count_named)), tally(archive, archive.each(count_spoken))
    topics = [_topic_thing(topic, about[topic.id], mentioned[topic.id]) for topic in archive.topics]
    entities = archive.entities.values()
    originals = (item for item in archive.transcripts if item.event == item.slug)
    unheard = Counter(one for transcript in originals for one in transcript.record.left_out)
    abroad = _list_printed_abroad(archive)
    return topics + [
        _entity_thing(
            entity, named[entity.id], spoken[entity.id], unheard[entity.id], abroad.get(entity.id, {})
        )
        for entity in entities
    ]


def _count_about(_: Archive, transcript: Transcript) -> Counter[str]:
    return Counter(topic for passage in transcript.passages for topic in passage.about)


def _count_touches(_: Archive, transcript: Transcript) -> Counter[str]:
    return Counter(topic for passage in transcript.passages for topic in passage.touches)


def _list_printed_abroad(archive: Archive) -> Mapping[str, Mapping[str, None]]:
    """What stands for each entity in the passages that are not English, where a name has more forms."""
    printed: dict[str, dict[str, None]] = {}
    abroad = (item for item in archive.transcripts if name_index(item.record.source.tag) != "en")
    for passage in (passage for transcript in abroad for passage in transcript.passages):
        for item in passage.mentions:
            printed.setdefault(item.entity, {})[passage.text[item.start : item.end]] = None
    return printed


def _topic_thing(topic: Topic, about: int, mentions: int) -> Thing:
    names = dict.fromkeys((topic.title, *topic.aliases))
    address = urls.topic(topic.id)
    colour = topic.colour.value
    return Thing(
        "topic",
        topic.id,
        topic.title,
        address,
        topic.line,
        topic.code,
        colour,
        tuple(names),
        topic.typed,
        (),
        topic.terms,
        about,
        mentions,
        0,
        0,
        topic.names,
    )


def _entity_thing(
    entity: Entity, mentions: int, speaks: int, unheard: int, abroad: Mapping[str, None]
) -> Thing:
    own = dict.fromkeys((entity.name, *entity.aliases))
    symbol = (entity.symbol, entity.symbol.partition(" ")[0]) if entity.symbol else ()
    names = dict.fromkeys((*own, *symbol))
    printed = {**own, **abroad}
    return Thing(
        entity.kind.value,
        entity.id,
        entity.name,
        urls.entity(entity.id),
        entity.description,
        "",
        "",
        tuple(names),
        entity.typed,
        tuple(printed),
        (),
        0,
        mentions,
        speaks,
        unheard,
        entity.names,
    )


def _add_countries(archive: Archive, things: Iterable[Thing]) -> Iterator[Thing]:
    """The things, each state with its names in other languages, save those that mean another thing here."""
    listed = list(things)
    owners = {fold_words(name): thing.id for thing in listed for name in _names_of(thing)}
    countries = {entity.id: entity.country for entity in archive.entities.values() if entity.country}
    languages = list_languages(countries.values())
    for thing in listed:
        code = countries.get(thing.id, "") if thing.kind == EntityKind.PLACE else ""
        found = dict(thing.abroad)
        for language, name in name_abroad(code, languages).items():
            if owners.setdefault(fold_words(name), thing.id) == thing.id:
                found[language] = (name, *(item for item in found.get(language, ()) if item != name))
        yield replace(thing, abroad=found)


def _names_of(thing: Thing) -> tuple[str, ...]:
    return (*thing.names, *thing.typed, *(name for names in thing.abroad.values() for name in names))


def _build_concepts(things: Sequence[Thing]) -> Iterator[Concept]:
    """The things in groups that share a name; a thing is with all whose names it shares."""
    group_of: dict[str, list[Thing]] = {}
    for thing in things:
        joined: list[Thing] = []
        for name in {fold_words(name) for name in _names_of(thing)}:
            group = group_of.get(name, [])
            joined += [item for item in group if item not in joined]
        joined.append(thing)
        for name in {fold_words(name) for item in joined for name in _names_of(item)}:
            group_of[name] = joined
    order = {(thing.kind, thing.id): number for number, thing in enumerate(things)}
    groups = {id(group): group for group in group_of.values()}.values()
    sorted_groups = [sorted(group, key=lambda item: order[item.kind, item.id]) for group in groups]
    for group in sorted(sorted_groups, key=lambda items: order[items[0].kind, items[0].id]):
        yield Concept(make_sign(group[0].kind, group[0].id), tuple(group))


def make_sign(kind: str, thing_id: str) -> str:
    """The made-up word for a topic or another thing; no two have the same, and none begins another."""
    prefix = "t" if kind == "topic" else "n"
    return f"{_EDGE}{prefix}{thing_id.translate(_ID_IN_SIGN)}{_EDGE}"


# --- What the pages' script is given ---


def export_lexicon(lexicon: Lexicon, pages: Iterable[OtherPage]) -> dict[str, object]:
    """Every name, for the search in the browser; `countries` are words that are no slips of other words."""
    synonyms = {
        fold_words(other): fold_words(word)
        for topic in lexicon.archive.topics
        for word, others in topic.synonyms.items()
        for other in others
    }
    return {
        "concepts": [
            {"sign": concept.sign, "things": [_export_thing(thing) for thing in concept.things]}
            for concept in lexicon.concepts
        ],
        "languages": list(lexicon.archive.languages),
        "passages": sum(len(transcript.passages) for transcript in lexicon.archive.transcripts),
        "speakers": _list_speakers(lexicon.archive),
        "transcripts": {
            item.slug: _name_transcript(lexicon.archive, item) for item in lexicon.archive.transcripts
        },
        "pages": [_export_page(page) for page in pages],
        "countries": _list_other_countries(lexicon.words),
        **({"synonyms": synonyms} if synonyms else {}),
        **_export_languages(lexicon),
    }


def _export_languages(lexicon: Lexicon) -> dict[str, object]:
    """The languages whose indexes a search asks, and forms of names in them; nothing where all is English."""
    languages = list_indexes(lexicon.archive)
    if not set(languages) - {"en"}:
        return {}
    forms = list_forms(languages, lexicon.archive.home, lexicon.list_names())
    return {"indexes": languages, **({"forms": forms} if forms else {})}


def _list_other_countries(said: Sequence[str]) -> list[str]:
    """The words of the names of countries that are not `said`, folded: Serbia is no slip of Syria."""
    words = {word for name in list_country_names() for word in fold_words(name).split() if len(word) > 3}
    return sorted(words.difference(said))


def _export_page(page: OtherPage) -> dict[str, object]:
    typed = [say(name) for name in page.typed]
    fields = {"title": say(page.title), "url": page.url, "within": page.within, "typed": typed}
    return {key: value for key, value in fields.items() if value not in ("", [])}


def _export_thing(thing: Thing) -> dict[str, object]:
    fields = {
        "kind": thing.kind,
        "id": thing.id,
        "title": thing.title,
        "url": thing.url,
        "code": thing.code,
        "colour": thing.colour,
        "names": list(thing.names),
        "typed": list(thing.typed),
        "printed": list(thing.printed),
        "abroad": {language: list(names) for language, names in sorted(thing.abroad.items())},
        "terms": list(thing.terms),
        "about": thing.about,
        "mentions": thing.mentions,
        "speaks": thing.speaks,
        "unheard": thing.unheard,
    }
    return {key: value for key, value in fields.items() if value not in ("", [], 0, {})}


def _list_speakers(archive: Archive) -> dict[str, str]:
    turns = [turn.turn for transcript in archive.transcripts for turn in transcript.turns]
    found = {speaker for turn in turns for speaker in turn.speakers}
    names = {speaker: archive.entities[speaker].name for speaker in sorted(found)}
    return {**names, JOURNALIST: say("Journalist")}


#: The speaker of a question, where an id is wanted.
JOURNALIST = "journalist"


def _name_transcript(archive: Archive, transcript: Transcript) -> dict[str, object]:
    record = transcript.record
    items = [item for turn in transcript.turns for item in turn.items if isinstance(item, Tombstone)]
    gone = {"gone": [item.anchor for item in items]} if items else {}
    return {
        **gone,
        "title": f"{show_date(record.date)}, {record.short_title}",
        "printed": record.title,
        "date": record.date.isoformat(),
        "url": urls.transcript(transcript.slug),
        **tell_language(archive, transcript.slug),
    }


# --- Other pages ---


@dataclass(frozen=True)
class OtherPage:
    """A page that no name leads to, or a part of one (`within`); `typed` are its other names."""

    title: str
    url: str
    typed: tuple[str, ...] = ()
    within: str = ""


#: The pages that are neither transcript, topic nor name; what a reader may call them.
_PAGES = (
    OtherPage("Transcripts", urls.TRANSCRIPTS),
    OtherPage("Topics", urls.TOPICS),
    OtherPage("Index", urls.NAMES, ("Names",)),
    OtherPage("Questions", urls.QUESTIONS),
    OtherPage("Timeline", urls.TIMELINE, ("Dates",)),
    OtherPage("Map", urls.MAP, ("Places",)),
    OtherPage("Topics in numbers", urls.CHARTS, ("Charts",)),
    OtherPage("Was it said?", urls.CHECK, ("Quote check", "Fact check", "Verify a quotation")),
    OtherPage("Data", urls.DATA),
)
_HEADING = re.compile(r"^(#{1,2}) +(.+?)(?: +\{(?: *#([\w-]+))?[^}]*\})?$", re.MULTILINE)


def list_pages(docs: Path) -> list[OtherPage]:
    """Every page that a name does not lead to, and the parts of About."""
    about = docs / "about.md"
    headings = _HEADING.findall(about.read_text("utf-8", "replace")) if about.is_file() else []
    title = next((text for marks, text, _ in headings if len(marks) == 1), "")
    parts = [
        OtherPage(text, f"{urls.ABOUT}#{given or urls.slug_of(text)}", within=title)
        for marks, text, given in headings
        if len(marks) > 1
    ]
    return [*_PAGES, *([OtherPage(title, urls.ABOUT)] if title else []), *parts]
