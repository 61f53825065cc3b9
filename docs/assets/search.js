// The search itself, without any page: a query in, passages and names out. Loaded when a search is first used.
//
// Pagefind finds words. What it does not know is added here: the names of things (data/lexicon.json), each of which
// has a sign, a made-up word that stands in the index beside the passages that treat or name it; spelling; phrases
// among other words; and an order in which the passage that treats what was asked comes before one that mentions it.

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

const WEIGHTS = { title: 0.5, about: 5, names: 2, by: 0.5 };

// Words that say nothing of the subject: left out of a query that has others.
const FUNCTION_WORDS = new Set(
  ("a about after all also an and any are as at be been before but by can could did do does for from had has have he her " +
    "him his how i if in into is it its me more my not of on or our over say said says she should so some such than " +
    "that the their them then there these they this those to upon was we were what when where whether which who whom " +
    "whose why will with would you your us").split(" "),
);

// --- Words -----------------------------------------------------------------------------------------------------

const WORD = /[\p{L}\p{N}]+(?:['’ʼ][\p{L}\p{N}]+)*/gu;

/** A text letter by letter as it is compared, so that places in it are places in the text. */
function fold(text) {
  let folded = "";
  for (const unit of text) {
    const plain = unit.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replace(/[’ʼ]/u, "'");
    folded += plain.length === unit.length ? plain : unit.toLowerCase().length === unit.length ? unit.toLowerCase() : unit;
  }
  return folded;
}

function foldWords(text) {
  return [...fold(text.normalize("NFC")).matchAll(WORD)].map((match) => match[0]);
}

function foldName(text) {
  return foldWords(text).join(" ");
}

function escape(text) {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

/** How many letters were added, left out, changed or swapped with the next; more than `most` counts as Infinity. */
function countSlips(one, other, most) {
  if (Math.abs(one.length - other.length) > most) return Infinity;
  let before = [];
  let last = [...Array(other.length + 1).keys()];
  for (let i = 1; i <= one.length; i++) {
    const row = [i];
    for (let j = 1; j <= other.length; j++) {
      const same = one[i - 1] === other[j - 1];
      let cost = Math.min(row[j - 1] + 1, last[j] + 1, last[j - 1] + (same ? 0 : 1));
      if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]) cost = Math.min(cost, before[j - 2] + 1);
      row.push(cost);
    }
    if (Math.min(...row) > most) return Infinity;
    [before, last] = [last, row];
  }
  return last[other.length] <= most ? last[other.length] : Infinity;
}

// --- What is loaded --------------------------------------------------------------------------------------------

let loading = null;

/** Loads the engine and the names; once, and again after a failure. */
export function load() {
  loading ??= Promise.all([loadPagefind(), loadJson("data/lexicon.json")]).then(
    ([pagefind, lexicon]) => new Search(pagefind, lexicon),
    (error) => {
      loading = null;
      throw error;
    },
  );
  return loading;
}

async function loadPagefind() {
  const pagefind = await import(new URL("pagefind/pagefind.js", root).href);
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

async function loadJson(path) {
  const answer = await fetch(new URL(path, root));
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
  return answer.json();
}

// --- The search ------------------------------------------------------------------------------------------------

export class Search {
  constructor(pagefind, lexicon) {
    this.pagefind = pagefind;
    this.lexicon = lexicon;
    this.answers = new Map();
    this.found = new Map();
    this.queue = Promise.resolve();
    this.read = new Map();
    this.words = null;
    this.rows = null;
    this.names = new Map();
    this.things = [];
    for (const concept of lexicon.concepts) {
      for (const thing of concept.things) {
        this.things.push({ ...thing, concept });
        for (const name of [...thing.names, ...(thing.typed ?? [])]) this.addName(name, concept);
      }
    }
    this.topics = new Map(this.things.filter((item) => item.kind === "topic").map((item) => [item.id, item]));
    this.years = [...new Set(Object.keys(lexicon.transcripts).map((slug) => this.yearOf(slug)))];
  }

  addName(name, concept) {
    const folded = foldName(name);
    const entry = this.names.get(folded) ?? { concept, asWritten: new Set() };
    entry.asWritten.add(name);
    this.names.set(folded, entry);
  }

  yearOf(slug) {
    return this.lexicon.transcripts[slug].title.match(/\d{4}/)[0];
  }

  /**
   * What a query finds: `hits` (read and in order as far as `ready`), their number, the facets with counts, the names
   * that it is or begins, what was corrected or left out, and what is nearest where nothing is found.
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
    const { units, corrected, unknown } = await this.correct(parsed);
    let found = units.length || !parsed.length ? await this.run(units, filters) : empty();
    const sure = units.filter((unit) => !corrected.some(({ to }) => foldName(to) === unit.text));
    if (corrected.length && sure.length && !found.hits.length) {
      // Put right, the query has no sense that any passage shares: the words that were not known are left out.
      unknown.push(...corrected.splice(0).map(({ from }) => from));
      units.splice(0, units.length, ...sure);
      found = await this.run(units, filters);
    }
    const partial = unknown.length > 0 && found.hits.length > 0;
    // A page may be named by a word that no passage has: the timeline.
    const things = this.findThings(unknown.length || corrected.length ? [...units, ...parsed] : units, unknown.length ? parsed : units);
    const few = found.hits.length <= FEW && units.length > 1;
    const nearest = few ? await this.findNearest(units, filters, found.hits) : [];
    return { ...found, units, things, corrected, unknown, partial, nearest, query };
  }

  // --- What was asked ---

  /** The units of a query: names, phrases in quotation marks, and other words. */
  parse(query) {
    const text = query.normalize("NFC").replace(/[“”„‟«»″]/g, '"');
    const units = [];
    text.split(/"([^"]*)"/).forEach((piece, number) => {
      if (number % 2) units.push(...this.parsePhrase(piece));
      else units.push(...this.parseWords(piece));
    });
    const telling = units.filter((unit) => unit.kind !== "word" || !FUNCTION_WORDS.has(unit.text));
    return telling.length ? telling : units;
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
        units.push(this.toCompound(joined, piece));
        start += joined.length;
        continue;
      }
      const length = this.longestName(words, start);
      const taken = words.slice(start, start + Math.max(length, 1));
      const raw = piece.slice(taken[0].at, taken.at(-1).at + taken.at(-1).raw.length);
      if (length) {
        const text = taken.map((word) => word.text).join(" ");
        const { concept, asWritten } = this.names.get(text);
        units.push({ kind: "name", text, raw, name: asWritten.has(raw) ? raw : [...asWritten][0], concept });
      } else units.push({ kind: "word", text: taken[0].text.replace(/'(?:s|re|ve|ll|d|m)?$/, ""), raw, at: taken[0].at });
      start += taken.length;
    }
    return units;
  }

  /** Words with nothing but a hyphen between them that are no name: Russian-US, cease-fire. */
  joinHyphened(piece, words, start) {
    let end = start + 1;
    while (end < words.length && /^[-‐‑–]$/.test(piece.slice(words[end - 1].at + words[end - 1].raw.length, words[end].at))) end++;
    return end - start > 1 && this.longestName(words, start) < end - start ? words.slice(start, end) : [];
  }

  /** Such words as a phrase; where no passage has it, they are searched for one by one. */
  toCompound(words, piece) {
    const raw = piece.slice(words[0].at, words.at(-1).at + words.at(-1).raw.length);
    const joined = words.map((word) => word.text).join("");
    const parts = this.parseWords(raw.replace(/[-‐‑–]/g, " "));
    return { kind: "phrase", text: words.map((word) => word.text).join(" "), raw, hyphened: true, joined, parts };
  }

  longestName(words, start) {
    for (let length = Math.min(8, words.length - start); length > 0; length--) {
      const taken = words.slice(start, start + length);
      const name = this.names.get(taken.map((word) => word.text).join(" "));
      // "IS" is a name and "is" is not: what is also a common word must be written as the name is.
      const common = length === 1 && FUNCTION_WORDS.has(taken[0].text);
      if (name && !(common && !name.asWritten.has(taken[0].raw))) return length;
    }
    return 0;
  }

  // --- Spelling ---

  /** The same units with words that no passage has put right where a word is near; the others are left out. */
  async correct(units) {
    const isSingle = (unit) => unit.kind !== "phrase" && !unit.text.includes(" ");
    const said = await Promise.all(units.map((unit) => isSingle(unit) && this.isKnown(unit.text)));
    units.forEach((unit, number) => (unit.said = said[number]));
    const known = units.map((unit) => unit.kind !== "word" || unit.said);
    const corrected = [];
    const unknown = [];
    const kept = [];
    for (const [number, unit] of units.entries()) {
      const better = known[number] ? unit.text : await this.findNear(unit.text);
      const written = better === null || known[number] ? unit.raw : this.spell(better);
      if (better === null) unknown.push(unit.raw);
      else if (better !== unit.text) corrected.push({ from: unit.raw, to: written });
      if (better !== null) kept.push(known[number] ? unit : { ...unit, text: better, raw: written });
    }
    // Put right, words may be a name: "de Misturra".
    if (!corrected.length) return { units: kept, corrected, unknown };
    const again = kept.map((unit) => (unit.kind === "phrase" ? `"${unit.raw}"` : unit.raw)).join(" ");
    const better = this.parse(again).map((unit) => ({ ...unit, said: isSingle(unit) }));
    return { units: better, corrected, unknown };
  }

  /** Whether a passage has the word. What Pagefind does not have it shortens until it has something: coup to co. */
  async isKnown(word) {
    const results = await this.ask(word);
    for (const result of [...results.slice(0, 2), ...(await this.ask(respell(word))).slice(0, 1)]) {
      const hit = await this.readHit(result.id);
      if ([...foldWords(hit.speaker), ...surfacesOf(hit, result)].some((other) => resembles(word, other) || resembles(respell(word), other))) return true;
    }
    return false;
  }

  /** The nearest word of the archive or of its names, or null. */
  async findNear(word) {
    if (word.length < 4 || /^\d+$/.test(word)) return null;
    this.nameWords ??= new Set([...this.names.keys()].flatMap((name) => name.split(" ")).filter((name) => name.length > 3));
    this.words ??= await loadJson("data/words.json");
    let best = null;
    let least = Infinity;
    const consider = (other, rank, most) => {
      let cost = countSlips(word, other, most);
      if (cost === Infinity) cost = sharesStem(word, other) ? 2.5 : Infinity;
      if (cost === Infinity || !cost || FUNCTION_WORDS.has(other)) return;
      cost += (word[0] === other[0] ? 0 : 0.6) + rank;
      if (cost < least) [best, least] = [other, cost];
    };
    this.nameWords.forEach((other) => consider(other, 0, word.length < 5 ? 1 : 2));
    this.words.forEach((other, place) => consider(other, 0.3 + 0.2 * (place / this.words.length), word.length < 6 ? 1 : 2));
    return best;
  }

  /** A corrected word as the names write it: Karabakh, not karabakh. */
  spell(word) {
    for (const { names, typed } of this.things.filter((thing) => thing.kind !== "topic")) {
      const written = [...names, ...(typed ?? [])].flatMap((name) => name.match(WORD) ?? []).find((item) => fold(item) === word);
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
      const answer = asked.then((found) => found.results.filter((item) => item.score > 0));
      answer.catch(() => this.answers.delete(words));
      this.answers.set(words, answer);
      if (this.answers.size > 100) this.answers.delete(this.answers.keys().next().value);
    }
    return this.answers.get(words);
  }

  // --- Facets ---

  /**
   * Loads what facets every passage has. (Pagefind's own facets take seconds to count with a thousand transcripts.)
   */
  loadRows() {
    this.rows ??= loadJson("pagefind/rows.json").then(
      ({ ids, values, columns }) => {
        const list = ids.split(" ");
        const years = values.transcript.map(([slug]) => [this.yearOf(slug)]);
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
    return rows.ids.map((id) => ({ id, score: 0, words: [] }));
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

  /** Hits and counts of these units. */
  async run(units, filters) {
    const all = units.length ? await this.findAll(units) : await this.listAll();
    const results = await this.narrow(all, filters);
    const soft = units.filter((unit) => unit.hyphened);
    if (!results.length && soft.length) {
      const known = await Promise.all(soft.map((unit) => this.isKnown(unit.joined)));
      const whole = (unit) => (known[soft.indexOf(unit)] ? [{ kind: "word", text: unit.joined, raw: unit.joined }] : unit.parts);
      const better = units.flatMap((unit) => (unit.hyphened ? whole(unit) : [unit]));
      units.splice(0, units.length, ...better);
      return this.run(units, filters);
    }
    if (!results.length && units.some((unit) => unit.kind === "name") && units.every((unit) => unit.text.length > 3)) {
      // No passage has the name by any of its forms: then what it says, word for word.
      const words = units.flatMap((unit) => unit.text.split(" ").map((text) => ({ kind: "word", text, raw: text })));
      if ((await this.narrow(await this.findAll(words), filters)).length) return this.run(words, filters);
    }
    await this.learnForms(results, units);
    const hits = await this.order(results, units);
    return { hits, facets: () => this.count(all, filters), count: hits.length };
  }

  /** Everything that has all the units, whatever its facets. */
  findAll(units) {
    return units.some((unit) => unit.kind === "phrase") ? this.findPhrases(units) : this.askAll(this.plan(units));
  }

  /** What to ask for: by signs, and by the words as they stand where a name is said in other words too. */
  plan(units) {
    const names = units.filter((unit) => unit.kind === "name");
    const words = units.map((unit) => unit.text).join(" ");
    const signs = units.map((unit) => (unit.kind === "name" ? unit.concept.sign : unit.text)).join(" ");
    // A short name is the beginning of many words, and a long one is of words that also stand apart.
    const alone = names.every((unit) => unit.said && unit.text.length > 3);
    if (!names.length) return { main: words };
    if (alone) return { main: signs, also: words };
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

  /** What really has each phrase, word by word; a name in quotation marks counts by any of its forms too. */
  async findPhrases(units) {
    const sets = [];
    for (const unit of units.filter((item) => item.kind === "phrase")) {
      // Pagefind keeps "Russian-US" together and finds no part of it in quotation marks, so all that has the words is
      // read; of very many only the first, and for the rest Pagefind's own phrases count.
      const pattern = phrasePattern(unit.text);
      const some = await this.ask(unit.text);
      const hits = await Promise.all(some.slice(0, VERIFY).map((item) => this.readHit(item.id)));
      const kept = some.slice(0, VERIFY).filter((item, place) => pattern.test(hits[place].folded));
      if (some.length > VERIFY) kept.push(...(await this.ask(`"${unit.text}"`)));
      if (unit.concept) kept.push(...(await this.ask(unit.concept.sign)));
      sets.push(new Map(kept.map((item) => [item.id, item])));
    }
    const rest = units.filter((unit) => unit.kind !== "phrase");
    if (rest.length) sets.push(new Map((await this.askAll(this.plan(rest))).map((item) => [item.id, item])));
    return [...sets[0].values()].filter(({ id }) => sets.every((set) => set.has(id)));
  }

  // --- Hits ---

  /** The first hits read and in order, the others behind them as they come. */
  async order(results, units) {
    const first = await Promise.all(results.slice(0, READ).map((item) => this.readHit(item.id)));
    const sorted = units.length ? sortHits(first, units) : first;
    return [...sorted.map((hit) => ({ id: hit.id, hit })), ...results.slice(READ).map(({ id }) => ({ id }))];
  }

  /** Notes in which forms the words of a query stand in the passages: agreed, for agree. */
  async learnForms(results, units) {
    const words = units.filter((unit) => unit.kind === "word");
    if (!words.length) return;
    const read = results.slice(0, READ).map(async (result) => surfacesOf(await this.readHit(result.id), result));
    const surfaces = [...new Set((await Promise.all(read)).flat())];
    const isForm = (word, other) => resembles(word, other) || resembles(respell(word), other);
    for (const unit of words) {
      unit.forms = [...new Set([unit.text, ...surfaces.filter((other) => !other.startsWith(unit.text) && isForm(unit.text, other))])];
    }
  }

  /** What a hit shows; read once. */
  readHit(id) {
    if (!this.read.has(id)) {
      const reading = loadFragment(id).then((data) => this.toHit(id, data));
      reading.catch(() => this.read.delete(id));
      this.read.set(id, reading);
    }
    return this.read.get(id);
  }

  toHit(id, data) {
    const cut = data.url.indexOf(" ");
    const shown = JSON.parse(data.url.slice(cut + 1));
    const url = data.url.slice(0, cut);
    return {
      id,
      url,
      slug: url.split("/")[1],
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
      signs: [data.meta.about, data.meta.names, data.meta.by].join(" ").split(" "),
    };
  }

  /** Any hit of a list of `hits`, read. */
  async open(entry) {
    entry.hit ??= await this.readHit(entry.id);
    return entry.hit;
  }

  // --- Names ---

  /** Topics, people and other pages that the query is, or that have all its words; the best first. */
  findThings(named, units) {
    const asked = named.filter((unit) => unit.concept).flatMap((unit) => unit.concept.things.map((thing) => ({ thing, unit })));
    const found = [];
    for (const { thing, unit } of asked) {
      if (!found.some((item) => item.id === thing.id && item.kind === thing.kind)) found.push({ ...thing, asked: unit.raw, exact: units.length === 1 });
    }
    const words = units.flatMap((unit) => unit.text.split(" "));
    if (!words.some((word) => word.length > 2)) return found;
    const fits = (names) => names.find((name) => words.every((word) => foldWords(name).some((item) => item.startsWith(word))));
    for (const thing of this.things) {
      const typed = fits([...thing.names, ...(thing.typed ?? [])]);
      if (typed && !found.some((item) => item.id === thing.id && item.kind === thing.kind)) found.push({ ...thing, asked: typed });
    }
    for (const page of this.lexicon.pages) if (fits([page.title])) found.push({ ...page, kind: "page" });
    for (const [slug, { title, printed }] of Object.entries(this.lexicon.transcripts)) {
      if (fits([`${title} ${printed}`])) found.push({ kind: "transcript", title, url: `transcripts/${slug}/` });
    }
    const rank = (item) => (item.exact ? 3e6 : item.kind === "page" || item.kind === "transcript" ? -1 : 0) + weigh(item);
    return found.sort((a, b) => rank(b) - rank(a));
  }

  // --- Nothing found ---

  /** Passages that have some of what was asked, those with most of it first. */
  async findNearest(units, filters, found) {
    const scores = new Map();
    for (const unit of units) {
      const results = await this.narrow(await this.findAll([unit]), filters);
      const rarity = 1 / (1 + Math.log2(1 + results.length));
      for (const { id } of results.slice(0, 2000)) scores.set(id, (scores.get(id) ?? 0) + rarity);
    }
    found.forEach(({ id }) => scores.delete(id));
    const best = [...scores].sort((a, b) => b[1] - a[1]).slice(0, READ);
    const hits = await Promise.all(best.map(async ([id, score]) => ({ hit: await this.readHit(id), score })));
    const phrase = units.map((unit) => unit.text).join(" ");
    const order = hits.map(({ hit, score }) => ({ hit, score: 10 * score + scoreHit(hit, units, phrase) }));
    return order.sort((a, b) => b.score - a.score).slice(0, NEAREST).map(({ hit }) => ({ id: hit.id, hit }));
  }
}

function empty() {
  return { hits: [], facets: async () => ({}), count: 0 };
}

function weigh(item) {
  return (item.about ?? 0) * 2 + (item.mentions ?? 0);
}

/** The words of a hit that Pagefind found, folded. (Those of `data()` may be of another search for the same hit.) */
function surfacesOf(hit, result) {
  const words = hit.content.split(/\s+/);
  return result.words.flatMap((place) => foldWords(words[place] ?? ""));
}

// What English puts behind the stem of a word.
const ENDING = /^(?:e|s|es|d|ed|ing|ings|y|ies|i|n|an|ans|ian|ians|ish|ic|ical|ly|al|er|ers|or|ors|ment|ments|ion|ions|ation|ations|ive|'s)?$/;

/** Whether a word of a text begins with the word that was asked for, or is another form of it. */
function resembles(word, other) {
  if (other.startsWith(word)) return true;
  let same = 0;
  while (same < word.length && word[same] === other[same]) same++;
  return same >= 3 && same >= 0.5 * word.length && ENDING.test(word.slice(same)) && ENDING.test(other.slice(same));
}

/** The other of two spellings: organise and organize. */
function respell(words) {
  return words.replace(/([a-z]{3})i([sz])(ations?|ed?|es|ing|ers?)\b/g, (whole, stem, letter, end) => `${stem}i${letter === "s" ? "z" : "s"}${end}`);
}

function sharesStem(word, other) {
  let same = 0;
  while (same < word.length && word[same] === other[same]) same++;
  return same >= 4 && same >= 0.7 * Math.max(word.length, other.length) && same >= Math.min(word.length, other.length) - 2;
}

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
  const counts = {};
  sets.forEach((set, number) => {
    for (const value of set) counts[value] = (counts[value] ?? 0) + tally[number];
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
    if (found.some((item) => item.whole)) score += 0.6;
    if (unit.concept) score += treats(hit, unit.concept) ? 2.5 : 0;
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

// --- Matches in a text -----------------------------------------------------------------------------------------

const patterns = new Map();

function remember(key, make) {
  if (patterns.size > 500) patterns.clear();
  if (!patterns.has(key)) patterns.set(key, make());
  return patterns.get(key);
}

function phrasePattern(text) {
  const words = text.split(" ").map(escape).join("[^\\p{L}\\p{N}]+");
  return remember(`p ${text}`, () => new RegExp(`(?<![\\p{L}\\p{N}])${words}(?![\\p{L}\\p{N}])`, "u"));
}

/** The pattern of one thing to mark: a word and what begins with it, or words that stand together. */
export function markPattern(text) {
  const words = foldWords(text).map(escape).join("[^\\p{L}\\p{N}]+");
  const more = foldWords(text).join("").length > 3 ? "[\\p{L}\\p{N}]*" : "(?![\\p{L}\\p{N}])";
  return remember(`m ${text}`, () => new RegExp(`(?<![\\p{L}\\p{N}])${words}${more}`, "gu"));
}

/** What of a unit can stand in a text: its words, or any printed form of the name. */
export function formsOf(unit) {
  if (unit.kind === "word") return unit.forms ?? [unit.text];
  const printed = unit.concept ? unit.concept.things.flatMap((thing) => thing.printed ?? []) : [];
  return [...new Set([unit.raw, ...printed])].filter((form) => foldWords(form).length);
}

function findUnit(hit, unit) {
  const forms = formsOf(unit);
  return findMatches(hit, forms).map((item) => ({ ...item, whole: isWhole(hit, item, forms) }));
}

function isWhole(hit, { start, end }, forms) {
  const words = foldName(hit.content.slice(start, end));
  return forms.some((form) => foldName(form) === words);
}

/** Whether it is a short name in capitals: US, U.S. */
function isCapitals(form) {
  return /^(?:\p{Lu}\.?){2,3}$/u.test(form);
}

/** Where these forms stand in a hit's words, in order and without overlaps; the longer of two wins. */
export function findMatches({ folded, content }, forms) {
  const text = folded ?? fold(content);
  const all = forms.flatMap((form) => {
    const found = [...text.matchAll(markPattern(form))].map(({ index, 0: match }) => ({ start: index, end: index + match.length }));
    // US is a name and us is not.
    return isCapitals(form) ? found.filter(({ start, end }) => isCapitals(content.slice(start, end))) : found;
  });
  all.sort((a, b) => a.start - b.start || b.end - a.end);
  return all.filter((item, number) => !all.slice(0, number).some((other) => other.end > item.start));
}

/** The forms that a search marks in texts. */
export function markForms(units) {
  return [...new Set(units.flatMap((unit) => formsOf(unit)))];
}

/** About 300 characters of a hit around its matches, as pieces of text that are marked or not. */
export function cutExcerpt(hit, units, size = 300) {
  const matches = findMatches(hit, markForms(units));
  const { content } = hit;
  let start = 0;
  let end = content.length;
  if (content.length > size * 1.15) {
    start = bestWindow(matches, content, size);
    end = start + size >= content.length ? content.length : content.lastIndexOf(" ", start + size);
  }
  const pieces = start > 0 ? [{ text: "… " }] : [];
  let at = start;
  for (const match of matches.filter((item) => item.start >= start && item.end <= end)) {
    if (match.start > at) pieces.push({ text: content.slice(at, match.start) });
    pieces.push({ text: content.slice(match.start, match.end), mark: true });
    at = match.end;
  }
  if (at < end) pieces.push({ text: content.slice(at, end) });
  if (end < content.length) pieces.push({ text: " …" });
  return pieces;
}

/** Where a stretch of this size begins that holds most of the matches, at the start of a sentence if one is near. */
function bestWindow(matches, content, size) {
  if (!matches.length) return 0;
  let best = matches[0];
  let most = 0;
  for (const match of matches) {
    const inside = matches.filter((item) => item.start >= match.start && item.end <= match.start + size - 60);
    const kinds = new Set(inside.map((item) => content.slice(item.start, item.end).toLowerCase())).size;
    if (kinds * 10 + inside.length > most) [best, most] = [match, kinds * 10 + inside.length];
  }
  if (best.start < size * 0.5) return 0;
  const sentence = content.lastIndexOf(". ", best.start) + 2;
  if (sentence > 2 && best.start - sentence < 110) return Math.min(sentence, content.length - 40);
  const begin = Math.min(best.start - 50, content.length - size);
  return content.indexOf(" ", begin) + 1;
}
