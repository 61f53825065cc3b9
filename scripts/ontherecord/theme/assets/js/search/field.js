// The search field in the header: what is found appears below it while one types.
import { build, root } from "../dom.js";
import { TURN_KINDS } from "../kinds.js";
import { quote as inQuotes, listNames, showDay, tr, trMany } from "../tr.js";
import { load, startAnew, waitFor } from "./search.js";
import { makeAnnouncer, Turns } from "./turns.js";
import { buildThing, buildWords, countPassages, explain, findCheck, leadTo, quote } from "./view.js";

const HITS = 5;
const THINGS = 3;

/** Makes the form of the header answer while one types. */
export function start(form) {
  const field = form.elements.q;
  const panel = build("div", {
    class: "search-panel",
    id: "search-panel",
    role: "region",
    "aria-label": tr("What was found"),
  });
  panel.hidden = true;
  const status = build("p", "search-panel-status");
  const list = build("ul", "search-panel-list");
  panel.append(status, list);
  form.after(panel);
  // A status that appears with its words is not always read out: this one is always there.
  const spoken = build("p", { class: "unseen", role: "status" });
  panel.after(spoken);
  field.setAttribute("aria-controls", panel.id);
  const announce = makeAnnouncer(spoken);
  const turns = new Turns(() => {
    list.replaceChildren();
    say(tr("Searching …"));
    panel.hidden = false;
  });

  function addressOf(query) {
    const address = new URL("search/", root);
    address.searchParams.set("q", query);
    return address;
  }

  async function show() {
    if (field.value.trim()) await turns.run(showNow);
    else close();
  }

  async function showNow(isLatest) {
    const query = field.value.trim();
    try {
      const search = await load();
      const found = await search.find(query, {});
      const entries = (found.hits.length ? found.hits : found.nearest).slice(0, HITS);
      await Promise.all(entries.map((entry) => search.open(entry)));
      if (isLatest()) fill(found, entries, query);
      search.readAhead().catch(() => {});
    } catch (error) {
      console.error(error);
      if (!isLatest()) return;
      startAnew();
      say(tr("The search could not be loaded. Press Enter to try again."));
      list.replaceChildren();
      panel.hidden = false;
    }
  }

  function fill(found, entries, query) {
    const address = addressOf(query);
    const rows = found.things.slice(0, THINGS).map((thing) => buildThing(thing));
    rows.push(...entries.map(({ hit, units }) => buildRow(hit, units ?? found.units)));
    const all = build(
      "a",
      {},
      found.hits.length > entries.length
        ? trMany("All {number} passage", "All {number} passages", found.hits.length)
        : tr("On the search page, with filters"),
    );
    all.href = address.href;
    rows.push(build("li", "search-panel-all", all));
    const check = findCheck(query);
    if (check)
      rows.push(build("li", "search-panel-all", build("a", { href: check }, tr("See whether it was said"))));
    const better = found.units.map((unit) => unit.name ?? unit.raw).join(" ");
    const passages = countPassages(found.count);
    const first = !found.hits.length
      ? tr("No passage has {words}.", { words: quote(query) })
      : found.corrected.length
        ? tr("Shown for “{words}”: {passages}.", { words: better, passages })
        : `${passages}.`;
    const left = found.unknown.map(inQuotes);
    const then = !found.hits.length
      ? entries.length && tr("Nearest:")
      : left.length && tr("No passage has {words}.", { words: listNames(left, "disjunction") });
    say([first, then].filter(Boolean).join(" "));
    list.replaceChildren(...rows);
    panel.hidden = false;
  }

  function say(text) {
    status.textContent = text;
    announce(text);
  }

  function buildRow(hit, units) {
    const head = build(
      "span",
      "search-panel-head",
      build("span", "number", hit.number),
      " ",
      build("b", {}, hit.speaker),
    );
    head.append(` ${TURN_KINDS[hit.kind]}, ${showDay(hit.day)}`);
    const words = buildWords(hit, units, 120);
    const link = build("a", "search-panel-hit", head, build("span", "words", ...words.childNodes));
    const why = explain(hit, units);
    if (why) link.append(build("span", "search-panel-why", why));
    // The search to come back to is what the field holds by then.
    leadTo(link, hit, units, () => addressOf(field.value.trim()).search.slice(1));
    return build("li", {}, link);
  }

  function close() {
    turns.stop();
    panel.hidden = true;
    list.replaceChildren();
    say("");
  }

  function move(event) {
    if (panel.hidden && event.key === "ArrowDown") show();
    const links = [...panel.querySelectorAll("a")];
    const here = links.indexOf(document.activeElement);
    if (panel.hidden || !links.length) return;
    if (event.key === "ArrowDown") (links[here + 1] ?? links[here]).focus();
    else if (here >= 0) (links[here - 1] ?? field).focus();
    event.preventDefault();
  }

  let timer = 0;
  field.addEventListener("input", (event) => {
    clearTimeout(timer);
    if (event.isComposing) return;
    timer = setTimeout(show, waitFor(field.value.trim(), turns.took));
  });
  field.addEventListener("compositionend", show);
  field.addEventListener("focus", () => {
    if (field.value.trim() && !list.childElementCount) show();
  });
  const around = form.parentElement;
  around.addEventListener("keydown", (event) => {
    if (event.target !== field && !panel.contains(event.target)) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") move(event);
    if (event.key === "Escape" && !panel.hidden) {
      field.focus();
      close();
      event.preventDefault();
    }
  });
  around.addEventListener("focusout", (event) => {
    if (event.relatedTarget && event.relatedTarget !== field && !panel.contains(event.relatedTarget)) close();
  });
  document.addEventListener("click", (event) => {
    if (!panel.contains(event.target) && !form.contains(event.target)) close();
  });
  load().catch(() => {});
  if (field.value.trim()) show();
}
