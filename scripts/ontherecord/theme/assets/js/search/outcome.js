// What the search page says of a search: how many passages were found, what was put right, what is shown instead.
import { build, isPlainClick, root } from "../dom.js";
import { quote as inQuotes, listNames, tr, trParts, trWords } from "../tr.js";
import { FACETS } from "./facets.js";
import { at, buildAction, goTo, leave } from "./going.js";
import { writeState } from "./state.js";
import { countPassages, findCheck, quote } from "./view.js";
import { foldWords } from "./words.js";

const ASKING = new Set(
  [
    ...["question", "questions", "ask", "asks", "asked"],
    ...trWords("question, questions, ask, asks, asked"),
  ].flatMap(foldWords),
);

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
  if (foldWords(query).some((word) => ASKING.has(word)) && !filters.kind.length) suggestQuestions(units);
  at.status.replaceChildren(...tellNumber(found, query, filtered, better));
  at.notes.append(...found.gone.map(noteGone));
  if (!number && filtered && query)
    at.notes.append(
      note(buildAction(tr("Search without the filters"), () => leave(() => goTo({ query, filters: {} })))),
    );
  if (!number && query.match(/["“”„«»]/))
    at.notes.append(
      without(query.replace(/["“”„‟«»″]/g, " ").trim(), tr("Search without the quotation marks"), filters),
    );
  offerCheck(query, number);
  if (corrected.length) noteCorrection(corrected, better, filters, number);
  noteUnknown(unknown, number, units.length);
  for (const { from, to } of maybe) noteGuess(query, from, to, filters);
  const isDeadEnd =
    !number && !nearest.length && !filtered && !maybe.length && !found.things.length && !found.gone.length;
  if (isDeadEnd && !found.wordless) at.notes.append(nowhere());
}

/** How many were found, the number in bold. */
function tellNumber({ wordless, count, corrected, gone, units }, query, filtered, better) {
  const b = (...words) => build("b", {}, ...words);
  const words = quote(count && corrected.length ? better : query);
  if (wordless && query) return [tr("“{words}” has no letter or digit to look for.", { words: query })];
  if (count) {
    const passages = b(countPassages(count));
    return query ? trParts("{passages} for {words}", { passages, words }) : [passages];
  }
  if (filtered && query) return trParts("{b}No passage{z} that fits the filters has {words}.", { b, words });
  if (filtered) return trParts("{b}No passage{z} fits all of these filters.", { b });
  if (gone.length) return trParts("{b}No passage{z} has this number any more.", { b });
  if (units.length && units.every(({ kind }) => kind === "number")) {
    const numbers = listNames(
      units.map(({ text }) => text),
      "disjunction",
    );
    return trParts("{b}No transcript{z} has a passage {numbers}.", { b, numbers });
  }
  return trParts("{b}No passage{z} has {words}.", { b, words });
}

/** To find the words of a quotation is not yet to find that it was said. */
function offerCheck(query, number) {
  const address = findCheck(query);
  if (!address) return;
  const isCautious = number && !/["“”„«»]/.test(query);
  const caution = isCautious ? [tr("These words may stand apart from each other."), " "] : [];
  const a = (...words) => build("a", { href: address }, ...words);
  at.notes.append(note(...caution, ...trParts("{a}See whether it was said{z}, word by word.", { a })));
}

function showUnit(unit) {
  return unit.kind === "phrase" && !unit.hyphened ? `"${unit.raw}"` : (unit.name ?? unit.raw);
}

function tellAbsent(words) {
  return tr("No passage has {words}.", { words: listNames(words.map(inQuotes), "disjunction") });
}

/** Where the record says what became of a passage that is no more. */
function noteGone({ number, title, url }) {
  const a = (...words) => build("a", { href: new URL(url, root).href }, ...words);
  const values = { number, title, a };
  return note(...trParts("Passage {number} of “{title}” is no more: {a}what became of it{z}.", values));
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
  const words = linkTo(better, better, filters);
  const instead = number
    ? trParts("Shown is what was found for {words}.", { words })
    : trParts("Looked for instead: {words}.", { words });
  at.notes.append(note(tellAbsent(corrected.map((item) => item.from)), " ", ...instead));
}

function noteUnknown(unknown, number, known) {
  if (!unknown.length || !known) return;
  const others = number ? [" ", tr("These have the other words.")] : [];
  at.notes.append(note(tellAbsent(unknown), ...others));
}

function noteGuess(query, from, to, filters) {
  const words = linkTo(query.replace(from, to), to, filters);
  at.notes.append(note(...trParts("Did you mean {words}?", { words })));
}

/** Who looks for questions about a topic is led to all of them. */
function suggestQuestions(units) {
  for (const topic of units
    .flatMap((unit) => unit.concept?.things ?? [])
    .filter((thing) => thing.kind === "topic")) {
    at.notes.append(
      note(
        linkTo("", tr("All questions about {topic}", { topic: topic.title }), {
          topic: [topic.id],
          kind: ["question"],
        }),
      ),
    );
  }
}

function nowhere() {
  const a = (...words) => build("a", { href: "../topics/" }, ...words);
  const b = (...words) => build("a", { href: "../names/" }, ...words);
  return note(
    ...trParts("Nothing near it was found. Look through the {a}topics{z} or the {b}index of names{z}.", {
      a,
      b,
    }),
  );
}
