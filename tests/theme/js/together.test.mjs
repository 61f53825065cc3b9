// Two passages cited as one: every style and every file of the records says so.
import assert from "node:assert/strict";
import test from "node:test";
import { citeTogether } from "../../../scripts/ontherecord/theme/assets/js/links/together.js";

const STYLES = [
  { id: "note", paragraph: "para", paragraphs: "paras" },
  { id: "entry", paragraph: "par.", paragraphs: "pars." },
];

function makePassage(number, words) {
  const id = `transcript-2031-talks-p${number}`;
  return {
    cite: {
      note: {
        text: `Holt (para 1) para ${number} <x>`,
        html: `<i>Holt</i> para ${number} &lt;x>`,
        in_text: "",
      },
      entry: { text: "Holt, par. 13.", html: "Holt, par. 13.", in_text: `(Holt, par. ${number})` },
    },
    bibtex: `@misc{${id},\n  note = {Para. ${number}},\n  abstract = {${words}}\n}\n`,
    ris: `TY  - ELEC\r\nID  - ${id}\r\nAB  - ${words}\r\nN1  - Para. ${number}\r\nER  - \r\n`,
    csl: `[\n {\n  "id": "${id}",\n  "abstract": "${words}",\n  "note": "Para. ${number}"\n }\n]\n`,
  };
}

test("a run of passages is cited by its first and last number, and recorded with the words of all", () => {
  const passages = [makePassage(13, "See Para. 13, {\\$}1 and $1."), makePassage("14a", "No.")];
  const cited = citeTogether(passages, ["13", "14a"], STYLES);
  assert.deepEqual(cited.cite, {
    note: { text: "Holt (para 1) paras 13–14a <x>", html: "<i>Holt</i> paras 13–14a &lt;x>", in_text: "" },
    entry: { text: "Holt, par. 13.", html: "Holt, par. 13.", in_text: "(Holt, pars. 13–14a)" },
  });
  assert.equal(
    cited.bibtex,
    "@misc{transcript-2031-talks-p13-p14a,\n  note = {Paras. 13–14a},\n" +
      "  abstract = {See Para. 13, {\\$}1 and $1. No.}\n}\n",
  );
  assert.equal(
    cited.ris,
    "TY  - ELEC\r\nID  - transcript-2031-talks-p13-p14a\r\nAB  - See Para. 13, {\\$}1 and $1. No.\r\n" +
      "N1  - Paras. 13–14a\r\nER  - \r\n",
  );
});

test("in CSL-JSON the words stay two paragraphs", () => {
  const cited = citeTogether([makePassage(13, "Yes."), makePassage(14, "No.")], ["13", "14"], STYLES);
  const [{ id, abstract, note }] = JSON.parse(cited.csl);
  assert.deepEqual([id, abstract, note], ["transcript-2031-talks-p13-p14", "Yes.\n\nNo.", "Paras. 13–14"]);
});

test("one passage is cited as it is", () => {
  const passage = makePassage(13, "Yes.");
  assert.equal(citeTogether([passage], ["13"], STYLES), passage);
});
