// Links to passages and to words in them, quotations and citations. A module without dependencies that adds to
// pages which work without it. In this order: text, quotes (the words that a link names), the page, what became
// of a quote, opening a link, links and quotations, the clipboard, the bar, the citations, events.
//
// A link to words is `<page>?said=…#p14`. It stands in the query, so that without this script it still opens on the
// passage. Its parameters, all of them normalised text (see `normalise`):
//   said           the words, or the first of them if `to` is there too
//   to             the last words
//   sum            a checksum of all the words from `said` to `to`, so that a change between them is noticed
//   in             the passage in which they end, if that is another
//   before, after  what stands next to them, where they occur more than once; ^ and $ are the passage's edges
// What was ever copied must open for ever: `normalise`, `checksum` and `findQuote` may never give other results.

const root = new URL("../", import.meta.url);

// --- Text ------------------------------------------------------------------------------------------------------

const INVISIBLE = "[\\u00AD\\u061C\\u180E\\u200B-\\u200F\\u202A-\\u202E\\u2060-\\u206F\\uFEFF]";
const ALL_INVISIBLE = new RegExp(INVISIBLE, "gu");
const PICTURE = "\\p{Extended_Pictographic}[\\p{M}\\p{Emoji_Modifier}\\u{E0020}-\\u{E007F}]*";
const HANGUL_HEAD = "[\\u1100-\\u115F\\uA960-\\uA97C\\uAC00-\\uD7A3]";
const HANGUL_TAIL = "[\\u1160-\\u11FF\\uD7B0-\\uD7FB]";

// What a reader takes for one character. Spelt out here, and not left to Intl.Segmenter, because browsers differ in
// what they know and a link made in one has to open in all. [^] is any character.
const CLUSTER = new RegExp(
  [
    `(?<plain>[!-~]+(?!${INVISIBLE}*\\p{M}))`,
    `(?<invisible>${INVISIBLE}+)`,
    "(?<space>\\s+)",
    "\\p{Regional_Indicator}{2}",
    `(?<picture>${PICTURE}(?:\\u200D${PICTURE})*)`,
    `${HANGUL_HEAD}(?:${INVISIBLE}*${HANGUL_TAIL})*(?:${INVISIBLE}*\\p{M})*`,
    `[^](?:${INVISIBLE}*\\p{M})*`,
  ].join("|"),
  "gu",
);

/**
 * The text as it is compared: composed (NFC), every white space one space and none at the ends, curly and straight
 * quotes alike, without soft hyphens and characters of no width. `starts[i]` and `ends[i]` are where, in `raw`, the
 * character of unit `i` starts and ends; −1 where unit `i` does not begin, or end, a character.
 */
export function normalise(raw) {
  const units = { text: "", starts: [], ends: [] };
  let space = null;
  for (const match of raw.matchAll(CLUSTER)) {
    if (match.groups.invisible) continue;
    const end = match.index + match[0].length;
    if (match.groups.space) {
      space = space ? [space[0], end] : [match.index, end];
      continue;
    }
    if (space && units.text) addCharacter(units, " ", ...space);
    space = null;
    if (match.groups.plain) {
      // The most common text, and only faster so: ASCII is one unit a character and needs no change.
      for (let at = match.index; at < end; at++) addCharacter(units, raw[at], at, at + 1);
      continue;
    }
    // Only in an emoji a joiner of no width means something.
    const visible = match.groups.picture ?? match[0].replace(ALL_INVISIBLE, "");
    addCharacter(units, likeQuotes(visible.normalize("NFC")), match.index, end);
  }
  return units;
}

function addCharacter(units, character, start, end) {
  units.text += character;
  for (let unit = 1; unit <= character.length; unit++) {
    units.starts.push(unit === 1 ? start : -1);
    units.ends.push(unit === character.length ? end : -1);
  }
}

function likeQuotes(character) {
  if (character < "\u02BC") return character;
  return character.replace(/[“”„‟]/g, '"').replace(/[‘’‚‛ʼ]/g, "'");
}

const UNSPACED_SCRIPTS = ["Han", "Hiragana", "Katakana", "Thai", "Lao", "Khmer", "Myanmar"];
const UNSPACED = new RegExp(`[${UNSPACED_SCRIPTS.map((name) => `\\p{Script=${name}}`).join("")}]`, "u");
const LONGEST_WORD = 24;

/** Where the words of a normalised text stand, as [from, to]. In scripts without spaces they are those that the
 *  browser's dictionary knows, or else single characters. Only links are made with this; opening one never asks. */
export function splitWords(text) {
  const words = [];
  for (const match of text.matchAll(/[^ ]+/g)) {
    for (const piece of splitToken(match[0])) {
      const from = match.index + piece.index;
      words.push([from, from + piece.length]);
    }
  }
  return words;
}

function splitToken(token) {
  if (UNSPACED.test(token)) return splitUnspaced(token);
  if (token.length <= LONGEST_WORD) return [{ index: 0, length: token.length }];
  const pieces = [];
  for (const match of token.matchAll(CLUSTER)) {
    const last = pieces.at(-1);
    if (last && last.length + match[0].length <= LONGEST_WORD) last.length += match[0].length;
    else pieces.push({ index: match.index, length: match[0].length });
  }
  return pieces;
}

function splitUnspaced(token) {
  if ("Segmenter" in Intl) {
    const segmenter = new Intl.Segmenter(undefined, { granularity: "word" });
    return [...segmenter.segment(token)].map(({ index, segment }) => ({ index, length: segment.length }));
  }
  return [...token.matchAll(CLUSTER)].map((match) => ({ index: match.index, length: match[0].length }));
}

const encoder = new TextEncoder();
const SUM_DIGITS = 6;

