// Links as mail programs, chats, trackers and people's hands leave them: the passage and the words that are meant, or an
// open refusal; never other words than those that were quoted.
import assert from "node:assert/strict";
import test from "node:test";
import { makeQuote } from "../../../scripts/ontherecord/theme/assets/js/links/make.js";
import { joinWords, writeQuote } from "../../../scripts/ontherecord/theme/assets/js/links/quote.js";
import {
  guessPassages,
  mendPath,
  readFragment,
  readLink,
} from "../../../scripts/ontherecord/theme/assets/js/links/received.js";
import { resolveLink } from "../../../scripts/ontherecord/theme/assets/js/links/resolve.js";
import { splitWords } from "../../../scripts/ontherecord/theme/assets/js/links/text.js";
import { makePage } from "./pages.mjs";

const PAGE = makePage({
  p1: "Today we met. We want peace in the whole region.",
  p2: "The harbour is 50% + 50% full & open, said the C++ men of A&amp;B in Café Noir.",
  p13: "The re-routed river: Today we exchanged opinions on the line.",
});
const LONG = { said: "Today", to: "region.", sum: "zcwdy7" };
const WHOLE = "Today we met. We want peace in the whole region.";

/** What a link marks, or what is said of it where it marks nothing. */
function open(address) {
  const { search, hash } = new URL(address, "https://record.example/transcripts/talks/");
  const link = resolveLink(readLink(search, hash), PAGE);
  if (!link) return null;
  const { outcome } = link;
  if (outcome.kind !== "found") return outcome.kind;
  return outcome.spans.map(({ part, from, to }) => part.text.slice(from, to)).join(" ");
}

// --- Words ---

const GOOD = `?${writeQuote(LONG)}#p1`;
const wrap = encodeURIComponent;

