"""The ledger of published addresses: what it holds, what is wrong with it, and what would break."""

from __future__ import annotations

from pathlib import Path

import pytest
from corpus import apply_step
from hypothesis import given
from hypothesis import strategies as st
from ontherecord import urls
from ontherecord.anchors.ledger import (
    LEDGER,
    check_ledger,
    find_broken,
    list_addresses,
    list_anchors,
    load_ledger,
    parse_ledger,
    render_ledger,
)
from ontherecord.archive.accept import accept_transcripts
from ontherecord.archive.build import build_archive

HOLT = "2031-03-04-holt-wren"
TEXT = """\
topics/harbour/
transcripts/2031-03-04-holt-wren/
transcripts/2031-03-04-holt-wren/#p1
transcripts/2031-03-04-holt-wren/#p10
transcripts/2031-03-04-holt-wren/#p1a
transcripts/2031-03-04-holt-wren/#p2
"""


def test_each_address_has_its_line() -> None:
    addresses, problems = parse_ledger(TEXT)
    assert problems == []
    assert addresses["topics/harbour/"] == 1
    assert addresses[f"transcripts/{HOLT}/#p1a"] == 5


def test_it_is_sorted_with_each_address_once() -> None:
    lines = TEXT.splitlines()
    assert render_ledger([*reversed(lines), *lines]) == TEXT


slugs = st.lists(st.sampled_from(["2031-03-04", "holt", "wren", "a", "0"]), min_size=1).map("-".join)
anchors = st.builds("p{}{}".format, st.integers(1, 9999), st.sampled_from(["", "a", "z", "ab"]))


@given(st.dictionaries(slugs, st.sets(anchors | st.just("p0a"))))
def test_what_is_written_is_read(transcripts: dict[str, set[str]]) -> None:
    addresses = {one for slug, found in transcripts.items() for one in list_addresses(slug, found)}
    text = render_ledger(addresses)
    read, problems = parse_ledger(text)
    assert set(read) == addresses
    assert problems == []
    assert [text.splitlines()[line - 1] for line in read.values()] == list(read)
    found = list_anchors(read)
    assert all(found.get(urls.transcript(slug), set()) == own for slug, own in transcripts.items())


def test_a_merge_that_kept_both_sides_does_no_harm() -> None:
    addresses, problems = parse_ledger("topics/lake/\n\ntopics/harbour/\ntopics/lake/\n")
    assert (addresses, problems) == ({"topics/lake/": 1, "topics/harbour/": 3}, [])


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (
            "transcripts/2031-03-04-holt-wren/#14",
            "'transcripts/2031-03-04-holt-wren/#14' is no address such as transcripts/<slug>/#p14; "
            "restore it from version control",
        ),
        (
            "/topics/lake/",
            "'/topics/lake/' is no address such as transcripts/<slug>/#p14; restore it from version control",
        ),
        ("<<<<<<< HEAD", "a merge was left unfinished here: keep the lines of both sides"),
        ("=======", "a merge was left unfinished here: keep the lines of both sides"),
    ],
)
def test_a_line_that_is_no_address_is_a_problem(line: str, message: str) -> None:
    _, problems = parse_ledger(f"topics/harbour/\n{line}\n")
    assert [str(problem) for problem in problems] == [f"{LEDGER}:2: {message}"]


def test_what_does_not_resolve_is_named_with_its_line() -> None:
    addresses, _ = parse_ledger(TEXT)
    resolvable = set(addresses) - {f"transcripts/{HOLT}/#p1", "topics/harbour/"}
    assert [(item.address, item.line) for item in find_broken(addresses, resolvable)] == [
        ("topics/harbour/", 1),
        (f"transcripts/{HOLT}/#p1", 3),
    ]
    assert find_broken(addresses, [*addresses, "topics/lake/"]) == []


def test_a_lost_anchor_is_a_problem() -> None:
    addresses, _ = parse_ledger(TEXT)
    (problem,) = check_ledger(addresses, set(addresses) - {f"transcripts/{HOLT}/#p10"})
    assert str(problem) == (
        f"{LEDGER}:4: transcripts/{HOLT}/#p10 was published and would break: "
        "restore its line in passages.lock from version control"
    )


def test_a_lost_page_is_one_problem_for_all_its_links() -> None:
    addresses, _ = parse_ledger(TEXT)
    resolvable = ["topics/harbour/", *list_addresses("2031-03-04-holt", ["p1", "p10", "p1a", "p2"])]
    (problem,) = check_ledger(addresses, resolvable)
    assert str(problem) == (
        f"{LEDGER}:2: transcripts/{HOLT}/ was published and would break (with 4 links to its passages): "
        f"restore it, or add '{HOLT}' to the 'aliases' of the record that took its place; "
        "did you mean '2031-03-04-holt'?"
    )


