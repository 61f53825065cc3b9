// What the quote check shows: the outcome in words, what differs, and the passages with the words marked.
import { build, markText, root } from "../dom.js";
import { TURN_KINDS } from "../kinds.js";
import { citePassages } from "../links/citing.js";
import { buildAction } from "../links/parts.js";
import { numberOf, readWords } from "../links/passages.js";
import { linkTo } from "../links/quotation.js";
import { listNames, quote, showDay, showNumber, tr, trParts } from "../tr.js";
import {
  isAboutNegation,
  listDifferences,
  listSetting,
  readQuoted,
  readRecord,
  tellDifference,
} from "./compare.js";
import { splitByPassage } from "./runs.js";
import { tellOutcome } from "./tell.js";

const MOST_DIFFERENCES = 6;

/** The outcome as nodes, and its first lines for a screen reader. */
export function buildOutcome(result, text, archive) {
  const { head, sentence } = tellOutcome(result, archive);
  const nodes = [
    build("h2", "check-head", head),
    build("p", "check-sentence", sentence),
    ...buildCaution(result),
    ...buildDifferences(result, text),
    ...(result.places.length ? buildSources(result) : buildNearest(result)),
  ];
  return { nodes, headline: `${head}. ${sentence}` };
}

function buildCaution({ aside, only, words }) {
  if (!aside || !words.length) return [];
  const note = only.length
    ? tr("Only {words} were compared, not what stands around them.", { words: listNames(only.map(quote)) })
    : tr("Only the quoted words were compared, not what stands around them.");
  return [build("p", "check-note", note)];
}

// --- What differs ---

function buildDifferences(result, text) {
  if (!result.places.length) return [];
  const differences = listDifferences(result, text);
  const setting = listSetting(result, text);
  const nodes = [];
  if (differences.length) {
    const first = [...differences].sort((a, b) => isAboutNegation(b) - isAboutNegation(a));
    const items = first.slice(0, MOST_DIFFERENCES).map((one) => buildDifference(one));
    const more = first.length - items.length;
    if (more > 0) items.push(build("li", {}, tr("And {number} more.", { number: showNumber(more) })));
    nodes.push(
      build("h3", "check-side", tr("What differs")),
      buildComparison(result, text),
      build("p", "check-note", tr("Struck through: only in the record. Underlined: only in the quotation.")),
      build("ul", "check-list", ...items),
    );
  }
  if (setting.length) {
    const signs = listNames(setting);
    nodes.push(build("p", "check-note", tr("Set otherwise, which does not count: {signs}.", { signs })));
  }
  return nodes;
}

function buildDifference(difference) {
  const item = build("li", {}, tellDifference(difference));
  if (isAboutNegation(difference)) item.prepend(build("b", {}, tr("A “not” or “no” differs.")), " ");
  return item;
}

/** The record with the quotation's differences in it: what it leaves out struck through, what it adds underlined. */
function buildComparison(result, text) {
  const line = build("p", { class: "words check-compare", ...result.places[0].run.file.tongue });
  let end = 0;
  for (const place of result.places) {
    if (place !== result.places[0]) line.append(" […] ");
    if (place.words[0] > end)
      line.append(buildAdded(readQuoted(text, result.words, [end, place.words[0]])), " ");
    place.steps.forEach((step) => line.append(...buildStep(place, step, result.words, text), " "));
    end = place.words[1];
  }
  if (end < result.words.length)
    line.append(buildAdded(readQuoted(text, result.words, [end, result.words.length])));
  return line;
}

function buildStep({ run }, step, words, text) {
  const record = readRecord(run, step.text);
  const quoted = readQuoted(text, words, step.words);
  if (step.kind === "same") return [record];
  const nodes = [];
  if (record) nodes.push(build("del", {}, build("span", "unseen", tr("left out:"), " "), record));
  if (record && quoted) nodes.push(" ");
  if (quoted) nodes.push(buildAdded(quoted));
  return nodes;
}

function buildAdded(quoted) {
  return build("ins", {}, build("span", "unseen", tr("added:"), " "), quoted);
}

// --- The passages ---

/** The passages of the places, those that follow each other together, with the words marked in them. */
function buildSources(result) {
  const nodes = result.outcome === "earlier" ? buildEarlier(result) : [];
  const present = result.places.filter(({ run }) => !run.earlier);
  const groups = [];
  for (const place of present) {
    const last = groups.at(-1);
    const passages = splitByPassage(place.run.tokens, ...place.text);
    if (last?.run === place.run && last.stretches.at(-1).passage === passages[0].passage)
      last.stretches.push(...passages);
    else groups.push({ run: place.run, stretches: passages });
  }
  nodes.push(...groups.map((group) => buildTurn(group)));
  nodes.push(...buildAlso(result));
  return nodes;
}

