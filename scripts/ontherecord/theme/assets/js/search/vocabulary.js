// The words of the archive, and what a word that a reader types stands for among them.
import { isForm, isFunctionWord, respell } from "./languages.js";
import { countSlips, HALF } from "./slips.js";

/** How many slips are put right in a name of so many letters. */
function mostInName(length) {
  return length < 5 ? HALF : length < 8 ? 1 : 1.5;
}

/** Every word that a passage has, the words of the names, and those of countries that no passage names. */
export class Vocabulary {
  constructor(words, names, countries, synonyms = {}) {
    this.synonyms = new Map(Object.entries(synonyms));
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

  /** Makes a word known by the forms in which it was found. */
  learn(word, forms) {
    if (forms.length) this.known.set(word, { forms, exact: false });
  }

  lookNow(word) {
    if (this.has(word) || this.has(respell(word))) return this.take(word, true);
    if (this.canBegin(word) && this.like(word).some((other) => other.startsWith(word)))
      return { forms: [word], begins: true };
    if (this.synonyms.has(word)) return { to: this.synonyms.get(word), sure: true };
    const near = this.findNear(word);
    if (near?.isName && near.cost <= HALF) return near;
    const known = this.take(word, false);
    return known.forms.length ? known : near;
  }

  take(word, exact) {
    const respelt = respell(word);
    const isOne = (other) =>
      other === word || isForm(word, other) || (respelt !== word && isForm(respelt, other));
    const forms = this.like(word).filter(isOne);
    // The nearest first: of agrees, agree before agreement.
    forms.sort(
      (a, b) =>
        Number(b === word) - Number(a === word) ||
        Math.abs(a.length - word.length) - Math.abs(b.length - word.length),
    );
    return { forms, exact };
  }

  /** Numbers, and one letter or two, are no beginnings of words. */
  canBegin(word) {
    return word.length > 2 && !/^\d+$/.test(word);
  }

  /** The nearest word of the names or of the archive; none for the name of a country that no passage has. */
  findNear(word) {
    if (word.length < 4 || /\d/.test(word) || this.countries.some((country) => word.startsWith(country)))
      return null;
    let best = null;
    const consider = (other, isName, most, rank) => {
      const cost = countSlips(word, other, most);
      if (cost === Infinity || cost === 0 || isFunctionWord(other)) return;
      if (!best || cost + rank < best.cost + best.rank) best = { to: other, cost, rank, isName };
    };
    this.names.forEach((other) => consider(other, true, mostInName(word.length), 0));
    // Of other words only what begins alike, for any two are soon a slip or two apart.
    const most = word.length < 5 ? 0 : 1;
    if (most)
      this.list.forEach(
        (other) => other[0] === word[0] && other.length > 3 && consider(other, false, most, 0.2),
      );
    if (best) best.sure = best.isName || best.cost <= HALF || word.length > 7;
    return best;
  }
}
