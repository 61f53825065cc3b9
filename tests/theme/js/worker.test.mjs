// What the worker keeps and answers, with a network, caches and a clock that a test makes.
import assert from "node:assert/strict";
import { createHash, webcrypto } from "node:crypto";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import vm from "node:vm";

const CODE = readFileSync(
  new URL("../../../scripts/ontherecord/site/templates/worker.js", import.meta.url),
  "utf8",
);
const HOME = "https://host/some/path/";
const HASHED = "pagefind/fragment/en_1554dd2.pf_fragment";

/** Caches as browsers have them, as far as the worker uses them. */
function makeCaches() {
  const all = new Map();
  const open = async (name) => {
    if (!all.has(name)) all.set(name, new Map());
    const held = all.get(name);
    return {
      match: async (key) => held.get(key.url ?? key)?.clone(),
      put: async (key, answer) => {
        held.delete(key);
        held.set(key, answer);
      },
      delete: async (key) => held.delete(key.url ?? key),
      keys: async () => [...held.keys()].map((url) => ({ url })),
    };
  };
  return {
    all,
    open,
    keys: async () => [...all.keys()],
    delete: async (name) => all.delete(name),
    match: async (key, { cacheName }) => all.get(cacheName)?.get(key)?.clone(),
  };
}

/** A page as the build writes it. */
const page = (words) =>
  `<title>${words} · Site</title><body class="b"><a href="about/">About</a>${words}<ul id="kept-pages"></ul>`;

const hash = (text) => createHash("sha256").update(text).digest("hex").slice(0, 16);

/** The list of these files. */
function listFiles(files, version) {
  const shell = Object.fromEntries(Object.entries(files).map(([path, text]) => [path, hash(text)]));
  return JSON.stringify({ version, whole: true, shell, rest: {} });
}

/** A worker of a site with these files: `net.files` is what the network has, and `net.mode` how it is. */
function start(files, { version = "v1", whole = true, caches = makeCaches(), scope = HOME } = {}) {
  const net = { files: { ...files, "kept.json": listFiles(files, version), "worker.js": "" }, asked: [] };
  const listeners = {};
  const answer = async (request, options) => {
    const url = new URL(request.url ?? request);
    net.cache = options?.cache;
    net.asked.push(url.href.replace(scope, ""));
    if (net.mode === "off") throw new TypeError("no network");
    if (net.mode === "stalled") return new Promise(() => {});
    if (net.mode === "broken") return new Response("Bad gateway", { status: 502 });
    const text = net.files[url.pathname.replace(new URL(scope).pathname, "")];
    const made = new Response(text ?? "None", {
      status: text === undefined ? 404 : 200,
      headers: net.headers,
    });
    Object.defineProperty(made, "type", { value: "basic" });
    return made;
  };
  const self = {
    kept: { version, whole },
    registration: { scope, unregister: async () => (net.isUnregistered = true) },
    addEventListener: (name, listener) => (listeners[name] = listener),
    skipWaiting: async () => {},
    clients: { claim: async () => {}, matchAll: async () => net.windows ?? [] },
  };
  const context = {
    self,
    caches,
    fetch: answer,
    Response,
    Headers,
    URL,
    Set,
    crypto: webcrypto,
    setTimeout: (resolve, _, value) => setTimeout(resolve, 5, value),
  };
  vm.runInNewContext(CODE, context);
  const run = async (name, event = {}) => {
    const waits = [];
    let given = null;
    listeners[name]({
      ...event,
      waitUntil: (promise) => waits.push(promise),
      respondWith: (promise) => (given = promise),
    });
    const result = await given;
    if (net.mode !== "stalled") await Promise.all(waits);
    return result;
  };
  const get = (path, more = {}, from = { clientId: "window", resultingClientId: "window" }) => {
    const request = { url: scope + path, method: "GET", mode: "no-cors", headers: new Headers(), ...more };
    return run("fetch", { request, ...from });
  };
  return {
    net,
    self,
    caches,
    run,
    get,
    visit: async (path) => (await get(path, { mode: "navigate" }))?.text(),
    install: async () => {
      await run("install");
      await run("activate");
    },
  };
}

