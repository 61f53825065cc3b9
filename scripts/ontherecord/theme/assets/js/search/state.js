// The state of the search page, which is all in its address: q, the facets, and how many hits are shown.
import { FACETS } from "./facets.js";

/** How many hits are shown at once, and at most when a page opens. */
export const BATCH = 20;
const MOST = 200;

/** The state in the query of an address. */
export function readState(search) {
  const given = new URLSearchParams(search);
  const filters = Object.fromEntries(
    FACETS.map((name) => [name, [...new Set(given.getAll(name))].filter(Boolean)]),
  );
  const number = Math.trunc(Number(given.get("n"))) || BATCH;
  return { query: (given.get("q") ?? "").trim(), filters, number: Math.min(Math.max(number, BATCH), MOST) };
}

export function writeState({ query, filters }, number = BATCH) {
  const made = new URLSearchParams();
  if (query) made.set("q", query);
  for (const name of FACETS) for (const value of filters[name] ?? []) made.append(name, value);
  if (number > BATCH) made.set("n", number);
  const text = made.toString();
  return text ? `?${text}` : "";
}
