// The words of the archive as the check reads them: runs, in which nothing that was spoken is missing.
import { readTokens } from "./tokens.js";

/**
 * The runs of a transcript that hold any of these texts, or all of them where none are named: the present words of a
 * turn, or one earlier wording. A run has `tokens`, each with the number of its passage among `passages`, and who spoke
 * it. Texts are numbered as in exports/quote_check.py: those of today, then the earlier ones.
 */
export function readRuns(file, wanted) {
  const runs = new Map();
  const chosen = new Set();
  const isWanted = (number) => !wanted || wanted.has(number);
  let number = 0;
  for (const row of file.passages) {
    if (row.text !== undefined) {
      if (!runs.has(row.run)) runs.set(row.run, { ...speakerOf(row), file, passages: [], earlier: null });
      runs.get(row.run).passages.push({ ...row, text: row.text });
      if (isWanted(number++)) chosen.add(runs.get(row.run));
    }
  }
  for (const row of file.passages) {
    for (const state of row.earlier ?? []) {
      const passages = [{ ...row, text: state.text }];
      if (isWanted(number++)) chosen.add({ ...speakerOf(state), file, passages, earlier: { ...state, row } });
    }
  }
  return [...chosen].map(tokenise);
}

function speakerOf({ by, name, kind }) {
  return { by, name, kind };
}

function tokenise(run) {
  const tokens = run.passages.flatMap(({ text }, passage) =>
    readTokens(text).map((token) => ({ ...token, passage })),
  );
  return { ...run, tokens };
}

/** The passages that the tokens from `from` to `to` of a run stand in, each with its stretch of tokens. */
export function splitByPassage(tokens, from, to) {
  const stretches = [];
  for (let at = from; at < to; at++) {
    const last = stretches.at(-1);
    if (last?.passage === tokens[at].passage) last.to = at + 1;
    else stretches.push({ passage: tokens[at].passage, from: at, to: at + 1 });
  }
  return stretches;
}
