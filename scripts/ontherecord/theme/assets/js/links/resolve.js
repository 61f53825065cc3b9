// What became of a quote: where its words stand now, or stood before a correction.
import { findAcross, joinWords } from "./quote.js";
import { readFragment } from "./received.js";
import { splitWords, UNSPACED } from "./text.js";

/** Of the readings of a link that quote something, the first whose words stand, or stood, where it says: with the
 *  passage it names and what became of them. */
export function resolveLink(readings, page) {
  const tried = readings
    .filter(({ quote }) => quote)
    .map(({ quote, fragment }) => {
      const names = readFragment(fragment);
      const anchor = names.find((name) => page.some((entry) => entry.anchor === name)) ?? names.at(-1) ?? "";
      return { quote, anchor, outcome: resolveQuote(quote, anchor, page) };
    });
  const findOtherThan = (...kinds) => tried.find(({ outcome }) => !kinds.includes(outcome.kind));
  return findOtherThan("missing", "misplaced") ?? findOtherThan("missing") ?? tried[0];
}

/**
 * Exactly one of: found, several (the words stand there more than once), parted (passages that stood one after the other
 * no longer do), moved, changed, misplaced (they stand there, but not next to what the link says), scattered (they stand in
 * several other passages), missing.
 * Places are lists of spans {part, from, to}, one per passage. Nothing that is only alike is ever taken.
 */
export function resolveQuote(quote, anchor, page) {
  const at = page.findIndex((entry) => entry.anchor === anchor);
  const here = page[at];
  const range = here ? findRange(quote, at, page) : [];
  const now = here?.live ? findNow(quote, range, at, page) : [];
  if (now.length === 1) return { kind: "found", spans: now[0] };
  const parted = here && quote.end ? findWording(quote, findNumbered(quote, here, page)) : null;
  if (parted && !parted.changes.length) return { kind: "parted", spans: parted.spans };
  const earlier = (here && findWording(quote, range, true)) || parted;
  if (now.length > 1) return { kind: "several", count: now.length, earlier };
  // Elsewhere, and with the words beside it corrected, a quote has other neighbours.
  const loose = { ...quote, before: null, after: null };
  const misplaced = here?.live && findPlaces([here.live], loose).length > 0;
  if (misplaced) return earlier ? { kind: "changed", earlier, others: [] } : { kind: "misplaced" };
  const others = findElsewhere(loose, here, page);
  const only = others.length === 1 && others[0].places.length === 1 ? others[0] : null;
  if (only && (!earlier || hasGained(only, loose, here))) {
    return { kind: "moved", to: only.entries, spans: only.places[0], earlier };
  }
  if (earlier) return { kind: "changed", earlier, others };
  return others.length ? { kind: "scattered", others } : { kind: "missing" };
}

function findPlaces(parts, quote) {
  const joined = joinWords(parts);
  return findAcross(joined, quote).map((span) => splitSpan(joined, span));
}

function splitSpan(joined, [from, to]) {
  return joined.parts
    .map((part, number) => ({
      part,
      from: Math.max(from - joined.at[number], 0),
      to: Math.min(to - joined.at[number], part.text.length),
    }))
    .filter((span) => span.from < span.to);
}

/** The passages from the link's own to the one in which its words end. */
function findRange(quote, at, page) {
  const end = quote.end ? page.findIndex((entry) => entry.anchor === quote.end) : at;
  return end >= at ? page.slice(at, end + 1) : [];
}

/** The places in the present wording, also where a passage has been split or united with the next since. */
function findNow(quote, range, at, page) {
  const ends = quote.end ? [at + range.length - 1, at] : [at];
  for (const end of ends.filter((number) => number >= at)) {
    for (let last = end; last === end || isInserted(page[last], page[end]); last++) {
      const parts = page.slice(at, last + 1).map((entry) => entry.live);
      const places = parts.at(-1) ? findPlaces(parts.filter(Boolean), quote) : [];
      if (places.length) return places;
    }
  }
  return [];
}

