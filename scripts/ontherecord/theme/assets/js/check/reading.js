// What was pasted: the words that are quoted, in parts where some are left out, and who is said to have spoken them.
import { foldWords, stripPossessive, WORD } from "../search/words.js";
import { trWords } from "../tr.js";
import { rules } from "./languages.js";
import { readTokens } from "./tokens.js";

/** Signs that words are left out: […], (...), <…>, ... */
const OMISSION = /[[(<]\s*(?:…|\.\s?\.\s?\.(?:\s?\.)?)\s*[\])>]|…|\.\s?\.\s?\.(?:\s?\.)?/gu;
const DOUBLE = /[“”„‟"«»「」『』《》＂〝〞″]|``|''|&quot;|<<|>>/gu;
const EDGE_BEFORE = /[\s([{—–:,-]$/u;
const EDGE_AFTER = /^[\s)\]},.;:!?…—–-]/u;

/** Whoever asks and has no name; `JOURNALIST` stands for all of them. */
export const JOURNALIST = "journalist";
const JOURNALISTS = [
  ...["journalist", "reporter", "correspondent"],
  ...trWords("journalist, reporter, correspondent").flatMap(foldWords),
];
/** An aside has so many words at most; where nothing else sets it apart, a name that is not known only among so few. */
const MOST_ASIDE = 14;
const FEW_ASIDE = 4;
/** Fewer words mean nothing by themselves. */
export const FEW = 3;
/** What makes a name before it a label: a colon, with or without a note. */
const LABELS = /^\s*(?:\([^()]*\))?\s*:\s*/u;

/**
 * The readings of what was pasted: as it stands, and without what is said about it. A reading has `parts` (each a list
 * of tokens, with places in the pasted text), `speaker` (`ids` and `name`; null where none is given), `aside`,
 * whether something was left out of account, and `resort`, whether it counts only where the whole is nowhere.
 */
export function readQuotation(text, people) {
  const names = new Names(people);
  const whole = { parts: cutParts(text, [[0, text.length]]), speaker: null, aside: false };
  const marked = stripMarks(text, names);
  const bare = marked.some(({ resort }) => !resort) ? null : stripAttribution(text, names);
  return [whole, bare, ...marked].filter((reading) => reading?.parts.length);
}

/** The tokens of stretches of a text, in parts that signs of omission, and the stretches' ends, divide. */
function cutParts(text, stretches) {
  const parts = [];
  for (const [from, to] of stretches) {
    const piece = text.slice(from, to);
    let start = 0;
    for (const { index, 0: sign } of [...piece.matchAll(OMISSION), { index: piece.length, 0: "" }]) {
      parts.push(
        shift(readTokens(piece.slice(start, index).replace(/\[sic\]|\(sic\)/giu, blank)), from + start),
      );
      start = index + sign.length;
    }
  }
  return parts.filter((part) => part.length);
}

function blank(word) {
  return " ".repeat(word.length);
}

function shift(tokens, by) {
  return tokens.map((token) => ({ ...token, from: token.from + by, to: token.to + by }));
}

function countWords(text) {
  return foldWords(text).length;
}

// --- Quotation marks ---

/**
 * The readings of what stands between quotation marks, double or single. Where the marks stand in a sentence of
 * somebody else's, it is a `resort`, for when the whole is nowhere, and words by ones and twos are not looked for.
 */
function stripMarks(text, names) {
  const readings = [findDoubles(text), findSingles(text)].map((stretches) => {
    const quoted = stretches.reduce((sum, [from, to]) => sum + countWords(text.slice(from, to)), 0);
    const outside = invert(stretches, text.length).map(([from, to]) => text.slice(from, to));
    const around = outside.reduce((sum, piece) => sum + countWords(piece), 0);
    const speaker = first(outside, (piece) => names.findSpeaker(piece, { unknown: true, isMarked: true }));
    const resort = quoted < around && !(speaker && outside.every(isAside));
    const parts = cutParts(text, stretches).filter((part) => !resort || part.length >= FEW);
    return { parts, speaker, aside: around > 0, resort, quoted };
  });
  const some = readings.filter(({ quoted, parts }) => quoted >= FEW && parts.length);
  return some.sort((a, b) => a.resort - b.resort).slice(0, 1);
}

function isAside(piece) {
  return countWords(piece) <= MOST_ASIDE || /^[^\p{L}\p{N}]*\(/u.test(piece);
}

function first(items, find) {
  for (const item of items) {
    const found = find(item);
    if (found) return found;
  }
  return null;
}

function invert(stretches, length) {
  const edges = [0, ...stretches.flat(), length];
  return Array.from({ length: edges.length / 2 }, (_, at) => [edges[2 * at], edges[2 * at + 1]]);
}

/** What stands within the outermost of double quotation marks; what is not closed goes on to the end. */
function findDoubles(text) {
  const stretches = [];
  let depth = 0;
  let start = 0;
  for (const { index, 0: sign } of text.matchAll(DOUBLE)) {
    const before = text.slice(0, index);
    const after = text.slice(index + sign.length);
    const opens = !before || EDGE_BEFORE.test(before) || /[“„"«「『]$/u.test(before);
    const closes = !after || EDGE_AFTER.test(after) || /^[”"»」』]/u.test(after);
    // A further paragraph of a quotation opens it anew.
    if (opens && depth && /\n\s*$/u.test(before)) continue;
    if (opens === closes ? depth === 0 : opens) {
      if (!depth++) start = index + sign.length;
    } else if (depth && !--depth) stretches.push([start, index]);
  }
  if (depth) stretches.push([start, text.length]);
  return stretches;
}

/** The same for single ones, which are apostrophes too: one closes behind a stop, or at the end. */
function findSingles(text) {
  const pattern =
    /(?<=^|[\s(—–])[‘'](?=\S)([\s\S]*?)(?:(?<=[,.?!…])[’'](?![\p{L}\p{N}])|[’'](?=\s*[,.;]?\s*$|\s+[—–(-]))/gu;
  return [...text.matchAll(pattern)].map(({ index, 1: inner }) => [index + 1, index + 1 + inner.length]);
}

// --- Who is said to have spoken ---

/** The reading without an attribution that stands before or behind the words, where these have no marks. */
function stripAttribution(text, names) {
  for (const { index } of text.matchAll(/[,.?!…—–-]["”’]?\s+(?=\S)|\s\(/gu)) {
    const tail = text.slice(index).replace(/^[,.?!…]["”’]?\s*/u, "");
    if (countWords(tail) > MOST_ASIDE || !countWords(text.slice(0, index))) continue;
    const speaker = names.findSpeaker(tail, { unknown: countWords(tail) <= FEW_ASIDE, isMarked: false });
    if (speaker) return { parts: cutParts(text, [[0, index]]), speaker, aside: true };
  }
  const head = names.findHead(text);
  return head && { parts: cutParts(text, [[head.length, text.length]]), speaker: head.speaker, aside: true };
}

/** The names of those who speak, and how a text attributes words to one. */
class Names {
  constructor(people) {
    this.ids = new Map(JOURNALISTS.map((word) => [word, new Set([JOURNALIST])]));
    for (const [id, names] of Object.entries(people)) {
      for (const name of [...names, foldWords(names[0]).at(-1)]) {
        const folded = foldWords(name).join(" ");
        this.ids.set(folded, (this.ids.get(folded) ?? new Set()).add(id));
      }
    }
  }

  /** The words of a piece, with names as one; those that are not known are taken for names where `unknown` says so. */
  split(piece, unknown) {
    const words = [...piece.matchAll(WORD)].map(({ 0: raw, index }) => ({
      raw,
      index,
      low: stripPossessive(foldWords(raw).join("")),
    }));
    const units = [];
    for (let at = 0; at < words.length; ) {
      const length = this.findLength(words, at) || (unknown ? this.findCapitals(words, at) : 0);
      const taken = words.slice(at, at + Math.max(length, 1));
      const raw = piece.slice(taken[0].index, taken.at(-1).index + taken.at(-1).raw.length);
      const ids = length && this.ids.get(taken.map(({ low }) => low).join(" "));
      units.push({ raw, index: taken[0].index, low: taken[0].low, name: length > 0, ids: [...(ids || [])] });
      at += taken.length;
    }
    return units;
  }

  findLength(words, at) {
    for (let length = Math.min(8, words.length - at); length > 0; length--) {
      const taken = words.slice(at, at + length);
      const name = taken.map(({ low }) => low).join(" ");
      const isWritten = JOURNALISTS.includes(name) || /\p{Lu}/u.test(taken[0].raw + taken.at(-1).raw);
      if (isWritten && this.ids.has(name)) return length;
    }
    return 0;
  }

  /** Who an aside says has spoken: a name beside a verb of saying, before a colon, or behind a dash or a bracket; where
   *  quotation marks set it apart (`isMarked`), the only name in it. */
  findSpeaker(piece, { unknown, isMarked }) {
    const units = this.split(piece, unknown);
    const isVerb = (unit) => unit && !unit.name && rules().verbs.has(unit.low);
    const at = units.findIndex(
      (unit, place) =>
        unit.name &&
        (isVerb(units[place + 1]) ||
          (isVerb(units[place + 2]) &&
            !units[place + 1].name &&
            !rules().pronouns.has(units[place + 1].low)) ||
          (isVerb(units[place - 1]) && units[place - 1].low !== "told") ||
          (isVerb(units[place - 2]) && units[place - 1].low === "to") ||
          LABELS.test(piece.slice(unit.index + unit.raw.length)) ||
          (place === 0 && /^[\s"”’]*[—–\-(]\s*$/u.test(piece.slice(0, unit.index)))),
    );
    const found = units[at] ?? (isMarked ? findOnly(units, piece, isVerb) : null);
    return found ? { ids: found.ids, name: found.raw } : null;
  }

  /** An attribution with which a text begins: Amit: …, Amit said that …, According to Amit, … */
  findHead(text) {
    const units = this.split(text.slice(0, 200), false);
    const [one, two] = units;
    const named = units.slice(0, 5).find((unit) => unit.ids.length);
    if (!named) return null;
    const after = text.slice(named.index + named.raw.length);
    if (LABELS.test(after)) return this.cutHead(text, named, LABELS);
    if (rules().according.test(`${one.low} ${two.low}`)) return this.cutHead(text, named, /^\s*,?\s*/u);
    const next = units[units.indexOf(named) + 1];
    if (named !== one || !rules().verbs.has(next?.low)) return null;
    const { length } = this.cutHead(text, next, /^\s*(?:[:,]|that\b)?\s*/u);
    return { length, speaker: { ids: named.ids, name: named.raw } };
  }

  cutHead(text, last, pattern) {
    const end = last.index + last.raw.length;
    const speaker = last.ids.length ? { ids: last.ids, name: last.raw } : null;
    return { length: end + (pattern.exec(text.slice(end))?.[0].length ?? 0), speaker };
  }

  /** How many words from `at` begin with a capital, and can be the name of somebody who is not known. */
  findCapitals(words, at) {
    const isName = (word) =>
      /^\p{Lu}/u.test(word?.raw ?? "") && !rules().noNames.has(word.low) && !rules().verbs.has(word.low);
    let length = 0;
    while (length < 5 && isName(words[at + length]) && !this.findLength(words, at + length)) length++;
    return length;
  }
}

/** The only name of an aside, unless it is of one who is spoken to or about: As Amit put it: …; “…”, complained Amit */
function findOnly(units, piece, isVerb) {
  const known = units.filter((unit) => unit.ids.length);
  const named = known.length ? known : units.filter((unit) => unit.name);
  if (new Set(named.map(({ ids, raw }) => ids.join() || raw)).size !== 1) return null;
  if (/:[^\p{L}\p{N}]*$/u.test(piece) && !units.some(isVerb)) return named.at(-1);
  const isObject =
    rules().beforeObjects.has(units[units.indexOf(named[0]) - 1]?.low) || /['’]s?$/u.test(named[0].raw);
  const isAnother = units.some(({ low }, place) => rules().pronouns.has(low) && isVerb(units[place + 1]));
  return known.length && !isObject && !isAnother ? named.at(-1) : null;
}
