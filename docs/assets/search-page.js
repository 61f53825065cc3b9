// The search page. Its whole state is in its address: q, the facets, and how many hits are shown.
import { FACETS, load, waitFor } from "./search.js";
import { KINDS, buildChip, buildHit, buildThing, count, element, showNumber } from "./search-view.js";

const BATCH = 20;
const MOST = 200;
const FEW = 8;
const THINGS = 4;
const HEADS = { topic: "Topic", speaker: "Speaker", kind: "Kind", year: "Year", transcript: "Transcript" };

const form = document.getElementById("search-form");
const field = form.elements.q;
const status = document.getElementById("search-status");
const notes = document.getElementById("search-notes");
const applied = document.getElementById("search-applied");
const facets = document.getElementById("search-facets");
const things = document.getElementById("search-things");
const list = document.getElementById("search-hits");
const nearBlock = document.getElementById("search-near");
const nearList = nearBlock.querySelector("ol");
const more = document.getElementById("search-more");
const tips = document.getElementById("search-tips");
const filtersUsed = document.getElementById("search-filters-used");

let latest = 0;
let found = null;
let shown = 0;
const unfolded = new Set();

// --- The state, in the address -----------------------------------------------------------------------------------

function readState() {
  const given = new URLSearchParams(location.search);
  const filters = Object.fromEntries(FACETS.map((name) => [name, [...new Set(given.getAll(name))].filter(Boolean)]));
  return { query: (given.get("q") ?? "").trim(), filters, number: Math.min(Math.max(Math.trunc(Number(given.get("n"))) || BATCH, BATCH), MOST) };
}

function writeState({ query, filters }, number = BATCH) {
  const made = new URLSearchParams();
  if (query) made.set("q", query);
  for (const name of FACETS) for (const value of filters[name] ?? []) made.append(name, value);
  if (number > BATCH) made.set("n", number);
  const text = made.toString();
  return text ? `?${text}` : "";
}

function goTo(state, { replace = false } = {}) {
  const address = `${location.pathname}${writeState(state)}`;
  if (replace) history.replaceState(null, "", address);
  else if (address !== location.pathname + location.search) history.pushState(null, "", address);
  show();
}

// --- Showing -----------------------------------------------------------------------------------------------------

// One search at a time: while one runs, only the newest of those that follow is waited for.
let running = Promise.resolve();
let took = 0;

async function show({ restore = null } = {}) {
  const turn = ++latest;
  await running;
  if (turn !== latest) return;
  const begun = performance.now();
  let done = () => {};
  running = new Promise((resolve) => (done = resolve));
  await showNow(turn, restore, () => {
    took = performance.now() - begun;
    done();
  });
  done();
}

async function showNow(turn, restore, hitsAreShown) {
  const state = readState();
  const chosen = FACETS.flatMap((name) => state.filters[name]);
  document.title = `${state.query ? `“${state.query}” · ` : ""}Search · On the Record`;
  try {
    const search = await load();
    if (turn !== latest) return;
    const answer = state.query || chosen.length ? await search.find(state.query, state.filters) : null;
    if (turn !== latest) return;
    found = answer;
    await showHits(search, state, turn, restore?.shown ?? state.number);
    hitsAreShown();
    if (turn !== latest) return;
    if (restore) scrollTo({ top: restore.top, behavior: "instant" });
    showApplied(search, state);
    const counts = answer ? await answer.facets() : await allFacets(search);
    if (turn === latest) showFacets(search, state, counts);
    if (turn === latest && restore) scrollTo({ top: restore.top, behavior: "instant" });
  } catch (error) {
    if (turn !== latest) return;
    console.error(error);
    status.replaceChildren("The search could not be loaded. Try again, or go by topic.");
  }
}

async function allFacets(search) {
  return search.count(null, {});
}

async function showHits(search, state, turn, number) {
  const hits = found ? await Promise.all(found.hits.slice(0, number).map((entry) => search.open(entry))) : [];
  const near = found ? await Promise.all(found.nearest.map((entry) => search.open(entry))) : [];
  if (turn !== latest) return;
  tips.hidden = found !== null;
  const back = location.search.slice(1);
  const units = found?.units ?? [];
  list.replaceChildren(...hits.map((hit) => buildHit(search, hit, units, back)));
  nearList.replaceChildren(...near.map((hit) => buildHit(search, hit, units, back)));
  nearBlock.hidden = !near.length;
  shown = hits.length;
  more.hidden = !found || shown >= found.hits.length;
  showStatus(search, state);
  showThings(search);
}

async function showMore() {
  const turn = latest;
  const search = await load();
  const next = await Promise.all(found.hits.slice(shown, shown + BATCH).map((entry) => search.open(entry)));
  if (turn !== latest) return;
  const made = next.map((hit) => buildHit(search, hit, found.units, location.search.slice(1)));
  list.append(...made);
  shown += made.length;
  more.hidden = shown >= found.hits.length;
  const state = readState();
  history.replaceState(null, "", `${location.pathname}${writeState(state, shown)}`);
  made[0]?.querySelector("a").focus();
}

