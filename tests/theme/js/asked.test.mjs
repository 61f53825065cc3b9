// What of a query is a date or the number of a passage, and how searches wait for one another.
import assert from "node:assert/strict";
import test from "node:test";
import { findDates, fits } from "../../../scripts/ontherecord/theme/assets/js/search/dates.js";
import {
  findGone,
  findNumbers,
  isAsked,
  readAnchors,
} from "../../../scripts/ontherecord/theme/assets/js/search/numbers.js";
import {
  makeAnnouncer,
  recall,
  Turns,
  wait,
} from "../../../scripts/ontherecord/theme/assets/js/search/turns.js";

// [what is typed, the days that it may mean]
const DATES = [
  ["July 14", [["--07-14"]]],
  ["the 14th of July", [["--07-14"]]],
  ["July 14th, 2016", [["2016-07-14"]]],
  ["Thursday, 14 July 2016", [["2016-07-14"]]],
  ["14 Sept. 2016", [["2016-09-14"]]],
  ["2016-07-14", [["2016-07-14"]]],
  ["14.7.2016", [["2016-07-14"]]],
  ["7/14/2016", [["2016-07-14"]]],
  ["6/7/2016", [["2016-07-06", "2016-06-07"]]],
  ["talks, July 2016", [["2016-07"]]],
  ["07/2016", [["2016-07"]]],
  ["in 2016", [["2016"]]],
  ["2014 and 2016", [["2014"], ["2016"]]],
  ["31/02/2016", []],
  ["9/11", []],
  ["it may rain", []],
  ["2254", []],
];

for (const [typed, days] of DATES) {
  test(`the date ${typed}`, () =>
    assert.deepEqual(
      findDates(typed).map((unit) => unit.days),
      days,
    ));
}

test("a date is met by what is within it, and by no more precise one", () => {
  const isMet = (typed, when) => fits(findDates(typed)[0], when);
  assert.ok(
    isMet("July 2016", "2016-07-14") && isMet("2016", "2016-01/..") && isMet("14 July", "2016-07-14"),
  );
  assert.ok(isMet("2016", "2014/2016"));
  assert.ok(!isMet("14 July 2016", "2016-07") && !isMet("July 2016", "2016-08-14"));
});

const TALKS = new Map([
  ["talks", { title: "Talks", url: "transcripts/talks/", gone: ["p14"] }],
  ["other", { title: "Other", url: "transcripts/other/" }],
]);

// [what is typed, first, last, slug]
const NUMBERS = [
  ["p13", "p13", "p13", null],
  ["Passage No. 13", "p13", "p13", null],
  ["(¶ 13)", "p13", "p13", null],
  ["para. 14a", "p14a", "p14a", null],
  ["#p20", "p20", "p20", null],
  ["paras 13–15", "p13", "p15", null],
  ["talks/p13", "p13", "p13", "talks"],
  ["https://example.org/below/transcripts/talks/#p13", "p13", "p13", "talks"],
  ["https://example.org/transcripts/talks/?utm_source=x#p13).", "p13", "p13", "talks"],
  ["https://example.org/elsewhere/#p13", "p13", "p13", null],
];

for (const [typed, first, last, slug] of NUMBERS) {
  test(`the number ${typed}`, () => {
    const found = findNumbers(typed, TALKS);
    assert.deepEqual(
      found.map((unit) => [unit.first, unit.last, unit.slug]),
      [[first, last, slug]],
    );
  });
}

test("what only looks like a number is none", () => {
  for (const typed of ["P5+1", "p", "page 13", "13 passages", "top 13", "UNSCR2254"])
    assert.deepEqual(findNumbers(typed, TALKS), [], typed);
});

test("a range has what came between, and one number only itself", () => {
  const [range] = findNumbers("p13-p15", TALKS);
  const [one] = findNumbers("talks/p14", TALKS);
  assert.deepEqual(
    ["p12", "p13", "p14a", "p15", "p16"].filter((anchor) => isAsked(range, "talks", anchor)),
    ["p13", "p14a", "p15"],
  );
  assert.ok(isAsked(one, "talks", "p14") && !isAsked(one, "talks", "p14a") && !isAsked(one, "other", "p14"));
});

test("a passage that is no more leads to what became of it", () => {
  assert.deepEqual(findGone(findNumbers("p14", TALKS), TALKS), [
    { number: "14", title: "Talks", url: "transcripts/talks/#p14" },
  ]);
});

test("the anchors of the index", () => {
  assert.deepEqual(readAnchors("p1+2 p3a p4 p1"), ["p1", "p2", "p3", "p3a", "p4", "p1"]);
});

test("of searches that wait only the newest is run, and none waits long for one that hangs", async () => {
  const [ran, said] = [[], []];
  const turns = new Turns(() => said.push("Searching …"), { slow: 20, patience: 60 });
  turns.run(() => new Promise(() => {}));
  await wait(5);
  turns.run(async () => ran.push("passed over"));
  await turns.run(async (_, answered) => {
    ran.push("newest");
    answered();
  });
  assert.deepEqual([ran, said], [["newest"], ["Searching …"]]);
});

test("what does not come is asked for again, and what came is not", async () => {
  const known = new Map();
  const asked = [];
  const ask = async (what) => asked.push(what) && what;
  const first = recall(known, "a", () => new Promise(() => {}));
  assert.equal(
    recall(known, "a", () => ask("too early")),
    first,
  );
  known.get("a").begun -= 5000;
  assert.equal(await recall(known, "a", () => ask("came")), "came");
  assert.equal(await recall(known, "a", () => ask("again")), "came");
  assert.deepEqual(asked, ["came"]);
});

test("results are announced once typing pauses", async () => {
  const heard = [];
  const region = { replaceChildren: (text) => heard.push(text) };
  const announce = makeAnnouncer(region, 30);
  for (const text of ["1 passage", "2 passages", "3 passages"]) announce(text);
  await wait(80);
  assert.deepEqual(heard, ["3 passages"]);
});
