// Text as quotes compare it, and its words. What was ever copied must open for ever: `normalise` may never give another
// result.
const INVISIBLE = "[\\u00AD\\u061C\\u180E\\u200B-\\u200F\\u202A-\\u202E\\u2060-\\u206F\\uFEFF]";
const ALL_INVISIBLE = new RegExp(INVISIBLE, "gu");
const PICTURE = "\\p{Extended_Pictographic}[\\p{M}\\p{Emoji_Modifier}\\u{E0020}-\\u{E007F}]*";
const HANGUL_HEAD = "[\\u1100-\\u115F\\uA960-\\uA97C\\uAC00-\\uD7A3]";
const HANGUL_TAIL = "[\\u1160-\\u11FF\\uD7B0-\\uD7FB]";
// What a reader takes for one character. Spelt out here, and not left to Intl.Segmenter, because browsers differ in
// what they know and a link made in one has to open in all. [^] is any character.
const CLUSTER = new RegExp(
  [
    `(?<plain>[!-~]+(?!${INVISIBLE}*\\p{M}))`,
    `(?<invisible>${INVISIBLE}+)`,
    "(?<space>\\s+)",
    "\\p{Regional_Indicator}{2}",
    `(?<picture>${PICTURE}(?:\\u200D${PICTURE})*)`,
    `${HANGUL_HEAD}(?:${INVISIBLE}*${HANGUL_TAIL})*(?:${INVISIBLE}*\\p{M})*`,
    `[^](?:${INVISIBLE}*\\p{M})*`,
  ].join("|"),
  "gu",
);

/**
 * The text as it is compared: composed (NFC), every white space one space and none at the ends, curly and straight
 * quotes alike, without soft hyphens and characters of no width. `starts[i]` and `ends[i]` are where, in `raw`, the
 * character of unit `i` starts and ends; −1 where unit `i` does not begin, or end, a character.
 */
export function normalise(raw) {
  const units = { text: "", starts: [], ends: [] };
  let space = null;
  for (const match of raw.matchAll(CLUSTER)) {
    if (match.groups.invisible) continue;
    const end = match.index + match[0].length;
    if (match.groups.space) {
      space = space ? [space[0], end] : [match.index, end];
      continue;
    }
    if (space && units.text) addCharacter(units, " ", ...space);
    space = null;
    if (match.groups.plain) {
      // The most common text, and only faster so: ASCII is one unit a character and needs no change.
      for (let at = match.index; at < end; at++) addCharacter(units, raw[at], at, at + 1);
      continue;
    }
    // Only in an emoji a joiner of no width means something.
    const visible = match.groups.picture ?? match[0].replace(ALL_INVISIBLE, "");
    addCharacter(units, likeQuotes(visible.normalize("NFC")), match.index, end);
  }
  return units;
}

export function addCharacter(units, character, start, end) {
  units.text += character;
  for (let unit = 1; unit <= character.length; unit++) {
    units.starts.push(unit === 1 ? start : -1);
    units.ends.push(unit === character.length ? end : -1);
  }
}

function likeQuotes(character) {
  if (character < "\u02BC") return character;
  return character.replace(/[“”„‟]/g, '"').replace(/[‘’‚‛ʼ]/g, "'");
}

const UNSPACED_SCRIPTS = ["Han", "Hiragana", "Katakana", "Thai", "Lao", "Khmer", "Myanmar"];
export const UNSPACED = new RegExp(
  `[${UNSPACED_SCRIPTS.map((name) => `\\p{Script=${name}}`).join("")}]`,
  "u",
);
const LONGEST_WORD = 24;

/** Where the words of a normalised text stand, as [from, to]. In scripts without spaces they are those that the
 *  browser's dictionary knows, or else single characters. Only links are made with this; opening one never asks. */
export function splitWords(text) {
  const words = [];
  for (const match of text.matchAll(/[^ ]+/g)) {
    for (const piece of splitToken(match[0])) {
      const from = match.index + piece.index;
      words.push([from, from + piece.length]);
    }
  }
  return words;
}

function splitToken(token) {
  if (UNSPACED.test(token)) return splitUnspaced(token);
  if (token.length <= LONGEST_WORD) return [{ index: 0, length: token.length }];
  const pieces = [];
  for (const match of token.matchAll(CLUSTER)) {
    const last = pieces.at(-1);
    if (last && last.length + match[0].length <= LONGEST_WORD) last.length += match[0].length;
    else pieces.push({ index: match.index, length: match[0].length });
  }
  return pieces;
}

function splitUnspaced(token) {
  if ("Segmenter" in Intl) {
    const segmenter = new Intl.Segmenter(undefined, { granularity: "word" });
    return [...segmenter.segment(token)].map(({ index, segment }) => ({ index, length: segment.length }));
  }
  return [...token.matchAll(CLUSTER)].map((match) => ({ index: match.index, length: match[0].length }));
}
