"""Elements of XML, and the one place where text goes into them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from lxml import etree

Element: TypeAlias = etree._Element
#: What stands in an element; None is nothing.
Content: TypeAlias = Element | str | None
Attributes: TypeAlias = Mapping[str, str | None]

#: What XML 1.0 can not hold, not even as a reference. No passage holds any: see `data.characters`.
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_XML = "http://www.w3.org/XML/1998/namespace"


def clean(text: str) -> str:
    """The text with the sign for what can not be shown in the place of each character that XML forbids."""
    return _FORBIDDEN.sub("\ufffd", text)


@dataclass(frozen=True)
class Maker:
    """Makes the elements of one vocabulary."""

    namespace: str

    def __call__(self, tag: str, attributes: Attributes, *content: Content) -> Element:
        """An element; attributes that are None are left out, and `xml:id` is XML's own id."""
        given = {_name(key): clean(value) for key, value in attributes.items() if value is not None}
        bound: Any = {None: self.namespace}  # lxml's stubs know no namespace without a prefix
        element = etree.Element(f"{{{self.namespace}}}{tag}", given, nsmap=bound)
        last = None
        for item in content:
            if isinstance(item, str):
                _append_text(element, last, clean(item))
            elif item is not None:
                element.append(item)
                last = item
        return element


def _name(key: str) -> str:
    return f"{{{_XML}}}{key[4:]}" if key.startswith("xml:") else key


def _append_text(element: Element, last: Element | None, text: str) -> None:
    """Adds text behind the last child of an element, or to its own where it has none yet."""
    if last is None:
        element.text = (element.text or "") + text
    else:
        last.tail = (last.tail or "") + text


@dataclass(frozen=True)
class Span:
    """A stretch of a text, by its offsets, and what makes the element that holds it."""

    start: int
    end: int
    make: Callable[..., Element]


@dataclass
class _Open:
    """A span whose end is not reached yet, and what stands in it so far."""

    span: Span
    content: list[Content] = field(default_factory=list)


def mark(text: str, spans: Iterable[Span]) -> list[Content]:
    """The whole text, with an element for each span; of two spans one holds the other, or they are apart."""
    stack = [_Open(Span(0, len(text), Maker("")))]
    at = 0

    def close(until: int) -> None:
        nonlocal at
        while len(stack) > 1 and stack[-1].span.end <= until:
            done = stack.pop()
            done.content.append(text[at : done.span.end])
            at = done.span.end
            stack[-1].content.append(done.span.make(*done.content))

    for span in sorted(spans, key=lambda one: (one.start, -one.end)):
        close(span.start)
        stack[-1].content.append(text[at : span.start])
        at = span.start
        stack.append(_Open(span))
    close(len(text))
    return [*stack[0].content, text[at:]]


def render(root: Element) -> bytes:
    """The document, an element a line; where words stand, no space is added."""
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True)
