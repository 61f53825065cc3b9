"""What stands in the files of site/data/: one definition a row, for the JSON Schemas and the Data page.

To add a file: define its row here, and list the file in `export.DATA_FILES` with the function that makes its
rows. The file, its schema and its part of the Data page follow from that.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, islice
from operator import attrgetter
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, TypeAdapter
from pydantic_core import to_jsonable_python

from ..archive.model import Archive, Transcript

T = TypeVar("T")


class Row(BaseModel):
    """A row of a data file; no key beyond those named."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)


class PassageRow(Row):
    """One passage."""

    id: str
    """The passage’s id in the whole archive: the transcript, a slash, the anchor."""
    transcript: str
    """The id of the transcript, which is its folder below transcripts/."""
    anchor: str
    """The passage’s permanent id within its page."""
    url: str
    """The passage’s permanent address, relative to the site’s root."""
    turn: int
    """The turn that the passage belongs to, counted from 1."""
    kind: str
    """What the turn is: statement, question or answer."""
    speaker: str | None
    """Who speaks, an id of entities.json; null for a journalist, and where several speak at once."""
    label: str | None
    """The label that the source prints before the turn, without its colon; null where it has none."""
    label_note: str | None
    """What the label’s parenthesis holds."""
    addressed_to: str | None
    """To whom the label’s note says that a question was put, an id of entities.json."""
    text: str
    """The words of the source, white space folded. Offsets in other files count in this text."""
    about: tuple[str, ...]
    """Ids of the topics that the passage is about; none for a procedural one."""
    mentions: tuple[str, ...]
    """Ids of the topics that the passage only mentions."""
    entities: tuple[str, ...]
    """Ids of what the passage names, in order of first mention."""
    speakers: tuple[str, ...] = ()
    """The ids of all who speak, where several speak at once; the key is left out elsewhere."""
    translation_of: str | None = None
    """The id of the transcript that the passage’s is a translation of; left out of an original’s."""
    elsewhere: tuple[str, ...] = ()
    """The ids of the passages with the same words in other languages, where that is sure."""


class AssignmentRow(Row):
    """A passage of a topic, and why it has it."""

    passage: str
    """The passage’s id."""
    level: str
    """about or mentions."""
    term: str | None
    """The term of the topic that stands in the passage, if one does."""
    reason: str | None
    """The editor’s reason, where the editor decided; or, with a source, that the passage goes on about it."""
    source: str | None
    """The id of the passage that it continues or answers, where it names no subject itself."""


class TopicRow(Row):
    """One topic."""

    id: str
    """The topic’s permanent id."""
    title: str
    """The topic’s name."""
    url: str
    """The address of the topic’s page, relative to the site’s root."""
    scope: str
    """What is filed under the topic."""
    terms: tuple[str, ...]
    """The words that point to it."""
    aliases: tuple[str, ...]
    """Other names of it, former ids included; the address of each leads to the topic’s page."""
    place: str | None
    """The place that it is about, an id of entities.json."""
    lat: float | None
    """Its latitude in degrees, which is that of its place; null without a position."""
    lon: float | None
    """The longitude in degrees, west of Greenwich negative."""
    related: tuple[str, ...]
    """Ids of the topics that the editor relates to it."""
    assignments: tuple[AssignmentRow, ...]
    """Every passage that is about it or mentions it, oldest transcript first."""


class QuestionRow(Row):
    """One question that was put."""

    id: str
    """The passage’s id, a slash, and the question’s number within the passage: q1, q2 and so on."""
    transcript: str
    """The id of the transcript."""
    passage: str
    """The id of the passage that holds the question."""
    start: int
    """The offset in the passage’s text at which the question’s words begin."""
    end: int
    """The offset at which they end: the first one after them."""
    words: str
    """The words between the two offsets."""
    url: str
    """Where the questions’ pages show it, relative to the site’s root."""
    asked_by: str | None
    """The name of who put it, a journalist’s with the outlet; null where the source gives none."""
    addressed_to: str | None
    """To whom it was put, an id of entities.json; null where the record does not say."""
    topics: tuple[str, ...]
    """Ids of its topics."""
    answers: tuple[str, ...]
    """Ids of the passages given in answer; empty where the record has none, or none is matched yet."""
    matched: bool
    """Whether an editor has matched question and answers; if not, followed_by holds what came next."""
    followed_by: tuple[str, ...]
    """Ids of the passages of the answer turns that follow the question’s turn, on whatever subject."""
    answer_left_out: tuple[str, ...]
    """Ids of those who spoke after it, before the text goes on, and whose words the source leaves out."""
    reason: str | None
    """The editor’s reason."""


class GapRow(Row):
    """Words that were spoken there and that the source leaves out."""

    transcript: str
    """The id of the transcript."""
    after: str | None
    """The id of the passage after which they are missing; null where that is before the first."""
    speaker: str
    """Who spoke them, an id of entities.json."""
    known: str
    """stated where the text says that they were spoken there, inferred where the editor concludes it."""
    reason: str
    """How it is known."""


