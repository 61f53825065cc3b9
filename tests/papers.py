"""Small files of the formats that `add` reads, made for a test."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from io import BytesIO
from xml.sax.saxutils import escape

_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPES = f"""<Types xmlns="{_PACKAGE}/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Override PartName="/word/document.xml"
 ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>"""
_RELATIONS = f"""<Relationships xmlns="{_PACKAGE}/relationships">
<Relationship Id="r1" Target="word/document.xml"
 Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"/></Relationships>"""


def make_docx(paragraphs: Sequence[str]) -> bytes:
    """A Word file. `**` turns bold type on and off, a tab is a tab, a line end a line break."""
    body = "".join(f"<w:p>{_runs(text)}</w:p>" for text in paragraphs)
    document = f'<w:document xmlns:w="{_WORD}"><w:body>{body}</w:body></w:document>'
    target = BytesIO()
    with zipfile.ZipFile(target, "w") as package:
        package.writestr("[Content_Types].xml", _TYPES)
        package.writestr("_rels/.rels", _RELATIONS)
        package.writestr("word/document.xml", document)
    return target.getvalue()


def _runs(text: str) -> str:
    runs = []
    for number, part in enumerate(text.split("**")):
        bold = "<w:rPr><w:b/></w:rPr>" if number % 2 else ""
        inside = f'<w:t xml:space="preserve">{escape(part)}</w:t>'
        for sign, tag in (("\t", "<w:tab/>"), ("\n", "<w:br/>")):
            inside = inside.replace(sign, f'</w:t>{tag}<w:t xml:space="preserve">')
        runs.append(f"<w:r>{bold}{inside}</w:r>")
    return "".join(runs)


#: A line of a page: how far from the left and from the top it begins, in points, and its words.
Placed = tuple[float, float, str]

_HEIGHT = 842


def make_pdf(pages: Sequence[Sequence[Placed]], size: float = 11) -> bytes:
    """A PDF with words at their places; a line of which `**` is the first sign is in bold type."""
    objects: list[bytes] = [b"<< /Type /Catalog /Pages 2 0 R >>", b""]
    for name in (b"Helvetica", b"Helvetica-Bold"):
        font = b"<< /Type /Font /Subtype /Type1 /Encoding /WinAnsiEncoding /BaseFont /%s >>" % name
        objects.append(font)
    kids = []
    for page in pages:
        stream = "\n".join(_show(*placed, size) for placed in page).encode("cp1252")
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
        fonts = b"<< /Font << /F0 3 0 R /F1 4 0 R >> >>"
        leaf = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R /Resources %s >>"
        objects.append(leaf % (len(objects), fonts))
        kids.append(b"%d 0 R" % len(objects))
    objects[1] = b"<< /Type /Pages /Count %d /Kids [%s] >>" % (len(kids), b" ".join(kids))
    return _bind(objects)


def _show(left: float, top: float, text: str, size: float) -> str:
    bold = text.startswith("**")
    plain = text.removeprefix("**").replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
    return f"BT /F{int(bold)} {size} Tf {left} {_HEIGHT - top} Td ({plain}) Tj ET"


def _bind(objects: Sequence[bytes]) -> bytes:
    target = b"%PDF-1.4\n"
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(target))
        target += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    count = len(objects) + 1
    head = b"xref\n0 %d\n0000000000 65535 f \n" % count
    trailer = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (count, len(target))
    return target + head + table + trailer
