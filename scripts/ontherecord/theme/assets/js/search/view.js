// What is found, as it is shown: hits, names, and the links from them. Shared by the search page and the field in
// the header.
import { build, isPlainClick, root } from "../dom.js";
import { TURN_KINDS } from "../kinds.js";
import { keepWords } from "../links/passages.js";
import { quote as inQuotes, showDay, showMonth, showNumber, tr, trMany, trParts } from "../tr.js";
import { fits } from "./dates.js";
import { languageOf, namesOf } from "./names.js";
import { cutExcerpt, findMatches, formsOf, markForms } from "./text.js";
import { foldName } from "./words.js";

const THING_KINDS = {
  topic: tr("topic"),
  person: tr("person"),
  organisation: tr("organisation"),
  group: tr("group"),
  office: tr("office"),
  place: tr("place"),
  document: tr("document"),
  format: tr("format of talks"),
  event: tr("event"),
  page: tr("page"),
  transcript: tr("transcript"),
};

export function countPassages(number) {
  return trMany("{number} passage", "{number} passages", number);
}

/** A query in quotation marks, unless it is a phrase and has its own. */
export function quote(query) {
  return inQuotes(query.replace(/^["“]([^"“”]*)["”]$/, "$1"));
}

/** Where a query can be checked that may be a quotation, being long or in quotation marks; null where it is none. */
export function findCheck(query) {
  const words = foldName(query).split(" ").length;
  if (words < (/["“”„«»]/.test(query) ? 3 : 6)) return null;
  const address = new URL("check/", root);
  address.searchParams.set("q", query);
  return address.href;
}

/** Where the page that a hit leads to finds what to mark, and the search to come back to. */
const MARKS = "ontherecord:marks";

/**
 * Makes a link lead to a hit. Its address is the passage's own, so that it can be copied. What to mark there goes
 * along in the tab's storage, and in the address for what opens in another tab.
 */
export function leadTo(link, hit, units, back) {
  const plain = new URL(hit.url, root);
  link.href = plain.href;
  const lead = (event) => {
    const forms = markForms(hit, units).slice(0, 24);
    const from = typeof back === "function" ? back() : back;
    if (
      isPlainClick(event) &&
      plain.pathname !== location.pathname &&
      keep({ path: plain.pathname, forms, from })
    )
      return;
    const marked = new URL(plain);
    forms.forEach((form) => marked.searchParams.append("mark", form));
    if (from) marked.searchParams.set("from", from);
    link.href = marked.href;
    setTimeout(() => (link.href = plain.href));
  };
  link.addEventListener("click", lead);
  link.addEventListener("auxclick", lead);
}

function keep(marks) {
  try {
    if (marks.forms.length) sessionStorage.setItem(MARKS, JSON.stringify(marks));
    return true;
  } catch {
    return false;
  }
}

/** One hit; `back` is the query string of the search that it is from. */
export function buildHit(search, hit, units, back) {
  const item = build("li", "hit");
  item.dataset.found = hit.url;
  const link = build(
    "a",
    "hit-link",
    build("b", {}, hit.speaker),
    " ",
    build("span", "kind", TURN_KINDS[hit.kind]),
    " ",
  );
  leadTo(link, hit, units, back);
  link.append(build("span", "note", showDay(hit.day)));
  link.append(build("span", "unseen", ", ", tr("passage {number}", { number: hit.number })));
  item.append(build("h3", "turn-head", link));
  if (hit.question) {
    const put = hit.unheard && `, ${hit.unheard}`;
    const answered = trParts("In answer to {question}", { question: build("q", hit.tongue, hit.question) });
    item.append(build("p", "answers", ...answered, put));
  } else if (hit.unheard) item.append(build("p", "answers", endSentence(capitalise(hit.unheard))));
  const number = build("a", "number", hit.number);
  leadTo(number, hit, units, back);
  number.tabIndex = -1;
  number.setAttribute("aria-hidden", "true");
  const words = buildWords(hit, units);
  // Shown in full it is the passage, as on every page.
  if (words.textContent === hit.content) words.dataset.passage = hit.passage;
  const row = build("div", "passage", number, words, buildBadges(search, hit));
  keepWords(row);
  const why = explain(hit, units);
  item.append(row);
  if (why) item.append(build("p", "why", why));
  openOnClick(item, link);
  return item;
}

export function buildWords(hit, units, size) {
  const pieces = cutExcerpt(hit, units, size);
  return build(
    "p",
    { class: "words", ...hit.tongue },
    ...pieces.map((piece) => (piece.mark ? build("mark", {}, piece.text) : piece.text)),
  );
}

function buildBadges(search, hit) {
  const box = build("div", "topics");
  for (const id of hit.topics) {
    const topic = search.topics.get(id);
    const badge = build("a", "badge", buildChip(topic), build("span", {}, topic.title));
    badge.href = new URL(topic.url, root).href;
    box.append(badge);
  }
  return box;
}

export function buildChip(topic) {
  const chip = build("span", `chip slot-${topic.colour}`, topic.code);
  chip.setAttribute("aria-hidden", "true");
  return chip;
}

/** Why a passage is found that does not have what was typed: another name, or its topic. */
export function explain(hit, units) {
  const reasons = units
    .filter((unit) => unit.concept && !findMatches(hit, [unit.raw]).length)
    .map((unit) => explainUnit(hit, unit));
  const dates = units.filter((unit) => unit.kind === "date").map((unit) => explainDate(hit, unit));
  return [...new Set([...reasons, ...dates].filter(Boolean))].join(" ");
}

/** What a passage says for a date that was asked for: “yesterday” refers to 14 July 2016. */
function explainDate(hit, unit) {
  const said = hit.dates.find(([, when]) => fits(unit, when));
  if (!said || foldName(said[0]) === foldName(unit.raw)) return "";
  const [begin, end] = said[1].split("/").map(showDate);
  const date = end ? tr("{begin} to {end}", { begin, end }) : begin;
  return tr("“{words}” refers to {date}.", { words: said[0], date });
}

/** A day, a month or a year in words. */
function showDate(when) {
  if (when === "..") return tr("later");
  if (when.length === 7) return showMonth(when);
  return when.length === 4 ? when : showDay(when);
}

function explainUnit(hit, unit) {
  const { things } = unit.concept;
  const asked = unit.name ?? unit.raw;
  const named = things.find(
    (thing) => thing.kind !== "topic" && namesOf(thing).some((name) => foldName(name) === foldName(asked)),
  );
  const match = findMatches(hit, formsOf(unit))[0];
  const printed = match && hit.content.slice(match.start, match.end);
  if (printed && named) {
    // Mr Wren needs no word about Tomas Wren.
    const [one, other] = [printed, asked].map((name) => foldName(name).split(" "));
    return one.at(-1) === other.at(-1)
      ? ""
      : endSentence(tr("“{printed}” is also known as {name}", { printed, name: asked }));
  }
  const topic = things.find((thing) => thing.kind === "topic" && hit.topics.includes(thing.id));
  if (topic) return tr("Filed under {topic}.", { topic: topic.title });
  const mentioned = things.find((thing) => thing.kind === "topic" && hit.mentions.includes(thing.id));
  if (mentioned && !printed) return tr("Mentions {topic}.", { topic: mentioned.title });
  const entity = things.find((thing) => hit.entities.includes(thing.id));
  return entity && !printed ? endSentence(tr("In other words it names {name}", { name: entity.title })) : "";
}

function capitalise(text) {
  return text[0].toUpperCase() + text.slice(1);
}

function endSentence(text) {
  return text.endsWith(".") ? text : `${text}.`;
}

/** A click anywhere on a hit opens it, unless it selects words or is on a link of its own. */
function openOnClick(item, link) {
  item.addEventListener("click", (event) => {
    if (event.button || event.target.closest("a") || String(getSelection())) return;
    link.dispatchEvent(new MouseEvent("click", event));
  });
}

/** A name, in its language where that is another. */
function nameOf(thing, name) {
  const language = languageOf(thing, name);
  return language ? build("span", { lang: language, dir: "auto" }, name) : name;
}

function tellSpeaker({ speaks, mentions = 0 }) {
  return tr("{passages}, named in {number}", {
    passages: countPassages(speaks),
    number: showNumber(mentions),
  });
}

function tellUnheard(transcripts) {
  if (transcripts === 1) return tr("Also spoke; the words are not in the text");
  return trMany(
    "Also spoke in {number} transcript; the words are not in the text",
    "Also spoke in {number} transcripts; the words are not in the text",
    transcripts,
  );
}

/** A topic, a name or a page that is found. */
export function buildThing(thing) {
  const link = build("a", "thing-link", thing.title);
  link.href = new URL(thing.url, root).href;
  const facts = [thing.within ? tr("in {place}", { place: thing.within }) : THING_KINDS[thing.kind]];
  if (thing.about) facts.push(countPassages(thing.about));
  else if (thing.speaks) facts.push(tellSpeaker(thing));
  else if (thing.mentions) facts.push(countPassages(thing.mentions));
  const note = build("span", "note", facts.join(", "));
  if (thing.unheard) note.append(". ", tellUnheard(thing.unheard));
  const others = (thing.names ?? []).filter((name) => name !== thing.title);
  const same = (name) => name.toLowerCase() === (thing.asked ?? "").toLowerCase();
  const abroad = Object.values(thing.abroad ?? {})
    .flat()
    .find(same);
  const shown = [...new Set([others.find(same) ?? abroad, ...others].filter(Boolean))].slice(0, 3);
  if (shown.length && thing.asked !== thing.title) {
    const names = shown.flatMap((name, place) => [place ? ", " : "", nameOf(thing, name)]);
    note.append(". ", ...trParts("Also known as {names}", { names }), shown.at(-1).endsWith(".") ? "" : ".");
  }
  const item = build("li", "thing");
  if (thing.kind === "topic") item.append(buildChip(thing), " ");
  item.append(link, " ", note);
  return item;
}
