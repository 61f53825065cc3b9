"""Round trips: the same words in a file of each format, and the text that comes out of it."""

from __future__ import annotations

import itertools
import textwrap

import pytest
from ontherecord.text.formats.pdf import undo_ligatures
from ontherecord.text.formats.reading import read_source
from ontherecord.text.formats.source_text import Hints, SourceText
from papers import Placed, make_docx, make_pdf


def read(name: str, raw: bytes, encoding: str | None = None) -> SourceText:
    source, problems = read_source(name, raw, encoding)
    assert source is not None, problems
    return source


def paragraphs(source: SourceText) -> list[str]:
    return source.text.strip("\n").split("\n\n")


def refuse(name: str, raw: bytes, encoding: str | None = None) -> str:
    source, (problem,) = read_source(name, raw, encoding)
    assert source is None
    return f"{problem.line}: {problem.message}"


# --- plain text and its encodings ------------------------------------------------------------------------

RUSSIAN = "Вопрос: Откроется ли мост?\n\nМира Холт: Да, в понедельник. Мы говорили об этом с городом.\n"
ENGLISH = "Mira Holt: “The bridge opens.” It’s the city’s – and the people’s – bridge. Good day to you.\n"


@pytest.mark.parametrize(
    ("text", "codec", "says"),
    [
        (RUSSIAN, "utf-8", "encoding UTF-8: every byte fits"),
        (RUSSIAN, "utf-8-sig", "encoding UTF-8: the file begins with its mark"),
        (RUSSIAN, "utf-16", "encoding UTF-16: the file begins with its mark"),
        (RUSSIAN, "cp1251", "encoding cp1251: of the usual encodings, only it gives words"),
        (RUSSIAN, "koi8-r", "encoding koi8_r: of the usual encodings, only it gives words"),
        (ENGLISH, "cp1252", "encoding cp1252: of the usual encodings, only it gives words"),
    ],
)
def test_the_encoding_is_found_and_said(text: str, codec: str, says: str) -> None:
    source = read("a.txt", text.encode(codec))
    assert (source.text, source.notes[0], source.verbatim) == (text, says, True)


def test_where_two_encodings_give_words_it_asks() -> None:
    french = "Question: rien?\n\nMira Holt : Le pont sera ouvert à partir de lundi. Nous l’avons décidé."
    message = refuse("a.txt", french.encode("cp1252"))
    assert message.startswith("3: the file is not UTF-8, and its encoding is unsure: ")
    assert "'à' in cp1252" in message
    assert message.endswith("Give --encoding NAME")
    assert read("a.txt", french.encode("cp1252"), "cp1252").text == french


def test_an_encoding_that_does_not_fit_is_refused() -> None:
    message = "1: the file is not in utf-8: byte 0xE9 at offset 1 does not fit; give another --encoding"
    assert refuse("a.txt", b"l\xe9", "utf-8") == message


# --- Markdown --------------------------------------------------------------------------------------------


def test_markdown() -> None:
    raw = textwrap.dedent(r"""
        ---
        title: Harbour hour 5
        date: 2031-03-04
        place: Selwyn
        ---

        # Harbour hour

        **Mira Holt:** \[00:04\] Good [day](https://example.org/a_(b)) to you.
        Q    Why * or?
        """)
    source = read("a.md", raw.lstrip().encode())
    assert source.text == "Harbour hour\n\n**Mira Holt:** [00:04] Good day to you.\nQ    Why * or?\n"
    assert source.hints == Hints("Harbour hour 5", "2031-03-04", None, "Selwyn")
    assert not source.verbatim


def test_markdown_without_signs_is_verbatim() -> None:
    text = "---\n\nA rule, and no front matter: it has words.\n\n---\n\n**Mira Holt:** Good day.\n"
    assert read("a.md", text.encode()).text == text
    assert read("a.md", text.encode()).verbatim


# --- HTML ------------------------------------------------------------------------------------------------

PAGE = """
<html lang="en"><head><title>x</title><style>p {}</style></head><body>
<header><a href="/">The city of Selwyn</a></header><nav><ul><li>Home<li>News</ul></nav>
<main><h1>Press
gaggle</h1><p>March 4, 2031</p>
<p><b>MS. HOLT:</b> Good <i>after</i>noon.<br>And <b>more</b>.</p>
<p><strong>Q</strong>&nbsp;&nbsp;Will it?<p hidden>No.</p>
<table><tr><td>MS. HOLT</td><td>Yes.</td></tr></table>
<pre>Q    What?
MS. HOLT:  No.</pre>
<div><a href=1>More news</a> <a href=2>Share</a> <a href=3>Print</a></div>
<script>var q = "Q: no";</script></main>
<p>All rights reserved by us.</p><footer>Contact</footer></body></html>
"""


def test_html() -> None:
    source = read("a.html", PAGE.encode())
    assert paragraphs(source) == [
        "Press gaggle",
        "March 4, 2031",
        "**MS. HOLT:** Good afternoon.\nAnd more.",
        "**Q**  Will it?",
        "MS. HOLT\tYes.",
        "Q    What?\nMS. HOLT:  No.",
    ]
    assert source.hints == Hints("Press gaggle", None, "en")
    assert source.notes[1:] == (
        "left out: 1 word of hidden elements",
        "left out: 4 words of lists of links",
        "left out: 5 words around the main part (<main>)",
    )