/** Whether an entry came later than the first publication: such anchors have a letter (p14a), that of `after`. */
function isInserted(entry, after = null) {
  const [, number] = /^(p\d+)[a-z]+$/.exec(entry?.anchor) ?? [];
  return number !== undefined && (!after || number === /^p\d+/.exec(after.anchor)?.[0]);
}

const MOST_WORDINGS = 400;

/** The newest wording in which the quote stands just once, be it an `earlier` one; of several passages, the newest
 *  combination. */
function findWording(quote, range, earlier = false) {
  let tried = 0;
  for (const parts of combineWordings(range)) {
    if (++tried > MOST_WORDINGS) return null;
    if (earlier && !parts.some((part) => part.until)) continue;
    const places = findPlaces(parts, quote);
    if (places.length === 1) {
      const changes = places[0].map(({ part }) => part).filter((part) => part.until);
      return { spans: places[0], changes };
    }
  }
  return null;
}

/** The passages from the link's own to the one in which its words end, by their numbers, wherever they stand now. */
function findNumbered(quote, here, page) {
  const [first, last] = [orderOf(here.anchor), orderOf(quote.end)];
  return page
    .map((entry) => ({ entry, order: orderOf(entry.anchor) }))
    .filter(({ order }) => order >= first && order <= last)
    .sort((one, other) => (one.order < other.order ? -1 : 1))
    .map(({ entry }) => entry);
}

/** What sorts anchors as they were given out: p9, p14, p14a, p14b, p15, and p14z before p14aa. */
function orderOf(anchor) {
  const [, number = "", letters = ""] = /^p(\d+)([a-z]*)$/.exec(anchor) ?? [];
  return number.padStart(6, "0") + letters.padStart(3, " ");
}

function* combineWordings(range, from = 0) {
  if (from === range.length) {
    yield [];
    return;
  }
  const entry = range[from];
  const options = [entry.live, ...entry.earlier].filter(Boolean);
  // In the middle, a passage may not have been there yet, or no more.
  const passing = from > 0 && from < range.length - 1 && (!entry.live || isInserted(entry));
  for (const rest of combineWordings(range, from + 1)) {
    for (const part of options) yield [part, ...rest];
    if (passing) yield rest;
  }
}

/** The other passages in which the words stand, or else pairs of neighbours over which they run. */
function findElsewhere(quote, here, page) {
  const live = page.filter((entry) => entry.live);
  const single = live.filter((entry) => entry !== here).map((entry) => [entry]);
  const pairs = live
    .slice(1)
    .map((entry, number) => [live[number], entry])
    .filter(([first]) => first !== here);
  for (const windows of [single, pairs]) {
    const found = windows
      .map((entries) => ({
        entries,
        places: findPlaces(
          entries.map((entry) => entry.live),
          quote,
        ),
      }))
      .filter(({ entries, places }) => places.length && (isLong(places[0]) || isSuccessor(entries, here)));
    if (found.length) return found;
  }
  return [];
}

/** Whether the words are too many to stand in another passage by chance. */
function isLong(spans) {
  const text = spans.map(({ part, from, to }) => part.text.slice(from, to)).join(" ");
  const letters = text.match(/\p{L}/gu) ?? [];
  const unspaced = letters.filter((letter) => UNSPACED.test(letter)).length;
  // A character of a script without spaces says about half a word.
  return letters.length >= 20 || (unspaced ? unspaced / 2 : splitWords(text).length) >= 4;
}

/** Whether a passage took over words of that of the link: it is named as its successor, or was parted from it. */
function isSuccessor(entries, here) {
  return entries.some(
    (entry) => here?.successors.includes(entry.anchor) || (here && isInserted(entry, here)),
  );
}

/** Whether the words came to that passage. If they always stood there as well, they have not moved. */
function hasGained({ entries }, quote, here) {
  return (
    isSuccessor(entries, here) ||
    entries.some(
      (entry) => isInserted(entry) || entry.earlier.some((wording) => !findPlaces([wording], quote).length),
    )
  );
}