const FILES = {
  "": page("Home"),
  "transcripts/t/": page("Talks"),
  "topics/syria/": page("Syria"),
  "assets/js/site.js": "one",
  "offline.html": page("Not kept"),
  [HASHED]: "hit",
};

async function startKept(options) {
  const worker = start(FILES, options);
  await worker.install();
  return worker;
}

test("with the network a page comes from there, without a notice, as it is now", async () => {
  const worker = await startKept();
  worker.net.files["transcripts/t/"] = page("Talks, corrected");
  assert.equal(await worker.visit("transcripts/t/?mark=1#p1"), page("Talks, corrected"));
  assert.equal(worker.net.cache, "no-cache", "nor from the browser’s own cache unasked");
  worker.net.mode = "off";
  assert.match(await worker.visit("transcripts/t/"), /Kept copy.*Talks, corrected/s);
});

for (const mode of ["off", "stalled", "broken"]) {
  test(`a page comes from what is kept, and says so, with the network ${mode}`, async () => {
    const worker = await startKept();
    worker.net.mode = mode;
    for (const address of ["transcripts/t/?q=1", "transcripts/t", "transcripts/t/index.html"]) {
      assert.match(
        await worker.visit(address),
        /<body class="b"><p class="kept" role="status"><b>Kept copy<\/b> of <time datetime/,
      );
    }
    assert.equal(await (await worker.get("assets/js/site.js?again=1")).text(), "one");
  });
}

test("a page that is shown from what is kept has its scripts from there, and another from the network", async () => {
  const worker = await startKept();
  worker.net.files["assets/js/site.js"] = "two";
  assert.equal(await (await worker.get("assets/js/site.js")).text(), "two");
  worker.net.mode = "off";
  await worker.visit("");
  worker.net.mode = "on";
  assert.equal(await (await worker.get("assets/js/site.js")).text(), "one");
});

test("a worker that such a page begins has its scripts from what is kept too", async () => {
  const worker = await startKept();
  worker.net.mode = "off";
  await worker.visit("");
  worker.net.mode = "on";
  await worker.get("assets/js/site.js", {}, { clientId: "window", resultingClientId: "its worker" });
  worker.net.files["assets/js/site.js"] = "two";
  const asked = (clientId) => worker.get("assets/js/site.js", {}, { clientId, resultingClientId: "" });
  assert.equal(await (await asked("its worker")).text(), "one");
  assert.equal(await (await asked("of another page")).text(), "two");
});

test("what is named by its content is not asked for again", async () => {
  const worker = await startKept();
  worker.net.asked.length = 0;
  assert.equal(await (await worker.get(HASHED)).text(), "hit");
  assert.deepEqual(worker.net.asked, []);
});

test("for a page that is not kept there is one that says so, with links that lead from anywhere", async () => {
  const worker = await startKept();
  worker.net.mode = "off";
  const lost = await worker.visit("topics/mars/deep/");
  assert.match(lost, /Not kept/);
  assert.ok(lost.includes(`href="${HOME}about/"`));
  assert.ok(
    lost.includes(`<li><a href="${HOME}transcripts/t/">Talks</a></li><li><a href="${HOME}topics/syria/">`),
  );
});

test("an older wording that a host had in store is not kept as the newest", async () => {
  const worker = await startKept();
  worker.net.files["transcripts/t/"] = page("Talks, mistaken");
  worker.net.headers = { age: "86400" };
  assert.equal(await worker.visit("transcripts/t/"), page("Talks, mistaken"));
  worker.net.mode = "off";
  assert.match(await worker.visit("transcripts/t/"), /Kept copy.*Talks</s);
});

test("a new version asks only for what is new, and the old one’s cache goes, with nobody else’s", async () => {
  const before = await startKept();
  await before.caches.open("ontherecord %2F v1");
  await before.caches.open("another");
  const files = { ...FILES, "topics/syria/": page("Syria now") };
  const after = start(files, { version: "v2", caches: before.caches });
  await after.install();
  assert.deepEqual(after.net.asked, ["kept.json", "topics/syria/"]);
  assert.deepEqual([...before.caches.all.keys()].sort(), [
    "another",
    "ontherecord %2F v1",
    "ontherecord %2Fsome%2Fpath%2F v2",
  ]);
  after.net.mode = "off";
  assert.match(await after.visit("topics/syria/"), /Kept copy.*Syria now/s);
});

