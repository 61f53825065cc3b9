"""How pages show passages: names as links, reasons in a sentence, citations."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from markupsafe import Markup

from .. import urls
from ..archive.model import Archive, Transcript
from ..archive.phrases import show_ranges
from ..archive.tongues import find_tongue, find_tongue_of
from ..catalogue import say
from ..exports.citations import fill
from ..subjects.passages import Assignment, Passage
from ..text.escape import escape_text

#: What stands for the site's address on a page that does not know it, and for the day on which it is read.
_SITE_HERE = '<span class="site-address">[{}]</span>'
_TODAY = '<span class="access-date">[{}]</span>'
#: What a page needs on which names stand in the words.
NAMES_HEAD = {"scripts": ["assets/js/names.js"]}


def link_names(passage: Passage, link: Callable[[str], str]) -> Markup:
    """The passage's words, each name a link to its page at its first place; as text they are the same."""
    parts: list[str] = []
    at = 0
    linked: set[str] = set()
    for mention in passage.mentions:
        if mention.entity in linked:
            continue
        linked.add(mention.entity)
        address = escape_text(link(urls.entity(mention.entity)))
        parts.append(escape_text(passage.text[at : mention.start]))
        words = escape_text(passage.text[mention.start : mention.end])
        parts.append(f'<a class="name" href="{address}">{words}</a>')
        at = mention.end
    return Markup("".join([*parts, escape_text(passage.text[at:])]))


def show_attributes(attributes: Mapping[str, str]) -> Markup:
    """Attributes of an element, each after a blank."""
    return Markup("".join(f' {name}="{escape_text(value)}"' for name, value in attributes.items()))


def show_tongue(archive: Archive, slug: str) -> Markup:
    """The attributes of an element that holds words of a transcript."""
    return show_attributes(find_tongue(archive, slug))


def show_printed(archive: Archive, slug: str, words: str) -> Markup:
    """Words as a transcript's source prints them, in a line of the page: its title."""
    return _wrap(words, find_tongue(archive, slug))


def show_noted(archive: Archive, slug: str, words: str) -> Markup:
    """What an editor notes of a transcript, such as its place."""
    return _wrap(words, find_tongue_of(archive, slug, words))


def _wrap(words: str, tongue: Mapping[str, str]) -> Markup:
    shown = Markup(escape_text(words))
    return Markup(f"<span{show_attributes(tongue)}>{shown}</span>") if tongue else shown


def list_reasons(passage: Passage, entity: str) -> list[str]:
    """Why an editor takes words of a passage for an entity."""
    return [item.reason for item in passage.mentions if item.entity == entity and item.reason]


def explain_topics(passage: Passage) -> Mapping[str, Sequence[str]]:
    """Why a passage has its topics: each reason as a sentence for readers, and the ids of those it is for."""
    found: dict[str, list[str]] = {}
    for item in passage.assignments:
        found.setdefault(_explain(item), []).append(item.topic)
    return found


def _explain(item: Assignment) -> str:
    if item.reason and item.source:
        return item.reason
    if item.reason:
        return say("Decided by the editor: {reason}", reason=item.reason)
    return say("Filed by the term “{term}”", term=item.term)


def show_topic_ranges(transcript: Transcript, topic: str | None) -> list[tuple[str, str]]:
    """The runs of passages about a topic (None: procedural) as (anchor, "5–10")."""
    passages = transcript.passages
    return show_ranges(
        transcript, [item for item in passages if (topic in item.about if topic else not item.about)]
    )


def show_citation(site: urls.Site, html: str, address: str, number: str = "") -> Markup:
    """A form of citation filled in; a script puts the site's address where the build did not know it."""
    here = _SITE_HERE.format(escape_text(say("address of this site")))
    full = escape_text(site.absolute(address)) if site.address else f"{here}/{escape_text(address)}"
    today = _TODAY.format(escape_text(say("date of access")))
    return Markup(fill(html, full, escape_text(number), today))


def find_example(transcript: Transcript) -> Passage:
    """The passage shown as an example: of one topic alone, naming nobody, about four lines long."""
    clear = [item for item in transcript.passages if len(item.assignments) == 1 and not item.entities]
    return min(clear or transcript.passages, key=lambda item: abs(len(item.text) - 235))
