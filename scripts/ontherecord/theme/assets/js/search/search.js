// The search itself, without any page: a query in, passages and names out. Loaded when a search is first used.
//
// Pagefind finds words. What it does not know is added here: the names of things (data/lexicon.json), each of which
// has a sign, a made-up word that stands in the index beside the passages that treat or name it; the words of the
// archive (data/words.json), by which a slip is told from a word; phrases among other words; and an order in which
// the passage that treats what was asked comes before one that mentions it.
import { addLanguages } from "../tr.js";
import { fits, signsOf } from "./dates.js";
import { loadEngines } from "./engines.js";
import { FACETS } from "./facets.js";
import { Index, loadJson } from "./index.js";
import { respell } from "./languages.js";
import { Names } from "./names.js";
import { findGone, isAsked } from "./numbers.js";
import { Reader } from "./query.js";
import { scoreHit, sortHits } from "./rank.js";
import { isSearchedAsWord, phrasePattern } from "./text.js";
import { recall, wait } from "./turns.js";
import { Vocabulary } from "./vocabulary.js";
import { foldName, splitUnspaced } from "./words.js";

/**
 * How many milliseconds a field waits for the next letter, by how long the last search took. Where searches are quick
 * it waits for none; but one letter or two are the beginning of too much to look for.
 */
export function waitFor(query, took) {
  if (query.length < 3) return 300 - 75 * query.length;
  return took < 60 ? 0 : Math.min(150, took / 3);
}

/** How many hits are read, and put in order by what they say, before the first is shown. */
const READ = 20;
/** How many hits of a phrase are read to see whether they really have it. */
const VERIFY = 200;
/** Where so few have all that was asked, what has some of it is shown as well. */
const FEW = 4;
const NEAREST = 5;
/** An archive of so few passages is read whole once one types, so that no search waits for the network. */
const SMALL = 80;

let loading = null;
let engines = null;
let isAnew = false;

/** Loads the engines, the names and the words; once, and anew after a failure. */
export function load() {
  if (!loading) {
    const lexicon = loadJson("data/lexicon.json");
    engines = loadEngines(lexicon, isAnew);
    const all = Promise.all([engines, lexicon, loadJson("data/words.json")]).then(async (loaded) => {
      const search = new Search(...loaded);
      await wait(0); // What is asked is read in another task, so that a phone answers in between.
      return search;
    });
    all.catch(() => all === loading && startAnew());
    loading = all;
  }
  return loading;
}

/** Forgets all that was loaded: the next search loads it again. */
export function startAnew() {
  engines?.then((all) => all.forEach((engine) => engine.stop())).catch(() => {});
  isAnew ||= engines !== null;
  loading = engines = null;
}

export class Search {
  constructor(engines, lexicon, words) {
    addLanguages(lexicon.languages);
    this.lexicon = lexicon;
    this.names = new Names(lexicon);
    this.topics = this.names.topics;
    this.transcripts = this.names.transcripts;
    this.vocabulary = new Vocabulary(words, this.names.listWords(), lexicon.countries, lexicon.synonyms);
    this.reader = new Reader(this.names, this.vocabulary);
    this.index = new Index(engines, this.names);
    this.found = new Map();
  }

  /**
   * What a query finds: `hits` (the first of them read and in order), their number, the facets with counts, the names
   * that it is or begins, what was put right (`corrected`), could be (`maybe`) or was left out (`unknown`), and what
   * is nearest where little is found.
   */
  find(query, filters) {
    const key = JSON.stringify([query, FACETS.map((name) => filters[name] ?? [])]);
    return recall(this.found, key, () => this.findNow(query, filters), 50);
  }

  async findNow(query, filters) {
    const parsed = this.reader.parse(query);
    await this.learnWords(parsed);
    const pages = this.names.findPages(parsed);
    const { corrected, maybe, unknown, ...resolved } = this.reader.resolve(parsed, pages.length === 0);
    let { units } = resolved;
    const isSearch = units.length > 0 || !query;
    let found = isSearch ? await this.run(units, filters, query) : empty();
    const sure = units.filter((unit) => !corrected.some(({ to }) => foldName(to) === unit.text));
    if (corrected.length && sure.length && !found.total) {
      // Put right, the query has no sense that any passage shares: the words that were not known are left out.
      unknown.push(...corrected.splice(0).map(({ from }) => from));
      units = sure;
      found = await this.run(units, filters, query);
    }
    const dateless = units.filter((unit) => unit.kind !== "date");
    if (!found.total && dateless.length && dateless.length < units.length) {
      // Nothing of that date has the other words: these count.
      unknown.push(...units.filter((unit) => unit.kind === "date").map(({ raw }) => raw));
      units = dateless;
      found = await this.run(units, filters, query);
    }
    const gone = findGone(parsed, this.transcripts);
    const things = [...this.names.findThings(found.units), ...pages];
    const few =
      found.hits.length <= FEW && (units.length > 1 || units.some((unit) => unit.kind === "phrase"));
    const nearest = few ? await this.findNearest(units, filters, found.hits) : [];
    return { ...found, things, gone, corrected, maybe, unknown, nearest, query, wordless: !parsed.length };
  }

