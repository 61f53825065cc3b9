"""Archives to search in: the real transcript, and generated ones of as many passages beside it."""

from __future__ import annotations

import json
import random
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import yaml
from ontherecord.archive.accept import accept_transcripts

from .language import Author

ROOT = Path(__file__).parents[2]
REAL_SLUG = "2016-07-15-lavrov-kerry"
PASSAGES = 37
#: How many passages in a hundred are about nothing, and how many about two topics.
_PROCEDURAL, _TWOFOLD = 12, 20
_FIRST_DAY = date(2004, 1, 12)
_PLACES = ("Moscow", "Geneva", "Vienna", "New York", "Astana", "Berlin", "Brussels", "Minsk")


@dataclass(frozen=True)
class _Person:
    """Someone who may give a news conference."""

    id: str
    name: str


def write_project(root: Path, count: int) -> None:
    """A project of `count` transcripts at `root`, ready to build: the real one, and generated ones.

    A larger archive holds the transcripts of a smaller one.
    """
    shutil.rmtree(root / "data", ignore_errors=True)
    for name in ("topics.yml", "entities.yml"):
        _copy(Path("data") / name, root)
    _copy(Path("data/transcripts") / REAL_SLUG, root)
    copy_look(root)
    texts = _read_real()
    topics = yaml.safe_load((root / "data/topics.yml").read_text(encoding="utf-8"))["topics"]
    author = Author(random.Random(2016), texts)
    people = [_make_person(author) for _ in range(40)]
    seen: set[_Person] = set()
    for number in range(1, count):
        seen |= set(_write_transcript(root, number, author, people, topics))
    with (root / "data/entities.yml").open("a", encoding="utf-8") as entities:
        entities.writelines(_render_person(person) for person in people if person in seen)
    _, problems = accept_transcripts(root, [], yes=True)  # nothing of it was ever given out
    if problems:
        raise RuntimeError("\n".join(map(str, problems[:20])))


def copy_look(root: Path) -> None:
    """The project's own pages, as they are now; the look is the package's."""
    shutil.rmtree(root / "docs", ignore_errors=True)
    _copy(Path("docs"), root)
    _copy(Path("mkdocs.yml"), root)


def _copy(path: Path, root: Path) -> None:
    target = root / path
    target.parent.mkdir(parents=True, exist_ok=True)
    if (ROOT / path).is_dir():
        shutil.copytree(ROOT / path, target, dirs_exist_ok=True)
    else:
        shutil.copy(ROOT / path, target)


def _read_real() -> list[str]:
    """The passages of the real transcript, from its ledger of anchors."""
    lock = json.loads((ROOT / "data/transcripts" / REAL_SLUG / "passages.lock").read_text(encoding="utf-8"))
    return [passage["text"] for passage in lock["passages"] if "text" in passage]


# --- people ---


def _make_person(author: Author) -> _Person:
    given, family = author.make_name(), author.make_name()
    return _Person(f"{given}-{family}".lower(), f"{given} {family}")


def _render_person(person: _Person) -> str:
    return (
        f"\n  - id: {person.id}\n    kind: person\n    name: {person.name}\n"
        "    description: Minister of Foreign Affairs in a made-up archive.\n"
    )


# --- transcripts ---


def _write_transcript(
    root: Path, number: int, author: Author, people: Sequence[_Person], topics: Sequence[dict[str, list[str]]]
) -> tuple[_Person, _Person]:
    """Writes one transcript; those who speak, each of whom a passage names."""
    dice = author.dice
    day = _FIRST_DAY + timedelta(days=number * 7 + dice.randrange(5))
    host, guest = dice.sample(list(people), 2)
    place = dice.choice(_PLACES)
    title = f"Minister {host.name}’s remarks at a news conference with {guest.name}, {place}"
    chosen = [_choose_topics(dice, topics) for _ in range(PASSAGES)]
    openings = [[dice.choice(topic["terms"]) for topic in some] for some in chosen]
    openings[1].append(guest.name)
    openings[2].append(host.name)
    texts = [author.write_passage(" ".join(words)) for words in openings]
    folder = root / "data/transcripts" / f"{day.isoformat()}-{host.id}"
    folder.mkdir(parents=True)
    body = "\n\n".join(_lay_out(texts, host, dice))
    text = f"{title}\n\n{day:%B} {day.day}, {day.year}\n\n{body}\n"
    (folder / "transcript.txt").write_text(text, encoding="utf-8")
    silent = [f"p{place}" for place, some in enumerate(chosen, start=1) if not some]
    record = _build_record(title, day, place, host, guest, silent)
    (folder / "record.yml").write_text(
        yaml.safe_dump(record, allow_unicode=True, sort_keys=False), encoding="utf-8"
    )
    return host, guest


def _choose_topics(
    dice: random.Random, topics: Sequence[dict[str, list[str]]]
) -> Sequence[dict[str, list[str]]]:
    """What a passage is about, common topics more often; nothing, where it is procedural."""
    if dice.randrange(100) < _PROCEDURAL:
        return ()
    count = 2 if dice.randrange(100) < _TWOFOLD else 1
    return [topics[int(len(topics) * dice.random() ** 1.7)] for _ in range(count)]


def _lay_out(texts: Sequence[str], host: _Person, dice: random.Random) -> Iterator[str]:
    """A statement of some twenty passages, then questions, each with an answer of a few passages."""
    statement = dice.randint(16, 24)
    yield from texts[:statement]
    left = list(texts[statement:])
    while len(left) > 1:
        yield f"Question: {left.pop(0)}"
        yield f"{host.name}: {left.pop(0)}"
        for _ in range(min(dice.randrange(5), len(left) - 2)):
            yield left.pop(0)
    yield from left


def _build_record(
    title: str, day: date, place: str, host: _Person, guest: _Person, silent: Sequence[str]
) -> dict[str, object]:
    role = "Minister of Foreign Affairs"
    return {
        "title": title,
        "short_title": f"{host.name.split()[-1]} and {guest.name.split()[-1]}, {place}",
        "date": day,
        "place": place,
        "participants": [
            {"speaker": host.id, "role": role, "labels": [host.name], "opens": True},
            {"speaker": guest.id, "role": role, "left_out": True},
        ],
        "source": {"publisher": "Ministry of Foreign Affairs", "language": "English"},
        "decisions": [
            {"passage": anchor, "procedural": True, "reason": "A made-up courtesy."} for anchor in silent
        ],
    }
