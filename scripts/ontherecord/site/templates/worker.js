// Answers for the site where the network does not. The build puts before it what `self.kept` is: the version of the list
// of files (kept.json), and whether that has the whole site.
//
// The network comes first, for a wording may have been corrected. What is shown from here instead says so, and a page
// that is shown from here has its styles and scripts from here too, so that they fit it.

const { version, whole } = self.kept;
const scope = new URL(self.registration.scope);
// Other sites on this origin have caches too; only those that begin like this are this site's.
const PREFIX = `ontherecord ${encodeURIComponent(scope.pathname)} `;
const FILES = PREFIX + version;
const VISITED = `${PREFIX}visited`;
const CHOSEN = `${PREFIX}chosen`;

// Milliseconds to wait for the network where something is kept, files to ask for at once, answers to keep of a large site,
// pages of a kind to list.
const PATIENCE = 4000;
const AT_ONCE = 4;
const VISITS = 600;
const LISTED = 30;

// When an answer was kept, and the hash of what it holds.
const SINCE = "kept-since";
const HASH = "kept-hash";

const PART = /\.(css|js|json|gz|png|svg|wasm|webmanifest|woff2|pagefind|pf_\w+)$/;
const NAMED_BY_CONTENT = /(\.[0-9a-f]{8}\.min\.(css|js)|_[0-9a-f]{7,}\.pf_\w+)$/;

// Where the page for what is not kept has room for what is.
const LIST_PLACE = '<ul id="kept-pages"></ul>';

self.addEventListener("install", (event) => event.waitUntil(fill().then(() => self.skipWaiting())));
self.addEventListener("activate", (event) => event.waitUntil(takeOver()));
self.addEventListener("message", (event) => event.waitUntil(answerMessage(event)));
self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || !request.url.startsWith(scope.href) || request.headers.has("range")) return;
  const { pathname } = new URL(request.url);
  if (request.mode === "navigate") {
    if (/(\/|\.html|\/[^./]*)$/.test(pathname)) event.respondWith(answerPage(event));
  } else if (PART.test(pathname)) event.respondWith(answerPart(event));
});

// --- Keeping ---

/** An address as it is kept: what a query asks of a page is in the page, and a folder's page is the folder's. */
function toKey(address) {
  const url = new URL(address, scope);
  url.search = url.hash = "";
  url.pathname = url.pathname.replace(/\/index\.html$/, "/");
  return url.href;
}

/** Keeps the files of this version. What an earlier version has with the same content is not asked for again. */
async function fill() {
  const answer = await fetch(new URL("kept.json", scope), { cache: "no-store" });
  const list = await answer.json();
  if (list.version !== version) throw new Error("kept.json is of another version: at the next visit again");
  const names = (await caches.keys()).filter((name) => name.startsWith(PREFIX));
  const old = await Promise.all([FILES, ...names].map((name) => caches.open(name)));
  const isFrugal = self.navigator?.connection?.saveData;
  const chosen = whole ? [] : await (await caches.open(CHOSEN)).keys();
  const files = Object.entries({
    ...list.shell,
    ...(isFrugal ? {} : list.rest),
    ...(chosen.length ? list.search : {}),
  });
  await inParallel(files, ([path, hash]) => keepFile(toKey(path), hash, old));
}

/** Keeps one file. A host may refuse a file, but without a network the work is for another time. */
async function keepFile(key, hash, [cache, ...old]) {
  for (const before of [cache, ...old]) {
    const kept = await before.match(key);
    if (kept?.headers.get(HASH) === hash) return before === cache || put(cache, key, kept);
  }
  const answer = await fetch(key, { cache: "no-cache", priority: "low" });
  return answer.ok ? put(cache, key, answer) : null;
}

/** Keeps an answer, with the hash of what it holds, for a host may have sent another version's, and the time that it is
 *  of: a host may have had it in store for a while. */
