// A site in Russian: what its readers type is read by the rules of their language.
import assert from "node:assert/strict";
import { test } from "node:test";

globalThis.document = { documentElement: { lang: "ru" } };
const { messages } = await import("../../../scripts/ontherecord/theme/assets/js/messages.js");
messages["passage, passages, paragraph, paragraphs"] = "отрывок, отрывки, абзац";
messages["journalist, reporter, correspondent"] = "журналист, корреспондент";
const { findDates } = await import("../../../scripts/ontherecord/theme/assets/js/search/dates.js");
const { findNumbers } = await import("../../../scripts/ontherecord/theme/assets/js/search/numbers.js");
const { foldWords } = await import("../../../scripts/ontherecord/theme/assets/js/search/words.js");
const { isForm, isFunctionWord, respell } = await import(
  "../../../scripts/ontherecord/theme/assets/js/search/languages.js"
);
const { addLanguages } = await import("../../../scripts/ontherecord/theme/assets/js/tr.js");
const { readQuotation } = await import("../../../scripts/ontherecord/theme/assets/js/check/reading.js");

// [a query, the days in it, how they stand there]
const DATES = [
  ["что было 15 июля 2016 года", ["2016-07-15"], "15 июля 2016 года"],
  ["пятница, 15 июля 2016 г.", ["2016-07-15"], "пятница, 15 июля 2016 г."],
  ["июль 2016", ["2016-07"], "июль 2016"],
  ["1 мая", ["--05-01"], "1 мая"],
  ["3 сент. 2016", ["2016-09-03"], "3 сент. 2016"],
  ["14 July 2016", ["2016-07-14"], "14 July 2016"],
  ["15.07.2016", ["2016-07-15"], "15.07.2016"],
  ["2016年7月15日", ["2016-07-15"], "2016年7月15日"],
];

for (const [query, days, raw] of DATES) {
  test(`the date in ${query}`, () => {
    const [date, ...others] = findDates(query);
    assert.deepEqual([date.days, date.raw, others], [days, raw, []]);
  });
}

test("a passage is asked for in Russian, and as everywhere", () => {
  const asked = ["отрывок 14", "абзац 3–5", "passage 2", "p7"].map(
    (query) => findNumbers(query, new Map())[0],
  );
  assert.deepEqual(
    asked.map(({ first, last }) => [first, last]),
    [
      ["p14", "p14"],
      ["p3", "p5"],
      ["p2", "p2"],
      ["p7", "p7"],
    ],
  );
});

const folded = (text) => foldWords(text)[0];

test("forms of one Russian word are told from other words", () => {
  const FORMS = [
    ["Навального", "Навальный"],
    ["Сирии", "Сирия"],
    ["переговоров", "переговоры"],
    ["перемирием", "перемирие"],
  ];
  for (const [one, other] of FORMS) assert.ok(isForm(folded(one), folded(other)), one);
  const OTHERS = [
    ["мир", "мирный"],
    ["Ливия", "Ливан"],
    ["страна", "странный"],
  ];
  for (const [one, other] of OTHERS) assert.ok(!isForm(folded(one), folded(other)), one);
});

test("no English rule is applied to another language's words", () => {
  assert.ok(!isForm("agreed", "agreeing"));
  assert.ok(isForm("agreed", "agreed"));
  assert.equal(respell("organise"), "organise");
  assert.ok(!isFunctionWord("the") && isFunctionWord("чтобы"));
});

test("a quotation is told from who said it by signs alone", () => {
  const people = { "mira-holt": ["Мира Хольт"] };
  const speakers = (text) => readQuotation(text, people).map(({ speaker }) => speaker?.name ?? null);
  assert.ok(speakers("Хольт: «Мы договорились о перемирии на озере»").includes("Хольт"));
  assert.ok(speakers("«Мы договорились о перемирии на озере» — журналист").includes("журналист"));
});

test("where there are English texts, their words have English rules too", () => {
  const people = { "mira-holt": ["Mira Holt"] };
  const said = () => readQuotation("We agreed on a truce by the lake, Holt said", people)[1]?.speaker?.name;
  assert.equal(said(), undefined);
  addLanguages(["en-GB"]);
  assert.equal(said(), "Holt");
  assert.ok(isForm("agreed", "agreeing") && isForm(folded("Сирии"), folded("Сирия")));
  assert.ok(isFunctionWord("the") && isFunctionWord("чтобы"));
});