  /** Hits and counts of these units, and the units as they were searched in the end. */
  async run(units, filters, query) {
    const all = units.length ? await this.findAll(units) : await this.index.listAll();
    const looser = all.length ? null : this.reader.loosen(units);
    if (looser) return this.run(looser, filters, query);
    const hits = await this.order(await this.index.narrow(all, filters), units, query);
    return {
      units,
      hits,
      facets: () => this.index.count(all, filters),
      count: hits.length,
      total: all.length,
    };
  }

  /** Everything that has all the units, whatever its facets. */
  async findAll(units) {
    const phrases = units.filter((unit) => unit.kind === "phrase");
    const rest = units.filter(({ kind }) => kind === "word" || kind === "name");
    const sets = [];
    await Promise.all(rest.map((unit) => this.chooseForm(unit)));
    if (rest.length) sets.push(await this.askAll(this.plan(rest)));
    for (const unit of units.filter(({ kind }) => kind === "run")) sets.push(await this.findRun(unit));
    for (const unit of units.filter(({ kind }) => kind === "date")) sets.push(await this.findDated(unit));
    for (const unit of units.filter(({ kind }) => kind === "number"))
      sets.push(await this.index.select((anchor, slug) => isAsked(unit, slug, anchor)));
    for (const unit of phrases) sets.push(await this.findPhrase(unit));
    for (const unit of rest.filter((item) => item.kind === "word" && !item.begins))
      sets.push(await this.findWord(unit));
    const [first, ...others] = sets;
    const ids = others.map((set) => new Set(set.map((item) => item.id)));
    return first.filter(({ id }) => ids.every((set) => set.has(id)));
  }

  /** What gives a date, as said or as resolved, and then all that was said on it. */
  async findDated(unit) {
    const named = [];
    for (const sign of signsOf(unit)) named.push(...(await this.index.ask(sign)));
    // A year can be a number of something else that is said.
    if (this.vocabulary.has(unit.text)) named.push(...(await this.index.ask(`"${unit.text}"`)));
    const isThen = (slug) => fits(unit, this.transcripts.get(slug).date);
    const then = await this.index.select((_, slug) => isThen(slug));
    return [...new Map([...then, ...named].map((item) => [item.id, item])).values()].sort(
      (a, b) => b.score - a.score,
    );
  }

  /** What has a run of writing without spaces, wherever in a longer one it stands. */
  async findRun({ text }) {
    const pairs = splitUnspaced(text);
    const some = await this.index.ask((pairs.length > 1 ? pairs.slice(0, -1) : pairs).join(" "));
    const hits = await Promise.all(some.slice(0, VERIFY).map((item) => this.index.readHit(item.id)));
    return some.slice(0, VERIFY).filter((_, place) => phrasePattern(text).test(hits[place].folded));
  }

  /** What to ask for: by signs, and by the words as they stand where a name is said in other words too. */
  plan(units) {
    const names = units.filter((unit) => unit.kind === "name");
    const words = units.map((unit) => unit.ask ?? unit.text).join(" ");
    const signs = units
      .map((unit) => (unit.kind === "name" ? unit.concept.sign : (unit.ask ?? unit.text)))
      .join(" ");
    if (!names.length) return { main: words };
    if (names.every(isSearchedAsWord)) return { main: signs, also: words };
    if (units.length === 1 && names[0].text.includes(" ")) return { main: signs, also: `"${words}"` };
    return { main: signs };
  }

  async askAll({ main, also }) {
    const first = await this.index.ask(main);
    const others = [also, respell(main)].filter((words) => words && words !== main);
    if (!others.length) return first;
    const merged = new Map(first.map((item) => [item.id, item]));
    for (const words of others) {
      for (const item of await this.index.ask(words)) {
        const before = merged.get(item.id);
        merged.set(item.id, before ? { ...item, score: item.score + before.score } : item);
      }
    }
    return [...merged.values()].sort((a, b) => b.score - a.score);
  }

  /** A word that is in no passage is asked for as it is if its stem is, or else in the form that is there. */
  async chooseForm(unit) {
    if (unit.kind !== "word" || unit.exact || unit.begins) return;
    unit.ask = (await this.index.ask(`"${unit.text}"`)).length ? unit.text : unit.forms[0];
  }

