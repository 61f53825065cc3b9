"""The data that the site gives away: passages, topics, citations, and records for reference managers."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from functools import partial
from itertools import chain

from pydantic import BaseModel

from .. import urls
from ..anchors.lock import Wording
from ..archive.datings import list_datings
from ..archive.inputs import add_inputs, find_inputs, join_inputs, split_oldest
from ..archive.model import Archive, Tombstone, Transcript
from ..archive.name_index import NameIndex, build_names
from ..archive.paging import locate_events
from ..archive.phrases import list_changes
from ..archive.questions import build_question_pages, list_questions
from ..archive.translations import locate_each
from ..catalogue import message
from ..data.definitions import Known
from ..data.places import find_position
from ..files import Draft, Large, pack
from ..store import remember
from ..subjects.passages import Passage
from ..text.turns import split_speakers
from .bibliography import build_item, build_item_form, render_item
from .citations import cite_work
from .manuals import MANUALS
from .rows import (
    AssignmentRow,
    CitationsFile,
    DataFile,
    DateRow,
    EarlierRow,
    EntityRow,
    GapRow,
    MentionRow,
    PassageRow,
    QuestionRow,
    TopicRow,
    find_id,
    gather,
    render_schema,
)
from .works import Work, passage_work, transcript_work

#: Makes the rows that a file has of one transcript.
RowsOfOne = Callable[[Archive, Transcript], Iterable[BaseModel]]
#: Makes what one transcript has in the lists of rows, each with the id of its row.
ListedOfOne = Callable[[Archive, Transcript], Iterable[tuple[str, BaseModel]]]

# --- Files ---


def draft_rows(archive: Archive) -> Iterator[Large]:
    """Every file of rows."""
    for file in DATA_FILES:
        yield Large(file.path, partial(_export_rows, archive, file))


def draft_exports(archive: Archive, site: urls.Site) -> Iterator[Draft]:
    """The schema of every data file, a card a name, and of each transcript what is cited and managed."""
    for described in (*DATA_FILES, describe_citations(site)):
        yield _draft(urls.data_schema(described.name), partial(render_schema, described))
    for index in build_names(archive).values():
        yield _draft(urls.name_card(index.entity.id), partial(_export_card, index))
    inputs = find_inputs(archive).each
    for transcript in archive.transcripts:
        forms = partial(_export_citations, archive, transcript, site)
        yield Draft(urls.citations(transcript.slug), forms, inputs[transcript.slug])
        for suffix, name in urls.CITE_FILES.items():
            make = partial(_export_record, archive, transcript, site, suffix)
            yield _draft(urls.transcript(transcript.slug) + name, make, inputs[transcript.slug])


def _draft(path: str, make: Callable[[], str], inputs: str = "") -> Draft:
    return Draft(path, lambda: make().encode(), inputs)


def _render_json(value: object, indent: int | None = None) -> str:
    return json.dumps(value, ensure_ascii=False, indent=indent) + "\n"


def _export_rows(archive: Archive, file: DataFile) -> Iterator[bytes]:
    return _enclose(_make_parts(archive, file))


def _make_parts(archive: Archive, file: DataFile) -> Iterator[bytes]:
    """Rows that follow one another in a file, as they are made."""
    if file.listed:
        yield from _fill_rows(archive, file, file.listed)
        return
    if not file.of_one:
        for row in file.list_rows(archive):
            yield _render_lines([row])
        return
    each = find_inputs(archive).each
    for group in split_oldest(archive.transcripts):
        told = [file.told(archive, one) for one in group] if file.told else []
        inputs = join_inputs([each[one.slug] for one in group], *told)
        yield remember(f"rows of {file.name}", inputs, partial(_render_group, file.of_one, archive, group))


def _fill_rows(archive: Archive, file: DataFile, listed: ListedOfOne) -> Iterator[bytes]:
    """The rows of a file with what stands of all transcripts in the last field of each."""
    each = find_inputs(archive).each
    found: dict[str, list[bytes]] = {}
    for group in split_oldest(archive.transcripts):
        inputs = join_inputs(each[one.slug] for one in group)
        make = partial(_render_listed, listed, archive, group)
        for row_id, own in remember(f"lists of {file.name}", inputs, make).items():
            found.setdefault(row_id, []).append(own)
    for row in file.rows(archive) if file.rows else ():
        bare = _render_lines([row])
        end = len(bare) - len(_EMPTY_LIST)
        yield b"".join((bare[: end + 1], b",".join(found.pop(find_id(row), ())), bare[end + 1 :]))


#: How a row ends whose last field is an empty list; what it holds stands behind the first of these.
_EMPTY_LIST = b"[]}"


def _render_listed(
    listed: ListedOfOne, archive: Archive, transcripts: Iterable[Transcript]
) -> dict[str, bytes]:
    """What stands of transcripts in the lists of rows, by their ids."""
    own = gather(chain.from_iterable(listed(archive, one) for one in transcripts)).items()
    return {row_id: b",".join(_render_lines([item]) for item in items) for row_id, items in own}


def _render_group(of_one: RowsOfOne, archive: Archive, transcripts: Iterable[Transcript]) -> bytes:
    """What stands of transcripts within the brackets of a file."""
    return _render_lines(chain.from_iterable(of_one(archive, one) for one in transcripts))


def _enclose(parts: Iterable[bytes]) -> Iterator[bytes]:
    """A list of all rows, as JSON."""
    before = b"[\n"
    for part in filter(None, parts):
        yield from (before, part)
        before = b",\n"
    yield b"[]\n" if before == b"[\n" else b"\n]\n"


def _render_lines(rows: Iterable[BaseModel]) -> bytes:
    """Rows as JSON, each in a line of its own."""
    return ",\n".join(
        json.dumps(row.model_dump(exclude_defaults=True), ensure_ascii=False, separators=(",", ":"))
        for row in rows
    ).encode()


def _export_card(index: NameIndex) -> str:
    return _render_json(export_card(index))


def _export_record(archive: Archive, transcript: Transcript, site: urls.Site, suffix: str) -> str:
    """What a reference manager reads of a transcript, in one of the formats."""
    work = transcript_work(archive, transcript, site.name)
    address = site.absolute(urls.transcript(transcript.slug))
    return render_item(build_item(transcript, work, address))[suffix]


def _export_citations(archive: Archive, transcript: Transcript, site: urls.Site) -> bytes:
    return pack(_render_json(export_citations(archive, transcript, site)).encode())


# --- Rows ---


def export_passages(archive: Archive, transcript: Transcript) -> Iterator[PassageRow]:
    """Every passage of a transcript as the data export's contract has it, in reading order."""
    for passage in transcript.passages:
        turn = transcript.turn_of(passage).turn
        yield PassageRow(
            id=urls.passage_id(transcript.slug, passage.anchor),
            transcript=transcript.slug,
            anchor=passage.anchor,
            url=urls.permalink(transcript.slug, passage.anchor),
            turn=passage.turn,
            kind=turn.kind.value,
            speaker=turn.speakers[0] if len(turn.speakers) == 1 else None,
            speakers=turn.speakers if len(turn.speakers) > 1 else (),
            label=turn.label,
            label_note=turn.label_note,
            addressed_to=turn.addressed_to,
            text=passage.text,
            about=passage.about,
            mentions=passage.touches,
            entities=passage.entities,
            translation_of=transcript.record.translation_of,
            elsewhere=tuple(
                urls.passage_id(one.transcript, one.anchor) for one in archive.counterparts(passage)
            ),
        )


