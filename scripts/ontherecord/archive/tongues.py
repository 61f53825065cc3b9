"""The tongue of a transcript's words: what a voice that reads a page, and its layout, must know of them."""

from __future__ import annotations

from ..data.calendar import find_locale
from ..data.languages import find_scripts, is_from_right
from .model import Archive


def find_tongue(archive: Archive, slug: str) -> dict[str, str]:
    """The attributes `lang` and `dir` of a transcript's words, where they are not those of any page.

    Where the site's own language runs from right to left, all words say how they run. HTML says "" of a
    language that is not known; then the words themselves tell their direction.
    """
    tag = archive.language_codes[slug]
    if tag is None:
        return {"lang": "", "dir": "auto"}
    from_right = is_from_right(tag)
    direction = {"dir": "rtl" if from_right else "ltr"} if from_right or is_from_right(archive.home) else {}
    return {**({} if tag == archive.home else {"lang": tag}), **direction}


def find_tongue_of(archive: Archive, slug: str, words: str) -> dict[str, str]:
    """The same of the editor's words on a transcript, such as its place: they can be in either language.

    In the site's script they are in its language, as far as can be told, and else in the transcript's.
    """
    locale = find_locale(archive.home)
    scripts = find_scripts(words)
    is_own = not scripts or bool(locale and scripts & find_scripts(str(locale.get_display_name())))
    return {} if is_own else find_tongue(archive, slug)
