// A worker that runs the search engine of one language, Pagefind. It is told `address`, that of the engine's module,
// and `weights` at first, then one after the other `words` to find under a `number`.

/** How many files are waited for. */
let loading = 0;

const load = self.fetch;

/** Of what it could not load Pagefind says nothing, and finds less. So that it loads is told here, and what failed. */
self.fetch = async (...asked) => {
  tellLoading(1);
  try {
    const answer = await load(...asked);
    if (!answer.ok) throw new Error(`${answer.url}: ${answer.status}`);
    return new Response(await answer.arrayBuffer());
  } catch (error) {
    fail(error);
    throw error;
  } finally {
    tellLoading(-1);
  }
};

function tellLoading(more) {
  loading += more;
  self.postMessage({ loading });
}

function fail(error) {
  self.postMessage({ failed: String(error) });
}

/** Loads Pagefind, and of an index in several shards the others to the first. */
async function start({ address, weights }) {
  const folder = new URL(".", address);
  const entry = self.fetch(new URL("pagefind-entry.json", folder), { cache: "no-store" });
  entry.catch(() => {}); // It is waited for below.
  const pagefind = await import(address);
  const ranking = { metaWeights: weights };
  await pagefind.options({ ranking });
  await pagefind.init();
  const { shards = 1 } = await (await entry).json();
  const others = Array.from({ length: shards - 1 }, (_, number) => new URL(`${number + 1}/`, folder));
  await Promise.all(others.map((shard) => pagefind.mergeIndex(shard.href, { ranking })));
  return pagefind;
}

let engine = null;

self.addEventListener("message", async ({ data }) => {
  try {
    if (data.address) {
      tellLoading(1);
      engine = start(data).finally(() => tellLoading(-1));
    }
    const pagefind = await engine;
    if (data.words === undefined) return;
    const found = await pagefind.search(data.words);
    // Without the results that have nothing of the words.
    const results = found.results.filter(({ score }) => score > 0);
    const hits = results.map(({ id, score, words }) => ({ id, score, words }));
    self.postMessage({ number: data.number, hits });
  } catch (error) {
    fail(error);
  }
});
