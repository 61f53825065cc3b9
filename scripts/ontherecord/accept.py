"""Gives a new transcript its permanent anchors."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from .anchor import anchor_passages, build_lock, render_lock
from .archive import build_cast
from .load import SourceTranscript, load_sources
from .parse import parse_transcript
from .problems import Problem
from .write import write_if_changed


def accept_transcripts(root: Path, slugs: Sequence[str]) -> tuple[list[str], list[Problem]]:
    """Writes the lock of each named transcript that has none (all, if none is named).

    What was done, a sentence each, and the problems: a transcript with a problem gets no lock, and one whose
    text differs from its lock is left alone.
    """
    sources, problems = load_sources(root)
    known = [source.slug for source in sources.transcripts]
    entities = sources.entities.value.entities if sources.entities else ()
    done: list[str] = []
    left = [problem for problem in problems if not problem.message.startswith("there is no lock")]
    for source in sources.transcripts:
        if slugs and source.slug not in slugs:
            continue
        if source.text is None or source.record is None or _has_problem(source, left):
            continue
        parsed, slips = parse_transcript(source.text, build_cast(source.record.value, entities))
        if slips:
            left += [Problem(source.text_path, slip.line, slip.message) for slip in slips]
            continue
        if source.lock is None:
            lock = build_lock(parsed)
            write_if_changed(root / source.lock_path, render_lock(lock).encode())
            done.append(f"{source.lock_path}: {len(lock.passages)} passages have their anchors")
            continue
        _, changes = anchor_passages(parsed, source.lock, source.text_path, source.lock_path, source.slug)
        left += changes
        if not changes:
            done.append(f"{source.lock_path}: nothing to do")
    wrong = [Problem("data/transcripts", 1, f"no transcript '{slug}'") for slug in slugs if slug not in known]
    return done, sorted({*left, *wrong})


def _has_problem(source: SourceTranscript, problems: Iterable[Problem]) -> bool:
    inside = f"{source.folder}/"
    return any(item.path == source.folder or item.path.startswith(inside) for item in problems)
