"""The search index in pieces: as if made at once, and made again only where a record changed."""

from __future__ import annotations

import gzip
import json
import random
import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from ontherecord.exports.search_records import SearchRecord, Shelved
from ontherecord.site import index_join, index_parts, search_index
from ontherecord.site.index_cbor import dump, load
from ontherecord.site.index_join import dump_chunk, dump_list, join_words, name_all, name_hits, name_list
from ontherecord.site.index_pieces import OWN, hash_content, pack, parse_piece
from ontherecord.site.index_service import SearchIndexError, index_pages
from ontherecord.site.index_sheaves import Gist, gather_sheaves, render_record
from ontherecord.site.search_index import build_index, cut_pieces
from ontherecord.store import digest, keeping, recall
from toysite import index_records, read_all, shelve

#: Words with marks and without, in few pieces and in many.
WORDS = (
    "talks",
    "Kyiv",
    "communiqué",
    "communique",
    "émigré",
    "peace-talks",
    "1995",
    "Женева",
    "naïve",
    "naive",
)


def make_words(number: int, place: int) -> str:
    return " ".join(f"w{number * 7 + place * factor}" for factor in range(30))


def make_records(transcripts: int, passages: int = 20) -> tuple[SearchRecord, ...]:
    return tuple(
        SearchRecord(
            url=f"t/{number}/#p{place}",
            title="Lavrov" if place % 3 else "Journalist",
            content=" ".join(
                [
                    WORDS[(number * place) % len(WORDS)],
                    *(f"w{number * 7 + place * k}" for k in range(60)),
                    "end",
                ]
            ),
            # Not all have all fields, so that their numbers differ from piece to piece.
            meta={"about": f"qq{number}qq"} | ({"names": "communiqué Kyiv"} if number % 9 == 5 else {}),
            weight=0.5 if place % 5 == 0 else 1.0,
        )
        for number in range(transcripts)
        for place in range(passages)
    )


RECORDS = make_records(30)