async function put(cache, key, answer) {
  const body = await answer.arrayBuffer();
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", body));
  const headers = new Headers(answer.headers);
  const age = 1000 * (Number(headers.get("age")) || 0);
  for (const name of ["age", "content-encoding", "content-length", "vary"]) headers.delete(name);
  headers.set(SINCE, new Date(Date.now() - age).toISOString());
  headers.set(HASH, [...digest.slice(0, 8)].map((byte) => byte.toString(16).padStart(2, "0")).join(""));
  await cache.put(key, new Response(body, { headers }));
}

async function inParallel(items, work) {
  const rest = [...items];
  const run = async () => {
    while (rest.length) await work(rest.shift());
  };
  await Promise.all(Array.from({ length: AT_ONCE }, run));
}

/** Removes what earlier versions kept, and answers for the pages that are open. */
async function takeOver() {
  await removeCaches((name) => ![FILES, VISITED, CHOSEN].includes(name));
  await self.clients.claim();
  if (whole) return;
  // What a reader chose is kept as it is now.
  const chosen = await (await caches.open(CHOSEN)).keys();
  await inParallel(chosen, ({ url }) => keepChosen(CHOSEN, url));
  // They were opened before there was anybody to keep them.
  for (const { url } of await self.clients.matchAll({ type: "window" })) await keepChosen(VISITED, url);
}

async function removeCaches(isMeant) {
  const own = (await caches.keys()).filter((name) => name.startsWith(PREFIX) && isMeant(name));
  await Promise.all(own.map((name) => caches.delete(name)));
}

/** Takes in what the network says of an address: a new wording, or that there is nothing any more. */
async function takeIn(key, answer) {
  if (answer.status === 404 || answer.status === 410) return forget(key);
  const copy = answer.ok && answer.type === "basic" && !answer.redirected ? answer.clone() : null;
  if (!copy) return null;
  const cache = await caches.open(VISITED);
  await put(cache, key, copy);
  const visits = await cache.keys();
  return Promise.all(visits.slice(0, -VISITS).map((visit) => cache.delete(visit)));
}

/** Nothing stands at the address any more. If the site has no worker any more either, this one leaves with all it has. */
async function forget(key) {
  for (const name of [VISITED, CHOSEN, FILES]) await (await caches.open(name)).delete(key);
  const { status } = await fetch(new URL("worker.js", scope), { method: "HEAD", cache: "no-store" });
  if (status !== 404 && status !== 410) return;
  await self.registration.unregister();
  await removeCaches(() => true);
}

/** The newest answer that is kept for an address. */
async function find(key) {
  const isFolder = key.endsWith("/") || PART.test(key) || key.endsWith(".html");
  const keys = isFolder ? [key] : [key, `${key}/`];
  const options = [VISITED, CHOSEN, FILES].flatMap((cacheName) => keys.map((one) => [one, { cacheName }]));
  const found = await Promise.all(options.map(([one, option]) => caches.match(one, option)));
  const since = (answer) => answer.headers.get(SINCE);
  return found.filter(Boolean).reduce((a, b) => (since(b) > since(a) ? b : a), found.find(Boolean));
}

// --- Answering ---

// The pages that are shown from here, by the ids of their windows, and their workers.
const shown = new Set();

/** What the network answers, or, if that takes too long and something is kept, null. */
async function ask(loading, findKept) {
  const late = new Promise((resolve) => {
    setTimeout(resolve, PATIENCE, null);
  });
  const answer = await Promise.race([loading, late]).catch(() => null);
  if (answer && answer.status < 500) return { answer };
  const kept = await findKept();
  if (kept) return { kept };
  return { answer: await loading.catch(() => null) };
}

async function answerPage(event) {
  const { url, headers } = event.request;
  const key = toKey(url);
  // The browser has a cache of its own, and may take a page from there unasked: some minutes old, or without a network.
  const loading = fetch(url, { cache: "no-cache", redirect: "manual", headers });
  event.waitUntil(loading.then((answer) => takeIn(key, answer)).catch(() => null));
  const { answer, kept } = await ask(loading, () => find(key));
  if (answer) return answer;
  if (event.resultingClientId) shown.add(event.resultingClientId);
  return kept ? showKept(kept) : showLost();
}

