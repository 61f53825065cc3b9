// The words of passages in the reader's selection.
import { anchorOf, readWords } from "./passages.js";

/** The words of passages in the selection, without numbers and badges, and without spaces at their ends. Of a translated
 *  passage it is all. */
export function readSelection() {
  const selection = getSelection();
  if (!selection || selection.isCollapsed || !selection.rangeCount) return [];
  const range = selection.getRangeAt(0);
  return [...document.querySelectorAll(".passage [data-passage]")]
    .filter((element) => range.intersectsNode(element))
    .map((element) => clip(readWords(element, { anchor: anchorOf(element) }), range))
    .filter((span) => span.from < span.to);
}

function clip(part, range) {
  const own = document.createRange();
  own.selectNodeContents(part.element);
  const whole = own.cloneRange();
  const { startContainer, startOffset, endContainer, endOffset } = range;
  if (range.compareBoundaryPoints(Range.START_TO_START, whole) > 0) own.setStart(startContainer, startOffset);
  if (range.compareBoundaryPoints(Range.END_TO_END, whole) < 0) own.setEnd(endContainer, endOffset);
  whole.setEnd(own.startContainer, own.startOffset);
  if (part.translated) return { part, from: 0, to: own.toString().trim() ? part.text.length : 0 };
  const start = whole.toString().length;
  return toUnits(part, start, start + own.toString().length);
}

/** The span of whole characters that a piece of the raw text touches, without spaces at its ends. */
function toUnits(part, start, end) {
  let from = part.ends.findIndex((stop) => stop > start);
  if (from < 0) from = part.text.length;
  // A unit within a character has no end of its own; its character began before.
  while (from < part.text.length && part.starts[from] < 0) from--;
  let to = part.starts.findLastIndex((begin) => begin >= 0 && begin < end) + 1;
  while (to > 0 && to < part.text.length && part.ends[to - 1] < 0) to++;
  while (from < to && part.text[from] === " ") from++;
  while (from < to && part.text[to - 1] === " ") to--;
  return { part, from, to };
}

export function keyOf(spans) {
  return spans.map(({ part, from, to }) => `${part.element.dataset.passage}:${from}-${to}`).join(" ");
}
