// The search page. Its whole state is in its address: q, the facets, and how many hits are shown.
import { FACETS, load, startAnew, waitFor } from "./search.js";
import { KINDS, buildChip, buildHit, buildThing, count, element, quote, showNumber } from "./search-view.js";

const BATCH = 20;
const MOST = 200;
const FEW = 8;
/** After how many milliseconds the page says that it searches. */
const SLOW = 400;
const THINGS = 4;
const HEADS = { topic: "Topic", speaker: "Speaker", kind: "Kind", year: "Year", transcript: "Transcript" };

const form = document.getElementById("search-form");
const field = form.elements.q;
const results = document.getElementById("words");
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
let failed = false;
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
  results.setAttribute("aria-busy", "true");
  await showNow(turn, restore, () => {
    took = performance.now() - begun;
    done();
  });
  done();
  if (turn === latest) results.setAttribute("aria-busy", "false");
}

async function showNow(turn, restore, hitsAreShown) {
  const state = readState();
  const chosen = FACETS.flatMap((name) => state.filters[name]);
  const slow = setTimeout(() => turn === latest && status.replaceChildren("Searching …"), SLOW);
  document.title = `${state.query ? `“${state.query}” · ` : ""}Search · On the Record`;
  try {
    const search = await load();
    if (turn !== latest) return;
    const answer = state.query || chosen.length ? await search.find(state.query, state.filters) : null;
    if (turn !== latest) return;
    found = answer;
    failed = false;
    await showHits(search, state, turn, restore?.shown ?? state.number);
    clearTimeout(slow);
    hitsAreShown();
    if (turn !== latest) return;
    if (restore) scrollTo({ top: restore.top, behavior: "instant" });
    showApplied(search, state);
    await showCounts(search, state, answer, turn);
    if (turn === latest && restore) scrollTo({ top: restore.top, behavior: "instant" });
  } catch (error) {
    console.error(error);
    startAnew();
    if (turn === latest) showFailure();
  } finally {
    clearTimeout(slow);
  }
}

/** Without its counts a search is still one. */
async function showCounts(search, state, answer, turn) {
  try {
    const counts = answer ? await answer.facets() : await search.count(null, {});
    if (turn === latest) showFacets(search, state, counts);
  } catch (error) {
    console.error(error);
    if (turn === latest) facets.replaceChildren(note("The filters could not be loaded."));
  }
}

function showFailure() {
  failed = true;
  const again = makeButton("Try again", () => show());
  status.replaceChildren("The search could not be loaded. ", again);
  notes.replaceChildren();
  things.hidden = nearBlock.hidden = tips.hidden = more.hidden = true;
  list.replaceChildren();
}

function makeButton(text, act) {
  const button = element("button", "text-button", text);
  button.type = "button";
  button.addEventListener("click", act);
  return button;
}

async function showHits(search, state, turn, number) {
  const hits = found ? await Promise.all(found.hits.slice(0, number).map((entry) => search.open(entry))) : [];
  if (turn !== latest) return;
  tips.hidden = found !== null;
  const back = location.search.slice(1);
  const units = found?.units ?? [];
  list.replaceChildren(...hits.map((hit) => buildHit(search, hit, units, back)));
  const near = found?.nearest ?? [];
  nearList.replaceChildren(...near.map((entry) => buildHit(search, entry.hit, entry.units, back)));
  nearBlock.hidden = !near.length;
  shown = hits.length;
  more.hidden = !found || shown >= found.hits.length;
  showStatus(search, state);
  showThings(search);
}

async function showMore() {
  const turn = latest;
  const { hits, units } = found;
  more.disabled = true;
  try {
    const search = await load();
    const next = await Promise.all(hits.slice(shown, shown + BATCH).map((entry) => search.open(entry)));
    if (turn === latest) append(next.map((hit) => buildHit(search, hit, units, location.search.slice(1))));
  } catch (error) {
    console.error(error);
    startAnew();
    if (turn === latest) showFailure();
  } finally {
    more.disabled = false;
  }
}

function append(made) {
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
  const { count: number, corrected, maybe, unknown, units, nearest } = found;
  const filtered = FACETS.some((name) => filters[name].length);
  const better = units.map(showUnit).join(" ");
  if (/\b(?:questions?|ask(?:s|ed)?)\b/i.test(query) && !filters.kind.length) suggestQuestions(units);
  if (found.wordless && query) status.replaceChildren("“", query, "” has no letter or digit to look for.");
  else if (number) status.replaceChildren(element("b", "", count(number, "passage")), query ? ` for ${quote(corrected.length ? better : query)}` : "");
  else if (filtered) status.replaceChildren(element("b", "", "No passage"), query ? ` that fits the filters has ${quote(query)}.` : " fits all of these filters.");
  else status.replaceChildren(element("b", "", "No passage"), ` has ${quote(query)}.`);
  if (!number && filtered && query) notes.append(note(makeButton("Search without the filters", () => leave(() => goTo({ query, filters: {} })))));
  if (!number && query.match(/["“”„«»]/)) notes.append(without(query.replace(/["“”„‟«»″]/g, " ").trim(), "Search without the quotation marks", filters));
  if (corrected.length) noteCorrection(corrected, better, filters, number);
  noteUnknown(unknown, number, units.length);
  for (const { from, to } of maybe) noteGuess(query, from, to, filters);
  const isDeadEnd = !number && !nearest.length && !filtered && !maybe.length && !found.things.length;
  if (isDeadEnd && !found.wordless) notes.append(nowhere());
}

