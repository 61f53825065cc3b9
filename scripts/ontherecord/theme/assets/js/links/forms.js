// Citations and records out of the forms that the build makes: one form serves every passage of a speaker. What stands
// between ⟦ and ⟧ is blank, and only a passage or the reader's browser can say it.
import { tr } from "../tr.js";
import { numberOf } from "./passages.js";
import { escapeHtml } from "./quotation.js";

/** What the blanks of passages that are cited as one stand for: their full `address`, `anchors` and `words`. */
export function describePassages(address, anchors, words) {
  const numbers = [...new Set([anchors[0], anchors.at(-1)])].map(numberOf);
  const number = numbers.join("–");
  const several = numbers.length > 1;
  return {
    address,
    number,
    several,
    anchors: several ? `${anchors[0]}-${anchors.at(-1)}` : anchors[0],
    paragraphs: several ? tr("Paras. {numbers}", { numbers: number }) : tr("Para. {number}", { number }),
    words: words.map(onOneLine),
  };
}

/** What the blanks for a day stand for: `shown` is the day in words. */
export function describeDay(day, shown) {
  const two = (number) => String(number).padStart(2, "0");
  const parts = [day.getFullYear(), two(day.getMonth() + 1), two(day.getDate())];
  return { today: shown, "today-iso": parts.join("-"), "today-ris": `${parts.join("/")}/` };
}

/** The citations of one style, each with its label, as HTML. */
export function fillCitations(items, values) {
  return items.map(({ label, html, several }) => ({
    label,
    html: fill((values.several && several) || html, values, escapeHtml),
  }));
}

/** The records for reference managers, by format. */
export function fillRecords({ bibtex, ris, csl }, values) {
  const words = values.words ?? [];
  const inOne = words.join(" ");
  return {
    bibtex: fill(bibtex, { ...values, words: escapeLatex(inOne) }, (text) => text),
    ris: fill(ris, { ...values, words: inOne }, (text) => text),
    csl: fill(csl, { ...values, words: words.join("\n\n") }, (text) => JSON.stringify(text).slice(1, -1)),
  };
}

function fill(form, values, write) {
  return form.replace(/⟦([\w-]+)⟧/g, (_blank, name) => write(values[name]));
}

/** The words without anything that some reader of a record takes for the end of a line. */
function onOneLine(text) {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for.
  return text.replace(/[\t\n\v\f\r\x1c-\x1e\x85\u2028\u2029]+/g, " ").trim();
}

const LATEX = {
  "\\": "{\\textbackslash}",
  "{": "{\\textbraceleft}",
  "}": "{\\textbraceright}",
  "~": "{\\textasciitilde}",
  "^": "{\\textasciicircum}",
  "<": "{\\textless}",
  ">": "{\\textgreater}",
  "|": "{\\textbar}",
};

/** The words as LaTeX prints them letter for letter. The build has the same rule (bibliography.py); the cases are in
 *  tests/cases/latex.json. */
export function escapeLatex(text) {
  return text
    .replace(/[\\{}~^<>|&%$#_]/g, (sign) => LATEX[sign] ?? `\\${sign}`)
    .replace(/-(?=-)|'(?=')|`(?=`)|,(?=,)|[?!](?=`)/g, "$&{}");
}
