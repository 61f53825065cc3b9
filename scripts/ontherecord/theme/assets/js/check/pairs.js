// Which texts of the archive a quotation can be from: those that share pairs of neighbouring words with it.
// It only proposes. The build makes the pairs by the same rule (exports/quote_check.py).
import { foldWords } from "../search/words.js";

const INVISIBLE = /[\u00AD\u061C\u180E\u200B-\u200F\u202A-\u202E\u2060-\u206F\uFEFF]/gu;
const UNSPACED =
  /[\u0E00-\u0EFF\u1000-\u109F\u1780-\u17FF\u3040-\u30FF\u3400-\u4DBF\u4E00-\u9FFF\uF900-\uFAFF]/gu;

/** Of a longer text so many pairs are looked up, evenly over it. */
const MOST_PAIRS = 80;
/** How many texts that have all of it are read, and how many that have some. */
const MOST_WHOLE = 24;
const MOST_TEXTS = 16;

export function listPairs(text) {
  const spaced = foldWords(text.replace(INVISIBLE, "")).join(" ").replace(UNSPACED, " $& ");
  const words = spaced.split(" ").filter(Boolean);
  return words.slice(1).map((word, at) => `${words[at]} ${word}`);
}

const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let sum = byte;
  for (let bit = 0; bit < 8; bit++) sum = sum & 1 ? (sum >>> 1) ^ 0xedb88320 : sum >>> 1;
  return sum;
});
const encoder = new TextEncoder();

export function crc32(text) {
  let sum = 0xffffffff;
  for (const byte of encoder.encode(text)) sum = TABLE[(sum ^ byte) & 255] ^ (sum >>> 8);
  return (sum ^ 0xffffffff) >>> 0;
}

/** The index of pairs; `load` reads a file of the site. */
export class Pairs {
  constructor({ parts, transcripts, version }, load) {
    this.parts = parts;
    this.transcripts = transcripts;
    this.load = (path) => load(`${path}?v=${version}`);
    this.starts = [];
    this.size = 0;
    for (const [, size] of transcripts) {
      this.starts.push(this.size);
      this.size += size;
    }
    this.loaded = new Map();
  }

  /** The numbers of the texts that hold a pair; an odd mark stands with those that a journalist spoke. */
  async look(pair) {
    const sum = crc32(pair);
    const part = await this.loadPart(sum % this.parts);
    const key = Math.floor(sum / this.parts).toString(36);
    let number = 0;
    return Object.hasOwn(part, key)
      ? part[key].split(" ").map((step) => (number += Number.parseInt(step, 36)))
      : [];
  }

  loadPart(number) {
    if (!this.loaded.has(number)) {
      const loading = this.load(`data/check/pairs/${number}.json.gz`);
      loading.catch(() => this.loaded.delete(number));
      this.loaded.set(number, loading);
    }
    return this.loaded.get(number);
  }

  /**
   * The texts to read, the likeliest first, as [transcript, number in it]: those that have most of the quotation, and
   * for each stretch that they lack those that have it. `speakers` are whose transcripts come first.
   */
  async propose(text, speakers) {
    const pairs = thin([...new Set(listPairs(text))]);
    const found = await Promise.all(pairs.map((pair) => this.look(pair)));
    const weights = found.map((texts) => Math.log(1 + this.size / (texts.length || 1)));
    const first = (marked) => this.rank(marked, speakers);
    const all = sortTexts(addUp(found, weights), first);
    const whole = all.filter(([, score]) => score > 0.999 * all[0][1]).slice(0, MOST_WHOLE);
    const chosen = new Set([...whole, ...all.slice(0, 4)].map(([marked]) => marked));
    const most = chosen.size + MOST_TEXTS;
    let left = found.map((_, at) => at);
    while (left.length && chosen.size < most) {
      left = left.filter((at) => found[at].length && !found[at].some((marked) => chosen.has(marked)));
      const best = sortTexts(
        addUp(
          left.map((at) => found[at]),
          left.map((at) => weights[at]),
        ),
        first,
      );
      best.slice(0, 2).forEach(([marked]) => chosen.add(marked));
    }
    return [...chosen].map((marked) => this.place(marked >> 1));
  }

  /** 0 for a transcript in which one of these speaks, 1 for others; a journalist's words come last. */
  rank(marked, speakers) {
    const [transcript] = this.place(marked >> 1);
    const speaks = speakers.some((one) => this.transcripts[transcript][2].includes(one));
    return (speakers.length && !speaks ? 2 : 0) + (marked & 1);
  }

  place(number) {
    let [low, high] = [0, this.starts.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.starts[middle] <= number) low = middle;
      else high = middle - 1;
    }
    return [low, number - this.starts[low]];
  }
}

function thin(pairs) {
  if (pairs.length <= MOST_PAIRS) return pairs;
  return Array.from({ length: MOST_PAIRS }, (_, at) => pairs[Math.floor((at * pairs.length) / MOST_PAIRS)]);
}

function addUp(found, weights) {
  const scores = new Map();
  found.forEach((texts, at) => {
    for (const marked of texts) scores.set(marked, (scores.get(marked) ?? 0) + weights[at]);
  });
  return scores;
}

function sortTexts(scores, rank) {
  let best = 0;
  for (const score of scores.values()) best = Math.max(best, score);
  const near = [...scores].filter(([, score]) => score > best / 4);
  return near.sort((a, b) => b[1] - a[1] || rank(a[0]) - rank(b[0]) || a[0] - b[0]);
}
