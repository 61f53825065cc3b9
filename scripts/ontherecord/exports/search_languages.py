"""The languages that a search asks: each has an index of its own, which knows the forms of its words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from ..archive.model import Archive
from ..archive.tongues import find_tongue
from ..data.languages import own_language
from ..text.languages.known import find_language
from ..text.languages.language import Language
from ..text.words import find_script, fold_words

#: The tag of BCP 47 for a language that is not known.
UNKNOWN = "und"


def name_index(tag: str | None) -> str:
    """The language whose index holds texts of a tag: pt for pt-BR, zh for both of its scripts."""
    return own_language(tag) if tag else UNKNOWN


def is_found(text: str) -> bool:
    """Whether there is a letter or a digit to find a text by: not in `* * *`."""
    return any(map(str.isalnum, text))


def order_indexes(languages: Iterable[str]) -> tuple[str, ...]:
    """Each language once, that of the most texts first."""
    counts = Counter(languages)
    return tuple(sorted(counts, key=lambda language: (-counts[language], language)))


def list_indexes(archive: Archive) -> tuple[str, ...]:
    """The languages of the archive's passages, that of the most first."""
    counts: Counter[str] = Counter()
    for transcript in archive.transcripts:
        found = sum(is_found(passage.text) for passage in transcript.passages)
        counts[name_index(transcript.record.source.tag)] += found
    return order_indexes(counts.elements())


def list_forms(languages: Iterable[str], home: str, names: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The word as it is entered for each other form of a word of a name, folded: навального, навальный.

    `names` are pairs of a tag and a name in its language, or, in another script than that of `home`, in any
    that is written in it.
    """
    known = [find_language(own) for own in languages]
    words = {
        (language.tag, word)
        for tag, name in names
        for language in known
        if language.tag == own_language(tag) or _is_foreign(name, language, find_language(home))
        for word in name.split()
    }
    entered = {fold_words(word) for _, word in words}
    forms: dict[str, str] = {}
    for own, word in sorted(words):
        for form in map(fold_words, find_language(own).inflect(word)):
            forms.setdefault(form, fold_words(word))
    return {form: word for form, word in sorted(forms.items()) if form not in entered}


def _is_foreign(name: str, language: Language, home: Language) -> bool:
    return language.script == find_script(name) != home.script


def tell_language(archive: Archive, slug: str) -> dict[str, object]:
    """The `language` of a transcript where there are several, and the `tongue` of words not in the site's."""
    tag, tongue = archive.language_codes[slug], find_tongue(archive, slug)
    is_mixed = len(set(archive.language_codes.values())) > 1
    return {
        **({"language": tag} if tag and is_mixed else {}),
        **({"tongue": tongue} if tongue else {}),
    }
