"""Text that looks like markup appears as typed and does nothing, the whole way from data/ to the page.

Two sites are built alike: one where every text of the data is hostile, and one where the signs in the same
texts are replaced by letters. A reader sees the hostile texts as typed, and the two sites have the same
elements and attributes.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import yaml
from corpus import ROOT
from hypothesis import example, given, settings
from hypothesis import strategies as st
from lxml import html
from markdown import Markdown  # type: ignore[import-untyped]
from mkdocs.config import load_config
from ontherecord.archive.accept import accept_transcripts
from ontherecord.exports.downloads import paper
from ontherecord.site.engine import build_pages
from ontherecord.site.pipeline import sync_pages
from ontherecord.text.escape import escape_text

SLUG = "2031-03-04-holt"
TRANSCRIPT = f"transcripts/{SLUG}/index.html"

HOSTILE = [
    "*a* **b** _c_ __d__ ***e*** a*b*c a_b_c",
    "<script>alert(1)</script>",
    '<b onclick="x">bold</b> <!-- comment --> <![CDATA[x]]> <?php x ?>',
    "</p></div></section> <p> <br/> <",
    "</textarea></title></script></style> --> ]]>",
    "{{ config }} {% raw %} {# comment #} ${x} #{x} {{ '{{' }}",
    '{: .x #id onclick="y" } {.x} { .y }',
    "[x](y) ![i](j) [r][s] [z]: w <http://e.org> <a@b.c> [[wiki]]",
    "&amp; &lt;b&gt; &#42; &#x3C;i&#x3E; &nbsp; & &bogus; &copy",
    "`code` ``co`de`` ```fence``` ~~~",
    '--8<-- "mkdocs.yml"',
    '-8<- ;--8<-- "mkdocs.yml"',
    "*[HTML]: Hypertext HTML",
    "[^1]: a note [^1]",
    r"$x$ $$y$$ \(z\) \[w\] \begin{x}",
    "So # head",
    "So ## head {#id}",
    "|a|b|",
    "- item",
    "+ item",
    "1. one",
    "> quote",
    "So =====",
    "So * * *",
    '!!! note "title"',
    '=== "Tab"',
    "/// note",
    "So [TOC]",
    "==mark== ^sup^ ~sub~ ++ins++ {++a++} {--b--} {~~a~>b~~} {>>c<<}",
    ":smile: :material-home: (c) (tm) --> 1/2 ...",
    r"\* \_ \< \\ \&",
    "\"double\" 'single' “curly” ‘quotes’ `ticks`",
    "https://example.org/?a=b&c=d www.example.org a@example.org %3Cscript%3E",
    "wzxhzdk:0 klzzwxh:0 amp;",
    "zero\u200bwidth, bidi\u202eoverride\u202c, e\u0301 and 😀, soft\u00adhyphen",
]
EVERYTHING = " ".join(HOSTILE)
TERM = "harbour <i>&*x*"


def make_harmless(text: str) -> str:
    """The text with a letter in the place of each sign."""
    return re.sub(r"[^\w\s]", "x", text).replace("_", "x")


def write_project(root: Path, form: Callable[[str], str]) -> Path:
    """A project of one transcript in which each text is hostile, in the form that it is wanted in."""
    hostile = form(EVERYTHING)
    shutil.copytree(ROOT / "docs", root / "docs")
    shutil.copy(ROOT / "mkdocs.yml", root / "mkdocs.yml")
    folder = root / "data" / "transcripts" / SLUG
    folder.mkdir(parents=True)
    write_text(folder, form)
    topics = [
        {
            "id": name,
            "title": f"{name} {hostile}",
            "code": name[:2].upper(),
            "colour": "blue",
            "line": hostile,
            "scope": hostile,
            "terms": [form(term)],
            "related": ["lake"] if name == "harbour" else [],
        }
        for name, term in (("harbour", TERM), ("lake", "pond"), ("moon", "moon"))
    ]
    write_yaml(root / "data" / "topics.yml", {"topics": topics})
    people = [
        {
            "id": name,
            "kind": "person",
            "name": f"{name} {hostile}",
            "family": f"{name} {hostile}",
            "short": hostile,
            "description": hostile,
        }
        for name in ("holt", "wren")
    ]
    write_yaml(root / "data" / "entities.yml", {"entities": people})
    write_yaml(folder / "record.yml", build_record(form))
    _, problems = accept_transcripts(root, [])
    assert problems == [], [str(problem) for problem in problems]
    return root


def write_text(folder: Path, form: Callable[[str], str]) -> None:
    statement = [form(text) for text in [*HOSTILE, f"The {TERM} is open.", f"So far. The {TERM}, too."]]
    turns = [
        "\n\n".join(statement),
        f"Question ({form('<b>*to*</b> {{ you }} &amp; [x]')}): {form(EVERYTHING)}",
        f"Mira Holt: {form(EVERYTHING)}",
    ]
    text = "\n\n".join([form(f"Title {EVERYTHING}"), "March 4, 2031", *turns])
    (folder / "transcript.txt").write_text(text, encoding="utf-8")


def build_record(form: Callable[[str], str]) -> dict[str, Any]:
    hostile = form(EVERYTHING)
    last = len(HOSTILE) + 4
    about = [
        {"passage": f"p{number}", "about": ["lake"], "mentions": ["moon"], "reason": hostile}
        for number in (*range(1, len(HOSTILE) + 1), last - 1, last)
    ]
    return {
        "title": form(f"Title {EVERYTHING}"),
        "short_title": hostile,
        "date": "2031-03-04",
        "place": hostile,
        "participants": [
            {"speaker": "holt", "role": hostile, "labels": ["Mira Holt"], "opens": True},
            {"speaker": "wren", "role": hostile, "left_out": True},
        ],
        "source": {"publisher": hostile, "language": "English", "note": hostile},
        "agenda": [{"at": "p1", "subject": hostile}, {"at": f"p{last - 1}", "subject": hostile}],
        "decisions": [
            *about,
            {"passage": f"p{last - 2}", "about": ["harbour"], "reason": hostile},
        ],
        "briefs": {"harbour": [{"claim": hostile, "passages": [f"p{last - 3}"]}]},
    }


def write_yaml(path: Path, data: object) -> None:
    path.write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False), encoding="utf-8")


def build_site(folder: Path, form: Callable[[str], str]) -> Path:
    project = write_project(folder, form)
    problems = build_pages(project, folder / "site", sync_pages)
    assert problems == (), [str(problem) for problem in problems]
    return folder / "site"


@contextmanager
def without_pdf() -> Iterator[None]:
    """No PDF is made: its typefaces lack the hostile signs, and a page lists only what there is."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(paper, "can_set", lambda: False)
        yield


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    with without_pdf():
        return build_site(tmp_path_factory.mktemp("hostile"), str)


