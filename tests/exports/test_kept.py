"""What sums all transcripts up: after an edit little of it is made, and it is what it would be anew."""

from __future__ import annotations

import gzip
import json
import random
import re
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date
from itertools import accumulate
from pathlib import Path
from typing import Any
from zlib import crc32

import pytest
from corpus import TOY, accept_all, add_event, finish, load_archive, make_project
from edits import add_a_transcript, correct_a_word
from ontherecord import urls
from ontherecord.archive import inputs, questions
from ontherecord.archive.model import Archive
from ontherecord.archive.questions import build_question_pages
from ontherecord.exports import data_files, lexicon, quote_check
from ontherecord.exports.data_files import DATA_FILES, draft_rows
from ontherecord.exports.lexicon import Lexicon
from ontherecord.exports.quote_check import build_check_files, list_pairs
from ontherecord.exports.rows import DataFile
from ontherecord.store import keeping
from ontherecord.text.words import fold_words

WORDS = (
    "night",
    "train",
    "ferry",
    "winter",
    "talks",
    "border",
    "river",
    "bridge",
    "school",
    "treaty",
    "grain",
)


@pytest.fixture(autouse=True)
def _small(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if the archive were large: many parts, and groups of neighbours."""
    monkeypatch.setattr(inputs, "_GROUP", 3)
    monkeypatch.setattr(inputs, "_SMALL", 2)
    monkeypatch.setattr(quote_check, "_PART", 20)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A project of some more transcripts."""
    root, chance = make_project(TOY, tmp_path / "project"), random.Random(5)
    for day in range(1, 9):
        said = [" ".join(chance.choices(WORDS, k=12)) for _ in range(4)]
        add_event(root, date(2034, 3, day), [f"The harbour has {one}." for one in said])
    accept_all(root)
    return root


def make_all(archive: Archive) -> dict[str, bytes]:
    """The files of the quote check, the words for the search, and the tables."""
    made = {file.path: file.content for file in build_check_files(archive)}
    made["words"] = "\n".join(Lexicon(archive).words).encode()
    return made | {table.path: finish(table).content for table in draft_rows(archive)}


def make_again(root: Path) -> dict[str, bytes]:
    with keeping(root / "kept"):
        return make_all(load_archive(root))


def spoil(root: Path, chance: random.Random) -> None:
    """Damages some of what is kept, and loses more of it."""
    with closing(sqlite3.connect(root / "kept")) as kept:
        keys = sorted(row[0] for row in kept.execute("SELECT key FROM kept"))
        chance.shuffle(keys)
        kept.executemany("DELETE FROM kept WHERE key = ?", [(key,) for key in keys[::3]])
        kept.executemany("UPDATE kept SET value = x'00' WHERE key = ?", [(key,) for key in keys[1::3]])
        kept.commit()


@pytest.mark.parametrize("seed", range(3))
def test_after_edits_and_damage_all_is_as_if_nothing_were_kept(root: Path, seed: int) -> None:
    chance = random.Random(seed)
    for edit in (None, correct_a_word, add_a_transcript, spoil, correct_a_word, spoil, correct_a_word):
        if edit:
            edit(root, chance)
        assert make_again(root) == make_all(load_archive(root))


@pytest.fixture
def count(monkeypatch: pytest.MonkeyPatch) -> Callable[[Any, str], list[tuple[Any, ...]]]:
    """Counts the calls of a function: their arguments."""

    def watch(module: Any, name: str) -> list[tuple[Any, ...]]:  # noqa: ANN401 - any module
        real, calls = getattr(module, name), list[tuple[Any, ...]]()

        def call(*given: Any) -> Any:  # noqa: ANN401 - whatever it takes and gives
            calls.append(given)
            return real(*given)

        monkeypatch.setattr(module, name, call)
        return calls

    return watch


def find_corrected(before: Archive, after: Archive) -> Iterator[str]:
    """Both wordings of what was corrected."""
    texts = {urls.passage_id(one.transcript, one.anchor): one.text for one in before.passages}
    for passage in after.passages:
        if (old := texts[urls.passage_id(passage.transcript, passage.anchor)]) != passage.text:
            yield from (old, passage.text)


def test_a_correction_makes_the_parts_that_hold_its_pairs_and_no_other(
    root: Path, count: Callable[[Any, str], list[tuple[Any, ...]]]
) -> None:
    old, before = make_again(root), load_archive(root)
    correct_a_word(root, random.Random(2))
    rendered = count(quote_check, "_render_part")
    new = make_again(root)
    parts = json.loads(new[urls.CHECK_JSON])["parts"]
    texts = list(find_corrected(before, load_archive(root)))
    hold = {crc32(pair.encode()) % parts for text in texts for pair in list_pairs(text)}
    changed = {
        number for number in range(parts) if new[urls.check_pairs(number)] != old[urls.check_pairs(number)]
    }
    assert changed == hold
    assert 0 < len(rendered) == len(changed) < parts


def test_a_correction_reads_the_words_of_one_transcript(
    root: Path, count: Callable[[Any, str], list[tuple[Any, ...]]]
) -> None:
    make_again(root)
    make_again(root)  # This one drops what it does not ask for.
    read = [
        count(quote_check, "_build_own"),
        count(lexicon, "_count_words"),
        count(data_files, "_render_listed"),
    ]
    for seed in range(3):
        correct_a_word(root, random.Random(seed))
        make_again(root)
    assert list(map(len, read)) == [3, 3, 3]


def read_index(files: dict[str, bytes]) -> dict[int, list[int]]:
    """The marks of the texts that each pair leads to, by its checksum."""
    found, parts = {}, json.loads(files[urls.CHECK_JSON])["parts"]
    for number in range(parts):
        part = json.loads(gzip.decompress(files[urls.check_pairs(number)]))
        for key, steps in part.items():
            found[int(key, 36) * parts + number] = list(accumulate(int(step, 36) for step in steps.split()))
    return found


def test_every_pair_leads_to_all_texts_that_hold_it(root: Path) -> None:
    make_again(root)
    correct_a_word(root, random.Random(1))
    files = make_again(root)
    due: dict[int, list[int]] = {}
    first = 0
    for slug, room, _ in json.loads(files[urls.CHECK_JSON])["transcripts"]:
        rows = json.loads(gzip.decompress(files[urls.check_texts(slug)]))["passages"]
        texts = [row for row in rows if "text" in row] + [
            old for row in rows for old in row.get("earlier", ())
        ]
        assert len(texts) < room
        for number, text in enumerate(texts, first):
            for pair in set(list_pairs(text["text"])):
                due.setdefault(crc32(pair.encode()), []).append(2 * number + (text["by"] == []))
        first += room
    assert read_index(files) == due


def test_where_nothing_is_kept_each_transcript_is_read_once(
    root: Path, count: Callable[[Any, str], list[tuple[Any, ...]]]
) -> None:
    archive = load_archive(root)
    read = count(quote_check, "build_rows")
    list(build_check_files(archive))
    assert len(read) == len(archive.transcripts)


def test_the_words_of_the_search_are_all_that_were_said_the_most_frequent_first(root: Path) -> None:
    archive = load_archive(root)
    said = Counter(word for one in archive.passages for word in re.findall("[a-z]+", fold_words(one.text)))
    words = [word for word in Lexicon(archive).words if word in WORDS]
    assert words == sorted(set(said) & set(WORDS), key=lambda word: (-said[word], word))


def test_a_topic_lists_why_it_was_assigned_in_reading_order(real_archive: Archive) -> None:
    made = next(draft for draft in draft_rows(real_archive) if draft.path == urls.TOPICS_JSON)
    for row in json.loads(finish(made).content):
        due = [
            (urls.passage_id(one.transcript, one.anchor), item.level.value, item.term, item.reason)
            for transcript in reversed(real_archive.transcripts)
            for one in transcript.passages
            for item in one.assignments
            if item.topic == row["id"]
        ]
        told = [
            tuple(one[key] for key in ("passage", "level", "term", "reason")) for one in row["assignments"]
        ]
        assert told == due


@pytest.mark.parametrize("file", DATA_FILES, ids=lambda file: file.name)
def test_a_table_holds_the_rows_from_which_the_data_page_takes_its_example(
    real_archive: Archive, file: DataFile
) -> None:
    made = next(draft for draft in draft_rows(real_archive) if draft.path == file.path)
    rows = [row.model_dump(mode="json", exclude_defaults=True) for row in file.list_rows(real_archive)]
    assert json.loads(finish(made).content) == rows


def test_each_correction_stands_among_the_earlier_states(root: Path) -> None:
    replaced = set()
    for seed in range(3):
        before = load_archive(root)
        correct_a_word(root, random.Random(seed))
        replaced.add(next(find_corrected(before, load_archive(root))))
    rows = json.loads(make_all(load_archive(root))[urls.EARLIER_JSON])
    assert replaced <= {row["text"] for row in rows}


def test_a_question_is_listed_with_the_page_that_shows_it_now(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(questions, "PAGE_LIMIT", 1)
    for day in (date(2036, 5, 5), date(2036, 4, 4)):  # The older one comes to stand before the newer.
        add_event(root, day, ["The harbour is here.", "Question: Has the harbour a night train?"])
        accept_all(root)
        rows = json.loads(make_again(root)[urls.QUESTIONS_JSON])
    places = build_question_pages(load_archive(root))
    shown = {one.transcript.slug: page.address for page in places if page.name for one in page.events}
    listed = {row["transcript"]: row["url"].partition("#")[0] for row in rows}
    assert listed == shown
    assert listed["2036-04-04"] != listed["2036-05-05"]


def test_the_search_counts_the_passages_of_a_topic_in_all_transcripts(root: Path) -> None:
    archive = load_archive(root)
    topics = [one for item in Lexicon(archive).concepts for one in item.things if one.kind == "topic"]
    due = {one.id: sum(one.id in passage.about for passage in archive.passages) for one in topics}
    assert {one.id: one.about for one in topics} == due
    assert max(due.values()) > 1
