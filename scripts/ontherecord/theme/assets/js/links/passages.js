// The passages of a page: their words, numbers and addresses.
import { markText } from "../dom.js";
import { language, tr } from "../tr.js";
import { normalise } from "./text.js";

const originals = new WeakMap();

/** Keeps the record's words as they came. A browser that translates the page puts others in their place, which are not
 *  the record's: nothing is quoted, copied or sought in those. */
export function keepWords(page = document) {
  for (const element of page.querySelectorAll("[data-passage], [data-earlier], .unspoken")) {
    const language = element.closest("[lang]")?.lang;
    originals.set(element, { text: element.textContent, html: element.innerHTML, language });
  }
}

/** The record's words in an element, also where the page is translated. */
export function wordsOf(element) {
  return originals.get(element)?.text ?? element.textContent;
}

/** The language of the record's words in an element, whatever a translation calls the page's. */
export function languageOf(element) {
  return originals.get(element)?.language;
}

export function isTranslated(element) {
  return wordsOf(element) !== element.textContent;
}

/** Puts the original back in the place of a translation, for good. */
export function showOriginal(element) {
  element.translate = false;
  element.classList.add("notranslate"); // As one translator has it.
  element.innerHTML = originals.get(element).html;
}

/** The words of an element, with the way back from normalised units to its text. */
export function readWords(element, more = {}) {
  const raw = wordsOf(element);
  return { element, raw, translated: isTranslated(element), ...normalise(raw), ...more };
}

export function anchorOf(element) {
  return element.dataset.passage.split("/").at(-1);
}

export function numberOf(anchor) {
  return anchor.replace(/^p(?=\d)/, "");
}

/** The passages of spans, each once. */
export function anchorsOf(spans) {
  return [...new Set(spans.map(({ part }) => part.anchor))];
}

/** "14" or "14–16" */
export function showRange(spans) {
  const anchors = anchorsOf(spans);
  return [...new Set([anchors[0], anchors.at(-1)])].map(numberOf).join("–");
}

/** The passages and tombstones of this page that have their address here, in order. */
export function readPage() {
  const page = [];
  for (const row of document.querySelectorAll(".passage")) {
    const words = row.querySelector("[data-passage][id]");
    const anchor = words?.id ?? row.querySelector(".tombstone[id]")?.id;
    if (!anchor) continue;
    const wordings = [...row.querySelectorAll(".earlier-words[data-earlier]")];
    page.push({
      anchor,
      row,
      live: words && readWords(words, { anchor }),
      earlier: wordings.map((element) => readWords(element, { anchor, until: element.dataset.until })),
      successors: [...row.querySelectorAll(".successors a[href*='#']")].map((link) => link.hash.slice(1)),
    });
  }
  return page;
}

/** The permanent address of the passage in a row, without whatever query this page was opened with. */
export function permalink(row) {
  const url = new URL(row.querySelector(".number").getAttribute("href"), location.href);
  url.search = "";
  return url;
}

export function rowOf({ part }) {
  return part.element.closest(".passage");
}

export function spokenWords({ part, from, to }) {
  return part.raw.slice(part.starts[from], part.ends[to - 1]).replace(/[\t\n\r ]+/g, " ");
}

/** Marks a span. The words are the record's; that they are marked is no part of them for a screen reader either. In a
 *  translation nobody can say which words they are. */
export function markWords({ part, from, to }) {
  if (part.translated) return [];
  return markText(part.element, part.starts[from], part.ends[to - 1], { class: "said", role: "none" });
}

/** Who was said to speak the words before: "Passage 9 was attributed to Ms Holt as an answer until 1 April 2031." */
export function tellAttributions(spans) {
  const lines = [...new Set(spans.map(rowOf))].flatMap((row) => [...row.querySelectorAll(".attributed")]);
  return lines.map((line) => {
    const [first, ...rest] = line.textContent.trim();
    return tr("Passage {number} was {attribution}.", {
      number: numberOf(line.dataset.attributed),
      attribution: first.toLocaleLowerCase(language) + rest.join(""),
    });
  });
}

export function stickyHeight(row) {
  const header = document.querySelector(".site-header");
  const head = row.closest(".turn")?.querySelector(".turn-head");
  const sticks = (element) => element && ["sticky", "fixed"].includes(getComputedStyle(element).position);
  return [header, head].filter(sticks).reduce((height, element) => height + element.offsetHeight, 0);
}

/** The address of the citations of what an element shows, or null. */
export function citationsAddress(element) {
  const address = element.closest("[data-citations]")?.dataset.citations;
  return address ? new URL(address, document.baseURI).href : null;
}
