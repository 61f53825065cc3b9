// What the scripts say, in the language of the site. Messages stand in the code in English, with names in braces.
import { messages } from "./messages.js";

const ORDER = ["zero", "one", "two", "few", "many", "other"];
const language = globalThis.document?.documentElement?.lang || "en";

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

/** The parts of a message in order, for what is put in is no text: [“Go to ”, node, “.”]. */
export function trParts(message, values) {
  return (messages[message] ?? message)
    .split(/(\{\w+\})/)
    .filter((part) => part !== "")
    .map((part) => (/^\{\w+\}$/.test(part) ? values[part.slice(1, -1)] : part));
}

/** A number as the language parts its thousands. */
export function showNumber(number) {
  return number.toLocaleString(language === "en" ? "en-GB" : language);
}

/** Names as a sentence lists them. */
export function listNames(names) {
  return new Intl.ListFormat(language === "en" ? "en-GB" : language).format(names);
}

/** A day, YYYY-MM-DD, in words. */
export function showDay(day) {
  const options = { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" };
  return new Date(`${day}T00:00:00Z`).toLocaleDateString(language === "en" ? "en-GB" : language, options);
}

function fill(message, values) {
  return message.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
}

// A catalogue has its forms in this order of the language's categories for whole numbers.
function formOf(number, count) {
  const rules = new Intl.PluralRules(language);
  const used = ORDER.filter((name) => rules.resolvedOptions().pluralCategories.includes(name));
  return Math.min(Math.max(used.indexOf(rules.select(number)), 0), count - 1);
}