// [what was done to it, the link, the words that it marks or the outcome]
const RECEIVED = [
  ["nothing", GOOD, WHOLE],
  ["& as in HTML", GOOD.replaceAll("&", "&amp;"), WHOLE],
  ["& as in HTML, encoded", GOOD.replaceAll("&", "&amp%3B"), WHOLE],
  ["& as in HTML, twice", GOOD.replaceAll("&", "&amp;amp;"), WHOLE],
  ["& as its number", GOOD.replaceAll("&", "&#38;"), WHOLE],
  ["& as its number, hexadecimal", GOOD.replaceAll("&", "&#x26;"), WHOLE],
  ["& encoded", GOOD.replaceAll("&", "%26"), WHOLE],
  ["& as in HTML, then all encoded", GOOD.replaceAll("&", "%26amp%3B"), WHOLE],
  ["& escaped as in Markdown", GOOD.replaceAll("&", "\\&"), WHOLE],
  ["some of it encoded", GOOD.replace("&to=", "&to%3D"), WHOLE],
  ["encoded once more", `?said=Today&to=region%252E&sum=${LONG.sum}#p1`, WHOLE],
  ["all encoded", `?${wrap(GOOD.slice(1))}`, WHOLE],
  ["all encoded twice", `?${wrap(wrap(GOOD.slice(1)))}`, WHOLE],
  ["all encoded, after its own ?", `?${wrap(GOOD)}`, WHOLE],
  [
    "wrapped into an address of this page",
    `?url=${wrap(`https://record.example/t/${GOOD}`)}&data=05%7C01`,
    WHOLE,
  ],
  ["quoted-printable", GOOD.replaceAll("=", "=3D"), WHOLE],
  ["quoted-printable, wrapped", GOOD.replaceAll("=", "=3D").replace("region", "reg=%0D%0Aion"), WHOLE],
  ["a line break in a name", GOOD.replace("&sum", "&s%0Aum"), WHOLE],
  ["a line break after &", GOOD.replace("&to", "&%0D%0A%20to"), WHOLE],
  ["a line break in a word", "?said=Today+we+m%0Aet#p1", "Today we met"],
  ["a line break between words", "?said=Today+we%0Amet#p1", "Today we met"],
  ["names in capitals", GOOD.replace("&to", "&TO").replace("said", "Said"), WHOLE],
  ["a tracker’s mark before", GOOD.replace("?", "?utm_source=x&utm_medium=y&"), WHOLE],
  ["a tracker’s mark after", GOOD.replace("#", "&fbclid=IwAR0_x-y#"), WHOLE],
  ["a tracker’s mark with a second ?", GOOD.replace("#", "?fbclid=IwAR0#"), WHOLE],
  ["a tracker’s mark after the passage", `${GOOD}&utm_source=x`, WHOLE],
  ["a tracker’s mark after the passage, with ?", `${GOOD}?utm_source=x`, WHOLE],
  ["the passage before the query", `#p1${GOOD.replace("#p1", "")}`, WHOLE],
  ["# encoded", GOOD.replace("#", "%23"), WHOLE],
  ["a full stop after", `${GOOD}.`, WHOLE],
  ["brackets and quotes after", `${GOOD}”),`, WHOLE],
  ["the tail of a mail filter", `${GOOD}__;!!NLFGqXoF!x$`, WHOLE],
  ["the passage in capitals", GOOD.replace("#p1", "#P1"), WHOLE],
  ["+ encoded", "?said=We%2Bwant%2Bpeace#p1", "We want peace"],
  ["+ encoded twice", "?said=We%252Bwant%252Bpeace#p1", "We want peace"],
  ["blanks encoded twice", "?said=We%2520want%2520peace#p1", "We want peace"],
  ["other letters encoded twice", "?said=in+Caf%25C3%25A9#p2", "in Café"],
  ["the neighbours encoded twice", "?said=Today&after=we%2520exchanged#p13", "Today"],
  // What is there to the letter is never read otherwise.
  ["a real + and %", "?said=50%25+%2B+50%25#p2", "50% + 50%"],
  ["a real ++", "?said=C%2B%2B#p2", "C++"],
  ["a real &", "?said=full+%26+open#p2", "full & open"],
  ["real words “&amp;”", "?said=A%26amp%3BB#p2", "A&amp;B"],
  ["hand-written", "?said=we exchanged opinions#p13", "we exchanged opinions"],
  // What cannot be read marks nothing, above all not the first word for the whole.
  ["cut after the first word", "?said=Today", "missing"],
  ["the ends without the sum", "?said=Today&to=region%2E#p1", "missing"],
  ["the sum without the end", `?said=Today&sum=${LONG.sum}#p1`, "missing"],
  ["the end emptied", "?said=Today&to=&sum=#p1", "missing"],
  ["the end run into its name", "?said=Today&to%5B%5D=region%2E#p1", "missing"],
  ["two links in one", "?said=Today&said=We#p1", "missing"],
  ["the sum cut", `?said=Today&to=region%2E&sum=${LONG.sum.slice(0, 4)}#p1`, "missing"],
  ["the + gone", "?said=Wewantpeace#p1", "missing"],
  ["a real ++ that is not there", "?said=we%2B%2B#p1", "missing"],
  ["in small letters", "?said=today#p1", "missing"],
  ["another passage’s number", "?said=river#p1", "missing"],
  ["no quote", "?utm_source=x#p1", null],
  ["the query of a search", "?q=said#p1", null],
];

for (const [why, link, words] of RECEIVED) {
  test(`words of a link with ${why}: ${link}`, () => assert.equal(open(link), words));
}

// --- Passages ---

// [the fragment, the passage that it means]
const FRAGMENTS = [
  ..."p13 p13. p13, p13) p13] p13> p13” p13» p13’ p13; p13: p13! p13… p13* p13** p13_ p13/ p13| P13".split(
    " ",
  ),
  ..."p13). p13>. p13%22 p13%29 p13%E2%80%9D p13%C2%A0 p13%20 p13%0A p13</a> p13–15 p13-p14 p13’s".split(" "),
  ..."%23p13 #p13 %2523p13 #%23p13 %20p13 (p13 ｐ１３ p13&utm_source=x p13?fbclid=y p13&amp;x=y".split(" "),
  ..."p13%0Aand%20so%20on p13__;!!x".split(" "),
];

for (const fragment of FRAGMENTS) {
  test(`the passage of #${fragment}`, () => {
    const { hash } = new URL(`#${fragment}`, "https://record.example/");
    const names = readLink("", hash).flatMap((reading) => readFragment(reading.fragment));
    assert.equal(
      names.find((name) => /^p\d+[a-z]*$/.test(name)),
      "p13",
    );
  });
}