def export_topics(archive: Archive) -> Iterator[TopicRow]:
    """Every topic, without its passages."""
    for topic in archive.topics:
        at = (topic.at.lat, topic.at.lon) if topic.at else None
        lat, lon = (find_position(archive.entities[topic.place]) if topic.place else at) or (None, None)
        yield TopicRow(
            id=topic.id,
            title=topic.title,
            url=urls.topic(topic.id),
            scope=topic.scope,
            terms=topic.terms,
            aliases=topic.aliases,
            place=topic.place,
            lat=lat,
            lon=lon,
            related=topic.related,
            assignments=(),
        )


def export_assignments(_: Archive, transcript: Transcript) -> Iterator[tuple[str, AssignmentRow]]:
    """The passages of a transcript that a topic was assigned to, in reading order: its id, and why it was."""
    for passage in transcript.passages:
        for item in passage.assignments:
            yield (
                item.topic,
                AssignmentRow(
                    passage=urls.passage_id(transcript.slug, passage.anchor),
                    level=item.level.value,
                    term=item.term,
                    reason=item.reason,
                    source=urls.passage_id(transcript.slug, item.source) if item.source else None,
                ),
            )


def export_citations(archive: Archive, transcript: Transcript, site: urls.Site) -> dict[str, object]:
    """The forms that the pages' script fills in under Cite: the transcript's, then one for each speaker."""
    works = {
        passage.anchor: passage_work(archive, transcript, transcript.turn_of(passage), site.name)
        for passage in transcript.passages
    }
    whole = transcript_work(archive, transcript, site.name)
    forms = {work: number for number, work in enumerate(dict.fromkeys([whole, *works.values()]))}
    told = {passage.anchor: list_changes(archive, passage) for passage in transcript.passages}
    changed = {anchor: changes for anchor, changes in told.items() if changes}
    return {
        "address": site.absolute(urls.HOME),
        "styles": [{"id": manual.id, "name": manual.name} for manual in MANUALS],
        "forms": [_export_form(transcript, work) for work in forms],
        "transcript": forms[whole],
        "passages": {anchor: forms[work] for anchor, work in works.items()},
        **({"changed": changed} if changed else {}),
    }


