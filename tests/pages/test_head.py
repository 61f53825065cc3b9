"""What a page says of itself to programs."""

from __future__ import annotations

import json

from corpus import ROOT
from ontherecord.archive.build import build_archive
from ontherecord.exports.bibliography import build_item, render_csl_json
from ontherecord.exports.works import transcript_work
from ontherecord.pages.head import build_tags


def test_zotero_reads_of_the_page_what_the_records_say() -> None:
    """To its translators a page with a citation_title is a journal's article; names in z are its own."""
    archive, problems = build_archive(ROOT)
    assert archive, problems
    transcript = archive.transcripts[0]
    tags = {tag["name"]: tag["content"] for tag in build_tags(archive, transcript, "On the Record")}
    work = transcript_work(archive, transcript, "On the Record")
    (item,) = json.loads(render_csl_json(build_item(transcript, work, "")))
    assert not [name for name in tags if name.startswith("citation_")]
    assert {
        "z:itemType": item["type"],
        "z:place": item["event-place"],
        "z:seriesTitle": item["collection-title"],
        "DC.type": item["genre"],
        "DC.publisher": item["publisher"],
        "DC.title": item["title"],
    }.items() <= tags.items()
