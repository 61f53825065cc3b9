// Where the words of a quotation stand: exactly, nearly, or in pieces.
import { isFunctionWord } from "../search/languages.js";
import { align, findAll, joinSteps } from "./align.js";
import { rules } from "./languages.js";

/** What share of a sentence's words must stand in one place for it to be that place with differences. */
const NEAR = 0.65;
/** A stretch of so many words is one by itself, wherever it stands; fewer may stand anywhere by chance. */
const STRETCH = 4;
/** How many words may be left out within one place, unless they are whole sentences. */
const MOST_LEFT_OUT = 12;

/** What a word tells: half as much if it says nothing of the subject, or is of a name, which all on a subject share. */
export function worthOf({ low, raw }) {
  return (isFunctionWord(low) && !rules().isNegation(low)) || /^\p{Lu}/u.test(raw) ? 1 : 2;
}

/**
 * The places of a quotation's words, in its order: each has `words` and `text` (its stretch of the quotation and of the
 * run), the `run`, and the `steps` from one to the other. `parts` are its tokens, divided where it leaves words out;
 * `runs` are ready to be compared, the likeliest speaker's first.
 */
export function findPlaces(parts, runs) {
  const words = parts.flat();
  const whole = findExact(words, runs);
  if (whole.length) return { exact: whole, places: [whole[0]] };
  const ordered = parts.length > 1 && findInOrder(parts, runs);
  if (ordered) return { exact: [], places: joinPlaces(ordered, words) };
  const places = [];
  let start = 0;
  for (const [number, part] of parts.entries()) {
    for (const unit of splitSentences(part)) {
      const found = placeUnit(unit, runs, places.at(-1));
      places.push(...found.map((place) => ({ ...movePlace(place, start), part: number })));
      start += unit.length;
    }
  }
  return { exact: [], places: splitPlaces(joinPlaces(places, words)) };
}

function movePlace(place, by) {
  const move = ([from, to]) => [from + by, to + by];
  return {
    ...place,
    words: move(place.words),
    steps: place.steps.map((step) => ({ ...step, words: move(step.words) })),
  };
}

function makePlace(run, at, length) {
  const [words, text] = [
    [0, length],
    [at, at + length],
  ];
  return { run, words, text, steps: [{ kind: "same", words, text }] };
}

/** Every place where the words stand one after another, in the order of the runs; the first kind of run that has them. */
export function findExact(words, runs) {
  const keys = words.map((word) => word.key);
  const found = runs.flatMap((run) => findAll(keys, run.keys).map((at) => makePlace(run, at, words.length)));
  return found.filter(({ run }) => run.rank === found[0].run.rank);
}

/** Sentences, but what is shorter than a stretch goes with the one before it. */
function splitSentences(part) {
  const units = [];
  let unit = [];
  for (const token of part) {
    unit.push(token);
    if (!token.ends) continue;
    if (unit.length < STRETCH && units.length) units.at(-1).push(...unit);
    else units.push(unit);
    unit = [];
  }
  if (unit.length) units.push(unit);
  if (units.length > 1 && units[0].length < STRETCH) units.splice(0, 2, [...units[0], ...units[1]]);
  return units;
}

/** Parts that all stand in one run, in their order, as near to each other as can be; short ones near to others. */
function findInOrder(parts, runs) {
  const keys = parts.map((part) => part.map((word) => word.key));
  const found = runs.flatMap((run) => {
    const all = keys.map((part) => findAll(part, run.keys));
    return all[0].flatMap((at) => {
      const places = [at];
      for (let next = 1; next < parts.length; next++) {
        const least = places.at(-1) + parts[next - 1].length;
        const place = all[next].find((one) => one >= least);
        if (place === undefined) return [];
        places.push(place);
      }
      return isClose(parts, places, run) ? [{ run, places }] : [];
    });
  });
  const reach = ({ places }) => places.at(-1) - places[0];
  const [best] = found.sort((a, b) => a.run.rank - b.run.rank || reach(a) - reach(b));
  let start = 0;
  return best?.places.map((at, number) => {
    const place = { ...movePlace(makePlace(best.run, at, parts[number].length), start), part: number };
    start += parts[number].length;
    return place;
  });
}

/** Words by ones and twos stand in any long text: they count only in one passage with more, or in one sentence. */
function isClose(parts, places, { tokens }) {
  const isLong = (number) => parts[number]?.length >= STRETCH - 1;
  const passageOf = (number) => tokens[places[number]]?.passage;
  const inOne = tokens.slice(places[0], places.at(-1)).every((token) => !token.ends);
  return (
    inOne ||
    parts.every(
      (_, number) =>
        isLong(number) ||
        [number - 1, number + 1].some((other) => isLong(other) && passageOf(other) === passageOf(number)),
    )
  );
}

