// How a language says whose words they are, and what turns a sentence round. One that is not here has no rules: then only
// colons, dashes, brackets and quotation marks set an attribution apart.
import { languages } from "../tr.js";

const listed = (words) => new Set(words.split(" "));

const NEGATIONS = listed("no not never none nobody nothing neither nor without cannot");

const ENGLISH = {
  /** Verbs of saying. */
  verbs: listed(
    "said says saying told tells added adds stated states noted notes declared declares claimed claims asked asks replied " +
      "answered responded warned warns insisted insists argued argues explained stressed emphasised emphasized remarked " +
      "announced wrote tweeted continued concluded observed acknowledged admitted according",
  ),
  /** What is no name where it has a capital. */
  noNames: listed(
    "he she they it i we you the a an in on at as and but or so this that these those when while after before " +
      "for from with if there here our their his her its my your who what why how not no yes all one",
  ),
  pronouns: listed("he she they it i we"),
  /** A name behind one of these is of another than the one who speaks. */
  beforeObjects: listed(
    "about with to told tells asked for against of from and after before alongside beside",
  ),
  /** What stands before the name: According to Amit, … */
  according: /^according to$/,
  isNegation: (word) => NEGATIONS.has(word) || word.endsWith("n't"),
  /** A point behind one of these ends no sentence. */
  abbreviations: listed("mr mrs ms dr st gen sen rep gov prof lt col sgt jr sr no vs"),
};

const NONE = {
  verbs: new Set(),
  noNames: new Set(),
  pronouns: new Set(),
  beforeObjects: new Set(),
  according: /(?!)/,
  isNegation: () => false,
  abbreviations: new Set(),
};

/** The rules that count now. */
export function rules() {
  return languages.has("en") ? ENGLISH : NONE;
}
