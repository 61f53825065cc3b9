// The search itself, without any page: a query in, passages and names out. Loaded when a search is first used.
//
// Pagefind finds words. What it does not know is added here: the names of things (data/lexicon.json), each of which
// has a sign, a made-up word that stands in the index beside the passages that treat or name it; the words of the
// archive (data/words.json), by which a slip is told from a word; phrases among other words; and an order in which
// the passage that treats what was asked comes before one that mentions it.
import { FUNCTION_WORDS, Vocabulary, WORD, fold, foldName, foldWords, respell, stripPossessive } from "./search-words.js";
import { findUnit, isSearchedAsWord, phrasePattern } from "./search-text.js";

const root = new URL("../", import.meta.url);

/**
 * How many milliseconds a field waits for the next letter, by how long the last search took. Where searches are quick
 * it waits for none; but one letter or two are the beginning of too much to look for.
 */
export function waitFor(query, took) {
  if (query.length < 3) return 300 - 75 * query.length;
  return took < 60 ? 0 : Math.min(150, took / 3);
}

/** The facets, as the index and the address of a search name them. A passage can have several topics. */
export const FACETS = ["topic", "speaker", "kind", "year", "transcript"];

/** How many hits are read, and put in order by what they say, before the first is shown. */
const READ = 20;
/** How many hits of a phrase are read to see whether they really have it. */
const VERIFY = 200;
/** Where so few have all that was asked, what has some of it is shown as well. */
const FEW = 4;
const NEAREST = 5;
/** Of a longer query, as when a paragraph is pasted, so much is looked for: it is more than any two passages share. */
const MOST_UNITS = 40;
/** An archive of so few passages is read whole while one types, so that no search waits for the network. */
const SMALL = 80;

// What is written with a hyphen before a word, or without.
const PREFIX = /^(?:anti|inter|intra|multi|non|post|pre|pro|self)$/;

const WEIGHTS = { title: 0.5, about: 5, names: 2, by: 0.5, parts: 0.5 };

// --- What is loaded --------------------------------------------------------------------------------------------

let loading = null;
let failures = 0;

/** Loads the engine, the names and the words; once, and anew after a failure. */
export function load() {
  if (!loading) {
    loading = Promise.all([loadPagefind(), loadJson("data/lexicon.json"), loadJson("data/words.json")]).then(
      ([pagefind, lexicon, words]) => new Search(pagefind, lexicon, words),
    );
    loading.then((search) => search.readAhead().catch(() => {}), startAnew);
  }
  return loading;
}

/** Forgets all that was loaded: the next search loads it again. */
export function startAnew() {
  if (loading) failures++;
  loading = null;
}

async function loadPagefind() {
  // A module that once failed to load is not fetched again at the same address.
  const address = new URL(`pagefind/pagefind.js${failures ? `?again=${failures}` : ""}`, root);
  const pagefind = await import(address.href);
  await pagefind.options({ ranking: { metaWeights: WEIGHTS } });
  await pagefind.init();
  return pagefind;
}

/** What a hit shows: a file of Pagefind's, packed, with some letters of its own before the content. */
async function loadFragment(id) {
  const answer = await fetch(new URL(`pagefind/fragment/${id}.pf_fragment`, root));
  if (!answer.ok) throw new Error(`${id}: ${answer.status}`);
  const bytes = new Uint8Array(await answer.arrayBuffer());
  const packed = bytes[0] === 0x1f && bytes[1] === 0x8b;
  const stream = new Blob([bytes]).stream();
  const text = await new Response(packed ? stream.pipeThrough(new DecompressionStream("gzip")) : stream).text();
  return JSON.parse(text.slice(text.indexOf("{")));
}

async function loadJson(path, options = {}) {
  const answer = await fetch(new URL(path, root), options);
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
  return answer.json();
}

// --- The search ------------------------------------------------------------------------------------------------

export class Search {
  constructor(pagefind, lexicon, words) {
    this.pagefind = pagefind;
    this.lexicon = lexicon;
    this.answers = new Map();
    this.found = new Map();
    this.queue = Promise.resolve();
    this.read = new Map();
    this.rows = null;
    this.names = new Map();
    this.things = [];
    for (const concept of lexicon.concepts) {
      for (const thing of concept.things) {
        this.things.push({ ...thing, concept });
        for (const name of namesOf(thing)) this.addName(name, concept);
      }
    }
    this.topics = new Map(this.things.filter((item) => item.kind === "topic").map((item) => [item.id, item]));
    this.transcripts = new Map(Object.entries(lexicon.transcripts));
    const isUsed = ({ things }) => things.some((thing) => thing.about || thing.mentions || thing.speaks);
    this.signs = new Set(lexicon.concepts.filter(isUsed).map((concept) => concept.sign));
    this.vocabulary = new Vocabulary(words, [...this.names.keys()].flatMap((name) => name.split(" ")), lexicon.countries);
  }

