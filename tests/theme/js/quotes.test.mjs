// Links to words: what a link says, that it names one place, and what becomes of it after a correction.
import assert from "node:assert/strict";
import test from "node:test";
import { checksum } from "../../../scripts/ontherecord/theme/assets/js/links/checksum.js";
import { makeQuote } from "../../../scripts/ontherecord/theme/assets/js/links/make.js";
import { nestQuotes } from "../../../scripts/ontherecord/theme/assets/js/links/nest.js";
import { addSic } from "../../../scripts/ontherecord/theme/assets/js/links/quotation.js";
import {
  findAcross,
  findQuote,
  joinWords,
  parseQuote,
  writeQuote,
} from "../../../scripts/ontherecord/theme/assets/js/links/quote.js";
import { resolveQuote } from "../../../scripts/ontherecord/theme/assets/js/links/resolve.js";
import { normalise, splitWords } from "../../../scripts/ontherecord/theme/assets/js/links/text.js";
import { makePage } from "./pages.mjs";

// --- Text. What was ever copied must open for ever: these results may never change. ---

const NORMALISED = [
  ["plain words", "plain words"],
  ["  spaced \n\t out\u00a0words ", "spaced out words"],
  ["“We won’t use ‘force’”", "\"We won't use 'force'\""],
  ["Cafe\u0301 re\u0301sume\u0301", "Café résumé"],
  ["soft\u00adhyphens, zero\u200bwidth", "softhyphens, zerowidth"],
  ["👨‍👩‍👧 and 👍🏽", "👨‍👩‍👧 and 👍🏽"],
  ["\u1112\u1161\u11ab\u1100\u116e\u11a8", "한국"],
];

for (const [raw, text] of NORMALISED) {
  test(`text as it is compared: ${JSON.stringify(raw)}`, () => {
    const units = normalise(raw);
    assert.equal(units.text, text);
    assert.equal(normalise(text).text, text, "once normalised, it stays");
    // Every character leads back to where it stands.
    assert.equal(units.starts.length, text.length);
    assert.equal(units.ends.length, text.length);
  });
}

test("checksums are FNV-1a over UTF-8, modulo 36⁶", () => {
  const texts = ["", "a", "The ceasefire has to be observed."];
  assert.deepEqual(texts.map(checksum), ["ztntfp", "r9wi7g", "opy8mr"]);
});

test("the words of a text, also without spaces between them", () => {
  const cut = (text) => splitWords(text).map(([from, to]) => text.slice(from, to));
  assert.deepEqual(cut("no, never"), ["no,", "never"]);
  assert.equal(cut("俄罗斯和法国").join(""), "俄罗斯和法国");
  assert.ok(cut("俄罗斯和法国").length > 1);
  assert.deepEqual(
    cut("ж".repeat(50)).map((word) => word.length),
    [24, 24, 2],
  );
});

// --- The query of a link ---

test("a quote is written so that no mail program ends the address early, and read back", () => {
  const quote = { said: "“no.” (yes!)", to: "end", sum: "abc123", end: "p4", before: "^", after: "x$" };
  const query = writeQuote(quote);
  assert.match(query, /^[A-Za-z0-9%+&=_-]+$/);
  assert.deepEqual(parseQuote(`?${query}`), {
    ...quote,
    said: '"no." (yes!)',
    broken: false,
  });
});

// [query, whether it has a quote, whether that is broken]
const QUERIES = [
  ["said=hello", true, false],
  ["said=hello&to=world&sum=abcdef", true, false],
  ["said=hello&to=world", true, true],
  ["said=hello&to=world&sum=%00", true, true],
  ["said=hello&in=p15", true, true],
  [`said=hello&sum=${checksum("hello")}`, true, false],
  ["said=hello&sum=aaaaaa", true, true],
  ["said=%20%C2%A0", false],
  ["to=world&sum=abcdef", false],
  ["q=ceasefire", false],
];

for (const [query, isQuote, broken] of QUERIES) {
  test(`a link with ?${query}`, () => {
    const quote = parseQuote(query);
    assert.equal(quote !== null, isQuote);
    if (quote) assert.equal(quote.broken, broken);
  });
}

// --- Making and finding ---

const TEXTS = [
  "no no no no no no no no no no",
  "ha ha, ha ha; ha ha. Ha ha ha ha!",
  "aaaaaaaaaaaaaaaaaaaa",
  "^ and $ and ^ and $ ^^ $$",
  "哈哈哈哈哈哈，哈哈哈哈",
  "e\u0301e\u0301 e e\u0301 é e",
  "👍👍🏽👍 👍🏽👍 🇫🇷🇩🇪🇫🇷🇩🇪",
  "The end of one is the end of the other. The end of one is the end of the other.",
  "100% & 50% + 50% = 100% & more #p14 ?said=x&to=y",
];

