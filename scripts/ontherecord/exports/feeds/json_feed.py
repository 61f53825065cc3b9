"""A feed as JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/)."""

from __future__ import annotations

import json

from ... import urls
from .feed import Entry, Feed, show_time


def render_json(feed: Feed) -> bytes:
    """The feed; its addresses are to be in full, so that it has none where the site's own is not known."""
    known = bool(feed.site.address)
    own = {"home_page_url": feed.link(feed.page), "feed_url": feed.link(urls.feed(feed.page, "json"))}
    value = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        **(own if known else {}),
        "description": feed.about,
        "authors": [{"name": feed.site.name}],
        "language": feed.site.language,
        "items": [_describe(feed, entry, known) for entry in feed.entries],
    }
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()


def _describe(feed: Feed, entry: Entry, known: bool) -> dict[str, object]:
    return {
        "id": feed.name(entry),
        **({"url": feed.link(entry.address)} if known else {}),
        "title": entry.title,
        "content_html": entry.html,
        "date_published": show_time(entry.published),
        "date_modified": show_time(entry.updated),
        "tags": list(entry.tags),
    }
