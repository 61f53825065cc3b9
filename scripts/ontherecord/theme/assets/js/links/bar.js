// The bar below selected words, or below a passage whose number was clicked.
import { build, buildButton, findTexts, nextByKey } from "../dom.js";
import { tr } from "../tr.js";
import { citePassages } from "./citing.js";
import { copy } from "./clipboard.js";
import { makeId, writeAnnotation, writeEmbed } from "./embed.js";
import { say } from "./parts.js";
import {
  anchorsOf,
  citationsAddress,
  permalink,
  rowOf,
  showOriginal,
  showRange,
  stickyHeight,
} from "./passages.js";
import { areNeighbours, areOneQuotation, group, linkTo, readQuoted, writeQuotation } from "./quotation.js";

// One bar for all. `spans` are the words it is about, `whole` tells that they are a passage whose number was clicked.
export const bar = { element: null, spans: [], whole: false };

export function barIsOpen() {
  return Boolean(bar.element?.isConnected);
}

export function openBar(spans, whole) {
  bar.element ??= build("div", {
    class: "words-bar",
    role: "toolbar",
    keydown: moveInBar,
    mousedown: keepSelection,
  });
  Object.assign(bar, { spans, whole });
  bar.element.setAttribute("aria-label", nameBar());
  const toSelection =
    group(spans, areNeighbours).length > 1 ? tr("Copy links to selection") : tr("Copy link to selection");
  const buttons = [
    buildCopy(whole ? tr("Copy link") : toSelection, "link", copyLink),
    buildCopy(tr("Copy as quotation"), "quotation", copyQuotation),
  ];
  if (citationsAddress(spans[0].part.element) && typeof HTMLDialogElement === "function") {
    buttons.push(
      buildButton(tr("Cite"), ({ currentTarget }) => citePassages(currentTarget, bar.spans), {
        "aria-haspopup": "dialog",
      }),
    );
  }
  buttons.push(buildButton(tr("More"), showMore, { "aria-label": tr("More ways to copy") }));
  const translated = spans.filter(({ part }) => part.translated).map(({ part }) => part.element);
  if (translated.length) buttons.push(buildButton(tr("Show the original"), () => restore(translated)));
  bar.element.replaceChildren(...(translated.length ? [tellTranslated()] : []), ...buttons);
  rove(buttons[0]);
  // Right after the words, so that the focus goes from them into the bar.
  const words = spans.at(-1).part.element;
  if (words.nextSibling !== bar.element) words.after(bar.element);
  placeBar();
}

function nameBar() {
  const number = showRange(bar.spans);
  if (bar.whole) return tr("Passage {number}", { number });
  return anchorsOf(bar.spans).length > 1
    ? tr("Words selected in passages {numbers}", { numbers: number })
    : tr("Words selected in passage {number}", { number });
}

/** A button that copies; `kind` is what it copies. */
function buildCopy(label, kind, click) {
  return buildButton(label, click, { "data-copies": kind });
}

/** Puts the ways that few need in the place of the button that offers them. */
function showMore({ currentTarget: more }) {
  const focused = more === document.activeElement;
  const first = buildCopy(tr("Copy as HTML"), "html", copyEmbed);
  more.replaceWith(first, buildCopy(tr("Copy as annotation"), "annotation", copyAnnotation));
  rove(first);
  if (focused) first.focus({ preventScroll: true });
  placeBar();
}

function tellTranslated() {
  const note = tr("This page is translated. What you copy is the original, whole passages at a time.");
  say(note);
  return build("p", { class: "words-bar-note" }, note);
}

function restore(elements) {
  closeBar();
  elements.forEach(showOriginal);
}

export function closeBar() {
  if (!barIsOpen()) return;
  const focused = bar.element.contains(document.activeElement);
  bar.element.remove();
  if (focused && bar.whole) rowOf(bar.spans[0]).querySelector(".number").focus({ preventScroll: true });
}

/** 8 px below the last line; above the first where there is no room; at the window's edge if neither has any. */
export function placeBar() {
  if (!barIsOpen()) return;
  const { element, spans, whole } = bar;
  element.classList.remove("words-bar--docked");
  const lines = [spans[0], spans.at(-1)].flatMap(linesOf);
  const row = rowOf(spans.at(-1)).getBoundingClientRect();
  const first = Math.min(...lines.map((line) => line.top));
  const last = Math.max(...lines.map((line) => line.bottom));
  const height = element.offsetHeight;
  const set = (top) => element.style.setProperty("--bar-top", `${top - row.top}px`);
  set(last + 8);
  element.style.setProperty("--bar-left", `${spans.at(-1).part.element.offsetLeft}px`);
  if (getComputedStyle(element).position === "fixed") {
    if (!whole) uncover(last, height);
    return;
  }
  if (last + 8 + height <= innerHeight) return;
  const roof = stickyHeight(rowOf(spans[0]));
  if (!whole && first - 8 - height >= roof && first < innerHeight) set(first - 8 - height);
  else if (first < innerHeight) {
    element.style.setProperty("--bar-left", `${spans.at(-1).part.element.getBoundingClientRect().left}px`);
    element.classList.add("words-bar--docked");
  }
}

