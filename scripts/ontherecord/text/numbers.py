"""Numbers in figures of any script, and in the Chinese figures of dates."""

from __future__ import annotations

_FIGURES = "〇一二三四五六七八九"
#: The signs of a number in Chinese.
CHINESE = f"{_FIGURES}零十"
#: Makes the figures of other scripts European ones, sign for sign: Arabic, Persian, and those of full width.
PLAIN_FIGURES = {first + digit: str(digit) for first in (0x660, 0x6F0, 0xFF10) for digit in range(10)}


def read_number(text: str) -> int:
    """A number in figures, in Chinese also figure by figure or with tens: 二〇一六, 二十五; else 0."""
    plain = text.replace("零", "〇")
    if not set(plain) & set(CHINESE):
        return int(text) if text.isdecimal() else 0
    if "十" in plain:
        tens, _, ones = plain.partition("十")
        return 10 * (_FIGURES.find(tens) if tens else 1) + (_FIGURES.find(ones) if ones else 0)
    return int("".join(str(_FIGURES.find(sign)) if sign in _FIGURES else sign for sign in plain))
