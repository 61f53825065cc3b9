"""Word: the words of a .docx in their paragraphs, without headers, comments and what was struck out."""

from __future__ import annotations

from io import BytesIO
from zipfile import BadZipFile

from .page import read_markup
from .source_text import SourceText, UnreadableError


def read_word(raw: bytes) -> SourceText:
    """The text of a document of Word 2007 or later."""
    import mammoth

    try:
        # Without this, every picture would come along as text.
        result = mammoth.convert_to_html(BytesIO(raw), convert_image=mammoth.images.img_element(lambda _: {}))
    except (BadZipFile, KeyError, OSError, ValueError) as error:
        message = f"this is no .docx that can be opened ({error}): open it in Word and save it again as .docx"
        raise UnreadableError(message) from None
    if not result.value.strip():
        raise UnreadableError("the document holds no words")
    read = read_markup(result.value, keep_blanks=True)
    told = dict.fromkeys(str(item.message) for item in result.messages if item.type == "error")
    return SourceText(read.text, read.hints, (*read.notes, *told))
