// What the quote check says of a quotation: its outcome, in a few words and in a sentence.
import { numberOf } from "../links/passages.js";
import { listNames, showDay, tr, trMany } from "../tr.js";
import { splitByPassage } from "./runs.js";

const HEADS = {
  said: tr("Said"),
  differs: tr("Said with differences"),
  pieces: tr("In pieces"),
  other: tr("Said by another"),
  earlier: tr("In an earlier wording"),
  absent: tr("Not in this archive"),
};

/** The outcome in a few words (`head`) and in a sentence. */
export function tellOutcome(result, archive) {
  const isShort = result.short && result.outcome === "said";
  return {
    head: isShort ? tr("Too short to tell") : HEADS[result.outcome],
    sentence: TELL[result.outcome](result, archive),
  };
}

const TELL = {
  said({ short, places }) {
    const values = { speaker: places[0].run.name, where: tellWhere(places) };
    if (!short) return tr("{speaker} said these words {where}.", values);
    return tr(
      "{speaker} used these words {where}, but so few mean nothing by themselves. Paste the whole sentence.",
      values,
    );
  },
  differs: ({ places }) =>
    tr("Nearest is what {speakers} said {where}. It is not the same.", tellWhose(places)),
  pieces: ({ places }) =>
    tr(
      "Each part is word for word what {speakers} said {where}, but they were not said together.",
      tellWhose(places),
    ),
  other(result) {
    const values = { ...tellWhose(result.places), other: result.speaker?.name };
    if (isExact(result))
      return result.speaker
        ? tr("These are the words of {speakers}, not of {other}, {where}.", values)
        : tr("These are the words of {speakers}, {where}.", values);
    return result.speaker
      ? tr("These are, but for what differs, the words of {speakers}, not of {other}, {where}.", values)
      : tr("These are, but for what differs, the words of {speakers}, {where}.", values);
  },
  earlier(result) {
    const { earlier, name } = result.places.find(({ run }) => run.earlier).run;
    const number = numberOf(earlier.row.anchor);
    const passage = name ? tr("{number} ({speaker})", { number, speaker: name }) : number;
    const values = { passage, day: showDay(earlier.until) };
    const then = isExact(result)
      ? tr("Passage {passage} had these words until {day}.", values)
      : tr("Passage {passage} had words near to these until {day}.", values);
    const now = earlier.row.removed ? tr("It was removed then.") : tr("It reads otherwise now.");
    return [then, now].join(" ");
  },
  absent(result, archive) {
    if (!result.words.length) return tr("There is no word to look for.");
    if (result.short) return tr("So few words mean nothing by themselves. Paste the whole sentence.");
    return [tr("No passage has these words, or words near to them."), tellLimits(archive)].join(" ");
  },
};

/** Whether every word of the quotation is one of the places'. */
function isExact({ share, places }) {
  return share === 1 && places.every(({ steps }) => steps.every(({ kind }) => kind === "same"));
}

function tellLimits({ size, leftOut }) {
  const transcripts = trMany("one transcript", "{number} transcripts", size);
  if (!leftOut.length)
    return tr("That does not mean that they were never said: the archive holds {transcripts}.", {
      transcripts,
    });
  const speakers = leftOut.length > 4 ? tr("several speakers") : listNames(leftOut);
  return tr(
    "That does not mean that they were never said: the archive holds {transcripts}, and leaves out words of {speakers} as its sources do.",
    { transcripts, speakers },
  );
}

/** Who spoke the words of the places, and where. A label that says no more than that a journalist asks is no name. */
function tellWhose(places) {
  const nameOf = ({ by, name }) => {
    if (by?.length) return name;
    if (NO_NAMES.has(name.toLowerCase())) return tr("a journalist");
    return name || tr("an unnamed speaker");
  };
  return {
    speakers: listNames([...new Set(places.map(({ run }) => nameOf(run)))]),
    where: tellWhere(places),
  };
}

const NO_NAMES = new Set(["journalist", "a journalist", tr("Journalist").toLowerCase(), tr("a journalist")]);

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
      const values = { place, day: showDay(date), numbers: listNames(numbers) };
      return numbers.length > 1
        ? tr("in {place} on {day}, in passages {numbers}", values)
        : tr("in {place} on {day}, in passage {numbers}", values);
    }),
  );
}