def unpack(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """What is in the files: how they are packed is no matter."""
    return {path: gzip.decompress(one) if path.endswith(OWN) else one for path, one in files.items()}


def build_kept(records: Sequence[SearchRecord], file: Path) -> Mapping[str, bytes]:
    """The index as a build makes it that has what those before it kept in a file."""
    index_pages.cache_clear()
    with keeping(file):
        return index_records(records)


def list_sizes(records: Sequence[SearchRecord]) -> list[int]:
    """Of how many records each piece is."""
    return [sum(len(gist.anchors) for gist in cut) for cut in cut_records(records)]


def cut_records(records: Sequence[SearchRecord]) -> list[list[Gist]]:
    """The pieces, by what they go by."""
    return [[sheaf.gist for sheaf in cut] for cut in cut_pieces(gather_sheaves(shelve(records)))]


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Of how many pages each index was that Pagefind was asked for."""
    sizes: list[int] = []

    def ask(pages: tuple[tuple[str, str], ...]) -> Mapping[str, bytes]:
        sizes.append(len(pages))
        return index_pages(pages)

    monkeypatch.setattr(search_index, "index_pages", ask)
    return sizes


def test_pieces_make_the_index_that_pagefind_makes_of_all_at_once() -> None:
    whole = index_pages(tuple((record.url, render_record(record)) for record in RECORDS))
    joined = index_records(RECORDS)
    assert len(cut_records(RECORDS)) > 2
    assert sum(path.endswith(".pf_index") for path in whole) > 2, "several chunks of words"
    assert {**unpack(joined), search_index.ROWS: b""} == {**unpack(whole), search_index.ROWS: b""}


def test_a_piece_without_a_field_that_others_have_finds_by_the_right_one() -> None:
    own = (
        SearchRecord("t/#p1", "A", "one"),
        SearchRecord("u/#p1", "B", "two", {"about": "b", "zone": "z x"}),
    )
    whole, *pieces = (
        index_pages(tuple((record.url, render_record(record)) for record in records))
        for records in (own, own[:1], own[1:])
    )
    parsed = [parse_piece(piece) for piece in pieces]
    shard, (chunk,) = join_words([piece.words for piece in parsed])
    content = dump_chunk(chunk, ())
    (name,) = name_all("en", [hash_content(content)])
    names = [name for own in name_hits("en", [piece.hits for piece in parsed]) for name in own]
    counts = [count for piece in parsed for count in piece.hits.words]
    listed = dump_list(shard, list(zip(names, counts, strict=True)), [(min(chunk), max(chunk))], [name])
    found = {
        f"index/{name}.pf_index": content,
        f"pagefind.{name_list('en', hash_content(listed))}.pf_meta": listed,
    }
    unpacked = {path: one.removeprefix(b"pagefind_dcd") for path, one in unpack(whole).items()}
    assert found == {path: one for path, one in unpacked.items() if path in found}


def test_a_large_index_is_in_shards_and_each_record_in_one(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = index_records(RECORDS)
    monkeypatch.setattr(search_index, "_SHARD", 250)
    files = index_records(RECORDS)
    entry = json.loads(files["pagefind-entry.json"])
    assert entry["shards"] == 3
    hits = [[name for name, _ in load_list(files, folder)[1]] for folder in ("", "1/", "2/")]
    known = json.loads(files[search_index.ROWS])["ids"].split()
    assert sorted(name for own in hits for name in own) == sorted(known)
    sizes = list_sizes(RECORDS)[::-1]
    assert [len(own) for own in hits] == [sum(sizes[number::3]) for number in range(3)], "dealt from the last"
    assert {path for path in files if path.endswith(".pf_fragment")} == {
        path for path in whole if path.endswith(".pf_fragment")
    }
    assert files[search_index.ROWS] == whole[search_index.ROWS]


def test_each_shard_knows_all_words(monkeypatch: pytest.MonkeyPatch) -> None:
    known = [word for word, *_ in load_words(index_records(RECORDS), "")]
    monkeypatch.setattr(search_index, "_SHARD", 250)
    files = index_records(RECORDS)
    found = {folder: load_words(files, folder) for folder in ("", "1/", "2/")}
    assert [[word for word, *_ in own] for own in found.values()] == [known] * 3
    lacking = [word for own in found.values() for word, passages, _ in own if not passages]
    assert "qq0qq" in lacking


def test_there_are_no_more_shards_than_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search_index, "_SHARD", 1)
    files = index_records(RECORDS[:20])
    assert "shards" not in json.loads(files["pagefind-entry.json"])


def load_list(files: Mapping[str, bytes], folder: str) -> list[Any]:
    """What Pagefind loads at first of a shard."""
    (path,) = (path for path in files if path.startswith(f"{folder}pagefind.") and path.endswith(".pf_meta"))
    found: list[Any] = load(gzip.decompress(files[path]).removeprefix(b"pagefind_dcd"))
    return found


def load_words(files: Mapping[str, bytes], folder: str) -> list[Any]:
    """The words of a shard, each with the passages that have it."""
    names = [name for _, _, name in load_list(files, folder)[2]]
    chunks = [files[f"{folder}index/{name}.pf_index"] for name in names]
    return [word for one in chunks for word in load(gzip.decompress(one).removeprefix(b"pagefind_dcd"))[0]]


def test_one_corrected_word_asks_pagefind_for_its_piece_only(tmp_path: Path, asked: list[int]) -> None:
    build_kept(RECORDS, tmp_path / "kept")
    pieces = list_sizes(RECORDS)
    assert asked == [*pieces, 1]
    changed = (*RECORDS[:450], replace(RECORDS[450], content="A word put right"), *RECORDS[451:])
    asked.clear()
    files = build_kept(changed, tmp_path / "kept")
    assert asked in [[size] for size in pieces]
    assert files == index_records(changed)


def test_nothing_changed_asks_pagefind_for_nothing(tmp_path: Path, asked: list[int]) -> None:
    first = build_kept(RECORDS, tmp_path / "kept")
    asked.clear()
    assert build_kept(RECORDS, tmp_path / "kept") == first
    assert asked == []


def test_a_new_transcript_moves_no_other_cut() -> None:
    before, after = (cut_records(records) for records in (RECORDS, make_records(31)))
    assert sum(piece not in before for piece in after) == 1


def test_no_piece_is_large() -> None:
    records = [record for record in make_records(2000) if record.url.endswith("#p1")]
    sizes = list_sizes(records)
    assert max(sizes) == 32
    assert sum(sizes) == len(records)


def test_another_pagefind_makes_all_anew(
    tmp_path: Path, asked: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    build_kept(RECORDS[:2], tmp_path / "kept")
    asked.clear()
    monkeypatch.setattr(search_index, "digest_pagefind", lambda: "of another")
    build_kept(RECORDS[:2], tmp_path / "kept")
    assert asked == [2, 1]


def test_a_form_that_is_not_known_is_told() -> None:
    files = dict(index_pages((("t/#p1", render_record(RECORDS[0])),)))
    (path,) = (path for path in files if path.endswith(".pf_index"))
    for content in (b"", pack(b""), pack(dump([[["one", [[0, [1]]], []]]]))):
        with pytest.raises(SearchIndexError, match="form that is not known"):
            parse_piece({**files, path: content})


@pytest.mark.parametrize("number", [0, 23, 24, 255, 256, 65_535, 65_536, (1 << 32) - 1, 1 << 32])
def test_cbor_comes_out_as_it_went_in(number: int) -> None:
    value = ["", "Женева", "w" * 300, [], [number, -1 - number, [number]]]
    assert load(dump(value)) == value


def test_hits_whose_hashes_begin_alike_have_longer_names() -> None:
    piece = parse_piece(index_pages(tuple((one.url, render_record(one)) for one in RECORDS[:2])))
    hits = replace(piece.hits, hashes=("abcdefg1", "abcdefg2"))
    other = replace(piece.hits, hashes=("abcdefh", "abcdefg23"))
    names = name_hits("en", [hits, other])
    assert names == [["en_abcdefg", "en_abcdefg2"], ["en_abcdefh", "en_abcdefg23"]]


# --- What is kept ---


def say_words(chance: random.Random) -> str:
    """Some words, now and then one that no other record has."""
    own = [f"w{chance.randrange(400)}" for _ in range(12)]
    return " ".join([*own, *(f"n{chance.randrange(10**6)}" for _ in range(chance.randrange(3)))])


def edit_at_random(records: Sequence[SearchRecord], chance: random.Random) -> tuple[SearchRecord, ...]:
    """Records one of which has other words, facets or fields, or of which a transcript is new or gone."""
    number = chance.randrange(len(records))
    one, address = records[number], records[number].url.partition("#")[0]
    edits: list[Callable[[], Sequence[SearchRecord]]] = [
        *[lambda: [replace(one, content=say_words(chance))]] * 3,
        lambda: [replace(one, content="* * *")],
        lambda: [replace(one, facets={"topic": (f"t{chance.randrange(3)}",)})],
        lambda: [replace(one, meta={chance.choice(("about", "names", "zone")): say_words(chance)})],
        lambda: [replace(one, url=f"{one.url} {chance.random()}")],
        lambda: [],
    ]
    new = chance.choice(edits)()
    whole = [*records[:number], *new, *records[number + 1 :]]
    if chance.random() < 0.3:
        whole = [record for record in whole if record.url.partition("#")[0] != address]
    if chance.random() < 0.3:
        added = f"t/new{chance.randrange(10**6)}/"
        whole = [*(SearchRecord(f"{added}#p{n}", "A", say_words(chance)) for n in range(3)), *whole]
    return tuple(whole)


@pytest.mark.parametrize("seed", range(2))
def test_after_any_edits_the_index_is_that_of_a_build_that_kept_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    chance = random.Random(seed)
    monkeypatch.setattr(search_index, "_SHARD", 50)
    monkeypatch.setattr(search_index, "_PIECE", 3)
    monkeypatch.setattr(index_join, "_FULL", 700)
    records = make_records(12, 10)
    for _ in range(8):
        kept = build_kept(records, tmp_path / "kept")
        assert json.loads(kept["pagefind-entry.json"])["shards"] > 1
        assert kept == index_records(records)
        records = edit_at_random(records, chance)


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is made anew for an index of several shards, each of several chunks: `shard` or `chunk`."""
    calls: list[str] = []

    def note(call: str, make: Callable[..., Any]) -> Callable[..., Any]:
        def noted(*arguments: Any) -> Any:  # noqa: ANN401 - whatever the function takes and gives
            calls.append(call)
            return make(*arguments)

        return noted

    monkeypatch.setattr(search_index, "_SHARD", 250)
    monkeypatch.setattr(index_join, "_FULL", 700)
    monkeypatch.setattr(search_index, "join_words", note("shard", join_words))
    monkeypatch.setattr(search_index, "dump_chunk", note("chunk", dump_chunk))
    return calls


def count_chunks(files: Iterable[str]) -> int:
    return sum(path.endswith(".pf_index") for path in files)


@pytest.mark.parametrize("added", ["end", "www"], ids=["a word of others", "a new word"])
def test_one_corrected_word_joins_one_shard_again(
    tmp_path: Path, asked: list[int], made: list[str], added: str
) -> None:
    first = build_kept(RECORDS, tmp_path / "kept")
    assert made.count("shard") == 3
    assert made.count("chunk") == count_chunks(first) > 9
    assert build_kept(RECORDS, tmp_path / "kept") == first, "it keeps what it does not read"
    changed = replace(RECORDS[450], content=f"{RECORDS[450].content} {added}")
    records = (*RECORDS[:450], changed, *RECORDS[451:])
    made.clear()
    asked.clear()
    files = build_kept(records, tmp_path / "kept")
    assert len(asked) == 1
    assert made.count("shard") == 1
    assert made.count("chunk") == count_chunks(path for path in files if files[path] != first.get(path)) < 5
    assert files == index_records(records)


def test_nothing_changed_takes_no_records_and_joins_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, made: list[str]
) -> None:
    first = build_kept(RECORDS, tmp_path / "kept")
    made.clear()
    monkeypatch.setattr(Shelved, "take", lambda _: pytest.fail("records are taken"))
    assert build_kept(RECORDS, tmp_path / "kept") == first
    assert made == []


