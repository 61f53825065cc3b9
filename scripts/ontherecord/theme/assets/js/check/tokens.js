// The words of a text as the quote check compares them. Only words count; how they are set does not: quotation marks,
// dashes, points and commas, blanks, accents on Latin letters, ligatures, and capitals, save where they make another
// word (US and us).
import { isFunctionWord } from "../search/languages.js";
import { rules } from "./languages.js";

const INVISIBLE = "\\u00AD\\u061C\\u180E\\u200B-\\u200F\\u202A-\\u202E\\u2060-\\u206F\\uFEFF";
const ALL_INVISIBLE = new RegExp(`[${INVISIBLE}]`, "gu");
const UNSPACED = ["Han", "Hiragana", "Katakana", "Thai", "Lao", "Khmer", "Myanmar"]
  .map((name) => `\\p{Script=${name}}`)
  .join("");
const LETTER = `(?:(?![${UNSPACED}])[\\p{L}\\p{N}][\\p{M}${INVISIBLE}]*)`;
/** What counts: an abbreviation with points, a number with its signs, a word, a letter of a script without blanks. */
const TOKEN = new RegExp(
  [
    "(?:\\p{Lu}\\.){2,}(?:\\p{Lu}(?![\\p{L}\\p{N}]))?",
    `(?:\\d{1,3}(?:[,\\u00A0\\u2009\\u202F]\\d{3})+(?![\\d])(?:\\.\\d+)?|\\d+(?:[.,:]\\d+)*)${LETTER}*`,
    `(?:\\[\\p{L}+\\](?=\\p{L}))?${LETTER}+(?:['’‘ʼ＇]${LETTER}+)*(?:\\[\\p{L}+\\])?`,
    `[${UNSPACED}][\\p{M}${INVISIBLE}]*`,
    "[%‰$€£¥₽&]",
    "(?<![\\p{L}\\p{N}\\])])[-−](?=\\d)",
  ].join("|"),
  "gu",
);
const GROUPED = /^\d{1,3}(?:[,\u00A0\u2009\u202F]\d{3})+(?!\d)/u;
const SENTENCE_END = /[.?!…]["'”’»)\]]*(?:\s|$)|\n\s*\n|[。！？]/u;

/**
 * The tokens of a text: `low` is the word without case, `key` the same, but in capitals where these make it another
 * word; `from` and `to` are its place; `hyphen` tells that it is joined to the next (`break` at the end of a line),
 * `ends` that a sentence ends with it.
 */
export function readTokens(text) {
  const tokens = [...text.matchAll(TOKEN)].map(({ 0: raw, index }) => ({
    raw,
    from: index,
    to: index + raw.length,
    ...foldToken(raw),
  }));
  tokens.forEach((token, at) => {
    const between = text.slice(token.to, tokens[at + 1]?.from);
    const hyphen = at + 1 < tokens.length && /^[-‐‑](\s*\n\s*)?$/u.exec(between);
    token.hyphen = hyphen ? (hyphen[1] ? "break" : "plain") : null;
    token.ends = at + 1 === tokens.length || (SENTENCE_END.test(between) && !isAbbreviated(token, between));
  });
  return tokens;
}

function isAbbreviated(token, between) {
  return (
    between.startsWith(".") &&
    !between.includes("\n") &&
    (rules().abbreviations.has(token.low) || /^\p{L}$/u.test(token.low))
  );
}

function foldToken(raw) {
  const plain = raw.replace(ALL_INVISIBLE, "").replace(/[[\]]/g, "").normalize("NFC");
  const unset = plain.replace(/[\uFB00-\uFB06\uFF01-\uFF5E]/gu, (sign) => sign.normalize("NFKC"));
  const low = foldNumber(unset).replace(/[’‘ʼ]/g, "'").toLowerCase().replace(/ς/g, "σ");
  const folded = low
    .normalize("NFD")
    .replace(/(\p{Script=Latin})\p{M}+/gu, "$1")
    .normalize("NFC");
  const capitals = /\p{Lu}.*\p{Lu}/u.test(unset) && unset === unset.toUpperCase();
  return { low: folded, key: capitals && isFunctionWord(folded) ? folded.toUpperCase() : folded };
}

/** A number without the signs between its thousands; an abbreviation without its points. */
function foldNumber(word) {
  if (/^(?:\p{Lu}\.){2}/u.test(word)) return word.replaceAll(".", "");
  return word.replace(GROUPED, (number) => number.replace(/[^\d]/gu, "")).replace("−", "-");
}

/** Whether a text has capitals and small letters, so that capitals say something. */
export function tellsCase(text) {
  return /\p{Lu}/u.test(text) && /\p{Ll}/u.test(text);
}

/** The tokens with those joined that are one word for another text: cease-fire where it has ceasefire. */
export function joinHyphened(tokens, known) {
  if (!tokens.some((token) => token.hyphen)) return tokens;
  const joined = [];
  for (let at = 0; at < tokens.length; at++) {
    const last = findJoined(tokens, at, known);
    if (last > at) {
      const low = tokens.slice(at, last + 1).map((token) => token.low);
      const { raw, from } = tokens[at];
      joined.push({ ...tokens[last], raw, from, low: low.join(""), key: low.join("") });
      at = last;
    } else joined.push(tokens[at]);
  }
  return joined;
}

/** The last of the tokens from `at` that are one known word. To re-sign is not to resign, save at a line's end. */
function findJoined(tokens, at, known) {
  let word = tokens[at].low;
  for (let last = at; tokens[last].hyphen && last - at < 3; last++) {
    word += tokens[last + 1].low;
    const parts = tokens[at].low === "re" && tokens[at].hyphen === "plain";
    if (known.has(word) && !parts) return last + 1;
  }
  return at;
}
