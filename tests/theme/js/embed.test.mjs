// Quoted words for other pages: HTML that needs nothing of this site, and annotations that find the words again.
import assert from "node:assert/strict";
import test from "node:test";
import {
  makeId,
  selectWords,
  writeAnnotation,
  writeEmbed,
} from "../../../scripts/ontherecord/theme/assets/js/links/embed.js";
import { normalise } from "../../../scripts/ontherecord/theme/assets/js/links/text.js";

const LINK = "https://x.org/transcripts/x/?said=a&to=b#p14";
const QUOTED = {
  said: ["The harbour is open.", "It is."],
  by: ["Mira Holt", "news conference, Selwyn, 4 March 2031"],
  paragraphs: "paras. 14–15",
  language: "en",
};

test("a quotation for a page elsewhere has words, speaker, day, number and link", () => {
  assert.equal(
    writeEmbed(QUOTED, LINK, "On the Record"),
    `<figure>
<blockquote cite="https://x.org/transcripts/x/?said=a&amp;to=b#p14" lang="en">
<p dir="auto">The harbour is open.</p>
<p dir="auto">It is.</p>
</blockquote>
<figcaption>Mira Holt, news conference, Selwyn, 4 March 2031, <a href="https://x.org/transcripts/x/?said=a&amp;to=b#p14">paras. 14–15, On the Record</a></figcaption>
</figure>`,
  );
});

test("no text breaks out of it", () => {
  const evil = "</blockquote><script>\"&'";
  const html = writeEmbed({ said: [evil], by: [evil], paragraphs: evil, language: '"><b' }, `x"><i>`, evil);
  const names = [...html.matchAll(/<\/?([a-z]+)/g)].map(([, name]) => name);
  assert.deepEqual([...new Set(names)].sort(), ["a", "blockquote", "figcaption", "figure", "p"]);
  assert.equal(html.match(/"/g).length, 2 + 2 + 2 + 2, "only the four attributes are quoted");
});

test("without a language or a site's name nothing is made up", () => {
  const html = writeEmbed({ ...QUOTED, language: undefined }, LINK, undefined);
  assert.ok(!html.includes("lang"));
  assert.match(html, />paras\. 14–15<\/a>/);
});

/** A passage in which some words are selected. */
function span(raw, words, anchor = "p14") {
  const part = { raw, anchor, ...normalise(raw) };
  const said = normalise(words).text;
  const from = part.text.indexOf(said);
  return { part, from, to: from + said.length };
}

const TEXTS = [
  ["We said: “the harbour  is open” 𝄞 to all.", "harbour is open” 𝄞 to"],
  ["ناقشنا أيضا قضية ناغورني كاراباخ. روسيا", "قضية ناغورني"],
  ["Whole.", "Whole."],
];
for (const [raw, words] of TEXTS) {
  test(`an annotation finds its words again: ${words}`, () => {
    const selector = selectWords(span(raw, words));
    assert.deepEqual([selector.type, selector.value], ["FragmentSelector", "p14"]);
    const [quote, place] = selector.refinedBy;
    const signs = [...raw];
    assert.equal(signs.slice(place.start, place.end).join(""), quote.exact, "by their place, in code points");
    assert.ok(raw.includes(quote.prefix + quote.exact + quote.suffix), "by what stands around them");
    assert.equal(normalise(quote.exact).text, normalise(words).text);
  });
}

test("the words around are few and whole characters", () => {
  const [quote] = selectWords(span(`${"𝄞".repeat(50)} here ${"𝄞".repeat(50)}`, "here")).refinedBy;
  assert.equal(quote.prefix, `${"𝄞".repeat(31)} `);
  assert.equal(quote.suffix, ` ${"𝄞".repeat(31)}`);
});

test("an annotation is one of the Web Annotation Data Model, with a target for each passage", () => {
  const page = "https://x.org/transcripts/x/";
  const one = { page, span: span("Whole.", "Whole.") };
  const read = (places) => JSON.parse(writeAnnotation("urn:uuid:1", places));
  const annotation = read([one]);
  assert.deepEqual(Object.keys(annotation), ["@context", "id", "type", "motivation", "target"]);
  assert.equal(annotation["@context"], "http://www.w3.org/ns/anno.jsonld");
  assert.equal(annotation.target.source, page);
  const targets = read([one, { page, span: span("Other.", "Other.", "p15") }]).target;
  assert.deepEqual(
    targets.map(({ selector }) => selector.value),
    ["p14", "p15"],
  );
});

test("every annotation has a name of its own", () => {
  const [one, other] = [makeId(), makeId()];
  assert.match(one, /^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  assert.notEqual(one, other);
});