/** How many were found, what was put right, and what is shown instead of nothing. */
function showStatus(search, { query, filters }) {
  notes.replaceChildren();
  if (!found) {
    status.replaceChildren();
    return;
  }
  const { count: number, corrected, unknown, units, nearest } = found;
  const words = query ? [" for “", query, "”"] : [];
  if (/\bquestions?\b/i.test(query) && !filters.kind.length) suggestQuestions(units);
  if (number) {
    const better = corrected.length ? units.map(showUnit).join(" ") : "";
    status.replaceChildren(element("b", "", count(number, "passage")), ...(better ? [" for “", better, "”"] : words));
    if (corrected.length) noteCorrection(query, corrected, better, filters);
    if (unknown.length) notes.append(note(`No passage has ${quoteAll(unknown)}. These have the other words.`));
    return;
  }
  status.replaceChildren(element("b", "", "No passage"), ...(query ? [" has “", query, "”."] : [" has all of these filters."]));
  const used = FACETS.some((name) => filters[name].length);
  if (used && query) notes.append(withoutFilters(query));
  if (corrected.length) noteCorrection(query, corrected, units.map(showUnit).join(" "), filters);
  if (!nearest.length && !used) notes.append(nowhere());
}

function showUnit(unit) {
  return unit.kind === "phrase" ? `"${unit.raw}"` : (unit.name ?? unit.raw);
}

function quoteAll(words) {
  return words.map((word) => `“${word}”`).join(" or ");
}

function note(...content) {
  return element("p", "", ...content);
}

