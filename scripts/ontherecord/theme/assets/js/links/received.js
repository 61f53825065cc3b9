// What a link said before a mail program, a chat or a tracker had it.
//
// A link as it is copied holds ASCII letters, digits and %+&=_- after its "?", and a passage after its "#" (see
// quote.js). Whatever else it holds was done to it on the way, and some of that can be undone for certain. Of the rest
// there are several readings, the most literal first: the first whose words stand where it says is the one meant. None
// is taken for the words themselves: they have to stand there to the letter.
import { PARAMETERS, parseQuote } from "./quote.js";

const MOST_TIMES = 3; // An address within an address within an address is encoded as often.
const AMPERSAND = /&(?:amp|#0*38|#x0*26)(?:;|%3B)/gi;

/** The readings of an address, as {quote or null, fragment}; never none, and each another. */
export function readLink(search, hash) {
  const readings = new Map();
  let text = search + hash;
  for (let turn = 0; turn <= MOST_TIMES; turn++) {
    text = mend(text);
    for (const version of [text, joinLines(text)]) {
      const reading = readOnce(version);
      const key = JSON.stringify(reading);
      if (!readings.has(key)) readings.set(key, reading);
    }
    text = decodeOnce(text);
  }
  return [...readings.values()];
}

/** Undoes what can only have been done on the way: "&" written as in HTML, a backslash before a sign. */
function mend(text) {
  let mended = text.replaceAll("\\", "");
  for (let before = null; before !== mended; ) {
    before = mended;
    mended = mended.replace(AMPERSAND, "&");
  }
  return mended;
}

/** The query without the line breaks that mail has put in, and without the "=" that quoted-printable puts before them;
 *  "=" itself it writes "=3D". In a fragment a break may be the end: "#p1", and then "3". */
function joinLines(text) {
  return text.replace(/^[^#]*/, (query) => query.replace(/=?(?:%0D|%0A|\r|\n)+/gi, "").replace(/=3D/gi, "="));
}

/** Undoes one encoding too many, if it can be. An encoded "+" was a space only where there is no other space. */
function decodeOnce(text) {
  const spaced = /\+|%20/.test(text) || /%2B(?:%2B|&|#|$)|[=&]%2B/i.test(text);
  try {
    return decodeURIComponent(spaced ? text.replace(/%2B/gi, "%252B") : text);
  } catch {
    return text;
  }
}

function readOnce(text) {
  const [, query, fragment] = /^([^#]*)#?(.*)$/su.exec(text);
  // What was put after the fragment ("#p3&utm_source=x"), or the whole query if the two were swapped.
  const [, place, more] = /^(.*?)(?:[?&](.*))?$/su.exec(fragment);
  const quote = parseQuote(nameAfresh(`${query}${more ? `&${more}` : ""}`));
  return { quote, fragment: place };
}

/** The query with "?name=" within it as one more parameter, and the parameters of quotes under their own names. */
function nameAfresh(query) {
  return query
    .replace(/^\?+/, "")
    .replace(/\?(?=[a-z_]+=)/gi, "&")
    .split("&")
    .map((pair) => pair.replace(/^[^=]*/, cleanName))
    .join("&");
}

function cleanName(name) {
  const clean = name.replace(/%0D|%0A|%09|%20|^\W+|\W+$/gi, "").toLowerCase();
  return PARAMETERS.includes(clean) ? clean : name;
}

/** The ids that a fragment may mean, the most literal first: "p13)." is p13. */
export function readFragment(fragment) {
  let text = fragment;
  try {
    for (let turn = 0; turn <= MOST_TIMES; turn++) text = decodeURIComponent(text);
  } catch {
    /* What stands there is all that can be read. */
  }
  const plain = text
    .normalize("NFKC")
    .trim()
    .replace(/^[\s#"'“«<([]+/u, "");
  const passage = /^p\d+[a-z]*(?![\p{L}\p{N}]|\s+\d)/iu.exec(plain)?.[0];
  const trimmed = plain.replace(/[\s\p{P}\p{S}]+$/u, "");
  return [...new Set([text, passage ?? trimmed, (passage ?? trimmed).toLowerCase()])].filter(Boolean);
}

/** The passages that a fragment which names none may be meant for: those of its number (`exact`), or the nearest. */
export function guessPassages(fragment, anchors) {
  const text = readFragment(fragment).at(-1) ?? "";
  const [, first, rest = ""] =
    /^(?:\W|p|par|para|paras|passage|passages)*(\d+)(?:\s+(\d+)$)?/iu.exec(text) ?? [];
  if (!first) return { anchors: [], exact: false };
  const exact = [...new Set([`p${first}${rest}`, `p${first}`])].filter((anchor) => anchors.includes(anchor));
  const lower = anchors.filter((anchor) => Number.parseInt(anchor.slice(1), 10) < Number(first));
  return { anchors: exact.length ? exact : [lower.at(-1) ?? anchors[0]], exact: exact.length > 0 };
}

/** What an address without a page may have been, as the path of a page and what follows it ("/talks/%23p13" is "/talks/"
 *  and "#p13"); null where there is nothing to undo. */
export function mendPath(path) {
  let text = path;
  for (let turn = 0; turn < MOST_TIMES; turn++) text = decodeOnce(text);
  const [, page, rest] = /^([^?#]*)(.*)$/su.exec(mend(text));
  const plain = page.replace(/(?:(?![/_-])[\s\p{P}\p{S}])+$/u, "");
  return rest || plain !== page ? { path: plain, rest } : null;
}
