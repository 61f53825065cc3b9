"""Generated files as MkDocs sees them; those that stand in the site of the build before are not made again.

A generated page is one block of HTML below front matter that is JSON, line by line. Markdown leaves it as it
stands, but reads it twice for that, and MkDocs holds all pages at once; here each is read when it is written.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import cast

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

from ..files import link_file, read_file
from ..store import digest
from .standing import Standing

#: How a page begins that Markdown takes for HTML, and the ids in it; no text holds a quotation mark.
_ONE_BLOCK = re.compile(r"<(?:article|div|header|main|nav|section)[ >]")
_ANCHOR = re.compile(r'\sid="([^"]*)"')
#: What stands before and after front matter.
_EDGE = "---\n"
#: The template of a page whose HTML stands already: it is empty, and MkDocs writes no page that is.
_STANDS = "stands.html"


class GeneratedFile(File):
    """A generated file; `digest` is that of what it holds, `stands` says that it is not to be copied."""

    digest = ""
    stands = False

    def copy_file(self, dirty: bool = False) -> None:  # noqa: ARG002 - as MkDocs calls it
        """Puts it into the site, without a second copy where there can be one file for both."""
        if not self.stands:
            link_file(str(self.abs_src_path), self.abs_dest_path)


class GeneratedFiles(Files):
    """The files of a project as MkDocs knows them, and, for what links to them, those yet to be made.

    MkDocs has nothing else to do with these, and there are three times as many.
    """

    def __init__(self, files: Iterable[File], find: Callable[[str], File | None]) -> None:
        super().__init__(files)
        self._find = find

    def get_file_from_path(self, path: str) -> File | None:
        """The file at a path of the project."""
        return super().get_file_from_path(path) or self._find(path)


class GeneratedPage(Page):
    """A page that needs no Markdown."""

    #: What its file holds, where there is none on the disk.
    text: str | None = None
    _other: str | None = None

    @property
    def stands(self) -> bool:
        """Whether its HTML stands already."""
        return cast(GeneratedFile, self.file).stands

    def read_source(self, config: MkDocsConfig) -> None:
        """Reads the front matter; of what stands nothing is needed."""
        self.markdown = ""
        if self.stands:
            self.meta = {"template": _STANDS}
        else:
            self._read_source(config)

    def _read_source(self, config: MkDocsConfig) -> None:
        front, body = self._read()
        if front and _ONE_BLOCK.match(body) and "\n\n" not in body:
            pairs = (line.partition(": ") for line in front.splitlines() if line)
            self.meta = {key: json.loads(value) for key, _, value in pairs}
        else:
            super().read_source(config)

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
        on_disk = Path(str(self.file.abs_src_path))
        text = self.text if self.text is not None else read_file(on_disk).decode()
        front, _, body = (
            text.removeprefix(_EDGE).partition(_EDGE) if text.startswith(_EDGE) else ("", "", text)
        )
        return front, body.strip("\n")


def find_standing(files: Iterable[GeneratedFile], standing: Standing, look: str) -> None:
    """Finds out which of these files stand; `look` is the digest of what all pages are made from besides."""
    for file in files:
        made = digest(look, file.digest) if file.is_documentation_page() else file.digest
        file.stands = standing.has(file.dest_uri, made)
