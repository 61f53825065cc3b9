"""The search index in pieces: as if made at once, and made again only where a record changed."""

from __future__ import annotations

import gzip
import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from ontherecord.exports.search_records import SearchRecord
from ontherecord.site import search_index
from ontherecord.site.index_cbor import dump, load
from ontherecord.site.index_join import join_pieces, name_hits
from ontherecord.site.index_pieces import OWN, pack, parse_piece
from ontherecord.site.index_service import SearchIndexError, index_pages
from ontherecord.site.search_index import build_index, cut_pieces, render_record
from ontherecord.store import keeping

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


RECORDS = make_records(60)


def unpack(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """What is in the files: how they are packed is no matter."""
    return {path: gzip.decompress(one) if path.endswith(OWN) else one for path, one in files.items()}


def build_kept(records: Sequence[SearchRecord], file: Path) -> Mapping[str, bytes]:
    """The index as a build makes it that has what those before it kept in a file."""
    index_pages.cache_clear()
    with keeping(file):
        return build_index(records)


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
    joined = build_index(RECORDS)
    assert len(list(cut_pieces(RECORDS))) > 2
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
    words = sorted({word for piece in parsed for word in piece.words})
    named = list(zip(parsed, name_hits("en", parsed), strict=True))
    found = unpack(join_pieces("en", named, words, pack).files)
    assert found == {path: one for path, one in unpack(whole).items() if path in found}
    assert len(found) == 2


def test_a_large_index_is_in_shards_and_each_record_in_one(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = build_index(RECORDS)
    monkeypatch.setattr(search_index, "_SHARD", 500)
    files = build_index(RECORDS)
    entry = json.loads(files["pagefind-entry.json"])
    assert entry["shards"] == 3
    hits = [[name for name, _ in load_list(files, folder)[1]] for folder in ("", "1/", "2/")]
    known = json.loads(files[search_index.ROWS])["ids"].split()
    assert sorted(name for own in hits for name in own) == sorted(known)
    sizes = [len(piece) for piece in cut_pieces(RECORDS)][::-1]
    assert [len(own) for own in hits] == [sum(sizes[number::3]) for number in range(3)], "dealt from the last"
    assert {path for path in files if path.endswith(".pf_fragment")} == {
        path for path in whole if path.endswith(".pf_fragment")
    }
    assert files[search_index.ROWS] == whole[search_index.ROWS]


def test_each_shard_knows_all_words(monkeypatch: pytest.MonkeyPatch) -> None:
    known = [word for word, *_ in load_words(build_index(RECORDS), "")]
    monkeypatch.setattr(search_index, "_SHARD", 500)
    files = build_index(RECORDS)
    found = {folder: load_words(files, folder) for folder in ("", "1/", "2/")}
    assert [[word for word, *_ in own] for own in found.values()] == [known] * 3
    lacking = [word for own in found.values() for word, passages, _ in own if not passages]
    assert "qq0qq" in lacking


def test_there_are_no_more_shards_than_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search_index, "_SHARD", 1)
    files = build_index(RECORDS[:20])
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
    pieces = [len(piece) for piece in cut_pieces(RECORDS)]
    assert asked == [*pieces, 1]
    changed = (*RECORDS[:450], replace(RECORDS[450], content="A word put right"), *RECORDS[451:])
    asked.clear()
    files = build_kept(changed, tmp_path / "kept")
    assert asked in [[size] for size in pieces]
    assert files == build_index(changed)


def test_nothing_changed_asks_pagefind_for_nothing(tmp_path: Path, asked: list[int]) -> None:
    first = build_kept(RECORDS, tmp_path / "kept")
    asked.clear()
    assert build_kept(RECORDS, tmp_path / "kept") == first
    assert asked == []


def test_a_new_transcript_moves_no_other_cut() -> None:
    before, after = (list(cut_pieces(records)) for records in (RECORDS, make_records(61)))
    assert sum(piece not in before for piece in after) == 1


def test_no_piece_is_large() -> None:
    records = [record for record in make_records(2000) if record.url.endswith("#p1")]
    sizes = [len(piece) for piece in cut_pieces(records)]
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
    digests = ("abcdefg1", "abcdefg2")
    hits = tuple(hit._replace(digest=one) for hit, one in zip(piece.hits, digests, strict=True))
    other = replace(piece, hits=(hits[0]._replace(digest="abcdefh"), hits[1]._replace(digest="abcdefg23")))
    names = name_hits("en", [replace(piece, hits=hits), other])
    assert names == [["en_abcdefg", "en_abcdefg2"], ["en_abcdefh", "en_abcdefg23"]]