class DateRow(Row):
    """Words of a passage that mean a date."""

    passage: str
    """The id of the passage."""
    start: int
    """The offset in the passage’s text at which the words begin."""
    end: int
    """The offset at which they end: the first one after them."""
    words: str
    """The words between the two offsets."""
    date: str
    """What they mean, in Extended Date/Time Format: 2016-07-14, 2016-05, 2014/2016; 2016-01/.. goes on."""
    first: str
    """The first day that is meant."""
    last: str | None
    """The last day that is meant; null where none is."""
    precision: str
    """The unit in which the date is given: day, week, month or year."""
    entity: str | None
    """Whose date it is: the id of an event or a document of entities.json that the words name."""
    reason: str | None
    """The editor’s reason, where the editor decided."""


class EarlierRow(Row):
    """What stood at an address before a correction: other words, or the same said to be another’s."""

    passage: str
    """The passage’s id."""
    until: str
    """The day on which it was corrected or removed."""
    text: str
    """The words until then."""
    kind: str | None
    """What the turn was said to be: statement, question or answer; null where that was not recorded."""
    speakers: tuple[str, ...]
    """The ids of those who were said to speak; none for a journalist, or where that was not recorded."""
    label: str | None
    """The label that the source printed before the turn."""
    removed: bool
    """Whether the passage was removed then; if not, it has other words or another speaker since."""
    successors: tuple[str, ...]
    """The ids of the passages that hold words of a removed one."""


class EntityRow(Row):
    """One person, organisation, group, office, place, document, format or event."""

    id: str
    """The entity’s permanent id."""
    kind: str
    """What it is: person, organisation, group, office, place, document, format or event."""
    name: str
    """Its name."""
    url: str
    """The address of its page, relative to the site’s root."""
    description: str
    """What it is, in words that hold for all years."""
    aliases: tuple[str, ...]
    """Other forms of the name, looked for in the text too."""
    typed: tuple[str, ...]
    """Names by which only a search finds it."""
    was: tuple[str, ...]
    """Ids that it had before; the address of each leads to its page."""
    symbol: str | None
    """The symbol of a United Nations document."""
    country: str | None
    """A state’s code of two letters in ISO 3166-1."""
    date: str | None
    """When an event was or a document was made, in Extended Date/Time Format; null where none is given."""
    lat: float | None
    """The latitude in degrees of a place, of a state that of a point inside it; null without a position."""
    lon: float | None
    """The longitude in degrees, west of Greenwich negative."""
    passages: tuple[str, ...]
    """Ids of the passages that name it, in reading order, oldest transcript first."""


class MentionRow(Row):
    """One mention of an entity in a passage."""

    passage: str
    """The passage’s id."""
    start: int
    """The offset in the passage’s text at which the name begins, in Unicode characters from 0."""
    end: int
    """The offset at which it ends: the first one after it."""
    words: str
    """The words between the two offsets."""
    entity: str
    """What they name, an id of entities.json."""
    reason: str | None
    """The editor’s reason, where the words are no name and an editor said what they stand for."""


class CiteStyleRow(Row):
    """A citation style."""

    id: str
    """The id by which the citations name it."""
    name: str
    """Its name."""


class CitationRow(Row):
    """A citation of one use in one style, with blanks."""

    label: str
    """What it is for, such as Note or Works cited."""
    html: str
    """The citation in HTML, with i for italics. Blank are address, number and today."""
    several: str | None
    """The same for several passages, where it differs."""


class CitationFormRow(Row):
    """The forms for all passages of one speaker, or for the transcript."""

    cite: dict[str, tuple[CitationRow, ...]]
    """The citations in each style, by the style’s id."""
    bibtex: str
    """A BibTeX record. Blank beside the address are anchors, paragraphs, words and today-iso."""
    ris: str
    """A RIS record. Blank beside the address are anchors, paragraphs, words and today-ris."""
    csl: str
    """A CSL-JSON record, as text. Its blanks are those of BibTeX."""


class CitationsFile(Row):
    """The forms of one transcript’s citations."""

    address: str
    """The site’s address, if the build knew it; else empty."""
    styles: tuple[CiteStyleRow, ...]
    """The styles."""
    forms: tuple[CitationFormRow, ...]
    """The forms."""
    transcript: int
    """Which of the forms is that of the whole transcript, counted from 0."""
    passages: dict[str, int]
    """Which of the forms is that of a passage, by the passage’s anchor."""
    changed: dict[str, tuple[str, ...]] = {}
    """What was corrected in a passage and until when, by its anchor; left out where nothing was."""


#: The id of a row that has one.
find_id = attrgetter("id")


def gather(pairs: Iterable[tuple[str, T]]) -> dict[str, list[T]]:
    """What there is of each id, in order."""
    found: dict[str, list[T]] = {}
    for row_id, item in pairs:
        found.setdefault(row_id, []).append(item)
    return found


