// What the search knows of words, by language. One that is not here has no rules: its words count as they stand.
import { languages } from "../tr.js";
import * as english from "./english.js";
import * as russian from "./russian.js";

const RULES = { en: english, ru: russian };
const rules = () => [...languages].map((tag) => RULES[tag]).filter(Boolean);

/** Whether a word says nothing of the subject: it is left out of a query that has others. */
export function isFunctionWord(word) {
  return rules().some(({ functionWords }) => functionWords.has(word));
}

/** Whether two words are forms of one. */
export function isForm(word, other) {
  return word === other || rules().some((its) => its.isForm(word, other));
}

/** The other of two spellings, where a language has two. */
export function respell(words) {
  return rules().reduce((text, its) => its.respell?.(text) ?? text, words);
}

/** Whether a text goes on, behind a name, with a verb of saying. */
export function isSaying(text) {
  return rules().some(({ saying }) => saying?.test(text));
}

/** Whether it is written with a hyphen before a word, or without. */
export function isPrefix(text) {
  return rules().some(({ prefixes }) => prefixes?.test(text));
}
