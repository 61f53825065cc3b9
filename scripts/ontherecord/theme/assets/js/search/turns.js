// One search at a time, and what the reader hears of it: shared by the search page and the field in the header.

/** For how many milliseconds a search waits for the one before. Then that one is left to itself: it may hang for long on
 *  a piece that does not come. */
const PATIENCE = 1000;

export function wait(milliseconds) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** Whether a promise is settled within that time. */
export function isSettled(promise, milliseconds) {
  const settled = promise.then(
    () => true,
    () => true,
  );
  return Promise.race([settled, wait(milliseconds).then(() => false)]);
}

/**
 * Runs works one after the other, of those that wait only the newest. A work is given `isLatest`, and `answered` to call
 * when the reader sees its answer. What has no answer after `slow` milliseconds, however often it changed since, is
 * told to `onWait`. `took` is how long the last answer took.
 */
export class Turns {
  constructor(onWait, { slow = 400, patience = PATIENCE } = {}) {
    Object.assign(this, {
      onWait,
      slow,
      patience,
      latest: 0,
      took: 0,
      running: Promise.resolve(),
      timer: null,
    });
  }

  async run(work) {
    const turn = ++this.latest;
    const isLatest = () => turn === this.latest;
    this.timer ??= setTimeout(this.onWait, this.slow);
    await isSettled(this.running, this.patience);
    if (!isLatest()) return;
    const begun = performance.now();
    let answered = () => {};
    this.running = new Promise((resolve) => {
      answered = () => {
        if (isLatest()) this.rest();
        this.took = performance.now() - begun;
        resolve();
      };
    });
    await work(isLatest, answered).finally(answered);
  }

  /** Nothing is waited for any more. */
  rest() {
    clearTimeout(this.timer);
    this.timer = null;
  }

  /** Whatever runs is no longer wanted. */
  stop() {
    this.latest++;
    this.rest();
  }
}

/**
 * What was once asked for by a key, asked for again where that failed, or does not come in time. No more than `most` are
 * kept.
 */
export function recall(known, key, ask, most = Number.POSITIVE_INFINITY) {
  const before = known.get(key);
  if (before && !(before.pending && performance.now() - before.begun > PATIENCE)) return before.answer;
  const entry = { begun: performance.now(), pending: true };
  entry.answer = before ? Promise.any([before.answer, ask()]) : ask();
  entry.answer.then(
    () => (entry.pending = false),
    () => known.get(key) === entry && known.delete(key),
  );
  known.set(key, entry);
  if (known.size > most) known.delete(known.keys().next().value);
  return entry.answer;
}

/** Says in a live region what is new there once typing has paused, and not at each letter. */
export function makeAnnouncer(region, pause = 800) {
  let timer = 0;
  return (text) => {
    clearTimeout(timer);
    timer = setTimeout(() => region.replaceChildren(text), pause);
  };
}
