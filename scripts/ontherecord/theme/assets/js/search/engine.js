// A worker that runs the search engine of one language, Pagefind. At first it is told `address`, that of the engine's
// module, `weights`, and of which `cache` to make use; then, one after the other, `words` to find under a `number`.

/** For how many files it waits. */
let loading = 0;
let cache = "default";
let engine = null;

const load = self.fetch;

/** Of what it can not load Pagefind says nothing but in the console, and finds less. So what fails is told. */
console.error = (...said) => fail(said.join(" "));

/** What it loads is told piece by piece, for who wonders whether it hangs. */
self.fetch = (address, options) =>
  tellLoading(async () => {
    try {
      const answer = await load(address, { cache, ...options });
      if (!answer.ok) throw new Error(`${answer.url}: ${answer.status}`);
      return new Response(await readAll(answer));
    } catch (error) {
      fail(error);
      throw error;
    }
  });

async function readAll(answer) {
  const pieces = [];
  for (const reader = answer.body.getReader(); ; ) {
    const { done, value } = await reader.read();
    if (done) return new Blob(pieces);
    pieces.push(value);
    self.postMessage({ loading });
  }
}

async function tellLoading(wait) {
  self.postMessage({ loading: ++loading });
  try {
    return await wait();
  } finally {
    self.postMessage({ loading: --loading });
  }
}

function fail(error) {
  self.postMessage({ failed: String(error) });
}

/** Loads Pagefind, and of an index in several shards the others to the first. */
async function start({ address, weights }) {
  const folder = new URL(".", address);
  const entry = self.fetch(new URL("pagefind-entry.json", folder), { cache: "no-store" });
  entry.catch(() => {}); // It is waited for below.
  const pagefind = await tellLoading(() => import(address));
  const ranking = { metaWeights: weights };
  await pagefind.options({ ranking });
  await pagefind.init();
  const { shards = 1 } = await (await entry).json();
  const others = Array.from({ length: shards - 1 }, (_, number) => new URL(`${number + 1}/`, folder));
  await Promise.all(others.map((shard) => pagefind.mergeIndex(shard.href, { ranking })));
  return pagefind;
}

self.addEventListener("message", async ({ data }) => {
  try {
    if (data.address) {
      cache = data.cache;
      engine = start(data);
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