@pytest.fixture(scope="module")
def harmless_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    with without_pdf():
        return build_site(tmp_path_factory.mktemp("harmless"), make_harmless)


@pytest.fixture(scope="module")
def transcript_page(site: Path) -> html.HtmlElement:
    return read_page(site / TRANSCRIPT)


def read_page(path: Path) -> html.HtmlElement:
    return html.document_fromstring(path.read_bytes(), parser=html.HTMLParser(encoding="utf-8"))


def list_pages(site: Path) -> list[str]:
    return sorted(path.relative_to(site).as_posix() for path in site.rglob("*.html"))


# --- as typed --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("number", "text"), list(enumerate(HOSTILE, 1)), ids=lambda value: str(value)[:20])
def test_a_passage_reads_as_typed(number: int, text: str, transcript_page: html.HtmlElement) -> None:
    passage = transcript_page.get_element_by_id(f"p{number}")
    assert passage.text == text
    assert len(passage) == 0, "no element within"


def test_passages_read_as_typed_on_every_page(site: Path) -> None:
    exported = json.loads((site / "data" / "passages.json").read_text(encoding="utf-8"))
    words = {item["id"]: item["text"] for item in exported}
    assert [words[f"{SLUG}/p{number}"] for number in range(1, len(HOSTILE) + 1)] == HOSTILE
    shown = 0
    for name in list_pages(site):
        for passage in read_page(site / name).xpath("//*[@data-passage]"):
            assert passage.text == words[passage.get("data-passage")]
            shown += 1
    assert shown > 2 * len(HOSTILE)


WHERE = f"holt {EVERYTHING}, {EVERYTHING}, 4 March 2031"


