// The page of the quote check: it shows the quotation in its address, and checks what is pasted.
import { root } from "../dom.js";
import { readPacked } from "../packed.js";
import { tr } from "../tr.js";

/** How many milliseconds after the last letter it checks by itself. */
const PAUSE = 500;
/** After how many it says that it is at work. */
const SLOW = 400;

const form = document.getElementById("check-form");
const field = document.getElementById("check-words");
const shown = document.getElementById("check-outcome");
const status = document.getElementById("check-status");

let opening = null;
let latest = 0;
let timer = 0;

async function load(path) {
  const address = new URL(path, root);
  // The index tells the version of the others, which the browser may keep.
  const answer = await fetch(address, address.search ? {} : { cache: "no-cache" });
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
  return readPacked(answer);
}

/** What the check needs, and the archive. A browser that does not know all the patterns of it (Safari before 16.4) fails
 *  here, where the page says so, and not before there is a page. */
function open() {
  opening ??= Promise.all(["archive", "decide", "view"].map((name) => import(`./${name}.js`))).then(
    async ([{ openArchive }, { decide, listPassages }, { buildOutcome }]) => ({
      archive: await openArchive(load),
      decide,
      listPassages,
      buildOutcome,
    }),
  );
  opening.catch(() => (opening = null));
  return opening;
}

function readQuery() {
  return new URLSearchParams(location.search).get("q") ?? "";
}

function clear() {
  delete shown.dataset.outcome;
  delete shown.dataset.passage;
  shown.removeAttribute("aria-busy");
  shown.replaceChildren();
}

async function check() {
  const turn = ++latest;
  const text = readQuery().trim();
  clear();
  status.textContent = "";
  if (!text) return;
  shown.setAttribute("aria-busy", "true");
  const slow = setTimeout(() => turn === latest && shown.replaceChildren(tr("Checking …")), SLOW);
  try {
    const needed = await open();
    const result = await needed.decide(text, needed.archive);
    if (turn !== latest) return;
    clearTimeout(slow);
    clear();
    show(result, text, needed);
  } catch (error) {
    console.error(error);
    if (turn !== latest) return;
    clear();
    status.textContent = tr("The check could not be loaded. Press Check to try again.");
    shown.replaceChildren(status.textContent);
  } finally {
    clearTimeout(slow);
  }
}

function show(result, text, { archive, buildOutcome, listPassages }) {
  const { nodes, headline } = buildOutcome(result, text, archive);
  shown.replaceChildren(...nodes);
  const ids = listPassages(result);
  if (ids.length) shown.dataset.passage = ids.join(" ");
  shown.dataset.outcome = result.outcome;
  status.textContent = headline;
}

/** Brings what is in the field into the address, and checks it. */
function submit(step) {
  clearTimeout(timer);
  const text = field.value.trim();
  const address = new URL(location.href);
  address.hash = "";
  if (text) address.searchParams.set("q", text);
  else address.searchParams.delete("q");
  if (text !== readQuery().trim()) history[step](null, "", address);
  else if (shown.dataset.outcome) return;
  check();
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  submit("pushState");
});
field.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  submit("pushState");
});
field.addEventListener("input", (event) => {
  clearTimeout(timer);
  // What was found is of what stood there before.
  latest++;
  clear();
  if (!event.isComposing) timer = setTimeout(() => submit("replaceState"), PAUSE);
});
addEventListener("popstate", () => {
  field.value = readQuery();
  check();
});
field.value = readQuery();
if (!field.value && matchMedia("(hover: hover)").matches) field.focus();
check();
