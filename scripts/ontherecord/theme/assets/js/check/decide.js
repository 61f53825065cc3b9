// Was it said? What was pasted and the words of the archive in, one of six outcomes out:
// said (word for word), differs, pieces (parts from several places), other (said by another), earlier (in an earlier
// wording), absent. Of what is only alike it never says that it was said.
import { findNear, findPlaces, shareOf } from "./place.js";
import { FEW, JOURNALIST, readQuotation } from "./reading.js";
import { splitByPassage } from "./runs.js";
import { joinHyphened, tellsCase } from "./tokens.js";

/** What share of all words must be found; and what share, where a whole sentence is. */
const FOUND = 0.65;
const FOUND_WITH_SENTENCE = 0.3;
const SENTENCE = 5;
const MOST_PLACES = 10;

/**
 * The outcome for a pasted text. `archive` has the `people` and finds runs (`findRuns`). Beside the `outcome` there are
 * the `places`, the tokens (`words`) that they count, whether it is too `short`, the `speaker` that was given, whether
 * anything was left `aside` (and of a sentence with quoted words the `only` ones that were not), the places that have
 * the same words (`also`), and the `nearest` place of what is absent.
 */
export async function decide(text, archive) {
  const readings = readQuotation(text, archive.people);
  let best = null;
  for (const reading of readings) {
    if (!reading.parts.length || (reading.resort && best && best.outcome !== "absent")) continue;
    const quoted = reading.parts.map((part) => part.map((token) => token.raw).join(" ")).join("\n");
    const runs = await archive.findRuns(quoted, reading.speaker?.ids ?? []);
    const judged = judge(reading, runs, tellsCase(quoted));
    if (!best || judged.share >= best.share) best = judged;
    if (best.share === 1 && best.outcome !== "pieces") break;
  }
  return best ?? { outcome: "absent", places: [], words: [], short: true, share: 0, nearest: null };
}

function judge(reading, found, caseTells) {
  const runs = prepare(found, reading, caseTells);
  const known = new Set(runs.flatMap((run) => run.tokens.map((token) => token.low)));
  const parts = reading.parts.map((part) => keyTokens(joinHyphened(part, known), caseTells));
  const words = parts.flat();
  const { exact, places } = findPlaces(parts, runs);
  const share = shareOf(words, places);
  const result = {
    words,
    share,
    speaker: reading.speaker,
    aside: reading.aside,
    only: reading.resort ? reading.parts.map((part) => part.map((token) => token.raw).join(" ")) : [],
    short: words.length < FEW,
    also: exact.slice(1, MOST_PLACES),
  };
  if (!isFound(words, places, share))
    return { ...result, outcome: "absent", places: [], nearest: nearestOf(words, runs) };
  return { ...result, places, outcome: nameOutcome(places, words) };
}

/** The runs as they are compared with this quotation, those that it can be from first. */
function prepare(found, reading, caseTells) {
  const known = new Set(reading.parts.flat().map((token) => token.low));
  const runs = found.map((run) => {
    const tokens = keyTokens(joinHyphened(run.tokens, known), caseTells);
    const keys = tokens.map((token) => token.key);
    const fits = isBy(run, reading.speaker);
    return {
      ...run,
      tokens,
      keys,
      fits,
      places: listPlaces(keys),
      rank: (run.earlier ? 2 : 0) + (fits ? 0 : 1),
    };
  });
  return runs.sort((a, b) => a.rank - b.rank);
}

function keyTokens(tokens, caseTells) {
  return caseTells ? tokens : tokens.map((token) => ({ ...token, key: token.low }));
}

function listPlaces(keys) {
  const places = new Map();
  keys.forEach((key, at) => (places.has(key) ? places.get(key).push(at) : places.set(key, [at])));
  return places;
}

/** Whether the run is the given speaker's; where none is given, whether it is anybody's but a journalist's. Of an old
 *  wording it may not be known. */
function isBy({ by }, speaker) {
  if (!by) return true;
  if (!speaker) return by.length > 0;
  return speaker.ids.some((id) => by.includes(id) || (id === JOURNALIST && !by.length));
}

function isFound(words, places, share) {
  const hasSentence = places.some(
    ({ steps }) =>
      steps.length === 1 && steps[0].kind === "same" && steps[0].words[1] - steps[0].words[0] >= SENTENCE,
  );
  return share >= (hasSentence ? FOUND_WITH_SENTENCE : FOUND) && (words.length >= FEW || share === 1);
}

function nameOutcome(places, words) {
  const covered = places.reduce((sum, place) => sum + place.words[1] - place.words[0], 0);
  const same = places.every(({ steps }) => steps.every((step) => step.kind === "same"));
  const isWhole = same && covered === words.length;
  if (places.every(({ run }) => !run.fits)) return "other";
  if (places.some(({ run }) => run.earlier)) return "earlier";
  if (!isWhole) return "differs";
  return places.length > 1 ? "pieces" : "said";
}

/** What is nearest to words that are not here, if anything is near at all. */
function nearestOf(words, runs) {
  const nearest = words.length < FEW ? null : findNear(words.slice(0, 120), runs);
  return nearest && shareOf(words, [nearest]) > 0.25 ? nearest : null;
}

/** The ids of the passages that an outcome names. */
export function listPassages({ outcome, places, also }) {
  if (outcome === "absent") return [];
  const all = [...places, ...(places.length === 1 ? also : [])];
  const ids = all.flatMap(({ run, text: [from, to] }) =>
    splitByPassage(run.tokens, from, to).map(
      ({ passage }) => `${run.file.slug}/${run.passages[passage].anchor}`,
    ),
  );
  return [...new Set(ids)];
}
