"""The names that the search knows: one sign for all names of a thing, and none for what is not named."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections import Counter
from dataclasses import replace

import pytest
from corpus import REAL_SLUG, ROOT
from hypothesis import given
from hypothesis import strategies as st
from ontherecord import urls
from ontherecord.archive.model import Archive
from ontherecord.data.edtf import parse_edtf
from ontherecord.exports.lexicon import Lexicon, export_lexicon, list_pages, make_sign
from ontherecord.exports.search_records import build_records, make_date_signs
from ontherecord.subjects.passages import Passage
from ontherecord.text.words import fold_words


@pytest.fixture(scope="module")
def lexicon(real_archive: Archive) -> Lexicon:
    return Lexicon(real_archive)


def passage_of(archive: Archive, anchor: str) -> Passage:
    return next(item for item in archive.transcripts[0].passages if item.anchor == anchor)


def sign_of(lexicon: Lexicon, thing_id: str) -> str:
    return next(item.sign for item in lexicon.concepts if any(thing.id == thing_id for thing in item.things))


def test_a_topic_and_an_entity_of_one_name_are_one_concept(lexicon: Lexicon) -> None:
    concept = next(item for item in lexicon.concepts if item.things[0].id == "nagorno-karabakh")
    assert [(thing.kind, thing.id) for thing in concept.things] == [
        ("topic", "nagorno-karabakh"),
        ("place", "nagorno-karabakh"),
    ]


def test_no_name_leads_to_two_concepts(lexicon: Lexicon) -> None:
    owners: dict[str, set[str]] = {}
    for concept in lexicon.concepts:
        for thing in concept.things:
            for name in (*thing.names, *thing.typed):
                owners.setdefault(fold_words(name), set()).add(concept.sign)
    assert {name: signs for name, signs in owners.items() if len(signs) > 1} == {}


def test_a_sign_is_no_part_of_another_nor_of_any_word(lexicon: Lexicon, real_archive: Archive) -> None:
    signs = [concept.sign for concept in lexicon.concepts]
    assert len(set(signs)) == len(signs)
    assert not [one for one in signs for other in signs if one != other and other.startswith(one)]
    words = " ".join(item.text for item in real_archive.transcripts[0].passages).casefold()
    assert not [sign for sign in signs if sign in words]
    assert all(re.fullmatch(r"qq[a-z0-9]+qq", sign) for sign in signs)


def test_a_passage_has_the_signs_of_what_it_treats_names_and_of_its_speaker(
    lexicon: Lexicon, real_archive: Archive
) -> None:
    signs = lexicon.find_signs(passage_of(real_archive, "p34"), ("sergey-lavrov",))
    assert set(signs["about"].split()) == {sign_of(lexicon, "syria"), sign_of(lexicon, "terrorism")}
    assert sign_of(lexicon, "islamic-state") in signs["names"].split()
    assert signs["by"] == sign_of(lexicon, "sergey-lavrov")
    assert set(signs["about"].split()).isdisjoint(signs["names"].split())


def test_a_name_within_a_longer_one_counts_for_the_search(lexicon: Lexicon, real_archive: Archive) -> None:
    """p8 names only the Security Council's resolution; who looks for the Security Council wants it too."""
    passage = passage_of(real_archive, "p8")
    assert "un-security-council" not in passage.entities
    assert sign_of(lexicon, "un-security-council") in lexicon.find_signs(passage, ())["names"].split()


def test_a_question_has_no_speaker_to_find_it_by(lexicon: Lexicon, real_archive: Archive) -> None:
    assert "by" not in lexicon.find_signs(passage_of(real_archive, "p23"), ())


def test_what_a_hit_shows_follows_its_address(lexicon: Lexicon, real_archive: Archive) -> None:
    records = {record.url.partition(" ")[0]: record for record in build_records(real_archive, lexicon)}
    assert list(records) == [
        urls.permalink(REAL_SLUG, item.anchor) for item in real_archive.transcripts[0].passages
    ]
    answer = records[urls.permalink(REAL_SLUG, "p29")]
    shown = json.loads(answer.url.partition(" ")[2])
    assert (shown["n"], shown["k"], shown["d"], shown["t"]) == (
        "29",
        "answer",
        "2016-07-15",
        ["terrorism", "libya"],
    )
    assert shown["q"].startswith("This deal is a huge boon")
    # Whatever is beside the words is a sign or the speaker, so that no word is found that was not said.
    assert set(answer.meta) == {"about", "names", "by", "dates"}
    assert shown["w"] == [["today", "2016-07-15"]]
    assert answer.facets["kind"] == ("answer",)


