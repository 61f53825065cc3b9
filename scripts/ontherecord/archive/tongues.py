"""The tongue of a transcript's words: what a voice that reads a page, and its layout, must know of them."""

from __future__ import annotations

from ..data.languages import is_from_right
from .model import Archive


def find_tongue(archive: Archive, slug: str) -> dict[str, str]:
    """The attributes `lang` and `dir` of a transcript's words, where they are not those of the site's own.

    HTML says "" of a language that is not known; then the words themselves tell their direction.
    """
    tag = archive.language_codes[slug]
    if tag is None:
        return {"lang": "", "dir": "auto"}
    own, site = is_from_right(tag), is_from_right(archive.home)
    return {
        **({} if tag == archive.home else {"lang": tag}),
        **({} if own == site else {"dir": "rtl" if own else "ltr"}),
    }
