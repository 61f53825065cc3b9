"""A transcript as a book for e-readers: EPUB 3.3, with the passages in the place of pages."""

from __future__ import annotations

import hashlib
import io
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from ... import urls
from ...archive.phrases import show_date, tell_left_out
from ...catalogue import say, spoken
from ...compiled import Compiled
from ..pictures.cover import VERSION, paint_cover
from ..pictures.painting import digest, say_what
from ..typefaces import load_typefaces
from .body import Chapter, build_body
from .citing import list_citations, tell_citing
from .edition import Edition, tell_terms
from .markup import clean

#: The one day that every file in a book has: a clock would make other bytes of the same words.
_DAY = (1980, 1, 1, 0, 0, 0)
_MIMETYPE = "application/epub+zip"


@dataclass(frozen=True)
class BookFile:
    """A file of the book, as its package names it."""

    id: str
    name: str
    kind: str
    content: bytes


#: The cover, before it is drawn.
_COVER = BookFile("cover-image", "cover.png", "image/png", b"")


def render_book(edition: Edition) -> bytes:
    """The book; the same bytes for the same data."""
    files = _list_files(edition)
    cover = paint_cover(edition.archive, edition.transcript, edition.site.name)
    return _pack([*files, (f"EPUB/{_COVER.name}", cover)], _make_key(edition, files))


def is_current(edition: Edition, old: bytes) -> bool:
    """Whether a book made before was made from the same: to draw the cover takes longer than all the rest."""
    with ZipFile(io.BytesIO(old)) as archive:
        return archive.comment == _make_key(edition, _list_files(edition))


def _make_key(edition: Edition, files: Iterable[tuple[str, bytes]]) -> bytes:
    """A digest of all that a book is made from."""
    cover = digest(VERSION, edition.archive, edition.transcript, edition.site.name)
    return hashlib.sha256(repr((cover, *files)).encode()).hexdigest().encode()


def _list_files(edition: Edition) -> list[tuple[str, bytes]]:
    """The files of the book but the cover, each by its name, in order."""
    values = _describe(edition)
    pages = list(_make_pages(values))
    words = "".join(page.content.decode() for page in pages)
    faces = [face for face in load_typefaces() if face.find_signs(words)]
    files = [
        *pages,
        BookFile("style", "style.css", "text/css", _render("style.css", values, faces=faces)),
        *(
            BookFile(face.path.stem, f"fonts/{face.path.name}", "font/woff2", face.path.read_bytes())
            for face in faces
        ),
    ]
    return [
        ("mimetype", _MIMETYPE.encode()),
        ("META-INF/container.xml", _render("container.xml", values)),
        ("EPUB/package.opf", _render("package.opf", values, files=[*files, _COVER])),
        ("EPUB/nav.xhtml", _render("nav.xhtml", values)),
        *((f"EPUB/{file.name}", file.content) for file in files),
    ]


def _describe(edition: Edition) -> dict[str, object]:
    """What every template may use."""
    transcript, archive = edition.transcript, edition.archive
    about = {topic for passage in transcript.passages for topic in passage.about}
    language = edition.language
    return {
        "edition": edition,
        "record": transcript.record,
        "date": show_date(transcript.record.date),
        "terms": tell_terms(edition.site),
        "urn": urls.urn(edition.site.name, urls.download(transcript.slug, "epub")),
        "topics": [topic.title for topic in archive.topics if topic.id in about],
        "what": say_what(archive, transcript),
        "language": language,
        "tongue": Markup(f' lang="{language}" xml:lang="{language}"') if language else "",
        "right_to_left": _is_right_to_left(transcript.passages[0].text),
        "chapters": [(f"part-{number}", one) for number, one in enumerate(build_body(edition), 1)],
        "missing": tell_left_out(archive, transcript.record),
        "citing": tell_citing(),
        "spoken": spoken(),
        "citations": list_citations(edition),
    }


def _is_right_to_left(text: str) -> bool:
    """Whether the first letter with a direction goes from right to left, as dir="auto" has it."""
    kinds = map(unicodedata.bidirectional, text)
    return next((kind for kind in kinds if kind in ("L", "R", "AL")), "L") != "L"


def _make_pages(values: dict[str, object]) -> Iterator[BookFile]:
    """The pages but the contents, in reading order."""
    chapters: Iterable[tuple[str, Chapter]] = values["chapters"]  # type: ignore[assignment]
    yield _page("cover", _render("cover.xhtml", values))
    yield _page("about", _render("about.xhtml", values))
    for name, chapter in chapters:
        yield _page(name, _render("chapter.xhtml", values, chapter=chapter))
    yield _page("cite", _render("cite.xhtml", values))


def _page(name: str, content: bytes) -> BookFile:
    return BookFile(name, f"{name}.xhtml", "application/xhtml+xml", content)


def _render(template: str, values: dict[str, object], **more: object) -> bytes:
    text = _environment().get_template(template).render(values, **more)
    return "".join(f"{line.strip()}\n" for line in text.split("\n") if line.strip()).encode()


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("ontherecord.exports.downloads", "templates/book"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        autoescape=True,
        finalize=_finalize,
        bytecode_cache=Compiled("book"),
    )
    environment.globals["say"] = say
    return environment


def _finalize(value: object) -> object:
    """Every value as text of XML, markup excepted."""
    return value if isinstance(value, Markup) else escape(clean(str(value)))


def _pack(files: Iterable[tuple[str, bytes]], comment: bytes) -> bytes:
    """The archive, the type of the book first and bare, as readers expect it."""
    stream = io.BytesIO()
    with ZipFile(stream, "w") as archive:
        for number, (name, content) in enumerate(files):
            info = ZipInfo(name, _DAY)
            info.create_system = 3  # or it says on which system it was made
            info.external_attr = 0o644 << 16
            archive.writestr(info, content, ZIP_DEFLATED if number else ZIP_STORED)
        archive.comment = comment
    return stream.getvalue()
