// Opens the link in the address bar: marks its words, says what became of them, and scrolls there.
import { awaitTouch, holdPlace, isPlainClick, unmarkText } from "../dom.js";
import { tr } from "../tr.js";
import { OWN_QUOTE, readAnchor, showAddress } from "./address.js";
import { closeNotice, openWordings, showNotice } from "./notice.js";
import { say } from "./parts.js";
import {
  anchorsOf,
  isTranslated,
  markWords,
  readPage,
  showRange,
  stickyHeight,
  tellAttributions,
} from "./passages.js";
import { parseQuote, writeQuote } from "./quote.js";
import { guessPassages, readFragment, readLink } from "./received.js";
import { resolveLink } from "./resolve.js";

/** Resolves the link in the address bar, shows what became of its words, and scrolls there if it may. */
export async function openLink(mayScroll) {
  closeNotice();
  unmarkText("said");
  // Most links, which are as they were copied.
  if (!location.search && (!location.hash || document.getElementById(readAnchor()))) return;
  const readings = readLink(location.search, location.hash);
  const quoted = readings.some(({ quote }) => quote);
  if (!quoted && isPlace(readAnchor())) return;
  const page = readPage();
  if (!page.length) return;
  const link = quoted ? resolveLink(readings, page) : findPlace(readings, page);
  const here = page.find((entry) => entry.anchor === link.anchor);
  putRight(link);
  if (here && !here.live) here.row.querySelector("details").open = true;
  const spans = link.outcome ? showSpans(link.outcome, here) : [];
  const unmarked = link.outcome?.kind === "found" && spans.some(({ part }) => part.translated);
  const outcome = unmarked ? { kind: "translated", spans } : link.outcome;
  const marks = unmarked ? [] : spans.flatMap(markWords);
  if (marks.length) watchWords(spans);
  const touched = mayScroll ? awaitTouch() : null;
  if (outcome && outcome.kind !== "found")
    await showNotice(outcome, { ...link, here, page, follow, reopen: () => openLink(false) });
  else if (spans.length) say(tellMarked(spans));
  const lines = outcome?.kind === "found" ? tellAttributions(spans) : [];
  if (lines.length) await showNotice({ kind: "attributed", lines }, { ...link, here, page, follow });
  const target = here?.row.querySelector(".number") ?? document.getElementById(readAnchor());
  if (touched) await holdPlace(() => scrollToWords(target, marks), touched);
}

function tellMarked(spans) {
  return anchorsOf(spans).length > 1
    ? tr("The quoted words are marked in passages {numbers}.", { numbers: showRange(spans) })
    : tr("The quoted words are marked in passage {number}.", { number: showRange(spans) });
}

let watch = null;

/** Where a browser translates words that are marked, it is anybody's guess what the marks are on. */
function watchWords(spans) {
  watch?.disconnect();
  const elements = spans.map(({ part }) => part.element);
  watch = new MutationObserver((_changes, observer) => {
    if (!elements.some(isTranslated)) return;
    observer.disconnect();
    openLink(elements.some(isInSight));
  });
  for (const element of elements)
    watch.observe(element, { childList: true, characterData: true, subtree: true });
}

function isInSight(element) {
  const { top, bottom } = element.getBoundingClientRect();
  return bottom > 0 && top < innerHeight;
}

/** Whether there is nothing to say of a fragment: it names a place of the page, or means something else to the browser
 *  or a program. */
export function isPlace(fragment) {
  return /^(?:_.*|top)?$/is.test(fragment) || document.getElementById(fragment) !== null;
}

/** The place that a link means which quotes nothing; the outcome "nowhere" if there is none. */
function findPlace(readings, page) {
  const named = readings.map(({ fragment }) =>
    readFragment(fragment).find((id) => document.getElementById(id)),
  );
  const anchor = named.find(Boolean);
  if (anchor) return { anchor };
  const { fragment } = readings.find((reading) => reading.fragment) ?? readings[0];
  const { anchors, exact } = guessPassages(
    fragment,
    page.map((entry) => entry.anchor),
  );
  const near = page.filter((entry) => anchors.includes(entry.anchor));
  return { anchor: readFragment(fragment).at(-1) ?? "", outcome: { kind: "nowhere", near, exact } };
}

/** Puts a link that was damaged on the way right in the address bar, where it names a place of the page. */
function putRight({ anchor, quote }) {
  if (quote) history.replaceState(OWN_QUOTE, "");
  if (!document.getElementById(anchor)) return;
  const url = new URL(location.href);
  if (quote && !quote.broken && writeQuote(quote) !== writeQuote(parseQuote(url.search) ?? {})) {
    url.search = writeQuote(quote);
  }
  if (readAnchor() !== anchor) url.hash = anchor;
  if (url.href !== location.href) history.replaceState(history.state, "", url);
  showAddress();
}

/** The spans that the outcome marks, the folds of earlier wordings open. */
function showSpans(outcome, here) {
  if (["found", "parted"].includes(outcome.kind)) return outcome.spans;
  // Where the words have moved on from a passage that still stands, the old wording waits for "Stay here".
  const wanted = outcome.earlier && (outcome.kind !== "moved" || !here.live);
  return wanted ? openWordings(outcome.earlier) : [];
}

/** Scrolls so that these stand in sight, the first right below the sticky lines: the passage's number and the marked
 *  words; or the notice and the number. Where they are in sight, nothing moves. */
function scrollToWords(target, marks, smooth = false) {
  const notice = document.querySelector(".notice--link");
  const shown = (notice ? [notice, target] : [target, ...marks]).filter(Boolean);
  if (!shown.length) return;
  const boxes = shown.flatMap((element) => [...element.getClientRects()]);
  const line = stickyHeight(shown[0]);
  const top = Math.min(...boxes.map((box) => box.top));
  const bottom = Math.max(...boxes.map((box) => box.bottom));
  if (top >= line && bottom <= innerHeight) return;
  const room = innerHeight - line - 36;
  const next = (boxes[1] ?? boxes[0]).bottom - top;
  // Words far down a long passage on a small screen: better they are seen than the number.
  const extra = next > room ? next - room / 2 : 0;
  const behavior = smooth && !prefersStillness() ? "smooth" : "instant";
  scrollTo({ top: scrollY + top - line - 12 + extra, behavior });
}

function prefersStillness() {
  return matchMedia("(prefers-reduced-motion: reduce)").matches;
}

/** Goes where a notice points without loading this page again. */
function follow(event) {
  const link = event.currentTarget;
  const here = link.origin === location.origin && link.pathname === location.pathname;
  if (!here || !isPlainClick(event)) return;
  event.preventDefault();
  history.pushState(OWN_QUOTE, "", link.href);
  showAddress();
  const target = document.getElementById(readAnchor());
  openLink(false).then(() => {
    const number = target.closest(".passage").querySelector(".number");
    scrollToWords(number, [...document.querySelectorAll("mark.said")], true);
    number.focus({ preventScroll: true });
  });
}