  addName(name, concept) {
    const folded = foldName(name);
    const entry = this.names.get(folded) ?? { concept, asWritten: new Set() };
    entry.asWritten.add(name);
    this.names.set(folded, entry);
  }

  /**
   * What a query finds: `hits` (the first of them read and in order), their number, the facets with counts, the names
   * that it is or begins, what was put right (`corrected`), could be (`maybe`) or was left out (`unknown`), and what
   * is nearest where little is found.
   */
  find(query, filters) {
    const key = JSON.stringify([query, FACETS.map((name) => filters[name] ?? [])]);
    if (!this.found.has(key)) {
      const finding = this.findNow(query, filters);
      finding.catch(() => this.found.delete(key));
      this.found.set(key, finding);
      if (this.found.size > 50) this.found.delete(this.found.keys().next().value);
    }
    return this.found.get(key);
  }

  async findNow(query, filters) {
    const parsed = this.parse(query);
    const pages = this.findPages(parsed);
    const { corrected, maybe, unknown, ...resolved } = this.resolve(parsed, pages.length === 0);
    let { units } = resolved;
    const isSearch = units.length > 0 || !query;
    let found = isSearch ? await this.run(units, filters) : empty();
    const sure = units.filter((unit) => !corrected.some(({ to }) => foldName(to) === unit.text));
    if (corrected.length && sure.length && !found.total) {
      // Put right, the query has no sense that any passage shares: the words that were not known are left out.
      unknown.push(...corrected.splice(0).map(({ from }) => from));
      units = sure;
      found = await this.run(units, filters);
    }
    const things = [...this.findThings(found.units), ...pages];
    const few = found.hits.length <= FEW && (units.length > 1 || units.some((unit) => unit.kind === "phrase"));
    const nearest = few ? await this.findNearest(units, filters, found.hits) : [];
    return { ...found, things, corrected, maybe, unknown, nearest, query, wordless: !parsed.length };
  }

  // --- What was asked ---

