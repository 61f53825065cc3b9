// Passages asked for by number: p13, passage 13, ¶13, paras 13–15, #p20, 2016-07-15-talks/p13, a permalink as pasted.
import { readFragment } from "../links/received.js";
import { trWords } from "../tr.js";

/** What a reader may call a passage in the language of the site. */
const OWN = trWords("passage, passages, paragraph, paragraphs").join("|");
const LABEL = `(?:${OWN}|passages?|paragraphs?|paras?\\.?|pars?\\.|pp?\\.?|¶+|#p?)`;
const NUMBER = "(?:no\\.?\\s*|number\\s+|p)?(\\d{1,4}[a-z]{0,2})";
const LABELLED = new RegExp(
  `(?<![\\p{L}\\p{N}])${LABEL}\\s*${NUMBER}(?:\\s*(?:-|–|—|to|and|until)\\s*p?${NUMBER})?(?![\\p{L}\\p{N}+])`,
  "giu",
);
// An address names its page, and a passage behind the sign #; an id does without that sign.
const ADDRESS = /\S*?([a-z0-9]+(?:-[a-z0-9]+)*)\/(?:index\.html)?(?:\?[^\s#]*)?(?:#|%23|(?=p\d))(\S*)/giu;

/** The passages by number that a text asks for, as units of a query, with where they stand; none of them overlap. */
export function findNumbers(text, transcripts) {
  const found = [];
  for (const match of text.matchAll(ADDRESS)) {
    const anchor = readFragment(match[2]).find((name) => /^p\d+[a-z]*$/.test(name));
    if (anchor) found.push(toUnit(match, anchor, anchor, transcripts.has(match[1]) ? match[1] : null));
  }
  for (const match of text.matchAll(LABELLED)) {
    const [first, last] = [match[1], match[2] ?? match[1]].map((number) => `p${number.toLowerCase()}`);
    const unit = toUnit(match, first, last, null);
    if (found.every(({ start, end }) => unit.end <= start || end <= unit.start)) found.push(unit);
  }
  return found.sort((a, b) => a.start - b.start);
}

function toUnit(match, first, last, slug) {
  const [start, end] = [match.index, match.index + match[0].length];
  return { kind: "number", text: first.slice(1), raw: match[0].trim(), first, last, slug, start, end };
}

/** A query that is nothing but a number, as that of a passage. */
export function readBare(query) {
  const number = /^\s*(\d{1,4})\s*$/.exec(query)?.[1];
  return number ? toUnit({ 0: query, index: 0 }, `p${Number(number)}`, `p${Number(number)}`, null) : null;
}

const countOf = (anchor) => Number.parseInt(anchor.slice(1), 10);

/** Whether a passage is one of those asked for; of a range, also what came between (p14a). */
export function isAsked({ first, last, slug }, transcript, anchor) {
  if (slug && slug !== transcript) return false;
  if (first === last) return anchor === first;
  return countOf(anchor) >= countOf(first) && countOf(anchor) <= countOf(last);
}

/** The anchors that the index lists as p1+12 p13a p14+5: a number, and how many follow that only count on. */
export function readAnchors(text) {
  return text.split(" ").flatMap((run) => {
    const [first, more = 0] = run.split("+");
    return more ? Array.from({ length: Number(more) + 1 }, (_, n) => `p${countOf(first) + n}`) : [first];
  });
}

/** Of the passages asked for, those that are no more, with their addresses: each says there what became of it. */
export function findGone(units, transcripts) {
  return units
    .filter(({ kind }) => kind === "number")
    .flatMap((unit) =>
      [...transcripts].flatMap(([slug, { title, url, gone = [] }]) =>
        gone
          .filter((anchor) => isAsked(unit, slug, anchor))
          .map((anchor) => ({ number: anchor.slice(1), title, url: `${url}#${anchor}` })),
      ),
    );
}
