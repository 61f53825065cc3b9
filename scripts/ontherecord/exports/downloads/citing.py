"""How a transcript is cited as a whole, for its files to take away."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from ...catalogue import say
from ...text.escape import escape_text
from ..citations import cite_transcript, fill
from ..manuals import MANUALS
from .edition import Edition


@dataclass(frozen=True)
class Form:
    """A form of citation: what it is for, and its text in HTML with <i> for italics."""

    label: str
    html: Markup


def list_citations(edition: Edition) -> list[tuple[str, tuple[Form, ...]]]:
    """Each style's name with its forms; what is not known stands in brackets, for who cites to fill in."""
    cited = cite_transcript(edition.archive, edition.transcript, edition.site.name)
    today = f"[{say('date of access')}]"
    here = f"[{say('address of this site')}]"
    address = edition.address if edition.site.address else f"{here}/{edition.address}"
    return [
        (
            manual.name,
            tuple(
                Form(say(form.label), Markup(fill(form.html, escape_text(address), today=today)))
                for form in cited[manual.id]
            ),
        )
        for manual in MANUALS
    ]


def tell_citing() -> str:
    """What a citation of a passage has besides, and whose a question is, as sentences."""
    return say(
        "To cite a passage, add its number and its address. Cite a question as the journalist’s, not as the "
        "speaker’s."
    )
