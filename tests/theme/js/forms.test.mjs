// The forms of citations, filled in: by the number and the address of passages, their words, and the day.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import {
  describeDay,
  describePassages,
  escapeLatex,
  fillCitations,
  fillRecords,
} from "../../../scripts/ontherecord/theme/assets/js/links/forms.js";

const { cases } = JSON.parse(readFileSync(new URL("../../cases/latex.json", import.meta.url)));
for (const { why, text, latex } of cases) {
  test(`escaped for BibTeX: ${why}`, () => assert.equal(escapeLatex(text), latex));
}

const ITEMS = [
  {
    label: "Note",
    html: "<i>Holt</i>, para. ⟦number⟧, &lt;⟦address⟧&gt; accessed ⟦today⟧.",
    several: "<i>Holt</i>, paras. ⟦number⟧, &lt;⟦address⟧&gt; accessed ⟦today⟧.",
  },
  { label: "Bibliography", html: "Holt. ⟦address⟧.", several: null },
];
const RECORDS = {
  bibtex:
    "@techreport{transcript-x-⟦anchors⟧,\n  urldate = {⟦today-iso⟧},\n  note = {⟦paragraphs⟧},\n  abstract = {⟦words⟧}\n}\n",
  ris: "ID  - transcript-x-⟦anchors⟧\r\nY2  - ⟦today-ris⟧\r\nAB  - ⟦words⟧\r\nN1  - ⟦paragraphs⟧\r\n",
  csl: '[{"id": "transcript-x-⟦anchors⟧", "abstract": "⟦words⟧", "URL": "⟦address⟧"}]',
};
const DAY = describeDay(new Date(2031, 4, 2), "2 May 2031");

test("one passage is cited by its number, as one", () => {
  const values = {
    ...describePassages("https://x.org/?a=1&b=2#p14a", ["p14a"], [' Say “$&”\n"100 %" ']),
    ...DAY,
  };
  assert.deepEqual(fillCitations(ITEMS, values), [
    {
      label: "Note",
      html: "<i>Holt</i>, para. 14a, &lt;https://x.org/?a=1&amp;b=2#p14a&gt; accessed 2 May 2031.",
    },
    { label: "Bibliography", html: "Holt. https://x.org/?a=1&amp;b=2#p14a." },
  ]);
  const { bibtex, ris, csl } = fillRecords(RECORDS, values);
  assert.equal(
    bibtex,
    "@techreport{transcript-x-p14a,\n  urldate = {2031-05-02},\n  note = {Para. 14a},\n" +
      '  abstract = {Say “\\$\\&” "100 \\%"}\n}\n',
  );
  assert.equal(
    ris,
    'ID  - transcript-x-p14a\r\nY2  - 2031/05/02/\r\nAB  - Say “$&” "100 %"\r\nN1  - Para. 14a\r\n',
  );
  assert.equal(JSON.parse(csl)[0].abstract, 'Say “$&” "100 %"');
});

test("passages that follow each other are cited as paragraphs, with the words of all", () => {
  const values = {
    ...describePassages("https://x.org/#p13", ["p13", "p14", "p15"], ["One.", "Two.", "Three."]),
    ...DAY,
  };
  assert.match(fillCitations(ITEMS, values)[0].html, /paras\. 13–15, /);
  const { bibtex, ris, csl } = fillRecords(RECORDS, values);
  assert.match(bibtex, /transcript-x-p13-p15,[\s\S]*Paras\. 13–15[\s\S]*\{One\. Two\. Three\.\}/);
  assert.match(ris, /AB {2}- One\. Two\. Three\.\r\nN1 {2}- Paras\. 13–15/);
  assert.equal(JSON.parse(csl)[0].abstract, "One.\n\nTwo.\n\nThree.", "there the words stay paragraphs");
});

test("a transcript has only its address and the day", () => {
  const values = { address: "https://x.org/", ...DAY };
  assert.equal(fillCitations([ITEMS[1]], values)[0].html, "Holt. https://x.org/.");
  const { csl } = fillRecords({ bibtex: "", ris: "", csl: '["⟦address⟧", "⟦today-iso⟧"]' }, values);
  assert.deepEqual(JSON.parse(csl), ["https://x.org/", "2031-05-02"]);
});
