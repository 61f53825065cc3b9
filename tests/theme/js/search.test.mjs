// The search without a page: what a query is taken for, what is put right, the order of hits, the filters.
import assert from "node:assert/strict";
import test from "node:test";
import {
  countValues,
  makeTests,
  readRows,
} from "../../../scripts/ontherecord/theme/assets/js/search/facets.js";
import { Names } from "../../../scripts/ontherecord/theme/assets/js/search/names.js";
import { Reader } from "../../../scripts/ontherecord/theme/assets/js/search/query.js";
import { sortHits } from "../../../scripts/ontherecord/theme/assets/js/search/rank.js";
import { readState, writeState } from "../../../scripts/ontherecord/theme/assets/js/search/state.js";
import { cutExcerpt } from "../../../scripts/ontherecord/theme/assets/js/search/text.js";
import { Vocabulary } from "../../../scripts/ontherecord/theme/assets/js/search/vocabulary.js";
import { fold } from "../../../scripts/ontherecord/theme/assets/js/search/words.js";

const LEXICON = {
  concepts: [
    {
      sign: "qqtsyriaqq",
      things: [
        {
          kind: "topic",
          id: "syria",
          title: "Syria",
          names: ["Syria"],
          about: 3,
          abroad: { ar: ["سوريا"], "zh-Hant": ["敘利亞"] },
        },
      ],
    },
    {
      sign: "qqnun-scqq",
      things: [
        {
          kind: "organisation",
          id: "un-sc",
          title: "UN Security Council",
          names: ["UN Security Council", "Security Council"],
          printed: ["Security Council"],
          mentions: 2,
        },
      ],
    },
    {
      sign: "qqnis1qq",
      things: [{ kind: "group", id: "is", title: "Islamic State", names: ["Islamic State", "IS"] }],
    },
    {
      sign: "qqnputinqq",
      things: [{ kind: "person", id: "putin", title: "Путин", names: ["Путин"], mentions: 1 }],
    },
  ],
  transcripts: { a: { title: "A", printed: "The first", date: "2031-03-04", url: "transcripts/a/" } },
  pages: [{ title: "Timeline", url: "timeline/", typed: ["Dates"] }],
  countries: ["serbia"],
  synonyms: { truce: "ceasefire" },
};
const WORDS =
  "ceasefire agreement agreed agreeing peace harbour syrian organise russian us question key stone keystone".split(
    " ",
  );
const names = new Names(LEXICON);
const vocabulary = new Vocabulary(WORDS, names.listWords(), LEXICON.countries, LEXICON.synonyms);
const reader = new Reader(names, vocabulary);
const show = (units) => units.map(({ kind, text }) => `${kind} ${text}`);

// [query, what it is taken for]
const QUERIES = [
  ["peace in Syria", ["word peace", "name syria"]],
  ["the UN security council", ["name un security council"]],
  ["“peace agreement” harbour", ["phrase peace agreement", "word harbour"]],
  ["cease fire", ["word ceasefire"]],
  ["cease-fire", ["word ceasefire"]],
  ["key-stone", ["word keystone"]],
  ["key stone", ["word key", "word stone"]],
  ["Russian-US", ["phrase russian us"]],
  ["IS", ["name is"]],
  ["what is it", ["word what", "word is", "word it"]],
  ["Пу\u0301тин", ["name путин"]],
  ["Syria’s harbour", ["name syria", "word harbour"]],
  ["سوريا", ["name سوريا"]],
  ["敘利亞會談", ["name 敘利亞", "run 會談"]],
  ["p13", ["number 13"]],
  ["peace ¶ 13", ["word peace", "number 13"]],
  ["14 July 2016 peace", ["date 2016 07 14", "word peace"]],
  ["“14 July”", ["phrase 14 july"]],
  ["30", ["number 30"]],
  ["key\u00adstone", ["word keystone"]],
  ["… !", []],
];

for (const [query, units] of QUERIES) {
  test(`the query ${query}`, () => assert.deepEqual(show(reader.parse(query)), units));
}

// [what was typed, what it is put right to, what is asked about, what is left out]
const SLIPS = [
  ["ceasfire", ["ceasefire"], [], []],
  ["harbor", ["harbour"], [], []],
  ["serbia", [], [], ["serbia"]],
  ["zzzzz", [], [], ["zzzzz"]],
  ["agree", [], [], []],
  ["truce", ["ceasefire"], [], []],
];

for (const [typed, corrected, maybe, unknown] of SLIPS) {
  test(`the slip ${typed}`, () => {
    const found = reader.resolve(reader.parse(typed), true);
    assert.deepEqual(
      [found.corrected.map(({ to }) => to), found.maybe.map(({ to }) => to), found.unknown],
      [corrected, maybe, unknown],
    );
  });
}

