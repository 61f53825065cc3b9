// Where the words of a search stand in a text: to mark them there, and to cut a long text to what matters.
import { UNSPACED } from "../links/text.js";
import { fits } from "./dates.js";
import { respell } from "./languages.js";
import { fold, foldName, foldWords, isUnspaced, LIGATURES } from "./words.js";

const patterns = new Map();

function remember(key, make) {
  if (patterns.size > 500) patterns.clear();
  if (!patterns.has(key)) patterns.set(key, make());
  return patterns.get(key);
}

const LETTERS = new RegExp(
  `${Object.keys(LIGATURES)
    .sort((a, b) => b.length - a.length)
    .join("|")}|[\\p{L}\\p{N}]`,
  "gu",
);

/** In how many ways letters can stand as signs: f and fi, ff and i, each alone, all in one. */
function listWays(letters) {
  if (!letters) return [[]];
  return Array.from({ length: letters.length }, (_, n) => letters.slice(0, n + 1)).flatMap((head) => {
    const signs = [head.length === 1 && head, LIGATURES[head]].filter(Boolean);
    return signs.flatMap((sign) => listWays(letters.slice(head.length)).map((rest) => [sign, ...rest]));
  });
}

/** The pattern of folded words, whatever is between them, with whatever marks and unseen signs on their letters, and
 *  with what is one sign for several letters. */
function spellOut(words) {
  const marked = (letter) => `${letter}[\\p{M}\\p{Cf}]*`;
  const spell = (letters) => {
    const ways = listWays(letters).map((way) => way.map(marked).join(""));
    return ways.length > 1 ? `(?:${ways.join("|")})` : ways[0];
  };
  return words.map((word) => word.replace(LETTERS, spell)).join("[^\\p{L}\\p{N}]+");
}

/** A pattern between the edges of words; writing without spaces has none. */
function between(pattern, words, end = "(?!\\p{Cf}*[\\p{L}\\p{N}])") {
  const isOpen = (word) => word && isUnspaced(word);
  const begin = isOpen(words[0]) ? "" : "(?<![\\p{L}\\p{N}]\\p{Cf}*)";
  return `${begin}${pattern}${isOpen(words.at(-1)) ? "" : end}`;
}

/** The pattern of words that stand together, whatever is between them. */
export function phrasePattern(text) {
  const words = foldWords(text);
  return remember(`p ${text}`, () => new RegExp(between(spellOut(words), words), "u"));
}

/** The pattern of one thing to mark; what ends with `*` is the beginning of a word. */
function markPattern(form) {
  const words = wordsOf(form);
  const end = form.endsWith("*") ? "[\\p{L}\\p{N}\\p{M}\\p{Cf}]*" : undefined;
  return remember(`m ${form}`, () => new RegExp(between(spellOut(words), words, end), "gu"));
}

function findByPattern(text, form) {
  return Array.from(text.matchAll(markPattern(form)), ({ 0: match, index: start }) => ({
    start,
    end: start + match.length,
    form,
  }));
}

/** What may stand in a folded text between or for the letters of a word, or has no spaces between words. Where it does
 *  not, the words stand there as they are, which is soon seen; to make a pattern and to look for it takes long. */
const UNPLAIN = new RegExp(`[\\p{M}\\p{Cf}${Object.values(LIGATURES).join("")}]|${UNSPACED.source}`, "u");

/** The words of a folded text with where they stand; null where they have to be looked for by patterns. */
export function placeWords(folded) {
  if (UNPLAIN.test(folded)) return null;
  return Array.from(folded.matchAll(/[\p{L}\p{N}]+/gu), ({ 0: word, index: start }) => ({
    word,
    start,
    end: start + word.length,
  }));
}

/** Where the words of a form stand together among these; what ends with `*` is the beginning of a word. */
function findTogether(placed, form) {
  const words = wordsOf(form).flatMap((word) => word.split("'"));
  const last = words.length - 1;
  const isWord = (word, n) =>
    word === words[n] || (n === last && form.endsWith("*") && word?.startsWith(words[n]));
  const begin = placed.flatMap(({ word }, at) => (isWord(word, 0) ? [at] : []));
  return begin
    .filter((at) => words.every((_, n) => isWord(placed[at + n]?.word, n)))
    .map((at) => ({ start: placed[at].start, end: placed[at + last].end, form }));
}

function wordsOf(form) {
  return remember(`w ${form}`, () => foldWords(form));
}

/** Whether it is a short name in capitals: US, U.S. */
function isCapitals(form) {
  return /^(?:\p{Lu}\.?){2,3}$/u.test(form);
}

/** Whether a name is looked for as a word too: Syria finds Syrian. A short one is the beginning of too many. */
export function isSearchedAsWord(unit) {
  return Boolean(unit.said) && unit.text.length > 3 && !unit.text.includes(" ");
}

