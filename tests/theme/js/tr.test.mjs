import assert from "node:assert/strict";
import { test } from "node:test";

globalThis.document = { documentElement: { lang: "ru" } };
const { messages } = await import("../../../scripts/ontherecord/theme/assets/js/messages.js");
const { listNames, showDay, showNumber, tr, trMany, trParts } = await import(
  "../../../scripts/ontherecord/theme/assets/js/tr.js"
);
messages["Passage {number}"] = "Отрывок {number}";
messages["{number} passage"] = ["{number} отрывок", "{number} отрывка", "{number} отрывков"];

test("A message is said in the site's language, and in English where nobody translated it", () => {
  assert.equal(tr("Passage {number}", { number: 14 }), "Отрывок 14");
  assert.equal(tr("Go to {place}", { place: "14" }), "Go to 14");
});

test("Russian counts in three forms", () => {
  const counted = [1, 2, 5, 11, 21].map((number) => trMany("{number} passage", "{number} passages", number));
  assert.deepEqual(counted, ["1 отрывок", "2 отрывка", "5 отрывков", "11 отрывков", "21 отрывок"]);
});

test("What is put in may be a node", () => {
  const node = { link: true };
  assert.deepEqual(trParts("Passage {number}", { number: node }), ["Отрывок ", node]);
});

test("Numbers, lists and days are the language's", () => {
  assert.equal(showNumber(12345).replace(/\s/u, " "), "12 345");
  assert.equal(listNames(["13", "14"]), "13 и 14");
  assert.match(showDay("2016-07-15"), /^15 июля 2016/);
});
