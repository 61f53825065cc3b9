// The names of things, and the things that a query names.
import { fits } from "./dates.js";
import { isFunctionWord } from "./languages.js";
import { foldName, foldWords, stripPossessive, WORD } from "./words.js";

/** Every name of the archive (data/lexicon.json), with the topic or entity that it leads to. */
export class Names {
  constructor(lexicon) {
    this.pages = lexicon.pages;
    this.transcripts = new Map(Object.entries(lexicon.transcripts));
    this.names = new Map();
    this.forms = new Map(Object.entries(lexicon.forms ?? {}));
    this.things = [];
    for (const concept of lexicon.concepts) {
      for (const thing of concept.things) {
        this.things.push({ ...thing, concept });
        for (const name of namesOf(thing)) this.add(name, concept);
      }
    }
    this.topics = new Map(this.things.filter((item) => item.kind === "topic").map((item) => [item.id, item]));
  }

  add(name, concept) {
    const folded = foldName(name);
    const entry = this.names.get(folded) ?? { concept, asWritten: new Set() };
    entry.asWritten.add(name);
    this.names.set(folded, entry);
  }

  has(folded) {
    return this.names.has(folded);
  }

  get(folded) {
    return this.names.get(folded);
  }

  /** The words of all names, against which slips are put right: in Latin letters those of the archive's language. */
  listWords() {
    const foreign = this.things.flatMap(({ abroad }) => Object.values(abroad ?? {}).flat());
    const own = this.things.flatMap(({ abroad, ...thing }) => namesOf(thing));
    return [...own, ...foreign.filter((name) => !/\p{Script=Latin}/u.test(name))].flatMap(foldWords);
  }

  /** The longest name that begins here, as it is known, and of how many words; a possessive and a case are it too. */
  findLongest(words, start) {
    for (let length = Math.min(8, words.length - start); length > 0; length--) {
      const taken = words.slice(start, start + length);
      const whole = taken.map((word) => word.text).join(" ");
      const entered = taken.map((word) => this.forms.get(word.text) ?? word.text).join(" ");
      const text = [whole, stripPossessive(whole), entered].find((one) => this.names.has(one));
      if (!text) continue;
      const name = this.names.get(text);
      // "IS" is a name and "is" is not: what is also a common word must be written as the name is.
      const common = length === 1 && isFunctionWord(text);
      if (!common || name.asWritten.has(taken[0].raw)) return { text, length, ...name };
    }
    return null;
  }

  /** A corrected word as the names write it: Ondra, not ondra. */
  spell(word) {
    for (const thing of this.things.filter(({ kind }) => kind !== "topic")) {
      const written = namesOf(thing)
        .flatMap((name) => name.match(WORD) ?? [])
        .find((item) => foldName(item) === word);
      if (written) return written;
    }
    return word;
  }

  /** Topics and names that the query is, or that have all its words; the best first. Then transcripts. */
  findThings(units) {
    const found = [];
    const add = (thing, more) => {
      if (!found.some((item) => item.id === thing.id && item.kind === thing.kind))
        found.push({ ...thing, ...more });
    };
    for (const unit of units.filter((item) => item.concept)) {
      for (const thing of unit.concept.things) add(thing, { asked: unit.raw, exact: units.length === 1 });
    }
    const places = units.filter(({ kind }) => kind === "number");
    const dates = units.filter(({ kind }) => kind === "date");
    const words = units.filter((unit) => !places.includes(unit)).flatMap((unit) => unit.text.split(" "));
    const telling = words.some((word) => word.length > 2 && !isFunctionWord(word));
    if (telling && !dates.length) {
      for (const thing of this.things) {
        const asked = findName(namesOf(thing), words);
        if (asked) add(thing, { asked });
      }
    }
    for (const [slug, { title, printed, url, date }] of this.transcripts) {
      const isOf = places.some((unit) => unit.slug === slug);
      const isThen = units.length === 1 && dates.some((unit) => fits(unit, date));
      if (isOf || isThen || (telling && findName([`${title} ${printed}`, date], words)))
        found.push({ kind: "transcript", id: slug, title, url });
    }
    const rank = (item) => (item.exact ? 3e6 : item.kind === "transcript" ? -1 : 0) + weigh(item);
    return found.sort((a, b) => rank(b) - rank(a));
  }

  /** Other pages, and parts of them, that have all the words of a query in one of their names. */
  findPages(parsed) {
    const words = parsed.flatMap((unit) => (unit.kind === "number" ? [] : unit.text.split(" ")));
    if (!words.some((word) => word.length > 2 && !isFunctionWord(word))) return [];
    return this.pages
      .filter((page) => findName([page.title, ...(page.typed ?? [])], words))
      .map((page) => ({ ...page, kind: "page" }));
  }
}

export function namesOf(thing) {
  return [...(thing.names ?? []), ...(thing.typed ?? []), ...Object.values(thing.abroad ?? {}).flat()];
}

/** The language of a name that a thing has in another one; none for any other name. */
export function languageOf(thing, name) {
  const isOne = (names) => names.some((item) => foldName(item) === foldName(name));
  return Object.entries(thing.abroad ?? {}).find(([, names]) => isOne(names))?.[0];
}

/** The first of these names that has all the words, or words that begin with them. */
function findName(names, words) {
  return names.find((name) => {
    const its = foldWords(name);
    return words.every((word) => its.some((item) => item.startsWith(word)));
  });
}

function weigh(item) {
  return (item.about ?? 0) * 2 + (item.mentions ?? 0);
}
