// Checks quotations for tests/quote_check.py: the folder of a site and a list of texts in, what is said of them out.
import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { openArchive } from "../../scripts/ontherecord/theme/assets/js/check/archive.js";
import { listDifferences, tellDifference } from "../../scripts/ontherecord/theme/assets/js/check/compare.js";
import { decide, listPassages } from "../../scripts/ontherecord/theme/assets/js/check/decide.js";

const { site, texts } = JSON.parse(readFileSync(0, "utf8"));
const archive = await openArchive(async (path) => {
  const [file] = path.split("?");
  const content = readFileSync(`${site}/${file}`);
  return JSON.parse(file.endsWith(".gz") ? gunzipSync(content) : content);
});
const rows = [];
for (const text of texts) {
  const result = await decide(text, archive);
  rows.push({
    outcome: result.outcome,
    at: listPassages(result),
    short: result.short,
    speaker: result.speaker?.name ?? null,
    differences: listDifferences(result, text).map(tellDifference),
  });
}
process.stdout.write(JSON.stringify(rows));
