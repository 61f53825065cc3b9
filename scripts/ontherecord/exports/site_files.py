"""What a site says of itself at its root: to crawlers, to browsers that search it, to who cites it whole."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import yaml
from lxml import etree

from .. import urls
from ..archive.phrases import shorten
from ..catalogue import say
from ..data.characters import CONTROL
from ..files import File
from .downloads.edition import tell_terms

_OPEN_SEARCH = "{http://a9.com/-/spec/opensearch/1.1/}"
#: The longest names and descriptions that browsers have to read, by the specification of OpenSearch 1.1.
_SHORT, _LONG, _DESCRIPTION = 16, 48, 1024


def build_site_files(site: urls.Site, docs: Path) -> Iterator[File]:
    """The files, each at the root of the site; none in the place of one that `docs` has by hand.

    A search needs the site's address, and is described where that is known.
    """
    made = {urls.ROBOTS: render_robots(site).encode(), urls.CITATION: render_citation(site).encode()}
    if site.address:
        made[urls.OPEN_SEARCH] = render_search_description(site)
    yield from (File(name, made[name]) for name in made if not (docs / name).is_file())


def render_robots(site: urls.Site) -> str:
    """That crawlers may read all of the site, and where its sitemap is (RFC 9309, sitemaps.org)."""
    lines = ["User-agent: *", "Disallow:"]
    if site.address:
        if urlsplit(site.address).path.strip("/"):
            lines[:0] = [
                "# Crawlers read this file at the root of a host alone: say there where the sitemap is."
            ]
        lines += ["", f"Sitemap: {site.absolute(urls.SITEMAP)}"]
    return "\n".join(lines) + "\n"


def render_citation(site: urls.Site) -> str:
    """How to cite the archive as a whole (Citation File Format 1.2): no day is known, and no other author."""
    about = say(
        "Transcripts of news conferences as their publishers gave them, gaps marked, passage by passage."
    )
    return yaml.safe_dump(
        {
            "cff-version": "1.2.0",
            "message": say("This is how to cite the whole archive. A passage has its citation on its page."),
            "type": "dataset",
            "title": site.name,
            "authors": [{"name": site.name}],
            "abstract": f"{about} {tell_terms(site)}",
            **({"url": site.absolute(urls.HOME)} if site.address else {}),
        },
        allow_unicode=True,
        sort_keys=False,
        width=110,
    )


def render_search_description(site: urls.Site) -> bytes:
    """The description by which browsers offer to search the site (OpenSearch 1.1)."""
    name = CONTROL.sub("\ufffd", site.name)
    nsmap: Any = {None: _OPEN_SEARCH[1:-1]}  # Its types know no default namespace.
    root = etree.Element(f"{_OPEN_SEARCH}OpenSearchDescription", nsmap=nsmap)
    for tag, text in (
        ("ShortName", shorten(name, _SHORT - 1)),
        ("LongName", shorten(name, _LONG - 1)),
        ("Description", shorten(say("The words of news conferences: {site}", site=name), _DESCRIPTION - 1)),
        ("Language", site.language),
        ("InputEncoding", "UTF-8"),
    ):
        etree.SubElement(root, _OPEN_SEARCH + tag).text = text
    search = f"{site.absolute(urls.SEARCH)}?q={{searchTerms}}"
    etree.SubElement(root, f"{_OPEN_SEARCH}Url", {"type": "text/html", "template": search})
    here = {"rel": "self", "type": "application/opensearchdescription+xml"}
    etree.SubElement(root, f"{_OPEN_SEARCH}Url", {**here, "template": site.absolute(urls.OPEN_SEARCH)})
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True)