function buildNearest({ nearest }) {
  if (!nearest) return [];
  const { run, text } = nearest;
  const stretches = splitByPassage(run.tokens, ...text).slice(0, 2);
  const turn = run.earlier ? null : buildTurn({ run, stretches }, { marked: false, dim: true });
  return turn ? [build("h3", "check-side", tr("Nearest, and no match")), turn] : [];
}

function buildTurn({ run, stretches }, { marked = true, dim = false } = {}) {
  const { file } = run;
  const head = build(
    "h3",
    "turn-head",
    build("b", {}, run.name),
    " ",
    build("span", "kind", TURN_KINDS[run.kind] ?? ""),
    " ",
  );
  head.append(build("span", "note", `${file.title}, ${showDay(file.date)}`));
  const turn = build("section", {
    class: `check-turn${dim ? " check-turn--near" : ""}`,
    "data-cited-as": run.passages[stretches[0].passage].cited,
    "data-cited-event": file.event,
    "data-citations": new URL(file.citations, root).href,
  });
  turn.append(head);
  const rows = new Map();
  for (const { passage } of stretches)
    if (!rows.has(passage)) rows.set(passage, buildRow(run, run.passages[passage]));
  turn.append(...[...rows.values()].map(({ row }) => row));
  if (marked) turn.append(buildActions(markStretches(run, stretches, rows)));
  return turn;
}

function addressOf({ file }, { anchor }) {
  return new URL(`${file.url}#${anchor}`, root).href;
}

function buildRow(run, passage) {
  const number = numberOf(passage.anchor);
  const link = build(
    "a",
    {
      class: "number",
      href: addressOf(run, passage),
      "aria-label": tr("Passage {number}, link to it", { number }),
    },
    number,
  );
  const words = build(
    "p",
    { class: "words", ...run.file.tongue, "data-passage": `${run.file.slug}/${passage.anchor}` },
    passage.text,
  );
  return { row: build("div", "passage", link, words), words, anchor: passage.anchor };
}

/** Marks the words, and gives their spans, as links and citations are made from them. */
function markStretches(run, stretches, rows) {
  return stretches.map(({ passage, from, to }) => {
    const { words, anchor } = rows.get(passage);
    const [start, end] = [run.tokens[from].from, run.tokens[to - 1].to];
    const part = readWords(words, { anchor });
    markText(words, start, end, { class: "checked", role: "none" });
    const first = part.starts.findIndex((at) => at >= start);
    const last = part.ends.findLastIndex((at) => at >= 0 && at <= end);
    return { part, from: Math.max(first, 0), to: last + 1 };
  });
}

function buildActions(spans) {
  const lines = build("p", "check-actions");
  const passages = [...new Set(spans.map(({ part }) => part))];
  const words = passages.length === spans.length ? spans : spans.slice(0, 1);
  lines.append(build("a", { href: linkTo(words) }, tr("Open these words in the transcript")), " ");
  if (typeof HTMLDialogElement === "function") {
    const cite = buildAction(tr("Cite"), () => citePassages(cite, words), { "aria-haspopup": "dialog" });
    lines.append(cite);
  }
  return lines;
}

/** Links to the other passages that have the same words. */
function buildAlso({ places, also }) {
  const links = new Map();
  for (const { run, text } of also) {
    const passage = run.passages[run.tokens[text[0]].passage];
    const values = { number: numberOf(passage.anchor), speaker: run.name, day: showDay(run.file.date) };
    links.set(addressOf(run, passage), tr("{number} ({speaker}, {day})", values));
  }
  for (const { run, text } of places) links.delete(addressOf(run, run.passages[run.tokens[text[0]].passage]));
  if (!links.size) return [];
  const passages = [...links]
    .flatMap(([address, where]) => [", ", build("a", { href: address }, where)])
    .slice(1);
  return [build("p", "check-note", ...trParts("The same words stand in passage {passages}.", { passages }))];
}

/** The earlier wording and, where the passage still stands, the present one beside it. */
function buildEarlier({ places }) {
  return places
    .filter(({ run }) => run.earlier)
    .flatMap(({ run, text }) => {
      const { row, until, text: words } = run.earlier;
      const was = build("p", { class: "words", ...run.file.tongue }, words);
      splitByPassage(run.tokens, ...text).forEach(({ from, to }) =>
        markText(was, run.tokens[from].from, run.tokens[to - 1].to, { class: "checked", role: "none" }),
      );
      const now =
        row.text === undefined ? [] : [build("h3", "check-side", tr("Now")), buildPresent(run, row)];
      const link = build(
        "a",
        { href: addressOf(run, row) },
        tr("Passage {number} and its history", { number: numberOf(row.anchor) }),
      );
      return [
        build("h3", "check-side", tr("Until {day}", { day: showDay(until) })),
        was,
        ...now,
        build("p", "check-actions", link),
      ];
    });
}

function buildPresent({ file }, row) {
  return buildTurn(
    { run: { file, name: row.name, kind: row.kind, passages: [row] }, stretches: [{ passage: 0 }] },
    { marked: false },
  );
}
