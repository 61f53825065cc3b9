// Words: how they are compared, and which are forms of one.

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

/** A verb of saying right behind a name, as in "Mr Wren has also said". */
export const SAYING =
  /^[\s,]+(?:(?:has|have|had|also|then|repeatedly|recently|just|again|once)\s+)*(?:said|says?|told|tells|spoke|speaks|mention(?:s|ed)|not(?:es|ed)|add(?:s|ed)|ask(?:s|ed)|stress(?:es|ed)|touch(?:es|ed) (?:up)?on)(?!\p{L})/u;

// Words that say nothing of the subject: left out of a query that has others.
export const FUNCTION_WORDS = new Set(
  (
    "a about after all also an and any are as ask asked asks at be been before but by can could did discuss discussed do does " +
    "for from get got had happen happened happens has have he her him his how i if in into is it its many me mention " +
    "mentioned mentions more much my not of on or our over say said says she should so some speak speaks spoke such tell " +
    "tells than that the their them then there these they think thinks this those to told upon was we were what when where " +
    "whether which who whom whose why will with would you your us"
  ).split(" "),
);

const PLAIN_WORD = /[\p{L}\p{N}]+(?:'[\p{L}\p{N}]+)*/gu;

/** The words of a text as they are compared: without case, marks above letters and punctuation. The build folds by
 *  the same rule (words.py); the cases are in tests/cases/folding.json. */
export function foldWords(text) {
  return foldAll(text).match(PLAIN_WORD) ?? [];
}

function foldAll(text) {
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
  let folded = "";
  for (const unit of text) {
    const plain = foldAll(unit);
    const lowered = unit.toLowerCase();
    folded += plain.length === unit.length ? plain : lowered.length === unit.length ? lowered : unit;
  }
  return folded;
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

/** The other of two spellings: organise and organize. */
export function respell(words) {
  return words.replace(
    /([a-z]{3})i([sz])(ations?|ed?|es|ing|ers?)\b/g,
    (_, stem, letter, end) => `${stem}i${letter === "s" ? "z" : "s"}${end}`,
  );
}

// What English puts behind the stem of a word: to any form of it, or only to the stem itself.
const ENDING = /^(?:e|s|es|d|ed|ing|ings|y|i|ies|ion|ions|ation|ations|ive)?$/;

const STEM = /^[aey]?$/;
const ENDING_OF_STEM = /^(?:n|an|ans|ian|ians|ish|ic|ical|ly|al|er|ers|or|ors|ment|ments)$/;

/** Whether two words are forms of one: agreed and agreeing, tried and trying, Ukraine and Ukrainian. */
export function isForm(word, other) {
  const [one, two] = [word, other].map((text) => text.replace(/y(?=ing$)/, "i"));
  let same = 0;
  while (same < one.length && one[same] === two[same]) same++;
  for (let cut = same; cut >= Math.max(3, same - 3, 0.5 * one.length); cut--) {
    const [a, b] = [one.slice(cut), two.slice(cut)];
    if (ENDING.test(a) && ENDING.test(b)) return true;
    if ((STEM.test(a) && ENDING_OF_STEM.test(b)) || (STEM.test(b) && ENDING_OF_STEM.test(a))) return true;
  }
  return false;
}
