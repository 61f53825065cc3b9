// The order of hits: the passage that treats what was asked comes before one that mentions it.
import { findUnit, phrasePattern } from "./text.js";

export function sortHits(hits, units) {
  const phrase = units.map((unit) => unit.text).join(" ");
  const scored = hits.map((hit, place) => ({ hit, score: scoreHit(hit, units, phrase), place }));
  return scored.sort((a, b) => b.score - a.score || a.place - b.place).map(({ hit }) => hit);
}

/** How well a passage answers: the whole query as one phrase, then what it is about, then how often and how near. */
export function scoreHit(hit, units, phrase) {
  let score = hit.topics.length ? 0 : -1.5;
  if (units.length > 1 && phrasePattern(phrase).test(hit.folded)) score += 4;
  const places = [];
  for (const unit of units) {
    const found = findUnit(hit, unit);
    if (found.length) places.push(found);
    score += Math.min(found.length, 4) * 0.3;
    if (found.length) score += 1 - 0.4 * (found[0].start / hit.content.length);
    if (found.some((item) => item.whole)) score += unit.kind === "word" ? 2 : 0.6;
    if (unit.concept) score += treats(hit, unit.concept) ? 2.5 : 0;
    // A name in quotation marks: what prints it so comes before what has another of its names.
    if (unit.kind === "phrase" && unit.concept && phrasePattern(unit.text).test(hit.folded)) score += 4;
  }
  if (places.length > 1) score += 1.2 * closeness(places, hit.content.length);
  // Of passages that say it as often, the one that is about little else.
  return score - 0.15 * Math.max(0, hit.topics.length - 1) - hit.content.length / 8000;
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
