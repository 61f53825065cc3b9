// Quotes: the words that a link names.
//
// A link to words is `<page>?said=…#p14`. It stands in the query, so that without this script it still opens on the
// passage. Its parameters, all of them normalised text (see `normalise`):
//   said           the words, or the first of them if `to` is there too
//   to             the last words
//   sum            a checksum of all the words from `said` to `to`, so that a change between them is noticed
//   in             the passage in which they end, if that is another
//   before, after  what stands next to them, where they occur more than once; ^ and $ are the passage's edges
// What was ever copied must open for ever: `findQuote` may never give other results.
import { checksum, feedSum, SUM_SEED, showSum } from "./checksum.js";
import { addCharacter, normalise } from "./text.js";

export const PARAMETERS = ["said", "to", "sum", "in", "before", "after"];

/** The quote in a query string; null if there is none. A damaged one is `broken`, and is found nowhere. */
export function parseQuote(query) {
  const given = new URLSearchParams(query);
  const read = (name) => normalise(given.get(name) ?? "").text || null;
  const quote = {
    said: read("said"),
    to: read("to"),
    sum: (given.get("sum") ?? "").toLowerCase() || null,
    end: given.get("in") || null,
    before: read("before"),
    after: read("after"),
  };
  if (!quote.said) return null;
  const whole = !quote.to && !quote.end && (!quote.sum || quote.sum === checksum(quote.said));
  const ends = quote.to && /^[0-9a-z]{6}$/.test(quote.sum ?? "");
  return { ...quote, broken: (!whole && !ends) || isDamaged(query, given) };
}

/** Whether a parameter is there twice, or empty, or has run into its value, or a value has been cut in two, so that some
 *  words would seem to be all that the link quotes. */
function isDamaged(query, given) {
  const twice = PARAMETERS.some((name) => new Set(given.getAll(name)).size > 1);
  const empty = ["to", "sum", "in"].some((name) => given.get(name) === "");
  const joined = [...given.keys()].some((name) => PARAMETERS.includes(/^(\w+)\W/.exec(name)?.[1]));
  const cut = !/^\??(?:[\w.~:$%[\]-]+=[^&]*&|&)*$/s.test(`${query}&`);
  return twice || empty || joined || cut;
}

/** The quote as a query string. All but ASCII letters and digits is encoded, so that no program that finds addresses
 *  in running text ends this one early. */
export function writeQuote(quote) {
  return PARAMETERS.map((name) => [name, quote[name === "in" ? "end" : name]])
    .filter(([, value]) => value)
    .map(([name, value]) => `${name}=${encodeValue(value)}`)
    .join("&");
}

export function encodeValue(text) {
  return encodeURIComponent(text)
    .replace(/%20/g, "+")
    .replace(/[.!~*'()]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** Where a quote stands in normalised text, as [from, to]: every place that fits it to the letter. */
export function findQuote(words, quote) {
  if (quote.broken) return [];
  const spans = quote.to ? findBySum(words, quote) : findText(words, quote.said);
  return spans.filter(
    ([from, to]) =>
      fitsBefore(words.text.slice(0, from), quote.before ?? "") &&
      fitsAfter(words.text.slice(to), quote.after ?? ""),
  );
}

function findText({ text, starts, ends }, sought) {
  const spans = [];
  for (let from = text.indexOf(sought); from >= 0; from = text.indexOf(sought, from + 1)) {
    const to = from + sought.length;
    // Within a character, as "e" in a decomposed "é̱", is not a place of its own.
    if (starts[from] >= 0 && ends[to - 1] >= 0) spans.push([from, to]);
  }
  return spans;
}

function findBySum(words, quote) {
  const spans = [];
  const ends = findText(words, quote.to);
  for (const [from, saidEnd] of findText(words, quote.said)) {
    let sum = SUM_SEED;
    let summed = from;
    for (const [toStart, to] of ends) {
      if (toStart < saidEnd) continue;
      sum = feedSum(sum, words.text.slice(summed, to));
      summed = to;
      if (showSum(sum) === quote.sum) spans.push([from, to]);
    }
  }
  return spans;
}

// A space next to the words is no part of what stands before or after them: a link with "+" at its end would suffer.
export function fitsBefore(text, before) {
  const left = text.trimEnd();
  return before.startsWith("^") ? left === before.slice(1).trimEnd() : left.endsWith(before);
}

export function fitsAfter(text, after) {
  const right = text.trimStart();
  return after.endsWith("$") ? right === after.slice(0, -1).trimStart() : right.startsWith(after);
}

/** The texts of one or several passages as one, with a space between them; `at` is where each begins. */
export function joinWords(parts) {
  const joined = { parts: parts.filter((part) => part.text), at: [], text: "", starts: [], ends: [] };
  joined.parts.forEach((part, number) => {
    if (number) addCharacter(joined, " ", 0, 0);
    joined.at.push(joined.text.length);
    joined.text += part.text;
    part.starts.forEach((start) => joined.starts.push(start));
    part.ends.forEach((end) => joined.ends.push(end));
  });
  return joined;
}

/** Where a quote stands in joined passages so that it takes in the first and the last of them. */
export function findAcross(joined, quote) {
  if (!joined.parts.length) return [];
  const firstEnd = joined.parts[0].text.length;
  const lastStart = joined.at.at(-1);
  return findQuote(joined, quote).filter(([from, to]) => from < firstEnd && to > lastStart);
}
