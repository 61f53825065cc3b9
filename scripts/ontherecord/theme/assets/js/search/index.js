// The search index: Pagefind's, what a hit of it shows, and the facets of every passage.
import { root } from "../dom.js";
import { countValues, isFiltered, makeTests, readRows } from "./facets.js";
import { placeWords } from "./text.js";
import { recall } from "./turns.js";
import { fold, foldWords, stripPossessive } from "./words.js";

/** From how many passages the forms of a word are learnt. */
const FORMS_FROM = 20;

/** What a hit shows: a file of Pagefind's, packed, with some letters of its own before the content. */
async function loadFragment(folder, id) {
  const answer = await fetch(new URL(`pagefind/${folder}fragment/${id}.pf_fragment`, root));
  if (!answer.ok) throw new Error(`${id}: ${answer.status}`);
  const bytes = new Uint8Array(await answer.arrayBuffer());
  const packed = bytes[0] === 0x1f && bytes[1] === 0x8b;
  const stream = new Blob([bytes]).stream();
  const text = await new Response(
    packed ? stream.pipeThrough(new DecompressionStream("gzip")) : stream,
  ).text();
  return JSON.parse(text.slice(text.indexOf("{")));
}

export async function loadJson(path) {
  const answer = await fetch(new URL(path, root));
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
  return answer.json();
}

function toHit(id, data, transcripts) {
  const folded = fold(data.content);
  const cut = data.url.indexOf(" ");
  const shown = JSON.parse(data.url.slice(cut + 1));
  return {
    id,
    url: data.url.slice(0, cut),
    passage: shown.p,
    tongue: transcripts.get(shown.p.split("/")[0]).tongue ?? {},
    speaker: data.meta.title,
    number: shown.n,
    kind: shown.k,
    day: shown.d,
    topics: shown.t ?? [],
    mentions: shown.m ?? [],
    entities: shown.e ?? [],
    question: shown.q ?? "",
    unheard: shown.u ?? "",
    dates: shown.w ?? [],
    content: data.content,
    folded,
    placed: placeWords(folded),
  };
}

/** Asks the engines, and keeps what was asked and read. */
export class Index {
  constructor(engines, { transcripts }) {
    this.engines = engines;
    this.transcripts = transcripts;
    this.answers = new Map();
    this.read = new Map();
    this.rows = null;
  }

  /** What the indexes have of these words, each in the forms of its own language; the best first. */
  ask(words) {
    return recall(this.answers, words, () => this.askNow(words), 100);
  }

  async askNow(words) {
    const found = await Promise.all(this.engines.map((engine) => engine.ask(words)));
    return found.length > 1 ? found.flat().sort((a, b) => b.score - a.score) : found[0];
  }

  /** The forms in which a word that no passage has as it is stands in those that are not in English. */
  async findForms(word) {
    const foreign = this.engines.filter(({ language }) => language !== "en");
    const found = await Promise.all(foreign.map((engine) => engine.ask(`"${word}"`)));
    return this.readForms(word, found.flat().slice(0, FORMS_FROM));
  }

  /** The words of these results that Pagefind takes for forms of a word: it knows more of them than we do. */
  async readForms(word, results) {
    const seen = await Promise.all(
      results.map(async ({ id, words }) => {
        const written = (await this.readHit(id)).content.split(/\s+/);
        return words.flatMap((place) => foldWords(written[place] ?? ""));
      }),
    );
    const its = seen
      .flat()
      .map(stripPossessive)
      .filter((form) => form.slice(0, 2) === word.slice(0, 2));
    return [...new Set(its)];
  }

  /** What facets every passage has. (Pagefind's own take seconds to count with a thousand transcripts.) */
  loadRows() {
    this.rows ??= loadJson("pagefind/rows.json").then(
      (rows) => readRows(rows, this.transcripts),
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

  /** The passages whose anchor and transcript pass a test, in the order of the archive. */
  async select(passes) {
    const { ids, anchors, transcripts } = await this.loadRows();
    return ids
      .filter((_, place) => passes(anchors[place], transcripts[place]))
      .map((id) => ({ id, score: 0 }));
  }

  /** Every passage, in the order of the archive. */
  async listAll() {
    const rows = await this.loadRows();
    return rows.ids.map((id) => ({ id, score: 0 }));
  }

  /** For each facet its values with the number of hits. */
  async count(results, filters) {
    const rows = await this.loadRows();
    return countValues(rows, results?.map(({ id }) => id) ?? rows.ids, filters);
  }

  /** What a hit shows; read once, and again where that does not come. */
  readHit(id) {
    const language = id.slice(0, id.lastIndexOf("_"));
    const folder = this.engines.find((engine) => engine.language === language)?.folder ?? "";
    return recall(this.read, id, async () => toHit(id, await loadFragment(folder, id), this.transcripts));
  }
}
