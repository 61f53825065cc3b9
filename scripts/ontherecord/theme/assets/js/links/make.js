// Makes the shortest quote that names some words and no others.
import { checksum } from "./checksum.js";
import { encodeValue, findAcross, fitsAfter, fitsBefore, writeQuote } from "./quote.js";
import { splitWords } from "./text.js";

const SHORT_WORDS = 5;
const SHORT_VALUE = 120;

/** The shortest quote that names `from` to `to` of joined passages and no other place in them. */
export function makeQuote(joined, from, to) {
  const full = { said: joined.text.slice(from, to) };
  const words = splitWords(full.said);
  const across = joined.parts.length > 1;
  const short = words.length <= SHORT_WORDS && encodeValue(full.said).length <= SHORT_VALUE;
  let quote = full;
  if (across) quote = abridge(joined, from, to);
  else if (!short && words.length > 1) {
    const abridged = abridge(joined, from, to);
    if (writeQuote(abridged).length < writeQuote(full).length) quote = abridged;
  }
  return { ...quote, ...findContext(joined, quote, from, to) };
}

/** First and last words with the checksum. One of each will do, unless two texts should have the same checksum. */
function abridge(joined, from, to) {
  const chosen = joined.text.slice(from, to);
  const head = joined.text.slice(from, Math.min(to, joined.parts[0].text.length));
  const tail = joined.text.slice(Math.max(from, joined.at.at(-1)), to);
  const first = splitWords(head);
  const last = splitWords(tail);
  const sum = checksum(chosen);
  const most = Math.max(first.length, last.length);
  let quote = null;
  for (let count = 1; count <= most; count++) {
    const said = head.slice(0, first[Math.min(count, first.length) - 1][1]);
    const end = tail.slice(last[Math.max(last.length - count, 0)][0]);
    if (said.length + end.length > chosen.length) break;
    quote = { said, to: end, sum };
    if (findAcross(joined, quote).every(([start, stop]) => joined.text.slice(start, stop) === chosen)) break;
  }
  return quote;
}

/** The neighbouring words that set this place apart from the others where the same words stand. */
function findContext(joined, quote, from, to) {
  const others = findAcross(joined, quote).filter((span) => span[0] !== from || span[1] !== to);
  if (!others.length) return {};
  // A neighbouring word that begins with ^ or ends with $ would be taken for the passage's edge.
  const left = joined.text.slice(0, from);
  const right = joined.text.slice(to);
  const befores = beforeLevels(left).filter((before) => fitsBefore(left, before));
  const afters = afterLevels(right).filter((after) => fitsAfter(right, after));
  // The level from which on each of the other places is ruled out, on either side.
  const rules = others.map(([start, stop]) => [
    firstUnfit(befores, (before) => fitsBefore(joined.text.slice(0, start), before)),
    firstUnfit(afters, (after) => fitsAfter(joined.text.slice(stop), after)),
  ]);
  let best = null;
  befores.forEach((before, level) => {
    const rest = rules.filter(([ruledOut]) => ruledOut > level);
    const after = afters[Math.max(0, ...rest.map(([, ruledOut]) => ruledOut))];
    if (after === undefined) return;
    const context = { before: before || null, after: after || null };
    const length = writeQuote(context).length;
    if (!best || length < best.length) best = { context, length };
  });
  return best?.context ?? {};
}

/** Nothing, the last word, the last two …, at last everything with the sign of the passage's edge. */
function beforeLevels(text) {
  const left = text.trimEnd();
  const levels = splitWords(left)
    .reverse()
    .map(([start]) => left.slice(start));
  return ["", ...levels, `^${left}`];
}

function afterLevels(text) {
  const right = text.trimStart();
  const levels = splitWords(right).map(([, end]) => right.slice(0, end));
  return ["", ...levels, `${right}$`];
}

/** The number of the first level that does not fit; what fits a level fits all before it. */
function firstUnfit(levels, fits) {
  let low = 0;
  let high = levels.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (fits(levels[middle])) low = middle + 1;
    else high = middle;
  }
  return low;
}