def _export_form(transcript: Transcript, work: Work) -> dict[str, object]:
    cited = {style: [asdict(item) for item in items] for style, items in cite_work(work).items()}
    return {"cite": cited, **render_item(build_item_form(transcript, work))}


def _export_example_citations(site: urls.Site, archive: Archive) -> Iterator[CitationsFile]:
    """The citations of the newest transcript, as an example of such a file."""
    for transcript in archive.transcripts[:1]:
        inputs = add_inputs(find_inputs(archive).each[transcript.slug], site)
        make = partial(export_citations, archive, transcript, site)
        yield CitationsFile.model_validate(remember("example of citations", inputs, make))


def export_entities(archive: Archive) -> Iterator[EntityRow]:
    """Every entity, in the order of the entities' file."""
    named: dict[str, list[str]] = {}
    for transcript in reversed(archive.transcripts):
        for passage in transcript.passages:
            for named_id in passage.entities:
                named.setdefault(named_id, []).append(urls.passage_id(transcript.slug, passage.anchor))
    for entity in archive.entities.values():
        lat, lon = find_position(entity) or (None, None)
        yield EntityRow(
            id=entity.id,
            kind=entity.kind.value,
            name=entity.name,
            url=urls.entity(entity.id),
            description=entity.description,
            aliases=entity.aliases,
            typed=entity.typed,
            was=entity.was,
            symbol=entity.symbol,
            country=entity.country,
            date=entity.date,
            lat=lat,
            lon=lon,
            passages=tuple(named.get(entity.id, ())),
        )


def export_mentions(_: Archive, transcript: Transcript) -> Iterator[MentionRow]:
    """Every mention in a transcript, in reading order."""
    for passage in transcript.passages:
        for mention in passage.mentions:
            yield MentionRow(
                passage=urls.passage_id(transcript.slug, passage.anchor),
                start=mention.start,
                end=mention.end,
                words=passage.text[mention.start : mention.end],
                entity=mention.entity,
                reason=mention.reason,
            )


def export_dates(archive: Archive, transcript: Transcript) -> Iterator[DateRow]:
    """Every date that a passage of a transcript refers to, in reading order."""
    for passage in transcript.passages:
        for item in list_datings(archive, passage):
            yield DateRow(
                passage=urls.passage_id(transcript.slug, passage.anchor),
                start=item.start,
                end=item.end,
                words=item.words,
                date=item.when.edtf,
                first=item.when.first.isoformat(),
                last=item.when.last.isoformat() if item.when.last else None,
                precision=item.when.precision.value,
                entity=item.entity,
                reason=item.reason,
            )


def export_earlier(_: Archive, transcript: Transcript) -> Iterator[EarlierRow]:
    """Every earlier state of a transcript's passages, oldest first, and the last of each that was removed."""
    for item in (item for turn in transcript.turns for item in turn.items):
        if isinstance(item, Passage):
            if not (item.history or item.attributed):
                continue
            states = dict.fromkeys((*item.history, *item.attributed))  # A set has another order each time.
            for wording in sorted(states, key=lambda one: one.until):
                yield _build_earlier(transcript.slug, item.anchor, wording)
        elif isinstance(item, Tombstone):
            for wording in item.history:
                yield _build_earlier(transcript.slug, item.anchor, wording)
            last = Wording(item.removed, item.text, item.by)
            yield _build_earlier(transcript.slug, item.anchor, last, item.successors, removed=True)


def _build_earlier(
    slug: str, anchor: str, wording: Wording, successors: Sequence[str] = (), *, removed: bool = False
) -> EarlierRow:
    by = wording.by
    return EarlierRow(
        passage=urls.passage_id(slug, anchor),
        until=wording.until.isoformat(),
        text=wording.text,
        kind=by.kind.value if by else None,
        speakers=split_speakers(by.speaker) if by else (),
        label=by.label if by else None,
        removed=removed,
        successors=tuple(urls.passage_id(slug, one) for one in successors),
    )


