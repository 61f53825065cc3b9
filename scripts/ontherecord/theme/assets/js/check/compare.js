// A quotation beside the record, in words: what differs, and what differs only in how it is set.
import { tr } from "../tr.js";
import { rules } from "./languages.js";

/** The words of the record between two tokens of a run, as they stand there. */
export function readRecord({ tokens, passages }, [from, to]) {
  let text = "";
  for (let at = from; at < to; at++) {
    const token = tokens[at];
    const next = at + 1 < to && tokens[at + 1].passage === token.passage ? tokens[at + 1].from : token.to;
    text += passages[token.passage].text.slice(token.from, next);
    if (at + 1 < to && next === token.to && tokens[at + 1].passage !== token.passage) text += " ";
  }
  return text;
}

/** The words of the quotation between two of its tokens. */
export function readQuoted(text, words, [from, to]) {
  return from < to ? text.slice(words[from].from, words[to - 1].to) : "";
}

/** Every difference of the places from the quotation, in its order, and what of it has no place. */
export function listDifferences({ places, words }, text) {
  const found = [];
  if (!places.length) return found;
  let end = 0;
  for (const place of places) {
    if (place.words[0] > end)
      found.push(makeDifference("added", "", readQuoted(text, words, [end, place.words[0]])));
    for (const step of place.steps.filter(({ kind }) => kind !== "same")) {
      const quoted = readQuoted(text, words, step.words);
      found.push(makeDifference(step.kind, readRecord(place.run, step.text), quoted));
    }
    end = place.words[1];
  }
  if (end < words.length)
    found.push(makeDifference("added", "", readQuoted(text, words, [end, words.length])));
  return found;
}

function makeDifference(kind, record, quoted) {
  return { kind: !record ? "added" : !quoted ? "left out" : kind, record, quoted };
}

/** A difference as a sentence. */
export function tellDifference({ kind, record, quoted }) {
  if (kind === "left out") return tr("It leaves out “{words}”.", { words: record });
  if (kind === "added") return tr("It adds “{words}”.", { words: quoted });
  return tr("It has “{quoted}”; the record has “{record}”.", { quoted, record });
}

/** Whether a difference is about a not. */
export function isAboutNegation({ record, quoted }) {
  const count = (text) =>
    text
      .toLowerCase()
      .replaceAll("’", "'")
      .split(/[^\p{L}']+/u)
      .filter(rules().isNegation).length;
  return count(record) !== count(quoted);
}

/** How the quotation is set otherwise than the record, where their words are the same. */
export function listSetting({ places, words }, text) {
  const found = new Set();
  for (const { run, steps } of places) {
    for (const { words: its, text: at } of steps.filter(({ kind }) => kind === "same")) {
      for (let n = 0; n < its[1] - its[0]; n++) {
        const pair = [words[its[0] + n], run.tokens[at[0] + n]];
        compareLetters(...pair, found);
        if (n) compareSigns(readGap(text, words, its[0] + n), readGap(run, run.tokens, at[0] + n), found);
      }
    }
  }
  return [...found];
}

/** What stands before a token: in the quotation, or in the passage of a run; a blank where that is another. */
function readGap(source, tokens, at) {
  const [before, token] = [tokens[at - 1], tokens[at]];
  if (typeof source === "string") return source.slice(before.to, token.from);
  return before.passage === token.passage
    ? source.passages[token.passage].text.slice(before.to, token.from)
    : " ";
}

function compareLetters(one, other, found) {
  const [a, b] = [one, other].map(({ raw }) => raw.replace(/[^\p{L}\p{M}\p{N}]/gu, "").normalize("NFC"));
  if (a !== b)
    found.add(a.toLowerCase() === b.toLowerCase() ? tr("capital letters") : tr("accents or joined letters"));
  if (a === b && one.raw.normalize("NFC") !== other.raw.normalize("NFC")) found.add(tr("signs within words"));
}

const SIGNS = [
  [tr("quotation marks"), /[“”„‟"«»‹›「」『』‘’‚'`]/gu],
  [tr("hyphens and dashes"), /[-‐‑‒–—−]/gu],
  [tr("punctuation"), /[.,;:!?()[\]]/gu],
];

function compareSigns(one, other, found) {
  // What was left out of account stands between the words of a quotation that it interrupts.
  if (/[\p{L}\p{N}]/u.test(one)) return;
  for (const [name, pattern] of SIGNS) {
    const [a, b] = [one, other].map((gap) => (gap.match(pattern) ?? []).join(""));
    if (a !== b) found.add(name);
  }
}
