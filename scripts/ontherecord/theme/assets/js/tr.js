// What the scripts say, in the language of the site. Messages stand in the code in English, with names in braces.
import { messages } from "./messages.js";

/** The language of the site, as its pages tell it. */
export const language = globalThis.document?.documentElement?.lang || "en";
/** The languages whose rules for words count: that of the site, and those of the texts once they are known. */
export const languages = new Set([language.split("-")[0]]);
// Of the two ways in which English writes days and lists, that of the pages.
const locale = language === "en" ? "en-GB" : language;
const ORDER = ["zero", "one", "two", "few", "many", "other"];
// As a day names them. They are messages, for a browser takes long to tell them.
const MONTHS = "January February March April May June July August September October November December".split(
  " ",
);

// Made once, and when it is first used: to make one takes longer than all else that a page starts with.
const numbers = once(() => new Intl.NumberFormat(locale));
const months = once(() => new Intl.DateTimeFormat(locale, { month: "long", timeZone: "UTC" }));
const plurals = once(() => new Intl.PluralRules(language));
const lists = new Map();

/** What is made at the first call, and kept. */
export function once(make) {
  let made = null;
  return () => (made ??= make());
}

/** Has words count by the rules of these languages too. */
export function addLanguages(tags) {
  for (const tag of tags) languages.add(tag.split("-")[0]);
}

/** A message with what is put in: tr("Passage {number}", { number: 14 }). */
export function tr(message, values = {}) {
  return fill(messages[message] ?? message, values);
}

/** The message that goes with a number, which is put in as {number}. */
export function trMany(one, many, number, values = {}) {
  const forms = messages[one];
  const form = Array.isArray(forms) ? forms[formOf(number, forms.length)] : number === 1 ? one : many;
  return fill(form, { number: showNumber(number), ...values });
}

/**
 * The parts of a message in order, where what is put in is no text: [“Go to ”, node, “.”]. A list is put in one by one.
 * What stands between the name of a function, as in “{b}No passage{z} has it.”, and {z} is handed to that.
 */
export function trParts(message, values) {
  const parts = [];
  let [wrap, from] = [null, 0];
  for (const part of (messages[message] ?? message).split(/(\{\w+\})/).filter(Boolean)) {
    const name = /^\{(\w+)\}$/.exec(part)?.[1];
    const value = name ? values[name] : part;
    if (name === "z") parts.push(wrap(...parts.splice(from)));
    else if (typeof value === "function") [wrap, from] = [value, parts.length];
    else parts.push(...[value].flat());
  }
  return parts;
}

/** The message itself, for one that is put into the language later: tr(name). */
export function message(words) {
  return words;
}

/** The words of a message that lists some, for what a reader may type. */
export function trWords(message) {
  return tr(message).split(/, */);
}

/** A number as the language parts its thousands. */
export function showNumber(number) {
  const isPlain = language === "en" && Number.isInteger(number) && number >= 0 && number < 1000;
  return isPlain ? String(number) : numbers().format(number);
}

/** Words in quotation marks. */
export function quote(words) {
  return tr("“{words}”", { words });
}

/** Names as a sentence lists them; `type` is "disjunction" for one or another. */
export function listNames(names, type = "conjunction") {
  return listParts(names, type).join("");
}

/** The same of nodes: the nodes, and what stands between them. */
export function listParts(items, type = "conjunction") {
  if (!lists.has(type)) lists.set(type, new Intl.ListFormat(locale, { type }));
  const parts = lists.get(type).formatToParts(items.map((_, place) => String(place)));
  return parts.map((part) => (part.type === "element" ? items[Number(part.value)] : part.value));
}

/** A day, YYYY-MM-DD, in words; null for what is none. */
export function showDay(isoDate) {
  const day = new Date(`${isoDate}T00:00:00Z`);
  if (Number.isNaN(day.getTime())) return null;
  const month = tr(MONTHS[day.getUTCMonth()]);
  return tr("{day} {month} {year}", { day: day.getUTCDate(), month, year: day.getUTCFullYear() });
}

/** A month, YYYY-MM, in words. */
export function showMonth(isoMonth) {
  const [year] = isoMonth.split("-");
  return tr("{month} {year}", { month: months().format(new Date(`${isoMonth}-01T00:00:00Z`)), year });
}

/** The reader's day in words. */
export function showToday() {
  const now = new Date();
  const day = new Date(Date.UTC(now.getFullYear(), now.getMonth(), now.getDate()));
  return showDay(day.toISOString().slice(0, 10));
}

function fill(message, values) {
  return message.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
}

// A catalogue has its forms in this order of the language's categories for whole numbers.
function formOf(number, count) {
  const used = ORDER.filter((name) => plurals().resolvedOptions().pluralCategories.includes(name));
  return Math.min(Math.max(used.indexOf(plurals().select(number)), 0), count - 1);
}