/** Numbers below a limit, the same in every run. */
function makeRandom(seed) {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

test("any words, of one passage or of several, are found by their own link and nowhere else", () => {
  const random = makeRandom(7);
  for (let turn = 0; turn < 600; turn++) {
    const first = random(TEXTS.length);
    const parts = TEXTS.slice(first, first + 1 + (random(3) ? 0 : random(3))).map((text) => normalise(text));
    const joined = joinWords(parts);
    const starts = joined.starts.flatMap((start, unit) =>
      start >= 0 && joined.text[unit] !== " " ? [unit] : [],
    );
    const ends = joined.ends.flatMap((end, unit) =>
      end >= 0 && joined.text[unit] !== " " ? [unit + 1] : [],
    );
    const from = starts.filter((unit) => unit < parts[0].text.length)[random(3)] ?? 0;
    const last = joined.at.at(-1);
    const after = ends.filter((unit) => unit > from && unit > last);
    const to = after[random(after.length)];
    const quote = makeQuote(joined, from, to);
    const opened = parseQuote(writeQuote({ ...quote, end: parts.length > 1 ? "p9" : null }));
    const found = findAcross(joined, opened);
    assert.deepEqual(found, [[from, to]], `${joined.text.slice(from, to)}: ${writeQuote(quote)}`);
  }
});

test("what is only alike is not found", () => {
  const words = normalise("Cafe\u0301 with a 👍🏽, THE END");
  for (const said of ["Cafe", "👍", "🏽", "the end"])
    assert.deepEqual(findQuote(words, parseQuote(`said=${said}`)), []);
});

// --- After a correction ---

const LONG = "The ceasefire has to be observed by everyone, at all times";
const PAGE = makePage(
  {
    p1: "We want peace, and we want it now.",
    p2: [`So we said. ${LONG}.`, "So we said."],
    p3: ["Something else.", `Something. ${LONG}.`, "The very first words."],
    p4: [null, "I can only smile at that."],
    p5: "The red line was never crossed by any of them.",
    p6: "Again: the red line was never crossed by any of them.",
    p7: "A passage that was cut",
    p7a: "in two by an editor.",
    p10: "Last of the second half.",
    p9: "We ended there, and the second",
    p11: "Neither here nor there, and so on",
    p11a: "an editor put this in",
    p12: "to the bitter end.",
    p13: [null, "Only tea. And only in Tarn."],
    p14: "In Tarn it was cold.",
    p15: "Nobody smiled. And only in Tarn.",
  },
  { p13: ["p15"] },
);

/** The query of a link to words that run on into another passage. */
function ends(words, end) {
  const [first, ...others] = words.split(" ");
  return writeQuote({ said: first, to: others.at(-1), sum: checksum(words), end });
}

// [the link's words, its passage, what became of them]
const OUTCOMES = [
  ["said=want+peace", "p1", "found"],
  ["said=we+want&before=and", "p1", "found"],
  ["said=want", "p1", "several"],
  ["said=peace&before=never", "p1", "misplaced"],
  [`said=${LONG}`, "p3", "moved"],
  ["said=very+first+words", "p3", "changed"],
  ["said=only+smile", "p4", "changed"],
  ["said=red+line+was+never+crossed", "p1", "scattered"],
  ["said=nobody+ever+said+this", "p1", "missing"],
  ["said=want+peace", "p99", "missing"],
  ["said=was+cut+in+two", "p7", "found"],
  ["said=in+two", "p7", "moved"],
  [ends("there, and the second Last of", "p10"), "p9", "parted"],
  [ends("so on to the bitter", "p12"), "p11", "parted"],
  [ends("so on to the sweet", "p12"), "p11", "missing"],
  ["said=in+Tarn", "p13", "moved"],
  ["said=Only+tea", "p13", "changed"],
  ["said=In+Tarn", "p13", "missing"],
];

for (const [query, anchor, kind] of OUTCOMES) {
  test(`?${query}#${anchor} is ${kind}`, () => {
    assert.equal(resolveQuote(parseQuote(query), anchor, PAGE).kind, kind);
  });
}

test("words that no longer stand together are both known", () => {
  const quote = parseQuote(ends("there, and the second Last of", "p10"));
  const { spans } = resolveQuote(quote, "p9", PAGE);
  const shown = spans.map(({ part, from, to }) => [part.anchor, part.text.slice(from, to)]);
  assert.deepEqual(shown, [
    ["p9", "there, and the second"],
    ["p10", "Last of"],
  ]);
});

// --- Quotation marks within a quotation ---

const NESTED = [
  ["He said “yes”.", "He said ‘yes’."],
  ["He said “she said ‘yes’ to it”.", "He said ‘she said “yes” to it’."],
  ["He said ‘she said “yes” to it’.", "He said ‘she said “yes” to it’."],
  ['He said "yes" and "no".', "He said ‘yes’ and ‘no’."],
  ["It’s the parties’ and Lavrov’s.", "It’s the parties’ and Lavrov’s."],
  ["It's the parties' and Lavrov's.", "It's the parties' and Lavrov's."],
  ["“It’s the parties’ choice,” he said.", "‘It’s the parties’ choice,’ he said."],
  ["“The ‘parties’ choice’ isn’t theirs.”", "‘The “parties’ choice” isn’t theirs.’"],
  ["yes,” he said, “and no", "yes,’ he said, ‘and no"],
  ["in the ’90s and ‘80s", "in the ’90s and ‘80s"],
  ["Она сказала: «Да».", "Она сказала: «Да»."],
  ["Sie sagte: „Ja“.", "Sie sagte: „Ja“."],
];

for (const [text, nested] of NESTED) {
  test(`within a quotation: ${text}`, () => assert.equal(nestQuotes(text), nested));
}

// --- Slips of the source ---

test("a quotation with a slip of the source is offered with [sic], one without it is as it stands", () => {
  assert.equal(
    addSic("these moves have not yet lead to a result", ["not yet lead"]),
    "these moves have not yet lead [sic] to a result",
  );
  assert.equal(addSic("to a result", ["not yet lead"]), "to a result");
});
