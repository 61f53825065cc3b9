// What was asked: a query taken apart into names, phrases and words, and its slips put right.
import { findDates } from "./dates.js";
import { isFunctionWord, isPrefix } from "./languages.js";
import { findNumbers, readBare } from "./numbers.js";
import { foldName, foldWords, isUnspaced, stripPossessive, WORD } from "./words.js";

/** Of a longer query, as when a paragraph is pasted, so much is looked for: it is more than any two passages share. */
const MOST_UNITS = 40;

/** Reads queries by the names and the words of an archive. */
export class Reader {
  constructor(names, vocabulary) {
    this.names = names;
    this.vocabulary = vocabulary;
  }

  /** The units of a query: names, phrases in quotation marks, passages by number, dates, and other words. */
  parse(query) {
    const text = query
      .normalize("NFC")
      .replace(/\p{Cf}/gu, "")
      .replace(/[“”„‟«»″]/g, '"')
      .replace(/(\d)(?:st|nd|rd|th)\b/gi, "$1");
    const bare = readBare(text);
    if (bare && !this.isKnown(bare.raw) && !findDates(text).length) return [bare];
    const units = [];
    text.split(/"([^"]*)"/).forEach((piece, number) => {
      if (number % 2) units.push(...this.parsePhrase(piece));
      else units.push(...this.parsePiece(piece));
    });
    const telling = units.filter((unit) => unit.kind !== "word" || !isFunctionWord(unit.text));
    return (telling.length ? telling : units).slice(0, MOST_UNITS);
  }

  parsePhrase(piece) {
    const words = foldWords(piece);
    const name = this.names.get(words.join(" "));
    if (!words.length) return [];
    return [{ kind: "phrase", text: words.join(" "), raw: piece.trim(), concept: name?.concept }];
  }

  isKnown(raw) {
    const text = foldName(raw);
    return this.names.has(text) || this.vocabulary.has(text);
  }

  /** What a piece without quotation marks asks for: passages by number and dates, but for those in names, and words. */
  parsePiece(piece) {
    const numbers = findNumbers(piece, this.names.transcripts).filter(({ raw }) => !this.isKnown(raw));
    const apart = (unit) => numbers.every(({ start, end }) => unit.end <= start || end <= unit.start);
    const named = this.findNamed(piece);
    const isNamed = (unit) => named.some(({ start, end }) => start <= unit.start && unit.end <= end);
    const dates = findDates(piece).filter((unit) => apart(unit) && !isNamed(unit));
    const units = [];
    let at = 0;
    for (const unit of [...numbers, ...dates].sort((a, b) => a.start - b.start)) {
      units.push(...this.parseWords(piece.slice(at, unit.start)), unit);
      at = unit.end;
    }
    return [...units, ...this.parseWords(piece.slice(at))];
  }

  /** Where names stand in a piece. */
  findNamed(piece) {
    const words = this.splitWords(piece);
    return words.flatMap((word, start) => {
      const name = this.names.findLongest(words, start);
      const last = name && words[start + name.length - 1];
      return name ? [{ start: word.at, end: last.at + last.raw.length }] : [];
    });
  }

  splitWords(piece) {
    return [...piece.matchAll(WORD)].flatMap(({ 0: raw, index: at }) =>
      isUnspaced(raw) ? this.splitRun(raw, at) : [{ raw, text: foldName(raw), at }],
    );
  }

  /** Writing without spaces: the names in it, the longest first, and what stands between them. */
  splitRun(raw, at) {
    const letters = [...raw];
    const parts = [];
    let rest = "";
    const close = (end) => {
      if (rest) parts.push({ raw: rest, text: foldName(rest), at: at + end - rest.length, isRun: true });
      rest = "";
    };
    let place = 0;
    for (let start = 0; start < letters.length; ) {
      let length = Math.min(12, letters.length - start);
      const take = () => letters.slice(start, start + length).join("");
      while (length > 1 && !this.names.has(foldName(take()))) length--;
      const taken = take();
      if (length > 1) {
        close(place);
        parts.push({ raw: taken, text: foldName(taken), at: at + place });
      } else rest += taken;
      place += taken.length;
      start += length;
    }
    close(place);
    return parts;
  }

  parseWords(piece) {
    const words = this.splitWords(piece);
    const units = [];
    for (let start = 0; start < words.length; ) {
      const joined = this.joinHyphened(piece, words, start);
      if (joined.length) {
        units.push(...this.toCompound(joined, piece));
        start += joined.length;
        continue;
      }
      const name = this.names.findLongest(words, start);
      const taken = words.slice(start, start + (name?.length ?? 1));
      const raw = piece.slice(taken[0].at, taken.at(-1).at + taken.at(-1).raw.length);
      if (name) units.push(this.toName(name, raw));
      else if (taken[0].isRun) units.push({ kind: "run", text: taken[0].text, raw });
      else units.push({ kind: "word", text: stripPossessive(taken[0].text), raw });
      start += taken.length;
    }
    return this.joinParted(units);
  }

  toName({ text, concept, asWritten }, raw) {
    const said = !text.includes(" ") && Boolean(this.vocabulary.look(text)?.forms);
    const plain = raw.replace(/['’ʼ]s?$/, "");
    return {
      kind: "name",
      text,
      raw: plain,
      name: asWritten.has(plain) ? plain : [...asWritten][0],
      concept,
      said,
    };
  }

  /** Words with nothing but a hyphen between them that are no name: Russian-US, cease-fire. */
  joinHyphened(piece, words, start) {
    let end = start + 1;
    while (
      end < words.length &&
      /^[-‐‑–]$/.test(piece.slice(words[end - 1].at + words[end - 1].raw.length, words[end].at))
    )
      end++;
    const name = this.names.findLongest(words, start);
    return end - start > 1 && (name?.length ?? 0) < end - start ? words.slice(start, end) : [];
  }

  /** Such words as a phrase, or one by one where no passage can have it. */
  toCompound(words, piece) {
    const raw = piece.slice(words[0].at, words.at(-1).at + words.at(-1).raw.length);
    const joined = words.map((word) => word.text).join("");
    if (this.vocabulary.has(joined)) return [{ kind: "word", text: joined, raw }];
    const parts = () => this.parseWords(raw.replace(/[-‐‑–]/g, " "));
    if (!words.every((word) => this.vocabulary.has(stripPossessive(word.text)))) return parts();
    return [
      {
        kind: "phrase",
        text: words.map((word) => stripPossessive(word.text)).join(" "),
        raw,
        hyphened: true,
        parts,
      },
    ];
  }

  /** Two words that are written as one: cease fire. */
  joinParted(units) {
    const joined = [];
    for (const unit of units) {
      const before = joined.at(-1);
      const text = before?.kind === "word" && unit.kind === "word" ? before.text + unit.text : "";
      const both = text && this.vocabulary.has(before.text) && this.vocabulary.has(unit.text);
      if (text && !both && this.vocabulary.has(text))
        joined.splice(-1, 1, { kind: "word", text, raw: `${before.raw} ${unit.raw}` });
      else joined.push(unit);
    }
    return joined;
  }

  // --- Spelling ---

  /** The units with words that no passage has put right, where that is sure; the others are left out. */
  resolve(parsed, mayCorrect) {
    const found = { units: [], corrected: [], maybe: [], unknown: [] };
    for (const unit of parsed) {
      const seen = unit.kind === "word" ? this.vocabulary.look(unit.text) : { forms: [] };
      if (seen?.forms) found.units.push({ ...unit, ...(unit.kind === "word" ? seen : {}) });
      else this.resolveUnknown(unit, seen, found, mayCorrect);
    }
    if (!found.corrected.length) return found;
    // Put right, words may be a name: "de Misturra".
    const again = found.units
      .map((unit) => (unit.kind === "phrase" && !unit.hyphened ? `"${unit.raw}"` : unit.raw))
      .join(" ");
    const units = this.parse(again).map((unit) =>
      unit.kind === "word" ? { ...unit, ...this.vocabulary.look(unit.text) } : unit,
    );
    const dead = units.filter((unit) => unit.kind === "word" && !unit.forms);
    // The word of a name that no passage has by itself is no help.
    const isAlive = ({ to }) => !dead.some((unit) => unit.raw === to);
    found.unknown.push(...found.corrected.filter((item) => !isAlive(item)).map(({ from }) => from));
    return {
      ...found,
      corrected: found.corrected.filter(isAlive),
      units: units.filter((unit) => !dead.includes(unit)),
    };
  }

  resolveUnknown(unit, near, found, mayCorrect) {
    const parts = this.takeApart(unit.text);
    if (parts.length) found.units.push(...parts);
    else if (near?.sure && mayCorrect) {
      const to = this.names.spell(near.to);
      found.corrected.push({ from: unit.raw, to });
      found.units.push({ ...unit, text: near.to, raw: to });
    } else {
      found.unknown.push(unit.raw);
      if (near && mayCorrect) found.maybe.push({ from: unit.raw, to: this.names.spell(near.to) });
    }
  }

  /** Two words that were written as one: antiassad, UNSCR2254. */
  takeApart(text) {
    for (let cut = 2; cut <= text.length - 2; cut++) {
      const parts = [text.slice(0, cut), text.slice(cut)];
      const isNumber = /^\d+$/.test(parts[1]) && !/\d/.test(parts[0]);
      const isKnown = (part) =>
        this.isKnown(part) || (part.length > 3 && this.vocabulary.take(part).forms.length);
      if (this.names.has(parts.join(" ")) || ((isNumber || isPrefix(parts[0])) && parts.every(isKnown))) {
        return this.parseWords(parts.join(" ")).map((unit) => ({
          ...unit,
          ...(unit.kind === "word" ? this.vocabulary.look(unit.text) : {}),
        }));
      }
    }
    return [];
  }

  /** The units in a weaker sense where no passage has them all: words with hyphens, and names, word by word. */
  loosen(units) {
    const resolve = (parts) => this.resolve(parts, false).units;
    if (units.some((unit) => unit.hyphened))
      return resolve(units.flatMap((unit) => (unit.hyphened ? unit.parts() : [unit])));
    const isPlain = (unit) =>
      unit.kind === "name" &&
      unit.text.split(" ").every((word) => word.length > 3 && this.vocabulary.has(word));
    if (!units.some(isPlain)) return null;
    const words = (unit) => unit.text.split(" ").map((text) => ({ kind: "word", text, raw: text }));
    return resolve(units.flatMap((unit) => (isPlain(unit) ? words(unit) : [unit])));
  }
}
