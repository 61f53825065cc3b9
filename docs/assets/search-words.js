// Words: how they are compared, and what a word that a reader types stands for among the words of the archive.

/** A word of a text: letters and digits, with apostrophes inside. */
export const WORD = /[\p{L}\p{N}]+(?:['’ʼ][\p{L}\p{N}]+)*/gu;

// Words that say nothing of the subject: left out of a query that has others.
export const FUNCTION_WORDS = new Set(
  ("a about after all also an and any are as ask asked asks at be been before but by can could did discuss discussed do does " +
    "for from get got had happen happened happens has have he her him his how i if in into is it its many me mention " +
    "mentioned mentions more much my not of on or our over say said says she should so some speak speaks spoke such tell " +
    "tells than that the their them then there these they think thinks this those to told upon was we were what when where " +
    "whether which who whom whose why will with would you your us").split(" "),
);

/** A text letter by letter as it is compared, so that places in it are places in the text. */
export function fold(text) {
  let folded = "";
  for (const unit of text) {
    const plain = unit.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replace(/[’ʼ]/u, "'");
    folded += plain.length === unit.length ? plain : unit.toLowerCase().length === unit.length ? unit.toLowerCase() : unit;
  }
  return folded;
}

export function foldWords(text) {
  return [...fold(text.normalize("NFC")).matchAll(WORD)].map((match) => match[0]);
}

export function foldName(text) {
  return foldWords(text).join(" ");
}

/** A word without what makes it a possessive: kyiv's, states'. */
export function stripPossessive(word) {
  return word.replace(/'(?:s|re|ve|ll|d|m)?$/, "");
}

/** The other of two spellings: organise and organize. */
export function respell(words) {
  return words.replace(/([a-z]{3})i([sz])(ations?|ed?|es|ing|ers?)\b/g, (whole, stem, letter, end) => `${stem}i${letter === "s" ? "z" : "s"}${end}`);
}

// What English puts behind the stem of a word: to any form of it, or only to the stem itself.
const ENDING = /^(?:e|s|es|d|ed|ing|ings|y|i|ies|ion|ions|ation|ations|ive)?$/;
const STEM = /^[aey]?$/;
const ENDING_OF_STEM = /^(?:n|an|ans|ian|ians|ish|ic|ical|ly|al|er|ers|or|ors|ment|ments)$/;

/** Whether two words are forms of one: agreed and agreeing, tried and trying, Ukraine and Ukrainian. */
function isForm(word, other) {
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

// --- Slips -------------------------------------------------------------------------------------------------------

const VOWELS = "aeiouy";
// Letters that stand for one sound in names from other scripts, in either order.
const ALIKE = new Set(["ck", "cs", "kq", "gk", "sz", "vw", "fv", "iy", "ij", "jy"]);
const HALF = 0.5;

function isVowel(letter) {
  return VOWELS.includes(letter);
}

function costOfChange(one, other) {
  if (one === other) return 0;
  if (isVowel(one) && isVowel(other)) return HALF;
  return ALIKE.has([one, other].sort().join("")) ? HALF : 1;
}

/** A letter too many or too few: half a slip for a vowel, an h and a double. */
function costOfLetter(word, place) {
  const letter = word[place];
  return isVowel(letter) || letter === "h" || letter === word[place - 1] || letter === word[place + 1] ? HALF : 1;
}

const sounds = new Map();

/** What is left of a name when scripts and languages that write it otherwise are set aside: Donezk is Donetsk. */
function soundOf(word) {
  if (!sounds.has(word)) sounds.set(word, findSound(word));
  return sounds.get(word);
}

function findSound(word) {
  return word
    .replace(/ph/g, "f")
    .replace(/[kcg]h|ck|q|c(?=[aou])/g, "k")
    .replace(/ts|tz|cz|z/g, "s")
    .replace(/[yj]/g, "i")
    .replace(/w/g, "v")
    .replace(/ou/g, "u")
    .replace(/h/g, "")
    .replace(/(.)\1+/g, "$1");
}

/** How many slips make one word of the other, half ones counted as such; more than `most` counts as Infinity. */
function countSlips(one, other, most) {
  if (Math.abs(one.length - other.length) > 2 * most) return Infinity;
  if (soundOf(one) === soundOf(other)) return most < HALF ? Infinity : HALF;
  let before = [];
  let last = [0];
  for (let j = 0; j < other.length; j++) last.push(last[j] + costOfLetter(other, j));
  for (let i = 1; i <= one.length; i++) {
    const row = [last[0] + costOfLetter(one, i - 1)];
    for (let j = 1; j <= other.length; j++) {
      let cost = Math.min(
        row[j - 1] + costOfLetter(other, j - 1),
        last[j] + costOfLetter(one, i - 1),
        last[j - 1] + costOfChange(one[i - 1], other[j - 1]),
      );
      const swapped = i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1];
      if (swapped) cost = Math.min(cost, before[j - 2] + HALF);
      row.push(cost);
    }
    if (Math.min(...row) > most) return Infinity;
    [before, last] = [last, row];
  }
  return last[other.length] <= most ? last[other.length] : Infinity;
}

// --- The words of the archive ------------------------------------------------------------------------------------

/** How many slips are put right in a name of so many letters. */
function mostInName(length) {
  return length < 5 ? HALF : length < 8 ? 1 : 1.5;
}

/** Every word that a passage has, the words of the names, and those of countries that no passage names. */
export class Vocabulary {
  constructor(words, names, countries) {
    this.list = words;
    this.set = new Set(words);
    this.names = [...new Set(names)].filter((word) => word.length > 3);
    this.countries = countries;
    this.known = new Map();
    this.begun = new Map();
    for (const word of words) {
      const key = word.slice(0, 3);
      if (!this.begun.has(key)) this.begun.set(key, []);
      this.begun.get(key).push(word);
    }
  }

  /** The words that begin with the same three letters, which all forms of a word do. */
  like(word) {
    return this.begun.get(word.slice(0, 3)) ?? [];
  }

  has(word) {
    return this.set.has(word);
  }

  /**
   * What a word that was typed stands for. Either it is known: `forms`, in which it stands in the passages, and
   * whether it is there letter for letter (`exact`) or only the beginning of words (`begins`). Or it is not: the
   * nearest word `to`, and whether to take it for that (`sure`), or null.
   */
  look(word) {
    if (!this.known.has(word)) this.known.set(word, this.lookNow(word));
    return this.known.get(word);
  }

  lookNow(word) {
    if (this.has(word) || this.has(respell(word))) return this.take(word, true);
    if (this.canBegin(word) && this.like(word).some((other) => other.startsWith(word))) return { forms: [word], begins: true };
    const near = this.findNear(word);
    if (near?.isName && near.cost <= HALF) return near;
    const known = this.take(word, false);
    return known.forms.length ? known : near;
  }

  take(word, exact) {
    const respelt = respell(word);
    const isOne = (other) => other === word || isForm(word, other) || (respelt !== word && isForm(respelt, other));
    const forms = this.like(word).filter(isOne);
    // The nearest first: of agrees, agree before agreement.
    forms.sort((a, b) => Number(b === word) - Number(a === word) || Math.abs(a.length - word.length) - Math.abs(b.length - word.length));
    return { forms, exact };
  }

  /** Numbers, and one letter or two, are no beginnings of words. */
  canBegin(word) {
    return word.length > 2 && !/^\d+$/.test(word);
  }

  /** The nearest word of the names or of the archive; none for the name of a country that no passage has. */
  findNear(word) {
    if (word.length < 4 || /\d/.test(word) || this.countries.some((country) => word.startsWith(country))) return null;
    let best = null;
    const consider = (other, isName, most, rank) => {
      const cost = countSlips(word, other, most);
      if (cost === Infinity || cost === 0 || FUNCTION_WORDS.has(other)) return;
      if (!best || cost + rank < best.cost + best.rank) best = { to: other, cost, rank, isName };
    };
    this.names.forEach((other) => consider(other, true, mostInName(word.length), 0));
    // Of other words only what begins alike, for any two are soon a slip or two apart.
    const most = word.length < 5 ? 0 : 1;
    if (most) this.list.forEach((other) => other[0] === word[0] && other.length > 3 && consider(other, false, most, 0.2));
    if (best) best.sure = best.isName || best.cost <= HALF || word.length > 7;
    return best;
  }
}
