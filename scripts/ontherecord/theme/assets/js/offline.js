// Reading without a network: the worker that keeps pages, and the control that has a transcript or topic kept.
import { build, buildButton, root, wait } from "./dom.js";
import { showNumber, tr, trMany } from "./tr.js";

/** How the caches of this site begin; other sites may stand on the same origin. */
const PREFIX = `ontherecord ${encodeURIComponent(root.pathname)} `;

/** For how many milliseconds a page that is loaded is left to draw itself and to answer, before a site is kept. */
const PAUSE = 2000;

const KEPT = tr("Kept: this page, and those that it leads to.");

/** Starts the worker that the page names. A page that names none is of a site without one: what is left of one goes. */
export async function start() {
  if (!navigator.serviceWorker || !root.protocol.startsWith("http")) return;
  const name = document.querySelector("link[rel=manifest]")?.dataset.worker;
  try {
    if (name) await register(new URL(name, root));
    else await leave();
  } catch {
    // A browser may keep nothing, as in a private window. Then there is nothing to read without a network.
  }
}

/** After the page itself: nothing that is wanted now should wait for what may be wanted later. */
async function register(address) {
  if (document.readyState !== "complete") {
    await new Promise((resolve) => addEventListener("load", resolve, { once: true }));
  }
  // Where it is at work already, the browser itself looks for a newer one, without a word if there is no network.
  if (navigator.serviceWorker.controller?.scriptURL !== address.href) {
    await wait(PAUSE);
    await navigator.serviceWorker.register(address, { updateViaCache: "none" });
  }
  await offerToKeep((await navigator.serviceWorker.ready).active);
}

async function leave() {
  const all = await navigator.serviceWorker.getRegistrations();
  const own = all.filter(({ scope }) => scope === root.href);
  await Promise.all(own.map((registration) => registration.unregister()));
  const names = (await caches.keys()).filter((name) => name.startsWith(PREFIX));
  await Promise.all(names.map((name) => caches.delete(name)));
}

/** The worker's answers to a question, one after the other; `take` says of each whether it was the last. */
function ask(worker, question, take) {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }) => {
      if (!take(data)) return;
      port1.close();
      resolve(data);
    };
    worker.postMessage(question, [port2]);
  });
}

/** Of a site that is not kept whole, transcripts and topics can be. */
async function offerToKeep(worker) {
  const head = document.querySelector(".page--transcript .masthead-title, .page--topic .masthead-title");
  if (!head) return;
  const { whole, kept } = await ask(worker, { about: location.href }, () => true);
  if (whole) return;
  const addresses = listNeeded();
  const status = build("span", { role: "status", class: "soft" });
  const button = buildButton("", () => (isKept ? drop() : keep()));
  let isKept = false;
  let isBusy = false;
  const show = (now, words) => {
    isKept = now;
    button.textContent = isKept ? tr("Keep offline no longer") : tr("Keep offline");
    status.textContent = words;
  };
  const keep = async () => {
    if (isBusy) return;
    isBusy = true;
    navigator.storage?.persist?.();
    let lost = 0;
    await ask(worker, { keep: addresses }, (news) => {
      if (!news.isKept) lost += 1;
      button.textContent = trMany(
        "Keeping {done} of {number} page",
        "Keeping {done} of {number} pages",
        addresses.length,
        {
          done: showNumber(Math.min(news.done, addresses.length)),
        },
      );
      return news.done > addresses.length;
    });
    isBusy = false;
    show(!lost, lost ? tr("Not all could be kept: try again.") : KEPT);
  };
  const drop = async () => {
    await ask(worker, { drop: addresses }, () => true);
    show(false, "");
  };
  show(kept, kept ? KEPT : "");
  head.append(build("p", "keep", button, " ", status));
}

/** The page, what it reads, and the pages of this site that its text leads to. */
function listNeeded() {
  const data = [...document.querySelectorAll("[data-citations]")].map(({ dataset }) => dataset.citations);
  // Links of drawings, too: their `href` is no text.
  const links = [...document.querySelectorAll(".page a[href]:not([download], [href^='http'])")].map((link) =>
    link.getAttribute("href"),
  );
  const found = [location.href, ...data, ...links]
    .map((address) => new URL(address, location))
    .filter(({ href, pathname }) => href.startsWith(root.href) && /(\/|\.json|\.gz)$/.test(pathname));
  for (const address of found) address.search = address.hash = "";
  return [...new Set(found.map(({ href }) => href))];
}