@pytest.mark.parametrize(
    ("page", "remedy"),
    [
        ("topics/lake/", "add 'lake' to the 'aliases' of the topic that took its place"),
        ("names/nice/", "add 'nice' to the 'was' of the entity that took its place"),
        (
            "names/ukrain/",
            "add 'ukrain' to the 'was' of the entity that took its place; did you mean 'ukraine'?",
        ),
    ],
)
def test_the_remedy_is_that_of_the_kind_of_page(page: str, remedy: str) -> None:
    known = ["topics/lake-ondra/", "names/nice-city/", "names/france/", "names/ukraine/"]
    (problem,) = check_ledger({page: 1}, known)
    assert problem.message == f"{page} was published and would break: restore it, or {remedy}"


def test_forty_thousand_passages_make_a_small_file() -> None:
    anchors = [f"p{number}" for number in range(1, 41)]
    text = render_ledger(
        one for event in range(1000) for one in list_addresses(f"20{event:03}-03-04-holt-wren", anchors)
    )
    assert text.count("\n") == 41_000
    assert len(text) < 2_000_000
    addresses, _ = parse_ledger(text)
    assert find_broken(addresses, addresses) == []


# --- on disk ---------------------------------------------------------------------------------------------


def test_before_the_first_accept_there_is_none(tmp_path: Path) -> None:
    assert load_ledger(tmp_path) == ({}, [])


def test_accept_lists_topics_pages_and_every_anchor(toy: Path) -> None:
    accept_transcripts(toy, [HOLT])
    lines = (toy / LEDGER).read_text(encoding="utf-8").splitlines()
    assert "topics/harbour/" in lines
    assert f"transcripts/{HOLT}/" in lines
    assert f"transcripts/{HOLT}/#p1" in lines
    assert "transcripts/2032-06-21-holt/#p1" in lines, "every lock is listed, or the list is worth nothing"


def test_accept_only_adds(toy: Path) -> None:
    (toy / LEDGER).write_text("topics/gone/\ntranscripts/2031-03-04-holt-wren/#p999z\n", encoding="utf-8")
    accept_transcripts(toy, [], yes=True)
    lines = (toy / LEDGER).read_text(encoding="utf-8").splitlines()
    assert {"topics/gone/", f"transcripts/{HOLT}/#p999z", f"transcripts/{HOLT}/#p1"} <= set(lines)
    assert lines == sorted(lines)


def test_what_was_published_gets_no_second_first_lock(toy: Path) -> None:
    accept_transcripts(toy, [])
    lock = f"data/transcripts/{HOLT}/passages.lock"
    apply_step(toy, {"file": lock, "remove": True})
    lines, (problem,) = accept_transcripts(toy, [HOLT], yes=True)
    assert lines == []
    assert str(problem).startswith(f"{lock}:1: the lock is gone, and ")
    assert str(problem).endswith("were published (data/published.txt): restore it from version control")
    assert not (toy / lock).exists()


def test_accept_stops_at_a_damaged_ledger(toy: Path) -> None:
    (toy / LEDGER).write_text("topics/harbour/\nnonsense\n", encoding="utf-8")
    _, problems = accept_transcripts(toy, [])
    assert (LEDGER, 2) in [(problem.path, problem.line) for problem in problems]
    assert (toy / LEDGER).read_text(encoding="utf-8") == "topics/harbour/\nnonsense\n"


def test_a_line_taken_out_of_the_ledger_is_noticed(toy: Path) -> None:
    accept_transcripts(toy, [HOLT])
    kept = (toy / LEDGER).read_text(encoding="utf-8").replace(f"transcripts/{HOLT}/#p1\n", "")
    (toy / LEDGER).write_text(kept, encoding="utf-8")
    _, problems = build_archive(toy)
    assert [str(problem) for problem in problems] == [
        f"{LEDGER}:1: transcripts/{HOLT}/#p1 should be listed here: restore the file from version control"
        " (if that can not be, 'ontherecord accept --yes' lists what is known now; names that pages had"
        " before are lost)"
    ]


@pytest.mark.parametrize("damage", [{"remove": True}, {"write": ""}, {"write": "topics/harbour/\n"}])
def test_a_ledger_that_was_lost_or_shortened_is_no_fresh_start(toy: Path, damage: dict[str, object]) -> None:
    """Neither check nor accept takes it for the beginning: what it alone knew would be lost in silence."""
    apply_step(toy, {"file": LEDGER, **damage})
    _, problems = build_archive(toy)
    assert [problem.path for problem in problems] == [LEDGER]
    before = (toy / LEDGER).read_bytes() if (toy / LEDGER).exists() else None
    _, found = accept_transcripts(toy, [])
    assert [problem.path for problem in found] == [LEDGER]
    assert ((toy / LEDGER).read_bytes() if (toy / LEDGER).exists() else None) == before


def test_aliases_and_former_names_are_listed(toy: Path) -> None:
    lines = (toy / LEDGER).read_text(encoding="utf-8").splitlines()
    assert "topics/great-ondra/" in lines, "an alias of lake-ondra"
