// English words, as the search knows them: what says nothing, what is a form of what, and how else it is spelt.

/** A verb of saying right behind a name, as in "Ms Holt has also said". */
export const saying =
  /^[\s,]+(?:(?:has|have|had|also|then|repeatedly|recently|just|again|once)\s+)*(?:said|says?|told|tells|spoke|speaks|mention(?:s|ed)|not(?:es|ed)|add(?:s|ed)|ask(?:s|ed)|stress(?:es|ed)|touch(?:es|ed) (?:up)?on)(?!\p{L})/u;

// Words that say nothing of the subject: left out of a query that has others.
export const functionWords = new Set(
  (
    "a about after all also an and any are as ask asked asks at be been before but by can could did discuss discussed do does " +
    "for from get got had happen happened happens has have he her him his how i if in into is it its many me mention " +
    "mentioned mentions more much my not of on or our over say said says she should so some speak speaks spoke such tell " +
    "tells than that the their them then there these they think thinks this those to told upon was we were what when where " +
    "whether which who whom whose why will with would you your us"
  ).split(" "),
);

/** What is written with a hyphen before a word, or without. */
export const prefixes = /^(?:anti|co|ex|inter|intra|multi|non|post|pre|pro|self)$/;

/** The other of two spellings: organise and organize. */
export function respell(words) {
  return words.replace(
    /([a-z]{3})i([sz])(ations?|ed?|es|ing|ers?)\b/g,
    (_, stem, letter, end) => `${stem}i${letter === "s" ? "z" : "s"}${end}`,
  );
}

// What stands behind the stem of a word: to any form of it, or only to the stem itself.
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