def test_every_word_to_correct_to_is_in_the_passages(lexicon: Lexicon, real_archive: Archive) -> None:
    text = {word for item in real_archive.transcripts[0].passages for word in fold_words(item.text).split()}
    words = lexicon.words
    assert {"un", "us", "18", "2254", "kerry"} <= set(words)
    assert set(words) == {re.sub(r"'(s|re|ve|ll|d|m)?$", "", word) for word in text}
    assert len(words) == len(set(words))


def test_a_country_that_no_passage_has_is_no_slip(lexicon: Lexicon) -> None:
    countries = export_lexicon(lexicon, [])["countries"]
    assert isinstance(countries, list)
    assert {"serbia", "iraq", "jordan"} <= set(countries)
    assert {"syria", "turkey", "libya"}.isdisjoint(countries)


def test_a_state_is_found_by_its_names_in_the_languages_of_the_united_nations_and_of_the_places(
    lexicon: Lexicon,
) -> None:
    abroad = {thing.id: thing.abroad for concept in lexicon.concepts for thing in concept.things}
    names = [name for found in abroad["syria"].values() for name in found]
    assert {"سوريا", "敘利亞", "叙利亚", "Сирия", "Syrie", "Siria", "Suriye", "シリア"} <= set(names)
    assert "Лавров" in abroad["sergey-lavrov"]["ru"]


def test_a_foreign_name_that_means_another_thing_here_is_left_out(real_archive: Archive) -> None:
    """What an editor calls something else is no name of a state."""
    group = real_archive.entities["mujahedin"].model_copy(update={"typed": ("Syrie",)})
    archive = replace(real_archive, entities={**real_archive.entities, "mujahedin": group})
    things = [thing for concept in Lexicon(archive).concepts for thing in concept.things]
    assert "fr" not in next(thing.abroad for thing in things if thing.id == "syria" and thing.kind == "place")


@pytest.mark.parametrize(
    ("when", "signs"),
    [
        ("2016-07-14", "qqd2016qq qqd201607qq qqd20160714qq qqdx0714qq"),
        ("2016-05", "qqd2016qq qqd201605qq"),
        ("2014/2016", "qqd2014qq qqd2016qq"),
        ("2016-01/..", "qqd2016qq qqd201601qq"),
    ],
)
def test_a_date_is_found_by_its_year_its_month_and_its_day(when: str, signs: str) -> None:
    assert list(dict.fromkeys(make_date_signs(parse_edtf(when)))) == signs.split()


def test_the_pages_that_a_search_names_are_there(lexicon: Lexicon) -> None:
    pages = list_pages(ROOT / "docs")
    exported = export_lexicon(lexicon, pages)["pages"]
    assert isinstance(exported, list)
    cite = {"title": "How to cite", "url": "about/#how-to-cite", "within": "About"}
    assert cite in exported
    assert {"title": "Topics in numbers", "url": "charts/", "typed": ["Charts"]} in exported
    assert len(exported) == len(pages) == len({page.url for page in pages})


def test_the_lexicon_is_the_same_every_time() -> None:
    """In another process too, where Python orders its sets otherwise."""
    code = (
        "import json, pathlib, sys; from ontherecord.archive.build import build_archive;"
        "from ontherecord.exports.lexicon import Lexicon, export_lexicon;"
        "archive, _ = build_archive(pathlib.Path(sys.argv[1]));"
        "print(json.dumps(export_lexicon(Lexicon(archive), [])))"
    )
    made = {
        subprocess.run(
            [sys.executable, "-c", code, str(ROOT)],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(made) == 1


def test_no_concept_holds_two_topics_or_two_entities(lexicon: Lexicon) -> None:
    for concept in lexicon.concepts:
        kinds = Counter("topic" if thing.kind == "topic" else "entity" for thing in concept.things)
        assert max(kinds.values()) == 1, [thing.id for thing in concept.things]


@given(st.sets(st.from_regex(r"[a-z0-9]+(-[a-z0-9]+){0,3}", fullmatch=True), min_size=2, max_size=6))
def test_no_two_ids_share_a_sign_and_none_begins_another(ids: set[str]) -> None:
    signs = [make_sign(kind, thing_id) for kind in ("topic", "place") for thing_id in sorted(ids)]
    assert [one for one in signs for other in signs if one is not other and other.startswith(one)] == []


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Communiqué", "communique"),
        ("Türkiye", "turkiye"),
        ("Nagorno-Karabakh", "nagorno karabakh"),
        ("S/RES/2254 (2015)", "s res 2254 2015"),
        ("  9/11 ", "9 11"),
        ("Kerry’s", "kerry's"),
    ],
)
def test_folding(text: str, folded: str) -> None:
    assert fold_words(text) == folded


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold_words(fold_words(text)) == fold_words(text)
