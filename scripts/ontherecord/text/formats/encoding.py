"""Bytes to text: which encoding a file has, and why that one; where it is unsure, it asks."""

from __future__ import annotations

import codecs
import re
from collections.abc import Sequence
from dataclasses import dataclass

from .source_text import UnreadableError

#: Longest first: the mark of UTF-32 begins with that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig", "UTF-8"),
    (codecs.BOM_UTF32_LE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF32_BE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)

#: The encodings in which texts are kept, apart from Unicode's: those of Windows, and of East Asia.
_KNOWN = (
    *("cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "koi8_r"),
    *("iso8859_2", "iso8859_5", "cp932", "euc_jp", "gb18030", "big5", "cp949"),
)

#: How much worse than the best an encoding may fit and still be meant: charset-normalizer's "chaos".
_NEAR = 0.04


@dataclass(frozen=True)
class Decoded:
    """A text, the name of the encoding that it was in, and why that was taken."""

    text: str
    encoding: str
    why: str


def decode(raw: bytes, given: str | None = None, declared: str | None = None) -> Decoded:
    """The text of a file. `given` is the editor's word, `declared` the file's; if unsure, it is an error."""
    if given:
        return _decode_as(raw, given)
    for mark, codec, name in _MARKS:
        if raw.startswith(mark):
            return Decoded(_strictly(raw, codec), name, "the file begins with its mark")
    if b"\x00" not in raw:
        try:
            return Decoded(raw.decode("utf-8"), "UTF-8", "every byte fits")
        except UnicodeDecodeError:
            pass
    if declared:
        try:
            return Decoded(raw.decode(declared), declared, "the file says so")
        except (LookupError, UnicodeDecodeError):
            pass
    return _guess(raw)


def is_encoding(name: str) -> bool:
    """Whether a name is that of an encoding of text."""
    try:
        return codecs.lookup(name)._is_text_encoding
    except LookupError:
        return False


def _decode_as(raw: bytes, name: str) -> Decoded:
    return Decoded(_strictly(raw, name).removeprefix("\ufeff"), name, "as you say")


def _strictly(raw: bytes, codec: str) -> str:
    try:
        return raw.decode(codec)
    except UnicodeError as error:
        at = getattr(error, "start", 0)
        message = f"the file is not in {codec}: byte 0x{raw[at]:02X} at offset {at} does not fit"
        raise UnreadableError(f"{message}; give another --encoding", _line_at(raw, at)) from None


def _guess(raw: bytes) -> Decoded:
    """The encoding that gives words of a language, where only one does."""
    from charset_normalizer import from_bytes

    found = sorted(from_bytes(raw, cp_isolation=list(_KNOWN)), key=lambda item: (item.chaos, -item.coherence))
    near = [item for item in found if item.chaos <= found[0].chaos + _NEAR]
    # The library names one of those that give the same letters: that of Western Europe is the usual one.
    names = {("cp1252" if "cp1252" in item.could_be_from_charset else item.encoding): item for item in near}
    readings = {name: str(item) for name, item in names.items()}
    if len(set(readings.values())) == 1:
        name = next(iter(readings))
        return Decoded(readings[name], name, "of the usual encodings, only it gives words")
    raise UnreadableError(_ask(readings), _first_line(raw))


def _ask(readings: dict[str, str]) -> str:
    if not readings:
        return "the file is no text in any usual encoding: give --encoding NAME, or save it as UTF-8"
    names = list(readings)
    shown = "; ".join(f"'{word}' in {name}" for name, word in _find_difference(names, readings))
    return f"the file is not UTF-8, and its encoding is unsure: {shown}. Give --encoding NAME"


def _find_difference(names: Sequence[str], readings: dict[str, str]) -> list[tuple[str, str]]:
    """The word around the first letter in which readings differ, once for each way to read it."""
    first, others = readings[names[0]], [readings[name] for name in names[1:]]
    at = min(
        next((n for n, (one, two) in enumerate(zip(first, other, strict=False)) if one != two), len(other))
        for other in others
        if other != first
    )
    shown: dict[str, str] = {}
    for name in names:
        before = re.search(r"\S{0,12}$", readings[name][:at])
        after = re.match(r"\S{0,12}", readings[name][at:])
        shown.setdefault((before[0] if before else "") + (after[0] if after else ""), name)
    return [(name, word) for word, name in list(shown.items())[:4]]


def _first_line(raw: bytes) -> int:
    """The line of the first byte that is not plain ASCII."""
    return _line_at(raw, next((at for at, byte in enumerate(raw) if byte > 127), 0))


def _line_at(raw: bytes, offset: int) -> int:
    return 1 + len(re.findall(rb"\r\n|\r|\n", raw[:offset]))
