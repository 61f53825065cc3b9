// What the browser's own command copies from passages: the words and who spoke them, without the numbers, topics, dates
// and links among them. Of a translated passage it is the original.

import { spokenWords, wordsOf } from "./passages.js";
import { escapeHtml } from "./quotation.js";
import { readSelection } from "./selection.js";

const GAPS = ".left-out, .skipped";
const FLOW = `.passage [data-passage], .unspoken, ${GAPS}`;

export function onCopy(event) {
  const selection = getSelection();
  if (event.defaultPrevented || selection.isCollapsed || event.target.closest?.("input, textarea")) return;
  const range = selection.getRangeAt(0);
  const spans = readSelection();
  if (!spans.length || ![range.startContainer, range.endContainer].every(isAmongPassages)) return;
  const within = spans[0].part.element.contains(range.commonAncestorContainer);
  const paragraphs =
    within && !spans[0].part.translated ? [{ words: selection.toString() }] : writeParagraphs(range, spans);
  const text = paragraphs.map(({ speaker, words }) => (speaker ? `${speaker}: ${words}` : words));
  event.clipboardData.setData("text/plain", text.join("\n\n"));
  event.clipboardData.setData(
    "text/html",
    within ? escapeHtml(text[0]) : paragraphs.map(showParagraph).join(""),
  );
  event.preventDefault();
}

function isAmongPassages(node) {
  const element = node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement;
  return Boolean(element.closest(".turn") ?? element.closest(".part")?.querySelector(".passage"));
}

/** What stands in the selection, in order; whoever speaks is named where that is told in it, or changes. */
function writeParagraphs(range, spans) {
  const turns = spans.map(({ part }) => part.element.closest("[data-cited-as]"));
  const named =
    new Set(turns).size > 1 || range.intersectsNode(turns[0]?.querySelector(".turn-head") ?? document.head);
  let speaking = null;
  return [...document.querySelectorAll(FLOW)].flatMap((element) => {
    if (!range.intersectsNode(element)) return [];
    if (element.matches(GAPS)) return [{ words: "[…]" }];
    const span = spans.find(({ part }) => part.element === element);
    if (!span) return element.matches(".unspoken") ? [{ words: wordsOf(element) }] : [];
    const turn = element.closest("[data-cited-as]");
    const speaker = named && turn !== speaking ? turn?.dataset.citedAs : null;
    speaking = turn;
    return [{ speaker, words: spokenWords(span) }];
  });
}

function showParagraph({ speaker, words }) {
  return `<p>${speaker ? `<b>${escapeHtml(speaker)}:</b> ` : ""}${escapeHtml(words)}</p>`;
}