test("the passage that stands encoded at the end of the query", () => {
  for (const search of ["?%23p13", "?utm_source=x%23p13"]) {
    assert.ok(readLink(search, "").some(({ fragment }) => fragment === "p13"));
  }
});

test("an inserted passage keeps its letter, and other places of the page their name", () => {
  assert.ok(readFragment("P14A.").includes("p14a"));
  assert.deepEqual(readFragment("part-1"), ["part-1"]);
  assert.ok(readFragment("cite.").includes("cite"));
  assert.deepEqual(readFragment(""), []);
});

// [the fragment, the passages that may be meant, whether they have its number]
const GUESSES = [
  ["p1%0A3", ["p13", "p1"], true],
  ["p13and", ["p13"], true],
  ["13", ["p13"], true],
  ["para.%2013", ["p13"], true],
  ["p99", ["p13"], false],
  ["p5", ["p2"], false],
  ["p0", ["p1"], false],
  ["part-9", [], false],
  ["%E0%A4%A", [], false],
];

for (const [fragment, anchors, exact] of GUESSES) {
  test(`#${fragment} names no passage: ${anchors.join(" or ") || "no help"}`, () => {
    const all = PAGE.map((entry) => entry.anchor);
    assert.ok(!readFragment(fragment).some((name) => all.includes(name)));
    assert.deepEqual(guessPassages(fragment, all), { anchors, exact });
  });
}

// --- Addresses without a page ---

// [the path, the page that it may have been, and what follows that]
const PATHS = [
  ["/a/talks/%23p13", "/a/talks/", "#p13"],
  ["/a/talks/%2523p13", "/a/talks/", "#p13"],
  ["/a/talks/%3Fsaid=real%2Btime%23p24", "/a/talks/", "?said=real+time#p24"],
  ["/a/talks/).", "/a/talks/"],
  ["/a/talks%22", "/a/talks"],
  ["/a/talks/%E2%80%9D", "/a/talks/"],
  ["/a/talks/%C2%A0", "/a/talks/"],
  ["//elsewhere.example/).", "//elsewhere.example/"],
  ["/a/talks/"],
  ["/a/2031-01-01_x-"],
  ["/a/%E0%A4%A"],
];

for (const [path, page, rest = ""] of PATHS) {
  test(`the page of ${path}`, () => assert.deepEqual(mendPath(path), page ? { path: page, rest } : null));
}

// --- Whatever comes together ---

const TREATMENTS = [
  (link) => link.replaceAll("&", "&amp;"),
  (link) => link.replaceAll("&", "&#38;"),
  (link) => link.replaceAll("=", "=3D"),
  (link) => link.replaceAll("%", "%25"),
  (link) => link.replaceAll("+", "%20"),
  (link) => link.replaceAll("+", "%2B"),
  (link) => link.replace("#", "%23"),
  (link) => link.replace("#", "&utm_source=a.b#"),
  (link) => link.replace("#", "?fbclid=Iw#"),
  (link) => `?${encodeURIComponent(link.slice(1))}`,
  (link) => link.toUpperCase(),
  (link) => link.replace(/^(.{9,}?)([&+a-z])/, "$1%0A$2"),
  (link) => `${link}).`,
  (link) => `${link}&gclid=1`,
  (link) => link.slice(0, -4),
  (link) => link.replace(/&sum=[^&#]*/, ""),
  (link) => link.replace(/&to=[^&#]*/, "&to="),
  (link) => link.replace(/#.*/, ""),
];

test("whatever was done to a link, it marks the words that were quoted or none", () => {
  let marked = 0;
  PAGE.forEach(({ live, anchor }) => {
    const joined = joinWords([live]);
    for (const [from] of splitWords(live.text)) {
      for (const [, to] of splitWords(live.text).filter(([, end]) => end > from)) {
        const link = `?${writeQuote(makeQuote(joined, from, to))}#${anchor}`;
        const [one, other] = [(from * 7 + to) % TREATMENTS.length, (from + to * 5) % TREATMENTS.length];
        const treated = TREATMENTS[other](TREATMENTS[one](link));
        const words = open(treated);
        if (["missing", "misplaced", "moved", "several", "scattered", null].includes(words)) continue;
        marked += 1;
        assert.equal(words, live.text.slice(from, to), treated);
      }
    }
  });
  assert.ok(marked > 150, `${marked}`);
});
