// What the quote check says of a quotation: its outcome, in a few words and in a sentence.
import { showDay } from "../dom.js";
import { numberOf } from "../links/passages.js";
import { splitByPassage } from "./runs.js";

const HEADS = {
  said: "Said",
  differs: "Said with differences",
  pieces: "In pieces",
  other: "Said by another",
  earlier: "In an earlier wording",
  absent: "Not in this archive",
};

/** The outcome in a few words (`head`) and in a sentence. */
export function tellOutcome(result, archive) {
  const isShort = result.short && result.outcome === "said";
  return {
    head: isShort ? "Too short to tell" : HEADS[result.outcome],
    sentence: TELL[result.outcome](result, archive),
  };
}

const TELL = {
  said(result) {
    const [{ run }] = result.places;
    const where = tellWhere(result.places);
    if (!result.short) return `${run.name} said these words ${where}.`;
    return `${run.name} used these words ${where}, but so few mean nothing by themselves. Paste the whole sentence.`;
  },
  differs: ({ places }) =>
    `Nearest is what ${nameSpeakers(places)} said ${tellWhere(places)}. It is not the same.`,
  pieces: ({ places }) =>
    `Each part is word for word what ${nameSpeakers(places)} said ${tellWhere(places)}, but they were not said together.`,
  other(result) {
    const { places, speaker } = result;
    const [{ run }] = places;
    const isNamed = run.by?.length || !/^(?:a )?journalist$/i.test(run.name);
    return `These are${isExact(result) ? "" : ", but for what differs,"} the words of ${isNamed ? nameSpeakers(places) : "a journalist"}${speaker ? `, not of ${speaker.name}` : ""}, ${tellWhere(places)}.`;
  },
  earlier(result) {
    const { places } = result;
    const { earlier, name } = places.find(({ run }) => run.earlier).run;
    const number = numberOf(earlier.row.anchor);
    const words = isExact(result) ? "these words" : "words near to these";
    const then = `Passage ${number}${name && ` (${name})`} had ${words} until ${showDay(earlier.until)}.`;
    return earlier.row.removed ? `${then} It was removed then.` : `${then} It reads otherwise now.`;
  },
  absent(result, archive) {
    if (!result.words.length) return "There is no word to look for.";
    if (result.short) return "So few words mean nothing by themselves. Paste the whole sentence.";
    return `No passage has these words, or words near to them. That does not mean that they were never said: ${tellLimits(archive)}`;
  },
};

/** Whether every word of the quotation is one of the places'. */
function isExact({ share, places }) {
  return share === 1 && places.every(({ steps }) => steps.every(({ kind }) => kind === "same"));
}

function tellLimits({ size, leftOut }) {
  const holds = `the archive holds ${size === 1 ? "one transcript" : `${size} transcripts`}`;
  if (!leftOut.length) return `${holds}.`;
  const whose = leftOut.length > 4 ? "several speakers" : listNames(leftOut);
  return `${holds}, and leaves out words of ${whose} as its sources do.`;
}

export function listNames(names) {
  return names.length > 1 ? `${names.slice(0, -1).join(", ")} and ${names.at(-1)}` : names[0];
}

function nameSpeakers(places) {
  return listNames([...new Set(places.map(({ run }) => run.name || "an unnamed speaker"))]);
}

function tellWhere(places) {
  const events = new Map();
  for (const { run, text } of places) {
    const numbers = splitByPassage(run.tokens, ...text).map(({ passage }) =>
      numberOf(run.passages[passage].anchor),
    );
    events.set(run.file, [...(events.get(run.file) ?? []), ...numbers]);
  }
  return listNames(
    [...events].map(([{ place, date }, all]) => {
      const numbers = [...new Set(all)];
      return `in ${place} on ${showDay(date)}, in passage${numbers.length > 1 ? "s" : ""} ${listNames(numbers)}`;
    }),
  );
}