def test_a_page_without_a_main_part_is_read_whole() -> None:
    page = "<body><form><div><p>Holt in Selwyn<p>Mira Holt: Good day.</div></form><article>Short.</article>"
    assert paragraphs(read("a.htm", page.encode())) == ["Holt in Selwyn", "Mira Holt: Good day.", "Short."]


def test_a_page_says_its_encoding() -> None:
    page = '<meta charset="iso-8859-1"><p>Mira Holt: Voilà, déjà.</p>'
    source = read("a.html", page.encode("latin-1"))
    assert source.text == "Mira Holt: Voilà, déjà.\n"
    assert source.notes[0] == "encoding iso-8859-1: the file says so"


# --- Word ------------------------------------------------------------------------------------------------


def test_word() -> None:
    source = read(
        "a.docx",
        make_docx(
            [
                "Press gaggle by Mira Holt",
                "",
                "**MS. HOLT:**  Good **very** good\nafternoon.",
                "Q\tWill it & when?",
                "Q    Will *it*?",
                "**This is a sentence that somebody set in bold type.**",
            ]
        ),
    )
    assert paragraphs(source) == [
        "Press gaggle by Mira Holt",
        "**MS. HOLT:**  Good very good\nafternoon.",
        "Q\tWill it & when?",
        "Q    Will *it*?",
        "This is a sentence that somebody set in bold type.",
    ]
    assert source.notes == ()


# --- PDF -------------------------------------------------------------------------------------------------

WORDS = [
    *("one", "bridge", "ferry", "harbour", "tower", "market", "railway", "garden", "school", "station"),
    *("council", "quarter", "region", "weather", "island", "village", "library", "theatre", "museum", "lake"),
]


def speak(seed: int, words: int) -> str:
    """Invented words, others for each seed."""
    picked = (WORDS[(seed * 7 + number * (seed + 3)) % len(WORDS)] for number in range(words))
    return " ".join(picked).capitalize() + f" {seed}."


def lay(texts: list[str], left: float = 72, width: int = 70) -> list[list[Placed]]:
    """Pages of paragraphs with a head and a number: lines 14 points apart, paragraphs 8 more."""
    pages: list[list[Placed]] = [[]]
    top = 80.0
    for text in texts:
        for line in textwrap.wrap(text, width, break_on_hyphens=False):
            if top > 700:
                pages.append([])
                top = 80.0
            pages[-1].append((left, top, line))
            top += 14
        top += 8
    for number, page in enumerate(pages, 1):
        page[:0] = [(72, 40, "The city of Selwyn, 4 March 2031"), (480, 40, f"Page {number} of {len(pages)}")]
        page.append((290, 800, str(number)))
    return pages


def test_pdf() -> None:
    texts = ["Press gaggle by Mira Holt", "March 4, 2031"]
    for seed in range(12):
        texts += [f"Q {speak(seed, 20)}", f"MS. HOLT: {speak(seed + 50, 90)} Yes.", "(Applause.)"]
    source = read("a.pdf", make_pdf(lay(texts)))
    assert paragraphs(source) == texts
    assert source.notes == (
        "left out at page edges: “The city of Selwyn, 4 March 2031 Page 1…” (5 times)",
        "left out at page edges: “1” (5 times)",
    )


def test_pdf_with_indents_bold_labels_and_broken_words() -> None:
    long = "to the end of the line and on to the next line of this long paragraph of"
    page: list[Placed] = [
        (72, 80, "Holt in Selwyn"),
        (90, 110, "**MS. HOLT:"),
        (170, 110, "We come together again in this well-known house, for co-opera-"),
        (72, 124, f"tion of well-known people, {long[:60]}"),
        (72, 138, long),
        (72, 152, "words."),
        (90, 166, f"A second paragraph {long[:58]}"),
        (72, 180, "more words. The Selwyn-"),
    ]
    page[-1] = (72, 180, f"more words, {long[:50]} Selwyn-")
    page += [(72, 194, "Ondra railway."), (90, 208, "Q"), (130, 208, "Will it?")]
    source = read("a.pdf", make_pdf([page]))
    assert paragraphs(source) == [
        "Holt in Selwyn",
        "**MS. HOLT:**    We come together again in this well-known house, for co-operation of "
        "well-known people, "
        f"{long[:60].strip()} {long} words.",
        f"A second paragraph {long[:58].strip()} more words, {long[:50].strip()} Selwyn-Ondra railway.",
        "Q    Will it?",
    ]
    assert source.notes == ("hyphens at line ends undone: co-operation",)


def test_pdf_in_two_columns() -> None:
    left = [speak(seed, 30) for seed in range(5)]
    right = [speak(seed, 30) for seed in range(20, 25)]
    page = [(72.0, 50.0, "A heading over the two columns of this page, as in an official journal of record")]
    for texts, x in ((left, 60.0), (right, 320.0)):
        (column,) = lay(texts, left=x, width=34)
        page += column[2:-1]
    assert paragraphs(read("a.pdf", make_pdf([page]))) == [page[0][2], *left, *right]


