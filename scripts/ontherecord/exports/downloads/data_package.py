"""What tables hold and whose it is, as a Data Package says it (https://datapackage.org/standard/)."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Any

from ... import urls
from ...archive.model import Archive
from ...catalogue import say
from .edition import Edition, tell_terms
from .tables import BETWEEN, TableRow

_PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
_FORMS = {"csv": "text/csv", "jsonl": "application/jsonl"}
_TYPES: Mapping[Any, str] = {int: "integer", datetime.date: "date"}


def describe_transcript(edition: Edition) -> str:
    """The tables of one transcript, with its facts and its source."""
    slug, record, source = (
        edition.transcript.slug,
        edition.transcript.record,
        edition.transcript.record.source,
    )
    origin = {"title": f"{source.publisher}: {source.title or record.title}"}
    package = {
        "name": slug,
        "title": record.title,
        "description": "\n".join(f"{name}: {fact}" for name, fact in edition.facts),
        "sources": [
            {**origin, "path": source.url} if source.url else origin,
            *({"title": copy.at, "path": copy.url} for copy in source.copies),
        ],
    }
    return _render(edition.site, urls.transcript(slug), slug, package)


def describe_archive(archive: Archive, site: urls.Site) -> str:
    """The tables of the whole archive, with who published what is in it."""
    publishers = dict.fromkeys(item.record.source.publisher for item in reversed(archive.transcripts))
    package = {
        "name": urls.slug_of(site.name) or "archive",
        "title": say("Passages: {site}", site=site.name),
        "description": tell_terms(site),
        "sources": [{"title": publisher} for publisher in publishers],
    }
    return _render(site, urls.DATA, "passages", package)


def _render(site: urls.Site, address: str, file: str, package: dict[str, Any]) -> str:
    """A package at an address with two files, of which the same is said.

    It names no licence: the words have none that is known here, and the rest alone is under one.
    """
    whole = {
        "$schema": _PROFILE,
        "id": urls.urn(site.name, address),
        **package,
        **({"homepage": site.absolute(address)} if site.address else {}),
        "contributors": [{"title": site.name, "roles": ["publisher"]}],
        "resources": [_describe_file(file, form, kind) for form, kind in _FORMS.items()],
    }
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


def _describe_file(name: str, form: str, kind: str) -> dict[str, Any]:
    return {
        "name": f"passages-{form}",
        "type": "table",
        "path": f"{name}.{form}",
        "format": form,
        "mediatype": kind,
        "encoding": "utf-8",
        **({"dialect": {"lineTerminator": "\r\n"}} if form == "csv" else {}),
        "schema": {"fields": list(_describe_fields()), "primaryKey": ["id"]},
    }


def _describe_fields() -> Iterator[dict[str, Any]]:
    for name, info in TableRow.model_fields.items():
        yield {"name": name, "description": info.description, **_describe_type(info.annotation)}


def _describe_type(found: Any) -> dict[str, Any]:  # noqa: ANN401 - a type of whatever form
    """The type of a field as a Table Schema has it; what holds others can be empty."""
    inner = getattr(found, "__args__", ())
    if Ellipsis in inner:
        return {"type": "list", "delimiter": BETWEEN, "itemType": "string"}
    if inner:
        return {"type": "string"}
    enum = {"enum": [item.value for item in found]} if issubclass(found, StrEnum) else {}
    return {"type": _TYPES.get(found, "string"), "constraints": {"required": True, **enum}}