async function answerPart(event) {
  const key = toKey(event.request.url);
  // A worker that such a page begins is answered as the page is.
  if (shown.has(event.clientId) && event.resultingClientId) shown.add(event.resultingClientId);
  if (NAMED_BY_CONTENT.test(key) || shown.has(event.clientId)) {
    const kept = await find(key);
    if (kept) return kept;
  }
  const loading = fetch(event.request);
  if (!whole) event.waitUntil(loading.then((answer) => takeIn(key, answer)).catch(() => null));
  const { answer, kept } = await ask(loading, () => find(key));
  return answer ?? kept ?? Response.error();
}

/** A kept page with the notice that it is one. */
async function showKept(kept) {
  const since = new Date(kept.headers.get(SINCE));
  const day = { day: "numeric", month: "long", year: "numeric", hour: "2-digit", minute: "2-digit" };
  const time = `<time datetime="${since.toISOString()}">${since.toLocaleString("en-GB", day)}</time>`;
  const words = `<b>Kept copy</b> of ${time}. The site could not be reached; what was corrected since is not in it.`;
  const notice = `<p class="kept" role="status">${words}</p>`;
  const page = (await kept.text()).replace(/<body[^>]*>|$/, (body) => body + notice);
  return new Response(page, { headers: kept.headers });
}

/** The page that says that a page is not kept, and which are. It can stand at any address, so its links are in full. */
async function showLost() {
  const kept = await find(toKey("offline.html"));
  if (!kept) return Response.error();
  const list = await listPages();
  const page = (await kept.text())
    .replace(/(\s(?:href|src|action)=")(?![a-z]+:|#)([^"]*)/g, (_, name, link) => name + new URL(link, scope))
    .replace(LIST_PLACE, () => list);
  return new Response(page, { status: 503, headers: kept.headers });
}

/** The transcripts that are kept, the newest first, and the topics, as links. */
async function listPages() {
  const keys = await Promise.all(
    [FILES, VISITED, CHOSEN].map(async (name) => (await caches.open(name)).keys()),
  );
  const pages = [...new Set(keys.flat().map(({ url }) => url))].sort();
  const below = (folder) => pages.filter((key) => /^[^/]+\/$/.test(key.split(scope.href + folder)[1]));
  const listed = [...below("transcripts/").reverse().slice(0, LISTED), ...below("topics/").slice(0, LISTED)];
  return `<ul id="kept-pages">${(await Promise.all(listed.map(describe))).join("")}</ul>`;
}

/** A link to a kept page by its title; nothing for one that only leads on to another. */
async function describe(key) {
  const page = await (await find(key)).text();
  const title = page.match(/<title>(.*?)( · [^·]*)?<\/title>/s)?.[1];
  return title && !page.includes('id="moved-to"') ? `<li><a href="${key}">${title}</a></li>` : "";
}

// --- What pages ask for ---

/** Whether all is kept anyway, or this address; to keep some, and the search, with word of each; to keep them no longer. */
async function answerMessage({ data, ports: [port] }) {
  if (data.about) {
    const chosen = await caches.open(CHOSEN);
    port.postMessage({ whole, kept: Boolean(await chosen.match(toKey(data.about))) });
  } else if (data.keep) {
    let done = 0;
    await inParallel(data.keep, async (address) => {
      const isKept = await keepChosen(CHOSEN, address);
      port.postMessage({ done: ++done, isKept });
    });
    const isKept = await fill().then(
      () => true,
      () => false,
    );
    port.postMessage({ done: ++done, isKept });
  } else if (data.drop) {
    const chosen = await caches.open(CHOSEN);
    await Promise.all(data.drop.map((address) => chosen.delete(toKey(address))));
    port.postMessage({});
  }
}

async function keepChosen(name, address) {
  try {
    const answer = await fetch(toKey(address), { cache: "no-cache" });
    if (answer.ok) await put(await caches.open(name), toKey(address), answer);
    return answer.ok;
  } catch {
    return false; // The network is gone, or there is no room.
  }
}
