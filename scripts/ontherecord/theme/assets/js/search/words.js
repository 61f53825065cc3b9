// Words: how they are compared.

import { UNSPACED } from "../links/text.js";

/** A word of a text: letters with the marks on them, and digits, with apostrophes and unseen signs inside. */
export const WORD =
  /[\p{L}\p{N}][\p{L}\p{N}\p{M}\p{Cf}]*(?:['’ʼ‘ʻ′´`][\p{M}\p{Cf}]*[\p{L}\p{N}][\p{L}\p{N}\p{M}\p{Cf}]*)*/gu;

/** Letters that are no letter and a mark, as they are typed without them (words.py has them too), and ligatures. */
const PLAIN = {
  ...{ ø: "o", ł: "l", đ: "d", ð: "d", ħ: "h", ŧ: "t", ı: "i" },
  ...{ ß: "ss", æ: "ae", œ: "oe", þ: "th", ĳ: "ij" },
};
const OTHERWISE = /[øłđðħŧıßæœþĳ]/g;
const COMPATIBLE = /[\ufb00-\ufb06\uff01-\uffef]+/g;

/** What stands as one letter for several, by those: ﬁ for fi. */
export const LIGATURES = {
  ...Object.fromEntries([..."ﬀﬁﬂﬃﬄﬆ"].map((sign) => [sign.normalize("NFKD"), sign])),
  ...{ ss: "ß", ae: "æ", oe: "œ", th: "þ", ij: "ĳ" },
};

const PLAIN_WORD = /[\p{L}\p{N}]+(?:'[\p{L}\p{N}]+)*/gu;

/** The words of a text as they are compared: without case, marks above letters and punctuation. The build folds by
 *  the same rule (words.py); the cases are in tests/cases/folding.json. */
export function foldWords(text) {
  return foldAll(text).match(PLAIN_WORD) ?? [];
}

/** Most of what is compared, and only faster so: of this only the capitals are folded. */
const ASCII = /^[ -_a-~]*$/;

function foldAll(text) {
  if (ASCII.test(text)) return text.toLowerCase();
  const plain = text
    .replace(COMPATIBLE, (signs) => signs.normalize("NFKD"))
    .replace(/[’ʼ‘ʻ′´`]/g, "'")
    .toLowerCase()
    .normalize("NFD")
    .replace(/[\p{M}\p{Cf}]/gu, "")
    .replace(OTHERWISE, (sign) => PLAIN[sign]);
  return plain.normalize("NFC").replace(/ς/g, "σ");
}

/** A text letter by letter as it is compared, so that places in it are places in the text. A mark that is a character
 *  of its own stays, and any letter of a pattern takes such marks in (see `spellOut`). */
export function fold(text) {
  return text.replace(/[A-Z]+|[^ -_a-~]/gu, (unit) => {
    if (!folds.has(unit)) folds.set(unit, foldUnit(unit));
    return folds.get(unit);
  });
}

const folds = new Map();

function foldUnit(unit) {
  return [foldAll(unit), unit.toLowerCase()].find((folded) => folded.length === unit.length) ?? unit;
}

export function foldName(text) {
  return foldWords(text).join(" ");
}

/** Whether a word is of writing that puts no space between words, so that what is looked for stands inside it. */
export function isUnspaced(word) {
  return UNSPACED.test(word);
}

/** What the index has of such a word: every two letters that stand together, and the last. The build does the same. */
export function splitUnspaced(word) {
  const letters = [...word];
  return letters.map((letter, place) => letter + (letters[place + 1] ?? ""));
}

/** A word without what makes it a possessive: kyiv's, states'. */
export function stripPossessive(word) {
  return word.replace(/'(?:s|re|ve|ll|d|m)?$/, "");
}
