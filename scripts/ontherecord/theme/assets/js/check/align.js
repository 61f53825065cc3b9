// Two texts side by side, word by word.

/** What it costs to leave words of the record out: more for the first than for each further one. */
const LEAVE = 1.2;
const LEAVE_ON = 0.12;
const ADD = 1;
const CHANGE = 0.9;

/**
 * The words of a quotation aligned with the stretch of a text that is most like them. `worth` is what each word of the
 * quotation counts for. The answer has the stretch (`from`, `to`), the `score`, and `steps`, in order: each has its
 * `kind` (same, other, added, left out) and places in both, as [from, to].
 */
export function align(words, worth, text) {
  const [height, width] = [words.length, text.length];
  const wide = width + 1;
  const best = new Float64Array((height + 1) * wide);
  const leaving = new Float64Array((height + 1) * wide).fill(-1e9);
  const way = new Uint8Array((height + 1) * wide);
  const leftBefore = new Uint8Array((height + 1) * wide);
  for (let i = 1; i <= height; i++) {
    best[i * wide] = best[(i - 1) * wide] - ADD;
    way[i * wide] = UP;
    for (let j = 1; j <= width; j++) {
      const at = i * wide + j;
      const open = best[at - 1] - LEAVE;
      const on = leaving[at - 1] - LEAVE_ON;
      leaving[at] = Math.max(open, on);
      leftBefore[at] = on > open ? 1 : 0;
      const gain = words[i - 1] === text[j - 1] ? worth[i - 1] : -CHANGE;
      const across = best[at - wide - 1] + gain;
      const up = best[at - wide] - ADD;
      best[at] = Math.max(across, up, leaving[at]);
      way[at] = best[at] === across ? ACROSS : best[at] === up ? UP : LEFT;
    }
  }
  let end = 0;
  for (let j = 1; j <= width; j++) if (best[height * wide + j] > best[height * wide + end]) end = j;
  return { score: best[height * wide + end], ...trace({ words, text, way, leftBefore, wide, height, end }) };
}

const ACROSS = 1;
const UP = 2;
const LEFT = 3;

function trace({ words, text, way, leftBefore, wide, height, end }) {
  const steps = [];
  let [i, j] = [height, end];
  let inLeaving = false;
  while (i > 0) {
    const at = i * wide + j;
    const taken = inLeaving ? LEFT : way[at];
    if (taken === ACROSS) {
      i--;
      j--;
      steps.push({ kind: words[i] === text[j] ? "same" : "other", words: [i, i + 1], text: [j, j + 1] });
    } else if (taken === UP) {
      i--;
      steps.push({ kind: "added", words: [i, i + 1], text: [j, j] });
    } else {
      inLeaving = leftBefore[at] === 1;
      j--;
      steps.push({ kind: "left out", words: [i, i], text: [j, j + 1] });
    }
  }
  return { from: j, to: end, steps: joinSteps(steps.reverse()) };
}

/** Steps of one kind as one; words added beside words left out are other words. */
export function joinSteps(steps) {
  const joined = [];
  for (const step of steps) {
    const last = joined.at(-1);
    const isChange = last && last.kind !== "same" && step.kind !== "same";
    if (!last || !(last.kind === step.kind || isChange)) {
      joined.push({ ...step });
      continue;
    }
    last.words = [last.words[0], step.words[1]];
    last.text = [last.text[0], step.text[1]];
    if (last.kind !== step.kind) last.kind = "other";
  }
  return joined;
}

/** Every place at which the words stand in the text one after another. */
export function findAll(words, text) {
  const places = [];
  if (!words.length) return places;
  for (let at = text.indexOf(words[0]); at >= 0; at = text.indexOf(words[0], at + 1)) {
    let same = 1;
    while (same < words.length && words[same] === text[at + same]) same++;
    if (same === words.length) places.push(at);
  }
  return places;
}
