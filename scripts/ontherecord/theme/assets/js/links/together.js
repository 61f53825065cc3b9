// Several passages that follow each other, cited as one: out of the citations and records of each.

/** The citations and records of a run of passages from those of each; `numbers` are theirs. */
export function citeTogether(passages, numbers, styles) {
  const [first] = passages;
  if (passages.length === 1) return first;
  const last = numbers.at(-1);
  const range = `${numbers[0]}–${last}`;
  const cited = styles
    .filter(({ id }) => first.cite[id])
    .map((style) => [style.id, countOn(first.cite[style.id], style, numbers[0], range)]);
  const join = (format, between = " ") => joinRecords(passages, format, between, last, range);
  return {
    cite: Object.fromEntries(cited),
    bibtex: join("bibtex"),
    ris: join("ris"),
    csl: join("csl", "\\n\\n"),
  };
}

/** The number stands last of all: in the note, or else in the reference within the text. */
function countOn(citation, style, number, range) {
  const count = (text) => {
    const one = `${style.paragraph} ${number}`;
    const at = text.lastIndexOf(one);
    return at < 0 ? text : `${text.slice(0, at)}${style.paragraphs} ${range}${text.slice(at + one.length)}`;
  };
  if (citation.in_text) return { ...citation, in_text: count(citation.in_text) };
  return { ...citation, text: count(citation.text), html: count(citation.html) };
}

// Each field has a line of its own, whatever the format.
const ID = /transcript-[\w-]+/;
const NOTE = /^( {2}note = \{|N1 {2}- | {2}"note": ")Para\. \w+/m;
const WORDS = /^( {2}abstract = \{|AB {2}- | {2}"abstract": ")(.*?)(\}?,?|\r|",?)$/m;

/** The record of the first passage, with the numbers and the words of all. */
function joinRecords(passages, format, between, last, range) {
  const words = passages.map((passage) => WORDS.exec(passage[format])?.[2] ?? "").join(between);
  return passages[0][format]
    .replace(ID, (id) => `${id}-p${last}`)
    .replace(NOTE, (_line, before) => `${before}Paras. ${range}`)
    .replace(WORDS, (_line, before, _words, after) => before + words + after);
}
