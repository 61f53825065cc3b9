// How words are compared: by the table that tests/test_words.py reads too.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import { respell } from "../../../scripts/ontherecord/theme/assets/js/search/languages.js";
import { findMatches, phrasePattern } from "../../../scripts/ontherecord/theme/assets/js/search/text.js";
import {
  fold,
  foldWords,
  stripPossessive,
  WORD,
} from "../../../scripts/ontherecord/theme/assets/js/search/words.js";

const { cases } = JSON.parse(readFileSync(new URL("../../cases/folding.json", import.meta.url)));

for (const { why, text, words } of cases) {
  test(`folding: ${why}`, () => {
    assert.deepEqual([...foldWords(text)], words);
    assert.equal(fold(text).length, text.length, "places in the folded text are places in the text");
    const split = [...text.matchAll(WORD)].flatMap(([word]) => [...foldWords(word)]);
    assert.deepEqual(split, words, "split before or after folding, the words are the same");
  });
}

// [what is looked for, the text, what is marked in it]
const MARKED = [
  ["Путин", "Сказал Пу\u0301тин.", ["Пу\u0301тин"]],
  ["Пу\u0301тин", "Путину и Путин", ["Путин"]],
  ["cafe*", "Two Café\u0301s, one cafe", ["Café\u0301s", "cafe"]],
  ["ceasefire", "a cease-fire, the ceasefire.", ["ceasefire"]],
  ["US", "Trust us, said the US.", ["US"]],
  ["UN Security Council", "the UN’s own; UN Security\u00a0Council", ["UN Security\u00a0Council"]],
  ["ceasefire", "The cease\u00adfire, the cease\u200bfires.", ["cease\u00adfire"]],
  ["cease", "A cease\u00adfire.", []],
  ["official", "An of\ufb01cial word.", ["of\ufb01cial"]],
  ["Oeuvre", "Une \u0152uvre.", ["\u0152uvre"]],
  ["tromso", "In Troms\u00f8.", ["Troms\u00f8"]],
  ["會見", "陳大文會見了部長", ["會見"]],
  ["C++ (1)", "C++ (1) and C1", ["C++ (1"]],
];

for (const [form, text, expected] of MARKED) {
  test(`marking ${form}`, () => {
    const found = findMatches({ content: text }, [form]);
    assert.deepEqual(
      found.map(({ start, end }) => text.slice(start, end)),
      expected,
    );
  });
}

test("a phrase is found over whatever parts its words, and whole words only", () => {
  assert.ok(phrasePattern("minsk group").test(fold("The Minsk–Group’s")));
  assert.ok(!phrasePattern("minsk group").test(fold("Minsk groups")));
});

test("possessives and the two spellings", () => {
  assert.deepEqual(["kyiv's", "states'", "you're", "o'brien"].map(stripPossessive), [
    "kyiv",
    "states",
    "you",
    "o'brien",
  ]);
  assert.equal(respell("organise the realization"), "organize the realisation");
});
