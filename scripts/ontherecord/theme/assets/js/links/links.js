// Links to passages and words, quotations and citations, on pages which work without them: what a reader does, and what
// it sets off.
import { isPlainClick, unmarkText } from "../dom.js";
import { dropQuote, leaveLink, leaveOnPress, readAnchor, showAddress } from "./address.js";
import { bar, barIsOpen, closeBar, copyLink, openBar, placeBar } from "./bar.js";
import { citeTranscript } from "./citing.js";
import { onCopy } from "./copying.js";
import { isPlace, openLink } from "./open.js";
import { aloud } from "./parts.js";
import { anchorOf, keepWords, permalink, readWords, rowOf } from "./passages.js";
import { keyOf, readSelection } from "./selection.js";

let pressed = false;
let timer = 0;
let dismissed = null;

/** Has the page answer to numbers, selections and links to words. */
export function start() {
  keepWords();
  document.body.append(aloud());
  document.addEventListener("copy", onCopy);
  document.addEventListener("click", onNumber);
  document.addEventListener("click", onCite);
  document.addEventListener("click", leaveOnPress);
  document.addEventListener("pointerdown", onPress);
  ["pointerup", "pointercancel"].forEach((kind) => document.addEventListener(kind, onRelease));
  for (const kind of ["contextmenu", "auxclick", "click"]) {
    document.addEventListener(kind, onLinkTaken, { capture: true });
  }
  document.addEventListener("keydown", onKey);
  document.addEventListener("selectionchange", () => {
    if (!pressed) soon(200);
  });
  document.addEventListener("focusin", onFocus);
  addEventListener("resize", placeBar);
  // After either event, in whatever order they come, and after the browser has gone to the new target.
  let changing = 0;
  ["popstate", "hashchange"].forEach((kind) =>
    addEventListener(kind, () => {
      clearTimeout(changing);
      changing = setTimeout(onAddressChange);
    }),
  );
  const [visit] = performance.getEntriesByType?.("navigation") ?? [];
  // On a reload and on the way back the browser brings the reader to where they were.
  openLink(!visit || visit.type === "navigate");
}

function onSelection() {
  clearTimeout(timer);
  timer = 0;
  if (document.querySelector(".cite-dialog")) return;
  const spans = readSelection();
  const key = keyOf(spans);
  const open = barIsOpen() && !bar.whole;
  if (!spans.length) {
    dismissed = null;
    // The selection of the field in the bar is no selection of the page.
    if (open && !bar.element.contains(document.activeElement)) closeBar();
    return;
  }
  if (key === dismissed || (open && key === keyOf(bar.spans))) return;
  dismissed = null;
  leaveLink();
  openBar(spans, false);
}

function soon(delay) {
  clearTimeout(timer);
  timer = setTimeout(onSelection, delay);
}

async function onNumber(event) {
  // That of a hit of the search leads to the passage.
  const number = event.target.closest?.(".passage > .number:not(.hit .number)");
  const row = number?.closest(".passage");
  const words = row?.querySelector("[data-passage]");
  if (!words || !isPlainClick(event) || event.defaultPrevented) return;
  event.preventDefault();
  const part = readWords(words, { anchor: anchorOf(words) });
  const address = permalink(row);
  if (words.id && address.href !== location.href) history.pushState(null, "", address);
  leaveLink();
  row.classList.add("passage--linked");
  dismissed = keyOf(readSelection());
  openBar([{ part, from: 0, to: part.text.length }], true);
  await copyLink();
}

/** A link to a transcript's citations opens them in the dialog; one to a record downloads it with full addresses. */
function onCite(event) {
  const link = event.target.closest?.("a[data-cite]");
  if (!link || !isPlainClick(event) || typeof HTMLDialogElement !== "function") return;
  event.preventDefault();
  citeTranscript(link);
}

function onKey(event) {
  if (document.querySelector(".cite-dialog")) return;
  if (event.key === "Escape") {
    if (timer) onSelection();
    if (barIsOpen() && !bar.whole) dismissed = keyOf(bar.spans);
    closeBar();
    leaveLink();
  }
  if (event.key === "Tab" && !event.shiftKey && !event.ctrlKey && !event.altKey && !event.metaKey)
    enterBar(event);
}

/** Tab leads from selected words into the bar, wherever the browser thinks the focus is. */
function enterBar(event) {
  if (timer) onSelection();
  const active = document.activeElement;
  const inWords = bar.spans.some(({ part }) => part.element.contains(active));
  if (!barIsOpen() || bar.whole || !(active === document.body || !active || inWords)) return;
  event.preventDefault();
  bar.element.querySelector("button[tabindex='0']").focus();
}

/** The bar of a number closes when the focus goes on past it. */
function onFocus({ target }) {
  if (!barIsOpen() || !bar.whole || target.closest(".cite-dialog")) return;
  const near = target.closest(".number, .words, .words-bar");
  if (!near || !rowOf(bar.spans[0]).contains(near)) closeBar();
}

function onPress(event) {
  if (event.target.closest?.(".words-bar, .cite-dialog")) return;
  const touched = event.pointerType === "touch";
  pressed = !touched && event.button === 0;
  if (barIsOpen() && bar.whole && !rowOf(bar.spans[0]).contains(event.target)) closeBar();
  // A finger that scrolls has pressed nothing; its tap comes as a click.
  if (!touched) leaveOnPress(event);
}

function onRelease() {
  pressed = false;
  soon(10);
}

/** A link such as "#p20", opened in a tab of its own or copied from a menu, must not carry this page's quote. */
function onLinkTaken(event) {
  const link = event.target.closest?.("a[href^='#']");
  if (link && link.hash !== location.hash && !(event.type === "click" && isPlainClick(event))) dropQuote();
}

function onAddressChange() {
  closeBar();
  showAddress();
  if (history.state?.ownQuote) {
    openLink(false);
    return;
  }
  dropQuote();
  // A notice stays: to take it away would move what the reader has just gone to.
  unmarkText("said");
  if (!isPlace(readAnchor())) openLink(true);
}