def test_other_facets_of_the_same_words_are_told_and_index_nothing(tmp_path: Path, asked: list[int]) -> None:
    first = build_kept(RECORDS, tmp_path / "kept")
    changed = (replace(RECORDS[0], facets={"topic": ("new",)}), *RECORDS[1:])
    asked.clear()
    files = build_kept(changed, tmp_path / "kept")
    assert asked == []
    assert {path for path in files if files[path] != first[path]} == {search_index.ROWS}
    assert files == index_records(changed)


@pytest.mark.parametrize("spoil", ["DELETE FROM kept", "UPDATE kept SET value = zeroblob(99)"])
def test_whatever_the_store_has_lost_the_index_is_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, spoil: str
) -> None:
    monkeypatch.setattr(search_index, "_SHARD", 10)
    monkeypatch.setattr(search_index, "_PIECE", 3)
    records = make_records(6, 4)
    whole = build_kept(records, tmp_path / "kept")
    assert json.loads(whole["pagefind-entry.json"])["shards"] == 2
    with closing(sqlite3.connect(tmp_path / "beside-kept")) as database:
        keys = [key for (key,) in database.execute("SELECT key FROM kept ORDER BY key")]
    assert len(keys) > 20
    for key in keys:
        with closing(sqlite3.connect(tmp_path / "beside-kept")) as database, database:
            database.execute(f"{spoil} WHERE key = ?", (key,))
        assert build_kept(records, tmp_path / "kept") == whole


def test_contents_are_read_only_where_they_are_asked_for_and_those_of_a_piece_together(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with keeping(tmp_path / "kept"):
        first = read_all(build_index(shelve(RECORDS)))
    kinds: list[str] = []

    def note(kind: str, inputs: str) -> tuple[Any] | None:
        kinds.append(kind)
        return recall(kind, inputs)

    monkeypatch.setattr(index_parts, "recall", note)
    with keeping(tmp_path / "kept"):
        files = build_index(shelve(RECORDS))
        assert set(kinds) == {
            "search hits of a piece",
            "search chunks of a shard",
            "search chunk",
            "search list",
        }
        assert {path: file.digest for path, file in files.items()} == {
            path: digest(content) for path, content in first.items()
        }
        assert read_all(files) == first
    assert kinds.count("search files of a piece") == len(cut_records(RECORDS))
    assert "words of a piece" not in kinds
