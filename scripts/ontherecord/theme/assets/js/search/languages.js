// What the search knows of words, by language. A language that is not here has no rules: its words count as they stand.
import { language } from "../tr.js";
import * as english from "./english.js";
import * as russian from "./russian.js";

const NONE = {
  saying: /(?!)/,
  functionWords: new Set(),
  prefixes: /(?!)/,
  respell: (words) => words,
  isForm: (word, other) => word === other,
};

/** The rules of the language of the site. */
export const rules = { ...NONE, ...{ en: english, ru: russian }[language.split("-")[0]] };