/** Six digits of base 36: FNV-1a (32 bits, over UTF-8) modulo 36⁶. */
export function checksum(text) {
  return showSum(feedSum(SUM_SEED, text));
}

const SUM_SEED = 0x811c9dc5;

function feedSum(sum, text) {
  for (const byte of encoder.encode(text)) sum = Math.imul(sum ^ byte, 0x01000193);
  return sum;
}

function showSum(sum) {
  return ((sum >>> 0) % 36 ** SUM_DIGITS).toString(36).padStart(SUM_DIGITS, "0");
}

// --- Quotes: the words that a link names ------------------------------------------------------------------------

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
  return { ...quote, broken: !whole && !ends };
}

/** The quote as a query string. All but ASCII letters and digits is encoded, so that no program that finds addresses
 *  in running text ends this one early. */
export function writeQuote(quote) {
  const names = { said: "said", to: "to", sum: "sum", end: "in", before: "before", after: "after" };
  return Object.entries(names)
    .filter(([name]) => quote[name])
    .map(([name, parameter]) => `${parameter}=${encodeValue(quote[name])}`)
    .join("&");
}

function encodeValue(text) {
  return encodeURIComponent(text)
    .replace(/%20/g, "+")
    .replace(/[.!~*'()]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** Where a quote stands in normalised text, as [from, to]: every place that fits it to the letter. */
export function findQuote(words, quote) {
  if (quote.broken) return [];
  const spans = quote.to ? findBySum(words, quote) : findText(words, quote.said);
  return spans.filter(([from, to]) => fitsBefore(words.text.slice(0, from), quote.before ?? "")
    && fitsAfter(words.text.slice(to), quote.after ?? ""));
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
function fitsBefore(text, before) {
  const left = text.trimEnd();
  return before.startsWith("^") ? left === before.slice(1).trimEnd() : left.endsWith(before);
}

function fitsAfter(text, after) {
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
function findAcross(joined, quote) {
  if (!joined.parts.length) return [];
  const firstEnd = joined.parts[0].text.length;
  const lastStart = joined.at.at(-1);
  return findQuote(joined, quote).filter(([from, to]) => from < firstEnd && to > lastStart);
}

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
  const levels = splitWords(left).reverse().map(([start]) => left.slice(start));
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

// --- The page ---------------------------------------------------------------------------------------------------

/** The words of an element, with the way back from normalised units to its text nodes. */
function readWords(element, more = {}) {
  const nodes = [];
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  let raw = "";
  while (walker.nextNode()) {
    nodes.push({ node: walker.currentNode, from: raw.length });
    raw += walker.currentNode.data;
  }
  return { element, nodes, raw, ...normalise(raw), ...more };
}

function anchorOf(element) {
  return element.dataset.passage.split("/").at(-1);
}

function numberOf(anchor) {
  return anchor.replace(/^p(?=\d)/, "");
}

/** The passages and tombstones of this page that have their address here, in order. */
function readPage() {
  const page = [];
  for (const row of document.querySelectorAll(".passage")) {
    const words = row.querySelector("[data-passage][id]");
    const anchor = words?.id ?? row.querySelector(".tombstone[id]")?.id;
    if (!anchor) continue;
    const wordings = [...row.querySelectorAll(".earlier-words[data-earlier]")];
    page.push({
      anchor, row,
      live: words && readWords(words, { anchor }),
      earlier: wordings.map((element) => readWords(element, { anchor, until: element.dataset.until })),
      successors: [...row.querySelectorAll(".successors a[href*='#']")].map((link) => link.hash.slice(1)),
    });
  }
  return page;
}

/** The permanent address of the passage in a row, without whatever query this page was opened with. */
function permalink(row) {
  const url = new URL(row.querySelector(".number").getAttribute("href"), location.href);
  url.search = "";
  return url;
}

function markWords({ part, from, to }) {
  // Read again: an earlier mark may have split the text nodes.
  const { nodes, starts, ends } = readWords(part.element);
  const start = starts[from];
  const end = ends[to - 1];
  const marks = [];
  for (const { node, from: nodeStart } of nodes) {
    const left = Math.max(start - nodeStart, 0);
    const right = Math.min(end - nodeStart, node.data.length);
    if (left >= right) continue;
    const range = document.createRange();
    range.setStart(node, left);
    range.setEnd(node, right);
    // The words are the record's; that they are marked is no part of them for a screen reader either.
    const mark = build("mark", { class: "said", role: "none" });
    range.surroundContents(mark);
    marks.push(mark);
  }
  return marks;
}

function unmark() {
  for (const mark of document.querySelectorAll("mark.said")) {
    const parent = mark.parentNode;
    mark.replaceWith(...mark.childNodes);
    parent.normalize();
  }
}

function build(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(key, value);
    else if (value !== null) element.setAttribute(key, value);
  }
  element.append(...children);
  return element;
}

function buildButton(label, click, attributes = {}) {
  return build("button", { type: "button", click, ...attributes }, label);
}

/** A button that looks like a link, beside links. */
function buildAction(label, click, attributes = {}) {
  return buildButton(label, click, { class: "text-action", ...attributes });
}

const aloud = build("p", { class: "said-aloud", role: "status", "aria-live": "polite" });

/** Has a screen reader say it. The region is emptied first, or the same words twice would be said once. */
function say(text) {
  aloud.textContent = "";
  setTimeout(() => { aloud.textContent = text; }, 60);
}

function wait(milliseconds) {
  return new Promise((resolve) => { setTimeout(resolve, milliseconds); });
}

// --- What became of a quote --------------------------------------------------------------------------------------

/**
 * Exactly one of: found, several (the words stand there more than once), moved, changed, misplaced (they stand there,
 * but not next to what the link says), scattered (they stand in several other passages), missing.
 * Places are lists of spans {part, from, to}, one per passage. Nothing that is only alike is ever taken.
 */
export function resolveQuote(quote, anchor, page) {
  const at = page.findIndex((entry) => entry.anchor === anchor);
  const here = page[at];
  const range = here ? findRange(quote, at, page) : [];
  const now = here?.live ? findNow(quote, range, at, page) : [];
  if (now.length === 1) return { kind: "found", spans: now[0] };
  const earlier = here ? findEarlier(quote, range) : null;
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

/** The newest earlier wording in which the quote stands just once; of several passages, the newest combination. */
function findEarlier(quote, range) {
  let tried = 0;
  for (const parts of combineWordings(range)) {
    if (++tried > MOST_WORDINGS) return null;
    if (!parts.some((part) => part.until)) continue;
    const places = findPlaces(parts, quote);
    if (places.length === 1) {
      const changes = places[0].map(({ part }) => part).filter((part) => part.until);
      return { spans: places[0], changes };
    }
  }
  return null;
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
  const pairs = live.slice(1).map((entry, number) => [live[number], entry]).filter(([first]) => first !== here);
  for (const windows of [single, pairs]) {
    const found = windows
      .map((entries) => ({ entries, places: findPlaces(entries.map((entry) => entry.live), quote) }))
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

function isSuccessor(entries, here) {
  return entries.some((entry) => here?.successors.includes(entry.anchor));
}

/** Whether the words came to that passage. If they always stood there as well, they have not moved. */
function hasGained({ entries }, quote, here) {
  return isSuccessor(entries, here) || entries.some((entry) => isInserted(entry)
    || entry.earlier.some((wording) => !findPlaces([wording], quote).length));
}

// --- Opening a link ----------------------------------------------------------------------------------------------

/** Resolves the link in the address bar, shows what became of its words, and scrolls there if it may. */
async function openLink(mayScroll) {
  closeNotice();
  unmark();
  const quote = parseQuote(location.search);
  const page = quote ? readPage() : [];
  if (!page.length) return;
  const anchor = readAnchor();
  const outcome = resolveQuote(quote, anchor, page);
  const here = page.find((entry) => entry.anchor === anchor);
  if (here && !here.live) here.row.querySelector("details").open = true;
  const spans = outcome.kind === "found" ? outcome.spans : showEarlier(outcome, here);
  const marks = spans.flatMap(markWords);
  const touched = mayScroll ? awaitTouch() : null;
  if (outcome.kind !== "found") await showNotice(outcome, { quote, anchor, here, page });
  else say(`The quoted words are marked in ${namePassages(spans.map(({ part }) => part.anchor))}.`);
  if (touched) await holdPlace(() => scrollToWords(here, marks), touched);
}

function readAnchor() {
  try {
    return decodeURIComponent(location.hash.slice(1));
  } catch {
    return "";
  }
}

/** Opens the folds of the earlier wordings that the outcome shows; their spans. */
function showEarlier(outcome, here) {
  // Where the words have moved on from a passage that still stands, the old wording waits for "Stay here".
  const wanted = outcome.earlier && (outcome.kind !== "moved" || !here.live);
  return wanted ? openWordings(outcome.earlier) : [];
}

function openWordings({ spans }) {
  for (const { part } of spans) {
    const fold = part.element.closest("details");
    if (fold) fold.open = true;
  }
  return spans;
}

/** A signal that is given when the reader does something. */
function awaitTouch() {
  const touch = new AbortController();
  const options = { passive: true, capture: true, signal: touch.signal };
  for (const kind of ["wheel", "touchstart", "pointerdown", "keydown"]) {
    addEventListener(kind, () => touch.abort(), options);
  }
  return touch.signal;
}

const LAST_SCROLL = 500;

/** Scrolls when all is loaded, and again if the browser then does: Firefox goes to the fragment once more. It gives
 *  way to the reader. */
async function holdPlace(scroll, touched) {
  await untilSettled();
  if (touched.aborted) return;
  scroll();
  addEventListener("scroll", scroll, { signal: touched });
  await wait(LAST_SCROLL);
  removeEventListener("scroll", scroll);
}

/** The browser has done its own scrolling to the passage, which it repeats until all is loaded. */
async function untilSettled() {
  if (document.readyState !== "complete") {
    await new Promise((resolve) => { addEventListener("load", resolve, { once: true }); });
  }
  await Promise.race([document.fonts?.ready, wait(600)]);
  // After the next frame; in a tab in the background there is none.
  await Promise.race([new Promise((resolve) => { requestAnimationFrame(() => setTimeout(resolve)); }), wait(200)]);
}

/** Scrolls so that these stand in sight, the first right below the sticky lines: the passage's number and the marked
 *  words; or the notice and the number. Where they are in sight, nothing moves. */
function scrollToWords(here, marks, smooth = false) {
  const notice = document.querySelector(".notice--link");
  const number = here?.row.querySelector(".number");
  const shown = (notice ? [notice, number] : [number, ...marks]).filter(Boolean);
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

function stickyHeight(row) {
  const header = document.querySelector(".site-header");
  const head = row.closest(".turn")?.querySelector(".turn-head");
  const sticks = (element) => element && ["sticky", "fixed"].includes(getComputedStyle(element).position);
  return [header, head].filter(sticks).reduce((height, element) => height + element.offsetHeight, 0);
}

function prefersStillness() {
  return matchMedia("(prefers-reduced-motion: reduce)").matches;
}

/** "passage 14", "passages 14 and 16", "passages 14, 15 and 16" */
function namePassages(anchors) {
  const numbers = [...new Set(anchors)].map(numberOf);
  if (numbers.length === 1) return `passage ${numbers[0]}`;
  return `passages ${numbers.slice(0, -1).join(", ")} and ${numbers.at(-1)}`;
}

function showDate(isoDate) {
  const date = new Date(`${isoDate}T00:00:00Z`);
  if (Number.isNaN(date.getTime())) return null;
  return new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeZone: "UTC" }).format(date);
}

// --- Notices -----------------------------------------------------------------------------------------------------

async function showNotice(outcome, link) {
  const row = link.here?.row;
  const notice = build("div", { class: "notice notice--link", role: "status", "data-outcome": outcome.kind });
  if (row) row.before(notice);
  else (document.querySelector(".page") ?? document.body).prepend(notice);
  // A screen reader says what comes into a region that was there before.
  await wait(0);
  notice.append(...writeNotice(outcome, link));
}

function closeNotice() {
  document.querySelectorAll(".notice--link").forEach((notice) => notice.remove());
}

function writeNotice(outcome, link) {
  const { first, then, actions, quoted = true } = NOTICES[outcome.kind](outcome, link);
  const said = quoted ? showQuoted(outcome, link.quote) : [];
  const line = build("p", {}, build("b", {}, ...first), ...(then ?? []), quoted ? " The link quoted:" : "");
  return [line, ...said, build("p", { class: "notice-actions" }, ...actions)];
}

const NOTICES = {
  moved: writeMoved,

  changed({ earlier, others }) {
    const then = tellOthers(others, "The same words stand in ");
    return { first: [tellChange(earlier)], then, actions: [dismissal()] };
  },

  several({ count, earlier }, { here }) {
    const first = [`The quoted words stand ${count} times in ${namePassages([here.anchor])}.`];
    const date = earlier && dateOf(earlier);
    const then = earlier
      ? [` They stood there once${date ? ` until ${date}` : ""}: see the earlier wording.`]
      : [" The link does not say which of them it means."];
    return { first, then, actions: [dismissal()] };
  },

  misplaced(outcome, { here }) {
    return {
      first: [`The quoted words stand in ${namePassages([here.anchor])}, but not where the link says.`],
      actions: [dismissal()],
    };
  },

  scattered({ others }, link) {
    const then = tellOthers(others, "They stand in ");
    return { first: [tellAbsence(link)], then, actions: [searching(link.quote), dismissal()] };
  },

  missing(outcome, link) {
    return { first: [tellAbsence(link)], actions: [searching(link.quote), dismissal()] };
  },
};

function writeMoved({ to, spans, earlier }, link) {
  const anchors = to.map((entry) => entry.anchor);
  const name = anchors.length > 1 ? "passages " : "passage ";
  const numbers = anchors.map(numberOf).join("–");
  const address = linkTo(spans);
  const go = build("a", { href: address, click: follow }, `Go to ${name}${numbers}`);
  const target = build("a", { class: "permanent", href: address, click: follow }, numbers);
  if (!earlier) {
    const then = [` They stand in ${name}`, target, "."];
    return { first: [tellAbsence(link)], then, actions: [go, dismissal("Stay here")] };
  }
  const date = dateOf(earlier);
  return {
    first: [`The quoted words have moved to ${name}`, target, "."],
    then: date ? [` They stood here until ${date}.`] : [],
    actions: [go, buildAction("Stay here", () => stayHere(earlier))],
    quoted: false,
  };
}

function stayHere(earlier) {
  closeNotice();
  openWordings(earlier).forEach(markWords);
}

/** The day of all changes; null if they were on several days. */
function dateOf({ changes }, dayOf = (part) => part.until) {
  const days = new Set(changes.map(dayOf));
  return days.size === 1 ? showDate(...days) : null;
}

function tellChange(earlier) {
  const anchors = earlier.changes.map((part) => part.anchor);
  const names = capitalise(namePassages(anchors));
  const tombOf = ({ element }) => element.closest(".tombstone");
  // The newest wording of a removed passage stands first, and ended when the passage was removed.
  const dayOf = (part) => (tombOf(part)?.querySelector(".earlier-words").dataset ?? part).until;
  const date = dateOf(earlier, dayOf);
  const when = date ? ` on ${date}` : "";
  const removed = earlier.changes.filter(tombOf).length;
  if (!removed) return `The wording of ${namePassages(anchors)} changed${when}.`;
  if (removed < anchors.length) return `${names} were changed or removed${when}.`;
  return `${names} ${removed > 1 ? "were" : "was"} removed${when}.`;
}

function tellAbsence({ anchor, here }) {
  if (here) return `The quoted words are not in ${namePassages([anchor])}.`;
  if (/^p\d+[a-z]*$/.test(anchor)) return `There is no ${namePassages([anchor])} on this page.`;
  return "The link names no passage of this page.";
}

function tellOthers(others, lead) {
  if (!others.length) return null;
  const links = others.map(({ entries, places }) => {
    // Where they stand more than once, the link leads to the passage and marks none of them.
    const address = places.length === 1 ? linkTo(places[0]) : permalink(entries[0].row).href;
    const numbers = entries.map((entry) => numberOf(entry.anchor)).join("–");
    return build("a", { class: "permanent", href: address, click: follow }, numbers);
  });
  const listed = links.flatMap((link, number) => {
    if (!number) return [link];
    return [number === links.length - 1 ? " and " : ", ", link];
  });
  return [` ${lead}${links.length > 1 ? "passages" : "passage"} `, ...listed, "."];
}

function capitalise(text) {
  return text[0].toUpperCase() + text.slice(1);
}

const LONGEST_SHOWN = 280;

/** The quoted words: as they stood, if an earlier wording has them, or else what the link has of them. */
function showQuoted({ earlier }, quote) {
  const text = earlier
    ? earlier.spans.map(spokenWords).join(" ")
    : quote.said + (quote.to ? ` … ${quote.to}` : "");
  return [build("p", { class: "notice-words", dir: "auto" }, `“${shorten(text)}”`)];
}

function shorten(text) {
  if (text.length <= LONGEST_SHOWN) return text;
  const words = splitWords(text);
  const first = words.filter(([, end]) => end <= LONGEST_SHOWN * 0.65).at(-1);
  const last = words.find(([start]) => start >= text.length - LONGEST_SHOWN * 0.3);
  return `${text.slice(0, first?.[1])} … ${last ? text.slice(last[0]) : ""}`;
}

function searching(quote) {
  const url = new URL("search/", root);
  url.search = `q=${encodeValue(quote.said + (quote.to ? ` ${quote.to}` : ""))}`;
  return build("a", { href: url.href }, "Search for these words");
}

function dismissal(label = "Dismiss") {
  return buildAction(label, closeNotice);
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
    const entry = { row: target.closest(".passage") };
    scrollToWords(entry, [...document.querySelectorAll("mark.said")], true);
    entry.row.querySelector(".number")?.focus({ preventScroll: true });
  });
}

function isPlainClick(event) {
  return event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
}

// --- The passage that was opened, and leaving it -------------------------------------------------------------------

/** Marks the passage of the address bar. Until the address was changed here, the style sheet's :target does. */
function showAddress() {
  document.documentElement.classList.remove("link-left");
  document.querySelectorAll(".passage--linked").forEach((row) => row.classList.remove("passage--linked"));
  const target = document.getElementById(readAnchor());
  const shown = document.querySelector(":target");
  if (target === shown) return;
  if (shown) document.documentElement.classList.add("link-left");
  target?.closest(".passage")?.classList.add("passage--linked");
}

/** The reader has turned to something else: the marks fade. The address stays, and so do the elements, because to
 *  take them out would spoil a selection in them. */
function leaveLink() {
  document.documentElement.classList.add("link-left");
  document.querySelectorAll(".passage--linked").forEach((row) => row.classList.remove("passage--linked"));
}

function leaveOnPress(event) {
  const target = document.getElementById(readAnchor())?.closest(".passage");
  const own = event.target.closest?.(".passage--linked, .notice--link, .words-bar, .cite-dialog");
  if (!own && !target?.contains(event.target)) leaveLink();
}

// The history entry of a link that was opened as it is. Others that hold a quote have it from a link such as "#p20",
// which adds a passage to the address of this page, query and all.
const OWN_QUOTE = { ownQuote: true };

/** Takes the quote out of the address, because it belongs to another passage. */
function dropQuote() {
  const url = new URL(location.href);
  if (!url.searchParams.has("said")) return;
  ["said", "to", "sum", "in", "before", "after"].forEach((name) => url.searchParams.delete(name));
  history.replaceState(history.state, "", url);
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
  unmark();
}

// --- Links and quotations ----------------------------------------------------------------------------------------

/** The address of words: of spans that follow each other. */
function linkTo(spans) {
  const joined = joinWords(spans.map(({ part }) => part));
  const last = spans.at(-1);
  const quote = makeQuote(joined, spans[0].from, joined.at.at(-1) + last.to);
  if (spans.length > 1) quote.end = last.part.anchor;
  const url = permalink(rowOf(spans[0]));
  url.search = writeQuote(quote);
  return url.href;
}

function rowOf({ part }) {
  return part.element.closest(".passage");
}

function spokenWords({ part, from, to }) {
  return part.raw.slice(part.starts[from], part.ends[to - 1]).replace(/[\t\n\r ]+/g, " ");
}

/** The spans in groups, anew wherever `together` does not hold for two neighbours. */
function group(spans, together) {
  const groups = [];
  for (const span of spans) {
    const last = groups.at(-1);
    if (last && together(last.at(-1), span)) last.push(span);
    else groups.push([span]);
  }
  return groups;
}

/** Whether the second passage follows the first in the transcript. A topic's page leaves passages out, and says so. */
function areNeighbours(one, other) {
  if (one.part.element.id && other.part.element.id) return true;
  for (let next = rowOf(one).nextElementSibling; next; next = next.nextElementSibling) {
    if (next === rowOf(other)) return true;
    if (next.matches(".passage, .skipped")) return false;
  }
  return false;
}

/** Two speakers are never quoted as one, nor what does not stand together. */
function areOneQuotation(one, other) {
  const turnOf = ({ part }) => part.element.closest("[data-cited-as]");
  return areNeighbours(one, other) && turnOf(one) === turnOf(other);
}

/** Quotation marks of a text that goes between double ones: within it they alternate, single first. Apostrophes
 *  stay. A text with „ follows other rules and stays as it is. */
export function nestQuotes(text) {
  if (text.includes("„")) return text;
  const open = [];
  let nested = "";
  [...text].forEach((sign, at, signs) => {
    const role = quoteRole(signs, at, open);
    const depth = role === "closes" ? Math.max(open.length - 1, 0) : open.length;
    if (role === "opens") open.push({ sign, end: isSingle(sign) ? findSingleEnd(signs, at) : null });
    if (role === "closes") open.pop();
    if (role === "opens") nested += depth % 2 ? "“" : "‘";
    else if (role === "closes") nested += depth % 2 ? "”" : "’";
    else nested += sign;
  });
  return nested;
}

function quoteRole(signs, at, open) {
  const sign = signs[at];
  if (sign === "“") return "opens";
  if (sign === "”") return "closes";
  if (sign === '"') return open.some((item) => item.sign === '"') ? "closes" : "opens";
  if (!isSingle(sign)) return null;
  if (open.at(-1)?.end === at) return "closes";
  const afterBreak = /^[\s([{“"‘—–-]?$/u.test(signs[at - 1] ?? "");
  const opening = sign !== "’" && afterBreak && /\S/.test(signs[at + 1] ?? "");
  return opening && findSingleEnd(signs, at) > 0 ? "opens" : null;
}

function isSingle(sign) {
  return sign === "‘" || sign === "’" || sign === "'";
}

/** Where a single quotation ends, 0 if nowhere. After an s it may be a genitive, so a later end is preferred. */
function findSingleEnd(signs, start) {
  let genitive = 0;
  let doubles = 0;
  for (let at = start + 1; at < signs.length; at++) {
    if (signs[at] === "“") doubles++;
    if (signs[at] === "”" && --doubles < 0) break;
    if (signs[at] === "‘" && genitive) break;
    const ends = /['’]/.test(signs[at]) && /\S/.test(signs[at - 1]) && !/[\p{L}\p{N}]/u.test(signs[at + 1] ?? "");
    if (ends && at > start + 1) {
      if (doubles || signs[at - 1] !== "s") return at;
      genitive = at;
    }
  }
  return genitive;
}

/** “Words” (speaker, event, paragraph, link), as plain text and as HTML. */
function writeQuotation(spans, link) {
  const element = spans[0].part.element;
  const numbers = [...new Set([spans[0], spans.at(-1)].map(({ part }) => numberOf(part.anchor)))];
  const words = nestQuotes(spans.map(spokenWords).join(" "));
  const source = [
    element.closest("[data-cited-as]")?.dataset.citedAs,
    element.closest("[data-cited-event]")?.dataset.citedEvent,
    `${numbers.length > 1 ? "paras." : "para."} ${numbers.join("–")}`,
  ].filter(Boolean).join(", ");
  const address = escapeHtml(link);
  return {
    text: `“${words}” (${source}, ${link})`,
    html: `<p>“${escapeHtml(words)}” (${escapeHtml(source)}, <a href="${address}">${address}</a>)</p>`,
  };
}

function escapeHtml(text) {
  const signs = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
  return text.replace(/[&<>"]/g, (sign) => signs[sign]);
}

// --- The clipboard -----------------------------------------------------------------------------------------------

/** Copies, as HTML too if there is any, by whatever way the browser grants; whether it did. */
async function copy(text, html = null) {
  try {
    if (html && typeof ClipboardItem === "function" && navigator.clipboard.write) {
      const blob = (content, type) => new Blob([content], { type });
      const item = new ClipboardItem({ "text/plain": blob(text, "text/plain"), "text/html": blob(html, "text/html") });
      await navigator.clipboard.write([item]);
      return true;
    }
  } catch { /* The next way may be open. */ }
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyByCommand(text, html);
  }
}

/** The old way, the only one on pages without https. The event hands over the text; the selection stays. */
function copyByCommand(text, html) {
  let taken = false;
  const give = (event) => {
    event.preventDefault();
    event.stopImmediatePropagation();
    event.clipboardData.setData("text/plain", text);
    if (html) event.clipboardData.setData("text/html", html);
    taken = true;
  };
  addEventListener("copy", give, { capture: true });
  try {
    return document.execCommand("copy") && taken;
  } catch {
    return false;
  } finally {
    removeEventListener("copy", give, { capture: true });
  }
}

// --- The bar -----------------------------------------------------------------------------------------------------

// One bar for all. `spans` are the words it is about, `whole` tells that they are a passage whose number was clicked.
const bar = {
  element: build("div", { class: "words-bar", role: "toolbar", keydown: moveInBar, mousedown: keepSelection }),
  spans: [],
  whole: false,
};

function barIsOpen() {
  return bar.element.isConnected;
}

function openBar(spans, whole) {
  Object.assign(bar, { spans, whole });
  const name = nameRange(spans);
  bar.element.setAttribute("aria-label", whole ? capitalise(name) : `Words selected in ${name}`);
  const several = group(spans, areNeighbours).length > 1;
  const what = whole ? "Copy link" : `Copy ${several ? "links" : "link"} to selection`;
  const buttons = [
    buildButton(what, copyLink),
    buildButton("Copy as quotation", copyQuotation),
  ];
  if (citationsAddress(spans[0]) && typeof HTMLDialogElement === "function") {
    buttons.push(buildButton("Cite", openCitations, { "aria-haspopup": "dialog" }));
  }
  bar.element.replaceChildren(...buttons);
  rove(buttons[0]);
  // Right after the words, so that the focus goes from them into the bar.
  const words = spans.at(-1).part.element;
  if (words.nextSibling !== bar.element) words.after(bar.element);
  placeBar();
}

function nameRange(spans) {
  const numbers = [...new Set([spans[0], spans.at(-1)].map(({ part }) => numberOf(part.anchor)))];
  return `${numbers.length > 1 ? "passages" : "passage"} ${numbers.join("–")}`;
}

function closeBar() {
  if (!barIsOpen()) return;
  const focused = bar.element.contains(document.activeElement);
  bar.element.remove();
  if (focused && bar.whole) rowOf(bar.spans[0]).querySelector(".number").focus({ preventScroll: true });
}

/** 8 px below the last line; above the first where there is no room; at the window's edge if neither has any. */
function placeBar() {
  if (!barIsOpen()) return;
  const { element, spans, whole } = bar;
  element.classList.remove("words-bar--docked");
  const lines = [spans[0], spans.at(-1)].flatMap(({ part, from, to }) => linesOf(part, from, to));
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

function linesOf(part, from, to) {
  const range = document.createRange();
  const { nodes } = readWords(part.element);
  range.setStart(...placeIn(nodes, part.starts[from], false));
  range.setEnd(...placeIn(nodes, part.ends[to - 1], true));
  return [...range.getClientRects()];
}

/** The text node and offset of a place in the raw text; at a seam, the end of a span lies in the earlier node. */
function placeIn(nodes, at, isEnd) {
  const found = nodes.findLast(({ from }) => (isEnd ? from < at : from <= at));
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

/** The item to which an arrow key, Home or End leads from item `at`; null for other keys. */
function nextByKey(event, items, at) {
  if (at < 0) return null;
  const steps = { ArrowRight: at + 1, ArrowLeft: at - 1 + items.length, Home: 0, End: items.length - 1 };
  if (!(event.key in steps) || event.ctrlKey || event.altKey || event.metaKey) return null;
  event.preventDefault();
  return items[steps[event.key] % items.length];
}

async function copyLink() {
  const links = bar.whole
    ? [permalink(rowOf(bar.spans[0])).href]
    : group(bar.spans, areNeighbours).map(linkTo);
  await copyAndTell(0, links.join("\n"), null, links.length > 1 ? "Links copied" : "Link copied");
}

async function copyQuotation() {
  const quotations = group(bar.spans, areOneQuotation)
    .map((spans) => writeQuotation(spans, bar.whole ? permalink(rowOf(spans[0])).href : linkTo(spans)));
  const text = quotations.map((quotation) => quotation.text).join("\n\n");
  const html = quotations.map((quotation) => quotation.html).join("");
  await copyAndTell(1, text, html, "Quotation copied");
}

/** Copies; says so on the button and aloud. If the browser refuses, offers the text in a field, selected. */
async function copyAndTell(number, text, html, done) {
  const buttons = bar.element.querySelectorAll("button");
  if (await copy(text, html)) {
    bar.element.querySelector(".words-bar-field")?.remove();
    buttons[number].replaceChildren(build("b", {}, done));
    const passage = bar.whole && number === 0 ? `: ${namePassages([bar.spans[0].part.anchor])}` : "";
    say(`${done}${passage}.`);
  } else {
    offerField(text, number);
  }
  placeBar();
}

function offerField(text, number) {
  bar.element.querySelector(".words-bar-field")?.remove();
  const what = number ? "The quotation" : "The address";
  const field = build("input", { readonly: "", "aria-label": what });
  field.value = text.replaceAll("\n", " ");
  const label = "The browser does not let this page copy. Copy it here:";
  bar.element.prepend(build("label", { class: "words-bar-field" }, label, field));
  field.focus({ preventScroll: true });
  field.select();
  say(`The browser does not let this page copy. ${what} is selected in a field.`);
}

// --- Citations ---------------------------------------------------------------------------------------------------

const STYLE_KEY = "ontherecord.citation-style";
const FILES = [
  ["bibtex", "BibTeX", "bib", "application/x-bibtex"],
  ["ris", "RIS", "ris", "application/x-research-info-systems"],
  ["csl", "CSL-JSON", "json", "application/vnd.citationstyles.csl+json"],
];
const loaded = new Map();
let blobs = [];

function citationsAddress({ part }) {
  const address = part.element.closest("[data-citations]")?.dataset.citations;
  return address ? new URL(address, document.baseURI).href : null;
}

/** The citations of a transcript, fetched once, with the address of this site in the place of the built-in one. */
function loadCitations(address) {
  if (!loaded.has(address)) {
    const loading = fetch(address).then(async (response) => {
      if (!response.ok) throw new Error(`${response.status}`);
      const text = await response.text();
      const { base } = JSON.parse(text);
      const today = new Date().toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric" });
      const dated = text.replaceAll("[date of access]", today).replaceAll("&#91;date of access&#93;", today);
      return JSON.parse(base ? dated.replaceAll(base, root.href) : dated);
    });
    loading.catch(() => loaded.delete(address));
    loaded.set(address, loading);
  }
  return loaded.get(address);
}

function rememberedStyle() {
  try {
    return localStorage.getItem(STYLE_KEY);
  } catch {
    return null;
  }
}

function rememberStyle(id) {
  try {
    localStorage.setItem(STYLE_KEY, id);
  } catch { /* Without storage the first style comes first again. */ }
}

function openCitations(event) {
  const opener = event.currentTarget;
  const { spans } = bar;
  const body = build("div", { class: "cite-body" });
  const title = build("h2", { id: "cite-title" });
  const close = buildButton("×", () => dialog.close(), { class: "cite-close", "aria-label": "Close" });
  const dialog = build("dialog", { class: "cite-dialog", "aria-labelledby": "cite-title" },
    build("div", { class: "cite-head" }, title, close), body);
  dialog.addEventListener("click", (press) => { if (press.target === dialog) dialog.close(); });
  dialog.addEventListener("close", () => {
    document.body.append(aloud);
    dialog.remove();
    dropFiles();
    if (opener.isConnected) opener.focus({ preventScroll: true });
  });
  // What is outside an open dialog is not said aloud.
  dialog.append(aloud);
  document.body.append(dialog);
  dialog.showModal();
  showPassage({ dialog, title, body, spans }, spans[0]);
}

/** Fills the dialog for one passage. Of a selection over several, each is cited by itself. */
async function showPassage(view, span) {
  const { anchor } = span.part;
  view.title.textContent = `Cite ${namePassages([anchor])}`;
  view.body.replaceChildren(build("p", { class: "cite-note" }, "Loading…"));
  try {
    const citations = await loadCitations(citationsAddress(span));
    const passage = citations.passages[anchor];
    const styles = citations.styles.filter(({ id }) => passage?.cite[id]);
    if (!styles.length) throw new Error("no citation");
    view.body.replaceChildren(...choosePassage(view, span), ...showStyles(passage, styles), showFiles(passage, span));
    view.body.querySelector("[aria-selected=true]").focus();
  } catch {
    const again = buildAction("Try again", () => showPassage(view, span));
    const note = build("p", { class: "cite-note", role: "alert" }, "The citations could not be loaded. ", again);
    view.body.replaceChildren(note);
  }
}

function choosePassage(view, current) {
  if (view.spans.length < 2) return [];
  const buttons = view.spans.map((span) => buildAction(
    numberOf(span.part.anchor), () => showPassage(view, span), { "aria-pressed": String(span === current) },
  ));
  return [build("p", { class: "cite-passages" }, "The selection takes in passages ", ...buttons)];
}

function showStyles(passage, styles) {
  const panel = build("div", { class: "cite-text", role: "tabpanel", id: "cite-text", tabindex: "0", dir: "auto" });
  const list = build("div", { class: "cite-styles", role: "tablist", "aria-label": "Style" });
  let citation = null;
  const button = buildButton("Copy citation", () => copyCitation(citation, panel, button), { class: "cite-copy" });
  const choose = (chosen, tab) => {
    citation = passage.cite[chosen.id];
    for (const other of list.children) {
      other.setAttribute("aria-selected", String(other === tab));
      other.tabIndex = other === tab ? 0 : -1;
    }
    panel.setAttribute("aria-labelledby", tab.id);
    panel.replaceChildren(build("p", {}, ...readCitation(citation)), ...showInText(citation));
    button.textContent = "Copy citation";
  };
  const tabs = styles.map((style) => {
    const take = (event) => { choose(style, event.currentTarget); rememberStyle(style.id); };
    return buildButton(style.name, take, { role: "tab", id: `cite-${style.id}`, "aria-controls": "cite-text" });
  });
  list.append(...tabs);
  list.addEventListener("keydown", (event) => {
    const next = nextByKey(event, tabs, tabs.indexOf(event.target));
    next?.focus();
    next?.click();
  });
  const remembered = Math.max(0, styles.findIndex(({ id }) => id === rememberedStyle()));
  choose(styles[remembered], tabs[remembered]);
  return [list, panel, build("div", { class: "cite-actions" }, button)];
}

/** What stands in the running text, in styles that name the author there. */
function showInText({ in_text: inText }) {
  return inText ? [build("p", { class: "cite-in-text" }, build("span", {}, "In the text: "), inText)] : [];
}

/** The citation as nodes: of its HTML only what sets words apart, and no attributes. */
function readCitation({ text, html }) {
  if (!html) return [text];
  const keep = (node) => {
    if (node.nodeType === Node.TEXT_NODE) return [node.data];
    const inner = [...node.childNodes].flatMap(keep);
    return /^(I|EM|B|STRONG|SUP|SUB)$/.test(node.nodeName) ? [build(node.nodeName.toLowerCase(), {}, ...inner)] : inner;
  };
  return [...new DOMParser().parseFromString(html, "text/html").body.childNodes].flatMap(keep);
}

async function copyCitation(citation, panel, button) {
  if (await copy(citation.text, panel.firstChild.outerHTML)) {
    button.textContent = "Citation copied";
    say("Citation copied.");
  } else {
    getSelection().selectAllChildren(panel.firstChild);
    button.textContent = "Select and copy";
    say("The browser does not let this page copy. The citation is selected.");
  }
}

function showFiles(passage, { part }) {
  dropFiles();
  const name = part.element.dataset.passage.replaceAll("/", "-");
  const links = FILES.filter(([key]) => passage[key]).map(([key, label, ending, type]) => {
    const content = typeof passage[key] === "string" ? passage[key] : JSON.stringify(passage[key], null, 2);
    const address = URL.createObjectURL(new Blob([content], { type }));
    blobs.push(address);
    return build("a", { href: address, download: `${name}.${ending}` }, label);
  });
  return build("p", { class: "cite-files" }, ...(links.length ? [build("span", {}, "Download"), ...links] : []));
}

function dropFiles() {
  blobs.forEach((address) => URL.revokeObjectURL(address));
  blobs = [];
}

// --- Events ------------------------------------------------------------------------------------------------------

let pressed = false;
let timer = 0;
let dismissed = null;

/** The words of passages in the selection, without numbers and badges, and without spaces at their ends. */
function readSelection() {
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

function keyOf(spans) {
  return spans.map(({ part, from, to }) => `${part.element.dataset.passage}:${from}-${to}`).join(" ");
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

function onKey(event) {
  if (event.key === "Escape" && !document.querySelector(".cite-dialog")) {
    if (timer) onSelection();
    if (barIsOpen() && !bar.whole) dismissed = keyOf(bar.spans);
    closeBar();
    leaveLink();
  }
  if (event.key === "Tab" && !event.shiftKey && !event.ctrlKey && !event.altKey && !event.metaKey) enterBar(event);
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

function start() {
  document.body.append(aloud);
  document.addEventListener("click", onNumber);
  document.addEventListener("click", leaveOnPress);
  document.addEventListener("pointerdown", onPress);
  ["pointerup", "pointercancel"].forEach((kind) => document.addEventListener(kind, onRelease));
  for (const kind of ["contextmenu", "auxclick", "click"]) {
    document.addEventListener(kind, onLinkTaken, { capture: true });
  }
  document.addEventListener("keydown", onKey);
  document.addEventListener("selectionchange", () => { if (!pressed) soon(200); });
  document.addEventListener("focusin", onFocus);
  addEventListener("resize", placeBar);
  // After either event, in whatever order they come, and after the browser has gone to the new target.
  let changing = 0;
  ["popstate", "hashchange"].forEach((kind) => addEventListener(kind, () => {
    clearTimeout(changing);
    changing = setTimeout(onAddressChange);
  }));
  const [visit] = performance.getEntriesByType?.("navigation") ?? [];
  if (parseQuote(location.search)) history.replaceState(OWN_QUOTE, "");
  // On a reload and on the way back the browser brings the reader to where they were.
  openLink(!visit || visit.type === "navigate");
}

start();

// For the tests, which go through many selections.
export { linkTo, openLink, readSelection };
