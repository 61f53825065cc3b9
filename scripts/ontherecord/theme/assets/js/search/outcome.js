// What the search page says of a search: how many passages were found, what was put right, what is shown instead.
import { build, isPlainClick, root } from "../dom.js";
import { FACETS } from "./facets.js";
import { at, buildAction, goTo, leave } from "./going.js";
import { writeState } from "./state.js";
import { count, findCheck, quote } from "./view.js";

/** How many were found, what was put right, and what is shown instead of nothing. */
export function showStatus(found, { query, filters }) {
  at.notes.replaceChildren();
  if (!found) {
    at.status.replaceChildren();
    return;
  }
  const { count: number, corrected, maybe, unknown, units, nearest } = found;
  const filtered = FACETS.some((name) => filters[name].length);
  const better = units.map(showUnit).join(" ");
  if (/\b(?:questions?|ask(?:s|ed)?)\b/i.test(query) && !filters.kind.length) suggestQuestions(units);
  if (found.wordless && query) at.status.replaceChildren("“", query, "” has no letter or digit to look for.");
  else if (number)
    at.status.replaceChildren(
      build("b", {}, count(number, "passage")),
      query ? ` for ${quote(corrected.length ? better : query)}` : "",
    );
  else if (filtered)
    at.status.replaceChildren(
      build("b", {}, "No passage"),
      query ? ` that fits the filters has ${quote(query)}.` : " fits all of these filters.",
    );
  else if (found.gone.length)
    at.status.replaceChildren(build("b", {}, "No passage"), " has this number any more.");
  else if (units.length && units.every(({ kind }) => kind === "number"))
    at.status.replaceChildren(
      build("b", {}, "No transcript"),
      ` has a passage ${units.map(({ text }) => text).join(" or ")}.`,
    );
  else at.status.replaceChildren(build("b", {}, "No passage"), ` has ${quote(query)}.`);
  at.notes.append(...found.gone.map(noteGone));
  if (!number && filtered && query)
    at.notes.append(
      note(buildAction("Search without the filters", () => leave(() => goTo({ query, filters: {} })))),
    );
  if (!number && query.match(/["“”„«»]/))
    at.notes.append(
      without(query.replace(/["“”„‟«»″]/g, " ").trim(), "Search without the quotation marks", filters),
    );
  offerCheck(query, number);
  if (corrected.length) noteCorrection(corrected, better, filters, number);
  noteUnknown(unknown, number, units.length);
  for (const { from, to } of maybe) noteGuess(query, from, to, filters);
  const isDeadEnd =
    !number && !nearest.length && !filtered && !maybe.length && !found.things.length && !found.gone.length;
  if (isDeadEnd && !found.wordless) at.notes.append(nowhere());
}

/** To find the words of a quotation is not yet to find that it was said. */
function offerCheck(query, number) {
  const address = findCheck(query);
  if (!address) return;
  const caution = number && !/["“”„«»]/.test(query) ? "These words may stand apart from each other. " : "";
  at.notes.append(note(caution, build("a", { href: address }, "See whether it was said"), ", word by word."));
}

function showUnit(unit) {
  return unit.kind === "phrase" && !unit.hyphened ? `"${unit.raw}"` : (unit.name ?? unit.raw);
}

function quoteAll(words) {
  return words.map((word) => `“${word}”`).join(" or ");
}

/** Where the record says what became of a passage that is no more. */
function noteGone({ number, title, url }) {
  const link = build("a", {}, "what became of it");
  link.href = new URL(url, root).href;
  return note(`Passage ${number} of “${title}” is no more: `, link, ".");
}

export function note(...content) {
  return build("p", {}, ...content);
}

/** A link to another search, which it begins here. */
function linkTo(query, text, filters) {
  const link = build("a", {}, text);
  link.href = writeState({ query, filters });
  link.addEventListener("click", (event) => {
    if (!isPlainClick(event)) return;
    event.preventDefault();
    at.field.value = query;
    leave(() => goTo({ query, filters }));
  });
  return link;
}

function without(query, text, filters) {
  return note(linkTo(query, text, filters));
}

function noteCorrection(corrected, better, filters, number) {
  const what = number ? "Shown is what was found for " : "Looked for instead: ";
  at.notes.append(
    note(
      `No passage has ${quoteAll(corrected.map((item) => item.from))}. ${what}`,
      linkTo(better, better, filters),
      ".",
    ),
  );
}

function noteUnknown(unknown, number, known) {
  if (!unknown.length || !known) return;
  at.notes.append(
    note(`No passage has ${quoteAll(unknown)}.${number ? " These have the other words." : ""}`),
  );
}

function noteGuess(query, from, to, filters) {
  at.notes.append(note("Did you mean ", linkTo(query.replace(from, to), to, filters), "?"));
}

/** Who looks for questions about a topic is led to all of them. */
function suggestQuestions(units) {
  for (const topic of units
    .flatMap((unit) => unit.concept?.things ?? [])
    .filter((thing) => thing.kind === "topic")) {
    at.notes.append(
      note(linkTo("", `All questions about ${topic.title}`, { topic: [topic.id], kind: ["question"] })),
    );
  }
}

function nowhere() {
  const topics = build("a", {}, "topics");
  topics.href = "../topics/";
  const names = build("a", {}, "index of names");
  names.href = "../names/";
  return note("Nothing near it was found. Look through the ", topics, " or the ", names, ".");
}