/** What of a unit can stand in a text: forms of a word, any printed form of a name, what says a date in that hit. */
export function formsOf(unit, hit = null) {
  if (unit.kind === "number") return [];
  if (unit.kind === "date") {
    const said = (hit?.dates ?? []).filter(([, when]) => fits(unit, when)).map(([words]) => words);
    return [...new Set([unit.raw, ...said])];
  }
  if (unit.kind === "run") return [unit.text];
  if (unit.kind === "word")
    return unit.begins ? [`${unit.text}*`] : unit.forms?.length ? unit.forms : [unit.text];
  const printed = unit.concept ? unit.concept.things.flatMap((thing) => thing.printed ?? []) : [];
  const begun = unit.kind === "name" && isSearchedAsWord(unit) ? [`${unit.text}*`] : [];
  return [...new Set([unit.raw, respell(unit.raw), ...printed, ...begun])].filter(
    (form) => foldWords(form).length,
  );
}

/** The forms that a search marks in a hit: those of the query, or else the words that its topics are known by. */
export function markForms(hit, units) {
  const forms = [...new Set(units.flatMap((unit) => formsOf(unit, hit)))];
  if (findMatches(hit, forms).length) return forms;
  return units
    .flatMap((unit) => unit.concept?.things ?? [])
    .flatMap((thing) => ([...hit.topics, ...hit.mentions].includes(thing.id) ? (thing.terms ?? []) : []));
}

/** Where these forms stand in a text, in order and without overlaps; the longer of two wins. */
export function findMatches({ content, folded = fold(content), placed = placeWords(folded) }, forms) {
  const all = forms.flatMap((form) => {
    const found = placed ? findTogether(placed, form) : findByPattern(folded, form);
    // US is a name and us is not.
    return isCapitals(form) ? found.filter(({ start, end }) => isCapitals(content.slice(start, end))) : found;
  });
  all.sort((a, b) => a.start - b.start || b.end - a.end);
  const kept = [];
  for (const item of all) if (!kept.length || kept.at(-1).end <= item.start) kept.push(item);
  return kept;
}

/** Where one unit of a query stands in a hit, and whether it stands there whole. */
export function findUnit(hit, unit) {
  const forms = formsOf(unit, hit);
  const whole = new Set(unit.kind === "word" ? [unit.text] : forms.map(foldName));
  return findMatches(hit, forms).map((item) => ({
    ...item,
    whole: whole.has(foldName(hit.content.slice(item.start, item.end))),
  }));
}

/** About `size` characters of a hit around its matches, as pieces of text that are marked or not. */
export function cutExcerpt(hit, units, size = 300) {
  const { content } = hit;
  const matches = findMatches(hit, markForms(hit, units));
  let start = 0;
  let end = content.length;
  if (content.length > size * 1.15) {
    start = bestWindow(weighMatches(hit, units, matches), content, size);
    end = start + size >= content.length ? content.length : content.lastIndexOf(" ", start + size);
    if (end <= start) end = start + size; // One word without end, or writing without spaces.
  }
  const pieces = start > 0 ? [{ text: "… " }] : [];
  let at = start;
  for (const match of matches.filter((item) => item.start >= start && item.end <= end)) {
    if (match.start > at) pieces.push({ text: content.slice(at, match.start) });
    pieces.push({ text: content.slice(match.start, match.end), mark: true });
    at = match.end;
  }
  if (at < end) pieces.push({ text: content.slice(at, end) });
  if (end < content.length) pieces.push({ text: " …" });
  return pieces;
}

/** The matches with the number of the unit that each is of; a unit that stands here seldom weighs more. */
function weighMatches(hit, units, matches) {
  const found = units.flatMap((unit, number) => {
    const its = findUnit(hit, unit);
    return its.map((item) => ({ ...item, number, weight: 10 / (1 + Math.log2(its.length)) }));
  });
  return found.length
    ? found.sort((a, b) => a.start - b.start)
    : matches.map((item) => ({ ...item, number: 0, weight: 1 }));
}

/** Where a stretch of this size begins that holds what matters most, at the start of a sentence if one is near. */
function bestWindow(matches, content, size) {
  if (!matches.length) return 0;
  let best = matches[0];
  let most = 0;
  for (const match of matches) {
    const inside = matches.filter((item) => item.start >= match.start && item.end <= match.start + size - 60);
    const kinds = new Map(inside.map(({ number, weight }) => [number, weight]));
    const value = [...kinds.values()].reduce((sum, weight) => sum + weight, 0) + inside.length / 10;
    if (value > most) [best, most] = [match, value];
  }
  if (best.start < size * 0.5) return 0;
  const sentence = content.lastIndexOf(". ", best.start) + 2;
  if (sentence > 2 && best.start - sentence < 110) return Math.min(sentence, content.length - 40);
  const begin = Math.min(best.start - 50, content.length - size);
  return content.indexOf(" ", begin) + 1;
}