function showUnit(unit) {
  return unit.kind === "phrase" && !unit.hyphened ? `"${unit.raw}"` : (unit.name ?? unit.raw);
}

function quoteAll(words) {
  return words.map((word) => `“${word}”`).join(" or ");
}

function note(...content) {
  return element("p", "", ...content);
}

/** A link to another search, which it begins here. */
function linkTo(query, text, filters) {
  const link = element("a", "", text);
  link.href = writeState({ query, filters });
  link.addEventListener("click", (event) => {
    if (event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    field.value = query;
    leave(() => goTo({ query, filters }));
  });
  return link;
}

function without(query, text, filters) {
  return note(linkTo(query, text, filters));
}

/** Does what takes away the thing that was clicked, and leaves the focus on the number of results, not nowhere. */
function leave(act) {
  act();
  status.focus({ preventScroll: true });
}

function noteCorrection(corrected, better, filters, number) {
  const what = number ? "Shown is what was found for " : "Looked for instead: ";
  notes.append(note(`No passage has ${quoteAll(corrected.map((item) => item.from))}. ${what}`, linkTo(better, better, filters), "."));
}

function noteUnknown(unknown, number, known) {
  if (!unknown.length || !known) return;
  notes.append(note(`No passage has ${quoteAll(unknown)}.${number ? " These have the other words." : ""}`));
}

function noteGuess(query, from, to, filters) {
  notes.append(note("Did you mean ", linkTo(query.replace(from, to), to, filters), "?"));
}

/** Who looks for questions about a topic is led to all of them. */
function suggestQuestions(units) {
  for (const topic of units.flatMap((unit) => unit.concept?.things ?? []).filter((thing) => thing.kind === "topic")) {
    notes.append(note(linkTo("", `All questions about ${topic.title}`, { topic: [topic.id], kind: ["question"] })));
  }
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
    const unfold = () => {
      const rest = all.slice(THINGS).map((thing) => buildThing(thing));
      button.parentElement.replaceWith(...rest);
      rest[0].querySelector("a").focus();
    };
    const button = makeButton(`${all.length - THINGS} more`, unfold);
    rows.push(element("li", "thing", button));
  }
  things.querySelector("ul").replaceChildren(...rows);
}

// --- Facets ------------------------------------------------------------------------------------------------------

function labelOf(search, name, value) {
  if (name === "topic") return search.topics.get(value)?.title ?? value;
  if (name === "transcript") return search.transcripts.get(value)?.title ?? value;
  const labels = { speaker: search.lexicon.speakers, kind: KINDS }[name] ?? {};
  return Object.hasOwn(labels, value) ? labels[value] : value;
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
    button.addEventListener("click", () => leave(() => toggle(name, value)));
    return element("li", "", button);
  });
  if (tags.length) {
    tags.push(element("li", "", makeButton("Clear filters", () => leave(() => goTo({ query: readState().query, filters: {} })))));
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
  const order = { kind: Object.keys(KINDS), topic: [...search.topics.keys()], transcript: [...search.transcripts.keys()] };
  const groups = FACETS.map((name) => {
    const chosen = state.filters[name];
    const values = [...(counts[name] ?? [])].filter(([value, number]) => number || chosen.includes(value));
    chosen.forEach((value) => values.some(([item]) => item === value) || values.push([value, 0]));
    values.sort((a, b) => compareValues(name, order, a, b));
    return buildFacet(search, name, values, chosen);
  });
  facets.replaceChildren(...groups.filter(Boolean));
  facets.parentElement.hidden = !groups.some(Boolean);
  if (focused) [...facets.querySelectorAll("input")].find((input) => input.value === focused)?.focus();
}

/** Kinds and topics keep their order; transcripts, as the archive lists them, and years are newest first. */
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
    const unfold = () => {
      unfolded.add(name);
      rest.forEach((row) => (row.hidden = false));
      rest[0]?.querySelector("input").focus();
      button.remove();
    };
    const button = makeButton(`${rest.length} more`, unfold);
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
  if (query === state.query) {
    if (failed) show();
    return;
  }
  goTo({ ...state, query }, { replace: !settled });
  settled = false;
  clearTimeout(pause);
  pause = setTimeout(() => (settled = true), PAUSE);
}

field.addEventListener("input", (event) => {
  clearTimeout(timer);
  // What is still being put together, as from a phone's keyboard or in Japanese, is no query yet.
  if (event.isComposing) return;
  timer = setTimeout(search, waitFor(field.value.trim(), took));
});
field.addEventListener("compositionend", () => search());
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
