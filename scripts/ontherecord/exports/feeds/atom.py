"""A feed as Atom (RFC 4287)."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from ... import urls
from ..downloads.edition import tell_terms
from ..downloads.markup import clean
from .feed import Entry, Feed, show_time

_ATOM = "http://www.w3.org/2005/Atom"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def render_atom(feed: Feed) -> bytes:
    """The feed; where the site's address is not known its links are relative, as RFC 4287 allows."""
    root = ET.Element("feed", {"xmlns": _ATOM, _LANG: feed.site.language})
    _add(root, "id", feed.id)
    _add(root, "title", feed.title)
    _add(root, "subtitle", feed.about)
    _add(root, "updated", show_time(feed.updated))
    _add(_add(root, "author"), "name", feed.site.name)
    _add(root, "rights", tell_terms(feed.site))
    _link(root, "self", feed.link(urls.feed(feed.page, "xml")), "application/atom+xml")
    _link(root, "alternate", feed.link(feed.page), "text/html")
    for entry in feed.entries:
        _add_entry(root, feed, entry)
    ET.indent(root, "")
    text: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return text + b"\n"


def _add_entry(root: ET.Element, feed: Feed, entry: Entry) -> None:
    item = _add(root, "entry")
    _add(item, "id", feed.name(entry))
    _add(item, "title", entry.title, **({_LANG: entry.language} if entry.language else {}))
    _add(item, "published", show_time(entry.published))
    _add(item, "updated", show_time(entry.updated))
    _link(item, "alternate", feed.link(entry.address), "text/html")
    for tag in entry.tags:
        _add(item, "category", term=clean(tag))
    _add(item, "content", entry.html, type="html")


def _add(parent: ET.Element, name: str, text: str = "", **attributes: str) -> ET.Element:
    element = ET.SubElement(parent, name, attributes)
    element.text = clean(text) or None
    return element


def _link(parent: ET.Element, rel: str, address: str, kind: str) -> None:
    ET.SubElement(parent, "link", rel=rel, type=kind, href=clean(address))
