// The search page: it shows the search in its address, and what is typed changes the address.
import { build, nextFrame, root, wait } from "../dom.js";
import { quote, showNumber, tr } from "../tr.js";
import { FACETS } from "./facets.js";
import { showApplied, showFacets } from "./filters.js";
import { at, buildAction, findElements, goTo } from "./going.js";
import { note, showStatus } from "./outcome.js";
import { load, startAnew, waitFor } from "./search.js";
import { BATCH, readState, writeState } from "./state.js";
import { makeAnnouncer, Turns } from "./turns.js";
import { buildHit, buildThing } from "./view.js";

const THINGS = 4;
/** How many hits are drawn at a time: a phone is held up by more. */
const PIECE = 3;
/** The page's own title, which ends with the site's name. */
const TITLE = document.title;

let found = null;
let failed = false;
let shown = 0;
let typed = false;

const turns = new Turns(sayWaiting);
let announce = () => {};

/** Says that a search is on, in the place of the answer to another. */
function sayWaiting() {
  holdHeight();
  clearAnswer();
  at.status.replaceChildren(tr("Searching …"));
  announce(tr("Searching …"));
}

/** What stands below the results keeps its place while they change. */
function holdHeight() {
  at.results.style.minHeight = `${at.results.offsetHeight}px`;
}

function clearAnswer() {
  at.notes.replaceChildren();
  at.things.hidden = at.nearBlock.hidden = at.more.hidden = true;
  at.tips.hidden = location.search !== "";
  at.list.replaceChildren();
}

async function show({ restore = null } = {}) {
  at.results.setAttribute("aria-busy", "true");
  await turns.run(async (isLatest, answered) => {
    await showNow(isLatest, restore, answered);
    if (isLatest()) at.results.setAttribute("aria-busy", "false");
  });
}

async function showNow(isLatest, restore, answered) {
  const state = readState(location.search);
  const chosen = FACETS.flatMap((name) => state.filters[name]);
  document.title = `${state.query ? `${quote(state.query)} · ` : ""}${TITLE}`;
  try {
    const search = await load();
    if (!isLatest()) return;
    showApplied(search, state);
    const answer = state.query || chosen.length ? await search.find(state.query, state.filters) : null;
    await wait(0); // What is found is put in order in a task of its own, and shown in another.
    if (!isLatest()) return;
    found = answer;
    failed = false;
    await showHits(search, state, { isLatest, restore, answered });
    if (!isLatest()) return;
    if (restore) scrollTo({ top: restore.top, behavior: "instant" });
    await showCounts(search, state, answer, isLatest);
    if (typed) search.readAhead().catch(() => {});
    if (isLatest() && restore) scrollTo({ top: restore.top, behavior: "instant" });
  } catch (error) {
    console.error(error);
    if (!isLatest()) return;
    startAnew();
    showFailure();
  }
}

/** Without its counts a search is still one. */
async function showCounts(search, state, answer, isLatest) {
  try {
    const counts = answer ? await answer.facets() : await search.index.count(null, {});
    if (isLatest()) showFacets(search, state, counts);
  } catch (error) {
    console.error(error);
    if (isLatest()) at.facets.replaceChildren(note(tr("The filters could not be loaded.")));
  }
}

function showFailure() {
  failed = true;
  const again = buildAction(tr("Try again"), () => show());
  clearAnswer();
  at.status.replaceChildren(tr("The search could not be loaded."), " ", again);
  announce(tr("The search could not be loaded."));
}

/** The answer, with the first of the hits; then the others. */
async function showHits(search, state, { isLatest, restore, answered }) {
  const number = restore?.shown ?? state.number;
  const hits = found ? await Promise.all(found.hits.slice(0, number).map((entry) => search.open(entry))) : [];
  if (!isLatest()) return;
  holdHeight();
  clearAnswer();
  document.documentElement.classList.remove("asked");
  at.tips.hidden = found !== null;
  // Who comes back finds the place at once.
  const added = addHits(search, hits, isLatest, restore ? hits.length : PIECE);
  showNearest(search);
  showStatus(found, state);
  announce(`${at.status.textContent} ${at.notes.textContent}`.trim());
  showThings();
  answered();
  await added;
  if (!isLatest()) return;
  at.results.style.minHeight = "";
  noteShown(hits.length);
}

/** Adds hits to the list, so many at a time. */
async function addHits(search, hits, isWanted, size = PIECE) {
  const { units } = found ?? {};
  const back = location.search.slice(1);
  for (let from = 0; from < hits.length; from += size) {
    if (from) await nextFrame();
    if (!isWanted()) return;
    at.list.append(...hits.slice(from, from + size).map((hit) => buildHit(search, hit, units, back)));
  }
}

function showNearest(search) {
  const near = found?.nearest ?? [];
  const back = location.search.slice(1);
  at.nearList.replaceChildren(...near.map((entry) => buildHit(search, entry.hit, entry.units, back)));
  at.nearBlock.hidden = !near.length;
}

function noteShown(number) {
  shown = number;
  at.more.hidden = !found || shown >= found.hits.length;
}

