"""Makes pages out of templates: the one environment of all of them, and the front matter of every page."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, partial
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from .. import urls
from ..archive.inputs import Inputs, add_inputs, find_inputs
from ..archive.model import Archive, Gap, Tombstone, Transcript, Unspoken
from ..catalogue import say, show_number, translate, translate_many
from ..compiled import Compiled
from ..files import Draft
from ..subjects.passages import Passage
from ..text.escape import escape_text, fill_in
from ..text.turns import Kind


@dataclass(frozen=True)
class Printer:
    """Makes the pages of one archive.

    `shared` is what every template may use.
    """

    archive: Archive
    site: urls.Site
    shared: Mapping[str, object]

    @property
    def inputs(self) -> Inputs:
        """What pages are made from."""
        return find_inputs(self.archive)

    def page(
        self,
        address: str,
        template: str,
        title: str,
        description: str,
        head: Mapping[str, object] | None = None,
        days: Sequence[date] = (),
        inputs: str = "",
        **context: Any,  # noqa: ANN401
    ) -> Draft:
        """A page; `head` is what its front matter says beyond title and description, save what is None.

        `days` are those on which what it tells of last changed, where that is not the whole archive;
        `inputs`: see `Draft`.
        """
        changed = max(days) if days else self.archive.changed
        day = {"changed": changed.isoformat()} if changed else {}
        more = {key: value for key, value in (head or {}).items() if value is not None}
        front = {"title": title, "description": description, **day, **more}
        make = partial(self._print, address, template, front, context)
        return Draft(urls.page_file(address), make, add_inputs(inputs, front))

    def later(self, address: str, page: Callable[[], Draft], inputs: str = "") -> Draft:
        """A page of which nothing is worked out before it is made; `inputs`: see `Draft`."""
        return Draft(urls.page_file(address), lambda: page().make(), inputs)

    def moved(self, address: str, target: str, title: str, transcript: Transcript | None = None) -> Draft:
        """The page at an old address: it leads on, the fragment kept.

        Without a script browsers drop the fragment when a page leads on by itself. So that of a transcript
        names the passage and waits; others go on.
        """
        items = [item for turn in transcript.turns for item in turn.items] if transcript else []
        anchors = [item.anchor for item in items if isinstance(item, Passage | Tombstone)]
        canonical = urls.relative(address, target)
        onward = {"canonical": canonical, "address": target, "waits": bool(anchors)}
        context: dict[str, Any] = {"target": target, "title_there": title, "anchors": anchors}
        name, days = say("Moved: {title}", title=title), [transcript.changed] if transcript else []
        return self.page(address, "moved.html", name, title, {"moved": onward}, days, **context)

    def _print(
        self, address: str, template: str, head: Mapping[str, object], context: Mapping[str, object]
    ) -> bytes:
        """A page as it stands on the disk."""
        title, description = str(head["title"]), str(head["description"])
        link = partial(urls.relative, address)
        values = {**self.shared, **context, "address": address, "link": link, "title": title}
        body = _environment().get_template(template).render(values)
        # The theme prints both as they stand, the second within an attribute.
        front = {
            "title": escape_text(title),
            "description": escape_text(description),
            "generated": True,
        }
        # JSON is YAML, and quotes what YAML would take for something else.
        pairs = {**front, **{key: value for key, value in head.items() if key not in front}}.items()
        lines = "".join(f"{key}: {json.dumps(value, ensure_ascii=False)}\n" for key, value in pairs)
        return f"---\n{lines}---\n\n{_close_up(body)}\n".encode()


@cache
def _environment() -> Environment:
    """The templates, compiled once a process: `serve` renders again and again."""
    environment = Environment(
        loader=PackageLoader("ontherecord.pages"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        autoescape=True,
        finalize=_finalize,
        bytecode_cache=Compiled("pages"),
    )
    environment.tests["passage"] = lambda item: isinstance(item, Passage)
    environment.tests["unspoken"] = lambda item: isinstance(item, Unspoken)
    environment.tests["tombstone"] = lambda item: isinstance(item, Tombstone)
    environment.tests["gap"] = lambda item: isinstance(item, Gap)
    environment.globals["Kind"] = Kind
    environment.globals["say"] = _say
    environment.globals["say_many"] = _say_many
    environment.globals["opening"] = _opening
    environment.globals["closing"] = Markup("</a>")
    return environment


def _finalize(value: object) -> Markup:
    """Every value that a template prints passes the one escaping function, markup excepted; 16.0 is 16."""
    if isinstance(value, float):
        value = str(value).removesuffix(".0")
    return value if isinstance(value, Markup) else escape_text(str(value))


def _say(message: str, **values: object) -> Markup:
    """A message in the language of the site as markup: its own words escaped, and what is put in too."""
    return fill_in(translate(message), values)


def _say_many(one: str, many: str, number: int, **values: object) -> Markup:
    """The same of the message that goes with a number."""
    return fill_in(translate_many(one, many, number), {"number": show_number(number), **values})


def _opening(address: str) -> Markup:
    """What opens a link within a message: say("Open {a}the list{z}.", a=opening(address), z=closing)."""
    return Markup('<a href="') + escape_text(address) + Markup('">')


def _close_up(body: str) -> str:
    """The markup without blank lines or indentation, so that Markdown takes it as one block of HTML."""
    return "\n".join(line.strip() for line in body.split("\n") if line.strip())
