// Checks quotations for tests/theme/test_quote_check.py: the folder of a site and a list of texts in, outcomes out.
import { readFile } from "node:fs/promises";
import { openArchive } from "../../scripts/ontherecord/theme/assets/js/check/archive.js";
import { decide, listPassages } from "../../scripts/ontherecord/theme/assets/js/check/decide.js";

const { site, texts } = JSON.parse(await readFile(process.argv[2], "utf8"));
const archive = await openArchive(async (path) =>
  JSON.parse(await readFile(`${site}/${path.split("?")[0]}`, "utf8")),
);
const results = [];
for (const text of texts) {
  const result = await decide(text, archive);
  results.push({
    outcome: result.outcome,
    at: listPassages(result),
    short: result.short,
    speaker: result.speaker?.name ?? null,
  });
}
process.stdout.write(JSON.stringify(results));