  /** The units of a query: names, phrases in quotation marks, and other words. */
  parse(query) {
    const text = query
      .normalize("NFC")
      .replace(/[“”„‟«»″]/g, '"')
      .replace(/(\d)(?:st|nd|rd|th)\b/gi, "$1");
    const units = [];
    text.split(/"([^"]*)"/).forEach((piece, number) => {
      if (number % 2) units.push(...this.parsePhrase(piece));
      else units.push(...this.parseWords(piece));
    });
    const telling = units.filter((unit) => unit.kind !== "word" || !FUNCTION_WORDS.has(unit.text));
    return (telling.length ? telling : units).slice(0, MOST_UNITS);
  }

  parsePhrase(piece) {
    const words = foldWords(piece);
    const name = this.names.get(words.join(" "));
    if (!words.length) return [];
    return [{ kind: "phrase", text: words.join(" "), raw: piece.trim(), concept: name?.concept }];
  }

  parseWords(piece) {
    const words = [...piece.matchAll(WORD)].map((match) => ({ raw: match[0], text: fold(match[0]), at: match.index }));
    const units = [];
    for (let start = 0; start < words.length; ) {
      const joined = this.joinHyphened(piece, words, start);
      if (joined.length) {
        units.push(...this.toCompound(joined, piece));
        start += joined.length;
        continue;
      }
      const name = this.longestName(words, start);
      const taken = words.slice(start, start + (name?.length ?? 1));
      const raw = piece.slice(taken[0].at, taken.at(-1).at + taken.at(-1).raw.length);
      if (name) units.push(this.toName(name, raw));
      else units.push({ kind: "word", text: stripPossessive(taken[0].text), raw });
      start += taken.length;
    }
    return this.joinParted(units);
  }

  toName({ text, concept, asWritten }, raw) {
    const said = !text.includes(" ") && Boolean(this.vocabulary.look(text)?.forms);
    const plain = raw.replace(/['’ʼ]s?$/, "");
    return { kind: "name", text, raw: plain, name: asWritten.has(plain) ? plain : [...asWritten][0], concept, said };
  }

  /** Words with nothing but a hyphen between them that are no name: Russian-US, cease-fire. */
  joinHyphened(piece, words, start) {
    let end = start + 1;
    while (end < words.length && /^[-‐‑–]$/.test(piece.slice(words[end - 1].at + words[end - 1].raw.length, words[end].at))) end++;
    const name = this.longestName(words, start);
    return end - start > 1 && (name?.length ?? 0) < end - start ? words.slice(start, end) : [];
  }

  /** Such words as a phrase, or one by one where no passage can have it. */
  toCompound(words, piece) {
    const raw = piece.slice(words[0].at, words.at(-1).at + words.at(-1).raw.length);
    const joined = words.map((word) => word.text).join("");
    if (this.vocabulary.has(joined)) return [{ kind: "word", text: joined, raw }];
    const parts = () => this.parseWords(raw.replace(/[-‐‑–]/g, " "));
    if (!words.every((word) => this.vocabulary.has(stripPossessive(word.text)))) return parts();
    return [{ kind: "phrase", text: words.map((word) => stripPossessive(word.text)).join(" "), raw, hyphened: true, parts }];
  }

  /** Two words that are written as one: cease fire. */
  joinParted(units) {
    const joined = [];
    for (const unit of units) {
      const before = joined.at(-1);
      const text = before?.kind === "word" && unit.kind === "word" ? before.text + unit.text : "";
      const both = text && this.vocabulary.has(before.text) && this.vocabulary.has(unit.text);
      if (text && !both && this.vocabulary.has(text)) joined.splice(-1, 1, { kind: "word", text, raw: `${before.raw} ${unit.raw}` });
      else joined.push(unit);
    }
    return joined;
  }

  /** The longest name that begins here, as it is known, and of how many words; a possessive is the name too. */
  longestName(words, start) {
    for (let length = Math.min(8, words.length - start); length > 0; length--) {
      const taken = words.slice(start, start + length);
      const whole = taken.map((word) => word.text).join(" ");
      const text = [whole, stripPossessive(whole)].find((one) => this.names.has(one));
      if (!text) continue;
      const name = this.names.get(text);
      // "IS" is a name and "is" is not: what is also a common word must be written as the name is.
      const common = length === 1 && FUNCTION_WORDS.has(text);
      if (!common || name.asWritten.has(taken[0].raw)) return { text, length, ...name };
    }
    return null;
  }

  // --- Spelling ---

  /** The units with words that no passage has put right, where that is sure; the others are left out. */
  resolve(parsed, mayCorrect) {
    const found = { units: [], corrected: [], maybe: [], unknown: [] };
    for (const unit of parsed) {
      const seen = unit.kind === "word" ? this.vocabulary.look(unit.text) : { forms: [] };
      if (seen?.forms) found.units.push({ ...unit, ...(unit.kind === "word" ? seen : {}) });
      else this.resolveUnknown(unit, seen, found, mayCorrect);
    }
    if (!found.corrected.length) return found;
    // Put right, words may be a name: "de Misturra".
    const again = found.units.map((unit) => (unit.kind === "phrase" && !unit.hyphened ? `"${unit.raw}"` : unit.raw)).join(" ");
    const units = this.parse(again).map((unit) => (unit.kind === "word" ? { ...unit, ...this.vocabulary.look(unit.text) } : unit));
    const dead = units.filter((unit) => unit.kind === "word" && !unit.forms);
    // The word of a name that no passage has by itself is no help.
    const isAlive = ({ to }) => !dead.some((unit) => unit.raw === to);
    found.unknown.push(...found.corrected.filter((item) => !isAlive(item)).map(({ from }) => from));
    return { ...found, corrected: found.corrected.filter(isAlive), units: units.filter((unit) => !dead.includes(unit)) };
  }

  resolveUnknown(unit, near, found, mayCorrect) {
    const parts = this.takeApart(unit.text);
    if (parts.length) found.units.push(...parts);
    else if (near?.sure && mayCorrect) {
      const to = this.spell(near.to);
      found.corrected.push({ from: unit.raw, to });
      found.units.push({ ...unit, text: near.to, raw: to });
    } else {
      found.unknown.push(unit.raw);
      if (near && mayCorrect) found.maybe.push({ from: unit.raw, to: this.spell(near.to) });
    }
  }

  /** Two words that were written as one: antiassad, UNSCR2254. */
  takeApart(text) {
    for (let cut = 2; cut <= text.length - 2; cut++) {
      const parts = [text.slice(0, cut), text.slice(cut)];
      const isNumber = /^\d+$/.test(parts[1]) && !/\d/.test(parts[0]);
      const isKnown = (part) => this.names.has(part) || this.vocabulary.has(part);
      if (this.names.has(parts.join(" ")) || ((isNumber || PREFIX.test(parts[0])) && parts.every(isKnown))) {
        return this.parseWords(parts.join(" ")).map((unit) => ({ ...unit, ...(unit.kind === "word" ? this.vocabulary.look(unit.text) : {}) }));
      }
    }
    return [];
  }

  /** A corrected word as the names write it: Karabakh, not karabakh. */
  spell(word) {
    for (const thing of this.things.filter(({ kind }) => kind !== "topic")) {
      const written = namesOf(thing).flatMap((name) => name.match(WORD) ?? []).find((item) => fold(item) === word);
      if (written) return written;
    }
    return word;
  }

  // --- Asking Pagefind ---

  /** What Pagefind finds, without the results that have nothing of the query. */
  ask(words) {
    if (!this.answers.has(words)) {
      // One at a time: while two load their pieces of the index, Pagefind 1.5 may find nothing for one of them.
      const search = () => this.pagefind.search(words);
      const asked = this.queue.then(search, search);
      this.queue = asked;
      const answer = asked.then(async (found) => {
        const results = found.results.filter((item) => item.score > 0);
        if (!results.length) await this.expectNothing(words);
        return results;
      });
      answer.catch(() => this.answers.delete(words));
      this.answers.set(words, answer);
      if (this.answers.size > 100) this.answers.delete(this.answers.keys().next().value);
    }
    return this.answers.get(words);
  }

  /**
   * Of a piece of the index that it could not load Pagefind says nothing, and finds nothing. So where nothing is found
   * of what should be there, this makes sure that there is an index, and throws if not.
   */
  async expectNothing(words) {
    if (this.signs.has(words)) throw new Error(`The index has nothing of ${words}`);
    if (!this.vocabulary.has(words)) return;
    await loadJson("pagefind/pagefind-entry.json", { cache: "no-store" });
    const [sign] = this.signs;
    const { results } = sign ? await this.pagefind.search(sign) : { results: [sign] };
    if (!results.length) throw new Error("The index has nothing");
  }

  // --- Facets ---

  /**
   * Loads what facets every passage has. (Pagefind's own facets take seconds to count with a thousand transcripts.)
   */
  loadRows() {
    this.rows ??= loadJson("pagefind/rows.json").then(
      ({ ids, values, columns }) => {
        const list = ids.split(" ");
        const years = values.transcript.map(([slug]) => [this.transcripts.get(slug).date.slice(0, 4)]);
        return {
          ids: list,
          place: new Map(list.map((id, place) => [id, place])),
          values: { ...values, year: years },
          columns: { ...columns, year: columns.transcript },
        };
      },
      (error) => {
        this.rows = null;
        throw error;
      },
    );
    return this.rows;
  }

  /** The results that fit the filters; without filters, all of them. */
  async narrow(results, filters) {
    if (!isFiltered(filters)) return results;
    const rows = await this.loadRows();
    const tests = makeTests(rows, filters);
    return results.filter(({ id }) => tests.every(({ passes }) => passes(rows.place.get(id))));
  }

  /** Every passage, in the order of the archive. */
  async listAll() {
    const rows = await this.loadRows();
    return rows.ids.map((id) => ({ id, score: 0 }));
  }

  /** For each facet its values with the number of hits; what is chosen in a facet does not narrow the facet itself. */
  async count(results, filters) {
    const rows = await this.loadRows();
    const places = (results ?? (await this.listAll())).map(({ id }) => rows.place.get(id));
    const tests = makeTests(rows, filters);
    const counts = {};
    for (const name of FACETS) {
      // Topics add up (about Syria and about terrorism); of the others a passage has one, so they are alternatives.
      const others = tests.filter((test) => test.name !== name || name === "topic");
      const tally = new Array(rows.values[name].length).fill(0);
      for (const place of places) if (others.every(({ passes }) => passes(place))) tally[rows.columns[name][place]]++;
      counts[name] = addUp(rows.values[name], tally);
    }
    return counts;
  }

  /** Hits and counts of these units, and the units as they were searched in the end. */
  async run(units, filters) {
    const all = units.length ? await this.findAll(units) : await this.listAll();
    const looser = all.length ? null : this.loosen(units);
    if (looser) return this.run(looser, filters);
    const hits = await this.order(await this.narrow(all, filters), units);
    return { units, hits, facets: () => this.count(all, filters), count: hits.length, total: all.length };
  }

  /** The units in a weaker sense where no passage has them all: words with hyphens, and names, word by word. */
  loosen(units) {
    const resolve = (parts) => this.resolve(parts, false).units;
    if (units.some((unit) => unit.hyphened)) return resolve(units.flatMap((unit) => (unit.hyphened ? unit.parts() : [unit])));
    const isPlain = (unit) => unit.kind === "name" && unit.text.split(" ").every((word) => word.length > 3 && this.vocabulary.has(word));
    if (!units.some(isPlain)) return null;
    const words = (unit) => unit.text.split(" ").map((text) => ({ kind: "word", text, raw: text }));
    return resolve(units.flatMap((unit) => (isPlain(unit) ? words(unit) : [unit])));
  }

  /** Everything that has all the units, whatever its facets. */
  async findAll(units) {
    const phrases = units.filter((unit) => unit.kind === "phrase");
    const rest = units.filter((unit) => unit.kind !== "phrase");
    const sets = [];
    await Promise.all(rest.map((unit) => this.chooseForm(unit)));
    if (rest.length) sets.push(await this.askAll(this.plan(rest)));
    for (const unit of phrases) sets.push(await this.findPhrase(unit));
    for (const unit of rest.filter((item) => item.kind === "word" && !item.begins)) sets.push(await this.findWord(unit));
    const [first, ...others] = sets;
    const ids = others.map((set) => new Set(set.map((item) => item.id)));
    return first.filter(({ id }) => ids.every((set) => set.has(id)));
  }

  /** What to ask for: by signs, and by the words as they stand where a name is said in other words too. */
  plan(units) {
    const names = units.filter((unit) => unit.kind === "name");
    const words = units.map((unit) => unit.ask ?? unit.text).join(" ");
    const signs = units.map((unit) => (unit.kind === "name" ? unit.concept.sign : (unit.ask ?? unit.text))).join(" ");
    if (!names.length) return { main: words };
    if (names.every(isSearchedAsWord)) return { main: signs, also: words };
    if (units.length === 1 && names[0].text.includes(" ")) return { main: signs, also: `"${words}"` };
    return { main: signs };
  }

  async askAll({ main, also }) {
    const first = await this.ask(main);
    const others = [also, respell(main)].filter((words) => words && words !== main);
    if (!others.length) return first;
    const merged = new Map(first.map((item) => [item.id, item]));
    for (const words of others) {
      for (const item of await this.ask(words)) {
        const before = merged.get(item.id);
        merged.set(item.id, before ? { ...item, score: item.score + before.score } : item);
      }
    }
    return [...merged.values()].sort((a, b) => b.score - a.score);
  }

  /** A word that is in no passage is asked for as it is if its stem is, or else in the form that is there. */
  async chooseForm(unit) {
    if (unit.kind !== "word" || unit.exact || unit.begins) return;
    unit.ask = (await this.ask(`"${unit.text}"`)).length ? unit.text : unit.forms[0];
  }

  /** What has a word in one of its forms, and not only the beginning of another word. */
  async findWord({ text, ask = text }) {
    const found = [];
    for (const word of new Set([ask, respell(ask)])) found.push(...(await this.ask(`"${word}"`)));
    // The end of "Secretary-General’s" is found as a part of it only.
    return found.length ? found : this.ask(ask);
  }

  /** Notes in which forms a word stands in the first of its hits: Pagefind knows more of them than we do. */
  async learnForms(unit, ids) {
    const results = (await this.findWord(unit)).filter(({ id }) => ids.has(id));
    const seen = await Promise.all(results.map(async ({ id, words }) => {
      const written = (await this.readHit(id)).content.split(/\s+/);
      return words.flatMap((place) => foldWords(written[place] ?? ""));
    }));
    const its = seen.flat().map(stripPossessive).filter((word) => word.slice(0, 2) === unit.text.slice(0, 2));
    unit.forms = [...new Set([...unit.forms, ...its])];
  }

  /** What really has a phrase, word by word; a name in quotation marks counts by any of its forms too. */
  async findPhrase(unit) {
    const found = unit.concept ? [...(await this.ask(unit.concept.sign))] : [];
    for (const text of new Set([unit.text, respell(unit.text)])) {
      if (!text.split(" ").every((word) => this.vocabulary.has(word))) continue;
      // Pagefind keeps "Russian-US" together and finds no part of it in quotation marks, so all that has the words is
      // read; of very many only the first, and for the rest Pagefind's own phrases count.
      const some = await this.ask(text);
      const hits = await Promise.all(some.slice(0, VERIFY).map((item) => this.readHit(item.id)));
      const kept = some.slice(0, VERIFY).filter((item, place) => phrasePattern(text).test(hits[place].folded));
      if (some.length > VERIFY) kept.push(...(await this.ask(`"${text}"`)));
      found.unshift(...kept);
    }
    return [...new Map(found.map((item) => [item.id, item])).values()];
  }

  // --- Hits ---

  /** The first hits read and in order, the others behind them as they come. */
  async order(results, units) {
    const first = await Promise.all(results.slice(0, READ).map((item) => this.readHit(item.id)));
    const ids = new Set(first.map((hit) => hit.id));
    await Promise.all(units.filter((unit) => unit.kind === "word" && !unit.begins).map((unit) => this.learnForms(unit, ids)));
    const sorted = units.length ? sortHits(first, units) : first;
    return [...sorted.map((hit) => ({ id: hit.id, hit })), ...results.slice(READ).map(({ id }) => ({ id }))];
  }

  /** Reads all hits of a small archive; what fails is read again when it is wanted. */
  async readAhead() {
    if (this.lexicon.passages > SMALL) return;
    await Promise.all((await this.loadRows()).ids.map((id) => this.readHit(id)));
  }

  /** What a hit shows; read once. */
  readHit(id) {
    if (!this.read.has(id)) {
      const reading = loadFragment(id).then((data) => toHit(id, data));
      reading.catch(() => this.read.delete(id));
      this.read.set(id, reading);
    }
    return this.read.get(id);
  }

  /** Any hit of a list of `hits`, read. */
  async open(entry) {
    entry.hit ??= await this.readHit(entry.id);
    return entry.hit;
  }

  // --- Names ---

  /** Topics and names that the query is, or that have all its words; the best first. Then transcripts. */
  findThings(units) {
    const found = [];
    const add = (thing, more) => {
      if (!found.some((item) => item.id === thing.id && item.kind === thing.kind)) found.push({ ...thing, ...more });
    };
    for (const unit of units.filter((item) => item.concept)) {
      for (const thing of unit.concept.things) add(thing, { asked: unit.raw, exact: units.length === 1 });
    }
    const words = units.flatMap((unit) => unit.text.split(" "));
    if (!words.some((word) => word.length > 2 && !FUNCTION_WORDS.has(word))) return found;
    for (const thing of this.things) {
      const asked = findName(namesOf(thing), words);
      if (asked) add(thing, { asked });
    }
    for (const [slug, { title, printed, url, date }] of this.transcripts) {
      if (findName([`${title} ${printed}`, date], words)) found.push({ kind: "transcript", id: slug, title, url });
    }
    const rank = (item) => (item.exact ? 3e6 : item.kind === "transcript" ? -1 : 0) + weigh(item);
    return found.sort((a, b) => rank(b) - rank(a));
  }

  /** Other pages, and parts of them, that have all the words of a query in one of their names. */
  findPages(parsed) {
    const words = parsed.flatMap((unit) => unit.text.split(" "));
    if (!words.some((word) => word.length > 2 && !FUNCTION_WORDS.has(word))) return [];
    return this.lexicon.pages.filter((page) => findName([page.title, ...(page.typed ?? [])], words)).map((page) => ({ ...page, kind: "page" }));
  }

  // --- Nothing found ---

  /** Passages that have some of what was asked, those with most of it first. */
  async findNearest(units, filters, found) {
    const scores = new Map();
    const apart = this.resolve(units.flatMap((unit) => (unit.kind === "phrase" ? this.parseWords(unit.raw.replace(/[-‐‑–]/g, " ")) : [unit])), true).units;
    for (const unit of apart) {
      const results = await this.narrow(await this.findAll([unit]), filters);
      const rarity = 1 / (1 + Math.log2(1 + results.length));
      for (const { id } of results.slice(0, 2000)) scores.set(id, (scores.get(id) ?? 0) + rarity);
    }
    found.forEach(({ id }) => scores.delete(id));
    const best = [...scores].sort((a, b) => b[1] - a[1]).slice(0, READ);
    const hits = await Promise.all(best.map(async ([id, score]) => ({ hit: await this.readHit(id), score })));
    const phrase = apart.map((unit) => unit.text).join(" ");
    const order = hits.map(({ hit, score }) => ({ hit, score: 10 * score + scoreHit(hit, apart, phrase) }));
    return order.sort((a, b) => b.score - a.score).slice(0, NEAREST).map(({ hit }) => ({ id: hit.id, hit, units: apart }));
  }
}

function empty() {
  return { units: [], hits: [], facets: async () => ({}), count: 0, total: 0 };
}

function namesOf(thing) {
  return [...thing.names, ...(thing.typed ?? [])];
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

function toHit(id, data) {
  const cut = data.url.indexOf(" ");
  const shown = JSON.parse(data.url.slice(cut + 1));
  return {
    id,
    url: data.url.slice(0, cut),
    passage: shown.p,
    speaker: data.meta.title,
    number: shown.n,
    kind: shown.k,
    day: shown.d,
    topics: shown.t ?? [],
    mentions: shown.m ?? [],
    entities: shown.e ?? [],
    question: shown.q ?? "",
    content: data.content,
    folded: fold(data.content),
  };
}

// --- Filters -----------------------------------------------------------------------------------------------------

function isFiltered(filters) {
  return FACETS.some((name) => filters[name]?.length);
}

/** For each facet that is chosen, whether a passage passes; all of the topics, one of the others. */
function makeTests({ values, columns }, filters) {
  return FACETS.filter((name) => filters[name]?.length).map((name) => {
    const chosen = filters[name];
    const fits = values[name].map((set) => (name === "topic" ? chosen.every((one) => set.includes(one)) : set.some((one) => chosen.includes(one))));
    return { name, passes: (place) => fits[columns[name][place]] };
  });
}

function addUp(sets, tally) {
  const counts = new Map();
  sets.forEach((set, number) => {
    for (const value of set) counts.set(value, (counts.get(value) ?? 0) + tally[number]);
  });
  return counts;
}

// --- Order -----------------------------------------------------------------------------------------------------

function sortHits(hits, units) {
  const phrase = units.map((unit) => unit.text).join(" ");
  const scored = hits.map((hit, place) => ({ hit, score: scoreHit(hit, units, phrase), place }));
  return scored.sort((a, b) => b.score - a.score || a.place - b.place).map(({ hit }) => hit);
}

/** How well a passage answers: the whole query as one phrase, then what it is about, then how often and how near. */
function scoreHit(hit, units, phrase) {
  let score = hit.topics.length ? 0 : -1.5;
  if (units.length > 1 && phrasePattern(phrase).test(hit.folded)) score += 4;
  const places = [];
  for (const unit of units) {
    const found = findUnit(hit, unit);
    if (found.length) places.push(found);
    score += Math.min(found.length, 4) * 0.3;
    if (found.length) score += 1 - 0.4 * (found[0].start / hit.content.length);
    if (found.some((item) => item.whole)) score += unit.kind === "word" ? 2 : 0.6;
    if (unit.concept) score += treats(hit, unit.concept) ? 2.5 : 0;
    // A name in quotation marks: what prints it so comes before what has another of its names.
    if (unit.kind === "phrase" && unit.concept && phrasePattern(unit.text).test(hit.folded)) score += 4;
  }
  if (places.length > 1) score += 1.2 * closeness(places, hit.content.length);
  // Of passages that say it as often, the one that is about little else.
  return score - 0.15 * Math.max(0, hit.topics.length - 1) - hit.content.length / 8000;
}

function treats(hit, concept) {
  return concept.things.some((thing) => thing.kind === "topic" && hit.topics.includes(thing.id));
}

/** From 0 to 1, how near to each other the units stand. */
function closeness(places, length) {
  let best = length;
  for (const { start } of places[0]) {
    const reach = places.slice(1).map((others) => Math.min(...others.map((item) => Math.abs(item.start - start))));
    best = Math.min(best, Math.max(...reach));
  }
  return 1 - Math.min(1, best / 300);
}
