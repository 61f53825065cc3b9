// The search engines, one for each language. Each runs in a worker, engine.js, which is begun anew where it failed or
// hangs.
import { root } from "../dom.js";
import { isSettled } from "./turns.js";

const WEIGHTS = { title: 0.5, about: 5, names: 2, by: 0.5, dates: 2, parts: 0.5 };
/** For how many milliseconds nothing comes from a worker that hangs: while it waits for the network, or at all. */
const HANGS = 2500;
const DEAD = 60_000;

/** How many workers were begun: each but the first of a language has addresses of its own, which nothing keeps. */
let begun = 0;

/** The engine of one language, which knows the forms of its words; the folder of the first's index has no name. */
export class Engine {
  constructor(language, folder, isAnew) {
    Object.assign(this, { language, folder, queue: Promise.resolve() });
    this.begin(isAnew);
  }

  begin(isAnew) {
    this.worker?.retire();
    this.worker = new EngineWorker(this.folder, isAnew ? `?again=${++begun}` : "");
  }

  /** What it finds, the best first. */
  ask(words) {
    this.queue = this.askInTurn(words, this.queue);
    return this.queue;
  }

  /**
   * One at a time: while two load their pieces of the index, Pagefind 1.5 may find nothing for one of them. But where
   * the one before waits for a piece that does not come, it is left to itself, and another worker is asked.
   */
  async askInTurn(words, before) {
    while (!(await isSettled(before, HANGS)) && !this.worker.hangs());
    if (this.worker.failed || this.worker.hangs()) this.begin(true);
    return this.worker.ask(words);
  }

  stop() {
    this.worker.fail("stopped");
  }
}

/** A worker that runs an engine; with `again` nothing is taken from what the browser keeps. */
class EngineWorker {
  constructor(folder, again) {
    Object.assign(this, { waiting: new Map(), asked: 0, loading: 0, failed: null, isRetired: false });
    this.heard = performance.now();
    const script = new URL(`assets/js/search/engine.js${again}`, root);
    this.worker = new Worker(script, { type: "module" });
    this.worker.addEventListener("error", () => this.fail(script.href));
    this.worker.addEventListener("message", ({ data }) => this.hear(data));
    const address = new URL(`pagefind/${folder}pagefind.js${again}`, root).href;
    this.worker.postMessage({ address, weights: WEIGHTS, cache: again ? "reload" : "default" });
  }

  ask(words) {
    return new Promise((resolve, reject) => {
      if (this.failed) return reject(this.failed);
      this.heard = performance.now();
      this.waiting.set(++this.asked, { resolve, reject });
      this.worker.postMessage({ number: this.asked, words });
    });
  }

  hear({ failed, loading, number, hits }) {
    this.heard = performance.now();
    this.loading = loading ?? this.loading;
    if (failed) this.fail(failed);
    if (!hits) return;
    this.waiting.get(number)?.resolve(hits);
    this.waiting.delete(number);
    if (this.isRetired) this.retire();
  }

  /** Whether it is waited for, and nothing came for long. */
  hangs() {
    const silent = performance.now() - this.heard;
    return this.waiting.size > 0 && silent > (this.loading ? HANGS : DEAD);
  }

  fail(error) {
    this.failed ??= new Error(error);
    this.waiting.forEach(({ reject }) => reject(this.failed));
    this.waiting.clear();
    this.worker.terminate();
  }

  /** Ends it once it has said what it was asked. */
  retire() {
    this.isRetired = true;
    if (!this.waiting.size) this.worker.terminate();
  }
}

/** The engines of all languages. Of the first nothing needs to be known to load it, so it does not wait for the list. */
export async function loadEngines(lexicon, isAnew) {
  const first = new Engine("", "", isAnew);
  try {
    const [own = "en", ...others] = (await lexicon).indexes ?? [];
    first.language = own;
    return [first, ...others.map((language) => new Engine(language, `${language}/`, isAnew))];
  } catch (error) {
    first.stop();
    throw error;
  }
}