def test_ligatures_are_two_letters() -> None:
    assert undo_ligatures("eﬃcient oﬀice ﬁve ﬂoor") == ("efficient office five floor", 4)


# --- captions --------------------------------------------------------------------------------------------


def captions(*cues: str, seconds: int = 2) -> str:
    """Cues of some seconds, one right after the other."""
    times = ((number * seconds, (number + 1) * seconds) for number in range(len(cues)))
    shown = (f"00:{a // 60:02}:{a % 60:02}.000 --> 00:{b // 60:02}:{b % 60:02}.000" for a, b in times)
    return "WEBVTT - Harbour hour\nLanguage: en\n\n" + "\n\n".join(
        map("\n".join, zip(shown, cues, strict=True))
    )


def test_vtt_with_voices() -> None:
    text = captions(
        "<v Mira Holt>Good day &amp; welcome.",
        "<v Mira Holt>We have <i>three</i>\naims: roads, rails",
        "<v Mira Holt>and boats.",
        "<v.loud Dan Reyes>Why?</v> <v Mira Holt>Because.</v>",
        "[Applause]",
        "It rains.",
    )
    source = read("a.vtt", text.encode())
    assert paragraphs(source) == [
        "Mira Holt: Good day & welcome. We have three aims: roads, rails and boats.",
        "Dan Reyes: Why?",
        "Mira Holt: Because.",
        "[Applause]",
        "It rains.",
    ]
    assert source.hints == Hints("Harbour hour", None, "en")
    assert source.notes[1:] == (
        "left out: the times of 6 cues",
        "look at 1 line without a voice after lines with one, the first at 0:10: “It rains.”",
    )


def test_captions_that_roll_are_said_once() -> None:
    said = [f"these are words {number}" for number in range(8)]
    source = read("a.vtt", captions(*map("\n".join, itertools.pairwise(said))).encode())
    assert source.text == " ".join(said) + "\n"
    assert "left out: 6 lines that the cue before shows already" in source.notes


def test_a_word_said_twice_stays() -> None:
    assert read("a.vtt", captions("No.", "No.", "I said no.").encode()).text == "No. No. I said no.\n"


SRT = """1
00:00:00,000 --> 00:00:02,000
MIRA HOLT: Good day
to you.

2
00:00:02,000 --> 00:00:04,000
<i>It rains.</i>

3
00:00:07,000 --> 00:00:09,000
And it pours.

4
00:00:09,000 --> 00:00:10,000
>> Why?
- Because.
"""


def test_srt() -> None:
    source = read("a.srt", SRT.encode("utf-16"))
    assert paragraphs(source) == [
        "MIRA HOLT: Good day to you. It rains.",
        "And it pours.",
        ">> Why?",
        "- Because.",
    ]


def test_a_cue_without_times_is_said() -> None:
    broken = SRT.replace("00:00:07,000 --> 00:00:09,000\n", "")
    assert refuse("a.srt", broken.encode()) == "10: cue 3 has no times: “And it pours.”"


def test_chinese_lines_are_joined_without_a_blank() -> None:
    assert (
        read("a.vtt", captions("陳大文議員：條例草", "案已經通過。").encode()).text
        == "陳大文議員：條例草案已經通過。\n"
    )


# --- what can not be read --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "raw", "message"),
    [
        ("a.doc", b"x", "1: a file '.doc' can not be read: save it as .docx"),
        (
            "a.docx",
            b"x",
            "1: this is no .docx that can be opened (File is not a zip file): open it in Word and",
        ),
        ("a.pdf", b"x", "1: the PDF can not be opened: it is damaged, or no PDF"),
        (
            "a.pdf",
            make_pdf([[]]),
            "1: the PDF holds pictures of pages and no text: have it recognised (OCR) first",
        ),
        ("a.vtt", b"x", "1: these are no captions that can be read: "),
        ("a.html", b"", "1: the page holds no words"),
        ("a.txt", b" \n", "1: the file holds no words"),
        ("a.xyz", b"x", "1: a file '.xyz' can not be read: it must be one of .txt"),
    ],
)
def test_what_can_not_be_read_is_said(name: str, raw: bytes, message: str) -> None:
    assert refuse(name, raw).startswith(message)


def test_what_is_said_at_the_edges_of_pages_is_no_head() -> None:
    pages: list[list[Placed]] = [
        [
            (72, 60, "Holt in Selwyn, 4 March 2031"),
            (72, 90, "Q: Is bridge 1 open?"),
            (72, 120, "MS. HOLT: Yes."),
        ],
        [
            (72, 60, "Holt in Selwyn, 4 March 2031"),
            (72, 90, "Q: Is bridge 2 open?"),
            (72, 120, "MS. HOLT: Yes."),
        ],
    ]
    said = ["Q: Is bridge 1 open?", "MS. HOLT: Yes.", "Q: Is bridge 2 open?", "MS. HOLT: Yes."]
    assert " ".join(paragraphs(read("a.pdf", make_pdf(pages)))) == " ".join(said)
