import assert from "node:assert/strict";
import { test } from "node:test";

globalThis.document = { documentElement: { lang: "ru" } };
const { messages } = await import("../../../scripts/ontherecord/theme/assets/js/messages.js");
const { listNames, listParts, quote, showDay, showMonth, showNumber, tr, trMany, trParts, trWords } =
  await import("../../../scripts/ontherecord/theme/assets/js/tr.js");
messages["Passage {number}"] = "Отрывок {number}";
messages.July = "июля";
messages["{number} passage"] = ["{number} отрывок", "{number} отрывка", "{number} отрывков"];

test("A message is said in the site's language, and in English where nobody translated it", () => {
  assert.equal(tr("Passage {number}", { number: 14 }), "Отрывок 14");
  assert.equal(tr("Go to {place}", { place: "14" }), "Go to 14");
});

test("The browser is not asked for the names of months before a date is looked for", async () => {
  const { DateTimeFormat } = Intl;
  let made = 0;
  Intl.DateTimeFormat = function count(...given) {
    made += 1;
    return new DateTimeFormat(...given);
  };
  const folder = "../../../scripts/ontherecord/theme/assets/js";
  const afresh = await import(`${folder}/tr.js?afresh`);
  const { findDates } = await import(`${folder}/search/dates.js?afresh`);
  assert.deepEqual(findDates("what was said of July"), []);
  assert.equal(afresh.showDay("2016-05-14"), "14 May 2016");
  assert.equal(made, 0);
  assert.deepEqual(findDates("14 July 2016")[0].days, ["2016-07-14"]);
  Intl.DateTimeFormat = DateTimeFormat;
});

test("Russian counts in three forms", () => {
  const counted = [1, 2, 5, 11, 21].map((number) => trMany("{number} passage", "{number} passages", number));
  assert.deepEqual(counted, ["1 отрывок", "2 отрывка", "5 отрывков", "11 отрывков", "21 отрывок"]);
});

test("What is put in may be a node", () => {
  const node = { link: true };
  assert.deepEqual(trParts("Passage {number}", { number: node }), ["Отрывок ", node]);
});

test("What stands between a name and {z} is put into what the name makes", () => {
  messages["{b}No passage{z} has {words}."] = "{b}Ни в одном отрывке{z} нет: {words}.";
  const b = (...parts) => ({ bold: parts });
  const said = trParts("{b}No passage{z} has {words}.", { b, words: quote("мир") });
  assert.deepEqual(said, [{ bold: ["Ни в одном отрывке"] }, " нет: ", "“мир”", "."]);
});

test("A list of nodes has between them what the language puts there", () => {
  const [one, two, three] = [{ n: 1 }, { n: 2 }, { n: 3 }];
  assert.deepEqual(listParts([one, two, three], "disjunction"), [one, ", ", two, " или ", three]);
  assert.deepEqual(trParts("{links}", { links: listParts([one, two]) }), [one, " и ", two]);
});

test("Words that a reader may type are listed in one message", () => {
  messages["ask, asks"] = "спросил, спросила";
  assert.deepEqual(trWords("ask, asks"), ["спросил", "спросила"]);
});

test("Numbers, lists and days are the language's", () => {
  assert.equal(showNumber(12345).replace(/\s/u, " "), "12 345");
  assert.equal(listNames(["13", "14"]), "13 и 14");
  assert.equal(showDay("2016-07-15"), "15 июля 2016");
  assert.equal(showDay("none"), null);
  assert.equal(showMonth("2016-07"), "июль 2016");
});
