"""Generated pages as MkDocs sees them, and the HTML of those that have not changed, out of the site before.

A generated page is one block of HTML below front matter that is JSON, line by line. Markdown leaves it as it
stands, but reads it twice for that, and MkDocs holds all pages at once; here each is read when it is written.
"""

from __future__ import annotations

import json
import os
import re
import shutil
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page

from ..files import read_file
from ..store import digest, keep, recall

#: The kind of what is kept: of the HTML of a page its digest, by what the page was made from.
_HTML = "html"
#: How a page begins that Markdown takes for HTML, and the ids in it; no text holds a quotation mark.
_ONE_BLOCK = re.compile(r"<(?:article|div|header|main|nav|section)[ >]")
_ANCHOR = re.compile(r'\sid="([^"]*)"')
#: What stands before and after front matter.
_EDGE = "---\n"
#: The template of a page whose HTML stands already: it is empty, and MkDocs writes no page that is.
_STANDS = "stands.html"


class GeneratedPage(Page):
    """A page that needs no Markdown; `stands` says that its HTML is in the site already."""

    stands = False
    _other: str | None = None

    def read_source(self, config: MkDocsConfig) -> None:
        """Reads the front matter."""
        front, body = self._read()
        if front and _ONE_BLOCK.match(body) and "\n\n" not in body:
            pairs = (line.partition(": ") for line in front.splitlines() if line)
            self.meta = {key: json.loads(value) for key, _, value in pairs}
            self.markdown = ""
        else:
            super().read_source(config)
        if self.stands:
            self.meta = {**self.meta, "template": _STANDS}

    def render(self, config: MkDocsConfig, files: Files) -> None:
        """Does what is to be done where it is Markdown after all."""
        if self.markdown and not self.stands:
            super().render(config, files)

    @property
    def content(self) -> str | None:
        """The page as it stands on the disk, or as it was set since."""
        return self._other if self._other is not None else "" if self.stands else self._read()[1]

    @content.setter
    def content(self, value: str | None) -> None:
        self._other = None if not value or value == self._read()[1] else value

    @property
    def present_anchor_ids(self) -> set[str] | None:
        """The ids in it, for who checks links."""
        return set(_ANCHOR.findall(self._read()[1]))

    @present_anchor_ids.setter
    def present_anchor_ids(self, _: object) -> None:
        """They are read when they are asked for."""

    def read_title(self) -> str:
        """The title in its front matter."""
        return next((line for line in self._read()[0].splitlines() if line.startswith("title: ")), "")

    def _read(self) -> tuple[str, str]:
        text = read_file(Path(str(self.file.abs_src_path))).decode()
        front, _, body = (
            text.removeprefix(_EDGE).partition(_EDGE) if text.startswith(_EDGE) else ("", "", text)
        )
        return front, body.strip("\n")


def take_over(page: GeneratedPage, before: Path, look: str) -> None:
    """Takes the HTML of a page out of the site before, where it was made of the same.

    `look` is the digest of what all pages are made from besides their own files.
    """
    made = before / page.file.dest_uri
    found = recall(_HTML, _digest_inputs(page, look))
    if found and made.is_file() and digest(read_file(made)) == found[0]:
        target = Path(page.file.abs_dest_path)
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            os.link(made, target)
        except OSError:  # Some file systems have no links.
            shutil.copyfile(made, target)
        page.stands = True


def note_made(page: GeneratedPage, look: str, html: str) -> None:
    """Keeps for the next build what a page was made of."""
    keep(_HTML, _digest_inputs(page, look), digest(html.encode(errors="xmlcharrefreplace")))


def _digest_inputs(page: GeneratedPage, look: str) -> str:
    return digest(look, page.file.dest_uri, read_file(Path(str(page.file.abs_src_path))))
