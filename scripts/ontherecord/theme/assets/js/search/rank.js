// The order of hits: the passage that treats what was asked comes before one that mentions it.
import { fits } from "./dates.js";
import { isSaying } from "./languages.js";
import { findUnit, phrasePattern } from "./text.js";
import { foldWords } from "./words.js";

/** Hits in order; of the query also the words that say nothing of the subject count where a passage has it whole. */
export function sortHits(hits, units, query = "") {
  if (units.length && units.every(({ kind }) => kind === "number")) return hits;
  const typed = foldWords(query);
  const apart = units.map((unit) => unit.text).join(" ");
  const phrase = typed.length > apart.split(" ").length ? typed.join(" ") : apart;
  const isSaying = /\b(?:sa(?:id|ys?)|t(?:old|ells?)|sp(?:oke|eaks?)|mention(?:s|ed)?)\b/i.test(query);
  const scored = hits.map((hit, place) => {
    const whole = phrase === apart ? 0 : 5 * Number(phrasePattern(phrase).test(hit.folded));
    const reported = isSaying ? countReports(hit, units) : 0;
    return { hit, score: scoreHit(hit, units, apart) + whole + 2.5 * reported, place };
  });
  return scored.sort((a, b) => b.score - a.score || a.place - b.place).map(({ hit }) => hit);
}

/** How often the words of somebody named in the query are reported, twice at most: Mr Wren has said. */
function countReports(hit, units) {
  const places = units.filter((unit) => unit.kind === "name").flatMap((unit) => findUnit(hit, unit));
  return Math.min(2, places.filter(({ end }) => isSaying(hit.folded.slice(end, end + 60))).length);
}

/** How well a passage answers: the whole query as one phrase, then what it is about, then how often and how near. */
export function scoreHit(hit, units, phrase) {
  let score = hit.topics.length ? 0 : -1.5;
  // The day of the event is true of all its passages: beside other words it tells none from another.
  const counted = units.filter((unit) => units.length === 1 || unit.kind !== "date" || !fits(unit, hit.day));
  if (units.length > 1 && phrasePattern(phrase).test(hit.folded)) score += 4;
  const places = [];
  for (const unit of counted) {
    const found = findUnit(hit, unit);
    if (found.length) places.push(found);
    score += Math.min(found.length, 4) * 0.3;
    if (found.length) score += 1 - 0.4 * (found[0].start / hit.content.length);
    if (found.some((item) => item.whole)) score += unit.kind === "word" ? 2 : 0.6;
    if (unit.kind === "date") score += weighDate(hit, unit);
    if (unit.concept) score += treats(hit, unit.concept) ? 2.5 : 0;
    // A name in quotation marks: what prints it so comes before what has another of its names.
    if (unit.kind === "phrase" && unit.concept && phrasePattern(unit.text).test(hit.folded)) score += 4;
  }
  if (places.length > 1) score += 1.2 * closeness(places, hit.content.length);
  // Of passages that say it as often, the one that is about little else.
  return score - 0.15 * Math.max(0, hit.topics.length - 1) - hit.content.length / 8000;
}

/** What gives a date, the more so if it is the date of something named there, or stands there as typed. */
function weighDate(hit, unit) {
  if (phrasePattern(unit.raw).test(hit.folded)) return 6;
  const given = hit.dates.filter(([, when]) => fits(unit, when));
  return given.some(([, , isNamed]) => isNamed) ? 5 : given.length ? 3 : 0;
}

function treats(hit, concept) {
  return concept.things.some((thing) => thing.kind === "topic" && hit.topics.includes(thing.id));
}

/** From 0 to 1, how near to each other the units stand. */
function closeness(places, length) {
  let best = length;
  for (const { start } of places[0]) {
    const reach = places
      .slice(1)
      .map((others) => Math.min(...others.map((item) => Math.abs(item.start - start))));
    best = Math.min(best, Math.max(...reach));
  }
  return 1 - Math.min(1, best / 300);
}