  /** What has a word in one of its forms, and not only the beginning of another word. */
  async findWord({ text, ask = text }) {
    const found = [];
    for (const word of new Set([ask, respell(ask)])) found.push(...(await this.index.ask(`"${word}"`)));
    // The end of "Secretary-General’s" is found as a part of it only.
    return found.length ? found : this.index.ask(ask);
  }

  /** Notes in which forms a word stands in the first of its hits. */
  async learnForms(unit, ids) {
    const results = (await this.findWord(unit)).filter(({ id }) => ids.has(id));
    unit.forms = [...new Set([...unit.forms, ...(await this.index.readForms(unit.text, results))])];
  }

  /** Makes words known of which a passage in another language than English has another form. */
  async learnWords(units) {
    const unknown = units.filter(({ kind, text }) => kind === "word" && !this.vocabulary.look(text)?.forms);
    const learn = async ({ text }) => this.vocabulary.learn(text, await this.index.findForms(text));
    await Promise.all(unknown.map(learn));
  }

  /** What really has a phrase, word by word; a name in quotation marks counts by any of its forms too. */
  async findPhrase(unit) {
    const found = unit.concept ? [...(await this.index.ask(unit.concept.sign))] : [];
    for (const text of new Set([unit.text, respell(unit.text)])) {
      if (!text.split(" ").every((word) => this.vocabulary.has(word))) continue;
      // Pagefind keeps "Russian-US" together and finds no part of it in quotation marks, so all that has the words is
      // read; of very many only the first, and for the rest Pagefind's own phrases count.
      const some = await this.index.ask(text);
      const hits = await Promise.all(some.slice(0, VERIFY).map((item) => this.index.readHit(item.id)));
      const kept = some.slice(0, VERIFY).filter((_, place) => phrasePattern(text).test(hits[place].folded));
      if (some.length > VERIFY) kept.push(...(await this.index.ask(`"${text}"`)));
      found.unshift(...kept);
    }
    return [...new Map(found.map((item) => [item.id, item])).values()];
  }

  /** The first hits read and in order, the others behind them as they come. */
  async order(results, units, query) {
    const first = await Promise.all(results.slice(0, READ).map((item) => this.index.readHit(item.id)));
    const ids = new Set(first.map((hit) => hit.id));
    await Promise.all(
      units.filter((unit) => unit.kind === "word" && !unit.begins).map((unit) => this.learnForms(unit, ids)),
    );
    const sorted = units.length ? sortHits(first, units, query) : first;
    return [...sorted.map((hit) => ({ id: hit.id, hit })), ...results.slice(READ).map(({ id }) => ({ id }))];
  }

  /** Reads all hits of a small archive, for who types on; what fails is read again when it is wanted. */
  async readAhead() {
    if (this.lexicon.passages > SMALL) return;
    await Promise.all((await this.index.loadRows()).ids.map((id) => this.index.readHit(id)));
  }

  /** Any hit of a list of `hits`, read. */
  async open(entry) {
    entry.hit ??= await this.index.readHit(entry.id);
    return entry.hit;
  }

  /** Passages that have some of what was asked, those with most of it first. */
  async findNearest(units, filters, found) {
    const scores = new Map();
    const apart = this.reader.resolve(
      units.flatMap((unit) =>
        unit.kind === "phrase" ? this.reader.parseWords(unit.raw.replace(/[-‐‑–]/g, " ")) : [unit],
      ),
      true,
    ).units;
    for (const unit of apart) {
      const results = await this.index.narrow(await this.findAll([unit]), filters);
      const rarity = 1 / (1 + Math.log2(1 + results.length));
      for (const { id } of results.slice(0, 2000)) scores.set(id, (scores.get(id) ?? 0) + rarity);
    }
    found.forEach(({ id }) => scores.delete(id));
    const best = [...scores].sort((a, b) => b[1] - a[1]).slice(0, READ);
    const hits = await Promise.all(
      best.map(async ([id, score]) => ({ hit: await this.index.readHit(id), score })),
    );
    const phrase = apart.map((unit) => unit.text).join(" ");
    const order = hits.map(({ hit, score }) => ({ hit, score: 10 * score + scoreHit(hit, apart, phrase) }));
    return order
      .sort((a, b) => b.score - a.score)
      .slice(0, NEAREST)
      .map(({ hit }) => ({ id: hit.id, hit, units: apart }));
  }
}

function empty() {
  return { units: [], hits: [], facets: async () => ({}), count: 0, total: 0 };
}
