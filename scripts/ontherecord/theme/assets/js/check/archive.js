// The archive as the check asks it: which runs a quotation can be from.
import { addLanguages } from "../tr.js";
import { Pairs } from "./pairs.js";
import { readRuns } from "./runs.js";

/** From how many letters on all of a transcript is compared that has some of a text. */
const LONG = 2000;

/** Opens the archive; `load` reads a file of the site, given its address, and gives what the JSON holds. */
export async function openArchive(load) {
  const index = await load("data/check/index.json");
  addLanguages(index.languages);
  const pairs = new Pairs(index, load);
  const files = new Map();

  function readFile(slug) {
    if (!files.has(slug)) {
      const reading = pairs.load(`data/check/texts/${slug}.json.gz`).then((file) => ({ ...file, slug }));
      reading.catch(() => files.delete(slug));
      files.set(slug, reading);
    }
    return files.get(slug);
  }

  async function findRuns(quoted, speakers) {
    const wanted = new Map();
    for (const [transcript, number] of await pairs.propose(quoted, speakers)) {
      wanted.set(transcript, (wanted.get(transcript) ?? new Set()).add(number));
    }
    const slugs = [...wanted.keys()].map((transcript) => index.transcripts[transcript][0]);
    const read = await Promise.all(slugs.map(readFile));
    // Of a long text not every passage is proposed.
    const isLong = quoted.length > LONG;
    return [...wanted.values()].flatMap((numbers, at) => readRuns(read[at], isLong ? null : numbers));
  }

  return { people: index.people, size: index.transcripts.length, leftOut: index.left_out, findRuns };
}