@pytest.mark.parametrize(
    ("page", "path", "text"),
    [
        (TRANSCRIPT, "//h1/text()", f"Title {EVERYTHING}"),
        (TRANSCRIPT, "//title/text()", f"{EVERYTHING}, 4 March 2031 · On the Record"),
        (
            TRANSCRIPT,
            "//meta[@name='description']/@content",
            f"Title {EVERYTHING}, 4 March 2031: the text as its publisher gave it, passage by passage."
            f" wren {EVERYTHING}’s words are not in it.",
        ),
        (TRANSCRIPT, "//section[1]//h2/text()", "Opening statement"),
        (TRANSCRIPT, "//h2[@id='exchange-1']/text()", EVERYTHING),
        (TRANSCRIPT, "(//p[@class='turn-head'])[1]/b/text()", f"holt {EVERYTHING}"),
        (TRANSCRIPT, "(//span[@class='note'])[1]/text()", "<b>*to*</b> {{ you }} &amp; [x]"),
        (TRANSCRIPT, "(//*[@class='fold reasons']//p/text())[1]", f"Decided by the editor: {EVERYTHING}"),
        (TRANSCRIPT, "(//dt[.='Place']/following-sibling::dd)[1]/text()", EVERYTHING),
        ("topics/harbour/index.html", "//h1/span[last()]/text()", f"harbour {EVERYTHING}"),
        ("topics/harbour/index.html", "//p[@class='lead']/text()", EVERYTHING),
        (
            "topics/harbour/index.html",
            "//meta[@name='description']/@content",
            f"{EVERYTHING} 2 passages. {WHERE}.",
        ),
        ("topics/harbour/index.html", "//ul[@class='brief']/li/text()", EVERYTHING),
        ("topics/harbour/index.html", "//title/text()", f"harbour {EVERYTHING}: {WHERE} · On the Record"),
        ("index.html", "(//li[@class='card']//b)[1]/text()", f"harbour {EVERYTHING}"),
        ("index.html", "(//span[@class='card-line'])[1]/text()", EVERYTHING),
        ("transcripts/index.html", "//article//h3/a/text()", f"Title {EVERYTHING}"),
    ],
)
def test_titles_notes_and_attributes_read_as_typed(site: Path, page: str, path: str, text: str) -> None:
    found = [str(item).strip() for item in read_page(site / page).xpath(path)]
    assert found[0] == text


def test_a_term_stands_in_its_explanation_as_typed(transcript_page: html.HtmlElement) -> None:
    (reason,) = transcript_page.xpath(f"//*[@class='fold reasons']//li[a[@href='#p{len(HOSTILE) + 1}']]//p")
    assert reason.text_content().endswith(f"Filed by the term “{TERM}”")


# --- and does nothing ------------------------------------------------------------------------------------


#: Attributes whose value is text of the data, or made from it; how the texts begin, as typed and harmless.
TEXT_ATTRIBUTES = {"title", "aria-label", "alt", "content", "value"}
TEXTS = tuple(text[:9] for text in (EVERYTHING, make_harmless(EVERYTHING), TERM, make_harmless(TERM)))


def outline(element: html.HtmlElement, depth: int = 0) -> Iterator[str]:
    """Every element with its attributes, indented by depth, without any text of the data."""
    attributes = [
        name if name in TEXT_ATTRIBUTES or any(text in value for text in TEXTS) else f'{name}="{value}"'
        for name, value in sorted(element.items())
    ]
    yield " " * depth + " ".join([str(element.tag), *attributes])
    for child in element:
        yield from outline(child, depth + 1)


def test_no_element_or_attribute_comes_from_a_text(site: Path, harmless_site: Path) -> None:
    assert list_pages(site) == list_pages(harmless_site)
    for name in list_pages(site):
        found, expected = (list(outline(read_page(place / name))) for place in (site, harmless_site))
        differing = [pair for pair in zip(found, expected, strict=False) if pair[0] != pair[1]]
        assert differing[:1] == [], name
        assert len(found) == len(expected), name


def test_the_harmless_site_is_the_same_site(harmless_site: Path) -> None:
    """Else the comparison would show nothing."""
    page = read_page(harmless_site / TRANSCRIPT)
    assert page.get_element_by_id("p1").text == make_harmless(HOSTILE[0])
    assert len(page.xpath("//p[@data-passage]")) == len(HOSTILE) + 4


# --- any text --------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def markdown() -> Markdown:
    """Python-Markdown as mkdocs.yml sets it up."""
    config = load_config(str(ROOT / "mkdocs.yml"))
    return Markdown(extensions=config.markdown_extensions, extension_configs=config.mdx_configs)


SIGNS = [
    *"*_`[](){}<>&#|!\"'\\~^=+-:;$%@/.,? \n",
    "\u00a0",
    "é",
    "😀",
    "{:",
    "{{",
    "<!--",
    "&#",
    "--8<--",
    "p",
]
signs = st.lists(st.sampled_from(SIGNS), max_size=30).map("".join)
words = st.text(
    st.characters(blacklist_categories=("Cc", "Cs"), blacklist_characters="\ufffe\uffff"), max_size=30
)


@settings(max_examples=250, deadline=None, derandomize=True)
@given(text=st.one_of(signs, words))
@example(text="</p>")
@example(text='" onclick="x')
@example(text="{: #p1 }")
def test_escaped_text_is_text_in_any_markup(text: str, markdown: Markdown) -> None:
    text = " ".join(text.split())
    escaped = escape_text(text)
    page = markdown.reset().convert(f'<div>\n<p title="{escaped}">{escaped}</p>\n<i></i>\n</div>')
    div = html.fragment_fromstring(page)
    assert [(child.tag, sorted(child.keys())) for child in div] == [("p", ["title"]), ("i", [])]
    assert (div[0].text or "") == text
    assert div[0].get("title") == text
    assert len(div[0]) == 0