/** Where the bar at the bottom edge would lie over the end of the selection, the page gives way. */
function uncover(last, height) {
  const hidden = last + 8 - (innerHeight - height);
  if (hidden > 0 && hidden < innerHeight / 3) scrollBy({ top: hidden, behavior: "instant" });
}

function linesOf({ part, from, to }) {
  const range = document.createRange();
  if (part.translated) {
    range.selectNodeContents(part.element);
    return [...range.getClientRects()];
  }
  const texts = findTexts(part.element);
  range.setStart(...placeIn(texts, part.starts[from], false));
  range.setEnd(...placeIn(texts, part.ends[to - 1], true));
  return [...range.getClientRects()];
}

/** The text node and offset of a place in the raw text; at a seam, the end of a span lies in the earlier node. */
function placeIn(texts, at, isEnd) {
  const found = texts.findLast(({ from }) => (isEnd ? from < at : from <= at));
  return [found.node, at - found.from];
}

function keepSelection(event) {
  if (!event.target.closest("input")) event.preventDefault();
}

/** One stop for Tab; the arrow keys go from button to button. */
function rove(current) {
  bar.element.querySelectorAll("button").forEach((button) => {
    button.tabIndex = button === current ? 0 : -1;
  });
}

function moveInBar(event) {
  const buttons = [...bar.element.querySelectorAll("button")];
  const next = nextByKey(event, buttons, buttons.indexOf(event.target));
  if (!next) return;
  rove(next);
  next.focus();
}

export async function copyLink() {
  const links = bar.whole
    ? [permalink(rowOf(bar.spans[0])).href]
    : group(bar.spans, areNeighbours).map(linkTo);
  await copyAndTell(
    "link",
    links.join("\n"),
    null,
    links.length > 1 ? tr("Links copied") : tr("Link copied"),
  );
}

/** What is quoted of each speaker, as `write` writes it. */
function writeQuotations(write) {
  return group(bar.spans, areOneQuotation).map((spans) =>
    write(readQuoted(spans), bar.whole ? permalink(rowOf(spans[0])).href : linkTo(spans)),
  );
}

async function copyQuotation() {
  const quotations = writeQuotations(writeQuotation);
  const text = quotations.map((quotation) => quotation.text).join("\n\n");
  const html = quotations.map((quotation) => quotation.html).join("");
  await copyAndTell("quotation", text, html, tr("Quotation copied"));
}

/** As text it is the source of the HTML, for who pastes it into a page's source. */
async function copyEmbed() {
  const site = document.querySelector("meta[property='og:site_name']")?.content;
  const html = writeQuotations((quoted, link) => writeEmbed(quoted, link, site)).join("\n");
  await copyAndTell("html", html, html, tr("HTML copied"));
}

async function copyAnnotation() {
  const places = bar.spans.map((span) => {
    const page = permalink(rowOf(span));
    page.hash = "";
    return { page: page.href, span };
  });
  await copyAndTell("annotation", writeAnnotation(makeId(), places), null, tr("Annotation copied"));
}

const NAMES = {
  link: tr("The address"),
  quotation: tr("The quotation"),
  html: tr("The HTML"),
  annotation: tr("The annotation"),
};
const REFUSED = {
  link: tr("The browser does not let this page copy. The address is selected in a field."),
  quotation: tr("The browser does not let this page copy. The quotation is selected in a field."),
  html: tr("The browser does not let this page copy. The HTML is selected in a field."),
  annotation: tr("The browser does not let this page copy. The annotation is selected in a field."),
};

/** Copies; says so on the button and aloud. If the browser refuses, offers the text in a field, selected. */
async function copyAndTell(kind, text, html, done) {
  const button = bar.element.querySelector(`[data-copies="${kind}"]`);
  if (await copy(text, html)) {
    bar.element.querySelector(".words-bar-field")?.remove();
    button.replaceChildren(build("b", {}, done));
    const isPassage = bar.whole && kind === "link";
    say(isPassage ? tr("Link copied: passage {number}.", { number: showRange(bar.spans) }) : `${done}.`);
  } else {
    offerField(text, kind);
  }
  placeBar();
}

function offerField(text, kind) {
  bar.element.querySelector(".words-bar-field")?.remove();
  const field = build("input", { readonly: "", "aria-label": NAMES[kind] });
  field.value = text.replaceAll("\n", " ");
  const label = tr("The browser does not let this page copy. Copy it here:");
  bar.element.prepend(build("label", { class: "words-bar-field" }, label, field));
  field.focus({ preventScroll: true });
  field.select();
  say(REFUSED[kind]);
}