test("a version that does not come whole changes nothing", async () => {
  const before = await startKept();
  const after = start({ ...FILES, new: "n" }, { version: "v2", caches: before.caches });
  after.net.files["kept.json"] = listFiles(FILES, "v3");
  await assert.rejects(after.run("install"));
  before.net.mode = "off";
  assert.match(await before.visit("topics/syria/"), /Kept copy/);
});

test("what the site has no longer is not shown, and without a worker there the rest goes too", async () => {
  const worker = await startKept();
  delete worker.net.files["transcripts/t/"];
  await worker.visit("transcripts/t/");
  worker.net.mode = "off";
  assert.match(await worker.visit("transcripts/t/"), /Not kept/);
  worker.net.mode = "on";
  worker.net.files = {};
  await worker.visit("");
  assert.ok(worker.net.isUnregistered);
  assert.equal(worker.caches.all.size, 0);
});

test("what is no page and no part of one is left alone, and so is what is sent", async () => {
  const worker = await startKept();
  assert.equal(await worker.get("transcripts/t/t.pdf", { mode: "navigate" }), null);
  assert.equal(await worker.get("__live"), null);
  assert.equal(await worker.get("", { method: "POST", mode: "navigate" }), null);
  assert.equal(await worker.get("", { url: "https://host/other/", mode: "navigate" }), null);
});

test("what a reader chose is brought up to date with the site", async () => {
  const before = start(FILES, { whole: false });
  await before.install();
  const port = { postMessage: () => {} };
  await before.run("message", { data: { keep: [`${HOME}topics/syria/`] }, ports: [port] });
  const now = { ...FILES, "topics/syria/": page("Syria now") };
  const after = start(now, { version: "v2", whole: false, caches: before.caches });
  after.net.files["kept.json"] = listFiles({}, "v2");
  await after.install();
  after.net.mode = "off";
  assert.match(await after.visit("topics/syria/"), /Kept copy.*Syria now/s);
});

test("who saves data keeps what every page needs, and what is visited", async () => {
  const worker = start(FILES);
  const { shell, ...list } = JSON.parse(worker.net.files["kept.json"]);
  const { "topics/syria/": topic, ...others } = shell;
  worker.net.files["kept.json"] = JSON.stringify({
    ...list,
    shell: others,
    rest: { "topics/syria/": topic },
  });
  worker.self.navigator = { connection: { saveData: true } };
  await worker.install();
  assert.ok(worker.net.asked.includes("transcripts/t/") && !worker.net.asked.includes("topics/syria/"));
});

test("of a large site the page that was open is kept, what is visited, and what a reader asks for", async () => {
  const shell = { "": page("Home"), "offline.html": page("Not kept") };
  const worker = start(shell, { whole: false });
  const list = { ...JSON.parse(worker.net.files["kept.json"]), search: { [HASHED]: hash("hit") } };
  Object.assign(worker.net.files, FILES, { "kept.json": JSON.stringify(list) });
  worker.net.windows = [{ url: `${HOME}transcripts/t/#p3` }];
  await worker.install();
  const port = { said: [], postMessage: (message) => port.said.push(message) };
  const tell = (data) => worker.run("message", { data, ports: [port] });
  await tell({ keep: [`${HOME}topics/syria/`, `${HOME}topics/none/`] });
  await tell({ about: `${HOME}topics/syria/` });
  await worker.get("assets/js/site.js");
  worker.net.mode = "off";
  assert.match(await worker.visit("transcripts/t/"), /Kept copy/);
  assert.match(await worker.visit("topics/syria/"), /Kept copy/);
  assert.equal(await (await worker.get("assets/js/site.js")).text(), "one");
  assert.equal(await (await worker.get(HASHED)).text(), "hit");
  assert.deepEqual(
    port.said
      .slice(0, 2)
      .map(({ isKept }) => isKept)
      .sort(),
    [false, true],
  );
  assert.deepEqual([port.said[2].isKept, port.said[3].kept], [true, true]);
  await tell({ drop: [`${HOME}topics/syria/`] });
  assert.match(await worker.visit("topics/syria/"), /Not kept/);
});