/** The places of one sentence of a quotation; none if it is like nothing. */
function placeUnit(unit, runs, before) {
  const exact = findExact(unit, runs);
  const after = exact
    .filter(({ run, text }) => run === before?.run && text[0] >= before.text[1])
    .sort((a, b) => a.text[0] - b.text[0])[0];
  if (exact.length) return unit.length < STRETCH - 1 && !after ? [] : [after ?? exact[0]];
  if (unit.length < STRETCH - 1) return [];
  const near = findNear(unit, runs);
  const pieces = findStretches(unit, runs);
  const [inOne, inSeveral] = [near && !isScattered(near) ? [near] : [], pieces].map((places) =>
    shareOf(unit, places),
  );
  if (Math.max(inOne, inSeveral) < NEAR) return [];
  return inSeveral > inOne + 0.1 ? pieces : [near];
}

/** Whether most of the words stand there one by one, as they do in any text on the same subject. */
function isScattered({ steps }) {
  const same = steps.filter((step) => step.kind === "same");
  const words = same.reduce((sum, step) => sum + step.words[1] - step.words[0], 0);
  return words < 2 * same.length;
}

/** What share of the words of a unit these places have. */
export function shareOf(unit, places) {
  const all = unit.reduce((sum, word) => sum + worthOf(word), 0);
  const same = places.flatMap(({ steps }) => steps.filter((step) => step.kind === "same"));
  const has = same.flatMap(({ words: [from, to] }) => unit.slice(from, to));
  return has.reduce((sum, word) => sum + worthOf(word), 0) / all;
}

/** The place that is most like it; present words before earlier ones that are no more like it. */
export function findNear(unit, runs) {
  const keys = unit.map((word) => word.key);
  const worth = unit.map(worthOf);
  let best = null;
  for (const run of runs) {
    const { score, from, to, steps } = align(keys, worth, run.keys);
    const place = { run, words: [0, unit.length], text: [from, to], steps, score };
    if (to > from && (!best || score > best.score + (run.earlier && !best.run.earlier ? 1.5 : 0.01)))
      best = place;
  }
  return best;
}

/** The longest stretches of it that stand anywhere, from left to right. */
function findStretches(unit, runs) {
  const places = [];
  for (let at = 0; at + STRETCH <= unit.length; at++) {
    const found = findLongest(unit, at, runs);
    if (!found) continue;
    places.push(movePlace(found, at));
    at += found.words[1] - 1;
  }
  return places;
}

function findLongest(unit, start, runs) {
  let best = null;
  for (const run of runs) {
    for (const at of run.places.get(unit[start].key) ?? []) {
      let length = 1;
      while (start + length < unit.length && unit[start + length].key === run.keys[at + length]) length++;
      if (length >= STRETCH && length > (best?.words[1] ?? 0)) best = makePlace(run, at, length);
    }
  }
  return best;
}

/** Places that follow each other in one run are one; little that is left out between them, too, is left out in it. */
function joinPlaces(places, words) {
  const joined = [];
  for (const place of places) {
    const last = joined.at(-1);
    const gap = last && last.run === place.run ? place.text[0] - last.text[1] : -1;
    const isMarked = last && last.part !== place.part;
    const isSentence =
      gap > 0 && last.run.tokens[last.text[1] - 1].ends && last.run.tokens[place.text[0] - 1].ends;
    const added = last ? place.words[0] - last.words[1] : 0;
    if (gap < 0 || (gap > 0 && (isMarked || isSentence || gap > MOST_LEFT_OUT)) || added > MOST_LEFT_OUT) {
      joined.push({ ...place });
      continue;
    }
    const between = { words: [last.words[1], place.words[0]], text: [last.text[1], place.text[0]] };
    const kind = gap && added ? "other" : gap ? "left out" : "added";
    last.steps = joinSteps([...last.steps, ...(gap || added ? [{ kind, ...between }] : []), ...place.steps]);
    last.words = [last.words[0], place.words[1]];
    last.text = [last.text[0], place.text[1]];
    last.part = place.part;
  }
  return joined.map((place) => trimPlace(place, words));
}

/** A place without changes at its ends that are no part of it. */
function trimPlace(place) {
  const first = place.steps.findIndex((step) => step.kind === "same");
  const last = place.steps.findLastIndex((step) => step.kind === "same");
  if (first < 0) return place;
  const steps = place.steps.map((step, at) =>
    (at < first || at > last) && step.kind !== "added" ? { ...step, kind: "other" } : step,
  );
  return { ...place, steps };
}

/** Where whole sentences are left out within a place, it is two. */
function splitPlaces(places) {
  return places.flatMap((place) => {
    const { tokens } = place.run;
    const at = place.steps.findIndex(
      ({ kind, text: [from, to] }) =>
        kind === "left out" && from > 0 && tokens[from - 1].ends && tokens[to - 1].ends,
    );
    if (at <= 0 || at === place.steps.length - 1) return [place];
    const cut = (steps) => ({
      ...place,
      steps,
      words: [steps[0].words[0], steps.at(-1).words[1]],
      text: [steps[0].text[0], steps.at(-1).text[1]],
    });
    return [cut(place.steps.slice(0, at)), ...splitPlaces([cut(place.steps.slice(at + 1))])];
  });
}
