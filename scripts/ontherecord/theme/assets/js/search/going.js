// The parts of the search page, and going from search to search on it.
import { buildButton } from "../dom.js";
import { readState, writeState } from "./state.js";

/** The page's elements, by what they hold, and `show`, which shows the search in the address. */
export const at = {};

export function findElements(show) {
  const byId = (id) => document.getElementById(id);
  Object.assign(at, {
    show,
    form: byId("search-form"),
    field: byId("search-form").elements.q,
    results: byId("words"),
    status: byId("search-status"),
    said: byId("search-said"),
    notes: byId("search-notes"),
    applied: byId("search-applied"),
    facets: byId("search-facets"),
    things: byId("search-things"),
    list: byId("search-hits"),
    nearBlock: byId("search-near"),
    nearList: byId("search-near").querySelector("ol"),
    more: byId("search-more"),
    tips: byId("search-tips"),
    filtersUsed: byId("search-filters-used"),
  });
}

export function goTo(state, { replace = false } = {}) {
  const address = `${location.pathname}${writeState(state)}`;
  if (replace) history.replaceState(null, "", address);
  else if (address !== location.pathname + location.search) history.pushState(null, "", address);
  at.show();
}

/** Does what takes away the thing that was clicked, and leaves the focus on the number of results, not nowhere. */
export function leave(act) {
  act();
  at.status.focus({ preventScroll: true });
}

/** Goes to the search with this filter, or without: what is clicked may be that of a search before. */
export function choose(name, value, isChosen) {
  const { query, filters } = readState(location.search);
  const values = filters[name].filter((item) => item !== value);
  if (isChosen) values.push(value);
  goTo({ query: at.field.value.trim() || query, filters: { ...filters, [name]: values } });
}

export function buildAction(text, act) {
  return buildButton(text, act, { class: "text-button" });
}