test("names and pages that have all the words of a query", () => {
  const find = (query) => names.findThings(reader.parse(query)).map(({ id }) => id);
  assert.deepEqual(find("syria"), ["syria"]);
  assert.deepEqual(find("secur coun"), ["un-sc"]);
  assert.deepEqual(find("2031"), ["a"]);
  assert.deepEqual(
    names.findPages(reader.parse("dates")).map(({ url }) => url),
    ["timeline/"],
  );
});

function makeHit(id, content, topics = []) {
  return { id, content, folded: fold(content), topics, mentions: [], entities: [], dates: [] };
}

test("what treats the subject comes before what mentions it, and the phrase before its words apart", () => {
  const sort = (query, ...hits) => sortHits(hits, reader.parse(query)).map(({ id }) => id);
  assert.deepEqual(
    sort("Syria", makeHit("mentions", "Syria came up."), makeHit("treats", "On Syria.", ["syria"])),
    ["treats", "mentions"],
  );
  assert.deepEqual(
    sort(
      "peace harbour",
      makeHit("apart", "Harbour peace: the harbour, peace and harbour."),
      makeHit("phrase", "Long before all of that it was, some say, a peace harbour."),
    ),
    ["phrase", "apart"],
  );
});

test("an excerpt shows the words that were looked for", () => {
  const content = `${"Nothing of note was said here. ".repeat(30)}The harbour is open. ${"More of it. ".repeat(30)}`;
  const pieces = cutExcerpt(makeHit("p", content), reader.parse("harbour"), 120);
  assert.deepEqual(
    pieces.filter(({ mark }) => mark).map(({ text }) => text),
    ["harbour"],
  );
  assert.ok(pieces.map(({ text }) => text).join("").length < 160);
});

test("a passage that reports what somebody said comes first where that is asked", () => {
  const hits = [
    makeHit("named", "Путин came, and I said so."),
    makeHit("said", "As Путин has said, it rains."),
  ];
  assert.deepEqual(
    sortHits(hits, reader.parse("Путин said"), "Путин said").map(({ id }) => id),
    ["said", "named"],
  );
});

test("the day of the event tells none of its passages from another, beside other words", () => {
  const said = { ...makeHit("today", "Peace today."), day: "2031-03-04", dates: [["today", "2031-03-04"]] };
  const other = { ...makeHit("peace", "Peace, peace and peace."), day: "2031-03-04", dates: [] };
  const sort = (query) => sortHits([said, other], reader.parse(query), query).map(({ id }) => id);
  assert.deepEqual(sort("peace"), sort("peace 4 March 2031"));
  assert.deepEqual(sort("4 March 2031"), ["today", "peace"]);
});

const ROWS = readRows(
  {
    ids: "a b c",
    anchors: "p1+1 p2a",
    values: {
      topic: [["syria"], ["syria", "peace"], []],
      speaker: [["x"]],
      kind: [["answer"], ["question"]],
      transcript: [["a"]],
    },
    columns: { topic: [0, 1, 2], speaker: [0, 0, 0], kind: [0, 1, 0], transcript: [0, 0, 0] },
  },
  names.transcripts,
);

test("topics add up, the values of other facets are alternatives", () => {
  const pass = (filters) =>
    ROWS.ids.filter((_, place) => makeTests(ROWS, filters).every(({ passes }) => passes(place))).join("");
  assert.equal(pass({}), "abc");
  assert.equal(pass({ topic: ["syria"] }), "ab");
  assert.equal(pass({ topic: ["syria", "peace"] }), "b");
  assert.equal(pass({ kind: ["answer", "question"] }), "abc");
  assert.equal(pass({ year: ["2031"], kind: ["answer"] }), "ac");
});

test("what is chosen in a facet does not narrow the facet itself", () => {
  const counts = countValues(ROWS, ROWS.ids, { kind: ["answer"] });
  assert.deepEqual(
    [...counts.kind],
    [
      ["answer", 2],
      ["question", 1],
    ],
  );
  assert.deepEqual(
    [...counts.topic],
    [
      ["syria", 1],
      ["peace", 0],
    ],
  );
});

test("a topic that is chosen narrows the other topics", () => {
  const counts = countValues(ROWS, ROWS.ids, { topic: ["peace"] });
  assert.deepEqual(Object.fromEntries(counts.topic), { syria: 1, peace: 1 });
});

test("the address holds the whole search", () => {
  const state = { query: "peace & “war”", filters: { topic: ["syria", "peace"], kind: ["answer"] } };
  const read = readState(writeState(state, 40));
  assert.deepEqual(
    [read.query, read.filters.topic, read.filters.kind, read.number],
    [state.query, ["syria", "peace"], ["answer"], 40],
  );
  assert.equal(readState("?n=1000000").number, 200);
  assert.equal(writeState({ query: "", filters: {} }), "");
});
