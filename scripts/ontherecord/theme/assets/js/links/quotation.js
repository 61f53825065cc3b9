// Links to words, and quotations of them, as they are copied.
import { tr } from "../tr.js";
import { makeQuote } from "./make.js";
import { nestQuotes } from "./nest.js";
import { anchorsOf, languageOf, permalink, rowOf, showRange, spokenWords } from "./passages.js";
import { joinWords, writeQuote } from "./quote.js";

/** The address of words: of spans that follow each other. */
export function linkTo(spans) {
  const joined = joinWords(spans.map(({ part }) => part));
  const last = spans.at(-1);
  const quote = makeQuote(joined, spans[0].from, joined.at.at(-1) + last.to);
  if (spans.length > 1) quote.end = last.part.anchor;
  const url = permalink(rowOf(spans[0]));
  url.search = writeQuote(quote);
  return url.href;
}

/** The spans in groups, anew wherever `together` does not hold for two neighbours. */
export function group(spans, together) {
  const groups = [];
  for (const span of spans) {
    const last = groups.at(-1);
    if (last && together(last.at(-1), span)) last.push(span);
    else groups.push([span]);
  }
  return groups;
}

/** Whether the second passage follows the first in the transcript. A topic's page leaves passages out, and says so. */
export function areNeighbours(one, other) {
  if (one.part.element.id && other.part.element.id) return true;
  for (let next = rowOf(one).nextElementSibling; next; next = next.nextElementSibling) {
    if (next === rowOf(other)) return true;
    if (next.matches(".passage, .skipped")) return false;
  }
  return false;
}

/** Two speakers are never quoted as one, nor what does not stand together. */
export function areOneQuotation(one, other) {
  const turnOf = ({ part }) => part.element.closest("[data-cited-as]");
  return areNeighbours(one, other) && turnOf(one) === turnOf(other);
}

/** What is quoted of one speaker: the words of each passage, who said them where, and the numbers: para. 14. */
export function readQuoted(spans) {
  const element = spans[0].part.element;
  return {
    said: spans.map((span) => addSic(spokenWords(span), listSlips(span))),
    by: [
      element.closest("[data-cited-as]")?.dataset.citedAs,
      element.closest("[data-cited-event]")?.dataset.citedEvent,
    ].filter(Boolean),
    paragraphs:
      anchorsOf(spans).length > 1
        ? tr("paras. {numbers}", { numbers: showRange(spans) })
        : tr("para. {number}", { number: showRange(spans) }),
    language: languageOf(element),
  };
}

/** “Words” (speaker, event, paragraph, link), as plain text and as HTML. Every paragraph opens the quotation anew, and
 *  the last ends it. */
export function writeQuotation({ said, by, paragraphs: numbers }, link) {
  const paragraphs = nestQuotes(said.join("\n")).split("\n");
  const source = [...by, numbers].join(", ");
  const address = escapeHtml(link);
  const words = paragraphs.map((paragraph) => `“${paragraph}`);
  return {
    text: `${words.join("\n\n")}” (${source}, ${link})`,
    html: `<p>${words.map(escapeHtml).join("</p><p>")}” (${escapeHtml(source)}, <a href="${address}">${address}</a>)</p>`,
  };
}

/** The slips of the source that the editor notes of a passage. */
function listSlips(span) {
  return [...rowOf(span).querySelectorAll("[data-slip]")].map((note) => note.dataset.slip);
}

/** Quoted words, with [sic] after each slip that stands in the source. */
export function addSic(words, slips) {
  return slips.reduce((text, slip) => text.replaceAll(slip, `${slip} [sic]`), words);
}

export function escapeHtml(text) {
  const signs = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
  return text.replace(/[&<>"]/g, (sign) => signs[sign]);
}
