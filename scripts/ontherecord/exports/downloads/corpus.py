"""All transcripts as one TEI corpus, and what its files hold, for validators."""

from __future__ import annotations

from importlib.resources import files

from ... import urls
from ...archive.model import Archive
from ...catalogue import spoken
from .edition import tell_terms
from .markup import Maker, render
from .tei_names import tei

_xi = Maker("http://www.w3.org/2001/XInclude")


def render_corpus(archive: Archive, site: urls.Site) -> bytes:
    """The file: a header, and the place of each transcript's own file, the oldest first."""
    transcripts = archive.transcripts[::-1]
    places = (urls.relative(urls.CORPUS, urls.download(one.slug, "tei.xml")) for one in transcripts)
    measure = tei("measure", {"unit": "transcripts", "quantity": str(len(transcripts))})
    header = tei(
        "fileDesc",
        {},
        tei("titleStmt", {}, tei("title", {}, site.name)),
        tei("extent", {}, measure),
        tei(
            "publicationStmt",
            {},
            tei("publisher", {}, site.name),
            tei("idno", {"type": "URI"}, site.absolute(urls.CORPUS)),
            tei("idno", {"type": "URN"}, urls.urn(site.name, urls.CORPUS)),
            tei("availability", {}, tei("p", {}, tell_terms(site))),
        ),
        tei("sourceDesc", {}, tei("p", {}, "Each transcript names its own source.")),
    )
    root = tei(
        "teiCorpus",
        {"xml:id": "corpus", "xml:lang": spoken()},
        tei("teiHeader", {}, header),
        *(_xi("include", {"href": place}) for place in places),
    )
    return render(root)


def read_profile() -> bytes:
    """The RelaxNG schema of a transcript in TEI and of the corpus."""
    return files(__package__).joinpath("tei-profile.rng").read_bytes()