@dataclass(frozen=True)
class DataFile:
    """A file that the site gives away: a list of rows, or, if `whole`, one object.

    `name` names its schema, `path` is its address, `holds` says what it holds. `rows` makes its rows in the
    file's order; of a file that goes by transcript, the oldest first, `of_one` makes those of one, and `told`
    what they tell of others. Where only the list in a row's last field goes by transcript, `rows` leaves that
    empty, and `listed` makes what stands there of one, each with the id of its row.
    """

    name: str
    path: str
    title: str
    holds: str
    row: type[BaseModel]
    rows: Callable[[Archive], Iterable[BaseModel]] | None = None
    of_one: Callable[[Archive, Transcript], Iterable[BaseModel]] | None = None
    told: Callable[[Archive, Transcript], object] | None = None
    listed: Callable[[Archive, Transcript], Iterable[tuple[str, BaseModel]]] | None = None
    whole: bool = False

    def list_rows(self, archive: Archive) -> Iterator[BaseModel]:
        """Its rows, of an archive."""
        if self.of_one:
            for transcript in reversed(archive.transcripts):
                yield from self.of_one(archive, transcript)
        elif self.rows and self.listed:
            *_, last = self.row.model_fields
            each = (self.listed(archive, transcript) for transcript in reversed(archive.transcripts))
            found = gather(chain.from_iterable(each))
            for row in self.rows(archive):
                yield row.model_copy(update={last: tuple(found.get(find_id(row), ()))})
        elif self.rows:
            yield from self.rows(archive)


def render_schema(file: DataFile) -> str:
    """The JSON Schema of a data file."""
    schema: dict[str, Any]
    if file.whole:
        schema = file.row.model_json_schema(mode="serialization")
    else:
        schema = TypeAdapter(list[file.row]).json_schema(mode="serialization")  # type: ignore[name-defined]
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": file.title}
    return json.dumps({**schema, **head, "description": file.holds}, ensure_ascii=False, indent=1) + "\n"


@dataclass(frozen=True)
class Field:
    """A line of the Data page’s table of fields: `depth` 1 for a field of what another holds."""

    name: str
    type: str
    about: str
    depth: int


def list_fields(row: type[BaseModel], depth: int = 0) -> Iterator[Field]:
    """The fields of a row in order, each followed by those of the rows that it holds."""
    for name, info in row.model_fields.items():
        yield Field(name, show_type(info.annotation), info.description or "", depth)
        inner = find_row(info.annotation)
        if inner:
            yield from list_fields(inner, depth + 1)


def find_row(annotation: Any) -> type[BaseModel] | None:  # noqa: ANN401 - a type of whatever form
    """The row that a field's type holds, if any."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    found = (find_row(item) for item in getattr(annotation, "__args__", ()))
    return next((item for item in found if item), None)


_TYPES = {"str": "text", "int": "number", "float": "number", "bool": "true or false", "NoneType": "null"}


def show_type(annotation: Any) -> str:  # noqa: ANN401 - a type of whatever form
    """A field's type in the words of the Data page: text, text or null, list of text, objects by text."""
    inner = [item for item in getattr(annotation, "__args__", ()) if item is not Ellipsis]
    origin = getattr(annotation, "__origin__", None)
    if origin is tuple and len(inner) > 1 and Ellipsis not in annotation.__args__:
        return f"list of {len(inner)}: " + ", ".join(show_type(item) for item in inner)
    if origin in (tuple, list):
        return f"list of {_plural(show_type(inner[0]))}"
    if origin is dict:
        return f"{_plural(show_type(inner[1]))} by {show_type(inner[0])}"
    if inner:
        return " or ".join(show_type(item) for item in inner)
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return "object"
    name = getattr(annotation, "__name__", str(annotation))
    return _TYPES.get(name, "text")


def _plural(word: str) -> str:
    return f"{word}s" if word in ("number", "object") else word


#: How many rows the Data page looks at to find one to show, and how much of a list or a mapping it shows.
_LOOKED_AT = 400
_ITEMS_SHOWN = 2
_KEYS_SHOWN = 1


def show_example(file: DataFile, archive: Archive) -> str:
    """A row of a file as JSON, its long lists and mappings cut; empty where the file has no row.

    Of the first rows it is the shortest of those that leave least empty, or one field more.
    """
    some = [_cut(row) for row in islice(file.list_rows(archive), _LOOKED_AT)]
    most = 1 + min((_count_empty(row) for row in some), default=0)
    full = [row for row in some if _count_empty(row) <= most]
    texts = [json.dumps(row, ensure_ascii=False, indent=2) for row in full]
    return min(texts, key=lambda text: (len(text), text), default="")


def _count_empty(row: Mapping[str, Any]) -> int:
    return sum(value in (None, "", [], {}) for value in row.values())


def _cut(value: Any) -> Any:  # noqa: ANN401 - whatever a row holds
    """What JSON has for a value, with the first items of its lists and mappings only."""
    if isinstance(value, BaseModel):
        return {name: _cut(getattr(value, name)) for name in type(value).model_fields}
    if isinstance(value, dict):
        return {key: _cut(item) for key, item in list(value.items())[:_KEYS_SHOWN]}
    if isinstance(value, list | tuple):
        return [_cut(item) for item in value[:_ITEMS_SHOWN]]
    return to_jsonable_python(value)
