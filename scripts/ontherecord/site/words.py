"""The words of the theme's own templates, which run in engines that know no functions of ours.

They stand in `config.extra.words` there, in the language of the site.
"""

from __future__ import annotations

from collections.abc import Mapping

from ..catalogue import say, speaking
from ..urls import Site


def build_words(site: Site) -> Mapping[str, str]:
    """Every word of header, footer and the pages for what is lost, by its key; {a} and {z} hold a link."""
    with speaking(site.language):
        return {**_word_ways(), **_word_footer(site.name), **_word_makers(), **_word_lost(), **_word_kept()}


def _word_ways() -> dict[str, str]:
    return {
        "skip": say("Skip to the text"),
        "site": say("Site"),
        "transcripts": say("Transcripts"),
        "topics": say("Topics"),
        "questions": say("Questions"),
        "index": say("Index"),
        "about": say("About"),
        "search": say("Search"),
        "search_passages": say("Search the passages"),
        "data": say("Data"),
        "check": say("Was it said?"),
        "from_disk": say(
            "These pages are opened from a disk. Words and links are all here; searching, checking a"
            " quotation, copying links and citing need a web server."
        ),
        "colours_system": say("Colours: as the system. Switch to light"),
        "colours_light": say("Colours: light. Switch to dark"),
        "colours_dark": say("Colours: dark. Switch to the system’s"),
    }


def _word_footer(name: str) -> dict[str, str]:
    return {
        "vouches": say(
            "{site} shows what was said, by whom, where and when. It vouches for none of it.", site=name
        ),
        "about_site": say("About this site"),
        "how_topics": say("How topics are assigned"),
        "how_links": say("How links are kept"),
    }


def _word_makers() -> dict[str, str]:
    return {
        "made_by": say("This site is made by {maker}."),
        "made_by_nobody": say("Who makes this site is not stated here yet."),
        "report_to": say("To report an error, write to {a}{address}{z}, with the number of the passage."),
        "report_to_nobody": say("An address for reporting errors is not stated here yet."),
    }


def _word_lost() -> dict[str, str]:
    return {
        "lost": say("Page not found"),
        "lost_here": say(
            "There is no page at this address. If a link from this site brought you here,"
            " the mistake is ours."
        ),
        "lost_ways": say(
            "A passage stands on the page of its transcript; you will find it from the {a}transcripts{z},"
            " the {b}topics{z} or the {c}search{z}."
        ),
    }


def _word_kept() -> dict[str, str]:
    return {
        "not_kept": say("Page not kept"),
        "not_kept_here": say("This page is not kept here"),
        "not_kept_why": say(
            "The site could not be reached, and this page is not among those that your browser keeps. It may"
            " stand at its address all the same: load it again when you are back on the network."
        ),
        "kept_ways": say(
            "The {a}transcripts{z}, the {b}topics{z} and the {c}search{z} have pages that are kept,"
            " and so have:"
        ),
    }
