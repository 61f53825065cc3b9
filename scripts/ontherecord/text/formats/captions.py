"""Captions (WebVTT and SubRip): cues put together to paragraphs, each with the voice that speaks it."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import unescape

from ..wrapping import join_lines
from .encoding import decode
from .joining import ends_sentence
from .source_text import Hints, SourceText, UnreadableError, clip, count

#: Seconds of silence after a sentence, or letters of one speaker, after which a paragraph ends.
_PAUSE, _LONG = 2.0, 600

_VOICE = re.compile(r"<v(?:\.[\w-]+)*[ \t]+([^>]*)>|</v>")
_TAG = re.compile(r"</?[a-z][^<>]*>|<[\d:.]+>|\{\\[^{}]*\}", re.IGNORECASE)
#: What begins words of somebody else: `>>`, a dash, a name with its colon; or a sound in brackets.
_OPENS = re.compile(
    r">>|[-–—]\s|\[[^\]]*\]$|\([^)]*\)$|♪|(?:[^\W\d_][\w.’'-]*\s+){0,4}[\w.’'()-]+\s?[:：](?:\s|$)"
)


@dataclass(frozen=True)
class _Words:
    """A line of a cue: who says it, where the cue tells, and from when to when, in seconds."""

    voice: str | None
    text: str
    start: float
    end: float


def read_captions(raw: bytes, form: str, encoding: str | None = None) -> SourceText:
    """The words of captions in the form "vtt" or "srt"; their times are left out."""
    decoded = decode(raw, encoding)
    header, cues = _parse(decoded.text, form)
    lines, repeated = _drop_repeated([list(_read_cue(*cue)) for cue in cues])
    notes = [
        f"encoding {decoded.encoding}: {decoded.why}",
        f"left out: the times of {count(len(cues), 'cue')}",
    ]
    if repeated:
        notes.append(f"left out: {count(repeated, 'line')} that the cue before shows already")
    notes += _note_unvoiced(lines)
    paragraphs = list(_join(lines))
    return SourceText("\n\n".join(paragraphs) + "\n", _find_hints(header), tuple(notes))


def _parse(text: str, form: str) -> tuple[str, list[tuple[str, float, float]]]:
    """The header, and each cue with its words and times."""
    from webvtt import WebVTT
    from webvtt.errors import MalformedCaptionError, MalformedFileError

    lines = text.splitlines()
    if form == "srt":
        _check_numbers(lines)
    try:
        # Strictly: what it can not read it would leave out, and words with it.
        captions = WebVTT.from_buffer(lines, format=form, strict=form == "vtt")
    except (MalformedFileError, MalformedCaptionError) as error:
        raise UnreadableError(f"these are no captions that can be read: {error}") from None
    found = [
        (one.raw_text, float(one.start_in_seconds), float(one.end_in_seconds)) for one in captions.captions
    ]
    header = text.partition("\n\n")[0] if form == "vtt" else ""
    return header, found


def _check_numbers(lines: Sequence[str]) -> None:
    """A cue of SubRip without times is an error: it would be words of the cue before, with its number."""
    for number, (before, line, after) in enumerate(
        zip(("", *lines), lines, (*lines[1:], ""), strict=False), 1
    ):
        if line.strip().isdigit() and not before.strip() and after.strip() and "-->" not in after:
            raise UnreadableError(f"cue {line.strip()} has no times: “{clip(after)}”", number)


def _read_cue(text: str, start: float, end: float) -> Iterator[_Words]:
    """The lines of a cue, parted where the voice changes."""
    voice, at = None, 0
    for match in (*_VOICE.finditer(text), None):
        part = text[at : match.start()] if match else text[at:]
        for line in part.splitlines():
            plain = " ".join(unescape(_TAG.sub("", line)).split())
            if plain:
                yield _Words(voice, plain, start, end)
        if match:
            name = " ".join(unescape(match[1] or "").replace(":", " ").split())
            voice, at = name or None, match.end()


def _drop_repeated(cues: Sequence[Sequence[_Words]]) -> tuple[list[_Words], int]:
    """The lines of all cues; of captions that roll, without those that stay on the screen, and how many."""
    shown = [[line.text for line in cue] for cue in cues]
    common = [0, *(_count_common(one, two) for one, two in itertools.pairwise(shown))]
    rolls = len(cues) > 4 and 2 * sum(map(bool, common)) > len(cues)
    drop = common if rolls else [0] * len(cues)
    kept = [line for cue, number in zip(cues, drop, strict=False) for line in cue[number:]]
    return kept, sum(drop)


def _count_common(before: Sequence[str], after: Sequence[str]) -> int:
    """How many lines at the end of one cue begin the next."""
    longest = min(len(before), len(after))
    return next((n for n in range(longest, 0, -1) if before[-n:] == after[:n]), 0)


def _join(lines: Sequence[_Words]) -> Iterator[str]:
    """The paragraphs: a voice's first has its name."""
    text, before = "", None
    for line in lines:
        if before and _goes_on(text, before, line):
            text = join_lines(text, line.text)
        else:
            if text:
                yield text
            named = line.voice and not (before and before.voice == line.voice)
            text = f"{line.voice}: {line.text}" if named else line.text
        before = line
    if text:
        yield text


def _goes_on(text: str, before: _Words, line: _Words) -> bool:
    """Whether a line goes on with the paragraph of the line before."""
    opens = _OPENS.match(line.text) and not line.text[0].islower()
    if before.voice != line.voice or opens or _is_sound(before.text):
        return False
    rests = line.start - before.end >= _PAUSE or len(text) > _LONG
    return not (rests and ends_sentence(text))


def _is_sound(text: str) -> bool:
    return text[0] in "[(♪" and text[-1] in "])♪"


def _note_unvoiced(lines: Sequence[_Words]) -> list[str]:
    """A doubt where some words have a voice and others none: those would seem the last voice's."""
    voiced = next((number for number, line in enumerate(lines) if line.voice), len(lines))
    bare = [line for line in lines[voiced:] if not line.voice and not _is_sound(line.text)]
    if not bare:
        return []
    minutes, seconds = divmod(int(bare[0].start), 60)
    what = f"{count(len(bare), 'line')} without a voice after lines with one"
    return [f"look at {what}, the first at {minutes}:{seconds:02}: “{clip(bare[0].text)}”"]


def _find_hints(header: str) -> Hints:
    first, *rest = header.splitlines() or [""]
    title = first.lstrip("\ufeff").removeprefix("WEBVTT").strip(" \t-–—")
    pairs = (line.partition(":") for line in rest)
    values = {key.strip().lower(): value.strip() for key, _, value in pairs}
    return Hints(title or None, values.get("date") or None, values.get("language") or None)
