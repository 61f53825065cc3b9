"""What a reader does with links to passages and words, and what is seen of it.

Most tests of links read the pages of a toy project with a history (`record`), which have every state that a
passage can be in; some read the real site. Links "made before a correction" are made in the browser, from the
wording of that time.
"""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

from history import SLUG
from playwright.sync_api import Locator, Page, expect

CONFERENCE = f"transcripts/{SLUG}/"
REPEATS = "transcripts/repeats/"
TOPIC = "topics/peace/"


def open_page(page: Page, address: str) -> None:
    page.goto(address)
    page.wait_for_function("() => document.querySelector('.said-aloud') !== null")


def words_of(page: Page, anchor: str) -> Locator:
    return page.locator(f"[data-passage$='/{anchor}']")


def place_of(page: Page, anchor: str, words: str, edge: str) -> tuple[float, float]:
    """Where words of a passage start or end on the screen."""
    words_of(page, anchor).scroll_into_view_if_needed()
    place: tuple[float, float] = words_of(page, anchor).evaluate(
        """(element, [words, edge]) => {
            const all = element.textContent;
            const at = all.indexOf(words) + (edge === "end" ? words.length - 1 : 0);
            const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
            let from = 0;
            while (walker.nextNode() && from + walker.currentNode.data.length <= at)
                from += walker.currentNode.data.length;
            const range = document.createRange();
            range.setStart(walker.currentNode, at - from);
            range.setEnd(walker.currentNode, at - from + 1);
            const box = [...range.getClientRects()].at(-1);
            return [edge === "end" ? box.right - 0.5 : box.left + 0.5, box.top + box.height / 2];
        }""",
        [words, edge],
    )
    return place


def drag_over(page: Page, first: tuple[str, str], last: tuple[str, str] | None = None) -> None:
    """Selects with the mouse from the start of words in one passage to the end of words in another."""
    start = place_of(page, *first, "start")
    end = place_of(page, *(last or first), "end")
    page.mouse.move(*start)
    page.mouse.down()
    page.mouse.move(*end, steps=4)
    page.mouse.up()


def select(page: Page, first: tuple[str, str], last: tuple[str, str] | None = None) -> None:
    """Selects as a screen reader or a phone's handles do: without a press on the page."""
    page.evaluate(
        """([[anchor, words], [lastAnchor, lastWords]]) => {
            const place = (anchor, words, atEnd) => {
                const element = document.querySelector(`[data-passage$="/${anchor}"]`);
                let at = element.textContent.indexOf(words) + (atEnd ? words.length : 0);
                const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
                while (walker.nextNode()) {
                    const { data } = walker.currentNode;
                    if (at < data.length || (atEnd && at === data.length)) return [walker.currentNode, at];
                    at -= data.length;
                }
                throw new Error(`${anchor} has no ${words}`);
            };
            const start = place(anchor, words, false);
            getSelection().setBaseAndExtent(...start, ...place(lastAnchor, lastWords, true));
        }""",
        [first, last or first],
    )


def bar_of(page: Page) -> Locator:
    return page.get_by_role("toolbar")


def press(page: Page, name: str) -> None:
    bar_of(page).get_by_role("button", name=name).click()


def copied(page: Page) -> str:
    return str(page.evaluate("navigator.clipboard.readText()"))


def copied_html(page: Page) -> str:
    return str(
        page.evaluate(
            """async () => {
                const [item] = await navigator.clipboard.read();
                return (await item.getType("text/html")).text();
            }"""
        )
    )


def copy_link_to(page: Page, first: tuple[str, str], last: tuple[str, str] | None = None) -> str:
    select(page, first, last)
    press(page, "Copy link to selection")
    expect(bar_of(page).get_by_role("button", name="Link copied")).to_be_visible()
    return copied(page)


def make_link(page: Page, wordings: dict[str, str], words: str) -> str:
    """A link as it was made when the passages read so, to words of one of them or across all."""
    query = page.evaluate(
        """async ([scripts, texts, words]) => {
            const { normalise } = await import(`${scripts}text.js`);
            const { joinWords, writeQuote } = await import(`${scripts}quote.js`);
            const { makeQuote } = await import(`${scripts}make.js`);
            const joined = joinWords(texts.map((text) => normalise(text)));
            const sought = normalise(words).text;
            const from = joined.text.indexOf(sought);
            if (from < 0) throw new Error("not there");
            return writeQuote(makeQuote(joined, from, from + sought.length));
        }""",
        ["../../assets/js/links/", list(wordings.values()), words],
    )
    anchors = list(wordings)
    end = f"&in={anchors[-1]}" if len(anchors) > 1 else ""
    return f"?{query}{end}#{anchors[0]}"


def marked(page: Page) -> list[str]:
    """The marked words, by the element that holds them."""
    found: list[str] = page.evaluate(
        """() => {
            const texts = new Map();
            for (const mark of document.querySelectorAll("mark.said")) {
                const holder = mark.closest("p");
                texts.set(holder, (texts.get(holder) ?? "") + mark.textContent);
            }
            return [...texts.values()];
        }"""
    )
    return found


def notice_of(page: Page) -> Locator:
    return page.locator(".notice--link")


def follow(page: Page, link: str) -> None:
    """Opens a link anew, as from a mail."""
    if page.url.partition("#")[0] == link.partition("#")[0]:
        page.goto("about:blank")
    open_page(page, link)


def go_on(page: Page, link: str) -> None:
    """Opens another link to the page that is open, as by the button to go back: it is not loaded again."""
    page.evaluate(
        """async ([scripts, link]) => {
            const { openLink } = await import(`${scripts}open.js`);
            history.replaceState(null, "", link);
            await openLink(false);
        }""",
        ["../../assets/js/links/", link],
    )


def expect_bare_in_sight(page: Page, selector: str) -> None:
    """The first line of an element is in the window with nothing over it, or comes there."""
    page.wait_for_function(
        """(selector) => {
            const element = document.querySelector(selector);
            const box = element.getClientRects()[0];
            const top = document.elementFromPoint(box.left + 3, box.top + box.height / 2);
            const bare = element.contains(top) || top?.contains(element);
            return box.top >= 0 && box.bottom <= innerHeight && bare;
        }""",
        arg=selector,
        timeout=5000,
    )


def expect_still(page: Page) -> None:
    """Waits until the page has not scrolled for a quarter of a second."""
    page.evaluate(
        """async () => {
            for (let still = 0, place = scrollY; still < 5; still = scrollY === place ? still + 1 : 0) {
                place = scrollY;
                await new Promise((resolve) => { setTimeout(resolve, 50); });
            }
        }"""
    )


def query_of(link: str) -> dict[str, str]:
    return {name: value for name, (value,) in parse_qs(urlsplit(link).query).items()}


#: What a browser does to the words of passages that it translates.
TRANSLATE = """anchors => {
    for (const anchor of anchors) {
        const words = document.querySelector(`[data-passage$="/${anchor}"]`);
        words.innerHTML = `<font><font>Traduit: ${words.textContent.length} mots.</font></font>`;
    }
}"""
