"""Reads and writes the CBOR (RFC 8949) that Pagefind's files are made of: numbers, texts and lists."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

#: What an item is, which its first three bits say.
NUMBER, BELOW_ZERO, TEXT, LIST = 0, 1, 3, 4

_NUMBER = rb"(?:[\x00-\x17\x20-\x37]|[\x18\x38].|[\x19\x39]..|[\x1a\x3a]....)"
_LIST = rb"(?:[\x80-\x97]|\x98.|\x99..|\x9a....)"
#: One number.
EACH_NUMBER = re.compile(_NUMBER, re.DOTALL)
#: A list of a number and two lists of numbers, each in two groups, its head and what is in it.
PASSAGE = re.compile(b"\x83(%b)(%b)(%b*)(%b)(%b*)" % (_NUMBER, _LIST, _NUMBER, _LIST, _NUMBER), re.DOTALL)


def load_head(body: bytes, place: int) -> tuple[int, int]:
    """The number of an item, which is its value or its length, and where what follows begins."""
    size = body[place] & 0x1F
    if size < 24:
        return size, place + 1
    end = place + 1 + (1 << (size - 24))
    return int.from_bytes(body[place + 1 : end], "big"), end


@lru_cache(maxsize=1 << 14)
def dump_head(kind: int, number: int) -> bytes:
    """The head of an item of a kind, as short as can be."""
    if number < 24:
        return bytes([kind << 5 | number])
    size = 0 if number < 1 << 8 else 1 if number < 1 << 16 else 2 if number < 1 << 32 else 3
    return bytes([kind << 5 | 24 + size]) + number.to_bytes(1 << size, "big")


def load(body: bytes) -> Any:  # noqa: ANN401 - what the bytes hold
    """The value that the bytes are; ValueError for other items than numbers, texts and lists."""
    return _load(body, 0)[0]


def _load(body: bytes, place: int) -> tuple[Any, int]:
    kind = body[place] >> 5
    number, place = load_head(body, place)
    if kind == NUMBER:
        return number, place
    if kind == BELOW_ZERO:
        return -1 - number, place
    if kind == TEXT:
        return body[place : place + number].decode(), place + number
    if kind != LIST:
        raise ValueError(f"an item of kind {kind}")
    items = []
    for _ in range(number):
        item, place = _load(body, place)
        items.append(item)
    return items, place


def dump(value: int | str | Sequence[Any]) -> bytes:
    """The bytes of a value."""
    if isinstance(value, int):
        return dump_head(NUMBER, value) if value >= 0 else dump_head(BELOW_ZERO, -1 - value)
    if isinstance(value, str):
        return dump_head(TEXT, len(text := value.encode())) + text
    return dump_head(LIST, len(value)) + b"".join(map(dump, value))