function noteCorrection(query, corrected, better, filters) {
  const link = element("a", "", better);
  link.href = writeState({ query: better, filters });
  link.addEventListener("click", (event) => {
    if (event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    field.value = better;
    goTo({ query: better, filters });
  });
  notes.append(note(`No passage has ${quoteAll(corrected.map((item) => item.from))}. Shown is what was found for `, link, "."));
}

/** Who looks for questions about a topic is led to all of them. */
function suggestQuestions(units) {
  for (const topic of units.flatMap((unit) => unit.concept?.things ?? []).filter((thing) => thing.kind === "topic")) {
    const link = element("a", "", `All questions about ${topic.title}`);
    link.href = writeState({ query: "", filters: { topic: [topic.id], kind: ["question"] } });
    notes.append(note(link));
  }
}

function withoutFilters(query) {
  const button = element("button", "text-button", "Search without the filters");
  button.type = "button";
  button.addEventListener("click", () => goTo({ query, filters: {} }));
  return note(button);
}

function nowhere() {
  const topics = element("a", "", "topics");
  topics.href = "../topics/";
  const names = element("a", "", "index of names");
  names.href = "../names/";
  return note("Nothing near it was found. Look through the ", topics, " or the ", names, ".");
}

function showThings(search) {
  const all = found ? found.things : [];
  things.hidden = !all.length;
  const rows = all.slice(0, THINGS).map((thing) => buildThing(thing));
  if (all.length > THINGS) {
    const button = element("button", "text-button", `${all.length - THINGS} more`);
    button.type = "button";
    button.addEventListener("click", () => {
      button.parentElement.replaceWith(...all.slice(THINGS).map((thing) => buildThing(thing)));
    });
    rows.push(element("li", "thing", button));
  }
  things.querySelector("ul").replaceChildren(...rows);
}

// --- Facets ------------------------------------------------------------------------------------------------------

function labelOf(search, name, value) {
  if (name === "topic") return search.topics.get(value)?.title ?? value;
  if (name === "speaker") return search.lexicon.speakers[value] ?? value;
  if (name === "kind") return KINDS[value] ?? value;
  if (name === "transcript") return search.lexicon.transcripts[value]?.title ?? value;
  return value;
}

function showApplied(search, state) {
  const chosen = FACETS.flatMap((name) => state.filters[name].map((value) => [name, value]));
  const tags = chosen.map(([name, value]) => {
    const label = labelOf(search, name, value);
    const button = element("button", "tag");
    button.type = "button";
    if (name === "topic" && search.topics.has(value)) button.append(buildChip(search.topics.get(value)), " ");
    const cross = element("span", "", " ×");
    cross.setAttribute("aria-hidden", "true");
    button.append(element("span", "unseen", "Remove the filter "), label, cross);
    button.addEventListener("click", () => toggle(name, value));
    return element("li", "", button);
  });
  if (tags.length) {
    const clear = element("button", "text-button", "Clear filters");
    clear.type = "button";
    clear.addEventListener("click", () => goTo({ query: readState().query, filters: {} }));
    tags.push(element("li", "", clear));
  }
  applied.replaceChildren(...tags);
  filtersUsed.textContent = chosen.length ? `${chosen.length} in use` : "";
}

function toggle(name, value) {
  const { query, filters } = readState();
  const had = filters[name].includes(value);
  const values = had ? filters[name].filter((item) => item !== value) : [...filters[name], value];
  goTo({ query: field.value.trim() || query, filters: { ...filters, [name]: values } });
}

function showFacets(search, state, counts) {
  const focused = document.activeElement?.closest?.("#search-facets input")?.value;
  const order = { kind: Object.keys(KINDS), topic: [...search.topics.keys()] };
  const groups = FACETS.map((name) => {
    const chosen = state.filters[name];
    const values = Object.entries(counts[name] ?? {}).filter(([value, number]) => number || chosen.includes(value));
    chosen.forEach((value) => values.some(([item]) => item === value) || values.push([value, 0]));
    values.sort((a, b) => compareValues(name, order, a, b));
    return buildFacet(search, name, values, chosen);
  });
  facets.replaceChildren(...groups.filter(Boolean));
  if (focused) [...facets.querySelectorAll("input")].find((input) => input.value === focused)?.focus();
}

/** Kinds and topics keep their order; years and transcripts are newest first; speakers go by number. */
function compareValues(name, order, [a, countA], [b, countB]) {
  if (order[name]) return order[name].indexOf(a) - order[name].indexOf(b);
  if (name === "speaker") return countB - countA || a.localeCompare(b);
  return b.localeCompare(a);
}

function buildFacet(search, name, values, chosen) {
  if (!values.length) return null;
  const group = element("fieldset", `facet facet--${name}`, element("legend", "", HEADS[name]));
  const rows = values.map(([value, number]) => buildChoice(search, name, value, number, chosen.includes(value)));
  const most = name === "topic" ? 12 : FEW;
  if (rows.length > most + 1 && !unfolded.has(name)) {
    const rest = rows.filter((row, place) => place >= most && !row.querySelector("input").checked);
    rest.forEach((row) => (row.hidden = true));
    const button = element("button", "text-button", `${rest.length} more`);
    button.type = "button";
    button.addEventListener("click", () => {
      unfolded.add(name);
      rest.forEach((row) => (row.hidden = false));
      rest[0]?.querySelector("input").focus();
      button.remove();
    });
    rows.push(button);
  }
  group.append(...rows);
  return group;
}

function buildChoice(search, name, value, number, checked) {
  const input = element("input");
  Object.assign(input, { type: "checkbox", name, value: `${name}:${value}`, checked });
  input.addEventListener("change", () => toggle(name, value));
  const label = element("label", "choice", input);
  if (name === "topic" && search.topics.has(value)) label.append(buildChip(search.topics.get(value)));
  label.append(element("span", "choice-name", labelOf(search, name, value)), element("span", "choice-count", showNumber(number)));
  return label;
}

// --- Keys and events ---------------------------------------------------------------------------------------------

function move(event) {
  const links = [...document.querySelectorAll("#search-things a, .hits .hit-link")].filter((link) => link.offsetParent);
  const here = links.indexOf(document.activeElement);
  const inField = document.activeElement === field;
  if (!links.length || (here < 0 && !inField)) return;
  if (event.key === "ArrowDown") (inField ? links[0] : links[here + 1])?.focus();
  else if (inField) return;
  else (here === 0 ? field : links[here - 1]).focus();
  event.preventDefault();
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
  if (event.key === "ArrowDown" || event.key === "ArrowUp") move(event);
  else if (event.key === "Escape" && document.activeElement?.closest(".hits, #search-things")) field.focus();
});

// Typing changes the address in place; but a search that stood for a while, was sent or led somewhere is a step of
// its own, to which the back button returns.
const PAUSE = 1500;
let timer = 0;
let pause = 0;
let settled = true;

function search() {
  clearTimeout(timer);
  const query = field.value.trim();
  const state = readState();
  if (query === state.query) return;
  goTo({ ...state, query }, { replace: !settled });
  settled = false;
  clearTimeout(pause);
  pause = setTimeout(() => (settled = true), PAUSE);
}

field.addEventListener("input", () => {
  clearTimeout(timer);
  timer = setTimeout(search, waitFor(field.value.trim(), took));
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  search();
  settled = true;
});
facets.addEventListener("submit", (event) => event.preventDefault());
more.addEventListener("click", showMore);
addEventListener("popstate", () => {
  field.value = readState().query;
  show();
});

// --- As they were ------------------------------------------------------------------------------------------------

const PLACE = "ontherecord:search";

addEventListener("pagehide", () => {
  const place = { search: location.search, shown, top: scrollY };
  try {
    sessionStorage.setItem(PLACE, JSON.stringify(place));
  } catch {
    // Without storage the results open at the top.
  }
});

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
  const fromPassage = document.referrer.startsWith(new URL("../transcripts/", location.href).href);
  return entry?.type === "back_forward" || entry?.type === "reload" || fromPassage;
}

field.value = readState().query;
if (!field.value && matchMedia("(hover: hover)").matches) field.focus();
show({ restore: cameBack() ? findPlace() : null });