def export_card(index: NameIndex) -> dict[str, object]:
    """What the pages' script shows of a name beside the text."""
    entity = index.entity
    return {
        "name": entity.name,
        "kind": entity.kind.value,
        "description": entity.description,
        "passages": index.count,
    }


def export_questions(archive: Archive, transcript: Transcript) -> Iterator[QuestionRow]:
    """Every question of a transcript in reading order."""
    slug, place = transcript.slug, _place_questions(archive, transcript)
    for item in archive.each(list_questions)[slug]:
        yield QuestionRow(
            id=item.id,
            transcript=slug,
            passage=urls.passage_id(slug, item.passage.anchor),
            start=item.start,
            end=item.end,
            words=item.words,
            url=place,
            asked_by=item.asked_by,
            addressed_to=item.asked,
            topics=item.topics,
            answers=tuple(urls.passage_id(slug, one.anchor) for one in item.answers),
            matched=item.matched,
            followed_by=tuple(urls.passage_id(slug, one.anchor) for one in item.followed_by),
            answer_left_out=item.left_out,
            reason=item.reason,
        )


def _place_questions(archive: Archive, transcript: Transcript) -> str:
    """Where the questions' pages show those of a transcript, which hangs on all of them."""
    return archive.derive(_place_all_questions).get(transcript.slug, "")


def _place_all_questions(archive: Archive) -> Mapping[str, str]:
    return locate_each(archive, locate_events(build_question_pages(archive)))


def export_gaps(_: Archive, transcript: Transcript) -> Iterator[GapRow]:
    """Every gap of a transcript in reading order."""
    for gap in transcript.gaps:
        yield GapRow(
            transcript=transcript.slug,
            after=urls.passage_id(transcript.slug, gap.after) if gap.after else None,
            speaker=gap.speaker,
            known=(Known.INFERRED if gap.inferred else Known.STATED).value,
            reason=gap.reason,
        )


#: The files of rows that the site gives away, in the order in which the Data page lists them.
DATA_FILES = (
    DataFile(
        "passages",
        urls.PASSAGES_JSON,
        message("Passages"),
        message("Every passage of every transcript in reading order, with its speaker, topics and address."),
        PassageRow,
        of_one=export_passages,
    ),
    DataFile(
        "topics",
        urls.TOPICS_JSON,
        message("Topics"),
        message("Every topic, and for each passage that is about it or mentions it, why."),
        TopicRow,
        export_topics,
        listed=export_assignments,
    ),
    DataFile(
        "entities",
        urls.ENTITIES_JSON,
        message("Entities"),
        message(
            "Every person, organisation, group, office, place, document, format and event that passages name."
        ),
        EntityRow,
        export_entities,
    ),
    DataFile(
        "mentions",
        urls.MENTIONS_JSON,
        message("Mentions"),
        message("Every mention of an entity, as a span of the passage’s text."),
        MentionRow,
        of_one=export_mentions,
    ),
    DataFile(
        "questions",
        urls.QUESTIONS_JSON,
        message("Questions"),
        message("Every question that was put, to whom, and the passages that answer it."),
        QuestionRow,
        of_one=export_questions,
        told=_place_questions,
    ),
    DataFile(
        "gaps",
        urls.GAPS_JSON,
        message("Gaps"),
        message("Every place at which a source leaves words out, whose they are, and how that is known."),
        GapRow,
        of_one=export_gaps,
    ),
    DataFile(
        "dates",
        urls.DATES_JSON,
        message("Dates"),
        message("Every date that a passage refers to, as printed and as meant."),
        DateRow,
        of_one=export_dates,
    ),
    DataFile(
        "earlier",
        urls.EARLIER_JSON,
        message("Earlier states"),
        message(
            "What each corrected passage said before, or who was said to speak it; and what was removed."
        ),
        EarlierRow,
        of_one=export_earlier,
    ),
)


def describe_citations(site: urls.Site) -> DataFile:
    """The one file of each transcript that is no list of rows."""
    return DataFile(
        "citations",
        urls.citations("…"),
        message("Citations"),
        message(
            "For each transcript, the forms of its citations in each style, and of records for reference "
            "managers, packed with gzip. What stands between ⟦ and ⟧ is left blank: the pages’ script fills "
            "it in."
        ),
        CitationsFile,
        partial(_export_example_citations, site),
        whole=True,
    )