async function showMore() {
  const shownFor = found;
  const isWanted = () => found === shownFor;
  at.more.disabled = true;
  try {
    const search = await load();
    const next = found.hits.slice(shown, shown + BATCH);
    const hits = await Promise.all(next.map((entry) => search.open(entry)));
    const last = at.list.lastElementChild;
    const added = addHits(search, hits, isWanted);
    if (isWanted()) last.nextElementSibling?.querySelector("a").focus();
    await added;
    if (!isWanted()) return;
    noteShown(shown + hits.length);
    history.replaceState(null, "", `${location.pathname}${writeState(readState(location.search), shown)}`);
  } catch (error) {
    console.error(error);
    startAnew();
    if (isWanted()) showFailure();
  } finally {
    at.more.disabled = false;
  }
}

function showThings() {
  const all = found ? found.things : [];
  at.things.hidden = !all.length;
  const rows = all.slice(0, THINGS).map((thing) => buildThing(thing));
  if (all.length > THINGS) {
    const unfold = () => {
      const rest = all.slice(THINGS).map((thing) => buildThing(thing));
      button.parentElement.replaceWith(...rest);
      rest[0].querySelector("a").focus();
    };
    const button = buildAction(tr("{number} more", { number: showNumber(all.length - THINGS) }), unfold);
    rows.push(build("li", "thing", button));
  }
  at.things.querySelector("ul").replaceChildren(...rows);
}

function move(event) {
  const links = [...document.querySelectorAll("#search-things a, .hits .hit-link")].filter(
    (link) => link.offsetParent,
  );
  const here = links.indexOf(document.activeElement);
  const inField = document.activeElement === at.field;
  if (!links.length || (here < 0 && !inField)) return;
  if (event.key === "ArrowDown") (inField ? links[0] : links[here + 1])?.focus();
  else if (inField) return;
  else (here === 0 ? at.field : links[here - 1]).focus();
  event.preventDefault();
}

// Typing changes the address in place; but a search that stood for a while, was sent or led somewhere is a step of
// its own, to which the back button returns.
const PAUSE = 1500;
let timer = 0;
let pause = 0;
let settled = true;

function search() {
  clearTimeout(timer);
  const query = at.field.value.trim();
  const state = readState(location.search);
  if (query === state.query) {
    if (failed) show();
    return;
  }
  goTo({ ...state, query }, { replace: !settled });
  settled = false;
  clearTimeout(pause);
  pause = setTimeout(() => (settled = true), PAUSE);
}

const PLACE = "ontherecord:search";

function findPlace() {
  try {
    const place = JSON.parse(sessionStorage.getItem(PLACE));
    return place?.search === location.search && (place.shown || place.top) ? place : null;
  } catch {
    return null;
  }
}

function cameBack() {
  const [entry] = performance.getEntriesByType("navigation");
  const fromPassage = document.referrer.startsWith(new URL("transcripts/", root).href);
  return entry?.type === "back_forward" || entry?.type === "reload" || fromPassage;
}

/** Notes how far the results were read, for when the reader comes back. */
function keepPlace() {
  const place = { search: location.search, shown, top: scrollY };
  try {
    sessionStorage.setItem(PLACE, JSON.stringify(place));
  } catch {
    // Without storage the results open at the top.
  }
}

function onKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
  if (event.key === "ArrowDown" || event.key === "ArrowUp") move(event);
  else if (event.key === "Escape" && document.activeElement?.closest(".hits, #search-things"))
    at.field.focus();
}

function onInput(event) {
  typed = true;
  clearTimeout(timer);
  // What is still being put together, as from a phone's keyboard or in Japanese, is no query yet.
  if (event.isComposing) return;
  timer = setTimeout(search, waitFor(at.field.value.trim(), turns.took));
}

/** Whether something is asked or about to be, or the filters, beside the results in a wide window, are in sight. */
function isUsed() {
  const { parentElement: filters } = at.facets;
  const isAsking = location.search || document.activeElement === at.field;
  return Boolean(isAsking || filters.open) || matchMedia("(min-width: 720px)").matches;
}

/** Of a search that nobody uses yet nothing is loaded. */
function showOnUse() {
  const used = new AbortController();
  const options = { signal: used.signal };
  const begin = () => {
    used.abort();
    show();
  };
  at.field.addEventListener("focus", begin, options);
  at.facets.parentElement.addEventListener("toggle", begin, options);
}

/** Has the page search. */
export function start() {
  findElements(show);
  announce = makeAnnouncer(at.said);
  const { field, form } = at;
  document.addEventListener("keydown", onKey);
  field.addEventListener("input", onInput);
  field.addEventListener("compositionend", () => search());
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    search();
    settled = true;
  });
  at.facets.addEventListener("submit", (event) => event.preventDefault());
  at.more.addEventListener("click", showMore);
  addEventListener("popstate", () => {
    field.value = readState(location.search).query;
    show();
  });
  addEventListener("pagehide", keepPlace);
  field.value = readState(location.search).query;
  if (!field.value && matchMedia("(hover: hover)").matches) field.focus();
  if (isUsed()) show({ restore: cameBack() ? findPlace() : null });
  else showOnUse();
}
